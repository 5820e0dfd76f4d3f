"""What OkHttp's requests are made of: forms, multipart bodies and headers, with their builders."""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.clients import jvm_requests as jvm
from supportdesk.reading.code.clients.jvm_requests import argument
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.things import Arguments, Client, Container, Unclear, spans_of
from supportdesk.value import Value


def new_fields(family: str) -> Handler:
    """Return what makes a builder of fields (`new FormBody.Builder()`), by the family of the builder."""

    def _handler(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
        del arguments
        made = Client(family, {"_fields": Container("array", [], born=evaluator.branch)}, evaluator.span(node))
        if family == "okhttp.headers":
            made.state["_headers"] = made.state["_fields"]
        return made

    return _handler


def form_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`FormBody.Builder`: `add(name, value)`."""
    if path == "build":
        return jvm.fields_body(evaluator, "form", owner, node)
    if path == "addEncoded":
        plain = [decoded(argument(arguments, position)) for position in (0, 1)]
        return jvm.append(evaluator, owner, "fields", *plain)
    if path == "add":
        return jvm.append(evaluator, owner, "fields", argument(arguments), argument(arguments, 1))
    return owner


def decoded(value: Value | None) -> Value | None:
    """Return a text that was percent-encoded as it is meant."""
    from urllib.parse import unquote_plus

    if value is None or value.kind != "string":
        return value
    return Value("string", unquote_plus(value.data), None, parts=spans_of(value), is_open=value.is_open)


def multipart_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`MultipartBody.Builder`: `addFormDataPart(name, value)`, `addFormDataPart(name, fileName, body)`, `addPart`."""
    if path == "build":
        return jvm.fields_body(evaluator, "multipart", owner, node)
    if path == "addFormDataPart":
        return jvm.append(evaluator, owner, "fields", *_part(arguments))
    if path == "addPart":
        given = argument(arguments, len(arguments.positional) - 1)
        if given is not None and given.kind == "array":
            return jvm.append(evaluator, owner, "fields", *given.data)
        return jvm.append(evaluator, owner, "fields", Unclear(), given)
    return owner


def _part(arguments: Arguments) -> list[Value]:
    """Return name, content and (for a file) file name of a part."""
    given = [*arguments.positional, *arguments.named.values()]
    return [given[0], given[2], given[1]] if len(given) > 2 else [*given, Unclear(), Unclear()][:2]


def form_data(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`MultipartBody.Part.createFormData(…)`."""
    del evaluator, node
    return Container("array", _part(arguments))


def headers_of(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`Headers.of(name, value, …)`, `Headers.of(map)`."""
    made = Container("array", [], evaluator.span(node), born=evaluator.branch)
    made.data = [Container("array", [name, value]) for name, value in jvm.pairs(arguments)]
    return made


def headers_family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """`Headers.Builder`."""
    first, second = argument(arguments), argument(arguments, 1)
    if path == "build":
        return owner.state["_headers"]
    if path == "add" and second is None and first is not None and first.kind == "string":
        name, _, rest = str(first.data).partition(":")
        first, second = (
            Value("string", part.strip(), None, parts=spans_of(first), is_open=first.is_open) for part in (name, rest)
        )
    if path in ("add", "set", "addUnsafeNonAscii"):
        return jvm.add_header(evaluator, owner, first, second)
    del node
    return owner
