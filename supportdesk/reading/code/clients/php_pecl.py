r"""pecl_http: `http\Client` of version 2 and later, `HttpRequest` and the functions of version 1.

https://mdref.m6w6.name/http, https://pecl.php.net/package/pecl_http/1.7.6
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import json_body
from supportdesk.reading.code.clients.drafts import Draft, method_name, text_or_unknown
from supportdesk.reading.code.clients.php_lines import add_map, add_pair
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.php.arrays import entries
from supportdesk.reading.code.php.forms import form_of, form_pairs, php_body, query_of
from supportdesk.reading.code.things import Arguments, Client, Container, FileThing, JsonText, Unclear, spans_of
from supportdesk.reading.code.urls import as_sent, with_query
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import Value

CLIENT, REQUEST, BODY, QUERY, OLD = "pecl client", "pecl request", "pecl body", "pecl query", "pecl 1 request"
_METHODS = (
    "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "PROPFIND", "PROPPATCH", "MKCOL",
    "COPY", "MOVE", "LOCK", "UNLOCK",
)  # fmt: skip
CONSTANTS: dict[str, str | Value] = {f"HTTP_METH_{name}": Value("string", name) for name in _METHODS}
CONSTANTS["HTTP_AUTH_BASIC"] = Value("string", "basic")
"""Constants of version 1."""
MEMBERS = {f"HttpRequest.METH_{name}": Value("string", name) for name in _METHODS}
"""Constants of classes."""


def _make(family: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del arguments
        return Client(family, {}, evaluator.span(node))

    return _handler


def request(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    r"""Do `new http\Client\\Request($method, $url, $headers, $body)`."""
    state: dict[str, Value] = {}
    for at, name in enumerate(("method", "url", "headers", "body")):
        value = arguments.get(at, name)
        if value is not None and value.kind != "null":
            state[name] = value
    return Client(REQUEST, state, evaluator.span(node))


def query(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    r"""Do `new http\QueryString([...])`: the query itself."""
    return arguments.positional[0] if arguments.positional else Unclear(evaluator.span(node))


def old_request(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `new HttpRequest($url, $method, $options)`."""
    made = Client(OLD, {}, evaluator.span(node))
    for at, name in enumerate(("url", "method", "options")):
        value = arguments.get(at, name)
        if value is not None and value.kind != "null":
            made.state[name] = value
    return made


_SETTERS = {
    "setRequestUrl": "url", "setRequestMethod": "method", "setUrl": "url", "setMethod": "method", "setBody": "body",
    "setQuery": "query", "setQueryData": "query", "setHeaders": "headers", "setOptions": "options",
    "setCookies": "cookies", "setContentType": "content_type", "setRawPostData": "body", "setPostFields": "form",
    "setPutData": "body",
}  # fmt: skip
_ADDERS = {
    "addHeaders": "headers", "addQuery": "query", "addQueryData": "query", "addCookies": "cookies",
    "addPostFields": "form", "addOptions": "options",
}  # fmt: skip


def _change(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments) -> bool:
    """Do what a setter does; return whether `path` is one."""
    value = arguments.positional[0] if arguments.positional else Value("null", None)
    if path in _SETTERS:
        name = _SETTERS[path]
        if name == "options" and value.kind == "object":
            value = _merged(owner.state.get(name), value)
        owner.state[name] = value
    elif path in _ADDERS:
        owner.state[_ADDERS[path]] = _merged(owner.state.get(_ADDERS[path]), value)
    elif path in ("setHeader", "addHeader") and len(arguments.positional) > 1:
        one = Container("object", {str(value.data): arguments.positional[1]}, born=evaluator.branch)
        if value.span is not None:
            one.keys[str(value.data)] = value.span
        owner.state["headers"] = _merged(owner.state.get("headers"), one)
    elif path == "addPostFile" and len(arguments.positional) > 1:
        files = owner.state.setdefault("files", Container("array", []))
        files.data.append(Container("object", {"name": value, "file": arguments.positional[1]}))
    elif path in ("addBody", "appendBody"):
        old = owner.state.get("body")
        owner.state["body"] = value if old is None else evaluator.text(old, value)
    else:
        return False
    return True


def _merged(old: Value | None, new: Value) -> Value:
    if old is None or old.kind != "object" or new.kind != "object":
        return new
    made = Container("object", {**old.data, **new.data}, is_open=old.is_open or new.is_open)
    made.keys = {**old.keys, **new.keys}
    made.parts = spans_of(old, new)
    return made


def request_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Change a request of version 2."""
    if _change(evaluator, owner, path, arguments):
        return owner
    if path == "getBody":
        return owner.state.setdefault("body", Client(BODY, {}, evaluator.span(node)))
    return Unclear(evaluator.span(node))


def client_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`$client->enqueue($request)->send()`, and settings for all requests of the client."""
    queue = owner.state.setdefault("queue", Container("array", []))
    if path in ("enqueue", "requeue"):
        queue.data.extend(arguments.positional[:1])
        return owner
    if path == "send":
        pending, queue.data = queue.data, []
        answer: Value = Unclear(evaluator.span(node))
        for made in pending:
            if isinstance(made, Client):
                answer = send(evaluator, {**owner.state, **made.state}, "pecl_http", node)
        owner.state["answer"] = answer
        return owner
    if path == "getResponse":
        return owner.state.get("answer") or Unclear(evaluator.span(node))
    _change(evaluator, owner, path, arguments)
    return owner


def old_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Change or send a request of version 1."""
    if path == "send":
        answer = send(evaluator, owner.state, "pecl_http1", node)
        owner.state["answer"] = answer
        return answer
    if _change(evaluator, owner, path, arguments):
        return Value("boolean", True)  # its data
    return owner.state.get("answer") or Unclear(evaluator.span(node))


def body_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`$body->append($text)`, `$body->addForm($fields, $files)`."""
    del node
    if path == "append" and arguments.positional:
        old, new = owner.state.get("text"), arguments.positional[0]
        owner.state["text"] = new if old is None else evaluator.text(old, new)
    elif path == "addForm":
        for name, value in zip(("fields", "files"), arguments.positional, strict=False):
            owner.state[name] = value
    return owner


def send(evaluator: Evaluator, state: dict[str, Value], name: str, node: ir.Node) -> Value:
    """Send what a request's settings say."""
    options = state.get("options")
    extra: dict[str, Value] = options.data if options is not None and options.kind == "object" else {}
    body = _body(evaluator, state, state.get("content_type"), state.get("headers"))
    method = state.get("method")
    verb = method_name(method) if method is not None else Value("string", "GET", added_by=name)
    url = with_query(as_sent(text_or_unknown(state.get("url"))), query_of(state.get("query")), evaluator.dialect.text)
    draft = Draft(name, verb, url)
    add_map(draft, extra.get("headers"))
    add_map(draft, state.get("headers"))
    kind = state.get("content_type")
    if kind is not None and kind.kind == "string":
        draft.add_default("content-type", kind)
    cookies = state.get("cookies") or extra.get("cookies")
    draft.add_cookies(evaluator, cookies)
    credentials = extra.get("httpauth")
    if credentials is not None and credentials.kind != "null":
        add_pair(draft, evaluator, credentials)
    agent, referer = extra.get("useragent"), extra.get("referer")
    for header, value in (("user-agent", agent), ("referer", referer)):
        if value is not None and value.kind == "string":
            draft.add_default(header, value)
    draft.body = body
    if body.kind in ("form", "multipart"):
        draft.add_content_type()
    draft.take_options({key: extra[key] for key in ("timeout",) if key in extra})
    if "proxyhost" in extra:
        draft.take_options({"proxy": extra["proxyhost"]})
    return draft.send(evaluator, node)


def _body(evaluator: Evaluator, state: dict[str, Value], kind: Value | None, headers: Value | None) -> Body:
    form, files = state.get("form"), state.get("files")
    value = state.get("body")
    if isinstance(value, Client) and value.family == BODY:
        form, files = value.state.get("fields"), value.state.get("files")
        value = value.state.get("text")
    has_files = files is not None and files.kind == "array" and bool(files.data)
    if (form is not None and form.kind in ("array", "object")) or has_files:
        return _form(form, files if has_files else None, is_new=isinstance(state.get("body"), Client))
    if value is None or value.kind == "null":
        return Body()
    if isinstance(value, JsonText):
        return json_body(evaluator, value.inner)
    declared = str(kind.data) if kind is not None else ""
    for name, item in entries(headers) if headers is not None else []:
        if str(name.data).lower() == "content-type":
            declared = str(item.data)
    return php_body(evaluator, value, declared)


def _form(form: Value | None, files: Value | None, *, is_new: bool) -> Body:
    """Return a form; version 2 sends every form of a body as multipart, version 1 only one with files."""
    if files is None and not is_new and form is not None:
        return form_of(form)
    found = [Field(name, value) for name, value in (form_pairs(form) if form is not None else [])]
    for _, part in entries(files) if files is not None else []:
        if part.kind != "object":
            continue
        name, path = part.data.get("name") or Value.unknown(), part.data.get("file")
        found.append(Field(name, None, FileThing(path).base_name()))
    return Body("multipart", None, found)


def _old(verb: str, body: str) -> Handler:
    """`http_get($url, $options)`, `http_post_data($url, $data, $options)`, `http_request($method, …)`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given = list(arguments.positional)
        state: dict[str, Value] = {"method": Value("string", verb, added_by="pecl_http1")}
        if not verb and given:
            state["method"] = given.pop(0)
        for name in ("url", body, "options"):
            if given and name:
                state[name] = given.pop(0)
        return send(evaluator, state, "pecl_http1", node)

    return _handler


def functions() -> dict[str, Handler]:
    """Return the functions of version 1 by name."""
    return {
        "http_get": _old("GET", ""),
        "http_head": _old("HEAD", ""),
        "http_post_data": _old("POST", "body"),
        "http_post_fields": _old("POST", "form"),
        "http_put_data": _old("PUT", "body"),
        "http_request": _old("", "body"),
    }


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    return {
        "http.Client": _make(CLIENT),
        "http.Client.Request": request,
        "http.Message.Body": _make(BODY),
        "http.QueryString": query,
        "HttpRequest": old_request,
    }


def families() -> dict[str, Family]:
    """Return what the objects do."""
    return {CLIENT: client_family, REQUEST: request_family, BODY: body_family, OLD: old_family}
