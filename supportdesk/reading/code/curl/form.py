"""The argument of curl's -F and --form-string as parts of a multipart body (manual: --form)."""

from __future__ import annotations

from typing import Protocol

from supportdesk.reading.code.words import Word
from supportdesk.reading.evidence import Field
from supportdesk.view import View

_PARAMETERS = ("type=", "filename=", "headers=", "encoder=")


class Files(Protocol):
    """Where the contents of a named file come from."""

    def file(self, name: Word, *, without_line_ends: bool = False) -> Word:
        """Return the content of the file, unknown unless it is standard input."""
        ...


def form_field(word: Word, files: Files, *, literal: bool = False) -> list[Field]:
    """Return the parts that one -F argument makes: `name=text`, `name=<file`, `name=@file[,file]`, each with `;…`.

    With `literal` (--form-string) the text behind `=` is sent as it is.
    """
    name, sign, rest = word.text.partition("=")
    if not sign:
        return []
    named = word.cut(0, len(name)).value()
    content = word.cut(len(name) + 1)
    if literal:
        return [Field(named, content.value())]
    if rest.startswith("@"):
        return _files(named_word=word.cut(0, len(name)), content=content.cut(1))
    if rest.startswith("<"):
        path, _, _ = _word(content.cut(1), "")
        return [Field(named, files.file(path).value())]
    text, _, _ = _word(content, "")
    return [Field(named, text.value())]


def _files(named_word: Word, content: Word) -> list[Field]:
    fields: list[Field] = []
    while True:
        path, parameters, rest = _word(content, ",")
        filename = parameters.get("filename=", path)
        base = filename.text.replace("\\", "/").rpartition("/")[2]
        if "filename=" not in parameters:
            filename = filename.cut(len(filename.text) - len(base))
        fields.append(Field(named_word.value(), None, filename.value()))
        if rest is None:
            return fields
        content = rest


def _word(content: Word, end: str) -> tuple[Word, dict[str, Word], Word | None]:
    """Return the first word of a -F value, its `;name=value` parameters, and what follows the sign `end`, if any."""
    text = content.text
    first, at = _piece(content, 0, end)
    parameters: dict[str, Word] = {}
    while at < len(text) and text[at] == ";":
        at += 1
        while at < len(text) and text[at] == " ":
            at += 1
        name = next((known for known in _PARAMETERS if text.startswith(known, at)), None)
        if name is None:
            _, at = _piece(content, at, end)
            continue
        parameters[name], at = _piece(content, at + len(name), end)
    rest = content.cut(at + 1) if end and at < len(text) and text[at] == end else None
    return first, parameters, rest


def _piece(content: Word, at: int, end: str) -> tuple[Word, int]:
    """Return the text up to `;` or `end`, its double quotes and their escapes resolved, and the offset behind it."""
    text = content.text
    if text[at : at + 1] == '"':
        pieces: list[tuple[str, int, int]] = []
        here = at + 1
        while here < len(text) and text[here] != '"':
            if text[here] == "\\" and text[here + 1 : here + 2] in ('"', "\\"):
                pieces.append((text[here + 1], here, here + 2))
                here += 2
                continue
            stop = here + 1
            while stop < len(text) and text[stop] not in '"\\':
                stop += 1
            pieces.append((text[here:stop], here, stop))
            here = stop
        if here < len(text):
            view: View = content.view.decoded(pieces)
            behind = here + 1
            while behind < len(text) and text[behind] != ";" and text[behind] != end:
                behind += 1
            return Word(view, content.uses), behind
    stop = at
    while stop < len(text) and text[stop] != ";" and text[stop] != end:
        stop += 1
    trimmed = stop
    while trimmed > at and end and text[trimmed - 1] == " ":
        trimmed -= 1
    return content.cut(at, trimmed), stop
