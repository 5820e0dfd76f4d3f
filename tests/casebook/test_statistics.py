"""Counts and money of what a filter shows."""

from __future__ import annotations

import pytest

from supportdesk.casebook import Casebook, CaseFilter
from supportdesk.casebook.statistics import week_of
from supportdesk.source import Source
from tests import canned

MONDAY = 1_795_392_000.0  # 2026-11-23


def test_causes_models_and_weeks_are_counted(path: str) -> None:
    now = [MONDAY - 22 * 86_400]
    with Casebook(path, clock=lambda: now[0]) as book:
        for number, (cause, model, charged, advised) in enumerate(
            [("auth.missing", "gpt-5", 100, 0), ("quota.x", "gpt-5", 900, 500), ("quota.x", None, None, None)], 1
        ):
            money = {"decision": "partial", "charged_quota": charged, "refund_quota": advised, "ledger": []}
            verdict = {**canned.diagnosis()["verdict"], "cause": cause}
            calls = [{"model": model}]
            book.save(canned.diagnosis(calls=calls, causes=[], verdict=verdict, money=money), [Source(f"word{number}")])
            now[0] += 11 * 86_400
        book.decide(2, 1, final_cause="auth.missing", refund_quota=700)
        whole = book.statistics(CaseFilter())
        assert whole.causes == [("auth.missing", 2), ("quota.x", 1)]
        assert whole.models == [("gpt-5", 2)]
        assert whole.gateways == []
        assert whole.statuses == [("open", 3)]
        assert whole.weeks == [
            ("2026-W44", 1, 100, 0), ("2026-W45", 0, 0, 0), ("2026-W46", 1, 900, 700), ("2026-W47", 0, 0, 0),
            ("2026-W48", 1, 0, 0),
        ]  # fmt: skip
        one = book.statistics(CaseFilter(text="word2"))
        assert (one.causes, one.weeks) == ([("auth.missing", 1)], [("2026-W46", 1, 900, 700)])
        assert book.statistics(CaseFilter(causes=("quota.*",))).statuses == [("open", 1)]
        assert book.statistics(CaseFilter(tag="none")) == ([], [], [], [], [])


@pytest.mark.parametrize(
    ("day", "week"), [("2026-01-01", "2026-W01"), ("2027-01-01", "2026-W53"), ("2026-11-22", "2026-W47")]
)
def test_weeks_are_those_of_the_calendar(day: str, week: str) -> None:
    assert week_of(day) == week
