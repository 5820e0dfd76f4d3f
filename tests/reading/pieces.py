"""Helpers that run a row reader over a text and show what its readings say and where they stand."""

from __future__ import annotations

from typing import Any

from supportdesk.reading import json_text
from supportdesk.reading.evidence import Piece
from supportdesk.source import Source
from supportdesk.view import View


def read_with(reader: Any, text: str) -> tuple[str | None, list[Piece]]:
    """Parse the JSON of `text` and give it to a reader of rows; return what it recognised and its pieces."""
    view = View.whole(Source(text))
    read = json_text.parse(view)
    assert read is not None
    value, _, complete = read
    return reader.recognise_json(value), reader.read_json(value, view, complete=complete)


def facts(piece: Piece) -> dict[str, Any]:
    """Return the facts of a piece; a fact that was read twice is an error of the reader."""
    names = [reading.fact for reading in piece.readings]
    assert len(names) == len(set(names)), names
    return {reading.fact: reading.value for reading in piece.readings}


def written(piece: Piece, text: str) -> dict[str, str]:
    """Return the characters at each reading's span."""
    return {reading.fact: text[reading.span.start : reading.span.end] for reading in piece.readings}
