"""Rehearse by the keyboard alone: fill in, run, failures, resume, code; and never two submits."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input, TextArea

from supportdesk.tui.app import SupportdeskApp
from supportdesk.tui.screens.rehearse import RehearseScreen
from supportdesk.tui.widgets.pane import Pane
from tests.tui.desk import desk, seen, told, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

URL = "https://example.com/a"


async def opened(app: SupportdeskApp, pilot: Pilot[Any]) -> RehearseScreen:
    await pilot.press("f11")
    await until(pilot, lambda: isinstance(app.screen, RehearseScreen) and app.screen.rehearser.plan is not None)
    screen = app.screen
    assert isinstance(screen, RehearseScreen)
    screen.rehearser._speed = 20.0
    return screen


def page(screen: RehearseScreen) -> str:
    return screen.query_one("#run", Pane).shown


def body(screen: RehearseScreen) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(screen.query_one("#json", TextArea).text)
    return read


def submits(folder: Path) -> list[int]:
    with sqlite3.connect(folder / "sandbox.db") as books:
        return [row[0] for row in books.execute("SELECT status FROM calls WHERE method = 'POST' ORDER BY id")]


async def run(screen: RehearseScreen, pilot: Pilot[Any]) -> None:
    await pilot.press("ctrl+r")
    await until(pilot, lambda: not screen.follows)
    await pilot.pause()


async def test_all_four_modes_by_the_keyboard_alone(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        modes = []
        for extra in ("", f"{URL}.png", f"{URL}.png {URL}b.png", f"{URL}.mp4"):
            if modes:
                await pilot.press("f6")
                await pilot.press(*extra)
            await run(screen, pilot)
            assert screen.rehearser.plan is not None
            modes.append(screen.rehearser.plan.mode)
            assert "completed" in page(screen), page(screen)
            assert ".mp4" in page(screen)
        assert modes == ["text-to-video", "image-to-video", "reference-to-video", "video-edit"]
        assert body(screen)["video_list"] == [{"video_url": f"{URL}.mp4"}]
        await pilot.press("f7")
        await pilot.press("f7")
        assert "requests.request(" in page(screen)
        assert submits(tmp_path) == [200] * 4


async def test_form_and_json_edit_each_other_and_what_is_wrong_is_told_as_one_types(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("tab", "tab", "7")
        assert body(screen)["duration"] == 7
        assert "/duration" in seen(screen)
        await pilot.press("ctrl+r")
        assert not screen.follows
        assert not (tmp_path / "sandbox.db").exists()
        await pilot.press("backspace", "down")
        assert body(screen)["duration"] == 6
        screen.query_one("#json", TextArea).text = '{"model": "gemini_omni", "prompt": "a kite", "duration": 10}'
        await pilot.pause()
        values = {entry.field.name: entry.value for entry in screen.query("FieldInput")}  # type: ignore[attr-defined]  # the query's own widget
        assert (values["prompt"], values["duration"]) == ("a kite", "10")
        screen.query_one("#json", TextArea).text = '{"model": '
        await pilot.pause()
        assert "JSON" in seen(screen)


@pytest.mark.parametrize(
    ("fault", "words", "sent"),
    [
        ("429;retry-after=0;times=1", "completed", [429, 200]),
        ("500", "completed", [500, 200]),
        ("524", "524", [524]),
        ("drop", "lost", [200]),
        ("failed-kept", "channel", [200]),
    ],
)
async def test_failures(tmp_path: Path, fault: str, words: str, sent: list[int]) -> None:
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        screen.rehearser.fault = fault
        await run(screen, pilot)
        assert words in page(screen)
        assert submits(tmp_path) == sent


async def test_a_stuck_task_is_left_and_resumed_without_a_second_submit(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        screen.rehearser.fault = "stuck"
        await pilot.press("ctrl+r")
        await until(pilot, lambda: screen.rehearser.run is not None and len(screen.rehearser.run.states) > 2)
        await pilot.press("escape")
        await until(pilot, lambda: not screen.follows)
        assert "Ctrl+U" in told(app)
        seen_before = len(screen.rehearser.run.states) if screen.rehearser.run else 0
        await pilot.press("ctrl+u")
        await until(pilot, lambda: screen.rehearser.run is not None and len(screen.rehearser.run.states) > seen_before)
        assert screen.rehearser.run is not None
        assert screen.rehearser.run.steps[0].call == "submit"
        await pilot.press("escape")
        await until(pilot, lambda: not screen.follows)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, RehearseScreen))
    assert submits(tmp_path) == [200]


async def test_another_model_and_one_that_nobody_knows(tmp_path: Path) -> None:
    async with desk(tmp_path, size=(80, 24)) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("f2")
        screen.query_one("#model", Input).value = "gpt-4o-image"
        await pilot.press("enter")
        await until(
            pilot, lambda: screen.rehearser.plan is not None and screen.rehearser.plan.info.model == "gpt-4o-image"
        )
        await run(screen, pilot)
        assert "completed" in page(screen)
        await pilot.press("f2")
        screen.query_one("#model", Input).value = "gpt-4o-imagine"
        await pilot.press("enter")
        await pilot.pause()
        assert "gpt-4o-image" in told(app)
