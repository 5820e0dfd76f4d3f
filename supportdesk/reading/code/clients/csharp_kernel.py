"""Semantic Kernel's OpenAI connector, and the community's Betalgo.OpenAI: both call an OpenAI-like API.

Source: learn.microsoft.com/semantic-kernel (chat completion), github.com/betalgo/openai.
"""

from __future__ import annotations

from supportdesk.reading.code import ir, sdks
from supportdesk.reading.code.clients import openai_sdk
from supportdesk.reading.code.clients.csharp_openai_parts import message_of
from supportdesk.reading.code.clients.sdk_calls import SdkCall
from supportdesk.reading.code.csharp.json_library import Policy, written
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.things import Arguments, Client, Container, Instance, Reference, Unclear, spans_of
from supportdesk.reading.code.urls import behind
from supportdesk.value import Value

SDK = openai_sdk.SDK
_SNAKE = Policy("snake", drops_null=True)
_CHAT = ("InvokePromptAsync", "GetChatMessageContentAsync", "GetChatMessageContentsAsync", "InvokePromptStreamingAsync",
         "GetStreamingChatMessageContentsAsync")  # fmt: skip
_BETALGO = {
    "ChatCompletion.CreateCompletion": "chat.completions.create",
    "ChatCompletion.CreateCompletionAsStream": "chat.completions.stream",
    "CreateCompletion": "chat.completions.create",
    "Image.CreateImage": "images.generate",
    "Embeddings.CreateEmbedding": "embeddings.create",
}


def builder(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Kernel.CreateBuilder()`."""
    del arguments
    return Client("kernel", {}, evaluator.span(node))


def service(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new OpenAIChatCompletionService(model, key)`."""
    made = Client("kernel", {}, evaluator.span(node))
    _connect(made, arguments, azure=False)
    return made


def kernel_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Note what a builder is told, and send what a kernel or chat service sends."""
    name = path.rpartition(".")[2]
    if name.startswith("Add"):
        if "ChatCompletion" in name:
            _connect(owner, arguments, azure="Azure" in name)
        return owner
    if name not in _CHAT:
        return owner if name.startswith(("Build", "Get")) else Unclear(evaluator.span(node))
    first = arguments.positional[0] if arguments.positional else Unclear()
    given = Arguments()
    if isinstance(first, Client) and first.family == "history":
        messages = Container("array", list(first.state["%messages"].data))
    else:
        messages = Container("array", [message_of("user", [first])])
    given.named = {"model": owner.state.get("%model") or Unclear(), "messages": messages}
    if "Streaming" in name:
        given.named["stream"] = Value("boolean", data=True, added_by=SDK)
    state = {key: value for key, value in owner.state.items() if not key.startswith("%")}
    call = SdkCall(SDK, name, sdks.OPENAI["chat.completions.create"])
    return openai_sdk.send(evaluator, state, call, given, node, azure="azure_endpoint" in state)


def _connect(owner: Client, arguments: Arguments, *, azure: bool) -> None:
    """Note model, address and key of a connector; without names an address stands before the key."""
    texts = list(arguments.positional)
    named = arguments.named
    address = named.get("endpoint")
    model = named.get("modelId") or named.get("deploymentName") or (texts.pop(0) if texts else Unclear())
    if address is None and texts and (azure or "://" in str(texts[0].data)):
        address = texts.pop(0)
    key = named.get("apiKey") or (texts.pop(0) if texts else Unclear())
    owner.state.update({"%model": model, "api_key": key})
    if address is not None:
        owner.state["azure_endpoint" if azure else "base_url"] = address
    if azure:
        owner.state["azure_deployment"] = model


def history(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new ChatHistory(system)`."""
    messages = [message_of("system", [one]) for one in arguments.positional if one.kind in ("string", "unknown")]
    return Client("history", {"%messages": Container("array", messages)}, evaluator.span(node))


def history_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`history.AddUserMessage(text)`, `history.AddMessage(AuthorRole.User, text)`."""
    del evaluator, node
    given = list(arguments.positional)
    role = path.removeprefix("Add").removesuffix("Message").lower()
    if path == "AddMessage" and given and isinstance(given[0], Reference):
        role = given.pop(0).path.rpartition(".")[2].lower()  # type: ignore[attr-defined]  # a Reference, as just tested
    if given and role:
        owner.state["%messages"].data.append(message_of(role, given[:1]))
    return owner


def betalgo(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new OpenAIService(new OpenAIOptions { ApiKey = key, BaseDomain = address })`."""
    first = arguments.positional[0] if arguments.positional else None
    state: dict[str, Value] = {}
    if isinstance(first, Instance):
        members = first.members
        if "ApiKey" in members:
            state["api_key"] = members["ApiKey"]
        if "BaseDomain" in members:
            version = members.get("ApiVersion") or Value("string", "v1", added_by=SDK)
            state["base_url"] = behind(members["BaseDomain"], version, evaluator.dialect.text)
    return Client("betalgo", state, evaluator.span(node))


def betalgo_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of Betalgo's service sends."""
    row = sdks.OPENAI.get(_BETALGO.get(path, ""))
    first = arguments.positional[0] if arguments.positional else None
    if row is None or first is None:
        return Unclear(evaluator.span(node))
    given = Arguments()
    if isinstance(first, Instance):
        body = written(evaluator, first, _SNAKE)
        given.named = {name: _word(value) for name, value in body.data.items()}
        given.name_spans = dict(body.keys)
    else:
        given.is_open = True
    return openai_sdk.send(evaluator, owner.state, SdkCall(SDK, path, row), given, node)


def _word(value: Value) -> Value:
    """Return the model that a constant names (`Models.Gpt_4o` → 'gpt-4o'); any other value as it is."""
    if not isinstance(value, Reference) or not value.path.startswith("Models."):
        return value
    text = value.path.rpartition(".")[2].replace("_", "-").lower()
    return Value("string", text, None, parts=spans_of(value))


def _role(role: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del evaluator, node
        return message_of(role, list(arguments.positional[:1]))

    return _handler


NAMES = ("Models", "AuthorRole")
"""Types of named values."""


def handlers() -> dict[str, Handler]:
    """Return the constructors of these packages."""
    return {
        "Kernel.CreateBuilder": builder,
        "OpenAIChatCompletionService": service,
        "ChatHistory": history,
        **dict.fromkeys(("OpenAIService", "OpenAiService"), betalgo),
        **{f"ChatMessage.From{role}": _role(role.lower()) for role in ("System", "User", "Assistant")},
    }


def families() -> dict[str, Family]:
    """Return the families of these packages."""
    return {"kernel": kernel_family, "history": history_family, "betalgo": betalgo_family}
