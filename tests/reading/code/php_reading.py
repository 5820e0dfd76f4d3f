"""What the tests of PHP share: reading a snippet and looking at its requests as plain data."""

from __future__ import annotations

from typing import Any

from supportdesk.reading.code.php import reader as php
from supportdesk.reading.code.reading import CodeReading
from supportdesk.source import Source
from supportdesk.view import View

UNKNOWN = "<unknown>"


def reading(text: str) -> CodeReading:
    """Return what the reader of PHP says of a text."""
    made: CodeReading = php.read(View.whole(Source(text)))
    return made


def requests(text: str) -> list[dict[str, Any]]:
    """Return the requests of a text as plain data."""
    return [request.to_dict() for request in reading(text).requests]


def only(text: str) -> dict[str, Any]:
    """Return the one request of a text as plain data."""
    (request,) = requests(text)
    return request


def sent(expression: str, before: str = "") -> Any:
    """Return what a value is when it is sent as a member of a JSON body."""
    text = (
        f"<?php\n{before}\n$ch = curl_init('https://api.example.com/');\n"
        f"curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(['v' => {expression}]));\ncurl_exec($ch);"
    )
    return only(text)["body"]["json"].get("v", "(missing)")
