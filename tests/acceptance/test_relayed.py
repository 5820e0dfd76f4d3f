"""Gateways in their own words, and what they pass on: whose key, whose balance, whose limit it is."""

from __future__ import annotations

import json

import pytest

from supportdesk import diagnose_text
from tests.acceptance.desk import KEY, command, faults, verdict

LOCAL = "http://127.0.0.1:4519/v1/chat/completions"
ROUTED = "\nReceived Model Group=prism-large\nAvailable Model Group Fallbacks=None"


def error(message: str, **fields: object) -> str:
    return json.dumps({"error": {"message": message, **fields}}, ensure_ascii=False)


def passed_on(raw: object, status: int) -> str:
    words = raw if isinstance(raw, str) else json.dumps(raw)
    return error("Provider returned error", code=status, metadata={"raw": words, "provider_name": "Lumen"})


def failed_task(reason: str, task: str = "task_Zq8mLr2KxYt7Wb4Nc1Vp9Hd3Js6Gf0Te") -> str:
    data = {"task_id": task, "action": "generate", "status": "FAILURE", "fail_reason": reason, "progress": "100%"}
    return "GET /v1/video/generations/" + task + "\n" + json.dumps({"code": "success", "message": "", "data": data})


OWN_WORDS = {
    "sub2api, key expired": ('403 {"code":"API_KEY_EXPIRED","message":"API key 已过期"}', "auth.key-disabled"),
    "sub2api, own limit": (
        '{"code":"API_KEY_QUOTA_EXHAUSTED","message":"API key 额度已用完"}',
        "quota.token-exhausted",
    ),
    "sub2api, group": (
        "HTTP 404 " + error('Model "prism-large" is not supported by any configured account in this group'),
        "model.no-channel",
    ),
    "sub2api, other client": (
        "API Error: 503 " + error("No available accounts: this group only allows Claude Code clients"),
        "auth.forbidden",
    ),
    "sub2api, its account": (
        "API Error: 502 " + error("Upstream access forbidden, please contact administrator", type="upstream_error"),
        "auth.upstream-key",
    ),
    "sub2api, its bill": (
        error("Upstream payment required: insufficient balance or billing issue", type="upstream_error"),
        "quota.upstream-exhausted",
    ),
    "sub2api, concurrency": (
        "429 " + error("Concurrency limit exceeded for user, please retry later", type="rate_limit_error"),
        "rate.gateway-limit",
    ),
    "litellm, key expired": (
        error("Authentication Error - Expired Key. Key Expiry time 2026-03-01 00:00:00+00:00", type="expired_key"),
        "auth.key-disabled",
    ),
    "litellm, blocked": (
        error("Authentication Error, Key is blocked. Update via `/key/unblock` if you're an admin.", code="401"),
        "auth.key-disabled",
    ),
    "litellm, model list": (
        error("user not allowed to access model. This user can only access models=['a-1']. Tried to access b-2"),
        "auth.forbidden",
    ),
    "litellm, route": (
        "403 " + error("Virtual key is not allowed to call this route. Only allowed to call routes: ['/v1/models']"),
        "auth.forbidden",
    ),
    "litellm, limit": (
        "429 " + error("Rate limit exceeded for api_key: 7f3c9a. Limit type: requests. Current limit: 2", code="429"),
        "rate.gateway-limit",
    ),
    "litellm, team": (error("Team=lantern over budget. Spend=21.5, Budget=20.0"), "quota.user-exhausted"),
    "cli proxy, cooling": (
        '429 {"error":{"code":"model_cooldown","message":"All credentials for model prism-large are cooling down"}}',
        "rate.upstream-limit",
    ),
    "relay, daily cost": (
        "402 " + error("已达到每日费用限制 ($12)", type="insufficient_quota", code="daily_cost_limit_exceeded"),
        "quota.token-exhausted",
    ),
    "gpt-load, keys": (
        '503 {"code":"NO_ACTIVE_KEYS","message":"No active API keys available for this group"}',
        "auth.upstream-key",
    ),
    "zen, balance": (
        error("Insufficient balance. Manage your billing here: https://opencode.ai/workspace/w7", type="CreditsError"),
        "quota.user-exhausted",
    ),
}

BEHIND = {
    "a sentence as it came": (
        "429 " + passed_on("lumen/prism:free is temporarily rate-limited upstream. Please retry shortly", 429),
        "rate.upstream-limit",
    ),
    "JSON as it came": (
        "401 " + passed_on({"error": {"message": "Incorrect API key provided", "type": "invalid_request_error"}}, 401),
        "auth.upstream-key",
    ),
    "an account behind": (
        "429 " + passed_on({"error": {"message": "Your account org-9 <ak-4> is suspended due to insufficient balance, "
                                      "please recharge your account or check your plan"}}, 429),
        "quota.upstream-exhausted",
    ),
    "a router's suffix": (
        error("litellm.AuthenticationError: AuthenticationError: OpenAIException - Incorrect API key provided: "
              "sk-zz***9Q. You can find your API key at https://platform.openai.com/account/api-keys." + ROUTED),
        "auth.upstream-key",
    ),
    "before the JSON": (
        'Error from provider(lumen,prism-large: 402): {"error":{"message":"Insufficient Balance","code":"invalid"}}',
        "quota.upstream-exhausted",
    ),
    "a proxy at home": (
        f"curl {LOCAL} -H 'Authorization: Bearer {KEY}' -d '{{}}'\n"
        + error("Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade."),
        "quota.upstream-exhausted",
    ),
    "the reason of a gateway's task": (
        failed_task('{"detail": "User is locked. Reason: Exhausted balance. Top up your balance."}'),
        "quota.upstream-exhausted",
    ),
    "a key that came": (
        command("https://hub.example/v1/images/generations", {"model": "pollinations/flux", "prompt": "a lighthouse"})
        + "\n"
        + error("Authentication required. Please provide an API key via Authorization header (Bearer token) or ?key= "
                "query parameter.", code="UNAUTHORIZED"),
        "auth.upstream-key",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OWN_WORDS)
def test_a_gateway_is_understood_in_its_own_words(name: str) -> None:
    text, cause = OWN_WORDS[name]
    assert verdict(text)[0] == cause
    assert faults(text) == []


@pytest.mark.parametrize("name", BEHIND)
def test_what_a_gateway_passes_on_is_not_the_callers(name: str) -> None:
    text, cause = BEHIND[name]
    found, certainty = verdict(text)
    assert (found, certainty in ("likely", "confirmed")) == (cause, True)


def test_the_words_of_a_provider_alone_do_not_say_whose_key_it_is() -> None:
    said = {"error": {"message": "Your authentication token has been invalidated.", "code": "token_invalidated"}}
    text = f"Error code: 401 - {said}"
    assert verdict(text)[1] != "confirmed"
    direct = f"curl https://api.openai.com/v1/responses -H 'Authorization: Bearer {KEY}' -d '{{}}'\n{text}"
    assert verdict(direct) == ("auth.key-disabled", "confirmed")


def test_an_error_line_with_a_request_id_is_an_error_whatever_it_says() -> None:
    found = diagnose_text("昨天还好好的\n\n该令牌状态不可用 (request id: 2026041809301512345678AbCdEfGh)")
    assert found["verdict"]["cause"] == "auth.key-disabled"
    assert found["calls"][0]["request_id"] == "2026041809301512345678AbCdEfGh"


@pytest.mark.parametrize(
    "text",
    [
        "requests.exceptions.HTTPError: 400 Client Error: Bad Request for url: https://hub.example/v1/chat/completions",
        '{"error":{"message":"Request failed with status code 400","type":"invalid_request_error"}}',
        "AI_APICallError: 400 status code (no body)",
    ],
)
def test_a_refusal_without_its_words_decides_nothing_and_asks_for_the_request(text: str) -> None:
    found = diagnose_text(text)
    assert found["verdict"]["certainty"] == "undetermined"
    assert any("complete request" in one["question"]["en"] for one in found["ask"])


def test_an_address_is_no_trouble_with_a_certificate() -> None:
    found = diagnose_text(
        "每次生成都失败，日志只有 Client error '400 Bad Request' for url 'https://hub.example/v1/images'"
    )
    assert "network.tls" not in [one["cause"] for one in found["causes"]]


def test_a_colon_behind_a_model_is_none_of_its_name() -> None:
    (call,) = diagnose_text("报错：模型 prism-2.5-image: API key expired. Please renew the API key.")["calls"]
    assert call["model"] == "prism-2.5-image"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (
            'HTTP 409 {"status":false,"code":"unpriced_model","message":"Ask the keeper of the lamp."}',
            "model.price-unset",
        ),
        ('402 {"code":"PROVIDER_PAYMENT_REQUIRED","route":"image/lantern","status":402}', "quota.upstream-exhausted"),
        ('HTTP 502 {"error":{"code":"UpstreamAuthFailed","message":"try later"}}', "auth.upstream-key"),
        ('HTTP 403 {"error":{"code":"InsufficientCredits","message":"see the shop"}}', "quota.user-exhausted"),
        ('HTTP 401 {"code":401,"msg":"请先登录"}', "auth.missing-credentials"),
        ('HTTP 403 {"code":403,"msg":"该密钥额度已用完"}', "quota.token-exhausted"),
        ('HTTP 503 {"error":"no backend available for lantern-3"}', "model.no-channel"),
        ('HTTP 400 {"error":{"message":"上游账户余额不足，请联系管理员"}}', "quota.upstream-exhausted"),
        (
            'HTTP 429 {"error":{"message":"We are rate limited by the provider, retry in a while"}}',
            "rate.upstream-limit",
        ),
        ('HTTP 403 {"error":{"message":"您的账号已被冻结"}}', "auth.key-disabled"),
    ],
)
def test_a_gateway_that_nobody_knows_is_understood_by_common_words(text: str, cause: str) -> None:
    found, certainty = verdict(text)
    assert found == cause
    assert certainty != "confirmed"


def test_the_model_is_known_by_the_words_that_refuse_or_pass_on() -> None:
    before = BEHIND["before the JSON"][0]
    refused = error("user not allowed to access model. This user can only access models=['a-1']. Tried to access b-2")
    assert [diagnose_text(text)["calls"][0]["model"] for text in (before, refused)] == ["prism-large", "b-2"]


@pytest.mark.parametrize(
    ("words", "here", "elsewhere"),
    [
        (
            "Insufficient credits. Add more using https://openrouter.ai/settings/credits",
            "quota.user-exhausted",
            "quota.upstream-exhausted",
        ),
        ("Rate limit exceeded: free-models-per-min", "rate.gateway-limit", "rate.upstream-limit"),
    ],
)
def test_words_of_a_service_at_another_address_are_of_the_account_there(words: str, here: str, elsewhere: str) -> None:
    answer = json.dumps({"error": {"message": words, "code": 429}})
    body = {"model": "prism/prism-large", "messages": []}
    assert verdict(f"{command('https://openrouter.ai/api/v1/chat/completions', body)}\n{answer}")[0] == here
    assert verdict(f"{command('https://api.lantern.example/v1/chat/completions', body)}\n{answer}") == (
        elsewhere,
        "likely",
    )
