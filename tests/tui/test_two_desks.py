"""Two desks on one database: each sees what the other did, keeps cursor and typed text, and overwrites nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from supportdesk.casebook import Casebook
from supportdesk.tui.screens.case import CaseScreen
from supportdesk.tui.screens.cases import CasesScreen
from supportdesk.tui.screens.dialogs import LineScreen, StaleScreen
from tests.tui.desk import desk, seen, until
from tests.tui.filled import fill

ROOT = Path(__file__).resolve().parents[2]
CHANGE = """
import sys
from supportdesk.casebook import Casebook
with Casebook(sys.argv[1], by="wang") as book:
    number = int(sys.argv[2])
    book.set_status(number, sys.argv[3], book.get(number).revision)
"""


def elsewhere(path: str, number: int, status: str) -> None:
    """Set a status in another process."""
    subprocess.run([sys.executable, "-c", CHANGE, path, str(number), status], check=True, cwd=ROOT, timeout=60)


@pytest.fixture(autouse=True)
def _agent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORTDESK_AGENT", "li")


async def case_opened(app: Any, pilot: Any, number: int) -> CaseScreen:
    app.open_case(number)
    await until(pilot, lambda: isinstance(app.screen, CaseScreen), 30)
    await until(pilot, lambda: app.screen._token is not None)
    return app.screen


async def test_another_process_refreshes_the_list_and_the_cursor_stays_on_its_case(tmp_path: Path) -> None:
    path = fill(tmp_path, 60)
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, CasesScreen) and app.screen._total == 60, 30)
        screen: CasesScreen = app.screen
        await pilot.press("tab")
        await until(pilot, lambda: screen.table.has_focus)
        await pilot.press("down", "down", "down", "space", "slash", *"zd")
        await until(pilot, lambda: not screen._is_coming and screen._token is not None)
        screen.table.move_to(3)
        here = screen.table.row.number
        elsewhere(path, here + 1, "waiting")
        await until(pilot, lambda: f"wang changed case {here + 1}: status: " in seen(screen), 20)
        await until(
            pilot, lambda: screen.table.row_at(2) is not None and screen.table.row_at(2).status == "waiting", 20
        )
        assert screen.table.row.number == here
        assert screen.query_one("#search", Input).value == "zd"
        assert set(screen.table.marked) == {57}


async def test_a_case_that_is_open_follows_and_a_dialog_keeps_what_is_typed(tmp_path: Path) -> None:
    path = fill(tmp_path, 5)
    async with desk(tmp_path) as (app, pilot):
        screen = await case_opened(app, pilot, 5)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, LineScreen))
        app.screen.query_one(Input).value = "zhao"
        elsewhere(path, 5, "waiting")
        await until(pilot, lambda: screen.case.status == "waiting", 20)
        assert app.screen.query_one(Input).value == "zhao"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, StaleScreen))
        await pilot.pause()
        assert "Assignee: zhao" in seen(app.screen)
        assert "wang: status: open →" in seen(app.screen)
        await pilot.press("a")
        await until(pilot, lambda: screen.case.row.assignee == "zhao")
        assert screen.case.status == "waiting"


async def test_two_applications_at_one_case_never_overwrite_each_other(tmp_path: Path) -> None:
    path = fill(tmp_path, 5)
    async with desk(tmp_path) as (first, pilot_one):
        one = await case_opened(first, pilot_one, 5)
        async with desk(tmp_path) as (second, pilot_two):
            two = await case_opened(second, pilot_two, 5)
            one._looking = True  # as between two looks at the casebook
            await pilot_two.press("w")
            await until(pilot_two, lambda: two.case.status == "waiting")
            await pilot_one.press("r")
            await until(pilot_one, lambda: isinstance(first.screen, StaleScreen))
            with Casebook(path) as book:
                assert book.get(5).status == "waiting"
            await pilot_one.press("a")
            await until(pilot_one, lambda: one.case.status == "resolved")
            await until(pilot_two, lambda: two.case.status == "resolved", 20)
            assert "changed case 5: status: waiting → resolved" in seen(two)
    with Casebook(path) as book:
        assert [event.text for event in book.get(5).events if event.kind == "status"] == ["waiting", "resolved"]
