"""Task records of the gateway as its console API gives them (gateway.md 3), Midjourney records included.

`recognise_json(value) -> str | None` ('task_rows') and `read_json(value, view, *, complete=True) -> list[Piece]` as in
`log_rows`; the pieces are of kind 'task_row' (and 'listing'). A poll answer (`{task_id, status, …}` without the
record's own columns platform, quota, user or channel) is no task record: the answers' reader takes it.
"""

from __future__ import annotations

from supportdesk.reading import json_text
from supportdesk.reading.evidence import Piece, Reading
from supportdesk.reading.listings import read_cells, read_rows, rows_of
from supportdesk.reading.row_values import Convert, amount_of, number_of, percent, real, task_status, text, unix_seconds
from supportdesk.reading.task_answers import find_filtered
from supportdesk.reading.task_records import describe_record
from supportdesk.source import Span
from supportdesk.value import Value
from supportdesk.view import View

COLUMNS: dict[str, tuple[str, Convert]] = {
    "task_id": ("task_id", text),
    "mj_id": ("task_id", text),
    "status": ("task_status", task_status),
    "progress": ("task_progress", percent),
    "fail_reason": ("fail_reason", text),
    "submit_time": ("submitted_at", unix_seconds),  # seconds; Midjourney: milliseconds
    "start_time": ("started_at", unix_seconds),
    "finish_time": ("finished_at", unix_seconds),
    "quota": ("quota", amount_of),
    "model": ("model", text),
    "model_name": ("model", text),
    "action": ("action", text),
    "platform": ("platform", text),
    "channel_id": ("channel_id", number_of),
    "user_id": ("user_id", number_of),
    "group": ("group", text),
}
"""Columns of `tasks` and `midjourneys` and the facts that they are (gateway.md 3)."""

BILLING: dict[str, tuple[str, Convert]] = {
    "model_price": ("model_price", real),
    "model_ratio": ("model_ratio", real),
    "group_ratio": ("group_ratio", real),
    "origin_model_name": ("model", text),
}
"""Keys of `private_data.billing_context`, which a database dump shows."""

_RECORD = frozenset(("platform", "user_id", "channel_id", "quota", "mj_id"))
_OWN = _RECORD | frozenset(
    ("task_id", "status", "action", "submit_time", "start_time", "finish_time", "fail_reason", "progress", "properties",
     "private_data", "created_at", "updated_at", "code", "prompt_en", "image_url", "buttons", "result_url")
)  # fmt: skip


def recognise_json(value: Value) -> str | None:
    """Return 'task_rows' for a task record, a list of them or an envelope around them, else None."""
    rows = rows_of(value)
    if rows is None or not rows.values:
        return None
    columns = rows.values[0].data.keys()
    if not columns & {"task_id", "mj_id"} or not columns & {"status", "progress", "fail_reason"}:
        return None
    return "task_rows" if columns & _RECORD and len(columns & _OWN) >= 4 else None


def read_json(value: Value, view: View, *, complete: bool = True) -> list[Piece]:
    """Return the pieces of what `recognise_json` recognised."""
    return read_rows(value, view, read_row, error_text, complete=complete)


def read_row(row: Value, view: View, complete: bool) -> Piece:
    """Return one record as a piece of kind 'task_row'; its `body` is the record as it stands."""
    piece = Piece("task_row", "record", row.place() or Span(view.source, 0, 0), complete=complete, body=row)
    readings = read_cells(row.data, COLUMNS)
    known = {reading.fact for reading in readings}
    if "submitted_at" not in known and "mj_id" not in row.data:
        readings += read_cells(row.data, {"created_at": ("submitted_at", unix_seconds)})
    properties = _object(row.data.get("properties"), view)
    if "model" not in known:
        readings += read_cells(properties, {"origin_model_name": ("model", text)})
    private = _object(row.data.get("private_data"), view)
    billing = _object(private.get("billing_context"), view)
    known = {reading.fact for reading in readings}
    readings += [reading for reading in read_cells(billing, BILLING) if reading.fact not in known]
    succeeded = any(reading.fact == "task_status" and reading.value == "success" for reading in readings)
    if succeeded:  # before v0.11.0 a finished video's address stands in fail_reason
        readings = [reading for reading in readings if reading.fact != "fail_reason"]
    refused = find_filtered(row.data.get("data"))
    if refused is not None and refused.span is not None:
        readings.append(Reading("error_message", refused.data, refused.span))
    piece.readings = readings + describe_record(row.data, private)
    return piece


def error_text(row: Value, view: View) -> View | None:
    """Return the decoded reason of a record, in which the upstream's error JSON may stand."""
    reason = row.data.get("fail_reason")
    return json_text.content(view, reason) if reason is not None else None


def _object(cell: Value | None, view: View) -> dict[str, Value]:
    if cell is not None and cell.kind == "string":
        read = json_text.parse(json_text.content(view, cell))
        cell = read[0] if read else None
    if cell is None or cell.kind != "object":
        return {}
    members: dict[str, Value] = cell.data
    return members
