"""Envelopes around rows: the pages of the console APIs (gateway.md 4, 8), and the pieces that a page gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from supportdesk.named import NamedTuple
from supportdesk.reading.envelopes import read_errors_in_text
from supportdesk.reading.evidence import Piece, Reading
from supportdesk.reading.found import Found
from supportdesk.reading.gapless import Ids
from supportdesk.reading.row_values import Convert, Fact, whole
from supportdesk.reading.task_records import describe_records
from supportdesk.source import Span
from supportdesk.value import Value
from supportdesk.view import View

_LISTS = ("items", "data", "list", "rows", "records")
_OF_A_ROW = frozenset(("task_id", "mj_id", "quota", "model_name"))
ROWS_LIMIT = 20_000
"""Rows of one page that are read (the gateway's own limits are 100 a page and 1000 of a key's log)."""


WRITTEN_AFTER = 10
"""Seconds that a row may be written after the submission that it books."""


class Rows(NamedTuple):
    """The rows of an envelope: `total` is what it says of their number, `paged` whether it is a page or a bare list."""

    values: list[Value]
    total: Value | None = None
    paged: bool = False
    is_list: bool = True


def rows_of(value: Value, limit: int = ROWS_LIMIT) -> Rows | None:
    """Return the objects that an answer lists: a bare array, `data`, `data.items`, or the object itself."""
    total: Value | None = None
    paged = False
    for _ in range(3):
        if value.kind == "array":
            values = value.data
            if any(item.kind != "object" for item in values[:1]):
                return None
            return Rows([item for item in values[:limit] if item.kind == "object"], total, paged)
        if value.kind != "object":
            return None
        counted = value.data.get("total")
        if counted is not None and whole(counted.data if counted.kind == "number" else None) is not None:
            total, paged = counted, True
        if value.data.keys() & _OF_A_ROW:
            return Rows([value], total, paged, is_list=False)
        inner = next((value.data[name] for name in _LISTS if _holds_rows(value.data.get(name))), None)
        if inner is None:
            return Rows([value], total, paged, is_list=False)
        value = inner
    return None


def read_rows(
    value: Value,
    view: View,
    read_row: Callable[[Value, View, bool], Piece],
    error_text: Callable[[Value, View], View | None],
    *,
    complete: bool,
    all_in_one: int = 0,
    limit: int = ROWS_LIMIT,
) -> list[Piece]:
    """Return the pieces of a listing: the listing itself, then its rows, or the one row of a single object.

    `error_text` gives the text of a row in which error JSON may stand; the errors follow their row, `inside` it.
    `all_in_one` is the number of rows below which an envelope without a total is the whole list (1000 for a key's log);
    ids that follow each other show that too (`gapless`);
    `limit` is the number of rows that are read.
    """
    rows = rows_of(value, limit)
    if rows is None:
        return []
    found = Found()
    if not rows.is_list:
        only = rows.values[0]
        _add_row(found, read_row(only, view, complete and not only.is_open), error_text(only, view))
        return found.pieces
    place = value.place() or Span(view.source, 0, 0)
    listing = Piece("listing", "record", place, complete=complete, body=value)
    found.pieces.append(listing)
    pieces = []
    for row in rows.values:
        piece = read_row(row, view, not row.is_open)
        piece.inside = 0
        pieces.append(piece)
        _add_row(found, piece, error_text(row, view))
    total = None
    if rows.total is not None:
        total = next(iter(reading_of("listing_total", whole(rows.total.data), rows.total.span)), None)
    listing.readings = describe_listing(pieces, total, complete=complete)
    is_all = complete and (0 < len(pieces) < all_in_one or (pieces and _is_gapless(rows.values, pieces)))
    if total is None and is_all:
        listing.readings += _without_gap(pieces, place)
    return found.pieces


def _is_gapless(rows: list[Value], pieces: list[Piece]) -> bool:
    ids = Ids()
    for row, piece in zip(rows, pieces, strict=True):
        number, at = row.data.get("id"), piece.first("submitted_at" if piece.kind == "task_row" else "occurred_at")
        ids.add(None if number is None else number.data, at if isinstance(at, int) else None)
        if not ids.gapless:
            return False
    return ids.whole


def _without_gap(pieces: list[Piece], place: Span) -> list[Reading]:
    """Return what rows prove that no other stands between."""
    if pieces[0].kind == "task_row":
        return describe_records(pieces, Reading("listing_total", len(pieces), place), complete=True)
    return [Reading("listing_complete", True, place)]


def _add_row(found: Found, row: Piece, text: View | None) -> None:
    """Append a row and the errors in its text; the innermost message becomes the row's, its own the outer one."""
    found.pieces.append(row)
    index = len(found.pieces) - 1
    if text is None or not read_errors_in_text(found, text, index, 1):
        return
    inner = [item for piece in found.pieces[index + 1 :] for item in piece.readings if item.fact == "error_message"]
    row.readings = [
        item._replace(fact="error_outer_message") if item.fact == "error_message" else item for item in row.readings
    ]
    row.readings.append(inner[-1])


def describe_listing(rows: list[Piece], total: Reading | None, *, complete: bool = True) -> list[Reading]:
    """Return what a listing of log rows proves: its total, whether it shows all, and the time that it spans.

    Only rows of different types prove that it is not filtered to one (listing_one_type false). It begins where its
    oldest row's call began; a row is written some seconds after the submission that it books (gateway.md 3, 'Linking').
    For one of task records see `task_records`.
    """
    readings = [] if total is None else [total]
    if rows and rows[0].kind == "task_row":
        return readings + describe_records(rows, total, complete=complete)
    if not rows or rows[0].kind != "log_row":
        return readings
    if total is not None:
        readings.append(Reading("listing_complete", complete and int(total.value) <= len(rows), total.span))
    times = [reading for row in rows for reading in row.readings if reading.fact == "occurred_at"]
    if len(times) == len(rows):
        oldest, newest = min(times, key=_at), max(times, key=_at)
        used = max(int(row.first("use_time_s") or 0) for row in rows if row.first("occurred_at") == oldest.value)
        readings.append(Reading("listing_from", _at(oldest) - used - WRITTEN_AFTER, oldest.span))
        readings.append(Reading("listing_until", _at(newest), newest.span))
    types = {reading.value: reading for row in rows for reading in row.readings if reading.fact == "log_type"}
    if len(types) > 1:
        readings.append(Reading("listing_one_type", False, list(types.values())[1].span))
    return readings


def read_cells(cells: dict[str, Value], columns: Mapping[str, tuple[str, Convert]]) -> list[Reading]:
    """Return the facts that the known scalars among `cells` are, by a table of column name → (fact, conversion).

    Of two columns that are one fact the first of the table that says something counts.
    """
    readings: dict[str, Reading] = {}
    for name, (fact, convert) in columns.items():
        cell = cells.get(name)
        if fact in readings or cell is None or cell.kind not in ("string", "number", "boolean") or not cell.known:
            continue
        for reading in reading_of(fact, convert(cell.data), cell.span):
            readings[fact] = reading
    return list(readings.values())


def reading_of(fact: str, value: Fact | None, span: Span | None) -> list[Reading]:
    """Return the reading, or nothing where the cell says nothing or stands nowhere."""
    return [] if value is None or span is None else [Reading(fact, value, span)]


def _holds_rows(value: Value | None) -> bool:
    if value is None:
        return False
    if value.kind == "array":
        return not value.data or value.data[0].kind == "object"
    return value.kind == "object" and bool(value.data)


def _at(reading: Reading) -> int:
    return int(reading.value)
