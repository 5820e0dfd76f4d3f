"""A key for each screen, and each is as it was left; jumping by a letter; a paste at any moment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.widgets import Input

from supportdesk.casebook import Casebook
from supportdesk.source import Source
from supportdesk.tui.jump import JumpScreen
from supportdesk.tui.navigation import PLACES
from supportdesk.tui.screens.case import CaseScreen
from supportdesk.tui.screens.cases import CasesScreen
from supportdesk.tui.screens.ledger import LedgerScreen
from supportdesk.tui.screens.questions import PathScreen
from supportdesk.tui.screens.rehearse import RehearseScreen
from supportdesk.tui.screens.rules import RulesScreen
from supportdesk.tui.screens.settings import SettingsScreen
from tests import canned
from tests.tui.desk import desk, paste, seen, told, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from supportdesk.tui.app import SupportdeskApp

KINDS = {
    "alt+2": CasesScreen, "alt+3": RehearseScreen, "alt+4": LedgerScreen, "alt+5": RulesScreen, "alt+6": SettingsScreen,
}  # fmt: skip


async def go(app: SupportdeskApp, pilot: Pilot[Any], key: str, kind: type[Any]) -> None:
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, kind))


def terminal_paste(app: SupportdeskApp, text: str) -> None:
    """Paste as the terminal does: to the application, which decides who takes it."""
    app.post_message(events.Paste(text.replace("\n", "\r")))


async def test_each_key_opens_its_screen_and_each_is_as_it_was_left(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await pilot.press("f4")
        screens = {}
        for key, kind in KINDS.items():
            await go(app, pilot, key, kind)
            screens[key] = app.screen
        await go(app, pilot, "alt+2", CasesScreen)
        app.screen.query_one("#search", Input).value = "owl"
        for key, kind in KINDS.items():
            await go(app, pilot, key, kind)
            assert app.screen is screens[key]
        await go(app, pilot, "alt+2", CasesScreen)
        assert app.screen.query_one("#search", Input).value == "owl"
        await pilot.press("alt+1")
        await until(pilot, lambda: app.screen is app.triage)
        assert app.triage.paste.source_text == canned.PASTE
        assert app.triage.tabs.active == "reply"


async def test_the_older_keys_still_work(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        for key, kind in (("f11", RehearseScreen), ("alt+r", RehearseScreen), ("ctrl+o", CasesScreen)):
            await go(app, pilot, key, kind)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is app.triage)


async def test_escape_leads_back_the_way_one_came(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        for key in ("alt+5", "alt+6", "alt+4"):
            await go(app, pilot, key, KINDS[key])
        for kind in (SettingsScreen, RulesScreen):
            await pilot.press("escape")
            await until(pilot, lambda kind=kind: isinstance(app.screen, kind))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.triage)
        app.go_back()
        await pilot.pause()
        assert app.screen is app.triage


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_the_line_of_keys_marks_the_screen_in_both_languages(tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(tmp_path, size=size) as (app, pilot):
        await pilot.pause()
        first = seen(app.screen).splitlines()[0]
        assert first.startswith("[alt+1 Triage]")
        assert all(word in first for word in ("2 Cases", "3 Rehearse", "4 Ledger", "5 Rules", "6 Settings", "f1 Help"))
        await go(app, pilot, "alt+5", RulesScreen)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "[5 规则]" in seen(app.screen))
        assert "alt+1 工单" in seen(app.screen).splitlines()[0]
        await pilot.press("alt+1")
        await until(pilot, lambda: "[alt+1 工单]" in seen(app.screen))


async def test_a_low_terminal_gives_the_lines_row_to_the_work(tmp_path: Path) -> None:
    async with desk(tmp_path, size=(80, 12)) as (app, pilot):
        await pilot.pause()
        assert "[alt+1" not in seen(app.screen)


async def test_a_case_leads_back_to_where_it_was_asked_for(tmp_path: Path) -> None:
    with Casebook(str(tmp_path / "cases.db")) as book:
        book.save(canned.diagnosis(), [Source(canned.PASTE)])
    async with desk(tmp_path) as (app, pilot):
        app.open_case(1)
        await until(pilot, lambda: isinstance(app.screen, CaseScreen))
        await go(app, pilot, "alt+5", RulesScreen)
        await go(app, pilot, "alt+2", CaseScreen)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, CaseScreen))
        await until(pilot, lambda: isinstance(app.screen, RulesScreen))


async def test_no_key_of_a_screen_works_behind_a_question(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        app.ask_for_ledger()
        await until(pilot, lambda: isinstance(app.screen, PathScreen))
        for key in ("alt+2", "alt+j", "f1"):
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(app.screen, PathScreen), key


async def test_a_ledger_without_a_charge_says_what_to_do(tmp_path: Path) -> None:
    async with desk(tmp_path, size=(80, 24)) as (app, pilot):
        await go(app, pilot, "alt+4", LedgerScreen)
        await until(pilot, lambda: "There is no ledger yet" in seen(app.screen))


async def test_a_letter_goes_where_it_stands(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        for wanted in ("customer", "ticket", "paste"):
            await pilot.press("alt+j")
            await until(pilot, lambda: isinstance(app.screen, JumpScreen))
            target = next(one for one in app.screen.targets if one.widget.id == wanted)
            await until(
                pilot,
                lambda target=target: (
                    seen(app.screen).splitlines()[target.place.y][target.place.x + 1] == target.letter
                ),
            )
            await pilot.press(target.letter)
            await until(pilot, lambda wanted=wanted: app.focused is not None and app.focused.id == wanted)
        await pilot.press("alt+j")
        await until(pilot, lambda: isinstance(app.screen, JumpScreen))
        letters = [one.letter for one in app.screen.targets]
        assert len(set(letters)) == len(letters)
        tab = next(one for one in app.screen.targets if (one.widget.id or "").endswith("fix"))
        await pilot.press(tab.letter)
        await until(pilot, lambda: app.triage.tabs.active == "fix" and app.focused.id == "pane-fix")


@pytest.mark.parametrize("key", ["escape", "alt+j", "comma"])
async def test_any_other_key_stays(tmp_path: Path, key: str) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("alt+j")
        await until(pilot, lambda: isinstance(app.screen, JumpScreen))
        await pilot.press(key)
        await until(pilot, lambda: app.screen is app.triage)
        assert app.focused is app.triage.paste


@pytest.mark.parametrize("place", [place.name for place in PLACES if place.name not in ("triage", "rehearse")])
async def test_a_paste_on_any_screen_is_the_next_ticket(tmp_path: Path, place: str) -> None:
    async with desk(tmp_path) as (app, pilot):
        app.action_go(place)
        await until(pilot, lambda: app.current_mode == place)
        await pilot.pause(0.2)
        app.screen.set_focus(None)
        terminal_paste(app, canned.PASTE)
        await until(pilot, lambda: app.screen is app.triage and app.triage.paste.source_text == canned.PASTE)


async def test_the_last_ticket_is_filed_before_and_comes_back_by_one_key(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, "the first ticket")
        await go(app, pilot, "alt+6", SettingsScreen)
        terminal_paste(app, "the second ticket")
        await until(pilot, lambda: app.triage.paste.source_text == "the second ticket")
        assert "Case 1 is filed" in told(app)
        await until(pilot, lambda: app.triage.outcome is not None)
        assert app.book().get(1).sources[0][1] == "the first ticket"


async def test_an_open_field_or_question_keeps_its_paste(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go(app, pilot, "alt+2", CasesScreen)
        app.screen.query_one("#search").focus()
        terminal_paste(app, "owl")
        await until(pilot, lambda: app.screen.query_one("#search", Input).value == "owl")
        await pilot.press("alt+1")
        app.ask_for_ledger()
        await until(pilot, lambda: isinstance(app.screen, PathScreen))
        terminal_paste(app, "/tmp/x")
        await until(pilot, lambda: app.screen.query_one("#path", Input).value == "/tmp/x")
        assert app.triage.paste.source_text == ""


async def test_a_case_that_is_read_is_no_editor(tmp_path: Path) -> None:
    with Casebook(str(tmp_path / "cases.db")) as book:
        book.save(canned.diagnosis(), [Source(canned.PASTE)])
    async with desk(tmp_path) as (app, pilot):
        app.open_case(1)
        await until(pilot, lambda: isinstance(app.screen, CaseScreen))
        case = app.screen
        case.query_one("#paste").focus()
        await pilot.pause()
        terminal_paste(app, "another ticket")
        await until(pilot, lambda: app.triage.paste.source_text == "another ticket")
        assert case.query_one("#paste").source_text == canned.PASTE


async def test_with_the_focus_on_a_tab_a_paste_goes_to_the_ticket(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        app.triage.tabs.pane("verdict").focus()
        terminal_paste(app, canned.PASTE)
        await until(pilot, lambda: canned.PASTE in app.triage.paste.source_text)


async def test_without_colours_the_letters_stand_over_what_is_on_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("alt+j")
        await until(pilot, lambda: isinstance(app.screen, JumpScreen))
        await pilot.pause()
        assert "ticket yet" in seen(app.screen)
