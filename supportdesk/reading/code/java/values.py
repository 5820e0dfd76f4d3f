"""Methods of Java's texts, maps, lists, files and their likes in JSON libraries."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir, text_methods
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.clients.jvm_requests import argument, text
from supportdesk.reading.code.container_methods import copied, keys, pairs_of, values
from supportdesk.reading.code.evaluate import Evaluator, Method
from supportdesk.reading.code.java.objects import GSON, written
from supportdesk.reading.code.kotlin.json_library import json_container
from supportdesk.reading.code.members import changed, is_sure, remove, set_item, set_member, spread_members
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.texts import derived, percent_filled, unknown_of
from supportdesk.reading.code.things import Arguments, Container, FileThing, Reference, Unclear, spans_of
from supportdesk.value import Value

EACH_LIMIT = 200
"""Items that a function is called with."""


def itself(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return the value itself."""
    del evaluator, arguments, node
    return owner


def put(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Set a member; return the object."""
    del node
    key, value = argument(arguments), argument(arguments, 1)
    if key is None or value is None:
        if key is not None:
            spread_members(owner, key)
        return owner
    key = key if key.kind in ("string", "number") else text(evaluator, key)
    set_item(evaluator, owner, key, value)
    return owner


def put_absent(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Set a member that is not there yet."""
    key = argument(arguments)
    if key is not None and str(key.data) in owner.data:
        return owner
    return put(evaluator, owner, arguments, node)


def put_all(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Set all members of a map, or add all items of a list."""
    del node
    given = argument(arguments)
    changed(owner)
    if given is None or given.kind not in ("object", "array"):
        owner.is_open = True
    elif owner.kind == "object":
        for key, value in pairs_of(given):
            set_member(evaluator, owner, str(key.data), value, key.span)
        owner.is_open = owner.is_open or given.is_open
    elif is_sure(evaluator, owner):
        owner.data.extend(given.data if given.kind == "array" else [])
        owner.is_open = owner.is_open or given.is_open
    return owner


def new_member(kind: str) -> Method:
    """Return a method that puts a new object or array in (`putObject`, `addArray`) and returns it."""

    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        made = json_container("array" if kind == "array" else "object", evaluator, node)
        handed = Arguments()
        handed.positional = [*arguments.positional[:1], made] if owner.kind == "object" else [made]
        if owner.kind == "object":
            put(evaluator, owner, handed, node)
        else:
            add(evaluator, owner, handed, node)
        return made

    return _method


def get(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return a member or an item, else the second argument."""
    key = argument(arguments)
    found: Value | None = None
    if key is not None and key.known:
        if owner.kind == "object":
            found = owner.data.get(str(key.data))
        elif isinstance(key.data, int) and 0 <= key.data < len(owner.data):
            found = owner.data[key.data]
    if found is None:
        found = argument(arguments, 1)
    return found if found is not None else Unclear(evaluator.span(node), spans_of(owner))


def add(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Add an item (at a place, where a number stands before it), or set a member of a JSON object."""
    if owner.kind == "object":
        return put(evaluator, owner, arguments, node)
    changed(owner)
    given = arguments.positional
    if not is_sure(evaluator, owner) or not given:
        owner.is_open = True
    elif len(given) > 1 and isinstance(given[0].data, int) and given[0].data <= len(owner.data):
        owner.data.insert(given[0].data, given[1])
    else:
        owner.data.append(given[-1])
    return owner


def taken(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Take a member or item away."""
    key = argument(arguments)
    found = remove(evaluator, owner, key) if key is not None else None
    return found if found is not None else Unclear(evaluator.span(node))


def contains(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Say whether a map has a key, a list an item, or a text a piece."""
    key = argument(arguments)
    if owner.is_open or key is None or not key.known or key.kind not in ("string", "number"):
        return Unclear(evaluator.span(node))
    found = any(item.data == key.data for item in owner.data) if owner.kind == "array" else str(key.data) in owner.data
    return Value("boolean", found, None, parts=spans_of(owner))


def size(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return how many members, items or signs there are."""
    del arguments
    return Unclear(evaluator.span(node)) if owner.is_open else Value("number", len(owner.data))


def is_empty(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Say whether there is nothing in it."""
    del arguments
    known = truth(owner)
    if known is None:
        return Unclear(evaluator.span(node))
    blank = owner.kind == "string" and not owner.is_open and not str(owner.data).strip()
    return Value("boolean", not known or blank)


def entry_set(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return the members as pairs."""
    del arguments, node
    items: list[Value] = [Container("array", [key, value]) for key, value in pairs_of(owner)]
    return Container("array", items, is_open=owner.is_open, born=evaluator.branch)


def place(index: int) -> Method:
    """Return a method that gives the item at a place (`entry.getKey()`)."""

    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        del arguments
        inside = owner.data and -len(owner.data) <= index < len(owner.data)
        return owner.data[index] if inside else Unclear(evaluator.span(node))

    return _method


def each(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Call a function with every item, or with key and value of every member; return what it gives as an array."""
    function = argument(arguments)
    made = Container("array", [], is_open=owner.is_open, born=evaluator.branch)
    rows = [list(pair) for pair in pairs_of(owner)] if owner.kind == "object" else [[item] for item in owner.data]
    if function is not None:
        for row in rows[:EACH_LIMIT]:
            handed = Arguments()
            handed.positional = row
            made.data.append(call(evaluator, function, handed, node))
    made.parts = spans_of(owner)
    return made


def filtered(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return the items that a test holds for; of those that it may hold for nothing is known."""
    answers = each(evaluator, owner, arguments, node).data
    made = Container("array", [], is_open=owner.is_open, born=evaluator.branch)
    for item, answer in zip(owner.data, answers, strict=False):
        known = truth(answer)
        made.is_open = made.is_open or known is None
        if known is not False:
            made.data.append(item)
    return made


def as_json(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return the JSON text of an object or array."""
    del arguments, node
    return written(evaluator, owner, GSON)


def to_text(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return `toString()`: JSON for what is JSON, else as Java writes it."""
    from supportdesk.reading.code.kotlin.json_library import JsonContainer

    if isinstance(owner, JsonContainer):
        return as_json(evaluator, owner, arguments, node)
    return owner if owner.kind == "string" else evaluator.text(owner)


def formatted(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Fill the fields of a `java.util.Formatter` text."""
    del node
    filled = derived(owner, str(owner.data).replace("%n", "\n")) if "%n" in str(owner.data) else owner
    given = [value for value in arguments.positional if not isinstance(value, Reference)]
    return percent_filled(filled, Container("array", given), evaluator.dialect.text, several=True)


def joined(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Join the texts of an array (`Collectors.joining`, `String.join`)."""
    separator = argument(arguments)
    mark = separator if separator is not None and separator.kind == "string" else Value("string", "")
    handed = Arguments()
    handed.positional = [owner]
    return text_methods.join(evaluator, mark, handed, node)


def concat(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return two texts as one."""
    del node
    return evaluator.text(owner, *arguments.positional)


def substring(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return the signs between two places."""
    del evaluator, node
    bounds = [value.data for value in arguments.positional]
    if owner.is_open or not bounds or not all(isinstance(bound, int) and bound >= 0 for bound in bounds):
        return unknown_of(owner)
    return derived(owner, owner.data[slice(*(bounds if len(bounds) > 1 else [bounds[0], None]))])


def equals(*, fold: bool) -> Method:
    """Return a method that says whether two texts are the same."""

    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        other = argument(arguments)
        if owner.is_open or other is None or other.is_open or other.kind == "unknown":
            return Unclear(evaluator.span(node))
        left, right = str(owner.data), str(other.data)
        return Value("boolean", left.lower() == right.lower() if fold else owner.data == other.data)

    return _method


def repeated(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return a text several times over."""
    del node
    from supportdesk.reading.code.operations import combine

    return combine(evaluator, "multiply", owner, argument(arguments) or Unclear())


def file_name(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return the name of a file."""
    del arguments, node
    return owner.base_name() if isinstance(owner, FileThing) else text(evaluator, owner)


def file_path(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return the path of a file."""
    del arguments
    path = owner.path if isinstance(owner, FileThing) else None
    return path if path is not None else Unclear(evaluator.span(node))


def invoked(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Call a function through the one method of its interface (`Function.apply`, `Supplier.get`)."""
    return call(evaluator, owner, arguments, node)


def items_count(evaluator: Evaluator, owner: Value, node: ir.Node) -> Value:
    """Return the `length` of an array."""
    return size(evaluator, owner, Arguments(), node)


def nothing(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return what only running the code would tell."""
    del owner, arguments
    return Unclear(evaluator.span(node))


def _named(names: str, method: Method) -> dict[str, Method]:
    return dict.fromkeys(names.split(), method)


_METHODS: Callable[[str], Method] = text_methods.METHODS.__getitem__

STRING_METHODS: dict[str, Method] = {
    **_named(
        "toString intern getBytes toCharArray toURL toURI toASCIIString toExternalForm stripIndent orElse "
        "trimIndent normalize asText asString getAsString build stringValue encode uri url toUri toUriString",
        itself,
    ),
    **_named("trim strip", _METHODS("strip")),
    "stripLeading": _METHODS("lstrip"),
    "stripTrailing": _METHODS("rstrip"),
    "toLowerCase": _METHODS("lower"),
    "toUpperCase": _METHODS("upper"),
    **_named("replace replaceFirst", _METHODS("replace")),
    "split": _METHODS("split"),
    "startsWith": _METHODS("startswith"),
    "endsWith": _METHODS("endswith"),
    "contains": contains,
    **_named("length", size),
    **_named("isEmpty isBlank", is_empty),
    "concat": concat,
    "substring": substring,
    "equals": equals(fold=False),
    "equalsIgnoreCase": equals(fold=True),
    "repeat": repeated,
    **_named("formatted format", formatted),
}
OBJECT_METHODS: dict[str, Method] = {
    **_named("put set fluentPut addProperty add putOnce putOpt element accumulate putPOJO replace setOnce", put),
    "putIfAbsent": put_absent,
    **_named("putAll setAll fluentPutAll addAll putAllOpts", put_all),
    **_named("putObject withObject", new_member("object")),
    **_named("putArray withArray", new_member("array")),
    **_named(
        "get getOrDefault opt optString optInt optJSONObject optJSONArray getString getInteger getInt getLong "
        "getDouble getBoolean getJSONObject getJSONArray getStr getAsJsonObject getAsJsonArray path getAsString",
        get,
    ),
    "remove": taken,
    **_named("containsKey has", contains),
    **_named("size length", size),
    "isEmpty": is_empty,
    "keySet": keys,
    "values": values,
    **_named("entrySet entries", entry_set),
    "forEach": each,
    **_named("clone deepCopy", copied),
    **_named("build asMap toMap getAsJsonObject asObject", itself),
    **_named("toJSONString toJson toStringPretty toPrettyString toJSONStringPretty", as_json),
    "toString": to_text,
}
ARRAY_METHODS: dict[str, Method] = {
    **_named("add put fluentAdd element addLast addPOJO offer push append", add),
    **_named("addAll putAll fluentAddAll", put_all),
    "addObject": new_member("object"),
    "addArray": new_member("array"),
    "set": put,
    **_named("get getString opt optString optJSONObject getJSONObject getJSONArray getStr path", get),
    **_named("getKey key getFirst first name", place(0)),
    **_named("getValue value", place(1)),
    "getLast": place(-1),
    "remove": taken,
    **_named("size length", size),
    "isEmpty": is_empty,
    "contains": contains,
    **_named("forEach map mapToObj flatMap peek", each),
    "filter": filtered,
    **_named("stream parallelStream toList toArray sorted distinct boxed iterator build parallel asList", itself),
    **_named("toJSONString toJson toStringPretty toPrettyString", as_json),
    "toString": to_text,
    "join": joined,
    "clone": copied,
}
FILE_METHODS: dict[str, Method] = {
    **_named("getName getFileName getFilename", file_name),
    **_named("getPath getAbsolutePath toString", file_path),
    **_named("toPath toFile toURI getFile resolve toAbsolutePath", itself),
    **_named("length exists", nothing),
}
FUNCTION_METHODS: dict[str, Method] = _named("apply accept get run call test execute", invoked)
"""Methods of functional interfaces, whose objects are functions here."""
PLAIN_METHODS: dict[str, Method] = {
    **_named("toString", to_text),
    **_named("equals", equals(fold=False)),
    **_named("intValue longValue doubleValue booleanValue", itself),
}
"""Methods of numbers and truth values."""
