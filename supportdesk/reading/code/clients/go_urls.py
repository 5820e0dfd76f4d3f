"""net/url: addresses and values, and the methods of maps that are headers or values (https://pkg.go.dev/net/url)."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator, Handler, Method
from supportdesk.reading.code.go.builtin_functions import NULL, copied
from supportdesk.reading.code.go.things import FREE, Header, with_error
from supportdesk.reading.code.members import changed, is_sure, remove, set_member
from supportdesk.reading.code.texts import derived, unknown_of
from supportdesk.reading.code.things import Arguments, Client, Container, Unclear, spans_of
from supportdesk.reading.code.urls import flat_pairs, join_reference, query_text, quote
from supportdesk.value import UNKNOWN, Value

_PARTS = ("Scheme", "Host", "Path", "RawQuery", "Fragment")


def parsed(evaluator: Evaluator, url: Value, node: ir.Node) -> Value:
    """Return an address as `url.Parse` does; one that is an address already stays it."""
    if isinstance(url, Client):
        return url
    state: dict[str, Value] = {"go.text": url}
    if url.kind == "string":
        front, _, fragment = str(url.data).partition("#")
        front, _, query = front.partition("?")
        scheme, mark, rest = front.partition("://")
        host, slash, path = rest.partition("/") if mark else ("", "", "")
        pieces = (scheme, host, slash + path, query, fragment) if mark else ("", "", front, query, fragment)
        for name, text in zip(_PARTS, pieces, strict=True):
            state[name] = derived(url, text) if text else Value("string", "")
    made = Client("go.url", state, evaluator.span(node))
    made.state.update({f"was {name}": state[name] for name in _PARTS if name in state})
    return made


def address(evaluator: Evaluator, url: Value) -> Value:
    """Return the text of an address as it is now."""
    if not isinstance(url, Client) or url.family != "go.url":
        return url if url.kind == "string" else Value("string", UNKNOWN, url.span, parts=url.parts, is_open=True)
    state = url.state
    whole = state.get("go.text")
    touched = [name for name in _PARTS if name in state and state[name] is not state.get(f"was {name}")]
    if whole is not None and not touched:
        return whole if whole.kind == "string" else address(evaluator, whole)
    if whole is not None and touched == ["RawQuery"] and whole.kind == "string":
        front = derived(whole, str(whole.data).partition("#")[0].partition("?")[0])
        return evaluator.text(front, *_behind("?", state["RawQuery"]))
    if whole is not None and whole.kind != "string":
        return evaluator.text(whole, *_behind("?", state.get("RawQuery")))
    scheme, host, path = (state.get(name, Value("string", "")) for name in _PARTS[:3])
    pieces: list[Value] = []
    if scheme.data or host.data:
        pieces = [scheme, Value("string", "://"), host]
        if path.kind == "string" and path.data and not path.data.startswith(("/", UNKNOWN)):
            pieces.append(Value("string", "/"))
    return evaluator.text(*pieces, path, *_behind("?", state.get("RawQuery")), *_behind("#", state.get("Fragment")))


def _behind(sign: str, value: Value | None) -> list[Value]:
    if value is None or value.kind == "null" or (value.kind == "string" and not value.data):
        return []
    return [Value("string", sign), value]


def parse(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`url.Parse(text)`."""
    given = arguments.positional[0] if arguments.positional else Unclear()
    return with_error(parsed(evaluator, given, node))


def url_literal(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`url.URL{Scheme: …, Host: …, Path: …, RawQuery: …}`."""
    state = {name: arguments.named.get(name, Value("string", "")) for name in _PARTS}
    return Client("go.url", state, evaluator.span(node))


def url_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Methods of an address."""
    if path == "String":
        return address(evaluator, owner)
    if path == "Query":
        return query_of(evaluator, owner.state.get("RawQuery"))
    if path in ("JoinPath", "ResolveReference", "Parse"):
        if path == "JoinPath":
            return parsed(evaluator, _joined(evaluator, address(evaluator, owner), arguments.positional), node)
        given = arguments.positional[0] if arguments.positional else Unclear()
        made = parsed(evaluator, join_reference(address(evaluator, owner), address(evaluator, given)), node)
        return made if path == "ResolveReference" else with_error(made)
    if path in ("Hostname", "EscapedPath", "RequestURI"):
        return owner.state.get("Host" if path == "Hostname" else "Path", Unclear(evaluator.span(node)))
    return Unclear(evaluator.span(node))


def _joined(evaluator: Evaluator, base: Value, elements: list[Value]) -> Value:
    """Return a base address with path elements behind it, one slash between each."""
    if base.kind != "string":
        return unknown_of(base, *elements)
    front, mark, query = str(base.data).partition("?")
    pieces: list[Value] = [derived(base, front.rstrip("/"))]
    for element in elements:
        text = element if element.kind == "string" else evaluator.text(element)
        pieces.extend((Value("string", "/"), derived(text, str(text.data).strip("/"))))
    if elements and elements[-1].kind == "string" and str(elements[-1].data).endswith("/"):
        pieces.append(Value("string", "/"))
    return evaluator.text(*pieces, Value("string", mark + query))


def join_path(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`url.JoinPath(base, elements…)`."""
    del node
    given = arguments.positional or [Unclear()]
    return with_error(_joined(evaluator, given[0], given[1:]))


def query_of(evaluator: Evaluator, query: Value | None) -> Value:
    """Return the values of a query: a map of arrays."""
    from urllib.parse import unquote_plus

    made = Container("object", {}, born=evaluator.branch)
    if query is None or query.kind != "string":
        made.is_open = query is not None and query.kind == "unknown"
        return made
    made.parts = spans_of(query)
    for piece in str(query.data).split("&"):
        name, _, text = piece.partition("=")
        if piece:
            values = made.data.setdefault(unquote_plus(name), Container("array", []))
            values.data.append(derived(query, unquote_plus(text)))
    return made


def parse_query(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`url.ParseQuery(text)`."""
    del node
    return with_error(query_of(evaluator, arguments.positional[0] if arguments.positional else None))


def _escaped(*, plus: bool) -> Handler:
    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        value = arguments.positional[0] if arguments.positional else Unclear()
        if value.kind != "string":
            return unknown_of(value, span=evaluator.span(node))
        return derived(value, quote(str(value.data), "" if plus else "$&+:=@", plus=plus))

    return _handler


def values(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`url.Values{…}`, `make(url.Values)`."""
    given = arguments.positional[0] if arguments.positional else None
    return given if given is not None and given.kind != "null" else Container("object", {}, evaluator.span(node))


def _key(owner: Value, name: Value) -> str:
    return owner.name(str(name.data)) if isinstance(owner, Header) else str(name.data)


def set_value(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`header.Set(name, value)`, `values.Set(name, value)`."""
    if len(arguments.positional) == 2:
        name, value = arguments.positional
        _put(evaluator, owner, name, [value])
    del node
    return NULL


def add_value(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`header.Add(name, value)`, `values.Add(name, value)`."""
    del node
    if len(arguments.positional) == 2:
        name, value = arguments.positional
        old = owner.data.get(_key(owner, name)) if name.known else None
        before = list(old.data) if old is not None and old.kind == "array" else []
        _put(evaluator, owner, name, [*before, value])
    return NULL


def _put(evaluator: Evaluator, owner: Value, name: Value, values: list[Value]) -> None:
    if name.kind != "string" or name.is_open:
        changed(owner)
        owner.is_open = True
        return
    key = _key(owner, name)
    made = Container("array", values, born=evaluator.branch)
    if not is_sure(evaluator, owner) and key not in owner.data and values:
        owner.data[key] = made  # a header or parameter that may be set is shown
        owner.is_open = True
        return
    set_member(evaluator, owner, key, made, name.span)


def get_value(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`header.Get(name)`, `values.Get(name)`."""
    name = arguments.positional[0] if arguments.positional else Unclear()
    found = owner.data.get(_key(owner, name)) if name.known else None
    if found is not None and found.kind == "array" and found.data:
        first: Value = found.data[0]
        return first
    return Unclear(evaluator.span(node)) if owner.is_open or not name.known else Value("string", "")


def delete_value(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`header.Del(name)`, `values.Del(name)`."""
    del node
    if arguments.positional and arguments.positional[0].known:
        name = arguments.positional[0]
        remove(evaluator, owner, Value("string", _key(owner, name)))
    return NULL


def encode(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`values.Encode()`: sorted by name."""
    del arguments, node
    pairs = sorted(flat_pairs(owner, evaluator.dialect.text), key=lambda one: str(one[0].data))
    text = query_text((str(name.data), str(value.data)) for name, value in pairs)
    parts = spans_of(*(value for _, value in pairs)) or spans_of(owner)
    return Value("string", text, None, parts=parts, is_open=owner.is_open or UNKNOWN in text)


def cloned(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`header.Clone()`."""
    given = Arguments()
    given.positional = [owner]
    del arguments
    return copied(evaluator, given, node)


def has(evaluator: Evaluator, owner: Value, arguments: Arguments, node: ir.Node) -> Value:
    """`values.Has(name)`."""
    name = arguments.positional[0] if arguments.positional else Unclear()
    if not name.known or owner.is_open:
        return Unclear(evaluator.span(node))
    return Value("boolean", _key(owner, name) in owner.data, None, parts=spans_of(name))


MAP_METHODS: dict[str, Method] = {
    "Set": set_value,
    "Add": add_value,
    "Get": get_value,
    "Del": delete_value,
    "Encode": encode,
    "Clone": cloned,
    "Has": has,
}
"""Methods of http.Header and url.Values."""

FREE["url.URL"] = url_literal
FREE["url.Values"] = values

HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("url.Parse", "url.ParseRequestURI"), parse),
    "url.JoinPath": join_path,
    "url.ParseQuery": parse_query,
    "url.QueryEscape": _escaped(plus=True),
    "url.PathEscape": _escaped(plus=False),
    "url.Values": values,
}
"""Dotted name → what it does."""
