"""Whose balance is meant: the customer's by the gateway's own words, the gateway's by words from behind it."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text

OWN = "(request id: 20260401101010123456789AbCdEfGh)"
OTHER = "(request id: 20260401101011999956789QwErTyUi)"
CHINESE = "用户额度不足, 剩余额度: ＄-0.01 额度"
ENGLISH = "user quota is not enough"
CUSTOMERS, GATEWAYS = ("quota.user-exhausted", "confirmed"), ("quota.upstream-exhausted", "confirmed")


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        (f"{CHINESE} {OWN}", CUSTOMERS),
        (f"{CHINESE} {OTHER} {OWN}", GATEWAYS),
        (f"{ENGLISH} {OTHER} {OWN}", GATEWAYS),
        (f"{ENGLISH} {OWN} {OWN}", CUSTOMERS),
    ],
)
def test_two_gateways_signed_what_one_passed_on(message: str, wanted: tuple[str, str]) -> None:
    text = f'{{"error": {{"message": "{message}", "type": "new_api_error", "code": "insufficient_user_quota"}}}}'
    verdict = diagnose_text(text)["verdict"]
    assert (verdict["cause"], verdict["certainty"]) == wanted


def test_a_channels_test_spends_no_users_balance() -> None:
    text = '我是站长，测试渠道报错：{"success":false,"message":"status_code=403, 用户额度不足, 剩余额度: ＄0.0 额度"}'
    verdict = diagnose_text(text)["verdict"]
    assert (verdict["cause"], verdict["certainty"]) == ("quota.upstream-exhausted", "likely")


@pytest.mark.parametrize(
    "text",
    [
        "我是站长，在后台点测试渠道，提示 “预扣费额度失败, 用户剩余额度: ¥0.08, 需要预扣费额度: ¥0.20”，管理员额度不限",
        'I never had an OpenRouter account. It says "Insufficient credits. Add more credits", with its built-in key',
        "Our site's button says: Billing hard limit has been reached. I use its built-in key, not one of my own.",
    ],
)
def test_a_shortage_told_of_another_account_is_not_the_callers(text: str) -> None:
    verdict = diagnose_text(text)["verdict"]
    assert verdict["cause"] == "quota.upstream-exhausted"
    assert verdict["certainty"] != "confirmed"
