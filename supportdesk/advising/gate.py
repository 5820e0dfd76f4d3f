"""The reply gate: a reply is offered only when every piece of it is a fact, a policy's result or a definition's value.

`check_reply` takes any text, one of ours or one that a person has edited, and the diagnosis that it answers for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from supportdesk.advising.discretion import CHANNEL
from supportdesk.advising.gate_claims import Found, Text, Words, find_claims
from supportdesk.advising.gate_pieces import LONGEST_REPLY, host_of, number, pieces, plain, spelt, sums
from supportdesk.advising.texts import LANGUAGES, shortened
from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy

if TYPE_CHECKING:
    from supportdesk.advising.diagnosis import Diagnosis
    from supportdesk.advising.gate_known import Known
    from supportdesk.advising.verdict import Case

PATH_SLOTS = frozenset({"task_id", "id", "video_id", "model", "action"})
"""Names in braces that documented paths hold and that stay as they are."""

LONGEST_PIECE = 80
MOST = 20
"""Reasons that are told; a text with more is no reply."""

_BRACES = lazy(r"\{{1,2}\s?([A-Za-z_][A-Za-z0-9_.]{0,40})\s?\}{1,2}")
_ANGLES = lazy(r"<[A-Za-z_\u4e00-\u9fff][A-Za-z_ \u4e00-\u9fff]{1,30}>")
_BRACKETS = lazy(r"(?<![A-Za-z0-9_\])])\[(?:…|\.{2,6}|[A-Za-z_\u4e00-\u9fff][A-Za-z_ \u4e00-\u9fff]{1,40})\](?!\()")
_NOTHING = lazy(r"(?<![\w./\"'-])(?:None(?! of\b)|null|undefined|NaN|N/A|TODO|TBD|FIXME|X{3,10})(?![\w\"'-])")
_GAPS = lazy(r"[:：（(]\s?[$¥￥]?\s?[)）]|[:：]\s?[。，](?=\s|$)")
_EMPTY = (
    (("{",), _BRACES), (("<",), _ANGLES), (("[",), _BRACKETS), (("）", ")", "：", ":"), _GAPS),
    (("None", "null", "undefined", "NaN", "N/A", "TODO", "TBD", "FIXME", "XXX"), _NOTHING),
)  # fmt: skip
"""What an unfilled place looks like, each with signs of which one stands in it."""

_MOMENT = lazy(r"\A(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}:\d{2}(?::\d{2})?\Z)")
_MOMENT_SIGNS = frozenset("0123456789-/.")
_JOINTS = ("/", ":", "=", ",", "+", "-")
"""Signs that join numbers and words that are known each; the last one joins numbers only."""

_GROUP = lazy(r"(?:\bgroup\s[\"'“‘]|分组\s?[\"'“「:：]?\s?)([A-Za-z][A-Za-z0-9_-]{1,40})")


class Gate(NamedTuple):
    """Whether a reply may be offered for sending, and every reason why not."""

    found: list[Found]
    reasons: list[dict[str, str]]

    @property
    def passed(self) -> bool:
        """Whether nothing holds the reply back."""
        return not self.found

    def to_dict(self) -> dict[str, Any]:
        """Return the object of the public contract: {"passed", "reasons": [{"en", "zh"}]}."""
        return {"passed": self.passed, "reasons": self.reasons}


def check_reply(text: str, diagnosis: Diagnosis) -> Gate:
    """Hold any reply to a ticket against its diagnosis; `text` may be one that a person has written or edited."""
    from supportdesk.advising.gate_known import Known
    from supportdesk.judging.compile import load_knowledge

    known = Known(diagnosis.case, diagnosis.tables, diagnosis.evidence, diagnosis.checked, load_knowledge())
    return _gate(diagnosis.case, text, known)


def gate_replies(case: Case, reply: dict[str, str], known: Known) -> Gate:
    """Hold the replies of a case, {'en', 'zh'}, against what is known of it."""
    return _gate(case, "\n\n".join(reply.values()), known)


def _gate(case: Case, text: str, known: Known) -> Gate:
    if len(text) > LONGEST_REPLY:
        told = [Found("long", f"{len(text)}", {})]
    else:
        told = _distinct(_check(text, case, known, _words_of(case.sentences)))
    reasons = [{name: _reason(one, case.sentences[name]) for name in LANGUAGES} for one in told]
    return Gate(told, reasons)


def _distinct(found: Iterator[Found]) -> list[Found]:
    """Return each piece once: what lies within a piece that is told already adds nothing."""
    told: list[Found] = []
    for one in found:
        piece = one.piece.lower()
        if len(told) < MOST and not any(piece in other.piece.lower() for other in told):
            told.append(one)
    return told


def _reason(one: Found, sentences: dict[str, Any]) -> str:
    template: str = sentences["gate"]["reasons"][one.kind]
    for name, value in one.values.items():
        template = template.replace(f"{{{name}}}", str(value))
    return template.replace("{piece}", one.piece)


def _check(text: str, case: Case, known: Known, words: Words) -> Iterator[Found]:
    from supportdesk.masking import mask

    masked, count = mask(text)
    if count:
        yield _secret(text, masked)
    text = masked
    yield from _internal(text, case, known, words)
    bare = _without_own(text, case)
    yield from _slots(bare, known)
    bare = plain(bare)
    own = bare
    for sentence in filter(None, _sentences_of(case)):
        own = own.replace(sentence, "\n")
    own = "\n".join(line for line in own.split("\n") if line.strip() not in words.constant)
    yield from find_claims(Text(bare), Text(own), case, words)
    yield from _pieces(bare, known, words)


def _secret(text: str, masked: str) -> Found:
    """Return the first secret of a reply, as it is masked."""
    at = next(place for place, (old, new) in enumerate(zip(text, masked, strict=True)) if old != new)
    start = max(masked.rfind(sign, 0, at) for sign in " \n\t\"'：:，。") + 1
    return Found("secret", masked[start : start + LONGEST_PIECE].split(maxsplit=1)[0].strip(",.;\"'，。"), {})


def _internal(text: str, case: Case, known: Known, words: Words) -> Iterator[Found]:
    """Yield names of channels and upstream hosts, numbers of channels, fields of administrators, costs."""
    whole = Text(text)
    low = whole.low
    for name in case.internal_names:
        if name.lower() in low:
            yield Found("internal", name, {})
    for word in words.internal.all_of(whole):
        yield Found("internal", word, {})
    for match in CHANNEL.finditer(text) if "channel" in low or "渠道" in low else ():
        if match[0].lower() not in known.own:
            yield Found("internal", shortened(match[0]), {})
    for word in words.cost.all_of(whole):
        yield Found("cost", word, {})


def _slots(text: str, known: Known) -> Iterator[Found]:
    for signs, pattern in _EMPTY:
        if not any(sign in text for sign in signs):
            continue
        for match in pattern.finditer(text):
            named = pattern is _BRACES and match[1] in PATH_SLOTS
            called = (
                pattern is _GAPS and text[match.start() - 1 : match.start()].isalnum() and match[0] in ("()", "(）")
            )
            if not named and not called and not known.quotes(match[0]):
                yield Found("slot", " ".join(match[0].split()), {})


def _pieces(text: str, known: Known, words: Words) -> Iterator[Found]:
    """Yield the pieces that nothing known states."""
    for one in sums(text):
        if not known.has_amount(one.value, one.unit, one.text):
            yield Found("amount", one.text, {})
    for kind, piece in pieces(text):
        if known.states(piece):
            continue
        if kind == "name":
            if known.is_model(piece):
                yield Found("unsupported", piece, {})
        elif kind in ("url", "host"):
            if not known.states(host_of(piece)):
                yield Found("host", piece, {})
        elif not _is_supported(kind, piece, known):
            yield Found("unsupported", piece, {})
    for piece, value in spelt(text, words.numbers):
        if not known.states(piece) and not known.counts(value):
            yield Found("unsupported", piece, {})
    for match in _GROUP.finditer(text) if "group" in text or "分组" in text else ():
        if not known.states(match[1]):
            yield Found("unsupported", shortened(match[0]), {})


def _is_supported(kind: str, piece: str, known: Known) -> bool:
    value = number(piece) if kind == "number" else None
    if value is not None:
        return known.counts(value)
    return kind != "mail" and _is_joined(piece, known)


def _is_joined(piece: str, known: Known) -> bool:
    """Whether a word is made of parts that are all known: `3/5`, `HTTP/429`, `POST:/v1/videos`."""
    if _MOMENT.match(piece):
        return False
    for sign in _JOINTS if _MOMENT_SIGNS.issuperset(piece) else _JOINTS[:-1]:
        piece = piece.replace(sign, " ")
    parts = [part.strip(".-") for part in piece.split() if any(letter.isdigit() for letter in part)]
    if len(parts) == 1 and parts[0] == piece:
        return False
    for part in parts:
        value = number(part)
        if not known.states(part) and (value is None or not known.counts(value)):
            return False
    return bool(parts)


def _without_own(text: str, case: Case) -> str:
    """Return the reply without the corrected request and the customer's own line, as far as they stand in it whole."""
    for own in (case.request_text, case.quote[1] if case.quote else ""):
        if own:
            text = text.replace(own, "\n")
    return text


def _sentences_of(case: Case) -> Iterator[str]:
    """Yield the sentences of a reply that are the rule's own."""
    for language in LANGUAGES:
        yield from (case.why[language], case.title[language])
        yield from case.fix_steps[language]
        yield from (item["question"][language] for item in case.questions)
        yield (case.money.get("reason") or {}).get(language) or ""


class _Last:
    """The vocabulary that was made last, and the texts that it was made of."""

    made: tuple[dict[str, Any], Words] | None = None


def _words_of(replies: dict[str, Any]) -> Words:
    """Return the vocabulary of replies, made once for each knowledge."""
    if _Last.made is None or _Last.made[0] is not replies:
        _Last.made = replies, Words(replies)
    return _Last.made[1]
