"""The themes: what is drawn on every screen can be read, by the contrast of WCAG; no colours where none are wanted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from supportdesk.settings import THEMES, Settings
from supportdesk.tui.app import SupportdeskApp
from supportdesk.tui.layout import Memory
from supportdesk.tui.navigation import PLACES
from supportdesk.tui.screens.case import CaseScreen
from supportdesk.tui.screens.statistics import StatisticsScreen
from supportdesk.tui.themes import COLOURLESS, NAMES, has_colours, next_theme, themes
from tests import canned
from tests.tui.desk import canned_outcome, desk, paste, until

if TYPE_CHECKING:
    from textual.screen import Screen

OKABE_ITO = {"#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7", "#000000"}
"""Okabe and Ito, Color Universal Design: https://jfly.uni-koeln.de/color/"""

NO_TEXT = set(" ▏─━│┃╸╺▔▁▎▊▕▐▌█▅▇▃▆▄▂╭╮╰╯▀┌┐└┘")
"""Blanks, borders, scroll bars."""


def luminance(rgb: tuple[int, int, int]) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [part / 255 for part in rgb]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_of_black_on_white_is_21_to_1() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def too_weak(screen: Screen[Any], least: float, without_last: int = 0) -> list[str]:
    """Return what is drawn with less contrast, with its figures; without the keys below where some do nothing now."""
    found = []
    for strip in screen._compositor.render_strips()[: screen.size.height - without_last]:
        for segment in strip:
            style, text = segment.style, segment.text
            if style is None or not set(text) - NO_TEXT or style.color is None or style.bgcolor is None:
                continue
            fore, back = style.color.get_truecolor(), style.bgcolor.get_truecolor(foreground=False)
            ratio = contrast(tuple(fore), tuple(back))
            if ratio < least:
                found.append(f"{text.strip()!r} {tuple(fore)} on {tuple(back)}: {ratio:.2f}")
    return found


@pytest.mark.parametrize("theme", THEMES)
async def test_every_text_of_every_screen_can_be_read(tmp_path: Path, theme: str) -> None:
    least = 7.0 if theme == "contrast" else 4.5
    async with desk(tmp_path, size=(120, 40)) as (app, pilot):
        app.use_theme(theme)
        await pilot.pause(0.2)
        weak: dict[str, list[str]] = {"empty": too_weak(app.screen, least, without_last=1)}
        await paste(app, pilot, canned.PASTE)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.triage.is_saved)
        app.open_case(1)
        await until(pilot, lambda: isinstance(app.screen, CaseScreen))
        await pilot.pause(0.4)
        weak["case"] = too_weak(app.screen, least)
        app.open_statistics()
        await until(pilot, lambda: isinstance(app.screen, StatisticsScreen))
        await pilot.pause(0.4)
        weak["statistics"] = too_weak(app.screen, least)
        app.pop_screen()
        app.pop_screen()
        for place in PLACES:
            app.action_go(place.name)
            await until(pilot, lambda place=place: app.current_mode == place.name)
            await pilot.pause(0.4)
            weak[place.name] = too_weak(app.screen, least)
        app.action_go("triage")
        for key in ("f2", "f3", "f4", "f5", "f6", "f8", "f1"):
            await pilot.press(key)
            await pilot.pause(0.1)
            weak[key] = [] if key == "f1" else too_weak(app.screen, least)
        app.screen.styles.background = app.theme_variables["background"]  # what lies behind the question is dimmed
        await pilot.pause(0.2)
        weak["f1"] = too_weak(app.screen, least)
        assert {name: rows for name, rows in weak.items() if rows} == {}


def test_the_colour_blind_theme_has_the_colours_of_okabe_and_ito() -> None:
    theme = next(one for one in themes() if one.name == "colour-blind")
    used = {theme.primary, theme.secondary, theme.warning, theme.error, theme.success, theme.accent}
    assert used <= OKABE_ITO
    assert len(used) == 6


def test_every_theme_has_a_name_and_the_next_one_comes_round() -> None:
    assert tuple(NAMES) == THEMES == tuple(one.name for one in themes() if one.name != COLOURLESS)
    turn = [THEMES[0]]
    while len(turn) < len(THEMES):
        turn.append(next_theme(turn[-1]))
    assert tuple(turn) == THEMES
    assert next_theme(turn[-1]) == THEMES[0]
    assert next_theme(COLOURLESS) == THEMES[0]


@pytest.mark.parametrize(
    ("environ", "coloured"),
    [
        ({"TERM": "xterm-256color"}, True), ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, True), ({"TERM": "dumb"}, False), ({"TERM": "vt220"}, False),
        ({"TERM": "xterm-mono"}, False), ({"TERM": "vt220", "COLORTERM": "truecolor"}, True), ({}, True),
    ],
)  # fmt: skip
def test_colours_are_left_out_where_none_are_wanted(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], coloured: bool
) -> None:
    for name in ("TERM", "NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert has_colours() is (coloured or os.name == "nt")


async def test_without_colours_no_colour_is_drawn_and_the_cursor_is_still_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = SupportdeskApp(Settings("none", {"database": str(tmp_path / "cases.db")}), canned_outcome)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await paste(app, pilot, canned.PASTE)
        app.action_next_theme()
        assert app.theme == COLOURLESS
        for place in ("triage", "settings", "rules"):
            app.action_go(place)
            await pilot.pause(0.5)
            screen = app.screen
            styles = [
                segment.style
                for y in range(screen.size.height)
                for strip in [_filtered(app, screen, y)]
                for segment in strip
                if segment.style is not None
            ]
            assert {str(style.color.name) for style in styles if style.color is not None} <= {"default"}
            assert {str(style.bgcolor.name) for style in styles if style.bgcolor is not None} <= {"default"}
            if place != "triage":
                assert any(style.reverse or style.underline for style in styles), place


def _filtered(app: SupportdeskApp, screen: Screen[Any], row: int) -> Any:
    """Return a row as it goes to the terminal, through Textual's filters."""
    strip = screen._compositor.render_strips()[row]
    for one in app._filters:
        if one.enabled:
            strip = strip.apply_filter(one, screen.background_colors[1])
    return strip


async def test_a_theme_is_remembered_until_the_setting_changes(tmp_path: Path) -> None:
    values = {"database": str(tmp_path / "cases.db"), "theme": "light"}
    memory = Memory()
    app = SupportdeskApp(Settings("none", values), canned_outcome, memory)
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.theme == "light"
        await pilot.press("alt+c")
        assert app.theme == "contrast"
    again = SupportdeskApp(Settings("none", values), canned_outcome, memory)
    assert again.theme == "contrast"
    edited = SupportdeskApp(Settings("none", {**values, "theme": "dark"}), canned_outcome, memory)
    assert edited.theme == "dark"
