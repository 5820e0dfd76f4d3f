"""Every line of `money.lines` is an equation that evaluates exactly, whatever the rows (design, 'The public contract').

Rows are made of the amounts of tests/money/formulas.py; the lines are parsed and evaluated by tests/money/equations.py.
"""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from supportdesk.diagnosing import diagnose
from supportdesk.source import Source
from tests.advising.test_known_causes import LATER, T0, listing, log_row, record, request_id
from tests.money import formulas
from tests.money.equations import holds

PRICES = ("0.04", "0.09", "0.3", "0.5", "0.333333", "0.0125")
GROUPS = ("1", "0.7", "0.8", "1.5", "0.06")
MODELS = ("0.075", "0.25", "1.25", "2", "37.5", "0.0001")


def text_row(source: random.Random, number: int) -> dict[str, Any]:
    model, group = source.choice(MODELS), source.choice(GROUPS)
    prompt, out = source.randrange(0, 9000), source.randrange(0, 3000)
    cached = source.randrange(0, prompt + 1)
    tools = [("10", source.randrange(1, 4))] if source.random() < 0.3 else []
    row = formulas.Row(
        prompt, out, cache=cached, model=model, group=group, completion_ratio=4, cache_ratio="0.1", tools=tools
    )
    quota = formulas.text_quota(row) * (2 if source.random() < 0.2 else 1)
    other = {
        "model_ratio": float(model), "group_ratio": float(group), "completion_ratio": 4, "cache_ratio": 0.1,
        "cache_tokens": cached, "model_price": -1, "user_group_ratio": -1,
        "tool_surcharges": [{"name": "web_search", "price": 10, "count": calls} for _, calls in tools],
    }  # fmt: skip
    columns = {"prompt_tokens": prompt, "completion_tokens": out, "quota": quota, "model_name": "gpt-5-mini"}
    return log_row(T0 + number, 2, number, other=other, **columns)


def task_rows(source: random.Random, number: int) -> list[dict[str, Any]]:
    price, group, seconds = source.choice(PRICES), source.choice(GROUPS), source.choice((4, 8, 10))
    quota = formulas.submit_quota(price, group, [seconds])
    prices = {"model_price": float(price), "group_ratio": float(group)}
    name = f"task_{number:032d}"
    rows = [
        log_row(T0 + number, 2, number, quota=quota, content=f"操作 generate, 计算参数：seconds: {seconds}.00",
                other={**prices, "is_task": True, "task_id": name})
    ]  # fmt: skip
    if source.random() < 0.4:
        part = quota if source.random() < 0.5 else quota // 3
        rows.append(
            log_row(T0 + number + 300, 6, number + 500, quota=part, other={**prices, "task_id": name, "reason": "no"})
        )
    return rows


def settled_rows(number: int) -> list[dict[str, Any]]:
    name = f"task_{number:032d}"
    prices = {"model_price": -1, "model_ratio": 2, "group_ratio": 1}
    text = "token重算：tokens=108900, modelRatio=2.00, groupRatio=1.00, otherMultiplier=0.6087"
    return [
        log_row(T0 + number, 2, number, quota=304_347, content="操作 generate, 计算参数：video_input: 0.61",
                other={**prices, "is_task": True, "task_id": name}),
        log_row(T0 + number + 90, 6, number + 500, quota=171_774, content=text,
                other={**prices, "task_id": name, "pre_consumed_quota": 304_347, "actual_quota": 132_573}),
    ]  # fmt: skip


def lines_of(*texts: str) -> list[str]:
    lines: list[str] = diagnose([Source(text) for text in texts]).to_dict()["money"]["lines"]
    return lines


@pytest.mark.parametrize("seed", range(40))
def test_every_line_of_mixed_rows_evaluates(seed: int) -> None:
    source = random.Random(seed)
    rows = [text_row(source, number) for number in range(1, source.randrange(2, 6))]
    rows += task_rows(source, 20) if seed % 2 else settled_rows(20)
    lines = lines_of(listing(LATER, *rows))
    assert lines
    assert [line for line in lines if not holds(line)] == []


@pytest.mark.parametrize("seed", range(25))
def test_the_lines_of_a_failed_task_end_in_what_goes_back(seed: int) -> None:
    source = random.Random(seed)
    rows = task_rows(source, 20)
    failed = record(task_id=f"task_{20:032d}", quota=rows[0]["quota"], submit_time=T0 + 20)
    data = diagnose([Source(listing(LATER, *rows)), Source(listing(failed))]).to_dict()["money"]
    assert [line for line in data["lines"] if not holds(line)] == []
    net = sum(row["quota"] * (1 if row["type"] == 2 else -1) for row in rows)
    assert data["net_quota"] == net
    assert sum(account["net_quota"] for account in data["ledger"]) == net
    if net:
        assert data["refund_quota"] == net
        assert f"{net} / 500000 = " in data["lines"][-1]


def test_the_worked_settlement_is_told_line_by_line() -> None:
    lines = lines_of(listing(LATER, *settled_rows(20)))
    assert "2 / 2 = 1" in lines
    assert "304347 - 171774 = 132573" in lines
    assert all(holds(line) for line in lines)


def test_an_amount_of_another_unit_has_bounds_where_it_does_not_divide() -> None:
    status = json.dumps({"success": True, "data": {"version": "v0.12.7", "quota_per_unit": 300_000, "start_time": 1,
                                                   "system_name": "gate"}})  # fmt: skip
    other = {"is_task": True, "model_price": 0.000333, "group_ratio": 1, "task_id": f"task_{1:032d}"}
    row = log_row(T0, 2, 1, quota=100, content="操作 generate，按次计费", request_id=request_id(3), other=other)
    failed = record(task_id=f"task_{1:032d}", quota=100, submit_time=T0)
    lines = lines_of(listing(LATER, row), listing(failed), status)
    assert lines
    assert all(holds(line) for line in lines), lines


RATIOS = {"model_price": -1, "user_group_ratio": -1}
EXAMPLES: dict[str, tuple[dict[str, Any], str]] = {
    "cached prompt": (
        {"quota": 1900, "prompt_tokens": 1200, "completion_tokens": 300, "model_name": "gpt-5-mini",
         "other": {**RATIOS, "model_ratio": 1.25, "completion_ratio": 4, "cache_ratio": 0.5, "cache_tokens": 1000,
                   "group_ratio": 0.8}},
        "(200 + 1000 * 0.5 + 300 * 4) * 1.25 * 0.8 = 1900",
    ),
    "claude": (
        {"quota": 9600, "prompt_tokens": 400, "completion_tokens": 500, "model_name": "claude-sonnet-4-5",
         "other": {**RATIOS, "model_ratio": 1.5, "completion_ratio": 5, "cache_ratio": 0.1, "cache_tokens": 10_000,
                   "cache_creation_tokens": 2000, "cache_creation_ratio": 1.25, "group_ratio": 1, "claude": True,
                   "usage_semantic": "anthropic"}},
        "(400 + 10000 * 0.1 + 2000 * 1.25 + 500 * 5) * 1.5 * 1 = 9600",
    ),
    "images": (
        {"quota": 60_000, "prompt_tokens": 1, "completion_tokens": 0, "model_name": "dall-e-3",
         "content": "大小 1024x1024, 品质 standard, 生成数量 2", "other": {"model_price": 0.04, "group_ratio": 1.5}},
        "0.04 * 500000 * 1.5 * 2 = 60000",
    ),
    "expression": (
        {"quota": 1375, "prompt_tokens": 1000, "completion_tokens": 200, "model_name": "gpt-5-mini",
         "other": {"model_price": 0, "model_ratio": 0, "completion_ratio": 0, "group_ratio": 0.5,
                   "matched_tier": "base", "billing_mode": "tiered_expr",
                   "expr_b64": "dGllcigiYmFzZSIscCoyLjUrYyoxNSk="}},
        "5500 / 1000000 * 500000 * 0.5 = 1375",
    ),
}  # fmt: skip
"""The worked examples of gateway.md 2 that are calls, as the gateway writes their rows."""


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_worked_examples_as_rows(name: str) -> None:
    row, equation = EXAMPLES[name]
    columns = {key: value for key, value in row.items() if key != "other"}
    rows = (listing(log_row(T0, 2, 1, other=row["other"], **columns)),)
    data = diagnose([Source(text) for text in rows]).to_dict()["money"]
    assert equation in data["lines"]
    assert (data["net_quota"], data["expected_quota"], data["flags"]) == (row["quota"], row["quota"], [])
    wrong = listing(log_row(T0, 2, 1, other=row["other"], **{**columns, "quota": row["quota"] + 1}))
    assert diagnose([Source(wrong)]).to_dict()["money"]["flags"] == ["mismatch"]


def test_a_failed_video_and_its_refund_net_nothing() -> None:
    prices = {"model_price": 0.3, "group_ratio": 1}
    name = f"task_{1:032d}"
    rows = [
        log_row(T0, 2, 1, content="操作 generate, 计算参数：seconds: 8.00", other={**prices, "is_task": True}),
        log_row(T0 + 305, 6, 2, other={**prices, "seconds": 8, "task_id": name, "reason": "moderation"}),
    ]
    data = diagnose([Source(listing(LATER, *rows)), Source(listing(record(task_id=name, quota=0)))]).to_dict()["money"]
    assert (data["net_quota"], data["decision"], data["refund_quota"]) == (0, "already-refunded", 0)
    assert "1200000 - 1200000 = 0" in data["lines"]
