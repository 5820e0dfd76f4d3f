"""Evaluates the equations of `supportdesk.money`: Decimal everywhere, float64 inside `trunc(…)`."""

from __future__ import annotations

import ast
import itertools
import math
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, localcontext

NAMES = {
    "round": lambda x: x.to_integral_value(ROUND_HALF_UP),
    "ceil": lambda x: x.to_integral_value(ROUND_CEILING),
    "max": lambda *xs: max(xs),
    "min": lambda *xs: min(xs),
}


def _value(node: ast.expr, text: str, exact: bool):
    if isinstance(node, ast.Constant):
        literal = ast.get_source_segment(text, node)
        return Decimal(literal) if exact else float(literal)
    if isinstance(node, ast.UnaryOp):
        return -_value(node.operand, text, exact)
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, text, exact), _value(node.right, text, exact)
        match node.op:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.Div():
                return left / right
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == "trunc":
            return Decimal(math.trunc(_value(node.args[0], text, False)))
        return NAMES[node.func.id](*(_value(arg, text, exact) for arg in node.args))
    raise AssertionError(f"not part of an equation: {ast.dump(node)}")


def holds(line: str) -> bool:
    """Whether both sides of every sign in an equation or chain of `<=` are equal, or in order."""
    sign = "<=" if "<=" in line else "="
    with localcontext() as context:
        context.prec = 80
        sides = []
        for part in line.split(sign):
            text = part.strip()
            sides.append(_value(ast.parse(text, mode="eval").body, text, True))
    pairs = list(itertools.pairwise(sides))
    return bool(pairs) and all(a <= b if sign == "<=" else a == b for a, b in pairs)
