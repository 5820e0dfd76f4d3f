"""The palette has every screen, every action of every screen, every theme, and the other language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.command import CommandPalette
from textual.widgets import Input

from supportdesk.tui.palette import DeskCommands
from supportdesk.tui.screens.rules import RulesScreen
from tests import canned
from tests.tui.desk import desk, paste, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from supportdesk.tui.app import SupportdeskApp


async def names(app: SupportdeskApp) -> dict[str, Any]:
    return {hit.text: hit async for hit in DeskCommands(app.screen).discover()}


async def choose(app: SupportdeskApp, pilot: Pilot[Any], text: str) -> None:
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(app.screen, CommandPalette))
    app.screen.query_one(Input).value = text
    await pilot.pause(0.8)
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(app.screen, CommandPalette))


async def test_it_has_every_screen_every_action_every_theme_and_the_language(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, _pilot):
        commands = await names(app)
        for name in ("Triage", "Cases", "Rehearse", "Rules", "Settings", "Statistics",
                     "Ledger of a file…", "中文 / English",
                     "Colours: Dark", "Colours: Light", "Colours: High contrast", "Colours: Colour-blind safe",
                     "Save", "Next", "Again", "Rules: Reload", "Rehearse: Run", "Settings: Change", "Tour", "Jump",
                     "Wider paste", "Help", "Quit"):  # fmt: skip
            assert name in commands, name
        assert len(commands) == len({hit.text for hit in commands.values()})


async def test_an_action_of_the_screen_is_run(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await choose(app, pilot, "Save")
        await until(pilot, lambda: app.triage.ticket.case is not None)


async def test_an_action_of_another_screen_shows_that_first(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await choose(app, pilot, "Rules: Of the ticket")
        await until(pilot, lambda: isinstance(app.screen, RulesScreen))


@pytest.mark.parametrize(("name", "theme"), [("Colours: High contrast", "contrast"), ("colours: light", "light")])
async def test_a_theme_is_chosen_by_its_name(tmp_path: Path, name: str, theme: str) -> None:
    async with desk(tmp_path) as (app, pilot):
        await choose(app, pilot, name)
        await until(pilot, lambda: app.theme == theme)
