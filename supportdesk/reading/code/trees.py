"""Parsing program text with a tree-sitter grammar, and the base of every lowering of its tree to the neutral form.

The text may be broken or cut off: what a cut leaves open is closed behind the text's end where the tree is the better
for it, and a broken place (ERROR) becomes its readable children. Trees are parsed as UTF-16, whose byte offsets are
offsets of the text once characters beyond U+FFFF are counted.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from typing import Any, ClassVar

from supportdesk.i18n import mark
from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.grammars import parser
from supportdesk.reading.code.signs import STRAIGHTENED, plain_spaces, straightened
from supportdesk.reading.repairs import first_difference
from supportdesk.view import View

DEPTH_LIMIT = 90
"""Levels of nesting that are lowered; deeper ones are left unknown."""
NODE_LIMIT = 60_000
"""Nodes that are lowered of one text."""
ERROR_LIMIT = 20_000
"""Nodes of a broken tree that are looked at for broken places."""
CLOSED = mark("closed what the text leaves open")
MOST_CLOSERS = 400
MOST_ROUNDS = 300
"""How often a parser may ask whether to go on, besides once for 12 characters: more than sound text takes."""
UNREADABLE = "("
"""A text that no grammar reads: what stands for one whose reading was given up."""

_ASTRAL = lazy("[\U00010000-\U0010ffff]")
_PAIRS = {"(": ")", "[": "]", "{": "}"}

Tree = Any
"""A tree-sitter node; the package is imported only where program text is read."""


class Grammar(NamedTuple):
    """How a language is parsed.

    `package` is the grammar's package and `function` its function that gives the language; `soften` mends signs and
    keeps the length; `closers` returns what closes the strings and brackets that a text leaves open at its end.
    """

    package: str
    closers: Callable[[str], str]
    function: str = "language"
    soften: Callable[[str], str] = plain_spaces


class Parsed(NamedTuple):
    """A text that was parsed: its tree, how many of its characters were written (the rest closes it), its repairs.

    A repair is a message and its place `[start, end)` in the text.
    """

    text: str
    root: Tree
    kept: int
    repairs: list[tuple[str, int, int]]

    @property
    def is_cut(self) -> bool:
        """Whether the text ended before its strings and brackets did."""
        return self.kept < len(self.text)


def parse(written: str, grammar: Grammar) -> Parsed:
    """Return the text as it could be parsed best: as it is, with plain signs, or closed behind its end."""
    text = grammar.soften(written)
    first = _root(text, grammar)
    if first is None:
        return Parsed(text, _root(UNREADABLE, grammar), len(text), [])
    best = Parsed(text, first, len(text), [])
    if not first.has_error:
        return best
    fewest = _weight(best.root)
    straight = straightened(text)
    bases = [(text, list[tuple[str, int, int]]())]
    if straight != text:
        first_sign = first_difference(text, straight)
        bases.append((straight, [(STRAIGHTENED, first_sign, first_sign + 1)]))
    for base, repairs in bases:
        end = base.rstrip()
        tail = grammar.closers(end)
        candidates = [Parsed(base, _root(base, grammar), len(base), repairs)] if repairs else []
        if tail:
            candidates.append(
                Parsed(end + tail, _root(end + tail, grammar), len(end), [*repairs, (CLOSED, len(end), len(end))])
            )
        for candidate in candidates:
            if candidate.root is None:
                continue
            weight = _weight(candidate.root)
            if weight < fewest:
                best, fewest = candidate, weight
    return best


def errors(root: Tree) -> list[tuple[int, int]]:
    """Return the byte offsets of the places of a tree that could not be read or where a sign is missing."""
    found: list[tuple[int, int]] = []
    pending, looked = [root] if root.has_error else [], 0
    while pending and looked < ERROR_LIMIT:
        node = pending.pop()
        looked += 1
        if node.is_missing or node.type == "ERROR":
            found.append((node.start_byte, max(node.end_byte, node.start_byte + 2)))
        elif node.has_error:
            pending.extend(node.children)
    return sorted(found)


def covering(view: View, parsed: Parsed) -> View:
    """Return a view of the mended text; what was appended stands where the written text ends."""
    kept = parsed.kept
    made = view.decoded([(parsed.text[:kept], 0, kept)])
    if not parsed.is_cut:
        return made
    return View.joined([made, View.stand_in(parsed.text[kept:], view.span(kept, kept))], view.source)


def plain_closers(
    quotes: tuple[str, ...] = ('"', "'"), line_comments: tuple[str, ...] = ("//",), raw: tuple[str, ...] = ()
) -> Callable[[str], str]:
    """Return the closers of a language with brackets.

    `quotes` begin one-line strings with backslash escapes, `raw` ones over several lines, `line_comments` comments.
    """
    marks = sorted((*quotes, *raw), key=len, reverse=True)
    signs = "".join(sorted({mark[0] for mark in (*marks, *line_comments, "/", "(", ")", "[", "]", "{", "}")}))
    told = lazy(f"[{re.escape(signs)}]")

    def _closers(text: str) -> str:
        opened: list[str] = []
        at = 0
        while (found := told.search(text, at)) is not None:
            at = found.start()
            if any(text.startswith(mark, at) for mark in line_comments):
                line = text.find("\n", at)
                at = len(text) if line < 0 else line
                continue
            if text.startswith("/*", at) and "//" in line_comments:
                end = text.find("*/", at)
                at = len(text) if end < 0 else end + 2
                continue
            quote = next((mark for mark in marks if text.startswith(mark, at)), "")
            if quote:
                at = _string_end(text, at + len(quote), quote, many_lines=quote in raw)
                if at >= len(text):
                    slash = "\\" if text.endswith("\\") and not text.endswith("\\\\") and quote not in raw else ""
                    return slash + quote + "".join(reversed(opened[-MOST_CLOSERS:]))
                at += len(quote) if text.startswith(quote, at) else 0
                continue
            sign = text[at]
            if sign in _PAIRS:
                opened.append(_PAIRS[sign])
            elif sign in ")]}":
                while opened and opened.pop() != sign:
                    pass
            at += 1
        return "".join(reversed(opened[-MOST_CLOSERS:]))

    return _closers


class Lowering:
    """Lowers one parsed text; a language's own is a subclass with its tables of node types.

    `EXPRESSIONS` and `STATEMENTS` say what a node becomes, `IGNORED` which nodes say nothing; `broken` are the offsets
    of places that were too deep or too many to read. Of the text only the first `kept` characters were written; what
    ends behind them was closed by a repair, so that more may have stood in it. `written` is the text before its signs
    were mended, as long up to `kept`: what stands inside literals.
    """

    EXPRESSIONS: ClassVar[dict[str, Callable[[Any, Tree], ir.Node]]] = {}
    STATEMENTS: ClassVar[dict[str, Callable[[Any, Tree, list[ir.Node]], None]]] = {}
    IGNORED: ClassVar[frozenset[str]] = frozenset(("comment",))
    EXPRESSION_STATEMENTS: ClassVar[frozenset[str]] = frozenset(("expression_statement",))

    __slots__ = ("_astral", "_depth", "_left", "broken", "kept", "text", "written")

    def __init__(self, text: str, kept: int, written: str | None = None) -> None:
        self.text = text
        self.kept = kept
        self.written = text if written is None else written
        self.broken: list[tuple[int, int]] = []
        self._depth = 0
        self._left = NODE_LIMIT
        astral = [] if text.isascii() else [match.start() for match in _ASTRAL.finditer(text)]
        self._astral = [start + index for index, start in enumerate(astral)]

    def offset(self, byte: int) -> int:
        """Return the offset of a UTF-16 byte offset in the text."""
        unit = byte >> 1
        return unit - bisect.bisect_left(self._astral, unit) if self._astral else unit

    def module(self, root: Tree) -> list[ir.Node]:
        """Return the statements of a parsed text."""
        return self.statements(root)

    def statements(self, node: Tree | None) -> list[ir.Node]:
        """Return the statements among a node's children (none for no node)."""
        made: list[ir.Node] = []
        for child in () if node is None else node.named_children:
            if child.type not in self.IGNORED:
                self.statement(child, made)
        return made

    def statement(self, node: Tree, made: list[ir.Node]) -> None:
        """Append what one statement becomes."""
        if node.type in self.EXPRESSION_STATEMENTS:
            children = [child for child in node.named_children if child.type not in self.IGNORED]
            if len(children) > 1:
                made.append(ir.Sequence([self.expression(child) for child in children], *self.bounds(node)))
            elif children:
                self.statement(children[0], made)
            return
        handler = self.STATEMENTS.get(node.type)
        if handler is None:
            made.append(self.expression(node))
            return
        if self._depth >= DEPTH_LIMIT:
            self.broken.append(self.bounds(node))
            return
        self._depth += 1
        handler(self, node, made)
        self._depth -= 1

    def bounds(self, node: Tree) -> tuple[int, int]:
        """Return the offsets of a node."""
        return self.offset(node.start_byte), self.offset(node.end_byte)

    def source(self, node: Tree) -> str:
        """Return the characters of a node."""
        return self.text[self.offset(node.start_byte) : self.offset(node.end_byte)]

    def expression(self, node: Tree) -> ir.Node:
        """Return what an expression becomes; too deep or too much becomes unknown."""
        self._left -= 1
        if self._depth >= DEPTH_LIMIT or self._left < 0:
            place = self.bounds(node)
            self.broken.append(place)
            return ir.Other([], *place)
        self._depth += 1
        handler = self.EXPRESSIONS.get(node.type)
        made = handler(self, node) if handler is not None else self.other(node)
        self._depth -= 1
        return made

    def other(self, node: Tree) -> ir.Node:
        """Return an unknown expression with its readable children."""
        return ir.Other(self.parts(node), *self.bounds(node))

    def parts(self, node: Tree) -> list[ir.Node]:
        """Return the expressions among a node's children."""
        return [self.expression(child) for child in node.named_children if child.type not in self.IGNORED]

    def field(self, node: Tree, name: str) -> ir.Node | None:
        """Return the expression in a field of the grammar, or None."""
        child = node.child_by_field_name(name)
        return None if child is None else self.expression(child)

    def is_cut(self, node: Tree) -> bool:
        """Whether a node ends in what a repair appended, so that more may have stood in it."""
        return self.offset(node.end_byte) > self.kept

    def rest(self, node: Tree) -> ir.Node:
        """Return what may have stood where the text was cut."""
        end = self.offset(node.end_byte)
        return ir.Other([], min(self.kept, end), end)


def _root(text: str, grammar: Grammar) -> Tree:
    """Return the root of a text's tree, or None where the grammar's search for a way to read a broken text explodes."""
    reader = parser(grammar.package, grammar.function)
    data = text.encode("utf-16-le", "surrogatepass")
    left = MOST_ROUNDS + len(text) // 12

    def _is_too_long(*_: object) -> bool:
        nonlocal left
        left -= 1
        return left < 0

    try:
        tree = reader.parse(lambda at, _: data[at : at + 65_536], encoding="utf16le", progress_callback=_is_too_long)
    except ValueError:  # what a parser that was stopped raises
        reader.reset()
        return None
    return tree.root_node


def _weight(root: Tree) -> int:
    """Return how much of a tree could not be read."""
    return sum(end - start + 2 for start, end in errors(root))


def _string_end(text: str, at: int, quote: str, *, many_lines: bool) -> int:
    """Return where a string's closing quote stands, or the line's or text's end."""
    while at < len(text):
        if text.startswith(quote, at):
            return at
        if text[at] == "\n" and not many_lines:
            return at
        at += 2 if text[at] == "\\" and not (many_lines and quote == "`") else 1
    return len(text)


def constant(value: ir.Plain) -> Callable[[Lowering, Tree], ir.Node]:
    """Return the lowering of a word that stands for one value: `true`, `nil`, `None`."""
    return lambda low, node: ir.Literal(value, *low.bounds(node))


def name_node(low: Lowering, node: Tree) -> ir.Node:
    """Return a bare name."""
    start, end = low.bounds(node)
    return ir.Name(low.text[start:end], start, end)
