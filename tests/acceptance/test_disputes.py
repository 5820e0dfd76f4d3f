"""Charge disputes told in the customer's own words, in rows of other systems and in equations of the console."""

from __future__ import annotations

import json

import pytest

from supportdesk import diagnose_text
from tests.acceptance.desk import verdict

ABORTED, TWICE = "billing.aborted-charged", "billing.duplicate-charge"
KEPT, BACK = "billing.failed-not-refunded", "billing.failed-refunded"
WRONG, RIGHT = "billing.price-mismatch", "billing.charged-as-documented"
TOKENS, UNPOLLED = "billing.tokens-on-media-task", "endpoint.no-polling"

TOLD = [
    (ABORTED, "前端用户点了“停止生成”，后台日志还是按完整输出扣费，前端只显示了 200 字。"),
    (ABORTED, "The user closes the tab, we stop reading the stream, and the provider's invoice has all of it."),
    (ABORTED, "Our function is killed after 29 s, the picture is ready at 50 s. We get nothing but the bill."),
    (ABORTED, "应用里报任务超时失败，可是中转站后台显示这个任务成功了，也扣费了，还能下载。"),
    (TWICE, "请求只发了一次，日志里却有两条消费记录，是重复扣费吗？"),
    (TWICE, "One click on Render, no picture, three charges of 9 credits each. Who sent the other two?"),
    (TWICE, "After an ack that came late the job was posted again: both tasks succeeded, both billed 0.56."),
    (TWICE, "同一个请求被扣了不止一次。"),
    (KEPT, "可灵任务显示 failed，点数少了 35，没有补回来，三天了。"),
    (KEPT, "The render failed, 25 credits were taken and they have not come back after a day."),
    (BACK, "mj 绘图失败，点数扣了 10 又返还 10，账单里还是显示消费 10，求解释"),
    (BACK, "The job failed. The balance is what it was before, only the total went up. Am I paying for it?"),
    (
        BACK,
        "The clip failed. Credits 480 before, 440 for a while, and after a restart it says 480. Did it cost anything?",
    ),
    (WRONG, "后台模型价格设置的是 0.08 一次，实际每次扣 0.16，翻了一倍。"),
    (WRONG, "The header says cost 0.005318, the provider bills 0.003092 for the same call."),
    (WRONG, "分组倍率改成 0.5 之后还是按 1 倍扣。"),
    (RIGHT, "Why does a reply of twelve words cost so much? The log has 1,856 output tokens, mostly reasoning."),
    (WRONG, "买了套餐，可是每次都从余额扣，套餐一直不动。"),
    (WRONG, "The batch rows should get the 40% discount, the ledger has the same price as for normal calls."),
    (WRONG, "A clip costs 6 times what the vendor takes for it, 0.05 vs 0.30."),
    (RIGHT, "联网搜索一开每次就多扣 0.02 元，为什么？"),
    (BACK, "FAILED run. Receipts: charge 0.60 USD, refund 0.60 USD. Please refund me."),
    (KEPT, "The call answered 502 and the balance is 0.20 lower, I would like it back."),
    (ABORTED, "AbortController fired after 20 s, fetch was rejected, and 12 cents were on the bill."),
    (TWICE, "The worker crashed and the queue delivered the message once more: two predictions, both billed 0.44."),
    (WRONG, "设置里倍率是 0.2，这几笔却都是按 1 倍收的，请退差价。"),
    (WRONG, "The settlement counts all 900 input tokens at the regular price although 700 of them were cached."),
    (WRONG, "对账：预期合计 ¥0.0912，实际扣费 ¥0.0455，缓存写入那部分漏了。"),
    (WRONG, "Reasoning tokens are billed twice, once inside the output and once more on top."),
    (BACK, "The render failed. Wallet 31.50 before, 29.00 while it ran, 31.50 now. Did I pay for it?"),
    (BACK, "视频失败了，明细里有 -60，过一会儿又有 +60，这算扣了吗？"),
    (KEPT, "Credits went from 220 to 180 for a clip that ended as failed, nothing came back."),
    (ABORTED, "在客户端里点了停止，用量照记，我停掉的那次为什么还按整条扣？"),
    (
        ABORTED,
        "Our nginx cuts the call after 60 s; the request is cut with a 504, and the relay bills the answer anyway.",
    ),
    (RIGHT, "在编程客户端里只发了“你好”两个字，就用了 1.8 万 token，正常吗？"),
    (RIGHT, "How can my balance be negative? It was 0.40 and every call of the batch went through."),
    (TOKENS, "veo-3 在日志里显示 提示 35 补全 2210，按 token 收了钱，为什么不是按秒？"),
]


@pytest.mark.parametrize(("cause", "text"), TOLD)
def test_a_dispute_in_words_is_possible_and_no_more(cause: str, text: str) -> None:
    assert verdict(text) == (cause, "possible")


@pytest.mark.parametrize(
    "text",
    [
        "How do I cancel a subscription?",
        "如果任务失败会退款吗？",
        "The page promises that failed jobs are refunded.",
        "The connection was closed and the answer is cut off.",
        "I sent the same request twice and both failed with 502.",
    ],
)
def test_what_disputes_no_charge_is_no_dispute(text: str) -> None:
    causes = [one["cause"] for one in diagnose_text(text)["causes"] if one["certainty"] != "undetermined"]
    assert not [cause for cause in causes if cause.startswith("billing.")]


ROWS = {
    "export in credits": (
        TWICE,
        (
            "timestamp,job,node,model,credits,provider_status\n"
            "2026-03-01T10:00:00.120Z,7be1,Image,seedream-5,9.5,succeeded\n"
            "2026-03-01T10:01:01.220Z,7be1,Image,seedream-5,9.5,succeeded"
        ),
    ),
    "the same input within a minute": (
        TWICE,
        (
            "2026-03-02 10:00:01 消费 gpt-4o 提示 1530 补全 420 ＄0.008025\n"
            "2026-03-02 10:00:31 消费 gpt-4o 提示 1530 补全 433 ＄0.008155"
        ),
    ),
    "a credit history": (BACK, "-40  video  submit\n+40  video  failed, returned"),
    "an equation that holds": (
        RIGHT,
        "提示 1000 tokens / 1M tokens * $2.00 + 补全 100 tokens / 1M tokens * $10.00 * 分组倍率 0.5 = $0.001500",
    ),
    "an equation below zero": (
        WRONG,
        "输入 -500 tokens / 1M tokens * $2.00 + 缓存 2000 tokens / 1M tokens * $0.20 = $-0.000600",
    ),
    "a payment behind a timeout": (
        ABORTED,
        (
            "curl -m 5 http://127.0.0.1:9000/v1/images/generations -d @r.json\n"
            "curl: (28) Operation timed out after 5001 milliseconds with 0 bytes received\n"
            "x402 settled 0.04 USDC tx=0x9b"
        ),
    ),
    "seconds charged twice over": (
        WRONG,
        json.dumps(
            {
                "id": 1, "created_at": 1776500000, "type": 2, "content": "操作 generate, 计算参数：seconds: 4.00",
                "token_name": "k", "model_name": "sora-2", "quota": 1200000, "prompt_tokens": 0, "completion_tokens": 0,
                "use_time": 2, "group": "default",
                "other": json.dumps({"is_task": True, "model_price": 0.3, "group_ratio": 1, "seconds": 4}),
            }
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_rows_decide_a_dispute(name: str) -> None:
    cause, text = ROWS[name]
    assert verdict(text) == (cause, "likely")


SUBMITTED = {
    "a status that is no error": "RuntimeError: unknown job status: 'processing'",
    "what the program printed": (
        "```python\nr = requests.post('https://mj.example.dev/mj/submit/imagine', json={'prompt': 'cat'}).json()\n"
        "print(r)  # {'code': 1, 'description': '提交成功', 'properties': {}, 'result': '1758012345600001'}\n"
        "url = r['imageUrl']  # KeyError: 'imageUrl'\n```"
    ),
    "an operation that is asked for by its name": (
        'POST …:predictLongRunning gives {"name":"projects/p/locations/us-central1/publishers/google/models/veo-3/'
        'operations/1a2b"}\n```js\nconst r = await fetch(`https://us-central1-aiplatform.googleapis.com/v1/${op.name}`)'
        "\n"
        "console.log(r.status)  // 404\n```"
    ),
    "a Suno id alone": 'Only {"code":"success","data":"7c2f1ab3-11aa-4b2e"} comes back. Where is the mp3?',
    "a pending task without a URL": (
        '提交返回 {"output":{"task_status":"PENDING","task_id":"0385dc79-5ff8"}}，没有 video_url 字段，怎么拿视频？'
    ),
    "accepted with 202": ('No image in the response:\nHTTP/1.1 202 Accepted\n{"task_id":"i_7c","status":"pending"}'),
}


@pytest.mark.parametrize("name", SUBMITTED)
def test_an_accepted_task_is_no_result(name: str) -> None:
    assert verdict(SUBMITTED[name])[0] == UNPOLLED


def test_a_video_model_behind_a_text_method_belongs_to_its_task_path() -> None:
    path = "/v1/projects/p/locations/global/publishers/google/models/veo-3.0:generateContent"
    line = f"POST https://aiplatform.googleapis.com{path} 404"
    assert verdict(line)[0] == "endpoint.chat-for-media"
