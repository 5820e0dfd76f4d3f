"""Reading invented Java snippets, for the tests of Java."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

from supportdesk.reading.code.java.reader import read
from supportdesk.reading.code.reading import CodeReading
from supportdesk.source import Source
from supportdesk.view import View


def reading(code: str) -> CodeReading:
    return read(View.whole(Source(code)))


def requests(code: str) -> list[dict[str, Any]]:
    return [request.to_dict() for request in reading(dedent(code)).requests]


def request(code: str) -> dict[str, Any]:
    (found,) = requests(code)
    return found


def body(code: str) -> Any:
    found = request(code)["body"]
    return found[found["kind"]]
