"""Methods of JavaScript's strings, arrays and objects, and of promises, which read as the value that they give.

ECMA-262, 22.1 (String), 23.1 (Array), 27.2 (Promise).
"""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir, text_methods
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.container_methods import ITEM_LIMIT, copied, extend
from supportdesk.reading.code.container_methods import pop as popped
from supportdesk.reading.code.container_methods import reverse as reversed_items
from supportdesk.reading.code.evaluate import Attribute, Evaluator, Method
from supportdesk.reading.code.javascript.values import UNDEFINED, is_nothing
from supportdesk.reading.code.members import changed, get_item, is_sure, remove, spread_items
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.python.library import parent_init
from supportdesk.reading.code.texts import LENGTH_LIMIT, derived, joined, unknown_of
from supportdesk.reading.code.things import Arguments, Client, Closure, Container, Reference, Unclear, spans_of
from supportdesk.reading.code.urls import quote
from supportdesk.value import UNKNOWN, Value

CALL_LIMIT = 100
"""Items of an array that a callback is called for."""
REGEX = "js regex"


def handed(*values: Value, is_open: bool = False) -> Arguments:
    """Return arguments by position."""
    made = Arguments()
    made.positional = list(values)
    made.is_open = is_open
    return made


def then(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`promise.then(callback)`: what the callback gives; without one the value itself."""
    callback = arguments.get(0, "callback")
    if not isinstance(callback, Closure | Reference):
        return owner
    made = call(evaluator, callback, handed(owner), node)
    return made if isinstance(callback, Closure) else owner


def caught(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`promise.catch(callback)`: done only when it fails, so that the value stays."""
    del evaluator, arguments, node
    return owner


def at_last(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`promise.finally(callback)`."""
    callback = arguments.get(0, "callback")
    if isinstance(callback, Closure):
        call(evaluator, callback, handed(), node)
    return owner


def text_of(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`value.toString()`; of a Buffer, which reads as its text, also in base64."""
    code = arguments.get(0, "encoding")
    if code is None or code.kind != "string" or owner.kind != "string":
        return evaluator.text(owner) if owner.kind != "string" else owner
    if str(code.data).startswith("base64"):
        return base64_text(owner, node, evaluator)
    return owner if str(code.data).lower() in ("utf8", "utf-8", "ascii", "latin1") else unknown_of(owner)


def base64_text(value: Value, node: ir.Node, evaluator: Evaluator) -> Value:
    """Return a text in base64; of one that is partly unknown nothing is known."""
    import base64

    if value.kind != "string" or value.is_open:
        return unknown_of(value, span=evaluator.span(node))
    return derived(value, base64.b64encode(str(value.data).encode("utf-8", "replace")).decode())


def _replace(*, everywhere: bool) -> Method:
    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        old, new = arguments.get(0, "pattern"), arguments.get(1, "replacement")
        if isinstance(old, Client) and old.family == REGEX:
            return _matched(owner, old, new)
        if everywhere:
            return text_methods.replace(evaluator, owner, arguments, node)
        if old is None or new is None or not old.known or old.kind != "string" or isinstance(new, Closure):
            return unknown_of(owner, old, new)
        text = str(new.data) if new.kind == "string" else UNKNOWN
        made = str(owner.data).replace(str(old.data), text, 1)
        return owner if made == owner.data else derived(owner, made, new)

    return _method


def _matched(owner: Value, pattern: Client, new: Value | None) -> Value:
    """Replace what a regular expression matches, which is run in linear time."""
    import re2

    source, flags = pattern.state["source"], str(pattern.state["flags"].data)
    if new is None or new.kind != "string" or "$" in str(new.data) or len(owner.data) > 10_000:
        return unknown_of(owner)
    options = re2.Options()
    options.log_errors = False
    prefix = "(?" + "".join(sign for sign in flags if sign in "ims") + ")"
    try:
        compiled = re2.compile((prefix if len(prefix) > 3 else "") + str(source.data).replace("\\/", "/"), options)
    except re2.error:
        return unknown_of(owner)
    made = compiled.sub(str(new.data).replace("\\", "\\\\"), str(owner.data), 0 if "g" in flags else 1)
    return owner if made == owner.data else derived(owner, made[:LENGTH_LIMIT], new)


def _slice(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`slice(start, end)`, `substring(start, end)`."""
    del node
    bounds = [value.data for value in arguments.positional[:2] if not is_nothing(value)]
    if not all(isinstance(bound, int) for bound in bounds) or owner.is_open:
        return unknown_of(owner)
    data = owner.data[slice(*(bounds if len(bounds) == 2 else [*bounds, None]))] if bounds else owner.data
    if owner.kind == "string":
        return owner if data == owner.data else Value("string", data, None, parts=spans_of(owner))
    made = Container("array", list(data), born=evaluator.branch)
    made.parts = spans_of(owner)
    return made


def _contains(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    wanted = arguments.get(0, "item")
    if wanted is None or owner.is_open or not wanted.known:
        return Unclear(evaluator.span(node), spans_of(owner))
    if owner.kind == "string":
        found = str(wanted.data) in owner.data
    else:
        found = any(item.kind == wanted.kind and item.data == wanted.data for item in owner.data)
    return Value("boolean", found, None, parts=spans_of(owner, wanted))


def _concat(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`text.concat(…)`, `array.concat(…)`."""
    if owner.kind == "string":
        return evaluator.text(owner, *arguments.positional)
    made = copied(evaluator, owner, arguments, node)
    for value in arguments.positional:
        if value.kind == "array":
            spread_items(made, value)
        elif value.kind == "unknown":
            made.is_open = True
        else:
            made.data.append(value)
    return made


def _push(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    added = Container("array", list(arguments.positional), is_open=arguments.is_open)
    return extend(evaluator, owner, handed(added), node)


def _unshift(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    del node
    changed(owner)
    if is_sure(evaluator, owner) and len(owner.data) < ITEM_LIMIT:
        owner.data[:0] = arguments.positional
    else:
        owner.is_open = True
    return UNDEFINED


def _shift(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    del arguments
    return remove(evaluator, owner, Value("number", 0)) or Unclear(evaluator.span(node))


def _join(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    separator = arguments.get(0, "separator")
    sign = "," if is_nothing(separator) or separator is None else str(separator.data)
    if owner.is_open and not owner.data:
        return unknown_of(owner, span=evaluator.span(node))
    made = joined([evaluator.text(item) for item in owner.data], evaluator.dialect.text, sign)
    made.is_open = made.is_open or owner.is_open
    return made


def _with_each(keep: Callable[[list[tuple[Value, Value]]], list[Value] | None]) -> Method:
    """Return a method that calls its argument with each item; `keep` says what of (item, result) it gives."""

    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        function = arguments.get(0, "callback")
        known = owner.kind == "array"
        items = list(owner.data[:CALL_LIMIT]) if known else []
        results: list[tuple[Value, Value]] = []
        if not items and (not known or owner.is_open):
            origin = owner if isinstance(owner, Unclear) else unknown_of(owner)
            call(evaluator, function or UNDEFINED, handed(origin, is_open=True), node)
            return unknown_of(owner, span=evaluator.span(node))
        for index, item in enumerate(items):
            if evaluator.steps < 0:
                break
            given = handed(item, Value("number", index), owner)
            results.append((item, call(evaluator, function or UNDEFINED, given, node)))
        kept = keep(results)
        if kept is None:
            return Unclear(evaluator.span(node), spans_of(owner))
        is_open = owner.is_open or len(items) < len(owner.data)
        made = Container("array", kept, is_open=is_open, born=evaluator.branch)
        made.parts = spans_of(owner)
        return made

    return _method


def _mapped(results: list[tuple[Value, Value]]) -> list[Value]:
    return [made for _, made in results]


def _filtered(results: list[tuple[Value, Value]]) -> list[Value] | None:
    tests = [truth(made) for _, made in results]
    return None if None in tests else [item for (item, _), test in zip(results, tests, strict=True) if test]


def _found(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    kept = _with_each(_filtered)(evaluator, owner, arguments, node)
    return kept.data[0] if kept.kind == "array" and kept.data else Unclear(evaluator.span(node), spans_of(owner))


def _at(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    return get_item(evaluator, owner, arguments.get(0, "index") or Value("number", 0), node)


def _repeat(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    count = arguments.get(0, "count")
    if count is None or not isinstance(count.data, int) or len(owner.data) * max(count.data, 0) > LENGTH_LIMIT:
        return unknown_of(owner, span=evaluator.span(node))
    return derived(owner, str(owner.data) * max(count.data, 0))


def _fixed(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`number.toFixed(digits)`."""
    digits = arguments.get(0, "digits")
    if owner.kind != "number" or (digits is not None and not isinstance(digits.data, int)):
        return unknown_of(owner, span=evaluator.span(node))
    count = 0 if digits is None else max(0, min(20, int(digits.data)))
    return Value("string", f"{owner.data:.{count}f}", None, parts=spans_of(owner))


def _has_own(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    name = arguments.get(0, "name")
    if name is None or not name.known or owner.is_open:
        return Unclear(evaluator.span(node))
    return Value("boolean", str(name.data) in owner.data)


def bound(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`function.bind(this)`: the function itself."""
    del evaluator, node
    receiver = arguments.get(0, "this")
    if (
        isinstance(owner, Closure)
        and receiver is not None
        and owner.owner is None
        and "arrow" not in owner.function.marks
    ):
        return owner.bound_to(receiver)
    return owner


def _called(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`function.call(this, …)`."""
    return call(evaluator, bound(evaluator, owner, arguments, node), handed(*arguments.positional[1:]), node)


def length(evaluator: Evaluator, owner: Value, node: ir.Node) -> Value:
    """`text.length`, `array.length`."""
    if owner.is_open:
        return Unclear(evaluator.span(node), spans_of(owner))
    return Value("number", len(owner.data), None, parts=spans_of(owner))


def encoded(value: Value, safe: str) -> Value:
    """Return text percent-encoded but for letters, digits, `_.-~` and the `safe` signs."""
    return derived(value, quote(str(value.data), safe)) if value.kind == "string" else value


_PROMISE: dict[str, Method] = {"then": then, "catch": caught, "finally": at_last, "done": then, "fail": caught}
_EACH: dict[str, Method] = {
    "map": _with_each(_mapped),
    "flatMap": _with_each(_mapped),
    "filter": _with_each(_filtered),
    "forEach": _with_each(lambda _: None),
    "some": _with_each(lambda _: None),
    "every": _with_each(lambda _: None),
}
_TEXT = text_methods.METHODS

METHODS: dict[str, dict[str, Method]] = {
    "string": {
        **_PROMISE,
        "toString": text_of,
        "valueOf": text_of,
        "trim": _TEXT["strip"],
        "trimStart": _TEXT["lstrip"],
        "trimEnd": _TEXT["rstrip"],
        **dict.fromkeys(("toLowerCase", "toLocaleLowerCase"), _TEXT["lower"]),
        **dict.fromkeys(("toUpperCase", "toLocaleUpperCase"), _TEXT["upper"]),
        "replace": _replace(everywhere=False),
        "replaceAll": _replace(everywhere=True),
        "split": text_methods.split,
        "startsWith": _TEXT["startswith"],
        "endsWith": _TEXT["endswith"],
        "includes": _contains,
        "concat": _concat,
        "slice": _slice,
        "substring": _slice,
        "repeat": _repeat,
        "at": _at,
        "charAt": _at,
    },
    "array": {
        **_PROMISE,
        **_EACH,
        "find": _found,
        "push": _push,
        "unshift": _unshift,
        "pop": popped,
        "shift": _shift,
        "concat": _concat,
        "join": _join,
        "slice": _slice,
        "includes": _contains,
        "reverse": reversed_items,
        "at": _at,
        "toString": text_of,
        "entries": copied,
    },
    "object": {**_PROMISE, "hasOwnProperty": _has_own, "toString": text_of},
    "number": {**_PROMISE, "toString": text_of, "toFixed": _fixed},
    "boolean": {**_PROMISE, "toString": text_of},
    "null": _PROMISE,
    "Unclear": {
        **_PROMISE,
        **{name: method for name, method in _EACH.items() if name in ("map", "flatMap", "forEach")},
    },
    "Instance": {**_PROMISE, "super.__init__": parent_init},
    "Closure": {"bind": bound, "call": _called},
    "FileThing": _PROMISE,
    "Bytes": _PROMISE,
    "Reference": _PROMISE,
}
"""Kind of value → method → what it does."""

ATTRIBUTES: dict[str, dict[str, Attribute]] = {"string": {"length": length}, "array": {"length": length}}
"""Kind of value → members that are no methods."""
