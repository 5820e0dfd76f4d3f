"""Flurl.Http: addresses as texts that are built and sent in one chain.

Source: flurl.dev/docs (Fluent URL, Fluent HTTP, Client lifetime).
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import form_body, json_body, text_body
from supportdesk.reading.code.calls import call
from supportdesk.reading.code.clients.csharp_content import fill
from supportdesk.reading.code.clients.csharp_httpclient import method_of
from supportdesk.reading.code.clients.drafts import Draft, text_or_unknown
from supportdesk.reading.code.csharp.builtin_functions import pairs
from supportdesk.reading.code.csharp.json_library import written
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler, Method
from supportdesk.reading.code.things import Arguments, Client, Container, FileThing, Unclear, spans_of
from supportdesk.reading.code.urls import as_sent, behind, quote, with_query
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import Value

NAME = "flurl"
_VERBS = ("Get", "Post", "Put", "Patch", "Delete", "Head", "Options", "Send")
_KINDS = ("Json", "UrlEncoded", "String", "Multipart", "Bytes", "Stream", "")
_BUILDING = (
    "AppendPathSegment", "AppendPathSegments", "SetQueryParam", "SetQueryParams", "AppendQueryParam", "SetFragment",
    "AppendPathSegmentWithoutEncoding", "WithHeader", "WithHeaders", "WithOAuthBearerToken", "WithBasicAuth",
    "WithCookie", "WithCookies", "WithTimeout", "AllowAnyHttpStatus", "AllowHttpStatus", "WithSettings",
    "WithAutoRedirect", "ConfigureRequest", "RemoveQueryParam", "Request", "BeforeCall", "AfterCall", "OnError",
    "WithSystemTextJson", "ConfigureClient",
)  # fmt: skip


def _sending() -> dict[str, tuple[str, str]]:
    made: dict[str, tuple[str, str]] = {}
    for verb in _VERBS:
        for kind in _KINDS:
            made[f"{verb}{kind}Async"] = (verb.upper(), kind)
    return made


SENDING = _sending()
"""Method that sends → request method, and what its argument is."""


def new_url(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new FlurlClient(base)`, `new FlurlRequest(url)`, `new Url(text)`."""
    state: dict[str, Value] = {"%entries": Container("array", [], born=evaluator.branch)}
    state["%url"] = arguments.positional[0] if arguments.positional else Unclear(evaluator.span(node))
    return Client("flurl", state, evaluator.span(node))


def on_text(name: str) -> Method:
    """Return a method that Flurl gives to texts and Uris."""

    def _method(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
        handed = Arguments()
        handed.positional = [owner]
        made = new_url(evaluator, handed, node)
        return call(evaluator, evaluator.bound(made, name, node), arguments, node)

    return _method


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Note what a method adds, or send."""
    given = [*arguments.positional, *arguments.named.values()]
    if path in SENDING:
        return _send(evaluator, owner, path, given, node)
    if path == "ToString":
        return owner.state["%url"]
    if path not in _BUILDING:
        return owner if path.startswith("With") else Unclear(evaluator.span(node))
    made = Client("flurl", dict(owner.state), evaluator.span(node))
    made.state["%entries"] = Container("array", list(owner.state["%entries"].data), born=evaluator.branch)
    _build(evaluator, made, path, given)
    return made


def _build(evaluator: Evaluator, owner: Client, path: str, given: list[Value]) -> None:
    write = evaluator.dialect.text
    url = text_or_unknown(owner.state["%url"])
    if path.startswith(("AppendPathSegment", "Request")):
        items = given[0].data if len(given) == 1 and given[0].kind == "array" else given
        for item in items:
            if item.kind == "boolean":
                continue
            text = evaluator.text(item)
            front, mark, query = str(url.data).partition("?")
            made = front.rstrip("/") + "/" + quote(str(text.data).lstrip("/"), "!$&'()*+,;=:@/%?") + mark + query
            url = Value("string", made, None, parts=spans_of(url, text), is_open=url.is_open or text.is_open)
            if path == "Request" and "://" in str(text.data):
                url = behind(owner.state["%url"], text, write)
    elif path in ("SetQueryParam", "AppendQueryParam") and len(given) >= 2:
        url = with_query(url, Container("array", [Container("array", [given[0], given[1]])]), write)
    elif path == "SetQueryParams" and given:
        listed = Container("array", [Container("array", [name, value]) for name, value in pairs(given[0])])
        url = with_query(url, listed, write)
    elif path == "WithHeader" and len(given) >= 2:
        _note(owner, given[0], given[1])
    elif path == "WithHeaders" and given:
        for name, value in pairs(given[0]):
            _note(owner, Value("string", str(name.data).replace("_", "-"), name.span, parts=name.parts), value)
    elif path == "WithOAuthBearerToken" and given:
        bearer = evaluator.text(Value("string", "Bearer ", added_by=NAME), given[0])
        _note(owner, Value("string", "authorization", added_by=NAME), bearer)
    elif path == "WithBasicAuth" and len(given) >= 2:
        owner.state["%auth"] = Container("array", given[:2])
    elif path in ("WithCookie", "WithCookies"):
        entries = (
            [(given[0], given[1])] if path == "WithCookie" and len(given) > 1 else pairs(given[0] if given else None)
        )
        old = owner.state.get("%cookies")
        made_cookies = dict(old.data) if old is not None else {}
        owner.state["%cookies"] = Container("object", {**made_cookies, **{str(key.data): one for key, one in entries}})
    elif path == "WithTimeout" and given:
        owner.state["%timeout"] = given[0]
    owner.state["%url"] = url


def _note(owner: Client, name: Value, value: Value) -> None:
    owner.state["%entries"].data.append(Container("array", [name, value]))


def _send(evaluator: Evaluator, owner: Client, path: str, given: list[Value], node: ir.Node) -> Value:
    verb, kind = SENDING[path]
    if path in ("GetJsonAsync", "GetStringAsync", "GetBytesAsync", "GetStreamAsync"):
        given, kind = [], ""
    method = Value("string", verb, added_by=NAME)
    if verb == "SEND" and given:
        method = method_of(given.pop(0))
    draft = Draft(NAME, method, as_sent(text_or_unknown(owner.state["%url"])))
    for entry in owner.state["%entries"].data:
        draft.set_header(entry.data[0], evaluator.text(entry.data[1]))
    if given:
        _fill(evaluator, draft, kind, given[0], node)
    draft.add_credentials(evaluator, owner.state.get("%auth"))
    draft.add_cookies(evaluator, owner.state.get("%cookies"))
    timeout = owner.state.get("%timeout")
    if timeout is not None:
        draft.take_options({"timeout": timeout})
    return draft.send(evaluator, node)


def _fill(evaluator: Evaluator, draft: Draft, kind: str, value: Value, node: ir.Node) -> None:
    if kind == "Json":
        draft.body = json_body(evaluator, written(evaluator, value))
        draft.add_content_type()
    elif kind == "UrlEncoded":
        if value.kind == "string":
            draft.body = text_body(evaluator, value, "application/x-www-form-urlencoded")
        else:
            draft.body = form_body((name, evaluator.text(item)) for name, item in pairs(value) if item.kind != "null")
        draft.add_content_type()
    elif kind == "Multipart":
        parts = Client("flurl.parts", {"%parts": Container("array", [], born=evaluator.branch)}, evaluator.span(node))
        handed = Arguments()
        handed.positional = [parts]
        call(evaluator, value, handed, node)
        fields = [
            Field(name, None, content) if is_file.data else Field(name, content)
            for name, content, is_file in (entry.data for entry in parts.state["%parts"].data)
        ]
        draft.body = Body("multipart", None, fields)
        draft.add_content_type()
    elif isinstance(value, Client) and value.family == "content":
        fill(evaluator, draft, value)
    elif value.kind != "null" and not isinstance(value, Client):
        draft.body = text_body(evaluator, value, draft.header("content-type"))
        draft.add_default("content-type", Value("string", "text/plain; charset=UTF-8", added_by=NAME))


def parts_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`parts.AddString(name, text)`, `parts.AddStringParts(object)`, `parts.AddFile(name, path)`, `parts.AddJson`."""
    del node
    given = [*arguments.positional, *arguments.named.values()]
    entries: list[tuple[Value, Value, bool]] = []
    if path in ("AddString", "Add") and len(given) >= 2:
        content = given[1].state.get("%value") if isinstance(given[1], Client) else given[1]
        entries.append((given[0], evaluator.text(content or Unclear()), False))
    elif path == "AddJson" and len(given) >= 2:
        from supportdesk.reading.code.csharp.json_library import as_text

        entries.append((given[0], as_text(evaluator, given[1]), False))
    elif path == "AddStringParts" and given:
        entries.extend((name, evaluator.text(value), False) for name, value in pairs(given[0]))
    elif path == "AddFile" and len(given) >= 2:
        named = arguments.named.get("fileName")
        if named is None and len(given) > 2 and given[2].kind == "string" and given[1].kind != "string":
            named = given[2]
        content = given[1].path if isinstance(given[1], FileThing) else given[1]
        file_name = FileThing(content).base_name() if content is not None and content.kind == "string" else None
        entries.append((given[0], named or file_name or Value.unknown(given[1].span), True))
    for name, value, is_file in entries:
        flag = Value("boolean", is_file)  # its data
        owner.state["%parts"].data.append(Container("array", [name, value, flag]))
    return owner


def methods() -> dict[str, Method]:
    """Return the methods that Flurl gives to texts."""
    names = [*_BUILDING, *SENDING]
    return {name: on_text(name) for name in names}


def handlers() -> dict[str, Handler]:
    """Return the constructors of Flurl."""
    return dict.fromkeys(("FlurlClient", "FlurlRequest", "Url", "IFlurlClient"), new_url)


def families() -> dict[str, Family]:
    """Return the families of Flurl."""
    return {"flurl": family, "flurl.parts": parts_family}
