"""resty and req: clients and requests whose `Set…` methods give themselves back.

https://pkg.go.dev/github.com/go-resty/resty/v2, https://pkg.go.dev/github.com/imroc/req/v3 (where the client's own
settings are named `SetCommon…`).
"""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import form_body, json_body, text_body
from supportdesk.reading.code.clients import go_urls
from supportdesk.reading.code.clients.drafts import Draft, basic_credentials, text_or_unknown
from supportdesk.reading.code.clients.go_http import header_pairs
from supportdesk.reading.code.container_methods import pairs_of
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.go.builtin_functions import copied
from supportdesk.reading.code.go.json_library import as_json, fill
from supportdesk.reading.code.go.streams import text_of
from supportdesk.reading.code.go.things import Header, with_error
from supportdesk.reading.code.things import Arguments, Client, Container, FileThing, Instance, JsonText, Thing, Unclear
from supportdesk.reading.code.urls import as_sent, behind, flat_pairs
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import UNKNOWN, Value

VERBS = ("Get", "Post", "Put", "Patch", "Delete", "Head", "Options")
_MAPS = ("header", "query", "form", "path")
Setter = Callable[[Evaluator, Client, list[Value], ir.Node], None]


def _new(name: str, family: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del arguments
        state: dict[str, Value] = {kind: Container("object", {}, born=evaluator.branch) for kind in _MAPS[1:]}
        state["header"] = Header("object", {}, born=evaluator.branch)
        state["parts"] = Container("array", [], born=evaluator.branch)
        return Client(f"{family}:{name}", state, evaluator.span(node))

    return _handler


def _request(evaluator: Evaluator, owner: Client, name: str, node: ir.Node) -> Client:
    """Return a new request of a client, which begins with the client's settings."""
    state = dict(owner.state)
    for kind in _MAPS:
        given = Arguments()
        given.positional = [state[kind]]
        state[kind] = copied(evaluator, given, node)
    state["parts"] = Container("array", list(state["parts"].data), born=evaluator.branch)
    return Client(f"request:{name}", state, evaluator.span(node))


def _put(kind: str, *, add: bool = False) -> Setter:
    """Set one pair, or the pairs of a map."""

    def _setter(evaluator: Evaluator, owner: Client, given: list[Value], node: ir.Node) -> None:
        target = owner.state[kind]
        change = go_urls.add_value if add else go_urls.set_value
        if len(given) == 1 and given[0].kind == "string" and kind == "query":
            given = [go_urls.query_of(evaluator, given[0])]
        if len(given) == 1:
            target.is_open = target.is_open or given[0].kind not in ("object", "null") or given[0].is_open
            pairs = [(name, value) for name, value in pairs_of(given[0])]
        else:
            pairs = [(given[0], given[1])] if len(given) > 1 else []
        for name, value in pairs:
            for one in value.data if value.kind == "array" else [value]:
                handed = Arguments()
                handed.positional = [name, one if one.kind in ("string", "unknown") else evaluator.text(one)]
                change(evaluator, target, handed, node)

    return _setter


def _named(name: str) -> Setter:
    def _setter(evaluator: Evaluator, owner: Client, given: list[Value], node: ir.Node) -> None:
        del evaluator, node
        if given:
            owner.state[name] = given[0]

    return _setter


def _set_header(evaluator: Evaluator, owner: Client, name: str, value: Value, node: ir.Node) -> None:
    given = Arguments()
    given.positional = [Value("string", name, added_by=owner.family.partition(":")[2]), value]
    go_urls.set_value(evaluator, owner.state["header"], given, node)


def _bearer(evaluator: Evaluator, owner: Client, given: list[Value], node: ir.Node) -> None:
    if given:
        scheme = owner.state.get("scheme") or Value("string", "Bearer")
        owner.state["token"] = given[0]
        _set_header(evaluator, owner, "Authorization", evaluator.text(scheme, Value("string", " "), given[0]), node)


def _scheme(evaluator: Evaluator, owner: Client, given: list[Value], node: ir.Node) -> None:
    if given:
        owner.state["scheme"] = given[0]
        token = owner.state.get("token")
        if token is not None:
            _bearer(evaluator, owner, [token], node)


def _basic(evaluator: Evaluator, owner: Client, given: list[Value], node: ir.Node) -> None:
    if len(given) == 2:
        _set_header(evaluator, owner, "Authorization", basic_credentials(evaluator, given[0], given[1]), node)


def _content_type(evaluator: Evaluator, owner: Client, given: list[Value], node: ir.Node) -> None:
    if given:
        _set_header(evaluator, owner, "Content-Type", given[0], node)


def _json_text(evaluator: Evaluator, owner: Client, given: list[Value], node: ir.Node) -> None:
    if given:
        owner.state["body"] = given[0]
        _set_header(evaluator, owner, "Content-Type", Value("string", "application/json", added_by="req"), node)


def _cookies(evaluator: Evaluator, owner: Client, given: list[Value], node: ir.Node) -> None:
    for value in given:
        for cookie in value.data if value.kind == "array" else [value]:
            if not isinstance(cookie, Client):
                continue
            name, text = cookie.state.get("Name", Unclear()), cookie.state.get("Value", Unclear())
            headers = owner.state["header"]
            old = headers.data.get("Cookie") if headers.kind == "object" else None
            before = [*old.data, Value("string", "; ")] if old is not None and old.kind == "array" else []
            _set_header(evaluator, owner, "Cookie", evaluator.text(*before, name, Value("string", "="), text), node)


def _file(evaluator: Evaluator, owner: Client, given: list[Value], node: ir.Node) -> None:
    """`SetFile(field, path)`, `SetFiles(map)`."""
    del evaluator, node
    pairs = pairs_of(given[0]) if len(given) == 1 else [(given[0], given[1])] if len(given) > 1 else []
    for name, path in pairs:
        thing = path if isinstance(path, FileThing) else FileThing(path)
        owner.state["parts"].data.append(Container("array", [name, thing.base_name()]))


def _stream(evaluator: Evaluator, owner: Client, given: list[Value], node: ir.Node) -> None:
    """`SetFileReader(field, name, reader)`, `SetMultipartField(field, name, type, reader)`."""
    if len(given) < 2:
        return
    if given[1].kind == "string" and not given[1].data:  # without a file name it is a plain field
        _put("form")(evaluator, owner, [given[0], text_of(evaluator, given[-1])], node)
        owner.state["multipart"] = Value("boolean", True)  # its data
        return
    owner.state["parts"].data.append(Container("array", [given[0], FileThing(given[1]).base_name()]))


def _form_parts(evaluator: Evaluator, owner: Client, given: list[Value], node: ir.Node) -> None:
    _put("form")(evaluator, owner, given, node)
    owner.state["multipart"] = Value("boolean", True)  # its data


SETTERS: dict[str, Setter] = {
    **dict.fromkeys(
        ("Header", "Headers", "HeaderVerbatim", "HeaderMultiValues", "HeadersNonCanonical"), _put("header")
    ),
    **dict.fromkeys(("QueryParam", "QueryParams", "QueryString", "QueryParamsFromValues"), _put("query")),
    "AddQueryParam": _put("query", add=True),
    "AddQueryParams": _put("query", add=True),
    **dict.fromkeys(("FormData", "FormDataFromValues", "FormDataAnyType"), _put("form")),
    **dict.fromkeys(("PathParam", "PathParams", "RawPathParam", "RawPathParams"), _put("path")),
    **dict.fromkeys(("BaseURL", "HostURL"), _named("base")),
    **dict.fromkeys(("AuthToken", "BearerAuthToken", "BearerToken"), _bearer),
    "AuthScheme": _scheme,
    "BasicAuth": _basic,
    "ContentType": _content_type,
    **dict.fromkeys(("Body", "BodyBytes", "BodyString", "BodyJsonMarshal"), _named("body")),
    **dict.fromkeys(("BodyJsonString", "BodyJsonBytes"), _json_text),
    **dict.fromkeys(("Cookie", "Cookies"), _cookies),
    **dict.fromkeys(("File", "Files"), _file),
    **dict.fromkeys(("FileReader", "FileBytes", "MultipartField"), _stream),
    "MultipartFormData": _form_parts,
    **dict.fromkeys(("Result", "SuccessResult"), _named("result")),
    "Timeout": _named("timeout"),
    **dict.fromkeys(("RetryCount",), _named("max_retries")),
    **dict.fromkeys(("Proxy", "ProxyURL"), _named("proxy")),
}
"""What a `Set…` method sets, behind `Set` and `SetCommon` → how."""


def _family(name: str) -> Family:
    def _method(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
        given = arguments.positional
        is_request = owner.family.startswith("request:")
        if path in ("R", "NewRequest"):
            return _request(evaluator, owner, name, node)
        verb = path.removeprefix("Must")
        if not is_request and name == "req" and verb in VERBS:
            made = _request(evaluator, owner, name, node)
            made.state["method"] = Value("string", verb.upper(), added_by=name)
            if given:
                made.state["url"] = given[0]
            return made
        if verb in VERBS:
            url = given[0] if given else owner.state.get("url", Unclear())
            answer = send(evaluator, owner, name, Value("string", verb.upper(), added_by=name), url, node)
            return answer if path.startswith("Must") else with_error(answer)
        if path in ("Execute", "Send", "Do"):
            method, url = (*given, Unclear(), Unclear())[:2] if path != "Do" and len(given) > 1 else _set_before(owner)
            answer = send(evaluator, owner, name, method, url, node)
            return answer if path == "Do" else with_error(answer)
        setter = SETTERS.get(path.removeprefix("Set").removeprefix("Common")) or SETTERS.get(path)
        if setter is not None:
            setter(evaluator, owner, given, node)
        return owner if path.startswith(("Set", "Enable", "Disable", "Add", "On", "With", "Dev", "Use")) else Unclear()

    return _method


def _set_before(owner: Client) -> tuple[Value, Value]:
    """Return method and address that are set as members."""
    state = owner.state
    method = state.get("Method") or state.get("method") or Value("string", "GET")
    return method, state.get("URL") or state.get("url") or Unclear()


def send(evaluator: Evaluator, owner: Client, name: str, method: Value, url: Value, node: ir.Node) -> Value:
    """Send a request with what was set on it."""
    state, write = owner.state, evaluator.dialect.text
    url = behind(state.get("base"), text_or_unknown(_filled(evaluator, url, state["path"])), write)
    query = state["query"]
    if query.data:
        more = go_urls.encode(evaluator, query, Arguments(), node)
        sign = "&" if "?" in str(url.data) else "?"
        url = evaluator.text(url, Value("string", sign), more)
    draft = Draft("resty" if name == "resty" else "req", method, as_sent(url))
    headers = state["header"]
    draft.complete = not (headers.is_open or query.is_open)
    draft.headers = header_pairs(evaluator, headers)
    draft.body = _body(evaluator, state, draft, node)
    if draft.body.kind != "raw":
        draft.add_content_type()
    timeout = state.get("timeout")
    if timeout is not None and timeout.kind == "number":
        draft.take_options({"timeout": Value("number", timeout.data / 1e9, None, parts=timeout.parts)})
    draft.take_options({key: state[key] for key in ("max_retries", "proxy") if key in state})
    if "base" in state:
        draft.take_options({"base_url": state["base"]})
    answer = draft.send(evaluator, node)
    if "result" in state:
        fill(evaluator, answer, state["result"], node)
    return answer


def _filled(evaluator: Evaluator, url: Value, members: Value) -> Value:
    """Return an address with its `{name}` filled."""
    if url.kind != "string" or "{" not in str(url.data):
        return url
    pieces: list[Value] = []
    text = str(url.data)
    while text:
        front, mark, behind_it = text.partition("{")
        name, closing, rest = behind_it.partition("}")
        value = members.data.get(name) if mark and closing else None
        if value is None:
            pieces.append(Value("string", text, url.span, parts=url.parts))
            break
        pieces.append(Value("string", front, url.span, parts=url.parts))
        pieces.extend(value.data if value.kind == "array" else [value])
        text = rest
    return evaluator.text(*pieces)


def _body(evaluator: Evaluator, state: dict[str, Value], draft: Draft, node: ir.Node) -> Body:
    form = flat_pairs(state["form"], evaluator.dialect.text)
    if state["parts"].data or "multipart" in state:
        fields = [Field(name, value) for name, value in form]
        fields.extend(Field(part.data[0], None, part.data[1]) for part in state["parts"].data)
        return Body("multipart", None, fields)
    if form:
        return form_body(form)
    body = state.get("body")
    if body is None or body.kind == "null":
        return Body()
    if body.kind in ("object", "array") or isinstance(body, Instance):
        return json_body(evaluator, as_json(evaluator, body, node))
    if isinstance(body, Client) and body.family == "go.struct":
        return json_body(evaluator, as_json(evaluator, body, node))
    text = text_of(evaluator, body)
    if isinstance(text, Thing) and not isinstance(text, JsonText):
        return Body("raw", Value("string", UNKNOWN, text.span, is_open=True))
    made = text_body(evaluator, text, draft.header("content-type"))
    if draft.client == "resty":
        draft.add_default("content-type", Value("string", "text/plain; charset=utf-8", added_by="resty"))
    return made


def _module_verb(verb: str) -> Handler:
    """`req.Get(url)`, `req.MustPost(url)` on the package itself."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        owner = _new("req", "request")(evaluator, Arguments(), node)
        family = _family("req")
        return family(evaluator, owner, verb, arguments, node) if isinstance(owner, Client) else owner

    return _handler


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("resty.New", "resty.NewWithClient", "resty.NewRequest"), _new("resty", "client")),
    "resty.R": _new("resty", "request"),
    **dict.fromkeys(("req.C", "req.NewClient", "req.DefaultClient", "req.New"), _new("req", "client")),
    **dict.fromkeys(("req.R", "req.NewRequest"), _new("req", "request")),
    **{f"req.{verb}": _module_verb(verb) for name in VERBS for verb in (name, f"Must{name}")},
}
"""Dotted name → what it does."""

FAMILIES: dict[str, Family] = {
    f"{kind}:{name}": _family(name) for kind in ("client", "request") for name in ("resty", "req")
}
"""Family of a client → what its methods do."""
