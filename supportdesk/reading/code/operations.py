"""Evaluating operators: sums, joins, comparisons and logic, as far as their operands are known."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator
from supportdesk.reading.code.members import spread_members
from supportdesk.reading.code.snapshots import same
from supportdesk.reading.code.texts import LENGTH_LIMIT, formatted, percent_filled, unknown_of
from supportdesk.reading.code.things import Container, Reference, Thing, Unclear, spans_of
from supportdesk.value import UNKNOWN, Value

NUMBER_LIMIT = 1 << 256
"""Magnitude of the largest integer that is computed."""
ITEM_LIMIT = 1000
"""Items of the longest array that is made by repeating."""

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "less": operator.lt, "less_equal": operator.le, "greater": operator.gt, "greater_equal": operator.ge,
}  # fmt: skip
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add, "subtract": operator.sub, "multiply": operator.mul, "divide": operator.truediv,
    "floor_divide": operator.floordiv, "modulo": operator.mod, "power": operator.pow,
}  # fmt: skip


def truth(value: Value) -> bool | None:
    """Return whether a value counts as true; None when that is not known."""
    if isinstance(value, Unclear):
        return None
    if isinstance(value, Thing):
        return True
    if value.kind == "string" and value.is_open:
        return True if value.data.replace(UNKNOWN, "") else None
    if value.is_open and not value.data:
        return None
    return bool(value.data)


def operation(evaluator: Evaluator, node: ir.Operation) -> Value:
    """Return the result of an operator."""
    name = node.name
    if name in ("and", "or", "coalesce"):
        return _logic(evaluator, node)
    values = [evaluator.evaluate(part) for part in node.operands]
    if name == "not":
        known = truth(values[0])
        return Unclear(evaluator.span(node)) if known is None else _boolean(not known, values[0])
    if name == "negate":
        return _arithmetic("subtract", Value("number", 0), values[0])
    if name == "concat":
        return evaluator.text(*values)
    if name == "format":
        return formatted(values[0], str(values[1].data), evaluator.dialect.text)
    if name == "add":
        return _add(evaluator, values)
    result = values[0]
    for value in values[1:]:
        result = combine(evaluator, name, result, value)
    return result


def combine(evaluator: Evaluator, name: str, left: Value, right: Value) -> Value:
    """Return `left name right` for an operator of two operands."""
    if name == "add":
        return _add(evaluator, [left, right])
    if name == "merge":
        if left.kind == "number":
            return unknown_of(left, right)
        made = Container("object", {}, born=evaluator.branch)
        spread_members(made, left)
        spread_members(made, right)
        made.parts = spans_of(left, right)
        return made
    if name == "modulo" and left.kind == "string":
        several = right.kind == "array"
        return percent_filled(left, right, evaluator.dialect.text, several=several)
    if name == "divide" and left.kind == "string":
        return evaluator.text(left, Value("string", "/"), right)
    if name == "multiply":
        return _repeat(left, right)
    if name in _ARITHMETIC:
        return _arithmetic(name, left, right)
    return _compare(name, left, right)


def _add(evaluator: Evaluator, values: list[Value]) -> Value:
    kinds = {value.kind for value in values}
    if "string" in kinds:
        return evaluator.text(*values)
    result = values[0]
    for value in values[1:]:
        if result.kind == "array" or value.kind == "array":
            made = Container("array", [], born=evaluator.branch)
            for one in (result, value):
                if one.kind == "array" and len(made.data) + len(one.data) <= LENGTH_LIMIT:
                    made.data.extend(one.data)
                made.is_open = made.is_open or one.is_open
            made.parts = spans_of(result, value)
            result = made
        else:
            result = _arithmetic("add", result, value)
    return result


def _repeat(left: Value, right: Value) -> Value:
    if right.kind in ("string", "array"):
        left, right = right, left
    times = right.data
    if left.kind in ("string", "array"):
        if not isinstance(times, int) or isinstance(times, bool) or left.is_open:
            return unknown_of(left, right)
        limit = LENGTH_LIMIT if left.kind == "string" else ITEM_LIMIT
        if len(left.data) * max(times, 0) > limit:
            return unknown_of(left, right)
        if left.kind == "string":
            return Value("string", left.data * times, None, parts=spans_of(left))
        made = Container("array", left.data * times)
        made.parts = spans_of(left)
        return made
    return _arithmetic("multiply", left, right)


def _arithmetic(name: str, left: Value, right: Value) -> Value:
    first, second = left.data, right.data
    if left.kind not in ("number", "boolean") or right.kind not in ("number", "boolean"):
        return unknown_of(left, right)
    if name == "power" and (abs(first) > 1e6 or abs(second) > 64):
        return unknown_of(left, right)
    try:
        result = _ARITHMETIC[name](first, second)
    except (ArithmeticError, ValueError):
        return unknown_of(left, right)
    if not isinstance(result, int | float) or (isinstance(result, int) and abs(result) > NUMBER_LIMIT):
        return unknown_of(left, right)
    return Value("number", result, None, parts=spans_of(left, right))


def _compare(name: str, left: Value, right: Value) -> Value:
    if isinstance(left, Reference) and isinstance(right, Reference) and name in ("equal", "same"):
        return _boolean(left.path == right.path, left)
    if name in ("in", "not_in"):
        return _contained(left, right, wanted=name == "in")
    if name in ("equal", "unequal", "same", "different"):
        wanted = name in ("equal", "same")
        if isinstance(left, Thing) and isinstance(right, Thing):
            return unknown_of(left, right)
        if _clear(left) and _clear(right):
            return _boolean(same(left, right) is wanted, left, right)
        if "null" in (left.kind, right.kind) and "unknown" not in (left.kind, right.kind):
            return _boolean(not wanted, left, right)
        if "null" in (left.kind, right.kind) and _made(left if right.kind == "null" else right):
            return _boolean(not wanted, left, right)
        return unknown_of(left, right)
    if name in _COMPARE and left.known and right.known:
        try:
            return _boolean(_COMPARE[name](left.data, right.data), left, right)
        except TypeError:
            return unknown_of(left, right)
    return unknown_of(left, right)


def _contained(left: Value, right: Value, *, wanted: bool) -> Value:
    if right.is_open or not left.known:
        return unknown_of(left, right)
    if right.kind == "string" and left.kind == "string":
        return _boolean((left.data in right.data) is wanted, left, right)
    if right.kind == "object":
        return _boolean((str(left.data) in right.data) is wanted, left, right)
    if right.kind == "array":
        return _boolean(any(same(left, item) for item in right.data) is wanted, left, right)
    return unknown_of(left, right)


def _logic(evaluator: Evaluator, node: ir.Operation) -> Value:
    """Return the operand that decides; with an unknown one before it only what all of them agree on."""
    values: list[Value] = []
    for part in node.operands:
        value = evaluator.evaluate(part)
        values.append(value)
        known = truth(value)
        if node.name == "coalesce":
            known = None if isinstance(value, Unclear) else value.kind != "null"
        if known is None:
            continue
        if known is (node.name != "and"):
            break
        if part is not node.operands[-1]:
            values.pop()
    if len(values) == 2 and isinstance(values[0], Unclear) and values[1].kind == "string" and "://" in values[1].data:
        # an address is what the program uses where nothing else is set
        return Value("string", values[1].data, None, parts=spans_of(values[1]), is_open=True)
    return values[0] if len(values) == 1 else unknown_of(*values)


def _clear(value: Value) -> bool:
    return value.kind != "unknown" and not value.is_open


def _made(value: Value) -> bool:
    return isinstance(value, Thing) and not isinstance(value, Unclear)


def _boolean(data: bool, *values: Value) -> Value:  # the value itself, no switch
    return Value("boolean", data, None, parts=spans_of(*values))


HANDLERS: dict[type[ir.Node], Callable[[Evaluator, Any], Value]] = {ir.Operation: operation}
