"""A request as a program dumps it in JSON: method, address, headers and body as plain members.

So write axios' `error.config` (https://axios-http.com/docs/req_config), the options of Node's `request` and `got`
(`uri`, `json`), n8n's node errors, and what people log in a proxy of their own (`path`, `headers`, `body`).
"""

from __future__ import annotations

from supportdesk.reading import json_text
from supportdesk.reading.bodies import read_body
from supportdesk.reading.evidence import Body, Request
from supportdesk.reading.members import has_any, member, number_member, text_member
from supportdesk.source import Span
from supportdesk.value import UNKNOWN, Value
from supportdesk.view import View

ADDRESS = ("url", "uri", "href", "requestUrl", "path")
"""Names of the address; a path alone is one where nothing names more."""
_BASES = ("baseURL", "baseUrl", "base_url", "host")
_BODIES = ("body", "data", "json", "payload", "requestBody")
_HEADERS = ("headers", "header")
_ANSWERED = ("status", "statusCode", "status_code", "statusText", "response", "error", "level", "duration", "latency")
"""What stands in the record of an exchange that is over: its readers are others."""
_VERBS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"))
_KEYS = ("authorization", "x-api-key", "api-key", "x-goog-api-key")
_HIDDEN = frozenset("xX*•.#_-<>[]() ")
_HIDDEN_WORDS = frozenset(("hidden", "redacted", "filtered", "masked", "removed", "secret"))


def is_dumped(value: Value) -> bool:
    """Whether an object is such a dump: a method, an address and headers or a body, and no answer."""
    method = text_member(value, "method")
    if method is None or method.data.upper() not in _VERBS or has_any(value, *_ANSWERED):
        return False
    if number_member(value, "code") is not None or has_any(member(value, "body", "data") or value, "error", "choices"):
        return False
    address = text_member(value, *ADDRESS)
    headers = member(value, *_HEADERS)
    if address is None or not address.data.startswith(("http://", "https://", "/")):
        return False
    return (headers is not None and headers.kind == "object") or _body_member(value) is not None


def read(view: View, value: Value) -> list[Request]:
    """Return the one request of a dump; it is complete where a key is among its headers, for loggers leave keys out."""
    value = member(value, "request") or value
    method, address = text_member(value, "method"), text_member(value, *ADDRESS)
    if method is None or address is None:
        return []
    headers = _headers(value)
    named = {str(name.data).lower(): item for name, item in headers}
    body = _body_member(value)
    kind = named.get("content-type")
    request = Request(
        Value("string", method.data.upper(), method.span),
        _url(value, address),
        headers,
        Body() if body is None else _body(view, body, None if kind is None else str(kind.data)),
        language="json",
        client="dump",
        span=value.span or Span(view.source, 0, 0),
        complete=not value.is_open and any(name in named for name in _KEYS),
    )
    return [request]


def _url(value: Value, address: Value) -> Value:
    if not address.data.startswith("/"):
        return address
    base = text_member(value, *_BASES)
    if base is None or not base.data.startswith("http"):
        return Value("string", f"https://{UNKNOWN}{address.data}", address.span, is_open=True)
    parts = tuple(part.span for part in (base, address) if part.span is not None)
    return Value("string", base.data.rstrip("/") + address.data, None, parts=parts)


def _headers(value: Value) -> list[tuple[Value, Value]]:
    """Return the headers, a key that the program hid as one of which nothing is known."""
    listed = member(value, *_HEADERS)
    found: list[tuple[Value, Value]] = []
    for name, item in listed.data.items() if listed is not None and listed.kind == "object" else ():
        if item.kind not in ("string", "number"):
            continue
        key = Value("string", name, listed.keys.get(name) if listed is not None else None)
        hidden = name.lower() in _KEYS and _is_hidden(str(item.data))
        found.append((key, Value.unknown(item.span) if hidden else item))
    return found


def _is_hidden(key: str) -> bool:
    bare = key.removeprefix("Bearer ").strip()
    return set(bare) <= _HIDDEN or bare.strip("[]<>*() ").lower() in _HIDDEN_WORDS


def _body_member(value: Value) -> Value | None:
    found = (member(value, name) for name in _BODIES)
    return next((item for item in found if item is not None and item.kind in ("object", "array", "string")), None)


def _body(view: View, body: Value, kind: str | None) -> Body:
    if body.kind == "string":
        return read_body(json_text.content(view, body), kind or "text/plain")
    return Body("json", body)
