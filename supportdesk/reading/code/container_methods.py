"""Methods of objects and arrays, under the names that Python gives them; a dialect may offer them under its own."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator, Method
from supportdesk.reading.code.members import changed, is_sure, remove, set_member, spread_items, spread_members
from supportdesk.reading.code.things import Arguments, Container, Unclear, spans_of
from supportdesk.value import Value

ITEM_LIMIT = 100_000
"""Items that an array may grow to."""

_NULL = Value("null", None)


def update(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Set members from an object, from pairs, and from named arguments."""
    del node
    made = Container("object", {})
    for value in arguments.positional:
        if value.kind == "array":
            for name, item in pairs_of(value):
                made.data[str(name.data)] = item
        else:
            spread_members(made, value)
    made.data.update(arguments.named)
    made.keys.update(arguments.name_spans)
    changed(owner)
    owner.is_open = owner.is_open or made.is_open or arguments.is_open
    for key, item in made.data.items():
        set_member(evaluator, owner, key, item, made.keys.get(key))
    return _NULL


def get(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return a member, else the second argument."""
    key = arguments.get(0, "key")
    if key is None or not key.known:
        return Unclear(evaluator.span(node), spans_of(owner))
    found: Value | None = owner.data.get(str(key.data))
    if found is None and owner.is_open:
        return Unclear(evaluator.span(node), spans_of(owner))
    return found or arguments.get(1, "default") or _NULL


def set_default(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return a member; set it first where it is missing."""
    key, value = arguments.get(0, "key"), arguments.get(1, "default") or _NULL
    if key is None or not key.known:
        changed(owner)
        owner.is_open = True
        return Unclear(evaluator.span(node))
    name = str(key.data)
    if name not in owner.data:
        set_member(evaluator, owner, name, value, key.span)
    return owner.data.get(name) or value


def pop(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Take a member or item away and return it."""
    index = arguments.get(0, "key") or Value("number", -1)
    found = remove(evaluator, owner, index)
    return found or arguments.get(1, "default") or Unclear(evaluator.span(node))


def copied(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return a shallow copy."""
    del arguments, node
    if owner.kind == "object":
        made = Container("object", dict(owner.data), is_open=owner.is_open, born=evaluator.branch)
        made.keys = dict(owner.keys)
    else:
        made = Container("array", list(owner.data), is_open=owner.is_open, born=evaluator.branch)
    made.parts = spans_of(owner)
    return made


def keys(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return the names of the members as an array."""
    del arguments, node
    made = Container("array", [], born=evaluator.branch)
    spread_items(made, owner)
    return made


def values(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return the members as an array."""
    del arguments, node
    return Container("array", list(owner.data.values()), is_open=owner.is_open, born=evaluator.branch)


def items(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return the members as an array of name and value."""
    names = keys(evaluator, owner, arguments, node)
    pairs = [Container("array", [name, owner.data[name.data]]) for name in names.data]
    return Container("array", pairs, is_open=owner.is_open, born=evaluator.branch)


def clear(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Take everything away."""
    del arguments, node
    changed(owner)
    if is_sure(evaluator, owner):
        owner.data.clear()
        owner.keys.clear()
        owner.is_open = False
    else:
        owner.is_open = True
    return _NULL


def append(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Add an item at the end."""
    del node
    changed(owner)
    if is_sure(evaluator, owner) and len(owner.data) < ITEM_LIMIT:
        owner.data.extend(arguments.positional[:1])
    else:
        owner.is_open = True
    return _NULL


def insert(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Add an item at a place."""
    del node
    changed(owner)
    place = arguments.get(0, "index")
    if (
        is_sure(evaluator, owner)
        and len(arguments.positional) == 2
        and place is not None
        and isinstance(place.data, int)
    ):
        owner.data.insert(place.data, arguments.positional[1])
    else:
        owner.is_open = True
    return _NULL


def extend(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Add all items of the argument."""
    del node
    changed(owner)
    if is_sure(evaluator, owner) and arguments.positional and len(owner.data) < ITEM_LIMIT:
        spread_items(owner, arguments.positional[0])
    else:
        owner.is_open = True
    return _NULL


def reverse(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Turn the order of the items round."""
    del arguments, node
    changed(owner)
    if is_sure(evaluator, owner):
        owner.data.reverse()
    else:
        owner.is_open = True
    return _NULL


def pairs_of(value: Value) -> list[tuple[Value, Value]]:
    """Return the (name, value) pairs of an object or of an array of pairs; what is no pair is left out."""
    if value.kind == "object":
        return [
            (Value("string", key, value.keys.get(key), parts=() if key in value.keys else spans_of(value)), item)
            for key, item in value.data.items()
        ]
    if value.kind != "array":
        return []
    return [
        (pair.data[0], pair.data[1])
        for pair in value.data
        if pair.kind == "array" and len(pair.data) == 2 and pair.data[0].kind in ("string", "number")
    ]


OBJECT_METHODS: dict[str, Method] = {
    "update": update,
    "get": get,
    "setdefault": set_default,
    "pop": pop,
    "copy": copied,
    "keys": keys,
    "values": values,
    "items": items,
    "clear": clear,
}
"""Method name → what it does on an object."""

ARRAY_METHODS: dict[str, Method] = {
    "append": append,
    "insert": insert,
    "extend": extend,
    "pop": pop,
    "copy": copied,
    "clear": clear,
    "reverse": reverse,
}
"""Method name → what it does on an array."""
