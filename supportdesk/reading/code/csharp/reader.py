"""Reading C#: the requests that a piece of C# text sends, found without running it."""

from __future__ import annotations

from supportdesk.reading.code.csharp.text import closers, softened
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.running import read_program
from supportdesk.reading.code.trees import Grammar
from supportdesk.view import View

GRAMMAR = Grammar("tree_sitter_c_sharp", closers, soften=softened)


def read(view: View) -> CodeReading:
    """Read what a piece of C# text sends; never raises for any text."""
    from supportdesk.reading.code.csharp.dialect import make
    from supportdesk.reading.code.csharp.lowering import Lowering

    return read_program(view, GRAMMAR, Lowering, make())
