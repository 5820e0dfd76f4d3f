"""The same causes in other containers: server logs, printing shells, wrappers of exceptions, noted outcomes, prose."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text

GATEWAY_LOGS = (
    (
        "2026-02-01 10:11:12,345 - app - ERROR - [Handler] request failed: 'NoneType' object is not subscriptable\n"
        'INFO:     10.0.0.5:51514 - "POST /v1/chat/completions HTTP/1.1" 500 Internal Server Error'
    ),
    (
        "ERROR:app.router:chat failed: KeyError('choices')\n"
        'INFO:     172.18.0.1:50112 - "POST /v1/chat/completions HTTP/1.1" 500 Internal Server Error'
    ),
)
TIMED_OUT = (
    '[GIN] 2026/03/01 - 10:00:00 | 502 |         1m0s |   10.1.1.1 | POST     "/v1/chat/completions"',
    '[GIN] 2026/03/01 - 10:00:00 | 500 |       5m0.2s |  127.0.0.1 | POST     "/api/chat"',
    'upstream timed out (110: Operation timed out) while reading upstream, request: "POST /v1/messages HTTP/1.1"',
    (
        "org.springframework.web.client.ResourceAccessException: I/O error on POST request for "
        '"https://api.relay.example/v1/chat/completions": Read timed out\n'
        "Caused by: java.net.SocketTimeoutException: Read timed out"
    ),
)
WITHOUT_MODEL = (
    (
        '{"error":{"code":"model_not_found","message":"No available channel for model  under group default",'
        '"type":"new_api_error"}}'
    ),
    '{"error":{"message":"The model `` does not exist or you do not have access to it.","code":"model_not_found"}}',
)
CHECKED_BY_CLIENT = (
    (
        'AI_TypeValidationError: Type validation failed: Value: {"id":"c1","choices":[{"message":{"content":null}}]}.\n'
        'Error message: [{"expected":"string","code":"invalid_type","path":["choices",0,"message","content"],'
        '"message":"Invalid input: expected string, received null"}]'
    ),
)
THROUGH_PROXY = (
    "公司电脑开着全局代理，访问 http://127.0.0.1:3000/v1/models 返回 502 Bad Gateway，one-api 日志里没有请求。",
    (
        "My script calls http://localhost:8000/v1/chat/completions and gets 503 Service Unavailable at once, vLLM logs "
        "nothing. v2rayN is running on this machine."
    ),
)
WRONG_PATHS = (
    (
        'API Error: 404 {"error":{"message":"Error from provider(deepseek,deepseek-chat: 404): ","type":"api_error",'
        '"code":"provider_response_error"}}'
    ),
    "Chatbox 填了 https://relay.example/v1，看抓包路径里 /v1 出现了两次，一直 404。",
    "curl http://10.1.1.1:3000/v1/chat/completions -> 200\ncurl http://10.1.1.1:3000/v1/responses -> 404\n\nSame key.",
)
PAGES = (
    (
        '>>> print(client.chat.completions.create(model="gpt-4o-mini", messages=m))\n'
        "'<!doctype html><html><head><title>New API</title></head><body><div id=\"root\"></div></body></html>'"
    ),
)
CASES = [
    *((text, {"gateway.defect"}) for text in GATEWAY_LOGS),
    *((text, {"upstream.timeout"}) for text in TIMED_OUT),
    *((text, {"request.missing-parameter"}) for text in WITHOUT_MODEL),
    *((text, {"upstream.bad-response", "client.sdk-mismatch"}) for text in CHECKED_BY_CLIENT),
    *((text, {"network.proxy"}) for text in THROUGH_PROXY),
    *((text, {"endpoint.wrong-path"}) for text in WRONG_PATHS),
    *((text, {"endpoint.html-response"}) for text in PAGES),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_container_does_not_hide_the_cause(text: str, expected: set[str]) -> None:
    assert diagnose_text(text)["causes"][0]["cause"] in expected


def test_a_media_model_whose_address_stands_behind_a_label() -> None:
    text = (
        "Request URL: https://relay.north.example/v1/chat/completions\nStatus: 500\n"
        "Message: not implemented (request id: 20260301101010abc)\n"
        'Body: {"model":"kling-v1-6","messages":[{"role":"user","content":"a cat"}],"stream":true}'
    )
    assert diagnose_text(text)["causes"][0]["cause"] == "endpoint.chat-for-media"


def test_messages_that_are_no_list_beside_a_model_that_only_running_tells() -> None:
    text = (
        "Error code: 500\n\nimport openai\nclient = openai.OpenAI(base_url='https://r.example/v1', api_key=K)\n"
        "def ask(prompt, model=MODEL):\n"
        "    return client.chat.completions.create(model=model, messages={'role': 'user', 'content': prompt})\n"
    )
    assert diagnose_text(text)["causes"][0]["cause"] == "request.invalid-type"


def test_a_model_behind_the_word_token_is_no_secret() -> None:
    text = "[Token] assigned token: grok-imagine-0.9\n[Chat] error 503: no available channel for model grok-imagine-0.9"
    assert diagnose_text(text)["calls"][0]["model"] == "grok-imagine-0.9"
