"""PHP's functions on arrays that a request's values go through.

https://www.php.net/manual/en/ref.array.php
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.members import changed, is_sure, spread_items
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.php.arrays import entries, first, from_entries, merged, merged_deep, pushed, values
from supportdesk.reading.code.php.library import function_of
from supportdesk.reading.code.php.texts import size
from supportdesk.reading.code.snapshots import same
from supportdesk.reading.code.texts import unknown_of
from supportdesk.reading.code.things import Arguments, Container, Unclear
from supportdesk.value import Value

ITEM_LIMIT = 400
"""Items that a function is called with one by one."""


def mapped(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_map($function, $array, …)`."""
    columns = arguments.positional[1:]
    if not columns or columns[0].kind not in ("array", "object"):
        if arguments.positional and columns:
            call(evaluator, function_of(evaluator, arguments.positional[0], node), Arguments(), node)
        return unknown_of(*columns, span=evaluator.span(node))
    function = function_of(evaluator, arguments.positional[0], node)
    found: list[tuple[Value, Value]] = []
    others = [[item for _, item in entries(column)] for column in columns[1:]]
    for at, (key, item) in enumerate(entries(columns[0])[:ITEM_LIMIT]):
        given = Arguments()
        given.positional = [item, *(other[at] if at < len(other) else Value("null", None) for other in others)]
        found.append((Value("number", at) if others else key, call(evaluator, function, given, node)))
    return from_entries(evaluator, found, columns[0])


def filtered(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_filter($array, $function)`: what is not empty, or what the function says; what is unknown stays."""
    value, function = first(evaluator, arguments, node), arguments.get(1, "callback")
    if value.kind not in ("array", "object"):
        return unknown_of(value, span=evaluator.span(node))
    found: list[tuple[Value, Value]] = []
    for key, item in entries(value)[:ITEM_LIMIT]:
        tested = item
        if function is not None and function.kind != "null":
            given = Arguments()
            given.positional = [item]
            tested = call(evaluator, function_of(evaluator, function, node), given, node)
        if truth(tested) is not False:
            found.append((key, item))
    return from_entries(evaluator, found, value)


def keys(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_keys($array)`."""
    value = first(evaluator, arguments, node)
    if value.kind not in ("array", "object"):
        return unknown_of(value, span=evaluator.span(node))
    return Container("array", [key for key, _ in entries(value)], is_open=value.is_open, born=evaluator.branch)


def combined(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_combine($keys, $values)`."""
    if len(arguments.positional) < 2 or any(value.kind not in ("array", "object") for value in arguments.positional):
        return unknown_of(*arguments.positional, span=evaluator.span(node))
    names, items = ([item for _, item in entries(value)] for value in arguments.positional[:2])
    return from_entries(evaluator, list(zip(names, items, strict=False)), *arguments.positional[:2])


def picked(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_intersect_key($array, $keys)`, `array_diff_key($array, $keys)` are known by their own wrappers below."""
    return _picked(evaluator, arguments, node, keep=True)


def dropped(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_diff_key($array, $keys)`."""
    return _picked(evaluator, arguments, node, keep=False)


def _picked(evaluator: Evaluator, arguments: Arguments, node: ir.Node, *, keep: bool) -> Value:
    if len(arguments.positional) < 2 or any(value.kind not in ("array", "object") for value in arguments.positional):
        return unknown_of(*arguments.positional, span=evaluator.span(node))
    wanted = {str(key.data) for key, _ in entries(arguments.positional[1])}
    found = [(key, item) for key, item in entries(arguments.positional[0]) if (str(key.data) in wanted) is keep]
    return from_entries(evaluator, found, arguments.positional[0])


def appended(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_push($array, …)`."""
    owner = first(evaluator, arguments, node)
    for value in arguments.positional[1:]:
        given = Arguments()
        given.positional = [owner, value]
        pushed(evaluator, given, node)
    return size(evaluator, arguments, node)


def put_first(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_unshift($array, …)`."""
    owner = first(evaluator, arguments, node)
    if owner.kind == "array":
        changed(owner)
        if is_sure(evaluator, owner):
            owner.data[:0] = arguments.positional[1:]
        else:
            owner.is_open = True
    return size(evaluator, arguments, node)


def contains(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`in_array($needle, $array)`."""
    value, items = first(evaluator, arguments, node), arguments.get(1, "haystack")
    if items is None or items.kind not in ("array", "object") or items.is_open or not value.known:
        return Unclear(evaluator.span(node))
    return Value("boolean", any(same(value, item) for _, item in entries(items)))


def has_key(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_key_exists($key, $array)`."""
    key, items = first(evaluator, arguments, node), arguments.get(1, "array")
    if items is None or items.kind not in ("array", "object") or items.is_open or not key.known:
        return Unclear(evaluator.span(node))
    return Value("boolean", any(str(key.data) == str(name.data) for name, _ in entries(items)))


def walked(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_walk($array, $function)`: the function is called with each item."""
    items, function = first(evaluator, arguments, node), arguments.get(1, "callback")
    for key, item in entries(items)[:ITEM_LIMIT]:
        given = Arguments()
        given.positional = [item, key]
        if function is not None:
            call(evaluator, function_of(evaluator, function, node), given, node)
    return Value("boolean", True)  # its data


def ranged(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`range($start, $end)` of whole numbers."""
    bounds = [value.data for value in arguments.positional[:2]]
    if len(bounds) < 2 or not all(type(bound) is int for bound in bounds) or abs(bounds[1] - bounds[0]) > ITEM_LIMIT:
        return Unclear(evaluator.span(node))
    step = 1 if bounds[0] <= bounds[1] else -1
    numbers = range(bounds[0], bounds[1] + step, step)
    return Container("array", [Value("number", number) for number in numbers], born=evaluator.branch)


def turned(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_reverse($array)`."""
    value = first(evaluator, arguments, node)
    if value.kind != "array":
        return unknown_of(value, span=evaluator.span(node)) if value.kind == "unknown" else value
    made = Container("array", [], born=evaluator.branch)
    spread_items(made, value)
    made.data.reverse()
    return made


def sliced(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_slice($array, $offset, $length)` of a list."""
    value, start, count = first(evaluator, arguments, node), arguments.get(1, "offset"), arguments.get(2, "length")
    if value.kind != "array" or value.is_open or start is None or not isinstance(start.data, int):
        return unknown_of(value, span=evaluator.span(node))
    items = value.data[start.data :]
    if count is not None and isinstance(count.data, int):
        items = items[: count.data]
    return Container("array", items, born=evaluator.branch)


def with_keys(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_fill_keys($keys, $value)`."""
    names, value = first(evaluator, arguments, node), arguments.get(1, "value")
    if names.kind != "array" or value is None:
        return unknown_of(names, span=evaluator.span(node))
    return from_entries(evaluator, [(name, value) for name in names.data], names)


def forget_order(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`ksort($array)`: by keys."""
    value = first(evaluator, arguments, node)
    if value.kind == "object" and is_sure(evaluator, value):
        value.data = dict(sorted(value.data.items()))
    return Value("boolean", True, evaluator.span(node))  # its data


FUNCTIONS: dict[str, Handler] = {
    "array_map": mapped,
    "array_filter": filtered,
    "array_keys": keys,
    "array_values": values,
    "array_merge": merged,
    **dict.fromkeys(("array_merge_recursive", "array_replace_recursive"), merged_deep),
    "array_replace": merged_deep,
    "array_combine": combined,
    "array_intersect_key": picked,
    "array_diff_key": dropped,
    "array_push": appended,
    "array_unshift": put_first,
    "array_walk": walked,
    "array_reverse": turned,
    "array_slice": sliced,
    "array_fill_keys": with_keys,
    "in_array": contains,
    **dict.fromkeys(("array_key_exists", "key_exists"), has_key),
    "range": ranged,
    "ksort": forget_order,
}
"""Function → what it does."""
