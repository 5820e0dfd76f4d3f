"""The SDKs for JavaScript: openai (from 4 on, and OpenAIApi before), @anthropic-ai/sdk.

Their methods are those of the Python SDKs in camel case, so that the same rows (sdks.py) and the same senders serve:
github.com/openai/openai-node, github.com/anthropics/anthropic-sdk-typescript
"""

from __future__ import annotations

from supportdesk.reading.code import ir, sdks
from supportdesk.reading.code.clients import anthropic_sdk, openai_sdk
from supportdesk.reading.code.clients.js_bodies import member
from supportdesk.reading.code.clients.sdk_calls import SdkCall, find_row
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.javascript.objects import ENTRIES
from supportdesk.reading.code.javascript.values import Missing, is_nothing
from supportdesk.reading.code.members import spread_members
from supportdesk.reading.code.things import Arguments, Client, Container, Unclear
from supportdesk.value import Value

OPENAI, AZURE, OLD, ANTHROPIC = "openai", "azure", "openai api", "anthropic"
_SETTINGS = {
    "apiKey": "api_key", "baseURL": "base_url", "organization": "organization", "project": "project",
    "maxRetries": "max_retries", "defaultHeaders": "default_headers", "defaultQuery": "default_query",
    "authToken": "auth_token", "endpoint": "azure_endpoint", "apiVersion": "api_version",
    "deployment": "azure_deployment", "azureADTokenProvider": "azure_ad_token_provider", "timeout": "timeout",
    "httpAgent": "proxy", "basePath": "base_url",
}  # fmt: skip
_OPTIONS = {"headers": "extra_headers", "query": "extra_query", "timeout": "timeout", "maxRetries": "max_retries"}
_RENAMED = {"del": "delete", "runTools": "create", "run_tools": "create"}
_RAW = ("get", "post", "put", "patch", "delete")


def snake(path: str) -> str:
    """Return a method's path as the Python SDKs write it: `files.del` and `fineTuning.jobs.create` in snake case."""
    steps = [_RENAMED.get(step, step) for step in path.split(".")]
    return "".join("_" + sign.lower() if sign.isupper() else sign for sign in ".".join(steps))


def _settings(given: Value | None) -> dict[str, Value]:
    """Return what a client was made with, under the names of the Python SDKs."""
    made: dict[str, Value] = {}
    members = Container("object", {})
    if given is not None:
        spread_members(members, given)
    for name, value in members.data.items():
        own = _SETTINGS.get(name)
        if own is None or is_nothing(value):
            continue
        made[own] = _seconds(value) if own == "timeout" else value
    if members.is_open:
        made["is_open"] = Value("boolean", True)  # its data
    if "default_headers" in made and made["default_headers"].kind == "unknown":
        pairs, _ = entries_of_headers(made["default_headers"])
        made["default_headers"] = Container("array", [Container("array", list(pair)) for pair in pairs])
    return made


def entries_of_headers(value: Value) -> tuple[list[tuple[Value, Value]], bool]:
    """Return the pairs of a Headers object."""
    entries = value.state.get(ENTRIES) if isinstance(value, Client) else None
    return ([], False) if entries is None else ([(pair.data[0], pair.data[1]) for pair in entries.data], True)


def _seconds(value: Value) -> Value:
    if value.kind != "number":
        return value
    return Value("number", value.data / 1000, value.span, parts=value.parts)


def _client(family: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        state = _settings(arguments.get(0, "options"))
        if arguments.is_open:
            state["is_open"] = Value("boolean", True)  # its data
        return Client(family, state, evaluator.span(node))

    return _handler


def python_arguments(arguments: Arguments, holes: int) -> Arguments:
    """Return the arguments of a call (ids, body, options) as the Python SDKs take them: all by name."""
    made = Arguments()
    made.is_open = arguments.is_open
    given = list(arguments.positional)
    while given and (len(made.positional) < holes or given[0].kind == "string"):
        made.positional.append(given.pop(0))
    body = given.pop(0) if given else None
    if body is not None and body.kind == "object":
        made.named = {name: value for name, value in body.data.items() if not isinstance(value, Missing)}
        made.name_spans = dict(body.keys)
        made.is_open = made.is_open or body.is_open
    elif body is not None and not is_nothing(body):
        made.is_open = True
    if given and given[0].kind == "object":
        for name, own in _OPTIONS.items():
            value = member(given[0], name)
            if value is not None:
                made.named[own] = _seconds(value) if own == "timeout" else value
    return made


def openai_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of an OpenAI or AzureOpenAI client sends."""
    own = snake(path)
    if own in ("with_options", "then"):
        return Client(owner.family, {**owner.state, **_settings(arguments.get(0, ""))}, owner.span)
    row = find_row(sdks.OPENAI, own)
    if row is None and own in _RAW:
        return openai_sdk.openai_family(evaluator, owner, own, _raw(arguments), node)
    if row is None:
        return Unclear(evaluator.span(node))
    given = python_arguments(arguments, row.path.count("{"))
    return openai_sdk.openai_family(evaluator, owner, own, given, node)


def _raw(arguments: Arguments) -> Arguments:
    made = Arguments()
    made.positional = arguments.positional[:1]
    options = arguments.get(1, "")
    body = member(options, "body")
    if body is not None:
        made.named["body"] = body
    return made


def _configuration(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new Configuration({apiKey, basePath, …})`, before 4."""
    given = arguments.get(0, "options")
    state = _settings(given)
    headers = member(member(given, "baseOptions"), "headers")
    if headers is not None:
        state["default_headers"] = headers
    return Client(OLD, state, evaluator.span(node))


def _api(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new OpenAIApi(configuration, basePath)`, before 4."""
    given, base = arguments.get(0, "configuration"), arguments.get(1, "basePath")
    state = dict(given.state) if isinstance(given, Client) else {}
    if base is not None and not is_nothing(base):
        state["base_url"] = base
    return Client(OLD, state, evaluator.span(node))


def old_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of an OpenAIApi sends; its second argument has the settings of axios."""
    row = sdks.OPENAI_NODE_OLD.get(snake(path))
    if row is None:
        return Unclear(evaluator.span(node))
    given = python_arguments(arguments, row.path.count("{"))
    return openai_sdk.send(evaluator, owner.state, SdkCall(OPENAI, path, row), given, node)


def anthropic_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of an Anthropic client sends."""
    own = snake(path)
    if own in ("with_options", "then"):
        return Client(ANTHROPIC, {**owner.state, **_settings(arguments.get(0, ""))}, owner.span)
    row = find_row(sdks.ANTHROPIC, own)
    holes = 0 if row is None else row.path.count("{")
    return anthropic_sdk.family(evaluator, owner, own, python_arguments(arguments, holes), node)


def _rows(steps: tuple[str, ...]) -> list[sdks.Row]:
    names = [".".join(steps[start:]) for start in range(max(0, len(steps) - 4), len(steps) - 1)]
    return [rows[name] for rows in (sdks.OPENAI, sdks.ANTHROPIC) for name in names if name in rows]


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """Send what a method of an SDK's client sends, where the text does not show how the client was made."""
    steps = tuple(snake(step) for step in path)
    if steps[-1] in ("then", "catch") or len(steps) < 2:
        return None
    if steps[-1] in sdks.OPENAI_NODE_OLD and steps[-1].startswith("create_"):
        return old_family(evaluator, Client(OLD, {}, evaluator.span(node)), path[-1], arguments, node)
    holes = next((row.path.count("{") for row in _rows(steps)), 0)
    given = python_arguments(arguments, holes)
    found = openai_sdk.guess(evaluator, steps, given, node)
    return found if found is not None else anthropic_sdk.guess(evaluator, steps, given, node)


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    made: dict[str, Handler] = {
        **dict.fromkeys(("openai", "openai.OpenAI", "OpenAI"), _client(OPENAI)),
        **dict.fromkeys(("openai.AzureOpenAI", "AzureOpenAI"), _client(AZURE)),
        "openai.Configuration": _configuration,
        "openai.OpenAIApi": _api,
        **dict.fromkeys(("@anthropic-ai/sdk", "@anthropic-ai/sdk.Anthropic"), _client(ANTHROPIC)),
    }
    made["openai.default.OpenAI"] = made["openai"]
    return made


def families() -> dict[str, Family]:
    """Return the families by name."""
    return {OPENAI: openai_family, AZURE: openai_family, OLD: old_family, ANTHROPIC: anthropic_family}
