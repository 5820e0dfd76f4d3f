"""The gateway's release: inferred from rows or given, shown; both results where it changes them (gateway.md head)."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from supportdesk.diagnosing import diagnose
from supportdesk.eras import Era, era_text, given_era, segments
from supportdesk.judging.compile import load_knowledge
from supportdesk.source import Source
from tests.advising.test_known_causes import (
    LATER,
    OLD_SUBMIT,
    OLD_TASK,
    SUBMIT,
    T0,
    TASK,
    listing,
    log_row,
    record,
)

RELEASES = load_knowledge().releases
SEPTEMBER = 150 * 86_400
"""From the middle of April: behind rc.22 and eb48396d5."""


def later(row: dict[str, Any]) -> dict[str, Any]:
    times = ("created_at", "updated_at", "submit_time", "start_time", "finish_time")
    return {name: value + SEPTEMBER if name in times and value else value for name, value in row.items()}


def money(*texts: str, era: str | None = None) -> dict[str, Any]:
    stated = None if era is None else given_era(era, load_knowledge())
    found: dict[str, Any] = diagnose([Source(text) for text in texts], era=stated).to_dict()["money"]
    return found


def bounds(*texts: str) -> tuple[str | None, str | None]:
    era = money(*texts)["era"]
    return era["since"], era["en"].partition("before ")[2] or era["until"]


PLAIN = log_row(T0, 2, 1, other={"model_ratio": 1, "completion_ratio": 1, "group_ratio": 1})


def plain(**more: Any) -> dict[str, Any]:
    """Return a row of September without a mark of its own."""
    row = {**later(PLAIN), **more}
    return {name: value for name, value in row.items() if value is not None}


@pytest.mark.parametrize(
    ("row", "since", "before"),
    [
        (plain(request_id=None), None, None),
        (plain(), "v0.10.8", None),
        (plain(upstream_request_id="x"), "rc.6", None),
        (plain(request_id=None, other=json.dumps({"is_task": True, "task_sync": False})), "eb48396d5", None),
        (plain(other=json.dumps({"model_ratio": 0, "expr_b64": "eA=="})), "v0.13.0", None),
        (plain(other=json.dumps({"tool_surcharges": [{"name": "x", "count": 1, "price": 2}]})), "rc.22", None),
        (plain(other=json.dumps({"web_search": True, "web_search_call_count": 1})), "v0.10.8", "rc.22"),
        (plain(request_id=None, content="模型倍率 1.25，补全倍率 4.00，分组倍率 1.00"), None, "v0.9.0"),
        (plain(request_id=None, content="模型固定价格 0.30，分组倍率 1.00，操作 generate"), None, "v0.11.0"),
        (plain(request_id=None, content="模型固定价格 0.10，分组倍率 1.00，操作 IMAGINE，ID 177"), None, None),
        ({**plain(), "elapsed_time": 900}, None, None),
        (PLAIN, "v0.10.8", "rc.22"),  # booked in April
        ({**plain(), "created_at": 1_740_000_000, "request_id": None}, None, "2025-04-11"),
    ],
)
def test_marks_and_dates_of_rows(row: dict[str, Any], since: str | None, before: str | None) -> None:
    assert bounds(listing(row)) == (since, before)


def test_a_mark_bounds_later_work_from_below_and_earlier_work_from_above() -> None:
    old = plain(request_id=None, content="模型倍率 1.25，补全倍率 4.00，分组倍率 1.00")
    new = plain(other=json.dumps({"tool_surcharges": [{}]}), created_at=T0 + SEPTEMBER + 500, id=9002, request_id="b1")
    found = diagnose([Source(listing(new, old))])
    shown = {row.values["occurred_at"]: row.values for row in found.tables.calls}
    first, last = shown[T0 + SEPTEMBER], shown[T0 + SEPTEMBER + 500]
    assert (first.get("gateway_since"), first["gateway_until"]) == (None, RELEASES["v0.9.0"] - 1)
    assert (last["gateway_since"], last.get("gateway_until")) == (RELEASES["rc.22"], None)


def test_type_numbers_show_the_release() -> None:
    refund = later(log_row(T0 + 310, 6, 2, other={"task_id": TASK, "reason": "x"}, request_id=None))
    login = later(log_row(T0 - 60, 7, 3, quota=0, request_id=None))
    since, _ = bounds(listing(login, later({**SUBMIT, "request_id": None, "other": json.dumps({})}), refund))
    assert since == "rc.11"


def test_an_old_refund_in_words_is_before_v0_11_0() -> None:
    words = f"Video async task failed {OLD_TASK}, refund ＄0.300000 额度"
    refund = log_row(T0 + 310, 4, 2, quota=0, content=words, request_id=None)
    old = record(task_id=OLD_TASK, quota=150_000)
    assert money(listing(LATER, refund, OLD_SUBMIT), listing(old))["era"]["until"] == "v0.10.8"


def test_a_date_that_a_mark_contradicts_is_not_used() -> None:
    row = {**PLAIN, "other": json.dumps({"usage_facts": {}})}  # of April, with what came in August
    assert bounds(listing(row)) == ("eb48396d5", None)


# Both results -------------------------------------------------------------------------------------------------------

KEPT = (listing(later(SUBMIT)), listing(later(record())))
"""A failed task, its log not complete: from rc.22 on its record alone proves that nothing came back."""


def test_both_results_are_told_where_the_release_changes_them() -> None:
    found = money(*KEPT)
    assert (found["decision"], found["era"]["since"]) == ("needs-evidence", "v0.12.2")
    before, since = found["by_era"]
    assert (before["decision"], before["refund_quota"], before["until"]) == ("needs-evidence", None, None)
    assert before["en"].endswith("before rc.22")
    assert (since["decision"], since["refund_quota"], since["since"]) == ("refund", 1_200_000, "rc.22")
    assert all(one["reason"]["zh"] and one["zh"] for one in found["by_era"])


@pytest.mark.parametrize(
    ("era", "decision", "refund"),
    [("rc.22", "refund", 1_200_000), ("v1.0.0-rc.23", "refund", 1_200_000), ("E3", "refund", 1_200_000),
     ("v0.12.7", "needs-evidence", None), ("v0.11.4", "needs-evidence", None)],
)  # fmt: skip
def test_a_given_release_decides(era: str, decision: str, refund: int | None) -> None:
    found = money(*KEPT, era=era)
    assert (found["decision"], found["refund_quota"], found["by_era"]) == (decision, refund, [])
    assert found["era"]["given"] is True


def test_a_given_era_that_holds_both_sides_tells_both() -> None:
    assert [one["decision"] for one in money(*KEPT, era="E2")["by_era"]] == ["needs-evidence", "refund"]


def test_where_the_release_changes_nothing_one_result_is_told() -> None:
    complete = (listing(later(LATER), later(SUBMIT)), listing(later(record())))
    assert (money(*complete)["decision"], money(*complete)["by_era"]) == ("refund", [])
    assert money(listing(SUBMIT), listing(record()))["by_era"] == []  # of April: before rc.22


def test_a_status_answer_sets_the_release() -> None:
    status = json.dumps({"success": True, "message": "", "data": {
        "version": "v1.0.0-rc.22", "start_time": T0, "system_name": "gate", "quota_per_unit": 500000}})  # fmt: skip
    found = money(*KEPT, status)
    assert (found["decision"], found["era"]["since"], found["by_era"]) == ("refund", "rc.22", [])


def test_without_rows_no_era_is_told() -> None:
    assert "era" not in diagnose([Source("it does not work")]).to_dict()["money"]


# Names and words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "era"),
    [
        ("E1", Era(None, RELEASES["v0.11.0"] - 1)),
        ("e2", Era(RELEASES["v0.11.0"], RELEASES["eb48396d5"] - 1)),
        ("E3", Era(RELEASES["eb48396d5"], None)),
        ("rc.22", Era(RELEASES["rc.22"], RELEASES["rc.22"])),
        ("v0.11.3", Era(RELEASES["v0.11.0"], RELEASES["v0.11.4"] - 1)),
        ("new", None),
        ("", None),
    ],
)
def test_releases_versions_and_eras_by_name(name: str, era: Era | None) -> None:
    assert given_era(name, load_knowledge()) == era


@pytest.mark.parametrize(
    ("era", "en", "zh"),
    [
        (Era(None, None), "not known", "未知"),
        (Era(RELEASES["rc.22"], None), "from rc.22 on", "rc.22 及之后"),
        (Era(RELEASES["rc.22"], RELEASES["rc.22"]), "rc.22", "rc.22"),
        (Era(None, RELEASES["v0.11.0"] - 1), "before v0.11.0", "v0.11.0 之前"),
        (Era(None, RELEASES["v0.10.8"]), "up to v0.10.8", "至 v0.10.8"),
        (Era(RELEASES["v0.11.0"], RELEASES["rc.22"] - 1), "from v0.11.0, before rc.22", "自 v0.11.0，rc.22 之前"),
    ],
)
def test_an_era_in_words(era: Era, en: str, zh: str) -> None:
    assert era_text(era, RELEASES) == {"en": en, "zh": zh}


@pytest.mark.parametrize("since", [None, 5, 20])
@pytest.mark.parametrize("until", [None, 20, 40])
@pytest.mark.parametrize("splits", [[], [20], [5, 6, 21], [1, 40, 41, 300], [30, 25, 30]])
def test_segments_cover_an_era_without_overlap(since: int | None, until: int | None, splits: list[int]) -> None:
    parts = list(segments(Era(since, until), splits))
    assert (parts[0].since, parts[-1].until) == (since, until)
    assert not any(part.contradictory for part in parts)
    for one, following in itertools.pairwise(parts):
        assert one.until is not None
        assert one.until + 1 == following.since
        assert following.since in splits
