"""Error texts that stand bare in a ticket: lines of prose that are, word for word, a message of rules/errors.

Readers know an error by its form; a customer who types the console's sentence into his own has none. What is taken here
is only what a template bears out with many literal words, so that a customer's theory never becomes an error. Wording
that no single system owns is taken from quotes and code blocks only, and as prose.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    '(?<![A-Za-z0-9_]\\()[`"\u201c\u300c\u2018]([^`"\u201c\u201d\u300c\u300d\u2018\u2019]{8,300})[`"\u201d\u300d\u2019]'
)
ERRORS = frozenset({"error", "exception", "page", "log_row", "task_row"})
"""Kinds of pieces beside which no quote is needed."""
OPEN = frozenset({"prose", "config"})
"""Kinds of pieces within which a line may still be an error text."""


def add_said(evidence: Evidence, knowledge: Any) -> None:
    """Add to the evidence one error piece for each bare line that the error tables know, in the order of the text."""
    taken = [piece.span for piece in evidence.pieces if not _is_open(piece, knowledge)]
    known = {str(piece.first("error_message")) for piece in evidence.pieces}
    found: list[Piece] = []
    for source in evidence.sources:
        for start, end in _lines(source, taken):
            line = source.text[start:end]
            if line in known or not _is_said(line, knowledge):
                continue
            known.add(line)
            span = Span(source.index, start, end)
            found.append(Piece("error", "answer", span, [Reading("error_message", line, span)]))
    if not found and not any(piece.kind in ERRORS for piece in evidence.pieces):
        found = list(_quotes(evidence.sources, taken, knowledge))[:1]
    if found:
        nested = any(piece.inside is not None for piece in evidence.pieces)
        evidence.pieces.extend(found)
        if not nested:
            evidence.pieces.sort(key=lambda piece: (piece.span.source, piece.span.start))


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
                else [(start + at.start(1), start + at.end(1)) for at in _QUOTED.finditer(line)]
            )
            for first, last in places:
                words = source.text[first:last]
                if match_error(knowledge, words, None, None, None):
                    span = Span(source.index, first, last)
                    yield Piece("error", "prose", span, [Reading("error_message", words, span)])


def _is_open(piece: Piece, knowledge: Any) -> bool:
    """Tell whether a line within a piece may still be an error text: prose, or an error whose words are not known."""
    if piece.kind in OPEN:
        return True
    words = [piece.first(fact) for fact in ("error_message", "exception_message")]
    return piece.kind in ("error", "exception") and not any(word and _is_said(str(word), knowledge) for word in words)


def _is_said(line: str, knowledge: Any) -> bool:
    from supportdesk.telling import GENERIC
    from supportdesk.vocabulary import match_error

    matches = match_error(knowledge, line, None, None, None)
    if not matches or matches[0].system == GENERIC:
        return False
    strength = matches[0].strength
    return strength >= LEAST_UNITS or (strength >= LEAST_UNITS_ALONE and strength * 2 >= len(line))


def _lines(source: Source, taken: list[Span]) -> Iterator[tuple[int, int]]:
    """Yield start and end of the lines that lie in no other piece, blanks at their ends left out."""
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
        bare = line.strip()
        if not 6 <= len(bare) <= LONGEST_LINE or (passed < len(spans) and spans[passed][0] < end):
            continue
        start += len(line) - len(line.lstrip())
        yield start, start + len(bare)
