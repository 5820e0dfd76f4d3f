"""An open case: assigned, tagged, decided, undone; files kept and written; cases like it; merged and parted; stale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from supportdesk.casebook import Casebook
from supportdesk.tui.screens.case import CaseScreen
from supportdesk.tui.screens.deciding import DecideScreen
from supportdesk.tui.screens.dialogs import ChoiceScreen, LineScreen, MergeScreen, StaleScreen
from supportdesk.tui.screens.questions import NoteScreen
from tests.tui.desk import desk, seen, told, until
from tests.tui.filled import fill


@pytest.fixture(autouse=True)
def _agent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORTDESK_AGENT", "li")


async def opened(app: Any, pilot: Any, number: int) -> CaseScreen:
    app.open_case(number)
    await until(pilot, lambda: isinstance(app.screen, CaseScreen) and app.screen.case.number == number, 30)
    await pilot.pause()
    return app.screen


async def answered(app: Any, pilot: Any, key: str, text: str) -> None:
    """Press a key that asks for a line, and answer."""
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, LineScreen))
    app.screen.query_one(Input).value = text
    await pilot.press("enter")


async def test_assigned_tagged_and_undone_one_after_the_other(tmp_path: Path) -> None:
    path = fill(tmp_path, 5)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 5)
        assert screen.check_action("undo", ()) is False
        await answered(app, pilot, "a", "zhao")
        await until(pilot, lambda: screen.case.row.assignee == "zhao")
        await answered(app, pilot, "t", "vip night")
        await until(pilot, lambda: screen.case.row.tags == ("night", "vip"))
        await pilot.press("w")
        await until(pilot, lambda: screen.case.status == "waiting")
        assert "Assignee: zhao" in seen(screen)
        for _ in range(3):
            revision = screen.case.revision
            await pilot.press("ctrl+z")
            await until(pilot, lambda was=revision: screen.case.revision > was)
        with Casebook(path) as book:
            row = book.get(5).row
        assert (row.status, row.tags, row.assignee) == ("open", (), None)
        assert "Undone" in told(app)


async def test_undo_leaves_alone_what_someone_else_changed_since(tmp_path: Path) -> None:
    path = fill(tmp_path, 5)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 5)
        await pilot.press("w")
        await until(pilot, lambda: screen.case.status == "waiting")
        with Casebook(path, by="wang") as book:
            book.set_status(5, "resolved", 2)
        await until(pilot, lambda: screen.case.status == "resolved")
        await pilot.press("ctrl+z")
        assert "nothing was undone" in told(app)
        with Casebook(path) as book:
            assert book.get(5).status == "resolved"


async def test_a_decision_is_stored_and_a_quota_that_is_no_number_is_not(tmp_path: Path) -> None:
    path = fill(tmp_path, 5)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 5)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, DecideScreen))
        dialog = app.screen
        dialog.query_one("#cause", Input).value = "billing.failed-not-refunded"
        dialog.query_one("#quota", Input).value = "12.5"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "no whole number" in seen(dialog))
        dialog.query_one("#quota", Input).value = "1,250"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: screen.case.row.refund_quota == 1250)
        assert "decided to give back 1,250" in seen(screen)
    with Casebook(path) as book:
        assert book.get(5).row.final_cause == "billing.failed-not-refunded"


async def test_a_file_is_kept_masked_and_written_out_and_never_over_another(tmp_path: Path) -> None:
    fill(tmp_path, 5)
    key = "sk-proj4rT9wQe2Lm8Vx1Zc6Bn3Yd7Hk5Js0Pa"
    source, target = tmp_path / "log.txt", tmp_path / "copy.txt"
    source.write_text(f"Authorization: Bearer {key}\n", encoding="utf-8")
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 5)
        await pilot.press("e")
        assert "The case has no file" in told(app)
        await answered(app, pilot, "plus", str(tmp_path / "none.txt"))
        await until(pilot, lambda: "nothing was attached" in told(app))
        await answered(app, pilot, "plus", str(source))
        await until(pilot, lambda: len(screen.files) == 1)
        await until(pilot, lambda: "log.txt" in seen(screen))
        await answered(app, pilot, "e", str(target))
        await until(pilot, lambda: "The file is written" in told(app))
        await answered(app, pilot, "e", str(source))
        await until(pilot, lambda: "is there already" in told(app))
    assert key not in target.read_text(encoding="utf-8")
    assert key in source.read_text(encoding="utf-8")


async def test_cases_like_it_are_listed_with_the_reason_and_opened(tmp_path: Path) -> None:
    fill(tmp_path, 20)
    async with desk(tmp_path, size=(100, 30)) as (app, pilot):
        await opened(app, pilot, 18)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.pause()
        assert "#13 · " in seen(app.screen)
        assert "the same error" in seen(app.screen)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, CaseScreen) and app.screen.case.number == 13)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CaseScreen) and app.screen.case.number == 18)


async def test_it_is_merged_into_another_shows_its_timeline_and_is_parted_again(tmp_path: Path) -> None:
    path = fill(tmp_path, 5)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 5)
        await answered(app, pilot, "m", "#3")
        await until(pilot, lambda: isinstance(app.screen, MergeScreen))
        await pilot.press("enter")
        await until(pilot, lambda: screen.case.number == 3)
        await until(pilot, lambda: "Timeline of case 5, merged into this one" in seen(screen))
        await pilot.press("u")
        await until(pilot, lambda: "Case 5 is one of its own again." in told(app))
        with Casebook(path) as book:
            assert book.get(5).row.merged_into is None


async def test_a_note_that_comes_too_late_is_kept_and_applied_when_asked_or_dropped(tmp_path: Path) -> None:
    path = fill(tmp_path, 5)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 5)
        for number, answer in enumerate(("a", "escape")):
            await pilot.press("n")
            await until(pilot, lambda: isinstance(app.screen, NoteScreen))
            await pilot.press(*f"mine{number}")
            with Casebook(path, by="wang") as book:
                book.add_note(5, f"theirs{number}", book.get(5).revision)
            await pilot.press("ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, StaleScreen))
            await pilot.pause()
            shown = seen(app.screen)
            assert f"note: mine{number}" in shown
            assert f"wang: note: theirs{number}" in shown
            await pilot.press(answer)
            await until(pilot, lambda: app.screen is screen)
            await until(pilot, lambda number=number: f"theirs{number}" in seen(screen))
            if answer == "a":
                await until(pilot, lambda: screen.case.events[-1].text == "mine0")
    with Casebook(path) as book:
        notes = [event.text for event in book.get(5).events if event.kind == "note"]
    assert notes == ["theirs0", "mine0", "theirs1"]
