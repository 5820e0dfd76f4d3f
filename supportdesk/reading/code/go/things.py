"""Values of a Go program that several libraries share: headers, and what makes a library's struct."""

from __future__ import annotations

from supportdesk.reading.code.evaluate import Handler
from supportdesk.reading.code.texts import unknown_of
from supportdesk.reading.code.things import Container, Unclear, spans_of
from supportdesk.value import Value


class Header(Container):
    """An `http.Header`: an object of arrays of strings whose names are found in any case."""

    __slots__ = ()

    def name(self, wanted: str) -> str:
        """Return the name as it is set already, else as wanted."""
        lowered = wanted.lower()
        return next((name for name in self.data if name.lower() == lowered), wanted)


FREE: dict[str, Handler] = {}
"""Dotted name of a library's struct or map type → what makes one of its fields; the libraries fill it."""


def default_of(value: Value, default: Value) -> Value:
    """Return what stands where a value is empty: of an unknown value the default as an open text.

    It is what the program uses where nothing else is set (as with an environment variable's default).
    """
    if isinstance(value, Unclear) and value.origin is None and default.kind == "string" and default.data:
        return Value("string", default.data, None, parts=spans_of(default), is_open=True)
    if value.kind == "unknown" or value.is_open:
        return value if not isinstance(value, Unclear) else unknown_of(value, default)
    return value if value.data else default


class Results(Container):
    """Several results of a function: `f(g())` hands each of them to `f`."""

    __slots__ = ()


def pair(first: Value, second: Value) -> Results:
    """Return two results of a function."""
    return Results("array", [first, second])


def with_error(value: Value) -> Results:
    """Return a result and the error that did not happen."""
    return pair(value, Value("null", None))
