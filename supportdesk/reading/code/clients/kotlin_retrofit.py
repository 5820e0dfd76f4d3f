"""Retrofit: an interface whose annotations say what its methods send.

https://square.github.io/retrofit/declarations/ ; kotlin_classes lowers such a method to a call of ` retrofit`.
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients import jvm_okhttp
from supportdesk.reading.code.clients import jvm_requests as jvm
from supportdesk.reading.code.evaluate import Evaluator, Family, Handler
from supportdesk.reading.code.kotlin.json_library import GSON, json_value
from supportdesk.reading.code.members import set_attribute
from supportdesk.reading.code.things import Arguments, ClassThing, Client, Container, Instance, Unclear, spans_of
from supportdesk.reading.code.urls import join_reference, quote
from supportdesk.value import Value

NAME = "retrofit"
_JSON = "application/json; charset=UTF-8"


def new_retrofit(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Retrofit.Builder()`."""
    del arguments
    return Client(NAME, {}, evaluator.span(node))


def retrofit_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`baseUrl(address)`, `client(client)`, `create(interface)`."""
    first = jvm.argument(arguments)
    if path == "baseUrl":
        return jvm.put(evaluator, owner, "base", jvm_okhttp.address(evaluator, first))
    if path == "client":
        return jvm.put(evaluator, owner, "client", first)
    if path == "create" and isinstance(first, ClassThing):
        made = Instance(first, evaluator.span(node))
        set_attribute(evaluator, made, NAME, owner)
        return made
    return owner


def call_remote(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """Send what a method of an interface sends; its object, verb, path, kind of body, headers and parts are given."""
    owner, method, path, kind, headers, parts = arguments.positional
    settings = owner.members.get(NAME) if isinstance(owner, Instance) else None
    state = settings.state if isinstance(settings, Client) else {}
    request = jvm.builder(evaluator, jvm_okhttp.REQUEST, node)
    _take_headers(evaluator, request, headers)
    request.state["_method"] = Value("string", str(method.data), None, parts=spans_of(method))
    fields = Container("array", [])
    for part in parts.data:
        word, label, value = part.data
        if value.kind != "null":
            path = _take(evaluator, request, fields, (str(word.data), label, value), path)
    request.state["_url"] = _whole(evaluator, state.get("_base"), path)
    if fields.data and kind.data in ("FormUrlEncoded", "Multipart"):
        made = jvm.body(evaluator, "form" if kind.data == "FormUrlEncoded" else "multipart", None, node)
        made.state["_fields"] = fields
        request.state["_body"] = made
    sent = Client("okhttp.call", {"_request": request})
    client = state.get("_client")
    if isinstance(client, Client):
        sent.state.update({name: value for name, value in client.state.items() if name in ("_passed", "_timeout")})
    return jvm_okhttp.call_family(evaluator, sent, "execute", Arguments(), node)


def _take_headers(evaluator: Evaluator, request: Client, headers: Value) -> None:
    for line in headers.data:
        for one in line.data if line.kind == "array" else [line]:
            name, _, value = str(one.data).partition(":")
            pair = [
                Value("string", text.strip(), None, parts=spans_of(one), is_open=one.is_open) for text in (name, value)
            ]
            jvm.add_header(evaluator, request, *pair)


def _take(
    evaluator: Evaluator, request: Client, fields: Container, given: tuple[str, Value, Value], path: Value
) -> Value:
    """Put one argument where its annotation says; return the path with it in."""
    word, label, value = given
    if word == "Header":
        jvm.add_header(evaluator, request, label, value)
    elif word == "HeaderMap":
        jvm.add_headers(evaluator, request, jvm.entries(value))
    elif word in ("Query", "Field", "Part") and label.kind == "string":
        for one in value.data if value.kind == "array" else [value]:
            row = Container("array", [label, one])
            (fields if word != "Query" else request.state["_query"]).data.append(row)
    elif word == "Part":
        fields.data.append(value if value.kind == "array" else Container("array", [Unclear(), value]))
    elif word in ("QueryMap", "FieldMap", "PartMap"):
        target = request.state["_query"] if word == "QueryMap" else fields
        target.data.extend(Container("array", list(pair)) for pair in jvm.entries(value))
    elif word == "Path":
        return _filled(evaluator, path, label, value)
    elif word == "Url":
        return jvm_okhttp.address(evaluator, value)
    elif word == "Body":
        request.state["_body"] = _body(evaluator, request, value, fields)
    return path


def _body(evaluator: Evaluator, request: Client, value: Value, place: Value) -> Value:
    """Return the body that a converter makes of an argument; a body that was made already is itself."""
    if isinstance(value, Client) and value.family == jvm.BODY:
        return value
    made = json_value(evaluator, value, GSON)
    if made.kind not in ("object", "array", "unknown"):
        return made
    named = any(str(name.data).lower() == "content-type" for name, _ in jvm.entries(request))
    body = Client(jvm.BODY, {"_kind": Value("string", "json"), "_value": made}, place.span)
    if not named:
        body.state["_type"] = jvm.constant(_JSON, NAME)
    return body


def _filled(evaluator: Evaluator, path: Value, label: Value, value: Value) -> Value:
    text = jvm.text(evaluator, value)
    before, found, after = str(path.data).partition("{" + str(label.data) + "}")
    if not found or path.kind != "string":
        return path
    word = Value("string", quote(str(text.data), ""), None, parts=spans_of(text), is_open=text.is_open)
    return Value(
        "string", before + word.data + after, None, parts=spans_of(path, text), is_open=path.is_open or word.is_open
    )


def _whole(evaluator: Evaluator, base: Value | None, path: Value) -> Value:
    if "://" in str(path.data):
        return path
    if base is None or base.kind != "string" or base.is_open:
        front = base if base is not None else Value.unknown()
        slash = "" if str(front.data).endswith("/") else "/"
        rest = Value("string", str(path.data).lstrip("/"), None, parts=spans_of(path), is_open=path.is_open)
        return evaluator.text(front, Value("string", slash), rest)
    return join_reference(base, path)


def guess(evaluator: Evaluator, path: tuple[str, ...], arguments: Arguments, node: ir.Node) -> Value | None:
    """Nothing undefined is Retrofit's."""
    del evaluator, path, arguments, node
    return None


def handlers() -> dict[str, Handler]:
    """Return the constructions by name."""
    return {"Retrofit.Builder": new_retrofit, " retrofit": call_remote}


def families() -> dict[str, Family]:
    """Return the families by name."""
    return {NAME: retrofit_family}


NAMES: dict[str, str] = {"Retrofit": "Retrofit", " retrofit": " retrofit"}
