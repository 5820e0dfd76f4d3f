"""Short ways to read a Python snippet in a test."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

from supportdesk.reading.code.python.reader import read
from supportdesk.reading.code.reading import CodeReading
from supportdesk.reading.evidence import Request
from supportdesk.source import Source
from supportdesk.view import View


def reading(code: str) -> CodeReading:
    return read(View.whole(Source(code)))


def requests(code: str) -> list[dict[str, Any]]:
    return [request.to_dict() for request in reading(dedent(code)).requests]


def only(code: str) -> Request:
    (request,) = reading(dedent(code)).requests
    return request


def body(code: str) -> Any:
    """Return the JSON body of the only request."""
    return only(code).to_dict()["body"]["json"]


def sent(value: str, before: str = "") -> Any:
    """Return what an expression is in a JSON body, after some statements."""
    return body(f"import requests\n{dedent(before)}\nrequests.post('https://gw.example/x', json={{'value': {value}}})")[
        "value"
    ]


def facts(code: str) -> dict[str, object]:
    return {found.fact: found.value for found in reading(dedent(code)).readings}
