"""Calls of SDK clients in program text of any language: `new OpenAI({apiKey})`, `client.chat.completions.create`.

Which request a method sends is the table of `sdks.py`; here are the names that other languages than Python give to
the client's settings (github.com/openai/openai-node, github.com/anthropics/anthropic-sdk-typescript).
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code import sdks
from supportdesk.reading.code.generic.fields import fields_body
from supportdesk.reading.code.generic.nodes import Node
from supportdesk.reading.code.generic.values import Names, plain_name
from supportdesk.reading.code.words import Word
from supportdesk.reading.evidence import Body, Request
from supportdesk.reading.urls import with_query
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value

CLIENTS: dict[str, str] = {
    "openai": "openai", "azureopenai": "azure", "openaiapi": "openai", "anthropic": "anthropic",
    "configuration": "openai",
}  # fmt: skip
"""Constructor as compared (`plain_name`) → which SDK's client it makes; `Configuration` is openai-node before 4."""

_SETTINGS = {
    "baseurl": "base", "basepath": "base", "endpoint": "base", "apikey": "key", "authtoken": "token",
    "defaultheaders": "headers", "deployment": "deployment", "apiversion": "version", "organization": "organization",
    "project": "project",
}  # fmt: skip
_SCOPES = ("organization", "project")
_HUMP = lazy(r"(?<=[a-z0-9])(?=[A-Z])")
_HOLE = lazy(r"\{(\w+)\}")
_DEPTH = 4
_PATH_LIMIT = 5


class _Call:
    """A method of a client that is called: SDK, row of the table, the method's name, and the client's settings."""

    __slots__ = ("name", "row", "sdk", "settings")

    def __init__(self, sdk: str, row: sdks.Row, name: str, settings: dict[str, Node]) -> None:
        self.sdk = sdk
        self.row = row
        self.name = name
        self.settings = settings


def is_client(node: Node) -> bool:
    """Whether a call makes an SDK's client: its arguments are settings, and no part of a request."""
    return node.kind == "call" and plain_name(node.name) in CLIENTS and all(_holds(value) for _, value in node.items)


def sdk_request(node: Node, names: Names) -> Request | None:
    """Return the request that a call sends if it is a method of an SDK's client, else None."""
    call = _recognised(node, names)
    if call is None:
        return None
    place = names.view.span(node.start, node.end)
    arguments = [value for key, value in node.items if key is None]
    name = "anthropic" if call.sdk == "anthropic" else "openai"
    path = _path(call, names, arguments, place)
    members = _members(names, arguments, place)
    url = _url(call, names, path, members, place)
    if call.row.body == "query" and members.data:
        url = with_query(url, _query(members, place))
    body = _body(call, names, arguments, members)
    headers = _headers(call, names, place)
    if call.row.body != "query" and call.row.method != "GET" and body.kind != "multipart":
        headers.append((_added("content-type", name), _added("application/json", name)))
    options: dict[str, Value] = {}
    if "base" in call.settings:
        options["base_url"] = names.word(call.settings["base"]).value()
    stream = members.data.get("stream")
    if stream is not None and stream.data is True:
        options["stream"] = stream
    return Request(
        _added(call.row.method, name), url.value(), headers, body, language="generic", client=name, span=place,
        complete=not members.is_open, sdk_call=call.name, options=options,
    )  # fmt: skip


def _recognised(node: Node, names: Names) -> _Call | None:
    """Return the call where its owner is a client, or, its longest path, where its argument shows that it is one."""
    parts: list[str] = []
    guess: _Call | None = None
    here: Node | None = node
    while here is not None and here.name and len(parts) < _PATH_LIMIT and here.kind in ("name", "call"):
        parts.insert(0, _HUMP.sub("_", here.name).lower() if "_" not in here.name else here.name)
        here = here.base
        path = ".".join(parts)
        sdk, settings = (None, {}) if here is None else _client(here, names, 0)
        if sdk is not None:
            row = _row(sdk, path)
            return None if row is None else _Call(sdk, row, path, settings)
        for name in ("openai", "anthropic") if here is not None and len(parts) > 1 else ():
            row = _row(name, path)
            if row is not None and _shows_model(node, names):
                guess = _Call(name, row, path, {"base": Node("name", node.start, node.start)})
                break
    return guess


def _row(sdk: str, path: str) -> sdks.Row | None:
    table = sdks.ANTHROPIC if sdk == "anthropic" else sdks.OPENAI
    for wrapper in sdks.WRAPPERS:
        path = path.removeprefix(wrapper)
    return table.get(path) or (sdks.OPENAI_NODE_OLD.get(path) if sdk == "openai" else None)


def _shows_model(node: Node, names: Names) -> bool:
    """Whether a call's argument names a model, which shows an SDK's call where no client is made in the text."""
    found = names.resolve(node.items[0][1]) if node.items and node.items[0][0] is None else None
    return found is not None and any(names.key(key or value) == "model" for key, value in found.items)


def _client(node: Node, names: Names, depth: int) -> tuple[str | None, dict[str, Node]]:
    """Return which SDK's client an expression is, and its settings as far as the text tells them."""
    if depth > _DEPTH:
        return None, {}
    if node.kind == "name" and node.name in names.values and names.values[node.name] is not node:
        return _client(names.values[node.name], names, depth + 1)
    if node.kind != "call" or plain_name(node.name) not in CLIENTS:
        return None, {}
    settings: dict[str, Node] = {}
    for _, value in node.items[:1]:
        found = names.resolve(value) if value.kind != "call" else value
        if found is not None and found.kind == "call":
            settings.update(_client(found, names, depth + 1)[1])
        for key, item in found.items if found is not None and found.kind == "list" else ():
            name = _SETTINGS.get(plain_name(names.key(key or item)))
            if name is not None:
                settings[name] = item
    return CLIENTS[plain_name(node.name)], settings


def _holds(node: Node) -> bool:
    return node.kind in ("list", "name", "string", "call", "join")


def _added(text: str, sdk: str) -> Value:
    return Value("string", text, added_by=sdk)


def _members(names: Names, arguments: list[Node], place: Span) -> Value:
    """Return the object that a call's last argument is; open where the text does not tell it all."""
    for node in reversed(arguments[:2]):
        found = names.resolve(node)
        if found is not None and found.kind == "list" and found is not arguments[0] and arguments[0] is not node:
            continue
        if found is not None and found.kind == "list":
            value = names.value(found)
            return value if value.kind == "object" else Value("object", {}, place, is_open=True)
    return Value("object", {}, place, is_open=bool(arguments))


def _path(call: _Call, names: Names, arguments: list[Node], place: Span) -> Word:
    pieces: list[Word] = []
    at = 0
    for number, hole in enumerate(_HOLE.finditer(call.row.path)):
        pieces.append(Word.fixed(call.row.path[at : hole.start()], place))
        pieces.append(names.word(arguments[number]) if number < len(arguments) else Word.unknown(place))
        at = hole.end()
    return Word.join([*pieces, Word.fixed(call.row.path[at:], place)])


def _url(call: _Call, names: Names, path: Word, members: Value, place: Span) -> Word:
    base = names.word(call.settings["base"]) if "base" in call.settings else None
    if base is None:
        base = Word.fixed(sdks.ANTHROPIC_BASE if call.sdk == "anthropic" else sdks.OPENAI_BASE, place)
    base = base.cut(0, len(base.text.rstrip("/")))
    if call.sdk != "azure":
        return Word.join([base, path])
    pieces = [base, Word.fixed("/openai", place)]
    if call.row.path in sdks.AZURE_DEPLOYMENT_PATHS:
        model = members.data.get("model")
        name = names.word(call.settings["deployment"]) if "deployment" in call.settings else None
        if name is None and model is not None and model.kind == "string":
            name = Word.fixed(model.data, place)
        pieces += [Word.fixed("/deployments/", place), name or Word.unknown(place)]
    version = names.word(call.settings["version"]) if "version" in call.settings else Word.unknown(place)
    return with_query(Word.join([*pieces, path]), Word.join([Word.fixed("api-version=", place), version]))


def _query(members: Value, place: Span) -> Word:
    pairs = [f"{name}={value.plain()}" for name, value in members.data.items() if value.kind in ("string", "number")]
    return Word.fixed("&".join(pairs), place)


def _body(call: _Call, names: Names, arguments: list[Node], members: Value) -> Body:
    kind = call.row.body
    if kind in ("none", "query"):
        return Body()
    pairs = [pair for node in arguments[:1] for pair in names.pairs(node)]
    if kind == "json_or_multipart":
        is_upload = any(names.file_name(value) is not None for _, value in pairs)
        kind = "multipart" if is_upload else "json"
    if kind == "multipart":
        return fields_body(names, pairs, "multipart")
    for name, value in call.row.adds:
        members.data.setdefault(name, Value.of(value, added_by=call.sdk))
    return Body("json", members)


def _headers(call: _Call, names: Names, place: Span) -> list[tuple[Value, Value]]:
    sdk = "anthropic" if call.sdk == "anthropic" else "openai"
    key = call.settings.get("key")
    word = Word.unknown(place) if key is None else names.word(key)
    headers: list[tuple[Value, Value]] = []
    if "token" in call.settings:
        token = names.word(call.settings["token"])
        bearer = Word.join([Word.fixed("Bearer ", token.span()), token])
        headers.append((_added("authorization", sdk), bearer.value()))
    if sdk == "anthropic":
        if key is not None or not headers:
            headers.append((_added("x-api-key", sdk), word.value()))
        headers.append((_added("anthropic-version", sdk), _added(sdks.ANTHROPIC_VERSION, sdk)))
    elif call.sdk == "azure":
        headers.append((_added("api-key", sdk), word.value()))
    else:
        bearer = Word.join([Word.fixed("Bearer ", word.span()), word])
        headers.append((_added("authorization", sdk), bearer.value()))
        named = [(name, names.word(call.settings[name])) for name in _SCOPES if name in call.settings]
        headers += [(_added(f"openai-{name}", sdk), word.value()) for name, word in named if word.text != UNKNOWN]
    return _with_defaults(headers, names, call.settings["headers"]) if "headers" in call.settings else headers


def _with_defaults(headers: list[tuple[Value, Value]], names: Names, node: Node) -> list[tuple[Value, Value]]:
    """Return the headers with the client's default headers, which replace those of their name."""
    own = [
        (Value("string", names.key(key), names.view.span(key.start, key.end)), names.word(value).value())
        for key, value in names.pairs(node)
    ]
    replaced = {str(name.data).lower() for name, _ in own}
    return [header for header in headers if str(header[0].data) not in replaced] + own
