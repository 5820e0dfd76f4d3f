"""Cells of exported tables (CSV, SQL, sheets) as located values, so that their rows read as the rows of an API answer.

A cell keeps its place as it is written; numbers, JSON texts and texts to read on are made the values that the readers
of log rows and task records expect. Columns have the database's names (gateway.md 1, 3), whatever the header calls
them; unknown columns are kept under their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from supportdesk.i18n import mark
from supportdesk.named import NamedTuple
from supportdesk.reading.written import Written
from supportdesk.source import Span
from supportdesk.value import Kind, Value
from supportdesk.view import View

Pieces = Sequence[tuple[str, int, int]]
"""What a cell says, piece by piece with the view offsets of each, as `View.decoded` takes it."""


class Cell(NamedTuple):
    """One cell of a row.

    `text` is None for no value, or where `known` is false for one that only the database could tell; `[start, end)` are
    the view offsets of what is written, `pieces` what the text was decoded from (none: as it is written).
    """

    text: str | None
    start: int
    end: int
    pieces: Pieces = ()
    known: bool = True


NO_NUMBER = mark("This row holds no number where its column has numbers.")
NEGATIVE = mark("This row has an amount or a count below 0, which a gateway never writes.")
"""Reasons of `not_read`, English message ids."""

LABELS = {
    "时间": "created_at", "创建时间": "created_at", "time": "created_at", "created at": "created_at",
    "类型": "type", "日志类型": "type", "log type": "type", "log_type": "type",
    "模型": "model_name", "模型名称": "model_name", "model": "model_name", "model name": "model_name",
    "花费": "quota", "额度": "quota", "消耗额度": "quota",
    "提示": "prompt_tokens", "输入": "prompt_tokens", "prompt": "prompt_tokens", "prompt tokens": "prompt_tokens",
    "输入 tokens": "prompt_tokens", "提示 tokens": "prompt_tokens",
    "补全": "completion_tokens", "输出": "completion_tokens", "completion": "completion_tokens",
    "completion tokens": "completion_tokens", "输出 tokens": "completion_tokens", "补全 tokens": "completion_tokens",
    "用时": "use_time", "耗时": "use_time", "use time": "use_time",
    "流式": "is_stream", "stream": "is_stream", "渠道": "channel_id", "渠道id": "channel_id", "channel": "channel_id",
    "分组": "group", "用户": "username", "user": "username", "用户id": "user_id", "user id": "user_id",
    "令牌": "token_name", "令牌名称": "token_name", "token": "token_name", "token name": "token_name",
    "详情": "content", "内容": "content", "details": "content", "其他": "other",
    "请求id": "request_id", "请求 id": "request_id", "request id": "request_id",
}  # fmt: skip
"""Headers in both languages, lower case, and the columns of `logs` that they are; an amount under them is raw quota
where it is a whole number (the key tool's export: gateway.md 7)."""

TASK_LABELS = {
    "任务id": "task_id", "任务 id": "task_id", "task id": "task_id", "状态": "status", "任务状态": "status",
    "进度": "progress", "失败原因": "fail_reason", "fail reason": "fail_reason", "提交时间": "submit_time",
    "submit time": "submit_time", "开始时间": "start_time", "start time": "start_time", "结束时间": "finish_time",
    "完成时间": "finish_time", "finish time": "finish_time", "平台": "platform", "操作": "action", "类型": "action",
    "type": "action", "额度": "quota", "花费": "quota", "渠道": "channel_id", "channel": "channel_id",
    "用户id": "user_id", "user id": "user_id", "分组": "group",
}  # fmt: skip
"""The same for `tasks`."""

NUMBERS = frozenset(
    ("quota", "type", "created_at", "prompt_tokens", "completion_tokens", "use_time", "elapsed_time", "channel_id",
     "user_id", "token_id", "id", "submit_time", "start_time", "finish_time", "updated_at")
)  # fmt: skip
"""Columns of whole numbers; a time may be written as a text."""

TIMES = frozenset(("created_at", "submit_time", "start_time", "finish_time", "updated_at"))
_COUNTED = ("quota", "created_at", "prompt_tokens", "completion_tokens")
_JSON = frozenset(("other", "properties", "private_data", "data", "buttons"))
_TEXTS = frozenset(("content", "fail_reason"))
_DIGITS = 18
_NOTHING = Value("null", None)


def column_names(header: Sequence[str]) -> tuple[list[str], bool]:
    """Return the columns' names as the database has them, and whether any of them stood under a label."""
    plain = [name.strip(" \t\r\n\ufeff\"'`[]：:") for name in header]
    lower = [name.lower() for name in plain]
    of_tasks = any(name in ("task_id", "mj_id") or TASK_LABELS.get(name) == "task_id" for name in lower)
    labels = TASK_LABELS if of_tasks and any(TASK_LABELS.get(name, name) == "status" for name in lower) else LABELS
    names = [labels.get(name, name if name.isascii() else own) for name, own in zip(lower, plain, strict=True)]
    labelled = sum(name in labels for name in lower)
    return names, labelled * 2 > len(names)


def row_of(view: View, columns: Sequence[str], cells: Sequence[Cell], start: int, end: int) -> Value:
    """Return one row as an object; `[start, end)` is the row.

    Of two columns of one name the first that says something counts.
    """
    members: dict[str, Value] = {}
    for name, cell in zip(columns, cells, strict=False):
        if name in members and members[name].kind != "null":
            continue
        members[name] = _value(view, name, cell)
    return Value("object", members, view.span(start, end))


def fault_in(cells: Mapping[str, Any]) -> str | None:
    """Return why a row of plain cells cannot be one of these tables, an English message id, or None (as `fault_of`)."""
    return _fault((name, cells.get(name)) for name in _COUNTED)


def fault_of(row: Value) -> str | None:
    """Return why a row cannot be one of these tables, an English message id, or None.

    Its amount, time and tokens are whole numbers where they are told, and none is below 0 (gateway.md 1).
    """
    cells = ((name, row.data.get(name)) for name in _COUNTED)
    return _fault((name, cell.data) for name, cell in cells if cell is not None and cell.kind in ("string", "number"))


def _fault(cells: Iterable[tuple[str, Any]]) -> str | None:
    from supportdesk.reading.row_values import unix_seconds, whole

    for name, cell in cells:
        if cell in (None, "", "0") or isinstance(cell, bool | dict | list):
            continue
        number = whole(cell)
        if number is not None and number < 0 and name not in TIMES:
            return NEGATIVE
        if number is None and (name not in TIMES or unix_seconds(cell) is None):
            return NO_NUMBER
    return None


def _value(view: View, name: str, cell: Cell) -> Value:
    text = cell.text
    if not cell.known:
        return Value.unknown(view.span(cell.start, cell.end))
    if not text:
        return _NOTHING
    span = view.span(cell.start, cell.end)
    if name in NUMBERS and _is_number(text):
        return Value("number", int(text), span)
    if name in _JSON and text[0] in "{[":
        read = _json(text, span)
        if read is not None:
            return read
    if name in _TEXTS:
        said = view.decoded(cell.pieces) if cell.pieces else view.cut(cell.start, cell.end)
        return Written(text, span, said)
    return Value("string", text, span)


def row_of_json(text: str, place: Span) -> Value | None:
    """Return a row that is one line of JSON, every value of it at the line's place; None where it is no object.

    Several times as fast as the reader that locates each literal: for the long tail of an export.
    """
    row = _json(text, place)
    return None if row is None or row.kind != "object" else _read_on(row, place)


def row_of_data(data: Mapping[str, Any], place: Span) -> Value:
    """Return a row that JSON gave as plain data, every value of it at one place."""
    return _read_on(_located(dict(data), place), place)


def row_of_texts(cells: Mapping[str, Any], place: Span) -> Value:
    """Return a row of cells as CSV and SQL write them, every value of it at one place; an empty text is no value."""
    members: dict[str, Value] = {}
    for name, cell in cells.items():
        if not isinstance(cell, str):
            members[name] = _located(cell, place)
        elif not cell:
            members[name] = _NOTHING
        elif name in NUMBERS and _is_number(cell):
            members[name] = Value("number", int(cell), place)
        else:
            members[name] = Value("string", cell, place)
    return _read_on(Value("object", members, place), place)


def _read_on(row: Value, place: Span) -> Value:
    """Give the texts of a row that are read on their own view, and those that hold JSON what it says."""
    for name, cell in row.data.items():
        if cell.kind != "string":
            continue
        said = _json(cell.data, place) if name in _JSON and cell.data[:1] in ("{", "[") else None
        if said is not None:
            row.data[name] = said
        elif name in _TEXTS or name in _JSON:
            row.data[name] = Written(cell.data, place, View.stand_in(cell.data, place))
    return row


def _is_number(text: str) -> bool:
    return len(text) <= _DIGITS and text.isascii() and text.removeprefix("-").isdigit()


def _json(text: str, span: Span) -> Value | None:
    """Return what a cell of JSON says, each value of it at the cell's place; None where it is no JSON."""
    try:
        return _located(json.loads(text), span)
    except (ValueError, RecursionError):
        return None


def _located(data: Any, span: Span) -> Value:
    if isinstance(data, dict):
        return Value("object", {name: _located(item, span) for name, item in data.items()}, span)
    if isinstance(data, list):
        return Value("array", [_located(item, span) for item in data], span)
    kind: Kind = "string"
    if data is None or isinstance(data, bool):
        kind = "null" if data is None else "boolean"
    elif isinstance(data, int | float):
        kind = "number"
    return Value(kind, data, span)
