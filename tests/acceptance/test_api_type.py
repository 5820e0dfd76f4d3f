"""`invalid api type: -1`: likely on its own, certain with the code, and never for another number."""

from __future__ import annotations

import json

import pytest

from supportdesk import diagnose_text
from tests.acceptance.desk import CHAT, command, faults, verdict

LINE = "invalid api type: -1"
ERROR = {"message": LINE, "type": "new_api_error", "param": "", "code": "invalid_api_type"}
NUMBERED = f"{LINE} (request id: 2026041809301512345678AbCdEfGh)"


def nested(levels: int) -> str:
    """Return the error, wrapped that many times as text in the message of another."""
    text = json.dumps({"error": ERROR})
    for _ in range(levels):
        text = json.dumps({"error": {"message": text, "type": "upstream_error"}})
    return text


ALONE = {
    "plain": LINE,
    "capitals": "INVALID APITYPE:-1",
    "mixed case": "Invalid API Type: -1",
    "one word": "invalid apitype: -1",
    "underscore": "invalid api_type: -1",
    "camel case": "error: invalid apiType: -1",
    "full-width colon": "invalid api type：-1",
    "full-width letters": "ｉｎｖａｌｉｄ ａｐｉ ｔｙｐｅ： -1",
    "hyphen": "invalid api-type: -1",
    "no colon": "invalid api type -1",
    "minus sign": "invalid api type: \u22121",
    "glued to Chinese": "用户反馈 调用视频模型报错invalid apitype: -1，怎么回事",
    "blanks": "invalid  api   type :  -1",
    "backticks": f"`{LINE}`",
    "Chinese brackets": f"【{LINE}】",
    "Chinese lead": "报错：invalid apitype: -1",
    "status before": f"500 {LINE}",
    "older status": f"HTTP 400: {LINE}",
    "byte order mark": f"\ufeff{LINE}",
    "log of the gateway": f"[ERR] 2026/04/18 - 09:30:15 | 202604 | relay error (channel #12, status code: 500): {LINE}",
    "content of a log row": f"status_code=500, {LINE}",
    "JSON": json.dumps({"error": ERROR}),
    "JSON with a request id": json.dumps({"error": {**ERROR, "message": NUMBERED}}),
    "Python repr": str({"error": ERROR}),
    "SDK": f"openai.BadRequestError: Error code: 400 - { ({'error': ERROR}) }",
    "Claude": json.dumps({"type": "error", "error": {"type": "new_api_error", "message": LINE}}),
    "task envelope": json.dumps({"code": "invalid_api_type", "message": LINE, "data": None}),
    "stream": "data: " + json.dumps({"error": ERROR}),
    "HTTP": "HTTP/1.1 500 Internal Server Error\nContent-Type: application/json\n\n" + json.dumps({"error": ERROR}),
    "nested once": nested(1),
    "nested twice": nested(2),
    "nested five times": nested(5),
    "traceback": 'Traceback (most recent call last):\n  File "/app/x.py", line 3, in f\n    raise err from None\n'
    f"openai.InternalServerError: Error code: 500 - { ({'error': ERROR}) }",
}
OTHERS = [
    "invalid api type: 7",
    "invalid api type: -10",
    "invalid api type: 1",
    "invalid api type: 21",
    "invalid api platform: -1",
    "invalid api version: -1",
    "invalid api key: -1",
    "type: -1",
]
CODE = command(CHAT, {"model": "gemini_omni", "messages": [{"role": "user", "content": "雨"}]})
CODE_OF_A_CHAT_MODEL = command(CHAT, {"model": "gpt-5-mini", "messages": [{"role": "user", "content": "hi"}]})


@pytest.mark.parametrize("name", ALONE)
def test_the_message_alone_is_never_certain_and_asks_for_code_url_and_body(name):
    found = diagnose_text(ALONE[name])
    assert found["verdict"]["cause"] == "endpoint.chat-for-media"
    assert found["verdict"]["certainty"] in ("likely", "possible")
    for language, words in (("en", ("code", "URL", "body")), ("zh", ("代码", "地址", "请求体"))):
        asked = " ".join(item["question"][language] for item in found["ask"])
        assert [word for word in words if word not in asked] == []
    assert faults(ALONE[name]) == []


@pytest.mark.parametrize(
    "paste", [f"{CODE}\n{LINE}", f"{LINE}\n\n{CODE}", f"你好，报错 {LINE}\n代码：\n{CODE}\n麻烦看看"]
)
def test_with_the_code_it_is_certain_wherever_the_message_stands(paste):
    assert verdict(paste) == ("endpoint.chat-for-media", "confirmed")
    assert faults(paste) == []


@pytest.mark.parametrize(
    "code",
    [
        CODE_OF_A_CHAT_MODEL,
        command("https://toapis.com/v1/embeddings", {"model": "text-embedding-3-small", "input": "x"}),
    ],
    ids=["chat", "embeddings"],
)
def test_beside_a_text_models_own_call_it_is_the_gateways_setting(code):
    found = diagnose_text(f"{code}\n{LINE}")
    assert (found["verdict"]["cause"], found["verdict"]["who"]) == ("gateway.misconfigured", "operator")


@pytest.mark.parametrize("line", OTHERS)
@pytest.mark.parametrize("code", ["", CODE_OF_A_CHAT_MODEL], ids=["alone", "with a chat model's code"])
def test_another_number_or_another_message_is_no_chat_call(line, code):
    cause, certainty = verdict(f"{code}\n{line}")
    assert cause != "endpoint.chat-for-media" or certainty == "undetermined"
