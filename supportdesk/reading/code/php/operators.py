"""Lowering of PHP's operators, casts and choices."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.php.lowering import Lowering, called
from supportdesk.reading.code.trees import Tree

_OPERATORS = {
    "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "%": "modulo", "**": "power", ".": "concat",
    "==": "equal", "===": "same", "!=": "unequal", "<>": "unequal", "!==": "different", "<": "less",
    "<=": "less_equal", ">": "greater", ">=": "greater_equal", "&&": "and", "and": "and", "||": "or", "or": "or",
    "??": "coalesce",
}  # fmt: skip


def _binary(low: Lowering, node: Tree) -> ir.Node:
    """Return an operation; a chain of one operator is one operation with many operands."""
    sign = node.child_by_field_name("operator")
    written = low.source(sign).lower() if sign is not None else ""
    name = _OPERATORS.get(written)
    chain: list[Tree] = []
    here: Tree | None = node
    while here is not None and here.type == "binary_expression":
        operator, right = here.child_by_field_name("operator"), here.child_by_field_name("right")
        if operator is None or right is None or low.source(operator).lower() != written:
            break
        chain.append(right)
        here = here.child_by_field_name("left")
        if written not in (".", "+", "&&", "||", "??", "|"):
            break
    if here is None or not chain:
        return low.other(node)
    operands = [low.expression(part) for part in (here, *reversed(chain))]
    place = low.bounds(node)
    if name == "add":
        return called("php sum", operands, place)
    if name == "coalesce":
        return called("php default", operands, place)
    if written == "|":
        return called("php flags", operands, place)
    if name is None or len(operands) < 2:
        return ir.Other(operands, *place)
    return ir.Operation(name, operands, *place)


def _unary(low: Lowering, node: Tree) -> ir.Node:
    parts = low.parts(node)
    sign = low.text[low.offset(node.start_byte) : low.offset(node.start_byte) + 1]
    if not parts:
        return low.other(node)
    value, place = parts[-1], low.bounds(node)
    if sign == "!":
        return ir.Operation("not", [value], *place)
    if sign == "-":
        if isinstance(value, ir.Literal) and isinstance(value.value, int | float):
            return ir.Literal(-value.value, *place)
        return ir.Operation("negate", [value], *place)
    return value


def _conditional(low: Lowering, node: Tree) -> ir.Node:
    test, then = low.field(node, "condition"), low.field(node, "body")
    otherwise = low.field(node, "alternative")
    if test is None or otherwise is None:
        return low.other(node)
    if then is None:
        return called("php either", [test, otherwise], low.bounds(node))
    return ir.Conditional(test, then, otherwise, *low.bounds(node))


def _cast(low: Lowering, node: Tree) -> ir.Node:
    kind, value = node.child_by_field_name("type"), low.field(node, "value")
    if kind is None or value is None:
        return low.other(node)
    return called(f"php ({low.source(kind).strip().lower()})", [value], low.bounds(node))


def _match(low: Lowering, node: Tree) -> ir.Node:
    subject = low.field(node, "condition")
    body = node.child_by_field_name("body")
    place = low.bounds(node)
    made: ir.Node = ir.Other([], *place)
    arms = [] if body is None else [child for child in body.named_children if child.type not in low.IGNORED]
    for arm in reversed(arms):
        value = low.field(arm, "return_expression")
        if value is None or subject is None:
            continue
        if arm.type == "match_default_expression":
            made = value
            continue
        conditions = arm.child_by_field_name("conditional_expressions")
        tests: list[ir.Node] = [
            ir.Operation("equal", [subject, low.expression(part)], *low.bounds(arm))
            for part in ([] if conditions is None else conditions.named_children)
            if part.type not in low.IGNORED
        ]
        if tests:
            test = tests[0] if len(tests) == 1 else ir.Operation("or", tests, *low.bounds(arm))
            made = ir.Conditional(test, value, made, *place)
    return made


HANDLERS: dict[str, Callable[[Lowering, Tree], ir.Node]] = {
    "binary_expression": _binary,
    "unary_op_expression": _unary,
    "conditional_expression": _conditional,
    "cast_expression": _cast,
    "match_expression": _match,
}
"""Node type of the grammar → what lowers it as an expression."""
