"""Help: made from the bindings, whole in both languages and on a small screen; the operator's own keys in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App
from textual.screen import Screen
from textual.widgets import Input

from supportdesk import i18n
from supportdesk.settings import Settings
from supportdesk.tui.app import SupportdeskApp
from supportdesk.tui.keymap import SCREENS, bindings_of, is_key, keymap_problems, keys_of, screen_class
from supportdesk.tui.navigation import PLACES
from supportdesk.tui.screens.help import HelpScreen
from supportdesk.tui.widgets.pane import Pane
from tests import canned
from tests.tui.desk import canned_outcome, desk, paste, seen, told, until

if TYPE_CHECKING:
    from textual.pilot import Pilot


async def helped(app: SupportdeskApp, pilot: Pilot[Any]) -> str:
    await pilot.press("f1")
    await until(pilot, lambda: isinstance(app.screen, HelpScreen) and app.screen.query("#list"))
    await pilot.pause()
    return app.screen.query_one("#list", Pane).shown


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_every_binding_of_every_screen_is_in_its_help(tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(tmp_path, size=size) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        for place in PLACES:
            app.action_go(place.name)
            await until(pilot, lambda place=place: app.current_mode == place.name)
            await pilot.pause(0.2)
            screen = app.screen
            page = await helped(app, pilot)
            for one in [*keys_of(bindings_of(type(screen), Screen), {}), *keys_of(bindings_of(type(app), App), {})]:
                if one.name:
                    assert one.name in page, (place.name, one)
                    assert f"[{one.id}]" in page, (place.name, one)
            await pilot.press("escape")
            await until(pilot, lambda screen=screen: app.screen is screen)


async def test_it_is_searched_as_one_types_and_scrolled_by_arrows(tmp_path: Path) -> None:
    async with desk(tmp_path, size=(80, 24)) as (app, pilot):
        whole = await helped(app, pilot)
        await pilot.press("down", "down", "pagedown")
        await until(pilot, lambda: app.screen.query_one("#list", Pane).scroll_y > 5)
        await pilot.press(*"quit")
        await until(pilot, lambda: "app.quit" in app.screen.query_one("#list", Pane).shown)
        assert len(app.screen.query_one("#list", Pane).shown) < len(whole) / 4
        assert "^q" in seen(app.screen)
        await pilot.press(*"zzz")
        await until(pilot, lambda: "No key does that" in seen(app.screen))
        await pilot.press("f1")
        await until(pilot, lambda: app.screen is app.triage)


async def test_it_speaks_chinese_and_has_no_english_name_left(tmp_path: Path) -> None:
    async with desk(tmp_path, size=(80, 24)) as (app, pilot):
        await pilot.press("ctrl+g")
        page = await helped(app, pilot)
        assert "本界面的按键" in seen(app.screen)
        for line in page.splitlines():
            if line.strip() and "English" not in line:
                assert any("\u4e00" <= sign <= "\u9fff" for sign in line), line
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "Keys of this screen" in seen(app.screen))
        assert app.screen.query_one("#search", Input).placeholder.startswith("Search")
        i18n.use("en")


def test_every_binding_has_an_id_of_its_own_and_a_name() -> None:
    seen_ids: dict[str, tuple[str, str]] = {}
    places = [*(place for _mode, place, _name in SCREENS), "supportdesk.tui.app:SupportdeskApp"]
    for place in places:
        for one in keys_of(bindings_of(screen_class(place), Screen if "screens" in place else App), {}):
            assert one.name, (place, one)
            assert one.id, (place, one)
            if one.id:
                known = seen_ids.setdefault(one.id, (one.action, one.name))
                assert known[0] == one.action, (place, one, known)


async def test_keys_of_ones_own_work_and_stand_in_help_and_footer(tmp_path: Path) -> None:
    keys = {"triage.save": "f13,f16", "app.rules": "alt+k"}
    settings = Settings("none", {"database": str(tmp_path / "cases.db"), "keys": keys})
    app = SupportdeskApp(settings, canned_outcome)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.pause()
        await paste(app, pilot, canned.PASTE)
        page = await helped(app, pilot)
        assert next(line for line in page.splitlines() if "triage.save" in line).startswith("f13, f16")
        await pilot.press("escape")
        await pilot.pause()
        assert "k Rules" in seen(app.screen).splitlines()[0]
        assert "^s Save" not in seen(app.screen)
        await pilot.press("f16")
        await until(pilot, lambda: app.triage.ticket.case is not None)
        await pilot.press("alt+k")
        await until(pilot, lambda: app.current_mode == "rules")


async def test_what_is_wrong_with_own_keys_is_told_behind_the_first_paint(tmp_path: Path) -> None:
    settings = Settings("none", {"database": str(tmp_path / "cases.db"), "keys": {"triage.sve": "f4"}})
    app = SupportdeskApp(settings, canned_outcome)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: "Did you mean 'triage.save'?" in told(app))


def test_unknown_ids_no_keys_and_clashes_are_each_told() -> None:
    problems = keymap_problems(
        {"triage.sve": "f4", "app.quit": "ctrl+shft+x", "triage.save": "ctrl+n", "rules.reload": "alt+2"}
    )
    told = "\n".join(problems)
    assert "there is no binding 'triage.sve'. Did you mean 'triage.save'?" in told
    assert "'ctrl+shft+x' of 'app.quit' is no key" in told
    assert "ctrl+n is both 'triage.save' and 'triage.next' on the screen Triage" in told
    assert "alt+2 is both 'rules.reload' and 'app.cases' on the screen Rules" in told
    assert len(problems) == 4


def test_keys_that_do_no_harm_are_not_told() -> None:
    assert keymap_problems({}) == []
    assert keymap_problems({"triage.save": "f14,alt+y", "rules.reload": "f5"}) == []
    # two keys change places
    assert keymap_problems({"triage.save": "ctrl+n", "triage.next": "ctrl+s"}) == []


@pytest.mark.parametrize(("key", "is_one"), [
    ("ctrl+s", True), ("f4", True), ("alt+x", True), ("a", True), ("?", True), ("ctrl+shift+left", True),
    ("question_mark", True), ("ctrl+shft+x", False), ("f99", False), ("", False), ("ctrl+", False),
])  # fmt: skip
def test_what_a_key_is(key: str, is_one: bool) -> None:
    assert is_key(key) is is_one
