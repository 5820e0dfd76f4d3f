"""HTTPie, wget and the Postman command line."""

from __future__ import annotations

from typing import Any

import pytest

from supportdesk.reading.code import read
from supportdesk.source import Source
from supportdesk.view import View
from tests.reading.code.spans import misplaced


def one(text: str) -> dict[str, Any]:
    source = Source(text)
    found = read(View.whole(source)).requests
    assert len(found) == 1
    assert misplaced(found[0], source) == []
    return found[0].to_dict()


def test_items_of_every_kind() -> None:
    request = one(
        "https -a me:x PUT a.example/v1/x X-A:1 'q==two words' model=m n:=2 on:=true 'l[]=a' 'l[]=b' "
        "'deep[x][y]=z' 'esc\\:aped=v'"
    )
    assert request["method"] == "PUT"
    assert request["url"] == "https://a.example/v1/x?q=two%20words"
    assert request["headers"] == {"x-a": "1", "authorization": "Basic bWU6eA=="}
    assert request["body"]["json"] == {
        "model": "m", "n": 2, "on": True, "l": ["a", "b"], "deep": {"x": {"y": "z"}}, "esc:aped": "v",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("command", "url", "body"),
    [
        ("http :3000/x", "http://localhost:3000/x", {"kind": "none"}),
        ("http -f POST a.example/x a=1 b=2", "http://a.example/x", {"kind": "form", "form": [["a", "1"], ["b", "2"]]}),
        (
            "http --multipart a.example/x a=1 f@/tmp/in.png",
            "http://a.example/x",
            {"kind": "multipart", "multipart": [{"name": "a", "value": "1"}, {"name": "f", "filename": "in.png"}]},
        ),
        ("echo '{\"a\": 1}' | http POST a.example/x", "http://a.example/x", {"kind": "json", "json": {"a": 1}}),
        ("http --raw 'x y' a.example/x", "http://a.example/x", {"kind": "raw", "raw": "x y"}),
    ],
)
def test_bodies(command: str, url: str, body: dict[str, Any]) -> None:
    request = one(command)
    assert (request["url"], request["body"]) == (url, body)
    assert request["method"] == ("GET" if body["kind"] == "none" else "POST")


def test_wget() -> None:
    assert one(
        "wget -qO- --method=PUT --header='X-A: 1' --header 'Content-Type: application/json' "
        "--body-data='{\"a\": 1}' --user=me --password=x -T 5 https://a.example/x"
    ) == {
        "method": "PUT",
        "url": "https://a.example/x",
        "headers": {"x-a": "1", "content-type": "application/json", "authorization": "Basic bWU6eA=="},
        "body": {"kind": "json", "json": {"a": 1}},
    }


def test_postman() -> None:
    assert one("postman request POST https://a.example/x -H 'X-A: 1' --body 'hello'") == {
        "method": "POST",
        "url": "https://a.example/x",
        "headers": {"x-a": "1", "content-type": "application/x-www-form-urlencoded"},
        "body": {"kind": "raw", "raw": "hello"},
    }


def test_a_bearer_token_by_its_option() -> None:
    request = one("https -A bearer -a sk-test a.example/v1/models")
    assert request["headers"] == {"authorization": "Bearer sk-test"}
