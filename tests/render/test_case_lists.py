"""Many cases on a terminal: outages in one line, bars, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

import pytest

from supportdesk import i18n
from supportdesk.casebook.answers import Cluster, Statistics, Week
from supportdesk.casebook.fingerprint import Facts
from supportdesk.render.case_lists import cluster_line, reasons_text, statistics_text
from supportdesk.render.width import width


@pytest.fixture(autouse=True, params=["en", "zh"])
def tongue(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use(request.param)
    yield request.param
    i18n.use(None)


def test_an_outage_is_one_visible_line(tongue: str) -> None:
    label = Facts("overloaded \x1b[31m\u202e", "chat", None, "upstream")
    line = cluster_line(Cluster("a|b|c|d", label, "toapis", 9, "2026-11-22T14:02:00Z", [9, 8]), UTC)
    assert "9 " in line
    assert "11-22 14:02" in line
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert line.count("\n") == 0


def test_statistics_fit_the_screen(tongue: str) -> None:
    counts = [("x" * 200, 1_000_000), ("错误" * 60, 1), ("short", 500)]
    text = statistics_text(Statistics(counts, counts, [], [Week("2026-W47", 3, 5, 7)], [("open", 3)]), 80)
    assert max(width(line) for line in text.splitlines()) <= 80
    assert "2026-W47" in text
    assert "1,000,000" in text


def test_reasons_are_told_in_the_language_in_use(tongue: str) -> None:
    assert reasons_text(("error", "layer")) == ("same error, same layer" if tongue == "en" else "错误相同、层相同")
