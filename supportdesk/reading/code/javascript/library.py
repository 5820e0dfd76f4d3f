"""JavaScript's built-in functions and Node's modules, as far as they make values of a request."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.container_methods import update
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.javascript import objects as javascript_objects
from supportdesk.reading.code.javascript.methods import REGEX, base64_text, encoded, handed
from supportdesk.reading.code.javascript.objects import ENTRIES, entries_of, settle
from supportdesk.reading.code.javascript.values import UNDEFINED, Missing, for_json, is_nothing
from supportdesk.reading.code.members import spread_items, spread_members
from supportdesk.reading.code.python.builtin_functions import as_mapping, first, leave, make_boolean, null, unknown
from supportdesk.reading.code.python.library import base64_decoded, gathered, loads
from supportdesk.reading.code.texts import LENGTH_LIMIT, unknown_of
from supportdesk.reading.code.things import (
    Arguments,
    Bound,
    Client,
    Closure,
    Container,
    JsonText,
    Reference,
    Unclear,
    spans_of,
)
from supportdesk.reading.code.urls import query_text
from supportdesk.value import UNKNOWN, Value

RESOLVER = "js resolver"


def stringify(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`JSON.stringify(value, replacer, space)`: JSON text that still knows its value."""
    value, space = arguments.get(0, "value"), arguments.get(2, "space")
    if value is None or isinstance(value, Missing):
        return UNDEFINED
    if isinstance(value, Unclear | Bound | Reference):
        return unknown_of(value, span=evaluator.span(node))
    inner = evaluator.copier.snapshot(for_json(value))
    indent = space.data if space is not None and isinstance(space.data, int) and space.data else None
    separators = (",", ": ") if indent else (",", ":")
    try:
        text = json.dumps(inner.plain(), ensure_ascii=False, separators=separators, indent=indent)
    except (ValueError, RecursionError):
        return unknown_of(value)
    return unknown_of(value) if len(text) > LENGTH_LIMIT else JsonText(text, inner, spans_of(value))


def assigned(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Object.assign(target, …)`."""
    if not arguments.positional:
        return Unclear(evaluator.span(node))
    target = arguments.positional[0]
    if target.kind == "object":
        for value in arguments.positional[1:]:
            if value.kind == "unknown":
                target.is_open = True
            else:
                update(evaluator, target, handed(value), node)
    return target


def _pairs(at: int | None) -> Handler:
    """Return `Object.keys` (0), `Object.values` (1) or `Object.entries` (None)."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        value = first(evaluator, arguments, node)
        pairs, known = entries_of(evaluator, value)
        if not known and not pairs:
            return unknown_of(value, span=evaluator.span(node))
        items: list[Value] = [Container("array", list(pair)) if at is None else pair[at] for pair in pairs]
        return Container("array", items, is_open=not known, born=evaluator.branch)

    return _handler


def from_entries(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Object.fromEntries(pairs)`."""
    made = Container("object", {}, evaluator.span(node), born=evaluator.branch)
    pairs, known = entries_of(evaluator, first(evaluator, arguments, node))
    for name, value in pairs:
        made.data[str(name.data)] = value
        if name.span is not None:
            made.keys[str(name.data)] = name.span
    made.is_open = not known
    return made


def array_from(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Array.from(items, callback)`, also what `for (… of items)` goes through."""
    value, function = first(evaluator, arguments, node), arguments.get(1, "callback")
    made = Container("array", [], born=evaluator.branch)
    if isinstance(value, Client) and ENTRIES in value.state:
        value = value.state[ENTRIES]
    size = value.data.get("length") if value.kind == "object" else None
    if size is not None and isinstance(size.data, int):
        made.data = [UNDEFINED] * min(size.data, 100)
    elif value.kind in ("array", "string"):
        spread_items(made, value)
    else:
        return value if isinstance(value, Unclear) else unknown_of(value)
    if isinstance(function, Closure):
        made.data = [
            call(evaluator, function, handed(item, Value("number", index)), node)
            for index, item in enumerate(made.data[:100])
        ]
    return made


def as_text(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`String(value)`."""
    value = settle(evaluator, first(evaluator, arguments, node))
    return value if value.kind in ("string", "unknown") else evaluator.text(value)


def _number(convert: Callable[[str], int | float]) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        value = first(evaluator, arguments, node)
        if value.kind == "number":
            return value
        if value.kind != "string" or value.is_open or len(value.data) > 300:
            return unknown_of(value, span=evaluator.span(node))
        try:
            made = convert(value.data)
        except (ValueError, OverflowError):
            return unknown_of(value, span=evaluator.span(node))
        return Value("number", made, None, parts=spans_of(value))

    return _handler


def _as_number(text: str) -> int | float:
    made = float(text)
    return int(made) if made.is_integer() else made


def type_of(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`typeof value`."""
    value = first(evaluator, arguments, node)
    if isinstance(value, Closure):
        return Value("string", "function")
    if value.kind == "unknown":
        return Unclear(evaluator.span(node))
    if isinstance(value, Missing):
        return Value("string", "undefined")
    return Value("string", value.kind if value.kind in ("string", "number", "boolean") else "object")


def is_array(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Array.isArray(value)`."""
    value = first(evaluator, arguments, node)
    return Unclear(evaluator.span(node)) if value.kind == "unknown" else Value("boolean", value.kind == "array")


def base64_encoded(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`btoa(text)`."""
    return base64_text(first(evaluator, arguments, node), node, evaluator)


def _encoding(safe: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        value = as_text(evaluator, arguments, node)
        return encoded(value, safe) if value.kind == "string" else unknown_of(value, span=evaluator.span(node))

    return _handler


def decoded(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`decodeURIComponent(text)`."""
    from urllib.parse import unquote

    value = first(evaluator, arguments, node)
    if value.kind != "string":
        return unknown_of(value, span=evaluator.span(node))
    return Value("string", unquote(str(value.data)), None, parts=spans_of(value), is_open=value.is_open)


def query_string(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`querystring.stringify(object)`, `qs.stringify(object)`."""
    value = first(evaluator, arguments, node)
    pairs, known = entries_of(evaluator, value)
    if not known and not pairs:
        return unknown_of(value, span=evaluator.span(node))
    flat = flat_items(evaluator, pairs, "{name}[{index}]" if "qs" in _called_as(node) else "{name}")
    text = query_text((str(name.data), str(item.data)) for name, item in flat)
    return Value("string", text, None, parts=spans_of(value, *(item for _, item in flat)), is_open=UNKNOWN in text)


def _called_as(node: ir.Node) -> str:
    target = getattr(node, "function", None)
    owner = getattr(target, "target", None)
    return getattr(owner, "name", "")


def flat_items(
    evaluator: Evaluator, pairs: list[tuple[Value, Value]], form: str = "{name}"
) -> list[tuple[Value, Value]]:
    """Return names and texts of a query or form: items of lists are named by `form`, members as `name[member]`."""
    made: list[tuple[Value, Value]] = []
    pending: list[tuple[Value, Value, int]] = [(name, value, 0) for name, value in reversed(pairs)]
    while pending and len(made) < 2000:
        name, value, level = pending.pop()
        if isinstance(value, Missing):
            continue
        if value.kind == "array" and level < 10:
            items = [
                (_renamed(name, form.format(name=name.data, index=at)), item) for at, item in enumerate(value.data)
            ]
        elif value.kind == "object" and level < 10:
            items = [(_renamed(name, f"{name.data}[{key}]"), item) for key, item in value.data.items()]
        else:
            text = Value("string", "", value.span) if value.kind == "null" else settle(evaluator, value)
            made.append((name, text if text.kind == "string" else evaluator.text(text)))
            continue
        pending.extend((new, item, level + 1) for new, item in reversed(items))
    return made


def _renamed(name: Value, text: str) -> Value:
    return name if text == name.data else Value("string", text, None, parts=spans_of(name))


def promised(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new Promise((resolve, reject) => …)`: what it is resolved with."""
    executor = first(evaluator, arguments, node)
    resolver = Client(RESOLVER, {}, evaluator.span(node))
    if isinstance(executor, Closure):
        call(evaluator, executor, handed(resolver, Client(RESOLVER, {})), node)
    return resolver.state.get("value") or Unclear(evaluator.span(node))


def resolver_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`resolve(value)`."""
    if not path and arguments.positional:
        owner.state.setdefault("value", arguments.positional[0])
    return Unclear(evaluator.span(node))


def all_of(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Promise.all(items)`."""
    value = first(evaluator, arguments, node)
    if value.kind != "array":
        return value
    items = [awaited(evaluator, handed(item), node) for item in value.data[:400]]
    return Container("array", items, is_open=value.is_open, born=evaluator.branch)


def awaited(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`await value`: a request that is sent when it is waited for is sent now."""
    value = first(evaluator, arguments, node)
    if isinstance(value, Client) and value.family.startswith("js "):
        return evaluator.dialect.families[value.family](evaluator, value, "then", handed(), node)
    return value


def later(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`setTimeout(callback, …)`: done once, also where the callback sets the next one."""
    function = first(evaluator, arguments, node)
    if isinstance(function, Closure) and id(function.function) not in evaluator.called:
        call(evaluator, function, handed(*arguments.positional[2:]), node)
    elif isinstance(function, Client) and function.family == RESOLVER:
        resolver_family(evaluator, function, "", handed(UNDEFINED), node)
    return Unclear(evaluator.span(node))


def regular(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`/pattern/flags`, `new RegExp(pattern, flags)`."""
    source, flags = first(evaluator, arguments, node), arguments.get(1, "flags") or Value("string", "")
    return Client(REGEX, {"source": source, "flags": flags}, evaluator.span(node))


def regex_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Methods of a regular expression: what they find is not told."""
    del owner, path, arguments
    return Unclear(evaluator.span(node))


def made_object(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Object(…)`, `Object.create(…)`, `structuredClone(…)`."""
    made = Container("object", {}, evaluator.span(node), born=evaluator.branch)
    for value in arguments.positional[:1]:
        if value.kind == "array":
            return evaluator.copier.snapshot(value)
        spread_members(made, as_mapping(evaluator, handed(value), node) if value.kind == "object" else value)
    return made


_COMPONENT = "!'()*"

LIBRARY: dict[str, Handler] = {
    **javascript_objects.LIBRARY,
    "JSON.stringify": stringify,
    "JSON.parse": loads,
    "Object.assign": assigned,
    "Object.keys": _pairs(0),
    "Object.values": _pairs(1),
    "Object.entries": _pairs(None),
    "Object.fromEntries": from_entries,
    **dict.fromkeys(("Object.freeze", "Object.seal", "Array.of", "Promise.resolve", "Promise.race"), first),
    **dict.fromkeys(("Object", "Object.create", "structuredClone"), made_object),
    "Array.from": array_from,
    "Array.isArray": is_array,
    "String": as_text,
    "Number": _number(_as_number),
    "parseFloat": _number(_as_number),
    **dict.fromkeys(("parseInt", "Number.parseInt"), _number(int)),
    "Boolean": make_boolean,
    "typeof": type_of,
    **dict.fromkeys(("Promise.all", "Promise.allSettled"), all_of),
    "Promise.any": gathered,
    "Promise": promised,
    "await": awaited,
    "btoa": base64_encoded,
    "atob": base64_decoded,
    "encodeURIComponent": _encoding(_COMPONENT),
    "encodeURI": _encoding(_COMPONENT + ";,/?:@&=+$#"),
    **dict.fromkeys(("decodeURIComponent", "decodeURI"), decoded),
    **dict.fromkeys(("setTimeout", "setInterval", "setImmediate", "queueMicrotask", "process.nextTick"), later),
    **dict.fromkeys(("querystring.stringify", "querystring.encode", "qs.stringify", "qs"), query_string),
    "process.exit": leave,
    "RegExp": regular,
    **dict.fromkeys(("console.log", "console.error", "console.info", "console.warn", "console.debug"), null),
    **dict.fromkeys(("Date", "Date.now", "Math.random", "Symbol"), unknown),
}  # fmt: skip
"""Dotted name → what it does."""

FAMILIES: dict[str, Any] = {
    **javascript_objects.FAMILIES,
    RESOLVER: resolver_family,
    REGEX: regex_family,
}
"""Family → its methods."""

__all__ = ["FAMILIES", "LIBRARY", "flat_items", "is_nothing"]
