"""Exports in a text: CSV, TSV, SQL dumps and JSON lines of log rows and task records, taken out before all else.

Their rows give the very pieces that the rows of an API answer give, by the same readers; so the same rows give the same
ledger whatever their form. What such a listing leaves out is not known: unlike an API's page it tells no total.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading.evidence import NotRead, Piece, Reading
from supportdesk.reading.found import Found
from supportdesk.value import Value
from supportdesk.view import View

if TYPE_CHECKING:
    from supportdesk.reading.delimited import Table

_COLUMNS = ("created_at", "submit_time", "model_name", "mj_id", "quota", "task_id", "花费", "额度", "时间")
_STATEMENT = lazy(r"(?:into|copy)\s[^\n]{0,80}(?:logs|tasks|midjourneys)", re.IGNORECASE)
_LARGE = 500_000  # characters


class Exported(NamedTuple):
    """What the exports of a view gave, and the view of the rest."""

    found: Found
    not_read: list[NotRead]
    rest: View


def read_exports(view: View) -> Exported | None:
    """Return the rows of all exports in a view, or None where there is none. Never raises for any text."""
    if not any(map(view.text.lower().__contains__, _COLUMNS)) and _STATEMENT.search(view.text) is None:
        return None  # most tickets, at the cost of a few looks and no import
    if len(view.text) < _LARGE:
        return _read(view)
    import gc

    running = gc.isenabled()
    gc.disable()  # rows by the ten thousand, none in a cycle: looking for garbage among them takes half of the time
    try:
        return _read(view)
    finally:
        if running:
            gc.enable()


def _read(view: View) -> Exported | None:
    from supportdesk.reading import delimited, json_lines

    text, not_read, whole = view.text, list[NotRead](), False
    tables: list[Table] = []
    taken: list[tuple[int, int]] = []
    if _STATEMENT.search(text):
        from supportdesk.reading import sql_rows

        if sql_rows.HINT.search(text):
            dump = sql_rows.read_dump(view, not_read)
            tables += dump.tables
            taken += dump.places
            whole = dump.whole
    if not tables:
        tables += json_lines.find_tables(view, not_read)
        tables += delimited.find_tables(view, not_read)
        taken += [(table.start, table.end) for table in tables]
    if not tables and not not_read:
        return None
    found = Found()
    for table in sorted(tables, key=lambda one: one.start):
        found.take(_pieces(view, table, complete=whole or not not_read, whole=whole))
    return Exported(found, not_read, _rest(view, sorted(taken)))


def _pieces(view: View, table: Table, *, complete: bool, whole: bool) -> list[Piece]:
    """Return the pieces of a table; `complete` says that every row was read, `whole` that no other is in it."""
    from supportdesk.reading import log_rows, tasks
    from supportdesk.reading.delimited import ROWS_LIMIT
    from supportdesk.reading.listings import read_rows

    listing = Value("array", table.rows, view.span(table.start, table.end))
    reader = log_rows if table.kind == "log_rows" else tasks
    pieces = read_rows(
        listing, view, reader.read_row, reader.error_text, complete=complete, limit=ROWS_LIMIT,
        all_in_one=ROWS_LIMIT if whole else 0,
    )  # fmt: skip
    typed = "type" in table.rows[0].data
    for piece in pieces:
        if piece.kind == "log_row" and not typed:
            type_untyped(piece)
        if table.labelled:
            piece.origin = "console"
    return pieces


def type_untyped(row: Piece) -> None:
    """Give a row of a table without types its own (gateway.md 1, 7).

    Only consume rows have both output tokens and an amount.
    """
    spent = [one for one in row.readings if one.fact in ("completion_tokens", "quota")]
    if len(spent) == 2 and all(isinstance(one.value, int) and one.value > 0 for one in spent):
        row.readings.append(Reading("log_type", "consume", spent[0].span))


def _rest(view: View, taken: list[tuple[int, int]]) -> View:
    """Return the view without the places that were taken; a line end stands for each."""
    text, at = view.text, 0
    pieces: list[tuple[str, int, int]] = []
    for start, end in taken:
        if start < at:
            continue
        pieces.append((text[at:start], at, start))
        at = end
    return view.decoded([*pieces, (text[at:], at, len(text))])
