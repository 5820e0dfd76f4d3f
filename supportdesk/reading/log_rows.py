"""Rows of the gateway's log as its console API gives them (gateway.md 1, 4, 8).

For the splitter (`tasks` has the same two functions):

- `recognise_json(value) -> str | None`: 'log_rows' when the value is a log row, a list of log rows, or one of the
  envelopes around them (bare array; `{success, message, data: […]}`; `{…, data: {page, page_size, total, items}}`);
  None otherwise. Cheap: looks at the first row only.
- `read_json(value, view, *, complete=True) -> list[Piece]`: the pieces. `view` is the view that `value` was parsed
  from (its spans are source spans; the view is needed to read `other`, a JSON string, with right places); `complete`
  is what the JSON parser said. A list gives a piece of kind 'listing' first (readings: listing_total where stated,
  listing_complete where it follows) and then one piece of kind 'log_row' a row, whose `inside` is 0. A single row
  gives one piece. Error JSON in the text of an error row gives pieces of kind 'error' inside it. `inside` counts
  within the returned list; whoever appends the pieces to others adds the offset.

Ask `log_rows` before `tasks`, and both before the answers.
"""

from __future__ import annotations

from supportdesk.reading import json_text
from supportdesk.reading.evidence import Piece, Reading
from supportdesk.reading.listings import read_cells, read_rows, reading_of, rows_of
from supportdesk.reading.log_content import booking, read_amount, read_content
from supportdesk.reading.price_parts import read_price_parts
from supportdesk.reading.row_values import (
    LOG_TYPE_WORDS,
    LOG_TYPES,
    Convert,
    amount_of,
    boolean,
    number_of,
    real,
    seconds_from_milliseconds,
    text,
    unix_seconds,
    whole,
)
from supportdesk.source import Span
from supportdesk.value import Value
from supportdesk.view import View

COLUMNS: dict[str, tuple[str, Convert]] = {
    "created_at": ("occurred_at", unix_seconds),
    "model_name": ("model", text),
    "model": ("model", text),
    "prompt_tokens": ("prompt_tokens", amount_of),
    "completion_tokens": ("completion_tokens", amount_of),
    "cached_tokens": ("cached_tokens", whole),  # ye4293/one-api
    "use_time": ("use_time_s", whole),
    "elapsed_time": ("use_time_s", seconds_from_milliseconds),  # one-api
    "is_stream": ("stream", boolean),
    "channel": ("channel_id", number_of),
    "channel_id": ("channel_id", number_of),
    "user_id": ("user_id", number_of),
    "group": ("group", text),
    "request_id": ("request_id", text),
    "x_request_id": ("request_id", text),  # ye4293/one-api
    "upstream_request_id": ("upstream_request_id", text),
    "video_task_id": ("task_id", text),  # ye4293/one-api
    "content": ("content", text),
}
"""Columns of `logs` by their JSON names and the facts that they are (gateway.md 1, 8)."""

OTHER: dict[str, tuple[str, Convert]] = {
    "model_price": ("model_price", real),
    "model_ratio": ("model_ratio", real),
    "completion_ratio": ("completion_ratio", real),
    "group_ratio": ("group_ratio", real),
    "user_group_ratio": ("user_group_ratio", real),
    "cache_tokens": ("cached_tokens", whole),
    "cache_ratio": ("cache_ratio", real),
    "cache_creation_tokens": ("cache_creation_tokens", whole),
    "cache_creation_ratio": ("cache_creation_ratio", real),
    "image_output": ("image_tokens", whole),  # means image input tokens
    "image_ratio": ("image_ratio", real),
    "usage_semantic": ("usage_semantic", text),
    "is_task": ("is_task", boolean),
    "request_path": ("path", text),
    "task_id": ("task_id", text),
    "pre_consumed_quota": ("pre_consumed_quota", whole),
    "actual_quota": ("actual_quota", whole),
    "reason": ("fail_reason", text),
    "error_type": ("error_type", text),
    "error_code": ("error_code", text),
    "status_code": ("http_status", whole),
    "channel_id": ("channel_id", number_of),
    "upstream_model_name": ("upstream_model", text),
}
"""Keys of `other` and the facts that they are."""

_OWN = frozenset(
    ("created_at", "type", "content", "username", "token_name", "model_name", "model", "quota", "prompt_tokens",
     "completion_tokens", "use_time", "elapsed_time", "is_stream", "channel", "channel_id", "channel_name", "token_id",
     "request_id", "other", "user_id", "ip", "group", "id")
)  # fmt: skip
_NOT_LOGS = frozenset(("choices", "messages", "progress", "mj_id", "submit_time", "fail_reason", "object", "usage"))
_NEW_API = frozenset(("use_time", "other", "group", "token_id", "channel_name", "ip"))
_FORK = frozenset(("duration", "speed", "first_word_latency"))  # ye4293/one-api numbers its types like new-api
_ONE_API = frozenset(("elapsed_time", "system_prompt_reset"))
_KEY_LOG = 1000  # /api/log/token gives the newest 1000 rows without a total


def recognise_json(value: Value) -> str | None:
    """Return 'log_rows' for a log row, a list of them or an envelope around them, else None."""
    rows = rows_of(value)
    if rows is None or not rows.values:
        return None
    columns = rows.values[0].data.keys()
    if columns & _NOT_LOGS or not columns & {"quota", "type"} or not columns & {"model_name", "model", "created_at"}:
        return None
    return "log_rows" if len(columns & _OWN) >= 4 else None


def read_json(value: Value, view: View, *, complete: bool = True) -> list[Piece]:
    """Return the pieces of what `recognise_json` recognised (see the module's own text)."""
    rows = rows_of(value)
    first = rows.values[0].data.keys() if rows and rows.values else set()
    whole_log = _KEY_LOG if first & _NEW_API and not first & _ONE_API else 0
    return read_rows(value, view, read_row, error_text, complete=complete, all_in_one=whole_log)


def read_row(row: Value, view: View, complete: bool) -> Piece:
    """Return one row as a piece of kind 'log_row'; its `body` is the row as it stands."""
    piece = Piece("log_row", "record", row.place() or Span(view.source, 0, 0), complete=complete, body=row)
    cells: dict[str, Value] = row.data
    kind = _log_type(cells)
    content_cell = cells.get("content")
    content = json_text.content(view, content_cell) if content_cell is not None else view.cut(0, 0)
    amount = None
    books_in_text = False
    if kind == "system" and cells.get("quota", Value.of(0)).data in (0, None):
        booked = booking(content.text)
        if booked:
            kind, amount, books_in_text = booked, read_amount(content), True
    if kind is not None:
        place = cells["type"].span if "type" in cells else None
        piece.readings += reading_of("log_type", kind, place)
    if books_in_text:
        piece.readings += [amount] if amount else []
    elif "quota" in cells:
        piece.readings += reading_of("quota", amount_of(cells["quota"].data), cells["quota"].span)
    piece.readings += read_cells(cells, COLUMNS)
    other = _other(cells.get("other"), view)
    if other is not None:
        known = {reading.fact for reading in piece.readings}
        piece.readings += [reading for reading in read_cells(other, OTHER) if reading.fact not in known]
        known.update(reading.fact for reading in piece.readings)
        piece.readings += [reading for reading in read_price_parts(other) if reading.fact not in known]
        piece.readings += _end_reason(other)
    known = {reading.fact for reading in piece.readings}
    ratios = not known & {"model_ratio", "model_price"}
    for reading in read_content(content, kind, ratios=ratios):
        if reading.fact not in known:
            piece.readings.append(reading)
    return piece


def error_text(row: Value, view: View) -> View | None:
    """Return the decoded text of an error row, in which the upstream's error JSON may stand; None for other rows."""
    content = row.data.get("content")
    return json_text.content(view, content) if content is not None and _log_type(row.data) == "error" else None


def _log_type(cells: dict[str, Value]) -> str | None:
    """Return the word of a type number, as far as the columns tell whose number it is (gateway.md 8)."""
    cell = cells.get("type")
    if cell is None or cell.kind not in ("number", "string"):
        return None
    number = whole(cell.data)
    if number is None:
        return LOG_TYPE_WORDS.get(str(cell.data).strip().lower())
    if number not in LOG_TYPES:
        return None
    if number != 5 or cells.keys() & (_NEW_API | _FORK):
        return LOG_TYPES[number]
    if cells.keys() & _ONE_API:
        return "unknown"  # one-api's 5 is a channel test
    said = cells.get("content")
    return "error" if said is not None and str(said.data).startswith("status_code=") else None


def _other(cell: Value | None, view: View) -> dict[str, Value] | None:
    if cell is None:
        return None
    if cell.kind == "string":
        read = json_text.parse(json_text.content(view, cell))
        if read is None:
            return None
        cell = read[0]
    if cell.kind != "object":
        return None
    members: dict[str, Value] = dict(cell.data)
    admin = members.get("admin_info")
    if admin is not None and admin.kind == "object":
        for name, value in admin.data.items():
            members.setdefault(name, value)
    return members


def _end_reason(other: dict[str, Value]) -> list[Reading]:
    status = other.get("stream_status")
    cell = status.data.get("end_reason") if status is not None and status.kind == "object" else None
    return [] if cell is None else reading_of("end_reason", text(cell.data), cell.span)
