from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.reading.row_values import boolean, percent, real, unix_seconds, whole


@pytest.mark.parametrize(
    ("cell", "number"),
    [(5, 5), ("5", 5), (" 1,234 ", 1234), (5.0, 5), ("5.0", 5), (5.5, None), ("x", None), (True, None), (None, None),
     ("", None), (10**30, None), ("9" * 40, None), (float("nan"), None), (float("inf"), None), ("1,23", None)],
)  # fmt: skip
def test_whole_numbers(cell: object, number: int | None) -> None:
    assert whole(cell) == number  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "number"), [("1.25", 1.25), ("-1", -1), (1e300, None), ("1e400", None), ("nan", None)]
)
def test_real_numbers(cell: object, number: float | None) -> None:
    assert real(cell) == number  # type: ignore[arg-type]


@pytest.mark.parametrize(("cell", "value"), [("是", True), (0, False), ("no", False), ("2", None), (None, None)])
def test_booleans(cell: object, value: bool | None) -> None:
    assert boolean(cell) is value  # type: ignore[arg-type]


@pytest.mark.parametrize(("cell", "value"), [("100%", "100%"), (30, "30%"), ("half", None)])
def test_progress(cell: object, value: str | None) -> None:
    assert percent(cell) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [(1776254401, 1776254401), (1776254401123, 1776254401), ("2026-04-15 12:00:01", 1776254401),
     ("2026/4/15 12:00:01", 1776254401), ("2026-04-15T20:00:01+08:00", 1776254401),
     ("2026-04-15T12:00:01.5Z", 1776254401),
     ("2026-04-15 12:00", 1776254400), (0, None), (-3, None), ("2026-13-45 12:00:01", None), ("yesterday", None)],
)  # fmt: skip
def test_times(cell: object, seconds: int | None) -> None:
    assert unix_seconds(cell) == seconds  # type: ignore[arg-type]


@given(st.datetimes(datetime(1970, 1, 2), datetime(2999, 12, 31)))
def test_written_times_are_those_of_the_calendar(moment: datetime) -> None:
    text = moment.strftime("%Y-%m-%d %H:%M:%S")
    text = text.zfill(19)
    assert unix_seconds(text) == int(moment.replace(microsecond=0, tzinfo=UTC).timestamp())
