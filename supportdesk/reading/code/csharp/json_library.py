"""JSON as C# programs write it: System.Text.Json and Newtonsoft.Json, the names of properties, and what is left out.

Sources: learn.microsoft.com/dotnet/standard/serialization/system-text-json (naming policies, ignoring properties),
newtonsoft.com/json/help (serialization attributes, naming strategies).
"""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.named import NamedTuple
from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator
from supportdesk.reading.code.text_methods import decoded_json
from supportdesk.reading.code.texts import json_text, unknown_of
from supportdesk.reading.code.things import (
    Arguments,
    ClassThing,
    Closure,
    Container,
    Instance,
    JsonText,
    Reference,
    Unclear,
    spans_of,
)
from supportdesk.value import Value

DEPTH_LIMIT = 60
"""Levels of objects that are written as JSON."""
NODE_LIMIT = 20_000
"""Values that one object is written with."""


class Policy(NamedTuple):
    """How names are written ('', 'camel', 'snake', 'kebab') and whether members that are null are left out."""

    naming: str = ""
    drops_null: bool = False


PLAIN = Policy()
WEB = Policy("camel")
"""What JsonContent, PostAsJsonAsync and the web defaults use."""


def camel(text: str) -> str:
    """Return a name in camel case as JsonNamingPolicy.CamelCase gives it ('URLName' → 'urlName')."""
    signs = list(text)
    for index, sign in enumerate(signs):
        if not sign.isupper():
            break
        following = signs[index + 1] if index + 1 < len(signs) else ""
        if index and following and not following.isupper():
            break
        signs[index] = sign.lower()
    return "".join(signs)


def separated(text: str, sign: str) -> str:
    """Return a name in lower-case words with a sign between them ('MaxTokens' → 'max_tokens')."""
    made: list[str] = []
    for index, letter in enumerate(text):
        following = text[index + 1] if index + 1 < len(text) else ""
        if letter.isupper() and index and (not text[index - 1].isupper() or following.islower()):
            made.append(sign)
        made.append(letter.lower())
    return "".join(made)


_NAMING: dict[str, Callable[[str], str]] = {
    "": str,
    "camel": camel,
    "snake": lambda text: separated(text, "_"),
    "kebab": lambda text: separated(text, "-"),
}


def policy_of(options: Value | None, default: Policy = PLAIN) -> Policy:
    """Return what JsonSerializerOptions or JsonSerializerSettings say."""
    if isinstance(options, Reference) and options.path == "JsonSerializerOptions.Web":
        return WEB
    if not isinstance(options, Instance):
        return default
    members = options.members
    naming = ""
    given = members.get("%0")
    if isinstance(given, Reference) and given.path.endswith("Web"):
        naming = "camel"
    for name in ("PropertyNamingPolicy", "ContractResolver"):
        value = members.get(name)
        if isinstance(value, Instance):
            value = value.members.get("NamingStrategy", value)
        if value is not None:
            naming = _naming(value.path if isinstance(value, Reference) else class_name(value))
    drops = False
    for name in ("DefaultIgnoreCondition", "NullValueHandling", "IgnoreNullValues"):
        value = members.get(name)
        if isinstance(value, Reference):
            drops = "WhenWriting" in value.path or value.path.endswith(".Ignore")
        elif value is not None and value.kind == "boolean":
            drops = bool(value.data)
    return Policy(naming, drops)


def class_name(value: Value) -> str:
    """Return the name of the class of an object of the program ('' for any other value)."""
    return value.kind_of.definition.name if isinstance(value, Instance) else ""


def _naming(text: str) -> str:
    for word, naming in (("Camel", "camel"), ("Snake", "snake"), ("Kebab", "kebab")):
        if word in text:
            return naming
    return ""


def written(evaluator: Evaluator, value: Value, policy: Policy = PLAIN) -> Value:
    """Return a value as it stands in JSON: objects of the program's classes as objects with their names in JSON."""
    return _written(evaluator, value, policy, 0, [NODE_LIMIT])


def _written(evaluator: Evaluator, value: Value, policy: Policy, level: int, left: list[int]) -> Value:
    left[0] -= 1
    if level > DEPTH_LIMIT or left[0] < 0:
        return unknown_of(value)
    if isinstance(value, Instance):
        return _of_instance(evaluator, value, policy, level, left)
    if value.kind == "object":
        made = Container("object", {}, value.span, is_open=value.is_open)
        made.parts, made.keys = value.parts, dict(value.keys)
        for name, item in value.data.items():
            made.data[name] = _written(evaluator, item, policy, level + 1, left)
        return made
    if value.kind == "array":
        items = [_written(evaluator, item, policy, level + 1, left) for item in value.data]
        listed = Container("array", items, value.span, is_open=value.is_open)
        listed.parts = value.parts
        return listed
    return value


def _of_instance(evaluator: Evaluator, value: Instance, policy: Policy, level: int, left: list[int]) -> Value:
    known: dict[str, Value] = {}
    for owner in reversed(value.kind_of.ancestry()):
        names = owner.members.get("%json")
        if names is not None and names.kind == "object":
            known.update(names.data)
    made = Container("object", {}, value.span, is_open=value.is_open)
    write = _NAMING[policy.naming]
    listed: dict[str, Value | None] = dict(known)
    if not known:
        listed = dict.fromkeys(name for name in value.members if not name.startswith("%"))
    for key, named in listed.items():
        name = key.removeprefix("?")
        item = _read(evaluator, value, name)
        if item is None or isinstance(item, Closure):
            continue
        if item.kind == "null" and (policy.drops_null or key.startswith("?")):
            continue
        renamed = named is not None and named.kind == "string"
        text = str(named.data) if named is not None and renamed else write(name)
        made.data[text] = _written(evaluator, item, policy, level + 1, left)
        place = value.keys.get(name) or (named.span if named is not None and renamed else None)
        if place is not None:
            made.keys[text] = place
    return made


def _read(evaluator: Evaluator, owner: Instance, name: str) -> Value | None:
    if name in owner.members:
        return owner.members[name]
    from supportdesk.reading.code.calls import call
    from supportdesk.reading.code.members import class_member

    found = class_member(owner.kind_of, name)
    if isinstance(found, Closure) and "property" in found.function.marks:
        return call(evaluator, found.bound_to(owner), Arguments(), found.function)
    return found


def as_text(evaluator: Evaluator, value: Value, policy: Policy = PLAIN) -> Value:
    """Return the JSON text of a value, which still knows the value."""
    if isinstance(value, JsonText) or (value.kind == "unknown" and not isinstance(value, Instance)):
        return value if isinstance(value, JsonText) else Unclear(value.span, spans_of(value))
    return json_text(evaluator.copier.snapshot(written(evaluator, value, policy)))


def serialize(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`JsonSerializer.Serialize(value, options)`, `JsonConvert.SerializeObject(value, formatting, settings)`."""
    value = arguments.get(0, "value")
    if value is None:
        return Unclear(evaluator.span(node))
    further = (*arguments.positional[1:], *arguments.named.values())
    options = [
        one
        for one in further
        if isinstance(one, Instance) or (isinstance(one, Reference) and one.path.endswith("Options.Web"))
    ]
    return as_text(evaluator, value, policy_of(options[-1] if options else None))


def deserialize(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`JsonNode.Parse(text)`, `JObject.Parse(text)`, `JsonDocument.Parse(text)`."""
    value = arguments.positional[0] if arguments.positional else None
    if value is None or value.kind != "string":
        return unknown_of(value, span=evaluator.span(node))
    made = decoded_json(evaluator, value)
    return evaluator.copier.snapshot(made) if made.kind not in ("object", "array") else _changeable(evaluator, made)


def _changeable(evaluator: Evaluator, value: Value) -> Value:
    if value.kind == "object":
        made = Container("object", dict(value.data), value.span, is_open=value.is_open, born=evaluator.branch)
        made.keys = dict(value.keys)
    else:
        made = Container("array", list(value.data), value.span, is_open=value.is_open, born=evaluator.branch)
    made.parts = value.parts
    return made


def from_object(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`JObject.FromObject(value)`, `JToken.FromObject(value)`."""
    value = arguments.get(0, "o")
    return Unclear(evaluator.span(node)) if value is None else written(evaluator, value)


def placeholder(evaluator: Evaluator, name: str, node: ir.Node) -> Instance:
    """Return an object of a class that the text does not show."""
    return Instance(ClassThing(ir.Class(name, [], [], node.start, node.end), evaluator.scope), evaluator.span(node))
