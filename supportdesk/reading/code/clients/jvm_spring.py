"""Spring: RestTemplate, WebClient and RestClient.

https://docs.spring.io/spring-framework/reference/integration/rest-clients.html
"""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.clients import jvm_requests as jvm
from supportdesk.reading.code.clients.drafts import Draft, basic_credentials
from supportdesk.reading.code.clients.jvm_okhttp import address, url_builder, url_family
from supportdesk.reading.code.clients.jvm_requests import argument
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.texts import derived
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
from supportdesk.reading.code.urls import behind
from supportdesk.value import UNKNOWN, Value

NAME = "spring"
_HOLE = lazy(r"\{([\w.]{1,80})\}")
_TEMPLATE = {
    "postForObject": "POST", "postForEntity": "POST", "postForLocation": "POST", "getForObject": "GET",
    "getForEntity": "GET", "put": "PUT", "delete": "DELETE", "patchForObject": "PATCH", "headForHeaders": "HEAD",
    "optionsForAllow": "OPTIONS",
}  # fmt: skip
_SENDING = ("retrieve", "exchange", "exchangeToMono", "exchangeToFlux")
_URI_METHODS = {
    "queryParam": "addQueryParameter", "addParameter": "addQueryParameter", "setParameter": "setQueryParameter",
    "replaceQueryParam": "setQueryParameter", "path": "addEncodedPathSegments", "pathSegment": "addPathSegment",
    "setPath": "encodedPath", "setHost": "host", "setScheme": "scheme", "setPort": "port",
}  # fmt: skip


def headers(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make what `new HttpHeaders()` makes."""
    del arguments
    return jvm.builder(evaluator, "spring.headers", node)


def headers_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Set headers: `set`, `add`, `setBearerAuth`, `setBasicAuth`, `setContentType`, `setAccept`, a request's own."""
    del node
    first, second = argument(arguments), argument(arguments, 1)
    if path in ("set", "add", "put", "header", "defaultHeader", "addIfAbsent"):
        value = second.data[0] if second is not None and second.kind == "array" and second.data else second
        return jvm.add_header(evaluator, owner, first, value)
    if path in ("setAll", "addAll", "putAll"):
        return jvm.add_headers(evaluator, owner, jvm.entries(first))
    if path == "setBearerAuth":
        value = evaluator.text(Value("string", "Bearer "), first or Unclear())
        return jvm.add_header(evaluator, owner, jvm.constant("Authorization", NAME), value)
    if path in ("setBasicAuth", "basicAuthentication") and first is not None:
        value = (
            evaluator.text(Value("string", "Basic "), first)
            if second is None
            else basic_credentials(evaluator, first, second)
        )
        return jvm.add_header(evaluator, owner, jvm.constant("Authorization", NAME), value)
    if path in ("setContentType", "contentType"):
        return jvm.add_header(evaluator, owner, jvm.constant("Content-Type", NAME), first)
    if path in ("setAccept", "accept"):
        value = first.data[0] if first is not None and first.kind == "array" and first.data else first
        return jvm.add_header(evaluator, owner, jvm.constant("Accept", NAME), value)
    return owner


def values(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make a `LinkedMultiValueMap` or `MultipartBodyBuilder`."""
    made = Client("spring.values", {"_fields": Container("array", [], born=evaluator.branch)}, evaluator.span(node))
    for name, value in jvm.entries(argument(arguments)):
        jvm.append(evaluator, made, "fields", name, value)
    return made


def values_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`add(name, value)` of a MultiValueMap; `part(name, content)` of a multipart body."""
    del node
    first, second = argument(arguments), argument(arguments, 1)
    if path in ("add", "set", "part", "put", "with"):
        if path in ("part",):
            owner.state["_multipart"] = Value("boolean", True)  # its data
        items = second.data if second is not None and second.kind == "array" else [second]
        for item in items:
            jvm.append(evaluator, owner, "fields", first, item)
    elif path in ("addAll", "setAll", "putAll"):
        for name, value in jvm.entries(first):
            jvm.append(evaluator, owner, "fields", name, value)
    return owner


def entity(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make an `HttpEntity` of a body, of headers, or of both."""
    made = jvm.builder(evaluator, "spring.entity", node)
    for value in arguments.positional:
        if isinstance(value, Client) and value.family == "spring.headers":
            made.state["_headers"] = value.state["_headers"]
        else:
            made.state.setdefault("_body", value)
    return made


def template(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Make a RestTemplate, WebClient or RestClient, or its builder; `create(base)` gives the address."""
    made = jvm.builder(evaluator, "spring.client", node)
    base = argument(arguments)
    if base is not None and base.kind == "string":
        made.state["_base"] = base
    return made


def client_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what RestTemplate sends, begin a chain of a WebClient or RestClient, or take a setting."""
    first = argument(arguments)
    if path in ("baseUrl", "rootUri"):
        return jvm.put(evaluator, owner, "base", first)
    if path in ("defaultHeader", "basicAuthentication"):
        return headers_family(evaluator, owner, path, arguments, node)
    if path == "defaultHeaders" and isinstance(first, Closure):
        return _with_headers(evaluator, owner, first, node)
    if path in _TEMPLATE and first is not None and (path.islower() is False or len(arguments.positional) > 0):
        return _template_call(evaluator, owner, path, arguments, node)
    if path == "exchange":
        return _exchange(evaluator, owner, arguments, node)
    if path.upper() in jvm.VERBS or path == "method":
        made = jvm.builder(evaluator, "spring.request", node, send_request)
        made.state["_headers"] = jvm.twin(evaluator, owner, "spring.headers", node).state["_headers"]
        made.state["_method"] = jvm.constant(path.upper(), NAME) if path != "method" else jvm.verb(first)
        if "_base" in owner.state:
            made.state["_base"] = made.state["_url"] = owner.state["_base"]
        return made
    return owner


def _template_call(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    has_body = _TEMPLATE[path] in ("POST", "PUT", "PATCH")
    given = arguments.positional
    skipped = 1 + has_body + (path not in ("put", "delete", "headForHeaders", "optionsForAllow", "postForLocation"))
    body = argument(arguments, 1) if has_body else None
    return _send(evaluator, owner, jvm.constant(_TEMPLATE[path], NAME), _expanded(evaluator, given[0], given[skipped:]),
                 body, node)  # fmt: skip


def _exchange(evaluator: Evaluator, owner: Client, arguments: Arguments, node: ir.Node) -> Value:
    """`exchange(url, method, entity, type, …)`, `exchange(requestEntity, type)`."""
    first = argument(arguments)
    if isinstance(first, Client) and first.family == "spring.request":
        return send_request(evaluator, first, node)
    url = _expanded(evaluator, first, arguments.positional[4:])
    return _send(evaluator, owner, jvm.verb(argument(arguments, 1)), url, argument(arguments, 2), node)


def _expanded(evaluator: Evaluator, url: Value | None, given: list[Value]) -> Value:
    """Return an address with its `{name}` holes filled: from a map, or in turn."""
    made = jvm.text(evaluator, address(evaluator, url))
    if made.kind != "string" or "{" not in made.data:
        return made
    members = given[0].data if given and given[0].kind == "object" else None
    pieces: list[Value] = []
    at, turn = 0, iter(given)
    for match in _HOLE.finditer(made.data):
        pieces.append(Value("string", made.data[at : match.start()], None, parts=spans_of(made)))
        at = match.end()
        value = members.get(match[1]) if members is not None else next(turn, None)
        pieces.append(value if value is not None else Unclear())
    pieces.append(Value("string", made.data[at:], None, parts=spans_of(made), is_open=UNKNOWN in made.data))
    return evaluator.text(*pieces)


def _send(evaluator: Evaluator, owner: Client, method: Value, url: Value, body: Value | None, node: ir.Node) -> Value:
    holder = body if isinstance(body, Client) and body.family in ("spring.entity", "spring.request") else None
    source = holder if holder is not None else jvm.builder(evaluator, "spring.entity", node)
    draft = jvm.start(evaluator, source, NAME, method, behind(owner.state.get("_base"), url, evaluator.dialect.text))
    for name, value in jvm.entries(owner):
        draft.add_default(str(name.data), value)
    content = holder.state.get("_body") if holder is not None else body
    _give(evaluator, draft, content, node)
    return draft.send(evaluator, node)


def _give(evaluator: Evaluator, draft: Draft, content: Value | None, node: ir.Node) -> None:
    """Give a draft what a message converter makes of an object: a form, multipart, JSON, or text."""
    if isinstance(content, Client) and content.family == "spring.values":
        fields = content.state["_fields"]
        files = any(isinstance(row.data[1], FileThing | Unclear) for row in fields.data)
        said = draft.header("content-type")
        is_multipart = "multipart" in said or "_multipart" in content.state or (files and "urlencoded" not in said)
        content = jvm.fields_body(evaluator, "multipart" if is_multipart else "form", content, node)
    elif content is not None and content.kind != "string":
        content = jvm.serialised(evaluator, content)
    jvm.give_body(evaluator, draft, content)
    draft.add_content_type()


def request_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Follow the chain of a WebClient, RestClient or RequestEntity: `uri`, `header`, `bodyValue`, `retrieve`."""
    first = argument(arguments)
    if path == "uri":
        made = _uri(evaluator, owner, first, arguments, node)
        return jvm.put(evaluator, owner, "url", behind(owner.state.get("_base"), made, evaluator.dialect.text))
    if path == "headers" and isinstance(first, Closure):
        return _with_headers(evaluator, owner, first, node)
    if path == "headers":
        return jvm.add_headers(evaluator, owner, jvm.entries(first))
    if path in ("bodyValue", "body", "syncBody"):
        return jvm.put(evaluator, owner, "body", first)
    if path == "cookie":
        value = evaluator.text(first or Unclear(), Value("string", "="), argument(arguments, 1) or Unclear())
        return jvm.add_header(evaluator, owner, jvm.constant("Cookie", NAME), value)
    if path in _SENDING:
        return send_request(evaluator, owner, node)
    return headers_family(evaluator, owner, path, arguments, node)


def _uri(evaluator: Evaluator, owner: Client, first: Value | None, arguments: Arguments, node: ir.Node) -> Value:
    if isinstance(first, Closure):
        handed = Arguments()
        base = owner.state.get("_base")
        begin = Arguments()
        begin.positional = [] if base is None else [base]
        handed.positional = [uri_builder(evaluator, begin, node)]
        return jvm.text(evaluator, address(evaluator, call(evaluator, first, handed, node)))
    return _expanded(evaluator, first, arguments.positional[1:])


def _with_headers(evaluator: Evaluator, owner: Client, function: Closure, node: ir.Node) -> Client:
    """Let a function of the program set headers (`headers(h -> h.setBearerAuth(key))`)."""
    held = Client("spring.headers", {"_headers": owner.state["_headers"]}, evaluator.span(node))
    handed = Arguments()
    handed.positional = [held]
    call(evaluator, function, handed, node)
    return owner


def send_request(evaluator: Evaluator, owner: Client, node: ir.Node) -> Value:
    """Send what a chain holds."""
    draft = jvm.start(evaluator, owner, NAME, owner.state.get("_method"))
    _give(evaluator, draft, owner.state.get("_body"), node)
    return draft.send(evaluator, node)


def request_entity(method: str) -> Handler:
    """Return what begins a `RequestEntity.post(url)`."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        made = jvm.builder(evaluator, "spring.request", node, send_request)
        made.state["_method"] = jvm.constant(method, NAME)
        return jvm.put(evaluator, made, "url", _expanded(evaluator, argument(arguments), arguments.positional[1:]))

    return _handler


def uri_builder(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`UriComponentsBuilder.fromHttpUrl(address)`, `new URIBuilder(address)`."""
    made = url_builder(evaluator, arguments, node)
    return Client("jvm.uri", made.state, evaluator.span(node)) if isinstance(made, Client) else made


def uri_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Set the parts of an address; what builds it gives its text."""
    if path in ("toUriString", "toUri", "build", "buildAndExpand", "encode", "toString"):
        inner = Client("okhttp.url", owner.state)
        built = address(evaluator, inner)
        given = arguments.positional if path == "buildAndExpand" or (path == "build" and "{" in str(built.data)) else []
        return _expanded(evaluator, built, given) if given else built
    first = argument(arguments)
    if path == "path" and first is not None and first.kind == "string" and first.data.startswith("/"):
        arguments.positional[0] = derived(first, first.data[1:])
    url_family(evaluator, owner, _URI_METHODS.get(path, path), arguments, node)
    return owner


def same(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Mono.just(value)`, `BodyInserters.fromValue(value)`: the value."""
    return argument(arguments) or Unclear(evaluator.span(node))


def form_inserter(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`BodyInserters.fromFormData(…)`, `BodyInserters.fromMultipartData(…)`."""
    first = argument(arguments)
    if isinstance(first, Client):
        return first
    made = values(evaluator, Arguments(), node)
    if isinstance(made, Client) and first is not None and first.kind == "string":
        jvm.append(evaluator, made, "fields", first, argument(arguments, 1))
    return made


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """`anything.postForObject(…)`, where the text does not show how the client is made."""
    entity_given = isinstance(argument(arguments, 2), Client) or isinstance(argument(arguments, 1), Reference)
    is_exchange = path[-1] == "exchange" and entity_given
    if len(path) < 2 or not (is_exchange or (path[-1] in _TEMPLATE and not path[-1].islower())):
        return None
    return client_family(evaluator, Client("spring.client", {}), path[-1], arguments, node)


def handlers() -> dict[str, Handler]:
    """Return the constructions and static methods by class."""
    made: dict[str, Handler] = {
        "HttpHeaders": headers,
        **dict.fromkeys(("LinkedMultiValueMap", "MultipartBodyBuilder"), values),
        "HttpEntity": entity,
        **dict.fromkeys(
            ("RestTemplate", "RestTemplateBuilder", "WebClient", "WebClient.create", "WebClient.builder",
             "RestClient", "RestClient.create", "RestClient.builder", "TestRestTemplate"), template
        ),
        **dict.fromkeys(
            ("UriComponentsBuilder.fromHttpUrl", "UriComponentsBuilder.fromUriString", "UriComponentsBuilder.fromUri",
             "UriComponentsBuilder.newInstance", "URIBuilder", "UriBuilder.fromUri", "UriComponentsBuilder.fromPath"),
            uri_builder,
        ),
        **dict.fromkeys(
            ("Mono.just", "BodyInserters.fromValue", "BodyInserters.fromObject", "MediaType.valueOf",
             "MediaType.parseMediaType", "HttpMethod.valueOf", "BodyInserters.fromPublisher", "ContentType.parse"), same
        ),
        **dict.fromkeys(("BodyInserters.fromFormData", "BodyInserters.fromMultipartData"), form_inserter),
    }  # fmt: skip
    made["okhttp3.MediaType.valueOf"] = made["okhttp3.MediaType.parseMediaType"] = same
    made.update({f"RequestEntity.{verb.lower()}": request_entity(verb) for verb in jvm.VERBS})
    return made


def families() -> dict[str, Family]:
    """Return the families by name."""
    return {
        "spring.headers": headers_family,
        "spring.values": values_family,
        "spring.client": client_family,
        "spring.request": request_family,
        "spring.entity": request_family,
        "jvm.uri": uri_family,
    }


NAMES: dict[str, str] = {}
