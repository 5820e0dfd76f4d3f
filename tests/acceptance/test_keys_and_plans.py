"""Keys that are absent, refused or kept from a model by a plan, and accounts that are short: services' own words."""

from __future__ import annotations

import json

import pytest

from tests.acceptance.desk import verdict

ABSENT, UNKNOWN, OFF = "auth.missing-credentials", "auth.invalid-key", "auth.key-disabled"
DENIED, BEHIND = "auth.forbidden", "auth.upstream-key"
ACCOUNT, KEY, RETIRED = "quota.user-exhausted", "quota.token-exhausted", "model.retired"
STORE = "gateway.misconfigured"

TOLD = [
    (ABSENT, '{"error":true,"msg":"empty access code"}'),
    (ABSENT, '状态码：401，返回 {"error":true,"msg":"访问密码为空"}'),
    (ABSENT, "Error: Could not resolve authentication method. Expected either apiKey or authToken to be set."),
    (DENIED, '{"error": {"message": "免费 key 仅支持 glm-4-flash", "type": "relay_error"}}'),
    (DENIED, json.dumps({"error": {"message": "Free keys can only use small-chat, large-chat is for paid keys only"}})),
    (ACCOUNT, json.dumps({"detail": {"status": "quota_exceeded", "message": "You have 3 credits remaining, while 90 "
     "credits are required for this request."}})),
    (ACCOUNT, '{"name": "payment_required", "errors": ["You lack sufficient credits to make this request."]}'),
    (ACCOUNT, "Payment Required: your wallet balance (¥0.004) is below the minimum for this model"),
    (KEY, '{"error": {"code": "API_KEY_RATE_5H_EXCEEDED", "message": "api key 5小时限额已用完"}}'),
    (RETIRED, '{"error": {"message": "qwen-old-7b has been taken offline", "code": "404"}}'),
    (STORE, 'ERROR: column "auto_ban" of relation "channels" already exists (SQLSTATE 42701)'),
    (BEHIND, 'new-api: {"error":"invalid_grant","error_description":"refresh token has been revoked"}'),
]  # fmt: skip


@pytest.mark.parametrize(("cause", "text"), TOLD)
def test_what_a_service_says_of_key_and_account(cause: str, text: str) -> None:
    assert verdict(text)[0] == cause


@pytest.mark.parametrize(
    "text",
    [
        '{"error":{"message":"Authentication Error, Not connected to DB!","type":"no_db_connection","code":"401"}}',
        '{"error":{"message":"Authentication Error, list index out of range","type":"auth_error","code":"401"}}',
        '{"code":"NO_ACTIVE_KEYS","message":"No active API keys available for this group"}',
    ],
)
def test_a_lead_that_stands_before_every_reason_confirms_none(text: str) -> None:
    assert verdict(text)[1] != "confirmed"
