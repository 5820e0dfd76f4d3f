"""An answer of megabytes in lines of JSON, so that reading it never holds up a frame.

Python's JSON reader lets no other thread run until it is done: an answer of 11 MB stopped the screen for half a second.
Here the long lists of an answer come in pieces behind the rest of it, and between two pieces the screen has its turn.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from typing import Any

PIECE = 100
"""Items of a list in one line: some 50 KB, which are read in a few milliseconds."""


def write_pieces(told: dict[str, Any]) -> Iterator[bytes]:
    """Yield the lines of an object of JSON: the object without its long lists, then each list's [path, items]."""
    pieces: list[tuple[list[str | int], list[Any]]] = []
    yield _line(_without_long(told, [], pieces))
    for path, items in pieces:
        for at in range(0, len(items), PIECE):
            yield _line([path, items[at : at + PIECE]])


def read_pieces(lines: bytes) -> dict[str, Any]:
    """Return the object of which `write_pieces` made the lines. Raises ValueError where they are none of its."""
    stream = io.BytesIO(lines)
    told: dict[str, Any] = _read(stream.readline())
    for line in stream:
        time.sleep(0)  # the screen's turn
        path, items = _read(line)
        place: Any = told
        for key in path:
            place = place[key]
        place.extend(items)
    return told


def _without_long(value: Any, path: list[str | int], pieces: list[tuple[list[str | int], list[Any]]]) -> Any:
    if isinstance(value, dict):
        return {key: _without_long(one, [*path, str(key)], pieces) for key, one in value.items()}
    if not isinstance(value, list | tuple):
        return value
    if len(value) > PIECE:
        pieces.append((path, list(value)))
        return []
    return [_without_long(one, [*path, number], pieces) for number, one in enumerate(value)]


def _line(value: Any) -> bytes:
    # the letters themselves are read ten times as fast as their escapes; a lone half of a pair passes as it is
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def _read(line: bytes) -> Any:
    return json.loads(line.decode("utf-8", "surrogatepass"))
