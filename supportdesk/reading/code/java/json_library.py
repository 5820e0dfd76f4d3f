"""JSON in Java: org.json, fastjson, Hutool, Gson and Jackson, whose names differ and not much else."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients.jvm_requests import argument
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.java.objects import GSON, JACKSON, plain, written
from supportdesk.reading.code.kotlin.json_library import from_json, json_container
from supportdesk.reading.code.members import spread_items, spread_members
from supportdesk.reading.code.things import Arguments, Client, Reference, Unclear
from supportdesk.value import Value


def new_json(kind: str) -> Handler:
    """Return what makes a JSON object or array: empty, of a text, or of a map or list."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given = argument(arguments)
        if given is not None and given.kind == "string":
            return from_json(evaluator, given)
        made = json_container("array" if kind == "array" else "object", evaluator, node)
        if given is not None and given.kind not in ("number", "boolean", "null"):
            given = plain(evaluator, given, JACKSON)
            (spread_items if kind == "array" else spread_members)(made, given)
        return made

    return _handler


def parse_json(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`JSON.parseObject(text)`, `JsonParser.parseString(text)`; of an object the JSON object that it becomes."""
    given = argument(arguments)
    if given is None:
        return Unclear(evaluator.span(node))
    return from_json(evaluator, given) if given.kind == "string" else plain(evaluator, given, GSON)


def to_json(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`JSON.toJSONString(value)`, `JSONUtil.toJsonStr(value)`: without members that are null."""
    del node
    given = argument(arguments)
    return given if given is not None and given.kind == "string" else written(evaluator, given, GSON)


def new_mapper(family: str) -> Handler:
    """Return what makes a serialiser: Jackson's `ObjectMapper`, or `Gson`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del arguments
        return Client(family, {}, evaluator.span(node))

    return _handler


def mapper_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Write, read and make JSON with Jackson's `ObjectMapper` or with `Gson`; take their settings."""
    given = argument(arguments)
    rules = owner.state.get("_rules")
    nulls = rules.data is True if rules is not None else owner.family == "java.jackson"
    if path in ("writeValueAsString", "writeValueAsBytes", "toJson"):
        return written(evaluator, given, JACKSON if nulls else GSON, snake="_snake" in owner.state)
    if path in ("valueToTree", "toJsonTree", "convertValue"):
        return plain(evaluator, given or Unclear(), JACKSON if nulls else GSON, snake="_snake" in owner.state)
    if path == "createObjectNode":
        return json_container("object", evaluator, node)
    if path == "createArrayNode":
        return json_container("array", evaluator, node)
    if path in ("readTree", "readValue", "fromJson"):
        return (
            from_json(evaluator, given)
            if given is not None and given.kind == "string"
            else Unclear(evaluator.span(node), origin=given.origin if isinstance(given, Unclear) else None)
        )
    said = given.path if isinstance(given, Reference) else ".".join(given.path) if isinstance(given, Unclear) else ""
    if said.endswith(("SNAKE_CASE", "LOWER_CASE_WITH_UNDERSCORES", "SnakeCaseStrategy")):
        owner.state["_snake"] = Value("boolean", True)  # its data
    elif path == "serializeNulls" or said.endswith(("NON_NULL", "NON_EMPTY")):
        owner.state["_rules"] = Value("boolean", path == "serializeNulls")
    return owner


FAMILIES: dict[str, Family] = dict.fromkeys(("java.jackson", "java.gson"), mapper_family)
