"""What texts mention by the way: the model that an error names, literals of program text that nobody read."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Piece, Reading
from supportdesk.view import View

LIMIT = 100_000
"""Characters of one text that are looked at."""

_MODEL = lazy(
    r"\b[Mm]odel(?: name| id)?[:：]?\s?[`'\"“]([A-Za-z][\w.\-/:@ ]{1,80})[`'\"”]"
    r"|\b(?:[Mm]odels?(?:[:/]\s?| ))(?=[\w.\-/:@]{0,80}[\d\-])([A-Za-z][\w.\-/:@]{2,80})(?<![.:])"
    r"|模型[:：]?\s?[`'\"「“]?([A-Za-z][\w.\-/:@]{2,80})"
    r"|\b[Ss]izes for ([a-z][\w.\-]{1,40}/?[\w.\-]{2,40}) are\b"
)
_CODE_MODEL = lazy(
    r"\bmodel(?:_?[Nn]ame|_?[Ii]d|_version)?[\"']?\s{0,3}(?:[:=(]|=>|"
    r":=)\s{0,3}f?[\"'`]([A-Za-z][\w.\-/:@]{1,80})[\"'`]"
)
_CODE_URL = lazy(
    r"\b(?:base_?url|api_?base|azure_?endpoint|endpoint|openai_api_base|openai_base_url|"
    r"basepath)[\"']?\s{0,3}(?:[:=(]|=>)\s{0,3}"
    r"[\"'`](https?://[^\s\"'`<>]{3,300})[\"'`]",
    re.IGNORECASE,
)


def read_named_model(view: View, start: int, end: int) -> list[Reading]:
    """Return the model that an error text names, as it writes it; nothing where it names none."""
    match = _MODEL.search(view.text, start, min(end, start + LIMIT))
    if match is None or match.lastindex is None:
        return []
    return [Reading("model", match[match.lastindex], view.span(*match.span(match.lastindex)))]


def read_literals(view: View, start: int, end: int) -> list[Reading]:
    """Return model and base_url of literals in program text of which no request was read; each once."""
    readings: list[Reading] = []
    for fact, pattern in (("model", _CODE_MODEL), ("base_url", _CODE_URL)):
        match = pattern.search(view.text, start, min(end, start + LIMIT))
        if match is not None:
            readings.append(Reading(fact, match[1], view.span(*match.span(1))))
    return readings


def keep_asked_models(pieces: list[Piece]) -> list[Piece]:
    """Drop models that only answers and errors name where the ticket says which one was asked for.

    `model` is the one that the caller named; what answered may have been mapped to another.
    """
    asked = any(piece.kind in ("request", "body") for piece in pieces)
    stated = asked or any(
        piece.first("model") is not None for piece in pieces if piece.kind not in ("error", "exception", "prose")
    )
    for piece in pieces:
        synchronous = piece.kind in ("answer", "stream") and piece.first("task_id") is None
        if (synchronous and asked) or (piece.kind in ("error", "exception") and stated):
            piece.readings = [item for item in piece.readings if item.fact != "model"]
    return pieces
