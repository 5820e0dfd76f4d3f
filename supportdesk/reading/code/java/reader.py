"""Reading Java: the requests that a piece of Java text sends, whole classes or bare statements."""

from __future__ import annotations

from typing import Any

from supportdesk.reading.code.java import classes as java_classes
from supportdesk.reading.code.java import statements as java_statements
from supportdesk.reading.code.java.lowering import JavaLowering
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.running import read_program
from supportdesk.reading.code.trees import Grammar, plain_closers
from supportdesk.view import View

GRAMMAR = Grammar("tree_sitter_java", plain_closers(raw=('"""',)))

_state: dict[str, Any] = {"tables": (java_classes, java_statements)}


def read(view: View) -> CodeReading:
    """Read what a piece of Java text sends; never raises for any text."""
    dialect = _state.get("dialect")
    if dialect is None:
        from supportdesk.reading.code.java.dialect import make

        dialect = _state["dialect"] = make()
    return read_program(view, GRAMMAR, JavaLowering, dialect)
