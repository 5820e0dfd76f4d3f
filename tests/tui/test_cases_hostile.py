"""What cases hold is plain text in every dialog of theirs and in the statistics."""

from __future__ import annotations

from pathlib import Path

from supportdesk.casebook import Casebook
from supportdesk.source import Source
from supportdesk.tui.screens.cases import CasesScreen
from supportdesk.tui.screens.dialogs import ChoiceScreen, MergeScreen
from supportdesk.tui.screens.filtering import FilterScreen
from supportdesk.tui.screens.statistics import StatisticsScreen
from tests import canned
from tests.tui.desk import desk, seen, until
from tests.tui.test_hostile import FORBIDDEN, HOSTILE


async def test_hostile_values_are_plain_in_filters_merges_statistics_and_similar_cases(tmp_path: Path) -> None:
    with Casebook(str(tmp_path / "cases.db"), by=HOSTILE["csi"]) as book:
        for hostile in HOSTILE.values():
            data = canned.diagnosis()
            data["calls"][0] |= {"model": hostile, "gateway": hostile}
            data["causes"][0]["evidence"] = []
            data["verdict"]["title"] = {"en": hostile, "zh": hostile}
            case = book.save(data, [Source(hostile)], hostile, hostile, hostile)
            case = book.set_tags(case.number, 1, [hostile])
            case = book.assign(case.number, case.revision, hostile)
            book.attach(case.number, case.revision, hostile, "text/plain", b"x")
    async with desk(tmp_path, size=(160, 60)) as (app, pilot):
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, CasesScreen) and app.screen.rows, 30)
        screen: CasesScreen = app.screen
        await pilot.press("tab", "f2")
        await until(pilot, lambda: isinstance(app.screen, FilterScreen))
        for _ in range(7):
            await pilot.press("right")
            await pilot.pause(0.1)
            assert not FORBIDDEN & set(seen(app.screen)), app.screen._here_name
        await pilot.press("escape", "space", "shift+down", "m")
        await until(pilot, lambda: isinstance(app.screen, MergeScreen))
        await pilot.pause()
        assert not FORBIDDEN & set(seen(app.screen))
        await pilot.press("escape", "f4")
        await until(pilot, lambda: isinstance(app.screen, StatisticsScreen) and app.screen._found is not None)
        for key in "123456":
            await pilot.press(key)
            await pilot.pause()
            assert not FORBIDDEN & set(seen(app.screen)), key
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is not screen)
        await pilot.pause(0.3)
        assert not FORBIDDEN & set(seen(app.screen))
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.pause()
        assert not FORBIDDEN & set(seen(app.screen))
        assert app.is_running
