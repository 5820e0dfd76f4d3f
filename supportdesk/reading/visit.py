"""A URL alone on its line whose query carries a request: what a browser sends when it is typed into the address bar."""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Body, Piece, Request
from supportdesk.value import Value
from supportdesk.view import View

_LINE = lazy(
    r"[ \t>]{0,12}(https?://[^\s?\"'<>]{3,300}\?[^\s\"'<>]{0,4000}?\b(?:model|prompt|api_key|key|"
    r"messages)=[^\s\"'<>]{0,4000})[ \t\r]*"
)


def read_visit(view: View, start: int, end: int) -> Piece | None:
    """Return the GET request of a line that is such a URL and nothing else, or None."""
    match = _LINE.fullmatch(view.text, start, end)
    if match is None:
        return None
    place = view.span(*match.span(1))
    method = Value("string", "GET", None, added_by="browser")
    request = Request(
        method, Value("string", match[1], place), [], Body(), language="generic", client="browser", span=place
    )
    return Piece("request", "code", place, request=request)
