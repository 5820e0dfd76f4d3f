"""SDKs of the JVM: openai-java, anthropic-java, the older OpenAiService, chat models of LangChain4j and Spring AI.

https://github.com/openai/openai-java, https://github.com/anthropics/anthropic-sdk-java,
https://github.com/TheoKanning/openai-java, https://docs.langchain4j.dev/. Their methods are those of the other SDKs in
camel case; a call takes one object of parameters, which a builder makes.
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir, sdks
from supportdesk.reading.code.clients import anthropic_sdk, openai_sdk
from supportdesk.reading.code.clients.jvm_requests import argument
from supportdesk.reading.code.clients.sdk_calls import SdkCall
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.members import set_member
from supportdesk.reading.code.things import Arguments, Client, Container, Reference, Unclear
from supportdesk.reading.code.urls import behind
from supportdesk.value import UNKNOWN, Value

_UPPER = lazy(r"(?<=[a-z0-9])([A-Z])")
_VERSION = lazy(r"^(gpt_\d)_(\d)(?=_|$)")
_KIND = lazy(r"Of[A-Z].*")
_PARAMETERS = (
    "ChatCompletionCreateParams", "ResponseCreateParams", "EmbeddingCreateParams", "ImageGenerateParams",
    "ImageEditParams", "SpeechCreateParams", "TranscriptionCreateParams", "VideoCreateParams", "MessageCreateParams",
    "CompletionCreateParams", "ModerationCreateParams", "ChatCompletionRequest", "CreateImageRequest",
    "EmbeddingRequest", "CompletionRequest", "CreateSpeechRequest", "MessageParam", "ChatCompletionMessageParam",
    "OpenAiChatOptions",
)  # fmt: skip
_ROLES = ("User", "System", "Assistant", "Developer")
_SETTINGS = {
    "apiKey": "api_key", "baseUrl": "base_url", "organization": "organization", "project": "project",
    "maxRetries": "max_retries", "timeout": "timeout", "authToken": "auth_token", "organizationId": "organization",
}  # fmt: skip
_ENDINGS = ("create", "createStreaming", "generate", "retrieve", "list", "delete", "cancel", "edit", "content", "poll")
_CHATS = ("generate", "chat", "call", "doChat")
_MODEL_SETTINGS = {"modelName": "model", "model": "model", "maxTokens": "max_tokens", "temperature": "temperature",
                   "topP": "top_p", "maxCompletionTokens": "max_completion_tokens"}  # fmt: skip
_STREAM = (("stream", True),)


def snake(name: str) -> str:
    """Return a name in camel case as the SDKs write it in JSON."""
    return _UPPER.sub(r"_\1", _KIND.sub("", name)).lower()


def constant(value: Value) -> Value:
    """Return what an SDK's constant stands for: `ChatModel.GPT_4O` is gpt-4o, `Size._1024X1024` 1024x1024."""
    if not isinstance(value, Reference):
        return value
    last = value.path.rpartition(".")[2]
    if not last.isupper():
        return value
    text = last.lstrip("_").lower()
    if ".Role." not in value.path and "Model" in value.path.rpartition(".")[0]:
        text = _VERSION.sub(r"\1.\2", text).replace("_", "-")
    return Value("string", text, value.span)


def parameters(role: str = "") -> Handler:
    """Return what begins the building of an object of parameters."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del arguments
        held = Container("object", {}, evaluator.span(node), born=evaluator.branch)
        if role:
            held.data["role"] = Value("string", role.lower(), added_by="openai")
        return Client("sdk.parameters", {"_given": held}, evaluator.span(node))

    return _handler


def parameters_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Set a member of the parameters: `model(…)`, `addUserMessage(…)`, `putAdditionalBodyProperty(…)`."""
    held, first = owner.state["_given"], argument(arguments)
    if path == "build":
        return held
    if first is None:
        return owner
    if path in ("putAdditionalBodyProperty", "putAdditionalProperty"):
        set_member(evaluator, held, str(first.data), argument(arguments, 1) or Unclear(), first.span)
        return owner
    if path in ("putAdditionalHeader", "putHeader"):
        named = held.data.setdefault("extra_headers", Container("object", {}, born=evaluator.branch))
        set_member(evaluator, named, str(first.data), argument(arguments, 1) or Unclear(), first.span)
        return owner
    if path.startswith("add"):
        role = next((role for role in _ROLES if path == f"add{role}Message"), "")
        message = first if not role or first.kind == "object" else _message(evaluator, role.lower(), first, node)
        name = "messages" if path.endswith("Message") else snake(path[3:]) + "s"
        listed = held.data.get(name)
        if listed is None or listed.kind != "array":
            listed = held.data[name] = Container("array", [], born=evaluator.branch)
        listed.data.append(message)
        return owner
    set_member(evaluator, held, snake(path), constant(first), None)
    return owner


def _message(evaluator: Evaluator, role: str, content: Value, node: ir.Node) -> Value:
    made = Container("object", {}, evaluator.span(node), born=evaluator.branch)
    made.data = {"role": Value("string", role, added_by="openai"), "content": content}
    return made


def message(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make a `ChatMessage` of role and content."""
    made = Container("object", {}, evaluator.span(node), born=evaluator.branch)
    for position, name in enumerate(("role", "content", "name")):
        value = argument(arguments, position)
        if value is not None:
            made.data[name] = constant(value)
    return made


def client(sdk: str) -> Handler:
    """Return what makes a client, or its builder; `fromEnv()` takes the environment's key and address."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        state: dict[str, Value] = {"_sdk": Value("string", sdk), "_path": Value("string", "")}
        headers = Container("object", {}, born=evaluator.branch)
        state["_set"] = Container("object", {"default_headers": headers}, born=evaluator.branch)
        key = argument(arguments)
        if key is not None and sdk == "service":
            state["_set"].data["api_key"] = key
        return Client("sdk.client", state, evaluator.span(node))

    return _handler


def client_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Take settings, go on to a resource (`chat().completions()`), or send what a method sends."""
    sdk, given, first = str(owner.state["_sdk"].data), owner.state["_set"], argument(arguments)
    if sdk == "spring-ai" and path == "baseUrl" and first is not None:
        first = behind(first, Value("string", "/v1", added_by=sdk), evaluator.dialect.text)
    if path in _SETTINGS and first is not None:
        set_member(evaluator, given, _SETTINGS[path], first, None)
        return owner
    if path == "putHeader" and first is not None:
        set_member(evaluator, given.data["default_headers"], str(first.data), argument(arguments, 1) or Unclear(), None)
        return owner
    if path in ("fromEnv", "build", "async", "sync", "withRawResponse", "beta"):
        return owner
    if sdk == "model":
        return _model_call(evaluator, owner, path, arguments, node)
    rows = sdks.ANTHROPIC if sdk == "anthropic" else sdks.OPENAI
    if sdk == "service":
        row = sdks.OPENAI_NODE_OLD.get(snake(path).removeprefix("stream_"))
        if row is None:
            return Unclear(evaluator.span(node))
        return openai_sdk.send(evaluator, dict(given.data), SdkCall("openai", path, row), _arguments(first), node)
    name = str(owner.state["_path"].data) + snake(path)
    row = rows.get(name.removesuffix("_streaming"))
    if row is None or path not in _ENDINGS:
        state = {**owner.state, "_path": Value("string", name + ".")}
        return Client("sdk.client", state, evaluator.span(node))
    handed = _arguments(first)
    if name.endswith("_streaming"):
        handed.named.setdefault("stream", Value("boolean", True, added_by=sdk))  # its data
        name = name.removesuffix("_streaming")
    state = dict(given.data)
    if sdk == "anthropic":
        return anthropic_sdk.family(evaluator, Client("anthropic", state), name, handed, node)
    row = row if row.adds == _STREAM else row._replace(adds=())
    return openai_sdk.send(evaluator, state, SdkCall("openai", name, row), handed, node)


def _arguments(given: Value | None) -> Arguments:
    """Return the parameters of a call as named arguments, an id as one by position."""
    made = Arguments()
    if given is not None and given.kind == "object":
        made.named, made.name_spans, made.is_open = dict(given.data), dict(given.keys), given.is_open
    elif given is not None and given.kind == "string":
        made.positional = [given]
    elif given is not None:
        made.is_open = True
    return made


def _model_call(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`OpenAiChatModel`: settings that go into the body, and `chat(text)`, which sends it."""
    first, given = argument(arguments), owner.state["_set"]
    if path == "openAiApi" and isinstance(first, Client) and "_set" in first.state:
        given.data.update(first.state["_set"].data)
        return owner
    if path in ("defaultOptions", "options") and first is not None and first.kind == "object":
        given.data["body"] = first
        return owner
    if path in _MODEL_SETTINGS and first is not None:
        body = given.data.setdefault("body", Container("object", {}, born=evaluator.branch))
        set_member(evaluator, body, _MODEL_SETTINGS[path], constant(first), None)
        return owner
    if path not in _CHATS or first is None:
        return owner
    handed = _arguments(given.data.get("body"))
    content = first if first.kind in ("string", "array") else Value("string", UNKNOWN, first.span, is_open=True)
    messages = content if content.kind == "array" else Container("array", [_message(evaluator, "user", content, node)])
    handed.named["messages"] = messages
    state = {name: value for name, value in given.data.items() if name != "body"}
    row = sdks.OPENAI["chat.completions.create"]
    return openai_sdk.send(evaluator, state, SdkCall("openai", path, row), handed, node)


def role_message(role: str) -> Handler:
    """Return what makes a message of a role (`UserMessage.from(text)`)."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        return _message(evaluator, role, argument(arguments) or Unclear(), node)

    return _handler


def same(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`JsonValue.from(value)`, `ChatModel.of(name)`: the value."""
    found = argument(arguments)
    return constant(found) if found is not None else Unclear(evaluator.span(node))


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """`client.chat().completions().create(params)`, where the text does not show how the client is made."""
    names = [name for name in path[1:] if name != "()"]
    given = argument(arguments)
    if path[-1] not in _ENDINGS or given is None or given.kind != "object" or "model" not in given.data:
        return None
    name = ".".join(snake(part) for part in names).removesuffix("_streaming")
    if name == "messages.create":
        return anthropic_sdk.guess(evaluator, ("client", "messages", "create"), _arguments(given), node)
    row = sdks.OPENAI.get(name)
    if row is None:
        return None
    handed = _arguments(given)
    if path[-1].endswith("Streaming"):
        handed.named.setdefault("stream", Value("boolean", True, added_by="openai"))  # its data
    return openai_sdk.send(evaluator, {"base_url": Unclear()}, SdkCall("openai", name, row), handed, node)


def handlers() -> dict[str, Handler]:
    """Return the constructions and static methods by class."""
    made: dict[str, Handler] = {f"{name}.builder": parameters() for name in _PARAMETERS}
    for name, sdk in (("OpenAIOkHttpClient", "openai"), ("AnthropicOkHttpClient", "anthropic")):
        for kind in (name, f"{name}Async"):
            made[f"{kind}.builder"] = made[f"{kind}.fromEnv"] = client(sdk)
    made["OpenAiApi.builder"] = client("spring-ai")
    for name in ("OpenAiChatModel", "OpenAiStreamingChatModel"):
        made[f"{name}.builder"] = client("model")
    for role in _ROLES:
        made[f"ChatCompletion{role}MessageParam.builder"] = parameters(role)
        made[f"ChatCompletionMessageParam.of{role}"] = same
        for begin in (".from", ".of", ""):
            made[f"{'Ai' if role == 'Assistant' else role}Message{begin}"] = role_message(role.lower())
    return {
        **made,
        "OpenAiService": client("service"),
        "ChatMessage": message,
        **dict.fromkeys(("JsonValue.from", "ChatModel.of", "Model.of", "ImageModel.of", "EmbeddingModel.of"), same),
    }


def families() -> dict[str, Family]:
    """Return the families by name."""
    return {"sdk.parameters": parameters_family, "sdk.client": client_family}


NAMES: dict[str, str] = {
    name: name
    for name in (
        "ChatModel", "ChatMessageRole", "Model", "SpeechModel", "EmbeddingModel", "ImageModel", "AudioModel",
        "VideoModel", "ResponsesModel", "ModerationModel",
    )
}  # fmt: skip
