"""Error texts that stand bare in a ticket: lines of prose that are, word for word, a message of rules/errors.

Readers know an error by its form; a customer who types the console's sentence into his own has none. What is taken here
is only what a template bears out with many literal words, so that a customer's theory never becomes an error. Wording
that no single system owns is taken from quotes and code blocks only, and as prose.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterator
from typing import Any

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Evidence, Piece, Reading
from supportdesk.source import Source, Span

LEAST_UNITS = 24
"""Literal units that a line inside a text needs (vocabulary.py; a Chinese character counts two)."""
LEAST_UNITS_ALONE = 12
"""Literal units that are enough where the template makes up most of the line."""
LONGEST_LINE = 1500
MOST_LINES = 400
"""Lines of a source that are looked at; a ticket's words stand among the first."""
_QUOTED = lazy(
    '(?<![A-Za-z0-9_]\\()(?:(?<![A-Za-z0-9_])[`"]|[\u201c\u300c\u2018])([^`"\u201c\u201d\u300c\u300d\u2018\u2019]{8,300})[`"\u201d\u300d\u2019]'
)
_REPORTS = lazy(
    r"(?:[:\uff1a](?=\s?[45][0-9]{2}\s)|(?<![0-9.:])[45][0-9]{2}\s?(?=[:\uff1a]\s?[A-Za-z\[])|(?<=[\u4e00-\u9fff])(?=[:\uff1a]\s?[A-Z])|"
    r"报错?(?:是|为|了)?|提示(?:是|我)?|返回(?:的是|了)?|显示|弹出|抛出?|出现|说(?:是)?|变成|只有一[句行条]|只写(?:着|了)?|写着|写的是|内容(?:是|为)|原文(?:是|为)?|"
    r"\b(?:[Ss]a(?:ys|id|ying)|[Rr]eturn(?:s|ed|ing)?|[Gg](?:ets?|ot|etting|ives?)|[Ff]ail(?:s|ed|ing)? with|"
    r"[Tt]hrow(?:s|n|ing)?|threw|[Ss]how(?:s|ed|ing)?|[Rr]eport(?:s|ed|ing)?|[Ee]rrors?(?: is| message| of)?|"
    r"[Rr]ejected with|[Rr]efused with|[Aa]nswer(?:s|ed)?(?: with| is)?|[Mm]essage is|[Ss]ees?|[Ss]aw|[Rr]eads|"
    r"[Cc]omplain(?:s|ed|ing)? (?:that|of|about)|[Tt]ell(?:s|ing)? (?:me|us)|[Tt]old (?:me|us))\b)"
    r"[\s:\uff1a\"\u201c\u201d'`]{0,4}(?:an? |the |me |us )?(?:error )?"
)
"""Words with which a person reports what a program said."""
_INLAID = lazy(r"(?<![A-Za-z0-9./_-])(?:\[(?=[A-Z]))?[A-Za-z][ -~]{11,300}")
"""A run of Latin signs within a line that is otherwise Chinese."""
_CJK = lazy("[\u3400-\u9fff]")
_REPORT_ENDS = lazy(r"[\u3002\uff01\uff1f\uff1b\uff0c\n]|[.!?;](?=\s|$)|,\s")
LEAST_REPORTED = 4
"""Literal units that reported words need: four letters, or two Chinese characters."""
MOST_REPORTS = 12
FIRST_LINES = 3
"""Lines of a source that may begin with an error's words though nothing says that they are one."""
LONGEST_BEGUN = 160
_BARE_STATUS = lazy(
    r"(?:HTTP(?:/[0-9.]{1,3})?|Status(?: ?code)?|Error(?: code)?|状态码?|错误码?)?[\s:：=]{0,3}[45][0-9]{2}"
    r"[\s:：,-]{0,3}(?:[A-Z][A-Za-z-]{1,20}(?: [A-Za-z-]{2,20}){0,4})?",
    re.IGNORECASE,
)
"""A line of a status and the words that HTTP has for it, and nothing else."""
NEAR = 80
"""Signs behind such a line in which the error that it belongs to begins: a fence, headers, an empty line."""
_CHECKED = lazy(r"validation errors? for (?!\w*(?:Request|Body|Payload|Params)\b)\w|Type validation failed: Value: ")
"""What pydantic and the AI SDK say of an object; of a request a server says it too."""
_ANSWER_CHECKED = lazy(
    r"validation errors? for \w*(?:Completion(?:Chunk|Message|Usage)?|Response(?:Stream)?|Result|Usage|Generation|"
    r"AIMessage(?:Chunk)?)\b"
)
"""The same said of a class of answers, which no server says."""
_SETTING = lazy(r"(?:- )?[\"']?model(?:_name|_id)?[\"']?: \S+")
"""A model in a file of settings: Anthropic words its refusal of an unknown model in the same way."""
ERRORS = frozenset({"error", "exception", "page", "log_row", "task_row"})
"""Kinds of pieces beside which no quote is needed."""
RECORDS = frozenset({"log_row", "task_row"})
"""Those of them that may be of calls which went well."""
OPEN = frozenset({"prose", "config"})
"""Kinds of pieces within which a line may still be an error text."""


def add_said(evidence: Evidence, knowledge: Any) -> None:
    """Add to the evidence one error piece for each bare line that the error tables know, in the order of the text."""
    taken = [piece.span for piece in evidence.pieces if not _is_open(piece, knowledge) or _is_program(piece, evidence)]
    taken += _around(evidence.pieces, taken)
    known = {str(piece.first("error_message")) for piece in evidence.pieces}
    worded = [piece.span for piece in evidence.pieces if piece.kind == "error" and piece.first("error_message")]
    statuses = {
        str(piece.first("http_status"))
        for piece in evidence.pieces
        if piece.first("http_status") and (piece.first("error_message") or piece.first("url"))
    }
    found: list[Piece] = []
    answers = {piece.span for piece in evidence.pieces if piece.kind == "answer"}
    for source in evidence.sources:
        for start, end in _lines(source, taken, answers):
            line = source.text[start:end]
            if (
                any(line in words for words in known)
                or not _is_said(line, knowledge)
                or _is_checked(source, start, [*evidence.pieces, *found])
            ):
                continue
            span = Span(source.index, start, end)
            if _BARE_STATUS.fullmatch(line):
                place = _headers_end(span, evidence.pieces)
                if any(_heads(place, one) for one in worded) or any(status in line for status in statuses):
                    continue
            known.add(line)
            found.append(Piece("error", "answer", span, [Reading("error_message", line, span)]))
    telling = [piece for piece in evidence.pieces if not _is_vague(piece, knowledge)]
    if not found and not any(piece.kind in ERRORS - RECORDS for piece in telling):
        found = list(itertools.islice(_quoted_known(evidence.sources, taken, knowledge), 1))
    if not found and not any(piece.kind in ERRORS for piece in telling):
        found = list(_quotes(evidence.sources, taken, knowledge))[:1]
        bodies = {piece.span for piece in evidence.pieces if piece.kind in ("answer", "body")}
        found = found or list(itertools.islice(_reported(evidence.sources, taken, knowledge, bodies), 1))
        found = found or list(itertools.islice(_introduced(evidence.sources, taken, knowledge), 1))
        found = found or list(itertools.islice(_begun(evidence, taken, knowledge, bodies), 1))
        found = found or list(itertools.islice(_inlaid(evidence.sources, taken, knowledge), 1))
        found = found or _told_status(evidence.pieces)
    if found:
        nested = any(piece.inside is not None for piece in evidence.pieces)
        evidence.pieces.extend(found)
        if not nested:
            evidence.pieces.sort(key=lambda piece: (piece.span.source, piece.span.start))


def _is_vague(piece: Piece, knowledge: Any) -> bool:
    """Tell whether an error says no more than that something failed, so that what a person reports of it says more."""
    from supportdesk.telling import VAGUE
    from supportdesk.vocabulary import match_error

    words, code, kind = (piece.first(fact) for fact in ("error_message", "error_code", "error_type"))
    if piece.kind != "error" or piece.inside is not None or not (words or code or kind):
        return False
    matches = match_error(knowledge, words, code, kind, None)
    return bool(matches) and VAGUE.issuperset(match.kind for match in matches)


def _around(pieces: list[Piece], taken: list[Span]) -> list[Span]:
    """Return the places of the errors in JSON around those that are taken: their lines only lead to the inner one."""
    spans = set(taken)
    return [
        pieces[piece.inside].span
        for piece in pieces
        if piece.inside is not None and piece.span in spans and pieces[piece.inside].body is not None
    ]


def _is_checked(source: Source, start: int, pieces: list[Piece]) -> bool:
    """Tell whether a line is one of those that a program's own check of an object prints in or below its first."""
    indented = start > 0 and source.text[start - 1] in " \t"
    return any(
        piece.span.source == source.index
        and (piece.span.start <= start < piece.span.end or (indented and piece.span.end <= start))
        and _says_checked(piece)
        and "\n\n" not in source.text[piece.span.end : start]
        for piece in pieces
    )


def _says_checked(piece: Piece) -> bool:
    """Tell whether a piece is what a program says of an object that it checked: its own, or an answer."""
    if piece.kind == "exception":
        return _CHECKED.search(str(piece.first("exception_message"))) is not None
    return piece.kind == "error" and _ANSWER_CHECKED.search(str(piece.first("error_message"))) is not None


def _heads(line: Span, error: Span) -> bool:
    """Tell whether a status line is that of an error which says more: it stands in it, or shortly before it."""
    return line.source == error.source and (
        error.start <= line.start < error.end or 0 <= error.start - line.end <= NEAR
    )


def _headers_end(line: Span, pieces: list[Piece]) -> Span:
    """Return a status line's place with the headers behind it, where a reader read them together."""
    spans = [one.span for one in pieces if one.span.source == line.source and one.kind in ("error", "answer")]
    ends = [span.end for span in spans if span.start <= line.start < span.end]
    return Span(line.source, line.start, max([line.end, *ends]))


def _quotes(sources: list[Source], taken: list[Span], knowledge: Any) -> Iterator[Piece]:
    """Yield an error piece, trusted as prose, for each quoted text or line of a code block that reads like an error."""
    from supportdesk.vocabulary import match_error

    for source in sources:
        fenced = False
        for start, end in _lines(source, taken):
            line = source.text[start:end]
            if line.startswith("```"):
                fenced = not fenced
                continue
            places = (
                [(start, end)]
                if fenced
                else [
                    (start + at.start(1), start + at.end(1)) for at in _QUOTED.finditer(line) if not _is_key(line, at)
                ]
            )
            for first, last in places:
                words = source.text[first:last]
                if match_error(knowledge, words, None, None, None):
                    span = Span(source.index, first, last)
                    yield Piece("error", "prose", span, [Reading("error_message", words, span)])


def _is_key(line: str, quote: re.Match[str]) -> bool:
    """Tell whether a quoted word is the key of an object (`"required": […]`), which says nothing."""
    return " " not in quote[1] and line[quote.end() :].lstrip().startswith(":")


def _quoted_known(sources: list[Source], taken: list[Span], knowledge: Any) -> Iterator[Piece]:
    """Yield the error pieces of quotes that are, word for word, a message of one system."""
    for piece in _quotes(sources, taken, knowledge):
        if _is_said(str(piece.first("error_message")), knowledge):
            yield piece


def _reported(sources: list[Source], taken: list[Span], knowledge: Any, before: Container[Span]) -> Iterator[Piece]:
    """Yield an error piece, trusted as prose, for words that a person reports without quotes and that tables know."""
    from supportdesk.vocabulary import match_error

    for source in sources:
        for start, end in _lines(source, taken, before):
            for verb in itertools.islice(_REPORTS.finditer(source.text, start, end), MOST_REPORTS):
                stop = _REPORT_ENDS.search(source.text, verb.end(), end)
                last = stop.start() if stop is not None else end
                words = source.text[verb.end() : last].strip()
                matches = match_error(knowledge, words, None, None, None) if len(words) >= LEAST_REPORTED else []
                if matches and matches[0].strength * 2 >= LEAST_REPORTED:
                    first = source.text.index(words, verb.end())
                    span = Span(source.index, first, first + len(words))
                    yield Piece("error", "prose", span, [Reading("error_message", words, span)])


def _introduced(sources: list[Source], taken: list[Span], knowledge: Any) -> Iterator[Piece]:
    """Yield an error piece, trusted as prose, for each line that tables know and that a colon before it announces."""
    from supportdesk.reading.error_lines import tells
    from supportdesk.vocabulary import match_error

    for source in sources:
        for start, end in _lines(source, taken):
            words = source.text[start:end]
            announced = source.text[max(0, start - NEAR) : start].rstrip().endswith((":", "\uff1a"))
            if not announced or len(words) > LONGEST_BEGUN or tells(words):
                continue
            matches = match_error(knowledge, words, None, None, None)
            if matches and matches[0].strength * 2 >= LEAST_REPORTED:
                span = Span(source.index, start, end)
                yield Piece("error", "prose", span, [Reading("error_message", words, span)])


def _begun(evidence: Evidence, taken: list[Span], knowledge: Any, before: Container[Span]) -> Iterator[Piece]:
    """Yield an error piece, trusted as prose, for each of the first lines that begins with words that tables know.

    A line of which no more was read than a status or a number is looked at as well.
    """
    from supportdesk.reading.error_lines import tells
    from supportdesk.vocabulary import match_error

    passed = {piece.span for piece in evidence.pieces if piece.kind == "answer" and _is_line(piece, evidence)}
    taken = [span for span in taken if span not in passed]
    for source in evidence.sources:
        for start, end in itertools.islice(_lines(source, taken, before), FIRST_LINES):
            stop = _REPORT_ENDS.search(source.text, start, end)
            span = Span(source.index, start, stop.start() if stop is not None else end)
            words = source.text[span.start : span.end]
            if len(words) > LONGEST_BEGUN or tells(words):
                continue
            matches = match_error(knowledge, words, None, None, None)
            if matches and matches[0].strength * 4 >= len(words):
                yield Piece("error", "prose", span, [Reading("error_message", words, span)])


def _inlaid(sources: list[Source], taken: list[Span], knowledge: Any) -> Iterator[Piece]:
    """Yield an error piece, trusted as prose, for each Latin run of a Chinese line that tables know by half of it."""
    from supportdesk.vocabulary import match_error

    for source in sources:
        for start, end in _lines(source, taken):
            if _CJK.search(source.text, start, end) is None:
                continue
            for run in itertools.islice(_INLAID.finditer(source.text, start, end), MOST_REPORTS):
                words = run[0].strip()
                matches = match_error(knowledge, words, None, None, None)
                if matches and matches[0].strength * 2 >= max(len(words), LEAST_UNITS_ALONE):
                    span = Span(source.index, run.start(), run.start() + len(words))
                    yield Piece("error", "prose", span, [Reading("error_message", words, span)])


def _is_line(piece: Piece, evidence: Evidence) -> bool:
    text = evidence.sources[piece.span.source].text[piece.span.start : piece.span.end]
    return "\n" not in text and "{" not in text


def _told_status(pieces: list[Piece]) -> list[Piece]:
    """Return an error piece, trusted as prose, of the first status of a failure that a person names, if any.

    Beside an answer or a request the status is theirs already.
    """
    if any(piece.kind not in OPEN for piece in pieces):
        return []
    told = [
        item for piece in pieces for item in piece.readings if item.fact == "http_status" and int(item.value) >= 400
    ]
    return [Piece("error", "prose", item.span, [item]) for item in told[:1]]


def _is_open(piece: Piece, knowledge: Any) -> bool:
    """Tell whether a line within a piece may still be an error text: prose, or an error whose words are not known."""
    if piece.kind in OPEN:
        return True
    words = [piece.first(fact) for fact in ("error_message", "exception_message")]
    return piece.kind in ("error", "exception") and not any(word and _is_said(str(word), knowledge) for word in words)


def _is_program(piece: Piece, evidence: Evidence) -> bool:
    """Tell whether a piece of settings is program text: several lines, none of which is what a program answered."""
    text = evidence.sources[piece.span.source].text
    return piece.kind == "config" and text.count("\n", piece.span.start, piece.span.end) > 1


def _is_said(line: str, knowledge: Any) -> bool:
    from supportdesk.telling import GENERIC
    from supportdesk.vocabulary import match_error

    matches = match_error(knowledge, line, None, None, None)
    if not matches or matches[0].system == GENERIC:
        return False
    strength = matches[0].strength
    return strength >= LEAST_UNITS or (strength >= LEAST_UNITS_ALONE and strength * 2 >= len(line))


def _lines(source: Source, taken: list[Span], before: Container[Span] = ()) -> Iterator[tuple[int, int]]:
    """Yield start and end of the lines that lie in no other piece, blanks at their ends left out.

    Of a line in which one of the pieces at `before` begins, what stands before that.
    """
    spans = sorted((span.start, span.end) for span in taken if span.source == source.index)
    at, number, passed = 0, 0, 0
    for line in source.text[:200_000].split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        number += 1
        if number > MOST_LINES:
            return
        while passed < len(spans) and spans[passed][1] <= start:
            passed += 1
        free = line
        if passed < len(spans) and spans[passed][0] < end:
            kept = Span(source.index, *spans[passed]) in before
            free = line[: max(0, spans[passed][0] - start)] if kept else ""
        bare = free.strip().removeprefix("< ")  # which marks what a verbose trace received
        if not 6 <= len(bare) <= LONGEST_LINE or _SETTING.fullmatch(bare):
            continue
        start += line.find(bare)
        yield start, start + len(bare)
