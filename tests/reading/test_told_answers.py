"""Answers where people leave them: behind a command on its line, below a colon, cut off, in a member, as PHP prints."""

from __future__ import annotations

import json

import pytest

from supportdesk import diagnose_text

COMMAND = "curl https://gw.example.net/v1/chat/completions -H 'Authorization: Bearer sk-x'"
REFUSAL = '{"error":{"message":"Invalid URL (GET /v1/chat/completions)","type":"invalid_request_error"}}'


def call(text: str) -> dict:
    """Return the facts of the first call of a text."""
    return diagnose_text(text)["calls"][0]


@pytest.mark.parametrize("word", ["返回", "->", "=>", "returns", "直接报错：", "gives me"])
def test_an_answer_behind_a_command_on_its_line_is_no_part_of_it(word: str) -> None:
    found = call(f"{COMMAND} {word} {REFUSAL}")
    assert found["url"] == "https://gw.example.net/v1/chat/completions"
    assert found["error_message"] == "Invalid URL (GET /v1/chat/completions)"


def test_what_stands_in_quotes_of_a_command_is_its_own() -> None:
    found = call(f"""{COMMAND} -d '{{"model":"gpt-4o","messages":[{{"role":"user","content":"it returns {{}} "}}]}}'""")
    assert found["model"] == "gpt-4o"
    assert "error_message" not in found


def test_an_error_that_breaks_off_with_a_colon_goes_on_in_the_next_line() -> None:
    text = (
        "API error 400: The parameter `style` specified in the request is not valid:\n"
        "the parameter `style` is not supported by the current model."
    )
    diagnosis = diagnose_text(text)
    assert diagnosis["verdict"]["cause"] == "request.unsupported-parameter"
    assert len(diagnosis["calls"]) == 1


def test_what_a_person_writes_below_a_colon_stays_his() -> None:
    text = "Error: The request was rejected, so this is my question:\nwhy is it not supported by the current model?"
    assert "why is it" not in str(call(text).get("error_message"))


def test_quotes_within_a_member_do_not_end_it() -> None:
    text = (
        'since noon everything says\n"message": "do request failed: Post \\"https://up.example.net/v1/x\\": tls: '
        'failed to verify certificate: x509: certificate signed by unknown authority"'
    )
    assert diagnose_text(text)["verdict"]["cause"] == "network.tls"


def test_an_exception_that_php_did_not_catch_is_read() -> None:
    text = (
        "PHP Fatal error:  Uncaught OpenAI\\Exceptions\\ErrorException: Incorrect API key provided: sk-1 "
        "in /srv/a.php:61"
    )
    found = call(text)
    assert found["exception_type"] == "OpenAI\\Exceptions\\ErrorException"
    assert found["runtime"] == "php"


def test_a_page_of_express_that_was_cut_off_says_its_error() -> None:
    text = (
        "<!DOCTYPE html>\n<html><head><title>Error</title></head>\n"
        "<body><pre>PayloadTooLargeError: request entity too large<br> at"
    )
    assert diagnose_text(text)["verdict"]["cause"] == "request.too-large"


def test_the_setting_with_which_it_works_is_not_that_of_the_call_that_fails() -> None:
    assert "stream" not in call(
        "FormatException: Unterminated string (at character 9)\n\nWith `stream: false` it is fine."
    )
    assert call("FormatException: Unterminated string (at character 9)\n\nstream: Some(true) is set.")["stream"] is True


def test_what_is_reported_beside_a_failure_that_says_nothing_is_read() -> None:
    text = "接口返回 upstream_error，后台里百炼返回的是 `Arrearage`。"
    assert "provider_balance_exhausted" in [one.get("error_kind") for one in diagnose_text(text)["calls"]]


@pytest.mark.parametrize(
    ("data", "kind"),
    [("data:image/png;base64,iVBORw0KGgo", "data-as-base64"), ("iVBORw0KGgo", "base64")],
)
def test_a_data_uri_where_bare_base64_belongs(data: str, kind: str) -> None:
    blob = {"mimeType": "image/png", "data": data}
    text = json.dumps({"contents": [{"parts": [{"text": "what is it?"}, {"inlineData": blob}]}]})
    assert call(text)["media_scheme"] == kind


def test_a_container_s_name_is_no_public_host() -> None:
    for url, private in (("http://minio:9000/a.png", True), ("https://cdn.example.net/a.png", False)):
        part = {"type": "image_url", "image_url": {"url": url}}
        body = {"model": "gpt-4o", "messages": [{"role": "user", "content": [part]}]}
        assert call(json.dumps(body))["media_host_private"] is private


def test_a_line_of_settings_is_no_refusal_of_the_model() -> None:
    text = "litellm_params:\n  model: openai/some-model\n  api_base: http://127.0.0.1:8000\n\nIt asks for a key first."
    assert all("error_message" not in one for one in diagnose_text(text)["calls"])


def test_what_guzzle_puts_behind_the_status_is_the_message() -> None:
    text = (
        "Client error: `POST https://up.example.net/v1/chat/completions` resulted in a `400 Bad Request` response: "
        "JSON format issue: expected string at field messages.content got instead array"
    )
    found = call(text)
    assert (found["http_status"], found["error_kind"]) == (400, "parameter_type")


def test_the_error_of_a_failed_response_in_a_stream_is_read() -> None:
    text = (
        "event: response.failed\n"
        'data: {"type":"response.failed","response":{"error":{"message":"Selected model is at capacity. '
        'Please try a different model."}}}'
    )
    assert diagnose_text(text)["verdict"]["cause"] == "upstream.overloaded"


def test_a_request_line_alone_does_not_say_that_there_was_no_key() -> None:
    line = "POST /v1/chat/completions?api-version=2024-02-15 HTTP/1.1\n"
    assert "auth_scheme" not in call(line)
    assert call(line + "Host: up.example.net\nContent-Type: application/json\n\n{}\n").get("auth_scheme") == "none"


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        ("the picture behind this link could not be retrieved by our downloader", "request.media-unreachable"),
        ("conversation tokens surpass the maximum context which this model supports", "request.context-too-long"),
    ],
)
def test_words_that_no_table_has_are_taken_for_what_they_are_like(message: str, cause: str) -> None:
    verdict = diagnose_text("HTTP 400\n" + json.dumps({"error": {"message": message}}))["verdict"]
    assert (verdict["cause"], verdict["certainty"]) == (cause, "possible")


def test_a_request_id_has_a_digit() -> None:
    assert "request_id" not in call("I get `404 status code (no body)`. No request id anywhere.")
