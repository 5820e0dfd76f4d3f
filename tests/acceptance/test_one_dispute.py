"""The guide's dispute, work that failed and was charged, told in four ways: one decision, and what is missing said."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from supportdesk import diagnose_text
from tests.acceptance.desk import faults

BEGIN = 1_777_900_000
TASK = "task_" + "Kw5" * 10 + "t2"
QUOTA = 600_000
CHINA = timezone(timedelta(hours=8))
HEAD = "时间\t渠道\t用户\t令牌\t分组\t类型\t模型\t用时/首字\t输入\t输出\t花费\t详情\n"
TASKS = "提交时间\t结束时间\t花费时间\t平台\t类型\t任务ID\t任务状态\t进度\t失败原因\n"
SAID = "\n生成视频的任务失败了，但是扣款，没有退款"
"""What the customer writes above his material in every telling."""


def row(kind: int = 2, at: int = 1, **more: Any) -> dict[str, Any]:
    other = more.pop("other", {"is_task": True, "request_path": "/v1/videos/generations", "model_price": 1.2,
                               "group_ratio": 1})  # fmt: skip
    return {
        "id": 5001, "user_id": 41, "created_at": BEGIN + at, "type": kind, "content": "操作 generate",
        "username": "mei",
        "token_name": "t", "model_name": "gemini_omni", "quota": QUOTA, "prompt_tokens": 0, "completion_tokens": 0,
        "use_time": 0, "is_stream": False, "channel": 12, "token_id": 1, "group": "default", "ip": "",
        "request_id": f"20260504{at:012}QrStUv", "other": json.dumps(other), **more,
    }  # fmt: skip


BY_TOKENS = {"model_ratio": 0.5, "completion_ratio": 2, "group_ratio": 1, "model_price": -1}
LATER = (
    row(5, 90_150, model_name="gpt-5-mini", quota=0, content="status_code=500, upstream said no", other={}),
    row(2, 90_100, model_name="gpt-5-mini", quota=14, prompt_tokens=9, completion_tokens=9, content="",
        other={**BY_TOKENS, "request_path": "/v1/chat/completions"}),
)  # fmt: skip
CHARGE = row()
REFUND = row(6, 310, content="", other={"task_id": TASK, "reason": "upstream returned error", "model_price": 1.2})
CHAT = row(quota=1095, prompt_tokens=310, completion_tokens=940, content="",
           other={**BY_TOKENS, "request_path": "/v1/chat/completions"})  # fmt: skip
RECORD = {
    "id": 9, "created_at": BEGIN, "updated_at": BEGIN + 300, "task_id": TASK, "platform": "55", "user_id": 41,
    "group": "default", "channel_id": 12, "quota": QUOTA, "action": "generate", "status": "FAILURE",
    "fail_reason": "upstream returned error", "submit_time": BEGIN, "start_time": BEGIN + 5,
    "finish_time": BEGIN + 300, "progress": "100%", "properties": {"origin_model_name": "gemini_omni"},
}  # fmt: skip


def page(*items: dict[str, Any]) -> str:
    data = {"page": 1, "page_size": 100, "total": len(items), "items": list(items)}
    return json.dumps({"success": True, "message": "", "data": data}, ensure_ascii=False)


def shown(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def console(*items: dict[str, Any]) -> str:
    names = {2: "消费", 5: "错误", 6: "退款"}
    lines = [
        f"{shown(item['created_at'])}\t12\tmei\tt\tdefault\t{names[item['type']]}\t{item['model_name']}\t0 s\t"
        f"{item['prompt_tokens']}\t{item['completion_tokens']}\t${item['quota'] / 500_000:.6f}\t{item['content']}"
        for item in items
    ]
    return HEAD + "\n".join(lines) + f"\n共 {len(items)} 条"


CONSOLE_TASKS = TASKS + "\t".join(
    (
        shown(BEGIN),
        shown(BEGIN + 300),
        "300 秒",
        "55",
        "生成视频",
        TASK,
        "失败",
        "100%",
        "upstream returned error\n共 1 条",
    )
)
PROSE = {
    "prose in Chinese": "gemini_omni 生成视频的任务失败了，但是扣款 1.2 美元，没有退款",
    "prose in English": "My gemini_omni video task failed but $1.20 was charged and never refunded.",
}
TOLD = {
    "task JSON": json.dumps(RECORD) + SAID,
    "log rows": page(*LATER, CHARGE) + SAID,
    "one log row": json.dumps(CHARGE) + SAID,
    "console text": console(*LATER, CHARGE) + SAID,
    "one line of the console": console(CHARGE) + SAID,
    **PROSE,
}
SETTLED = {
    "task JSON": json.dumps(RECORD) + "\n" + page(*LATER, CHARGE) + SAID,
    "log rows": page(*LATER, CHARGE) + "\n" + page(RECORD) + SAID,
    "console text": console(*LATER, CHARGE) + "\n\n" + CONSOLE_TASKS + SAID,
    "prose": PROSE["prose in Chinese"] + "\n" + page(*LATER, CHARGE) + "\n" + page(RECORD),
}
"""Each telling with what it leaves open."""
GIVEN_BACK = {
    "task JSON": page(RECORD) + "\n" + page(*LATER, REFUND, CHARGE) + SAID,
    "log rows": page(*LATER, REFUND, CHARGE) + SAID,
    "console text": console(*LATER, REFUND, CHARGE) + SAID,
    "prose": PROSE["prose in English"] + "\n" + page(*LATER, REFUND, CHARGE),
}
CALLED_BY_CHAT = {
    "one log row": json.dumps(CHAT) + "\n生成视频的任务失败了，但是扣款",
    "log rows": page(*LATER, CHAT) + "\n生成视频的任务失败了，但是扣款",
    "console text": console(*LATER, CHAT) + "\n生成视频的任务失败了，但是扣款",
    "prose": "gemini_omni 生成视频任务失败，但是扣款 0.00219 美元。日志行：\n" + json.dumps(CHAT),
}


@pytest.mark.parametrize("name", TOLD)
def test_told_in_any_way_the_same_is_decided_and_the_missing_half_is_asked_for(name: str) -> None:
    found = diagnose_text(TOLD[name])
    money = found["money"]
    assert found["verdict"]["cause"].startswith("billing.")
    assert found["verdict"]["certainty"] in ("possible", "likely")
    assert (money["decision"], money["refund_quota"], money["refund_usd"]) == ("needs-evidence", None, None)
    assert money["idempotency_key"] is None
    assert money["charged_quota"] in (None, QUOTA)
    waits = {"task JSON": "listing_complete", "prose in Chinese": "charged_quota", "prose in English": "charged_quota"}
    assert money["waits_for"] == waits.get(name, "task_status")
    first = found["ask"][0]["question"]
    assert ("record" if money["waits_for"] == "task_status" else "log") in first["en"]
    assert ("记录" if money["waits_for"] == "task_status" else "日志") in first["zh"]
    assert faults(TOLD[name]) == []


@pytest.mark.parametrize("name", ["log rows", "console text"])
def test_a_log_that_is_whole_is_not_asked_for_again(name: str) -> None:
    assert all("complete usage log" not in item["question"]["en"] for item in diagnose_text(TOLD[name])["ask"])


@pytest.mark.parametrize("name", PROSE)
def test_an_amount_in_prose_is_what_is_claimed_and_not_what_was_charged(name: str) -> None:
    money = diagnose_text(PROSE[name])["money"]
    assert (money["claimed_quota"], money["charged_quota"]) == (QUOTA, None)
    assert money["lines"] == ["1.2 * 500000 = 600000"]


@pytest.mark.parametrize("name", SETTLED)
def test_with_the_missing_half_every_telling_gives_the_whole_charge_back(name: str) -> None:
    found = diagnose_text(SETTLED[name])
    money = found["money"]
    assert (found["verdict"]["cause"], found["verdict"]["certainty"]) == ("billing.failed-not-refunded", "confirmed")
    assert (money["decision"], money["charged_quota"], money["refund_quota"]) == ("refund", QUOTA, QUOTA)
    assert money["refund_usd"] == "1.200000"
    assert money["idempotency_key"] == f"refund:task:{TASK}"
    assert len(money["ledger"]) == 1


@pytest.mark.parametrize("name", GIVEN_BACK)
def test_a_refund_that_is_booked_is_seen_in_every_telling(name: str) -> None:
    found = diagnose_text(GIVEN_BACK[name])
    money = found["money"]
    assert found["verdict"]["cause"].startswith("billing.failed-")
    assert (money["decision"], money["charged_quota"], money["net_quota"], money["refund_quota"]) == (
        "already-refunded", QUOTA, 0, 0,
    )  # fmt: skip


@pytest.mark.parametrize("name", CALLED_BY_CHAT)
def test_token_counts_on_the_charge_are_a_chat_call_in_every_telling(name: str) -> None:
    found = diagnose_text(CALLED_BY_CHAT[name])
    money = found["money"]
    assert found["verdict"]["cause"] in ("endpoint.chat-for-media", "billing.tokens-on-media-task")
    assert found["verdict"]["certainty"] == "likely"
    assert (money["decision"], money["charged_quota"], money["refund_quota"]) == ("none", 1095, 0)
    assert (money["policy"], money["goodwill"]) == ("usage-error", "supervisor")
