"""JSON as a stream: one object a line, or the objects of one long array with or without the API's envelope."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from supportdesk.patterns import lazy
from supportdesk.reading.json_lines import BROKEN
from supportdesk.reading.large_cells import kind_of
from supportdesk.reading.large_files import LONGEST_ROW, Export, Faults, Row, numbered

_CHUNK = 1_000_000
_ARRAY = lazy(r"\[\s*\{")
_TOTAL = lazy(r"\"total\"\s{0,9}:\s{0,9}([0-9]{1,12})(?![0-9])")
_NEXT = lazy(r"\}\s*,\s*(?=\{)")
_HEAD = 4000  # characters before an array in which its envelope's total may stand
_SPACE = " \t\r\n,"
_DECODER = json.JSONDecoder()


class _Form(Export):
    """Lines, or one array."""

    lines = False


class _Kinds:
    """What rows are by their members' names, each tuple of names once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], tuple[str | None, tuple[str, ...]]] = {}

    def of(self, row: dict[str, Any]) -> tuple[str | None, tuple[str, ...]]:
        """Return the kind of a row, None for no known one, and its names."""
        names = tuple(row)
        known = self._known.get(names)
        if known is None:
            known = self._known[names] = kind_of(row), names
        return known


def recognise(path: str, sample: str, *, whole: bool) -> Export | None:
    """Return the export where a text's first object is a row of a known kind."""
    form = _Form(path, iter(()), Faults(), labelled=False, texts=False)
    start = sample.lstrip()
    first, _, rest = start.partition("\n")
    if first.startswith("{") and (rest.lstrip().startswith("{") or (whole and not rest.strip())):
        row = _parsed(first)
        if isinstance(row, dict) and kind_of(row) is not None:
            form.lines = True
            return form
    opening = _ARRAY.search(sample)
    if opening is None:
        return None
    try:
        row, _ = _DECODER.raw_decode(sample, opening.end() - 1)
    except (ValueError, RecursionError):
        return None
    return form if kind_of(row) is not None else None


def read(stream: TextIO, export: Any) -> Iterator[Row]:
    """Yield the rows of a recognised export; what is no JSON is named."""
    return _read_lines(stream, export) if export.lines else _read_array(stream, export)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _object_at(text: str, at: int) -> tuple[dict[str, Any] | None, int]:
    """Return the object that begins at an offset and the offset behind it; None where none does, or it is cut."""
    if not text.startswith("{", at):
        return None, at
    try:
        row, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at
    return row, end


def _read_lines(stream: TextIO, export: Any) -> Iterator[Row]:
    kinds = _Kinds()
    for number, line in numbered(stream):
        if not line.strip():
            continue
        row = _parsed(line)
        if not isinstance(row, dict):
            export.faults.add(number, BROKEN)
            continue
        kind, names = kinds.of(row)
        if kind is None:
            export.faults.add(number, BROKEN)
        else:
            yield kind, number, row, names


def _read_array(stream: TextIO, export: Any) -> Iterator[Row]:
    """Yield the objects of the first array of rows; whether it shows all is told by a total beside it."""
    text = stream.read(_CHUNK)
    opening = _ARRAY.search(text)
    if opening is None:
        return
    at, line, counted, rows, closed = opening.end() - 1, 1, 0, 0, False
    stated = _TOTAL.search(text, max(0, opening.start() - _HEAD), opening.start())
    kinds = _Kinds()
    while True:
        while at < len(text) and text[at] in _SPACE:
            at += 1
        sign = text[at : at + 1]
        if sign == "]":
            closed = True
            break
        row, end = _object_at(text, at)
        if row is None:
            more = stream.read(_CHUNK) if len(text) - at < LONGEST_ROW else ""
            line += text.count("\n", counted, at)
            if more:
                text, at, counted = text[at:] + more, 0, 0
                continue
            counted = at
            if sign:
                export.faults.add(line, BROKEN)
            following = _NEXT.search(text, at)
            if following is None:
                break
            at = following.end()
            continue
        line += text.count("\n", counted, at)
        counted, at = at, end
        kind, names = kinds.of(row)
        if kind is None:
            export.faults.add(line, BROKEN)
            continue
        rows += 1
        yield kind, line, row, names
    tail = text[at:] + stream.read(_HEAD)
    stated = stated or _TOTAL.search(tail, 0, _HEAD)
    export.whole = closed and not export.faults.count and stated is not None and int(stated[1]) <= rows
