"""The older clients of .NET: HttpWebRequest with its request stream, and WebClient.

Source: learn.microsoft.com/dotnet/api/system.net.httpwebrequest and …/system.net.webclient.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import form_body, text_body
from supportdesk.reading.code.clients.csharp_content import headers, null, pairs_in
from supportdesk.reading.code.clients.csharp_httpclient import method_of
from supportdesk.reading.code.clients.drafts import Draft, text_or_unknown
from supportdesk.reading.code.csharp.builtin_functions import pairs
from supportdesk.reading.code.csharp.json_library import class_name
from supportdesk.reading.code.csharp.library import resolved
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.things import Arguments, Client, Container, FileThing, Instance, Unclear
from supportdesk.reading.code.urls import as_sent, with_query
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import Value

WEB_REQUEST = "httpwebrequest"
WEB_CLIENT = "webclient"
_PROPERTIES = {
    "ContentType": "content-type", "Accept": "accept", "UserAgent": "user-agent", "Referer": "referer",
    "Host": "host", "Expect": "expect", "MediaType": "content-type",
}  # fmt: skip


def web_request(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`WebRequest.Create(address)`, `WebRequest.CreateHttp(address)`."""
    state: dict[str, Value] = {"Headers": headers(evaluator, node), "%body": Value("null", None)}
    state["%url"] = arguments.positional[0] if arguments.positional else Unclear(evaluator.span(node))
    made = Client("webrequest", state, evaluator.span(node))
    evaluator.unsent[id(made)] = (made, lambda: _send_web_request(evaluator, made, node))
    return made


def web_request_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`request.GetRequestStream()`, and sending with `request.GetResponse()`."""
    del arguments
    if path.startswith(("GetRequestStream", "EndGetRequestStream")):
        return Client("webstream", {"%request": owner}, evaluator.span(node))
    if path.startswith(("GetResponse", "BeginGetResponse")):
        return _send_web_request(evaluator, owner, node)
    return Unclear(evaluator.span(node))


def _send_web_request(evaluator: Evaluator, owner: Client, node: ir.Node) -> Value:
    evaluator.unsent.pop(id(owner), None)
    state = owner.state
    draft = Draft(WEB_REQUEST, method_of(state.get("Method")), as_sent(text_or_unknown(state.get("%url"))))
    for name, header in _PROPERTIES.items():
        value = state.get(name)
        if value is not None and value.kind != "null":
            draft.set_header(Value("string", header, added_by=WEB_REQUEST), value)
    for key, value in pairs_in(evaluator, state.get("Headers")):
        draft.set_header(key, value)
    timeout = state.get("Timeout")
    if timeout is not None and timeout.kind == "number":
        draft.take_options({"timeout": Value("number", timeout.data / 1000, timeout.span, parts=timeout.parts)})
    if "Proxy" in state:
        draft.take_options({"proxy": Value("string", "proxy", state["Proxy"].span)})
    draft.add_credentials(evaluator, network_credentials(state.get("Credentials")))
    body = state.get("%body")
    if body is not None and body.kind != "null":
        draft.body = text_body(evaluator, body, draft.header("content-type"))
    return draft.send(evaluator, node)


def network_credentials(value: Value | None) -> Value | None:
    """Return user and password of a `new NetworkCredential(user, password)`, else None."""
    if not isinstance(value, Instance) or class_name(value) != "NetworkCredential":
        return None
    user = value.members.get("%0") or value.members.get("UserName")
    password = value.members.get("%1") or value.members.get("Password")
    return None if user is None or password is None else Container("array", [user, password])


def stream_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`stream.Write(bytes, 0, length)`, `writer.Write(text)`: what is written becomes the body."""
    del node
    request = owner.state.get("%request")
    if path.startswith("Write") and arguments.positional and isinstance(request, Client):
        old = request.state.get("%body")
        new = arguments.positional[0]
        end = [Value("string", "\r\n")] if path.startswith("WriteLine") else []
        is_first = old is None or old.kind == "null"
        if is_first and not end:
            request.state["%body"] = new
        elif old is not None:
            request.state["%body"] = evaluator.text(*([] if is_first else [old]), new, *end)
    return owner if path == "GetStream" else null()


def web_client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new WebClient()`."""
    del arguments
    state: dict[str, Value] = {"Headers": headers(evaluator, node)}
    state["QueryString"] = Container("object", {}, born=evaluator.branch)
    return Client("webclient", state, evaluator.span(node))


def web_client_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what `UploadString`, `UploadData`, `UploadValues`, `UploadFile`, `DownloadString` … send."""
    name = path.removesuffix("Async").removesuffix("Task")
    given = list(arguments.positional)
    url = arguments.named.get("address") or (given.pop(0) if given else Unclear())
    if name.startswith(("Download", "OpenRead")):
        return _send(evaluator, owner, "GET", url, Body(), node)
    if not name.startswith("Upload"):
        return Unclear(evaluator.span(node))
    method: Value | str = arguments.named.get("method") or "POST"
    if len(given) > 1:
        method = given.pop(0)
    value = arguments.named.get("data") or (given[0] if given else Unclear())
    return _send(evaluator, owner, method, url, (name, value), node)


def _send(
    evaluator: Evaluator, owner: Client, method: Value | str, url: Value, body: Body | tuple[str, Value], node: ir.Node
) -> Value:
    state = owner.state
    verb = Value("string", method, added_by=WEB_CLIENT) if isinstance(method, str) else method_of(method)
    address = as_sent(text_or_unknown(resolved(state.get("BaseAddress"), text_or_unknown(url))))
    query = state.get("QueryString")
    if query is not None and query.kind == "object" and query.data:
        address = with_query(address, query, evaluator.dialect.text)
    draft = Draft(WEB_CLIENT, verb, address)
    for name, value in pairs_in(evaluator, state.get("Headers")):
        draft.set_header(name, value)
    draft.add_credentials(evaluator, network_credentials(state.get("Credentials")))
    if isinstance(body, Body):
        draft.body = body
    elif body[0] == "UploadValues":
        draft.body = form_body((name, evaluator.text(item)) for name, item in pairs(body[1]))
        draft.add_content_type()
    elif body[0] == "UploadFile":
        name = Value("string", "file", added_by=WEB_CLIENT)
        draft.body = Body("multipart", None, [Field(name, None, FileThing(body[1]).base_name())])
        draft.add_content_type()
    else:
        draft.body = text_body(evaluator, body[1], draft.header("content-type"))
    return draft.send(evaluator, node)


def handlers() -> dict[str, Handler]:
    """Return the constructors of these clients."""
    return {
        **dict.fromkeys(("WebRequest.Create", "WebRequest.CreateHttp", "HttpWebRequest.Create"), web_request),
        "HttpWebRequest.CreateHttp": web_request,
        "WebClient": web_client,
    }


def families() -> dict[str, Family]:
    """Return the families of these clients."""
    return {
        "webrequest": web_request_family,
        "webstream": stream_family,
        "webclient": web_client_family,
    }
