"""net/http: requests, headers and clients (https://pkg.go.dev/net/http)."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import form_body, text_body
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.clients import go_multipart, go_urls
from supportdesk.reading.code.clients.drafts import Draft, basic_credentials
from supportdesk.reading.code.container_methods import pairs_of
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.go.builtin_functions import NULL, made_before, noted, place_of
from supportdesk.reading.code.go.streams import text_of
from supportdesk.reading.code.go.things import FREE, Header, with_error
from supportdesk.reading.code.members import class_member
from supportdesk.reading.code.things import (
    Arguments,
    Client,
    Closure,
    Container,
    FileThing,
    Instance,
    Reference,
    Unclear,
)
from supportdesk.reading.code.urls import as_sent, flat_pairs
from supportdesk.reading.evidence import Body
from supportdesk.value import UNKNOWN, Value

NAME = "net/http"
_METHODS = ("Get", "Head", "Post", "Put", "Patch", "Delete", "Connect", "Options", "Trace")

CONSTANTS: dict[str, Value] = {f"http.Method{name}": Value("string", name.upper(), added_by=NAME) for name in _METHODS}
"""http.MethodGet and its like."""


def _text(value: str) -> Value:
    return Value("string", value, added_by=NAME)


def _new_header(evaluator: Evaluator, given: Value | None = None) -> Header:
    made = Header("object", {}, born=evaluator.branch)
    if given is not None and given.kind == "object":
        made.data.update(given.data)
        made.keys.update(given.keys)
        made.is_open = given.is_open
    elif given is not None and given.kind != "null":
        made.is_open = True
    return made


def header(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`http.Header{…}`, `make(http.Header)`."""
    del node
    return _new_header(evaluator, arguments.positional[0] if arguments.positional else None)


def _request(evaluator: Evaluator, method: Value, url: Value, body: Value, node: ir.Node) -> Client:
    state = {"Method": method, "Body": body, "Header": _new_header(evaluator)}
    state["URL"] = go_urls.parsed(evaluator, url, node)
    return noted(evaluator, Client("go.request", state, evaluator.span(node)), node)


def new_request(*, context: bool) -> Handler:
    """`http.NewRequest(method, url, body)`; with a context before them."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given = [*arguments.positional[1 if context else 0 :], Unclear(), Unclear(), NULL][:3]
        if len(arguments.positional) > (3 if context else 2):
            given[2] = arguments.positional[3 if context else 2]
        elif arguments.is_open or len(arguments.positional) < (3 if context else 2):
            given[2] = NULL
        return with_error(_request(evaluator, given[0], given[1], given[2], node))

    return _handler


def request_literal(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`http.Request{Method: …, URL: …, Header: …, Body: …}`."""
    given = arguments.named
    made = _request(evaluator, given.get("Method", _text("GET")), Unclear(), given.get("Body", NULL), node)
    made.state["Header"] = _new_header(evaluator, given.get("Header"))
    if "URL" in given:
        made.state["URL"] = given["URL"]
    for name in ("Host", "Form", "PostForm"):
        if name in given:
            made.state[name] = given[name]
    return made


def request_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Methods of a request."""
    given = arguments.positional
    if path == "SetBasicAuth" and len(given) == 2:
        _set(owner.state["Header"], "Authorization", basic_credentials(evaluator, given[0], given[1]))
    elif path == "AddCookie" and given:
        _add_cookie(evaluator, owner, given[0])
    elif path == "WithContext":
        return owner
    elif path == "Clone":
        made = Client(owner.family, dict(owner.state), evaluator.span(node))
        made.state["Header"] = _new_header(evaluator, owner.state["Header"])
        url = made.state["URL"]
        if isinstance(url, Client):
            made.state["URL"] = Client(url.family, dict(url.state), url.span)
        return made
    elif path in ("UserAgent", "Referer", "Context"):
        return Unclear(evaluator.span(node))
    return NULL


def _set(target: Value, name: str, value: Value) -> None:
    if isinstance(target, Header):
        target.data[target.name(name)] = Container("array", [value])


def _add_cookie(evaluator: Evaluator, owner: Client, cookie: Value) -> None:
    """Append `name=value` to the Cookie header, as Go does: one header for all cookies."""
    headers = owner.state["Header"]
    if not isinstance(cookie, Client) or not isinstance(headers, Header):
        return
    pieces = [cookie.state.get("Name", Unclear()), _text("="), cookie.state.get("Value", _text(""))]
    old = headers.data.get(headers.name("Cookie"))
    if old is not None and old.kind == "array" and old.data:
        pieces = [old.data[0], _text("; "), *pieces]
    _set(headers, "Cookie", evaluator.text(*pieces))


def client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`http.Client{Timeout: …, Transport: …}`."""
    return Client("go.client", dict(arguments.named), evaluator.span(node))


def client_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`client.Do(req)`, `client.Get(url)`, `client.Post(url, type, body)`, `client.PostForm(url, values)`."""
    return sent(evaluator, owner.state, path, arguments, node)


def sent(evaluator: Evaluator, state: dict[str, Value], path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of a client says; `state` holds the client's settings."""
    given = [*arguments.positional, Unclear(), Unclear(), NULL]
    if path in ("Do", "RoundTrip"):
        return (
            send_request(evaluator, state, given[0], node) if isinstance(given[0], Client) else _failed(evaluator, node)
        )
    if path in ("Get", "Head"):
        return send_request(evaluator, state, _request(evaluator, _text(path.upper()), given[0], NULL, node), node)
    if path in ("Post", "PostForm"):
        made = _request(evaluator, _text("POST"), given[0], given[2] if path == "Post" else given[1], node)
        kind = given[1] if path == "Post" else _text("application/x-www-form-urlencoded")
        _set(made.state["Header"], "Content-Type", kind)
        return send_request(evaluator, state, made, node)
    return NULL if path == "CloseIdleConnections" else Unclear(evaluator.span(node))


def _failed(evaluator: Evaluator, node: ir.Node) -> Value:
    return with_error(Unclear(evaluator.span(node)))


def _module(path: str) -> Handler:
    """`http.Get(url)` and its like, also on http.DefaultClient."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        return sent(evaluator, {}, path, arguments, node)

    return _handler


def header_pairs(evaluator: Evaluator, value: Value) -> list[tuple[Value, Value]]:
    """Return the (name, text) pairs of a header; several values of one name are sent as a list of them."""
    found: list[tuple[Value, Value]] = []
    for name, item in pairs_of(value):
        if name.span is None and not name.parts:
            name.added_by = NAME
        texts = item.data if item.kind == "array" else [item]
        if len(texts) > 1:
            sign = _text("; " if str(name.data).lower() == "cookie" else ", ")
            listed = [one for text in texts for one in (sign, text)]
            texts = [evaluator.text(*listed[1:])]
        found.extend((name, one) for one in texts)
    return found


def send_request(evaluator: Evaluator, state: dict[str, Value], request: Value, node: ir.Node) -> Value:
    """Send an `http.Request` with a client of these settings; its answer and no error."""
    if not isinstance(request, Client) or request.family != "go.request":
        return _failed(evaluator, node)
    request.state["go.sent"] = NULL
    own = state.get("Transport")
    trip = class_member(own.kind_of, "RoundTrip") if isinstance(own, Instance) else None
    if isinstance(own, Instance) and isinstance(trip, Closure):  # the program's own transport changes it first
        handed = Arguments()
        handed.positional = [request]
        return call(evaluator, trip.bound_to(own), handed, node)
    method = request.state["Method"]
    if method.kind == "string" and not method.data:
        method = _text("GET")
    url = as_sent(go_urls.address(evaluator, request.state["URL"]))
    draft = Draft(NAME, method, url)
    headers = request.state["Header"]
    draft.complete = not headers.is_open
    draft.headers = header_pairs(evaluator, headers)
    host = request.state.get("Host")
    if host is not None and host.kind == "string" and host.data:
        draft.set_header(_text("host"), host)
    draft.body = body_of(evaluator, request.state["Body"], draft.header("content-type"))
    for name in ("PostForm", "Form"):
        form = request.state.get(name)
        if form is not None and form.kind == "object" and draft.body.kind == "none":
            draft.body = form_body(flat_pairs(form, evaluator.dialect.text))
    take_settings(draft, state)
    return with_error(draft.send(evaluator, node))


def unsent(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Send requests that the text makes and does not send: it was cut off behind them, or shows no more than that.

    Where others are sent, only those of a text that ends within a string or bracket.
    """
    if evaluator.requests and not arguments.positional:
        return NULL
    for request in made_before(evaluator, "go.request"):
        url = go_urls.address(evaluator, request.state["URL"])
        if "go.sent" not in request.state and str(url.data).replace(UNKNOWN, "").strip("/"):
            send_request(evaluator, {}, request, place_of(request))
    del node
    return NULL


def take_settings(draft: Draft, state: dict[str, Value]) -> None:
    """Note a client's timeout, in seconds."""
    timeout = state.get("Timeout")
    if timeout is not None and timeout.kind == "number" and timeout.data:
        seconds = timeout.data / 1e9
        draft.take_options({"timeout": Value("number", seconds, None, parts=timeout.parts)})
    transport = state.get("Transport")
    proxy = transport.state.get("Proxy", NULL) if isinstance(transport, Client) else NULL
    from_outside = isinstance(proxy, Reference) and proxy.path == "http.ProxyFromEnvironment"
    if transport is not None and proxy.kind != "null" and not from_outside:
        draft.options["proxy_url_set"] = Value("boolean", True, transport.span)  # its data


def body_of(evaluator: Evaluator, value: Value, content_type: str) -> Body:
    """Return the body that a reader gives."""
    if isinstance(value, Client) and "multipart" in value.state:
        return go_multipart.body(evaluator, value.state["multipart"])
    if value.kind in ("object", "array"):  # url.Values, or what was meant to be marshalled first
        return form_body(flat_pairs(value, evaluator.dialect.text))
    value = text_of(evaluator, value)
    if value.kind == "null" or (isinstance(value, Reference) and value.path == "http.NoBody"):
        return Body()
    if isinstance(value, FileThing | Reference | Client):
        return Body("raw", Value("string", UNKNOWN, value.span, is_open=True))
    return text_body(evaluator, value, content_type)


def cookie(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`http.Cookie{Name: …, Value: …}`."""
    return Client("go.cookie", dict(arguments.named), evaluator.span(node))


def transport(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`http.Transport{Proxy: …}`."""
    return Client("go.transport", dict(arguments.named), evaluator.span(node))


def guess(evaluator: Evaluator, target: Unclear, arguments: Arguments, node: ir.Node) -> Value | None:
    """Send what `x.Do(req)` does where the text does not show the client."""
    given = arguments.positional
    if target.path[-1:] in (("Do",), ("RoundTrip",)) and given and isinstance(given[0], Client):
        return send_request(evaluator, {}, given[0], node)
    about = target.path[-2].lower() if len(target.path) > 1 else ""
    if about.endswith(("client", "http")) and given and given[0].kind == "string":
        wanted = {"Get": 1, "Head": 1, "Post": 3, "PostForm": 2}.get(target.path[-1])
        if wanted == len(given):
            return sent(evaluator, {}, target.path[-1], arguments, node)
    return None


FREE.update(
    {
        "http.Header": header,
        "http.Request": request_literal,
        "http.Client": client,
        "http.Cookie": cookie,
        "http.Transport": transport,
    }
)

HANDLERS: dict[str, Handler] = {
    "http.NewRequest": new_request(context=False),
    "http.NewRequestWithContext": new_request(context=True),
    **{f"http.{name}": _module(name) for name in ("Get", "Head", "Post", "PostForm")},
    **{f"http.DefaultClient.{name}": _module(name) for name in ("Do", "Get", "Head", "Post", "PostForm")},
    "http.DefaultTransport.RoundTrip": _module("RoundTrip"),
    "http.Header": header,
}
"""Dotted name → what it does."""

FAMILIES = {"go.request": request_family, "go.client": client_family}
"""Family of a client → what its methods do."""
