"""Lowering of C#'s operators: arithmetic, comparisons, logic, assignments, patterns and switch expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from supportdesk.reading.code import ir
from supportdesk.reading.code.csharp.lowering import PROPERTY_TYPES, Lowering, helper, inner_value
from supportdesk.reading.code.trees import Tree

_BINARY = {
    "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "%": "modulo", "==": "equal", "!=": "unequal",
    "<": "less", "<=": "less_equal", ">": "greater", ">=": "greater_equal", "&&": "and", "||": "or",
}  # fmt: skip


_ASSIGNING = {"+=": "add", "-=": "subtract", "*=": "multiply", "/=": "divide", "??=": "coalesce"}


def _binary(low: Lowering, node: Tree) -> ir.Node:
    """Return an operation; a chain of the same operator to the left is one operation with many operands."""
    sign = _sign(node)
    place = low.bounds(node)
    if sign == "??":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None or right.type == "throw_expression":
            return low.other(node) if left is None else low.expression(left)
        return helper("%coalesce", place, low.expression(left), low.expression(right))
    name = _BINARY.get(sign)
    if name is None:
        return low.other(node)
    rights: list[Tree] = []
    here = node
    while here.type == "binary_expression" and _sign(here) == sign:
        left, right = here.child_by_field_name("left"), here.child_by_field_name("right")
        if left is None or right is None:
            break
        rights.append(right)
        here = left
    first = low.expression(here)
    return ir.Operation(name, [first, *(low.expression(right) for right in reversed(rights))], *place)


def _sign(node: Tree) -> str:
    sign = node.child_by_field_name("operator")
    return "" if sign is None else str(sign.type)


def _prefixed(low: Lowering, node: Tree) -> ir.Node:
    start, end = low.bounds(node)
    parts = low.parts(node)
    sign = low.text[start : start + 2]
    if not parts or sign in ("++", "--"):
        return ir.Other(parts, start, end)
    value = parts[0]
    if sign[0] == "!":
        return ir.Operation("not", [value], start, end)
    if isinstance(value, ir.Literal) and isinstance(value.value, int | float) and sign[0] in "+-^":
        return ir.Literal(value.value if sign[0] == "+" else -value.value, start, end)
    return ir.Operation("negate", [value], start, end) if sign[0] == "-" else ir.Other([value], start, end)


def _postfixed(low: Lowering, node: Tree) -> ir.Node:
    parts = low.parts(node)
    sign = node.children[-1].type if node.children else ""
    if len(parts) == 1 and sign in ("++", "--"):
        one = ir.Literal(1, *low.bounds(node))
        return low.assigned(parts[0], one, node, "add" if sign == "++" else "subtract")
    return parts[0] if len(parts) == 1 else low.other(node)


def _assignment(low: Lowering, node: Tree) -> ir.Node:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return low.other(node)
    target = low.expression(left)
    if isinstance(target, ir.Call) and target.arguments and isinstance(target.arguments[-1].value, ir.Literal):
        target = ir.Attribute(target.arguments[0].value, str(target.arguments[-1].value.value), *low.bounds(left))
    kind = None
    if low.inside is not None and isinstance(target, ir.Attribute):
        kind = low.inside.types.get(target.name)
    low.hint = PROPERTY_TYPES.get(target.name, "") if isinstance(target, ir.Attribute) else ""
    operation = _ASSIGNING.get(_sign(node), "")
    return low.assigned(target, low.valued(right, kind), node, operation)


def _conditional(low: Lowering, node: Tree) -> ir.Node:
    parts = [low.field(node, name) for name in ("condition", "consequence", "alternative")]
    if parts[0] is None or parts[1] is None or parts[2] is None:
        return low.other(node)
    return ir.Conditional(parts[0], parts[1], parts[2], *low.bounds(node))


def _is(low: Lowering, node: Tree) -> ir.Node:
    value, pattern = low.field(node, "expression"), node.child_by_field_name("pattern")
    place = low.bounds(node)
    if value is None or pattern is None:
        return low.other(node)
    negated = pattern.type == "negated_pattern"
    inner = pattern.named_children[0] if negated and pattern.named_children else pattern
    if inner.type != "constant_pattern":
        return ir.Other([value], *place)
    return ir.Operation("unequal" if negated else "equal", [value, inner_value(low, inner)], *place)


def _switch(low: Lowering, node: Tree) -> ir.Node:
    children = [child for child in node.named_children if child.type not in low.IGNORED]
    place = low.bounds(node)
    made: ir.Node = ir.Other([], *place)
    if not children:
        return made
    value = low.expression(children[0])
    for arm in reversed(children[1:]):
        parts = [part for part in arm.named_children if part.type not in low.IGNORED]
        if arm.type != "switch_expression_arm" or len(parts) < 2 or parts[-1].type == "throw_expression":
            continue
        then = low.expression(parts[-1])
        if parts[0].type in ("discard", "var_pattern"):
            made = then
            continue
        test: ir.Node = ir.Other([], *low.bounds(arm))
        if parts[0].type == "constant_pattern":
            test = ir.Operation("equal", [value, inner_value(low, parts[0])], *low.bounds(arm))
        made = ir.Conditional(test, then, made, *place)
    return made


HANDLERS: dict[str, Callable[[Any, Tree], ir.Node]] = {
    "binary_expression": _binary,
    "prefix_unary_expression": _prefixed,
    "postfix_unary_expression": _postfixed,
    "assignment_expression": _assignment,
    "conditional_expression": _conditional,
    "is_pattern_expression": _is,
    "switch_expression": _switch,
}
"""Node type of the grammar → what lowers it as an expression."""
