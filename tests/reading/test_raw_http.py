"""Raw HTTP: request lines, headers, bodies, `.http` files and verbose traces, all located."""

from __future__ import annotations

import time

import pytest

from supportdesk.reading.raw_http import read
from supportdesk.source import Source
from supportdesk.value import UNKNOWN
from supportdesk.view import View
from tests.reading.code.spans import misplaced


def plain(text: str) -> list[dict[str, object]]:
    return [request.to_dict() for request in read(View.whole(Source(text))).requests]


POST = 'POST /v1/x?a=1 HTTP/1.1\nHost: a.example\nContent-Type: application/json\n\n{"model": "m", "n": [1, 2]}\n'


@pytest.mark.parametrize("text", [POST, POST.replace("\n", "\r\n"), "前面有话\n\n" + POST + "\n后面也有"])
def test_a_request_with_a_host_and_its_places(text: str) -> None:
    source = Source(text)
    found = read(View.whole(source)).requests
    assert [request.to_dict() for request in found] == [
        {
            "method": "POST",
            "url": "https://a.example/v1/x?a=1",
            "headers": {"host": "a.example", "content-type": "application/json"},
            "body": {"kind": "json", "json": {"model": "m", "n": [1, 2]}},
        }
    ]
    assert misplaced(found[0], source) == []
    assert source.slice(found[0].method.span) == "POST"
    assert source.slice(found[0].body.value.at("/n/1").span) == "2"
    assert source.slice(found[0].span).startswith("POST /v1/x")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("GET https://a.example/v1/models", "https://a.example/v1/models"),
        ("GET /v1/models\nHost: a.example\n", "https://a.example/v1/models"),
        ("GET /v1/models HTTP/2\nHost: localhost:3000\n", "http://localhost:3000/v1/models"),
        ("GET /v1/models HTTP/1.1\n", "/v1/models"),
        ("  PROPFIND /x HTTP/1.1\nhost: 10.0.0.1\n", "http://10.0.0.1/x"),
    ],
)
def test_targets(text: str, url: str) -> None:
    assert [request["url"] for request in plain(text)] == [url]


@pytest.mark.parametrize(
    "text",
    [
        "POST /v1/x 返回 401",
        "POST /v1/chat/completions",
        "GET is fine",
        "PUT it there, please",
        "- POST /v1/x HTTP/1.1",
    ],
)
def test_a_mere_mention_is_no_request(text: str) -> None:
    assert plain(text) == []


def test_a_file_of_requests_with_variables() -> None:
    text = """@base = https://a.example/v1
@key = k-1

### first
POST {{base}}/x?
  a=1
Authorization: Bearer {{key}}
# a comment
Content-Type: application/x-www-form-urlencoded

p=a%20b&q={{missing}}

### second
GET {{base}}/models
"""
    found = plain(text.replace("?\n  a=1", "\n  ?a=1\n  &b=2"))
    assert [request["url"] for request in found] == ["https://a.example/v1/x?a=1&b=2", "https://a.example/v1/models"]
    assert found[0]["headers"]["authorization"] == "Bearer k-1"
    assert found[0]["body"] == {"kind": "form", "form": [["p", "a b"], ["q", UNKNOWN]]}


def test_an_answer_ends_the_body() -> None:
    text = POST + '\nHTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n{"error": {}}\n'
    assert [request["body"] for request in plain(text)] == [{"kind": "json", "json": {"model": "m", "n": [1, 2]}}]


def test_a_verbose_trace_shows_what_was_sent() -> None:
    text = """*   Trying 10.0.0.1:443...
> POST /v1/x HTTP/2
> Host: a.example
> authorization: Bearer k-1
>
* upload completely sent off
< HTTP/2 401
< content-type: text/html
"""
    assert plain(text) == [
        {
            "method": "POST",
            "url": "https://a.example/v1/x",
            "headers": {"host": "a.example", "authorization": "Bearer k-1"},
            "body": {"kind": "none"},
        }
    ]


def test_a_multipart_body_written_out() -> None:
    text = (
        "POST /v1/images/edits HTTP/1.1\nHost: a.example\nContent-Type: multipart/form-data; boundary=zz\n\n"
        '--zz\nContent-Disposition: form-data; name="model"\n\nm-1\n'
        '--zz\nContent-Disposition: form-data; name="image"; filename="in.png"\nContent-Type: x/y\n\nPNG\n--zz--\n'
    )
    assert plain(text)[0]["body"] == {
        "kind": "multipart",
        "multipart": [{"name": "model", "value": "m-1"}, {"name": "image", "filename": "in.png"}],
    }


def test_a_body_right_behind_the_headers_is_noted() -> None:
    text = 'POST https://a.example/x\nContent-Type: application/json\n{"a": 1}'
    request = read(View.whole(Source(text))).requests[0]
    assert request.body.to_dict() == {"kind": "json", "json": {"a": 1}}
    assert [repair.message for repair in request.repairs] == ["the blank line between headers and body is missing"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["POST /x HTTP/1.1\n" * 20_000, "POST /x HTTP/1.1\n" + "a: b\n" * 100_000, "POST /x HTTP/1.1\n\n" + "[" * 100_000],
)
def test_hostile_text_ends_in_bounded_time(text: str) -> None:
    started = time.perf_counter()
    read(View.whole(Source(text)))
    assert time.perf_counter() - started < 20
