"""Checks that hold for every request read from a text: what a span covers, decoded, is the value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote_plus

from supportdesk.reading.evidence import Request
from supportdesk.source import Source
from supportdesk.value import Value


def values(request: Request) -> Iterator[Value]:
    """Yield every located scalar of a request."""
    stack = [
        request.method,
        request.url,
        *(part for pair in request.headers for part in pair),
        *request.options.values(),
    ]
    if request.body.value is not None:
        stack.append(request.body.value)
    for field in request.body.fields:
        stack += [part for part in field if part is not None]
    while stack:
        value = stack.pop()
        if value.kind == "object":
            stack.extend(value.data.values())
        elif value.kind == "array":
            stack.extend(value.data)
        else:
            yield value


def misplaced(request: Request, source: Source) -> list[tuple[str, object]]:
    """Return `(text at the span, value)` of the scalars whose span does not state them."""
    wrong: list[tuple[str, object]] = []
    for value in values(request):
        if value.span is None or not value.known:
            continue
        text = source.slice(value.span)
        if value is request.method and text.lower().rstrip("!").endswith(str(value.data).lower()):
            continue
        if not states(text, value.data):
            wrong.append((text, value.data))
    return wrong


def states(text: str, data: object) -> bool:
    """Whether a literal as written states a value: itself, as JSON, quoted, or escaped by a shell or a program."""
    candidates = [text, unquote_plus(text), text.replace("'\\''", "'"), text.replace('\\"', '"').replace("\\\\", "\\")]
    candidates += [re.sub(r"\\(.)", r"\1", text), text.replace('""', '"'), text.replace('`"', '"')]
    candidates += [candidate.lstrip("@")[1:-1] for candidate in candidates if candidate[:1] == "@"]
    candidates += [candidate[2:-2] for candidate in candidates if candidate[:1] in '["']
    candidates += [candidate[1:-1] for candidate in candidates if candidate[:1] in "\"'`" and len(candidate) > 1]
    if data is None:
        return text.lower() in ("null", "nil", "none", "nothing", "undefined", "na", "nsnull")
    for candidate in candidates:
        if candidate == data or candidate.lower() == str(data).lower():
            return True
        for text_form in (candidate, f'"{candidate}"'):
            try:
                if json.loads(text_form) == data:
                    return True
            except ValueError:
                continue
    return False
