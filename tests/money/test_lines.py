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
