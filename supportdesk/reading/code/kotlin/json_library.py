"""JSON in Kotlin: objects and arrays that are JSON, and what serialisers make of maps, lists and data classes."""

from __future__ import annotations

from typing import Literal

from supportdesk.named import NamedTuple
from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator
from supportdesk.reading.code.members import class_member
from supportdesk.reading.code.snapshots import same
from supportdesk.reading.code.text_methods import decoded_json
from supportdesk.reading.code.texts import DEPTH_LIMIT, LENGTH_LIMIT, NODE_LIMIT, json_text, number_text
from supportdesk.reading.code.things import Closure, Container, Instance, JsonText, Scope, Unclear, spans_of
from supportdesk.value import UNKNOWN, Value


class JsonContainer(Container):
    """An object or array of a JSON library: as a text it is JSON."""

    __slots__ = ()


class Rules(NamedTuple):
    """What a serialiser writes: properties that have their default value, and those that are null."""

    defaults: bool = True
    nulls: bool = True


KOTLINX = Rules(defaults=False)
GSON = Rules(nulls=False)
JACKSON = Rules()


def json_container(kind: Literal["object", "array"], evaluator: Evaluator, node: ir.Node) -> JsonContainer:
    """Return a new JSON object or array."""
    return JsonContainer(kind, {} if kind == "object" else [], evaluator.span(node), born=evaluator.branch)


def json_value(evaluator: Evaluator, value: Value, rules: Rules = JACKSON) -> Value:
    """Return what a serialiser makes of a value: objects of the program's classes by their properties' JSON names."""
    return _json(evaluator, value, rules, 0)


def _json(evaluator: Evaluator, value: Value, rules: Rules, level: int) -> Value:
    if level > DEPTH_LIMIT or evaluator.steps < 0:
        return Unclear(value.span)
    evaluator.steps -= 1
    if isinstance(value, Instance):
        return _properties(evaluator, value, rules, level)
    if value.kind == "object":
        made = Container("object", {}, value.span, is_open=value.is_open, born=evaluator.branch)
        made.parts, made.keys = value.parts, dict(value.keys)
        made.data = {key: _json(evaluator, item, rules, level + 1) for key, item in value.data.items()}
        return made
    if value.kind == "array":
        items = [_json(evaluator, item, rules, level + 1) for item in value.data]
        listed = Container("array", items, value.span, is_open=value.is_open, born=evaluator.branch)
        listed.parts = value.parts
        return listed
    return value


def _properties(evaluator: Evaluator, value: Instance, rules: Rules, level: int) -> Value:
    word = value.members.get("json")
    if word is not None and word.kind == "string":
        return word
    made = Container("object", {}, value.span, born=evaluator.branch)
    for name, item in value.members.items():
        label = class_member(value.kind_of, f"json {name}")
        if label is not None and label.kind == "null":
            continue
        if item.kind == "null" and not rules.nulls:
            continue
        if not rules.defaults and _is_default(evaluator, value, name, item):
            continue
        key = str(label.data) if label is not None and label.kind == "string" else name
        made.data[key] = _json(evaluator, item, rules, level + 1)
        if label is not None and label.span is not None:
            made.keys[key] = label.span
    return made


def _is_default(evaluator: Evaluator, value: Instance, name: str, item: Value) -> bool:
    maker = class_member(value.kind_of, "__init__")
    if not isinstance(maker, Closure) or class_member(value.kind_of, f"always {name}") is not None:
        return False
    for parameter in maker.function.parameters:
        if parameter.name == name and parameter.default is not None:
            scope, evaluator.scope = evaluator.scope, Scope(maker.scope, value.kind_of)
            default = evaluator.evaluate(parameter.default)
            evaluator.scope = scope
            return same(default, item)
    return False


def to_json(evaluator: Evaluator, value: Value, rules: Rules) -> Value:
    """Return the JSON text of a value."""
    if isinstance(value, JsonText):
        return value
    if value.kind == "unknown" and not isinstance(value, Instance):
        return Unclear(value.span, spans_of(value))
    return json_text(evaluator.copier.snapshot(json_value(evaluator, value, rules)))


def from_json(evaluator: Evaluator, value: Value) -> Value:
    """Return the JSON object or array that a text holds."""
    found = decoded_json(evaluator, value)
    return _thawed(evaluator, found, 0)


def _thawed(evaluator: Evaluator, value: Value, level: int) -> Value:
    if value.kind not in ("object", "array") or level > DEPTH_LIMIT:
        return value
    kind: Literal["object", "array"] = "object" if value.kind == "object" else "array"
    made = JsonContainer(kind, None, value.span, is_open=value.is_open, born=evaluator.branch)
    made.parts, made.keys = value.parts, dict(value.keys)
    if kind == "object":
        made.data = {key: _thawed(evaluator, item, level + 1) for key, item in value.data.items()}
    else:
        made.data = [_thawed(evaluator, item, level + 1) for item in value.data]
    return made


def kotlin_text(value: Value) -> str:
    """Return a value as Kotlin's `toString` writes it: JSON as JSON, a map as `{a=1}`, a list as `[1, 2]`."""
    return _text(value, 0, [NODE_LIMIT])


def _text(value: Value, level: int, left: list[int]) -> str:
    data = value.data
    left[0] -= 1
    if value.kind == "unknown" or level > DEPTH_LIMIT or left[0] < 0:
        return UNKNOWN
    if value.kind == "string":
        return str(data)
    if isinstance(value, JsonContainer):
        text = json_text(value)
        return str(text.data) if text.kind == "string" else UNKNOWN
    if value.kind == "object":
        pieces = [f"{key}={_text(item, level + 1, left)}" for key, item in data.items()]
        return _bounded("{" + ", ".join(pieces) + "}")
    if value.kind == "array":
        return _bounded("[" + ", ".join([_text(item, level + 1, left) for item in data]) + "]")
    if value.kind == "number":
        return number_text(data)
    return "null" if data is None else str(data).lower()


def _bounded(text: str) -> str:
    return text if len(text) <= LENGTH_LIMIT else UNKNOWN
