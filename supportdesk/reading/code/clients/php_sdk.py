"""SDKs for PHP: openai-php/client and its Laravel facade, orhanerday/open-ai, anthropic-ai/sdk.

https://github.com/openai-php/client, https://github.com/orhanerday/open-ai,
https://github.com/anthropics/anthropic-sdk-php
"""

from __future__ import annotations

from supportdesk.reading.code import ir, sdks
from supportdesk.reading.code.clients import anthropic_sdk
from supportdesk.reading.code.clients.drafts import Draft
from supportdesk.reading.code.clients.php_lines import add_map
from supportdesk.reading.code.clients.sdk_calls import SdkCall, finish, sdk_arguments
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.php.objects import as_json
from supportdesk.reading.code.texts import derived
from supportdesk.reading.code.things import Arguments, Client, Container, Unclear
from supportdesk.reading.code.urls import as_sent, behind, with_query
from supportdesk.value import UNKNOWN, Value

OPENAI, FACTORY, RESOURCE, PLAIN, ANTHROPIC = (
    "openai-php", "openai-php factory", "openai-php resource", "orhanerday/open-ai", "anthropic-php",
)  # fmt: skip
CONSTANTS: dict[str, str | Value] = {"OpenAi": "Orhanerday.OpenAi.OpenAi"}
"""Names that snippets use without their import."""
MEMBERS: dict[str, Value] = {}
_RESOURCES = tuple(dict.fromkeys(name.partition(".")[0] for name in sdks.OPENAI_PHP))
_FACADE = "OpenAI.Laravel.Facades.OpenAI"
_FACTORY_SETS = {
    "withApiKey": "key", "withOrganization": "organization", "withProject": "project", "withBaseUri": "base",
}  # fmt: skip


def client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`OpenAI::client($apiKey, $organization, $project)`."""
    state: dict[str, Value] = {}
    for at, (name, given) in enumerate((("key", "apiKey"), ("organization", "organization"), ("project", "project"))):
        value = arguments.get(at, given)
        if value is not None and value.kind != "null":
            state[f"set {name}"] = value
    state.setdefault("set key", Unclear())
    return Client(OPENAI, state, evaluator.span(node))


def factory(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`OpenAI::factory()`."""
    del arguments
    return Client(FACTORY, {}, evaluator.span(node))


def factory_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Take a setting, or make the client."""
    if path == "make":
        return Client(OPENAI, dict(owner.state), evaluator.span(node))
    values = [*arguments.positional, *arguments.named.values()]
    if path in _FACTORY_SETS and values:
        owner.state[f"set {_FACTORY_SETS[path]}"] = values[0]
    elif path in ("withHttpHeader", "withQueryParam") and len(values) > 1:
        name = "set headers" if path == "withHttpHeader" else "set query"
        owner.state.setdefault(name, Container("object", {})).data[str(values[0].data)] = values[1]
    return owner


def _on_facade(name: str) -> Handler:
    """`OpenAI::chat()` of the Laravel package, whose key and address stand in its configuration."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del arguments
        owner = Client(OPENAI, {"set key": Unclear()})
        return Client(RESOURCE, {"set client": owner, "set name": Value("string", name)}, evaluator.span(node))

    return _handler


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`$client->chat()`: a resource."""
    del arguments
    if path not in _RESOURCES:
        return Unclear(evaluator.span(node))
    return Client(RESOURCE, {"set client": owner, "set name": Value("string", path)}, evaluator.span(node))


def resource_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`$client->chat()->create([...])`."""
    name = f"{owner.state['set name'].data}.{path}"
    row, made = sdks.OPENAI_PHP.get(name), owner.state["set client"]
    if row is None or not isinstance(made, Client):
        return Unclear(evaluator.span(node))
    state = made.state
    base = state.get("set base")
    if base is None or base.kind == "null":
        base = Value("string", sdks.OPENAI_BASE, added_by=OPENAI, is_open="set base" not in state)
        if "set key" in state and not isinstance(state["set key"], Unclear):
            base.is_open = False
    elif base.kind == "string" and not str(base.data).startswith(("http://", "https://", UNKNOWN)):
        base = derived(base, "https://" + str(base.data))
    return _send(evaluator, SdkCall(OPENAI, name, row), base, state, arguments, node)


def _send(
    evaluator: Evaluator, call: SdkCall, base: Value, state: dict[str, Value], arguments: Arguments, node: ir.Node
) -> Value:
    made = sdk_arguments(evaluator, call, _parameters(evaluator, call, arguments))
    write = evaluator.dialect.text
    url = with_query(as_sent(behind(base, call.path, write)), state.get("set query"), write)
    draft = Draft(call.sdk, Value("string", call.row.method, added_by=call.sdk), url)
    draft.complete = not (arguments.is_open or made.body.is_open)
    key = state.get("set key")
    if key is not None and key.kind != "null":
        value = evaluator.text(Value("string", "Bearer "), key)
        value.added_by = call.sdk if not value.parts else None
        draft.add_default("authorization", value)
    for name in ("organization", "project"):
        given = state.get(f"set {name}")
        if given is not None and given.kind != "null":
            draft.add_default(f"openai-{name}", given)
    add_map(draft, state.get("set headers"))
    if "set base" in state:
        draft.take_options({"base_url": state["set base"]})
    return finish(evaluator, draft, call, made, node)


def _parameters(evaluator: Evaluator, call: SdkCall, arguments: Arguments) -> Arguments:
    """Return the parameters of a call, which are given as one array behind the parts of the path."""
    made = Arguments()
    made.is_open = arguments.is_open
    values = [*arguments.positional, *arguments.named.values()]
    holes = call.row.path.count("{")
    made.positional = values[:holes]
    for value in values[holes:]:
        if value.kind in ("object", "array"):
            given = as_json(evaluator, value, ir.Other([], 0, 0))
            made.named.update(given.data if given.kind == "object" else {})
            made.name_spans.update(given.keys)
            made.is_open = made.is_open or given.is_open
        elif value.kind == "unknown":
            made.is_open = True
    return made


def plain(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `new OpenAi($key)` of orhanerday/open-ai."""
    return Client(PLAIN, {"set key": arguments.get(0, "OPENAI_API_KEY") or Unclear()}, evaluator.span(node))


def plain_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Take a setting, or send what a method sends."""
    first = arguments.get(0, "opts")
    settings = {"setBaseURL": "base", "setCustomURL": "base", "setORG": "organization", "setHeader": "headers"}
    if path in settings and first is not None:
        owner.state[f"set {settings[path]}"] = first
        return Value("null", None)
    row = sdks.OPENAI_PHP_PLAIN.get(path)
    if row is None:
        return Unclear(evaluator.span(node))
    default = Value("string", sdks.OPENAI_BASE.removesuffix("/v1"), added_by=PLAIN)
    base = owner.state.get("set base") or default
    given = Arguments()
    given.positional, given.is_open = arguments.positional[:1], arguments.is_open
    return _send(evaluator, SdkCall(PLAIN, path, row), base, owner.state, given, node)


def anthropic(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    r"""Do `new Anthropic\Client(apiKey: …, baseUrl: …)`."""
    names = {"apiKey": "api_key", "baseUrl": "base_url", "authToken": "auth_token"}
    state = {names.get(name, name): value for name, value in arguments.named.items() if value.kind != "null"}
    if arguments.positional:
        state.setdefault("api_key", arguments.positional[0])
    return Client(ANTHROPIC, state, evaluator.span(node))


def anthropic_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`$client->messages->create(maxTokens: 1024, …)`, also with one array."""
    name = path.replace("createStream", "stream").replace("countTokens", "count_tokens")
    given = Arguments()
    given.is_open = arguments.is_open
    members = dict(arguments.named)
    spans = dict(arguments.name_spans)
    for value in arguments.positional:
        if value.kind == "object":
            members.update(value.data)
            spans.update(value.keys)
        else:
            given.positional.append(value)
    for key, value in members.items():
        given.named[_snake(key)] = as_json(evaluator, value, node)
        if key in spans:
            given.name_spans[_snake(key)] = spans[key]
    return anthropic_sdk.family(evaluator, owner, name, given, node)


def _snake(name: str) -> str:
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name)


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """Send what `$client->chat()->create([...])` does where the text does not show the client."""
    names = [name.removesuffix("()") for name in path if name != "()"]
    if len(names) < 2 or f"{names[-2]}.{names[-1]}" not in sdks.OPENAI_PHP:
        return None
    values = [*arguments.positional, *arguments.named.values()]
    if not any(value.kind == "object" and "model" in value.data for value in values):
        return None
    owner = Client(OPENAI, {"set key": Unclear(), "set base": Value("string", UNKNOWN, is_open=True)})
    resource = Client(RESOURCE, {"set client": owner, "set name": Value("string", names[-2])})
    return resource_family(evaluator, resource, names[-1], arguments, node)


def functions() -> dict[str, Handler]:
    """Return functions by name."""
    return {}


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    return {
        "OpenAI.client": client,
        "OpenAI.factory": factory,
        **dict.fromkeys(("OpenAI.Client", "OpenAI.Contracts.ClientContract"), client),
        **{f"{_FACADE}.{name}": _on_facade(name) for name in _RESOURCES},
        **{f"OpenAI.{name}": _on_facade(name) for name in _RESOURCES},
        "Orhanerday.OpenAi.OpenAi": plain,
        "Anthropic.Client": anthropic,
    }


def families() -> dict[str, Family]:
    """Return what the objects do."""
    return {
        OPENAI: family,
        FACTORY: factory_family,
        RESOURCE: resource_family,
        PLAIN: plain_family,
        ANTHROPIC: anthropic_family,
    }
