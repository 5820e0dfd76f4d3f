"""Ktor's client, 1.x to 3.x: a request is a lambda over its builder, the client has defaults for all of them.

https://ktor.io/docs/client-requests.html, …/client-default-request.html, …/client-auth.html
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import form_body, json_body
from supportdesk.reading.code.clients import jvm_requests as jvm
from supportdesk.reading.code.clients.drafts import Draft, basic_credentials
from supportdesk.reading.code.clients.kotlin_ktor_values import (
    PAIRS,
    content_type_of,
    fields_of,
    pairs_body,
    text_of,
)
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.kotlin.json_library import Rules, json_value
from supportdesk.reading.code.kotlin.names import call_lambda
from supportdesk.reading.code.things import (
    Arguments,
    Client,
    Closure,
    Container,
    FileThing,
    Reference,
    Unclear,
    spans_of,
)
from supportdesk.reading.code.urls import as_sent, join_reference, quote, with_query
from supportdesk.reading.evidence import Body
from supportdesk.value import Value

NAME = "ktor"
CLIENT = "ktor.client"
REQUEST = "ktor.request"
VERBS = ("get", "post", "put", "delete", "patch", "head", "options")
_FORMS = ("submitForm", "submitFormWithBinaryData", "prepareForm", "prepareFormWithBinaryData")
_PLAIN_TEXT = "text/plain; charset=UTF-8"


def _lambda(arguments: Arguments) -> Value | None:
    given = [*arguments.positional, *arguments.named.values()]
    return given[-1] if given and isinstance(given[-1], Closure) else None


def new_client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`HttpClient(engine) { … }`."""
    made = Client(CLIENT, {"_defaults": _request(evaluator, node)}, evaluator.span(node))
    settings = _lambda(arguments)
    if settings is not None:
        call_lambda(evaluator, settings, node, receiver=Client("ktor.config", made.state, evaluator.span(node)))
    return made


def _request(evaluator: Evaluator, node: ir.Node) -> Client:
    return jvm.builder(evaluator, REQUEST, node)


def config_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Take settings of a client: `install(plugin) { … }`, `defaultRequest { … }`, and what the plugins' lambdas set."""
    first, function = jvm.argument(arguments), _lambda(arguments)
    name = first.path.rpartition(".")[2] if isinstance(first, Reference) else ""
    if path == "defaultRequest" or name == "DefaultRequest":
        receiver: Value = owner.state["_defaults"]
    else:
        receiver = owner
    if path == "json":
        _take_rules(owner, first)
    if path in ("loadTokens", "credentials", "refreshTokens") and function is not None:
        if path != "refreshTokens":
            _take_credentials(evaluator, owner, call_lambda(evaluator, function, node))
        return owner
    if path in ("setRequestTimeoutMillis", "setSocketTimeoutMillis") and first is not None and first.kind == "number":
        owner.state["_timeout"] = Value("number", first.data / 1000, None, parts=spans_of(first))
    if function is not None:
        call_lambda(evaluator, function, node, receiver=receiver)
    return owner


def _take_rules(owner: Client, settings: Value | None) -> None:
    if isinstance(settings, Client) and "_nulls" in settings.state:
        owner.state["_json"] = settings


def _take_credentials(evaluator: Evaluator, owner: Client, value: Value) -> None:
    defaults = owner.state["_defaults"]
    if not isinstance(value, Client) or not isinstance(defaults, Client) or "_first" not in value.state:
        return
    _authorise(evaluator, defaults, value.family == "ktor.basic", value.state["_first"], value.state.get("_second"))


def _authorise(evaluator: Evaluator, owner: Client, basic: bool, first: Value, second: Value | None) -> None:
    if basic:
        value = basic_credentials(evaluator, text_of(evaluator, first), text_of(evaluator, second))
    else:
        value = evaluator.text(Value("string", "Bearer "), first)
    jvm.add_header(evaluator, owner, jvm.constant("Authorization", NAME), value)


def _credentials(family: str) -> Handler:
    """Return `BearerTokens(access, refresh)`, `BasicAuthCredentials(username, password)`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        state = {"_first": jvm.argument(arguments) or Unclear(), "_second": jvm.argument(arguments, 1) or Unclear()}
        return Client(family, state, evaluator.span(node))

    return _handler


def client_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of a client sends."""
    verb = path.removeprefix("prepare").lower()
    if path in _FORMS:
        return _form(evaluator, owner, path, arguments, node)
    if verb in (*VERBS, "request"):
        return _send_new(evaluator, owner, verb, arguments, node)
    if path == "config":
        made = Client(CLIENT, dict(owner.state), evaluator.span(node))
        function = _lambda(arguments)
        if function is not None:
            call_lambda(evaluator, function, node, receiver=Client("ktor.config", made.state))
        return made
    return Unclear(evaluator.span(node))


def _send_new(evaluator: Evaluator, owner: Client, verb: str, arguments: Arguments, node: ir.Node) -> Value:
    made = _request(evaluator, node)
    if verb != "request":
        made.state["_method"] = jvm.constant(verb.upper(), NAME)
    for value in [*arguments.positional, *arguments.named.values()]:
        if isinstance(value, Closure):
            call_lambda(evaluator, value, node, receiver=made)
        elif isinstance(value, Client) and value.family == REQUEST:
            made = value
        else:
            made.state["_url"] = text_of(evaluator, value)
    return send(evaluator, owner, made, node)


def _form(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`submitForm(url, formParameters, encodeInQuery) { … }`, `submitFormWithBinaryData(url, formData) { … }`."""
    made = _request(evaluator, node)
    given = [value for value in arguments.positional if not isinstance(value, Closure)]
    url = arguments.named.get("url") or next((value for value in given if value.kind == "string"), None)
    pairs = arguments.named.get("formParameters") or arguments.named.get("formData")
    pairs = pairs or next((value for value in given if isinstance(value, Client) or value.kind == "array"), None)
    in_query = arguments.named.get("encodeInQuery") or (given[2] if len(given) > 2 else None)
    as_query = in_query is not None and in_query.data is True
    if url is not None:
        made.state["_url"] = url
    made.state["_method"] = jvm.constant("GET" if as_query else "POST", NAME)
    if as_query:
        for name, value in fields_of(pairs):
            jvm.append(evaluator, made, "query", name, value)
    else:
        kind = "multipart" if "BinaryData" in path else "form"
        made.state["_body"] = pairs_body(evaluator, kind, pairs, node)
    function = _lambda(arguments)
    if function is not None:
        call_lambda(evaluator, function, node, receiver=made)
    return send(evaluator, owner, made, node)


def request_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Set what a name inside the lambda of a request sets."""
    first, second, function = jvm.argument(arguments), jvm.argument(arguments, 1), _lambda(arguments)
    path = path.removeprefix("request.")
    if path in ("url", "url.takeFrom", "takeFrom") or path.startswith(("url.", "parameters.")):
        return _address(evaluator, owner, path, arguments, node)
    if path in ("header", "headers.append", "headers.set", "headers.appendIfNameAbsent", "headers.appendMissing"):
        return jvm.add_header(evaluator, owner, text_of(evaluator, first), text_of(evaluator, second))
    if path in ("headers", "cookies") and function is not None:
        call_lambda(evaluator, function, node, receiver=Client("ktor.headers", owner.state))
    elif path == "headers.appendAll":
        jvm.add_headers(evaluator, owner, fields_of(first))
    elif path in ("contentType", "accept", "userAgent"):
        name = {"contentType": "Content-Type", "accept": "Accept", "userAgent": "User-Agent"}[path]
        jvm.add_header(evaluator, owner, jvm.constant(name, NAME), text_of(evaluator, first))
    elif path in ("bearerAuth", "basicAuth") and first is not None:
        _authorise(evaluator, owner, path == "basicAuth", first, second)
    elif path == "parameter" and second is not None and second.kind != "null":
        jvm.append(evaluator, owner, "query", text_of(evaluator, first), second)
    elif path == "cookie":
        _cookie(evaluator, owner, first, second)
    elif path in ("setMethod", "setBody") and first is not None:
        jvm.put(evaluator, owner, path[3:].lower(), first)
    elif path in ("setHost", "setPort", "host", "port"):
        _address(evaluator, owner, "url.set" + path.removeprefix("set").capitalize(), arguments, node)
    elif function is not None:
        call_lambda(evaluator, function, node, receiver=Client("ktor.other", {}))
    return owner


def _cookie(evaluator: Evaluator, owner: Client, name: Value | None, value: Value | None) -> None:
    text = evaluator.text(text_of(evaluator, name), Value("string", "="), text_of(evaluator, value))
    for key, before in jvm.entries(owner):
        if str(key.data).lower() == "cookie":
            text = evaluator.text(before, Value("string", "; "), text)
    jvm.add_header(evaluator, owner, jvm.constant("Cookie", NAME), text)


def _address(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Set the address, or a part of it inside `url { … }`."""
    first, function = jvm.argument(arguments), _lambda(arguments)
    name = path.removeprefix("url.")
    if function is not None:
        call_lambda(evaluator, function, node, receiver=Client("ktor.url", owner.state))
    if name in ("url", "takeFrom") and first is not None and first is not function:
        jvm.put(evaluator, owner, "url", text_of(evaluator, first))
    elif name in ("setProtocol", "setHost", "setPort", "setEncodedPath") and first is not None:
        jvm.put(evaluator, owner, {"setEncodedPath": "path"}.get(name, name[3:].lower()), first)
    elif name in ("path", "appendPathSegments", "appendEncodedPathSegments", "pathSegments"):
        before = owner.state.get("_path") if name != "path" else None
        pieces = [before] if before is not None else []
        for value in arguments.positional:
            for one in value.data if value.kind == "array" else [value]:
                if not isinstance(one, Closure):
                    pieces += [Value("string", "/"), _segment(evaluator, one)]
        made = evaluator.text(*pieces)
        jvm.put(evaluator, owner, "path", made)
    elif name in ("parameters.append", "parameters.set", "encodedParameters.append"):
        jvm.append(evaluator, owner, "query", text_of(evaluator, first), jvm.argument(arguments, 1))
    return owner


def _segment(evaluator: Evaluator, value: Value) -> Value:
    text = text_of(evaluator, value)
    made = str(text.data).strip("/")
    return Value("string", quote(made, "/:@$&+,;="), None, parts=spans_of(text), is_open=text.is_open)


def url_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Names inside `url { … }`."""
    _address(evaluator, owner, f"url.{path}", arguments, node)
    return owner


def headers_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Names inside `headers { … }`."""
    if path in ("append", "set", "appendIfNameAbsent", "appendMissing", "header", "appendAll"):
        word = "headers.append" if path not in ("appendAll",) else "headers.appendAll"
        request_family(evaluator, owner, word, arguments, node)
    elif path == "remove":
        jvm.without(evaluator, owner, "headers", jvm.argument(arguments))
    elif path in ("bearerAuth", "basicAuth", "contentType", "accept"):
        request_family(evaluator, owner, path, arguments, node)
    return owner


def send(evaluator: Evaluator, owner: Client, request: Client, node: ir.Node) -> Value:
    """Send a request with the defaults of its client."""
    if evaluator.leaving == "raise":
        return Unclear(evaluator.span(node))
    write = evaluator.dialect.text
    defaults = owner.state["_defaults"]
    if not isinstance(defaults, Client):
        return Unclear(evaluator.span(node))
    url = _whole(evaluator, defaults, request)
    url = with_query(url, defaults.state["_query"], write)
    method = request.state.get("_method") or jvm.constant("GET", NAME)
    draft = Draft(NAME, jvm.verb(method), as_sent(with_query(url, request.state["_query"], write)))
    draft.add_headers(defaults.state["_headers"])
    draft.add_headers(request.state["_headers"])
    _give_body(evaluator, draft, owner, request.state.get("_body"))
    if "_timeout" in owner.state:
        draft.options["timeout_s"] = owner.state["_timeout"]
    return draft.send(evaluator, node)


def _whole(evaluator: Evaluator, defaults: Client, request: Client) -> Value:
    """Return the address of a request, resolved against that of the client's defaults."""
    base, own = _own(evaluator, defaults), _own(evaluator, request)
    if own is None:
        return base if base is not None else Value.unknown()
    if base is None or "://" in str(own.data):
        return own
    made = join_reference(base, own)
    if made.kind == "string":
        return made
    return evaluator.text(
        base, Value("string", "/"), Value("string", str(own.data).lstrip("/"), None, parts=spans_of(own))
    )


def _own(evaluator: Evaluator, owner: Client) -> Value | None:
    """Return the address that a builder holds, whole or in parts; None where it holds none."""
    state = owner.state
    url, host, path = state.get("_url"), state.get("_host"), state.get("_path")
    if host is not None:
        protocol = state.get("_protocol")
        name = protocol.path.rpartition(".")[2].lower() if isinstance(protocol, Reference) else "http"
        pieces = [Value("string", name + "://"), host]
        port = state.get("_port")
        pieces += [Value("string", ":"), port] if port is not None else []
        url = evaluator.text(*pieces)
    if path is not None:
        slash = [] if str(path.data).startswith("/") else [Value("string", "/")]
        front = (
            []
            if url is None
            else [Value("string", str(url.data).rstrip("/"), None, parts=spans_of(url), is_open=url.is_open)]
        )
        url = evaluator.text(*front, *slash, path)
    return url


def _give_body(evaluator: Evaluator, draft: Draft, owner: Client, body: Value | None) -> None:
    if body is None or body.kind == "null":
        return
    settings = owner.state.get("_json")
    rules = Rules()
    if isinstance(settings, Client):
        rules = Rules(settings.state["_defaults"].data is True, settings.state["_nulls"].data is True)
    if isinstance(body, Client) and body.family == PAIRS:
        draft.body = form_body(fields_of(body))
        draft.add_content_type()
        return
    if isinstance(body, Client | FileThing):
        jvm.give_body(evaluator, draft, body)
        return
    made = json_value(evaluator, body, rules)
    if made.kind in ("object", "array"):
        draft.body = json_body(evaluator, made)
        draft.add_content_type()
    elif made.kind == "unknown":
        kind = "json" if "json" in draft.header("content-type") else "raw"
        draft.body = Body("json" if kind == "json" else "raw", Value.unknown(made.span))
    else:
        jvm.give_body(evaluator, draft, made)
        draft.add_default("content-type", jvm.constant(_PLAIN_TEXT, NAME))


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """`client.post(url) { … }`, where the text does not show how the client is made."""
    verb = path[-1].removeprefix("prepare").lower() if path else ""
    first = jvm.argument(arguments)
    if verb not in (*VERBS, "request") and path[-1:] and path[-1] not in _FORMS:
        return None
    names = ".".join(path[:-1]).lower()
    absolute = first is not None and first.kind == "string" and "://" in first.data
    known = absolute or "client" in names or "http" in names
    if not known or (_lambda(arguments) is None and path[-1] not in _FORMS):
        return None
    made = Client(CLIENT, {"_defaults": _request(evaluator, node)})
    return client_family(evaluator, made, path[-1], arguments, node)


def handlers() -> dict[str, Handler]:
    """Return the constructions by name."""
    return {
        "HttpClient": new_client,
        "BearerTokens": _credentials("ktor.bearer"),
        "BasicAuthCredentials": _credentials("ktor.basic"),
        "DigestAuthCredentials": _credentials("ktor.digest"),
        **content_type_of(),
    }


def families() -> dict[str, Family]:
    """Return the families by name."""
    from supportdesk.reading.code.clients.kotlin_ktor_values import pairs_family

    return {
        CLIENT: client_family,
        "ktor.config": config_family,
        REQUEST: request_family,
        "ktor.url": url_family,
        "ktor.headers": headers_family,
        PAIRS: pairs_family,
        **dict.fromkeys(("ktor.bearer", "ktor.basic", "ktor.digest", "ktor.other"), _nothing),
    }


def _nothing(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    del owner, path, arguments
    return Unclear(evaluator.span(node))


NAMES: dict[str, str] = {
    name: name
    for name in (
        "HttpClient", "BearerTokens", "BasicAuthCredentials", "ContentType", "HttpHeaders", "HttpMethod", "URLProtocol",
        "Parameters", "parameters", "parametersOf", "formData", "FormDataContent", "MultiPartFormDataContent",
        "TextContent", "ContentNegotiation", "DefaultRequest", "Auth", "HttpTimeout", "CIO", "OkHttp", "Logging",
    )
}  # fmt: skip
"""Names that snippets use without showing their import."""

__all__ = ["Container", "families", "guess", "handlers"]
