"""Requests for PHP (rmccue/requests) and WordPress's functions over it.

https://requests.ryanmccue.info/docs/, https://developer.wordpress.org/plugins/http-api/
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients.drafts import Draft, method_name, text_or_unknown
from supportdesk.reading.code.clients.php_guzzle import add_auth
from supportdesk.reading.code.clients.php_lines import add_map
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.php.arrays import entries
from supportdesk.reading.code.php.forms import form_of, php_body, query_of
from supportdesk.reading.code.php.library import unknown
from supportdesk.reading.code.things import Arguments, Client, Unclear
from supportdesk.reading.code.urls import as_sent, behind, with_query
from supportdesk.reading.evidence import Body
from supportdesk.value import Value

FAMILY, WORDPRESS, CREDENTIALS = "requests for php", "wordpress http", "requests credentials"
CONSTANTS: dict[str, str | Value] = {}
_VERBS = ("get", "head", "delete", "trace", "options", "post", "put", "patch")
_WITH_DATA = ("post", "put", "patch", "options")
_CLASSES = ("Requests", "WpOrg.Requests.Requests")
_SESSIONS = ("Requests_Session", "WpOrg.Requests.Session")
MEMBERS: dict[str, Value] = {
    f"{owner}.{verb.upper()}": Value("string", verb.upper()) for owner in _CLASSES for verb in _VERBS
}
"""Constants of classes."""


def _verb(verb: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        return _dispatch(evaluator, {}, verb, arguments, node)

    return _handler


def _dispatch(evaluator: Evaluator, state: dict[str, Value], verb: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send `Requests::post($url, $headers, $data, $options)`, or `request($url, $headers, $data, $type, $options)`."""
    names = ["url", "headers"]
    if verb == "request":
        names += ["data", "type", "options"]
    elif verb in _WITH_DATA:
        names += ["data", "options"]
    else:
        names += ["options"]
    given = {name: value for at, name in enumerate(names) if (value := arguments.get(at, name)) is not None}
    kind = given.get("type")
    method = Value("string", verb.upper(), added_by="requests")
    if verb == "request":
        method = method_name(kind) if kind is not None else Value("string", "GET", added_by="requests")
    return _send(evaluator, state, method, given, node)


def _send(
    evaluator: Evaluator, state: dict[str, Value], method: Value, given: dict[str, Value], node: ir.Node
) -> Value:
    url = text_or_unknown(given.get("url"))
    url = as_sent(behind(state.get("url"), url, evaluator.dialect.text) if "url" in state else url)
    data = given.get("data", state.get("data"))
    options = given.get("options")
    extra = dict(options.data) if options is not None and options.kind == "object" else {}
    form = extra.get("data_format")
    as_query = method.data in ("GET", "HEAD", "TRACE", "DELETE") if form is None else form.data == "query"
    if as_query and data is not None:
        url, data = with_query(url, query_of(data), evaluator.dialect.text), None
    draft = Draft("requests", method, url)
    draft.complete = options is None or not options.is_open
    add_map(draft, state.get("headers"))
    add_map(draft, given.get("headers"))
    _settings(evaluator, draft, extra)
    draft.body = _body(evaluator, data, draft)
    draft.add_content_type()
    return draft.send(evaluator, node)


def _settings(evaluator: Evaluator, draft: Draft, extra: dict[str, Value]) -> None:
    auth = extra.get("auth")
    if isinstance(auth, Client) and auth.family == CREDENTIALS:
        auth = auth.state.get("pair")
    add_auth(evaluator, draft, auth)
    draft.add_cookies(evaluator, extra.get("cookies"))
    agent = extra.get("useragent") or extra.get("user-agent")
    if agent is not None and agent.kind == "string":
        draft.add_default("user-agent", agent)
    draft.take_options({name: extra[name] for name in ("timeout", "proxy") if name in extra})


def _body(evaluator: Evaluator, data: Value | None, draft: Draft) -> Body:
    if data is None or data.kind == "null":
        return Body()
    if data.kind in ("array", "object"):
        return form_of(data)
    form = "application/x-www-form-urlencoded"
    body = php_body(evaluator, data, draft.header("content-type") or form)
    if body.kind != "none":
        draft.add_default("content-type", Value("string", form, added_by=draft.client))
    return body


def session(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `new Requests_Session($url, $headers, $data, $options)`."""
    names = ("url", "headers", "data", "options")
    state = {name: value for at, name in enumerate(names) if (value := arguments.get(at, name)) is not None}
    return Client(FAMILY, {name: value for name, value in state.items() if value.kind != "null"}, evaluator.span(node))


def credentials(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `new Requests_Auth_Basic([$user, $password])`."""
    pair = arguments.positional[0] if arguments.positional else Value("null", None)
    return Client(CREDENTIALS, {"pair": pair}, evaluator.span(node))


def several(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Requests::request_multiple([['url' => …, 'headers' => …, 'data' => …, 'type' => …], …])`."""
    requests = arguments.get(0, "requests")
    for _, one in entries(requests) if requests is not None else []:
        if one.kind == "object":
            kind = one.data.get("type")
            method = method_name(kind) if kind is not None else Value("string", "GET", added_by="requests")
            _send(evaluator, {}, method, one.data, node)
    return Unclear(evaluator.span(node))


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a session's method sends."""
    if path in _VERBS or path == "request":
        return _dispatch(evaluator, owner.state, path, arguments, node)
    return Unclear(evaluator.span(node))


def _wordpress(verb: str) -> Handler:
    """`wp_remote_post($url, $args)`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given = arguments.get(1, "args")
        extra = dict(given.data) if given is not None and given.kind == "object" else {}
        kind = extra.get("method")
        has_kind = kind is not None and kind.kind != "null"
        method = method_name(kind) if has_kind else Value("string", verb, added_by="wordpress")
        url, data = as_sent(text_or_unknown(arguments.get(0, "url"))), extra.get("body")
        if method.data in ("GET", "HEAD") and data is not None and data.kind in ("array", "object"):
            url, data = with_query(url, query_of(data), evaluator.dialect.text), None
        draft = Draft("wordpress", method, url)
        draft.complete = given is None or not given.is_open
        add_map(draft, extra.get("headers"))
        _settings(evaluator, draft, extra)
        draft.body = _body(evaluator, data, draft)
        draft.add_content_type()
        return draft.send(evaluator, node)

    return _handler


def _wordpress_client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    del arguments
    return Client(WORDPRESS, {}, evaluator.span(node))


def wordpress_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Do `(new WP_Http())->post($url, $args)`."""
    del owner
    verb = {"get": "GET", "post": "POST", "head": "HEAD", "request": "GET"}.get(path)
    return _wordpress(verb)(evaluator, arguments, node) if verb else Unclear(evaluator.span(node))


def functions() -> dict[str, Handler]:
    """Return WordPress's functions by name."""
    made: dict[str, Handler] = {}
    for prefix in ("wp_remote_", "wp_safe_remote_"):
        for verb in ("get", "post", "head"):
            made[prefix + verb] = _wordpress(verb.upper())
        made[prefix + "request"] = _wordpress("GET")
    return made


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    made: dict[str, Handler] = dict.fromkeys(_SESSIONS, session)
    for owner in _CLASSES:
        made.update({f"{owner}.{verb}": _verb(verb) for verb in (*_VERBS, "request")})
        made[f"{owner}.request_multiple"] = several
        made[owner] = unknown
    made.update(dict.fromkeys(("Requests_Auth_Basic", "WpOrg.Requests.Auth.Basic"), credentials))
    made["WP_Http"] = _wordpress_client
    return made


def families() -> dict[str, Family]:
    """Return what the objects do."""
    return {FAMILY: family, WORDPRESS: wordpress_family, CREDENTIALS: family}
