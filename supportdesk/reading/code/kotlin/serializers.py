"""JSON libraries of Kotlin: org.json, kotlinx.serialization, Gson, Jackson, Moshi, fastjson."""

from __future__ import annotations

from typing import Literal

from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.kotlin.json_library import (
    GSON,
    JACKSON,
    KOTLINX,
    Rules,
    from_json,
    json_container,
    json_value,
    to_json,
)
from supportdesk.reading.code.kotlin.names import call_lambda
from supportdesk.reading.code.things import Arguments, Client, Unclear, spans_of
from supportdesk.value import Value


def given_to(arguments: Arguments) -> list[Value]:
    """Return all arguments of a call in order."""
    return [*arguments.positional, *arguments.named.values()]


def _new_json(kind: Literal["object", "array"], rules: Rules) -> Handler:
    """Return a constructor of a JSON object or array: of nothing, of text, of a map or list."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given = next((value for value in given_to(arguments) if value.kind != "number"), None)
        if given is None:
            return json_container(kind, evaluator, node)
        if given.kind == "string":
            return from_json(evaluator, given)
        made = json_container(kind, evaluator, node)
        value = json_value(evaluator, given, rules)
        if value.kind == kind:
            made.data, made.keys, made.is_open = value.data, value.keys, value.is_open
        else:
            made.is_open = True
        return made

    return _handler


def primitive(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`JsonPrimitive(value)`, `requireNotNull(value)`, `lazy`-less wrappers: the value itself."""
    given = given_to(arguments)
    return given[0] if given else Unclear(evaluator.span(node))


def parsed(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Json.parseToJsonElement(text)`, `JsonParser.parseString(text)`."""
    given = given_to(arguments)
    return from_json(evaluator, given[0]) if given else Unclear(evaluator.span(node))


def mapper(rules: Rules) -> Handler:
    """Return what makes a serialiser (`Gson()`, `jacksonObjectMapper()`)."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del arguments
        made = Client("kotlin.json", {}, evaluator.span(node))
        made.state["_defaults"] = Value("boolean", rules.defaults)
        made.state["_nulls"] = Value("boolean", rules.nulls)
        return made

    return _handler


def json_settings(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Json { encodeDefaults = true; explicitNulls = false }`."""
    made = mapper(KOTLINX)(evaluator, Arguments(), node)
    given = given_to(arguments)
    if given and isinstance(made, Client):
        call_lambda(evaluator, given[-1], node, receiver=made)
    return made


def rules_of(owner: Client) -> Rules:
    """Return what a serialiser writes."""
    return Rules(owner.state["_defaults"].data is True, owner.state["_nulls"].data is True)


_WRITING = (
    "encodeToString",
    "encodeToJsonElement",
    "toJson",
    "writeValueAsString",
    "writeValueAsBytes",
    "toJsonTree",
    "valueToTree",
)
_READING = ("parseToJsonElement", "readTree")


def json_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Methods of a serialiser: writing JSON, its settings, and new objects and arrays."""
    given = given_to(arguments)
    if path in _WRITING and given:
        value = given[-1] if path.startswith("encode") else given[0]
        if path in ("encodeToJsonElement", "toJsonTree", "valueToTree"):
            return json_value(evaluator, value, rules_of(owner))
        return to_json(evaluator, value, rules_of(owner))
    if path in _READING and given:
        return from_json(evaluator, given[0])
    if path in ("createObjectNode", "createArrayNode"):
        return json_container("object" if path == "createObjectNode" else "array", evaluator, node)
    if path == "setEncodeDefaults" and given:
        owner.state["_defaults"] = given[0]
    elif path == "setExplicitNulls" and given:
        owner.state["_nulls"] = given[0]
    elif path == "serializeNulls":
        owner.state["_nulls"] = Value("boolean", True)  # the value itself
    elif path in ("setSerializationInclusion", "setDefaultPropertyInclusion"):
        owner.state["_nulls"] = Value("boolean", False)  # the value itself
    elif path.startswith(("read", "decode", "fromJson")):
        return Unclear(evaluator.span(node), spans_of(*given))
    return owner


def _on_json(name: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        made = mapper(KOTLINX)(evaluator, Arguments(), node)
        if not isinstance(made, Client):
            return made
        return json_family(evaluator, made, name, arguments, node)

    return _handler


LIBRARY: dict[str, Handler] = {
    "JSONObject": _new_json("object", GSON),
    "JSONArray": _new_json("array", GSON),
    "JsonObject": _new_json("object", JACKSON),
    "JsonArray": _new_json("array", JACKSON),
    **dict.fromkeys(
        ("JsonPrimitive", "requireNotNull", "checkNotNull", "URL", "URI", "URI.create", "JsonLiteral"), primitive
    ),
    **dict.fromkeys(("Json.parseToJsonElement", "JsonParser.parseString"), parsed),
    "Json": json_settings,
    **dict.fromkeys(("Gson", "GsonBuilder"), mapper(GSON)),
    **dict.fromkeys(("Moshi.Builder", "Klaxon"), mapper(GSON)),
    **dict.fromkeys(
        ("ObjectMapper", "jacksonObjectMapper", "JsonMapper.builder", "jacksonMapperBuilder"), mapper(JACKSON)
    ),
    **{f"Json.{name}": _on_json(name) for name in ("encodeToString", "encodeToJsonElement")},
}
"""Dotted name → what it makes."""
