"""Whose account is short: what logs say of the next service, why a channel was switched off, services in a line."""

from __future__ import annotations

import pytest

from tests.acceptance.desk import verdict

EMPTY = (
    '{"error":{"message":"用户额度不足, 剩余额度: ＄-0.02","type":"new_api_error","code":"insufficient_user_quota"}}'
)
SPENT = '{"error":{"message":"Insufficient Balance","type":"unknown_error","code":"invalid_request_error"}}'
GLM = '{"error":{"code":"1113","message":"余额不足或无可用资源包,请充值。"}}'
CODEX = "You've hit your usage limit. Upgrade your plan or try again later."


@pytest.mark.parametrize(
    "line",
    [
        f"2026-09-02 10:11:12 [WARN] call failed channel=3 upstream_status=403 upstream_body={EMPTY}",
        f"2026-09-02T10:11:12Z run=rk_1 upstream_status=402 body={SPENT}",
        f"ERROR resp from upstream: {EMPTY}",
        f"ERROR provider_response={SPENT}",
        f"[ERR] 上游状态码 403，原文：{EMPTY}",
    ],
)
def test_what_a_log_says_of_the_next_services_answer_is_the_next_services(line: str) -> None:
    cause, _ = verdict(f"Every caller gets a 502, their wallets are full. Our gateway's log:\n{line}")
    assert cause == "quota.upstream-exhausted"


@pytest.mark.parametrize(
    "notice",
    [
        "通道「east」（#4）已被禁用，原因：user quota is not enough",
        "渠道 #4 被自动禁用：You exceeded your current quota, please check your plan and billing details.",
        "[SYS] 2026/09/01 - 10:02:11 | channel #12 has been disabled: Insufficient Balance",
    ],
)
def test_the_reason_for_which_a_channel_was_switched_off_is_likely_of_its_account(notice: str) -> None:
    assert verdict(notice) == ("quota.upstream-exhausted", "likely")


@pytest.mark.parametrize(
    "text",
    [
        "邮件里全是「渠道「a」（#9）已被禁用，原因：用户额度不足」，上游后台余额还有几百。是某个用户没钱触发了自动禁用。one-api",
        "One user has no credit, and all got disabled: “channel #2 has been disabled: user quota is not enough”",
    ],
)
def test_a_callers_empty_balance_that_switches_channels_off_is_the_gateways_defect(text: str) -> None:
    cause, certainty = verdict(text)
    assert (cause, certainty) == ("gateway.defect", "possible")


@pytest.mark.parametrize(
    "told",
    [
        "门户钱包还有 200 块，令牌都是无限额度，网关后面还有一套上游 new-api。",
        "The wallet in our portal holds 30 dollars and the token is unlimited; upstream is another new-api.",
        "渠道的上游账户余额查过，够用。",
    ],
)
def test_where_services_stand_in_line_words_of_one_prove_nothing(told: str) -> None:
    assert verdict(f"{told}\n{EMPTY}")[1] != "confirmed"


def test_without_another_service_the_words_are_proof() -> None:
    assert verdict(EMPTY) == ("quota.user-exhausted", "confirmed")


@pytest.mark.parametrize(
    "text",
    [
        f"type 5 error row, channel 7, glm-4.6, content: status_code=429, 余额不足或无可用资源包,请充值。 {GLM}",
        '{"id":0,"type":5,"content":"status_code=403, Your credit balance is too low","model_name":"m","quota":0}',
    ],
)
def test_an_error_row_is_written_behind_the_channel(text: str) -> None:
    assert verdict(text)[0] == "quota.upstream-exhausted"


@pytest.mark.parametrize(
    "text",
    [
        f"买了智谱 Coding Plan 套餐，额度才用了一点，new-api 渠道用默认地址，报 {GLM}，同一个 key 在别处正常。",
        f"Coding plan bought and hardly used, litellm channel set to the general address: {GLM} Should we recharge?",
    ],
)
def test_a_plans_key_at_the_general_address_is_no_empty_account(text: str) -> None:
    assert verdict(text) == ("gateway.misconfigured", "possible")


@pytest.mark.parametrize(
    "text",
    [
        f"The app is routed through our proxy, and the proxy's request log shows nothing at all. It says “{CODEX}”",
        f"网关日志里一条都没有，桌面端一发就提示：{CODEX}",
    ],
)
def test_a_limit_without_a_call_is_that_of_the_programs_own_account(text: str) -> None:
    assert verdict(text)[0] == "quota.user-exhausted"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (f"余额显示 ￥320，调用一直报 {EMPTY}，清 Redis 缓存后恢复正常。", "gateway.defect"),
        (f"The users' balances are fine. All of them get {EMPTY} since noon.", "quota.upstream-exhausted"),
        ("号池里的账号 5 小时窗口都用完了，用户全部 503", "quota.upstream-exhausted"),
        ("账户余额是负 0.3 元，今天所有调用都 403", "quota.user-exhausted"),
        ('{"error":{"message":"此 key 的额度已用完","type":"insufficient_quota"}}', "quota.token-exhausted"),
        (
            '{"error":{"message":"The upstream account is out of credit","type":"api_error"}}',
            "quota.upstream-exhausted",
        ),
    ],
)
def test_the_account_that_is_meant_leads(text: str, cause: str) -> None:
    assert verdict(text)[0] == cause


def test_a_key_of_ones_own_at_a_gateway_is_ones_own_account() -> None:
    answer = (
        '{"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"Your credit balance is too low"}}}'
    )
    told = "We use BYOK, my own Anthropic key is stored there:"
    text = f"POST https://openrouter.ai/api/v1/chat/completions\n{told}\n{answer}"
    cause, certainty = verdict(text)
    assert (cause, certainty) != ("quota.upstream-exhausted", "confirmed")
