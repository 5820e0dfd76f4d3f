"""Form and multipart bodies, and parts of a query, from the expressions of a program text."""

from __future__ import annotations

from collections.abc import Iterator

from supportdesk.reading.bodies import percent_encoded
from supportdesk.reading.code.generic_nodes import Node
from supportdesk.reading.code.generic_values import Names
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
