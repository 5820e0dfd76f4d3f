"""Short ways to read a Go snippet in a test."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

from supportdesk.reading.code.go.reader import read
from supportdesk.reading.code.reading import CodeReading
from supportdesk.source import Source
from supportdesk.view import View


def reading(code: str) -> CodeReading:
    return read(View.whole(Source(code)))


def requests(code: str) -> list[dict[str, Any]]:
    return [request.to_dict() for request in reading(dedent(code)).requests]


def only(code: str) -> dict[str, Any]:
    (request,) = requests(code)
    return request


def body(code: str) -> Any:
    """Return the JSON body of the only request."""
    return only(code)["body"]["json"]


def marshalled(value: str, before: str = "") -> Any:
    """Return what an expression is marshalled to, after some declarations."""
    return body(
        f"{dedent(before)}\nfunc main() {{\n\tb, err := json.Marshal({value})\n"
        '\thttp.Post("https://gw.example/x", "application/json", bytes.NewReader(b))\n}'
    )


def text(value: str, before: str = "") -> Any:
    """Return the text that an expression becomes in an address."""
    url: str = only(f'{dedent(before)}\nhttp.Get("https://gw.example/" + {value})')["url"]
    return url.removeprefix("https://gw.example/")
