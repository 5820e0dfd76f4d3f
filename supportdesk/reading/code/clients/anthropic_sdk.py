"""The anthropic SDK: its clients and methods."""

from __future__ import annotations

from supportdesk.reading.code import ir, sdks
from supportdesk.reading.code.clients.drafts import Draft
from supportdesk.reading.code.clients.sdk_calls import SdkCall, find_row, finish, sdk_arguments
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.things import Arguments, Client, Unclear
from supportdesk.reading.code.urls import as_sent, behind, with_query
from supportdesk.value import Value

SDK = "anthropic"


def client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Anthropic(…)`, `AsyncAnthropic(…)`."""
    state = dict(arguments.named)
    if arguments.is_open:
        state["is_open"] = Value("boolean", True)  # its data
    return Client(SDK, state, evaluator.span(node))


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of an anthropic client sends."""
    if path in ("with_options", "copy"):
        return Client(SDK, {**owner.state, **arguments.named}, evaluator.span(node))
    row = find_row(sdks.ANTHROPIC, path)
    if row is None:
        return owner if path in ("close", "__enter__", "__aenter__") else Unclear(evaluator.span(node))
    call = SdkCall(SDK, path, row)
    betas = arguments.named.pop("betas", None)
    made = sdk_arguments(evaluator, call, arguments)
    state = owner.state
    url = as_sent(behind(_base(evaluator, state), call.path, evaluator.dialect.text))
    if path.startswith("beta."):
        url = with_query(url, Value("string", "beta=true", added_by=SDK), evaluator.dialect.text)
    draft = Draft(SDK, Value("string", row.method, added_by=SDK), url)
    draft.complete = not (arguments.is_open or "is_open" in state)
    _add_key(evaluator, draft, state)
    draft.add_default("anthropic-version", Value("string", sdks.ANTHROPIC_VERSION, added_by=SDK))
    draft.add_headers(state.get("default_headers"))
    if betas is not None and betas.kind == "array":
        names: list[Value] = []
        for item in betas.data:
            names.extend(([Value("string", ",")] if names else []) + [item])
        draft.add_default("anthropic-beta", evaluator.text(*names))
    draft.take_options(state)
    return finish(evaluator, draft, call, made, node)


def _base(evaluator: Evaluator, state: dict[str, Value]) -> Value:
    base = state.get("base_url")
    if base is None or base.kind == "null":
        base = evaluator.environment.get("ANTHROPIC_BASE_URL")
    return base or Value("string", sdks.ANTHROPIC_BASE, added_by=SDK, is_open=True)


def _add_key(evaluator: Evaluator, draft: Draft, state: dict[str, Value]) -> None:
    token = state.get("auth_token") or evaluator.environment.get("ANTHROPIC_AUTH_TOKEN")
    key = state.get("api_key") or evaluator.environment.get("ANTHROPIC_API_KEY")
    if token is not None and token.kind != "null":
        draft.add_default("authorization", evaluator.text(Value("string", "Bearer "), token))
    if key is not None and key.kind != "null":
        draft.add_default("x-api-key", key)
    elif token is None:
        draft.add_default("x-api-key", Value.unknown())


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """Send what `client.messages.create(model=…, messages=…)` does where the text does not show the client."""
    name = ".".join(path[-2:])
    row = sdks.ANTHROPIC.get(name)
    if row is None or not {"model", "messages"} <= arguments.named.keys():
        return None
    return family(evaluator, Client(SDK, {"base_url": Unclear()}), name, arguments, node)


def handlers() -> dict[str, Handler]:
    """Return the handlers of the SDK by dotted name."""
    return dict.fromkeys(("anthropic.Anthropic", "anthropic.AsyncAnthropic", "anthropic.Client"), client)


def families() -> dict[str, Family]:
    """Return the families of the SDK by name."""
    return {SDK: family}
