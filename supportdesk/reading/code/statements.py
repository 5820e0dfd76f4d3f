"""Going through statements: assignments, branches, loops and leaving them.

`run` returns how the statements were left: '' at their end, else 'break', 'continue', 'return' or 'raise'.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import DEPTH_LIMIT, Evaluator
from supportdesk.reading.code.members import (
    changed,
    get_attribute,
    get_item,
    is_sure,
    remove,
    set_attribute,
    set_item,
    spread_items,
)
from supportdesk.reading.code.operations import combine, truth
from supportdesk.reading.code.snapshots import same
from supportdesk.reading.code.texts import unknown_of
from supportdesk.reading.code.things import ClassThing, Closure, Container, Reference, Scope, Unclear, spans_of
from supportdesk.value import Value

ROUND_LIMIT = 100
"""Rounds that one loop over known items is followed."""


def run(evaluator: Evaluator, body: list[ir.Node]) -> str:
    """Go through statements in order; return how they were left ('' at their end)."""
    if evaluator.depth >= DEPTH_LIMIT:
        evaluator.exhausted = True
        return ""
    evaluator.depth += 1
    left = ""
    for node in body:
        handler = STATEMENTS.get(type(node))
        if handler is None:
            evaluator.evaluate(node)
        else:
            evaluator.steps -= 1
            left = handler(evaluator, node)
        if evaluator.leaving:
            left, evaluator.leaving = evaluator.leaving, ""
        if left or evaluator.steps < 0:
            break
    evaluator.depth -= 1
    return left


def assign(evaluator: Evaluator, target: ir.Node, value: Value, *, outer: bool = False) -> None:
    """Bind a name, a member, an item, or the names of a sequence to a value."""
    if isinstance(target, ir.Name):
        scope = evaluator.scope.holder(target.name) if outer else evaluator.scope
        if scope.owner is not None:
            set_attribute(evaluator, scope.owner, target.name, value)
        else:
            scope.names[target.name] = value
    elif isinstance(target, ir.Attribute):
        set_attribute(evaluator, evaluator.evaluate(target.target), target.name, value)
    elif isinstance(target, ir.Subscript):
        owner = evaluator.evaluate(target.target)
        set_item(evaluator, owner, evaluator.evaluate(target.index), value)
    elif isinstance(target, ir.Sequence):
        _take_apart(evaluator, target, value, outer=outer)
    elif isinstance(target, ir.Mapping):
        _take_members(evaluator, target, value, outer=outer)
    elif isinstance(target, ir.Assign) and target.value is not None:
        assign(evaluator, target.target, _or_default(evaluator, target.value, value), outer=outer)


def _or_default(evaluator: Evaluator, default: ir.Node, value: Value) -> Value:
    """Return what a name with a default takes: the default where nothing was given, or nothing is known at all."""
    given = value is not evaluator.dialect.missing and not _is_nothing(value)
    return value if given else evaluator.evaluate(default)


def _take_members(evaluator: Evaluator, target: ir.Mapping, value: Value, *, outer: bool) -> None:
    """Bind the names of a mapping to the members of a value; an entry without a key takes those that are left."""
    taken: set[str] = set()
    for key, place in target.entries:
        if key is None:
            rest = Container("object", {}, is_open=True, born=evaluator.branch)
            if value.kind == "object":
                rest.data = {name: item for name, item in value.data.items() if name not in taken}
                rest.keys = {name: span for name, span in value.keys.items() if name not in taken}
                rest.is_open = value.is_open
            rest.parts = spans_of(value)
            assign(evaluator, place, rest, outer=outer)
            continue
        name = key.value if isinstance(key, ir.Literal) else evaluator.evaluate(key).data
        taken.add(str(name))
        item = Unclear() if _is_nothing(value) else get_attribute(evaluator, value, str(name), place)
        assign(evaluator, place, item, outer=outer)


def _is_nothing(value: Value) -> bool:
    """Say whether a value is that of an argument which no call in the text gives."""
    if not isinstance(value, Unclear) or value.origin is not None or value.path:
        return False
    return value.span is None and not value.parts


def _take_apart(evaluator: Evaluator, target: ir.Sequence, value: Value, *, outer: bool) -> None:
    through = Container("array", [])
    spread_items(through, value)
    sure = not through.is_open
    items = through.data
    for index, part in enumerate(target.items):
        if isinstance(part, ir.Spread):
            rest = Container("array", items[index:] if sure else [], is_open=not sure)
            assign(evaluator, part.value, rest, outer=outer)
            continue
        known = sure and index < len(items)
        assign(evaluator, part, items[index] if known else unknown_of(value), outer=outer)


def _assign(evaluator: Evaluator, node: ir.Assign) -> str:
    if node.value is None:
        return ""
    if not node.operation:
        assign(evaluator, node.target, evaluator.evaluate(node.value), outer=node.outer)
        return ""
    target = node.target
    if isinstance(target, ir.Attribute | ir.Subscript):
        owner = evaluator.evaluate(target.target)
        if isinstance(target, ir.Attribute):
            new = _combined(evaluator, node, get_attribute(evaluator, owner, target.name, target))
            set_attribute(evaluator, owner, target.name, new)
        else:
            index = evaluator.evaluate(target.index)
            set_item(evaluator, owner, index, _combined(evaluator, node, get_item(evaluator, owner, index, target)))
        return ""
    assign(evaluator, target, _combined(evaluator, node, evaluator.evaluate(target)), outer=node.outer)
    return ""


def _combined(evaluator: Evaluator, node: ir.Assign, old: Value) -> Value:
    """Return `old operation value`; a container is changed itself, so that other names for it see the change."""
    value = evaluator.evaluate(node.value) if node.value is not None else Unclear()
    if old.kind == "array" and node.operation == "add":
        changed(old)
        if is_sure(evaluator, old) and len(old.data) < 100_000:
            spread_items(old, value)
        else:
            old.is_open = True
        return old
    if node.operation in ("or", "coalesce", "and"):
        known = truth(old)
        if known is None:
            return unknown_of(old, value)
        return value if known is (node.operation == "and") else old
    return combine(evaluator, node.operation, old, value)


def assigned_value(evaluator: Evaluator, node: ir.Assign) -> Value:
    """Do an assignment that stands in an expression; return its value."""
    _assign(evaluator, node)
    return evaluator.evaluate(node.target)


def _define(evaluator: Evaluator, node: ir.Function) -> str:
    made = function_value(evaluator, node)
    before = evaluator.scope.names.get(node.name)
    if "overloads" in node.marks and isinstance(made, Closure) and isinstance(before, Closure):
        made.others = (*before.others, before)
    evaluator.scope.names[node.name] = made
    return ""


def function_value(evaluator: Evaluator, node: ir.Function) -> Value:
    """Return a function as a value; its defaults are evaluated now, those of one marked 'late' when it is called."""
    defaults = {
        parameter.name: evaluator.evaluate(parameter.default)
        for parameter in node.parameters
        if parameter.default is not None and "late" not in node.marks
    }
    return Closure(node, evaluator.scope, defaults)


def _class(evaluator: Evaluator, node: ir.Class) -> str:
    made = ClassThing(node, evaluator.scope)
    made.bases = [evaluator.evaluate(base) for base in node.bases]
    outer = evaluator.scope
    evaluator.scope = Scope(outer)
    for owner in reversed(made.ancestry()[1:]):
        made.fields.update(owner.fields)
    made.members = evaluator.scope.names
    receiver = evaluator.dialect.receiver
    if receiver:
        evaluator.scope.names[receiver] = outer.names[node.name] = made
    for statement in node.body:
        run(evaluator, [statement])
        if isinstance(statement, ir.Assign) and isinstance(statement.target, ir.Name):
            name = statement.target.name
            made.fields[name] = evaluator.scope.names.get(name) if statement.value is not None else None
    made.members = evaluator.scope.names
    made.members.pop(receiver, None)
    for member in made.members.values():
        for one in (member, *member.others) if isinstance(member, Closure) else ():
            if "members" in one.function.marks:
                one.owner = made
            if one.scope is evaluator.scope:
                one.scope = outer
    evaluator.scope = outer
    outer.names[node.name] = made
    return ""


def _if(evaluator: Evaluator, node: ir.If) -> str:
    """Take the branch whose test is known; look at all that may be taken where it is not."""
    possible: list[list[ir.Node]] = []
    for test, body in node.branches:
        known = truth(evaluator.evaluate(test))
        if known is False:
            continue
        possible.append(body)
        if known:
            break
    else:
        possible.append(node.otherwise)
    if len(possible) == 1:
        return run(evaluator, possible[0])
    return _either(evaluator, possible)


def _either(evaluator: Evaluator, bodies: list[list[ir.Node]]) -> str:
    scope = evaluator.scope
    before = scope.names
    live: list[dict[str, Value]] = []
    lefts: list[str] = []
    evaluator.branch += 1
    for body in bodies:
        scope.names = dict(before)
        left = run(evaluator, body)
        lefts.append(left)
        if not left:
            live.append(scope.names)
    evaluator.branch -= 1
    if not live:
        scope.names = before
        evaluator.frame.maybe_left = evaluator.frame.maybe_left or len(set(lefts)) > 1
        return "return" if "return" in lefts else next((left for left in lefts if left != "raise"), "raise")
    if len(live) < len(bodies) and any(left not in ("raise", "continue") for left in lefts if left):
        evaluator.frame.maybe_left = True
    scope.names = _merged(live)
    return ""


def _merged(scopes: list[dict[str, Value]]) -> dict[str, Value]:
    """Return the names that several branches leave; what they leave different is unknown."""
    merged = dict(scopes[0])
    for names in scopes[1:]:
        for name, value in names.items():
            old = merged.get(name)
            if old is None or (old is not value and old.kind == "null" and value.kind == "unknown"):
                merged[name] = value
            elif old is not value and not same(old, value) and value.kind != "null":
                merged[name] = unknown_of(old, value)
    return merged


def _loop(evaluator: Evaluator, node: ir.Loop) -> str:
    if node.iterable is None:
        return _while(evaluator, node)
    through = Container("array", [])
    spread_items(through, evaluator.evaluate(node.iterable))
    rounds: list[Value] = through.data[:ROUND_LIMIT]
    unknown = through.is_open and not rounds
    if unknown:
        rounds = [Unclear(evaluator.span(node.iterable), spans_of(through))]
        evaluator.branch += 1
    frame = evaluator.frame
    outer_left, left = frame.maybe_left, ""
    for item in rounds:
        frame.maybe_left = False
        if node.target is not None:
            assign(evaluator, node.target, item)
        left = run(evaluator, node.body)
        if left in ("break", "return", "raise") or frame.maybe_left or evaluator.steps < 0:
            break
    frame.maybe_left = outer_left or frame.maybe_left
    if unknown:
        evaluator.branch -= 1
        frame.maybe_left = frame.maybe_left or left == "return"
        return ""
    return left if left in ("return", "raise") else ""


def _while(evaluator: Evaluator, node: ir.Loop) -> str:
    """Go through a loop with a test while the test is known to hold; once where it is not known."""
    frame = evaluator.frame
    outer_left, left = frame.maybe_left, ""
    for number in range(ROUND_LIMIT):
        known = True if node.test is None else truth(evaluator.evaluate(node.test))
        if known is False or (known is None and number):
            break
        frame.maybe_left = False
        sent = len(evaluator.requests)
        left = run(evaluator, node.body)
        endless = node.test is None or isinstance(node.test, ir.Literal)
        if left in ("break", "return", "raise") or frame.maybe_left or known is None or evaluator.steps < 0:
            break
        if endless and (number or len(evaluator.requests) == sent):
            break
    frame.maybe_left = outer_left or frame.maybe_left
    return left if left in ("return", "raise") else ""


def _return(evaluator: Evaluator, node: ir.Return) -> str:
    value = Value("null", None) if node.value is None else evaluator.evaluate(node.value)
    evaluator.frame.returned.append(value)
    return "return"


def _leave(evaluator: Evaluator, node: ir.Leave) -> str:
    if node.value is not None:
        evaluator.evaluate(node.value)
    return node.kind


def _block(evaluator: Evaluator, node: ir.Block) -> str:
    return run(evaluator, node.body)


def _import(evaluator: Evaluator, node: ir.Import) -> str:
    evaluator.scope.names[node.name] = Reference(node.path)
    return ""


def _remove(evaluator: Evaluator, node: ir.Remove) -> str:
    target = node.target
    if isinstance(target, ir.Subscript):
        owner = evaluator.evaluate(target.target)
        remove(evaluator, owner, evaluator.evaluate(target.index))
    elif isinstance(target, ir.Name):
        evaluator.scope.names.pop(target.name, None)
    return ""


STATEMENTS: dict[type[ir.Node], Callable[[Evaluator, Any], str]] = {
    ir.Assign: _assign,
    ir.Function: _define,
    ir.Class: _class,
    ir.If: _if,
    ir.Loop: _loop,
    ir.Return: _return,
    ir.Leave: _leave,
    ir.Block: _block,
    ir.Import: _import,
    ir.Remove: _remove,
}


def as_value(evaluator: Evaluator, node: ir.Node) -> Value:
    """Go through a statement that stands where an expression belongs (broken text); it has no value."""
    STATEMENTS[type(node)](evaluator, node)
    return Unclear(evaluator.span(node))


HANDLERS: dict[type[ir.Node], Callable[[Evaluator, Any], Value]] = {
    **dict.fromkeys((ir.Class, ir.If, ir.Loop, ir.Return, ir.Leave, ir.Block, ir.Import, ir.Remove), as_value),
    ir.Assign: assigned_value,
    ir.Function: function_value,
}
