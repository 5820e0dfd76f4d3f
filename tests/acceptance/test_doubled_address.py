"""A base address that already has what is appended to it: the client's setting, or a channel's."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text

CHANNELS = [
    (
        "我在后台新建渠道，类型 OpenAI，API 地址填 https://ark.example-host.cn/api/v3 ，测试报 404。\n"
        "日志里实际请求 https://ark.example-host.cn/api/v3/v1/chat/completions"
    ),
    (
        "In the admin panel I added a channel, type OpenAI, address https://llm.example.net/api/paas/v4 - the test "
        "gives 404.\nWhat the gateway really requests is https://llm.example.net/api/paas/v4/v1/chat/completions"
    ),
]
CLIENTS = [
    (
        "base_url = https://api.example.org/v1/chat/completions\n"
        "The client then calls https://api.example.org/v1/chat/completions/chat/completions and gets 404."
    ),
    "接口地址填的 https://api.example.org/openai/v1 ，实际请求变成 https://api.example.org/openai/v1/v1/messages ，404",
]
NEITHER = [
    "base_url = https://api.example.org/v1\nThe client calls https://api.example.org/v1/chat/completions and gets 404.",
    "See https://docs.example.org/guide and https://docs.example.org/guide/start, I get 404.",
]


def first_two(text: str) -> list[str]:
    """Return the two first causes of a text."""
    return [one["cause"] for one in diagnose_text(text)["causes"]][:2]


@pytest.mark.parametrize("text", CHANNELS)
def test_a_channels_address_is_the_operators(text):
    assert first_two(text)[0] == "gateway.misconfigured"


@pytest.mark.parametrize("text", CLIENTS)
def test_a_clients_address_is_a_wrong_path(text):
    assert first_two(text)[0] == "endpoint.wrong-path"


@pytest.mark.parametrize("text", NEITHER)
def test_an_address_that_is_completed_once_is_none(text):
    rules = [one["rule"] for one in diagnose_text(text)["causes"]]
    assert not [rule for rule in rules if rule.endswith("doubled-address")]
