"""CSV, TSV and semicolons as a stream: the header of `delimited`, then one row after the other, quoted lines joined."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, TextIO

from supportdesk.reading.delimited import HINT, UNCLOSED, WIDTH, find_header
from supportdesk.reading.large_files import LONGEST_ROW, Export, Faults, Row
from supportdesk.source import Source
from supportdesk.view import View

HEAD_LINES = 30
"""Lines at the top in which the header may stand."""

_CHUNK = 500_000


class _Form(Export):
    """A table: its separator, its columns, and the line of its header."""

    separator = ","
    columns: tuple[str, ...]
    kind = ""
    line = 0


def recognise(path: str, sample: str, *, whole: bool) -> Export | None:
    """Return the export whose header stands in the first lines of a text, or None."""
    text = sample if whole else sample[: sample.rfind("\n") + 1]
    view, at = View.whole(Source(text)), 0
    for number in range(1, HEAD_LINES + 1):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        header = find_header(view, at, stop) if HINT.search(text, at, stop) else None
        if header is not None:
            form = _Form(path, iter(()), Faults(), labelled=header.labelled, texts=True)
            form.separator, form.columns, form.kind = header.separator, tuple(header.columns), header.kind
            form.line = number
            return form
        at = stop + 1
        if at >= len(text):
            return None
    return None


def read(stream: TextIO, export: Any) -> Iterator[Row]:
    """Yield the rows of a recognised table; those of another width, or with an open quotation mark, are named."""
    columns, kind, faults = export.columns, export.kind, export.faults
    width, single = len(columns), len(set(columns)) == len(columns)
    for _ in range(export.line):
        stream.readline()
    for number, cells in _rows(stream, export.line + 1, export.separator, faults):
        if len(cells) != width:
            if len(cells) > 1 or (cells and cells[0].strip()):
                faults.add(number, WIDTH)
        elif single:
            yield kind, number, cells, columns
        else:
            yield kind, number, _first(columns, cells), None


def _rows(stream: TextIO, number: int, separator: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a stream with the numbers of their first lines.

    The text is taken in pieces that end with a line. A quotation mark that nothing closes is looked for in what
    follows up to LONGEST_ROW characters; then its line is named, and reading goes on with the next one.
    """
    text, is_end = "", False
    while not is_end or text:
        more = stream.read(_CHUNK)
        is_end = not more
        text += more
        stop = len(text) if is_end else text.rfind("\n") + 1
        done = 0
        while done < stop:
            piece = io.StringIO(text[done:stop], newline="\n")
            rows, read = csv.reader(piece, delimiter=separator, strict=True), 0
            try:
                for cells in rows:
                    yield number + read, cells
                    read = rows.line_num
                done = stop
                number += read
            except csv.Error:
                done, number = _behind_lines(text, done, read), number + read
                if not is_end and stop - done < LONGEST_ROW:
                    break  # it may be closed in the next piece
                faults.add(number, UNCLOSED)
                done, number = _behind_lines(text, done, 1), number + 1
        if not stop and len(text) > LONGEST_ROW:  # no row is so long
            faults.add(number, UNCLOSED)
            text = _rest_of_line(stream)
            number += 1
            continue
        text = text[done:]


def _behind_lines(text: str, at: int, count: int) -> int:
    """Return the offset behind a number of lines."""
    for _ in range(count):
        stop = text.find("\n", at)
        if stop < 0:
            return len(text)
        at = stop + 1
    return at


def _rest_of_line(stream: TextIO) -> str:
    """Pass over what is left of a line; return what was read behind it."""
    while more := stream.read(_CHUNK):
        stop = more.find("\n")
        if stop >= 0:
            return more[stop + 1 :]
    return ""


def _first(columns: tuple[str, ...], cells: list[str]) -> dict[str, Any]:
    """Return the cells by column; of two columns of one name the first that says something counts."""
    found: dict[str, Any] = {}
    for name, cell in zip(columns, cells, strict=True):
        if not found.get(name):
            found[name] = cell
    return found
