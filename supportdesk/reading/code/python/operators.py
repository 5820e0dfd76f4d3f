"""Lowering of Python's operators: arithmetic, comparisons, logic and the conditional expression."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.python.lowering import Lowering
from supportdesk.reading.code.trees import Tree

_BINARY = {
    "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "//": "floor_divide", "%": "modulo", "**": "power",
    "|": "merge",
}  # fmt: skip
_COMPARISON = {
    "==": "equal", "!=": "unequal", "<>": "unequal", "<": "less", "<=": "less_equal", ">": "greater",
    ">=": "greater_equal", "in": "in", "not in": "not_in", "is": "same", "is not": "different",
}  # fmt: skip


def _binary(low: Lowering, node: Tree) -> ir.Node:
    """Return an operation; a chain of the same operator to the left is one operation with many operands."""
    sign = node.child_by_field_name("operator")
    name = _BINARY.get(sign.type) if sign is not None else None
    if name is None:
        return low.other(node)
    rights: list[Tree] = []
    here = node
    while here.type == "binary_operator":
        inner = here.child_by_field_name("operator")
        right, left = here.child_by_field_name("right"), here.child_by_field_name("left")
        if inner is None or right is None or left is None or _BINARY.get(inner.type) != name:
            break
        rights.append(right)
        here = left
        if name == "power":
            break
    first, place = low.expression(here), low.bounds(node)
    others = [low.expression(right) for right in reversed(rights)]
    if isinstance(first, ir.Spread):
        return ir.Spread(ir.Operation(name, [first.value, *others], *place), *place)
    return ir.Operation(name, [first, *others], *place)


def _logic(low: Lowering, node: Tree) -> ir.Node:
    name = "and" if any(child.type == "and" for child in node.children) else "or"
    return ir.Operation(name, low.parts(node), *low.bounds(node))


def _comparison(low: Lowering, node: Tree) -> ir.Node:
    signs = [child.type for child in node.children if child.type in _COMPARISON]
    operands = low.parts(node)
    start, end = low.bounds(node)
    if len(operands) != len(signs) + 1 or not signs:
        return ir.Other(operands, start, end)
    made: list[ir.Node] = [
        ir.Operation(_COMPARISON[sign], operands[index : index + 2], start, end) for index, sign in enumerate(signs)
    ]
    return made[0] if len(made) == 1 else ir.Operation("and", made, start, end)


def _negated(low: Lowering, node: Tree) -> ir.Node:
    value = low.field(node, "argument")
    start, end = low.bounds(node)
    if value is None:
        return ir.Other([], start, end)
    if node.type == "not_operator":
        return ir.Operation("not", [value], start, end)
    sign = low.text[start : start + 1]
    if isinstance(value, ir.Literal) and isinstance(value.value, int | float) and sign in "+-":
        return ir.Literal(-value.value if sign == "-" else value.value, start, end)
    return ir.Operation("negate", [value], start, end) if sign == "-" else ir.Other([value], start, end)


def _conditional(low: Lowering, node: Tree) -> ir.Node:
    parts = low.parts(node)
    if len(parts) != 3:
        return ir.Other(parts, *low.bounds(node))
    return ir.Conditional(parts[1], parts[0], parts[2], *low.bounds(node))


HANDLERS: dict[str, Callable[[Lowering, Tree], ir.Node]] = {
    "binary_operator": _binary,
    "boolean_operator": _logic,
    "comparison_operator": _comparison,
    "not_operator": _negated,
    "unary_operator": _negated,
    "conditional_expression": _conditional,
}
"""Node type of the grammar → what lowers it as an expression."""
