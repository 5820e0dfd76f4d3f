"""A picture of every screen, in both languages, on a small and on a wide terminal.

A picture that differs is shown beside the stored one in snapshot_report.html; `pytest --snapshot-update` takes what was
looked at and found right. What a screen says is asserted by the other tests: these hold how it looks.
"""

from __future__ import annotations

import copy
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from supportdesk import i18n
from supportdesk.settings import Settings
from supportdesk.tui import setup_rows
from supportdesk.tui.app import SupportdeskApp
from supportdesk.tui.rule_reader import read_entries
from supportdesk.tui.screens.cases import CasesScreen
from supportdesk.tui.screens.ledger import LedgerScreen
from supportdesk.tui.screens.statistics import StatisticsScreen
from tests import canned
from tests.tui.desk import canned_outcome, until
from tests.tui.filled import NOW, fill

SIZES = {"small": (80, 24), "wide": (160, 48)}
Story = Callable[[SupportdeskApp, Pilot[Any]], Awaitable[None]]


async def empty(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
    """A desk without a ticket."""


async def verdict(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
    """A ticket with its verdict."""
    app.triage.paste.post_message(events.Paste(canned.PASTE.replace("\n", "\r")))
    await until(pilot, lambda: app.triage.outcome is not None and not app.triage.paste.loading)


def tab(key: str) -> Story:
    """Return the story of a tab of the verdict."""

    async def _story(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
        await verdict(app, pilot)
        await pilot.press(key)

    return _story


def place(key: str) -> Story:
    """Return the story of a screen that has a key."""

    async def _story(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
        await pilot.press(key)

    return _story


async def cases(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
    """The list of cases."""
    await pilot.press("alt+2")
    await until(pilot, lambda: isinstance(app.screen, CasesScreen) and app.screen.table.total == CASES)


async def case(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
    """An opened case."""
    await cases(app, pilot)
    await pilot.press("enter")
    await until(pilot, lambda: type(app.screen).__name__ == "CaseScreen")


async def statistics(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
    """Counts and money."""
    await cases(app, pilot)
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(app.screen, StatisticsScreen))


async def ledger(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
    """The ledger of a file with a charge that was kept."""
    app.read_ledger(str(SAMPLE))
    await until(pilot, lambda: isinstance(app.screen, LedgerScreen))


async def help_of(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
    """The help of the screen with a ticket."""
    await verdict(app, pilot)
    await pilot.press("f1")


CASES = 60
SAMPLE = Path(__file__).parents[2] / "sample_logs" / "04-failed-task-charge-kept.json"
RULES = tuple(
    f"endpoint.{name}"
    for name in (
        "among-html-response", "among-no-polling", "among-wrong-kind", "among-wrong-path", "api-type",
        "api-type-adaptor", "api-type-code", "doubled-address", "doubled-path", "doubled-version", "get-for-post",
        "html", "html-unnumbered", "kind-mismatch", "media-on-chat", "method-refused", "path-unknown",
        "result-from-submit", "status-404",
    )
)  # fmt: skip
"""The rules that the pictures show, so that a new rule changes none of them."""

STORIES: dict[str, Story] = {
    "triage-empty": empty,
    "triage-verdict": verdict,
    "triage-fix": tab("f3"),
    "triage-reply": tab("f4"),
    "triage-rules": tab("f5"),
    "triage-request": tab("f6"),
    "cases": cases,
    "case": case,
    "statistics": statistics,
    "rehearse": place("alt+3"),
    "ledger": ledger,
    "rules": place("alt+5"),
    "settings": place("alt+6"),
    "help": help_of,
    "palette": place("ctrl+p"),
    "jump": place("alt+j"),
}


def _some_entries() -> tuple[Any, list[Any]]:
    knowledge, entries = read_entries()
    few = copy.copy(knowledge)
    few.rules = [rule for rule in knowledge.rules if rule["id"] in RULES]
    return few, [entry for entry in entries if entry.id in RULES]


@pytest.fixture
def _still(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Let clocks stand, and nothing be remembered from another run."""
    for screen in (CasesScreen, StatisticsScreen):
        defaults = tuple(value if not callable(value) else lambda: NOW for value in screen.__init__.__defaults__ or ())
        monkeypatch.setattr(screen.__init__, "__defaults__", defaults)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)  # the casebook's path stands on the screen
    monkeypatch.setattr("supportdesk.tui.screens.rules.read_entries", _some_entries)
    for name in ("shipped_rules", "own_rules", "cache_folder"):
        monkeypatch.setattr(setup_rows, name, lambda name=name: f"/srv/supportdesk/{name}")
    monkeypatch.setattr("platform.python_version", lambda: "3.12.0")
    monkeypatch.setattr("textual.__version__", "8.0.0", raising=False)
    yield
    i18n.use(None)


@pytest.mark.usefixtures("_still")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", STORIES)
def test_a_screen_looks_as_it_did(snap_compare: Any, tmp_path: Path, name: str, language: str, size: str) -> None:
    i18n.use(language)
    fill(tmp_path, CASES)
    app = SupportdeskApp(Settings("none", {"database": "cases.db", "time_zone": "Asia/Shanghai"}), canned_outcome)

    async def _story(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await STORIES[name](app, pilot)
        for _ in range(20):
            await pilot.pause(0.05)
        for editor in app.screen.query(TextArea):
            editor.cursor_blink = False
        for field in app.screen.query(Input):
            field.cursor_blink = False
        app.clear_notifications()
        await pilot.pause()

    assert snap_compare(app, terminal_size=SIZES[size], run_before=_story)
