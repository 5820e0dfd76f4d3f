"""Laravel's Http facade and Symfony's HttpClient.

https://laravel.com/docs/http-client, https://symfony.com/doc/current/http_client.html
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import json_body
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.clients.drafts import Draft, method_name, text_or_unknown
from supportdesk.reading.code.clients.php_guzzle import add_auth, multipart, resolved
from supportdesk.reading.code.clients.php_lines import add_bearer, add_map
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.php.arrays import entries
from supportdesk.reading.code.php.forms import form_of, form_pairs, php_body, query_of, written
from supportdesk.reading.code.php.library import opened
from supportdesk.reading.code.php.objects import as_json
from supportdesk.reading.code.things import Arguments, Client, Closure, Container, FileThing, Unclear, spans_of
from supportdesk.reading.code.urls import as_sent, behind, with_query
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import UNKNOWN, Value

LARAVEL, SYMFONY, FORM_DATA = "laravel http", "symfony http", "symfony form data"
_FACADE = "Illuminate.Support.Facades.Http"
_VERBS = ("get", "head", "post", "put", "patch", "delete")
_SETTERS = (
    "withHeaders", "withHeader", "replaceHeaders", "withToken", "withBasicAuth", "withDigestAuth", "withBody", "asForm",
    "asJson", "asMultipart", "bodyFormat", "acceptJson", "accept", "contentType", "attach", "withOptions", "baseUrl",
    "timeout", "connectTimeout", "retry", "withQueryParameters", "withUrlParameters", "withCookies", "withUserAgent",
    "withoutVerifying", "withoutRedirecting", "async", "throw", "pool", "buildClient", "beforeSending", "dd", "dump",
    "withMiddleware", "sink", "maxRedirects", "as", "createPendingRequest",
)  # fmt: skip
CONSTANTS: dict[str, str | Value] = {"Http": _FACADE, "HttpClient": "Symfony.Component.HttpClient.HttpClient"}
"""Names that snippets use without their import."""
MEMBERS: dict[str, Value] = {}
_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"


def _facade(name: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        return laravel(evaluator, Client(LARAVEL, {}, evaluator.span(node)), name, arguments, node)

    return _handler


def pending(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make a `PendingRequest`, a `Factory` or a `Pool` that is handed in."""
    del arguments
    return Client(LARAVEL, {}, evaluator.span(node))


def laravel(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Set something on a pending request, or send it."""
    if path in _VERBS or path == "send":
        return _send_laravel(evaluator, owner.state, path, arguments, node)
    if path == "pool":
        return _pool(evaluator, owner, arguments, node)
    if path not in _SETTERS:
        return Unclear(evaluator.span(node))
    made = Client(LARAVEL, dict(owner.state), owner.span)
    _set(evaluator, made.state, path, arguments)
    return made


def _pool(evaluator: Evaluator, owner: Client, arguments: Arguments, node: ir.Node) -> Value:
    function = arguments.get(0, "callback")
    if isinstance(function, Closure):
        given = Arguments()
        given.positional = [owner]
        call(evaluator, function, given, node)
    return Unclear(evaluator.span(node))


def _set(evaluator: Evaluator, state: dict[str, Value], path: str, arguments: Arguments) -> None:
    first, second = arguments.get(0, "value"), arguments.get(1, "value")
    if first is None and arguments.named:
        first = next(iter(arguments.named.values()))
    if path in ("withHeaders", "replaceHeaders") and first is not None:
        _headers(evaluator, state).positional.append(first)
    elif path == "withHeader" and first is not None and second is not None:
        _one(evaluator, state, first, second)
    elif path in ("acceptJson", "accept", "contentType", "withUserAgent"):
        name = {"contentType": "Content-Type", "withUserAgent": "User-Agent"}.get(path, "Accept")
        value = first if first is not None else Value("string", _JSON, added_by="laravel")
        _one(evaluator, state, Value("string", name, added_by="laravel"), value)
    elif path == "withToken" and first is not None:
        state["set token"] = first
        state["set token type"] = second if second is not None else Value("string", "Bearer")
    elif path == "withBasicAuth" and first is not None and second is not None:
        state["set auth"] = Container("array", [first, second])
    elif path == "withBody" and first is not None:
        state["set body"] = first
        state["set body type"] = second if second is not None else Value("string", _JSON, added_by="laravel")
    elif path in ("asForm", "asJson", "asMultipart"):
        state["set format"] = Value("string", {"asForm": "form_params", "asJson": "json"}.get(path, "multipart"))
    elif path == "bodyFormat" and first is not None:
        state["set format"] = first
    elif path == "attach" and first is not None:
        _attach(evaluator, state, first, arguments)
    elif path == "withOptions" and first is not None and first.kind == "object":
        state["set options"] = first
    elif (
        path in ("baseUrl", "timeout", "withQueryParameters", "withUrlParameters", "withCookies") and first is not None
    ):
        state[f"set {path}"] = first


class _Headers(Client):
    """The maps of headers that a pending request was given, in order."""

    __slots__ = ("positional",)

    def __init__(self) -> None:
        super().__init__(LARAVEL, {}, None)
        self.positional: list[Value] = []


def _headers(evaluator: Evaluator, state: dict[str, Value]) -> _Headers:
    del evaluator
    made = _Headers()
    old = state.get("set headers")
    if isinstance(old, _Headers):
        made.positional = list(old.positional)
    state["set headers"] = made
    return made


def _one(evaluator: Evaluator, state: dict[str, Value], name: Value, value: Value) -> None:
    one = Container("object", {str(name.data): value})
    if name.span is not None:
        one.keys[str(name.data)] = name.span
    _headers(evaluator, state).positional.append(one)


def _attach(evaluator: Evaluator, state: dict[str, Value], first: Value, arguments: Arguments) -> None:
    """`attach($name, $contents, $filename)`, or a list of them."""
    del evaluator
    old = state.get("set files")
    files = Container("array", list(old.data) if old is not None else [])
    if first.kind == "array":
        files.data.extend(first.data)
    else:
        files.data.append(Container("array", list(arguments.positional)))
    state["set files"] = files


def _send_laravel(
    evaluator: Evaluator, state: dict[str, Value], path: str, arguments: Arguments, node: ir.Node
) -> Value:
    options: dict[str, Value] = dict(state["set options"].data) if "set options" in state else {}
    data: Value | None = None
    if path == "send":
        method, url = method_name(arguments.get(0, "method")), arguments.get(1, "url")
        given = arguments.get(2, "options")
        options.update(given.data if given is not None and given.kind == "object" else {})
    else:
        method, url = Value("string", path.upper(), added_by="laravel"), arguments.get(0, "url")
        data = arguments.get(1, "query" if path in ("get", "head") else "data")
    write = evaluator.dialect.text
    address = as_sent(
        behind(state.get("set baseUrl"), _filled(text_or_unknown(url), state.get("set withUrlParameters")), write)
    )
    address = with_query(address, query_of(state.get("set withQueryParameters")), write)
    if path in ("get", "head"):
        address, data = with_query(address, query_of(data), write), None
    address = with_query(address, query_of(options.get("query")), write)
    draft = Draft("laravel", method, address)
    add_map(draft, options.get("headers"))
    headers = state.get("set headers")
    for one in headers.positional if isinstance(headers, _Headers) else []:
        add_map(draft, one)
    if "set token" in state:
        add_bearer(evaluator, draft, state["set token"], str(state["set token type"].data))
    add_auth(evaluator, draft, state.get("set auth") or options.get("auth"))
    draft.add_cookies(evaluator, state.get("set withCookies"))
    draft.body = _laravel_body(evaluator, state, options, data, draft, has_default=path in ("post", "put", "patch"))
    if draft.body.kind != "json" or "body" not in options:
        draft.add_content_type()
    if "set timeout" in state:
        draft.take_options({"timeout": state["set timeout"]})
    draft.take_options({name: options[name] for name in ("timeout", "proxy", "stream") if name in options})
    if "set baseUrl" in state:
        draft.take_options({"base_url": state["set baseUrl"]})
    return draft.send(evaluator, node)


def _filled(url: Value, given: Value | None) -> Value:
    """Return an address with its `{name}` fields filled."""
    if given is None or given.kind != "object" or url.kind != "string":
        return url
    text, is_open = str(url.data), url.is_open
    for name, value in given.data.items():
        for field in (f"{{{name}}}", f"{{+{name}}}"):
            if field in text:
                filler = written(value) if value.kind != "unknown" else Value("string", UNKNOWN, is_open=True)
                text, is_open = text.replace(field, str(filler.data)), is_open or filler.is_open
    return Value("string", text, None, parts=spans_of(url, *given.data.values()), is_open=is_open)


def _laravel_body(
    evaluator: Evaluator,
    state: dict[str, Value],
    options: dict[str, Value],
    data: Value | None,
    draft: Draft,
    *,
    has_default: bool,
) -> Body:
    files = state.get("set files")
    form = str(state["set format"].data) if "set format" in state else "json"
    if files is not None or form == "multipart":
        return Body("multipart", None, [*_fields(data), *_uploads(files)])
    if "set body" in state and data is None:
        draft.add_default("content-type", state["set body type"])
        return php_body(evaluator, state["set body"], draft.header("content-type"))
    for name, value in (("json", options.get("json")), ("form_params", options.get("form_params"))):
        if value is not None and data is None:
            data, form = value, name
    if "multipart" in options:
        return Body("multipart", None, multipart(options["multipart"]))
    if "body" in options and data is None:
        return php_body(evaluator, options["body"], draft.header("content-type"))
    if data is None:
        data = Container("array", []) if has_default else None
    if data is None:
        return Body()
    if form == "form_params":
        draft.add_default("content-type", Value("string", _FORM, added_by="laravel"))
        return form_of(data)
    return json_body(evaluator, as_json(evaluator, data, ir.Other([], 0, 0)))


def _fields(data: Value | None) -> list[Field]:
    if data is None:
        return []
    if any(item.kind == "object" and "contents" in item.data for _, item in entries(data)):
        return multipart(data)
    return [Field(name, value) for name, value in form_pairs(data)]


def _uploads(files: Value | None) -> list[Field]:
    found: list[Field] = []
    for item in files.data if files is not None else []:
        if item.kind != "array" or not item.data:
            continue
        name = item.data[0]
        content = item.data[1] if len(item.data) > 1 else Value.unknown()
        given = item.data[2] if len(item.data) > 2 else None
        if given is not None and given.kind != "null":
            found.append(Field(name, None, FileThing(given).base_name()))
        elif isinstance(content, FileThing):
            found.append(Field(name, None, content.base_name()))
        else:
            found.append(Field(name, Value.unknown(content.span) if content.kind == "unknown" else written(content)))
    return found


def symfony(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`HttpClient::create($options)`."""
    options = arguments.get(0, "defaultOptions")
    state = dict(options.data) if options is not None and options.kind == "object" else {}
    return Client(SYMFONY, state, evaluator.span(node))


def symfony_for(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`HttpClient::createForBaseUri($uri, $options)`, `ScopingHttpClient::forBaseUri($client, $uri, $options)`."""
    given = [value for value in arguments.positional if not isinstance(value, Client)]
    made = Client(SYMFONY, {}, evaluator.span(node))
    if len(given) > 1 and given[1].kind == "object":
        made.state.update(given[1].data)
    if given:
        made.state["base_uri"] = given[0]
    return made


def symfony_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`$client->request($method, $url, $options)`, `withOptions($options)`."""
    if path == "withOptions":
        given = arguments.get(0, "options")
        return Client(SYMFONY, {**owner.state, **(given.data if given is not None and given.kind == "object" else {})})
    if path != "request":
        return Unclear(evaluator.span(node))
    given = arguments.get(2, "options")
    extra: dict[str, Value] = dict(given.data) if given is not None and given.kind == "object" else {}
    options = {**owner.state, **extra}
    url = as_sent(resolved(evaluator, options, text_or_unknown(arguments.get(1, "url"))))
    for query in (owner.state.get("query"), extra.get("query")):
        url = with_query(url, query_of(query), evaluator.dialect.text)
    draft = Draft("symfony", method_name(arguments.get(0, "method")), url)
    draft.complete = given is None or not given.is_open
    for headers in (owner.state.get("headers"), extra.get("headers")):
        if not isinstance(headers, Client):
            add_map(draft, headers)
    token = options.get("auth_bearer")
    if token is not None and token.kind != "null":
        add_bearer(evaluator, draft, token)
    add_auth(evaluator, draft, options.get("auth_basic"))
    draft.body = _symfony_body(evaluator, options, draft)
    draft.add_content_type()
    draft.take_options({name: options[name] for name in ("timeout", "proxy") if name in options})
    return draft.send(evaluator, node)


def _symfony_body(evaluator: Evaluator, options: dict[str, Value], draft: Draft) -> Body:
    json, body = options.get("json"), options.get("body")
    if json is not None and json.kind != "null":
        return json_body(evaluator, as_json(evaluator, json, ir.Other([], 0, 0)))
    if body is None or body.kind == "null":
        return Body()
    if isinstance(body, Client) and body.family == FORM_DATA:
        return Body("multipart", None, _parts(body.state["fields"]))
    if body.kind in ("array", "object"):
        if any(isinstance(item, FileThing) for _, item in entries(body)):
            return Body("multipart", None, _parts(body))
        return form_of(body)
    made = php_body(evaluator, body, draft.header("content-type") or _FORM)
    draft.add_default("content-type", Value("string", _FORM, added_by="symfony"))
    return made


def _parts(fields: Value) -> list[Field]:
    found: list[Field] = []
    for key, item in entries(fields):
        pairs = entries(item) if item.kind == "object" and str(key.data).isdigit() else [(key, item)]
        for name, value in pairs:
            word = written(name)
            if isinstance(value, FileThing):
                found.append(Field(word, None, value.base_name()))
            else:
                found.append(Field(word, Value.unknown(value.span) if value.kind == "unknown" else written(value)))
    return found


def form_data(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `new FormDataPart([...])`."""
    fields = arguments.get(0, "fields") or Container("object", {})
    return Client(FORM_DATA, {"fields": fields}, evaluator.span(node))


def form_data_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`$form->bodyToIterable()`, `$form->getPreparedHeaders()->toArray()`: the form itself."""
    del path, arguments, node, evaluator
    return owner


def named_part(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `new DataPart($content, $filename, $type)`."""
    return FileThing(arguments.get(1, "filename"), evaluator.span(node))


def functions() -> dict[str, Handler]:
    """Return functions by name."""
    return {}


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    made: dict[str, Handler] = {f"{_FACADE}.{name}": _facade(name) for name in (*_VERBS, "send", *_SETTERS)}
    made.update(
        dict.fromkeys(
            ("Illuminate.Http.Client.PendingRequest", "Illuminate.Http.Client.Factory", "PendingRequest"), pending
        )
    )
    made.update(
        dict.fromkeys(
            (
                "Symfony.Component.HttpClient.HttpClient.create", "Symfony.Component.HttpClient.NativeHttpClient",
                "Symfony.Component.HttpClient.CurlHttpClient", "HttpClientInterface",
                "Symfony.Contracts.HttpClient.HttpClientInterface",
            ),
            symfony,
        )
    )  # fmt: skip
    made["Symfony.Component.HttpClient.HttpClient.createForBaseUri"] = symfony_for
    made["Symfony.Component.HttpClient.ScopingHttpClient.forBaseUri"] = symfony_for
    made.update(dict.fromkeys(("Symfony.Component.Mime.Part.Multipart.FormDataPart", "FormDataPart"), form_data))
    made["Symfony.Component.Mime.Part.DataPart.fromPath"] = opened
    made["Symfony.Component.Mime.Part.DataPart"] = named_part
    return made


def families() -> dict[str, Family]:
    """Return what the objects do."""
    return {LARAVEL: laravel, SYMFONY: symfony_family, FORM_DATA: form_data_family}
