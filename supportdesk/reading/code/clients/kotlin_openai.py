"""openai-kotlin (com.aallam.openai): data classes whose properties are the members of the body in camel case.

https://github.com/aallam/openai-kotlin/blob/main/guides/GettingStarted.md
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir, sdks
from supportdesk.reading.code.clients import openai_sdk
from supportdesk.reading.code.clients.jvm_requests import argument
from supportdesk.reading.code.clients.sdk_calls import SdkCall
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.kotlin.names import call_lambda
from supportdesk.reading.code.things import (
    Arguments,
    Client,
    Closure,
    Container,
    FileThing,
    Reference,
    Unclear,
    spans_of,
)
from supportdesk.value import Value

CLIENT = "aallam.client"
_METHODS = {
    "chatCompletion": "chat.completions.create", "chatCompletions": "chat.completions.create",
    "completion": "completions.create", "completions": "completions.create", "embeddings": "embeddings.create",
    "imageURL": "images.generate", "imageJSON": "images.generate", "speech": "audio.speech.create",
    "transcription": "audio.transcriptions.create", "translation": "audio.translations.create",
    "moderations": "moderations.create", "models": "models.list", "model": "models.retrieve",
}  # fmt: skip
_STREAMING = ("chatCompletions", "completions")
_POSITIONS: dict[str, tuple[str, ...]] = {
    "ChatCompletionRequest": ("model", "messages"),
    "ChatMessage": ("role", "content", "name"),
    "CompletionRequest": ("model", "prompt"),
    "EmbeddingRequest": ("model", "input"),
    "ImageCreation": ("prompt", "model"),
    "ImageEdit": ("image", "mask", "prompt"),
    "SpeechRequest": ("model", "input", "voice"),
    "TranscriptionRequest": ("audio", "model"),
    "TranslationRequest": ("audio", "model"),
    "ModerationRequest": ("input", "model"),
    "TextPart": ("text",),
    "ImagePart": ("url", "detail"),
    "FunctionTool": ("name", "parameters", "description"),
    "StreamOptions": ("includeUsage",),
}
_RENAMED = {"audio": "file"}
_ROLES = ("user", "system", "assistant", "tool", "function", "developer")
_CAPITAL = lazy(r"(?<=[a-z0-9])([A-Z])")


def _snake(name: str) -> str:
    return _RENAMED.get(name) or _CAPITAL.sub(lambda match: "_" + match[1].lower(), name)


def _plain(value: Value) -> Value:
    """Return a constant of the SDK (`ChatRole.User`, `ImageSize.is1024x1024`) as the text that it stands for."""
    if not isinstance(value, Reference):
        return value
    word = value.path.rpartition(".")[2]
    text = word[2:] if word[:2] == "is" and word[2:3].isdigit() else word.lower()
    return Value("string", text, None, parts=spans_of(value))


def _members(name: str) -> Handler:
    """Return a constructor of a data class: an object of its properties' JSON names."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        made = Container("object", {}, evaluator.span(node), born=evaluator.branch, is_open=arguments.is_open)
        given = dict(zip(_POSITIONS[name], arguments.positional, strict=False)) | arguments.named
        for key, value in given.items():
            if value.kind != "null":
                made.data[_snake(key)] = _plain(value)
                if key in arguments.name_spans:
                    made.keys[_snake(key)] = arguments.name_spans[key]
        if name in ("TextPart", "ImagePart"):
            kind = "text" if name == "TextPart" else "image_url"
            inner = Container("object", dict(made.data), made.span)
            made.data = {
                "type": Value("string", kind),
                kind: made.data.get("text", Unclear()) if kind == "text" else inner,
            }
        return made

    return _handler


def itself(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`ModelId("gpt-4o")` and its like: what they hold."""
    return argument(arguments) or Unclear(evaluator.span(node))


def source(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`FileSource(name, source)`: a file of that name."""
    name = arguments.get(0, "name")
    return FileThing(name if name is not None and name.kind == "string" else None, evaluator.span(node))


def host(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`OpenAIHost(baseUrl = …)`."""
    return arguments.get(0, "baseUrl") or Unclear(evaluator.span(node))


def new_client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`OpenAI(token, …)`, `OpenAI(OpenAIConfig(token, …))`."""
    first = argument(arguments)
    if isinstance(first, Client) and first.family == CLIENT:
        return first
    names = {"token": "api_key", "host": "base_url", "organization": "organization", "headers": "default_headers"}
    state: dict[str, Value] = {}
    for name, label in names.items():
        value = arguments.get(0 if name == "token" else None, name)
        if value is not None and value.kind != "null":
            state[label] = value
    return Client(CLIENT, state, evaluator.span(node))


def client_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of a client sends."""
    row = sdks.OPENAI.get(_METHODS.get(path, ""))
    if row is None:
        return Unclear(evaluator.span(node))
    handed = Arguments()
    given = argument(arguments)
    if given is not None and given.kind == "object":
        handed.named, handed.name_spans, handed.is_open = dict(given.data), dict(given.keys), given.is_open
    elif given is not None and path == "model":
        handed.positional = [given]
    elif path not in ("models", "model"):
        handed.is_open = True
    if path in _STREAMING:
        handed.named["stream"] = Value("boolean", True, added_by="openai-kotlin")  # its data
    if path.startswith("image"):
        word = "url" if path == "imageURL" else "b64_json"
        handed.named["response_format"] = Value("string", word, added_by="openai-kotlin")
    return openai_sdk.send(evaluator, owner.state, SdkCall("openai-kotlin", path, row._replace(adds=())), handed, node)


def built(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`chatCompletionRequest { model = …; messages { user { content = … } } }`."""
    made = Client("aallam.builder", {}, evaluator.span(node))
    function = argument(arguments)
    if isinstance(function, Closure):
        call_lambda(evaluator, function, node, receiver=made)
    return Container("object", dict(made.state), evaluator.span(node), born=evaluator.branch)


def builder_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Names inside `chatCompletionRequest { … }`, `messages { … }` and the lambda of a message."""
    given = argument(arguments)
    if path.startswith("set") and given is not None:
        name = path[3:4].lower() + path[4:]
        owner.state[_snake(name)] = _plain(given)
    elif path in ("messages", "message", *_ROLES) and isinstance(given, Closure):
        if path == "messages":
            owner.state.setdefault("messages", Container("array", [], born=evaluator.branch))
            call_lambda(evaluator, given, node, receiver=Client("aallam.builder", owner.state))
            return owner
        state: dict[str, Value] = {} if path == "message" else {"role": Value("string", path)}
        call_lambda(evaluator, given, node, receiver=Client("aallam.builder", state))
        held = owner.state.get("messages")
        if held is not None:
            held.data.append(Container("object", state, born=evaluator.branch))
    return owner


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """`anything.chatCompletion(request)`, where the text does not show how the client is made."""
    given = argument(arguments)
    if path[-1] not in _METHODS or given is None or given.kind != "object" or "model" not in given.data:
        return None
    return client_family(evaluator, Client(CLIENT, {"base_url": Unclear()}), path[-1], arguments, node)


def handlers() -> dict[str, Handler]:
    """Return the constructions by name."""
    made: dict[str, Handler] = {name: _members(name) for name in _POSITIONS}
    made.update(dict.fromkeys(("OpenAI", "OpenAIConfig"), new_client))
    made.update(dict.fromkeys(("ModelId", "Effort", "Voice", "ImageSize", "Quality", "Style", "Role"), itself))
    made.update(dict.fromkeys(("chatCompletionRequest", "completionRequest", "embeddingRequest"), built))
    made.update({"OpenAIHost": host, "FileSource": source})
    return made


def families() -> dict[str, Family]:
    """Return the families by name."""
    return {CLIENT: client_family, "aallam.builder": builder_family}


NAMES: dict[str, str] = {
    name: name
    for name in (
        *_POSITIONS, "OpenAI", "OpenAIConfig", "OpenAIHost", "ModelId", "FileSource", "ChatRole", "Role", "ImageSize",
        "Voice", "Effort", "Quality", "Style", "chatCompletionRequest", "completionRequest", "embeddingRequest",
    )
}  # fmt: skip
"""Names that snippets use without showing their import."""
