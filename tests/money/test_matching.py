"""A screenshot's rows found in an export: clocks, roundings, masked ids, and ambiguity that is said."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.money.amount import usd_text
from supportdesk.money.matching import AMBIGUOUS, CERTAIN, LIKELY, NONE, Match, match_dict, match_rows
from supportdesk.reading.shown import read_shown
from supportdesk.relating.tables import Row

T0 = 1_776_500_001  # 2026-04-18 08:13:21 UTC
TASK = "task_01KVq9Zt3mYb7RwX2nLcPd4Hf6Js8Ga8MR"
REQUEST = "20260418081321123456789AbCdEfGh"


def row(quota: int = 600_000, at: int = T0, model: str = "sora-2", **more: Any) -> Row:
    made = Row("L")
    made.values = {"log_type": "consume", "quota": quota, "occurred_at": at, "model": model, **more}
    return made


def task(at: int = T0, **more: Any) -> Row:
    made = Row("L")
    made.values = {"task_id": TASK, "submitted_at": at, "finished_at": at + 300, "quota": 600_000, **more}
    return made


def only(text: str, rows: list[Row], tasks: list[Row] | None = None, **more: Any) -> Match:
    (match,) = match_rows(read_shown(text), rows, tasks or [], **more)
    return match


def names(match: Match, which: str = "agrees") -> set[str]:
    return {field.name for field in getattr(match.candidates[0], which)}


OTHERS = [row(14, T0 + 900, "gpt-5-mini"), row(600_000, T0 + 7, "sora-2"), row(500, T0 - 1800, "sora-2")]


@pytest.mark.parametrize(
    ("clock", "minutes"),
    [
        ("2026-04-18 16:13:21", 480),
        ("2026-04-18 08:13:21", 0),
        ("2026/4/18 13:43:21", 330),
        ("2026年4月18日 01:13:21", -420),
        ("2026-04-19 05:13:21", None),
        ("2026-04-18T16:13:21+08:00", 480),
        ("2026-04-18 08:13:21 UTC", 0),
        ("04-18 16:13:22", 480),
        ("16:13:21", 480),
        ("2026-04-18 4:13:21 PM", 480),
        ("2026-04-18 下午 4:13:21", 480),
        ("2026-04-18 上午 1:13:21", -420),
        ("Apr 18, 2026 16:13:21", 480),
        ("April 18, 16:13:21", 480),
        ("1776500001", 0),
    ],
)
def test_the_clock_may_be_whole_or_half_hours_from_utc(clock: str, minutes: int | None) -> None:
    match = only(f"{clock} sora-2 $1.20", [*OTHERS, row()])
    if minutes is None:
        assert "time" not in names(match)
        return
    assert (match.verdict, match.candidates[0].number, match.candidates[0].offset) == (LIKELY, 3, minutes)
    assert names(match) == {"time", "amount", "model"}


def test_a_clock_without_seconds_shows_every_row_of_its_minute() -> None:
    match = only("04-18 16:13 sora-2 $1.20", [*OTHERS, row()])
    assert (match.verdict, [one.number for one in match.candidates[:2]]) == (AMBIGUOUS, [1, 3])
    assert match.candidates[0].offset == 480


def test_a_written_zone_is_the_clock() -> None:
    match = only("2026-04-18T16:13:21+09:00 sora-2 $1.20", [row()])
    assert names(match, "differs") == {"time"}


@pytest.mark.parametrize("clock", ["2026-04-18 16:28:21", "2026-04-18 16:13:26", "2026-04-18 16:12"])
def test_other_times_differ(clock: str) -> None:
    match = only(f"{clock} sora-2 $1.20", [row()])
    assert names(match, "differs") == {"time"}
    assert match.verdict != LIKELY


@pytest.mark.parametrize(
    ("shown", "fits"),
    [("$1.20", True), ("$1.2", True), ("＄1.200000 额度", True), ("600000 点额度", True), ("$1.21", False),
     ("$1", True), ("$1.199", False), ("600001 点额度", False), ("-$1.20", True)],
)  # fmt: skip
def test_shown_amounts_are_rounded_either_way_or_cut(shown: str, fits: bool) -> None:
    match = only(f"2026-04-18 16:13:21 {shown}", [row()])
    assert ("amount" in names(match)) is fits


def test_rounded_and_cut_amounts_of_the_last_digit() -> None:
    shown_as = ((1_890, "$0.003780", True), (1_890, "$0.0038", True), (1_890, "$0.0037", True),
                (1_890, "$0.0036", False), (1_890, "$0.00", True), (5_000_000, "$9.99", False))  # fmt: skip
    for quota, shown, fits in shown_as:
        match = only(f"2026-04-18 16:13:21 {shown}", [row(quota)])
        assert ("amount" in names(match)) is fits, (quota, shown)


def test_yuan_need_a_rate() -> None:
    assert names(only("2026-04-18 16:13:21 ¥8.76", [row()])) == {"time"}
    assert "amount" in names(only("2026-04-18 16:13:21 ¥8.76", [row()], cny_per_usd=Decimal("7.3")))


@pytest.mark.parametrize(
    "cut", ["task_01KV…8MR", "task_01KV...8MR", "task_01KV****8MR", "task_01KVq9Zt…", "…Ga8MR", "01KVq9…8MR"]
)
def test_a_masked_id_finds_its_row(cut: str) -> None:
    twin = row(task_id="task_01KXq9Zt3mYb7RwX2nLcPd4Hf6Js8Ga8MS")
    match = only(f"任务 {cut} 失败", [twin, row(task_id=TASK)])
    assert (match.verdict, match.candidates[0].number, names(match)) == (LIKELY, 1, {"masked_id"})


def test_a_masked_id_of_two_rows_is_ambiguous_until_the_time_decides() -> None:
    rows = [row(task_id=TASK), row(at=T0 + 77, task_id="task_01KVaaaaaaaaaaaaaaaaaaaaaaaaaaa8MR")]
    assert only("task_01KV…8MR", rows).verdict == AMBIGUOUS
    decided = only("2026-04-18 16:14:38 task_01KV…8MR", rows)
    assert (decided.verdict, decided.candidates[0].number) == (LIKELY, 1)


def test_a_whole_id_is_certain_and_one_read_by_a_machine_is_likely() -> None:
    rows = [row(request_id=REQUEST), row(request_id=REQUEST[:-1] + "i")]
    assert only(f"id {REQUEST}", rows).verdict == CERTAIN
    match = only(f"id {REQUEST.replace('0', 'O')}", rows)
    assert (match.verdict, match.candidates[0].number, names(match)) == (LIKELY, 0, {"id_like"})


def test_a_whole_id_of_the_same_kind_that_is_another_one_differs() -> None:
    match = only(f"2026-04-18 16:13:21 sora-2 $1.20 {TASK[:-1]}Q", [row(task_id=TASK)])
    assert match.verdict in (AMBIGUOUS, NONE)


def test_rows_an_hour_apart_are_ambiguous_unless_the_clock_is_known() -> None:
    rows = [row(), row(at=T0 + 3600)]
    match = only("2026-04-18 16:13:21 sora-2 $1.20", rows)
    assert (match.verdict, [one.offset for one in match.candidates]) == (AMBIGUOUS, [480, 420])
    known = only("2026-04-18 16:13:21 sora-2 $1.20", rows, offset=480)
    assert (known.verdict, known.candidates[0].number) == (LIKELY, 0)


def test_the_rows_of_one_screenshot_share_their_clock() -> None:
    rows = [row(), row(at=T0 + 3600), row(50_000, T0 + 60, "mj_imagine")]
    text = "2026-04-18 16:14:21  mj_imagine  $0.10\n2026-04-18 16:13:21  sora-2  $1.20"
    first, second = match_rows(read_shown(text), rows)
    assert (first.verdict, first.candidates[0].number) == (LIKELY, 2)
    assert (second.verdict, second.candidates[0].number, second.candidates[0].offset) == (LIKELY, 0, 480)


def test_among_many_rows_alike_some_clock_fits_one_by_chance() -> None:
    rows = [row(at=T0 + 977 * number) for number in range(60)]
    text = "2026-04-18 16:13:21 sora-2 $1.20"
    assert only(text, rows).verdict == AMBIGUOUS
    assert only(text, rows, offset=480).verdict == LIKELY
    assert only(text.replace("21 ", "21+08:00 "), rows).verdict == LIKELY
    assert only(text + " 310 940", [*rows[1:], row(1095, prompt_tokens=310, completion_tokens=940)]).verdict != CERTAIN


def test_equal_parallel_jobs_are_ambiguous() -> None:
    match = only("2026-04-18 16:13:21 sora-2 $1.20", [row(), row(at=T0 + 1), row(at=T0 + 40)])
    assert (match.verdict, len(match.candidates)) == (AMBIGUOUS, 3)
    assert [one.number for one in match.candidates[:2]] == [0, 1]


def test_tokens_type_and_duration_tell_rows_of_one_second_apart() -> None:
    rows = [row(1095, prompt_tokens=310, completion_tokens=940), row(1095, prompt_tokens=311, completion_tokens=940),
            row(1095, log_type="refund")]  # fmt: skip
    match = only("2026-04-18 16:13:21\t消费\tsora-2\t5 s\t310\t940\t$0.002190", rows)
    assert (match.verdict, match.candidates[0].number) == (LIKELY, 0)
    assert names(match) == {"time", "amount", "model", "tokens", "log_type"}
    refund = only("2026-04-18 16:13:21 退款 sora-2 $0.002190", rows)
    assert (refund.verdict, refund.candidates[0].number) == (LIKELY, 2)


def test_a_task_record_is_found_by_either_of_its_times() -> None:
    match = only("提交时间 2026-04-18 16:13:21 结束时间 2026-04-18 16:18:21 task_01KV…8MR 失败", OTHERS, [task()])
    assert (match.verdict, match.candidates[0].table, names(match)) == (LIKELY, "task", {"time", "masked_id"})


@pytest.mark.parametrize("text", ["", "你好", "99:99:99 nothing", "2026-13-45 25:61", "….…", "$" * 500])
def test_what_shows_nothing_finds_nothing(text: str) -> None:
    assert [match.verdict for match in match_rows(read_shown(text), OTHERS)] in ([], [NONE])


def test_a_single_field_decides_nothing() -> None:
    assert only("sora-2", OTHERS).verdict in (AMBIGUOUS, NONE)
    assert only("$1.20", [row(), row(14)]).verdict in (AMBIGUOUS, NONE)


def test_the_29th_of_february_has_no_year() -> None:
    leap = row(at=1_709_193_600 + 3600)  # 2024-02-29 09:00 UTC
    assert "time" in names(only("02-29 09:00 sora-2", [leap]))
    assert only("02-29 09:00 sora-2 $1.20", [row()]).candidates[0].offset is None


def test_plain_data_says_what_agrees_and_what_differs() -> None:
    data = match_dict(only("2026-04-18 16:13:21 sora-2 $9.00", [row()]))
    (candidate,) = data["candidates"]
    assert candidate["differs"] == [{"name": "amount", "shown": "9.00 usd", "row": "600000"}]
    assert {field["name"] for field in candidate["agrees"]} == {"time", "model"}
    assert (candidate["at"], candidate["utc_offset_minutes"]) == (T0, 480)


def shown_of(one: Row, minutes: int, *, seconds: bool, decimals: int, masked: bool) -> str:
    from datetime import UTC, datetime, timedelta

    at = datetime.fromtimestamp(one.values["occurred_at"], UTC) + timedelta(minutes=minutes)
    amount = usd_text(int(one.values["quota"]))
    shown = f"{Decimal(amount):.{decimals}f}"
    identity = str(one.values["task_id"])
    cut = f"{identity[:9]}…{identity[-3:]}" if masked else ""
    return (
        f"{at:%Y-%m-%d %H:%M}{at:%S}"[:16]
        + (f":{at:%S}" if seconds else "")
        + f"  消费  {one.values['model']}  ${shown}  {cut}"
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(-24, 28), st.booleans(), st.integers(2, 6), st.booleans())
def test_a_planted_row_is_always_among_the_best(
    seed: int, halves: int, seconds: bool, decimals: int, masked: bool
) -> None:
    chance = random.Random(seed)
    rows = [
        row(chance.choice((50_000, 600_000, 1_200_000, chance.randrange(1, 3_000_000))), T0 + chance.randrange(90_000),
            chance.choice(("sora-2", "veo-3.1", "gpt-5-mini")),
            task_id="task_" + "".join(chance.choices("ABCDEFGHJKMNPQRSTUVWXYZabcdefgh23456789", k=32)))
        for _ in range(60)
    ]  # fmt: skip
    planted = chance.randrange(60)
    text = shown_of(rows[planted], halves * 30, seconds=seconds, decimals=decimals, masked=masked)
    match = only(text, rows)
    best = [one.number for one in match.candidates if one.score == match.candidates[0].score]
    assert planted in best, text
    assert match.verdict in ((LIKELY, AMBIGUOUS) if len(best) == 1 else (AMBIGUOUS,))
    known = only(text, rows, offset=halves * 30)
    best = [one.number for one in known.candidates if one.score == known.candidates[0].score]
    assert known.verdict == (LIKELY if best == [planted] else AMBIGUOUS)
    assert not match.candidates[best.index(planted)].differs
