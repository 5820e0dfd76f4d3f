"""PEAR's HTTP_Request2.

https://pear.php.net/manual/en/package.http.http-request2.php
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients.drafts import Draft, method_name, text_or_unknown
from supportdesk.reading.code.clients.php_guzzle import add_auth
from supportdesk.reading.code.clients.php_lines import add_line, add_map
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.php.arrays import entries
from supportdesk.reading.code.php.forms import form_of, form_pairs, php_body, query_of
from supportdesk.reading.code.things import Arguments, Client, Container, FileThing, Unclear
from supportdesk.reading.code.urls import as_sent, with_query
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import Value

FAMILY, ADDRESS = "http request2", "http request2 url"
CONSTANTS: dict[str, str | Value] = {}
MEMBERS: dict[str, Value] = {
    **{
        f"HTTP_Request2.METHOD_{name}": Value("string", name)
        for name in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH")
    },
    "HTTP_Request2.AUTH_BASIC": Value("string", "basic"),
    "HTTP_Request2.AUTH_DIGEST": Value("string", "digest"),
}
"""Constants of classes."""


def request(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Do `new HTTP_Request2($url, $method, $config)`."""
    made = Client(FAMILY, {}, evaluator.span(node))
    for name in ("headers", "form", "cookies", "query"):
        made.state[name] = Container("object", {})
    made.state["lines"], made.state["files"] = Container("array", []), Container("array", [])
    for at, name in enumerate(("url", "method", "config")):
        value = arguments.get(at, name)
        if value is not None and value.kind != "null":
            made.state[name] = value
    return made


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Change a request or send it."""
    state = owner.state
    values = [*arguments.positional, *arguments.named.values()]
    first, second = [*values, None, None][:2]
    if path == "send":
        return _send(evaluator, state, node)
    if path == "getUrl":
        return Client(ADDRESS, {"request": owner}, evaluator.span(node))
    if first is None:
        return owner
    if path in ("setUrl", "setMethod", "setBody"):
        state[path[3:].lower()] = first
        if path == "setBody" and second is not None and second.data is True:
            state["body"] = FileThing(first)
    elif path == "setHeader":
        _add(state["headers"], first, second, state["lines"])
    elif path == "addPostParameter":
        _add(state["form"], first, second, state["lines"])
    elif path == "addCookie":
        _add(state["cookies"], first, second, state["lines"])
    elif path == "addUpload" and second is not None:
        given = values[2] if len(values) > 2 and values[2].kind == "string" else None
        several = entries(second) if second.kind in ("array", "object") else [(Value("number", 0), second)]
        state["files"].data.extend(Container("array", [first, given or item]) for _, item in several)
    elif path == "setAuth":
        pair = [first, second if second is not None else Value("string", "")]
        state["auth"] = Container("array", [*pair, *values[2:3]])
    elif path == "setConfig":
        _add(state.setdefault("config", Container("object", {})), first, second, state["lines"])
    return owner


def _add(target: Value, first: Value, second: Value | None, lines: Value) -> None:
    """Take a name and its value over, a map of them, or a `Name: value` line."""
    if first.kind == "object":
        target.data.update(first.data)
        target.keys.update(first.keys)
        target.is_open = target.is_open or first.is_open
    elif second is None and first.kind == "string":
        lines.data.append(first)
    elif second is not None and target.kind == "object":
        target.data[str(first.data)] = second
        if first.span is not None:
            target.keys[str(first.data)] = first.span


def address_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`$request->getUrl()->setQueryVariables([...])`."""
    target = owner.state["request"]
    if isinstance(target, Client) and arguments.positional:
        second = arguments.positional[1] if len(arguments.positional) > 1 else None
        if path in ("setQueryVariables", "setQueryVariable"):
            _add(target.state["query"], arguments.positional[0], second, Container("array", []))
        elif path == "setQuery":
            target.state["query"] = arguments.positional[0]
    return Value("null", None, evaluator.span(node))


def _send(evaluator: Evaluator, state: dict[str, Value], node: ir.Node) -> Value:
    method = state.get("method")
    verb = method_name(method) if method is not None else Value("string", "GET", added_by="http_request2")
    url = with_query(as_sent(text_or_unknown(state.get("url"))), query_of(state["query"]), evaluator.dialect.text)
    draft = Draft("http_request2", verb, url)
    add_map(draft, state["headers"])
    for line in state["lines"].data:
        add_line(draft, line)
    draft.add_cookies(evaluator, state["cookies"])
    add_auth(evaluator, draft, state.get("auth"))
    draft.body = _body(evaluator, state, draft)
    if draft.body.kind in ("form", "multipart"):
        draft.add_content_type()
    config = state.get("config")
    if config is not None and config.kind == "object":
        draft.take_options({name: config.data[name] for name in ("timeout", "proxy") if name in config.data})
    return draft.send(evaluator, node)


def _body(evaluator: Evaluator, state: dict[str, Value], draft: Draft) -> Body:
    files, form, body = state["files"], state["form"], state.get("body")
    if files.data:
        found = [Field(name, value) for name, value in form_pairs(form)]
        found.extend(Field(item.data[0], None, FileThing(item.data[1]).base_name()) for item in files.data)
        return Body("multipart", None, found)
    if form.data and body is None:
        return form_of(form)
    return Body() if body is None else php_body(evaluator, body, draft.header("content-type"))


def nothing(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Give what is not known."""
    del arguments
    return Unclear(evaluator.span(node))


def functions() -> dict[str, Handler]:
    """Return functions by name."""
    return {}


def handlers() -> dict[str, Handler]:
    """Return the handlers by dotted name."""
    return {"HTTP_Request2": request}


def families() -> dict[str, Family]:
    """Return what the objects do."""
    return {FAMILY: family, ADDRESS: address_family}
