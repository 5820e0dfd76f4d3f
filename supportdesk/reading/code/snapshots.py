"""Copies of values at a moment: what a request held when it was sent, and whether two values are the same."""

from __future__ import annotations

from supportdesk.reading.code.things import JsonText, Thing, spans_of
from supportdesk.value import Value

NODE_LIMIT = 100_000
"""Values that one copier copies; what lies behind becomes unknown."""
DEPTH_LIMIT = 100
"""Levels of one copy; what lies deeper becomes unknown."""


class Copier:
    """Copies values with one budget for all copies, so that a structure that holds or doubles itself ends."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = NODE_LIMIT

    def snapshot(self, value: Value) -> Value:
        """Return a copy that later changes of the program do not reach, made of plain `Value`s only."""
        if isinstance(value, JsonText):
            return Value("string", value.data, value.span, parts=value.parts, is_open=value.is_open)
        return self._copy(value, 0)

    def _copy(self, value: Value, level: int) -> Value:
        self.left -= 1
        if value.kind in ("object", "array"):
            if self.left <= 0 or level > DEPTH_LIMIT:
                return Value.unknown(value.span)
            made = Value(
                value.kind, None, value.span, parts=value.parts, is_open=value.is_open, added_by=value.added_by
            )
            if value.kind == "object":
                made.keys = dict(value.keys)
                made.data = {key: self._copy(item, level + 1) for key, item in value.data.items()}
            else:
                made.data = [self._copy(item, level + 1) for item in value.data]
            return made
        if isinstance(value, Thing | JsonText):
            plain = Value(value.kind, value.data, value.span, parts=value.parts, is_open=value.is_open)
            if value.span is None:
                plain.parts = spans_of(value)
            return plain
        return value


def same(left: Value, right: Value, level: int = 0) -> bool:
    """Say whether two values are wholly known and equal (deeper than DEPTH_LIMIT: no)."""
    if left is right:
        return left.known
    if left.kind != right.kind or left.is_open or right.is_open or level > DEPTH_LIMIT:
        return False
    if left.kind == "array":
        items = zip(left.data, right.data, strict=False)
        return len(left.data) == len(right.data) and all(same(a, b, level + 1) for a, b in items)
    if left.kind == "object":
        if left.data.keys() != right.data.keys():
            return False
        return all(same(item, right.data[key], level + 1) for key, item in left.data.items())
    return bool(left.data == right.data)
