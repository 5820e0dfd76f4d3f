"""What the first frame does without comes behind it, and the line of keys is made anew only where it changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from textual import events
from textual.widgets._footer import FooterKey

from supportdesk.tui.diagnoser import Outcome
from supportdesk.tui.screens.triage import TriageScreen
from supportdesk.tui.widgets.footer import DeskFooter
from tests import canned
from tests.tui.desk import canned_outcome, desk, paste, until


async def test_what_waits_for_the_first_frame_is_done_behind_it(tmp_path: Path) -> None:
    done: list[str] = []
    async with desk(tmp_path) as (app, pilot):
        app.when_painted(lambda: done.append("later"))
        await until(pilot, lambda: bool(done))
        assert app.is_painted
        app.when_painted(lambda: done.append("at once"))
        assert done == ["later", "at once"]


NOT_BEFORE = (
    "supportdesk.diagnosing",
    "supportdesk.masking",
    "supportdesk.reading",
    "supportdesk.advising",
    "supportdesk.casebook",
    "supportdesk.tui.apart",
    "supportdesk.tui.palette",
    "supportdesk.tui.panes.answer",
    "supportdesk.tui.panes.verdict",
    "supportdesk.tui.recovery",
    "supportdesk.tui.screens.adding",
    "sqlite3",
    "json",
    "yaml",
    "re2",
)
"""What the first frame shows nothing of."""


def test_the_application_is_there_before_what_only_a_ticket_needs() -> None:
    code = f"import sys, supportdesk.tui.app; print([name for name in {NOT_BEFORE!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == "[]"


async def test_a_diagnosis_is_loaded_for_once_nothing_is_asked(tmp_path: Path) -> None:
    asked: list[str] = []

    def _noted(text: str) -> Outcome:
        asked.append(text)
        return canned_outcome(text)

    async with desk(tmp_path, _noted) as (_app, pilot):
        await until(pilot, lambda: asked == [""])


async def test_a_paste_before_the_loading_is_what_is_asked(tmp_path: Path) -> None:
    asked: list[str] = []

    def _noted(text: str) -> Outcome:
        asked.append(text)
        return canned_outcome(text)

    async with desk(tmp_path, _noted) as (app, pilot):
        app.triage.paste.post_message(events.Paste(canned.PASTE))
        await until(pilot, lambda: app.triage.outcome is not None)
        await until(pilot, lambda: app._later is None)
        await pilot.pause()
        assert asked[-1].strip()


def _keys(pilot: Any) -> list[FooterKey]:
    return list(pilot.app.screen.query_one(DeskFooter).query(FooterKey))


async def test_the_keys_stay_as_long_as_they_say_the_same(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await until(pilot, lambda: bool(_keys(pilot)))
        await pilot.pause()
        before = _keys(pilot)
        app.screen.refresh_bindings()
        await pilot.press("tab")
        await pilot.press("shift+tab")
        await pilot.pause()
        assert isinstance(app.screen, TriageScreen)
        assert _keys(pilot) == before
        assert all(key.has_class("-compact") for key in before)


async def test_the_keys_follow_the_language(tmp_path: Path) -> None:
    async with desk(tmp_path) as (_app, pilot):
        await until(pilot, lambda: any(key.description == "Save" for key in _keys(pilot)))
        await pilot.press("ctrl+g")
        await until(pilot, lambda: any(key.description == "保存" for key in _keys(pilot)))


async def test_a_key_that_can_be_pressed_now_is_the_same_key(tmp_path: Path) -> None:
    def _asks_nothing(text: str) -> Outcome:
        outcome = canned_outcome(text)
        outcome.data["ask"] = []
        return outcome

    async with desk(tmp_path, _asks_nothing) as (app, pilot):
        await until(pilot, lambda: any(key.description == "Reply" for key in _keys(pilot)))
        reply = next(key for key in _keys(pilot) if key.description == "Reply")
        assert reply.has_class("-disabled")
        await paste(app, pilot, canned.PASTE)
        await until(pilot, lambda: not reply.has_class("-disabled"))
        assert reply in _keys(pilot)
