"""Who is short of what: balance, the key's own limit, the gateway's account behind it, requests, channels, prices.

In the forms in which such answers reach a desk: bare lines, JSON, log lines, quotes in a customer's sentence.
"""

from __future__ import annotations

import json

import pytest

from tests.acceptance.desk import verdict

ACCOUNT, KEY, BEHIND = "quota.user-exhausted", "quota.token-exhausted", "quota.upstream-exhausted"
OWN, UPSTREAM = "rate.gateway-limit", "rate.upstream-limit"
CHANNEL, PRICE, SETTING = "model.no-channel", "model.price-unset", "gateway.misconfigured"

RAW = json.dumps({"error": {"message": "Rate limit exceeded"}})

SHORT = [
    (ACCOUNT, "Render node: Payment Required: Please add credits to your account."),
    (KEY, "The wallet shows $30, only this one key fails: “quota of this API key has been used up”."),
    (KEY, '{"error": {"code": "KEY_BUDGET_EXCEEDED", "message": "virtual key has exceeded its monthly budget"}}'),
    (KEY, '{"error": {"message": "该密钥额度已耗尽", "type": "relay_error"}}'),
    (BEHIND, '{"error": {"message": "上游账户余额不足，请联系管理员", "type": "relay_error"}}'),
    (OWN, '{"error": "Too Many Requests", "message": "Too many requests from this IP, please try again in 40s."}'),
    (OWN, '{"error": {"type": "rate_limit_error", "message": "用户并发超限，上限 4"}}'),
    (OWN, "429 rate limit exceeded for api_key: limit 20 per minute"),
    (UPSTREAM, '{"error": {"type": "overloaded", "message": "All accounts are rate limited, try later"}}'),
    (UPSTREAM, json.dumps({"error": {"message": "Provider returned error", "code": 429, "metadata": {"raw": RAW}}})),
    (CHANNEL, "500 No available Kiro accounts support the requested model"),
    (CHANNEL, "level=error msg=select failed model=glm-5 error=no eligible account"),
    (CHANNEL, '{"error": {"code": "no_routable_account", "message": "暂无可用账户"}}'),
    (CHANNEL, '{"detail": "All providers are unhealthy for this model"}'),
    (PRICE, '{"code": "MODEL_PRICING_UNAVAILABLE", "message": "pricing is unavailable for this model"}'),
    (PRICE, '{"error": {"message": "模型 glm-6 定价未配置", "type": "relay_error"}}'),
    (PRICE, "code: budget_price_missing, HTTP 403"),
    (SETTING, '{"error": {"message": "group ratio not found: vip3", "type": "relay_error"}}'),
]


@pytest.mark.parametrize(("cause", "text"), SHORT)
def test_who_is_short_of_what(cause: str, text: str) -> None:
    assert verdict(text)[0] == cause


def test_words_that_a_gateway_passes_on_are_no_limit_of_its_own() -> None:
    found, certainty = verdict("429 [429]: Error from provider (Console): Rate limit exceeded. Please try again later")
    assert (found, certainty) == (UPSTREAM, "likely")
