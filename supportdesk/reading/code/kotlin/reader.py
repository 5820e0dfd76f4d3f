"""Reading Kotlin: the requests that a piece of Kotlin text (a script, a file, a cut-out) sends, without running it."""

from __future__ import annotations

from supportdesk.reading.code.kotlin.text import closers, softened
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.running import read_program
from supportdesk.reading.code.trees import Grammar
from supportdesk.view import View

GRAMMAR = Grammar("tree_sitter_kotlin", closers, soften=softened)


def read(view: View) -> CodeReading:
    """Read what a piece of Kotlin text sends; never raises for any text."""
    from supportdesk.reading.code.kotlin.dialect import make
    from supportdesk.reading.code.kotlin.lowering import Lowering

    return read_program(view, GRAMMAR, Lowering, make())
