"""Clients of Anthropic's API in .NET: the official Anthropic package, and Anthropic.SDK.

Source: github.com/anthropics/anthropic-sdk-csharp, github.com/tghamm/Anthropic.SDK.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients import anthropic_sdk
from supportdesk.reading.code.csharp.json_library import class_name, separated, written
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.things import Arguments, Client, Container, Instance, Reference, Unclear, spans_of
from supportdesk.value import Value

_METHODS = {
    "Messages.Create": "messages.create", "Messages.CreateStreaming": "messages.stream",
    "Messages.CountTokens": "messages.count_tokens", "Messages.CountMessageTokensAsync": "messages.count_tokens",
    "Messages.GetClaudeMessageAsync": "messages.create", "Messages.StreamClaudeMessageAsync": "messages.stream",
    "Models.List": "models.list", "Models.ListModelsAsync": "models.list",
}  # fmt: skip
_SETTINGS = {"ApiKey": "api_key", "APIKey": "api_key", "AuthToken": "auth_token", "BaseUrl": "base_url"}


def client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new AnthropicClient(key)`, `new AnthropicClient { ApiKey = key, BaseUrl = address }`."""
    state: dict[str, Value] = {}
    for value in (*arguments.positional, *arguments.named.values()):
        if isinstance(value, Instance):
            state.update(value.members)
        elif value.kind in ("string", "unknown"):
            state.setdefault("ApiKey", value)
    return Client("anthropic.net", state, evaluator.span(node))


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of a client sends."""
    name = _METHODS.get(path)
    if name is None:
        return Unclear(evaluator.span(node))
    state = {key: owner.state[member] for member, key in _SETTINGS.items() if member in owner.state}
    if "%0" in owner.state:
        state.setdefault("api_key", owner.state["%0"])
    if "%given" in owner.state:
        state.setdefault("base_url", Unclear())
    given = Arguments()
    parameters = next((one for one in arguments.positional if isinstance(one, Instance)), None)
    if parameters is not None:
        for member, value in parameters.members.items():
            if not member.startswith("%") and value.kind != "null":
                given.named[separated(member, "_")] = _plain(evaluator, value)
                if member in parameters.keys:
                    given.name_spans[separated(member, "_")] = parameters.keys[member]
    return anthropic_sdk.family(evaluator, Client(anthropic_sdk.SDK, state), name, given, node)


def _plain(evaluator: Evaluator, value: Value, level: int = 0) -> Value:
    """Return a value as it stands in the body: names in snake case, named values as their words."""
    if isinstance(value, Reference):
        return Value("string", separated(value.path.rpartition(".")[2], "_"), None, parts=spans_of(value))
    if isinstance(value, Instance) and level < 20:
        made = Container("object", {}, value.span)
        for member, item in value.members.items():
            if not member.startswith("%") and item.kind != "null":
                made.data[separated(member, "_")] = _plain(evaluator, item, level + 1)
        return made
    if value.kind == "array" and level < 20:
        return Container("array", [_plain(evaluator, item, level + 1) for item in value.data], value.span)
    return written(evaluator, value)


def message(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read Anthropic.SDK's `new Message(RoleType.User, text)`."""
    given = arguments.positional
    if len(given) < 2 or not isinstance(given[0], Reference):
        return Unclear(evaluator.span(node), path=("Message", "()"))
    content = given[1]
    if content.kind == "string":
        kind = Value("string", "text", added_by=anthropic_sdk.SDK)
        content = Container("array", [Container("object", {"type": kind, "text": content})])
    return Container("object", {"role": _plain(evaluator, given[0]), "content": content})


def system(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read Anthropic.SDK's `new SystemMessage(text)`."""
    del node
    text = arguments.positional[0] if arguments.positional else Unclear()
    kind = Value("string", "text", added_by=anthropic_sdk.SDK)
    return Container("object", {"type": kind, "text": text}) if class_name(text) == "" else written(evaluator, text)


NAMES = ("RoleType", "Role", "Model", "AnthropicModels")
"""Types of named values."""


def handlers() -> dict[str, Handler]:
    """Return the constructors of these packages."""
    return {"AnthropicClient": client, "Message": message, "SystemMessage": system}


def families() -> dict[str, Family]:
    """Return the families of these packages."""
    return {"anthropic.net": family}
