"""Disputes told in few words: what was free, what the console's lines book, who is short behind whom."""

from __future__ import annotations

import pytest

from tests.acceptance.desk import verdict

SPENT = 'Error code: 429, with error text {"error":{"code":"1113","message":"您的账户已欠费，请充值后重试。"}}\n'
AS_DOCUMENTED, MISMATCH, TWICE = "billing.charged-as-documented", "billing.price-mismatch", "billing.duplicate-charge"
BEHIND, ACCOUNT, REFUNDED = "quota.upstream-exhausted", "quota.user-exhausted", "billing.failed-refunded"
DEFECT, ABSENT = "gateway.defect", "auth.missing-credentials"

LINES = (
    "2026-05-02 07:41:10 | Consume | wan2-video | group vip | quota 450000 | $0.900000 | task_Zk4WmP81aaBq\n"
    "2026-05-02 07:49:32 | System | Async task task_Zk4WmP81aaBq failed, refunded $0.900000\n"
)

TOLD = [
    (AS_DOCUMENTED, "The models are free, and after the daily free allowance my wallet went from 8.00 to 7.35. Why?"),
    (AS_DOCUMENTED, "今天的免费额度用完以后余额从 20 变成 18.4，这些模型标着免费，谁扣了我的钱？"),
    (MISMATCH, "The spend log has $0.00 for every call while the provider bills us in full."),
    (TWICE, "I pressed the button twice and see two consume rows with the same prompt."),
    (BEHIND, 'I have no Zhipu account at all: {"error":{"code":"1113","message":"余额不足或无可用资源包,请充值。"}}'),
    (BEHIND, '魔搭平台调用，别的模型都行：{"error":{"message":"insufficient balance (1008)","http_code":"402"}}'),
    (ACCOUNT, "余额还剩 0.07，短问题能答，长的就 403 余额不足"),
    (REFUNDED, "Was I charged for this clip that failed?\n" + LINES),
    (DEFECT, "渠道日志: status_code=400, failed to parse: multipart: NextPart: EOF"),
    (ABSENT, "httpx.LocalProtocolError: Illegal header value b'Bearer '"),
    ("model.price-unset", "litellm: This model isn't mapped yet. model=lab/mini, custom_llm_provider=openai."),
    ("billing.failed-not-refunded", "音乐任务超时失败，已经过了一天，额度没退回来"),
    (
        ACCOUNT,
        "Dify self hosted, my key: 429 {'error': {'code': '1113', 'message': '您的账户已欠费'}}",
    ),
]


@pytest.mark.parametrize(("cause", "text"), TOLD)
def test_what_few_words_tell_of_money(cause: str, text: str) -> None:
    assert verdict(text)[0] == cause


def test_a_key_with_a_line_end_is_no_absent_key() -> None:
    told = "httpx.LocalProtocolError: Illegal header value b'Bearer sk-ab12cd34ef56\\n'"
    assert verdict(told)[0] == "auth.invalid-key"


@pytest.mark.parametrize("talk", ["429 should be too many requests, it was my first", "a 429 usually means a limit"])
def test_what_a_person_takes_a_status_for_is_no_error(talk: str) -> None:
    assert verdict(SPENT + talk)[0] in (ACCOUNT, BEHIND)
