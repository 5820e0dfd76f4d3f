"""The settings' screen: every setting with its value and where it comes from; changed into the file, comments kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import DataTable, Input

from supportdesk import i18n
from supportdesk.settings import Settings, load_settings
from supportdesk.tui.app import SupportdeskApp
from supportdesk.tui.layout import Memory
from supportdesk.tui.screens.asking import AskScreen
from supportdesk.tui.screens.settings import SettingsScreen
from supportdesk.tui.setup_rows import EDITABLE, MEANINGS
from supportdesk.tui.widgets.pane import Pane
from tests.tui.desk import canned_outcome, seen, told, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

KEY = "sk-proj4rT9wQe2Lm8Vx1Zc6Bn3Yd7Hk5Js0Pa"
FILE = (
    "# mine\ntime_zone = 'Europe/Berlin' # home\n[hosts]\ntoapis = ['api.example.com']\n"
    "[gateways.work]\nurl = 'https://example.com/v1'\n[keys]\n'triage.save' = 'f14'\n"
)


def app_of(folder: Path, text: str = FILE) -> tuple[SupportdeskApp, Path]:
    path = folder / "settings.toml"
    path.write_text(f"{text}", encoding="utf-8")
    settings = load_settings(str(path))
    settings.database = str(folder / "cases.db")
    return SupportdeskApp(settings, canned_outcome, Memory()), path


async def at(app: SupportdeskApp, pilot: Pilot[Any], name: str) -> None:
    """Go to a setting's row."""
    if app.current_mode != "settings":
        await pilot.press("alt+6")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen) and app.screen.rows)
    app.screen.query_one(DataTable).move_cursor(row=list(MEANINGS).index(name))
    await pilot.pause()


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SUPPORTDESK_LANG", "SUPPORTDESK_RULES", "SUPPORTDESK_DATABASE", "NO_COLOR", "LANG", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)


async def test_it_shows_values_origins_gateways_places_and_versions_but_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTDESK_KEY_WORK", KEY)
    monkeypatch.setenv("SUPPORTDESK_RULES", str(tmp_path / "own"))
    app, path = app_of(tmp_path)
    async with app.run_test(size=(140, 60)) as pilot:
        await at(app, pilot, "time_zone")
        shown = seen(app.screen)
        rows = {row.name: row for row in app.screen.rows}
        assert set(rows) == set(MEANINGS)
        assert (rows["time_zone"].value, rows["time_zone"].origin) == ("Europe/Berlin", "settings file")
        assert (rows["theme"].value, rows["theme"].origin) == ("Dark", "default")
        assert (rows["rules_dir"].value, rows["rules_dir"].origin) == (
            str(tmp_path / "own"),
            "environment: SUPPORTDESK_RULES",
        )
        page = app.screen.query_one("#about", Pane).shown
        for piece in ("work · https://example.com/v1 · key in SUPPORTDESK_KEY_WORK", "toapis: api.example.com",
                      "triage.save: f14", str(path), "Textual", "Python"):  # fmt: skip
            assert piece in page, piece
        assert KEY not in shown + page
        assert KEY[-10:] not in shown + page


async def test_enter_changes_language_theme_and_plain_into_the_file(tmp_path: Path) -> None:
    app, path = app_of(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await at(app, pilot, "theme")
        await pilot.press("enter")
        await until(pilot, lambda: app.theme == "light")
        await at(app, pilot, "plain")
        await pilot.press("e")
        await until(pilot, lambda: app.plain)
        await at(app, pilot, "language")
        await pilot.press("enter")
        await until(pilot, lambda: "界面语言" in seen(app.screen))
        assert "设置文件" in {row.origin for row in app.screen.rows}
        wanted = '# mine\ntime_zone = \'Europe/Berlin\' # home\ntheme = "light"\nplain = true\nlanguage = "zh"\n'
        assert path.read_text(encoding="utf-8") == FILE.replace("# mine\ntime_zone = 'Europe/Berlin' # home\n", wanted)
        for name in ("language", "plain", "theme"):
            await at(app, pilot, name)
            await pilot.press("delete")
            await pilot.pause()
        assert path.read_text(encoding="utf-8") == FILE
        assert (app.theme, app.plain) == ("dark", False)
        i18n.use("en")


async def test_a_time_zone_is_asked_for_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    app, path = app_of(tmp_path)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        for answer, zone in (("Asia/Shangai", "Europe/Berlin"), ("Asia/Shanghai", "Asia/Shanghai")):
            await at(app, pilot, "time_zone")
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, AskScreen))
            app.screen.query_one(Input).value = answer
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
            assert load_settings(str(path)).time_zone == zone
        assert "'Asia/Shangai' is not in the zone database" in told(app)
        assert str(app.zone) == "Asia/Shanghai"
        assert "# home" in path.read_text(encoding="utf-8")


async def test_where_things_lie_is_not_changed_here(tmp_path: Path) -> None:
    app, path = app_of(tmp_path)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        for name in set(MEANINGS) - set(EDITABLE):
            await at(app, pilot, name)
            await pilot.press("enter")
            await pilot.press("delete")
        assert told(app).count("change it in") == len(MEANINGS) - len(EDITABLE)
        assert path.read_text(encoding="utf-8") == FILE


async def test_what_the_environment_says_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORTDESK_LANG", "en")
    app, path = app_of(tmp_path)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await at(app, pilot, "language")
        await pilot.press("enter")
        await pilot.pause()
        assert "SUPPORTDESK_LANG of the environment comes first" in told(app)
        assert path.read_text(encoding="utf-8") == FILE


async def test_a_file_that_became_wrong_is_told_and_what_was_read_stays(tmp_path: Path) -> None:
    app, path = app_of(tmp_path)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await at(app, pilot, "theme")
        path.write_text("theme = ", encoding="utf-8")
        await pilot.press("f5")
        await pilot.press("enter")
        await pilot.pause()
        assert told(app).count("this is no TOML") == 2
        assert path.read_text(encoding="utf-8") == "theme = "
        assert app.settings.time_zone == "Europe/Berlin"
        path.write_text('theme = "contrast"', encoding="utf-8")
        await pilot.press("f5")
        await until(pilot, lambda: app.theme == "contrast")


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_it_is_whole_on_80_by_24(tmp_path: Path, language: str) -> None:
    i18n.use(language)
    app, _path = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(app, pilot, "language")
        shown = seen(app.screen)
        words = {"en": ("Language of the screen", "Europe/Berlin", "settings file", "Gateways", "Back"),
                 "zh": ("界面语言", "Europe/Berlin", "设置文件", "网关", "返回")}  # fmt: skip
        for word in words[language]:
            assert word in shown, word


async def test_plain_mode_draws_no_border_and_its_messages_are_lines(tmp_path: Path) -> None:
    settings = Settings("none", {"database": str(tmp_path / "cases.db"), "plain": True})
    app = SupportdeskApp(settings, canned_outcome)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.pause()
        assert app.animation_level == "none"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "There is nothing to save" in seen(app.screen))
        assert not app._notifications
        for key in ("alt+1", "alt+2", "alt+5", "alt+6"):
            await pilot.press(key)
            await pilot.pause(0.3)
            assert not set("│┃▏▕▎▊╭╮╰╯─━▔▁") & set(seen(app.screen)), (key, seen(app.screen))
