"""Messages, their parts, tools and formats of the OpenAI SDK for .NET, as the objects that they are in JSON.

Source: github.com/openai/openai-dotnet, src/Custom/Chat.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients.openai_sdk import SDK
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.text_methods import decoded_json
from supportdesk.reading.code.things import Arguments, Container, Reference, Unclear, spans_of
from supportdesk.value import Value

_ROLES = ("System", "User", "Assistant", "Developer", "Tool")


def message_of(role: str, given: list[Value]) -> Value:
    """Return a message of a role with its content: a text, a list of parts, or parts."""
    members: dict[str, Value] = {"role": Value("string", role, added_by=SDK)}
    if role == "tool" and len(given) > 1:
        members["tool_call_id"] = given.pop(0)
    if len(given) == 1:
        members["content"] = given[0]
    elif given:
        members["content"] = Container("array", given)
    return Container("object", members)


def message(role: str) -> Handler:
    """Return what makes a message of a role: `new UserChatMessage(…)`, `ChatMessage.CreateUserMessage(…)`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del evaluator, node
        return message_of(role, [*arguments.positional, *arguments.named.values()])

    return _handler


def roled(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new ChatMessage(ChatRole.User, text)`."""
    given = list(arguments.positional)
    role = given.pop(0) if given else Unclear()
    text = str(role.data) if role.kind == "string" else getattr(role, "path", "")
    if not isinstance(text, str) or not text:
        return Unclear(evaluator.span(node))
    return message_of(text.rpartition(".")[2].lower(), given)


def part(kind: str) -> Handler:
    """Return what makes a part of a content: a text or an image."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given = [*arguments.positional, *arguments.named.values()]
        first = given[0] if given else Unclear(evaluator.span(node))
        made = {"type": Value("string", kind, added_by=SDK)}
        if kind == "text":
            made["text"] = first
        else:
            url = first
            if first.kind != "string":
                media = given[1] if len(given) > 1 else Unclear()
                url = evaluator.text(Value("string", "data:"), media, Value("string", ";base64,"), Unclear())
            image = {"url": url}
            detail = given[-1] if len(given) > 1 and isinstance(given[-1], Reference) else None
            if detail is not None:
                image["detail"] = Value("string", detail.path.rpartition(".")[2].lower(), None, parts=spans_of(detail))
            made["image_url"] = Container("object", image)
        return Container("object", made)

    return _handler


def described(kind: str, inner: str, names: tuple[str, ...]) -> Handler:
    """Return what describes a tool or a format: `ChatTool.CreateFunctionTool(name, description, parameters, strict)`.

    `names` are the arguments in order; what they become in JSON stands behind their `:`.
    """

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del node
        made: dict[str, Value] = {}
        for index, both in enumerate(names):
            name, _, key = both.partition(":")
            value = arguments.get(index, name)
            if value is not None and value.kind != "null":
                is_schema = key in ("parameters", "schema") and value.kind == "string"
                made[key] = decoded_json(evaluator, value) if is_schema else value
        return Container("object", {"type": Value("string", kind, added_by=SDK), inner: Container("object", made)})

    return _handler


def fixed(value: object) -> Handler:
    """Return what gives a value that the SDK knows: `ChatToolChoice.CreateAutoChoice()`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del evaluator, arguments, node
        return Value.of(value, added_by=SDK)

    return _handler


PARTS: dict[str, Handler] = {
    **{
        pattern.format(role): message(role.lower())
        for role in _ROLES
        for pattern in ("{}ChatMessage", "ChatRequest{}Message", "ChatMessage.Create{}Message")
    },
    "ChatMessage": roled,
    **dict.fromkeys(("ChatMessageContentPart.CreateTextPart", "ChatMessageTextContentItem"), part("text")),
    **dict.fromkeys(("ChatMessageContentPart.CreateImagePart", "ChatMessageImageContentItem"), part("image_url")),
    "ChatResponseFormat.CreateJsonSchemaFormat": described(
        "json_schema",
        "json_schema",
        (
            "jsonSchemaFormatName:name", "jsonSchema:schema", "jsonSchemaFormatDescription:description",
            "jsonSchemaIsStrict:strict",
        ),
    ),
    "ChatResponseFormat.CreateJsonObjectFormat": fixed({"type": "json_object"}),
    "ChatResponseFormat.CreateTextFormat": fixed({"type": "text"}),
    "ChatTool.CreateFunctionTool": described(
        "function",
        "function",
        (
            "functionName:name", "functionDescription:description", "functionParameters:parameters",
            "functionSchemaIsStrict:strict",
        ),
    ),
    "ChatToolChoice.CreateAutoChoice": fixed("auto"),
    "ChatToolChoice.CreateNoneChoice": fixed("none"),
    "ChatToolChoice.CreateRequiredChoice": fixed("required"),
}  # fmt: skip
"""Type or static method → what makes it."""
