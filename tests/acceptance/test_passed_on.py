"""What stands between the caller and an error: fields that nobody sent, services that are named, limits on the way."""

from __future__ import annotations

import pytest

from tests.acceptance.desk import verdict
from tests.reading.test_replies import call

SENT = 'POST /v1/images/generations\n{"model": "gpt-image-1", "prompt": "a boat", "size": "1024x1024"}\n\n'
CALLS = [
    (
        SENT + '{"error": {"message": "Invalid value for \'tool_choice\'.", "param": "tool_choice",'
        ' "code": "invalid_value", "type": "invalid_request_error"}}',
        "gateway.defect", "likely",
    ),
    (
        SENT + '{"error": {"message": "Invalid value: \'1024x1024\'.", "param": "size", "code": "invalid_value",'
        ' "type": "invalid_request_error"}}',
        "request.invalid-value", "likely",
    ),
    (
        ('POST /v1/images/generations\n{"model": "gpt-image-1", "promt": "a boat"}\n\nHTTP/1.1 400 Bad Request\n\n'
        '{"error": {"message": "Missing required parameter: \'prompt\'.", "param": "prompt"}}'),
        "request.missing-parameter",
        "confirmed",
    ),
    (
        ('INFO: 127.0.0.1:1 - "GET /v1/models HTTP/1.1" 200 OK\n'
        'INFO: 127.0.0.1:1 - "GET /v1/chat/completions HTTP/1.1" 405 Method Not Allowed\n'),
        "endpoint.wrong-method",
        "confirmed",
    ),
    ("notes app: deepseek rejected (402): Insufficient Balance", "quota.upstream-exhausted", "possible"),
    (
        ('{"error": {"message": "Insufficient balance", "type": "AI_APICallError", "param": {"statusCode": 402,'
        ' "url": "https://api.deepseek.com/chat/completions", "name": "AI_APICallError"}}}'),
        "quota.upstream-exhausted", "likely",
    ),
    (
        "小程序里提交任务，返回这一句，什么意思：\n\nThe service is under heavy load, please come back later",
        "upstream.overloaded", "possible",
    ),
    (
        ("I am the admin. Each channel test passes and tokens have no limit, still every call ends with\n"
        "chat pre-consumed quota failed, user quota: 900, need quota: 1200"),
        "quota.user-exhausted", "likely",
    ),
    ("生成超过 60 秒就断，超时都调大了还是没用，日志只有 context canceled", "network.proxy", "possible"),
    ("'coroutine' object has no attribute 'choices'", "client.sdk-mismatch", "confirmed"),
    (
        "relay error (channel #7, status code: 502): bad response status code 502",
        "upstream.error", "possible",
    ),
    (
        ("usage: input_tokens=1,200 cache_read_input_tokens=3,000 output_tokens=10\n"
        "记录：输入 Token = 4,200\n输入成本 = $0.021 = 4,200 × $5/1M\n缓存读取成本 = $0.0015 = 3,000 × $0.5/1M\n"
        "合计 $0.0225，我算应该是 $0.0075"),
        "billing.price-mismatch", "likely",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cause", "certainty"), CALLS)
def test_the_cause_and_how_certain_it_is(text: str, cause: str, certainty: str) -> None:
    assert verdict(text) == (cause, certainty)


def test_of_a_body_that_code_builds_elsewhere_no_field_is_missing() -> None:
    text = (
        "import requests\nrequests.post('https://relay.example.com/v1/chat/completions', json={**base, 'n': 1})\n"
        '{"error": {"message": "Invalid value for \'top_k\'.", "param": "top_k", "code": "invalid_value"}}'
    )
    assert "param_sent" not in call(text).values


def test_a_field_is_found_at_any_depth() -> None:
    text = (
        'POST /v1/chat/completions\n{"model": "gpt-4o", "messages": [{"role": "user", "content": "x"}]}\n\n'
        '{"error": {"message": "Invalid type", "param": "messages[0].content", "code": "invalid_type"}}'
    )
    assert call(text).values["param_sent"] is True


def test_an_answer_before_its_own_stack_is_read() -> None:
    text = (
        'Reason: API error: [400] Bad Request {"error": {"message": "Invalid value for x", "code": "bad_x"}} '
        "URL: https://relay.example.com/v1/chat/completions: Error: API error: [400] Bad Request\n"
        "    at run (/app/index.js:3:1)"
    )
    values = call(text).values
    assert (values["error_code"], values["http_status"]) == ("bad_x", 400)
