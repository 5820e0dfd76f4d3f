"""Lowering of tree-sitter-python trees to the neutral form.

Types, decorators without meaning for a request, `await`, `async` and comments are left out; `with X as y` becomes an
assignment and a block; what Python 2 writes otherwise (print statements) is read as well. A broken place (ERROR)
becomes its readable children.
"""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir, trees
from supportdesk.reading.code.python.text import number_value
from supportdesk.reading.code.trees import Tree, constant, name_node

_IGNORED = frozenset(("comment", "pass_statement", "global_statement", "nonlocal_statement", "line_continuation"))


class Lowering(trees.Lowering):
    """Lowers one parsed Python text."""

    IGNORED = _IGNORED

    __slots__ = ("_outer",)

    def __init__(self, text: str, kept: int, written: str | None = None) -> None:
        super().__init__(text, kept, written)
        self._outer: frozenset[str] = frozenset()

    def module(self, root: Tree) -> list[ir.Node]:
        """Return the statements of a parsed text."""
        from supportdesk.reading.code.python import operators as python_operators
        from supportdesk.reading.code.python import statements as python_statements
        from supportdesk.reading.code.python import strings as python_strings

        STATEMENTS.update(python_statements.HANDLERS)
        EXPRESSIONS.update(python_strings.HANDLERS)
        EXPRESSIONS.update(python_operators.HANDLERS)
        return self.statements(root)

    def block(self, node: Tree | None) -> list[ir.Node]:
        """Return the statements of a block (none where it is missing)."""
        return [] if node is None else self.statements(node)

    def is_outer(self, name: str) -> bool:
        """Say whether a name is declared `global` or `nonlocal` in the function that is being lowered."""
        return name in self._outer

    def enter(self, node: Tree) -> frozenset[str]:
        """Note the outer names of a function's body; return those of the function around it."""
        before = self._outer
        names: set[str] = set()
        for child in node.named_children:
            if child.type in ("global_statement", "nonlocal_statement"):
                names.update(self.source(name) for name in child.named_children)
        self._outer = frozenset(names)
        return before

    def leave(self, before: frozenset[str]) -> None:
        """Go back to the outer names of the function around."""
        self._outer = before


def _number(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    value = number_value(low.text[start:end])
    return ir.Other([], start, end) if value is None else ir.Literal(value, start, end)


def _attribute(low: Lowering, node: Tree) -> ir.Node:
    target = low.field(node, "object")
    name = node.child_by_field_name("attribute")
    if target is None or name is None:
        return low.other(node)
    place = low.bounds(node)
    if isinstance(target, ir.Spread):
        return ir.Spread(ir.Attribute(target.value, low.source(name), *place), *place)
    return ir.Attribute(target, low.source(name), *place)


def _subscript(low: Lowering, node: Tree) -> ir.Node:
    children = low.parts(node)
    if len(children) < 2:
        return low.other(node)
    target, place = children[0], low.bounds(node)
    if isinstance(target, ir.Spread):
        return ir.Spread(ir.Subscript(target.value, children[1], *place), *place)
    return ir.Subscript(target, children[1], *place)


def _slice(low: Lowering, node: Tree) -> ir.Node:
    bounds: list[ir.Node | None] = [None]
    for child in node.children:
        if child.type == ":":
            bounds.append(None)
        elif child.is_named and child.type not in _IGNORED:
            bounds[-1] = low.expression(child)
    bounds += [None, None]
    return ir.Range(bounds[0], bounds[1], bounds[2], *low.bounds(node))


def arguments(low: Lowering, node: Tree | None) -> list[ir.Argument]:
    """Return the arguments of a call."""
    made: list[ir.Argument] = []
    if node is None:
        return made
    if node.type == "generator_expression":
        return [ir.Argument(low.expression(node))]
    for child in node.named_children:
        kind = child.type
        if kind == "keyword_argument":
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name is not None and value is not None:
                made.append(ir.Argument(low.expression(value), low.source(name), *low.bounds(name)))
        elif kind == "list_splat":
            made.extend(ir.Argument(value, spread="items") for value in low.parts(child))
        elif kind == "dictionary_splat":
            made.extend(ir.Argument(value, spread="members") for value in low.parts(child))
        elif kind == "ellipsis":
            made.append(ir.Argument(low.other(child), spread="members"))
        elif kind not in _IGNORED and kind != "ERROR":
            value = low.expression(child)
            spread = value.value if isinstance(value, ir.Spread) else None
            made.append(ir.Argument(value) if spread is None else ir.Argument(spread, spread="items"))
    if low.is_cut(node):
        made.append(ir.Argument(low.rest(node), spread="members"))
    return made


def _call(low: Lowering, node: Tree) -> ir.Node:
    function = low.field(node, "function")
    if function is None:
        return low.other(node)
    given, place = arguments(low, node.child_by_field_name("arguments")), low.bounds(node)
    if isinstance(function, ir.Spread):  # the grammar binds the star of `*f(x)` to `f`
        return ir.Spread(ir.Call(function.value, given, *place), *place)
    return ir.Call(function, given, *place)


def _mapping(low: Lowering, node: Tree) -> ir.Node:
    entries: list[tuple[ir.Node | None, ir.Node]] = []
    for child in node.named_children:
        if child.type == "pair":
            key, value = low.field(child, "key"), low.field(child, "value")
            if value is not None and any(part.type == "ERROR" for part in child.children):
                value = ir.Other([value], *low.bounds(child))
            if key is not None and value is not None:
                entries.append((key, value))
        elif child.type == "dictionary_splat":
            entries.extend((None, value) for value in low.parts(child))
    if low.is_cut(node):
        entries.append((None, low.rest(node)))
    return ir.Mapping(entries, *low.bounds(node))


def _sequence(low: Lowering, node: Tree) -> ir.Node:
    items = [child for child in node.named_children if child.type not in _IGNORED and child.type != "ERROR"]
    is_cut = low.is_cut(node)
    if is_cut and node.type == "set":  # a mapping that was cut behind a key
        return ir.Mapping([(None, low.rest(node))], *low.bounds(node))
    made = [low.expression(child) for child in items]
    if is_cut:
        made.append(ir.Spread(low.rest(node), *low.bounds(node)))
    return ir.Sequence(made, *low.bounds(node))


def _spread(low: Lowering, node: Tree) -> ir.Node:
    children = low.parts(node)
    return ir.Spread(children[0], *low.bounds(node)) if children else low.other(node)


def _left_out(low: Lowering, node: Tree) -> ir.Node:
    """Return `...`, which in a pasted list stands for what was left out."""
    return ir.Spread(low.other(node), *low.bounds(node))


def _inner(low: Lowering, node: Tree) -> ir.Node:
    parts = low.parts(node)
    if len(parts) != 1:
        return ir.Other(parts, *low.bounds(node))
    made = parts[0]
    if node.type == "parenthesized_expression" and isinstance(made, ir.Literal):
        return made
    return made


def _lambda(low: Lowering, node: Tree) -> ir.Node:
    from supportdesk.reading.code.python.statements import parameters

    body = low.field(node, "body")
    start, end = low.bounds(node)
    made: list[ir.Node] = [] if body is None else [ir.Return(body, start, end)]
    return ir.Function("", parameters(low, node.child_by_field_name("parameters")), made, start, end)


def _comprehension(low: Lowering, node: Tree) -> ir.Node:
    element: ir.Node | None = None
    key: ir.Node | None = None
    clauses: list[ir.Clause] = []
    for child in node.named_children:
        if child.type == "for_in_clause":
            target, iterable = low.field(child, "left"), low.field(child, "right")
            if target is not None and iterable is not None:
                clauses.append(ir.Clause(target, iterable, []))
        elif child.type == "if_clause":
            if clauses:
                clauses[-1].conditions.extend(low.parts(child))
        elif child.type == "pair":
            key, element = low.field(child, "key"), low.field(child, "value")
        elif child.type not in _IGNORED and element is None:
            element = low.expression(child)
    if element is None or not clauses:
        return low.other(node)
    return ir.Comprehension(element, key, clauses, *low.bounds(node))


def _walrus(low: Lowering, node: Tree) -> ir.Node:
    target, value = low.field(node, "name"), low.field(node, "value")
    if target is None or value is None:
        return low.other(node)
    return ir.Assign(target, value, *low.bounds(node))


EXPRESSIONS: dict[str, Callable[[Lowering, Tree], ir.Node]] = {
    "integer": _number,
    "float": _number,
    "true": constant(value=True),
    "false": constant(value=False),
    "none": constant(value=None),
    "identifier": name_node,
    "keyword_identifier": name_node,
    "attribute": _attribute,
    "subscript": _subscript,
    "slice": _slice,
    "call": _call,
    "dictionary": _mapping,
    **dict.fromkeys(
        ("list", "tuple", "set", "expression_list", "pattern_list", "list_pattern", "tuple_pattern"), _sequence
    ),
    "ellipsis": _left_out,
    **dict.fromkeys(("list_splat", "list_splat_pattern"), _spread),
    "lambda": _lambda,
    **dict.fromkeys(
        ("list_comprehension", "dictionary_comprehension", "set_comprehension", "generator_expression"), _comprehension
    ),
    "named_expression": _walrus,
    **dict.fromkeys(("await", "parenthesized_expression", "yield", "as_pattern_target"), _inner),
}
"""Node type of the grammar → what lowers it as an expression."""

STATEMENTS: dict[str, Callable[[Lowering, Tree, list[ir.Node]], None]] = {}
"""Node type of the grammar → what lowers it as a statement (python_statements fills it)."""

Lowering.EXPRESSIONS, Lowering.STATEMENTS = EXPRESSIONS, STATEMENTS
