"""The list of cases: windows of rows, filters and search by keyboard, selection, many changed at once, export."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from supportdesk.casebook import Casebook, CaseFilter
from supportdesk.tui.screens.case import CaseScreen
from supportdesk.tui.screens.cases import CasesScreen
from supportdesk.tui.screens.dialogs import ChoiceScreen, LineScreen, MergeScreen, StaleScreen
from supportdesk.tui.screens.filtering import FilterScreen
from supportdesk.tui.widgets.case_table import PAGE
from tests.tui.desk import desk, seen, told, until
from tests.tui.filled import NOW, OUTAGE, fill


async def opened(app: Any, pilot: Any, total: int) -> CasesScreen:
    """Open the list, wait until all is counted, and go into the table."""
    await pilot.press("ctrl+o")
    await until(pilot, lambda: isinstance(app.screen, CasesScreen) and app.screen._total == total, 30)
    screen: CasesScreen = app.screen
    screen._clock = lambda: NOW
    screen._read_clusters()
    if total:
        await pilot.press("tab")
        await until(pilot, lambda: screen.table.has_focus)
    return screen


async def asked(app: Any, pilot: Any, kind: type) -> Any:
    """Wait for a question."""
    await until(pilot, lambda: isinstance(app.screen, kind))
    await pilot.pause()
    return app.screen


async def counted(pilot: Any, screen: CasesScreen, total: int) -> None:
    await until(pilot, lambda: screen._total == total and not screen._is_coming)
    await pilot.pause()


async def test_only_windows_of_a_long_list_are_held_and_the_end_is_reached(tmp_path: Path) -> None:
    fill(tmp_path, 3 * PAGE + 7, whole=40)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 3 * PAGE + 7)
        assert screen.table.row.number == 3 * PAGE + 7
        assert set(screen.table._pages) == {0}
        await pilot.press("end")
        await until(pilot, lambda: screen.table.row is not None and screen.table.row.number == 1)
        assert "▶" in seen(app.screen)
        assert " 1       open" in seen(app.screen)
        assert 1 not in screen.table._pages or 3 in screen.table._pages
        await pilot.press("home", "pagedown", "up")
        assert screen.table.cursor == screen.table.size.height - 3


async def test_filters_by_keyboard_with_counts_a_family_and_one_key_that_clears(tmp_path: Path) -> None:
    fill(tmp_path, 60)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 60)
        await pilot.press("f")
        dialog = await asked(app, pilot, FilterScreen)
        await pilot.press("right")
        await until(pilot, lambda: "quota.*" in seen(dialog))
        row = next(line for line in seen(dialog).splitlines() if "quota.*" in line)
        assert "24" in row, "the family has the cases of both of its causes"
        await pilot.press("space", "right")
        await until(pilot, lambda: "gpt-5-mini" in seen(dialog))
        await pilot.press(*"gpt", "enter")
        await until(pilot, lambda: app.screen is screen)
        await counted(pilot, screen, 24)
        assert "Cause: quota.* " in seen(screen)
        assert screen.wanted == CaseFilter(causes=("quota.*",))
        await pilot.press("f2", "right")
        dialog = await asked(app, pilot, FilterScreen)
        await until(pilot, lambda: "gpt-5-mini" in seen(dialog))
        await pilot.press(*"gpt", "space", "enter")
        await counted(pilot, screen, 6)
        assert "Model: gpt-5-mini" in seen(screen)
        await pilot.press("c")
        await counted(pilot, screen, 60)
        assert "Model: gpt-5-mini" not in seen(screen)


async def test_a_span_of_time_is_chosen_or_typed(tmp_path: Path) -> None:
    fill(tmp_path, 60, step_s=6 * 3600)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 60)
        await pilot.press("f2", "left")
        await asked(app, pilot, FilterScreen)
        await pilot.press("down", "enter")
        await counted(pilot, screen, 4)
        assert "since 11-21 18:08" in seen(screen)
        await pilot.press("f2")
        dialog = await asked(app, pilot, FilterScreen)
        assert dialog._here_name == "time"
        await pilot.press(*"2026-11-20", "enter")
        await counted(pilot, screen, 4)
        assert (screen.wanted.since, screen.wanted.until) == ("2026-11-19T16:00:00Z", "2026-11-20T16:00:00Z")


async def test_what_is_typed_searches_and_enter_waits_for_its_answer(tmp_path: Path) -> None:
    fill(tmp_path, 60)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 60)
        await pilot.press("slash", *"zd-33", "enter")
        await until(pilot, lambda: isinstance(app.screen, CaseScreen))
        assert app.screen.case.number == 33
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await counted(pilot, screen, 1)
        await pilot.press("slash", *"nothing")
        await until(pilot, lambda: "No case is found" in seen(screen))
        await pilot.press("f3")
        await counted(pilot, screen, 60)
        assert screen.query_one("#search", Input).value == ""


async def test_an_older_search_that_answers_late_is_not_shown(tmp_path: Path) -> None:
    fill(tmp_path, 60)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 60)
        search = screen.query_one("#search", Input)
        for text in ("zd-1", "zd-12", "nothing", "zd-44"):
            search.value = text
        await counted(pilot, screen, 1)
        await pilot.pause(0.3)
        assert [row.number for row in screen.rows] == [44]


async def test_an_outage_stands_on_top_and_filters(tmp_path: Path) -> None:
    fill(tmp_path, 60)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 60)
        await until(pilot, lambda: "12 tickets, one failure, since 08:37" in seen(screen))
        await pilot.press("f6")
        await counted(pilot, screen, 12)
        assert screen.wanted.fingerprint == OUTAGE
        assert "F6: all cases" in seen(screen)
        await pilot.press("f6")
        await counted(pilot, screen, 60)


async def test_selected_cases_change_status_together_and_back(tmp_path: Path) -> None:
    path = fill(tmp_path, 60)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 60)
        await pilot.press("space", "shift+down", "shift+down")
        await until(pilot, lambda: "3 selected" in seen(screen))
        assert seen(screen).count("●") == 3
        await pilot.press("w")
        await until(pilot, lambda: "3 cases changed." in told(app))
        with Casebook(path) as book:
            assert [row.status for row in book.list(limit=3)] == ["waiting"] * 3
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "Undone in" in told(app))
        with Casebook(path) as book:
            assert [row.status for row in book.list(limit=3)] == ["resolved", "open", "open"]


async def test_all_that_is_filtered_is_selected_tagged_and_assigned(tmp_path: Path) -> None:
    path = fill(tmp_path, 60)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 60)
        screen.narrow(CaseFilter(statuses=("waiting",)))
        await counted(pilot, screen, 10)
        await pilot.press("ctrl+a")
        await until(pilot, lambda: len(screen.table.marked) == 10)
        await pilot.press("t")
        await asked(app, pilot, LineScreen)
        await pilot.press(*"night", "space", *"-vip", "enter")
        await until(pilot, lambda: "10 cases changed." in told(app))
        await pilot.press("ctrl+a")
        await until(pilot, lambda: len(screen.table.marked) == 10)
        await pilot.press("f8")
        await asked(app, pilot, ChoiceScreen)
        await pilot.press("4")
        line = await asked(app, pilot, LineScreen)
        line.query_one(Input).value = "zhao"
        await pilot.press("enter")
        await until(pilot, lambda: "Assignee: zhao" in told(app))
    with Casebook(path) as book:
        rows = book.find(CaseFilter(statuses=("waiting",)))
        assert {(row.tags, row.assignee) for row in rows} == {(("night",), "zhao")}
        assert book.count(CaseFilter(tag="night")) == 10


async def test_a_bulk_change_of_a_case_that_someone_changed_is_refused_shown_and_applied_when_asked(
    tmp_path: Path,
) -> None:
    path = fill(tmp_path, 20)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 20)
        await pilot.press("space", "shift+down")
        await until(pilot, lambda: len(screen.table.marked) == 2)
        with Casebook(path, by="wang") as book:
            book.add_note(20, "a colleague was here", 1)
        await pilot.press("r")
        dialog = await asked(app, pilot, StaleScreen)
        assert "a colleague was here" in seen(dialog)
        with Casebook(path) as book:
            assert book.get(19).status == "resolved"
            assert book.get(20).revision == 2
        assert set(screen.table.marked) == {20}
        await pilot.press("a")
        await until(pilot, lambda: Casebook(path).get(20).revision == 3 or Casebook(path).get(20).status == "resolved")


async def test_two_cases_are_merged_the_one_that_stays_is_chosen_and_it_is_undone(tmp_path: Path) -> None:
    path = fill(tmp_path, 20)
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 20)
        await pilot.press("m")
        assert "Select the two cases" in told(app)
        await pilot.press("space", "shift+down", "m")
        dialog = await asked(app, pilot, MergeScreen)
        assert "▶ Case 19 · stays" in seen(dialog)
        assert "Case 20 · goes" in seen(dialog)
        await pilot.press("enter")
        await counted(pilot, screen, 19)
        with Casebook(path) as book:
            assert book.get(20).row.merged_into == 19
        await pilot.press("ctrl+z")
        await counted(pilot, screen, 20)


@pytest.mark.parametrize("form", ["csv", "json", "md", "html", "xlsx"])
async def test_the_filtered_cases_are_exported_to_a_typed_path(tmp_path: Path, form: str) -> None:
    fill(tmp_path, 20)
    target = tmp_path / f"out.{form}"
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 20)
        screen.narrow(CaseFilter(statuses=("waiting",)))
        await counted(pilot, screen, 3)
        await pilot.press("f7")
        line = await asked(app, pilot, LineScreen)
        line.query_one(Input).value = str(target)
        await pilot.press("enter")
        await until(pilot, lambda: f"3 cases are written to {target}" in told(app))
    if form == "csv":
        assert len(list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))) == 4
    elif form == "json":
        assert len(json.loads(target.read_text(encoding="utf-8"))["cases"]) == 3
    else:
        assert target.stat().st_size > 500
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".supportdesk-")] == []


async def test_an_export_says_what_is_missing_and_replaces_nothing_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, 3)
    there = tmp_path / "there.csv"
    there.write_text("mine", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    async with desk(tmp_path) as (app, pilot):
        await opened(app, pilot, 3)
        for path, message in (
            ("out.txt", "names no form"),
            ("none/out.csv", "There is no folder"),
            ("out.xlsx", "excel"),
        ):
            await pilot.press("x")
            line = await asked(app, pilot, LineScreen)
            line.query_one(Input).value = str(tmp_path / path)
            await pilot.press("enter")
            await until(pilot, lambda message=message: message in told(app))
        await pilot.press("x")
        line = await asked(app, pilot, LineScreen)
        line.query_one(Input).value = str(there)
        await pilot.press("enter")
        await asked(app, pilot, ChoiceScreen)
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, CasesScreen))
    assert there.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "out.xlsx").exists()


async def test_an_empty_casebook_and_a_filter_that_nothing_fits_say_what_to_do(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot, 0)
        assert "There is no case yet. Esc goes back" in seen(screen)
        screen.narrow(CaseFilter(statuses=("waiting",)))
        await until(pilot, lambda: "No case fits the filters. F2 changes them" in seen(screen))
        await pilot.press("f8")
        assert "There is no case to change." in told(app)


async def test_a_casebook_that_refuses_says_so_and_the_screen_stays(tmp_path: Path) -> None:
    (tmp_path / "cases.db").write_bytes(b"no database at all " * 100)
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "damaged or no casebook" in told(app))
        assert isinstance(app.screen, CasesScreen)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.triage)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_it_is_whole_on_80_by_24_and_marks_are_signs(tmp_path: Path, language: str) -> None:
    fill(tmp_path, 60)
    async with desk(tmp_path, size=(80, 24)) as (app, pilot):
        screen = await opened(app, pilot, 60)
        if language == "zh":
            await pilot.press("ctrl+g")
        await pilot.press("space", "down")
        await pilot.pause()
        lines = seen(screen).splitlines()
        texts = {"en": ("60 · 1 selected", "Verdict", "F6 shows them", "Filter"),
                 "zh": ("60 · 已选 1", "判断", "F6 显示", "筛选")}  # fmt: skip
        for piece in texts[language]:
            assert any(piece in line for line in lines), (piece, lines)
        marked = next(line for line in lines if "●" in line)
        here = next(line for line in lines if "▶" in line)
        assert "●60 " in marked
        assert "▶ 59 " in here
        assert len(screen.rows) >= 14


async def test_older_cases_are_filled_while_the_list_is_open(tmp_path: Path) -> None:
    path = fill(tmp_path, 8)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE cases SET filled = 0, fingerprint = NULL WHERE number = 3")
    db.close()
    async with desk(tmp_path) as (app, pilot):
        await opened(app, pilot, 8)

        def left() -> int:
            with sqlite3.connect(path) as seen_by:
                return int(seen_by.execute("SELECT count(*) FROM cases WHERE filled < 2").fetchone()[0])

        await until(pilot, lambda: left() == 0)
