"""Request bodies made from values: JSON, forms, multipart and raw text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from supportdesk.patterns import lazy
from supportdesk.reading.code.evaluate import Evaluator
from supportdesk.reading.code.text_methods import decoded_json
from supportdesk.reading.code.things import Client, FileThing, JsonText, Thing, spans_of
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import UNKNOWN, Value

_BOUNDARY = lazy(r'boundary="?([^";,\s]{1,200})"?', re.IGNORECASE)
_NAME = lazy(r'[;\s]name="?([^";\r\n]*)"?', re.IGNORECASE)
_FILE_NAME = lazy(r'[;\s]filename="?([^";\r\n]*)"?', re.IGNORECASE)


def json_body(evaluator: Evaluator, value: Value) -> Body:
    """Return a JSON body that holds the value as it is now."""
    if isinstance(value, JsonText):
        return Body("json", Value("string", value.data, None, parts=value.parts, is_open=value.is_open))
    return Body("json", evaluator.copier.snapshot(value))


def text_body(evaluator: Evaluator, value: Value, content_type: str) -> Body:
    """Return the body that a text is: JSON where it is a JSON object or array, else by its content type."""
    if isinstance(value, JsonText):
        return Body("json", value.inner)
    if value.kind != "string":
        return Body("raw", evaluator.copier.snapshot(value))
    text = value.data
    if not text:
        return Body()
    if text.lstrip()[:1] in ("{", "["):
        inner = decoded_json(evaluator, value)
        if inner.kind in ("object", "array"):
            return Body("json", inner)
    lowered = content_type.lower()
    if "multipart/form-data" in lowered:
        fields = _multipart_fields(value, content_type)
        if fields:
            return Body("multipart", None, fields)
    if "x-www-form-urlencoded" in lowered and "=" in text and "\n" not in text:
        return Body("form", None, _form_fields(value))
    return Body("raw", value)


def form_body(pairs: Iterable[tuple[Value, Value]]) -> Body:
    """Return a form of (name, text) pairs; no pairs are no body."""
    fields = [Field(name, value) for name, value in pairs]
    return Body("form", None, fields) if fields else Body()


def file_field(evaluator: Evaluator, name: Value, value: Value, unnamed: Value) -> Field:
    """Return a part of a multipart body for what a client takes as a file.

    That is an opened file, a tuple of file name and content (a name of None makes it a plain field), or content, whose
    file name the client makes up: `unnamed`.
    """
    if value.kind == "array" and value.data:
        given = value.data[0]
        content = value.data[1] if len(value.data) > 1 else Value.unknown()
        if given.kind == "null":
            text = content if content.kind == "string" else evaluator.text(content)
            return Field(name, text)
        return Field(name, None, FileThing(given).base_name() if given.kind == "string" else Value.unknown(given.span))
    if isinstance(value, FileThing):
        return Field(name, None, unnamed if value.path is None else value.base_name())
    if value.kind == "unknown":
        return Field(name, None, Value.unknown(value.span))
    return Field(name, None, unnamed)


def is_file(value: Value) -> bool:
    """Say whether a value is something that a client uploads as a file."""
    return isinstance(value, FileThing) or (isinstance(value, Thing) and not isinstance(value, Client))


def _form_fields(value: Value) -> list[Field]:
    from urllib.parse import unquote_plus

    fields: list[Field] = []
    for piece in value.data.split("&"):
        name, _, text = piece.partition("=")
        if piece:
            fields.append(Field(_piece(value, unquote_plus(name)), _piece(value, unquote_plus(text))))
    return fields


def _multipart_fields(value: Value, content_type: str) -> list[Field]:
    """Return the parts of a multipart text; none where its boundary does not fit."""
    match = _BOUNDARY.search(content_type)
    text = value.data.replace("\r\n", "\n")
    boundary = match[1] if match else text.lstrip("\n").partition("\n")[0].removeprefix("--")
    if not boundary or "--" + boundary not in text:
        return []
    fields: list[Field] = []
    for chunk in ("\n" + text).split("\n--" + boundary)[1:]:
        if chunk.startswith("--"):
            break
        head, _, content = chunk.lstrip("\n").partition("\n\n")
        name, file_name = _NAME.search(head), _FILE_NAME.search(head)
        if name is None:
            continue
        if file_name is not None:
            fields.append(Field(_piece(value, name[1]), None, _piece(value, file_name[1])))
        else:
            fields.append(Field(_piece(value, name[1]), _piece(value, content.removesuffix("\n"))))
    return fields


def _piece(whole: Value, text: str) -> Value:
    return Value("string", text, None, parts=spans_of(whole), is_open=UNKNOWN in text)
