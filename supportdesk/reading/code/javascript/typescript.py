"""Reading TypeScript: JavaScript with types, which say nothing about a request."""

from __future__ import annotations

from supportdesk.reading.code.javascript.reader import read_as
from supportdesk.reading.code.javascript.text import closers, soften
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.trees import Grammar
from supportdesk.view import View

GRAMMAR = Grammar("tree_sitter_typescript", closers, "language_typescript", soften)
MARKUP_GRAMMAR = Grammar("tree_sitter_typescript", closers, "language_tsx", soften)
"""The grammar of texts with markup, in which `<Type>value` is none."""


def read(view: View) -> CodeReading:
    """Read what a piece of TypeScript text sends; never raises for any text."""
    markup = "</" in view.text or "/>" in view.text
    return read_as(view, MARKUP_GRAMMAR if markup else GRAMMAR, "typescript")
