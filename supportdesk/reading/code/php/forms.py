"""Forms and queries as http_build_query writes them: nested arrays as `name[key]`, true as 1, null left out.

https://www.php.net/manual/en/function.http-build-query.php
"""

from __future__ import annotations

from supportdesk.reading.code import ir
from supportdesk.reading.code.bodies import form_body, text_body
from supportdesk.reading.code.evaluate import Evaluator
from supportdesk.reading.code.php.arrays import entries
from supportdesk.reading.code.texts import number_text, unknown_of
from supportdesk.reading.code.things import Arguments, FileThing, Instance, Unclear, spans_of
from supportdesk.reading.code.urls import query_text
from supportdesk.reading.evidence import Body, Field
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value
from supportdesk.view import View

LEVELS = 8
"""Levels of arrays inside each other that are written into a form."""
PAIR_LIMIT = 2000
"""Pairs of one form."""


class FormText(Value):
    """A text that is a form: `pairs` are its names and values before they were encoded."""

    __slots__ = ("pairs",)

    def __init__(self, text: str, pairs: list[tuple[Value, Value]], parts: tuple[Span, ...]) -> None:
        super().__init__("string", text, None, parts=parts, is_open=UNKNOWN in text)
        self.pairs = pairs


def php_text(value: Value) -> str:
    """Return a value as PHP writes it in a text: true as 1, false and null as nothing, 1.0 as 1."""
    data = value.data
    if value.kind == "string":
        return str(data)
    if value.kind == "boolean":
        return "1" if data else ""
    if value.kind == "number":
        if isinstance(data, float) and data.is_integer() and abs(data) < 1e15:
            return number_text(int(data))
        return number_text(data)
    return {"null": "", "array": "Array", "object": "Array"}.get(value.kind, UNKNOWN)


def written(value: Value) -> Value:
    """Return a scalar as the text that a form or query holds."""
    if value.kind == "string":
        return value
    text = "0" if value.kind == "boolean" and not value.data else php_text(value)
    return Value("string", text, value.span, parts=value.parts, is_open=UNKNOWN in text)


def form_pairs(value: Value) -> list[tuple[Value, Value]]:
    """Return the names and values of a form made of an array."""
    found: list[tuple[Value, Value]] = []
    for key, item in entries(value):
        _flatten(written(key), item, found, 0)
    return found


def _flatten(name: Value, value: Value, found: list[tuple[Value, Value]], level: int) -> None:
    if len(found) >= PAIR_LIMIT or value.kind == "null":
        return
    if value.kind in ("array", "object") and level < LEVELS:
        for key, item in entries(value):
            inner = Value("string", f"{name.data}[{written(key).data}]", None, parts=spans_of(name, key))
            _flatten(inner, item, found, level + 1)
        return
    if not isinstance(value, Instance):
        found.append((name, written(value)))


def build_query(evaluator: Evaluator, arguments: Arguments, node: ir.Node) -> Value:
    """`http_build_query($data, $prefix, $separator, PHP_QUERY_RFC3986)`."""
    value = arguments.get(0, "data")
    if value is None or value.kind not in ("array", "object"):
        return unknown_of(value, span=evaluator.span(node))
    kind = arguments.get(3, "encoding_type")
    return form_text(value, plus=kind is None or kind.data != 2)


def form_text(value: Value, *, plus: bool = True) -> Value:
    """Return the form or query that an array becomes."""
    pairs = form_pairs(value)
    text = query_text(((str(name.data), str(item.data)) for name, item in pairs), plus=plus)
    if value.is_open:
        text += ("&" if text else "") + UNKNOWN
    return FormText(text, pairs, spans_of(value, *(item for _, item in pairs)))


def query_of(value: Value | None) -> Value | None:
    """Return a query as text: an array as http_build_query gives it, a text as it is."""
    if value is None or value.kind in ("null", "boolean", "number"):
        return None
    if value.kind in ("array", "object"):
        return form_text(value) if value.data or value.is_open else None
    return value if value.kind == "string" else Unclear(value.span, value.parts)


def form_of(value: Value) -> Body:
    """Return the form that an array is sent as."""
    body = form_body(form_pairs(value))
    if value.is_open:
        body = Body("form", None, [*body.fields, Field(Value.unknown(value.span), Value.unknown(value.span))])
    return body


def php_body(evaluator: Evaluator, value: Value, content_type: str) -> Body:
    """Return the body that a text is, as text_body does; what http_build_query made is a form."""
    if isinstance(value, FormText) and "json" not in content_type.lower():
        return form_body(value.pairs)
    if isinstance(value, FileThing):
        return Body("raw", Value.unknown(value.span))
    if value.kind in ("number", "boolean"):
        value = written(value)
    if value.kind == "null":
        return Body()
    body = text_body(evaluator, value, content_type)
    inner = _cut_json(value) if body.kind == "raw" and value.kind == "string" else None
    return body if inner is None else Body("json", inner)


def _cut_json(value: Value) -> Value | None:
    """Return what a JSON text says up to where it was cut; None for any other text."""
    from supportdesk.reading import json_text

    text = str(value.data)
    place = value.place()
    if not text.endswith(UNKNOWN) or not text.lstrip().startswith(("{", "[")) or place is None:
        return None
    found = json_text.parse(View.stand_in(text.removesuffix(UNKNOWN), place))
    if found is None or found[2] or found[0].kind not in ("object", "array"):
        return None
    pending, parts = [found[0]], spans_of(value)
    while pending:
        here = pending.pop()
        here.span, here.parts, here.keys = None, parts, {}
        pending.extend(here.data.values() if here.kind == "object" else here.data if here.kind == "array" else ())
    return found[0]
