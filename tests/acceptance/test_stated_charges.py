"""Disputes that state their own arithmetic: verdict, equation and what is said of the money, in both languages."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text

DISPUTES = {
    "a price by the second": (
        "视频扣费是不是算错了？一条扣了 ￥1.92：\n模型价格 ￥0.20，分组倍率 0.8，计算参数：seconds: 12.00",
        "billing.charged-as-documented",
        "0.2 * 12 * 0.8 = 1.92",
    ),
    "an hour's cache": (
        (
            'The relay overcharges us. usage: {"input_tokens": 6, "cache_creation_input_tokens": 51200, '
            '"cache_read_input_tokens": 0, "cache_creation": {"ephemeral_5m_input_tokens": 0, '
            '"ephemeral_1h_input_tokens": 51200}}\nThe invoice says $0.3072 for the cache write. Base input $3/MTok, a '
            "cache write is 1.25x of it, so $0.192 would be right."
        ),
        "billing.charged-as-documented",
        "51200 * 0.000006 = 0.3072",
    ),
    "thoughts": (
        (
            "I was overcharged: the answer has 30 tokens and I pay for 1530 output tokens.\n"
            'Token usage: 12 input, 1530 output, {"candidatesTokenCount": 30, "thoughtsTokenCount": 1500}'
        ),
        "billing.charged-as-documented",
        "30 + 1500 = 1530",
    ),
    "cached twice": (
        (
            "prompt_tokens=50000 cached_tokens=40000 completion_tokens=1000, $2/M input, $0.2/M cached, $8/M output. "
            "The gateway books a cost of $0.116000, why?"
        ),
        "billing.price-mismatch",
        "50000 * 0.000002 + 40000 * 0.0000002 + 1000 * 0.000008 = 0.116",
    ),
    "reasoning twice": (
        "输入 3000，输出 900，其中推理 600。价格：输入 ¥4/百万 tokens，输出 ¥16/百万 tokens。后台扣费 ¥0.036，多扣了？",
        "billing.price-mismatch",
        "3000 * 0.000004 + 900 * 0.000016 + 600 * 0.000016 = 0.036",
    ),
    "another ratio": (
        (
            "怎么这么贵？\n时间 | 类型 | 模型 | 提示 | 补全 | 额度 | 详情\n"
            "05-05 10:00:00 | 消费 | qwen-lite | 2000 | 500 | $0.12 | 模型倍率 15.00，分组倍率 1.00，补全倍率 4.00\n\n"
            '模型倍率设置：\n  "qwen-max": 5,\n  "qwen-lite": 0.15,\n'
        ),
        "billing.price-mismatch",
        "(2000 + 500 * 4) * 15 * 1 = 60000",
    ),
    "the successes alone": (
        (
            'Your app says each failed run was charged! 12 runs, all printed "Charged 5 credits". 9 succeeded, '
            "3 failed. The difference of my balance is 45. Give me back the 15 credits of the failures."
        ),
        "billing.failed-refunded",
        "9 * 5 = 45",
    ),
    "the failures as well": (
        "提交了 12 次，每条 5 积分，成功 9 次，失败 3 次，积分从 200 变成 140，失败的没退。",
        "billing.failed-not-refunded",
        "12 * 5 = 60",
    ),
}


@pytest.mark.parametrize("name", DISPUTES)
def test_the_arithmetic_of_a_dispute_decides_it(name):
    text, cause, equation = DISPUTES[name]
    found = diagnose_text(text)
    assert (found["verdict"]["cause"], found["verdict"]["certainty"]) == (cause, "likely")
    assert equation in found["money"]["lines"]
    for language in ("en", "zh"):
        assert equation in found["verdict"]["why"][language]
    assert found["reply"]["gate"]["passed"]


def test_a_charge_that_is_in_question_is_not_said_to_be_right():
    text = DISPUTES["another ratio"][0]
    assert diagnose_text(text)["money"]["decision"] == "needs-evidence"


@pytest.mark.parametrize(
    "text",
    [
        "My task failed and I was charged $1.44. Price is $0.12 per second, 12 seconds. Please refund.",
        "任务失败了还扣了 1.44 元，每秒 0.12 元，12 秒，没有退款。",
    ],
)
def test_a_right_amount_does_not_settle_a_failure(text):
    assert diagnose_text(text)["verdict"]["cause"] == "billing.failed-not-refunded"
