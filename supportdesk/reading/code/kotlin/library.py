"""Kotlin's standard library and JSON libraries, as far as they make values of a request."""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.clients import jvm_okhttp
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.kotlin.collection_types import entries_of
from supportdesk.reading.code.kotlin.json_library import (
    JsonContainer,
    json_container,
)
from supportdesk.reading.code.kotlin.names import call_lambda
from supportdesk.reading.code.kotlin.serializers import LIBRARY as LIBRARY_OF_JSON
from supportdesk.reading.code.kotlin.serializers import given_to, json_family
from supportdesk.reading.code.members import class_member, set_attribute
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.things import (
    Arguments,
    ClassThing,
    Client,
    Closure,
    Container,
    FileThing,
    Instance,
    Unclear,
    spans_of,
)
from supportdesk.value import Value

NULL = Value("null", None)
RANGE_LIMIT = 60
"""Numbers of a range that a loop goes through."""


def _scoped(*, result: bool, receiver: bool, safe: bool) -> Handler:
    """Return `let` and its like: the lambda gets the value as `it` or as its receiver, and may give the result."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given = given_to(arguments)
        value, function = given[0], given[-1] if len(given) > 1 else Unclear()
        if safe and value.kind == "null":
            return value
        if receiver:
            made = call_lambda(evaluator, function, node, receiver=value)
        else:
            made = call_lambda(evaluator, function, node, value)
        return made if result else value

    return _handler


def _taken(*, wanted: bool) -> Handler:
    """Return `takeIf { … }`: the value where the test is not known to fail, else null."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        value, function = arguments.positional[0], given_to(arguments)[-1]
        known = truth(call_lambda(evaluator, function, node, value))
        return NULL if known is (not wanted) or value.kind == "null" else value

    return _handler


def run_last(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`run { … }`, `runBlocking { … }`, `withContext(Dispatchers.IO) { … }`: the lambda's value."""
    given = given_to(arguments)
    return call_lambda(evaluator, given[-1], node) if given else Unclear(evaluator.span(node))


def with_receiver(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`with(value) { … }`."""
    given = given_to(arguments)
    return (
        call_lambda(evaluator, given[-1], node, receiver=given[0]) if len(given) > 1 else Unclear(evaluator.span(node))
    )


def repeat(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`repeat(3) { … }`: once for each number, up to a few."""
    given = given_to(arguments)
    times = given[0].data if given and given[0].kind == "number" else 1
    for number in range(min(times, 3) if isinstance(times, int) else 1):
        call_lambda(evaluator, given[-1], node, Value("number", number))
    return NULL


def numbers(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`a..b`, `a until b`."""
    made = Container("array", [], evaluator.span(node), born=evaluator.branch)
    first, last = arguments.positional[0], arguments.positional[-1]
    if isinstance(first.data, int) and isinstance(last.data, int) and first.kind == last.kind == "number":
        stop = min(last.data + 1, first.data + RANGE_LIMIT)
        made.data = [Value("number", number, None, parts=spans_of(first, last)) for number in range(first.data, stop)]
    else:
        made.is_open = True
    return made


def each(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what `for` goes through: the pairs of a map, the items of a list."""
    value = arguments.positional[0]
    if value.kind != "object":
        return value
    return Container("array", entries_of(value), evaluator.span(node), is_open=value.is_open, born=evaluator.branch)


def components(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Return what `val (a, b) = …` takes a value apart into: the properties of a data class, else the value."""
    value = arguments.positional[0]
    if not isinstance(value, Instance):
        return value
    return Container("array", list(value.members.values()), evaluator.span(node), born=evaluator.branch)


def map_of(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`mapOf(pair, …)` whose pairs are not written in place, `HashMap(map)`, `linkedMapOf()`."""
    made = Container("object", {}, evaluator.span(node), born=evaluator.branch, is_open=arguments.is_open)
    for value in arguments.positional:
        if value.kind == "object":
            made.data.update(value.data)
            made.keys.update(value.keys)
        elif value.kind == "array" and len(value.data) == 2 and value.data[0].known:
            made.data[str(value.data[0].data)] = value.data[1]
            if value.data[0].span is not None:
                made.keys[str(value.data[0].data)] = value.data[0].span
        elif value.kind != "number":
            made.is_open = True
    return made


def list_of(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`emptyList()`, `ArrayList(list)`, `listOfNotNull(…)`, `List(n) { … }`."""
    made = Container("array", [], evaluator.span(node), born=evaluator.branch, is_open=arguments.is_open)
    made.data = [value for value in arguments.positional if value.kind not in ("null", "number")]
    if len(made.data) == 1 and made.data[0].kind == "array":
        made.data = list(made.data[0].data)
    return made


def list_not_null(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`listOfNotNull(…)`."""
    made = Container("array", [], evaluator.span(node), born=evaluator.branch, is_open=arguments.is_open)
    made.data = [value for value in arguments.positional if value.kind != "null"]
    return made


def _built(make: Callable[[Evaluator, ir.Node], Value]) -> Handler:
    """Return `buildMap { … }` and its like: a new value that is the lambda's receiver."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        made = make(evaluator, node)
        given = given_to(arguments)
        if given:
            call_lambda(evaluator, given[-1], node, receiver=made)
        return made

    return _handler


def _map(evaluator: Evaluator, node: ir.Node) -> Value:
    return Container("object", {}, evaluator.span(node), born=evaluator.branch)


def _list(evaluator: Evaluator, node: ir.Node) -> Value:
    return Container("array", [], evaluator.span(node), born=evaluator.branch)


def text_builder(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`StringBuilder(text)`."""
    first = next((value for value in arguments.positional if value.kind == "string"), Value("string", ""))
    return Client("kotlin.text", {"_text": first}, evaluator.span(node))


def text_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Methods of a StringBuilder."""
    text = owner.state["_text"]
    if path in ("append", "appendLine", "appendln"):
        end = [] if path == "append" else [Value("string", "\n")]
        set_attribute(evaluator, owner, "_text", evaluator.text(text, *arguments.positional, *end))
        return owner
    if path in ("toString", "build"):
        return text
    return Unclear(evaluator.span(node), spans_of(text))


def build_text(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`buildString { append(…) }`."""
    made = Client("kotlin.text", {"_text": Value("string", "")}, evaluator.span(node))
    given = given_to(arguments)
    if given:
        call_lambda(evaluator, given[-1], node, receiver=made)
    return made.state["_text"]


def settle(evaluator: Evaluator, value: Value) -> Value:
    """Return the text that an object becomes inside a text."""
    if isinstance(value, Client) and value.family == "kotlin.text":
        return value.state["_text"]
    if isinstance(value, Client) and value.family == "okhttp.url":
        return jvm_okhttp.address(evaluator, value)
    word = getattr(value, "members", {}).get("json") if not isinstance(value, ClassThing) else None
    return word if isinstance(word, Value) else value


def environment(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`System.getenv(name)`, `System.getProperty(name, default)`: unknown; a default address stays as an open text."""
    given = given_to(arguments)
    default = given[1] if len(given) > 1 else None
    if default is not None and default.kind == "string" and "://" in default.data:
        return Value("string", default.data, None, parts=spans_of(default), is_open=True)
    return Unclear(evaluator.span(node))


def call_super(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Call the constructor of a base class for an object."""
    owner, base, *rest = arguments.positional
    maker = class_member(base, "__init__") if isinstance(base, ClassThing) else None
    if isinstance(maker, Closure):
        handed = Arguments()
        handed.positional, handed.named = rest, arguments.named
        call(evaluator, maker.bound_to(owner), handed, node)
    return owner


def file(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`File(path)`, `File(folder, name)`, `Paths.get(path)`."""
    given = arguments.positional
    return FileThing(given[-1] if given and given[-1].kind == "string" else None, evaluator.span(node))


def leave(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`exitProcess(1)`."""
    del arguments
    evaluator.leaving = "raise"
    return Unclear(evaluator.span(node))


_RUNNING = (
    "runBlocking", "launch", "async", "withContext", "coroutineScope", "supervisorScope", "lazy", "thread", "run",
    "withTimeout", "withTimeoutOrNull", "synchronized", "measureTimeMillis", "GlobalScope.launch", "GlobalScope.async",
    "callbackFlow", "flow", "runTest", "suspendCancellableCoroutine", "suspendCoroutine", "runCatching",
)  # fmt: skip

_SCOPES: dict[str, Handler] = {
    f" {name}{mark}": _scoped(result=result, receiver=receiver, safe=bool(mark))
    for mark in ("", "?")
    for name, result, receiver in (
        ("let", True, False),
        ("also", False, False),
        ("apply", False, True),
        ("run", True, True),
        ("use", True, False),
    )
}

LIBRARY: dict[str, Handler] = {
    **_SCOPES,
    **dict.fromkeys((" takeIf", " takeIf?"), _taken(wanted=True)),
    **dict.fromkeys((" takeUnless", " takeUnless?"), _taken(wanted=False)),
    **dict.fromkeys((" range", " until", " downTo", " step"), numbers),
    " each": each,
    " components": components,
    " super": call_super,
    **dict.fromkeys(_RUNNING, run_last),
    "with": with_receiver,
    "repeat": repeat,
    **dict.fromkeys(
        (
            "mapOf",
            "mutableMapOf",
            "hashMapOf",
            "linkedMapOf",
            "sortedMapOf",
            "emptyMap",
            "HashMap",
            "LinkedHashMap",
            "TreeMap",
        ),
        map_of,
    ),
    **dict.fromkeys(("emptyList", "ArrayList", "LinkedList", "emptyArray", "HashSet", "emptySet"), list_of),
    "listOfNotNull": list_not_null,
    "buildMap": _built(_map),
    "buildList": _built(_list),
    "buildString": build_text,
    **dict.fromkeys(("StringBuilder", "StringBuffer"), text_builder),
    "buildJsonObject": _built(lambda evaluator, node: json_container("object", evaluator, node)),
    "buildJsonArray": _built(lambda evaluator, node: json_container("array", evaluator, node)),
    **LIBRARY_OF_JSON,
    **dict.fromkeys(("System.getenv", "System.getProperty"), environment),
    **dict.fromkeys(("File", "Paths.get", "Path", "Path.of"), file),
    "exitProcess": leave,
}
"""Full dotted name → what it does."""


NAMES: dict[str, str | Value] = {
    **{name.partition(".")[0]: name.partition(".")[0] for name in LIBRARY},
    "JsonNull": NULL,
    "JSONObject": "JSONObject",
}
"""Names that need no import here; those of the client libraries are the dialect's."""


def families() -> dict[str, Family]:
    """Return the families of these libraries."""
    return {"kotlin.json": json_family, "kotlin.text": text_family}


__all__ = ["LIBRARY", "NAMES", "JsonContainer", "families", "settle"]
