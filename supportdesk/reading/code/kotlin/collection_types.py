"""Methods and properties of Kotlin's lists and maps, of JSON objects and arrays, and of data classes."""

from __future__ import annotations

from supportdesk.reading.code import container_methods, ir
from supportdesk.reading.code.container_methods import pairs_of
from supportdesk.reading.code.evaluate import Attribute, Evaluator, Method
from supportdesk.reading.code.kotlin.json_library import JsonContainer, json_container, json_value
from supportdesk.reading.code.kotlin.names import call_lambda
from supportdesk.reading.code.kotlin.text_methods import ANY, emptiness, first_of, same
from supportdesk.reading.code.members import changed, get_item, is_sure, remove, set_item, set_member, spread_members
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.texts import joined, unknown_of
from supportdesk.reading.code.things import Arguments, Closure, Container, Instance, Unclear, spans_of
from supportdesk.value import Value

ITEM_LIMIT = 200
"""Items of a list that a lambda is called with."""


def set_entry(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`put(name, value)` and its like: the object itself, so that calls may follow."""
    given = [*arguments.positional, *arguments.named.values()]
    if len(given) == 2:
        value = given[1]
        if isinstance(owner, JsonContainer):
            value = json_value(evaluator, value)
        set_item(evaluator, owner, given[0], value)
    elif len(given) == 1 and owner.kind == "array":
        append(evaluator, owner, arguments, node)
    return owner


def put_all(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`putAll(map or pairs)`."""
    del node
    for value in arguments.positional:
        if value.kind == "array":
            for name, item in pairs_of(value):
                set_member(evaluator, owner, str(name.data), item, name.span)
        else:
            made = Container("object", {})
            spread_members(made, value)
            for key, item in made.data.items():
                set_member(evaluator, owner, key, item, made.keys.get(key))
            owner.is_open = owner.is_open or made.is_open
    return owner


def _nested(kind: str) -> Method:
    """Return `putJsonObject(name) { … }`, `addJsonArray { … }`: a new one, filled by the lambda."""

    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        made = json_container("object" if kind == "object" else "array", evaluator, node)
        given = list(arguments.positional)
        function = given.pop() if given and isinstance(given[-1], Closure) else None
        if given:
            set_item(evaluator, owner, given[0], made)
        else:
            _appended(evaluator, owner, [made])
        if function is not None:
            call_lambda(evaluator, function, node, receiver=made)
        return made

    return _method


def _appended(evaluator: Evaluator, owner: Value, values: list[Value]) -> None:
    changed(owner)
    if owner.kind == "array" and is_sure(evaluator, owner) and len(owner.data) < container_methods.ITEM_LIMIT:
        owner.data.extend(values)
    else:
        owner.is_open = True


def append(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`add(value)`, `add(index, value)` and `put(value)` of lists."""
    del node
    given = [*arguments.positional, *arguments.named.values()]
    values = [json_value(evaluator, value) for value in given[-1:]] if isinstance(owner, JsonContainer) else given[-1:]
    if len(given) == 2 and given[0].data == 0 and given[0].kind == "number" and is_sure(evaluator, owner):
        changed(owner)
        owner.data[0:0] = values
    else:
        _appended(evaluator, owner, values)
    return owner


def append_all(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`addAll(list)`."""
    container_methods.extend(evaluator, owner, arguments, node)
    return owner


def read(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`get(index)`, `getString(name)`, `getOrDefault(name, value)`."""
    given = [*arguments.positional, *arguments.named.values()]
    if not given:
        return Unclear(evaluator.span(node))
    if owner.kind == "object" and given[0].known and str(given[0].data) not in owner.data and len(given) > 1:
        return call_lambda(evaluator, given[1], node) if isinstance(given[1], Closure) else given[1]
    return get_item(evaluator, owner, given[0], node)


def take(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`remove(name)`."""
    given = first_of(arguments)
    found = remove(evaluator, owner, given) if given is not None else None
    return found or Unclear(evaluator.span(node))


def entries_of(owner: Value) -> list[Value]:
    """Return what going through a value gives: the pairs of a map, the items of a list."""
    if owner.kind == "object":
        return [Container("array", [name, item]) for name, item in pairs_of(owner)]
    return list(owner.data) if owner.kind == "array" else []


def _given_to(evaluator: Evaluator, function: Value, item: Value, owner: Value, node: ir.Node) -> Value:
    """Call a lambda with an item; `{ k, v -> }` of a map takes the pair apart."""
    two = isinstance(function, Closure) and len(function.function.parameters) == 2
    if two and owner.kind == "object":
        return call_lambda(evaluator, function, node, *item.data)
    return call_lambda(evaluator, function, node, item)


def for_each(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`forEach { … }`, `onEach { … }`, `forEachIndexed { … }`."""
    function = first_of(arguments)
    if function is not None:
        for item in entries_of(owner)[:ITEM_LIMIT]:
            if evaluator.steps < 0 or evaluator.leaving:
                break
            _given_to(evaluator, function, item, owner, node)
        if owner.is_open and not owner.data:
            call_lambda(evaluator, function, node, Unclear())
    return owner


def for_each_indexed(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`forEachIndexed { i, item -> … }`."""
    function = first_of(arguments)
    for number, item in enumerate(entries_of(owner)[:ITEM_LIMIT]) if function is not None else ():
        if evaluator.steps < 0 or function is None:
            break
        call_lambda(evaluator, function, node, Value("number", number), item)
    return owner


def mapped(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`map { … }`."""
    function = first_of(arguments)
    made = Container("array", [], is_open=owner.is_open, born=evaluator.branch)
    for item in entries_of(owner)[:ITEM_LIMIT]:
        if function is None or evaluator.steps < 0:
            made.is_open = True
            break
        made.data.append(_given_to(evaluator, function, item, owner, node))
    return made


def map_values(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`mapValues { … }`."""
    function = first_of(arguments)
    made = Container("object", {}, is_open=owner.is_open or function is None, born=evaluator.branch)
    made.keys = dict(owner.keys)
    for (name, _), item in zip(pairs_of(owner), entries_of(owner)[:ITEM_LIMIT], strict=False):
        if function is not None and evaluator.steps >= 0:
            made.data[str(name.data)] = call_lambda(evaluator, function, node, item)
    return made


def filtered(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`filter { … }`; an item of which the test is not known leaves the list open."""
    function = first_of(arguments)
    items = entries_of(owner)[:ITEM_LIMIT]
    tests = [
        truth(_given_to(evaluator, function, item, owner, node)) if function is not None else None for item in items
    ]
    made = Container("array", [], is_open=owner.is_open or None in tests, born=evaluator.branch)
    made.data = [item for item, known in zip(items, tests, strict=True) if known]
    if owner.kind == "object":
        return to_map(evaluator, made, Arguments(), node)
    return made


def not_null(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`filterNotNull()`, `filterValues { it != null }`."""
    del arguments, node
    if owner.kind == "object":
        kept = Container("object", {}, is_open=owner.is_open, born=evaluator.branch)
        kept.data = {key: item for key, item in owner.data.items() if item.kind != "null"}
        kept.keys = dict(owner.keys)
        return kept
    made = Container("array", [], is_open=owner.is_open, born=evaluator.branch)
    made.data = [item for item in owner.data if item.kind != "null"]
    return made


def to_map(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`toMap()`, `toMutableMap()` of a map or of pairs: a new map."""
    del arguments, node
    made = Container("object", {}, is_open=owner.is_open, born=evaluator.branch)
    for name, item in pairs_of(owner):
        made.data[str(name.data)] = item
        if name.span is not None:
            made.keys[str(name.data)] = name.span
    return made


def to_list(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`toList()`, `toMutableList()`: a new list."""
    del arguments, node
    return Container("array", entries_of(owner), is_open=owner.is_open, born=evaluator.branch)


def join(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`joinToString(separator, prefix, postfix) { … }`."""
    given = list(arguments.positional)
    function = given.pop() if given and isinstance(given[-1], Closure) else arguments.named.get("transform")
    items = entries_of(owner)[:ITEM_LIMIT]
    if function is not None:
        items = [_given_to(evaluator, function, item, owner, node) for item in items]
    names = ("separator", "prefix", "postfix")
    found = dict(zip(names, given, strict=False)) | arguments.named
    separator = found.get("separator")
    if owner.is_open and not items:
        return unknown_of(owner, span=evaluator.span(node))
    sign = str(separator.data) if separator is not None and separator.kind == "string" else ", "
    made = joined(items, evaluator.dialect.text, sign)
    empty = Value("string", "")
    return evaluator.text(found.get("prefix") or empty, made, found.get("postfix") or empty)


def _at(index: int) -> Method:
    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        del arguments
        return get_item(evaluator, owner, Value("number", index), node)

    return _method


def copied_with(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`copy(name = value)` of a data class."""
    if not isinstance(owner, Instance):
        return owner
    made = Instance(owner.kind_of, evaluator.span(node))
    made.members = {**owner.members, **arguments.named}
    return made


def size(evaluator: Evaluator, owner: Value, node: ir.Node) -> Value:
    """`length`, `size`."""
    if owner.is_open:
        return Unclear(evaluator.span(node), spans_of(owner))
    return Value("number", len(owner.data), None, parts=spans_of(owner))


def _part(index: int) -> Attribute:
    """`first`, `second`, `key`, `value` of a pair."""

    def _read(evaluator: Evaluator, owner: Value, node: ir.Node) -> Value:
        return get_item(evaluator, owner, Value("number", index), node)

    return _read


def _property(method: Method) -> Attribute:
    def _read(evaluator: Evaluator, owner: Value, node: ir.Node) -> Value:
        return method(evaluator, owner, Arguments(), node)

    return _read


_COLLECTION: dict[str, Method] = {
    **ANY,
    **dict.fromkeys(("forEach", "onEach"), for_each),
    "forEachIndexed": for_each_indexed,
    **dict.fromkeys(("map", "mapNotNull", "flatMap"), mapped),
    "filter": filtered,
    "joinToString": join,
    **dict.fromkeys(
        ("get", "getValue", "getOrDefault", "getOrPut", "optString", "getString", "getInt", "getJSONObject"), read
    ),
    **dict.fromkeys(
        ("getJSONArray", "optJSONObject", "optJSONArray", "getAsJsonObject", "getAsJsonArray", "getOrElse"), read
    ),
    **dict.fromkeys(("jsonObject", "jsonArray", "asJsonObject", "asJsonArray", "asSequence", "toJsonElement"), same),
    **dict.fromkeys(("remove", "removeAt"), take),
    "clear": container_methods.clear,
    **dict.fromkeys(("toList", "toMutableList", "toTypedArray", "toSet", "asList", "entries"), to_list),
    **dict.fromkeys(("toMap", "toMutableMap", "toSortedMap"), to_map),
    "filterNotNull": not_null,
    "isEmpty": emptiness(lambda data: not data),
    "isNotEmpty": emptiness(bool),
    "deepCopy": container_methods.copied,
}
_SETTING = (
    "put", "set", "addProperty", "putOpt", "accumulate", "putIfAbsent", "replace", "putPOJO", "append", "fluentPut",
)  # fmt: skip
OBJECT: dict[str, Method] = {
    **_COLLECTION,
    **dict.fromkeys((*_SETTING, "add"), set_entry),
    **dict.fromkeys(("putAll", "setAll"), put_all),
    **dict.fromkeys(("putJsonObject", "putObject"), _nested("object")),
    **dict.fromkeys(("putJsonArray", "putArray"), _nested("array")),
    "mapValues": map_values,
    "filterValues": filtered,
    "keys": container_methods.keys,
    "values": container_methods.values,
    "toHeaders": same,
}
"""Method name → what it does on a map or a JSON object."""

ARRAY: dict[str, Method] = {
    **_COLLECTION,
    **dict.fromkeys(("add", "put", "addLast", "addElement"), append),
    "addFirst": append,
    "addAll": append_all,
    "set": set_entry,
    **dict.fromkeys(("addJsonObject", "addObject"), _nested("object")),
    **dict.fromkeys(("addJsonArray", "addArray"), _nested("array")),
    **dict.fromkeys(("first", "component1", "firstOrNull"), _at(0)),
    "component2": _at(1),
    **dict.fromkeys(("last", "lastOrNull", "single", "random"), _at(-1)),
}
"""Method name → what it does on a list or a JSON array."""

INSTANCE: dict[str, Method] = {**ANY, "copy": copied_with}
"""Method name → what it does on an object of a class of the program."""

ATTRIBUTES: dict[str, dict[str, Attribute]] = {
    "string": {"length": size, "name": _property(same)},
    "array": {
        "size": size,
        "first": _part(0),
        "second": _part(1),
        "key": _part(0),
        "value": _part(1),
        "lastIndex": size,
    },
    "object": {
        "size": size,
        "entries": _property(to_list),
        "keys": _property(container_methods.keys),
        "values": _property(container_methods.values),
    },
}
"""Kind of value → its members that are no methods."""
