"""Short ways to read a C# snippet in a test."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

from supportdesk.reading.code.csharp.reader import read
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.evidence import Request
from supportdesk.source import Source
from supportdesk.view import View

JSON = {"content-type": "application/json; charset=utf-8"}


def reading(code: str) -> CodeReading:
    return read(View.whole(Source(dedent(code))))


def requests(code: str) -> list[dict[str, Any]]:
    return [request.to_dict() for request in reading(code).requests]


def only(code: str) -> Request:
    (request,) = reading(code).requests
    return request


def sent(value: str, before: str = "") -> Any:
    """Return what an expression is in a JSON body, after some statements."""
    code = (
        f"var http = new HttpClient();\n{dedent(before)}\n"
        f'await http.PostAsJsonAsync("https://gw.example/x", new {{ value = {value} }});'
    )
    return only(code).to_dict()["body"]["json"]["value"]
