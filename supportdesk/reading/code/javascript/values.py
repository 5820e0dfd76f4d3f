"""JavaScript's own values: `undefined`, how a value reads as text, and what of a value JSON takes.

ECMA-262, 7.1.17 (ToString) and 25.5.2 (JSON.stringify).
"""

from __future__ import annotations

from supportdesk.reading.code.texts import LENGTH_LIMIT
from supportdesk.reading.code.things import Closure, Container, FileThing, Instance, spans_of
from supportdesk.value import UNKNOWN, Value

DEPTH_LIMIT = 60
"""Levels that are written as text or as JSON."""
ITEM_LIMIT = 2000
"""Items of an array that are written as text."""
NODE_LIMIT = 20_000
"""Values that are looked at for members that JSON leaves out."""


class Missing(Value):
    """`undefined`."""

    __slots__ = ()


UNDEFINED = Missing("null", None)
"""The value of a member, argument or variable that is not there."""


class Bytes(FileThing):
    """What a file holds, without its name (`fs.readFileSync(path)`)."""

    __slots__ = ()


def javascript_text(value: Value) -> str:
    """Return a value as `String(value)` writes it."""
    return _text(value, 0)


def _text(value: Value, level: int) -> str:
    kind, data = value.kind, value.data
    if kind == "string":
        return str(data)
    if kind == "unknown" or level > DEPTH_LIMIT:
        return UNKNOWN
    if kind == "null":
        return "undefined" if isinstance(value, Missing) else "null"
    if kind == "boolean":
        return "true" if data else "false"
    if kind == "object":
        return "[object Object]"
    if kind == "array":
        pieces: list[str] = []
        size = 0
        for item in data[:ITEM_LIMIT]:
            pieces.append("" if item.kind == "null" else _text(item, level + 1))
            size += len(pieces[-1])
            if size > LENGTH_LIMIT:
                return UNKNOWN
        return ",".join(pieces)
    if isinstance(data, float) and data.is_integer() and abs(data) < 1e21:
        return str(int(data))
    return str(data) if abs(data) < 1e300 else UNKNOWN


def is_nothing(value: Value | None) -> bool:
    """Say whether a value is not there, undefined or null."""
    return value is None or value.kind == "null"


def for_json(value: Value) -> Value:
    """Return what JSON takes of a value: no members that are undefined or functions; the value itself if it is that."""
    return _for_json(value, 0, [NODE_LIMIT])


def _for_json(value: Value, level: int, left: list[int]) -> Value:
    left[0] -= 1
    if level > DEPTH_LIMIT or left[0] < 0:
        return value
    if isinstance(value, Instance):
        made = Container("object", dict(value.members))
        made.parts = spans_of(value)
        return _for_json(made, level + 1, left)
    if value.kind == "object":
        items = {name: _for_json(item, level + 1, left) for name, item in value.data.items() if not _left_out(item)}
        if len(items) == len(value.data) and all(items[name] is value.data[name] for name in items):
            return value
        made = Container("object", items, value.span, is_open=value.is_open)
        made.parts = value.parts
        made.keys = {name: place for name, place in value.keys.items() if name in items}
        return made
    if value.kind == "array":
        listed = [Value("null", None) if _left_out(item) else _for_json(item, level + 1, left) for item in value.data]
        if all(new is old for new, old in zip(listed, value.data, strict=True)):
            return value
        array = Container("array", listed, value.span, is_open=value.is_open)
        array.parts = value.parts
        return array
    return value


def _left_out(value: Value) -> bool:
    return isinstance(value, Missing | Closure)
