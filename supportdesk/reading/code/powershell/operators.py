"""Lowering of PowerShell's operators: sums, formats, comparisons, casts, arrays by comma, ranges."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.powershell.lowering import PowerShellLowering as Lowering
from supportdesk.reading.code.powershell.lowering import called, innermost, type_name
from supportdesk.reading.code.trees import Tree

_ARITHMETIC = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "%": "modulo"}
_CASTS = frozenset(("string", "int", "int32", "int64", "long", "double", "decimal", "float", "single", "bool", "array"))
"""Casts that change a value; any other leaves it what it is."""
_COMPARISONS = {
    "eq": "equal", "ne": "unequal", "lt": "less", "le": "less_equal", "gt": "greater", "ge": "greater_equal",
    "and": "and", "or": "or", "in": "in", "notin": "not_in",
}  # fmt: skip


def _cast(low: Lowering, node: Tree) -> ir.Node:
    parts = [child for child in node.named_children if child.type not in low.IGNORED]
    if len(parts) < 2:
        return low.other(node)
    name, value = type_name(low.source(parts[0])), low.expression(parts[1])
    if name not in _CASTS:
        return value
    return called(f"cast:{name}", [value], low.bounds(node))


def _operands(low: Lowering, node: Tree) -> tuple[list[Tree], list[Tree]]:
    """Return the operands of a chain of operators and its operators, its left operands taken apart."""
    values: list[Tree] = []
    signs: list[Tree] = []
    here = innermost(node)
    kind = here.type
    while here.type == kind and here.child_count >= 3:
        children = [child for child in here.children if child.type not in low.IGNORED]
        if len(children) < 3:
            break
        values.append(children[-1])
        signs.append(children[-2])
        here = innermost(children[0])
    values.append(here)
    return values[::-1], signs[::-1]


def _sum(low: Lowering, node: Tree) -> ir.Node:
    values, signs = _operands(low, node)
    made = low.expression(values[0])
    place = low.bounds(node)
    for sign, value in zip(signs, values[1:], strict=True):
        name = low.source(sign).strip()
        right = low.expression(value)
        if name == "+":
            if isinstance(made, ir.Call) and isinstance(made.function, ir.Name) and made.function.name == "operator:+":
                made.arguments.append(ir.Argument(right))
            else:
                made = called("operator:+", [made, right], place)
        else:
            made = ir.Operation(_ARITHMETIC.get(name, "subtract"), [made, right], *place)
    return made


def _format(low: Lowering, node: Tree) -> ir.Node:
    values, signs = _operands(low, node)
    if len(values) != 2:
        return low.other(node)
    at = low.bounds(signs[0])
    operands = [low.expression(value) for value in values]
    if "??" in low.written[at[0] : at[1]]:
        return ir.Operation("coalesce", operands, *low.bounds(node))
    return called("operator:-f", operands, low.bounds(node))


def _compared(low: Lowering, node: Tree) -> ir.Node:
    values, signs = _operands(low, node)
    made, place = low.expression(values[0]), low.bounds(node)
    for sign, value in zip(signs, values[1:], strict=True):
        name = low.source(sign).strip().lower().lstrip("-")
        name = name[1:] if name[:1] in "ci" and name[1:] in (*_COMPARISONS, "replace", "split", "like") else name
        right = low.expression(value)
        operation = _COMPARISONS.get(name)
        if operation is not None:
            made = ir.Operation(operation, [made, right], *place)
        else:
            made = called(f"operator:-{name}", [made, right], place)
    return made


def _unary(low: Lowering, node: Tree) -> ir.Node:
    sign = low.source(node.children[0]).strip().lower() if node.children else ""
    parts = low.parts(node)
    place = low.bounds(node)
    if len(parts) != 1:
        return low.other(node)
    if sign in ("-not", "!"):
        return ir.Operation("not", parts, *place)
    if sign == "-":
        value = parts[0].value if isinstance(parts[0], ir.Literal) else None
        if isinstance(value, int | float):
            return ir.Literal(-value, *place)
        return ir.Operation("negate", parts, *place)
    if sign == ",":
        return ir.Sequence(parts, *place)
    return called(f"operator:{sign}", parts, place) if sign.startswith("-") else parts[0]


def _items(low: Lowering, node: Tree) -> ir.Node:
    return ir.Sequence(low.parts(node), *low.bounds(node))


def _range(low: Lowering, node: Tree) -> ir.Node:
    parts = low.parts(node)
    ends = [part.value for part in parts if isinstance(part, ir.Literal) and isinstance(part.value, int)]
    place = low.bounds(node)
    if len(ends) != 2 or len(parts) != 2 or abs(ends[1] - ends[0]) > 100:
        return ir.Other(parts, *place)
    step = 1 if ends[0] <= ends[1] else -1
    return ir.Sequence([ir.Literal(number, *place) for number in range(ends[0], ends[1] + step, step)], *place)


def register(owner: type[Lowering]) -> None:
    """Fill the table of expressions."""
    owner.EXPRESSIONS.update(
        {
            "cast_expression": _cast,
            **dict.fromkeys(("additive_expression", "additive_argument_expression"), _sum),
            **dict.fromkeys(("multiplicative_expression", "multiplicative_argument_expression"), _sum),
            **dict.fromkeys(("format_expression", "format_argument_expression"), _format),
            **dict.fromkeys(("comparison_expression", "comparison_argument_expression"), _compared),
            **dict.fromkeys(("logical_expression", "logical_argument_expression"), _compared),
            "expression_with_unary_operator": _unary,
            **dict.fromkeys(("array_literal_expression", "argument_expression_list"), _items),
            **dict.fromkeys(("range_expression", "range_argument_expression"), _range),
        }
    )
