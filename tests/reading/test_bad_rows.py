"""Rows that no gateway writes: a clear answer, no wrong number, alike in a ticket and in a large export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from supportdesk.cli import large_ledger
from supportdesk.cli.ledger import ledger
from supportdesk.reading.table_cells import NEGATIVE, NO_NUMBER
from supportdesk.relating.repeated import REPEATED
from tests.reading import forms
from tests.reading.invented_rows import START, log, task

PRICED = {"model_ratio": 1, "completion_ratio": 1, "group_ratio": 1, "model_price": -1}
GOOD = log(1, 0, 2, "gpt-4o", 30, PRICED, prompt_tokens=20, completion_tokens=10)
OTHER = log(9, 900, 2, "gpt-4o", 5, PRICED, prompt_tokens=5)
SIZES = pytest.mark.parametrize("size", [1, 10**9], ids=["large", "ticket"])


@pytest.fixture
def ledger_of(tmp_path, monkeypatch):
    def _ledger(size: int, *tables: list[dict[str, Any]], write: Any = forms.json_lines) -> dict[str, Any]:
        monkeypatch.setattr(large_ledger, "LARGE", size)
        paths = []
        for number, rows in enumerate(tables):
            paths.append(tmp_path / f"{number}.rows")
            Path(paths[-1]).write_bytes(write(rows))
        done = CliRunner().invoke(ledger, ["--json", *map(str, paths)], catch_exceptions=False)
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    return _ledger


@SIZES
@pytest.mark.parametrize("write", [forms.json_lines, forms.delimited(), forms.mysql], ids=["json", "csv", "sql"])
@pytest.mark.parametrize(
    ("change", "reason"),
    [({"quota": -30}, NEGATIVE), ({"prompt_tokens": -1}, NEGATIVE), ({"completion_tokens": "-7"}, NEGATIVE),
     ({"quota": "many"}, NO_NUMBER), ({"quota": "1e3"}, NO_NUMBER), ({"quota": 10**30}, NO_NUMBER),
     ({"created_at": "yesterday"}, NO_NUMBER)],
)  # fmt: skip
def test_a_row_with_an_impossible_count_is_named_and_not_summed(ledger_of, size, write, change, reason):
    told = ledger_of(size, [GOOD, log(2, 9, 2, "gpt-4o", 7, PRICED) | change, OTHER], write=write)
    assert [one["reason"] for one in told["not_read"]] == [reason]
    assert (told["charged_quota"], told["net_quota"]) == (35, 35)


@SIZES
def test_a_row_that_stands_twice_counts_once(ledger_of, size):
    told = ledger_of(size, [GOOD, OTHER], [OTHER, log(10, 990, 2, "gpt-4o", 5, PRICED, prompt_tokens=5)])
    assert told["charged_quota"] == 40
    if size > 1000:
        assert [one["reason"] for one in told["not_read"]] == [REPEATED]
    else:
        assert told["repeated"] == 1


@SIZES
def test_two_rows_of_one_call_are_two_charges(ledger_of, size):
    told = ledger_of(size, [GOOD, GOOD | {"id": 700}, OTHER])
    assert told["charged_quota"] == 65
    assert [one["flags"] for one in told["ledger"] if one["flags"]] == [["doubled"]]


@SIZES
def test_a_quota_of_nothing_where_the_price_gives_something_is_flagged(ledger_of, size):
    told = ledger_of(size, [GOOD | {"quota": 0}, OTHER])
    assert told["net_quota"] == 5
    assert [one["flags"] for one in told["ledger"] if one["flags"]] == [["mismatch"]]


@SIZES
@pytest.mark.parametrize(
    "ratios",
    ['{"model_ratio": 1e300, "completion_ratio": 1, "group_ratio": 1}', '{"model_ratio": NaN, "group_ratio": 1}',
     '{"model_ratio": -2, "completion_ratio": 1, "group_ratio": 1}', '{"model_price": Infinity, "group_ratio": 1}',
     '{"model_price": 1e25, "group_ratio": 1}', '{"model_price": 1e17, "group_ratio": 1}',
     '{"model_ratio": "two", "group_ratio": 1}', "{", "[1]",
     '{"model_ratio": true, "completion_ratio": 1, "group_ratio": 1}'],
)  # fmt: skip
def test_absurd_ratios_are_no_price_and_the_amount_stands(ledger_of, size, ratios):
    told = ledger_of(size, [GOOD | {"other": ratios}, OTHER])
    assert told["net_quota"] == 35
    flags = [flag for one in told["ledger"] for flag in one["flags"]]
    assert flags == (["mismatch"] if "1e17" in ratios else [])


@SIZES
def test_amounts_of_a_currency_without_a_rate_are_said_and_not_summed(ledger_of, size):
    refund = log(2, 50, 4, "", 0, content="异步任务执行失败 task_q，补偿 ¥3.50 额度")
    told = ledger_of(size, [GOOD, refund, OTHER])
    assert (told["charged_quota"], told["refunded_quota"]) == (35, 0)
    assert [one["task_id"] for one in told["ledger"] if one.get("unreadable")] == ["task_q"]


@SIZES
def test_rows_of_two_eras_are_summed_by_what_each_says(ledger_of, size):
    old = log(2, 50, 4, "", 0, content="异步任务执行失败 task_q，补偿 ＄0.000010 额度")
    new = log(3, 60, 6, "gpt-4o", 7, {"task_id": "task_r", "reason": "x"})
    told = ledger_of(size, [GOOD, old, new, OTHER])
    assert (told["charged_quota"], told["refunded_quota"], told["net_quota"]) == (35, 12, 23)


@SIZES
def test_two_records_of_one_task_that_differ_book_nothing_twice(ledger_of, size):
    reason = "任务超时（旧系统遗留任务，不进行退款，请联系管理员）"
    records = [task("task_q", 1, 400, "FAILURE", "sora-2", reason, START + 90),
               task("task_q", 1, 400, "IN_PROGRESS", "sora-2")]  # fmt: skip
    told = ledger_of(size, [GOOD, OTHER], records)
    assert told["net_quota"] == 35


@SIZES
def test_sums_beyond_what_a_database_holds_are_exact(ledger_of, size):
    most = 10**18 - 1
    rows = [log(number, number, 2, "m", most, request_id=f"r{number}") for number in range(20)]
    assert ledger_of(size, rows)["charged_quota"] == 20 * most
