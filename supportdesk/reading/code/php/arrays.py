"""PHP's arrays: lists and maps in one, copied when they are assigned, that come to be where they are written to.

A list is an array of the evaluator, anything with other keys an object; `as_json` tells them apart as json_encode does.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.members import (
    changed,
    get_item,
    is_sure,
    set_item,
    set_member,
    spread_members,
)
from supportdesk.reading.code.operations import combine
from supportdesk.reading.code.texts import unknown_of
from supportdesk.reading.code.things import (
    Arguments,
    ClassThing,
    Container,
    Instance,
    Unclear,
    spans_of,
)
from supportdesk.value import Value

LEVELS = 12
"""Levels of arrays inside each other that are copied or written out."""
ITEM_LIMIT = 20_000
"""Items that an array may grow to."""
OBJECT = "stdClass"
"""What marks an object that came from a class or a cast, which is `{}` even where it is empty."""


def first(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return the first argument itself."""
    return arguments.positional[0] if arguments.positional else Unclear(evaluator.span(node))


def copied(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return a value as it is assigned: an array and the arrays in it as copies."""
    return _copy(evaluator, first(evaluator, arguments, node), 0)


def _copy(evaluator: Evaluator, value: Value, level: int) -> Value:
    if not isinstance(value, Container) or level > LEVELS or value.added_by == OBJECT or evaluator.steps < 0:
        return value
    evaluator.steps -= len(value.data) // 8 + (1 if level else 0)
    data = (
        {key: _copy(evaluator, item, level + 1) for key, item in value.data.items()}
        if value.kind == "object"
        else [_copy(evaluator, item, level + 1) for item in value.data]
    )
    made = Container("object", data, value.span, born=evaluator.branch, is_open=value.is_open)
    made.kind, made.parts, made.keys = value.kind, value.parts, dict(value.keys)
    return made


def made_array(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return the array in a variable, a new one where the variable was never set."""
    value = first(evaluator, arguments, node)
    never_set = (
        isinstance(value, Unclear) and value.origin is None and len(value.path) == 1 and value.path[0][:1] == "$"
    )
    if value.kind == "null" or never_set or (value.kind == "string" and value.data == ""):
        return Container("array", [], born=evaluator.branch)
    return value


def inside(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return the array at an index of an array, a new one where nothing is; without an index one at its end."""
    owner = first(evaluator, arguments, node)
    made = Container("array", [], born=evaluator.branch)
    if len(arguments.positional) < 2:
        pushed(evaluator, _given(owner, made), node)
        return made
    index = arguments.positional[1]
    if owner.kind in ("array", "object") and index.known:
        found = _item(owner, index)
        if found is None:
            put(evaluator, _given(owner, index, made), node)
            return made
        return found
    return get_item(evaluator, owner, index, node)


def _item(owner: Value, index: Value) -> Value | None:
    key = str(index.data)
    if owner.kind == "object":
        found: Value | None = owner.data.get(key)
        return found
    if key.isdigit() and int(key) < len(owner.data):
        item: Value = owner.data[int(key)]
        return item
    return None


def _given(*values: Value) -> Arguments:
    made = Arguments()
    made.positional = list(values)
    return made


def pushed(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`$array[] = value`."""
    owner, value = first(evaluator, arguments, node), arguments.positional[-1]
    if owner.kind == "array":
        changed(owner)
        if is_sure(evaluator, owner) and len(owner.data) < ITEM_LIMIT:
            owner.data.append(value)
        else:
            owner.is_open = True
    elif owner.kind == "object":
        numbers = [int(key) for key in owner.data if key.isdigit()]
        set_member(evaluator, owner, str(max(numbers, default=-1) + 1), value, None)
    return value


def put(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`$array[key] = value`; a list that gets another key becomes a map."""
    if len(arguments.positional) < 3:
        return Unclear(evaluator.span(node))
    owner, index, value = arguments.positional[:3]
    if owner.kind == "array" and index.known:
        key = str(int(index.data)) if isinstance(index.data, bool | float) else str(index.data)
        if key == str(len(owner.data)):
            pushed(evaluator, _given(owner, value), node)
            return value
        if not (key.isdigit() and int(key) < len(owner.data)):
            as_map(owner)
        else:
            index = Value("number", int(key), index.span)
    set_item(evaluator, owner, index, value)
    return value


def as_map(value: Value) -> None:
    """Make a map of a list, in place."""
    if value.kind == "array":
        value.data = {str(at): item for at, item in enumerate(value.data)}
        value.kind = "object"


def entries(value: Value) -> list[tuple[Value, Value]]:
    """Return the keys and values of an array."""
    if value.kind == "array":
        return [(Value("number", at), item) for at, item in enumerate(value.data)]
    if value.kind == "object":
        return [(Value("string", key, value.keys.get(key)), item) for key, item in value.data.items()]
    return []


def from_entries(evaluator: Evaluator, found: list[tuple[Value, Value]], *sources: Value) -> Container:
    """Return an array of keys and values: a list where the keys count up from 0."""
    is_list = all(str(key.data) == str(at) for at, (key, _) in enumerate(found))
    made = Container("array", [item for _, item in found], born=evaluator.branch)
    if not is_list:
        made = Container("object", {str(key.data): item for key, item in found}, born=evaluator.branch)
        made.keys = {str(key.data): key.span for key, _ in found if key.span is not None}
    made.is_open = any(source.is_open for source in sources)
    made.parts = spans_of(*sources)
    return made


def merged(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_merge(…)` and spreads: later keys replace earlier ones, numbered items go behind each other."""
    made = Container("array", [], born=evaluator.branch, is_open=arguments.is_open)
    for value in arguments.positional:
        if value.kind == "array":
            for item in value.data:
                pushed(evaluator, _given(made, item), node)
        elif value.kind == "object":
            if value.data:
                as_map(made)
            for key, item in value.data.items():
                if key.isdigit():
                    pushed(evaluator, _given(made, item), node)
                else:
                    made.data[key] = item
                    if key in value.keys:
                        made.keys[key] = value.keys[key]
        elif value.kind != "null":
            made.is_open = True
        made.is_open = made.is_open or value.is_open
    made.span, made.parts = None, spans_of(*arguments.positional)
    return made


def merged_deep(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`array_merge_recursive(…)`, `array_replace_recursive(…)`: arrays under one key are merged as well."""
    del node
    made: Value = Container("object", {}, born=evaluator.branch)
    for value in arguments.positional:
        made = _deep(evaluator, made, value, 0)
    return made


def _deep(evaluator: Evaluator, left: Value, right: Value, level: int) -> Value:
    if left.kind != "object" or right.kind != "object" or level > LEVELS:
        return right
    made = Container("object", dict(left.data), born=evaluator.branch, is_open=left.is_open or right.is_open)
    made.keys = {**left.keys, **right.keys}
    for key, item in right.data.items():
        made.data[key] = _deep(evaluator, left.data[key], item, level + 1) if key in left.data else item
    made.parts = spans_of(left, right)
    return made


def summed(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`+`: of arrays the keys that the left one lacks are added; else a sum of numbers."""
    del node
    result = arguments.positional[0]
    for value in arguments.positional[1:]:
        if result.kind in ("array", "object") and value.kind in ("array", "object"):
            made = Container("object", {}, born=evaluator.branch)
            for one in (value, result):
                spread_members(made, from_map(one))
            own = list(from_map(result).data) + [key for key in made.data if key not in from_map(result).data]
            made.data = {key: made.data[key] for key in own}
            made.parts = spans_of(result, value)
            result = made
        else:
            result = combine(evaluator, "add", as_number(result), as_number(value))
    return result


def from_map(value: Value) -> Value:
    """Return an array as an object of the evaluator."""
    if value.kind != "array":
        return value
    made = Container("object", {str(at): item for at, item in enumerate(value.data)}, value.span, is_open=value.is_open)
    made.parts = value.parts
    return made


def as_number(value: Value) -> Value:
    """Return a numeric text as its number, any other value as it is."""
    if value.kind != "string" or not value.known or len(value.data) > 30:
        return value
    text = value.data.strip()
    try:
        number: int | float = int(text) if text.lstrip("+-").isdigit() else float(text)
    except ValueError:
        return value
    return Value("number", number, value.span, parts=value.parts)


def pairs(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what `foreach ($array as $key => $value)` goes through."""
    value = first(evaluator, arguments, node)
    if value.kind not in ("array", "object"):
        return unknown_of(value, span=evaluator.span(node))
    found: list[Value] = [Container("array", [key, item]) for key, item in entries(value)]
    return Container("array", found, is_open=value.is_open, born=evaluator.branch)


def values(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what `foreach ($array as $value)` goes through; also `array_values`."""
    value = first(evaluator, arguments, node)
    if isinstance(value, Instance | ClassThing) or value.kind not in ("array", "object"):
        return unknown_of(value, span=evaluator.span(node))
    made = Container("array", [item for _, item in entries(value)], is_open=value.is_open, born=evaluator.branch)
    made.parts = spans_of(value)
    return made


HANDLERS: dict[str, Handler] = {
    "php copied": copied,
    "php array": made_array,
    "php inside": inside,
    "php pushed": pushed,
    "php set": put,
    "php merged": merged,
    "php sum": summed,
    "php pairs": pairs,
    "php values": values,
}
"""Name of what the lowering calls → what it does."""
