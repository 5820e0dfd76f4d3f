from __future__ import annotations

import time
from typing import Any

import pytest

from supportdesk.reading.console_text import read_text
from supportdesk.reading.evidence import Piece
from supportdesk.source import Source
from supportdesk.view import View
from tests.reading.pieces import facts, written

AT = 1776254401  # 2026-04-15 12:00:01 UTC
CHARGE: dict[str, Any] = {
    "occurred_at": AT, "log_type": "consume", "model": "gemini_omni", "prompt_tokens": 120, "completion_tokens": 3400,
    "quota": 410_000,
}  # fmt: skip


def rows(text: str) -> list[Piece]:
    return [piece for _, _, piece in read_text(View.whole(Source(text))) if piece.kind != "listing"]


def read(text: str) -> dict[str, Any]:
    (piece,) = rows(text)
    return facts(piece)


def contains(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return {name: found.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-15 12:00:01\tdefault\t消费\tgemini_omni\t12 s\t120\t3400\t$0.82\t-",
        "2026-04-15 12:00:01  default  Consume  gemini_omni  12 s  120  3400  $0.82",
        "日志：\n2026-04-15 12:00:01 消费 gemini_omni 12s 120 3400 $0.82\n为什么失败了还扣费？",
        "2026-04-15 12:00:01\n default \n消费\ngemini_omni\n12 s\n120\n3400\n$0.82\n",
        "时间\t类型\t模型\t提示\t补全\t花费\n2026-04-15 12:00:01\t消费\tgemini_omni\t120\t3400\t＄0.820000 额度",
        "Time\tType\tModel\tInput\tOutput\tCost\r\n2026-04-15 12:00:01\tConsume\tgemini_omni\t120\t3,400\t$0.82\r\n",
        (
            "| Time | Type | Model | Prompt | Completion | Cost |\n|---|---|---|---|---|---|\n"
            "| 2026-04-15 12:00:01 | 消耗 | gemini_omni | 120 | 3400 | 410000 |"
        ),
        "时间：2026-04-15 12:00:01\n类型：消费\n模型：gemini_omni\n提示：120\n补全：3400\n花费：＄0.820000 额度",
        "- Time: 2026-04-15 12:00:01, Type: consume, Model: gemini_omni, Input: 120, Output: 3400, Quota: 410000",
        (
            " created_at          | type | model_name  | prompt_tokens | completion_tokens | quota\n"
            "---------------------+------+-------------+---------------+-------------------+--------\n"
            " 2026-04-15 12:00:01 |    2 | gemini_omni |           120 |              3400 | 410000"
        ),
    ],
)
def test_one_charge_in_every_form(text: str) -> None:
    assert contains(read(text), CHARGE)


def test_every_cell_knows_where_it_stands() -> None:
    text = "看：\n2026-04-15 12:00:01\tvip\t消费\tsora-2\t12 s\t120\t3400\t＄0.820000 额度\t操作 generate"
    (piece,) = rows(text)
    places = written(piece, text)
    assert places["log_type"] == "消费"
    assert places["model"] == "sora-2"
    assert places["quota"] == "＄0.820000 额度"
    assert places["content"] == "操作 generate"
    assert (facts(piece)["is_task"], facts(piece)["use_time_s"]) == (True, 12)
    assert piece.origin == "console"


def test_a_table_with_its_footer_is_a_complete_listing() -> None:
    text = (
        "时间\t类型\t模型\t花费\n2026-04-15 12:00:01\t消费\tsora-2\t$2.400000\n"
        "2026-04-15 12:09:01\t退款\tsora-2\t$2.400000\n显示第 1 条-第 2 条，共 2 条"
    )
    (_, _, listing), *found = read_text(View.whole(Source(text)))
    assert listing.kind == "listing"
    assert facts(listing) == {
        "listing_total": 2, "listing_complete": True, "listing_one_type": False, "listing_from": AT - 10,
        "listing_until": AT + 540,
    }  # fmt: skip
    assert [(piece.inside, piece.first("log_type"), piece.first("quota")) for _, _, piece in found] == [
        (0, "consume", 1_200_000),
        (0, "refund", 1_200_000),
    ]


def test_rows_without_a_header_belong_to_one_listing_that_claims_nothing() -> None:
    line = "2026-04-15 12:0{}:01\tdefault\t消费\tsora-2\t1 s\t0\t0\t$2.400000"
    (_, _, listing), *found = read_text(View.whole(Source("\n".join(line.format(n) for n in range(3)))))
    assert not {"listing_total", "listing_complete", "listing_one_type"} & facts(listing).keys()
    assert len(found) == 3


def test_dollars_with_two_decimals_say_how_far_they_are_open() -> None:
    assert read("2026-04-15 12:00:01\tdefault\t消费\tsora-2\t1 s\t0\t0\t$0.82")["quota_half_step"] == 2500
    assert "quota_half_step" not in read("2026-04-15 12:00:01\tdefault\t消费\tsora-2\t1 s\t0\t0\t$0.820000")


def test_yuan_are_not_turned_into_quota() -> None:
    assert "quota" not in read("2026-04-15 12:00:01\tdefault\t消费\tsora-2\t1 s\t0\t0\t¥0.82")


def test_the_log_of_a_keys_web_tool() -> None:
    text = '时间,模型,用时,提示,补全,花费,详情\n2026-04-15 12:00:01,gpt-4o,3,120,34,1900,"模型倍率 1.25，补全倍率 4.00"'
    found = read(text)
    assert contains(found, {"model": "gpt-4o", "use_time_s": 3, "quota": 1900, "model_ratio": 1.25})
    assert found["log_type"] == "consume"  # only charges have both output tokens and an amount


@pytest.mark.parametrize(("prompt", "completion"), [("输入 310", "输出 940"), ("Prompt: 310", "Completion: 940")])
def test_cells_that_name_their_own_tokens(prompt: str, completion: str) -> None:
    found = read(f"2026-04-15 12:00:01  prod  消费  gemini_omni  5 s  {prompt}  {completion}  $0.002190")
    assert contains(found, {"prompt_tokens": 310, "completion_tokens": 940, "quota": 1095, "log_type": "consume"})


def test_task_records_as_a_table_and_as_labels() -> None:
    wanted = {
        "task_id": "task_abc123", "task_status": "failure", "task_progress": "100%",
        "fail_reason": "任务超时（1440分钟）", "submitted_at": AT,
    }  # fmt: skip
    table = (
        "提交时间\t结束时间\t花费时间\t渠道\t平台\t类型\t任务ID\t任务状态\t进度\t详情\n"
        "2026-04-15 12:00:01\t\t299 s\t3\tsora\t生成\ttask_abc123\t失败\t100%\t任务超时（1440分钟）"
    )
    labels = (
        "任务ID：task_abc123\n状态：失败\n进度：100%\n失败原因：任务超时（1440分钟）\n提交时间：2026-04-15 12:00:01"
    )
    for text in (table, labels):
        (piece,) = rows(text)
        assert piece.kind == "task_row"
        assert contains(facts(piece), wanted)


def test_an_old_refund_row_books_the_amount_of_its_text() -> None:
    head = "时间\t类型\t模型\t花费\t详情\n"
    text = head + "2026-04-15 12:00:01\t系统\tsora-2\t$0\t异步任务执行失败 t_1，补偿 ＄2.400000 额度"
    assert contains(read(text), {"log_type": "refund", "quota": 1_200_000, "task_id": "t_1"})


@pytest.mark.parametrize(
    "text",
    [
        "[GIN] 2026/03/30 - 03:21:44 | 20260330032144 | 503 |    1.7ms | 203.0.113.9 |    POST /v1/chat/completions",
        "2026-07-14 23:03:07  ERROR  app.worker  request 12 failed",
        "2026-07-14 23:03:07 INFO system started in 3 s",
        "2026/05/06 17:29:11 [error] 491#491: *453 upstream timed out (110: Connection timed out), client: 203.0.113.7",
        "model: gpt-4o\nbase_url: https://example.com\ntimeout: 30",
        "message: webhook reported failure\nlevel: warn\nfields.type: video\nfields.status: failed",
        "时间, 模型, 花费 都对不上",
        "I paid $5 on 2026-04-15 12:00:01 for nothing.",
        "prompt_tokens: 12, completion_tokens: 40, total_tokens: 52",
        "",
    ],
)
def test_what_is_no_row_is_left_alone(text: str) -> None:
    assert read_text(View.whole(Source(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "\t" * 300_000, "a|" * 300_000, "时间：" * 100_000, "2026-04-15 12:00:01 " * 20_000,
        "消费 " * 200_000, "1" * 500_000,
        "\n".join(["时间\t类型\t模型\t花费"] * 20_000), "\n" * 300_000, "$" * 300_000, ("x" * 3990 + "\n") * 100,
        ("1 s " * 900 + "2026-04-15 12:00:01\n") * 50, "：" * 300_000, "a :" * 100_000, '"' * 100_000 + "\n,",
    ],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_hostile_text_ends_soon(text: str) -> None:
    started = time.perf_counter()
    read_text(View.whole(Source(text)))
    assert time.perf_counter() - started < 3
