"""What programs dump of a call: requests as JSON, members without braces, exceptions with the request in them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from supportdesk import diagnose_text, extract_requests
from tests.reading.samples import last, pieces, values

URL = "https://lamp.example/v1/embeddings"
BODY = {"model": "lantern-embed-2", "input": "oil"}
LOGGED = "Our own proxy wrote this down: "
REFUSED = {"error": {"message": "no oil in the lamp", "type": "lamp_error", "code": "no_oil"}}


@pytest.mark.parametrize(
    ("dump", "method", "url"),
    [
        ({"method": "POST", "uri": URL, "headers": {"content-type": "application/json"}, "body": BODY}, "POST", URL),
        ({"method": "post", "url": URL, "data": json.dumps(BODY)}, "POST", URL),
        ({"url": "/v1/embeddings", "baseURL": "https://lamp.example/", "method": "post", "json": BODY}, "POST", URL),
        ({"request": {"method": "PUT", "url": URL, "headers": {"a": "b"}}, "response": {"status": 500}}, "PUT", URL),
    ],
)
def test_a_dumped_request_is_one(dump: dict[str, Any], method: str, url: str) -> None:
    (request,) = extract_requests(f"the node sent:\n{json.dumps(dump)}\nand failed")["requests"]
    assert (request["method"], request["url"]) == (method, url)
    if method == "POST":
        assert request["body"] == {"kind": "json", "json": BODY}


def test_a_path_alone_has_no_host() -> None:
    sent = {"type": "request", "method": "POST", "path": "/v1/messages", "headers": {"X-Api-Key": "sk-lamp-0123456789"}}
    (call,) = diagnose_text(LOGGED + json.dumps(sent))["calls"]
    assert (call["method"], call["path"], call["auth_scheme"]) == ("POST", "/v1/messages", "x_api_key")
    assert call.get("host") is None


@pytest.mark.parametrize("hidden", ["XXXX", "Bearer [REDACTED]", "***"])
def test_a_key_that_a_logger_hid_is_no_wrong_key(hidden: str) -> None:
    sent = {"method": "POST", "url": URL, "headers": {"Authorization": hidden}, "body": BODY}
    (call,) = diagnose_text(LOGGED + json.dumps(sent))["calls"]
    assert call.get("key_shape") is None


def test_a_dump_without_a_key_does_not_prove_that_none_was_sent() -> None:
    sent = {"method": "POST", "url": URL, "headers": {"accept": "*/*"}, "body": BODY}
    (call,) = diagnose_text(LOGGED + json.dumps(sent))["calls"]
    assert call.get("auth_scheme") is None


@pytest.mark.parametrize(
    "record",
    [
        {"level": "info", "method": "POST", "path": "/v1/lamps", "body": BODY},
        {"method": "GET", "url": URL, "status": 200, "data": {"a": 1}},
        {"method": "lamp/call", "url": URL, "headers": {}},
        {"method": "POST", "url": URL, "code": 400, "message": "no", "body": REFUSED},
    ],
)
def test_what_is_over_is_no_request(record: dict[str, Any]) -> None:
    assert extract_requests(LOGGED + json.dumps(record))["requests"] == []


BODY_OF_IT = json.dumps(REFUSED, indent=2)
BARE = f'Since noon:\n\n"uri": "{URL}",\n"method": "POST",\n"code": 422,\n"body": {BODY_OF_IT}\n\nHelp'


def test_members_without_their_braces_are_one_object() -> None:
    (call,) = diagnose_text(BARE)["calls"]
    assert (call["url"], call["method"], call["http_status"]) == (URL, "POST", 422)
    assert (call["error_type"], call["error_code"]) == ("lamp_error", "no_oil")


def test_one_quoted_line_is_no_object() -> None:
    assert pieces('"lamp": "is out" he said\nand went', "error") == []


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        (json.dumps({"message": "lamp said no", "status": 422, "statusText": ""}), "http_status", 422),
        (json.dumps({"stack": "Error: it\n at x (a.js:1:2)", "message": "the lamp"}), "error_message", "the lamp"),
        (json.dumps({"url": URL, "status": 400, "response": REFUSED}), "url", URL),
        (json.dumps({"url": URL, "status": 400, "response": REFUSED}), "http_status", 400),
        (
            json.dumps({"message": "Request failed with status code 401", "name": "AxiosError",
                        "code": "ERR_BAD_REQUEST", "config": {"url": URL, "method": "POST"}, "status": 401}),
            "url",
            URL,
        ),
        (
            json.dumps({"errorMessage": "Lamp", "errorDescription": "no oil",
                        "errorDetails": {"rawErrorMessage": ["422 - " + json.dumps(REFUSED)], "httpCode": "422"}}),
            "error_code",
            "no_oil",
        ),
        ('502 - "{\\n \\"error\\": {\\n \\"message\\": \\"say \\\\\\"oil\\\\\\"\\",\\n \\"status\\": \\"LAMP_OUT\\"}}"',
         "error_message", 'say "oil"'),
    ],
)  # fmt: skip
def test_exceptions_as_json(text: str, fact: str, value: object) -> None:
    assert last(text, fact) == value


@pytest.mark.parametrize(
    "text",
    [
        f"unexpected status 502 Bad Gateway: lamp failed for url (https://other.example/v1/x), url: {URL}",
        f"httpx.HTTPStatusError: Client error '404 Not Found' for url '{URL}'",
        f'I/O error on POST request for "{URL}": Connection refused',
        f"FetchError: request to {URL} failed, reason: connect ECONNREFUSED 10.0.0.1:443",
        json.dumps({"error": {"message": f"[Lamp Error]: Error fetching from {URL}: [404 ] nothing", "code": 404}}),
    ],
)
def test_the_address_that_was_called(text: str) -> None:
    assert URL in values(text, "url")
    assert "https://other.example/v1/x" not in [call.get("url") for call in diagnose_text(text)["calls"]]


def test_an_upstream_address_in_a_gateways_message_is_not_the_callers() -> None:
    text = json.dumps({"error": {"message": f"Client error '404 Not Found' for url '{URL}'", "type": "upstream_error"}})
    assert values(text, "url") == []
