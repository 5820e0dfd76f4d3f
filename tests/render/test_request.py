"""A request as raw HTTP and as a curl command: what is rendered reads back as the same request."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from supportdesk.reading.code import read
from supportdesk.reading.raw_http import read as read_http
from supportdesk.render.request import quoted, to_curl, to_http, to_json
from supportdesk.source import Source
from supportdesk.view import View

REQUESTS: list[dict[str, Any]] = [
    {
        "method": "GET",
        "url": "https://a.example/v1/models?x=1&y=a%20b",
        "headers": {"authorization": "Bearer k"},
        "body": {"kind": "none"},
    },
    {
        "method": "POST",
        "url": "https://a.example/v1/x",
        "headers": {"content-type": "application/json", "x-quote": 'it\'s "so" $HOME `id`'},
        "body": {"kind": "json", "json": {"model": "m", "q": 'it\'s\n"two" \\ lines 中文', "n": [1, True, None]}},
    },
    {
        "method": "PUT",
        "url": "https://a.example/x",
        "headers": {"content-type": "text/plain"},
        "body": {"kind": "raw", "raw": "@not a file\nline"},
    },
    {
        "method": "POST",
        "url": "https://a.example/x",
        "headers": {"content-type": "application/x-www-form-urlencoded"},
        "body": {"kind": "form", "form": [["a", "b c"], ["é", "&="], ["empty", ""]]},
    },
    {
        "method": "POST",
        "url": "https://a.example/x",
        "headers": {},
        "body": {
            "kind": "multipart",
            "multipart": [{"name": "m", "value": "@x;type=y"}, {"name": "f", "filename": "in.png"}],
        },
    },
]


def back(text: str, *, http: bool) -> dict[str, Any]:
    view = View.whole(Source(text))
    found = (read_http(view) if http else read(view, "bash")).requests
    assert len(found) == 1
    request = found[0].to_dict()
    for name in ("host", "content-length"):
        request["headers"].pop(name, None)
    return request


def comparable(request: dict[str, Any]) -> dict[str, Any]:
    headers = {name: value for name, value in request["headers"].items() if not value.startswith("multipart/")}
    return {**request, "headers": headers}


@pytest.mark.parametrize("request_", REQUESTS)
def test_a_curl_command_reads_back_as_the_request(request_: dict[str, Any]) -> None:
    assert comparable(back(to_curl(request_), http=False)) == comparable(request_)


@pytest.mark.parametrize("request_", REQUESTS)
def test_raw_http_reads_back_as_the_request(request_: dict[str, Any]) -> None:
    assert comparable(back(to_http(request_), http=True)) == comparable(request_)


def test_a_request_object_renders_without_what_curl_adds_itself() -> None:
    text = "curl https://a.example -d a=b -H 'X-A: 1'"
    request = read(View.whole(Source(text)), "bash").requests[0]
    assert to_curl(request) == "curl https://a.example \\\n  -H 'x-a: 1' \\\n  --data-urlencode a=b"
    assert json.loads(to_json(request))["headers"]["content-type"] == "application/x-www-form-urlencoded"


def test_a_header_cannot_add_another() -> None:
    request = {"method": "GET", "url": "https://a.example", "headers": {"x": "a\r\ny: b"}, "body": {"kind": "none"}}
    assert to_http(request).splitlines() == ["GET / HTTP/1.1", "host: a.example", "x: a  y: b", ""]


@pytest.mark.parametrize("text", ["", "plain", "it's", '$(id) `id` \\ "', "a\nb", "-x", "中 文", "a'\"'b"])
def test_a_quoted_word_is_one_word(text: str) -> None:
    assert shlex.split(quoted(text)) == [text]
