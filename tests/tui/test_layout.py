"""What is remembered: written as a whole, read again, shared by two desks, never a reason to stop."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from supportdesk import i18n, paths
from supportdesk.casebook import CaseFilter
from supportdesk.settings import Settings
from supportdesk.tui import layout
from supportdesk.tui.app import SupportdeskApp
from supportdesk.tui.kept_filter import kept_filter
from supportdesk.tui.layout import Memory, moved_share, state_path
from supportdesk.tui.screens.cases import CasesScreen
from tests import canned
from tests.tui.desk import canned_outcome, paste, told, until


def test_what_is_put_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "state.json"
    memory = Memory(str(path))
    memory.put("split", 3)
    memory.put("filter", ["open", {"since": "2026-01-01"}])
    memory.flush()
    again = Memory(str(path))
    assert (again.get("split", 5), again.get("filter", [])) == (3, ["open", {"since": "2026-01-01"}])
    assert [one.name for one in path.parent.iterdir()] == ["state.json"]


def test_a_value_of_another_type_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text('{"split": "wide", "tour": true}', encoding="utf-8")
    memory = Memory(str(path))
    assert (memory.get("split", 5), memory.get("tour", "")) == (5, "")


def test_two_desks_keep_what_the_other_wrote(tmp_path: Path) -> None:
    path = str(tmp_path / "state.json")
    one, other = Memory(path), Memory(path)
    one.put("split", 3)
    other.put("theme", "light")
    one.flush()
    other.flush()
    assert json.loads(Path(path).read_text(encoding="utf-8")) == {"split": 3, "theme": "light"}


@pytest.mark.parametrize("broken", [b"{", b"[1]", b"\xff\xfe", b"[" * 200_000, b" " * (layout.LARGEST + 1)])
def test_a_broken_file_is_set_aside_and_told(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(broken)
    memory = Memory(str(path))
    assert memory.get("split", 5) == 5
    assert f"{path}.broken" in memory.problems[0]
    assert (tmp_path / "state.json.broken").read_bytes() == broken
    memory.put("split", 4)
    memory.flush()
    assert Memory(str(path)).get("split", 5) == 4


def test_a_place_that_cannot_be_written_is_told_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    memory = Memory(str(tmp_path / "file" / "state.json"))
    memory.put("split", 4)
    memory.flush()
    assert "cannot be remembered" in memory.problems[-1]
    assert memory.get("split", 5) == 4


def test_without_a_path_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    memory = Memory()
    memory.put("split", 4)
    memory.flush()
    assert list(tmp_path.iterdir()) == []


def test_a_choice_at_the_screen_holds_until_the_setting_is_edited(tmp_path: Path) -> None:
    memory = Memory(str(tmp_path / "state.json"))
    memory.choose("theme", None, "light")
    assert memory.chosen("theme", None) == "light"
    assert memory.chosen("theme", "dark") is None


def test_it_lies_in_the_state_folder_not_beside_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUPPORTDESK_STATE", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    if os.name == "posix" and paths.sys.platform == "linux":
        assert state_path() == str(tmp_path / "supportdesk" / "state.json")
    assert not state_path().startswith(paths.user_folder("config"))
    monkeypatch.setenv("SUPPORTDESK_STATE", str(tmp_path / "x.json"))
    assert state_path() == str(tmp_path / "x.json")


def test_the_split_has_its_ends() -> None:
    said: list[str] = []
    assert moved_share(5, 1, said.append) == 6
    assert moved_share(8, 1, said.append) == 8
    assert moved_share(2, -1, said.append) == 2
    assert len(said) == 2


async def test_split_theme_language_and_tab_come_back(tmp_path: Path) -> None:
    settings = Settings("none", {"database": str(tmp_path / "cases.db")})
    path = str(tmp_path / "state.json")
    app = SupportdeskApp(settings, canned_outcome, Memory(path))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await paste(app, pilot, canned.PASTE)
        before = app.triage.paste.size.width
        await pilot.press("alt+left", "alt+left", "alt+c", "ctrl+g", "f4")
        await pilot.pause()
        narrow = app.triage.paste.size.width
        assert narrow < before - 15
    i18n.use("en")
    again = SupportdeskApp(settings, canned_outcome, Memory(path))
    async with again.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert again.triage.paste.size.width == narrow
        assert again.theme == "light"
        await until(pilot, lambda: again.triage.tabs.active == "reply")
        assert again.memory.chosen("language", None) == "zh"


async def test_a_broken_state_is_told_on_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text("{", encoding="utf-8")
    app = SupportdeskApp(Settings("none", {"database": str(tmp_path / "c.db")}), canned_outcome, Memory(str(path)))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.pause(0.2)
        assert "state.json.broken" in told(app)


async def test_the_filter_of_the_cases_comes_back_without_customers_and_words(tmp_path: Path) -> None:
    settings = Settings("none", {"database": str(tmp_path / "cases.db")})
    path = str(tmp_path / "state.json")
    app = SupportdeskApp(settings, canned_outcome, Memory(path))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("alt+2")
        await until(pilot, lambda: isinstance(app.screen, CasesScreen) and app.screen.query("#search"))
        wanted = CaseFilter(statuses=("open",), causes=("quota.*",), customers=("acme",), assignee="", text="x")
        app.screen.narrow(wanted)
        await pilot.pause(0.2)
        await pilot.press("ctrl+q")
    assert "acme" not in Path(path).read_text(encoding="utf-8")
    again = SupportdeskApp(settings, canned_outcome, Memory(path))
    async with again.run_test(size=(120, 40)) as pilot:
        await pilot.press("alt+2")
        kept = CaseFilter(statuses=("open",), causes=("quota.*",), assignee="")
        await until(pilot, lambda: isinstance(again.screen, CasesScreen) and again.screen.wanted == kept)


@pytest.mark.parametrize("value", [{"statuses": "open", "tag": 7, "no_such": ["x"]}, {"customers": ["acme"]}, {}])
def test_what_is_no_filter_restricts_nothing(value: object) -> None:
    memory = Memory()
    memory.put("cases.filter", value)
    assert kept_filter(memory).is_empty
