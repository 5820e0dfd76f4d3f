"""Evaluating calls: of the program's functions and classes, of libraries, and of methods of values and clients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import CALL_LIMIT, Evaluator, Frame
from supportdesk.reading.code.members import class_member, get_attribute, spread_items, spread_members
from supportdesk.reading.code.snapshots import same
from supportdesk.reading.code.statements import run
from supportdesk.reading.code.texts import unknown_of
from supportdesk.reading.code.things import (
    Arguments,
    Bound,
    ClassThing,
    Client,
    Closure,
    Container,
    Instance,
    Reference,
    Scope,
    Unclear,
    spans_of,
)
from supportdesk.value import Value

_MAPPING = frozenset(("map", "imap", "imap_unordered", "map_async", "thread_map", "process_map"))
CALLS_OF_MAP = 100
"""Items of a pool's `map` that are followed."""

VALUE_BASES = ("Enum", "TypedDict")
"""Last names of library classes whose instances are their members or plain mappings."""


def call_node(evaluator: Evaluator, node: ir.Call) -> Value:
    """Return the value of a call; a chain of calls (`a.b().c().d()`) is no deep tree, however long."""
    chain = [node]
    here = node.function
    while type(here) is ir.Attribute and type(here.target) is ir.Call:
        chain.append(here.target)
        here = here.target.function
    value: Value | None = None
    for link in reversed(chain):
        function = link.function
        if value is None or not isinstance(function, ir.Attribute):
            target = evaluator.evaluate(function)
        else:
            evaluator.steps -= 2
            target = get_attribute(evaluator, value, function.name, function)
        value = call(evaluator, target, arguments_of(evaluator, link.arguments), link)
        if evaluator.steps < 0:
            evaluator.exhausted = True
            break
    return value if value is not None else Unclear(evaluator.span(node))


def arguments_of(evaluator: Evaluator, written: list[ir.Argument]) -> Arguments:
    """Evaluate the arguments of a call."""
    made = Arguments()
    for argument in written:
        value = evaluator.evaluate(argument.value)
        if argument.spread == "items":
            through = Container("array", [])
            spread_items(through, value)
            made.positional.extend(through.data)
            made.is_open = made.is_open or through.is_open
        elif argument.spread == "members":
            members = Container("object", {})
            spread_members(members, value)
            made.named.update(members.data)
            made.name_spans.update(members.keys)
            made.is_open = made.is_open or members.is_open
        elif argument.name is None:
            made.positional.append(value)
        else:
            made.named[argument.name] = value
            made.name_spans[argument.name] = evaluator.view.span(argument.name_start, argument.name_end)
    return made


def call(evaluator: Evaluator, target: Value, arguments: Arguments | None, node: ir.Node) -> Value:
    """Call a value; `arguments` None calls a function of the program with nothing known (its defaults apply)."""
    if isinstance(target, Closure):
        return _call_closure(evaluator, target, arguments, node)
    if isinstance(target, ClassThing):
        return construct(evaluator, target, arguments, node)
    given = arguments or Arguments()
    if isinstance(target, Reference):
        handler = evaluator.dialect.library.get(target.path)
        if handler is not None:
            return handler(evaluator, given, node)
    elif isinstance(target, Bound):
        found = _call_bound(evaluator, target, given, node)
        if found is not None:
            return found
        if isinstance(target.owner, Instance):
            target = Unclear(target.span, path=tuple(target.path.split(".")))
    if isinstance(target, Unclear):
        guessed = _call_unclear(evaluator, target, given, node)
        if guessed is not None:
            return guessed
    if isinstance(target, Client):
        return evaluator.dialect.families[target.family](evaluator, target, "", given, node)
    if isinstance(target, Instance):
        method = class_member(target.kind_of, "__call__")
        if isinstance(method, Closure):
            return call(evaluator, method.bound_to(target), given, node)
    if _is_read(target) and not given.positional and not given.named:
        return target
    return _unknown_call(evaluator, target, given, node)


def _call_unclear(evaluator: Evaluator, target: Unclear, arguments: Arguments, node: ir.Node) -> Value | None:
    method = evaluator.dialect.methods.get("Unclear", {}).get(target.path[-1]) if target.path else None
    if method is not None:
        owner = Unclear(target.span, target.parts, origin=target.origin, path=target.path[:-1])
        return method(evaluator, owner, arguments, node)
    return None if target.origin is not None else evaluator.dialect.guess(evaluator, target, arguments, node)


def _is_read(target: Value) -> bool:
    """Say whether a value that is called is a member read as `object.member()`."""
    return isinstance(target, Instance) or target.kind != "unknown"


def _call_bound(evaluator: Evaluator, target: Bound, arguments: Arguments, node: ir.Node) -> Value | None:
    owner = target.owner
    if isinstance(owner, Client):
        return evaluator.dialect.families[owner.family](evaluator, owner, target.path, arguments, node)
    kind = type(owner).__name__ if owner.kind == "unknown" else owner.kind
    methods = evaluator.dialect.methods.get(kind, {})
    method = methods.get(target.path) or methods.get("*")
    return None if method is None else method(evaluator, owner, arguments, node)


def _unknown_call(evaluator: Evaluator, target: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return what an unknown function gives; functions of the program that it is handed are called by it."""
    through = isinstance(target, Unclear | Bound) and _last_name(target) in _MAPPING
    for position, value in enumerate(arguments.positional):
        if isinstance(value, Closure):
            rest = Arguments()
            rest.positional = arguments.positional[position + 1 :]
            if through and rest.positional:
                _call_with_each(evaluator, value, rest.positional, node)
                continue
            rest.is_open = evaluator.dialect.missing is not None
            wanted = {parameter.name for parameter in value.function.parameters}
            rest.named = {name: item for name, item in arguments.named.items() if name in wanted}
            call(evaluator, value, rest, node)
    for value in arguments.named.values():
        if isinstance(value, Closure):
            handed = Arguments()
            items = arguments.named.get("args")
            if items is not None and items.kind == "array":
                handed.positional = list(items.data)
            call(evaluator, value, handed, node)
    span = evaluator.span(node)
    if isinstance(target, Unclear):
        if target.origin is not None and target.path[-1:] == ("json",):
            evaluator.fact("json_read", target.origin, span)
        return Unclear(span, origin=target.origin, path=(*target.path[-7:], "()"))
    everything = [*arguments.positional, *arguments.named.values()]
    owner = target.owner if isinstance(target, Bound) else None
    return unknown_of(owner, *everything, span=span)


def _last_name(target: Unclear | Bound) -> str:
    path = target.path if isinstance(target, Bound) else ".".join(target.path)
    return path.rpartition(".")[2]


def _call_with_each(evaluator: Evaluator, function: Closure, columns: list[Value], node: ir.Node) -> None:
    """Call a function as a pool's `map` does: with the first items of all columns, then with the second."""
    spread: list[Container] = []
    for column in columns:
        spread.append(Container("array", []))
        spread_items(spread[-1], column)
    rows = list(zip(*(column.data for column in spread), strict=False))[:CALLS_OF_MAP]
    for row in rows or [tuple(Unclear() for _ in columns)]:
        handed = Arguments()
        handed.positional = list(row)
        call(evaluator, function, handed, node)


def _call_closure(evaluator: Evaluator, target: Closure, arguments: Arguments | None, node: ir.Node) -> Value:
    target = target.fitting(None if arguments is None else len(arguments.positional))
    function = target.function
    evaluator.called.add(id(function))
    if evaluator.calls >= CALL_LIMIT:
        evaluator.exhausted = True
        return Unclear(evaluator.span(node))
    owner = target.owner if "members" in function.marks else None
    around = Scope(target.scope, owner) if isinstance(owner, Instance | ClassThing) else target.scope
    scope = Scope(around)
    outer, frame = evaluator.scope, evaluator.frame
    evaluator.scope, evaluator.frame = scope, Frame()
    evaluator.calls += 1
    _bind(evaluator, target, arguments, scope)
    left = run(evaluator, function.body)
    evaluator.calls -= 1
    result = _result(evaluator.frame, left)
    evaluator.scope, evaluator.frame = outer, frame
    return result


def _bind(evaluator: Evaluator, target: Closure, arguments: Arguments | None, scope: Scope) -> None:
    given = arguments or Arguments()
    positional = list(given.positional)
    if target.owner is not None and "staticmethod" not in target.function.marks:
        if evaluator.dialect.receiver:
            scope.names[evaluator.dialect.receiver] = target.owner
        else:
            positional.insert(0, target.owner)
    named = dict(given.named)
    for parameter in target.function.parameters:
        if parameter.kind == "rest" and "late" in target.function.marks and parameter.name in named:
            scope.names[parameter.name] = named.pop(parameter.name)
        elif parameter.kind == "rest":
            rest = Container("array", positional, is_open=given.is_open or arguments is None, born=evaluator.branch)
            scope.names[parameter.name], positional = rest, []
        elif parameter.kind == "rest_members":
            members = Container("object", named, is_open=given.is_open or arguments is None, born=evaluator.branch)
            members.keys = {key: place for key, place in given.name_spans.items() if key in named}
            scope.names[parameter.name], named = members, {}
        elif parameter.name in named:
            scope.names[parameter.name] = named.pop(parameter.name)
        elif positional:
            scope.names[parameter.name] = positional.pop(0)
        elif parameter.default is not None:
            default = target.defaults.get(parameter.name) or evaluator.evaluate(parameter.default)
            is_lost = (arguments is None or given.is_open) and default.kind == "null"
            scope.names[parameter.name] = Unclear() if is_lost else default
        else:
            scope.names[parameter.name] = _handed_in(evaluator, target, parameter.name)


def _handed_in(evaluator: Evaluator, target: Closure, name: str) -> Value:
    """Return a parameter that no call gives: a test's fixture, the object of a method whose class was cut off."""
    found = target.scope.find(name)
    if isinstance(found, Closure) and "fixture" in found.function.marks and found is not target:
        return call(evaluator, found, None, target.function)
    return found if name == "self" and isinstance(found, Instance) else Unclear()


def _result(frame: Frame, left: str) -> Value:
    """Return what a function gives: the one value that it may return besides empty ones, else something unknown."""
    returned = frame.returned
    if left != "return" and not returned:
        return Value("null", None)
    if len(returned) == 1 and (left == "return" or not frame.maybe_left):
        return returned[0]
    telling = [value for value in returned if value.kind != "null"]
    if not telling:
        return Value("null", None)
    last = telling[-1]
    if all(same(last, value) for value in telling) or len(telling) == 1:
        return last
    return unknown_of(*reversed(telling))


def construct(evaluator: Evaluator, target: ClassThing, given: Arguments | None, node: ir.Node) -> Value:
    """Return a new object of a class of the program; its constructor or its declared fields take the arguments.

    `given` None makes one of whose arguments nothing is known.
    """
    arguments = given or Arguments()
    library = [path.rsplit(".", 1)[-1] for path in target.library_bases()]
    if any(base.endswith(VALUE_BASES[0]) for base in library) and arguments.positional:
        return arguments.positional[0]
    if VALUE_BASES[1] in library:
        mapping = Container("object", dict(arguments.named), evaluator.span(node), born=evaluator.branch)
        mapping.keys = dict(arguments.name_spans)
        return mapping
    made = Instance(target, evaluator.span(node))
    maker = class_member(target, "__init__")
    if isinstance(maker, Closure):
        call(evaluator, maker.bound_to(made), given, node)
        return made
    for position, (name, default) in enumerate(target.fields.items()):
        value = arguments.get(position, name)
        if value is None:
            value = _fresh(evaluator, default, node) if default is not None else Unclear()
        made.members[name] = value
    for name, value in arguments.named.items():
        made.members.setdefault(name, value)
    after = class_member(target, "__post_init__")
    if isinstance(after, Closure):
        call(evaluator, after.bound_to(made), Arguments(), node)
    return made


def _fresh(evaluator: Evaluator, default: Value, node: ir.Node) -> Value:
    """Return a field's default: what `field(default=…)` or its factory says, else the value itself."""
    if not isinstance(default, Client) or default.family != "field":
        return default
    factory = default.state.get("default_factory")
    if factory is not None:
        return call(evaluator, factory, Arguments(), node)
    value = default.state.get("default")
    return value if value is not None else Unclear(parts=spans_of(default))


HANDLERS: dict[type[ir.Node], Callable[[Evaluator, Any], Value]] = {ir.Call: call_node}
