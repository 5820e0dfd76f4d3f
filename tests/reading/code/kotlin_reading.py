"""Short ways to read a Kotlin snippet in a test."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

from supportdesk.reading.code.kotlin.reader import read
from supportdesk.reading.code.reading import CodeReading
from supportdesk.source import Source
from supportdesk.view import View


def reading(code: str) -> CodeReading:
    return read(View.whole(Source(dedent(code) if code[:1] == "\n" else code)))


def requests(code: str) -> list[dict[str, Any]]:
    return [request.to_dict() for request in reading(code).requests]


def only(code: str) -> dict[str, Any]:
    (request,) = requests(code)
    return request


def sent(value: str, before: str = "") -> Any:
    """Return what an expression is in a JSON body, after some statements."""
    code = f"""{dedent(before)}
val made = Request.Builder().url("https://gw.example/x")
    .post(Gson().toJson(mapOf("value" to ({value}))).toRequestBody("application/json".toMediaType())).build()
client.newCall(made).execute()
"""
    return only(code)["body"]["json"]["value"]
