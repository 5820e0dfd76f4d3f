"""The openai SDK: clients from 1.0 on, AzureOpenAI, and the module's own functions of all versions.

What the SDK adds says so (`added_by`). A missing key or base address comes from the environment of the customer's
program, so that it stays unknown or open.
"""

from __future__ import annotations

from supportdesk.reading.code import ir, sdks
from supportdesk.reading.code.clients.drafts import Draft
from supportdesk.reading.code.clients.sdk_calls import SdkCall, find_row, finish, is_not_given, sdk_arguments
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.things import Arguments, Client, Container, Unclear
from supportdesk.reading.code.urls import as_sent, behind, with_query
from supportdesk.value import UNKNOWN, Value

SDK = "openai"
_RAW = ("get", "post", "put", "patch", "delete")
_SETTINGS = ("timeout", "max_retries", "base_url")
_OLD_SETTINGS = ("api_key", "api_base", "api_type", "api_version", "organization", "request_timeout", "headers")
_CLIENT_NAMES = ("api_key", "base_url", "organization", "project", "timeout", "max_retries", "default_headers")


def _client(family: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        state = {name: value for name, value in arguments.named.items() if not is_not_given(value)}
        http = state.pop("http_client", None)
        if isinstance(http, Client):
            for name in ("proxy", "proxies", "timeout"):
                if name in http.state:
                    state.setdefault(name, http.state[name])
        if arguments.is_open:
            state["is_open"] = Value("boolean", True)  # its data
        return Client(family, state, evaluator.span(node))

    return _handler


def openai_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of an OpenAI or AzureOpenAI client sends."""
    if path in ("with_options", "copy"):
        return Client(owner.family, {**owner.state, **arguments.named}, evaluator.span(node))
    if path in ("close", "__enter__", "__aenter__"):
        return owner
    row = find_row(sdks.OPENAI, path)
    if row is None and path in _RAW:
        return _raw(evaluator, owner, path, arguments, node)
    if row is None:
        return Unclear(evaluator.span(node))
    return send(evaluator, owner.state, SdkCall(SDK, path, row), arguments, node, azure=owner.family == "azure")


def _raw(evaluator: Evaluator, owner: Client, verb: str, arguments: Arguments, node: ir.Node) -> Value:
    """`client.post("/path", body={…}, cast_to=…)`."""
    path = arguments.get(0, "path")
    body = arguments.named.get("body")
    given = Arguments()
    if body is not None and body.kind == "object":
        given.named, given.name_spans, given.is_open = dict(body.data), dict(body.keys), body.is_open
    text = path.data if path is not None and path.kind == "string" else UNKNOWN
    row = sdks.Row(verb.upper(), text, "json" if body is not None else "none")
    return send(evaluator, owner.state, SdkCall(SDK, verb, row), given, node)


def send(
    evaluator: Evaluator,
    state: dict[str, Value],
    call: SdkCall,
    arguments: Arguments,
    node: ir.Node,
    *,
    azure: bool = False,
) -> Value:
    """Send what one call of a client with these settings sends."""
    made = sdk_arguments(evaluator, call, arguments)
    azure = azure or "azure_endpoint" in state
    base = _azure_base(evaluator, state) if azure else _base(evaluator, state)
    path = call.path
    if azure and call.row.path in sdks.AZURE_DEPLOYMENT_PATHS and "azure_deployment" not in state and made.model:
        path = evaluator.text(Value("string", "/deployments/"), made.model, path)
    url = as_sent(behind(base, path, evaluator.dialect.text))
    url = with_query(url, state.get("default_query"), evaluator.dialect.text)
    if azure:
        version = Container("object", {"api-version": state.get("api_version") or Unclear()})
        url = with_query(url, version, evaluator.dialect.text)
    draft = Draft(SDK, Value("string", call.row.method, added_by=SDK), url)
    draft.complete = not (arguments.is_open or "is_open" in state)
    add_key(evaluator, draft, state, azure=azure)
    for name, header in (("organization", "openai-organization"), ("project", "openai-project")):
        value = state.get(name)
        if value is not None and value.kind != "null":
            draft.add_default(header, value)
    draft.add_headers(state.get("default_headers"))
    draft.take_options(state)
    return finish(evaluator, draft, call, made, node)


def add_key(evaluator: Evaluator, draft: Draft, state: dict[str, Value], *, azure: bool) -> None:
    """Set the header that carries the key; the key of the environment is unknown."""
    key = state.get("api_key")
    if key is None or key.kind == "null":
        key = evaluator.environment.get("AZURE_OPENAI_API_KEY" if azure else "OPENAI_API_KEY")
    if azure and key is None and ("azure_ad_token" in state or "azure_ad_token_provider" in state):
        azure, key = False, state.get("azure_ad_token")
    if key is None:
        key = Value.unknown()
    if azure:
        draft.add_default("api-key", key)
        return
    value = evaluator.text(Value("string", "Bearer "), key)
    value.added_by = SDK if not value.parts else None
    draft.add_default("authorization", value)


def _base(evaluator: Evaluator, state: dict[str, Value]) -> Value:
    base = state.get("base_url")
    if base is not None and base.kind != "null":
        return base
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE"):
        base = evaluator.environment.get(name)
        if base is not None:
            return base
    return Value("string", sdks.OPENAI_BASE, added_by=SDK, is_open=True)


def _azure_base(evaluator: Evaluator, state: dict[str, Value]) -> Value:
    if "base_url" in state:
        return state["base_url"]
    endpoint = state.get("azure_endpoint") or evaluator.environment.get("AZURE_OPENAI_ENDPOINT") or Unclear()
    base = behind(endpoint, Value("string", "openai", added_by=SDK), evaluator.dialect.text)
    deployment = state.get("azure_deployment")
    if deployment is not None and deployment.kind != "null":
        base = evaluator.text(base, Value("string", "/deployments/"), deployment)
    return base


def _module_state(evaluator: Evaluator, arguments: Arguments) -> dict[str, Value]:
    """Return what was set on the module (`openai.api_key = …`), and what an old call says itself."""
    state = {
        name.removeprefix("openai."): value for name, value in evaluator.modules.items() if name.startswith("openai.")
    }
    for name in _OLD_SETTINGS:
        value = arguments.named.pop(name, None)
        if value is not None and not is_not_given(value):
            state[name] = value
    if "api_base" in state:
        state.setdefault("base_url", state["api_base"])
    if "headers" in state:
        state["default_headers"] = state.pop("headers")
    return state


def _old(name: str) -> Handler:
    """`openai.ChatCompletion.create(…)`, before 1.0."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        state = _module_state(evaluator, arguments)
        engine = arguments.named.get("engine")
        if "deployment_id" in arguments.named:
            engine = arguments.named.pop("deployment_id")
        kind = state.get("api_type")
        azure = kind is not None and str(kind.data).startswith("azure")
        if azure:
            arguments.named.pop("engine", None)
            state["azure_endpoint"] = state.pop("base_url") if "base_url" in state else Unclear()
            if engine is not None:
                state["azure_deployment"] = engine
        call = SdkCall(SDK, name, sdks.OPENAI_OLD[name])
        if engine is not None and engine.kind == "string" and not azure and "engine" in arguments.named:
            arguments.named.pop("engine")  # engine_api_resource.py of openai-python 0.28: it stands in the path
            call.path = Value("string", f"/engines/{engine.data}{call.row.path}", added_by=SDK)
        return send(evaluator, state, call, arguments, node, azure=azure)

    return _handler


def _on_module(name: str) -> Handler:
    """`openai.chat.completions.create(…)` on the module itself, from 1.0 on."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        state = {key: value for key, value in _module_state(evaluator, Arguments()).items() if key in _CLIENT_NAMES}
        return send(evaluator, state, SdkCall(SDK, name, sdks.OPENAI[name]), arguments, node)

    return _handler


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """Send what a method of a client does whose making the text does not show; None where it is no such method."""
    for start in range(max(0, len(path) - 4), len(path)):
        name = ".".join(path[start:])
        row = sdks.OPENAI.get(name.replace("with_raw_response.", ""))
        if row is not None and name.count(".") and ("model" in arguments.named or name.startswith("videos.")):
            state = _cut_settings(evaluator)
            return send(evaluator, state, SdkCall(SDK, name, row), arguments, node)
    return None


def _cut_settings(evaluator: Evaluator) -> dict[str, Value]:
    """Return the settings of a client whose making was cut off at its beginning.

    What is left of it are lines `base_url="…",` at the start of the text: names of tuples of one text.
    """
    state: dict[str, Value] = {"base_url": Unclear()}
    for name in _CLIENT_NAMES:
        value = evaluator.scope.find(name)
        if value is not None and value.kind == "array" and len(value.data) == 1 and value.data[0].kind == "string":
            state[name] = value.data[0]
    return state


def handlers() -> dict[str, Handler]:
    """Return the handlers of the SDK by dotted name."""
    made: dict[str, Handler] = {}
    for prefix in ("", "Async"):
        made[f"openai.{prefix}OpenAI"] = made[f"openai.{prefix}Client"] = _client("openai")
        made[f"openai.{prefix}AzureOpenAI"] = _client("azure")
        made[f"langfuse.openai.{prefix}OpenAI"] = _client("openai")
    made["openai.Client"] = made["openai.AsyncClient"] = _client("openai")
    made.update({f"openai.{name}": _on_module(name) for name in sdks.OPENAI})
    made.update({f"openai.{name}": _old(name) for name in sdks.OPENAI_OLD})
    return made


def families() -> dict[str, Family]:
    """Return the families of the SDK by name."""
    return {"openai": openai_family, "azure": openai_family}
