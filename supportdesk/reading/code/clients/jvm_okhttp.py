"""OkHttp 3 and 4 (and 2, whose names are the same): requests are built, made into calls, and executed or queued.

https://square.github.io/okhttp/5.x/okhttp/okhttp3/ , for Java and Kotlin alike. Interceptors are called.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.clients import jvm_requests as jvm
from supportdesk.reading.code.clients.drafts import basic_credentials
from supportdesk.reading.code.clients.jvm_okhttp_parts import (
    decoded,
    form_data,
    form_family,
    headers_family,
    headers_of,
    multipart_family,
    new_fields,
)
from supportdesk.reading.code.clients.jvm_requests import argument
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler, Method
from supportdesk.reading.code.members import get_attribute
from supportdesk.reading.code.things import (
    Arguments,
    Client,
    Closure,
    Container,
    FileThing,
    Instance,
    Unclear,
    spans_of,
)
from supportdesk.reading.code.urls import quote, with_query
from supportdesk.value import Value

NAME = "okhttp"
ROOTS = ("okhttp3", "com.squareup.okhttp")
MEDIA = "okhttp.media"
REQUEST = "okhttp.request"
_MOST_INTERCEPTORS = 8
_CLIENT_TIMEOUTS = ("callTimeout", "readTimeout")
_SENDING = ("execute", "enqueue", "executeAsync", "await")


def new_client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make what `new OkHttpClient()` and `new OkHttpClient.Builder()` make."""
    del arguments
    return Client("okhttp.client", {}, evaluator.span(node))


def client_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`newCall(request)` of a client; the settings of its builder."""
    if path in ("newCall", "newWebSocket"):
        request = argument(arguments)
        made = Client("okhttp.call", {"_request": request or Unclear()}, evaluator.span(node))
        made.state.update({name: value for name, value in owner.state.items() if name in ("_timeout", "_passed")})
        if path == "newWebSocket" and isinstance(request, Client):
            return send(evaluator, request, node)
        return made
    if path in ("addInterceptor", "addNetworkInterceptor"):
        return jvm.append(evaluator, owner, "passed", argument(arguments))
    timeout = jvm.seconds(arguments) if path in _CLIENT_TIMEOUTS else None
    return owner if timeout is None else jvm.put(evaluator, owner, "timeout", timeout)


def call_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`execute()` or `enqueue(callback)` of a call; the callback is called with the answer."""
    request = owner.state["_request"]
    if path == "request":
        return request
    if path == "clone":
        return owner
    if path not in _SENDING or not isinstance(request, Client):
        return Unclear(evaluator.span(node))
    if "_timeout" in owner.state:
        request.state["_timeout"] = owner.state["_timeout"]
    answer = send(evaluator, _intercepted(evaluator, owner, request, node), node)
    for given in arguments.positional:
        if isinstance(given, Closure):
            handed = Arguments()
            handed.positional = [Unclear(), answer]
            call(evaluator, given, handed, node)
    return answer


def _intercepted(evaluator: Evaluator, owner: Client, request: Client, node: ir.Node) -> Client:
    """Return the request that a client's interceptors hand on, each a function or an object with `intercept`."""
    held = owner.state.get("_passed")
    for row in held.data[:_MOST_INTERCEPTORS] if held is not None else ():
        function = row.data[0]
        if isinstance(function, Instance):
            function = get_attribute(evaluator, function, "intercept", node)
        if not isinstance(function, Closure):
            continue
        chain = Client("okhttp.chain", {"_request": request}, evaluator.span(node))
        handed = Arguments()
        handed.positional = [chain]
        call(evaluator, function, handed, node)
        made = chain.state.get("_proceeded")
        if isinstance(made, Client) and made.family == REQUEST:
            jvm.drop(evaluator, request)
            request = made
    return request


def chain_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`request()` and `proceed(request)` of an interceptor's chain."""
    if path in ("request", "getRequest"):
        return owner.state["_request"]
    if path == "proceed":
        owner.state["_proceeded"] = argument(arguments) or Unclear()
    return Unclear(evaluator.span(node))


def basic(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Credentials.basic(user, password)`."""
    del node
    return basic_credentials(evaluator, argument(arguments) or Unclear(), argument(arguments, 1) or Unclear())


def new_request(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make a `Request.Builder`."""
    del arguments
    return jvm.builder(evaluator, "okhttp.builder", node, send)


def builder_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Set what a method of a `Request.Builder` sets."""
    first = argument(arguments)
    if path == "url":
        return jvm.put(evaluator, owner, "url", address(evaluator, first))
    if path == "method":
        jvm.put(evaluator, owner, "method", first)
        return jvm.put(evaluator, owner, "body", argument(arguments, 1) or jvm.NULL)
    if path in ("get", "head", "post", "put", "patch", "delete"):
        jvm.put(evaluator, owner, "method", jvm.constant(path.upper(), NAME))
        return jvm.put(evaluator, owner, "body", first or jvm.NULL)
    if path == "header":
        return jvm.add_header(evaluator, owner, first, argument(arguments, 1))
    if path == "addHeader":
        return _added(evaluator, owner, first, argument(arguments, 1))
    if path == "removeHeader":
        jvm.without(evaluator, owner, "headers", first)
        return owner
    if path == "headers":
        owner.state["_headers"] = Container("array", [], born=evaluator.branch)
        return jvm.add_headers(evaluator, owner, jvm.entries(first))
    if path == "build":
        jvm.drop(evaluator, owner)
        made = jvm.twin(evaluator, owner, REQUEST, node)
        jvm.keep(evaluator, made, node, send, built=True)
        return made
    return owner


def _added(evaluator: Evaluator, owner: Client, name: Value | None, value: Value | None) -> Client:
    """Add a header; one more of a name is joined to that which is there, cookies with `; `."""
    before = next(
        (
            pair.data[1]
            for pair in owner.state["_headers"].data
            if name is not None and str(pair.data[0].data).lower() == str(name.data).lower()
        ),
        None,
    )
    if before is None or value is None:
        return jvm.add_header(evaluator, owner, name, value)
    sign = "; " if name is not None and str(name.data).lower() == "cookie" else ", "
    return jvm.add_header(evaluator, owner, name, evaluator.text(before, Value("string", sign), value))


def request_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Members of a request, and `newBuilder()`."""
    if path == "newBuilder":
        jvm.drop(evaluator, owner)
        return jvm.twin(evaluator, owner, "okhttp.builder", node)
    if path in ("url", "method", "body"):
        return owner.state.get(f"_{path}") or Unclear(evaluator.span(node))
    if path == "header":
        wanted = argument(arguments)
        for name, value in jvm.entries(owner):
            if wanted is not None and str(name.data).lower() == str(wanted.data).lower():
                return value
    return Unclear(evaluator.span(node))


def send(evaluator: Evaluator, owner: Client, node: ir.Node) -> Value:
    """Send a request; without a method it is GET."""
    draft = jvm.start(evaluator, owner, NAME, owner.state.get("_method") or jvm.constant("GET", NAME))
    jvm.give_body(evaluator, draft, owner.state.get("_body"))
    return draft.send(evaluator, node)


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """`anything.newCall(request)`, where the text does not show how the client is made."""
    if path[-1:] != ("newCall",):
        return None
    return client_family(evaluator, Client("okhttp.client", {}), "newCall", arguments, node)


def media_type(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`MediaType.parse(text)`, `MediaType.get(text)`, `text.toMediaType()`."""
    return Client(MEDIA, {"_text": argument(arguments) or Unclear()}, evaluator.span(node))


def media_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`toString()` of a media type."""
    del evaluator, arguments, node
    return owner.state["_text"] if path == "toString" else owner


def request_body(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`RequestBody.create(…)` with type and content in either order, `text.toRequestBody(type)`."""
    given = [*arguments.positional, *arguments.named.values()]
    media = next((value for value in given if isinstance(value, Client) and value.family == MEDIA), None)
    rest = [value for value in given if value is not media]
    if media is None and len(rest) > 1:
        unclear = isinstance(rest[0], Unclear) and rest[1].kind == "string"
        if unclear or rest[0].kind == "null" or isinstance(rest[1], FileThing):
            rest = rest[1:]
    content_type = media.state["_text"] if media is not None else None
    return jvm.body(evaluator, "text", rest[0] if rest else None, node, content_type)


def address(evaluator: Evaluator, value: Value | None) -> Value:
    """Return an address as text: one that is text, an object that builds one, or something unknown."""
    if isinstance(value, Client) and value.family == "okhttp.url":
        return _built_url(evaluator, value)
    return value if value is not None else Unclear()


def url_builder(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make a `HttpUrl.Builder`; with an address what `HttpUrl.parse(address).newBuilder()` makes."""
    made = jvm.builder(evaluator, "okhttp.url", node)
    made.state["_segments"] = Container("array", [], born=evaluator.branch)
    base = argument(arguments)
    if base is not None:
        made.state["_base"] = base
    return made


def new_url_builder(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """Return what `HttpUrl.parse(address).newBuilder()` returns."""
    del arguments
    handed = Arguments()
    handed.positional = [owner]
    return url_builder(evaluator, handed, node)


def url_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Set what a method of an `HttpUrl.Builder` sets."""
    first, second = argument(arguments), argument(arguments, 1)
    del node
    if path in ("build", "toString"):
        return _built_url(evaluator, owner)
    if path in ("scheme", "host", "port"):
        return jvm.put(evaluator, owner, path, first)
    if path in ("addPathSegment", "addPathSegments", "addEncodedPathSegment", "addEncodedPathSegments", "encodedPath"):
        whole = path in ("addPathSegments", "addEncodedPathSegments", "encodedPath")
        if path == "encodedPath":
            owner.state["_segments"] = Container("array", [], born=evaluator.branch)
        piece = jvm.text(evaluator, first)
        made = quote(str(piece.data).lstrip("/") if path == "encodedPath" else str(piece.data), "/%" if whole else "")
        value = Value("string", made, None, parts=spans_of(piece), is_open=piece.is_open)
        return jvm.append(evaluator, owner, "segments", value)
    if path in ("setQueryParameter", "setEncodedQueryParameter", "removeAllQueryParameters"):
        jvm.without(evaluator, owner, "query", first)
    if path in ("addQueryParameter", "setQueryParameter"):
        return jvm.append(evaluator, owner, "query", first, second)
    if path in ("addEncodedQueryParameter", "setEncodedQueryParameter"):
        return jvm.append(evaluator, owner, "query", decoded(first), decoded(second))
    return owner


def _built_url(evaluator: Evaluator, owner: Client) -> Value:
    state = owner.state
    pieces: list[Value] = []
    base = state.get("_base")
    if base is None:
        pieces += [state.get("_scheme") or Value("string", "https", added_by=NAME), Value("string", "://")]
        pieces.append(state.get("_host") or Value.unknown())
        port = state.get("_port")
        pieces += [] if port is None else [Value("string", ":"), port]
    else:
        pieces.append(base)
    query = ""
    if base is not None and base.kind == "string" and state["_segments"].data:
        address_text, mark, query = base.data.partition("?")
        query = mark + query
        pieces = [Value("string", address_text.rstrip("/"), None, parts=spans_of(base), is_open=base.is_open)]
    for segment in state["_segments"].data:
        pieces += [Value("string", "/"), *segment.data]
    made = evaluator.text(*pieces, *([Value("string", query)] if query else []))
    if base is not None and len(pieces) == 1 and not query:
        made = base
    return with_query(made, state["_query"], evaluator.dialect.text)


def handlers() -> dict[str, Handler]:
    """Return the constructions and static methods by dotted path."""
    plain: dict[str, Handler] = {
        "OkHttpClient": new_client,
        "OkHttpClient.Builder": new_client,
        "Request.Builder": new_request,
        "RequestBody.create": request_body,
        "RequestBody.Companion.create": request_body,
        "MediaType.parse": media_type,
        "MediaType.get": media_type,
        "FormBody.Builder": new_fields("okhttp.form"),
        "FormEncodingBuilder": new_fields("okhttp.form"),
        "MultipartBody.Builder": new_fields("okhttp.multipart"),
        "MultipartBuilder": new_fields("okhttp.multipart"),
        "MultipartBody.Part.createFormData": form_data,
        "Headers.of": headers_of,
        "Headers.headersOf": headers_of,
        "headersOf": headers_of,
        "Headers.Builder": new_fields("okhttp.headers"),
        "HttpUrl.Builder": url_builder,
        "Credentials.basic": basic,
    }
    made = {f"{root}.{name}": handler for root in ROOTS for name, handler in plain.items()}
    made.update({f"{root}.HttpUrl.{name}": _same for root in ROOTS for name in ("parse", "get")})
    return made


def _same(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    return argument(arguments) or Unclear(evaluator.span(node))


def families() -> dict[str, Family]:
    """Return the families by name."""
    return {
        "okhttp.client": client_family,
        "okhttp.call": call_family,
        "okhttp.chain": chain_family,
        "okhttp.builder": builder_family,
        REQUEST: request_family,
        MEDIA: media_family,
        "okhttp.form": form_family,
        "okhttp.multipart": multipart_family,
        "okhttp.headers": headers_family,
        "okhttp.url": url_family,
        jvm.BODY: body_family,
    }


def body_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Members of a body (`contentType()` and the like)."""
    del arguments
    found = owner.state.get("_type") if path == "contentType" else None
    return found or Unclear(evaluator.span(node))


STRING_METHODS: dict[str, Method] = {"newBuilder": new_url_builder}
"""Methods of an address that was parsed, which is a text here."""

NAMES: dict[str, str] = {
    name: f"okhttp3.{name}"
    for name in (
        "OkHttpClient", "Request", "RequestBody", "MediaType", "FormBody", "MultipartBody", "Headers", "HttpUrl",
        "FormEncodingBuilder", "MultipartBuilder", "Credentials",
    )
}  # fmt: skip
"""Names that snippets use without showing their import."""
