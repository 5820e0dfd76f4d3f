"""What a gateway quotes of the service behind it speaks of the gateway's own account, key and limit there."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text

QUOTED = {
    "429 Error from provider (Lumen): 您已达到请求数限制：1分钟内最多请求12次": "rate.upstream-limit",
    "✻ 429 [429]: Error from provider (Kiosk): Rate limit exceeded. Please try again later": "rate.upstream-limit",
    "供应商返回错误 429：rate limit exceeded, retry later": "rate.upstream-limit",
    "上游返回：用户额度不足, 剩余额度: ＄0.03": "quota.upstream-exhausted",
    "API Error: 403 provider returned error: user quota is not enough": "quota.upstream-exhausted",
    'upstream 400 {"errorKey":"insufficient_balance","errorMessage":"Insufficient credit balance"}': (
        "quota.upstream-exhausted"
    ),
    '上游返回 402：{"errCode":"NO_CREDIT","errMsg":"余额不足，请充值"}': "quota.upstream-exhausted",
    'provider returned 403 {"code":"insufficient_quota","msg":"账户余额不足"}': "quota.upstream-exhausted",
    '503 No available compatible accounts\n\nlast log: upstream 402 {"detail":"insufficient balance"}': (
        "quota.upstream-exhausted"
    ),
}
OWN = {
    "429 您已达到请求数限制：1分钟内最多请求12次": "rate.gateway-limit",
    "用户额度不足, 剩余额度: ＄0.03": "quota.user-exhausted",
    "API Error: 403 user quota is not enough": "quota.user-exhausted",
}


@pytest.mark.parametrize(("text", "cause"), [*QUOTED.items(), *OWN.items()])
def test_whose_limit_it_is(text, cause):
    assert diagnose_text(text)["verdict"]["cause"] == cause


@pytest.mark.parametrize("text", [text for text, cause in QUOTED.items() if cause.startswith("rate.")])
def test_a_limit_that_a_provider_is_named_for_is_never_the_gateways_own(text):
    causes = {one["cause"]: one["certainty"] for one in diagnose_text(text)["causes"]}
    assert causes.get("rate.gateway-limit") not in ("confirmed", "likely")
