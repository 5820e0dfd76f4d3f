"""Sheets of a workbook as streams of rows: the header of `delimited` in a sheet's first rows, then row after row.

The reader of workbooks holds a sheet in memory; no text is made of it, and no row is cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from supportdesk.reading.delimited import WIDTH, Header, find_header, sheet_text
from supportdesk.reading.large_files import Export, Faults, Row
from supportdesk.reading.workbooks import UNPACKED_LIMIT, cell_text, unpacked_size
from supportdesk.source import Source
from supportdesk.view import View

HEAD_ROWS = 30
"""Rows at a sheet's top in which the header may stand."""


def open_book(path: str) -> Export | None:
    """Return the rows of a workbook's sheets, None where it holds no table or cannot be read (`workbooks` says why)."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        return None
    if unpacked_size(path) > UNPACKED_LIMIT:
        return None
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError):
        return None
    tables = [(sheet, found) for sheet in sheets if (found := _header(sheet)) is not None]
    if not tables:
        return None
    faults = Faults()
    labelled = any(header.labelled for _, (header, _) in tables)
    return Export(path, _rows(tables, faults), faults, labelled=labelled, texts=True)


def _header(sheet: Any) -> tuple[Header, int] | None:
    """Return a sheet's header and the number of its row, counted from 1; None where none is."""
    rows = [[cell_text(cell) for cell in row] for row in islice(sheet.iter_rows(), HEAD_ROWS)]
    text, starts = sheet_text(rows)
    view = View.whole(Source(text))
    for number, start in enumerate(starts, 1):
        stop = starts[number] - 1 if number < len(starts) else len(text)
        header = find_header(view, start, stop)
        if header is not None:
            return header, number
    return None


def _rows(tables: list[tuple[Any, tuple[Header, int]]], faults: Faults) -> Iterator[Row]:
    for sheet, (header, first) in tables:
        columns = tuple(header.columns)
        for number, row in enumerate(sheet.iter_rows(), 1):
            if number <= first:
                continue
            cells = [cell_text(cell) for cell in row]
            if len(cells) != len(columns):
                faults.add(number, WIDTH)
            elif any(cells):
                yield header.kind, number, cells, columns
