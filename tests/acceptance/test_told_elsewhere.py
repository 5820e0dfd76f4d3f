"""Errors that stand where none usually does: quoted, below another, in an answer's words, before a dump."""

from __future__ import annotations

import pytest

from supportdesk.advising.diagnosis import Diagnosis
from supportdesk.diagnosing import diagnose
from supportdesk.source import Source


def told(text: str, *answers: str) -> Diagnosis:
    return diagnose([Source(text), *(Source(answer, number) for number, answer in enumerate(answers, 1))])


def verdict(text: str) -> tuple[str, str]:
    data = told(text).data["verdict"]
    return data["cause"], data["certainty"]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Unexpected token 'R', \"Request En\"... is not valid JSON", "request.too-large"),
        ("Unexpected token 'N', \"Not Found\" is not valid JSON", "endpoint.wrong-path"),
        ("Unexpected token 'u', \"upstream r\"... is not valid JSON", "upstream.timeout"),
        ("Unexpected token 'T', \"Too Many R\"... is not valid JSON", "rate.upstream-limit"),
        ("Unexpected token 'B', \"Billing ha\"... is not valid JSON", "quota.user-exhausted"),
        ("Unexpected token 'H', \"Hello you.\"... is not valid JSON", "request.malformed-body"),
    ],
)
def test_the_beginning_of_an_answer_that_a_parser_quotes_tells_what_it_was(text: str, cause: str) -> None:
    assert verdict(f"SyntaxError: {text}")[0] == cause


def test_the_call_keeps_the_exception_that_tells() -> None:
    text = "APIError: OpenAIException - Connection error.\n\nssl.SSLError: the backend has a self-signed certificate\n"
    assert verdict(text)[0] == "network.tls"
    assert "self-signed" in str(told(text).tables.calls[0].values["exception_message"])


def test_a_cause_below_a_connection_error_says_more_than_it() -> None:
    text = (
        "openai.APIConnectionError: Connection error.\n\nFurther up it says\n"
        "h11._util.LocalProtocolError: Illegal header value\n"
    )
    assert verdict(text) == ("auth.invalid-key", "likely")
    assert told(text).tables.calls[0].values["error_kind"] == "key_unprintable"
    assert verdict("openai.APIConnectionError: Connection error.")[0] == "network.unreachable"


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("Error: The model `gpt-9` does not exist", "model.not-found"),
        ("[GoogleGenerativeAI Error]: User location is not supported for the API use.", "upstream.region-blocked"),
        ("The word Error stands in this sentence about rate limits.", "unknown"),
    ],
)
def test_an_error_in_the_words_of_an_answer(content: str, cause: str) -> None:
    answer = (
        '{"id": "chatcmpl-1", "object": "chat.completion", "model": "m", "choices": [{"index": 0, '
        f'"message": {{"role": "assistant", "content": "{content}"}}, "finish_reason": "stop"}}]}}'
    )
    assert verdict(answer)[0] == cause


def test_a_line_before_a_printed_object() -> None:
    text = (
        "bot: request failed\nmessage: API 返回的 completion 无法解析：ChatCompletion(id='chat-', choices=[], "
        "model='qwen3', usage=CompletionUsage(completion_tokens=9, prompt_tokens=20, total_tokens=29))"
    )
    assert verdict(text)[0] == "upstream.bad-response"


@pytest.mark.parametrize(
    "line",
    ["[127.0.0.1]:48430  405  -  POST     /v1/models", "12:01:02 | 405 |  1.2ms | 10.0.0.1 | POST /v1/models"],
)
def test_a_line_of_fibers_log(line: str) -> None:
    call = told(line).tables.calls[0]
    assert (call.values["http_status"], call.values["method"], call.values["path"]) == (405, "POST", "/v1/models")
    assert verdict(line)[0] == "endpoint.wrong-method"


def test_a_path_behind_a_prefix_of_its_own() -> None:
    assert verdict("It fails; what arrives is\nPOST /codex-oauth/v1/messages/v1/messages")[0] == "endpoint.wrong-path"


def test_a_status_line_ends_a_request() -> None:
    text = (
        "POST https://api.mistral.ai/v1/chat/completions\n"
        'Status: 422. Message: {"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","tools"],'
        '"msg":"Extra inputs are not permitted","input":["a"]}]},"type":"invalid_request_error"}\n'
    )
    assert verdict(text)[0] == "request.unsupported-parameter"


def test_the_status_behind_that_one_api_passes_on_as_param() -> None:
    text = '{"error":{"message":"","type":"upstream_error","param":"404","code":"bad_response_status_code"}}'
    assert told(text).tables.calls[0].values["upstream_status"] == 404
    assert verdict(text) == ("endpoint.wrong-path", "likely")


def test_a_message_that_was_asked_for_goes_before_the_one_that_was_shown() -> None:
    text = "java.lang.IndexOutOfBoundsException: Index 0 out of bounds for length 0 in the chunk of the stream"
    after = told(text, "error_message: The model `gpt-9` does not exist\n")
    assert after.data["causes"] != told(text).data["causes"]
    assert after.tables.calls[0].values["error_kind"] == "model_not_found"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("APIError: OpenAIException - Connection error.\n\nThe backend has a self-signed certificate.", "network.tls"),
        (
            "The setup is new:\nfetch failed\nIt breaks off exactly 300 seconds after the start, always.",
            "upstream.timeout",
        ),
    ],
)
def test_what_is_told_explains_an_error_that_names_no_reason(text: str, cause: str) -> None:
    assert verdict(text)[0] == cause


@pytest.mark.parametrize(
    ("text", "cause", "certainty"),
    [
        (
            '{"error":{"message":"bufio: buffer full","type":"new_api_error","code":"convert_request_failed"}}',
            "endpoint.wrong-kind", "possible",
        ),
        (
            '{"error":{"message":"当前分组上游负载已饱和，请稍后再试","type":"new_api_error"}}',
            "rate.upstream-limit", "likely",
        ),
        ("Your organization must be verified to stream this model.", "auth.forbidden", "confirmed"),
    ],
)  # fmt: skip
def test_what_a_code_or_a_masked_refusal_proves(text: str, cause: str, certainty: str) -> None:
    assert verdict(text) == (cause, certainty)
