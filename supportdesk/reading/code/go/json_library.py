"""encoding/json: what a struct with tags, a map or a slice becomes, and the other way.

https://pkg.go.dev/encoding/json#Marshal: names and options of tags, `omitempty` (false, 0, nil, empty array, slice, map
and string; a pointer or interface only when nil), embedded structs, `-`, `string`, RawMessage, MarshalJSON.
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.go.builtin_functions import NULL, OPEN, Field, fields_of
from supportdesk.reading.code.go.streams import text_of, write_to
from supportdesk.reading.code.go.things import with_error
from supportdesk.reading.code.members import class_member
from supportdesk.reading.code.text_methods import decoded_json
from supportdesk.reading.code.texts import derived, json_text
from supportdesk.reading.code.things import (
    Arguments,
    Client,
    Closure,
    Container,
    Instance,
    JsonText,
    Unclear,
    spans_of,
)
from supportdesk.value import UNKNOWN, Value

LEVELS = 60
"""Levels of a value that are followed."""

_TAG = lazy(r'json:"((?:[^"\\]|\\.)*)"')
_WORDS = lazy(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+\d*|[A-Z]+\d*|\d+")
_EMPTY = ("", 0, False, None)


class RawJson(JsonText):
    """A `json.RawMessage`: inside a value that is marshalled it is the JSON itself."""

    __slots__ = ()


def snake(name: str) -> str:
    """Return a field's name as the tags of SDKs write it: `MaxTokens` is max_tokens, `ImageURL` image_url."""
    return "_".join(match[0].lower() for match in _WORDS.finditer(name)) or name


def as_json(evaluator: Evaluator, value: Value, node: ir.Node, level: int = 0) -> Value:
    """Return the JSON value that a value is marshalled to."""
    if level > LEVELS:
        return Unclear(evaluator.span(node))
    if isinstance(value, RawJson):
        return value.inner
    if isinstance(value, Instance):
        return _structure(evaluator, value, node, level)
    if isinstance(value, Client):
        if value.family == "go.given":
            return as_json(evaluator, value.state["value"], node, level + 1)
        return _library(evaluator, value, node, level) if value.family == "go.struct" else Unclear(value.span)
    if value.kind == "object":
        items = {key: as_json(evaluator, item, node, level + 1) for key, item in value.data.items()}
        return _container(value, "object", items)
    if value.kind == "array":
        return _container(value, "array", [as_json(evaluator, item, node, level + 1) for item in value.data])
    return value


def _container(value: Value, kind: str, data: object) -> Value:
    made = Container("object" if kind == "object" else "array", data, value.span, is_open=value.is_open)
    made.keys, made.parts = value.keys, value.parts
    return made


def _structure(evaluator: Evaluator, value: Instance, node: ir.Node, level: int) -> Value:
    own = class_member(value.kind_of, "MarshalJSON")
    if isinstance(own, Closure) and evaluator.calls < 4:
        answer = call(evaluator, own.bound_to(value), Arguments(), node)
        text = answer.data[0] if answer.kind == "array" and answer.data else answer
        return decoded_json(evaluator, text) if text.kind == "string" else Unclear(value.span)
    made = Container("object", {}, value.span, is_open=OPEN in value.members)
    fields = fields_of(evaluator, value.kind_of, node)
    for name, field in fields.items():
        item = value.members.get(name, field.zero)
        if field.sort == "embedded" and not _tag(field)[0] and isinstance(item, Instance):
            inner = Instance(item.kind_of, item.span)
            inner.members = {key: value.members.get(key, old) for key, old in item.members.items()}
            flat = _structure(evaluator, inner, node, level + 1)
            if flat.kind == "object":
                made.data.update({key: one for key, one in flat.data.items() if key not in made.data})
                made.keys.update(flat.keys)
            continue
        _field(evaluator, made, name, field, item, node, level)
    if not fields:
        for name, item in value.members.items():
            if not name.startswith("go."):
                made.data[snake(name)] = as_json(evaluator, item, node, level + 1)
        made.is_open = True
    return made


def _tag(field: Field) -> tuple[str, list[str]]:
    match = _TAG.search(str(field.tag.data))
    name, *options = match[1].split(",") if match else [""]
    return name, options


def _field(
    evaluator: Evaluator, made: Container, name: str, field: Field, item: Value, node: ir.Node, level: int
) -> None:
    """Add one field, unless its tag leaves it out."""
    key, options = _tag(field)
    if (key == "-" and not options) or not name[:1].isupper():
        return
    value = as_json(evaluator, item, node, level + 1)
    is_struct = isinstance(item, Instance)
    if "omitempty" in options and not is_struct and is_empty(value, nilable=field.sort == "nilable"):
        return
    if "omitzero" in options and not is_struct and value.kind in ("string", "number", "boolean"):
        if value.data in _EMPTY and not value.is_open:
            return
    elif "omitzero" in options and value.kind == "null":
        return
    if field.sort == "raw" and value.kind == "string":
        value = item.inner if isinstance(item, JsonText) else decoded_json(evaluator, item)
    elif field.sort == "bytes" and value.kind == "string" and not value.is_open:
        import base64

        value = derived(value, base64.b64encode(str(value.data).encode("utf-8", "replace")).decode())
    elif "string" in options and value.kind in ("number", "boolean"):
        value = evaluator.text(value)
    if field.sort == "raw" and value.kind == "string" and not value.data:
        value = NULL
    made.data[key or name] = value


def is_empty(value: Value, *, nilable: bool = False) -> bool:
    """Say whether `omitempty` leaves a value out."""
    if nilable or value.kind in ("null", "unknown"):
        return value.kind == "null"
    if value.kind in ("object", "array", "string"):
        return not value.data and not value.is_open and not isinstance(value, Instance)
    return value.data in _EMPTY


REQUIRED = frozenset(("model", "messages", "role", "name", "parameters", "type", "input", "schema", "strict"))
"""Members that the structs of the SDKs write even when they are empty."""

CONSTANT: dict[str, tuple[tuple[str, str], ...]] = {
    **{f"ChatCompletion{name}MessageParam": (("role", name.lower()),) for name in
       ("User", "System", "Assistant", "Developer", "Tool")},
    **dict.fromkeys(("ChatCompletionToolParam", "ChatCompletionFunctionToolParam"), (("type", "function"),)),
    "ChatCompletionMessageToolCallParam": (("type", "function"),),
    "ChatCompletionContentPartTextParam": (("type", "text"),),
    "ChatCompletionContentPartImageParam": (("type", "image_url"),),
    "ResponseFormatTextParam": (("type", "text"),),
    "ResponseFormatJSONObjectParam": (("type", "json_object"),),
    "ResponseFormatJSONSchemaParam": (("type", "json_schema"),),
    "TextBlockParam": (("type", "text"),),
    "ImageBlockParam": (("type", "image"),),
    "ToolUseBlockParam": (("type", "tool_use"),),
    "ToolResultBlockParam": (("type", "tool_result"),),
    "Base64ImageSourceParam": (("type", "base64"),),
    "URLImageSourceParam": (("type", "url"),),
    "ThinkingConfigEnabledParam": (("type", "enabled"),),
    "ToolChoiceAutoParam": (("type", "auto"),),
    "ToolChoiceAnyParam": (("type", "any"),),
    "ToolChoiceToolParam": (("type", "tool"),),
    "ToolInputSchemaParam": (("type", "object"),),
}  # fmt: skip
"""Struct of the official SDKs → members that it always has (openai-go and anthropic-sdk-go, `constant` fields)."""

_CHOSEN = {f"Of{name}": name.lower() for name in ("User", "System", "Assistant", "Developer", "Tool")}

_NAMES = {
    "multi_content": "content", "log_probs": "logprobs", "top_log_probs": "top_logprobs",
    "b64_json": "b64_json",
}  # fmt: skip
"""Fields of go-openai whose tag is not their name (github.com/sashabaranov/go-openai, chat.go)."""


def _library(evaluator: Evaluator, value: Client, node: ir.Node, level: int) -> Value:
    """Return the JSON of a struct that a library declares: names as SDKs tag them, what is empty left out."""
    given = {name: item for name, item in value.state.items() if not name.startswith("go.")}
    kind = str(value.state["go.type"].data).rpartition(".")[2]
    if len(given) == 1 and _is_choice(*given):
        ((name, item),) = given.items()
        made = as_json(evaluator, item, node, level + 1)
        role = _CHOSEN.get(name)
        if role is not None and made.kind == "object" and "Message" in kind:
            made.data = {"role": _said(role), **made.data}
        return made
    made = Container("object", {}, value.span, is_open=OPEN in value.state)
    for name, text in CONSTANT.get(kind, ()):
        made.data[name] = _said(text)
    for name, item in given.items():
        key = snake(name)
        key = _NAMES.get(key, key)
        inner = as_json(evaluator, item, node, level + 1)
        sure = isinstance(item, Client) or (inner.kind in ("object", "array") and inner.span is not None)
        if key in REQUIRED or sure or not is_empty(inner):
            made.data[key] = inner
    for extra in (made.data.pop("extra_body", None), value.state.get("go.extra")):
        if extra is not None and extra.kind == "object":
            made.data.update(as_json(evaluator, extra, node, level + 1).data)
    return made


def _said(text: str) -> Value:
    return Value("string", text, added_by="SDK")


def _is_choice(name: str) -> bool:
    """Say whether a field is one of a union's (`OfString`, `OfUser`): the union is written as its value."""
    return len(name) > 2 and name.startswith("Of") and name[2].isupper()


def marshal(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`json.Marshal(v)`, `json.MarshalIndent(v, …)`: bytes and no error."""
    return with_error(_marshalled(evaluator, arguments, node))


def _marshalled(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    if not arguments.positional:
        return Unclear(evaluator.span(node))
    value = as_json(evaluator, arguments.positional[0], node)
    if isinstance(value, Unclear):  # JSON it is, whatever it says
        return JsonText(UNKNOWN, Value.unknown(value.span), spans_of(value))
    return json_text(evaluator.copier.snapshot(value))


def raw_message(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`json.RawMessage(text)`."""
    value = text_of(evaluator, arguments.positional[0]) if arguments.positional else Unclear()
    if value.kind != "string":
        return Unclear(evaluator.span(node), spans_of(value))
    inner = value.inner if isinstance(value, JsonText) else decoded_json(evaluator, value)
    return RawJson(str(value.data), inner, spans_of(value))


def unmarshal(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`json.Unmarshal(data, &x)`: sets x to what the text holds, or to something of the answer that it comes from."""
    if len(arguments.positional) > 1:
        fill(evaluator, arguments.positional[0], arguments.positional[1], node)
    return NULL


def fill(evaluator: Evaluator, source: Value, setter: Value, node: ir.Node) -> None:
    """Set what a setter of the lowering sets to the JSON value that a text holds."""
    if not isinstance(setter, Closure):
        return
    text = text_of(evaluator, source)
    made = decoded_json(evaluator, text) if text.kind == "string" else text
    if isinstance(text, Unclear) and text.origin is not None:
        made = Unclear(evaluator.span(node), origin=text.origin)
        evaluator.fact("json_read", text.origin, evaluator.span(node))
    old = setter.defaults.get("go.old")
    if isinstance(old, Instance) and isinstance(made, Unclear):
        for name in old.members:  # whoever else holds the struct sees it filled, too
            old.members[name] = Unclear(evaluator.span(node), origin=made.origin, path=(name,))
        return
    if made.kind == "object" and isinstance(old, Instance):
        for name, field in fields_of(evaluator, old.kind_of, node).items():
            found = made.data.get(_tag(field)[0] or name)
            if found is not None:
                old.members[name] = found
        return
    handed = Arguments()
    handed.positional = [made]
    call(evaluator, setter, handed, node)


def coder(family: str) -> Handler:
    """`json.NewEncoder(w)`, `json.NewDecoder(r)`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        target = arguments.positional[0] if arguments.positional else Unclear()
        return Client(family, {"to": target}, evaluator.span(node))

    return _handler


def coder_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`Encode(v)` writes, `Decode(&x)` sets; the settings of both change nothing."""
    if path == "Encode":
        write_to(evaluator, owner.state["to"], _marshalled(evaluator, arguments, node))
    elif path == "Decode" and arguments.positional:
        fill(evaluator, owner.state["to"], arguments.positional[0], node)
    return NULL


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("json.Marshal", "json.MarshalIndent"), marshal),
    "json.RawMessage": raw_message,
    **dict.fromkeys(("json.Unmarshal", "json.UnmarshalString"), unmarshal),
    "json.MarshalString": marshal,
    "json.NewEncoder": coder("go.encoder"),
    "json.NewDecoder": coder("go.decoder"),
}
"""Dotted name → what it does."""
