"""Looking for members of JSON objects by the names that different systems give them."""

from __future__ import annotations

from supportdesk.reading.evidence import Reading
from supportdesk.value import Value

PHRASES = frozenset(
    {
        "bad request", "unauthorized", "payment required", "forbidden", "not found", "method not allowed",
        "request timeout", "conflict", "payload too large", "unsupported media type", "unprocessable entity",
        "unprocessable content", "too many requests", "internal server error", "not implemented", "bad gateway",
        "service unavailable", "gateway timeout",
    }
)  # fmt: skip
"""Reason phrases of HTTP (RFC 9110), which say no more than the status."""


def member(value: Value | None, *names: str) -> Value | None:
    """Return the first member of that name that is neither null nor empty; None for anything but an object."""
    if value is None or value.kind != "object":
        return None
    for name in names:
        found = value.data.get(name)
        if isinstance(found, Value) and found.kind != "null" and found.data not in ("", {}, []):
            return found
    return None


def text_member(value: Value | None, *names: str) -> Value | None:
    """Return the first member of that name that is a text with something in it."""
    if value is None or value.kind != "object":
        return None
    for name in names:
        found = value.data.get(name)
        if isinstance(found, Value) and found.kind == "string" and found.data.strip():
            return found
    return None


def words_member(value: Value | None, *names: str) -> Value | None:
    """Return the first member of that name that is a text, or the first text of a list of them (NestJS)."""
    found = text_member(value, *names)
    if found is not None or value is None or value.kind != "object":
        return found
    lists = (value.data[name].data for name in names if name in value.data and value.data[name].kind == "array")
    return next((said[0] for said in lists if said and said[0].kind == "string" and said[0].data.strip()), None)


def message_in_param(message: Value | None, param: Value | None) -> tuple[Value | None, Value | None]:
    """Return an error's message and the field it names: a sentence where the field stands is the message.

    So Xiaomi's API: `{"message": "Param Incorrect", "param": "max_tokens is too large: 1048576. …"}`.
    """
    if message is None or param is None or not param.data.count(" ") > 3 > message.data.count(" "):
        return message, param
    return param, None


def number_member(value: Value | None, *names: str) -> Value | None:
    """Return the first member of that name that is a number."""
    if value is None or value.kind != "object":
        return None
    for name in names:
        found = value.data.get(name)
        if isinstance(found, Value) and found.kind == "number":
            return found
    return None


def reading(fact: str, value: Value | None) -> list[Reading]:
    """Return the reading of a scalar that is known and has a place, else nothing."""
    if value is None or not value.known or value.kind in ("object", "array", "null") or value.span is None:
        return []
    if isinstance(value.data, float) and value.data.is_integer() and abs(value.data) < 2**53:
        return [Reading(fact, int(value.data), value.span)]
    return [Reading(fact, value.data, value.span)]


def has(value: Value, *names: str) -> bool:
    """Whether an object has every one of the names (null and empty count)."""
    return value.kind == "object" and all(name in value.data for name in names)


def has_any(value: Value, *names: str) -> bool:
    """Whether an object has any of the names (null and empty count)."""
    return value.kind == "object" and any(name in value.data for name in names)


def said_by_field(value: Value) -> Value | None:
    """Return the first complaint of a map of them by field, `{field: [text, …]}` (ASP.NET, Laravel), else None."""
    said = list(value.data.values())
    if not said or any(item.kind != "array" or not item.data or item.data[0].kind != "string" for item in said):
        return None
    first: Value = said[0].data[0]
    return first


def is_thrown(value: Value) -> bool:
    """Whether an object is an exception that a client wrote as JSON: a refused status or a stack beside its message."""
    if has_any(value, "role", "choices", "messages"):
        return False
    status = number_member(value, "status", "statusCode")
    refused = status is not None and 400 <= status.data < 600
    return refused or text_member(value, "stack") is not None


def is_errno(text: str) -> bool:
    """Whether a code is an operating system's name for a failure (`ECONNRESET`), as Node gives it."""
    plain = text.isascii() and text.replace("_", "").isalnum() and text.isupper()
    return 4 <= len(text) <= 20 and text[0] == "E" and plain


def http_code(value: Value | None) -> Reading | None:
    """Return the status of an error that a number or a text begins with, or None."""
    if value is None or value.span is None or value.kind not in ("number", "string"):
        return None
    text = str(value.data)
    if len(text) >= 3 and text[:3].isdigit() and 400 <= int(text[:3]) <= 599 and not text[3:4].isdigit():
        return Reading("http_status", int(text[:3]), value.span)
    return None
