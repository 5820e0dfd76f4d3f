"""PHP's objects: what json_encode writes of values, casts, clones, and members by names that are computed."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.members import class_member, get_attribute
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.php.arrays import LEVELS, OBJECT, first, from_map
from supportdesk.reading.code.texts import unknown_of
from supportdesk.reading.code.things import Arguments, Client, Closure, Container, Instance, Unclear, spans_of
from supportdesk.value import Value


def default(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `a ?? b`: the first that is set; an address behind something unknown is kept as what may be used."""
    return _chosen(evaluator, arguments.positional, _is_set, node)


def either(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `a ?: b`."""
    return _chosen(evaluator, arguments.positional, truth, node)


def _is_set(value: Value) -> bool | None:
    return None if isinstance(value, Unclear) else value.kind != "null"


def _chosen(evaluator: Evaluator, found: list[Value], test: Callable[[Value], bool | None], node: ir.Node) -> Value:
    unknown: list[Value] = []
    for at, value in enumerate(found):
        known = test(value)
        if known is None:
            unknown.append(value)
        elif known or at == len(found) - 1:
            if not unknown:
                return value
            if value.kind == "string" and "://" in value.data:
                return Value("string", value.data, None, parts=spans_of(value), is_open=True)
            return unknown_of(*unknown, value, span=evaluator.span(node))
    return unknown_of(*unknown, span=evaluator.span(node))


def as_object(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`(object) [...]`, `new stdClass`, `new ArrayObject([...])`."""
    value = arguments.positional[0] if arguments.positional else Container("array", [], evaluator.span(node))
    if value.kind not in ("array", "object"):
        return value if value.kind == "unknown" else Container("object", {}, born=evaluator.branch)
    source = from_map(value)
    made = Container("object", dict(source.data), value.span, born=evaluator.branch, is_open=value.is_open)
    made.keys, made.parts, made.added_by = dict(value.keys), value.parts, OBJECT
    return made


def as_array(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`(array) value`."""
    value = first(evaluator, arguments, node)
    if isinstance(value, Instance):
        return Container("object", dict(value.members), born=evaluator.branch)
    if value.kind in ("unknown", "array"):
        return value
    if value.kind == "object":
        made = Container("object", dict(value.data), value.span, born=evaluator.branch, is_open=value.is_open)
        made.keys, made.parts = dict(value.keys), value.parts
        return made
    return Container("array", [] if value.kind == "null" else [value], born=evaluator.branch)


def as_json(evaluator: Evaluator, value: Value, node: ir.Node, level: int = 0, *, force: bool = False) -> Value:
    """Return a value as json_encode writes it: maps with the keys of a list as lists, objects by their members."""
    if level > LEVELS * 4 or evaluator.steps < 0:
        return unknown_of(value)
    if isinstance(value, Instance):
        value = _public(evaluator, value, node)
    if value.kind == "object":
        is_list = value.added_by != OBJECT and all(key == str(at) for at, key in enumerate(value.data))
        if is_list and not force and not value.is_open:
            items = [as_json(evaluator, item, node, level + 1) for item in value.data.values()]
            return Value("array", items, value.span, parts=value.parts)
        members = {key: as_json(evaluator, item, node, level + 1, force=force) for key, item in value.data.items()}
        made = Value("object", members, value.span, parts=value.parts, is_open=value.is_open)
        made.keys = dict(value.keys)
        return made
    if value.kind == "array":
        items = [as_json(evaluator, item, node, level + 1, force=force) for item in value.data]
        if force:
            members = {str(at): item for at, item in enumerate(items)}
            return Value("object", members, value.span, parts=value.parts, is_open=value.is_open)
        return Value("array", items, value.span, parts=value.parts, is_open=value.is_open)
    return value


def _public(evaluator: Evaluator, value: Instance, node: ir.Node) -> Value:
    """Return what the JSON of an object is made of: its jsonSerialize, else its public properties."""
    method = class_member(value.kind_of, "jsonSerialize()")
    if isinstance(method, Closure):
        return call(evaluator, method.bound_to(value), Arguments(), node)
    hidden = {name for one in value.kind_of.ancestry() for name in one.definition.marks}
    made = Container("object", {}, born=evaluator.branch)
    made.added_by = OBJECT
    for one in reversed(value.kind_of.ancestry()):
        for name, member in one.members.items():
            if name in one.fields and not name.startswith("$") and name not in hidden:
                made.data[name] = member
    made.data.update({name: item for name, item in value.members.items() if name not in hidden})
    made.parts = spans_of(value)
    return made


def cloned(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`clone $object`."""
    value = first(evaluator, arguments, node)
    if isinstance(value, Client):
        return Client(value.family, dict(value.state), value.span)
    if isinstance(value, Instance):
        made = Instance(value.kind_of, value.span)
        made.members = dict(value.members)
        return made
    return value


def member(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`$object->$name`."""
    owner, name = arguments.positional[0], arguments.positional[-1]
    return get_attribute(evaluator, owner, str(name.data), node) if name.known else unknown_of(owner, name)


def method(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`$object->$name` that is called."""
    owner, name = arguments.positional[0], arguments.positional[-1]
    if isinstance(name, Closure):
        return name
    return get_attribute(evaluator, owner, f"{name.data}()", node) if name.known else unknown_of(owner, name)


def bound(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`parent::method`, `self::method`, `static::method` inside a method: of the same object where there is one."""
    found, owner, kind, name = arguments.positional[:4]
    del evaluator, node
    if kind.data == "static" and isinstance(owner, Instance):
        later = class_member(owner.kind_of, str(name.data))
        found = later if later is not None else found
    if isinstance(found, Closure) and found.owner is None and not isinstance(owner, Unclear):
        return found.bound_to(owner)
    return found


def static_member(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`static::NAME`: of the object's own class."""
    owner, kind, name = arguments.positional[:3]
    if isinstance(owner, Instance):
        return class_member(owner.kind_of, str(name.data)) or Unclear(evaluator.span(node))
    return get_attribute(evaluator, kind, str(name.data), node)


HANDLERS: dict[str, Handler] = {
    "php default": default,
    "php either": either,
    "php cloned": cloned,
    "php member": member,
    "php method": method,
    "php bound": bound,
    "php static": static_member,
    **dict.fromkeys(("php (object)", "stdClass", "ArrayObject"), as_object),
    "php (array)": as_array,
}
"""Name of what the lowering calls → what it does."""
