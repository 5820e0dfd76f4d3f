"""The SDKs for Go: github.com/sashabaranov/go-openai, github.com/openai/openai-go, anthropic-sdk-go.

Which request a method sends stands in sdks.py; a method of the official SDKs is found there by its name in snake case
(`Chat.Completions.New` is chat.completions.create).
"""

from __future__ import annotations

from collections.abc import Sequence

from supportdesk.reading.code import ir, sdks
from supportdesk.reading.code.clients import anthropic_sdk, go_http, openai_sdk
from supportdesk.reading.code.clients.sdk_calls import SdkCall
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.go.builtin_functions import NULL, made_before, noted, place_of
from supportdesk.reading.code.go.json_library import as_json, snake
from supportdesk.reading.code.go.library import run_now
from supportdesk.reading.code.go.things import FREE, with_error
from supportdesk.reading.code.things import Arguments, Client, Container, FileThing, Unclear
from supportdesk.value import UNKNOWN, Value

_VERBS = {
    "new": "create", "new_streaming": "create", "get": "retrieve", "list_auto_paging": "list",
    "new_variation": "create_variation", "new_and_poll": "create_and_poll", "generate_streaming": "generate",
    "edit_streaming": "edit",
}  # fmt: skip
_OPTIONS = {
    "WithAPIKey": "api_key", "WithAuthToken": "auth_token", "WithBaseURL": "base_url",
    "WithOrganization": "organization", "WithProject": "project", "WithMaxRetries": "max_retries",
    "WithRequestTimeout": "timeout",
}  # fmt: skip
_MEMBERS = {
    "WithHeader": "default_headers", "WithHeaderAdd": "default_headers", "WithQuery": "default_query",
    "WithQueryAdd": "default_query", "WithJSONSet": "go.body",
}  # fmt: skip
_CONFIG = {"BaseURL": "base_url", "OrgID": "organization", "APIVersion": "api_version"}
_RAW = ("Get", "Post", "Put", "Patch", "Delete")
_AZURE_VERSION = "2023-05-15"


def option(name: str) -> Handler:
    """`option.WithAPIKey(…)` and its like: what a client or call is set to."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        return Client("go.option", {"name": Value("string", name), "given": Container("array", arguments.positional)},
                      evaluator.span(node))  # fmt: skip

    return _handler


def apply(state: dict[str, Value], options: Sequence[Value]) -> dict[str, Value]:
    """Return settings with options applied; one that the text does not show leaves them open."""
    made = dict(state)
    for one in options:
        if not isinstance(one, Client) or one.family != "go.option":
            made["is_open"] = Value("boolean", True)  # its data
            continue
        name, given = str(one.state["name"].data), one.state["given"].data
        if name in _OPTIONS and given:
            value = given[0]
            if name == "WithRequestTimeout" and value.kind == "number":
                value = Value("number", value.data / 1e9, None, parts=value.parts)
            made[_OPTIONS[name]] = value
        elif name in _MEMBERS and len(given) == 2 and given[0].known:
            old = made.get(_MEMBERS[name])
            members = Container("object", dict(old.data) if old is not None else {})
            members.data[str(given[0].data)] = given[1]
            if given[0].span is not None:
                members.keys[str(given[0].data)] = given[0].span
            made[_MEMBERS[name]] = members
        elif name == "azure.WithEndpoint" and given:
            made["azure_endpoint"], made["api_version"] = given[0], given[1] if len(given) > 1 else Unclear()
        elif name == "azure.WithAPIKey" and given:
            made["api_key"] = given[0]
    return made


def new_client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`openai.NewClient(…)`: with a key that of go-openai, with options (or nothing) the official one."""
    given = arguments.positional
    if given and (given[0].kind == "string" or (isinstance(given[0], Unclear) and len(given) == 1)):
        return noted(evaluator, Client("go.openai", {"api_key": given[0]}, evaluator.span(node)), node)
    return noted(evaluator, Client("go.openai", apply({}, given), evaluator.span(node)), node)


def anthropic_client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`anthropic.NewClient(options…)`."""
    return noted(evaluator, Client("go.anthropic", apply({}, arguments.positional), evaluator.span(node)), node)


def config(*, azure: bool) -> Handler:
    """`openai.DefaultConfig(key)`, `openai.DefaultAzureConfig(key, endpoint)`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given = [*arguments.positional, Unclear(), Unclear()]
        state = {"api_key": given[0]}
        if azure:
            state["azure"] = Value("boolean", True)  # its data
            state["BaseURL"] = given[1]
            state["APIVersion"] = Value("string", _AZURE_VERSION, added_by=openai_sdk.SDK)
        return Client("go.config", state, evaluator.span(node))

    return _handler


def client_of_config(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`openai.NewClientWithConfig(config)`."""
    given = arguments.positional[0] if arguments.positional else None
    state: dict[str, Value] = {}
    if isinstance(given, Client):
        for name, value in given.state.items():
            state[_CONFIG.get(name, name)] = value
        if "azure" in state:
            state["azure_endpoint"] = state.pop("base_url", Unclear())
    else:
        state["base_url"] = Unclear()
    return noted(evaluator, Client("go.openai", state, evaluator.span(node)), node)


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of an openai client sends."""
    row = sdks.OPENAI_GO.get(path)
    if row is not None:
        return _send(evaluator, owner.state, path, row, arguments, node)
    name, streams = _official(path)
    row = sdks.OPENAI.get(name)
    if row is None and path in _RAW and len(arguments.positional) > 1:  # client.Post(ctx, path, body, &answer)
        where = arguments.positional.pop(1)
        text = str(where.data).lstrip("/") if where.kind == "string" else UNKNOWN
        body = arguments.positional[1] if len(arguments.positional) > 1 else NULL
        del arguments.positional[2:]
        row = sdks.Row(path.upper(), "/" + text, "none" if body.kind == "null" else "json")
    if row is None:
        return Unclear(evaluator.span(node))
    row = row._replace(adds=(("stream", True),) if streams else ())
    return _send(evaluator, owner.state, path, row, arguments, node)


def _official(path: str) -> tuple[str, bool]:
    """Return the name of a method in sdks.py, and whether it asks for a stream."""
    *resources, method = [snake(piece) for piece in path.split(".")]
    return ".".join((*resources, _VERBS.get(method, method))), method.endswith("_streaming")


def _send(
    evaluator: Evaluator, state: dict[str, Value], path: str, row: sdks.Row, arguments: Arguments, node: ir.Node
) -> Value:
    given, state = _call_arguments(evaluator, state, row, arguments, node)
    azure = "azure_endpoint" in state
    return with_error(openai_sdk.send(evaluator, state, SdkCall(openai_sdk.SDK, path, row), given, node, azure=azure))


def _call_arguments(
    evaluator: Evaluator, state: dict[str, Value], row: sdks.Row, arguments: Arguments, node: ir.Node
) -> tuple[Arguments, dict[str, Value]]:
    """Return a call's arguments as SDKs for Python have them (no context), and the settings it is made with."""
    made = Arguments()
    options = [one for one in arguments.positional if isinstance(one, Client) and one.family == "go.option"]
    state = apply(state, options)
    for value in arguments.positional[1:]:
        if value in options or value.kind == "null":
            continue
        body = as_json(evaluator, value, node)
        if body.kind == "object":
            made.named.update(body.data)
            made.name_spans.update(body.keys)
            made.is_open = made.is_open or body.is_open
        elif "{" in row.path:
            made.positional.append(value)
        else:
            made.is_open = True
    made.is_open = made.is_open or arguments.is_open
    if row.body == "multipart":
        _uploaded(made.named)
    extra = state.pop("go.body", None)
    if extra is not None:
        made.named.update(extra.data)
    return made, state


def _uploaded(members: dict[str, Value]) -> None:
    """Turn go-openai's own members of a multipart body into those that are sent (audio.go, files.go)."""
    path, name = members.pop("file_path", None), members.pop("file_name", None)
    members.pop("reader", None)
    if path is not None or name is not None:
        members["file"] = FileThing(name or path)
    if "format" in members:
        members["response_format"] = members.pop("format")
    number = members.get("temperature")
    if number is not None and number.kind == "number":
        members["temperature"] = Value(
            "string", f"{number.data:.2f}", None, parts=(number.span,) if number.span else ()
        )


def anthropic_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of an anthropic client sends."""
    name, streams = _official(path)
    row = sdks.ANTHROPIC.get(name.removeprefix("beta."))
    if row is None:
        return Unclear(evaluator.span(node))
    given, state = _call_arguments(evaluator, owner.state, row, arguments, node)
    if streams:
        given.named["stream"] = Value("boolean", True, added_by=anthropic_sdk.SDK)  # its data
    return with_error(anthropic_sdk.family(evaluator, Client(anthropic_sdk.SDK, state, owner.span), name, given, node))


def message(role: str) -> Handler:
    """`openai.UserMessage(content)`, `openai.ToolMessage(content, id)`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given = [*arguments.positional, Unclear()]
        made = _tagged(evaluator, node, role=role)
        made.data["content"] = as_json(evaluator, given[0], node)
        if role == "tool" and len(arguments.positional) > 1:
            made.data["tool_call_id"] = given[1]
        return made

    return _handler


def _tagged(evaluator: Evaluator, node: ir.Node, **members: str) -> Container:
    made = Container("object", {}, evaluator.span(node))
    for name, value in members.items():
        made.data[name] = Value("string", value, added_by="SDK")
    return made


def input_message(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`responses.ResponseInputItemParamOfMessage(content, role)`."""
    made = Container("object", {}, evaluator.span(node))
    for name, value in zip(("content", "role"), arguments.positional, strict=False):
        made.data[name] = as_json(evaluator, value, node)
    return made


def text_part(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`openai.TextContentPart(text)`, `anthropic.NewTextBlock(text)`."""
    made = _tagged(evaluator, node, type="text")
    made.data["text"] = arguments.positional[0] if arguments.positional else Unclear()
    return made


def image_part(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`openai.ImageContentPart(…ImageURLParam{URL: …})`."""
    made = _tagged(evaluator, node, type="image_url")
    value = arguments.positional[0] if arguments.positional else Unclear()
    made.data["image_url"] = as_json(evaluator, value, node)
    return made


def blocks(role: str) -> Handler:
    """`anthropic.NewUserMessage(blocks…)`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        made = _tagged(evaluator, node, role=role)
        items = [as_json(evaluator, value, node) for value in arguments.positional]
        made.data["content"] = Container("array", items, evaluator.span(node))
        return made

    return _handler


def image_block(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`anthropic.NewImageBlockBase64(media_type, data)`."""
    given = [*arguments.positional, Unclear(), Unclear()]
    made, source = _tagged(evaluator, node, type="image"), _tagged(evaluator, node, type="base64")
    source.data["media_type"], source.data["data"] = given[0], given[1]
    made.data["source"] = source
    return made


def tool_result(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`anthropic.NewToolResultBlock(id, content, is_error)`."""
    given = [*arguments.positional, Unclear(), Unclear(), Unclear()]
    made = _tagged(evaluator, node, type="tool_result")
    handed = Arguments()
    handed.positional = [given[1]]
    made.data["tool_use_id"] = given[0]
    made.data["content"] = Container("array", [text_part(evaluator, handed, node)])
    made.data["is_error"] = given[2]
    return made


def given_value(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`openai.F(x)`, `openai.Int(0)`, `param.NewOpt(x)`: a value that is sent even when it is a zero value."""
    value = arguments.positional[0] if arguments.positional else Unclear()
    return Client("go.given", {"value": value}, evaluator.span(node))


def plain_value(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`openai.ChatModel("…")`: a conversion."""
    return arguments.positional[0] if arguments.positional else Unclear(evaluator.span(node))


def upload(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`openai.File(reader, name, type)`."""
    return FileThing(arguments.positional[1] if len(arguments.positional) > 1 else None, evaluator.span(node))


def struct_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`params.SetExtraFields(map)`; any other method may call what it is handed (`once.Do(f)`)."""
    if path in ("SetExtraFields", "WithExtraFields") and arguments.positional:
        owner.state["go.extra"] = arguments.positional[0]
        return NULL
    run_now(evaluator, arguments, node)
    return Unclear(evaluator.span(node))


_PREPARED = {
    "ChatCompletionRequest": "CreateChatCompletion", "ChatCompletionNewParams": "Chat.Completions.New",
    "ImageRequest": "CreateImage", "ImageGenerateParams": "Images.Generate", "EmbeddingRequest": "CreateEmbeddings",
    "EmbeddingNewParams": "Embeddings.New", "ResponseNewParams": "Responses.New", "AudioRequest": "CreateTranscription",
    "CreateSpeechRequest": "CreateSpeech", "MessageNewParams": "Messages.New",
}  # fmt: skip
"""Struct of a call's arguments → the method that takes it."""


def send_prepared(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a text prepares and does not send: requests, else the arguments of an SDK's call."""
    go_http.unsent(evaluator, arguments, node)
    if evaluator.requests:
        return NULL
    for made in made_before(evaluator, "go.struct"):
        method = _PREPARED.get(str(made.state["go.type"].data).rpartition(".")[2])
        if method is None:
            continue
        about, act = ("go.anthropic", anthropic_family) if method == "Messages.New" else ("go.openai", family)
        clients = made_before(evaluator, about) or [Client(about, {"base_url": Unclear()})]
        given = Arguments()
        given.positional = [NULL, made]
        given.is_open = True
        act(evaluator, clients[-1], method, given, place_of(made))
        break
    return NULL


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """Send what a method of an SDK does on a client whose making the text does not show; None where it is none."""
    state: dict[str, Value] = {"base_url": Unclear()}
    row = sdks.OPENAI_GO.get(path[-1])
    if row is not None and len(arguments.positional) > 1:
        return _send(evaluator, state, path[-1], row, arguments, node)
    for size in (3, 2):
        called = ".".join(path[-size:])
        name = _official(called)[0]
        if len(path) > size and len(arguments.positional) > 1 and path[-1].startswith(("New", "Generate", "Edit")):
            if name in sdks.OPENAI:
                return family(evaluator, Client("go.openai", state), called, arguments, node)
            if name in sdks.ANTHROPIC:
                return anthropic_family(evaluator, Client("go.anthropic", state), called, arguments, node)
    return None


_GIVEN = ("F", "String", "Int", "Float", "Bool", "Raw", "Null", "Opt", "Ptr")
_NAMED_TYPES = (
    "ChatModel", "ImageModel", "AudioModel", "SpeechModel", "EmbeddingModel", "ResponsesModel", "Model",
    "SpeechVoice", "ModerationModel", "VideoModel", "VideoSize", "VideoSeconds", "AudioResponseFormat",
    "ImageGenerateParamsSize", "ReasoningEffort",
)  # fmt: skip
_ROLES = {"User": "user", "System": "system", "Assistant": "assistant", "Developer": "developer", "Tool": "tool"}

FREE["openai.ClientConfig"] = lambda evaluator, arguments, node: Client(
    "go.config", dict(arguments.named), evaluator.span(node)
)

HANDLERS: dict[str, Handler] = {
    "go.unsent": send_prepared,
    "openai.NewClient": new_client,
    "openai.DefaultConfig": config(azure=False),
    "openai.DefaultAzureConfig": config(azure=True),
    "openai.NewClientWithConfig": client_of_config,
    "anthropic.NewClient": anthropic_client,
    **{f"option.{name}": option(name) for name in (*_OPTIONS, *_MEMBERS, "WithHTTPClient", "WithMiddleware")},
    **{f"azure.{name}": option(f"azure.{name}") for name in ("WithEndpoint", "WithAPIKey")},
    **{f"openai.{name}Message": message(role) for name, role in _ROLES.items()},
    **dict.fromkeys(("openai.TextContentPart", "openai.TextPart", "anthropic.NewTextBlock"), text_part),
    **dict.fromkeys(("openai.ImageContentPart", "openai.ImagePart"), image_part),
    "responses.ResponseInputItemParamOfMessage": input_message,
    "anthropic.NewUserMessage": blocks("user"),
    "anthropic.NewAssistantMessage": blocks("assistant"),
    "anthropic.NewImageBlockBase64": image_block,
    "anthropic.NewToolResultBlock": tool_result,
    **{f"{root}.{name}": given_value for root in ("openai", "anthropic", "param") for name in _GIVEN},
    "param.NewOpt": given_value,
    **{f"{root}.{name}": plain_value for root in ("openai", "anthropic", "shared") for name in _NAMED_TYPES},
    **dict.fromkeys(("openai.File", "openai.FileParam"), upload),
}
"""Dotted name → what it does."""

FAMILIES: dict[str, Family] = {
    "go.openai": family,
    "go.anthropic": anthropic_family,
    "go.struct": struct_family,
}
"""Family of a client → what its methods do."""
