"""Times are shown in the agent's zone and in UTC."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from supportdesk.render.moment import local_and_utc, local_short


def test_both_zones_are_named() -> None:
    assert local_and_utc("2026-11-22T10:08:15Z", ZoneInfo("Asia/Shanghai")) == "2026-11-22 18:08 (10:08 UTC)"


def test_another_day_in_utc_is_written_out() -> None:
    shown = local_and_utc("2026-11-22T20:08:15Z", ZoneInfo("Asia/Shanghai"))
    assert shown == "2026-11-23 04:08 (2026-11-22 20:08 UTC)"


def test_utc_is_written_once() -> None:
    assert local_and_utc("2026-11-22T10:08:15Z", UTC) == "2026-11-22 10:08 UTC"


def test_a_column_is_short() -> None:
    assert local_short("2026-11-22T20:08:15Z", ZoneInfo("Asia/Shanghai")) == "11-23 04:08"
