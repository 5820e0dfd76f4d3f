"""Located requests for tests, made from text by the real readers."""

from __future__ import annotations

from supportdesk.reading.evidence import Body, Request
from supportdesk.reading.json_text import parse
from supportdesk.source import Source, Span
from supportdesk.value import Value
from supportdesk.view import View


def located(text: str) -> Value:
    """Return the JSON text as a value whose spans are those of the text."""
    found = parse(View.whole(Source(text)))
    assert found is not None
    return found[0]


def request(
    text: str, url: str = "https://toapis.com/v1/videos/generations", *, complete: bool = True, method: str = "POST"
) -> Request:
    """Return a JSON request whose body stands in `text`."""
    return Request(
        Value.of(method), Value.of(url), [], Body("json", located(text)),
        language="http", client="raw-http", span=Span(0, 0, len(text)), complete=complete,
    )  # fmt: skip
