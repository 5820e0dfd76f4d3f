"""RestSharp, versions 106 and from 107 on: RestClient, RestRequest and their parameters.

Source: restsharp.dev/docs (Preparing the request, Making calls, Authenticators), and RequestContent.cs and
UriExtensions.cs of github.com/restsharp/RestSharp.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import form_body, json_body, text_body
from supportdesk.reading.code.clients.csharp_content import null
from supportdesk.reading.code.clients.csharp_httpclient import mark_unsent, method_of
from supportdesk.reading.code.clients.drafts import Draft, basic_credentials, text_or_unknown
from supportdesk.reading.code.csharp.builtin_functions import pairs
from supportdesk.reading.code.csharp.json_library import PLAIN, WEB, Policy, written
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.things import (
    Arguments,
    Client,
    Closure,
    Container,
    FileThing,
    Instance,
    Reference,
    Unclear,
    spans_of,
)
from supportdesk.reading.code.urls import as_sent, behind, quote, with_query
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import UNKNOWN, Value

NAME = "restsharp"
_VERBS = ("Get", "Post", "Put", "Patch", "Delete", "Head", "Options")
_KINDS = {
    "HttpHeader": "header", "QueryString": "query", "UrlSegment": "segment", "RequestBody": "body", "Cookie": "cookie",
    "GetOrPost": "either", "QueryStringWithoutEncode": "query",
}  # fmt: skip
_ADDING = {
    "AddHeader": "header", "AddOrUpdateHeader": "header", "AddQueryParameter": "query", "AddUrlSegment": "segment",
    "AddCookie": "cookie", "AddDefaultHeader": "header", "AddDefaultQueryParameter": "query",
    "AddDefaultUrlSegment": "segment",
}  # fmt: skip
_TYPES = {"Json": "application/json", "Xml": "application/xml"}


def _execution() -> dict[str, str]:
    made = dict.fromkeys(("Execute", "ExecuteAsync", "ExecuteTaskAsync", "DownloadData", "DownloadDataAsync"), "")
    for verb in _VERBS:
        for name in (verb, f"{verb}Async", f"Execute{verb}", f"Execute{verb}Async", f"Execute{verb}TaskAsync"):
            made[name] = verb.upper()
    return made


EXECUTING = _execution()
"""Method that sends a request → its request method ('' where the request says it)."""
_WITH_JSON = {"PostJson": "POST", "PutJson": "PUT", "GetJson": "GET", "DeleteJson": "DELETE"}


def client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new RestClient(url)`, `new RestClient(options)`, `new RestClient(http_client, options)`."""
    state: dict[str, Value] = {"%entries": Container("array", [], born=evaluator.branch)}
    for value in (*arguments.positional, *arguments.named.values()):
        if value.kind == "string":
            state["BaseUrl"] = value
        elif isinstance(value, Client) and value.family == "restsharp.options":
            state.update(value.state)
        elif isinstance(value, Client) and value.family == "httpclient":
            if "BaseAddress" in value.state:
                state["BaseUrl"] = value.state["BaseAddress"]
            state["%http"] = value
        elif value.kind == "unknown" and "BaseUrl" not in state and not isinstance(value, Instance | Closure):
            state["BaseUrl"] = Unclear(value.span)
    made = evaluator.modules["%rest"] = Client("restsharp", state, evaluator.span(node))
    return made


def options(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new RestClientOptions(url) { … }`."""
    state: dict[str, Value] = {}
    if arguments.positional:
        state["BaseUrl"] = arguments.positional[0]
    return Client("restsharp.options", state, evaluator.span(node))


def request(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new RestRequest(resource, method)`, `new RestRequest(method)`."""
    state: dict[str, Value] = {"%entries": Container("array", [], born=evaluator.branch)}
    for value in arguments.positional:
        if isinstance(value, Reference) and value.path.startswith("Method."):
            state["Method"] = value
        elif not isinstance(value, Reference):
            state["Resource"] = value
    for name, value in arguments.named.items():
        state["Method" if name == "method" else "Resource"] = value
    made = Client("restsharp.request", state, evaluator.span(node))
    evaluator.unsent[id(made)] = (made, lambda: _send_unsent(evaluator, made, node))
    return made


def _send_unsent(evaluator: Evaluator, made: Client, node: ir.Node) -> None:
    """Send a request that the text puts together and does not send, with the client that it makes."""
    owner = evaluator.modules.get("%rest")
    if isinstance(owner, Client) or "://" in str(made.state.get("Resource", null()).data):
        unset = Client("restsharp", {})
        mark_unsent(evaluator, send(evaluator, owner if isinstance(owner, Client) else unset, made.state, None, node))


def _note(owner: Client, kind: str, *values: Value) -> None:
    entries = owner.state.setdefault("%entries", Container("array", []))
    entries.data.append(Container("array", [Value("string", kind), *values]))


def request_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Note what a method of a request or client adds to it."""
    given = [*arguments.positional, *arguments.named.values()]
    if path in _ADDING and len(given) >= 2:
        _note(owner, _ADDING[path], given[0], given[1], Value("boolean", data="Update" in path))
    elif path in ("AddHeaders", "AddDefaultHeaders", "AddOrUpdateHeaders") and given:
        for name, value in pairs(given[0]):
            _note(owner, "header", name, value, Value("boolean", data=False))
    elif path in ("AddParameter", "AddOrUpdateParameter", "AddDefaultParameter") and given:
        _parameter(evaluator, owner, given)
    elif path in ("AddJsonBody", "AddStringBody", "AddBody", "AddXmlBody") and given:
        _body(owner, path, arguments)
    elif path in ("AddObject", "AddObjectStatic") and given:
        for name, value in pairs(given[0]):
            _note(owner, "either", name, value)
    elif path == "AddFile" and len(given) >= 2:
        _file(owner, given)
    elif path.startswith(("Add", "Use", "With")):
        pass
    else:
        return Unclear(evaluator.span(node))
    return owner


def _parameter(evaluator: Evaluator, owner: Client, given: list[Value]) -> None:
    """Note `AddParameter(name, value, kind)`: a query or form parameter without a kind."""
    first = given[0]
    if isinstance(first, Client) and first.family == "restsharp.parameter":
        given = list(first.state["%given"].data)
    kind = "either"
    for value in given[1:]:
        if isinstance(value, Reference) and value.path.startswith("ParameterType."):
            kind = _KINDS.get(value.path.rpartition(".")[2], "either")
    plain = [value for value in given if not (isinstance(value, Reference) and value.path.startswith("ParameterType."))]
    if len(plain) < 2:
        return
    if kind == "body":
        media = plain[2] if len(plain) > 2 and plain[2].kind == "string" else plain[0]
        _note(owner, "body", plain[1], media)
    elif kind == "header":
        _note(owner, kind, plain[0], evaluator.text(plain[1]), Value("boolean", data=False))
    else:
        _note(owner, kind, plain[0], plain[1])


def _body(owner: Client, path: str, arguments: Arguments) -> None:
    given = [*arguments.positional, *arguments.named.values()]
    value, rest = given[0], given[1:]
    media: Value = Value("string", "", added_by=NAME)
    if path == "AddJsonBody":
        media = Value("string", "application/json", added_by=NAME)
    elif path == "AddXmlBody":
        media = Value("string", "application/xml", added_by=NAME)
    for one in rest:
        if isinstance(one, Reference) and one.path.startswith("DataFormat."):
            media = Value("string", _TYPES.get(one.path.rpartition(".")[2], "text/plain"), added_by=NAME)
        elif one.kind == "string":
            media = one
        elif isinstance(one, Client) and one.family == "header":
            media = one.state["%text"]
        elif isinstance(one, Reference) and one.path.startswith("ContentType."):
            media = Value("string", _TYPES.get(one.path.rpartition(".")[2], "text/plain"), added_by=NAME)
    _note(owner, "body", value, media)


def _file(owner: Client, given: list[Value]) -> None:
    """Note `AddFile(name, path)`, `AddFile(name, bytes, file_name)`."""
    name, content = given[0], given[1]
    texts = [value for value in given[2:] if value.kind in ("string", "unknown") and not callable(value)]
    if isinstance(content, FileThing) or content.kind != "string":
        file_name = texts[0] if texts else Value.unknown(content.span)
        if isinstance(content, FileThing) and not texts:
            file_name = content.base_name()
    else:
        file_name = FileThing(content).base_name()
    _note(owner, "file", name, file_name)


def client_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of RestClient sends."""
    given = arguments.positional
    subject = arguments.get(0, "request")
    if path in EXECUTING:
        verb = EXECUTING[path]
        if isinstance(subject, Client) and subject.family == "restsharp.request":
            own = {one.path: one for one in given[1:] if isinstance(one, Reference) and one.path.startswith("Method.")}
            method = next(iter(own.values()), None)
            evaluator.unsent.pop(id(subject), None)
            return send(evaluator, owner, subject.state, method if method is not None else _verb(verb), node)
        if subject is None or subject.kind == "string":
            state = {"%entries": Container("array", [])} | ({} if subject is None else {"Resource": subject})
            return send(evaluator, owner, state, _verb(verb), node)
        return Unclear(evaluator.span(node))
    for prefix, verb in _WITH_JSON.items():
        if path in (prefix, f"{prefix}Async") and subject is not None:
            made = Client("restsharp.request", {"Resource": subject, "%entries": Container("array", [])})
            if len(given) > 1 and verb in ("POST", "PUT"):
                _note(made, "body", given[1], Value("string", "application/json", added_by=NAME))
            elif len(given) > 1:
                for name, value in pairs(given[1]):
                    _note(made, "either", name, value)
            return send(evaluator, owner, made.state, _verb(verb), node)
    return request_family(evaluator, owner, path, arguments, node)


def _verb(text: str) -> Value | None:
    return Value("string", text, added_by=NAME) if text else None


def send(evaluator: Evaluator, owner: Client, state: dict[str, Value], method: Value | None, node: ir.Node) -> Value:
    """Put one request together and send it."""
    draft = Draft(NAME, method_of(method or state.get("Method")), Unclear())
    entries: Entries = [
        (str(entry.data[0].data), entry.data[1:])
        for listed in (owner.state, state)
        for entry in (listed["%entries"].data if "%entries" in listed else ())
    ]
    draft.url = _address(evaluator, owner, state, entries, draft)
    for kind, values in entries:
        if kind == "header":
            draft.set_header(values[0], values[1] if values[1].kind == "string" else evaluator.text(values[1]))
    _fill(evaluator, draft, state, entries)
    _authenticate(evaluator, draft, state.get("Authenticator") or owner.state.get("Authenticator"))
    cookies = Container("object", {str(values[0].data): values[1] for kind, values in entries if kind == "cookie"})
    draft.add_cookies(evaluator, cookies)
    _inherit(evaluator, draft, owner)
    return draft.send(evaluator, node)


def _inherit(evaluator: Evaluator, draft: Draft, owner: Client) -> None:
    """Take over what the HttpClient under the RestClient adds to every request, and its settings."""
    from supportdesk.reading.code.clients.csharp_content import pairs_in

    inner = owner.state.get("%http")
    if isinstance(inner, Client):
        for name, value in pairs_in(evaluator, inner.state.get("DefaultRequestHeaders")):
            draft.add_default(str(name.data), value)
    base = owner.state.get("BaseUrl")
    if base is not None and base.kind == "string":
        draft.take_options({"base_url": base})
    timeout = owner.state.get("Timeout") or owner.state.get("MaxTimeout")
    if timeout is not None and timeout.kind == "number" and timeout.data > 0:
        seconds = timeout.data / 1000 if timeout.data >= 1000 else timeout.data
        draft.take_options({"timeout": Value("number", seconds, timeout.span, parts=timeout.parts)})
    if "Proxy" in owner.state:
        draft.take_options({"proxy": Value("string", "proxy", owner.state["Proxy"].span)})


Entries = list[tuple[str, list[Value]]]
"""What was added to a request: the kind of parameter, then name and value."""


def _address(evaluator: Evaluator, owner: Client, state: dict[str, Value], entries: Entries, draft: Draft) -> Value:
    write = evaluator.dialect.text
    base = owner.state.get("BaseUrl") or (Unclear() if "%given" in owner.state else None)
    resource = state.get("Resource")
    if resource is None or (resource.kind == "string" and not resource.data):
        url = text_or_unknown(base)
    else:
        url = behind(base, text_or_unknown(resource), write)
    for kind, values in entries:
        if kind == "segment" and url.kind == "string":
            hole = "{" + str(values[0].data) + "}"
            text = evaluator.text(values[1])
            filled = str(url.data).replace(hole, quote(str(text.data), ""))
            url = Value("string", filled, None, parts=spans_of(url, text), is_open=url.is_open or text.is_open)
    url = as_sent(url)
    queries = [values for kind, values in entries if kind == "query"]
    if str(draft.method.data) in ("GET", "HEAD", "DELETE", "OPTIONS"):
        queries.extend(values for kind, values in entries if kind == "either")
    if queries:
        listed = Container("array", [Container("array", [name, evaluator.text(value)]) for name, value, *_ in queries])
        url = with_query(url, listed, write)
    return url


def _fill(evaluator: Evaluator, draft: Draft, state: dict[str, Value], entries: Entries) -> None:
    """Give the draft its body: files and parameters, else what was added as body, else parameters as a form."""
    files = [values for kind, values in entries if kind == "file"]
    bodies = [values for kind, values in entries if kind == "body"]
    form: list[tuple[Value, Value]] = []
    if str(draft.method.data) not in ("GET", "HEAD", "DELETE", "OPTIONS"):
        form = [(values[0], evaluator.text(values[1])) for kind, values in entries if kind == "either"]
    always = state.get("AlwaysMultipartFormData")
    declared = draft.header("content-type")
    if files or (always is not None and always.data is True) or (form and declared.startswith("multipart/")):
        fields = [Field(name, value) for name, value in form]
        draft.body = Body("multipart", None, fields + [Field(name, None, file_name) for name, file_name in files])
        draft.add_content_type()
    elif bodies:
        value, media = bodies[-1]
        said = state.get("Method")
        is_old = isinstance(said, Reference) and said.path.rpartition(".")[2].isupper()
        _set_body(evaluator, draft, value, media, PLAIN if is_old else WEB)
    elif form:
        draft.body = form_body(form)
        draft.add_content_type()


def _set_body(evaluator: Evaluator, draft: Draft, value: Value, media: Value, policy: Policy) -> None:
    """Set the body; objects are written as version 106 does (`Method.POST`) or as those from 107 on do."""
    kind = str(media.data)
    if value.kind in ("object", "array") or isinstance(value, Instance):
        draft.body = json_body(evaluator, written(evaluator, value, policy))
        draft.add_content_type()
        return
    text = value if value.kind == "string" else evaluator.text(value)
    draft.body = text_body(evaluator, text, draft.header("content-type") or kind)
    if kind and UNKNOWN not in kind and "/" in kind:
        draft.add_default("content-type", media)
    else:
        draft.add_content_type()


def _authenticate(evaluator: Evaluator, draft: Draft, value: Value | None) -> None:
    if not isinstance(value, Client) or value.family != "restsharp.authenticator":
        return
    given = value.state["%given"].data
    kind = str(value.state["%kind"].data)
    name = Value("string", "authorization", added_by=NAME)
    if kind == "basic" and len(given) >= 2:
        draft.set_header(name, basic_credentials(evaluator, given[0], given[1]))
    elif kind != "basic" and given:
        scheme = given[1] if kind == "header" and len(given) > 1 else Value("string", "Bearer", added_by=NAME)
        if kind == "header" and len(given) == 1:
            scheme = Value("string", "OAuth", added_by=NAME)
        token = given[0]
        if str(token.data).startswith("Bearer "):
            draft.set_header(name, token)
        else:
            draft.set_header(name, evaluator.text(scheme, Value("string", " "), token))


def _kept(family: str, kind: str) -> Handler:
    """Return the constructor of what only keeps its arguments."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given = Container("array", [*arguments.positional, *arguments.named.values()])
        return Client(family, {"%given": given, "%kind": Value("string", kind)}, evaluator.span(node))

    return _handler


def _still(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    del evaluator, owner, path, arguments, node
    return null()


def handlers() -> dict[str, Handler]:
    """Return the constructors of RestSharp."""
    return {
        **dict.fromkeys(("RestClient", "IRestClient"), client),
        "RestClientOptions": options,
        "RestRequest": request,
        **dict.fromkeys(
            ("Parameter", "Parameter.CreateParameter", "GetOrPostParameter"), _kept("restsharp.parameter", "")
        ),
        "HttpBasicAuthenticator": _kept("restsharp.authenticator", "basic"),
        "JwtAuthenticator": _kept("restsharp.authenticator", "bearer"),
        "OAuth2AuthorizationRequestHeaderAuthenticator": _kept("restsharp.authenticator", "header"),
    }


def families() -> dict[str, Family]:
    """Return the families of RestSharp."""
    return {
        "restsharp": client_family,
        "restsharp.request": request_family,
        **dict.fromkeys(("restsharp.options", "restsharp.parameter", "restsharp.authenticator"), _still),
    }
