"""What the client libraries of the JVM share: requests that builders put together, their headers and bodies.

Handlers are known by the dotted path of the class (a construction) or static method, families by what a builder's or
client's method is called, so that Java and Kotlin use the same ones. What a builder was given stands in its state under
names that begin with `_`, since its methods have the plain ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import form_body, json_body, text_body
from supportdesk.reading.code.clients.drafts import Draft, method_name, text_or_unknown
from supportdesk.reading.code.container_methods import copied, pairs_of
from supportdesk.reading.code.evaluate import Evaluator
from supportdesk.reading.code.members import changed, is_sure, set_attribute
from supportdesk.reading.code.things import (
    Arguments,
    Client,
    Container,
    FileThing,
    Instance,
    Reference,
    Thing,
    Unclear,
    spans_of,
)
from supportdesk.reading.code.urls import as_sent, with_query
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import UNKNOWN, Value

BODY = "jvm.body"
"""Family of a body that was made: `_kind` text, form, multipart or json, `_value`, `_type`, `_fields`."""
NULL = Value("null", None)
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

Sender = Callable[[Evaluator, Client, ir.Node], Value]
"""Sends what an object holds; returns the answer."""
Guesser = Callable[[Evaluator, tuple[str, ...], Arguments, ir.Node], Value | None]
"""What a call on something that the text does not define means for a library; None when it is not the library's."""


def builder(evaluator: Evaluator, family: str, node: ir.Node, sender: Sender | None = None, **state: Value) -> Client:
    """Return a new object that puts a request together; with a `sender` it is sent at the end if nothing else does."""
    made = Client(family, {f"_{name}": value for name, value in state.items()}, evaluator.span(node))
    made.state["_headers"] = Container("array", [], born=evaluator.branch)
    made.state["_query"] = Container("array", [], born=evaluator.branch)
    if sender is not None:
        keep(evaluator, made, node, sender)
    return made


def keep(evaluator: Evaluator, owner: Client, node: ir.Node, sender: Sender, *, built: bool = False) -> None:
    """Have an object's request sent at the end, if it has an address by then and nothing has sent it.

    One that is not `built` may have been meant to hold more.
    """

    def _send() -> None:
        url = owner.state.get("_url")
        if not built:
            owner.state["_unfinished"] = Value("boolean", True)  # its data
        if url is not None and url.kind == "string" and url.data not in ("", UNKNOWN):
            sender(evaluator, owner, node)

    evaluator.unsent[id(owner)] = (owner, _send)


def drop(evaluator: Evaluator, owner: Value) -> None:
    """Say that an object's request is sent by something else, or not at all."""
    evaluator.unsent.pop(id(owner), None)


def twin(evaluator: Evaluator, owner: Client, family: str, node: ir.Node) -> Client:
    """Return an object that holds what `owner` holds, to be changed by itself."""
    made = Client(family, dict(owner.state), evaluator.span(node))
    for name in ("_headers", "_query"):
        if name in made.state:
            made.state[name] = copied(evaluator, made.state[name], Arguments(), node)
    return made


def put(evaluator: Evaluator, owner: Client, name: str, value: Value | None) -> Client:
    """Set what a builder was given under a name; return the builder."""
    set_attribute(evaluator, owner, f"_{name}", value if value is not None else Unclear())
    return owner


def argument(arguments: Arguments, position: int = 0) -> Value | None:
    """Return the argument at a position, also where it was given by name; None where there is none."""
    given = [*arguments.positional, *arguments.named.values()]
    return given[position] if 0 <= position < len(given) else None


def text(evaluator: Evaluator, value: Value | None) -> Value:
    """Return a value as text."""
    if value is None:
        return Value.unknown()
    return value if value.kind == "string" else evaluator.text(value)


def append(evaluator: Evaluator, owner: Client, name: str, *values: Value | None) -> Client:
    """Add an entry to one of the lists of a builder (`headers`, `query`, `fields`); return the builder."""
    held = owner.state.setdefault(f"_{name}", Container("array", [], born=evaluator.branch))
    changed(held)
    if is_sure(evaluator, held):
        held.data.append(Container("array", [value if value is not None else Unclear() for value in values]))
    else:
        held.is_open = True
    return owner


def without(evaluator: Evaluator, owner: Client, name: str, key: Value | None) -> None:
    """Take the entries of a name out of one of the lists of a builder, whatever its case."""
    held = owner.state.get(f"_{name}")
    if held is not None and is_sure(evaluator, held) and key is not None:
        lowered = str(key.data).lower()
        held.data[:] = [pair for pair in held.data if str(pair.data[0].data).lower() != lowered]


def add_header(evaluator: Evaluator, owner: Client, name: Value | None, value: Value | None) -> Client:
    """Set a header of a builder in place of those of its name; return the builder."""
    without(evaluator, owner, "headers", name)
    return append(evaluator, owner, "headers", text(evaluator, name), text(evaluator, value))


def add_headers(evaluator: Evaluator, owner: Client, given: Iterable[tuple[Value, Value]]) -> Client:
    """Set several headers of a builder; return the builder."""
    for name, value in given:
        add_header(evaluator, owner, name, value.data[0] if value.kind == "array" and value.data else value)
    return owner


def entries(value: Value | None) -> list[tuple[Value, Value]]:
    """Return the pairs of a map, of a list of pairs, or of an object that holds one of them."""
    if isinstance(value, Client):
        value = value.state.get("_fields") or value.state.get("_headers")
    return [] if value is None else pairs_of(value)


def pairs(arguments: Arguments) -> list[tuple[Value, Value]]:
    """Return arguments that are a name and a value in turn, or maps or lists of pairs."""
    given = arguments.positional
    if given and given[0].kind in ("object", "array"):
        return [pair for value in given for pair in entries(value)]
    return list(zip(given[::2], given[1::2], strict=False))


def verb(value: Value | None) -> Value:
    """Return a request method, given as text or as a constant (`HttpMethod.POST`)."""
    path = value.path if isinstance(value, Reference) else ".".join(value.path) if isinstance(value, Unclear) else ""
    last = path.rpartition(".")[2].upper()
    return Value("string", last, value.span if value is not None else None) if last in VERBS else method_name(value)


def body(
    evaluator: Evaluator, kind: str, value: Value | None, node: ir.Node, content_type: Value | None = None
) -> Client:
    """Return a body that was made of a value."""
    state = {"_kind": Value("string", kind), "_value": value if value is not None else Unclear()}
    if content_type is not None and content_type.kind == "string":
        state["_type"] = content_type
    return Client(BODY, state, evaluator.span(node))


def fields_body(evaluator: Evaluator, kind: str, owner: Client, node: ir.Node) -> Client:
    """Return the form or multipart body of the fields that a builder holds."""
    made = body(evaluator, kind, None, node)
    held = owner.state.get("_fields")
    made.state["_fields"] = held if held is not None else Container("array", [])
    return made


def body_part(evaluator: Evaluator, name: Value, value: Value, file_name: Value | None) -> Field:
    """Return a part of a multipart body: a file, or a value as text."""
    content = value.state.get("_value", value) if isinstance(value, Client) else value
    if file_name is not None and file_name.kind == "string":
        return Field(name, None, FileThing(file_name).base_name())
    if isinstance(content, FileThing):
        return Field(name, None, content.base_name())
    if file_name is not None and file_name.kind != "null":
        return Field(name, None, Value.unknown(file_name.span))
    return Field(name, text(evaluator, content))


def give_body(evaluator: Evaluator, draft: Draft, given: Value | None) -> None:
    """Give a draft the body that a program hands to a client."""
    if given is None or given.kind == "null":
        return
    if isinstance(given, Instance):
        given = serialised(evaluator, given)
    made = given.state if isinstance(given, Client) and given.family == BODY else None
    content_type = draft.header("content-type")
    if made is None:
        value = given
        if isinstance(given, Thing):
            draft.body = Body("raw", Value.unknown(given.span))
        elif given.kind in ("object", "array"):
            draft.body = json_body(evaluator, given)
        else:
            draft.body = text_body(evaluator, text(evaluator, value), content_type)
        return
    if "_type" in made:
        content_type = str(made["_type"].data)
    kind, fields = str(made["_kind"].data), made.get("_fields")
    if fields is not None:
        draft.complete = draft.complete and not fields.is_open
        draft.body = _of_fields(evaluator, kind, fields)
    elif kind == "json":
        draft.body = json_body(evaluator, made["_value"])
    else:
        value = made["_value"]
        raw = isinstance(value, Thing)
        draft.body = (
            Body("raw", Value.unknown(value.span))
            if raw
            else text_body(evaluator, text(evaluator, value), content_type)
        )
    if "_type" in made:
        draft.set_header(Value("string", "Content-Type", added_by=draft.client), made["_type"])
    elif kind in ("form", "multipart"):
        draft.add_content_type()


def _of_fields(evaluator: Evaluator, kind: str, fields: Value) -> Body:
    rows = [row.data for row in fields.data]
    if kind == "form":
        return form_body((text(evaluator, row[0]), text(evaluator, row[1])) for row in rows)
    made = [body_part(evaluator, text(evaluator, row[0]), row[1], row[2] if len(row) > 2 else None) for row in rows]
    return Body("multipart", None, made)


def start(evaluator: Evaluator, owner: Client, client: str, method: Value | None, url: Value | None = None) -> Draft:
    """Return a draft with the address, query and headers that a builder holds; it counts as sent."""
    drop(evaluator, owner)
    state = owner.state
    address = text_or_unknown(url if url is not None else state.get("_url"))
    query = state.get("_query")
    draft = Draft(client, verb(method), as_sent(with_query(address, query, evaluator.dialect.text)))
    headers = state.get("_headers")
    if headers is not None:
        draft.add_headers(headers)
    if "_unfinished" in state or (query is not None and query.is_open):
        draft.complete = False
    timeout = state.get("_timeout")
    if timeout is not None:
        draft.options["timeout_s"] = timeout
    return draft


def constant(name: str, added_by: str) -> Value:
    """Return a text that the client adds, such as the method that its method is named for."""
    return Value("string", name, added_by=added_by)


def seconds(arguments: Arguments) -> Value | None:
    """Return a timeout in seconds, given as a number with a TimeUnit or as a Duration; None where it is not known."""
    number, unit = argument(arguments), argument(arguments, 1)
    if number is None or number.kind != "number":
        return None
    name = unit.path.rpartition(".")[2] if isinstance(unit, Reference) else ""
    factor = {"SECONDS": 1.0, "MINUTES": 60.0, "MILLISECONDS": 0.001}.get(name)
    if factor is None:
        return number if unit is None else None
    return number if factor == 1.0 else Value("number", number.data * factor, None, parts=spans_of(number))


def serialised(evaluator: Evaluator, value: Value) -> Value:
    """Return what a client's own serialiser makes of an object: JSON of its fields."""
    from supportdesk.reading.code.java.objects import JACKSON, plain

    made = plain(evaluator, value, JACKSON)
    return made if made.kind != "unknown" else value
