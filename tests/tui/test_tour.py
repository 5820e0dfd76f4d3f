"""The tour: offered once, in a line that takes no focus; its steps stand beside the work."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from supportdesk import i18n
from supportdesk.settings import Settings
from supportdesk.tui.app import SupportdeskApp
from supportdesk.tui.layout import Memory
from supportdesk.tui.touring import STEPS
from tests import canned
from tests.tui.desk import canned_outcome, desk, seen, until


def first_run(folder: Path) -> SupportdeskApp:
    settings = Settings("none", {"database": str(folder / "cases.db")})
    return SupportdeskApp(settings, canned_outcome, Memory(str(folder / "state.json")))


@pytest.mark.parametrize("how", ["escape", "paste", "taken"])
async def test_the_offer_is_made_once_and_put_away_for_good(tmp_path: Path, how: str) -> None:
    app = first_run(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "New here?" in seen(app.screen))
        assert app.focused is app.triage.paste
        if how == "escape":
            await pilot.press("escape")
        elif how == "paste":
            app.post_message(events.Paste(canned.PASTE))
            await until(pilot, lambda: app.triage.paste.source_text == canned.PASTE)
        else:
            for _step in range(len(STEPS) + 1):
                await pilot.press("alt+t")
        await until(pilot, lambda: "New here?" not in seen(app.screen))
        assert "5/5" not in seen(app.screen)
    again = first_run(tmp_path)
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.2)
        assert "New here?" not in seen(again.screen)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_each_step_stands_beside_the_work_which_goes_on(tmp_path: Path, language: str) -> None:
    i18n.use(language)
    app = first_run(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("alt+t")
        await until(pilot, lambda: "1/5" in seen(app.screen))
        app.post_message(events.Paste(canned.PASTE))  # the first step is done by doing it
        await until(pilot, lambda: "2/5" in seen(app.screen))
        assert app.focused is app.triage.paste
        await pilot.press("f3", "alt+t", "alt+t")
        await until(pilot, lambda: "4/5" in seen(app.screen))
        assert app.triage.tabs.active == "fix"
        await pilot.press("alt+5")
        await until(pilot, lambda: app.current_mode == "rules" and "4/5" in seen(app.screen))
        await pilot.press("alt+t")
        await until(pilot, lambda: "5/5" in seen(app.screen))
        await pilot.press("alt+1", "escape")
        await until(pilot, lambda: "5/5" not in seen(app.screen))
        i18n.use("en")


async def test_where_nothing_can_be_remembered_nothing_is_offered(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.pause(0.2)
        assert "New here?" not in seen(app.screen)
        await pilot.press("alt+t")
        await until(pilot, lambda: "1/5" in seen(app.screen))
