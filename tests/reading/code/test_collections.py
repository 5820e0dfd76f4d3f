"""HAR, Postman's collections and OpenAPI as customers paste them: the requests in them, with their places."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from supportdesk import diagnose_text, extract_requests
from supportdesk.reading.paste import read_ticket
from supportdesk.source import Source
from tests.reading.code.spans import misplaced

ENTRY = {
    "startedDateTime": "2026-01-01T00:00:00Z",
    "request": {
        "method": "POST",
        "url": "https://gw.test/v1/videos?x=1",
        "httpVersion": "HTTP/2",
        "headers": [
            {"name": ":authority", "value": "gw.test"},
            {"name": "Authorization", "value": "Bearer k"},
            {"name": "Content-Type", "value": "application/json"},
        ],
        "queryString": [{"name": "x", "value": "1"}],
        "cookies": [{"name": "a", "value": "b"}],
        "postData": {"mimeType": "application/json", "text": '{"model": "m", "prompt": "a \\"b\\" 中"}'},
    },
    "response": {
        "status": 400,
        "statusText": "Bad Request",
        "content": {"text": '{"error": {"message": "model m not found", "type": "invalid_request_error"}}'},
    },
}
SENT = {
    "method": "POST",
    "url": "https://gw.test/v1/videos?x=1",
    "headers": {"authorization": "Bearer k", "content-type": "application/json", "cookie": "a=b"},
    "body": {"kind": "json", "json": {"model": "m", "prompt": 'a "b" 中'}},
}


def requests(value: Any, around: str = "{}") -> list[dict[str, Any]]:
    """Return the requests of a ticket that holds a value as JSON."""
    found: list[dict[str, Any]] = extract_requests(
        around.replace("{}", json.dumps(value, indent=2, ensure_ascii=False))
    )["requests"]
    return found


@pytest.mark.parametrize("around", ["{}", "From the browser's network tab:\n\n{}\n\nWhy?", "看一下\n```json\n{}\n```"])
@pytest.mark.parametrize(
    "value", [{"log": {"version": "1.2", "entries": [ENTRY]}}, ENTRY, {"request": ENTRY["request"]}, ENTRY["request"]]
)
def test_har(value: Any, around: str) -> None:
    """A record, an entry and a request alone give the request."""
    assert requests(value, around) == [SENT]


def test_har_bodies() -> None:
    """Parameters of a post are a form or parts; a query that stands only in its list is sent."""
    form = {"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "a", "value": "1 2"}]}
    parts = {
        "mimeType": "multipart/form-data",
        "params": [{"name": "f", "fileName": "/in/a.png"}, {"name": "n", "value": "1"}],
    }
    base = {"method": "put", "url": "https://gw.test/x", "headers": [], "queryString": [{"name": "q", "value": "a b"}]}
    first, second = requests([{"request": {**base, "postData": form}}, {"request": {**base, "postData": parts}}])
    assert (first["method"], first["url"], first["body"]["form"]) == (
        "PUT",
        "https://gw.test/x?q=a%20b",
        [["a", "1 2"]],
    )
    assert second["body"]["multipart"] == [{"name": "f", "filename": "a.png"}, {"name": "n", "value": "1"}]


def test_har_spans_and_answer() -> None:
    """Values stand where the text states them, also inside the body's text; the answer is read as well."""
    text = json.dumps({"log": {"entries": [ENTRY]}}, ensure_ascii=False)
    source = Source(text)
    evidence = read_ticket([source])
    (request,) = evidence.requests()
    assert misplaced(request, source) == []
    value = request.body.value
    assert value is not None
    model = value.at("/model")
    assert model is not None
    assert model.span is not None
    assert "m" in text[model.span.start : model.span.end]
    kinds = [piece.kind for piece in evidence.pieces]
    assert "error" in kinds or "answer" in kinds
    assert "gw.test" in json.dumps(diagnose_text(text))


POSTMAN = {
    "info": {"name": "c", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
    "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{key}}", "type": "string"}]},
    "variable": [{"key": "base", "value": "https://gw.test/v1"}, {"key": "key", "value": "sk-1"}],
    "item": [
        {
            "name": "folder",
            "item": [
                {
                    "name": "chat",
                    "request": {
                        "method": "POST",
                        "header": [{"key": "X-A", "value": "b"}, {"key": "X-Off", "value": "c", "disabled": True}],
                        "body": {
                            "mode": "raw",
                            "raw": '{"model": "{{model}}", "n": 1}',
                            "options": {"raw": {"language": "json"}},
                        },
                        "url": {"raw": "{{base}}/chat", "host": ["{{base}}"], "path": ["chat"]},
                    },
                }
            ],
        },
        {
            "name": "form",
            "request": {
                "auth": {"type": "noauth"},
                "method": "POST",
                "body": {
                    "mode": "formdata",
                    "formdata": [
                        {"key": "image", "type": "file", "src": "/in/a.png"},
                        {"key": "model", "value": "m", "type": "text"},
                    ],
                },
                "url": "{{base}}/edit",
            },
        },
        {
            "name": "task",
            "request": {
                "auth": {"type": "apikey", "apikey": {"key": "key", "value": "v", "in": "query"}},
                "method": "GET",
                "url": {
                    "protocol": "https",
                    "host": ["gw", "test"],
                    "path": ["v1", ":id"],
                    "query": [{"key": "q", "value": "1"}],
                    "variable": [{"key": "id", "value": "t-1"}],
                },
            },
        },
    ],
}


def test_postman_collection() -> None:
    """Items of folders, variables, authorization that is handed down, and the kinds of bodies."""
    chat, form, task = requests(POSTMAN)
    assert chat == {
        "method": "POST",
        "url": "https://gw.test/v1/chat",
        "headers": {"x-a": "b", "authorization": "Bearer sk-1", "content-type": "application/json"},
        "body": {"kind": "json", "json": {"model": "<unknown>", "n": 1}},
    }
    assert (form["url"], form["headers"]) == ("https://gw.test/v1/edit", {"content-type": "multipart/form-data"})
    assert form["body"]["multipart"] == [{"name": "image", "filename": "a.png"}, {"name": "model", "value": "m"}]
    assert (task["url"], task["headers"]) == ("https://gw.test/v1/t-1?q=1&key=v", {})


BODIES = (
    ({"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "1"}]}, {"kind": "form", "form": [["a", "1"]]}),
    (
        {"mode": "graphql", "graphql": {"query": "{ a }", "variables": '{"x": 1}'}},
        {"kind": "json", "json": {"query": "{ a }", "variables": {"x": 1}}},
    ),
    ({"mode": "raw", "raw": "text"}, {"kind": "raw", "raw": "text"}),
    ({"mode": "file", "file": {"src": "a.bin"}}, {"kind": "raw", "raw": "<unknown>"}),
)


@pytest.mark.parametrize(("body", "sent"), BODIES)
def test_postman_bodies(body: Any, sent: Any) -> None:
    """Each mode gives its body, also of an item that was pasted alone."""
    item = {"name": "x", "request": {"method": "POST", "header": [], "url": {"raw": "https://gw.test/x"}, "body": body}}
    assert [request["body"] for request in requests(item)] == [sent]


def test_postman_basic() -> None:
    """Basic credentials are encoded; headers as one text are taken apart (2.0)."""
    auth = {"type": "basic", "basic": [{"key": "username", "value": "u"}, {"key": "password", "value": "p"}]}
    item = {"name": "x", "request": {"method": "GET", "header": "A: b\n", "url": "https://gw.test/x", "auth": auth}}
    assert [request["headers"] for request in requests({"info": {}, "item": [item]})] == [
        {"a": "b", "authorization": "Basic dTpw"}
    ]


OPENAPI = {
    "openapi": "3.1.0",
    "servers": [{"url": "https://{region}.gw.test/v1", "variables": {"region": {"default": "eu"}}}],
    "security": [{"key": []}],
    "components": {
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        "schemas": {"Chat": {"type": "object", "properties": {"model": {"example": "m"}, "n": {"example": 2}}}},
    },
    "paths": {
        "/chat": {
            "post": {
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Chat"}}}}
            }
        },
        "/tasks/{id}": {
            "get": {
                "parameters": [
                    {"name": "id", "in": "path", "example": "t-1"},
                    {"name": "q", "in": "query", "schema": {"example": "a b"}},
                ]
            }
        },
        "/none": {"get": {"responses": {}}},
    },
}


def test_openapi() -> None:
    """Each operation with an example gives a request; references and servers' variables are followed."""
    chat, task = requests(OPENAPI)
    assert chat == {
        "method": "POST",
        "url": "https://eu.gw.test/v1/chat",
        "headers": {"authorization": "Bearer <unknown>", "content-type": "application/json"},
        "body": {"kind": "json", "json": {"model": "m", "n": 2}},
    }
    assert task["url"] == "https://eu.gw.test/v1/tasks/t-1?q=a%20b"


def test_swagger_two() -> None:
    """Swagger 2 says host, base path and schemes, and puts the body among the parameters."""
    body = {"name": "b", "in": "body", "schema": {"example": {"a": 1}}}
    value = {
        "swagger": "2.0",
        "host": "gw.test",
        "basePath": "/v1",
        "schemes": ["http"],
        "paths": {"/x": {"put": {"parameters": [body]}}},
    }
    assert [(request["url"], request["body"]) for request in requests(value)] == [
        ("http://gw.test/v1/x", {"kind": "json", "json": {"a": 1}})
    ]


@pytest.mark.parametrize(
    "value",
    [
        {"log": {"entries": None}},
        {"log": {"entries": [1, {}, {"request": 1}, {"request": {"url": 1, "method": []}}]}},
        {"info": 1, "item": [1, {"request": 5}, {"item": [[]]}, {"request": {"url": {"host": 1}, "method": "GET"}}]},
        {"paths": {"/x": {"get": {"parameters": [{"$ref": "#/paths"}], "requestBody": {"$ref": "#/a"}}}}},
        {"paths": {"/x": {"get": {"parameters": 5, "requestBody": {"content": {"a": 1}}}}}, "servers": [5]},
        {"paths": {"/x": {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/s"}}}}}}},
         "s": {"properties": {"s": {"$ref": "#/s"}, "t": {"$ref": "#/s"}}}},
    ],
)  # fmt: skip
def test_odd_values(value: Any) -> None:
    """Whatever stands in the members, nothing is raised."""
    requests(value)


def test_any_change_of_a_value_is_read() -> None:
    """A member replaced by something of another kind gives fewer requests and no error."""
    chance = random.Random(7)
    for whole in (ENTRY, POSTMAN, OPENAPI):
        for _ in range(150):
            value = json.loads(json.dumps(whole))
            here, steps = value, chance.randint(1, 9)
            for _ in range(steps):
                keys = list(here) if isinstance(here, dict) else list(range(len(here)))
                key = chance.choice(keys)
                if isinstance(here[key], dict | list) and here[key] and chance.random() < 0.85:
                    here = here[key]
                    continue
                here[key] = chance.choice((None, 5, "x", [], {}, [1], {"a": 1}, True, "{{a}}", [[{}]]))
                break
            requests(value)
