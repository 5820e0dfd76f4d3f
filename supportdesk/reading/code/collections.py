"""Requests that stand in JSON: HAR of browsers, Postman's collections, OpenAPI's descriptions, dumps of programs.

`read_json` takes a JSON value of one of these formats, be it only a part of one (an entry, an item, a request).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Request
from supportdesk.reading.members import member
from supportdesk.value import Value
from supportdesk.view import View

_READERS = {
    "har": "supportdesk.reading.code.har",
    "postman": "supportdesk.reading.code.postman",
    "openapi": "supportdesk.reading.code.openapi",
    "dumped": "supportdesk.reading.code.dumped",
}
_METHODS = frozenset(("get", "put", "post", "delete", "options", "head", "patch", "trace"))
_DESCRIBED = lazy(
    r"\"headers?\"\s*:\s*\[\s*(?:\{|\])|\"postData\"\s*:|\"queryString\"\s*:\s*\[|\"mode\"\s*:\s*\"(?:raw|formdata|"
    r"urlencoded|graphql)\"|\"url\"\s*:\s*\{\s*\"(?:raw|protocol|host)\""
)


def format_of(value: Value) -> str | None:
    """Return 'har', 'postman', 'openapi' or 'dumped' for an object that is of the format or a part of it, else None."""
    if value.kind != "object":
        return None
    data = value.data
    log = data.get("log")
    if log is not None and log.kind == "object" and "entries" in log.data:
        return "har"
    if "paths" in data and data["paths"].kind == "object" and _has_operations(data["paths"]):
        return "openapi"
    if "item" in data and data["item"].kind == "array" and ("info" in data or "name" in data):
        return "postman"
    request = data.get("request")
    inner = request if request is not None and request.kind == "object" else value
    if inner is not value and not ("response" in data or "name" in data or "startedDateTime" in data or len(data) == 1):
        return None
    return _format_of_request(inner)


def _format_of_request(value: Value) -> str | None:
    data = value.data
    if "method" not in data:
        return None
    return _format_of_record(value) or ("dumped" if _is_dumped(value) else None)


def _is_dumped(value: Value) -> bool:
    from supportdesk.reading.code.dumped import is_dumped

    return is_dumped(value)


def _format_of_record(value: Value) -> str | None:
    data = value.data
    url = data.get("url")
    if url is None:
        return None
    if url.kind == "string" and _is_pairs(data.get("headers")) and "header" not in data:
        return "har"
    if url.kind == "object" and ("raw" in url.data or "host" in url.data):
        return "postman"
    body = data.get("body")
    has_mode = body is not None and body.kind == "object" and "mode" in body.data
    return "postman" if url.kind == "string" and (has_mode or _is_pairs(data.get("header"))) else None


def _is_pairs(value: Value | None) -> bool:
    """Whether a value is a list of objects with a name or key each (or an empty list)."""
    return (
        value is not None
        and value.kind == "array"
        and all(item.kind == "object" and ("name" in item.data or "key" in item.data) for item in value.data[:5])
    )


def _has_operations(paths: Value) -> bool:
    return any(
        name.startswith("/") and item.kind == "object" and any(key in _METHODS for key in item.data)
        for name, item in list(paths.data.items())[:50]
    )


def read_json(view: View, value: Value, *, complete: bool) -> list[Request]:
    """Return the requests that a JSON value of one of the formats describes, none for any other value."""
    name = format_of(value)
    if name is None:
        return []
    read: Callable[[View, Value], list[Request]] = import_module(_READERS[name]).read
    requests = read(view, value)
    for request in requests:
        request.complete = request.complete and complete
    return requests


def is_described(text: str, start: int, end: int) -> bool:
    """Whether JSON at `[start, end)` is a request of a HAR or of Postman, by words that only those have."""
    return _DESCRIBED.search(text, start, min(end, start + 4000)) is not None


def answers_of(value: Value) -> list[tuple[Value, Value | None]]:
    """Return the answers that a HAR or a dump holds beside its requests: each with its status."""
    if format_of(value) not in ("har", "dumped"):
        return []
    listed = member(member(value, "log"), "entries")
    entries = listed.data if listed is not None and listed.kind == "array" else [value]
    found: list[tuple[Value, Value | None]] = []
    for entry in entries:
        answer = entry.data.get("response") if entry.kind == "object" else None
        if answer is not None and answer.kind == "object":
            found.append((answer, answer.data.get("status")))
    return found
