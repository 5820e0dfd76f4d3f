"""Headers and contents of .NET's System.Net.Http: what StringContent, JsonContent, MultipartFormDataContent … send.

Source: learn.microsoft.com/dotnet/api/system.net.http and …/system.net.http.headers.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import form_body, json_body, text_body
from supportdesk.reading.code.clients.drafts import Draft
from supportdesk.reading.code.csharp.builtin_functions import pairs
from supportdesk.reading.code.csharp.json_library import WEB, policy_of, separated, written
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.things import (
    Arguments,
    Client,
    Container,
    FileThing,
    Instance,
    Unclear,
    spans_of,
)
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import UNKNOWN, Value

NAME = "httpclient"
_UTF8 = "; charset=utf-8"
_NAMES = {
    "ContentMD5": "content-md5", "ETag": "etag", "Referrer": "referer", "TE": "te",
    "WwwAuthenticate": "www-authenticate",
}  # fmt: skip
_NO_HEADERS = frozenset(("ConnectionClose", "ExpectContinue", "TransferEncodingChunked"))


def null() -> Value:
    """Return what a method without a result gives."""
    return Value("null", None)


def headers(evaluator: Evaluator, node: ir.Node) -> Client:
    """Return an empty collection of headers; `:name` in its state is a header, any other a typed property."""
    return Client("headers", {}, evaluator.span(node))


def headers_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`headers.Add(name, value)`, `headers.Accept.Add(…)`, `headers.UserAgent.ParseAdd(…)`, `headers.Remove(name)`."""
    del node
    given = arguments.positional
    head, _, method = path.rpartition(".")
    if head and method in ("Add", "ParseAdd", "TryParseAdd") and given:
        old = owner.state.get(head)
        value = evaluator.text(given[0]) if not isinstance(given[0], Client) else header_text(evaluator, given[0])
        owner.state[head] = value if old is None else evaluator.text(old, Value("string", ", "), value)
    elif head and method == "Clear":
        owner.state.pop(head, None)
    elif method in ("Add", "TryAddWithoutValidation", "Set") and len(given) >= 2:
        add(evaluator, owner, given[0], given[1], replace=method == "Set")
    elif method == "Add" and len(given) == 1 and given[0].kind == "string":
        name, _, text = str(given[0].data).partition(":")
        parts = spans_of(given[0])
        value = Value("string", text.strip(), None, parts=parts, is_open=given[0].is_open)
        add(evaluator, owner, Value("string", name.strip(), None, parts=parts), value)
    elif method == "Remove" and given:
        owner.state.pop(":" + str(given[0].data).lower(), None)
    elif method == "Clear":
        owner.state.clear()
    return owner if method == "Add" else null()


def add(evaluator: Evaluator, owner: Client, name: Value, value: Value, *, replace: bool = False) -> None:
    """Add a header; a further value of the same name is appended to it."""
    if name.kind != "string":
        owner.state["%open"] = Value("boolean", data=True)
        return
    key = ":" + str(name.data).lower()
    if value.kind == "array":
        texts: list[Value] = []
        for item in value.data:
            texts.extend((Value("string", ", " if texts else ""), item))
        value = evaluator.text(*texts)
    elif isinstance(value, Client):
        value = header_text(evaluator, value)
    old = owner.state.get(key)
    if old is not None and not replace:
        sign = "; " if key == ":cookie" else ", "
        value = evaluator.text(old.data[1], Value("string", sign), value)
    owner.state[key] = Container("array", [name, value])


def header_text(evaluator: Evaluator, value: Value) -> Value:
    """Return the text of a header's value, also of an AuthenticationHeaderValue or a MediaTypeHeaderValue."""
    if isinstance(value, Client) and value.family == "header":
        pieces = [value.state["%text"]]
        charset = value.state.get("CharSet")
        if charset is not None and charset.kind != "null":
            pieces.extend((Value("string", "; charset="), charset))
        return evaluator.text(*pieces)
    return value if value.kind in ("string", "unknown") else evaluator.text(value)


def pairs_in(evaluator: Evaluator, owner: Value | None) -> list[tuple[Value, Value]]:
    """Return the headers of a collection in order, typed properties under their header names."""
    made: list[tuple[Value, Value]] = []
    for key, value in owner.state.items() if isinstance(owner, Client) else ():
        if key.startswith(":"):
            if value.kind == "array" and len(value.data) == 2:
                made.append((value.data[0], value.data[1]))
        elif key == "ContentType.MediaType":
            made.append((Value("string", "content-type", None, parts=spans_of(value)), value))
        elif key[:1].isalpha() and "." not in key and key not in _NO_HEADERS and value.kind != "null":
            name = key if "-" in key else _NAMES.get(key, separated(key, "-"))
            made.append((Value("string", name, None, parts=spans_of(value)), header_text(evaluator, value)))
    return made


def header_value(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new MediaTypeHeaderValue(text)`, `MediaTypeHeaderValue.Parse(text)` and their like."""
    given = [*arguments.positional, *arguments.named.values()]
    state = {"%text": given[0] if given else Unclear()}
    if len(given) > 1 and given[1].kind == "string":
        state["CharSet"] = given[1]
    return Client("header", state, evaluator.span(node))


def product(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new ProductInfoHeaderValue(name, version)`, `new EntityTagHeaderValue(tag)` and their like."""
    pieces: list[Value] = []
    for value in arguments.positional[:2]:
        pieces.extend(([Value("string", "/")] if pieces else []) + [value])
    return Client("header", {"%text": evaluator.text(*pieces)}, evaluator.span(node))


def authentication(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new AuthenticationHeaderValue(scheme, parameter)`."""
    scheme, parameter = arguments.get(0, "scheme"), arguments.get(1, "parameter")
    pieces = [scheme or Unclear()]
    if parameter is not None and parameter.kind != "null":
        pieces.extend((Value("string", " "), parameter))
    return Client("header", {"%text": evaluator.text(*pieces)}, evaluator.span(node))


def header_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`value.ToString()`, `value.Parameters.Add(new NameValueHeaderValue(name, value))`."""
    if path == "Parameters.Add" and arguments.positional:
        owner.state["%text"] = evaluator.text(owner.state["%text"], Value("string", "; "), arguments.positional[0])
    return header_text(evaluator, owner) if path == "ToString" else Unclear(evaluator.span(node))


def disposition(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new ContentDispositionHeaderValue("form-data") { Name = …, FileName = … }`."""
    del arguments
    return Client("disposition", {}, evaluator.span(node))


def nothing_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Answer for an object that only holds settings."""
    del owner, path, arguments
    return Unclear(evaluator.span(node))


def content(kind: str) -> Handler:
    """Return the constructor of a content of a kind: text, bytes, form, multipart or json."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        state: dict[str, Value] = {"Headers": headers(evaluator, node), "%kind": Value("string", kind)}
        given = list(arguments.positional)
        named = arguments.named
        if kind == "multipart":
            state["%parts"] = Container("array", [], born=evaluator.branch)
            return Client("content", state, evaluator.span(node))
        names = ("content", "inputValue", "value", "nameValueCollection")
        value = next((named[name] for name in names if name in named), given.pop(0) if given else Unclear())
        state["%value"] = value
        if kind == "json":
            options = named.get("options") or (given[-1] if given and isinstance(given[-1], Instance) else None)
            state["%value"] = written(evaluator, value, policy_of(options, WEB))
        default = {"text": "text/plain; charset=utf-8", "json": "application/json; charset=utf-8"}.get(kind)
        media = named.get("mediaType") or next((one for one in given if one.kind == "string"), None)
        typed = next((one for one in given if isinstance(one, Client) and one.family == "header"), None)
        if typed is not None:
            state["Headers"].state["ContentType"] = typed  # type: ignore[attr-defined]  # made above
        elif media is not None and media.kind != "null" and kind in ("text", "json"):
            state["%type"] = evaluator.text(media, Value("string", _UTF8, added_by=NAME))
        elif default is not None:
            state["%type"] = Value("string", default, added_by=NAME)
        return Client("content", state, evaluator.span(node))

    return _handler


def content_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`multipart.Add(content, name, file_name)`, `content.ReadAsStringAsync()`."""
    if path == "Add" and arguments.positional and "%parts" in owner.state:
        nothing = Value("null", None)
        name, file_name = arguments.get(1, "name") or nothing, arguments.get(2, "fileName") or nothing
        part = arguments.get(0, "content") or nothing
        owner.state["%parts"].data.append(Container("array", [part, name, file_name]))
        return null()
    if path.startswith("ReadAs") and "%value" in owner.state:
        return owner.state["%value"]
    return Unclear(evaluator.span(node))


def fill(evaluator: Evaluator, draft: Draft, value: Value | None) -> None:
    """Give a draft the body and the headers that a content sends."""
    if value is None or value.kind == "null":
        return
    if not isinstance(value, Client) or value.family != "content":
        draft.body = Body("raw", evaluator.copier.snapshot(value))
        draft.complete = False
        return
    state = value.state
    for name, text in pairs_in(evaluator, state.get("Headers")):
        if str(name.data).lower() != "content-length":
            draft.set_header(name, text)
    kind = str(state["%kind"].data)
    declared = draft.header("content-type") or str(state.get("%type", Value("string", "")).data)
    if kind == "multipart":
        draft.body = Body("multipart", None, _fields(evaluator, state["%parts"]))
    elif kind == "form":
        draft.body = form_body((name, evaluator.text(item)) for name, item in pairs(state["%value"]))
        if state["%value"].kind not in ("object", "array"):
            draft.body, draft.complete = Body("raw", evaluator.copier.snapshot(state["%value"])), False
    elif kind == "json":
        draft.body = json_body(evaluator, state["%value"])
    else:
        draft.body = text_body(evaluator, state["%value"], declared)
    if "%type" in state:
        draft.add_default("content-type", state["%type"])
    elif kind in ("form", "multipart"):
        draft.add_content_type()


def _fields(evaluator: Evaluator, parts: Value) -> list[Field]:
    made: list[Field] = []
    for entry in parts.data:
        part, name, file_name = entry.data
        state = part.state if isinstance(part, Client) else {}
        name, file_name = _disposition(state, name, file_name)
        value = state.get("%value") or Unclear()
        if name.kind == "null":
            name = Value.unknown(part.span)
        if file_name.kind != "null":
            made.append(Field(_bare(name), None, _bare(file_name)))
        elif isinstance(value, FileThing):
            made.append(Field(_bare(name), Value.unknown(value.span)))
        else:
            made.append(Field(_bare(name), value if value.kind in ("string", "unknown") else evaluator.text(value)))
    return made


def _disposition(state: dict[str, Value], name: Value, file_name: Value) -> tuple[Value, Value]:
    """Return name and file name of a part, as its own ContentDisposition says where it has one."""
    own = state.get("Headers")
    said = own.state.get("ContentDisposition") if isinstance(own, Client) else None
    if isinstance(said, Client):
        name = said.state.get("Name") or name
        file_name = said.state.get("FileName") or said.state.get("FileNameStar") or file_name
    given = own.state.get(":content-disposition") if isinstance(own, Client) else None
    if given is None or given.data[1].kind != "string":
        return name, file_name
    text = given.data[1]
    for piece in str(text.data).split(";"):
        key, mark, inner = piece.partition("=")
        found = Value("string", inner.strip().strip('"'), None, parts=spans_of(text), is_open=UNKNOWN in inner)
        if mark and key.strip().lower() == "name":
            name = found
        elif mark and key.strip().lower() == "filename":
            file_name = found
    return name, file_name


def _bare(value: Value) -> Value:
    """Return a name without the quotes that some write into it."""
    text = str(value.data)
    if value.kind != "string" or len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return value
    return Value("string", text[1:-1], None, parts=spans_of(value), is_open=value.is_open)


def handlers() -> dict[str, Handler]:
    """Return the constructors of headers and contents."""
    return {
        "StringContent": content("text"),
        **dict.fromkeys(("ByteArrayContent", "StreamContent", "ReadOnlyMemoryContent"), content("bytes")),
        "FormUrlEncodedContent": content("form"),
        **dict.fromkeys(("MultipartFormDataContent", "MultipartContent"), content("multipart")),
        **dict.fromkeys(("JsonContent.Create", "JsonContent"), content("json")),
        "AuthenticationHeaderValue": authentication,
        **dict.fromkeys(
            (
                "MediaTypeHeaderValue", "MediaTypeWithQualityHeaderValue", "MediaTypeHeaderValue.Parse",
                "AuthenticationHeaderValue.Parse", "MediaTypeWithQualityHeaderValue.Parse",
            ),
            header_value,
        ),
        **dict.fromkeys(
            (
                "ProductInfoHeaderValue", "EntityTagHeaderValue", "StringWithQualityHeaderValue",
                "CacheControlHeaderValue",
            ),
            product,
        ),
        **dict.fromkeys(
            ("ContentDispositionHeaderValue", "ContentDispositionHeaderValue.Parse"), disposition
        ),
    }  # fmt: skip


def families() -> dict[str, Family]:
    """Return the families of headers and contents."""
    return {
        "headers": headers_family,
        "header": header_family,
        "disposition": nothing_family,
        "content": content_family,
    }
