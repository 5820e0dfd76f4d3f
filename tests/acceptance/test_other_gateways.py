"""What other gateways, token pools, applications and workflow tools say themselves: bare, in JSON, in prose."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text

CASES = [
    ("quota.user-exhausted", "user [81] quota [-120]preConsumedQuota [90]is not enough"),
    ("quota.user-exhausted", "翻译插件报错：403 user [7] quota [30] preConsumedQuota [900] is not enough"),
    ("quota.user-exhausted", '{"error":"Balance is insufficient, please check your account."}'),
    ("upstream.timeout", '{"detail":"All gpt-4o error: Request timed out"}'),
    ("auth.upstream-key", '{"error":{"message":"Chat upstream returned 401","type":"server_error"}}'),
    ("auth.upstream-key", "401, message='Invalid response status', url=URL('wss://pool.example/ws')"),
    ("model.no-channel", '{"error":{"message":"no keys found that support model: gpt-5"}}'),
    ("auth.forbidden", "Request denied by Key Auth check. Unauthorized consumer"),
    ("auth.missing-credentials", "Request denied by Key Auth check. No API key found in request"),
    ("upstream.timeout", '{"message":"The upstream server is timing out","request_id":"77aa"}'),
    ("content.blocked", '{"error":[{"code":2016,"message":"Prompt blocked due to security configurations"}]}'),
    ("auth.key-disabled", '{"error":{"type":"virtual_key_blocked","message":"Virtual key is inactive"}}'),
    ("auth.missing-credentials", "No key found. Please provide a key and try again."),
    ("auth.missing-credentials", "Model gpt-4o credentials is not initialized."),
    ("auth.missing-credentials", "Node does not have any credentials set"),
    ("network.unreachable", "WebUI could not connect to Ollama"),
    ("upstream.bad-response", "The language model did not provide any assistant messages."),
    ("request.too-large", "很抱歉，您的请求数据量过大，服务器无法处理"),
    ("auth.missing-credentials", "immersive translate says: OPENAI_API_KEY is not set"),
]


@pytest.mark.parametrize(("cause", "text"), CASES)
def test_the_system_that_speaks_says_who_has_to_act(cause: str, text: str) -> None:
    assert diagnose_text(text)["verdict"]["cause"] == cause


@pytest.mark.parametrize(
    ("cause", "text"),
    [
        ("auth.key-disabled", '{"error":"Invalid API key","message":"API key is disabled"}'),
        ("quota.user-exhausted", '{"error":"Insufficient balance","message":"Ask an administrator for help"}'),
        ("model.not-found", '{"error":"The model gpt-9 does not exist","message":"The request failed"}'),
    ],
)
def test_of_a_title_and_a_message_the_one_that_says_more_counts(cause: str, text: str) -> None:
    assert diagnose_text(text)["verdict"]["cause"] == cause


@pytest.mark.parametrize(
    "text",
    [
        "Three calls were pre-consumed, never settled and not refunded; the balance is short by their sum.",
        "有几笔预扣费一直没有结算也没退，余额少了 1 美元",
    ],
)
def test_a_reservation_without_settlement_or_return_is_no_final_charge(text: str) -> None:
    assert diagnose_text(text)["verdict"]["cause"] == "billing.failed-not-refunded"


def test_a_settled_reservation_is_in_order() -> None:
    found = diagnose_text("请求成功了，预扣之后已经结算，没有退款")["verdict"]
    assert found["cause"] == "billing.charged-as-documented"
