"""Reading Python: the requests that a piece of Python text sends, found without running it.

The text may be broken, cut off, copied with prompts or typographic quotes; what can be read of it is read, and
`complete` says whether that was all.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.evaluate import Evaluator
from supportdesk.reading.code.python.text import closers, prepared, softened
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.running import read_program
from supportdesk.reading.code.statements import function_value
from supportdesk.reading.code.things import ClassThing, Closure, Instance
from supportdesk.reading.code.trees import Grammar
from supportdesk.view import View

GRAMMAR = Grammar("tree_sitter_python", closers, soften=softened)


def read(view: View) -> CodeReading:
    """Read what a piece of Python text sends; never raises for any text."""
    from supportdesk.reading.code.python.dialect import make
    from supportdesk.reading.code.python.lowering import Lowering

    return read_program(prepared(view), GRAMMAR, Lowering, make(), _restore_self)


def _restore_self(reader: Evaluator, body: list[ir.Node]) -> None:
    """Make an object for methods that stand outside a class, since its head was cut off."""
    methods = [
        node for node in body if isinstance(node, ir.Function) and node.parameters and node.parameters[0].name == "self"
    ]
    if not methods:
        return
    lost = ClassThing(ir.Class("", [], [], 0, 0), reader.scope)
    made = reader.scope.names["self"] = Instance(lost)
    for method in methods:
        closure = function_value(reader, method)
        lost.members[method.name] = closure
        if method.name == "__init__" and isinstance(closure, Closure):
            call(reader, closure.bound_to(made), None, method)
