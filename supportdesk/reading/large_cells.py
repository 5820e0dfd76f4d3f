"""Rows of plain cells as the readers of log rows and task records take them, each value at its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from supportdesk.reading import log_rows, tasks
from supportdesk.reading.evidence import Piece
from supportdesk.reading.exports import type_untyped
from supportdesk.reading.table_cells import row_of_data, row_of_texts
from supportdesk.source import Span
from supportdesk.value import Value
from supportdesk.view import View


def kind_of(columns: Iterable[str]) -> str | None:
    """Return 'log_rows' or 'task_rows' for a row with these columns, None for any other."""
    names = set(columns)
    if names & {"data", "items"} and "task_id" not in names:
        return None
    row = Value("object", {name: Value("null", None) for name in names}, None)
    return log_rows.recognise_json(row) or tasks.recognise_json(row)


def piece_of(kind: str, cells: Mapping[str, Any], place: Span, *, texts: bool) -> Piece:
    """Return the piece that a row gives (`log_rows.read_row`, `tasks.read_row`), its places the row's own."""
    row = row_of_texts(cells, place) if texts else row_of_data(cells, place)
    nothing = View.stand_in("", place)
    if kind != "log_rows":
        return tasks.read_row(row, nothing, True)
    piece = log_rows.read_row(row, nothing, True)
    if "type" not in cells:
        type_untyped(piece)
    return piece
