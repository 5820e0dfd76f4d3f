"""Helpers of the reading tests: read a text, collect its facts, and compare a value with the text at its span."""

from __future__ import annotations

import re

from supportdesk.reading.evidence import Evidence, Piece, Reading
from supportdesk.reading.json_strings import unescape
from supportdesk.reading.paste import read_ticket
from supportdesk.source import Source

NORMALISED = frozenset(
    {
        "exception_layer",
        "errno",
        "runtime",
        "sdk",
        "response_kind",
        "error_layer",
        "hops",
        "proxy_url_set",
        "submitted_at",
        "finished_at",
        "task_progress",
        "timeout_s",
        "language",
        "contradictions",
        "stream",
    }
)
"""Facts whose value is a word or number of our own for what stands at the span."""

_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)


def read(text: str) -> Evidence:
    return read_ticket([Source(text)])


def pieces(text: str, kind: str) -> list[Piece]:
    return [piece for piece in read(text).pieces if piece.kind == kind]


def values(text: str, fact: str) -> list[object]:
    return [item.value for piece in read(text).pieces for item in piece.readings if item.fact == fact]


def last(text: str, fact: str) -> object:
    """Return the innermost reading of a fact, or None."""
    found = values(text, fact)
    return found[-1] if found else None


def states(source: Source, reading: Reading) -> bool:
    """Whether the text at the reading's span, its quotes off and decoded as often as needed, is its value."""
    text = source.slice(reading.span)
    wanted = str(reading.value)
    for _ in range(12):
        for form in (text, text.strip("\"'`"), text.strip("\\\"'`")):
            if form.casefold() == wanted.casefold() or form.casefold().replace(" ", "_") == wanted.casefold():
                return True
        decoded = _ESCAPE.sub(lambda match: unescape(match[0]), text.strip("\"'`") if text[:1] in "\"'`" else text)
        if decoded == text:
            break
        text = decoded
    return False
