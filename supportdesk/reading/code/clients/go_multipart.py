"""mime/multipart: a writer's parts become the fields of a body (https://pkg.go.dev/mime/multipart)."""

from __future__ import annotations

import re

from supportdesk.patterns import lazy
from supportdesk.reading.code import ir
from supportdesk.reading.code.evaluate import Evaluator, Handler
from supportdesk.reading.code.go.builtin_functions import NULL
from supportdesk.reading.code.go.things import FREE, Header, with_error
from supportdesk.reading.code.things import Arguments, Client, Container, FileThing, Unclear, spans_of
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import UNKNOWN, Value

_NAME = lazy(r'[;\s]name="?([^";\r\n]*)"?', re.IGNORECASE)
_FILE_NAME = lazy(r'[;\s]filename="?([^";\r\n]*)"?', re.IGNORECASE)


def writer(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`multipart.NewWriter(buffer)`: what it writes to becomes a multipart body."""
    made = Client("go.multipart", {"parts": Container("array", [])}, evaluator.span(node))
    if arguments.positional and isinstance(arguments.positional[0], Client):
        arguments.positional[0].state["multipart"] = made
    return made


def family(evaluator: Evaluator, owner: Client, path: str, arguments: Arguments, node: ir.Node) -> Value:
    """Methods of a writer."""
    given = [*arguments.positional, Unclear(), Unclear()]
    parts = owner.state["parts"].data
    if path == "WriteField":
        parts.append(_part(given[0], None, given[1]))
        return NULL
    if path == "CreateFormField":
        parts.append(_part(given[0], None, Value("string", "")))
        return with_error(parts[-1])
    if path == "CreateFormFile":
        name = FileThing(given[1]).base_name() if given[1].kind == "string" else given[1]
        parts.append(_part(given[0], name, Value("string", "")))
        return with_error(parts[-1])
    if path == "CreatePart":
        parts.append(_by_header(given[0]))
        return with_error(parts[-1])
    if path == "FormDataContentType":
        return Value("string", f"multipart/form-data; boundary={UNKNOWN}", is_open=True, added_by="mime/multipart")
    if path == "Boundary":
        return Unclear(evaluator.span(node))
    return NULL


def _part(name: Value, file_name: Value | None, text: Value) -> Client:
    state = {"name": name, "text": text}
    if file_name is not None:
        state["file"] = file_name
    return Client("go.part", state)


def _by_header(header: Value) -> Client:
    """Return a part whose Content-Disposition says its name and file name."""
    written: Value = Unclear()
    for key, value in header.data.items() if header.kind == "object" else ():
        if key.lower() == "content-disposition":
            written = value.data[0] if value.kind == "array" and value.data else value
    text = str(written.data)
    name, file_name = _NAME.search(text), _FILE_NAME.search(text)

    def _piece(found: str) -> Value:
        return Value("string", found, None, parts=spans_of(written), is_open=UNKNOWN in found)

    return _part(
        _piece(name[1]) if name else Value.unknown(written.span),
        _piece(file_name[1]) if file_name else None,
        Value("string", ""),
    )


def body(evaluator: Evaluator, value: Value) -> Body:
    """Return the body of what a writer wrote."""
    fields: list[Field] = []
    for part in value.state["parts"].data if isinstance(value, Client) else ():
        name, file_name, text = part.state["name"], part.state.get("file"), part.state["text"]
        name = name if name.kind == "string" else Value.unknown(name.span)
        if file_name is not None:
            fields.append(Field(name, None, file_name if file_name.kind == "string" else Value.unknown(file_name.span)))
        else:
            fields.append(Field(name, text if text.kind == "string" else evaluator.text(text)))
    return Body("multipart", None, fields)


def mime_header(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`textproto.MIMEHeader{…}`, `make(textproto.MIMEHeader)`."""
    del node
    made = Header("object", {}, born=evaluator.branch)
    if arguments.positional and arguments.positional[0].kind == "object":
        made.data.update(arguments.positional[0].data)
    return made


FREE["textproto.MIMEHeader"] = mime_header

HANDLERS: dict[str, Handler] = {"multipart.NewWriter": writer}
"""Dotted name → what it does."""

FAMILIES = {"go.multipart": family}
"""Family of a client → what its methods do."""
