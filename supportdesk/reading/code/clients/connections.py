"""http.client, urllib.request and urllib3: the low-level clients.

https://docs.python.org/3/library/http.client.html, …/urllib.request.html, https://urllib3.readthedocs.io/
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import file_field, form_body, json_body, text_body
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.clients.drafts import Draft, basic_code, method_name, text_or_unknown
from supportdesk.reading.code.container_methods import pairs_of
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.texts import derived
from supportdesk.reading.code.things import Arguments, Client, Container, Unclear, spans_of
from supportdesk.reading.code.urls import as_sent, behind, flat_pairs, with_query
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import UNKNOWN, Value

_ORIGIN = lazy(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_FORM = "application/x-www-form-urlencoded"
_FIXED = {"keep_alive": ("connection", "keep-alive"), "disable_cache": ("cache-control", "no-cache")}


def _connection(scheme: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        state: dict[str, Value] = {"scheme": Value("string", scheme, added_by="http.client")}
        for position, name in enumerate(("host", "port")):
            value = arguments.get(position, name)
            if value is not None and value.kind != "null":
                state[name] = value
        if "timeout" in arguments.named:
            state["timeout"] = arguments.named["timeout"]
        return Client("connection", state, evaluator.span(node))

    return _handler


def connection_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`request(method, path, body, headers)`, or the same in steps from `putrequest` to `endheaders`."""
    state = owner.state
    if path == "set_tunnel":
        state["host"] = arguments.get(0, "host") or Unclear()
        state.pop("port", None)
        port = arguments.get(1, "port")
        if port is not None and port.kind != "null":
            state["port"] = port
    elif path == "request":
        headers = arguments.get(3, "headers")
        body = arguments.get(2, "body")
        return _send(evaluator, owner, arguments.get(0, "method"), arguments.get(1, "url"), body, headers, node)
    elif path == "putrequest":
        state["method"] = arguments.get(0, "method") or Unclear()
        state["path"] = arguments.get(1, "url") or Unclear()
        state["headers"] = Container("array", [])
    elif path == "putheader" and "headers" in state and len(arguments.positional) > 1:
        state["headers"].data.append(Container("array", arguments.positional[:2]))
    elif path in ("endheaders", "send") and "method" in state:
        body = arguments.get(0, "message_body")
        if path == "endheaders" and body is None and _has_length(state["headers"]):
            return Unclear(evaluator.span(node))
        made = _send(evaluator, owner, state.pop("method"), state["path"], body, state["headers"], node)
        state["answer"] = made
        return made
    elif path == "getresponse":
        return state.get("answer") or Unclear(evaluator.span(node))
    return Unclear(evaluator.span(node))


def _has_length(headers: Value) -> bool:
    return any(
        str(name.data).lower() == "content-length" and item.data not in ("0", 0) for name, item in pairs_of(headers)
    )


def _send(
    evaluator: Evaluator,
    owner: Client,
    method: Value | None,
    path: Value | None,
    body: Value | None,
    headers: Value | None,
    node: ir.Node,
) -> Value:
    state = owner.state
    target = text_or_unknown(path)
    host = text_or_unknown(state.get("host"))
    port = state.get("port")
    if target.kind == "string" and "://" in target.data:
        url = target
    else:
        pieces: list[Value] = [state["scheme"], Value("string", "://"), host]
        if port is not None and not _is_default(str(state["scheme"].data), port):
            pieces += [Value("string", ":"), port]
        slash = not str(target.data).startswith("/") and target.data != UNKNOWN
        url = evaluator.text(*pieces, *([Value("string", "/")] if slash else []), target)
    draft = Draft("http.client", method_name(method), as_sent(url))
    draft.add_headers(headers)
    if body is not None and body.kind != "null" and truth(body) is not False:
        draft.body = text_body(evaluator, body, draft.header("content-type"))
    draft.take_options(state)
    answer = draft.send(evaluator, node)
    state["answer"] = answer
    return answer


def _is_default(scheme: str, port: Value) -> bool:
    return (scheme, port.data) in (("https", 443), ("http", 80))


def url_request(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`urllib.request.Request(url, data, headers, …, method=…)`."""
    state: dict[str, Value] = {}
    for position, name in enumerate(("url", "data", "headers")):
        value = arguments.get(position, name)
        if value is not None and value.kind != "null":
            state[name] = value
    if "method" in arguments.named:
        state["method"] = arguments.named["method"]
    state["headers"] = Container("object", {}, born=evaluator.branch)
    given = arguments.get(2, "headers")
    if given is not None and given.kind == "object":
        state["headers"].data.update(given.data)
        state["headers"].keys.update(given.keys)
    elif given is not None:
        state["headers"].is_open = True
    return Client("url_request", state, evaluator.span(node))


def url_request_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`add_header(name, value)`, `get_method = …`, `add_data`."""
    name, value = arguments.get(0, "key"), arguments.get(1, "val")
    if path in ("add_header", "add_unredirected_header") and name is not None and value is not None and name.known:
        owner.state["headers"].data[str(name.data)] = value
        if name.span is not None:
            owner.state["headers"].keys[str(name.data)] = name.span
    elif path == "add_data" and name is not None:
        owner.state["data"] = name
    return Unclear(evaluator.span(node))


def url_open(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`urllib.request.urlopen(address or Request, data)`."""
    target = arguments.get(0, "url")
    if isinstance(target, Client) and target.family == "url_request":
        state = dict(target.state)
    else:
        state = {"url": text_or_unknown(target)}
    data = arguments.get(1, "data")
    if data is not None and data.kind != "null":
        state["data"] = data
    body = state.get("data")
    chosen = state.get("get_method")
    if chosen is not None:
        state["method"] = call(evaluator, chosen, Arguments(), node)
    method = state.get("method") or Value("string", "GET" if body is None else "POST", added_by="urllib")
    draft = Draft("urllib", method_name(method), as_sent(text_or_unknown(state.get("url"))))
    draft.add_headers(state.get("headers"))
    if body is not None:
        draft.add_default("content-type", Value("string", _FORM, added_by="urllib"))
        draft.body = text_body(evaluator, body, draft.header("content-type"))
    draft.take_options(arguments.named)
    return draft.send(evaluator, node)


def opener_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`build_opener(…).open(request)`."""
    del owner
    return url_open(evaluator, arguments, node) if path == "open" else Unclear(evaluator.span(node))


def opener(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`urllib.request.build_opener(…)`."""
    del arguments
    return Client("opener", {}, evaluator.span(node))


def _pool_state(arguments: Arguments) -> dict[str, Value]:
    return {name: value for name, value in arguments.named.items() if name in ("headers", "timeout", "retries")}


def pool(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`urllib3.PoolManager(…)`."""
    return Client("pool", _pool_state(arguments), evaluator.span(node))


def _host_pool(scheme: str) -> Handler:
    """`urllib3.HTTPSConnectionPool(host, port)`: a pool of one host."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        state = _pool_state(arguments)
        port = arguments.get(1, "port")
        pieces = [Value("string", scheme + "://"), text_or_unknown(arguments.get(0, "host"))]
        if port is not None and port.kind != "null" and not _is_default(scheme, port):
            pieces += [Value("string", ":"), port]
        state["base"] = evaluator.text(*pieces)
        return Client("pool", state, evaluator.span(node))

    return _handler


def url_pool(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`urllib3.connection_from_url(url)`: a pool of the address's host; its path is not used."""
    state = _pool_state(arguments)
    url = text_or_unknown(arguments.get(0, "url"))
    origin = _ORIGIN.match(str(url.data))
    state["base"] = derived(url, origin[0]) if origin else url
    return Client("pool", state, evaluator.span(node))


def made_headers(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`urllib3.make_headers(keep_alive, accept_encoding, user_agent, basic_auth, proxy_basic_auth, disable_cache)`."""
    del node
    made = Container("object", {}, is_open=arguments.is_open, born=evaluator.branch)
    names = ("keep_alive", "accept_encoding", "user_agent", "basic_auth", "proxy_basic_auth", "disable_cache")
    for position, name in enumerate(names):
        value = arguments.get(position, name)
        if value is None or truth(value) is False:
            continue
        if name in _FIXED:
            header, text = _FIXED[name]
            made.data[header] = Value("string", text, None, parts=spans_of(value))
        elif name == "accept_encoding":
            made.data["accept-encoding"] = _encodings(evaluator, value)
        elif name == "user_agent":
            made.data["user-agent"] = value
        else:
            header = "authorization" if name == "basic_auth" else "proxy-authorization"
            made.data[header] = basic_code(evaluator.text(value))
    return made


def _encodings(evaluator: Evaluator, value: Value) -> Value:
    if value.kind == "boolean":
        return Value("string", "gzip,deflate", None, parts=spans_of(value))
    if value.kind != "array":
        return value
    pieces: list[Value] = []
    for item in value.data:
        pieces += [Value("string", ","), item] if pieces else [item]
    return evaluator.text(*pieces)


def pool_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`PoolManager.request(method, url, body=…, fields=…, headers=…, json=…)`."""
    if path not in ("request", "urlopen", "request_encode_body", "request_encode_url"):
        return Unclear(evaluator.span(node))
    names: tuple[str, ...] = ("method", "url", "body", "fields", "headers", "json")
    if path == "urlopen":
        names = ("method", "url", "body", "headers") if "base" in owner.state else ("method", "url")
    given = dict(zip(names, arguments.positional, strict=False))
    given.update(arguments.named)
    return _pool_send(evaluator, owner, given, node)


def pool_request(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`urllib3.request(method, url, …)`."""
    return pool_family(evaluator, Client("pool", {}), "request", arguments, node)


def _pool_send(evaluator: Evaluator, owner: Client, given: dict[str, Value], node: ir.Node) -> Value:
    write = evaluator.dialect.text
    method, url, fields = method_name(given.get("method")), text_or_unknown(given.get("url")), given.get("fields")
    url = behind(owner.state.get("base"), url, write)
    in_body = method.data not in ("GET", "HEAD", "DELETE", "OPTIONS")
    draft = Draft("urllib3", method, as_sent(url))
    draft.add_headers(given.get("headers") or owner.state.get("headers"))
    body, json = given.get("body"), given.get("json")
    if fields is not None and fields.kind != "null":
        if not in_body:
            draft.url = with_query(draft.url, fields, write)
        elif given.get("encode_multipart") is not None and given["encode_multipart"].data is False:
            draft.body = form_body(flat_pairs(fields, write))
        else:
            draft.body = Body(
                "multipart", None, [_pool_field(evaluator, name, item) for name, item in pairs_of(fields)]
            )
    elif json is not None:
        draft.body = json_body(evaluator, json)
    elif body is not None and body.kind != "null":
        draft.body = text_body(evaluator, body, draft.header("content-type"))
    draft.add_content_type()
    draft.take_options({**owner.state, **given})
    return draft.send(evaluator, node)


def _pool_field(evaluator: Evaluator, name: Value, value: Value) -> Field:
    if value.kind == "array":
        return file_field(evaluator, name, value, name)
    return Field(name, value if value.kind == "string" else evaluator.text(value))


def handlers() -> dict[str, Handler]:
    """Return the handlers of these clients by dotted name."""
    return {
        **dict.fromkeys(("http.client.HTTPSConnection", "httplib.HTTPSConnection"), _connection("https")),
        **dict.fromkeys(("http.client.HTTPConnection", "httplib.HTTPConnection"), _connection("http")),
        **dict.fromkeys(("urllib.request.Request", "urllib2.Request"), url_request),
        **dict.fromkeys(("urllib.request.urlopen", "urllib2.urlopen", "urllib.urlopen"), url_open),
        **dict.fromkeys(("urllib.request.build_opener", "urllib2.build_opener"), opener),
        "urllib3.PoolManager": pool,
        **dict.fromkeys(
            ("urllib3.HTTPSConnectionPool", "urllib3.connectionpool.HTTPSConnectionPool"), _host_pool("https")
        ),
        **dict.fromkeys(
            ("urllib3.HTTPConnectionPool", "urllib3.connectionpool.HTTPConnectionPool"), _host_pool("http")
        ),
        **dict.fromkeys(("urllib3.connection_from_url", "urllib3.connectionpool.connection_from_url"), url_pool),
        **dict.fromkeys(("urllib3.make_headers", "urllib3.util.make_headers"), made_headers),
        "urllib3.util.request.make_headers": made_headers,
        "urllib3.request": pool_request,
    }


def families() -> dict[str, Family]:
    """Return the families of these clients by name."""
    return {
        "connection": connection_family,
        "url_request": url_request_family,
        "opener": opener_family,
        "pool": pool_family,
    }
