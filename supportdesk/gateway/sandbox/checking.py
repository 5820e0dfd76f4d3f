"""Holding a body against the gateway's request definition before a task is made of it."""

from __future__ import annotations

import json
from typing import Any

from supportdesk.definitions.violation import Checked, Violation
from supportdesk.gateway.sandbox import refusals
from supportdesk.gateway.sandbox.exchange import Call, Upload
from supportdesk.reading.evidence import Body, Field, Request
from supportdesk.source import Source, Span
from supportdesk.value import Value


def request_of(call: Call) -> tuple[Request, Source]:
    """Return the call as a located request, and its body's text. Raises Refusal for what is no JSON object."""
    text = call.body.decode("utf-8", errors="replace") if call.form is None else ""
    source = Source(text)
    body = _form(call) if call.form is not None else _json(source)
    headers = [(Value.of(name), Value.of(value)) for name, value in call.headers.items()]
    span = Span(0, 0, len(text))
    request = Request(
        Value.of(call.method), Value.of(call.base + call.path), headers, body, language="http", client="raw", span=span
    )
    return request, source


def check(call: Call, knowledge: Any, gateway: str, model: str | None = None) -> tuple[dict[str, Any], Checked]:
    """Return the body as plain data and what the definition says of it.

    Raises Refusal (400) with pointer, line and column of the first error where the body breaks the definition.
    """
    from supportdesk.definitions.check import check_request

    request, source = request_of(call)
    checked = check_request(request, knowledge, gateway=gateway, model=model)
    errors = checked.errors()
    if errors:
        raise refusals.invalid(told(errors[0], source), errors[0].pointer, toapis=gateway == "toapis")
    return plain_body(call), checked


def plain_body(call: Call) -> dict[str, Any]:
    """Return the body as plain data; files of a form by their names."""
    if call.form is not None:
        return {name: value.filename if isinstance(value, Upload) else value for name, value in call.form.items()}
    body = json.loads(call.body)
    return body if isinstance(body, dict) else {}


def told(violation: Violation, source: Source) -> str:
    """Return one violation as a sentence with its place."""
    if violation.span is None or not source.text:
        return violation.message["en"]
    line, column = source.position(violation.span.start)
    return f"{violation.message['en']} (line {line}, column {column})"


def _json(source: Source) -> Body:
    from supportdesk.reading.json_text import parse_exact
    from supportdesk.view import View

    value = parse_exact(View.whole(source))
    if value is None or value.kind != "object":
        try:
            json.loads(source.text)
        except ValueError as problem:
            raise refusals.openai(
                400, f"Invalid request: {problem}", "invalid_request_error", "invalid_request"
            ) from problem
        raise refusals.openai(
            400, "Invalid request: the body is no JSON object", "invalid_request_error", "invalid_request"
        )
    return Body("json", value)


def _form(call: Call) -> Body:
    fields = []
    for name, value in (call.form or {}).items():
        if isinstance(value, Upload):
            fields.append(Field(Value.of(name), None, Value.of(value.filename)))
        else:
            fields.append(Field(Value.of(name), Value.of(value)))
    return Body("multipart", fields=fields)
