"""Text made from values: joining, formatting and the ways languages write a value as text.

What is not known stands as UNKNOWN inside the text that is, and a text that would grow beyond LENGTH_LIMIT is unknown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from supportdesk.patterns import lazy
from supportdesk.reading.code.things import JsonText, Thing, Unclear, spans_of
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value

LENGTH_LIMIT = 500_000
"""Characters of the longest text that is computed."""
DEPTH_LIMIT = 60
"""Levels of nesting that are written out as text or compared."""

NODE_LIMIT = 20_000
"""Values that are written out as one text."""

_FIELD = lazy(r"\{\{|\}\}|\{([^{}:!]{0,200})(?:!([rsa]))?(?::([^{}]{0,40}))?\}")
_PERCENT = lazy(r"%(?:\((\w{1,80})\))?([#0\- +]{0,5}(?:\d{1,3}|\*)?(?:\.\d{1,3})?)[hlL]?([diouxXeEfFgGcrsa%])")
_WIDE = lazy(r"\d{4}")
_INTEGER = frozenset("diouxX")

Writer = Callable[[Value], str]
"""Gives the text of a value that is no string, in the way of a language."""


def unknown_of(*values: Value | None, span: Span | None = None) -> Unclear:
    """Return an unknown value with the literals of `values` as its parts, and the answer it comes from if any."""
    for value in values:
        if isinstance(value, Unclear) and value.origin is not None:
            return Unclear(span, spans_of(*values), origin=value.origin, path=value.path)
    return Unclear(span, spans_of(*values))


def python_text(value: Value) -> str:
    """Return a value as Python's `str` writes it."""
    if value.kind == "string":
        return str(value.data)
    return python_repr(value)


def python_repr(value: Value) -> str:
    """Return a value as Python's `repr` writes it; beyond NODE_LIMIT values it is unknown."""
    return _repr(value, 0, [NODE_LIMIT])


def _repr(value: Value, level: int, left: list[int]) -> str:
    data = value.data
    left[0] -= 1
    if value.kind == "unknown" or level > DEPTH_LIMIT or left[0] < 0:
        return UNKNOWN
    if value.kind == "string":
        return repr(data)
    if value.kind == "object":
        items = (f"{key!r}: {_repr(item, level + 1, left)}" for key, item in data.items())
        return "{" + _limited(items, ", ") + "}"
    if value.kind == "array":
        return "[" + _limited((_repr(item, level + 1, left) for item in data), ", ") + "]"
    return number_text(data) if value.kind == "number" else str(data)


def number_text(data: Any) -> str:
    """Return a number as Python writes it; UNKNOWN for an integer too long to write."""
    try:
        return str(data)
    except ValueError:
        return UNKNOWN


def joined(values: Sequence[Value], write: Writer, separator: str = "") -> Value:
    """Return the texts of values as one string, located by their literals."""
    texts: list[str] = []
    size = 0
    is_open = False
    for value in values:
        text = value.data if value.kind == "string" else write(value)
        is_open = is_open or value.is_open or (value.kind != "string" and UNKNOWN in text)
        size += len(text) + len(separator)
        if size > LENGTH_LIMIT:
            return unknown_of(*values)
        texts.append(text)
    return Value("string", separator.join(texts), None, parts=spans_of(*values), is_open=is_open)


def derived(source: Value, text: str, *others: Value | None) -> Value:
    """Return `text`, made from the string `source` (and `others`), located by their literals."""
    if len(text) > LENGTH_LIMIT:
        return unknown_of(source, *others)
    if not others and text == source.data:
        return source
    is_open = source.is_open or any(other is not None and other.is_open for other in others)
    return Value("string", text, None, parts=spans_of(source, *others), is_open=is_open)


def formatted(value: Value, form: str, write: Writer) -> Value:
    """Return a value written with a Python-like format specification ('.2f', '>10', '')."""
    if value.kind in ("unknown", "object", "array") or value.is_open or _WIDE.search(form):
        return joined([value], write)
    if form in ("", "s"):
        return joined([value], write)
    try:
        text = format(value.data, form)
    except (ValueError, TypeError, OverflowError):
        text = UNKNOWN
    return Value("string", text, None, parts=spans_of(value), is_open=text == UNKNOWN)


def filled(template: Value, find: Callable[[str], Value | None], write: Writer) -> Value:
    """Fill the `{…}` fields of a template; `find` gives the value of a field's expression ('' for the next one)."""
    text = template.data
    used: list[Value] = [template]
    pieces: list[str] = []
    at = size = 0
    is_open = template.is_open
    for match in _FIELD.finditer(text):
        pieces.append(text[at : match.start()])
        at = match.end()
        if match[0] in ("{{", "}}"):
            pieces.append(match[0][0])
            continue
        value = find(match[1].strip())
        if value is None or isinstance(value, Thing):
            piece = UNKNOWN
            used.append(value if value is not None else Unclear())
        else:
            piece = str(formatted(value, match[3] or "", write).data)
            piece = repr(piece) if match[2] in ("r", "a") and value.kind == "string" else piece
            used.append(value)
        is_open = is_open or used[-1].is_open
        size += len(piece)
        if size > LENGTH_LIMIT:
            return unknown_of(*used)
        pieces.append(piece)
    pieces.append(text[at:])
    return Value("string", "".join(pieces), None, parts=spans_of(*used), is_open=is_open)


def percent_filled(template: Value, values: Value, write: Writer, *, several: bool) -> Value:
    """Fill the `%s` fields of a template; `several` when `values` is an array that holds one value a field."""
    text = template.data
    items: list[Value] = values.data if several else [values]
    members = values.data if values.kind == "object" else {}
    used: list[Value] = [template]
    pieces: list[str] = []
    at = index = 0
    for match in _PERCENT.finditer(text):
        pieces.append(text[at : match.start()])
        at = match.end()
        if match[3] == "%":
            pieces.append("%")
            continue
        if match[1] is not None:
            value = members.get(match[1])
        else:
            value = items[index] if index < len(items) else None
            index += 1
        value = Unclear() if value is None else value
        used.append(value)
        pieces.append(_percent(value, match[2], match[3], write))
        if sum(map(len, pieces[-2:])) > LENGTH_LIMIT:
            return unknown_of(*used)
    pieces.append(text[at:])
    is_open = any(value.is_open for value in used)
    return Value("string", "".join(pieces), None, parts=spans_of(*used), is_open=is_open)


def json_text(value: Value) -> Value:
    """Return the JSON text of a value, which still knows the value (`JsonText`); text that is too long is unknown."""
    try:
        text = json.dumps(value.plain(), ensure_ascii=False)
    except (ValueError, RecursionError):
        return unknown_of(value)
    if len(text) > LENGTH_LIMIT:
        return unknown_of(value)
    return JsonText(text, value, spans_of(value))


def _percent(value: Value, flags: str, kind: str, write: Writer) -> str:
    if value.kind in ("string", "object", "array", "unknown") or value.is_open or "*" in flags:
        if kind in "ra" and value.kind == "string":
            return repr(value.data)
        text = str(value.data) if value.kind == "string" else write(value)
        return text if not flags or "*" in flags or kind != "s" else ("%" + flags + "s") % text
    data = value.data
    if kind in _INTEGER and isinstance(data, float):
        data = int(data) if abs(data) < 1e18 else 0
    try:
        return ("%" + flags + kind) % (write(value) if kind in "sra" else data)
    except (ValueError, TypeError, OverflowError):
        return UNKNOWN


def _limited(texts: Iterable[str], separator: str) -> str:
    pieces: list[str] = []
    size = 0
    for text in texts:
        size += len(text)
        if size > LENGTH_LIMIT:
            pieces.append(UNKNOWN)
            break
        pieces.append(text)
    return separator.join(pieces)
