"""A document leaves the desk: to a typed path in a terminal, never over another file."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from supportdesk.errors import InputError
from supportdesk.tui.delivery import SavePathScreen, deliver, write_new
from tests.tui.desk import desk, seen, told, until


async def test_a_document_is_written_to_the_path_that_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with desk(tmp_path) as (app, pilot):
        deliver(app, "案例\n", "case-1.md")
        await until(pilot, lambda: isinstance(app.screen, SavePathScreen))
        assert app.screen.query_one(Input).value == str(tmp_path / "case-1.md")
        await pilot.press("enter")
        await until(pilot, lambda: "Written" in told(app) or "已写入" in told(app))
    assert (tmp_path / "case-1.md").read_text(encoding="utf-8") == "案例\n"


async def test_a_file_that_is_there_is_kept_and_the_path_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("mine", encoding="utf-8")
    async with desk(tmp_path, size=(80, 24)) as (app, pilot):
        deliver(app, b"new", "a.csv")
        await until(pilot, lambda: isinstance(app.screen, SavePathScreen))
        first = app.screen
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SavePathScreen) and app.screen is not first)
        assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "mine"
        await until(pilot, lambda: "a.csv" in seen(app.screen))
        await pilot.press(*"2", "enter")
        await until(pilot, lambda: (tmp_path / "a.csv2").is_file() and (tmp_path / "a.csv2").read_bytes() == b"new")
        await pilot.press("escape")


@pytest.mark.parametrize("path", ["missing/a.md", "", "a\0b", "."])
def test_a_path_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError):
        write_new(path, b"x")
    assert list(tmp_path.iterdir()) == []
