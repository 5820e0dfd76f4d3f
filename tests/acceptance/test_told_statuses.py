"""Statuses as people and programs put them into a sentence, a column or an object that was printed."""

from __future__ import annotations

import json

import pytest

from supportdesk import diagnose_text

FAILURE = json.dumps({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}})
SAID = {"model": "<synthetic>", "role": "assistant", "content": [{"type": "text", "text": f"API Error: 529 {FAILURE}"}]}
TRANSCRIPT = json.dumps({"type": "assistant", "message": SAID, "error": "unknown"})
"""What Claude Code writes into its transcript where a call failed."""

STATED = {
    "[400]: The requested model is not a chat model.": 400,
    "Client error: `POST https://a.example/v1/chat/completions` resulted in a `422 Unprocessable` response": 422,
    "只有我一个人用，也频繁 429，换账号一样": 429,
    '403 — {"detail": "Locked by the operator"}': 403,
    "404 status code (no body)": 404,
    "{\n  message: '503 没有可用渠道',\n  type: 'x'\n}": 503,
    'gptel, gpt-4o: 400 "We could not parse the JSON body of your request."': 400,
    '{"error": {"message": "Temporarily away", "type": "upstream_error"}}   <- 502': 502,
    "google.api_core.exceptions.Forbidden: 403 POST https://example.googleapis.com/v1beta/models/a-1:count: no": 403,
    '{"$metadata": {"httpStatusCode": 429}, "message": "Slow down", "name": "Throttled"}': 429,
    TRANSCRIPT: 529,
    "400 length of prompt_tokens (90210) must be less than max_seq_len (8192).": 400,
    "502 upstream connect error or disconnect/reset before headers": 502,
    "429 当前分组上游负载已饱和，请稍后再试": 429,
    "Chat of glm-4.5: [404] This model is only offered on v1/responses": 404,
    "Every prompt in the editor ends in a 405.": 405,
    "Since noon suddenly 429 on every call": 429,
    "All my keys show 403s since Monday": 403,
    "After an hour: 529 overloaded_error": 529,
    "余额明明够，还是提示余额不足，403。": 403,
    "昨天开始全部 503，后台测试渠道没问题": 503,
    'Picture node | openai | https://api.example.com/v1/images/generations | 400 | {"error": {"message": "bad"}}': 400,
    "print(resp) shows <Response [401]> here": 401,
    "org.acme.ai.Api$ApiException: 503 - ResponseError[error=Error[message=no channel, type=one_api_error]]": 503,
}
"""What states a status, and the status."""


@pytest.mark.parametrize("text", STATED)
def test_a_status_is_read_wherever_it_is_said(text: str) -> None:
    """The number that stands for the answer is the call's http_status."""
    assert STATED[text] in [call.get("http_status") for call in diagnose_text(text)["calls"]]


@pytest.mark.parametrize(
    "text",
    [
        "I used 400 tokens for 500 images and 402 users saw it",
        "一共 500 次调用，消耗 429 额度",
        "429 calls went through and 500 more are planned",
        "We print 404 pages a day.",
    ],
)
def test_what_is_counted_is_no_status(text: str) -> None:
    """A number that counts something stays a number."""
    assert not any(call.get("http_status") for call in diagnose_text(text)["calls"])


def test_the_named_parts_of_an_error_are_its_type_and_code() -> None:
    """Gemini's status word is type and code; `null` is neither; a plugin's error_type is the type."""
    call = diagnose_text('{"error": {"code": 404, "message": "models/x is not found", "status": "NOT_FOUND"}}')[
        "calls"
    ][0]
    assert (call["error_type"], call["error_code"]) == ("NOT_FOUND", "NOT_FOUND")
    call = diagnose_text("Failure: Error[message=no such thing, type=api_error, param=null, code=null]")["calls"][0]
    assert (call.get("error_type"), call.get("error_code")) == ("api_error", None)
    call = diagnose_text('plugin: {"message": "Voice is gone", "error_type": "PluginError", "args": null}')["calls"][0]
    assert call["error_type"] == "PluginError"


def test_what_program_text_shows_besides_requests() -> None:
    """The model that a provider's function takes, an engine in the path, a server's address in settings."""
    call = diagnose_text('```js\nconst model = google.image("gemini-2.5-flash-image")\n```\nHTTP 404')["calls"]
    assert any(one.get("model") == "gemini-2.5-flash-image" for one in call)
    old = 'import openai\nopenai.api_base = "https://a.example/v1"\nopenai.Completion.create(engine="davinci-002")'
    assert diagnose_text(old)["calls"][0]["url"] == "https://a.example/v1/engines/davinci-002/completions"


def test_a_code_in_brackets_and_the_address_beside_an_error() -> None:
    """Azure's core puts the code in brackets; the AI SDK's error names the address that was called."""
    call = diagnose_text("Error: (content_filter) The response was filtered due to the prompt")["calls"][0]
    assert call["error_code"] == "content_filter"
    said = '{"error": {"message": "Slow down", "param": {"statusCode": 429, "url": "https://a.example/v1/chat"}}}'
    assert diagnose_text(said)["calls"][0]["url"] == "https://a.example/v1/chat"
