from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.reading.prose import read_prose
from supportdesk.source import Source
from supportdesk.view import View

CLAIMS = ("claimed_failed", "claimed_charged", "claimed_no_refund", "claimed_amount_usd")


def read(text: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for piece in read_prose(View.whole(Source(text))):
        assert (piece.kind, piece.origin) == ("prose", "prose")
        for reading in piece.readings:
            found.setdefault(reading.fact, []).append(reading.value)
    return found


def claims(text: str) -> dict[str, Any]:
    return {fact.removeprefix("claimed_"): values[0] for fact, values in read(text).items() if fact in CLAIMS}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("任务失败但是扣费了", {"failed": True, "charged": True}),
        ("视频生成失败，扣了 0.82 美元，一直没有退款。",
         {"failed": True, "charged": True, "no_refund": True, "amount_usd": 0.82}),
        ("提交后超时了，钱照扣，后台未退款", {"failed": True, "charged": True, "no_refund": True}),
        ("为什么失败了还扣费？", {"failed": True, "charged": True}),
        ("昨天的任务失败了，扣了 $1.5，能帮忙退一下吗？",
         {"failed": True, "charged": True, "no_refund": True, "amount_usd": 1.5}),
        ("没有生成视频，请尽快退款", {"failed": True, "no_refund": True}),
        ("任务没有失败，也没有扣费", {"failed": False, "charged": False}),
        ("失败的任务已经退款了", {"failed": True, "no_refund": False}),
        ("一条退款都没有，但扣款 3 笔", {"charged": True, "no_refund": True}),
        ("My task failed but I was charged $0.82.", {"failed": True, "charged": True, "amount_usd": 0.82}),
        ("It timed out and I haven't been refunded.", {"failed": True, "no_refund": True}),
        ("Why was I charged although it failed? No refund yet.", {"failed": True, "charged": True, "no_refund": True}),
        ("The job failed, can you refund me?", {"failed": True, "no_refund": True}),
        ("No video came out and 500000 quota were deducted", {"failed": True, "charged": True, "amount_usd": 1.0}),
        ("The call failed but we were not charged.", {"failed": True, "charged": False}),
        ("Credits were taken twice.", {"charged": True}),
        ("It did not fail.", {"failed": False}),
        ("I got a full refund.", {"no_refund": False}),
    ],
)  # fmt: skip
def test_statements(text: str, stated: dict[str, Any]) -> None:
    assert claims(text) == stated


@pytest.mark.parametrize(
    "text",
    [
        "失败了会扣费吗？", "如果任务失败，会退款吗？", "请问失败的任务扣费规则是什么？", "扣费吗？", "会不会扣费？",
        "万一失败的话会扣多少？", "will I be charged if it fails?", "Was I charged?", "Is a failed task refunded?",
        "What happens when a task fails?", "Do I get charged for failed tasks?", "Does a failed task cost anything?",
        "Could you tell me the refund policy?", "The failure rate is low.", "Hello, how do I use this model?",
        "预扣费额度失败, 用户剩余额度: 1", "退款规则在哪里看", "It would be charged per second.", "$10 per 1M tokens",
        "余额还有 600 美元",
    ],
)  # fmt: skip
def test_questions_and_rules_state_nothing(text: str) -> None:
    assert claims(text) == {}


def test_a_statement_outweighs_a_denial_of_the_same_fact() -> None:
    assert claims("绘图失败不返还金额。我的上家平台有返还给我。")["no_refund"] is True


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("charged $9 for it", 9.0),
        ("扣费 ¥9", None),
        ("扣费，价格是 $3 每张", None),
        ("被扣了 ＄0.123456 额度", 0.123456),
    ],
)
def test_only_a_charged_amount_in_dollars_is_claimed(text: str, amount: float | None) -> None:
    assert claims(text).get("amount_usd") == amount


@pytest.mark.parametrize(
    ("text", "theory"),
    [
        ("一直报错，感觉是频率限制？", "频率限制"),
        ("是不是渠道的 key 过期了", "渠道的 key 过期了"),
        ("It fails, I think the proxy cuts the connection.", "the proxy cuts the connection"),
        ("It fails every time.", None),
    ],
)
def test_the_customers_own_theory(text: str, theory: str | None) -> None:
    assert read(text).get("claimed_cause", [None])[0] == theory


@pytest.mark.parametrize(
    ("text", "fact", "values"),
    [
        ("调用 gemini_omni 报 503", "model", ["gemini_omni"]),
        ("gpt-5-mini works, `dall-e-3` does not, DALL-E-3 again", "model", ["dall-e-3", "gpt-5-mini"]),
        ("bytedance/seedance-1-pro and models/imagen-4.0-x", "model", ["bytedance/seedance-1-pro", "imagen-4.0-x"]),
        ("Model: coder-model", "model", ["coder-model"]),
        ("自定义模型 home-grown-7b 不行", "model", ["home-grown-7b"]),
        ("I use claude-code, llama-server and the gemini-cli with grok2api", "model", []),
        ("the models list at /v1/models is fine over HTTP/1.1", "model", []),
        ("调用 gemini_omni 报 503", "http_status", [503]),
        ("状态码：400，HTTP 429 too", "http_status", [400, 429]),
        ("I get a 502 Bad Gateway", "http_status", [502]),
        ("长度 500 字，version 4.0.4, port 404", "http_status", []),
        ("POST /v1/chat/completions 不行", "path", ["/v1/chat/completions"]),
        ("POST /v1/chat/completions 不行", "method", ["POST"]),
        ("地址是 https://api.example.com/v1/videos。", "url", ["https://api.example.com/v1/videos"]),
        ("see https://docs.example.com/guide", "url", []),
        ("任务 task_abcDEF123456 卡住", "task_id", ["task_abcDEF123456"]),
        ("the task_scheduler module", "task_id", []),
        ("request id: 20260415120001abcdEF99", "request_id", ["20260415120001abcdEF99"]),
        ("分组 svip 下", "group", ["svip"]),
    ],
)
def test_mentions(text: str, fact: str, values: list[Any]) -> None:
    assert read(text).get(fact, []) == values


def test_readings_know_where_they_stand() -> None:
    text = "你好，\r\n任务 task_abcDEF123456 失败但扣费 $0.82，模型 sora-2"
    (piece,) = read_prose(View.whole(Source(text)))
    places = {reading.fact: text[reading.span.start : reading.span.end] for reading in piece.readings}
    assert places == {
        "claimed_failed": "失败", "claimed_charged": "扣费", "claimed_amount_usd": "$0.82", "model": "sora-2",
        "task_id": "task_abcDEF123456", "about_money": "扣费",
    }  # fmt: skip


def test_nothing_said_is_no_piece() -> None:
    assert read_prose(View.whole(Source("Hello there, good morning."))) == []


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    for piece in read_prose(View.whole(Source(text))):
        for reading in piece.readings:
            assert 0 <= reading.span.start < reading.span.end <= len(text)


@pytest.mark.parametrize(
    "text",
    ["失败" * 200_000, "a" * 500_000, "gpt-" * 100_000, "not " * 100_000, "$1 " * 100_000, "model " * 80_000,
     "，" * 400_000,
     "task_" * 80_000, "没有" * 200_000, "http://" * 60_000, ("fails, " * 250 + "\n") * 50, "request id " * 40_000,
     "please a " * 60_000, "credits for " * 40_000, "/v1/" * 100_000, "20260415120001" * 30_000],
    ids=lambda text: repr(text[:10]),
)  # fmt: skip
def test_hostile_text_ends_soon(text: str) -> None:
    started = time.perf_counter()
    read_prose(View.whole(Source(text)))
    assert time.perf_counter() - started < 4
