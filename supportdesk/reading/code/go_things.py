"""Values of a Go program that several libraries share: headers, and what makes a library's struct."""

from __future__ import annotations

from supportdesk.reading.code.evaluate import Handler
from supportdesk.reading.code.things import Container
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


def pair(first: Value, second: Value) -> Container:
    """Return two results of a function."""
    return Container("array", [first, second])


def with_error(value: Value) -> Container:
    """Return a result and the error that did not happen."""
    return pair(value, Value("null", None))
