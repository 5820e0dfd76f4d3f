"""Which stretches of a ticket are technical: what a person tells around the words of an error is heard as prose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.patterns import lazy
from supportdesk.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from supportdesk.reading.evidence import Piece

WORDED = frozenset({"error", "exception"})
"""Kinds of pieces that rest on the wording of a line."""
_WORDS = frozenset({"error_code", "error_message", "error_outer_message", "exception_message", "exception_type"})
_SAYS = lazy(
    r"(?i)\b(?:throws?|says?|said|reports?|gets?|got|prints?|with|answers?|returns?|fails:|error:)[:,]?\s(?=\S)"
    r"|(?:报错|报|提示|返回|显示|说)[:：,，]?\s?(?=\S)"
)
"""Words behind which a person repeats an error's own."""
_CLAUSE_ENDS = lazy(r"[。！？；，]|[,;!?](?=\s)|\.(?=\s|$)")
MOST_TAILS = 4
"""Of them, how many of a sentence are looked behind, the last first."""
SENTENCE_WORDS = 8
"""Words from which on a line may be what a person tells."""


def technical_spans(pieces: Iterable[Piece], sources: list[Source], knowledge: Any) -> list[Span]:
    """Return the places of pieces without what a person says around the words of an error ('the test says: …').

    In one sentence that quotes them, these are what stands in quotation marks; of several sentences on one line, those
    whose words a row of rules/errors knows.
    """
    return [span for piece in pieces for span in _worded(piece, sources, knowledge)]


def is_sentence(piece: Piece, sources: list[Source]) -> bool:
    """Whether a piece rests on the wording of a line alone, and the line is long enough to be a person's sentence."""
    if piece.kind not in WORDED:
        return False
    return _is_long(sources[piece.span.source].text[piece.span.start : piece.span.end])


def _is_long(words: str) -> bool:
    """Whether words are as many as a person's sentence has; Chinese ones are counted by the signs between clauses."""
    return words.count(" ") + (words.count("，") + words.count("。")) * 3 >= SENTENCE_WORDS


def _is_told(piece: Piece, sources: list[Source]) -> bool:
    """Whether numbers of an answer stand in a sentence (`completion_tokens: 9, why am I billed …`)."""
    words = sources[piece.span.source].text[piece.span.start : piece.span.end]
    return "{" not in words and "\n" not in words and _is_long(words)


def _worded(piece: Piece, sources: list[Source], knowledge: Any) -> list[Span]:
    if piece.kind == "answer" and _is_told(piece, sources):
        return [reading.span for reading in piece.readings]
    starts = [reading.span.start for reading in piece.readings if reading.fact in _WORDS]
    if piece.kind not in WORDED or not starts:
        return [piece.span]
    source, start, end = piece.span.source, max(min(starts), piece.span.start), piece.span.end
    if is_sentence(piece, sources):
        from supportdesk.reading.prose_words import QUOTED_WORDS

        text = sources[source].text
        places = [match.span() for match in QUOTED_WORDS.finditer(text, start, end)]
        places = (
            places or list(_known_sentences(text, start, end, knowledge)) or _known_tail(text, start, end, knowledge)
        )
        if places:
            return [Span(source, *place) for place in places]
    return [Span(source, start, end)]


def _known_sentences(text: str, start: int, end: int, knowledge: Any) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a line whose words are known; none where it is one sentence."""
    from supportdesk.reading.prose_words import SENTENCE
    from supportdesk.vocabulary import match_error

    if "\n" in text[start:end]:
        return
    said = [match.span() for match in SENTENCE.finditer(text, start, end) if match.end() - match.start() > 2]
    if len(said) < 2:
        return
    for first, last in said:
        if match_error(knowledge, text[first:last].strip(), None, None, None, None):
            yield first, last


def _known_tail(text: str, start: int, end: int, knowledge: Any) -> list[tuple[int, int]]:
    """Return the end of a sentence, behind a word like 'says', whose words are known alone; nothing without one."""
    from supportdesk.vocabulary import match_error

    begins = [match.end() for match in _SAYS.finditer(text, start, end)][-MOST_TAILS:]
    for first in reversed(begins):
        clause = _CLAUSE_ENDS.search(text, first, end)
        for last in (clause.start() if clause is not None else end, end):
            if last - first > 5 and match_error(knowledge, text[first:last].strip(), None, None, None, None):
                return [(first, last)]
    return []
