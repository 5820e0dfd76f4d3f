"""The OpenAI SDK for .NET (ChatClient, ImageClient, …) and Azure.AI.OpenAI on top of it.

Source: github.com/openai/openai-dotnet (src/Custom and src/Generated/Models) and Azure.AI.OpenAI 1.0 beta and 2.x of
github.com/Azure/azure-sdk-for-net. Which method sends what stands in sdks.py, as for the SDKs of other languages.
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir, sdks
from supportdesk.reading.code.clients import openai_sdk
from supportdesk.reading.code.clients.csharp_openai_parts import PARTS, message_of
from supportdesk.reading.code.clients.sdk_calls import SdkCall
from supportdesk.reading.code.csharp.json_library import class_name, placeholder, separated, written
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.members import spread_items
from supportdesk.reading.code.things import (
    Arguments,
    Client,
    Container,
    FileThing,
    Instance,
    Reference,
    Unclear,
    spans_of,
)
from supportdesk.value import Value

SDK = openai_sdk.SDK
_SIZE = lazy(r"W(\d+)xH(\d+)")
_CLIENTS = {
    "ChatClient": "chat", "ImageClient": "images", "EmbeddingClient": "embeddings", "AudioClient": "audio",
    "OpenAIResponseClient": "responses", "ResponsesClient": "responses", "ModerationClient": "moderations",
}  # fmt: skip
_RENAMED = {
    "MaxOutputTokenCount": "max_completion_tokens", "EndUserId": "user", "StopSequences": "stop",
    "ReasoningEffortLevel": "reasoning_effort", "AllowParallelToolCalls": "parallel_tool_calls",
    "StoredOutputEnabled": "store", "IncludeLogProbabilities": "logprobs", "SpeedRatio": "speed",
    "TopLogProbabilityCount": "top_logprobs", "NucleusSamplingFactor": "top_p", "DeploymentName": "model",
    "GenerationSampleCount": "n", "ChoiceCount": "n", "ImageCount": "n", "LogitBiases": "logit_bias",
}  # fmt: skip
_WORDS = {
    "GeneratedImageQuality.High": "hd", "GeneratedImageFormat.Bytes": "b64_json", "GeneratedImageFormat.Uri": "url",
    "GeneratedImageQuality.HighQuality": "high", "GeneratedImageQuality.MediumQuality": "medium",
    "GeneratedImageQuality.LowQuality": "low", "AudioTranscriptionFormat.Verbose": "verbose_json",
    "AudioTranscriptionFormat.Simple": "json",
}  # fmt: skip
_FORMATS = {"CreateJsonObjectFormat": "json_object", "CreateTextFormat": "text", "JsonObject": "json_object"}


def client(name: str) -> Handler:
    """Return the constructor of a client: `new ChatClient(model, credential, options)`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        state: dict[str, Value] = {}
        texts: list[Value] = []
        for key, value in [*(("", one) for one in arguments.positional), *arguments.named.items()]:
            if isinstance(value, Instance):
                _settings(evaluator, state, value)
            elif isinstance(value, Client) and value.family == "credential":
                state["api_key"] = value.state["%key"]
                state["%azure"] = value.state["%azure"]
            elif key in ("model", "deploymentName"):
                state["%model"] = value
            elif key in ("apiKey", "credential", "key"):
                state["api_key"] = value
            else:
                texts.append(value)
        _by_position(name, state, texts)
        return Client("openai.net", {**state, "%kind": Value("string", name)}, evaluator.span(node))

    return _handler


def _by_position(name: str, state: dict[str, Value], texts: list[Value]) -> None:
    """Sort arguments without a name: an address is an Azure endpoint, then comes the model, then the key."""
    with_azure_key = state.pop("%azure", None)
    is_azure = name == "AzureOpenAIClient" or (with_azure_key is not None and with_azure_key.data is True)
    several = name == "OpenAIClient" and len(texts) > 1
    if several or (texts and (is_azure or "://" in str(texts[0].data))):
        state["azure_endpoint"] = texts.pop(0)
    names = ["api_key"] if name.endswith("OpenAIClient") else ["%model", "api_key"]
    for key, value in zip(names, texts, strict=False):
        state.setdefault(key, value)


def _settings(evaluator: Evaluator, state: dict[str, Value], options: Instance) -> None:
    members = options.members
    for name, key in (("Endpoint", "base_url"), ("OrganizationId", "organization"), ("ProjectId", "project")):
        if name in members:
            state[key] = members[name]
    version = members.get("%0")
    if isinstance(version, Reference) and "V" in version.path:
        text = version.path.rpartition(".")[2].removeprefix("V").replace("_", "-").lower()
        state["api_version"] = Value("string", text, version.span)
    timeout = members.get("NetworkTimeout")
    if timeout is not None:
        state["timeout"] = timeout
    del evaluator


def credential(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new ApiKeyCredential(key)`, `new AzureKeyCredential(key)`."""
    given = [*arguments.positional, *arguments.named.values()]
    is_azure = "Azure" in evaluator.view.text[node.start : node.start + 40]
    state = {"%key": given[0] if given else Unclear(), "%azure": Value("boolean", is_azure)}  # its data
    return Client("credential", state, evaluator.span(node))


def client_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of a client sends; `GetChatClient(model)` and its like give a further client."""
    name = path.rpartition(".")[2]
    kind = name.removeprefix("Get")
    if kind in _CLIENTS or kind == "OpenAIResponseClient":
        state = dict(owner.state)
        if arguments.positional or arguments.named:
            state["%model"] = [*arguments.positional, *arguments.named.values()][0]
        return Client("openai.net", state, evaluator.span(node))
    row = sdks.OPENAI_DOTNET.get(name.removesuffix("Async"))
    if row is None:
        return Unclear(evaluator.span(node))
    given = Arguments()
    members = _members(evaluator, name.removesuffix("Async"), arguments, node)
    state = {key: value for key, value in owner.state.items() if not key.startswith("%")}
    is_azure = "azure_endpoint" in state
    model = members.get("model") or owner.state.get("%model") or (Unclear() if "%given" in owner.state else None)
    if model is not None:
        members["model"] = model
    if is_azure and model is not None:
        state["azure_deployment"] = model
    given.named = {key: value for key, value in members.items() if key != "%open"}
    given.is_open = "%open" in members
    if "%given" in owner.state:
        state.setdefault("base_url", Unclear())
    return openai_sdk.send(evaluator, state, SdkCall(SDK, name, row), given, node, azure=is_azure)


def _members(evaluator: Evaluator, name: str, arguments: Arguments, node: ir.Node) -> dict[str, Value]:
    """Return the members of the body that the arguments of a method make."""
    positional = list(arguments.positional)
    made: dict[str, Value] = {}
    options = [
        one for one in (*positional, *arguments.named.values()) if class_name(one).endswith(("Options", "Params"))
    ]
    for one in options:
        if isinstance(one, Instance):
            made.update(_options(evaluator, one, responses="Response" in name))
    plain = [one for one in positional if one not in options and one.kind not in ("null",) and not _is_token(one)]
    if name.startswith(("CompleteChat", "GetChatCompletions")):
        if plain and plain[0].kind == "string" and name.startswith("GetChat"):
            made["model"] = plain.pop(0)
        given = arguments.named.get("messages")
        if given is not None:
            plain.append(given)
        if plain:
            made["messages"] = _messages(evaluator, plain, node)
        if "Streaming" in name:
            made["stream"] = Value("boolean", data=True, added_by=SDK)
            if name.startswith("CompleteChat"):
                made["stream_options"] = Value.of({"include_usage": True}, added_by=SDK)
    else:
        _others(evaluator, name, plain, arguments, made)
    return made


def _is_token(value: Value) -> bool:
    return isinstance(value, Reference) and value.path.startswith("CancellationToken")


def _others(evaluator: Evaluator, name: str, plain: list[Value], arguments: Arguments, made: dict[str, Value]) -> None:
    names = _PLACES.get(name, ())
    given = dict(zip(names, plain, strict=False))
    for key, value in arguments.named.items():
        known = {"imageCount": "n", "audioFilePath": "file", "audio": "file", "text": "input", "input": "input"}
        if not class_name(value).endswith("Options") and key not in ("cancellationToken", "options"):
            given[known.get(key, separated(key, "_"))] = value
    if "file" in given and given["file"].kind == "string":
        given["file"] = FileThing(given["file"], given["file"].span)
    if "%name" in given:
        file_name = given.pop("%name")
        given["file"] = Container("array", [file_name, given.get("file") or Unclear()])
    for key, value in given.items():
        made[key] = _plain(evaluator, value)
    if name in ("CreateResponse", "CreateResponseStreaming") and made.get("input") is not None:
        made["input"] = _response_input(made["input"])


_PLACES: dict[str, tuple[str, ...]] = {
    "GenerateImage": ("prompt",),
    "GenerateImages": ("prompt", "n"),
    "GenerateImageEdit": ("image", "prompt"),
    "GenerateEmbedding": ("input",),
    "GenerateEmbeddings": ("input",),
    "GenerateSpeech": ("input", "voice"),
    "TranscribeAudio": ("file", "%name"),
    "TranslateAudio": ("file", "%name"),
    "CreateResponse": ("input",),
    "CreateResponseStreaming": ("input",),
    "ClassifyText": ("input",),
}
"""Method → members of the body by position."""


def _response_input(value: Value) -> Value:
    if value.kind != "string":
        return value
    text = Container("object", {"type": Value("string", "input_text", added_by=SDK), "text": value})
    item = {
        "type": Value("string", "message", added_by=SDK),
        "role": Value("string", "user", added_by=SDK),
        "content": Container("array", [text]),
    }
    return Container("array", [Container("object", item)])


def _messages(evaluator: Evaluator, given: list[Value], node: ir.Node) -> Value:
    """Return messages: one text, one list, or one message an argument."""
    made = Container("array", [], born=evaluator.branch)
    for value in given:
        if value.kind in ("array", "unknown") and not isinstance(value, Instance):
            spread_items(made, value)
        else:
            made.data.append(value)
    made.data = [message_of("user", [one]) if one.kind == "string" else written(evaluator, one) for one in made.data]
    made.parts = (evaluator.span(node),) if not made.data else ()
    return made


def _options(evaluator: Evaluator, options: Instance, *, responses: bool) -> dict[str, Value]:
    made: dict[str, Value] = {}
    for name, value in options.members.items():
        if name.startswith("%") or value.kind == "null" or (value.kind in ("array", "object") and not value.data):
            continue
        key = _RENAMED.get(name, separated(name, "_"))
        if name == "MaxOutputTokenCount" and responses:
            key = "max_output_tokens"
        is_list = name == "Messages" and value.kind == "array"
        made[key] = _messages(evaluator, [value], options.kind_of.definition) if is_list else _plain(evaluator, value)
    return made


def _plain(evaluator: Evaluator, value: Value) -> Value:
    """Return a value as the SDK writes it; a named value of the SDK as its word."""
    if not isinstance(value, Reference):
        return written(evaluator, value)
    name = value.path.rpartition(".")[2]
    size = _SIZE.fullmatch(name)
    text = f"{size[1]}x{size[2]}" if size is not None else _WORDS.get(value.path) or separated(name, "_")
    if value.path.startswith("ChatResponseFormat."):
        return Value.of({"type": _FORMATS.get(name, "text")}, added_by=SDK)
    return Value("string", text, None, parts=spans_of(value))


def options_of(name: str) -> Handler:
    """Return the constructor of options, whose lists are there to be added to."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        made = placeholder(evaluator, name, node)
        for member in ("StopSequences", "Tools", "Messages"):
            made.members[member] = Container("array", [], born=evaluator.branch)
        made.members["Metadata"] = Container("object", {}, born=evaluator.branch)
        made.members.update({f"%{index}": value for index, value in enumerate(arguments.positional)})
        if name == "ChatCompletionsOptions" and arguments.positional and arguments.positional[0].kind == "string":
            made.members["DeploymentName"] = arguments.positional[0]
        if len(arguments.positional) > 1:
            made.members["Messages"] = arguments.positional[1]
        return made

    return _handler


OPTIONS = (
    "ChatCompletionOptions", "ChatCompletionsOptions", "ImageGenerationOptions", "EmbeddingGenerationOptions",
    "SpeechGenerationOptions", "AudioTranscriptionOptions", "AudioTranslationOptions", "ResponseCreationOptions",
    "CreateResponseOptions", "ImageEditOptions", "EmbeddingsOptions", "ImageGenerationsOptions",
)  # fmt: skip
NAMES = (
    "GeneratedImageSize", "GeneratedImageQuality", "GeneratedImageStyle", "GeneratedImageFormat", "ChatRole",
    "GeneratedSpeechVoice", "GeneratedSpeechFormat", "ChatReasoningEffortLevel", "AudioTranscriptionFormat",
    "ChatImageDetailLevel", "CancellationToken", "ImageSize", "ImageChatMessageContentPartDetail",
)  # fmt: skip
"""Types of named values."""


def handlers() -> dict[str, Handler]:
    """Return the constructors of the SDK."""
    made: dict[str, Handler] = {}
    for name in (*_CLIENTS, "OpenAIClient", "AzureOpenAIClient"):
        made[name] = client(name)
    for name in ("OpenAIClientOptions", "AzureOpenAIClientOptions"):
        made[name] = options_of(name)
    return {
        **made,
        **{name: options_of(name) for name in OPTIONS},
        **dict.fromkeys(("ApiKeyCredential", "AzureKeyCredential", "KeyCredential"), credential),
        **PARTS,
    }


def families() -> dict[str, Family]:
    """Return the families of the SDK."""
    return {"openai.net": client_family, "credential": client_family}
