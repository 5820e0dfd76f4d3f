"""Guzzle and the PSR-7 requests that it and other clients send.

https://docs.guzzlephp.org/en/stable/request-options.html, https://www.php-fig.org/psr/psr-7/
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import json_body
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.clients.drafts import Draft, method_name, text_or_unknown
from supportdesk.reading.code.clients.php_lines import add_map, text_of
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.php.arrays import entries
from supportdesk.reading.code.php.forms import form_of, php_body, query_of, written
from supportdesk.reading.code.php.library import opened
from supportdesk.reading.code.php.objects import as_json
from supportdesk.reading.code.things import Arguments, Bound, Client, Closure, Container, FileThing, Unclear
from supportdesk.reading.code.urls import as_sent, behind, join_reference, with_query
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import UNKNOWN, Value

FAMILY, REQUEST, PARTS, COOKIES, FACTORY, POOL = (
    "guzzle", "psr7 request", "multipart stream", "cookie jar", "psr17 factory", "guzzle pool",
)  # fmt: skip
VERBS = ("get", "head", "put", "post", "patch", "delete", "options")
_OPTIONS = (
    "base_uri", "headers", "json", "form_params", "multipart", "body", "query", "auth", "cookies", "timeout", "proxy",
    "stream", "http_errors", "verify", "connect_timeout", "debug", "decode_content", "allow_redirects", "version",
    "sink", "handler", "on_stats", "progress", "delay", "expect", "cert", "ssl_key", "read_timeout", "synchronous",
)  # fmt: skip
CONSTANTS: dict[str, str | Value] = {"Client": "GuzzleHttp.Client", "Utils": "GuzzleHttp.Psr7.Utils"}
"""Names that snippets use without their import."""
MEMBERS = {f"GuzzleHttp.RequestOptions.{name.upper()}": Value("string", name) for name in _OPTIONS}
"""Constants of classes."""


def client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `new Client([...])`."""
    state: dict[str, Value] = {}
    config = arguments.get(0, "config")
    if config is not None and config.kind == "object":
        state.update(config.data)
    if config is not None and (config.is_open or config.kind == "unknown"):
        state["is_open"] = Value("boolean", True)  # its data
    return Client(FAMILY, state, evaluator.span(node))


def request(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `new Request($method, $uri, $headers, $body)`."""
    state: dict[str, Value] = {}
    for at, name in enumerate(("method", "uri", "headers", "body")):
        value = arguments.get(at, name)
        if value is not None and value.kind != "null":
            state[name] = value
    made = Client(REQUEST, state, evaluator.span(node))
    if "method" in state and "uri" in state:
        _wait(evaluator, made, node)
    return made


def _wait(evaluator: Evaluator, made: Client, node: ir.Node) -> None:
    """Have a request sent at the end where the text does not show what sends it."""
    evaluator.unsent[id(made)] = (made, lambda: send_request(evaluator, {}, made, {}, node))


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of a client sends."""
    name = path.removesuffix("Async")
    if name.lower() in VERBS:
        method = Value("string", name.upper(), added_by="guzzle")
        return send(evaluator, owner.state, method, arguments.get(0, "uri"), _given(arguments, 1), node)
    if name == "request":
        method = method_name(arguments.get(0, "method"))
        return send(evaluator, owner.state, method, arguments.get(1, "uri"), _given(arguments, 2), node)
    if name in ("send", "sendRequest"):
        made = arguments.get(0, "request")
        if isinstance(made, Client) and made.family == REQUEST:
            return send_request(evaluator, owner.state, made, _given(arguments, 1), node)
    return Unclear(evaluator.span(node))


def _given(arguments: Arguments, position: int) -> dict[str, Value]:
    """Return the options of a call; what is not known of them leaves the request incomplete."""
    value = arguments.get(position, "options")
    if value is None or value.kind == "null" or (value.kind == "array" and not value.is_open and not value.data):
        return {"is_open": Value("boolean", True)} if arguments.is_open else {}  # its data
    found: dict[str, Value] = dict(value.data) if value.kind == "object" else {}
    if value.is_open or value.kind == "unknown":
        found["is_open"] = Value("boolean", True)  # its data
    return found


def send(
    evaluator: Evaluator,
    state: dict[str, Value],
    method: Value,
    uri: Value | None,
    given: dict[str, Value],
    node: ir.Node,
) -> Value:
    """Send one request with a client's defaults and a call's options."""
    headers = [state.get("headers"), given.get("headers")]
    options = {**state, **given}
    return _send(evaluator, options, method, uri, headers, node, None)


def send_request(
    evaluator: Evaluator, state: dict[str, Value], made: Client, given: dict[str, Value], node: ir.Node
) -> Value:
    """Send a PSR-7 request; the options of the call come on top."""
    evaluator.unsent.pop(id(made), None)
    own = made.state
    headers = [state.get("headers"), own.get("headers"), given.get("headers")]
    options = {**state, **given}
    return _send(evaluator, options, method_name(own.get("method")), own.get("uri"), headers, node, own.get("body"))


def _send(
    evaluator: Evaluator,
    options: dict[str, Value],
    method: Value,
    uri: Value | None,
    headers: list[Value | None],
    node: ir.Node,
    body: Value | None,
) -> Value:
    url = as_sent(resolved(evaluator, options, text_or_unknown(uri)))
    query = query_of(options.get("query"))
    if query is not None:
        url = with_query(url, query, evaluator.dialect.text, replace=True)
    draft = Draft("guzzle", method, url)
    draft.complete = "is_open" not in options
    for one in headers:
        add_map(draft, one)
    _cookies(evaluator, draft, options.get("cookies"))
    add_auth(evaluator, draft, options.get("auth"))
    draft.body = _body(evaluator, options, body, draft)
    if draft.body.kind != "json" or "json" in options:
        draft.add_content_type()
    draft.take_options({name: options[name] for name in ("timeout", "proxy", "stream") if name in options})
    if "base_uri" in options:
        draft.take_options({"base_url": options["base_uri"]})
    return draft.send(evaluator, node)


def resolved(evaluator: Evaluator, options: dict[str, Value], url: Value) -> Value:
    """Return an address resolved against `base_uri` (RFC 3986), which is unknown for a client that is handed in."""
    base = options.get("base_uri")
    if base is None and "handed in" in options and "://" not in str(url.data) and not str(url.data).startswith(UNKNOWN):
        base = Unclear()
    if base is None or base.kind == "null" or "://" in str(url.data):
        return url
    if isinstance(base, Client):
        base = base.state.get("uri", Unclear())
    if base.kind == "string" and not base.is_open:
        return join_reference(base, url) if url.data else base
    return behind(base, url, evaluator.dialect.text)


def add_auth(evaluator: Evaluator, draft: Draft, auth: Value | None) -> None:
    """Set the Authorization header of `[user, password]`; digest and NTLM send none at first."""
    if auth is None or auth.kind in ("null", "boolean"):
        return
    if auth.kind == "array" and len(auth.data) >= 2:
        kind = str(auth.data[2].data).lower() if len(auth.data) > 2 else "basic"
        if kind == "basic":
            draft.add_credentials(evaluator, Container("array", auth.data[:2]))
    elif auth.kind == "string":
        user, _, password = str(auth.data).partition(":")
        pair: list[Value] = [Value("string", part, None, parts=auth.parts) for part in (user, password)]
        draft.add_credentials(evaluator, Container("array", pair))
    else:
        draft.complete = False


def _cookies(evaluator: Evaluator, draft: Draft, jar: Value | None) -> None:
    if isinstance(jar, Client) and jar.family == COOKIES:
        draft.add_cookies(evaluator, jar.state.get("cookies"))


def _body(evaluator: Evaluator, options: dict[str, Value], body: Value | None, draft: Draft) -> Body:
    """Return the body that the options give; json and form_params name their content type unless a header does."""
    parts, form, json = options.get("multipart"), options.get("form_params"), options.get("json")
    if parts is not None and parts.kind != "null":
        return Body("multipart", None, multipart(parts))
    if form is not None and form.kind != "null":
        made = form_of(form)
        if made.kind == "none":
            draft.add_default("content-type", Value("string", "application/x-www-form-urlencoded", added_by="guzzle"))
        return made
    if json is not None:
        return json_body(evaluator, as_json(evaluator, json, ir.Other([], 0, 0)))
    value = options.get("body", body)
    if isinstance(value, Client) and value.family == PARTS:
        return Body("multipart", None, multipart(value.state["parts"]))
    if value is None or value.kind == "null":
        return Body()
    return php_body(evaluator, value, draft.header("content-type"))


def multipart(parts: Value) -> list[Field]:
    """Return the parts of `[['name' => …, 'contents' => …, 'filename' => …], …]`."""
    found: list[Field] = []
    for _, part in entries(parts):
        if part.kind != "object":
            found.append(Field(Value.unknown(part.span), Value.unknown(part.span)))
            continue
        name = part.data.get("name") or Value.unknown()
        content = part.data.get("contents") or Value.unknown()
        given = part.data.get("filename")
        if given is not None and given.kind != "null":
            found.append(Field(text_of(name), None, FileThing(given).base_name()))
        elif isinstance(content, FileThing):
            found.append(Field(text_of(name), None, content.base_name()))
        else:
            known = content.kind != "unknown"
            found.append(Field(text_of(name), written(content) if known else Value.unknown(content.span)))
    if parts.is_open:
        found.append(Field(Value.unknown(parts.span), Value.unknown(parts.span)))
    return found


def request_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`$request->withHeader(…)` and its like: another request."""
    names = {"withMethod": "method", "withUri": "uri", "withBody": "body"}
    made = Client(REQUEST, dict(owner.state), owner.span)
    value = arguments.get(0, "value")
    if path in names and value is not None:
        made.state[names[path]] = value
    elif path in ("withHeader", "withAddedHeader", "withoutHeader") and value is not None:
        old = owner.state.get("headers")
        headers = Container("object", dict(old.data) if old is not None and old.kind == "object" else {})
        headers.keys = dict(old.keys) if old is not None else {}
        new = arguments.get(1, "value") if path != "withoutHeader" else Value("null", None)
        for name in [name for name in headers.data if name.lower() == str(value.data).lower()]:
            del headers.data[name]
        if new is not None and new.kind != "null":
            headers.data[str(value.data)] = new
            if value.span is not None:
                headers.keys[str(value.data)] = value.span
        made.state["headers"] = headers
    elif path == "getBody":
        return Client("psr7 body", {"request": owner}, evaluator.span(node))
    elif not path.startswith("with"):
        return Unclear(evaluator.span(node))
    if owner.family == REQUEST and evaluator.unsent.pop(id(owner), None) is not None:
        _wait(evaluator, made, node)
    return made


def body_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`$request->getBody()->write($text)`."""
    target, value = owner.state.get("request"), arguments.get(0, "string")
    if path == "write" and isinstance(target, Client) and value is not None:
        old = target.state.get("body")
        target.state["body"] = value if old is None else evaluator.text(old, value)
    return Value("null", None, evaluator.span(node))


def factory(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `new HttpFactory`, `Psr17FactoryDiscovery::findRequestFactory()`."""
    del arguments
    return Client(FACTORY, {}, evaluator.span(node))


def factory_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`$factory->createRequest($method, $uri)`, `createStream($text)`, `createUri($text)`."""
    del owner
    if path in ("createRequest", "createServerRequest"):
        return request(evaluator, arguments, node)
    value = arguments.get(0, "content")
    if path in ("createStream", "createUri") and value is not None:
        return value
    return opened(evaluator, arguments, node) if path == "createStreamFromFile" else Unclear(evaluator.span(node))


def pool(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `new Pool($client, $requests, [...])`, `Pool::batch(…)`: sends all requests that it is handed."""
    owner, given = arguments.get(0, "client"), arguments.get(1, "requests")
    if isinstance(given, Closure | Bound):
        given = call(evaluator, given, Arguments(), node)
    for _, made in entries(given) if given is not None else []:
        if isinstance(made, Closure):
            call(evaluator, made, Arguments(), node)
        elif isinstance(made, Client) and isinstance(owner, Client):
            send_request(evaluator, owner.state, made, {}, node)
    return Client(POOL, {}, evaluator.span(node))


def stack(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `new MultipartStream($parts, $boundary)`."""
    parts = arguments.get(0, "elements") or Container("array", [])
    return Client(PARTS, {"parts": parts}, evaluator.span(node))


def jar(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`CookieJar::fromArray(['name' => 'value'], $domain)`."""
    cookies = arguments.get(0, "cookies")
    state = {"cookies": cookies} if cookies is not None and cookies.kind == "object" else {}
    return Client(COOKIES, state, evaluator.span(node))


def itself(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Utils::streamFor($content)`, `new Uri($text)`: what it is made of."""
    return arguments.positional[0] if arguments.positional else Unclear(evaluator.span(node))


def nothing(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Give nothing: of a promise or a jar, what they give is not known."""
    del owner, path, arguments
    return Unclear(evaluator.span(node))


def guess(evaluator: Evaluator, name: str, arguments: Arguments, node: ir.Node) -> Value | None:
    """Send what a method of a client does whose making the text does not show; None where it does not look like one."""
    verb = name.removesuffix("Async")
    at = 2 if verb == "request" else 1
    if verb != "request" and verb not in VERBS:
        return None
    address, options = arguments.get(at - 1, "uri"), arguments.get(at, "options")
    if address is None or address.kind not in ("string", "unknown"):
        return None
    has_options = options is not None and options.kind == "object" and bool(options.data.keys() & set(_OPTIONS))
    first = arguments.get(0, "method")
    is_request = verb == "request" and first is not None and str(first.data).upper().lower() in VERBS
    if not has_options and not (is_request and address.kind == "string"):
        return None
    state = {"handed in": Value("boolean", True)}  # its data
    return family(evaluator, Client(FAMILY, state), name, arguments, node)


def can_be_true(value: Value | None) -> bool:
    """Say whether a setting is on."""
    return value is not None and truth(value) is not False


def functions() -> dict[str, Handler]:
    """Return functions by name."""
    return {}


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    return {
        **dict.fromkeys(
            ("GuzzleHttp.Client", "GuzzleHttp.ClientInterface", "Psr.Http.Client.ClientInterface", "ClientInterface",
             "Http.Discovery.Psr18ClientDiscovery.find", "Http.Discovery.HttpClientDiscovery.find",
             "Psr18ClientDiscovery.find", "Symfony.Component.HttpClient.Psr18Client", "Buzz.Browser"),
            client,
        ),
        **dict.fromkeys(("GuzzleHttp.Psr7.Request", "Request", "Nyholm.Psr7.Request"), request),
        **dict.fromkeys(
            ("GuzzleHttp.Psr7.HttpFactory", "Nyholm.Psr7.Factory.Psr17Factory", "RequestFactoryInterface",
             "Psr.Http.Message.RequestFactoryInterface", "Psr.Http.Message.StreamFactoryInterface",
             "Http.Discovery.Psr17FactoryDiscovery.findRequestFactory", "Psr17FactoryDiscovery.findRequestFactory",
             "Http.Discovery.Psr17FactoryDiscovery.findStreamFactory", "Psr17FactoryDiscovery.findStreamFactory"),
            factory,
        ),
        **dict.fromkeys(("GuzzleHttp.Pool", "GuzzleHttp.Pool.batch"), pool),
        "GuzzleHttp.Psr7.MultipartStream": stack,
        **dict.fromkeys(("GuzzleHttp.Cookie.CookieJar.fromArray", "GuzzleHttp.Cookie.CookieJar"), jar),
        **dict.fromkeys(
            ("GuzzleHttp.Psr7.Utils.tryFopen", "GuzzleHttp.Psr7.try_fopen", "GuzzleHttp.Psr7.LazyOpenStream"), opened
        ),
        **dict.fromkeys(
            ("GuzzleHttp.Psr7.Utils.streamFor", "GuzzleHttp.Psr7.stream_for", "GuzzleHttp.Psr7.Uri", "Uri",
             "GuzzleHttp.Psr7.Utils.uriFor", "Nyholm.Psr7.Uri"),
            itself,
        ),
    }  # fmt: skip


def families() -> dict[str, Family]:
    """Return what the objects do."""
    return {
        FAMILY: family,
        REQUEST: request_family,
        "psr7 body": body_family,
        FACTORY: factory_family,
        **dict.fromkeys((PARTS, COOKIES, POOL), nothing),
    }
