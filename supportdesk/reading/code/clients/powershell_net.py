"""WebClient and WebRequest of .NET as PowerShell programs use them, and curl with PowerShell's quotes.

https://learn.microsoft.com/dotnet/api/system.net.webclient, …/system.net.httpwebrequest.
"""

from __future__ import annotations

from supportdesk.i18n import mark
from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import form_body, text_body
from supportdesk.reading.code.clients.drafts import Draft, method_name, text_or_unknown
from supportdesk.reading.code.clients.powershell_web import parameter, send
from supportdesk.reading.code.commands import PROGRAMS, Command, read_command
from supportdesk.reading.code.container_methods import pairs_of
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.powershell.text import pieces
from supportdesk.reading.code.things import Arguments, Client, Container, Unclear
from supportdesk.reading.code.urls import as_sent, behind, with_query
from supportdesk.reading.code.words import Word
from supportdesk.reading.evidence import Body
from supportdesk.reading.repairs import Repair, once
from supportdesk.value import UNKNOWN, Value
from supportdesk.view import View

ALIAS = mark("curl is another name of Invoke-WebRequest in Windows PowerShell; the options are those of curl.exe")
"""Repair: a command of curl that Windows PowerShell would hand to Invoke-WebRequest."""
BACKSLASHES = mark(
    "backslashes before double quotes were taken away: Windows PowerShell needs them, later ones send them"
)
"""Repair: `curl.exe -d '{\\"a\\":1}'`."""

TYPES = ("[net.http.httpmethod]", "[net.httprequestheader]", "[net.securityprotocoltype]", "[net.servicepointmanager]")
"""Types whose members are only named."""


def new_web_client(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`New-Object System.Net.WebClient`."""
    del arguments
    state: dict[str, Value] = {
        "Headers": Container("object", {}, born=evaluator.branch),
        "QueryString": Container("object", {}, born=evaluator.branch),
    }
    return Client("powershell:webclient", state, evaluator.span(node))


def web_client(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of a WebClient sends; the form of its arguments is its name's."""
    name = path.lower().removesuffix("taskasync").removesuffix("async")
    given = list(arguments.positional)
    if not given or not name.startswith(("download", "upload", "openread")):
        return Unclear(evaluator.span(node))
    uploads = name.startswith("upload")
    data = given[-1] if uploads and len(given) > 1 else None
    stated = given[1] if uploads and len(given) > 2 else None
    method = (
        method_name(stated)
        if stated is not None
        else Value("string", "POST" if uploads else "GET", added_by="webclient")
    )
    url = behind(owner.state.get("BaseAddress"), text_or_unknown(given[0]), evaluator.dialect.text)
    query = owner.state.get("QueryString")
    url = with_query(as_sent(url), query, evaluator.dialect.text) if query is not None and query.data else as_sent(url)
    draft = Draft("webclient", method, url)
    draft.add_headers(owner.state.get("Headers"))
    if data is not None:
        draft.body = _uploaded(evaluator, name, data, draft)
    draft.add_credentials(evaluator, owner.state.get("Credentials"))
    return draft.send(evaluator, node)


def _uploaded(evaluator: Evaluator, name: str, data: Value, draft: Draft) -> Body:
    if name == "uploadvalues":
        draft.add_default("content-type", Value("string", "application/x-www-form-urlencoded", added_by="webclient"))
        return form_body(pairs_of(data))
    if name == "uploadfile":
        return Body("raw", Unclear(data.span, data.parts))
    return text_body(evaluator, data, draft.header("content-type"))


def new_request(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`[System.Net.WebRequest]::Create(url)`."""
    state: dict[str, Value] = {"Headers": Container("object", {}, born=evaluator.branch)}
    if arguments.positional:
        state["url"] = arguments.positional[0]
    return Client("powershell:webrequest", state, evaluator.span(node))


def web_request(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`request.GetRequestStream()` takes the body, `request.GetResponse()` sends."""
    name = path.lower().removesuffix("async")
    if name in ("getrequeststream", "stream"):
        return Client("powershell:stream", {"request": owner}, evaluator.span(node))
    if name != "getresponse":
        return Unclear(evaluator.span(node))
    state = owner.state
    stated = state.get("Method")
    method = Value("string", "GET", added_by="webrequest") if stated is None else method_name(stated)
    draft = Draft("webrequest", method, as_sent(text_or_unknown(state.get("url"))))
    draft.add_headers(state.get("Headers"))
    for key, header in (("ContentType", "content-type"), ("Accept", "accept"), ("UserAgent", "user-agent")):
        if key in state:
            draft.set_header(Value("string", header, added_by="webrequest"), state[key])
    if "body" in state:
        draft.body = text_body(evaluator, state["body"], draft.header("content-type"))
    draft.add_credentials(evaluator, state.get("Credentials"))
    del arguments
    return draft.send(evaluator, node)


def stream(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`stream.Write(bytes, 0, length)` of a request's stream or of a writer around it."""
    request = owner.state.get("request")
    if path.lower() in ("write", "writeline", "writeasync") and isinstance(request, Client) and arguments.positional:
        request.state["body"] = arguments.positional[0]
    return Unclear(evaluator.span(node))


def writer(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`New-Object System.IO.StreamWriter(stream)`."""
    value = arguments.positional[0] if arguments.positional else None
    return value if isinstance(value, Client) else Unclear(evaluator.span(node))


def encoding(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`New-Object System.Text.UTF8Encoding`."""
    del arguments
    return Client("powershell:encoding", {}, evaluator.span(node))


def _encoding(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    del owner, path
    return arguments.positional[0] if arguments.positional else Unclear(evaluator.span(node))


def program(name: str, *, is_alias: bool = False) -> Handler:
    """Return the handler of a program (curl.exe) that gets its arguments as words.

    `is_alias` says that Windows PowerShell has a command of that name: it is meant where its parameters are used.
    """

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        given: list[Value] = []
        for value in arguments.positional:
            given += value.data if value.kind == "array" else [value]
        if is_alias and _is_web_request(given):
            return send("invoke-webrequest")(evaluator, _bound(evaluator, given), node)
        words = [_word(evaluator, value) for value in given]
        place = evaluator.span(node)
        is_mistaken = is_alias and any(word.text.startswith("-") for word in words)
        repairs = [Repair(ALIAS, place)] if is_mistaken else []
        for number, word in enumerate(words):
            if '\\"' in word.text and number and words[number - 1].text.startswith("-"):
                words[number], mended = _without_backslashes(word)
                repairs += [Repair.of(BACKSLASHES, word.span(), word.text, words[number].text)] if mended else []
        handed = arguments.named.get("inputobject")
        stdin = _word(evaluator, handed) if handed is not None else None
        command = Command(name, words, evaluator.span(node), stdin)
        command.repairs = once(repairs)
        answer: Value = Unclear(evaluator.span(node))
        for request in read_command(command).requests:
            request.language = evaluator.dialect.language
            answer = evaluator.send(request, node)
        return answer

    return _handler


def _is_web_request(given: list[Value]) -> bool:
    """Whether the arguments are parameters of Invoke-WebRequest and no options of curl."""
    options = [str(value.data) for value in given if value.kind == "string" and str(value.data).startswith("-")]
    if any(value.kind == "object" for value in given):
        return True
    names = [parameter(option[1:].lower()) for option in options if len(option) > 3 and option[1] != "-"]
    return any(
        name in ("uri", "method", "headers", "body", "contenttype", "outfile", "usebasicparsing") for name in names
    )


def _bound(evaluator: Evaluator, given: list[Value]) -> Arguments:
    """Return words as the named arguments of a command."""
    made = Arguments()
    name = ""
    for value in given:
        text = str(value.data) if value.kind == "string" else ""
        if text.startswith("-") and len(text) > 1 and text[1].isalpha():
            name = "" if text[1:].lower().startswith("useb") else text[1:].lower()
            continue
        if name:
            made.named[name], name = value, ""
        else:
            made.positional.append(value)
    del evaluator
    return made


def _word(evaluator: Evaluator, value: Value) -> Word:
    """Return a value as a word of a command; of a literal each character has its own place."""
    text = str(evaluator.text(value).data)
    place = value.span
    if value.kind == "string" and place is not None and text != UNKNOWN:
        start, end = evaluator.view.offsets(place)
        source = evaluator.view.text[start:end]
        inside = View("", 0, [])
        if source == text:
            inside = evaluator.view.cut(start, end)
        elif source[:1] == "'":
            inside = evaluator.view.cut(start + 1, end - 1)
        elif source[:1] == '"':
            inner = evaluator.view.cut(start + 1, end - 1)
            inside = inner.decoded(pieces(inner.text))
        if inside.text == text:
            return Word(inside)
    parts = value.parts or ((place,) if place is not None else ())
    if text == UNKNOWN or not parts:
        return Word.unknown(value.place() or evaluator.view.span(0, 0))
    return Word(View.stand_in(text, parts[0]))


def _without_backslashes(word: Word) -> tuple[Word, bool]:
    """Return a word without the backslashes before its double quotes, where it is no JSON with them."""
    import json

    try:
        json.loads(word.text)
    except ValueError:
        made: list[tuple[str, int, int]] = []
        at, text = 0, word.text
        while (found := text.find('\\"', at)) >= 0:
            made += [(text[at:found], at, found), ('"', found, found + 2)]
            at = found + 2
        made.append((text[at:], at, len(text)))
        return Word(word.view.decoded(made), word.uses), True
    return word, False


def handlers() -> dict[str, Handler]:
    """Return the handlers by the names that the lowering gives."""
    made: dict[str, Handler] = {
        "[net.webclient]": new_web_client,
        "[io.streamwriter]": writer,
        **dict.fromkeys(
            ("[net.webrequest].create", "[net.httpwebrequest].create", "[net.webrequest].createhttp"), new_request
        ),
    }
    for name in PROGRAMS:
        made[f"function:{name}"] = program(name, is_alias=name in ("curl", "wget"))
        made[f"function:{name}.exe"] = program(name)
    return made


def families() -> dict[str, Family]:
    """Return what the objects of these types do with a method."""
    return {
        "powershell:webclient": web_client,
        "powershell:webrequest": web_request,
        "powershell:stream": stream,
        "powershell:encoding": _encoding,
    }
