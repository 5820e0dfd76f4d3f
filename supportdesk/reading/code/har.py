"""HAR: the requests that a browser recorded (http://www.softwareishard.com/blog/har-12-spec/)."""

from __future__ import annotations

from supportdesk.reading import json_text
from supportdesk.reading.bodies import percent_encoded, read_body
from supportdesk.reading.code.words import Word
from supportdesk.reading.evidence import Body, Field, Request
from supportdesk.reading.members import member, text_member
from supportdesk.source import Span
from supportdesk.value import Value
from supportdesk.view import View

LIMIT = 200
"""Requests of one record that are kept."""


def read(view: View, value: Value) -> list[Request]:
    """Return the requests of a HAR, of one of its entries, or of one request."""
    log = member(value, "log")
    entries = member(log, "entries") if log is not None else None
    holders = entries.data if entries is not None and entries.kind == "array" else [value]
    found: list[Request] = []
    for holder in holders[:LIMIT]:
        request = _request(view, member(holder, "request") or holder)
        if request is not None:
            found.append(request)
    return found


def _request(view: View, value: Value) -> Request | None:
    method, url = text_member(value, "method"), text_member(value, "url")
    if method is None or url is None:
        return None
    headers = [pair for pair in pairs(value, "headers") if not str(pair[0].data).startswith(":")]
    names = {str(name.data).lower() for name, _ in headers}
    cookies = pairs(value, "cookies")
    if cookies and "cookie" not in names:
        headers.append((Value("string", "cookie", added_by="har"), joined(cookies)))
    post = member(value, "postData")
    mime = text_member(post, "mimeType")
    if mime is not None and "content-type" not in names:
        headers.append((Value("string", "content-type", added_by="har"), mime))
    place = value.span or Span(view.source, 0, 0)
    return Request(
        Value("string", method.data.upper(), method.span),
        _url(view, value, url),
        headers,
        _body(view, post, str(mime.data) if mime is not None else None),
        language="json",
        client="har",
        span=place,
        complete=not value.is_open,
    )


def pairs(value: Value | None, name: str, key: str = "name") -> list[tuple[Value, Value]]:
    """Return the (name, value) pairs of a list of objects; disabled ones and those without a name are left out."""
    listed = member(value, name)
    found: list[tuple[Value, Value]] = []
    for item in listed.data if listed is not None and listed.kind == "array" else ():
        named = text_member(item, key)
        disabled = member(item, "disabled")
        if named is None or (disabled is not None and disabled.data is True):
            continue
        written = item.data.get("value")
        found.append((named, written if written is not None and written.kind != "null" else Value("string", "")))
    return found


def joined(cookies: list[tuple[Value, Value]]) -> Value:
    """Return cookies as the text of their header."""
    text = "; ".join(f"{name.data}={value.data}" for name, value in cookies)
    return Value("string", text, None, parts=tuple(v.span for pair in cookies for v in pair if v.span is not None))


def with_query(view: View, url: Word, query: list[tuple[Word, Word]]) -> Word:
    """Return an address with more pairs in its query, percent-encoded."""
    words = [url]
    sign = "&" if "?" in url.text else "?"
    for name, value in query:
        encoded = (Word(percent_encoded(part.view), part.uses) for part in (name, value))
        left, right = encoded
        words += [Word.fixed(sign, url.span()), left, Word.fixed("=", url.span()), right]
        sign = "&"
    return Word.join(words, view.source)


def _url(view: View, value: Value, url: Value) -> Value:
    """Return the address; a query that stands only in its own list is put behind it."""
    query = pairs(value, "queryString")
    if not query or "?" in str(url.data):
        return url
    made = [(Word(json_text.content(view, name)), Word(json_text.content(view, item))) for name, item in query]
    return with_query(view, Word(json_text.content(view, url)), made).value()


def _body(view: View, post: Value | None, mime: str | None) -> Body:
    if post is None:
        return Body()
    params = member(post, "params")
    text = text_member(post, "text")
    kind = (mime or "").lower()
    if params is not None and params.kind == "array" and (text is None or kind.startswith("multipart/")):
        fields = [field for item in params.data if (field := _field(item)) is not None]
        if fields:
            return Body("multipart" if kind.startswith("multipart/") else "form", None, fields)
    if text is None:
        return Body()
    return read_body(json_text.content(view, text), mime or "text/plain")


def _field(item: Value) -> Field | None:
    name = text_member(item, "name")
    if name is None:
        return None
    file = text_member(item, "fileName")
    if file is not None:
        base = str(file.data).replace("\\", "/").rpartition("/")[2]
        return Field(
            name,
            None,
            file if base == file.data else Value("string", base, None, parts=(file.span,) if file.span else ()),
        )
    return Field(name, item.data.get("value") or Value("string", ""))
