"""Unirest, jsoup, Hutool and AsyncHttpClient: requests that one chain of calls puts together and sends.

https://github.com/Kong/unirest-java, https://jsoup.org/apidocs/org/jsoup/Connection.html, https://hutool.cn/docs/#/http/,
https://github.com/AsyncHttpClient/async-http-client
"""

from __future__ import annotations

from supportdesk.named import NamedTuple
from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.clients import jvm_requests as jvm
from supportdesk.reading.code.clients.drafts import Draft, basic_credentials
from supportdesk.reading.code.clients.jvm_requests import argument
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.things import Arguments, Client, Closure, Container, FileThing, Unclear, spans_of
from supportdesk.reading.code.urls import behind, with_query
from supportdesk.value import Value

_HEADERS = {
    "accept": "Accept", "contentType": "Content-Type", "userAgent": "User-Agent", "referrer": "Referer",
    "auth": "Authorization",
}  # fmt: skip


class Library(NamedTuple):
    """How the chain of a library is called.

    `actions` says what a method of the chain sets: header, query, field, body, cookie, basic, bearer, url, method,
    timeout, part, route. `sending` are the methods that send (also those whose names begin so, with `*`). `in_query`
    says that fields of a GET go into its query; `verbs` that a method named for a verb sends.
    """

    name: str
    actions: dict[str, str]
    sending: tuple[str, ...]
    in_query: bool = False
    verbs: bool = False


UNIREST = Library(
    "unirest",
    {
        "header": "header", "headers": "header", "headerReplace": "header", "queryString": "query", "field": "field",
        "fields": "field", "body": "body", "cookie": "cookie", "basicAuth": "basic", "routeParam": "route",
        "multiPartContent": "multipart", "requestTimeout": "timeout",
    },
    ("as*", "thenConsume"),
)  # fmt: skip
JSOUP = Library(
    "jsoup",
    {
        "header": "header", "headers": "header", "data": "field", "requestBody": "body", "cookie": "cookie",
        "cookies": "cookie", "method": "method", "timeout": "timeout", "url": "url",
    },
    ("execute",),
    in_query=True,
    verbs=True,
)  # fmt: skip
HUTOOL = Library(
    "hutool",
    {
        "header": "header", "addHeaders": "header", "headerMap": "header", "form": "field", "formStr": "field",
        "body": "body", "cookie": "cookie", "basicAuth": "basic", "bearerAuth": "bearer", "method": "method",
        "setMethod": "method", "setUrl": "url", "timeout": "timeout", "setReadTimeout": "timeout",
    },
    ("execute*", "then"),
    in_query=True,
)  # fmt: skip
ASYNC = Library(
    "async-http-client",
    {
        "setHeader": "header", "addHeader": "header", "setHeaders": "header", "setSingleHeaders": "header",
        "setBody": "body", "addFormParam": "field", "setFormParams": "field", "addQueryParam": "query",
        "setQueryParams": "query", "addBodyPart": "part", "setUrl": "url", "setMethod": "method",
        "setRequestTimeout": "timeout", "addCookie": "cookie",
    },
    ("execute*",),
)  # fmt: skip
LIBRARIES = (UNIREST, JSOUP, HUTOOL, ASYNC)


def family(library: Library) -> Family:
    """Return what a chain of the library does with a method."""

    def _family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
        action = library.actions.get(path)
        if action is not None:
            return _set(evaluator, owner, library, action, arguments)
        if path in _HEADERS and arguments.positional:
            return jvm.add_header(evaluator, owner, jvm.constant(_HEADERS[path], library.name), argument(arguments))
        if library.verbs and path in ("get", "post"):
            owner.state["_method"] = jvm.constant(path.upper(), library.name)
            return send(evaluator, owner, library, node)
        if any(path == name or (name[-1] == "*" and path.startswith(name[:-1])) for name in library.sending):
            answer = send(evaluator, owner, library, node)
            for value in arguments.positional:
                if isinstance(value, Closure):
                    handed = Arguments()
                    handed.positional = [answer]
                    call(evaluator, value, handed, node)
            return answer
        return owner

    return _family


def _set(evaluator: Evaluator, owner: Client, library: Library, action: str, arguments: Arguments) -> Value:
    first, second = argument(arguments), argument(arguments, 1)
    if action == "header":
        given = jvm.pairs(arguments)
        return jvm.add_headers(evaluator, owner, [(jvm.text(evaluator, name), value) for name, value in given])
    if action in ("query", "cookie"):
        for name, value in jvm.pairs(arguments):
            jvm.append(evaluator, owner, "query" if action == "query" else "cookies", name, value)
        if action == "cookie" and second is None and first is not None and first.kind == "string":
            return jvm.add_header(evaluator, owner, jvm.constant("Cookie", library.name), first)
        return owner
    if action == "field":
        return _fields(evaluator, owner, arguments)
    if action == "part":
        return jvm.append(
            evaluator, owner, "fields", *(first.data if first is not None and first.kind == "array" else [])
        )
    if action == "basic" and first is not None and second is not None:
        value = basic_credentials(evaluator, first, second)
        return jvm.add_header(evaluator, owner, jvm.constant("Authorization", library.name), value)
    if action == "bearer":
        value = evaluator.text(Value("string", "Bearer "), first or Unclear())
        return jvm.add_header(evaluator, owner, jvm.constant("Authorization", library.name), value)
    if action == "timeout":
        return (
            owner
            if first is None or first.kind != "number"
            else jvm.put(evaluator, owner, "timeout", Value("number", first.data / 1000, None, parts=spans_of(first)))
        )
    if action == "route":
        return _routed(evaluator, owner, arguments)
    return jvm.put(evaluator, owner, action, first if first is not None else Value("boolean", True))  # its data


def _fields(evaluator: Evaluator, owner: Client, arguments: Arguments) -> Value:
    """Add fields: name and value, name with a file's name and content, names and values in turn, or a map."""
    given = arguments.positional
    if not given:
        return owner
    if given[0].kind == "string" and len(given) == 1:
        return jvm.put(evaluator, owner, "body", given[0])
    if given[0].kind == "string" and len(given) == 3:
        if given[1].kind == "string" and isinstance(given[2], FileThing | Unclear):
            return jvm.append(evaluator, owner, "fields", given[0], given[2], given[1])
        named = given[2] if given[2].kind == "string" and "/" not in given[2].data else None
        return jvm.append(evaluator, owner, "fields", *given[:2], *([] if named is None else [named]))
    for name, value in jvm.pairs(arguments):
        for item in value.data if value.kind == "array" else [value]:
            jvm.append(evaluator, owner, "fields", name, item)
    return owner


def _routed(evaluator: Evaluator, owner: Client, arguments: Arguments) -> Value:
    url = owner.state.get("_url")
    for name, value in jvm.pairs(arguments):
        hole = "{" + str(name.data) + "}"
        if url is not None and url.kind == "string" and hole in url.data:
            front, _, rest = url.data.partition(hole)
            front_value = Value("string", front, None, parts=spans_of(url), is_open=url.is_open)
            url = evaluator.text(front_value, value, Value("string", rest))
    return jvm.put(evaluator, owner, "url", url)


def send(evaluator: Evaluator, owner: Client, library: Library, node: ir.Node) -> Value:
    """Send what a chain holds; without a method it is GET."""
    state = owner.state
    draft = jvm.start(evaluator, owner, library.name, state.get("_method") or jvm.constant("GET", library.name))
    fields, body = state.get("_fields"), state.get("_body")
    if fields is not None and (body is not None or (library.in_query and draft.method.data in ("GET", "HEAD"))):
        draft.url = with_query(draft.url, fields, evaluator.dialect.text)
    elif fields is not None:
        _give_fields(evaluator, draft, owner, fields, node)
    _settings(evaluator, draft, library)
    if body is not None:
        jvm.give_body(evaluator, draft, body)
    cookies = state.get("_cookies")
    if cookies is not None:
        pieces: list[Value] = []
        for name, value in jvm.entries(cookies):
            pieces += [Value("string", "; " if pieces else ""), name, Value("string", "="), value]
        draft.add_default("cookie", evaluator.text(*pieces))
    return draft.send(evaluator, node)


def _give_fields(evaluator: Evaluator, draft: Draft, owner: Client, fields: Value, node: ir.Node) -> None:
    """Give a draft its fields as multipart where one is a file or the chain says so, else as a form."""
    files = any(len(row.data) > 2 or isinstance(row.data[-1], FileThing) for row in fields.data)
    said = draft.header("content-type").startswith("multipart/")
    kind = "multipart" if files or said or "_multipart" in owner.state else "form"
    jvm.give_body(evaluator, draft, jvm.fields_body(evaluator, kind, owner, node))


def _settings(evaluator: Evaluator, draft: Draft, library: Library) -> None:
    """Apply what the program set for all requests of a library (`Unirest.config()`)."""
    config = evaluator.modules.get(f"{library.name}.config")
    if isinstance(config, Client):
        draft.url = behind(config.state.get("_url"), draft.url, evaluator.dialect.text)
        for name, value in jvm.entries(config):
            draft.add_default(str(name.data), value)


def start(library: Library, method: str | None) -> Handler:
    """Return what begins a chain: a static method that is named for a verb (None: the method is given, or GET)."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given = [
            value for value in arguments.positional if isinstance(value, Client | Unclear) or value.kind == "string"
        ]

        def _send(inner: Evaluator, owner: Client, place: ir.Node) -> Value:
            return send(inner, owner, library, place)

        made = jvm.builder(evaluator, f"jvm.{library.name}", node, _send)
        if method is not None:
            made.state["_method"] = jvm.constant(method, library.name)
        elif len(arguments.positional) > 1 or (given and str(given[0].data) in jvm.VERBS):
            made.state["_method"] = arguments.positional[0]
            given = arguments.positional[1:]
        if given:
            jvm.put(evaluator, made, "url", jvm.text(evaluator, given[0]))
        return made

    return _handler


def config(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Unirest.config()`."""
    del arguments
    held = evaluator.modules.get("unirest.config")
    if held is None:
        held = evaluator.modules["unirest.config"] = jvm.builder(evaluator, "unirest.config", node)
    return held


def config_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Take settings for all requests of Unirest."""
    del node
    if path in ("setDefaultHeader", "addDefaultHeader"):
        return jvm.add_header(evaluator, owner, argument(arguments), argument(arguments, 1))
    if path == "setDefaultBasicAuth" and len(arguments.positional) > 1:
        value = basic_credentials(evaluator, *arguments.positional[:2])
        return jvm.add_header(evaluator, owner, jvm.constant("Authorization", "unirest"), value)
    return jvm.put(evaluator, owner, "url", argument(arguments)) if path == "defaultBaseUrl" else owner


def hutool_direct(method: str) -> Handler:
    """Return `HttpUtil.post(url, body)` or `HttpUtil.get(url, parameters)`, which send at once."""
    begin = start(HUTOOL, method)

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        first = Arguments()
        first.positional = arguments.positional[:1]
        made, given = begin(evaluator, first, node), argument(arguments, 1)
        if isinstance(made, Client):
            if given is not None and given.kind == "object":
                rest = Arguments()
                rest.positional = [given]
                _fields(evaluator, made, rest)
            elif given is not None and given.kind in ("string", "unknown") and method != "GET":
                jvm.put(evaluator, made, "body", given)
            return send(evaluator, made, HUTOOL, node)
        return made

    return _handler


def client(name: str) -> Handler:
    """Return what makes an object whose methods begin chains."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del arguments
        return Client(name, {}, evaluator.span(node))

    return _handler


def async_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`prepare(method, url)`, `preparePost(url)`, `executeRequest(request)` of an AsyncHttpClient."""
    if path == "executeRequest":
        request = argument(arguments)
        return send(evaluator, request, ASYNC, node) if isinstance(request, Client) else Unclear(evaluator.span(node))
    if path.startswith("prepare"):
        verb = path.removeprefix("prepare").upper()
        return start(ASYNC, verb or None)(evaluator, arguments, node)
    return owner


def unirest_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Verbs of a Unirest instance."""
    if path.upper() in jvm.VERBS:
        return start(UNIREST, path.upper())(evaluator, arguments, node)
    if path == "config":
        return config(evaluator, arguments, node)
    return start(UNIREST, None)(evaluator, arguments, node) if path == "request" else owner


def part(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make a `StringPart` or `FilePart` of name and content."""
    return Container("array", list(arguments.positional[:2]), evaluator.span(node))


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """`anything.preparePost(url)`, where the text does not show how the client is made."""
    known = ("prepare", "prepareGet", "preparePost", "preparePut", "prepareDelete", "preparePatch", "executeRequest")
    if path[-1] not in known or len(path) < 2:
        return None
    return async_family(evaluator, Client("ahc.client", {}), path[-1], arguments, node)


def handlers() -> dict[str, Handler]:
    """Return the constructions and static methods by class."""
    made: dict[str, Handler] = {
        "Unirest.request": start(UNIREST, None),
        "Unirest.config": config,
        **dict.fromkeys(
            ("Unirest.spawnInstance", "Unirest.primaryInstance", "UnirestInstance"), client("unirest.client")
        ),
        "Jsoup.connect": start(JSOUP, None),
        "Jsoup.newSession": start(JSOUP, None),
        **dict.fromkeys(("HttpRequest", "HttpRequest.of", "HttpUtil.createRequest"), start(HUTOOL, None)),
        "HttpUtil.createPost": start(HUTOOL, "POST"),
        "HttpUtil.createGet": start(HUTOOL, "GET"),
        "HttpUtil.post": hutool_direct("POST"),
        "HttpUtil.get": hutool_direct("GET"),
        **dict.fromkeys(
            ("DefaultAsyncHttpClient", "Dsl.asyncHttpClient", "AsyncHttpClient", "asyncHttpClient"),
            client("ahc.client"),
        ),
        "RequestBuilder": start(ASYNC, None),
        **dict.fromkeys(("StringPart", "FilePart"), part),
    }
    for verb in jvm.VERBS:
        name = verb.lower()
        made[f"Unirest.{name}"] = start(UNIREST, verb)
        made[f"HttpRequest.{name}"] = start(HUTOOL, verb)
        made[f"Dsl.{name}"] = start(ASYNC, verb)
    return made


def families() -> dict[str, Family]:
    """Return the families by name."""
    return {
        **{f"jvm.{library.name}": family(library) for library in LIBRARIES},
        "unirest.config": config_family,
        "unirest.client": unirest_family,
        "ahc.client": async_family,
    }


NAMES: dict[str, str] = {"asyncHttpClient": "asyncHttpClient"}
