"""Headers as PHP's clients take them: `Name: value` lines, maps of names, and lists for one name."""

from __future__ import annotations

from supportdesk.reading.code.clients.drafts import Draft
from supportdesk.reading.code.evaluate import Evaluator
from supportdesk.reading.code.php.arrays import entries
from supportdesk.reading.code.php.forms import written
from supportdesk.reading.code.texts import joined
from supportdesk.reading.code.things import Thing, spans_of
from supportdesk.value import UNKNOWN, Value


def piece(whole: Value, text: str) -> Value:
    """Return a part of a text, located by the literals of the whole."""
    return Value("string", text, None, parts=spans_of(whole), is_open=UNKNOWN in text)


def add_line(draft: Draft, line: Value) -> None:
    """Set the header of a `Name: value` line; a line without a colon is none, one without a value takes it away."""
    if line.kind != "string" or line.data == UNKNOWN:
        draft.complete = draft.complete and line.known
        return
    name, sign, value = str(line.data).partition(":")
    if not sign:
        if name.rstrip().endswith(";"):
            draft.set_header(piece(line, name.strip().removesuffix(";")), piece(line, ""))
        return
    if value.strip():
        draft.set_header(piece(line, name.strip()), piece(line, value.strip()))
    else:
        draft.set_header(piece(line, name.strip()), Value("null", None))


def add_lines(draft: Draft, text: Value) -> None:
    """Set the headers of a text of lines, as a stream context takes it."""
    if text.kind != "string":
        draft.complete = False
        return
    for line in str(text.data).replace("\r\n", "\n").split("\n"):
        if line.strip():
            add_line(draft, piece(text, line))


def add_map(draft: Draft, headers: Value | None) -> None:
    """Set headers given by name; a list for one name is written with commas, an item without a name is a line."""
    if headers is None or headers.kind == "null":
        return
    if headers.kind == "string":
        add_lines(draft, headers)
        return
    if headers.kind not in ("array", "object") or headers.is_open:
        draft.complete = False
    for key, item in entries(headers):
        if str(key.data).isdigit():
            if item.kind == "string":
                add_line(draft, item)
            elif item.kind == "array" and len(item.data) == 2:
                draft.set_header(item.data[0], text_of(item.data[1]))
        else:
            name = key if key.span is not None else Value("string", key.data, None, parts=spans_of(headers))
            draft.set_header(name, text_of(item))


def text_of(value: Value) -> Value:
    """Return a header's value as text, the items of a list with commas between."""
    if value.kind == "array":
        return joined([text_of(item) for item in value.data], lambda item: str(item.data), ", ")
    if value.kind == "null":
        return Value("string", "", value.span, parts=value.parts)
    return value if isinstance(value, Thing) or value.kind == "unknown" else written(value)


def add_bearer(evaluator: Evaluator, draft: Draft, token: Value, scheme: str = "Bearer") -> None:
    """Set the Authorization header that a client makes of a token."""
    value = evaluator.text(Value("string", scheme + " " if scheme else ""), token)
    draft.set_header(Value("string", "authorization", added_by=draft.client), value)


def add_pair(draft: Draft, evaluator: Evaluator, text: Value) -> None:
    """Set the Authorization header of `user:password`."""
    from supportdesk.reading.code.clients.drafts import basic_credentials

    if text.kind == "string":
        user, sign, password = str(text.data).partition(":")
        made = basic_credentials(evaluator, piece(text, user), piece(text, password if sign else ""))
    else:
        made = Value("string", "Basic " + UNKNOWN, None, parts=spans_of(text), is_open=True)
    made.added_by = draft.client
    draft.set_header(Value("string", "authorization", added_by=draft.client), made)
