"""requests, httpx, aiohttp and their like: a call names method, address, query, headers and body."""

from __future__ import annotations

from supportdesk.named import NamedTuple
from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import file_field, form_body, is_file, json_body, text_body
from supportdesk.reading.code.clients.drafts import Draft, method_name, text_or_unknown
from supportdesk.reading.code.container_methods import pairs_of
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.operations import truth
from supportdesk.reading.code.texts import Writer
from supportdesk.reading.code.things import Arguments, Client, Container, Unclear
from supportdesk.reading.code.urls import as_sent, behind, flat_pairs, with_query
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import Value

VERBS = ("get", "options", "head", "post", "put", "patch", "delete")


class Library(NamedTuple):
    """How a library of this kind differs from the others.

    `roots` are the dotted names it is imported under, `sessions` its session classes; `positions` names the arguments
    of a verb by position behind the address ('*' for all other verbs); `base_url` says that a session may have one;
    `replaces_query` that params take the place of the address's own query; `content` the argument for raw bytes;
    `unnamed` the file name of nameless content (None: the name of its field); `text_type` the content type that it adds
    to text.
    """

    name: str
    roots: tuple[str, ...]
    sessions: tuple[str, ...]
    positions: dict[str, tuple[str, ...]]
    request: tuple[str, ...]
    base_url: bool = True
    replaces_query: bool = False
    content: str = "data"
    unnamed: str | None = None
    text_type: str = ""


LIBRARIES = (
    Library(
        "requests",
        ("requests", "requests.api", "curl_cffi.requests", "requests_html", "cloudscraper", "niquests"),
        ("Session", "session", "sessions.Session", "AsyncSession", "HTMLSession", "create_scraper"),
        {"get": ("params",), "post": ("data", "json"), "put": ("data",), "patch": ("data",)},
        ("params", "data", "headers", "cookies", "files", "auth", "timeout"),
        base_url=False,
    ),
    Library(
        "httpx",
        ("httpx", "httpx2"),
        ("Client", "AsyncClient"),
        {},
        (),
        replaces_query=True,
        content="content",
        unnamed="upload",
    ),
    Library(
        "aiohttp",
        ("aiohttp",),
        ("ClientSession", "client.ClientSession"),
        {},
        (),
        text_type="text/plain; charset=utf-8",
    ),
)
"""https://requests.readthedocs.io/en/latest/api/, https://www.python-httpx.org/api/, https://docs.aiohttp.org/"""

_SETTINGS = ("timeout", "proxies", "proxy", "max_retries", "stream")


def _bind(names: tuple[str, ...], arguments: Arguments) -> dict[str, Value]:
    given = dict(zip(names, arguments.positional, strict=False))
    given.update(arguments.named)
    return given


def _verb(library: Library, verb: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        return dispatch(evaluator, library, {}, verb, arguments, node)

    return _handler


def _session(library: Library) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        state = {name: value for name, value in arguments.named.items() if value.kind != "null"}
        if library.name == "aiohttp" and arguments.positional:
            state["base_url"] = arguments.positional[0]
        headers = Container("object", {}, born=evaluator.branch)
        if "headers" in state:
            given = state["headers"]
            headers.data, headers.keys = dict(given.data) if given.kind == "object" else {}, dict(given.keys)
            headers.is_open = given.is_open
        state["headers"] = headers
        for name in ("params", "cookies"):
            state.setdefault(name, Container("object", {}, born=evaluator.branch))
        return Client(f"session:{library.name}", state, evaluator.span(node))

    return _handler


def _prepared(library: Library) -> Handler:
    """`requests.Request(method, url, …)`: sent when a session sends it."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        names = ("method", "url", "headers", "files", "data", "params", "auth", "cookies")
        return Client(f"prepared:{library.name}", _bind(names, arguments), evaluator.span(node))

    return _handler


def dispatch(
    evaluator: Evaluator, library: Library, state: dict[str, Value], verb: str, arguments: Arguments, node: ir.Node
) -> Value:
    """Send what `verb` (a method's name, 'request' or 'stream') says."""
    if verb in VERBS:
        given = _bind(("url", *library.positions.get(verb, ())), arguments)
        method = Value("string", verb.upper(), added_by=library.name)
    else:
        given = _bind(("method", "url", *library.request), arguments)
        method = method_name(given.get("method"))
    return send(evaluator, library, state, method, given, node, is_open=arguments.is_open)


def send(
    evaluator: Evaluator,
    library: Library,
    state: dict[str, Value],
    method: Value,
    given: dict[str, Value],
    node: ir.Node,
    *,
    is_open: bool = False,
) -> Value:
    """Put one request together and send it; `state` is the session's."""
    write = evaluator.dialect.text
    url = text_or_unknown(given.get("url"))
    if library.base_url and url.kind == "string":
        url = behind(state.get("base_url"), url, write)
    params = given.get("params")
    common = state.get("params")
    if common is not None and common.kind == "object" and common.data:
        url = with_query(url, common, write)
    url = with_query(as_sent(url), params, write, replace=library.replaces_query)
    draft = Draft(library.name, method, url)
    draft.complete = not is_open
    draft.add_headers(state.get("headers"))
    draft.add_headers(given.get("headers"))
    draft.body = _body(evaluator, library, given, draft)
    draft.add_content_type()
    draft.add_credentials(evaluator, given.get("auth") or state.get("auth"))
    draft.add_cookies(evaluator, given.get("cookies") or state.get("cookies"))
    draft.take_options({name: state[name] for name in (*_SETTINGS, "base_url") if name in state})
    draft.take_options({name: given[name] for name in _SETTINGS if name in given})
    return draft.send(evaluator, node)


def _body(evaluator: Evaluator, library: Library, given: dict[str, Value], draft: Draft) -> Body:
    content = given.get(library.content)
    data, json, files = given.get("data"), given.get("json"), given.get("files")
    if isinstance(data, Client) and data.family == "form_data":
        return Body("multipart", None, _form_data(evaluator, data))
    if files is not None and truth(files) is not False:
        return _multipart(evaluator, library, data, files, draft)
    if content is not None and content is not data and content.kind != "null":
        return _text(evaluator, library, content, draft)
    if data is not None and truth(data) is not False:
        if data.kind in ("object", "array"):
            if library.name == "aiohttp" and any(is_file(value) for _, value in pairs_of(data)):
                return _multipart(evaluator, library, None, data, draft)
            pairs = flat_pairs(data, _writer(evaluator, library), keep_null=library.name == "httpx")
            return form_body(pairs)
        return _text(evaluator, library, data, draft)
    if json is not None and json.kind != "null":
        return json_body(evaluator, json)
    return Body()


def _writer(evaluator: Evaluator, library: Library) -> Writer:
    return evaluator.dialect.text if library.name != "httpx" else _json_words


def _json_words(value: Value) -> str:
    return str(value.data).lower() if value.kind == "boolean" else "" if value.kind == "null" else str(value.data)


def _text(evaluator: Evaluator, library: Library, value: Value, draft: Draft) -> Body:
    body = text_body(evaluator, value, draft.header("content-type"))
    if library.text_type and value.kind == "string":
        draft.add_default("content-type", Value("string", library.text_type, added_by=library.name))
    return body


def _multipart(evaluator: Evaluator, library: Library, data: Value | None, files: Value, draft: Draft) -> Body:
    write = evaluator.dialect.text
    fields = [Field(name, value) for name, value in flat_pairs(data, write)] if data is not None else []
    if files.kind not in ("object", "array") or files.is_open:
        draft.complete = False
    for name, value in pairs_of(files):
        made_up = name if library.unnamed is None else Value("string", library.unnamed, added_by=library.name)
        if library.name == "aiohttp" and not is_file(value):
            fields.append(Field(name, value if value.kind == "string" else evaluator.text(value)))
        else:
            fields.append(file_field(evaluator, name, value, made_up))
    return Body("multipart", None, fields)


def _form_data(evaluator: Evaluator, data: Client) -> list[Field]:
    """Return the parts of an `aiohttp.FormData`."""
    fields: list[Field] = []
    for entry in data.state["entries"].data:
        name, value, file_name = entry.data
        if file_name.kind != "null" or is_file(value):
            given = file_name if file_name.kind == "string" else name
            fields.append(
                Field(name, None, given) if file_name.kind == "string" else file_field(evaluator, name, value, given)
            )
        else:
            fields.append(Field(name, value if value.kind == "string" else evaluator.text(value)))
    return fields


def session_family(library: Library) -> Family:
    """Return what a session of the library does with a method."""

    def _family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
        if path in VERBS or path in ("request", "stream", "_request"):
            return dispatch(evaluator, library, owner.state, path, arguments, node)
        if path in ("build_request", "prepare_request"):
            if arguments.positional and isinstance(arguments.positional[0], Client):
                return arguments.positional[0]
            state = _bind(("method", "url"), arguments)
            return Client(f"prepared:{library.name}", state, evaluator.span(node))
        if path == "send" and arguments.positional and isinstance(arguments.positional[0], Client):
            prepared = arguments.positional[0].state
            method = method_name(prepared.get("method"))
            return send(evaluator, library, owner.state, method, {**prepared, **arguments.named}, node)
        if path == "mount":
            _mount(owner, arguments)
        if path in ("__enter__", "__aenter__"):
            return owner
        return Unclear(evaluator.span(node))

    return _family


def _mount(owner: Client, arguments: Arguments) -> None:
    adapter = arguments.positional[1] if len(arguments.positional) > 1 else None
    if isinstance(adapter, Client) and "max_retries" in adapter.state:
        owner.state["max_retries"] = adapter.state["max_retries"]


def prepared_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`Request.prepare()` and setting members of a prepared request."""
    del arguments
    return owner if path == "prepare" else Unclear(evaluator.span(node))


def credentials(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`HTTPBasicAuth(user, password)` and its like."""
    state: dict[str, Value] = {}
    for position, names in enumerate((("username", "login", "user"), ("password",))):
        for name in names:
            value = arguments.get(position, name)
            if value is not None:
                state["user" if position == 0 else "password"] = value
    return Client("credentials", state, evaluator.span(node))


def adapter(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`HTTPAdapter(max_retries=…)`."""
    return Client("adapter", dict(arguments.named), evaluator.span(node))


def total(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Retry(total=…)`, `Timeout(…)`, `ClientTimeout(total=…)`: the number that it is about."""
    for name in ("total", "timeout", "read", "retries"):
        value = arguments.get(0, name)
        if value is not None:
            return value
    return Unclear(evaluator.span(node))


def address(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`httpx.URL("…")`: the text that it was made of."""
    return arguments.get(0, "url") or Unclear(evaluator.span(node))


def form_data(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`aiohttp.FormData(…)`."""
    made = Client("form_data", {"entries": Container("array", [])}, evaluator.span(node))
    for value in arguments.positional[:1]:
        for name, item in pairs_of(value):
            made.state["entries"].data.append(Container("array", [name, item, Value("null", None)]))
    return made


def form_data_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`FormData.add_field(name, value, filename=…)`."""
    name, value = arguments.get(0, "name"), arguments.get(1, "value")
    if path == "add_field" and name is not None and value is not None:
        file_name = arguments.named.get("filename") or Value("null", None)
        owner.state["entries"].data.append(Container("array", [name, value, file_name]))
    return Unclear(evaluator.span(node))


def handlers() -> dict[str, Handler]:
    """Return the handlers of all these libraries by dotted name."""
    made: dict[str, Handler] = {
        **dict.fromkeys(("requests.auth.HTTPBasicAuth", "httpx.BasicAuth", "aiohttp.BasicAuth"), credentials),
        **dict.fromkeys(("requests.adapters.HTTPAdapter", "httpx.HTTPTransport"), adapter),
        **dict.fromkeys(
            ("urllib3.util.retry.Retry", "urllib3.Retry", "requests.adapters.Retry", "urllib3.util.Retry"), total
        ),
        **dict.fromkeys(("httpx.URL", "httpx2.URL", "yarl.URL"), address),
        **dict.fromkeys(("httpx.Timeout", "aiohttp.ClientTimeout"), total),
        "aiohttp.FormData": form_data,
    }
    for library in LIBRARIES:
        for root in library.roots:
            for verb in (*VERBS, "request", "stream"):
                made[f"{root}.{verb}"] = _verb(library, verb)
            for name in library.sessions:
                made[f"{root}.{name}"] = _session(library)
            made[f"{root}.Request"] = _prepared(library)
    return made


def families() -> dict[str, Family]:
    """Return the families of all these libraries by name."""
    made: dict[str, Family] = {"form_data": form_data_family}
    for library in LIBRARIES:
        made[f"session:{library.name}"] = session_family(library)
        made[f"prepared:{library.name}"] = prepared_family
    return made
