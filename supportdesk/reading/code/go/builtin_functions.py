"""Go's built-in functions, and what its lowering calls: making structs, maps and slices, going through a range."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call, construct
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.go.things import FREE, Header, Results, default_of, pair
from supportdesk.reading.code.members import class_member, remove, spread_items
from supportdesk.reading.code.texts import unknown_of
from supportdesk.reading.code.things import (
    Arguments,
    ClassThing,
    Client,
    Closure,
    Container,
    FileThing,
    Instance,
    JsonText,
    Reference,
    Unclear,
    spans_of,
)
from supportdesk.value import Value

ITEM_LIMIT = 1000
"""Items that `make` and a range over a number give."""

NULL = Value("null", None)
MADE = "go.made"
POINTER = "go.pointer"
_LEVELS = 20
OPEN = "go.open"
"""Member of an object that says that its literal was cut off."""


class Field:
    """A field of a struct: its tag, what encoding/json must know of its type, and its zero value."""

    __slots__ = ("sort", "tag", "zero")

    def __init__(self, tag: Value, sort: str, zero: Value) -> None:
        self.tag = tag
        self.sort = sort
        self.zero = zero


def fields_of(evaluator: Evaluator, owner: ClassThing, node: ir.Node) -> dict[str, Field]:
    """Return the fields of a struct in their order (none of a type whose declaration the text does not show)."""
    maker = owner.members.get("__fields__")
    listed = call(evaluator, maker, Arguments(), node) if isinstance(maker, Closure) else NULL
    if listed.kind != "object":
        return {}
    found: dict[str, Field] = {}
    for name, value in listed.data.items():
        if value.kind == "array" and len(value.data) == 3:
            found[name] = Field(value.data[0], str(value.data[1].data), value.data[2])
    return found


def new(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`T{…}`, `new(T)`, the zero value of a struct: the type, then its fields by name or position."""
    kind = arguments.positional.pop(0) if arguments.positional else Unclear()
    if isinstance(kind, ClassThing):
        return _instance(evaluator, kind, arguments, node)
    if isinstance(kind, Reference):
        maker = FREE.get(kind.path)
        if maker is not None:
            return maker(evaluator, arguments, node)
    if arguments.positional and arguments.positional[0].kind == "object":  # a map type of a library: gin.H
        return arguments.positional[0]
    state = dict(arguments.named)
    name = kind.path if isinstance(kind, Reference) else ".".join(kind.path) if isinstance(kind, Unclear) else ""
    state["go.type"] = Value("string", name)
    if arguments.is_open:
        state[OPEN] = Value("boolean", True)  # its data
    return noted(evaluator, Client("go.struct", state, evaluator.span(node)), node)


def noted(evaluator: Evaluator, made: Client, node: ir.Node) -> Client:
    """Remember a request, client or struct of a library: of a text that is cut off it may be all that there is."""
    made.state["go.place"] = Container("array", [Value("number", node.start), Value("number", node.end)])
    evaluator.modules.setdefault(MADE, Container("array", [])).data.append(made)
    return made


def place_of(made: Client) -> ir.Node:
    """Return where something noted was made, as a node."""
    start, end = made.state["go.place"].data
    return ir.Other([], start.data, end.data)


def made_before(evaluator: Evaluator, family: str) -> list[Client]:
    """Return what was noted of a family."""
    found = evaluator.modules.get(MADE)
    return [one for one in found.data if one.family == family] if found is not None else []


def _instance(evaluator: Evaluator, kind: ClassThing, arguments: Arguments, node: ir.Node) -> Value:
    made = Instance(kind, evaluator.span(node))
    fields = fields_of(evaluator, kind, node)
    given = dict(zip(fields, arguments.positional, strict=False))
    given.update(arguments.named)
    for name, field in fields.items():
        value = given.pop(name, field.zero)
        if field.sort == "bytes" and value.kind == "string":
            value = Value("string", value.data, value.span, parts=value.parts, is_open=value.is_open)
        made.members[name] = value
    made.members.update(given)
    for name, field in fields.items():
        inner = made.members[name]
        if field.sort == "embedded" and isinstance(inner, Instance):
            for promoted, value in inner.members.items():
                made.members.setdefault(promoted, value)
    if arguments.is_open:
        made.members[OPEN] = Value("boolean", True)  # its data
    return made


def adopt(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Give an object that nobody makes the members of what the text's own constructor makes."""
    del evaluator, node
    if len(arguments.positional) == 2:
        target, source = arguments.positional
        if source.kind == "array" and source.data:
            source = source.data[0]
        if isinstance(target, Instance) and isinstance(source, Instance):
            target.members.update(source.members)
    return NULL


def use(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Call a method that nothing in the text calls, on one object for all methods of its type."""
    if len(arguments.positional) != 2:
        return NULL
    kind, name = arguments.positional
    method = class_member(kind, str(name.data)) if isinstance(kind, ClassThing) else None
    if not isinstance(kind, ClassThing) or not isinstance(method, Closure):
        return NULL
    key = f"go.use {kind.definition.name}"
    owner = evaluator.modules.get(key)
    if owner is None:
        owner = evaluator.modules[key] = construct(evaluator, kind, None, kind.definition)
    return call(evaluator, method.bound_to(owner), None, node)


def pointer(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`&T{…}`: assigning it gives another name for the same struct."""
    value = same(evaluator, arguments, node)
    if isinstance(value, Instance):
        value.members[POINTER] = NULL
    return value


def assigned(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what `a := b` gives a: of a struct that is no pointer a copy, and so of the structs in it."""
    return _copy(same(evaluator, arguments, node), 0)


def _copy(value: Value, level: int) -> Value:
    if not isinstance(value, Instance) or POINTER in value.members or level > _LEVELS:
        return value
    made = Instance(value.kind_of, value.span)
    made.members = {name: _copy(item, level + 1) for name, item in value.members.items()}
    return made


def handed(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return a parameter that is a struct and that no call gives: its fields are known, what is in them is not."""
    kind = arguments.positional[0] if arguments.positional else NULL
    span = evaluator.span(node)
    if not isinstance(kind, ClassThing):
        return Unclear(span)
    made = Instance(kind, span)
    for name, field in fields_of(evaluator, kind, node).items():
        made.members[name] = Unclear(span, path=(name,)) if field.sort != "embedded" else field.zero
    return made


def is_type(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`case T:`, `_, ok := x.(T)`: whether a value is of a type, where its kind tells it."""
    value, kind = (*arguments.positional, NULL, NULL)[:2]
    text, declared = str(kind.data), arguments.positional[2] if len(arguments.positional) > 2 else None
    known: bool | None = None
    if isinstance(value, Instance):
        known = declared is value.kind_of if isinstance(declared, ClassThing) else text in _ANY or None
        known = False if known is None and text in _TYPE_KINDS else known
    elif isinstance(value, FileThing):
        known = text.endswith("os.File") or None
    elif value.kind == "string":
        known = text == ("[]byte" if isinstance(value, JsonText) else "string")
    elif value.kind != "unknown":
        shape = "array" if text.startswith("[") else "object" if text.startswith("map[") else None
        shape = _TYPE_KINDS.get(text, shape)
        known = value.kind == shape if shape is not None or declared is not None else text in _ANY or None
    return Unclear(evaluator.span(node)) if known is None else Value("boolean", known, None, parts=spans_of(value))


def results(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`return a, b`."""
    del node
    return Results("array", list(arguments.positional), born=evaluator.branch, is_open=arguments.is_open)


def spread(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return the values that `f(g())` hands to f: all results of g."""
    value = same(evaluator, arguments, node)
    return Container("array", list(value.data) if isinstance(value, Results) else [value])


def new_map(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`make(map[K]V)`."""
    del arguments
    return Container("object", {}, evaluator.span(node), born=evaluator.branch)


def new_slice(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`make([]T, length)`: zero values; an unknown length leaves it open."""
    made = Container("array", [], evaluator.span(node), born=evaluator.branch)
    if len(arguments.positional) == 2:
        zero, size = arguments.positional
        if isinstance(size.data, int) and size.data <= ITEM_LIMIT:
            made.data = [zero] * size.data
        else:
            made.is_open = True
    return made


def first(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return the first argument's value as one that is computed from it."""
    value = arguments.positional[0] if arguments.positional else Unclear(evaluator.span(node))
    return Value(value.kind, value.data, None, parts=spans_of(value)) if value.kind == "number" else value


def same(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return the first argument: conversions of types that are written alike."""
    return arguments.positional[0] if arguments.positional else Unclear(evaluator.span(node))


def default(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`if x == "" { x = y }`: x, or y where x is empty or only running tells it."""
    if len(arguments.positional) != 2:
        return Unclear(evaluator.span(node))
    return default_of(*arguments.positional)


def pairs(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what `for i, v := range x` goes through."""
    value = same(evaluator, arguments, node)
    made = Container("array", [], born=evaluator.branch)
    made.is_open = value.is_open
    if value.kind == "object":
        for key, item in value.data.items():
            name = Value("string", key, value.keys.get(key), parts=() if key in value.keys else spans_of(value))
            made.data.append(pair(name, item))
    elif value.kind == "array":
        made.data = [pair(Value("number", at), item) for at, item in enumerate(value.data)]
    elif value.kind == "string" and not value.is_open:
        made.data = [pair(Value("number", at), Value("number", ord(sign))) for at, sign in enumerate(value.data[:400])]
    else:
        return unknown_of(value, span=evaluator.span(node))
    return made


def keys(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what `for k := range x` goes through: keys, places, or the numbers below a number."""
    value = same(evaluator, arguments, node)
    if isinstance(value.data, int) and value.kind == "number":
        count = min(value.data, ITEM_LIMIT)
        return Container("array", [Value("number", at) for at in range(count)], born=evaluator.branch)
    both = pairs(evaluator, arguments, node)
    if both.kind == "array":
        both.data = [item.data[0] for item in both.data]
    return both


def append(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`append(slice, items…)`: a new slice."""
    made = Container("array", [], born=evaluator.branch, is_open=arguments.is_open)
    for position, value in enumerate(arguments.positional):
        if position == 0:
            if value.kind == "string":  # bytes
                return evaluator.text(*arguments.positional)
            if value.kind != "null":
                spread_items(made, value)
        elif len(made.data) < 100 * ITEM_LIMIT:
            made.data.append(value)
    made.parts = spans_of(*arguments.positional) or (evaluator.span(node),)
    return made


def length(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`len(x)`: of a string its bytes."""
    value = same(evaluator, arguments, node)
    if value.kind == "null":
        return Value("number", 0)
    if value.is_open or value.kind not in ("string", "array", "object"):
        return Unclear(evaluator.span(node))
    size = len(value.data.encode("utf-8", "replace")) if value.kind == "string" else len(value.data)
    return Value("number", size, None, parts=spans_of(value))


def delete(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`delete(map, key)`."""
    del node
    if len(arguments.positional) == 2 and arguments.positional[0].kind == "object":
        remove(evaluator, arguments.positional[0], arguments.positional[1])
    return NULL


def leave(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """End the program or the way taken: panic, log.Fatal, os.Exit."""
    del arguments, node
    evaluator.leaving = "raise"
    return NULL


def null(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return nil: printing, waiting, closing."""
    del evaluator, arguments, node
    return NULL


def without_error(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return the first argument and no error."""
    return pair(same(evaluator, arguments, node), NULL)


def whole_number(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`int(x)` and its like."""
    value = same(evaluator, arguments, node)
    if value.kind == "number" and isinstance(value.data, float) and abs(value.data) < 1e18:
        return Value("number", int(value.data), None, parts=spans_of(value))
    return value


def copied(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`maps.Clone`, `http.Header.Clone`: a shallow copy."""
    value = same(evaluator, arguments, node)
    if value.kind == "object":
        made = (Header if isinstance(value, Header) else Container)("object", dict(value.data), born=evaluator.branch)
        made.keys, made.parts, made.is_open = dict(value.keys), spans_of(value), value.is_open
        return made
    return value


def has_member(owner: Instance, name: str) -> bool:
    """Say whether a struct has a field or method of that name."""
    return name in owner.members or class_member(owner.kind_of, name) is not None


_ANY = ("any", "interface{}")
_TYPE_KINDS = {
    "nil": "null", "string": "string", "[]byte": "string", "bool": "boolean",
    **dict.fromkeys(("int", "int64", "int32", "uint", "float64", "float32", "json.Number"), "number"),
}  # fmt: skip
_WHOLE = ("int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "byte", "rune")

HANDLERS: dict[str, Handler] = {
    "go.new": new,
    "go.adopt": adopt,
    "go.use": use,
    "go.results": results,
    "go.spread": spread,
    "go.pointer": pointer,
    "go.assigned": assigned,
    "go.is_type": is_type,
    "go.handed": handed,
    "go.map": new_map,
    "go.slice": new_slice,
    "go.first": first,
    "go.as": same,
    "go.default": default,
    "go.pairs": pairs,
    "go.keys": keys,
    "append": append,
    **dict.fromkeys(("len", "cap"), length),
    "delete": delete,
    "panic": leave,
    **dict.fromkeys(("string", "float64", "float32", "bool", "any", "error"), same),
    **dict.fromkeys(_WHOLE, whole_number),
    **dict.fromkeys(("print", "println", "close", "recover", "copy", "clear"), null),
}
"""Name of a built-in → what it does."""

NAMES: dict[str, str | Value] = {
    **{name: name for name in HANDLERS},
    "go.zero.string": Value("string", "", added_by="Go"),
    "go.zero.number": Value("number", 0, added_by="Go"),
    "go.zero.bool": Value("boolean", False, added_by="Go"),  # its data
    "go.zero.nil": Value("null", None, added_by="Go"),
    "go.true": Value("boolean", True),  # its data
}
"""Names that need no import."""
