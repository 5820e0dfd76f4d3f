"""Exceptions of every runtime: type, message, errno, layer, and the HTTP error inside."""

from __future__ import annotations

import pytest

from tests.reading.samples import pieces, read

REFUSED = (
    "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='api.example.com', port=443): Max retries "
    "exceeded with url: /v1/x (Caused by NewConnectionError('<o>: Failed to establish a new connection: "
    "[Errno 111] Connection refused'))"
)


@pytest.mark.parametrize(
    ("text", "name", "layer", "errno", "runtime"),
    [
        (
            REFUSED,
            "requests.exceptions.ConnectionError",
            "connecting",
            "ECONNREFUSED",
            "python",
        ),
        ("Error: getaddrinfo ENOTFOUND api.example.com", "Error", "connecting", "ENOTFOUND", "node"),
        (
            "java.net.UnknownHostException: api.example.com",
            "java.net.UnknownHostException",
            "connecting",
            "ENOTFOUND",
            "java",
        ),
        (
            "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed (_ssl.c:1)",
            "ssl.SSLCertVerificationError",
            "tls",
            "CERTIFICATE_VERIFY_FAILED",
            None,
        ),
        ("httpx.ReadTimeout: The read operation timed out", "httpx.ReadTimeout", "reading", "ETIMEDOUT", "python"),
        (
            "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
            "json.decoder.JSONDecodeError",
            "parsing",
            None,
            None,
        ),
        (
            "SyntaxError: Unexpected token '<', \"<!doctype \"... is not valid JSON",
            "SyntaxError",
            "parsing",
            None,
            "node",
        ),
        ("AttributeError: 'str' object has no attribute 'choices'", "AttributeError", "using", None, "python"),
        (
            "TypeError: Client.__init__() got an unexpected keyword argument 'proxies'",
            "TypeError",
            "before_send",
            None,
            None,
        ),
        (
            "System.Net.Http.HttpRequestException: No such host is known. ---> Connection refused",
            "System.Net.Http.HttpRequestException",
            "connecting",
            "ECONNREFUSED",
            "csharp",
        ),
        (
            "PHP Fatal error:  Uncaught GuzzleHttp\\Exception\\ConnectException: cURL error 28: Connection timed out",
            "GuzzleHttp\\Exception\\ConnectException",
            "connecting",
            "ETIMEDOUT",
            "php",
        ),
        (
            "UnicodeEncodeError: 'ascii' codec can't encode character '\\u2019' in position 7",
            "UnicodeEncodeError",
            "before_send",
            None,
            "python",
        ),
    ],
)
def test_exception_lines(text: str, name: str, layer: str, errno: str | None, runtime: str | None) -> None:
    found = pieces(text, "exception")[0]
    assert found.first("exception_type") == name
    assert found.first("exception_layer") == layer
    assert found.first("errno") == errno
    if runtime is not None:
        assert found.first("runtime") == runtime


@pytest.mark.parametrize(
    ("text", "layer", "errno"),
    [
        ("curl: (6) Could not resolve host: api.example.com", "connecting", "ENOTFOUND"),
        ("curl: (60) SSL certificate problem", "tls", "CERTIFICATE_VERIFY_FAILED"),
        ("dial tcp: lookup api.example.com: no such host", "connecting", "ENOTFOUND"),
        ("Remote end closed connection without response", "reading", None),
        ("调用接口，提示 'str' object has no attribute 'choices'", "using", None),
    ],
)
def test_failures_without_a_name(text: str, layer: str, errno: str | None) -> None:
    (found,) = pieces(text, "exception")
    assert found.first("exception_layer") == layer
    assert found.first("errno") == errno
    assert not str(found.first("exception_message")).startswith("调用")


def test_an_sdk_error_carries_the_http_error_inside() -> None:
    text = (
        "Traceback (most recent call last):\n"
        '  File "/app/main.py", line 3, in <module>\n    client.images.generate(model="m")\n'
        '  File "/venv/lib/python3.11/site-packages/openai/_base_client.py", line 9, in _request\n'
        "    raise err from None\n"
        "openai.NotFoundError: Error code: 404 - "
        "{'error': {'message': 'gone', 'type': 'x_error', 'code': 'model_gone'}}\n"
    )
    exception, error = (piece for piece in read(text).pieces if piece.kind in ("exception", "error"))
    assert exception.first("exception_type") == "openai.NotFoundError"
    assert exception.first("sdk") == "openai"
    assert exception.span.start == 0
    assert error.inside == 0
    assert (error.first("http_status"), error.first("error_code"), error.first("error_message")) == (
        404,
        "model_gone",
        "gone",
    )


def test_of_a_chain_the_raised_one_is_outside_and_its_cause_inside() -> None:
    text = (
        "Traceback (most recent call last):\n"
        '  File "/x/httpcore.py", line 1, in connect\n    go()\n'
        "httpcore.ConnectError: [Errno 101] Network is unreachable\n\n"
        "The above exception was the direct cause of the following exception:\n\n"
        "Traceback (most recent call last):\n"
        '  File "/x/app.py", line 2, in main\n    call()\n'
        "openai.APIConnectionError: Connection error.\n"
    )
    raised, cause = pieces(text, "exception")
    assert raised.first("exception_type") == "openai.APIConnectionError"
    assert (cause.inside, cause.first("exception_type"), cause.first("errno")) == (
        0,
        "httpcore.ConnectError",
        "ENETUNREACH",
    )


def test_a_node_stack_with_properties_is_one_block() -> None:
    text = (
        "BadRequestError: 400 The size is odd.\n"
        "    at Function.generate (file:///app/node_modules/openai/error.mjs:41:20)\n"
        "    at async main (file:///app/main.mjs:9:3) {\n  status: 400,\n  code: 'odd_size'\n}\n"
    )
    exception, error = (piece for piece in read(text).pieces if piece.kind in ("exception", "error"))
    assert exception.first("sdk") == "openai"
    assert exception.span.end >= len(text) - 1
    assert (error.first("http_status"), error.first("error_message")) == (400, "The size is odd.")
    assert error.first("error_code") == "odd_size"


def test_an_api_error_is_no_exception_of_the_client() -> None:
    text = 'API Error: 400 {"error":{"message":"no","type":"t_error"}}'
    assert [piece.kind for piece in read(text).pieces if piece.kind != "prose"] == ["error"]


def test_a_status_in_a_proxys_exception_is_no_answer_and_a_vague_sdk_leaves_it_the_word() -> None:
    chain = (
        'Traceback (most recent call last):\n  File "a.py", line 3, in send\n    raise mapped from exc\n'
        "httpx.ProxyError: 403 Forbidden\n\n"
        "The above exception was the direct cause of the following exception:\n\n"
        'Traceback (most recent call last):\n  File "b.py", line 4, in ask\n    raise APIConnectionError() from err\n'
        "openai.APIConnectionError: Connection error.\n"
    )
    outside = next(piece for piece in pieces(chain, "exception") if piece.inside is None)
    assert outside.first("exception_type") == "openai.APIConnectionError"
    assert outside.first("exception_message") == "httpx.ProxyError: 403 Forbidden"
    assert not [piece for piece in read(chain).pieces if piece.first("http_status") is not None]
