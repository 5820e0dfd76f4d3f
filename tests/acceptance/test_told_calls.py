"""Calls that are told of and half shown: bare addresses, keys said to be good, results looked for in a submit."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text
from tests.acceptance.desk import verdict

DECODER = "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)"
CASES = [
    (
        "endpoint.html-response",
        f"我把 base_url 改成了 https://relay.example.net/ ，程序就报错：\n\n{DECODER}\n\n用浏览器打开它是登录页。",
    ),
    (
        "endpoint.wrong-path",
        (
            "The bot answers 404 since I moved it.\n\ndocker run -d -p 80:80 \\\n  -e X=1 \\\n  -e ACCESS_CODE=abc \\\n"
            "  -e DEEPSEEK_PROXY_URL=https://relay.example.net \\\n  --name chat lobehub/lobe-chat"
        ),
    ),
    (
        "endpoint.chat-for-media",
        "客户端的对话框里选 kling-v2-1-master 生成视频一直失败，key 没问题，其他聊天模型在同一个地方正常。",
    ),
    (
        "request.content-type",
        (
            "import requests\nr = requests.post('https://gw.example.net/v1/images/edits', headers={'Authorization': "
            "'Bearer sk-abc', 'Content-Type': 'application/json'}, json={'model': 'gpt-image-1', 'prompt': 'blue', "
            "'image': pic})\nprint(r.json()['data'][0])\n\nKeyError: 'data'. The same picture with curl -F works."
        ),
    ),
]


@pytest.mark.parametrize(("cause", "text"), CASES)
def test_what_is_told_and_half_shown(cause: str, text: str) -> None:
    assert verdict(text)[0] == cause


@pytest.mark.parametrize(
    ("cause", "text"),
    [
        ("auth.invalid-key", "key 没问题，可是接口一直报 401 无效的令牌，密钥刚从后台复制的。"),
        ("content.blocked", "Even a harmless prompt is refused by the safety filter, flagged as a policy violation."),
    ],
)
def test_a_symptom_that_is_borne_out_is_heard(cause: str, text: str) -> None:
    assert cause in [one["cause"] for one in diagnose_text(text)["causes"][:2]]


def test_a_page_policy_is_no_content_filter() -> None:
    text = "The app fails. Console: Refused to connect to 'https://t.example.net' because it violates the document's "
    found = diagnose_text(text + "Content Security Policy.")["causes"]
    assert "content.blocked" not in [one["cause"] for one in found if one["certainty"] != "undetermined"]


def test_a_documented_type_goes_before_a_server_that_failed_over_it() -> None:
    text = (
        "curl http://localhost:1/v1/chat/completions -H 'Content-Type: application/json' -H 'Authorization: Bearer k' "
        '-d \'{"model": "qwen3-8b", "messages": {"role": "user", "content": "hi"}}\'\n\n'
        "[Server Error] e.messages is not iterable"
    )
    assert verdict(text)[0] == "request.invalid-type"
