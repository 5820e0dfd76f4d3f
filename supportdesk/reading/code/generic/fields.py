"""Form and multipart bodies, and parts of a query, from the expressions of a program text."""

from __future__ import annotations

from collections.abc import Iterator

from supportdesk.reading.bodies import percent_encoded
from supportdesk.reading.code.generic.nodes import Node
from supportdesk.reading.code.generic.roles import role_of
from supportdesk.reading.code.generic.values import Names, plain_name
from supportdesk.reading.code.words import Word
from supportdesk.reading.evidence import Body, Field
from supportdesk.value import Value


def fields_body(names: Names, pairs: list[tuple[Node, Node]], kind: str) -> Body:
    """Return the form or (by `kind`, or where a file is opened) multipart body of these name and value expressions."""
    fields: list[Field] = []
    for key, value in pairs:
        name = Value("string", names.key(key), names.view.span(key.start, key.end))
        file_name = names.file_name(value)
        if file_name is not None:
            kind = "multipart"
            fields.append(Field(name, None, file_name.value()))
        else:
            fields.append(Field(name, names.word(value).value()))
    return Body("multipart" if kind == "multipart" else "form", fields=fields) if fields else Body()


def encoded(word: Word) -> Word:
    """Return the word percent-encoded, as a query's name or value is sent."""
    return Word(percent_encoded(word.view), word.uses)


def each_value(names: Names, pairs: list[tuple[Node, Node]]) -> Iterator[tuple[Node, Node]]:
    """Yield the pairs of a query; a list of values is one pair each."""
    for key, value in pairs:
        found = names.resolve(value)
        if found is not None and found.kind == "list" and not any(name is not None for name, _ in found.items):
            yield from ((key, item) for _, item in found.items)
        else:
            yield key, value


def added_fields(names: Names, call: Node) -> list[tuple[Node, Node]]:
    """Return the fields that a call adds to the form of a request: `req.fields.addAll({…})`, `req.files.add(part)`.

    A part is what a call makes of a field's name and a file: `MultipartFile.fromPath("image", "a.png")`.
    """
    target = role_of(call.base.name) if call.base is not None else None
    if target not in ("form", "multipart") or plain_name(call.name) not in ("add", "addall") or len(call.items) != 1:
        return []
    value = call.items[0][1]
    if target == "form":
        return names.pairs(value)
    if value.kind != "call" or len(value.items) < 2 or "multipart" not in value.path().lower():
        return []
    named = [given for key, given in value.items if key is not None and plain_name(key.name) == "filename"]
    file = Node("call", value.start, value.end, name="file")
    file.items = [(None, named[0] if named else value.items[1][1])]
    return [(value.items[0][1], file)]
