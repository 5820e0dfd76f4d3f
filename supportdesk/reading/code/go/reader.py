"""Reading Go: the requests that a piece of Go text sends, found without running it.

The text may be a whole file, functions without `package` and `main`, bare statements, or cut off.
"""

from __future__ import annotations

from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.running import read_program
from supportdesk.reading.code.trees import Grammar, plain_closers
from supportdesk.view import View

GRAMMAR = Grammar("tree_sitter_go", plain_closers(quotes=('"', "'"), raw=("`",)))


def read(view: View) -> CodeReading:
    """Read what a piece of Go text sends; never raises for any text."""
    from supportdesk.reading.code.go.dialect import make
    from supportdesk.reading.code.go.lowering import Lowering

    return read_program(view, GRAMMAR, Lowering, make())
