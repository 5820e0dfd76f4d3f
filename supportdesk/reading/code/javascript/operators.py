"""Lowering of JavaScript's operators and assignments."""

from __future__ import annotations

from typing import Any

from supportdesk.reading.code import ir
from supportdesk.reading.code.javascript.lowering import JavaScriptLowering
from supportdesk.reading.code.trees import Lowering, Tree

_OPERATORS = {
    "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "%": "modulo", "**": "power", "&&": "and", "||": "or",
    "??": "coalesce", "==": "equal", "!=": "unequal", "===": "equal", "!==": "unequal", "<": "less", "<=": "less_equal",
    ">": "greater", ">=": "greater_equal", "in": "in",
}  # fmt: skip
_AUGMENTED = {
    "+=": "add", "-=": "subtract", "*=": "multiply", "/=": "divide", "%=": "modulo", "**=": "power", "||=": "or",
    "&&=": "and", "??=": "coalesce",
}  # fmt: skip
_CHAINED = frozenset(("+", "&&", "||", "??"))


def _binary(low: Lowering, node: Tree) -> ir.Node:
    """Return an operation; a long chain of one operator becomes one operation with many operands."""
    sign = node.child_by_field_name("operator")
    operator = "" if sign is None else sign.type
    name = _OPERATORS.get(operator)
    place = low.bounds(node)
    if name is None:
        return ir.Other(low.parts(node), *place)
    rights: list[Tree] = []
    here: Tree | None = node
    while here is not None and here.type == "binary_expression":
        sign = here.child_by_field_name("operator")
        right = here.child_by_field_name("right")
        if sign is None or sign.type != operator or right is None:
            break
        rights.append(right)
        here = here.child_by_field_name("left")
        if operator not in _CHAINED:
            break
    operands = ([] if here is None else [low.expression(here)]) + [low.expression(one) for one in reversed(rights)]
    return ir.Operation(name, operands, *place) if len(operands) > 1 else ir.Other(operands, *place)


def _unary(low: Lowering, node: Tree) -> ir.Node:
    sign, value = node.child_by_field_name("operator"), low.field(node, "argument")
    start, end = low.bounds(node)
    operator = "" if sign is None else sign.type
    if value is None:
        return ir.Other([], start, end)
    if operator in ("-", "+") and isinstance(value, ir.Literal) and type(value.value) in (int, float):
        number: Any = value.value
        return ir.Literal(-number if operator == "-" else number, start, end)
    if operator == "!":
        return ir.Operation("not", [value], start, end)
    if operator == "-":
        return ir.Operation("negate", [value], start, end)
    if operator in ("typeof", "+"):
        return ir.Call(
            ir.Name("typeof" if operator == "typeof" else "Number", start, end), [ir.Argument(value)], start, end
        )
    if operator == "void":
        return ir.Name("undefined", start, end)
    if operator == "delete":
        if isinstance(value, ir.Attribute):
            name = ir.Literal(value.name, value.target.end, value.end)
            value = ir.Subscript(value.target, name, value.start, value.end)
        return ir.Remove(value, start, end)
    return ir.Other([value], start, end)


def _conditional(low: Lowering, node: Tree) -> ir.Node:
    parts = [low.field(node, name) for name in ("condition", "consequence", "alternative")]
    test, then, otherwise = parts
    if test is None or then is None or otherwise is None:
        return low.other(node)
    return ir.Conditional(test, then, otherwise, *low.bounds(node))


def _assignment(low: Lowering, node: Tree) -> ir.Node:
    target, value = low.field(node, "left"), low.field(node, "right")
    if target is None or value is None:
        return low.other(node)
    sign = node.child_by_field_name("operator")
    operation = "" if node.type == "assignment_expression" or sign is None else _AUGMENTED.get(sign.type, "subtract")
    return ir.Assign(target, value, *low.bounds(node), operation, outer=True)


def _update(low: Lowering, node: Tree) -> ir.Node:
    target, sign = low.field(node, "argument"), node.child_by_field_name("operator")
    if target is None or sign is None:
        return low.other(node)
    place = low.bounds(node)
    name = "add" if sign.type == "++" else "subtract"
    return ir.Assign(target, ir.Literal(1, *place), *place, name, outer=True)


JavaScriptLowering.EXPRESSIONS.update(
    {
        "binary_expression": _binary,
        "unary_expression": _unary,
        "ternary_expression": _conditional,
        **dict.fromkeys(("assignment_expression", "augmented_assignment_expression"), _assignment),
        "update_expression": _update,
    }
)
