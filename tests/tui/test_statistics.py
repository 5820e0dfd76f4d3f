"""The statistics screen: every view has its plot and the same numbers as text; the list's filter holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from supportdesk.casebook import CaseFilter
from supportdesk.casebook.statistics import Statistics, Week
from supportdesk.render.width import width
from supportdesk.tui.screens.cases import CasesScreen
from supportdesk.tui.screens.statistics import StatisticsScreen
from supportdesk.tui.statistics_views import VIEWS, table_lines
from supportdesk.tui.widgets.bar_plot import short_number
from tests.tui.desk import desk, seen, until
from tests.tui.filled import fill

FOUND = Statistics(
    [("upstream.error", 12), ("模型名称很长很长很长很长很长很长很长", 4)], [], [],
    [Week("2026-W46", 3, 9000, 0), Week("2026-W47", 13, 1_200_000, 600_000)], [("open", 16)],
)  # fmt: skip


def test_a_table_has_every_number_and_keeps_its_width() -> None:
    causes = table_lines(VIEWS[0], VIEWS[0].bars(FOUND), 34)
    assert causes[1].split() == ["1", "upstream.error", "12", "75", "%"]
    assert all(width(line) <= 34 for line in causes)
    money = table_lines(VIEWS[5], VIEWS[5].bars(FOUND), 60)
    assert money[0].split() == ["#", "Weeks", "█", "charged", "░", "given", "back"]
    assert money[2].split() == ["2", "2026-W47", "1,200,000", "600,000"]


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (950, "950"), (12_000, "12k"), (3_400_000, "3.4M"), (250_000_000, "250M")]
)
def test_an_axis_has_short_numbers(value: int, text: str) -> None:
    assert short_number(value) == text


async def opened(app: Any, pilot: Any, wanted: CaseFilter, total: int) -> StatisticsScreen:
    await pilot.press("ctrl+o")
    await until(pilot, lambda: isinstance(app.screen, CasesScreen) and app.screen._total is not None, 30)
    app.screen.narrow(wanted)
    await until(pilot, lambda: app.screen._total == total)
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(app.screen, StatisticsScreen) and app.screen._found is not None)
    await pilot.pause()
    return app.screen


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_all_views_by_keys_on_80_by_24_in_both_languages(tmp_path: Path, language: str) -> None:
    fill(tmp_path, 60, step_s=86_400)
    async with desk(tmp_path, size=(80, 24)) as (app, pilot):
        screen = await opened(app, pilot, CaseFilter(), 60)
        if language == "zh":
            await pilot.press("ctrl+g")
        pieces = (
            "endpoint.chat-for-media",
            "gemini_omni",
            "toapis",
            {"en": "open", "zh": "待处理"}[language],
            "2026-W47",
            "2026-W46",
        )
        for number, piece in enumerate(pieces, 1):
            await pilot.press(str(number))
            await pilot.pause()
            shown = seen(screen)
            assert piece in shown, (number, shown)
            assert "█" in shown
            assert f"[{number} " in shown
        assert "░" in shown, "the second series differs without a colour"
        await pilot.press("right")
        await until(pilot, lambda: "[1 " in seen(screen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CasesScreen))


async def test_the_filter_of_the_list_holds_and_is_cleared(tmp_path: Path) -> None:
    fill(tmp_path, 60)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, CaseFilter(causes=("quota.*",)), 24)
        shown = seen(screen)
        assert "Statistics · 24" in shown
        assert "Cause: quota.*" in shown
        assert "upstream.error" not in shown
        await pilot.press("f3")
        await until(pilot, lambda: "Statistics · 60" in seen(screen))


async def test_an_empty_casebook_says_what_to_do(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, CaseFilter(), 0)
        assert "There is no case to count. Esc goes back" in seen(screen)
