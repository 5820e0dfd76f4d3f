"""The customer's own words: what of a ticket lies outside of code, answers and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.patterns import lazy

if TYPE_CHECKING:
    from supportdesk.reading.evidence import Evidence
    from supportdesk.relating.tables import Row
    from supportdesk.source import Source

PROSE_LENGTH = 20_000
LEAST_PROSE = 6
"""Characters of a source that its language is judged by, and how many letters make a judgement."""
LEAST_TOLD = 24
"""Letters in which somebody tells what went wrong; a Chinese character counts two."""
_CHINESE, _LATIN = lazy("[\u4e00-\u9fff]+"), lazy("[A-Za-z]+")


def reply_language(evidence: Evidence) -> str:
    """Return 'zh' where the customer writes Chinese, else 'en'.

    His prose is what lies outside of code, answers and rows: Chinese where lines of it are. Where nothing lies outside,
    the whole paste decides.
    """
    prose = "".join(_outside(source, evidence) for source in evidence.sources)
    lines = [_letters(line) for line in prose.splitlines()]
    if sum(map(sum, lines)) < LEAST_PROSE:
        chinese, _ = _letters("".join(source.text[:PROSE_LENGTH] for source in evidence.sources))
        return "zh" if chinese > LEAST_PROSE else "en"
    return "zh" if sum(wide for wide, narrow in lines if wide * 3 >= narrow) >= LEAST_PROSE else "en"


def is_told(evidence: Evidence, ticket: Row) -> bool | None:
    """Whether somebody tells of what went wrong, beside material or so that a symptom is understood.

    None where all is prose and no symptom is understood: it may be a question about prices or models. A request alone
    shows no trouble. Beside code only statements that were understood are told, since what lies outside of its requests
    is code as well.
    """
    shown = any(piece.kind != "prose" for piece in evidence.pieces)
    if not shown and not ticket.values.get("symptoms"):
        return None
    if any(piece.origin == "code" for piece in evidence.pieces):
        stated = [piece.span for piece in evidence.pieces if piece.kind == "prose"]
        return sum(span.end - span.start for span in stated) >= LEAST_TOLD
    chinese, latin = _letters("".join(_outside(source, evidence) for source in evidence.sources))
    return 2 * chinese + latin >= LEAST_TOLD


def _outside(source: Source, evidence: Evidence) -> str:
    """Return the beginning of a source without the pieces that are no prose."""
    spans = (piece.span for piece in evidence.pieces if piece.kind != "prose")
    parts, behind = [], 0
    for span in sorted(span for span in spans if span.source == source.index):
        if span.start > behind:
            parts.append(source.text[behind : min(span.start, PROSE_LENGTH)])
        behind = max(behind, span.end)
        if behind >= PROSE_LENGTH:
            return "".join(parts)
    return "".join([*parts, source.text[behind:PROSE_LENGTH]])


def _letters(text: str) -> tuple[int, int]:
    """Return how many Chinese characters and how many Latin letters a text has."""
    chinese = 0 if text.isascii() else len("".join(_CHINESE.findall(text)))
    return chinese, len("".join(_LATIN.findall(text)))
