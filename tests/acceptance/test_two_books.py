"""Two parties' books, refunds that never came, submits in a loop, and what is told of addresses and balances."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text

LOOP = """We see more paid video jobs at the provider than rows in our table.
for attempt in range(3):
    task = client.create_task(prompt)
    result = wait_for(task.id, timeout=120)
    if result: return result
The provider lists both jobs of a pair as success."""
KEY = "402 To increase, visit https://openrouter.ai/settings/keys and create a key with a higher weekly limit"
PHP = """{"message": "Undefined array key \\"usage\\"", "exception": "ErrorException",
 "file": "/app/vendor/acme/client/src/Responses/Chat.php", "line": 52, "trace": []}"""


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Langfuse shows a cost of $0.012, Anthropic's console says $0.034. Same call.", "billing.price-mismatch"),
        ("new-api 记的是 0.42 元，阿里云账单上同一个请求是 0.21 元，多的一半哪来的？", "billing.price-mismatch"),
        ("llm.cost.total leaves the completion tokens out; we bill customers by it.", "billing.price-mismatch"),
        ("三笔视频任务全部失败，三笔都扣了积分，没有一笔退回来。", "billing.failed-not-refunded"),
        (LOOP, "billing.duplicate-charge"),
        (
            "API 地址填 https://a.example.cn ，报 Cannot read properties of undefined (reading 'choices')",
            "endpoint.wrong-path",
        ),
        ("写代码工具报 402 Insufficient Balance，可我账户余额还剩一大半。", "quota.upstream-exhausted"),
        (KEY, "quota.token-exhausted"),
    ],
)
def test_what_comes_first(text: str, cause: str) -> None:
    verdict = diagnose_text(text)["verdict"]
    assert (verdict["cause"], verdict["certainty"] == "confirmed" and cause != "quota.token-exhausted") == (
        cause,
        False,
    )


def test_a_class_that_misses_a_field_of_the_answer() -> None:
    verdict = diagnose_text(PHP)["verdict"]
    assert verdict["cause"] in ("client.sdk-mismatch", "upstream.bad-response")
    assert verdict["certainty"] != "confirmed"
