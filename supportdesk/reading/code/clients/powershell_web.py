"""Invoke-RestMethod and Invoke-WebRequest with their sessions.

Parameters and defaults as documented (https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/
invoke-restmethod and …/invoke-webrequest): the method is GET unless stated; a hashtable as body of a GET is its query,
of anything else a form; a POST without a content type is sent as application/x-www-form-urlencoded.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import file_field, form_body, text_body
from supportdesk.reading.code.clients.csharp_content import fill
from supportdesk.reading.code.clients.drafts import CONTENT_TYPES, Draft, method_name, text_or_unknown
from supportdesk.reading.code.container_methods import pairs_of
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.members import set_member
from supportdesk.reading.code.texts import derived
from supportdesk.reading.code.things import Arguments, Client, Container, FileThing, JsonText, Unclear, spans_of
from supportdesk.reading.code.urls import as_sent, with_query
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import UNKNOWN, Value

PARAMETERS = (
    "uri", "method", "headers", "body", "contenttype", "custommethod", "credential", "form", "infile", "authentication",
    "token", "useragent", "sessionvariable", "websession", "timeoutsec", "proxy", "maximumretrycount", "outfile",
    "certificate", "certificatethumbprint", "httpversion", "sslprotocol", "transferencoding", "maximumredirection",
    "retryintervalsec", "statuscodevariable", "responseheadersvariable", "proxycredential", "erroraction",
    "errorvariable", "connectiontimeoutseconds", "operationtimeoutseconds", "maximumfollowrellink", "unixsocket",
)  # fmt: skip
"""Parameters with a value, those first that a shortened name most likely means."""

ALIASES = {"cm": "custommethod", "sv": "sessionvariable", "ea": "erroraction", "ev": "errorvariable", "url": "uri"}
COMMANDS = {
    "function:invoke-restmethod": "invoke-restmethod",
    "function:irm": "invoke-restmethod",
    "function:invoke-webrequest": "invoke-webrequest",
    "function:iwr": "invoke-webrequest",
}
SESSION = "powershell:session"


def parameter(name: str) -> str:
    """Return the full name of a parameter in lower case that may be shortened; itself where it is none."""
    if name in PARAMETERS or len(name) > 30:
        return name
    return ALIASES.get(name) or next((full for full in PARAMETERS if full.startswith(name)), name)


def send(client: str) -> Handler:
    """Return the handler of a command that sends a request."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given = {parameter(name.lower()): value for name, value in arguments.named.items()}
        if "uri" not in given and arguments.positional:
            given["uri"] = arguments.positional[0]
        handed = given.pop("inputobject", None)
        if handed is not None and "uri" not in given:
            given["uri"] = handed
        elif handed is not None:
            given.setdefault("body", handed)
        return _sent(evaluator, client, given, node, is_open=arguments.is_open)

    return _handler


def _sent(evaluator: Evaluator, client: str, given: dict[str, Value], node: ir.Node, *, is_open: bool) -> Value:
    stated = given.get("custommethod") or given.get("method")
    method = Value("string", "GET", added_by=client) if stated is None else method_name(stated)
    session = _session(evaluator, given, node)
    url = _address(given.get("uri"))
    body = given.get("body")
    is_query = body is not None and body.kind == "object" and method.data == "GET" and "form" not in given
    if is_query:
        url = with_query(url, body, evaluator.dialect.text)
    draft = Draft(client, method, as_sent(url))
    draft.complete = not is_open
    draft.add_headers(session.get("Headers"))
    draft.add_headers(given.get("headers"))
    for name, key in (("content-type", "contenttype"), ("user-agent", "useragent")):
        value = given.get(key) or (session.get("UserAgent") if key == "useragent" else None)
        if value is not None and value.kind != "null":
            draft.set_header(Value("string", name, added_by=client), value)
    if not is_query:
        draft.body = _body(evaluator, given, draft)
        if draft.body.kind in ("form", "multipart"):
            draft.add_content_type()
    _authorize(evaluator, draft, given, session)
    cookies = session.get("Cookies")
    if isinstance(cookies, Client):
        draft.add_cookies(evaluator, cookies.state.get("jar"))
    timeout, retries = given.get("timeoutsec"), given.get("maximumretrycount")
    options = {"timeout": timeout, "max_retries": retries, "proxy": given.get("proxy")}
    draft.take_options({name: value for name, value in options.items() if value is not None})
    _keep(evaluator, given, session)
    return draft.send(evaluator, node)


def _address(value: Value | None) -> Value:
    """Return the address; one without a scheme is read as http."""
    url = text_or_unknown(value)
    if url.kind in ("number", "boolean", "null", "array", "object"):
        return Unclear(url.span, spans_of(url))
    if url.kind != "string" or "://" in url.data or url.data.startswith(UNKNOWN) or not url.data:
        return url
    return derived(url, "http://" + url.data.lstrip("/"))


def _session(evaluator: Evaluator, given: dict[str, Value], node: ir.Node) -> dict[str, Value]:
    """Return the state of the session that a command uses or makes; an empty one where it has none."""
    session = given.get("websession")
    if isinstance(session, Client) and session.family == SESSION:
        return session.state
    name = given.get("sessionvariable")
    if name is None or not name.known:
        return {}
    made = new_session(evaluator, Arguments(), node)
    evaluator.scope.names[str(name.data).lower()] = made
    return made.state if isinstance(made, Client) else {}


def _keep(evaluator: Evaluator, given: dict[str, Value], session: dict[str, Value]) -> None:
    """Keep what a session remembers of a request: its headers and its user agent."""
    headers, kept = given.get("headers"), session.get("Headers")
    if kept is not None and headers is not None:
        for name, value in pairs_of(headers):
            set_member(evaluator, kept, str(name.data), value, name.span)
    if session and "useragent" in given:
        session["UserAgent"] = given["useragent"]


def _authorize(evaluator: Evaluator, draft: Draft, given: dict[str, Value], session: dict[str, Value]) -> None:
    token, credential = given.get("token"), given.get("credential") or session.get("Credentials")
    kind = str(given["authentication"].data).lower() if "authentication" in given else ""
    if token is not None and kind in ("", "bearer", "oauth"):
        value = evaluator.text(Value("string", "Bearer ", added_by=draft.client), token)
        draft.set_header(Value("string", "authorization", added_by=draft.client), value)
    elif credential is not None and kind in ("", "basic"):
        if not isinstance(credential, Client):
            value = Value("string", "Basic " + UNKNOWN, None, parts=credential.parts, is_open=True)
            draft.set_header(Value("string", "authorization", added_by=draft.client), value)
        draft.add_credentials(evaluator, credential)


def _body(evaluator: Evaluator, given: dict[str, Value], draft: Draft) -> Body:
    form, file, body = given.get("form"), given.get("infile"), given.get("body")
    if form is not None:
        fields: list[Field] = []
        draft.complete = draft.complete and form.kind == "object" and not form.is_open
        for name, value in pairs_of(form):
            fields += [_part(evaluator, name, item) for item in (value.data if value.kind == "array" else [value])]
        return Body("multipart", None, fields)
    if file is not None:
        return Body("raw", Unclear(file.span, file.parts))
    if body is None or body.kind == "null":
        return Body()
    if isinstance(body, Client) and body.family == "content":
        fill(evaluator, draft, body)
        return draft.body
    if draft.method.data == "POST":
        draft.add_default("content-type", Value("string", CONTENT_TYPES["form"], added_by=draft.client))
    if body.kind == "object":
        write = evaluator.dialect.text
        return form_body(
            (name, item if item.kind == "string" else Value("string", write(item), item.span, parts=item.parts))
            for name, item in pairs_of(body)
        )
    if body.kind == "array" or (body.kind in ("number", "boolean") and not isinstance(body, JsonText)):
        body = evaluator.text(body)
    return text_body(evaluator, body, draft.header("content-type"))


def _part(evaluator: Evaluator, name: Value, value: Value) -> Field:
    if isinstance(value, FileThing):
        return file_field(evaluator, name, value, name)
    return Field(name, value if value.kind == "string" else evaluator.text(value))


def new_session(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`New-Object Microsoft.PowerShell.Commands.WebRequestSession`."""
    del arguments
    state: dict[str, Value] = {
        "Headers": Container("object", {}, born=evaluator.branch),
        "Cookies": new_cookies(evaluator, Arguments(), node),
    }
    return Client(SESSION, state, evaluator.span(node))


def new_cookies(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`[System.Net.CookieContainer]::new()`."""
    del arguments
    return Client("powershell:cookies", {"jar": Container("object", {}, born=evaluator.branch)}, evaluator.span(node))


def new_cookie(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`[System.Net.Cookie]::new(name, value, path, domain)`."""
    state = dict(zip(("Name", "Value"), arguments.positional, strict=False))
    return Client("powershell:cookie", state, evaluator.span(node))


def credentials(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`[PSCredential]::new(user, password)`."""
    state = dict(zip(("user", "password"), arguments.positional, strict=False))
    return Client("credentials", state, evaluator.span(node))


def _cookies(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`session.Cookies.Add(cookie)`, also with the address before it."""
    jar = owner.state["jar"]
    for cookie in arguments.positional:
        if path.lower() == "add" and isinstance(cookie, Client) and "Name" in cookie.state:
            name = cookie.state["Name"]
            value = cookie.state.get("Value") or Value("string", "")
            set_member(evaluator, jar, str(evaluator.text(name).data), value, name.span)
        elif path.lower() == "setcookies" and cookie.kind == "string" and "=" in cookie.data:
            key, _, rest = cookie.data.partition("=")
            set_member(evaluator, jar, key.strip(), derived(cookie, rest.partition(";")[0]), cookie.span)
    return Unclear(evaluator.span(node))


def _unused(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    del owner, path, arguments
    return Unclear(evaluator.span(node))


def _of_credentials(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`credential.GetNetworkCredential()`, whose members are UserName and Password."""
    del arguments
    if path.lower() == "getnetworkcredential":
        state = {"UserName": owner.state.get("user"), "Password": owner.state.get("password"), **owner.state}
        return Client("credentials", {name: value for name, value in state.items() if value is not None}, owner.span)
    return Unclear(evaluator.span(node))


def handlers() -> dict[str, Handler]:
    """Return the handlers by the names that the lowering gives."""
    made: dict[str, Handler] = {name: send(client) for name, client in COMMANDS.items()}
    made.update(
        {
            "[microsoft.powershell.commands.webrequestsession]": new_session,
            "[net.cookiecontainer]": new_cookies,
            "[net.cookie]": new_cookie,
            **dict.fromkeys(
                ("[management.automation.pscredential]", "[pscredential]", "[net.networkcredential]"), credentials
            ),
        }
    )
    return made


def families() -> dict[str, Family]:
    """Return what the objects of these commands do with a method."""
    return {
        SESSION: _unused,
        "powershell:cookies": _cookies,
        "powershell:cookie": _unused,
        "credentials": _of_credentials,
    }
