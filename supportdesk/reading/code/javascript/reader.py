"""Reading JavaScript: the requests that a piece of JavaScript text sends, found without running it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.patterns import lazy
from supportdesk.reading.code.javascript.text import closers, soften
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.code.running import read_program
from supportdesk.reading.code.trees import Grammar
from supportdesk.view import View

if TYPE_CHECKING:
    from supportdesk.reading.code.evaluate import Dialect

_METHOD = lazy(
    r"(?:[ \t]*(?://[^\n]*)?\n){0,20}[ \t]*(?:(?:public|private|protected|static|async|override)[ \t]+)*"
    r"([A-Za-z_$#][\w$]{0,80})[ \t]*\([^(){}]{0,400}\)[ \t]*(?::[^{}();=]{1,120})?\{"
)
_NO_METHODS = frozenset(("if", "for", "while", "switch", "function", "catch", "with"))

GRAMMAR = Grammar("tree_sitter_javascript", closers, soften=soften)

_dialects: dict[str, Dialect] = {}


def read(view: View) -> CodeReading:
    """Read what a piece of JavaScript text sends; never raises for any text."""
    return read_as(view, GRAMMAR, "javascript")


def read_as(view: View, grammar: Grammar, language: str) -> CodeReading:
    """Read a text with a grammar of JavaScript or TypeScript, whose names and libraries are the same."""
    from supportdesk.reading.code.javascript.dialect import make, prepare
    from supportdesk.reading.code.javascript.statements import JavaScriptLowering

    if language not in _dialects:
        _dialects[language] = make(language)
    whole = with_head(view)
    reading = read_program(whole, grammar, JavaScriptLowering, _dialects[language], prepare)
    if whole is not view:
        reading.complete = False
    return reading


def with_head(view: View) -> View:
    """Return a text that begins inside a class, with a method, behind the head of a class."""
    match = _METHOD.match(view.text)
    if match is None or match[1] in _NO_METHODS:
        return view
    return View.joined([View.stand_in("class Lost {\n", view.span(0, 0)), view], view.source)
