"""The google-genai SDK: its client, the methods of its models and its chats.

https://googleapis.github.io/python-genai/, https://ai.google.dev/api
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients import google_types
from supportdesk.reading.code.clients.drafts import Draft
from supportdesk.reading.code.clients.google_types import (
    LOCAL,
    SDK,
    content,
    contents,
    fresh,
    keep_place,
    predicted,
    renamed,
    speech,
    tools,
)
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.things import Arguments, Client, Container, Unclear
from supportdesk.reading.code.urls import as_sent, behind, with_query
from supportdesk.reading.evidence import Body
from supportdesk.value import Value

CHAT = "google-genai chat"
BASE = "https://generativelanguage.googleapis.com"
VERTEX = "aiplatform.googleapis.com"

_POSTS = {
    "models.generate_content": "generateContent",
    "models.generate_content_stream": "streamGenerateContent",
    "models.count_tokens": "countTokens",
    "models.embed_content": "batchEmbedContents",
    "models.generate_images": "predict",
    "models.generate_videos": "predictLongRunning",
}
_GETS = {
    "models.get": ("model", "models/"),
    "operations.get": ("operation", ""),
    "files.get": ("name", "files/"),
    "models.list": ("", "models"),
    "files.list": ("", "files"),
}
_ABOVE = ("systemInstruction", "tools", "toolConfig", "safetySettings", "cachedContent", "labels", "serviceTier")


def client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`genai.Client(api_key=…, http_options=…)`."""
    state = {f"({name})": value for name, value in arguments.named.items() if value.kind != "null"}
    if arguments.is_open:
        state["(is_open)"] = Value("boolean", True)  # its data
    return Client(SDK, state, evaluator.span(node))


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of a client, or of its `aio`, sends."""
    name = path.removeprefix("aio.")
    if name in ("close", "aclose", "__enter__", "__aenter__"):
        return owner
    if name == "chats.create":
        state = {**owner.state, **{f"({key})": value for key, value in arguments.named.items()}}
        history = arguments.named.get("history")
        given = contents(evaluator, history) if history is not None and history.kind != "null" else None
        state["(history)"] = given or Container("array", [], born=evaluator.branch)
        return Client(CHAT, state, evaluator.span(node))
    if name in _GETS:
        return _get(evaluator, owner, name, arguments, node)
    return _post(evaluator, owner, name, arguments, node) if name in _POSTS else Unclear(evaluator.span(node))


def chat_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`chat.send_message(…)`: what was said before goes before it."""
    if path not in ("send_message", "send_message_stream"):
        return Unclear(evaluator.span(node))
    message = arguments.get(0, "message") or Unclear(evaluator.span(node))
    before = owner.state["(history)"]
    said = message if message.kind == "unknown" else content(evaluator, message)
    own = arguments.get(1, "config")
    given = Arguments()
    given.is_open = arguments.is_open
    given.named["model"] = owner.state.get("(model)") or Unclear()
    given.named["config"] = own or owner.state.get("(config)") or Value("null", None)
    if before.kind == "array":
        given.named["contents"] = Container("array", [*before.data, said], is_open=before.is_open)
    else:
        given.named["contents"] = before
    name = "models.generate_content" + path.removeprefix("send_message")
    answer = _post(evaluator, owner, name, given, node, sdk_call="chats." + path)
    if before.kind == "array":
        parts = [*before.data, said, Unclear(path=("content",))]
        owner.state["(history)"] = Container("array", parts, is_open=before.is_open or evaluator.branch > 0)
    return answer


def _options(owner: Client, config: Value | None) -> tuple[dict[str, Value], bool]:
    """Return the settings of HTTP of a client and of one call, and whether all of them are known."""
    made: dict[str, Value] = {}
    known = "(is_open)" not in owner.state
    for given in (owner.state.get("(http_options)"), config.data.get("httpOptions") if config is not None else None):
        if given is None or given.kind == "null":
            continue
        known = known and given.kind == "object" and not given.is_open
        own = renamed(given)
        for name, value in own.data.items() if own.kind == "object" else ():
            if name == "headers" and name in made and value.kind == "object" and made[name].kind == "object":
                merged = Container("object", {**made[name].data, **value.data})
                merged.keys = {**made[name].keys, **value.keys}
                merged.is_open = made[name].is_open or value.is_open
                made[name] = merged
            else:
                made[name] = value
        if own.kind != "object":
            made["baseUrl"] = made["apiVersion"] = Unclear()
    return made, known


def _draft(
    evaluator: Evaluator, owner: Client, method: str, path: Value, options: dict[str, Value], *, known: bool
) -> Draft:
    """Return the request of a path behind the base address and the version, with its headers."""
    state, write = owner.state, evaluator.dialect.text
    vertex = truth(state.get("(vertexai)") or Value("null", None)) is True
    key = state.get("(api_key)")
    base = options.get("baseUrl") or evaluator.environment.get("GOOGLE_GEMINI_BASE_URL")
    if vertex:
        place = state.get("(location)")
        path = _vertex_path(evaluator, state, path)
        regional = place is not None and place.data != "global" and key is None
        pieces = [place, Value("string", "-")] if regional and place is not None else []
        base = base or evaluator.text(Value("string", "https://"), *pieces, Value("string", VERTEX))
    elif base is None:
        base = Value("string", BASE, added_by=SDK, is_open=True)
    version = options.get("apiVersion") or Value("string", "v1beta1" if vertex else "v1beta", added_by=SDK)
    if version.kind != "string" or version.data:
        path = evaluator.text(version, Value("string", "/"), path)
    draft = Draft(SDK, Value("string", method, added_by=SDK), as_sent(behind(base, path, write)))
    draft.complete = known
    draft.add_headers(options.get("headers"))
    draft.add_default("content-type", Value("string", "application/json", added_by=SDK))
    if vertex and key is None:
        token = evaluator.text(Value("string", "Bearer "), Unclear())
        draft.add_default("authorization", token)
    else:
        key = key or evaluator.environment.get("GOOGLE_API_KEY") or evaluator.environment.get("GEMINI_API_KEY")
        draft.add_default("x-goog-api-key", key or Value.unknown())
    timeout = options.get("timeout")
    if timeout is not None and timeout.kind == "number":
        seconds = timeout.data / 1000
        draft.options["timeout_s"] = Value("number", seconds, timeout.span, parts=timeout.parts)
    if "baseUrl" in options:
        draft.take_options({"base_url": options["baseUrl"]})
    return draft


def _vertex_path(evaluator: Evaluator, state: dict[str, Value], path: Value) -> Value:
    """Return a path of Vertex AI: behind the project and place, if no key is used."""
    if str(path.data).startswith("models/"):
        path = evaluator.text(Value("string", "publishers/google/"), path)
    if "(api_key)" in state:
        return path
    project, place = state.get("(project)") or Unclear(), state.get("(location)") or Unclear()
    return evaluator.text(
        Value("string", "projects/"), project, Value("string", "/locations/"), place, Value("string", "/"), path
    )


def _named(evaluator: Evaluator, value: Value | None, folder: str) -> Value:
    """Return the path of something by its name, with or without its folder."""
    text = evaluator.text(value if value is not None else Unclear())
    folders = (folder, "tunedModels/", "projects/", "publishers/") if folder == "models/" else (folder,)
    if not folder or str(text.data).startswith(folders):
        return text
    return evaluator.text(Value("string", folder, added_by=SDK), text)


def _get(evaluator: Evaluator, owner: Client, name: str, arguments: Arguments, node: ir.Node) -> Value:
    argument, folder = _GETS[name]
    config = _config(arguments)
    options, known = _options(owner, config)
    path = Value("string", folder, added_by=SDK)
    if argument:
        target = arguments.get(0, argument)
        if target is not None and target.kind == "object":
            target = target.data.get("name")
        path = _named(evaluator, target, folder)
    draft = _draft(evaluator, owner, "GET", path, options, known=known and not arguments.is_open)
    if config is not None:
        query = {key: item for key, item in config.data.items() if key in ("pageSize", "pageToken", "filter")}
        draft.url = with_query(draft.url, Container("object", query), evaluator.dialect.text)
    draft.sdk_call = name
    return draft.send(evaluator, node)


def _config(arguments: Arguments) -> Value | None:
    """Return the settings of a call, with the API's names; unknown ones are an open object."""
    given = arguments.named.get("config")
    if given is None or given.kind == "null":
        return None
    made = renamed(given)
    return made if made.kind == "object" else Container("object", {}, is_open=True)


def _post(
    evaluator: Evaluator, owner: Client, name: str, arguments: Arguments, node: ir.Node, *, sdk_call: str = ""
) -> Value:
    config = _config(arguments)
    options, known = _options(owner, config)
    model = _named(evaluator, arguments.named.get("model"), "models/")
    path = evaluator.text(model, Value("string", ":" + _POSTS[name], added_by=SDK))
    draft = _draft(evaluator, owner, "POST", path, options, known=known and not arguments.is_open)
    if name == "models.generate_content_stream":
        draft.url = with_query(draft.url, Value("string", "alt=sse", added_by=SDK), evaluator.dialect.text)
        draft.options["stream"] = Value("boolean", True, added_by=SDK)
    if name == "models.embed_content":
        body = _embedded(evaluator, arguments, config, model)
    elif name in ("models.generate_images", "models.generate_videos"):
        body = predicted(evaluator, arguments, config)
    else:
        said = arguments.named.get("contents") or Unclear()
        body = fresh(evaluator, {"contents": contents(evaluator, said)})
        keep_place(body, arguments, "contents")
        if config is not None and name != "models.count_tokens":
            _configure(evaluator, body, config)
    body.is_open = body.is_open or arguments.is_open
    more = options.get("extraBody")
    if more is not None and more.kind == "object":
        body.data.update(more.data)
        body.keys.update(more.keys)
    draft.body = Body("json", evaluator.copier.snapshot(body))
    draft.sdk_call = sdk_call or name
    return draft.send(evaluator, node)


def _configure(evaluator: Evaluator, body: Value, config: Value) -> None:
    """Put the settings of a call into its body: some on top, the rest as `generationConfig`."""
    generation = Container("object", {}, is_open=config.is_open)
    for key, value in config.data.items():
        if key in LOCAL:
            continue
        target: Value = body if key in _ABOVE else generation
        target.data[key] = _configured(evaluator, key, value)
        if key in config.keys:
            target.keys[key] = config.keys[key]
    body.is_open = body.is_open or config.is_open
    body.data["generationConfig"] = generation


def _configured(evaluator: Evaluator, key: str, value: Value) -> Value:
    """Return a setting as it is sent."""
    if key == "systemInstruction" and value.kind in ("string", "array", "object"):
        return content(evaluator, value)
    if key == "tools":
        return tools(evaluator, value)
    if key == "cachedContent":
        return _named(evaluator, value, "cachedContents/")
    return speech(evaluator, value) if key == "speechConfig" else value


def _embedded(evaluator: Evaluator, arguments: Arguments, config: Value | None, model: Value) -> Container:
    """Return the body of `embed_content`: one request for each of its contents."""
    given = arguments.named.get("contents") or Unclear()
    settings = {} if config is None else {key: item for key, item in config.data.items() if key not in LOCAL}
    asked: list[Value] = []
    for item in given.data if given.kind == "array" else [given]:
        said = item if item.kind == "unknown" else content(evaluator, item)
        one = fresh(evaluator, {"content": said, **settings, "model": model})
        one.is_open = config is not None and config.is_open
        asked.append(one)
    return fresh(evaluator, {"requests": Container("array", asked, is_open=given.kind == "array" and given.is_open)})


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """Send what `client.models.generate_content(model=…, contents=…)` does where the text does not show the client."""
    name = ".".join(path[-2:])
    if name not in _POSTS or "model" not in arguments.named or not {"contents", "prompt"} & arguments.named.keys():
        return None
    unknown = Container("object", {"base_url": Unclear()}, is_open=True)
    return family(evaluator, Client(SDK, {"(http_options)": unknown}), name, arguments, node)


def handlers() -> dict[str, Handler]:
    """Return the handlers of the SDK by dotted name."""
    return {"google.genai.Client": client, "google.genai.client.Client": client, **google_types.handlers()}


def families() -> dict[str, Family]:
    """Return the families of the SDK by name."""
    return {SDK: family, CHAT: chat_family}
