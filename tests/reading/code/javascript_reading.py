"""What the tests of JavaScript and TypeScript share: reading a snippet and looking at its requests as plain data."""

from __future__ import annotations

from typing import Any

from supportdesk.reading.code.javascript import reader as javascript
from supportdesk.reading.code.javascript import typescript
from supportdesk.reading.code.reading import CodeReading
from supportdesk.source import Source
from supportdesk.view import View


def reading(text: str, *, typed: bool = False) -> CodeReading:
    """Return what the reader of JavaScript (or TypeScript) says of a text."""
    made: CodeReading = (typescript if typed else javascript).read(View.whole(Source(text)))
    return made


def requests(text: str, *, typed: bool = False) -> list[dict[str, Any]]:
    """Return the requests of a text as plain data."""
    return [request.to_dict() for request in reading(text, typed=typed).requests]


def only(text: str, *, typed: bool = False) -> dict[str, Any]:
    """Return the one request of a text as plain data."""
    (request,) = requests(text, typed=typed)
    return request


def sent(expression: str, before: str = "", *, typed: bool = False) -> Any:
    """Return what a value is when it is sent as a member of a JSON body."""
    body = f"JSON.stringify({{ v: {expression} }})"
    text = f'{before}\nfetch("https://api.example.com/", {{ method: "POST", body: {body} }});'
    return only(text, typed=typed)["body"]["json"].get("v", "(missing)")
