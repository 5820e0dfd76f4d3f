"""Charges told in few words, shown in rows and records: what is due, what is wrong, what was sent twice or given back.

Every ticket here is invented.
"""

from __future__ import annotations

import pytest

from tests.acceptance.desk import verdict

AS_DOCUMENTED, MISMATCH, TWICE = "billing.charged-as-documented", "billing.price-mismatch", "billing.duplicate-charge"
KEPT, REFUNDED, ABORTED = "billing.failed-not-refunded", "billing.failed-refunded", "billing.aborted-charged"
MEDIA = "billing.tokens-on-media-task"

ROWS = (
    "id | user | model | prompt | completion | created\n"
    "71 | u2 | gpt-4o | 644 | 91 | 2026-03-02 09:14:05\n"
    "72 | u2 | gpt-4o | 644 | 91 | 2026-03-02 09:14:12\n"
)
TOLD = [
    (
        AS_DOCUMENTED,
        "We brought our own Anthropic key to OpenRouter; its activity page shows $0.00. Are we paying twice?",
    ),
    (AS_DOCUMENTED, "每次请求最少扣 0.01 积分，哪怕只有几个 token，是不是有问题？"),
    (AS_DOCUMENTED, "我在默认分组调是 0.02，切到 vip 分组调是 0.03，同样的请求，是不是多扣了？"),
    (
        AS_DOCUMENTED,
        "Fresh install, empty folder, I typed three letters and the counter jumps to 12k tokens. Who pays for that?",
    ),
    (
        AS_DOCUMENTED,
        "In the log is an extra call to haiku that I never made, 290 tokens, each time that I open a chat.",
    ),
    (AS_DOCUMENTED, "gpt-4o-mini counts my picture as 36,000 tokens, gpt-4o as 1,100. Is the counter broken?"),
    (AS_DOCUMENTED, "sora-2 8 秒扣了 2.4 刀，4 秒是 1.2 刀，为什么一个视频价格不一样"),
    (AS_DOCUMENTED, 'It said "ok", completion_tokens: 210, reasoning_tokens: 201. I am billed 210. Explain.'),
    (MISMATCH, "上游返回 cache_read 是 0，input 是 1830，账单却按缓存读的价格算了，我们亏钱"),
    (MISMATCH, "Video of 8 seconds at $0.05/s. I was charged $0.80 instead of $0.40. One task, no retry."),
    (MISMATCH, "每次会同时生成 8 张图，账单上只按 1 张扣了钱，我是亏的"),
    (MISMATCH, "标价 0.6/2.5，你们平台收我 1.2/5"),
    (MISMATCH, "The trace costs $1.92 in the dashboard, the sum of its parts is $0.96."),
    (MISMATCH, "后台配置的模型倍率是 2.5，日志里显示按 37.5 的倍率扣的，多扣了十几倍"),
    (TWICE, ROWS + "Only one message was sent. Where does the second row come from?"),
    (TWICE, "用户双击了生成按钮，生成了两个视频任务，都扣费了，能退一个吗"),
    (TWICE, "工作流里的节点失败重试 3 次，后台扣了 3 次，每次都成功返回了"),
    (
        TWICE,
        "The CLI's side request goes out twice, 14 ms apart, with the same body; both are answered, both in the usage.",
    ),
    (KEPT, "流式请求上游超时断掉，一个字都没收到，prompt 部分照样全额扣了"),
    (KEPT, '{"taskId":"k1","state":"fail","failMsg":"Internal Error","costCredits":24} and my balance still lacks 24.'),
    (KEPT, "The pre-charge of 0.5 for the crashed request was never released."),
    (REFUNDED, '{"task_id":"x9","state":"failed","refunded":true,"cost":5} You charged me 5 credits for a failed job!'),
    (REFUNDED, '{"id":"t1","status":"failed","credits_used":9,"credits_refunded":9} Why did you take 9 credits?'),
    (REFUNDED, "任务失败了，余额 10.00 后来又变回 10.00，是不是没扣"),
    (
        REFUNDED,
        "提交视频任务前余额 8.40，提交后余额 6.90，已用 1.50。任务失败后：余额 8.40，已用还是 1.50，为什么？",
    ),
    (MISMATCH, "日志最后写的是 $0.0042，余额少了 $0.19，差了大约 45 倍"),
    (MISMATCH, "分组倍率是 1.4，测试产生的日志 quota 没有乘 1.4"),
    (ABORTED, "I closed the tab while the answer was still coming, still the log shows the whole 4,000 tokens."),
    (ABORTED, "nginx 499 for the client, gateway row: 118 s, completion 6,011, charged. The user saw nothing."),
    (ABORTED, "requests.exceptions.ReadTimeout after 60 s; the log says success after 95 s, and 0.24 were charged."),
    (MEDIA, "日志：模型 sora-2，提示 31，补全 845，路径 /v1/chat/completions。为什么不是按次 0.3 扣？"),
    (MEDIA, "This row: dall-e-3 /v1/chat/completions 1,022 in, 310 out, $0.0465. Why not $0.04?"),
]
PASSING = [
    (
        "content.blocked",
        "I paid for it and get {'error': {'code': 'moderation_blocked', 'message': 'rejected by safety'}}",
    ),
    (
        "rate.upstream-limit",
        "429 although I pay $200: Rate limit reached for gpt-4o in organization org-x on tokens per min",
    ),
    (
        "endpoint.no-polling",
        'I paid 0.3 and only got {"id":"task_a1b2c3","status":"queued","model":"sora-2"}. Where is my video?',
    ),
]


@pytest.mark.parametrize(("cause", "text"), TOLD)
def test_a_charge_is_told_apart_from_its_neighbours(cause: str, text: str) -> None:
    assert verdict(text)[0] == cause


@pytest.mark.parametrize(("cause", "text"), PASSING)
def test_a_charge_told_in_passing_is_not_what_is_asked(cause: str, text: str) -> None:
    assert verdict(text)[0] == cause


def test_a_lost_channel_is_not_sure_where_a_refund_is_missed() -> None:
    told = "任务 FAILURE，fail_reason: 获取渠道信息失败，请联系管理员，渠道ID：12\n到现在没有退款"
    cause, certainty = verdict(told)[:2]
    assert cause == KEPT or certainty != "confirmed"
