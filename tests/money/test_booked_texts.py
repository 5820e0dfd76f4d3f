"""Refunds before v0.11.0 are amounts in words: by the gateway's own unit and rate where the material states them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from supportdesk.diagnosing import diagnose
from supportdesk.source import Source
from tests.advising.test_known_causes import LATER, OLD_SUBMIT, OLD_TASK, T0, listing, log_row, record


def told(amount: str, **status: Any) -> tuple[int, list[str]]:
    text = f"Video async task failed {OLD_TASK}, refund {amount}"
    refund = log_row(T0 + 310, 4, 2, quota=0, content=text, request_id=None)
    rows = (listing(LATER, refund, OLD_SUBMIT), listing(record(task_id=OLD_TASK, quota=150_000)))
    answer = json.dumps({"success": True, "data": {"version": "v0.9.9", "start_time": 1, **status}})
    texts = [*rows, answer] if status else [*rows]
    (account,) = diagnose([Source(one) for one in texts]).to_dict()["money"]["ledger"]
    return account["net_quota"], [entry["kind"] for entry in account["entries"]]


@pytest.mark.parametrize(
    ("amount", "status", "net"),
    [
        ("＄0.300000 额度", {}, 0),
        ("150000 点额度", {"quota_per_unit": 500_000, "quota_display_type": "TOKENS"}, 0),
        ("＄0.150000 额度", {"quota_per_unit": 1_000_000}, 0),
        ("＄0.100000 额度", {"quota_per_unit": 1_000_000}, 50_000),
        ("¥2.190000 额度", {"quota_per_unit": 500_000, "usd_exchange_rate": 7.3, "quota_display_type": "CNY"}, 0),
    ],
)
def test_a_refund_in_words_is_taken_by_the_stated_unit_and_rate(amount: str, status: dict[str, Any], net: int) -> None:
    assert told(amount, **status) == (net, ["charge", "refund"])


@pytest.mark.parametrize("status", [{}, {"usd_exchange_rate": 7.1, "quota_per_unit": 500_000}])
def test_yuan_that_no_rate_makes_the_charge_stay_open(status: dict[str, Any]) -> None:
    assert told("¥2.190000 额度", **status) == (150_000, ["charge"])
