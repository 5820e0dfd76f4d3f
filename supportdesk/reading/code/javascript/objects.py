"""Objects of the web platform that end up in requests: URL, URLSearchParams, Headers, FormData, Blob and File, Map.

https://url.spec.whatwg.org/, https://fetch.spec.whatwg.org/#headers-class, https://xhr.spec.whatwg.org/#interface-formdata
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.container_methods import pairs_of
from supportdesk.reading.code.evaluate import Attribute, Evaluator, Family, Handler
from supportdesk.reading.code.javascript.values import UNDEFINED, Bytes, is_nothing
from supportdesk.reading.code.texts import unknown_of
from supportdesk.reading.code.things import Arguments, Bound, Client, Closure, Container, FileThing, Unclear, spans_of
from supportdesk.reading.code.urls import query_text
from supportdesk.reading.evidence import Field
from supportdesk.value import UNKNOWN, Value

PARAMS, HEADERS, FORM, URL, BLOB, MAP = "js params", "js headers", "js form", "js url", "js blob", "js map"
ENTRIES = "(entries)"
"""Where the named values of these objects are kept: no name that a program could say."""

_FILE_WORDS = ("file", "files", "blob", "buffer", "stream", "image", "video", "audio", "mask", "photo", "bytes")
_MARK = "unknown-part"


def _pair(name: Value, value: Value, file_name: Value | None = None) -> Container:
    return Container("array", [name, value] if file_name is None else [name, value, file_name])


def entries_of(evaluator: Evaluator, value: Value | None) -> tuple[list[tuple[Value, Value]], bool]:
    """Return the (name, value) pairs of an object, of pairs, or of a platform's object; and whether all are known."""
    if value is None or value.kind == "null":
        return [], True
    if isinstance(value, Client) and ENTRIES in value.state:
        entries = value.state[ENTRIES]
        return [(pair.data[0], pair.data[1]) for pair in entries.data], not entries.is_open
    if value.kind == "string":
        return _parsed(value), not value.is_open
    if value.kind in ("object", "array"):
        return pairs_of(value), not value.is_open
    del evaluator
    return [], False


def _parsed(value: Value) -> list[tuple[Value, Value]]:
    from urllib.parse import unquote_plus

    made: list[tuple[Value, Value]] = []
    for piece in str(value.data).lstrip("?").split("&")[:500]:
        if piece:
            name, _, text = piece.partition("=")
            made.append((_part(value, unquote_plus(name)), _part(value, unquote_plus(text))))
    return made


def _part(whole: Value, text: str) -> Value:
    return Value("string", text, None, parts=spans_of(whole), is_open=UNKNOWN in text)


def _listed(family: str) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        pairs, known = entries_of(evaluator, arguments.get(0, "init"))
        entries = Container("array", [_pair(name, value) for name, value in pairs], is_open=not known)
        return Client(family, {ENTRIES: entries}, evaluator.span(node))

    return _handler


def _angular_params(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new HttpParams({fromObject: {…}})` of Angular."""
    given = arguments.get(0, "options")
    members = given.data if given is not None and given.kind == "object" else {}
    handed = _alone(members.get("fromObject") or members.get("fromString") or UNDEFINED)
    return _listed(PARAMS)(evaluator, handed, node)


def _as_text(evaluator: Evaluator, value: Value) -> Value:
    return value if value.kind == "string" else evaluator.text(value)


def listed_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Methods of URLSearchParams, Headers, FormData and Map: all are lists of named values."""
    entries = owner.state[ENTRIES]
    name, value = arguments.get(0, "name"), arguments.get(1, "value")
    if path in ("append", "set") and name is not None and value is not None:
        return _put(evaluator, owner, path, arguments)
    if path == "delete" and name is not None:
        entries.data = [pair for pair in entries.data if not _named(owner, pair, name)]
        owner.state["touched"] = entries
    elif path == "get" and name is not None:
        found = next((pair.data[1] for pair in entries.data if _named(owner, pair, name)), None)
        return found or (Unclear(evaluator.span(node)) if entries.is_open else Value("null", None))
    elif path == "has" and name is not None and not entries.is_open:
        return Value("boolean", any(_named(owner, pair, name) for pair in entries.data))
    elif path == "toString":
        return params_text(evaluator, owner)
    elif path == "forEach" and isinstance(name, Closure):
        _each(evaluator, owner, name, node)
    elif path in ("entries", "sort"):
        return entries if path == "entries" else UNDEFINED
    elif path in ("keys", "values"):
        at = 0 if path == "keys" else 1
        return Container("array", [pair.data[at] for pair in entries.data], is_open=entries.is_open)
    elif path == "pipe" and isinstance(name, Client):
        return evaluator.dialect.families[name.family](evaluator, name, "end", _alone(owner), node)
    elif path in ("getHeaders", "then"):
        return Container("object", {}) if path == "getHeaders" else owner
    return Unclear(evaluator.span(node))


def _alone(value: Value) -> Arguments:
    made = Arguments()
    made.positional = [value]
    return made


def _each(evaluator: Evaluator, owner: Client, function: Closure, node: ir.Node) -> None:
    from supportdesk.reading.code.calls import call

    for pair in list(owner.state[ENTRIES].data[:200]):
        handed = Arguments()
        handed.positional = [pair.data[1], pair.data[0]]
        call(evaluator, function, handed, node)


def _named(owner: Client, pair: Value, name: Value) -> bool:
    own, wanted = str(pair.data[0].data), str(name.data)
    return own.lower() == wanted.lower() if owner.family == HEADERS else own == wanted


def _put(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments) -> Value:
    entries = owner.state[ENTRIES]
    name, value = arguments.positional[0], arguments.positional[1]
    if not name.known:
        entries.is_open = True
        return owner
    if owner.family in (PARAMS, HEADERS):
        value = _as_text(evaluator, value)
    is_file = owner.family == FORM and len(arguments.positional) > 2
    made = _pair(name, value, _file_name(arguments.positional[2]) if is_file else None)
    old = next((at for at, pair in enumerate(entries.data) if _named(owner, pair, name)), None)
    owner.state["touched"] = entries
    if old is None or (path == "append" and owner.family != HEADERS):
        entries.data.append(made)
    elif path == "append":
        joined = evaluator.text(entries.data[old].data[1], Value("string", ", "), value)
        entries.data[old] = _pair(name, joined)
    elif evaluator.branch and not (value.known and value.data == entries.data[old].data[1].data):
        entries.data[old] = _pair(name, unknown_of(entries.data[old].data[1], value))
    else:
        entries.data[old] = made
    return owner


def _file_name(value: Value) -> Value:
    """Return the name of a file that `form.append(name, content, …)` gives: text, or `{filename: …}`."""
    if value.kind == "object":
        value = value.data.get("filename") or value.data.get("filepath") or UNDEFINED
    return FileThing(value).base_name() if value.kind == "string" else value


def params_text(evaluator: Evaluator, owner: Client) -> Value:
    """Return the query text of a URLSearchParams."""
    entries = owner.state[ENTRIES]
    pairs = [(str(name.data), _as_text(evaluator, value)) for name, value in entries_of(evaluator, owner)[0]]
    text = query_text((name, str(value.data)) for name, value in pairs)
    if entries.is_open:
        text = f"{text}&{UNKNOWN}" if text else UNKNOWN
    parts = spans_of(*(item for pair in entries.data for item in pair.data[:2]))
    return Value("string", text, None, parts=parts, is_open=UNKNOWN in text)


def form_fields(evaluator: Evaluator, owner: Client) -> list[Field]:
    """Return the parts of a FormData."""
    fields: list[Field] = []
    for pair in owner.state[ENTRIES].data:
        name, value = pair.data[0], pair.data[1]
        file_name = pair.data[2] if len(pair.data) > 2 and not is_nothing(pair.data[2]) else None
        fields.append(part(evaluator, name, value, file_name))
    return fields


def part(evaluator: Evaluator, name: Value, value: Value, file_name: Value | None = None) -> Field:
    """Return one part: a file where the value is one or a file name is given, else text."""
    if file_name is not None:
        return Field(name, None, file_name if file_name.kind == "string" else Value.unknown(file_name.span))
    if isinstance(value, FileThing) and not isinstance(value, Bytes):
        return Field(name, None, value.base_name())
    if isinstance(value, Client) and value.family == BLOB:
        return Field(name, None, Value("string", "blob", added_by="FormData"))
    if isinstance(value, Unclear) and any(word in step.lower() for step in value.path[-2:] for word in _FILE_WORDS):
        return Field(name, None, Value.unknown(value.span))
    return Field(name, _as_text(evaluator, value))


def make_url(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new URL(reference, base)`."""
    reference, base = arguments.get(0, "url"), arguments.get(1, "base")
    if reference is None:
        return Unclear(evaluator.span(node))
    reference = _as_text(evaluator, settle(evaluator, reference))
    href = reference if is_nothing(base) or base is None else resolved(evaluator, settle(evaluator, base), reference)
    made = Client(URL, {"(href)": href}, evaluator.span(node))
    query = str(href.data).partition("#")[0].partition("?")[2]
    pairs = _parsed(_part(href, query)) if query else []
    params = Client(PARAMS, {ENTRIES: Container("array", [_pair(*pair) for pair in pairs])}, made.span)
    made.state["searchParams"] = params
    return made


def resolved(evaluator: Evaluator, base: Value, reference: Value) -> Value:
    """Return a reference resolved against a base address, of which parts may be unknown."""
    from urllib.parse import urljoin

    text, path = str(_as_text(evaluator, base).data), str(reference.data)
    if "://" not in text:
        front = text.rstrip("/") if path.startswith("/") else text
        made = path if "://" in path else front + path
    else:
        try:
            made = urljoin(text.replace(UNKNOWN, _MARK), path.replace(UNKNOWN, _MARK)).replace(_MARK, UNKNOWN)
        except ValueError:
            made = UNKNOWN
    return Value("string", made, None, parts=spans_of(base, reference), is_open=base.is_open or reference.is_open)


def url_text(evaluator: Evaluator, owner: Client) -> Value:
    """Return the address that a URL is now."""
    href = owner.state.get("href") or owner.state["(href)"]
    front, mark, fragment = str(href.data).partition("#")
    front, _, query = front.partition("?")
    values: list[Value] = [href]
    root, path = _split(front)
    for name in ("pathname", "host", "hostname", "port", "protocol", "search"):
        value = owner.state.get(name)
        if value is None:
            continue
        values.append(value)
        text = str(_as_text(evaluator, value).data)
        if name == "pathname":
            path = text if text.startswith("/") else "/" + text
        elif name == "search":
            query = text.lstrip("?")
        else:
            root = _with_root(root, name, text)
    params = owner.state["searchParams"]
    if isinstance(params, Client) and "touched" in params.state:
        made = params_text(evaluator, params)
        values.append(made)
        query = str(made.data)
    text = root + path + ("?" + query if query else "") + mark + fragment
    if text == href.data:
        return href
    return Value("string", text, None, parts=spans_of(*values), is_open=UNKNOWN in text)


def _split(front: str) -> tuple[str, str]:
    start = front.find("://")
    slash = front.find("/", start + 3 if start >= 0 else 0)
    return (front, "") if slash < 0 else (front[:slash], front[slash:])


def _with_root(root: str, name: str, text: str) -> str:
    scheme, mark, host = root.partition("://")
    plain, _, port = host.partition(":")
    if name == "protocol":
        scheme = text.rstrip(":")
    elif name == "host":
        host = text
    elif name == "hostname":
        host = text + (":" + port if port else "")
    else:
        host = f"{plain}:{text}" if text else plain
    return scheme + mark + host


def _url_part(name: str) -> Attribute:
    def _read(evaluator: Evaluator, owner: Value, node: ir.Node) -> Value:
        del node
        if not isinstance(owner, Client):
            return owner
        whole = url_text(evaluator, owner)
        front, _, query = str(whole.data).partition("#")[0].partition("?")
        root, path = _split(front)
        scheme, _, host = root.partition("://")
        plain, _, port = host.partition(":")
        text = {
            "href": whole.data, "origin": root, "protocol": scheme + ":", "host": host, "hostname": plain, "port": port,
            "pathname": path or "/", "search": "?" + query if query else "",
        }[name]  # fmt: skip
        return whole if name == "href" else _part(whole, str(text))

    return _read


def url_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Methods of URL."""
    del arguments
    return url_text(evaluator, owner) if path in ("toString", "toJSON") else Unclear(evaluator.span(node))


def make_blob(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new Blob([…], {type: …})`."""
    pieces, options = arguments.get(0, "parts"), arguments.get(1, "options")
    state: dict[str, Value] = {}
    if pieces is not None and pieces.kind == "array" and len(pieces.data) == 1:
        state["content"] = pieces.data[0]
    if options is not None and options.kind == "object" and "type" in options.data:
        state["type"] = options.data["type"]
    return Client(BLOB, state, evaluator.span(node))


def make_file(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Read `new File([…], name)`, `toFile(content, name)`."""
    content, name = arguments.get(0, "parts"), arguments.get(1, "name")
    if is_nothing(name) and isinstance(content, FileThing):
        return content
    return FileThing(None if is_nothing(name) else name, evaluator.span(node))


def blob_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Methods of a Blob."""
    del arguments
    return owner if path in ("slice", "stream", "then") else Unclear(evaluator.span(node))


def settle(evaluator: Evaluator, value: Value) -> Value:
    """Return the text that an object of the platform becomes; any other value as it is."""
    if isinstance(value, Client):
        if value.family == URL:
            return url_text(evaluator, value)
        if value.family == PARAMS:
            return params_text(evaluator, value)
    elif isinstance(value, Bound) and isinstance(value.owner, Client) and value.path == "toString":
        return settle(evaluator, value.owner)
    return value


LIBRARY: dict[str, Handler] = {
    "URLSearchParams": _listed(PARAMS),
    "Headers": _listed(HEADERS),
    "FormData": _listed(FORM),
    "Map": _listed(MAP),
    **dict.fromkeys(("HttpHeaders", "@angular/common/http.HttpHeaders"), _listed(HEADERS)),
    **dict.fromkeys(("HttpParams", "@angular/common/http.HttpParams"), _angular_params),
    "URL": make_url,
    "Blob": make_blob,
    "File": make_file,
}
"""Constructor → what it makes."""

FAMILIES: dict[str, Family] = {
    **dict.fromkeys((PARAMS, HEADERS, FORM, MAP), listed_family),
    URL: url_family,
    BLOB: blob_family,
}
"""Family → its methods."""

_PARTS = ("href", "origin", "protocol", "host", "hostname", "port", "pathname", "search")
ATTRIBUTES: dict[str, dict[str, Attribute]] = {URL: {name: _url_part(name) for name in _PARTS}}
"""Family → its members that are no methods."""
