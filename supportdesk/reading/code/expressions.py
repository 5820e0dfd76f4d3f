"""Evaluating expressions: literals, templates, names, members, items, containers, choices and comprehensions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator
from supportdesk.reading.code.members import get_attribute, get_item, spread_items, spread_members
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.snapshots import same
from supportdesk.reading.code.statements import assign
from supportdesk.reading.code.texts import unknown_of
from supportdesk.reading.code.things import Container, Unclear, spans_of
from supportdesk.value import Kind, Value

ITEM_LIMIT = 400
"""Items that a comprehension makes."""


def literal(evaluator: Evaluator, node: ir.Literal) -> Value:
    """Return the value of a literal, with its place."""
    data = node.value
    span = evaluator.span(node)
    if isinstance(data, str):
        if data:
            evaluator.literals[span] = (node.start, node.end)
        return Value("string", data, span)
    kind: Kind = "null" if data is None else "boolean" if isinstance(data, bool) else "number"
    return Value(kind, data, span)


def template(evaluator: Evaluator, node: ir.Template) -> Value:
    """Return the text of a template, unknown pieces as UNKNOWN."""
    values = [evaluator.evaluate(part) for part in node.parts]
    made = evaluator.text(*values)
    if len(values) == 1 and isinstance(node.parts[0], ir.Literal):
        return Value("string", made.data, evaluator.span(node))
    if not made.parts:
        made.parts = (evaluator.span(node),)
    return made


def name(evaluator: Evaluator, node: ir.Name) -> Value:
    """Return the value of a name."""
    return evaluator.lookup(node.name, node)


def attribute(evaluator: Evaluator, node: ir.Attribute) -> Value:
    """Return a member by name."""
    return get_attribute(evaluator, evaluator.evaluate(node.target), node.name, node)


def subscript(evaluator: Evaluator, node: ir.Subscript) -> Value:
    """Return an item, a member or a slice."""
    target = evaluator.evaluate(node.target)
    if isinstance(node.index, ir.Range):
        bounds = [
            None if part is None else evaluator.evaluate(part)
            for part in (node.index.lower, node.index.upper, node.index.step)
        ]
        return _slice(target, bounds)
    return get_item(evaluator, target, evaluator.evaluate(node.index), node)


def mapping(evaluator: Evaluator, node: ir.Mapping) -> Value:
    """Return an object; a spread of something unknown leaves it open."""
    made = Container("object", {}, evaluator.span(node), born=evaluator.branch)
    for key_node, value_node in node.entries:
        if key_node is None:
            spread_members(made, evaluator.evaluate(value_node))
            continue
        if isinstance(key_node, ir.Literal) and isinstance(key_node.value, str):
            key, place = key_node.value, evaluator.span(key_node)
        else:
            key_value = evaluator.evaluate(key_node)
            if key_value.kind in ("object", "array", "unknown") or key_value.is_open:
                made.is_open = True
                evaluator.evaluate(value_node)
                continue
            key = str(evaluator.text(key_value).data)
            spans = spans_of(key_value)
            place = spans[0] if spans else evaluator.span(key_node)
        made.data[key] = evaluator.evaluate(value_node)
        made.keys[key] = place
    return made


def sequence(evaluator: Evaluator, node: ir.Sequence) -> Value:
    """Return an array; a spread of something unknown leaves it open."""
    made = Container("array", [], evaluator.span(node), born=evaluator.branch)
    for item in node.items:
        if isinstance(item, ir.Spread):
            spread_items(made, evaluator.evaluate(item.value))
        else:
            made.data.append(evaluator.evaluate(item))
    return made


def spread(evaluator: Evaluator, node: ir.Spread) -> Value:
    """Return what is spread (outside of a container this tells nothing more)."""
    return evaluator.evaluate(node.value)


def conditional(evaluator: Evaluator, node: ir.Conditional) -> Value:
    """Return the chosen expression; of an unknown test both, if they are the same, else something unknown."""
    known = truth(evaluator.evaluate(node.test))
    if known is not None:
        return evaluator.evaluate(node.then if known else node.otherwise)
    then, otherwise = evaluator.evaluate(node.then), evaluator.evaluate(node.otherwise)
    return then if same(then, otherwise) else unknown_of(then, otherwise)


def other(evaluator: Evaluator, node: ir.Other) -> Value:
    """Evaluate the children for what they do."""
    for child in node.children:
        evaluator.evaluate(child)
    return Unclear(evaluator.span(node))


def bounds_alone(evaluator: Evaluator, node: ir.Range) -> Value:
    """Return nothing known of a slice that stands outside of a subscript (broken text)."""
    return Unclear(evaluator.span(node))


def comprehension(evaluator: Evaluator, node: ir.Comprehension) -> Value:
    """Return the list or mapping; going through something unknown leaves it open and empty."""
    made = Container("array" if node.key is None else "object", [] if node.key is None else {}, born=evaluator.branch)
    outer = evaluator.scope
    evaluator.scope = type(outer)(outer)
    _clause(evaluator, node, 0, made)
    evaluator.scope = outer
    made.parts = (evaluator.span(node),)
    return made


def _clause(evaluator: Evaluator, node: ir.Comprehension, index: int, made: Container) -> None:
    if index == len(node.clauses):
        value = evaluator.evaluate(node.element)
        if node.key is None:
            made.data.append(value)
        else:
            key = evaluator.evaluate(node.key)
            if key.known:
                made.data[str(evaluator.text(key).data)] = value
            else:
                made.is_open = True
        return
    clause = node.clauses[index]
    through = Container("array", [])
    spread_items(through, evaluator.evaluate(clause.iterable))
    items = through.data[:ITEM_LIMIT]
    if through.is_open or len(items) < len(through.data):
        made.is_open = True
    for item in items:
        if evaluator.steps < 0:
            made.is_open = True
            return
        assign(evaluator, clause.target, item)
        tests = [truth(evaluator.evaluate(condition)) for condition in clause.conditions]
        if False in tests:
            continue
        if None in tests:
            made.is_open = True
            continue
        _clause(evaluator, node, index + 1, made)


def _slice(target: Value, bounds: list[Value | None]) -> Value:
    simple = True
    plain: list[int | None] = []
    for bound in bounds:
        if bound is None:
            plain.append(None)
        elif isinstance(bound.data, int):
            plain.append(bound.data)
        else:
            simple = False
    if not simple or target.is_open or target.kind not in ("string", "array"):
        if isinstance(target, Unclear) and target.origin is not None:
            return target
        return unknown_of(target)
    if plain[2] == 0:
        return unknown_of(target)
    data = target.data[slice(*plain)]
    if target.kind == "string":
        return target if data == target.data else Value("string", data, None, parts=spans_of(target))
    made = Container("array", data)
    made.parts = spans_of(target)
    return made


HANDLERS: dict[type[ir.Node], Callable[[Evaluator, Any], Value]] = {
    ir.Literal: literal,
    ir.Template: template,
    ir.Name: name,
    ir.Attribute: attribute,
    ir.Subscript: subscript,
    ir.Mapping: mapping,
    ir.Sequence: sequence,
    ir.Spread: spread,
    ir.Conditional: conditional,
    ir.Other: other,
    ir.Range: bounds_alone,
    ir.Comprehension: comprehension,
}
