"""Pairing: which answer belongs to which request.

Pieces come in the order of the text. An answer belongs to the last group of requests before it: the one whose address
it names, else the first without an answer. An answer before any request belongs to the first request when there is
only one. A second, different answer to one request is a further exchange of the same request (a retry).
"""

from __future__ import annotations

from supportdesk.reading.evidence import Body, Evidence, Piece, Request
from supportdesk.relating.drafts import Draft
from supportdesk.relating.sent import read_body, read_sent
from supportdesk.value import Value

ANSWERS = frozenset({"answer", "error", "exception", "page", "stream"})


def build_exchanges(evidence: Evidence) -> list[Draft]:
    """Return one draft an API exchange, in the order of the text."""
    families = _families(evidence.pieces)
    requests = [family for family in families if family[0].kind in ("request", "body")]
    drafts: list[Draft] = []
    group: list[Draft] = []
    floating: list[Draft] = []
    after_answer = True
    for family in families:
        head = family[0]
        if head.kind in ("request", "body"):
            if after_answer:
                group, after_answer = [], False
            draft = _asked(head)
            drafts.append(draft)
            group.append(draft)
        elif head.kind in ANSWERS:
            answer = _answered(family)
            if group:
                after_answer = True
                _pair(answer, group, drafts)
            else:
                _gather(answer, floating)
    if floating and len(requests) == 1:
        for answer in floating:
            _pair(answer, [drafts[0]], drafts)
    else:
        drafts = floating + drafts
    return drafts


def _families(pieces: list[Piece]) -> list[list[Piece]]:
    """Group the pieces that stand in one another, the outermost first."""
    roots: dict[int, int] = {}
    families: dict[int, list[Piece]] = {}
    for index, piece in enumerate(pieces):
        outer = piece.inside
        root = index if outer is None or outer not in roots else roots[outer]
        roots[index] = root
        families.setdefault(root, []).append(piece)
    return list(families.values())


def _asked(piece: Piece) -> Draft:
    request = piece.request
    if request is None and piece.body is not None:
        request = Request(
            Value.unknown(), Value.unknown(), [], Body("json", piece.body), language="json", client="",
            span=piece.span, complete=piece.complete,
        )  # fmt: skip
    draft = Draft(request)
    draft.pieces.append(piece)
    draft.add(piece.readings, piece.origin)
    if piece.kind == "body" and piece.body is not None and piece.body.kind == "object":
        draft.add(list(read_body(piece.body, complete=piece.complete)), piece.origin)
    elif request is not None:
        draft.add(read_sent(request), piece.origin)
    return draft


def _answered(family: list[Piece]) -> Draft:
    draft = Draft()
    for piece in family:
        draft.pieces.append(piece)
        draft.add(piece.readings, piece.origin)
    return draft


def _gather(answer: Draft, floating: list[Draft]) -> None:
    """Join an answer without a request to the last one when both can speak of one exchange."""
    if floating and floating[-1].agrees(answer) and not _is_another_line(floating[-1], answer):
        floating[-1].absorb(answer)
    else:
        floating.append(answer)


def _is_another_line(earlier: Draft, answer: Draft) -> bool:
    """Whether both are lines of an access log, each of a method, a path of its own and a status."""
    if not all(one.knows(fact) for one in (earlier, answer) for fact in ("method", "path", "http_status")):
        return False
    return not earlier.values_of("path") & answer.values_of("path")


def _pair(answer: Draft, group: list[Draft], drafts: list[Draft]) -> None:
    named = [draft for draft in group if _names(answer, draft)]
    candidates = named or group
    for draft in candidates:
        if not _has_answer(draft):
            draft.absorb(answer)
            return
    for draft in candidates:
        if draft.agrees(answer):
            draft.absorb(answer)
            return
    again = Draft(candidates[0].request)
    again.pieces = [piece for piece in candidates[0].pieces if piece.kind in ("request", "body")]
    for piece in again.pieces:
        again.take(_asked(piece).readings)
    again.absorb(answer)
    drafts.append(again)


def _has_answer(draft: Draft) -> bool:
    return any(piece.kind in ANSWERS for piece in draft.pieces)


def _names(answer: Draft, asked: Draft) -> bool:
    """Whether the answer states the request's path or URL."""
    return any(answer.values_of(fact) & asked.values_of(fact) for fact in ("url", "path"))
