"""Charges and refunds of failed tasks, to the quota unit, in every form that the records come in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from supportdesk import diagnose_text
from tests.acceptance.desk import faults, verdict

BEGIN = 1_776_500_000
TASK = "task_" + "Ab3" * 10 + "x9"
KEPT, REFUNDED = "billing.failed-not-refunded", "billing.failed-refunded"
TOKENS = {"endpoint.chat-for-media", "billing.tokens-on-media-task"}
BY_TOKENS = {
    "model_ratio": 0.5, "completion_ratio": 2, "group_ratio": 1, "model_price": -1,
    "request_path": "/v1/chat/completions",
}  # fmt: skip
ON_IMAGES = {**BY_TOKENS, "request_path": "/v1/images/generations"}
SUBMITTED = {"is_task": True, "request_path": "/v1/videos", "model_price": 0.3, "group_ratio": 1, "seconds": 8}


def row(model: str = "sora-2", kind: int = 2, quota: int = 1_200_000, at: int = 1, **more: Any) -> dict[str, Any]:
    """Return a log row; `at` counts from the task's submission."""
    other = more.pop("other", {})
    return {
        "id": 77, "user_id": 3, "created_at": BEGIN + at, "type": kind, "content": "", "username": "alice",
        "token_name": "prod", "model_name": model, "quota": quota, "prompt_tokens": 0, "completion_tokens": 0,
        "use_time": 5, "is_stream": False, "channel": 12, "channel_name": "Cheap-Upstream-7", "token_id": 9,
        "group": "default", "ip": "", "request_id": f"20260418{at:010}AbCdEfGh", "other": json.dumps(other), **more,
    }  # fmt: skip


def task(status: str = "FAILURE", **more: Any) -> dict[str, Any]:
    return {
        "id": 5, "created_at": BEGIN, "updated_at": BEGIN + 301, "task_id": TASK, "platform": "55", "user_id": 3,
        "group": "default", "channel_id": 12, "quota": 1_200_000, "action": "generate", "status": status,
        "fail_reason": "upstream returned error" if status == "FAILURE" else "", "submit_time": BEGIN,
        "start_time": BEGIN + 5, "finish_time": BEGIN + 300, "progress": "100%",
        "properties": {"input": "cat", "origin_model_name": "sora-2"}, "data": None, **more,
    }  # fmt: skip


def page(*rows: dict[str, Any], total: int | None = None) -> str:
    data = {"page": 1, "page_size": 100, "total": len(rows) if total is None else total, "items": list(rows)}
    return json.dumps({"success": True, "message": "", "data": data}, ensure_ascii=False)


def without(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}


CHARGE = row(other=SUBMITTED, content="操作 generate, 计算参数：seconds: 8.00")
REFUND = row(kind=6, at=310, other={"task_id": TASK, "reason": "upstream returned error", "model_price": 0.3})
LATER = (
    row("gpt-5-mini", 2, 40, 90_100, prompt_tokens=9, completion_tokens=9),
    row("gpt-5-mini", 5, 0, 90_150, content="status_code=500, upstream said no"),
)
IMAGINE = {
    "id": 3, "code": 1, "user_id": 3, "action": "IMAGINE", "mj_id": "1745678901234567", "prompt": "cat",
    "prompt_en": "cat", "description": "Submit success", "state": "", "submit_time": BEGIN * 1000,
    "start_time": BEGIN * 1000 + 900, "finish_time": BEGIN * 1000 + 61_000, "image_url": "", "status": "FAILURE",
    "progress": "100%", "fail_reason": "上游任务超时（超过1小时）", "channel_id": 12, "quota": 50_000, "buttons": "",
    "properties": "",
}  # fmt: skip
IMAGINED = row(
    "mj_imagine", 2, 50_000, 0, content="模型固定价格 0.10，分组倍率 1.00，操作 IMAGINE，ID 1745678901234567"
)
PAID = {"decision": "refund", "charged_quota": 1_200_000, "refunded_quota": 0, "refund_quota": 1_200_000}
BACK = {"decision": "already-refunded", "charged_quota": 1_200_000, "net_quota": 0, "refund_quota": 0}
OPEN = {"decision": "needs-evidence", "refund_quota": None, "refund_usd": None}
OLD_TASK = page(task(task_id="cgt-2025abc"))

FAILED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "charge and whole log": (page(task()) + "\n" + page(*LATER, CHARGE), KEPT, {**PAID, "refund_usd": "2.400000"}),
    "log before record": (page(*LATER, CHARGE) + "\n" + page(task()), KEPT, PAID),
    "log in rising order": (page(task()) + "\n" + page(CHARGE, *LATER), KEPT, PAID),
    "refunded": (page(task()) + "\n" + page(*LATER, REFUND, CHARGE), REFUNDED, BACK),
    "refunded, single rows": ("\n".join(map(json.dumps, (task(), CHARGE, REFUND))), REFUNDED, BACK),
    "refunded, rows only": (page(REFUND, CHARGE), REFUNDED, BACK),
    "a part refunded": (
        page(task()) + "\n" + page(*LATER, {**REFUND, "quota": 400_000}, CHARGE),
        KEPT,
        {"decision": "partial", "refunded_quota": 400_000, "refund_quota": 800_000, "refund_usd": "1.600000"},
    ),
    "refund as Chinese text": (
        OLD_TASK
        + page(
            *LATER, row(kind=4, quota=0, at=310, content="异步任务执行失败 cgt-2025abc，补偿 ＄2.400000 额度"), CHARGE
        ),
        REFUNDED,
        BACK,
    ),
    "refund as English text": (
        OLD_TASK
        + page(
            *LATER,
            row(kind=4, quota=0, at=310, content="Video async task failed cgt-2025abc, refund ＄2.400000 额度"),
            CHARGE,
        ),
        REFUNDED,
        BACK,
    ),
    "Midjourney": (
        page(IMAGINE) + "\n" + page(*LATER, IMAGINED),
        KEPT,
        {"decision": "refund", "charged_quota": 50_000, "refund_quota": 50_000, "refund_usd": "0.100000"},
    ),
    "Midjourney refunded": (
        page(IMAGINE) + page(*LATER, row("mj_imagine", 6, 50_000, 70, other={"task_id": IMAGINE["mj_id"]}), IMAGINED),
        REFUNDED,
        {"decision": "already-refunded", "refund_quota": 0},
    ),
}
UNDECIDED = {
    "log of one type": page(task()) + "\n" + page(CHARGE),
    "one page of several": page(task()) + "\n" + page(*LATER, CHARGE, total=60),
    "record only": json.dumps(task()),
    "told in Chinese": "任务失败了但是扣了我 2.4 美元，没有退款，模型 sora-2",
    "told in English": "My sora-2 video task failed but I was still charged $2.40 and never got a refund.",
}
NO_REASON = {
    "the task succeeded": page(task("SUCCESS")) + "\n" + page(*LATER, CHARGE),
    "the task still runs": page(task("IN_PROGRESS", finish_time=0)) + "\n" + page(*LATER, CHARGE),
    "free from rc.22 on": json.dumps(task(quota=0)),
}
SPENT = {"quota": 1095, "prompt_tokens": 310, "completion_tokens": 940}
COUNTED = row("gemini_omni", other=BY_TOKENS, **SPENT)
COUNTS = {
    "admin's page": page(COUNTED),
    "user's page": page({**without(COUNTED, "channel_name"), "channel": 0}),
    "key's list": json.dumps({"success": True, "message": "", "data": [without(COUNTED, "username", "user_id")]}),
    "one row": json.dumps(COUNTED),
    "details as an object": json.dumps({**COUNTED, "other": BY_TOKENS}),
    "no details": json.dumps(row("gemini_omni", **SPENT)),
    "one-api": json.dumps(
        {
            **without(COUNTED, "use_time", "other", "group", "token_id", "ip", "channel_name"),
            "content": "倍率：0.50 × 1.00 × 2.00",
            "elapsed_time": 4011,
            "system_prompt_reset": False,
        }
    ),
    "Chinese console": "时间\t渠道\t用户\t令牌\t类型\t模型\t用时/首字\t输入\t输出\t花费\t详情\n"
    "2026-04-18 16:13:21\t12\talice\tprod\t消费\tgemini_omni\t5 s\t310\t940\t$0.002190\t模型倍率 0.5",
    "English console": "Time\tToken\tType\tModel\tUse time\tPrompt\tCompletion\tCost\tDetails\n"
    "2026-04-18 16:13:21\tprod\tConsume\tgemini_omni\t5 s\t310\t940\t$0.002190\t",
    "export of a key's tool": "时间,模型,用时,提示,补全,花费,详情\n2026-04-18 16:13:21,gemini_omni,5,310,940,1095,",
}
RIGHTLY_COUNTED = {
    "priced by tokens": page(row("gpt-image-1", other=ON_IMAGES, **SPENT)),
    "token-billed tasks": page(row("gpt-image-2.5-flare-vip", other=ON_IMAGES, **SPENT)),
    "a chat model": page(row("gpt-5-mini", other=BY_TOKENS, **SPENT)),
    "no tokens": page(row("gemini_omni", other=SUBMITTED)),
    "an image call's one token": page(
        row("doubao-seedream-4-5", quota=20_000, prompt_tokens=1, other={"model_price": 0.04, "group_ratio": 1})
    ),
}


@pytest.mark.parametrize("name", FAILED)
def test_a_failed_tasks_money_is_decided_to_the_unit(name):
    text, cause, money = FAILED[name]
    found = diagnose_text(text)
    assert (found["verdict"]["cause"], found["verdict"]["certainty"]) == (cause, "confirmed")
    assert {key: found["money"][key] for key in money} == money
    assert found["verdict"]["who"] == ("operator" if cause == KEPT else "nobody")
    assert faults(text) == []


@pytest.mark.parametrize("name", FAILED)
def test_its_replies_state_the_amounts(name):
    text, _, _ = FAILED[name]
    found = diagnose_text(text)
    for language in ("en", "zh"):
        assert str(found["money"]["charged_quota"]) in found["reply"][language]
        if found["money"]["refund_quota"]:
            assert found["money"]["refund_usd"] in found["reply"][language]


@pytest.mark.parametrize("name", UNDECIDED)
def test_without_the_whole_log_nothing_is_promised_and_the_log_is_asked_for(name):
    found = diagnose_text(UNDECIDED[name])
    assert found["verdict"]["certainty"] != "confirmed"
    assert {key: found["money"][key] for key in OPEN} == OPEN
    assert "usage log" in found["ask"][0]["question"]["en"]
    assert "日志" in found["ask"][0]["question"]["zh"]
    assert faults(UNDECIDED[name]) == []


@pytest.mark.parametrize("name", [name for name in UNDECIDED if name.startswith("told")])
def test_a_told_failure_is_possible_and_the_reply_takes_no_blame(name):
    found = diagnose_text(UNDECIDED[name])
    assert (found["verdict"]["cause"], found["verdict"]["certainty"]) == (KEPT, "possible")
    assert "This is on our side" not in found["reply"]["en"]
    assert "这是我们这边的问题" not in found["reply"]["zh"]


@pytest.mark.parametrize("name", NO_REASON)
def test_work_that_did_not_fail_gives_nothing_back(name):
    found = diagnose_text(NO_REASON[name])
    assert found["verdict"]["cause"] not in (KEPT, REFUNDED) or found["verdict"]["certainty"] == "undetermined"
    assert not found["money"]["refund_quota"]


@pytest.mark.parametrize("name", COUNTS)
def test_token_counts_on_a_video_charge_are_likely_a_chat_call(name):
    cause, certainty = verdict(COUNTS[name])
    assert cause in TOKENS
    assert certainty == "likely"
    money = diagnose_text(COUNTS[name])["money"]
    assert (money["decision"], money["charged_quota"], money["refund_quota"]) == ("none", 1095, 0)
    assert faults(COUNTS[name]) == []


@pytest.mark.parametrize("name", RIGHTLY_COUNTED)
def test_token_counts_where_they_belong_are_no_chat_call(name):
    cause, certainty = verdict(RIGHTLY_COUNTED[name])
    assert cause not in TOKENS or certainty == "undetermined"


def test_a_settlement_is_no_refund_of_a_failure():
    ratio = {"video_input": 0.6086956521739131, "model_ratio": 2, "group_ratio": 1}
    settled = {**ratio, "task_id": TASK, "pre_consumed_quota": 304_347, "actual_quota": 132_573}
    submit = row("doubao-seedance-2-0", 2, 304_347, 1, other={**ratio, "is_task": True, "model_price": -1})
    record = task("SUCCESS", quota=132_573, properties={"origin_model_name": "doubao-seedance-2-0"})
    found = diagnose_text(page(row("doubao-seedance-2-0", 6, 171_774, 200, other=settled), submit) + page(record))
    assert found["verdict"]["cause"] not in (KEPT, REFUNDED, "billing.price-mismatch")
    money = found["money"]
    assert (money["charged_quota"], money["refunded_quota"], money["net_quota"]) == (304_347, 171_774, 132_573)


@pytest.mark.parametrize(("quota", "due"), [(1095, 0), (2190, 1095)])
def test_a_disputed_charge_is_compared_with_its_own_price(quota, due):
    text = page(row("gpt-5-mini", other=BY_TOKENS, **{**SPENT, "quota": quota})) + "\n扣费不对，为什么扣了这么多？"
    money = diagnose_text(text)["money"]
    assert (money["charged_quota"], money["expected_quota"], money["refund_quota"]) == (quota, 1095, due)
    assert any("1095" in line for line in money["lines"])


@pytest.mark.parametrize(
    "text",
    [
        "The task failed but I was not charged for it, just want to know why",
        "Will I be charged if a task fails?",
        "如果任务失败会扣费吗？",
        "失败的任务没有扣费，只是想了解原因",
    ],
)
def test_a_denial_or_a_question_is_no_complaint(text):
    assert verdict(text)[0] != KEPT


@pytest.mark.parametrize("text", [UNDECIDED["told in Chinese"], UNDECIDED["told in English"], "扣费不对"])
def test_a_complaint_is_answered_in_its_own_matter_and_in_the_second_person(text):
    found = diagnose_text(text)
    assert "Authorization" not in " ".join(item["question"]["en"] for item in found["ask"])
    assert "customer" not in found["reply"]["en"].lower()
    assert "客户" not in found["reply"]["zh"]
