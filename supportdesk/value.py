"""A located value: what stands in a request or an answer, and where each scalar of it was written.

The readers of code, commands and JSON all give values; checking walks them by JSON pointer to underline the
customer's own characters. What only running the code would tell is `UNKNOWN` inside a string, or a value of kind
'unknown'; it is never guessed.
"""

from __future__ import annotations

from typing import Any, Literal

from supportdesk.source import Span

UNKNOWN = "<unknown>"
"""Stands for the part of a string that the material does not tell (an environment variable, an input, an id)."""

Kind = Literal["string", "number", "boolean", "null", "object", "array", "unknown"]
Scalar = str | int | float | bool | None


class Value:
    """One JSON value with its place.

    `data` is a str, int, float, bool, None, `dict[str, Value]` or `list[Value]`; for kind 'unknown' it is UNKNOWN.
    `span` is the literal as written, quotes included; None for a value that no single literal states.
    `parts` are the spans of the literals that a computed value was made of (empty for a literal).
    `keys` (objects) are the spans of the key literals, as far as they stand in the text.
    `is_open` (objects, arrays, strings): something unknown may be in it besides, so that an absence proves nothing.
    `added_by` names the SDK or client that adds the value itself; None when the customer wrote it.
    """

    __slots__ = ("added_by", "data", "is_open", "keys", "kind", "parts", "span")

    def __init__(
        self,
        kind: Kind,
        data: Any,
        span: Span | None = None,
        *,
        parts: tuple[Span, ...] = (),
        keys: dict[str, Span] | None = None,
        is_open: bool = False,
        added_by: str | None = None,
    ) -> None:
        self.kind = kind
        self.data = data
        self.span = span
        self.parts = parts
        self.keys = keys if keys is not None else {}
        self.is_open = is_open
        self.added_by = added_by

    @classmethod
    def of(cls, data: Any, span: Span | None = None, *, added_by: str | None = None) -> Value:
        """Return the value of plain JSON data (str, int, float, bool, None, dict, list); `span` for the outermost."""
        if isinstance(data, dict):
            members = {str(key): cls.of(item, added_by=added_by) for key, item in data.items()}
            return cls("object", members, span, added_by=added_by)
        if isinstance(data, list | tuple):
            return cls("array", [cls.of(item, added_by=added_by) for item in data], span, added_by=added_by)
        kind: Kind = "string"
        if data is None:
            kind = "null"
        elif isinstance(data, bool):
            kind = "boolean"
        elif isinstance(data, int | float):
            kind = "number"
        return cls(kind, data, span, is_open=isinstance(data, str) and UNKNOWN in data, added_by=added_by)

    @classmethod
    def unknown(cls, span: Span | None = None) -> Value:
        """Return a value of which nothing is known; `span` is the expression that would tell it."""
        return cls("unknown", UNKNOWN, span, is_open=True)

    @property
    def known(self) -> bool:
        """Whether the value itself (not its members) is wholly known."""
        return self.kind != "unknown" and not (self.kind == "string" and self.is_open)

    def plain(self) -> Any:
        """Return plain JSON data; what is unknown is the text UNKNOWN."""
        if self.kind == "object":
            return {key: item.plain() for key, item in self.data.items()}
        if self.kind == "array":
            return [item.plain() for item in self.data]
        return self.data

    def at(self, pointer: str) -> Value | None:
        """Return the value at a JSON pointer ('' is this one), or None when nothing stands there."""
        here = self
        for step in pointer.split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            if here.kind == "object" and name in here.data:
                here = here.data[name]
            elif here.kind == "array" and name.isdigit() and int(name) < len(here.data):
                here = here.data[int(name)]
            else:
                return None
        return here

    def place(self) -> Span | None:
        """Return the literal's span, or the hull of the literals that a computed value was made of, or None."""
        if self.span is not None:
            return self.span
        if not self.parts:
            return None
        first = self.parts[0].source
        own = [part for part in self.parts if part.source == first]
        return Span(first, min(part.start for part in own), max(part.end for part in own))

    def __repr__(self) -> str:
        return f"Value({self.kind}, {self.plain()!r}, {self.span})"
