"""Reading JavaScript: the requests that a piece of JavaScript text sends, found without running it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.reading.code.javascript_text import closers, soften
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.running import read_program
from supportdesk.reading.code.trees import Grammar
from supportdesk.view import View

if TYPE_CHECKING:
    from supportdesk.reading.code.evaluate import Dialect

GRAMMAR = Grammar("tree_sitter_javascript", closers, soften=soften)

_dialects: dict[str, Dialect] = {}


def read(view: View) -> CodeReading:
    """Read what a piece of JavaScript text sends; never raises for any text."""
    return read_as(view, GRAMMAR, "javascript")


def read_as(view: View, grammar: Grammar, language: str) -> CodeReading:
    """Read a text with a grammar of JavaScript or TypeScript, whose names and libraries are the same."""
    from supportdesk.reading.code.javascript_dialect import make, prepare
    from supportdesk.reading.code.javascript_statements import JavaScriptLowering

    if language not in _dialects:
        _dialects[language] = make(language)
    return read_program(view, grammar, JavaScriptLowering, _dialects[language], prepare)
