"""Errors in every envelope: the cause, how certain, who acts, and when to try again."""

from __future__ import annotations

import json

import pytest

from supportdesk import diagnose_text
from tests.acceptance.desk import CHAT, KEY, SUBMIT, command, faults, raw, verdict

REQUEST_ID = "2026041809301512345678AbCdEfGh"
BAD_KEY = {"auth.invalid-key", "auth.missing-credentials", "auth.key-disabled", "quota.token-exhausted"}
LIMITED = {"rate.gateway-limit", "rate.upstream-limit"}
PAGE = (
    '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"/><title>New API</title></head>'
    '<body><noscript>You need to enable JavaScript.</noscript><div id="root"></div></body></html>'
)


def error(message: str, **fields: object) -> str:
    return json.dumps({"error": {"message": message, **fields}}, ensure_ascii=False)


def sdk(name: str, status: int, message: str) -> str:
    return f"openai.{name}: Error code: {status} - { ({'error': {'message': message, 'type': 'new_api_error'}}) }"


ANSWERS = {
    "401 numeric code": (error("Invalid token", code=401, type="authentication_error"), BAD_KEY, "fix"),
    "401 string code": (error("Invalid API key", code="unauthorized", type="authentication_error"), BAD_KEY, "fix"),
    "401 Claude": (
        '{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}',
        BAD_KEY,
        "fix",
    ),
    "401 HTTP": ("HTTP/1.1 401 Unauthorized\n\n" + error("无效的令牌", type="new_api_error", code=""), BAD_KEY, "fix"),
    "401 SDK": (sdk("AuthenticationError", 401, f"Invalid token (request id: {REQUEST_ID})"), BAD_KEY, "fix"),
    "401 requests": (
        f"requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: {SUBMIT}",
        BAD_KEY,
        "fix",
    ),
    "401 httpx": (f"httpx.HTTPStatusError: Client error '401 Unauthorized' for url '{CHAT}'", BAD_KEY, "fix"),
    "401 Chinese": ("调用接口返回401 无效的令牌", BAD_KEY, "fix"),
    "429 ToAPIs": (error("Rate limit exceeded", code="rate_limit_exceeded"), LIMITED, "backoff"),
    "429 numeric code": (error("Too many requests", code=429, type="rate_limit_error"), LIMITED, "backoff"),
    "429 gateway": (
        error("您已达到请求数限制：1分钟内最多请求60次", type="new_api_error"),
        {"rate.gateway-limit"},
        "backoff",
    ),
    "429 saturated": (
        error("当前分组上游负载已饱和，请稍后再试", type="new_api_error"),
        {"rate.upstream-limit"},
        "backoff",
    ),
    "429 HTTP": ("HTTP/1.1 429 Too Many Requests\nRetry-After: 20\nContent-Length: 0\n\n", LIMITED, "backoff"),
    "429 SDK": (sdk("RateLimitError", 429, "Rate limit reached"), LIMITED, "backoff"),
    "429 Chinese": ("一直报 429，怎么办", LIMITED, "backoff"),
    "500 ToAPIs": (
        error("Internal server error", code="internal_error", type="internal_error"),
        {"upstream.error"},
        "backoff",
    ),
    "500 SDK": (sdk("InternalServerError", 500, "The server had an error"), {"upstream.error"}, "backoff"),
    "500 Claude": (
        '{"type":"error","error":{"type":"api_error","message":"Internal server error"}}',
        {"upstream.error"},
        "backoff",
    ),
    "500 Chinese": ("接口返回500 internal_error", {"upstream.error"}, "backoff"),
    "400 missing": (
        error("prompt is required", code="invalid_request_error", param="prompt"),
        {"request.missing-parameter"},
        "fix",
    ),
    "400 type": (
        error(
            "json: cannot unmarshal string into Go struct field VideoRequest.duration of type int",
            code="invalid_request",
        ),
        {"request.invalid-type"},
        "fix",
    ),
    "400 syntax": (
        error("invalid character '}' looking for beginning of object key string", code="invalid_request"),
        {"request.malformed-body"},
        "fix",
    ),
    "404 doubled": (
        error("Invalid URL (POST /v1/v1/chat/completions)", type="invalid_request_error"),
        {"endpoint.wrong-path"},
        "fix",
    ),
    "404 method": (
        error("Invalid URL (GET /v1/chat/completions)", type="invalid_request_error"),
        {"endpoint.wrong-method"},
        "fix",
    ),
    "page": (PAGE, {"endpoint.html-response"}, "fix"),
    "page in a parser's error": (
        "SyntaxError: Unexpected token '<', \"<!doctype \"... is not valid JSON",
        {"endpoint.html-response"},
        "fix",
    ),
}

MONEY_ERRORS = {
    "用户额度不足, 剩余额度: ＄0.001200": "quota.user-exhausted",
    "预扣费额度失败, 用户剩余额度: ＄0.100000, 需要预扣费额度: ＄2.400000": "quota.user-exhausted",
    "user quota is not enough": "quota.user-exhausted",
    "订阅额度不足或未配置订阅: no active subscription": "quota.user-exhausted",
    "该令牌额度已用尽 TokenStatusExhausted[sk-abc***xyz]": "quota.token-exhausted",
    "[sk-abc***xyz] 该令牌额度已用尽 !token.UnlimitedQuota && token.RemainQuota = 0": "quota.token-exhausted",
    "token quota is not enough, token remain quota: ＄0.010000, need quota: ＄0.400000": "quota.token-exhausted",
    "令牌 prod（#12）额度已用尽": "quota.token-exhausted",
    "令牌额度不足": "quota.token-exhausted",
}

NO_CHANNEL = [
    "分组 default 下模型 gemini_omni 无可用渠道（distributor）",
    "No available channel for model gemini_omni under group default (distributor)",
    "当前分组 default 下对于模型 gemini_omni 无可用渠道",
]

BODY = {"model": "gemini_omni", "prompt": "rain", "duration": 6}
REFUSED = "\n\nHTTP/1.1 401 Unauthorized\n\n" + error("Invalid token", code=401, type="authentication_error")
MALFORMED = {
    "no scheme": f"Authorization: {KEY}",
    "another scheme": f"Authorization: Token {KEY}",
    "scheme twice": f"Authorization: Bearer Bearer {KEY}",
    "no blank": f"Authorization: Bearer{KEY}",
    "a colon": f"Authorization: Bearer: {KEY}",
    "quotes": f'Authorization: Bearer "{KEY}"',
    "no key": "Authorization: Bearer ",
    "another header": f"Authorisation: Bearer {KEY}",
}
TEXT = {"model": "gpt-5-mini", "messages": [{"role": "user", "content": "hi"}]}
PATHS = {
    "no version": command("https://toapis.com/chat/completions", TEXT),
    "no version, page": command("https://toapis.com/chat/completions", TEXT) + "\n" + PAGE,
    "version twice": command("https://toapis.com/v1/v1/chat/completions", TEXT),
    **{
        f"base_url {base}": f'from openai import OpenAI\nclient = OpenAI(api_key="{KEY}", base_url="https://toapis.com{base}")\n'
        'r = client.chat.completions.create(model="gpt-5-mini", messages=[{"role": "user", "content": "hi"}])\nprint(r)'
        for base in ("", "/v1/v1", "/v1/chat/completions")
    },
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_gets_its_cause_and_its_retry_strategy(name):
    text, causes, after = ANSWERS[name]
    found = diagnose_text(text)
    assert found["verdict"]["cause"] in causes
    strategy = found["fix"]["retry"]["strategy"]
    assert strategy["after"] == after
    if after == "backoff":
        assert strategy["delays_s"] == [1, 2, 4]
        assert strategy["jitter"]
    if name.startswith("429"):
        assert strategy["honour_retry_after"]
    assert faults(text) == []


@pytest.mark.parametrize("name", [name for name in ANSWERS if "Chinese" in name])
def test_what_is_only_told_is_never_more_than_possible(name):
    assert verdict(ANSWERS[name][0])[1] == "possible"


@pytest.mark.parametrize("message", MONEY_ERRORS)
def test_the_accounts_balance_and_the_keys_own_limit_are_told_apart(message):
    for text in (error(message, type="new_api_error"), sdk("PermissionDeniedError", 403, message)):
        found = diagnose_text(text)
        assert found["verdict"]["cause"] == MONEY_ERRORS[message]
        assert found["verdict"]["who"] == "customer"
        assert faults(text) == []


@pytest.mark.parametrize("message", NO_CHANNEL)
def test_no_channel_is_for_the_operator_and_comes_with_a_note_for_him(message):
    found = diagnose_text(error(f"{message} (request id: {REQUEST_ID})", type="new_api_error", code="model_not_found"))
    assert (found["verdict"]["cause"], found["verdict"]["who"]) == ("model.no-channel", "operator")
    for language in ("en", "zh"):
        assert REQUEST_ID in found["escalation"][language]
        assert "gemini_omni" in found["escalation"][language]
        assert found["escalation"][language] not in found["reply"][language]


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_authorization_header_is_certain_beside_its_refusal(name):
    text = raw(SUBMIT, BODY, MALFORMED[name]) + REFUSED
    assert verdict(text) == ("auth.missing-credentials", "confirmed")
    assert "Bearer" in diagnose_text(text)["reply"]["zh"]
    assert faults(text) == []


def test_no_header_in_a_whole_request_is_seen_and_with_the_refusal_certain():
    text = f"curl {SUBMIT} -H 'Content-Type: application/json' -d '{json.dumps(BODY)}'"
    assert verdict(text) == ("auth.missing-credentials", "likely")
    assert verdict(text + REFUSED) == ("auth.missing-credentials", "confirmed")


@pytest.mark.parametrize(
    "text",
    [
        raw(SUBMIT, BODY, f"authorization: bearer {KEY}"),
        f"import requests\nrequests.post('{SUBMIT}', headers=HEADERS, json={BODY})",
        (
            f"curl https://toapis.com/v1/messages -H 'x-api-key: {KEY}' -H 'content-type: application/json' -d "
            '\'{"model":"claude-sonnet-4-5","max_tokens":10,"messages":[{"role":"user","content":"hi"}]}\''
        ),
    ],
    ids=["lower case", "headers not shown", "x-api-key on messages"],
)
def test_a_key_that_is_sent_or_not_shown_is_not_missing(text):
    cause, certainty = verdict(text)
    assert cause != "auth.missing-credentials" or certainty == "undetermined"


@pytest.mark.parametrize("name", PATHS)
def test_a_wrong_path_is_certain_and_corrected(name):
    found = diagnose_text(PATHS[name])
    assert (found["verdict"]["cause"], found["verdict"]["certainty"]) == ("endpoint.wrong-path", "confirmed")
    assert found["fix"]["request"]["url"] == CHAT
    assert faults(PATHS[name]) == []


def test_the_right_path_is_no_wrong_path():
    assert verdict(command(CHAT, TEXT))[1] == "undetermined"


SENT = (
    f"import requests\nh = {{'Authorization': 'Bearer {KEY}'}}\nr = requests.post('{SUBMIT}', headers=h, json={BODY})\n"
)
EXPECTED_AT_ONCE = {
    "read from the submit answer": SENT + 'print(r.json()["result"]["data"][0]["url"])',
    "KeyError": SENT
    + 'url = r.json()["data"][0]["url"]\n\nTraceback (most recent call last):\n  File "a.py", line 4, in <module>\n'
    "KeyError: 'data'",
    "asked for": SENT
    + 'print(r.json())\n\n{"id":"task_abc123","object":"generation.task","model":"gemini_omni","status":"queued"}\n'
    "为什么没有返回视频地址？",
}
POLLED = (
    SENT + f't = r.json()["id"]\nwhile True:\n    s = requests.get("{SUBMIT}/" + t, headers=h).json()\n'
    '    if s["status"] in ("completed", "failed"):\n        break\n'
)


@pytest.mark.parametrize("name", EXPECTED_AT_ONCE)
def test_a_result_expected_from_the_submit_answer_is_seen(name):
    found = diagnose_text(EXPECTED_AT_ONCE[name])
    assert found["verdict"]["cause"] == "endpoint.no-polling"
    assert found["fix"]["steps"]["en"]
    assert faults(EXPECTED_AT_ONCE[name]) == []


def test_a_task_that_is_polled_is_right():
    assert verdict(POLLED)[1] == "undetermined"


@pytest.mark.parametrize(
    ("page", "cause"),
    [
        (
            "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1>nginx</body></html>",
            "upstream.error",
        ),
        (
            "<html><head><title>x.com | 524: A timeout occurred</title></head><body>Cloudflare</body></html>",
            "upstream.timeout",
        ),
    ],
    ids=["502", "524"],
)
def test_the_error_page_of_a_proxy_is_not_the_console(page, cause):
    assert verdict(page)[0] == cause


@pytest.mark.parametrize("name", EXPECTED_AT_ONCE)
def test_the_reply_names_the_path_to_poll(name):
    reply = diagnose_text(EXPECTED_AT_ONCE[name])["reply"]
    for language in ("en", "zh"):
        assert "/v1/videos/generations/" in reply[language]
    if name == "asked for":
        assert "/v1/videos/generations/task_abc123" in reply["zh"]
