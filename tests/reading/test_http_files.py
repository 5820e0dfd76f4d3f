"""`.http` and `.rest` files pasted among sentences: variables, separators, scripts, and every kind of body."""

from __future__ import annotations

import time
from typing import Any

import pytest

from supportdesk import extract_requests
from supportdesk.reading import http_files

HEAD = "@host = https://gw.test\n@key=sk-1\n@auth = Bearer {{key}}\n\n"
REQUESTS = (
    (
        """### one
# @name login
// note
POST {{host}}/v1/chat HTTP/1.1
Content-Type: application/json
Authorization: {{auth}}
# X-Off: 1

{
  "model": "{{other}}",
  "n": 1
}

> {%
  client.test();
%}
""",
        {
            "method": "POST",
            "url": "https://gw.test/v1/chat",
            "headers": {"content-type": "application/json", "authorization": "Bearer sk-1"},
            "body": {"kind": "json", "json": {"model": "<unknown>", "n": 1}},
        },
    ),
    (
        "###\nGET {{host}}/v1/tasks/{{login.response.body.id}}\n    ?a=1\n    &b={{key}}\nAccept: */*\n",
        {
            "method": "GET",
            "url": "https://gw.test/v1/tasks/<unknown>?a=1&b=sk-1",
            "headers": {"accept": "*/*"},
            "body": {"kind": "none"},
        },
    ),
    (
        "### bare address\nhttps://gw.test/v1/models\nAuthorization: Basic user pass\n",
        {
            "method": "GET",
            "url": "https://gw.test/v1/models",
            "headers": {"authorization": "Basic dXNlcjpwYXNz"},
            "body": {"kind": "none"},
        },
    ),
    (
        "###\nPOST {{host}}/form\nContent-Type: application/x-www-form-urlencoded\n\na=1\n&b=2\n",
        {
            "method": "POST",
            "url": "https://gw.test/form",
            "headers": {"content-type": "application/x-www-form-urlencoded"},
            "body": {"kind": "form", "form": [["a", "1"], ["b", "2"]]},
        },
    ),
    (
        """###
POST {{host}}/edit
Content-Type: multipart/form-data; boundary=WB

--WB
Content-Disposition: form-data; name="image"; filename="a.png"

< ./a.png
--WB--
""",
        {
            "method": "POST",
            "url": "https://gw.test/edit",
            "headers": {"content-type": "multipart/form-data; boundary=WB"},
            "body": {"kind": "multipart", "multipart": [{"name": "image", "filename": "a.png"}]},
        },
    ),
    (
        '### script first\n< {%\n  request.variables.set("t", "GET /x")\n%}\nPUT {{host}}/x\nX-A: b\n\n{"a": 1}\n',
        {
            "method": "PUT",
            "url": "https://gw.test/x",
            "headers": {"x-a": "b"},
            "body": {"kind": "json", "json": {"a": 1}},
        },
    ),
)


def sent(text: str) -> list[dict[str, Any]]:
    """Return the requests of a ticket."""
    found: list[dict[str, Any]] = extract_requests(text)["requests"]
    return found


@pytest.mark.parametrize(("text", "request_"), REQUESTS)
def test_each_request(text: str, request_: dict[str, Any]) -> None:
    """Each form of request is read with the file's variables, also with sentences around it."""
    assert sent(HEAD + text) == [request_]
    assert sent(f"This file of mine fails since yesterday:\n\n{HEAD}{text}\nWhat is wrong with it?") == [request_]


def test_a_whole_file() -> None:
    """The requests of a file keep their order and share its variables."""
    text = HEAD + "\n".join(request for request, _ in REQUESTS)
    assert sent(text) == [request for _, request in REQUESTS]


def test_headings_are_no_file() -> None:
    """A heading of a report begins no file, and what stands behind a request is not taken for its body."""
    text = '### What happened\n\nI called it.\n\n### Logs\n\n{"error": {"message": "no"}}\n'
    assert http_files.find(text, 0, len(text)) == []


def test_bounded_time() -> None:
    """Marks, scripts and parts that never end are passed over in bounded time."""
    for text in (
        "###\n" * 200_000,
        "### a\nGET /x\n" * 50_000,
        "###\n< {%\n" * 80_000,
        "###\nPOST /x\n\n--a\n" * 50_000,
    ):
        start = time.process_time()
        http_files.find(text, 0, len(text))
        assert time.process_time() - start < 3
