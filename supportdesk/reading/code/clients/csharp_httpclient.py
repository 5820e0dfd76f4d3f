"""System.Net.Http.HttpClient and HttpRequestMessage.

Source: learn.microsoft.com/dotnet/api/system.net.http.httpclient and …/system.net.http.json.httpclientjsonextensions.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.clients import csharp_content
from supportdesk.reading.code.clients.csharp_content import NAME, fill, headers, nothing_family, pairs_in
from supportdesk.reading.code.clients.drafts import Draft, method_name, text_or_unknown
from supportdesk.reading.code.csharp.json_library import WEB, policy_of, written
from supportdesk.reading.code.csharp.library import resolved
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.things import Arguments, Client, Closure, Container, Instance, Reference, Unclear
from supportdesk.reading.code.urls import as_sent
from supportdesk.value import Value

_VERBS = ("Get", "Post", "Put", "Patch", "Delete", "Head", "Options")
_JSON = {"PostAsJsonAsync": "POST", "PutAsJsonAsync": "PUT", "PatchAsJsonAsync": "PATCH"}
METHODS: dict[str, str] = {
    **{f"{verb}Async": verb.upper() for verb in _VERBS},
    **dict.fromkeys(
        ("GetStringAsync", "GetByteArrayAsync", "GetStreamAsync", "GetFromJsonAsync", "GetFromJsonAsAsyncEnumerable"),
        "GET",
    ),
    "DeleteFromJsonAsync": "DELETE",
    **_JSON,
}
"""Method of HttpClient → request method."""
_WITH_BODY = frozenset(("PostAsync", "PutAsync", "PatchAsync"))


def client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new HttpClient(…)`."""
    state: dict[str, Value] = {"DefaultRequestHeaders": headers(evaluator, node)}
    for value in arguments.positional:
        if isinstance(value, Instance | Client):
            state["%handler"] = value
    made = evaluator.modules["%client"] = Client("httpclient", state, evaluator.span(node))
    return made


def message(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new HttpRequestMessage(method, address)`."""
    state: dict[str, Value] = {"Headers": headers(evaluator, node)}
    for position, (name, member) in enumerate((("method", "Method"), ("requestUri", "RequestUri"))):
        value = arguments.get(position, name)
        if value is not None:
            state[member] = value
    made = Client("message", state, evaluator.span(node))
    evaluator.unsent[id(made)] = (made, lambda: _send_unsent(evaluator, made, node))
    return made


def _send_unsent(evaluator: Evaluator, made: Client, node: ir.Node) -> None:
    """Send a message that the text puts together and does not send, as far as it says where to."""
    if made.state.get("RequestUri") is not None:
        owner = evaluator.modules.get("%client")
        unset = Client("httpclient", {"%given": Value("boolean", data=True)})
        answer = send(evaluator, owner if isinstance(owner, Client) else unset, made.state, node)
        mark_unsent(evaluator, answer)


def mark_unsent(evaluator: Evaluator, answer: Value) -> None:
    """Say of a request that the text does not send that it may not be whole."""
    if isinstance(answer, Unclear) and answer.origin is not None:
        evaluator.requests[answer.origin].complete = False


def client_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of HttpClient sends."""
    if path in ("SendAsync", "Send"):
        given = arguments.get(0, "request")
        unclear: dict[str, Value] = {"RequestUri": Unclear(), "Method": Unclear()}
        evaluator.unsent.pop(id(given), None)
        return send(evaluator, owner, given.state if isinstance(given, Client) else unclear, node)
    if path in METHODS:
        state: dict[str, Value] = {"Method": Value("string", METHODS[path], added_by=NAME)}
        state["RequestUri"] = arguments.get(0, "requestUri") or Unclear()
        if path in _WITH_BODY:
            state["Content"] = arguments.get(1, "content") or Value("null", None)
        elif path in _JSON:
            state["Content"] = _json_content(evaluator, arguments, node)
        return send(evaluator, owner, state, node)
    if path == "CreateClient":
        return owner
    return Unclear(evaluator.span(node))


def _json_content(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    value = arguments.get(1, "value") or Unclear()
    options = arguments.get(2, "options")
    handed = Arguments()
    handed.positional = [written(evaluator, value, policy_of(options, WEB))]
    return csharp_content.content("json")(evaluator, handed, node)


def send(evaluator: Evaluator, owner: Client, state: dict[str, Value], node: ir.Node) -> Value:
    """Put one request together and send it."""
    settings = owner.state
    if "%given" in settings:
        known = evaluator.modules.get("%http")
        settings = {**(known.state if isinstance(known, Client) else {"BaseAddress": Unclear()}), **settings}
        if isinstance(known, Client) and not pairs_in(evaluator, settings.get("DefaultRequestHeaders")):
            settings["DefaultRequestHeaders"] = known.state["DefaultRequestHeaders"]
    url = text_or_unknown(state.get("RequestUri") or settings.get("BaseAddress"))
    url = resolved(settings.get("BaseAddress"), url) if state.get("RequestUri") is not None else url
    draft = Draft(NAME, method_of(state.get("Method")), as_sent(text_or_unknown(url)))
    own = state.get("Headers")
    for name, value in pairs_in(evaluator, own):
        draft.set_header(name, value)
    content_type = next((pair for pair in draft.headers if str(pair[0].data).lower() == "content-type"), None)
    fill(evaluator, draft, state.get("Content"))
    if content_type is not None and str(content_type[1].data).partition("/")[0] == "multipart":
        draft.set_header(*content_type)
    for name, value in pairs_in(evaluator, settings.get("DefaultRequestHeaders")):
        if draft.header(str(name.data).lower()) == "":
            draft.headers.append((name, value))
    for one in (own, settings.get("DefaultRequestHeaders")):
        if isinstance(one, Client) and "%open" in one.state:
            draft.complete = False
    _options(evaluator, draft, settings)
    return draft.send(evaluator, node)


def _options(evaluator: Evaluator, draft: Draft, settings: dict[str, Value]) -> None:
    base, handler = settings.get("BaseAddress"), settings.get("%handler")
    if base is not None and base.kind == "string":
        draft.take_options({"base_url": base})
    jar = handler.members.get("CookieContainer") if isinstance(handler, Instance) else None
    if isinstance(jar, Client) and jar.family == "cookies":
        draft.add_cookies(evaluator, Container("object", dict(jar.state)))
    timeout = settings.get("Timeout")
    if timeout is not None:
        draft.take_options({"timeout": timeout})
    members = handler.members if isinstance(handler, Instance) else {}
    if "Proxy" in members:
        draft.take_options({"proxy": Value("string", "proxy", members["Proxy"].span)})
    credentials = members.get("Credentials")
    if isinstance(credentials, Instance) and "Authorization" not in settings:
        given = [credentials.members.get(name) for name in ("%0", "%1")]
        if given[0] is not None and given[1] is not None:
            draft.complete = False


def method_of(value: Value | None) -> Value:
    """Return the request method that `HttpMethod.Post`, `new HttpMethod("POST")` or "POST" says; GET without one."""
    if value is None or value.kind == "null":
        return Value("string", "GET", added_by=NAME)
    if isinstance(value, Reference):
        parts = (value.span,) if value.span is not None else ()
        return Value("string", value.path.rpartition(".")[2].upper(), None, parts=parts)
    return method_name(value)


def _new_method(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    del evaluator, node
    return method_name(arguments.get(0, "method"))


def seconds(factor: float) -> Handler:
    """Return what `TimeSpan.FromMinutes(2)` gives: seconds."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        value = arguments.positional[0] if arguments.positional else None
        if value is None or value.kind != "number":
            return Unclear(evaluator.span(node))
        number = value.data * factor
        return value if factor == 1 else Value("number", number, None, parts=(evaluator.span(node),))

    return _handler


def register(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value | None:
    """`services.AddHttpClient("name", client => …)`: what a client that the program is handed is set to."""
    steps = next((one for one in arguments.positional if isinstance(one, Closure)), None)
    if steps is None:
        return None
    made = client(evaluator, Arguments(), node)
    handed = Arguments()
    handed.positional = [made] if len(steps.function.parameters) == 1 else [Unclear(), made]
    call(evaluator, steps, handed, node)
    evaluator.modules["%http"] = made
    return Unclear(evaluator.span(node))


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """Send what a method of a client sends that the text does not show; None where it is no such method."""
    name = path[-1] if path else ""
    if name == "AddHttpClient":
        return register(evaluator, arguments, node)
    if name == "SendAsync" or (name in METHODS and arguments.positional):
        subject = arguments.positional[0] if arguments.positional else None
        if name == "SendAsync" and not (isinstance(subject, Client) and subject.family == "message"):
            return None
        if name != "SendAsync" and (subject is None or subject.kind not in ("string", "unknown")):
            return None
        if name not in ("SendAsync", "GetStringAsync", *_JSON) and not _sends(subject, arguments):
            return None
        made = Client("httpclient", {"%given": Value("boolean", data=True)})
        return client_family(evaluator, made, name, arguments, node)
    return None


def _sends(subject: Value | None, arguments: Arguments) -> bool:
    """Say whether a call looks like one of HttpClient: an address, or a content."""
    text = str(subject.data) if subject is not None and subject.kind == "string" else ""
    content = arguments.positional[1] if len(arguments.positional) > 1 else None
    return "/" in text or (isinstance(content, Client) and content.family == "content")


def cookies(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new CookieContainer()`."""
    del arguments
    return Client("cookies", {}, evaluator.span(node))


def cookies_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`cookies.Add(address, new Cookie(name, value))`."""
    for value in arguments.positional if path == "Add" else ():
        if isinstance(value, Instance):
            name = value.members.get("%0") or value.members.get("Name")
            text = value.members.get("%1") or value.members.get("Value")
            if name is not None and text is not None and name.kind == "string":
                owner.state[str(name.data)] = text
    return Unclear(evaluator.span(node))


def handlers() -> dict[str, Handler]:
    """Return the constructors of clients and messages."""
    return {
        **dict.fromkeys(("HttpClient", "IHttpClientFactory", "HttpMessageInvoker"), client),
        "HttpRequestMessage": message,
        "CookieContainer": cookies,
        **dict.fromkeys(("HttpMethod", "HttpMethod.Parse"), _new_method),
        "TimeSpan.FromSeconds": seconds(1),
        "TimeSpan.FromMinutes": seconds(60),
        "TimeSpan.FromHours": seconds(3600),
        "TimeSpan.FromMilliseconds": seconds(0.001),
    }


def families() -> dict[str, Family]:
    """Return the families of clients and messages."""
    return {"httpclient": client_family, "message": nothing_family, "cookies": cookies_family}
