"""The application under Textual's pilot, on a real casebook file; and what is on its screen, as text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events

from supportdesk.masking import mask
from supportdesk.settings import Settings
from supportdesk.source import Source
from supportdesk.tui.app import SupportdeskApp
from supportdesk.tui.diagnoser import Diagnoser, Outcome, RuleAnswer
from tests import canned

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.screen import Screen

ANSWERS = [
    RuleAnswer(
        "endpoint.media-on-chat", "endpoint.chat-for-media", {"en": "Media", "zh": "媒体"}, True, ("model",), ()
    ),
    RuleAnswer("auth.no-header", "auth.missing", {"en": "No key", "zh": "没有密钥"}, None, (), ("auth_scheme",)),
    RuleAnswer(
        "billing.kept", "billing.failed-not-refunded", {"en": "Kept", "zh": "未退"}, False, ("http_status",), ()
    ),
]


def canned_outcome(text: str) -> Outcome:
    """Diagnose anything as the canned paste."""
    masked = mask(text)[0]
    data = canned.diagnosis()
    if canned.PASTE not in text:
        data["causes"][0]["evidence"] = []
    return Outcome(text, data, [Source(masked)], ANSWERS, 100)


@asynccontextmanager
async def desk(
    folder: Path, diagnose: Diagnoser | None = canned_outcome, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[SupportdeskApp, Pilot[Any]]]:
    """Run the application with its casebook in `folder`; `diagnose` None: as the desk itself does."""
    settings = Settings("none", {"database": str(folder / "cases.db"), "time_zone": "Asia/Shanghai"})
    app = SupportdeskApp(settings, diagnose)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield app, pilot


async def paste(app: SupportdeskApp, pilot: Pilot[Any], text: str) -> None:
    """Paste a text as a terminal does, and wait for its verdict."""
    app.triage.paste.post_message(events.Paste(text.replace("\n", "\r")))
    await until(pilot, lambda: app.triage.outcome is not None and not app.triage.paste.loading)


async def until(pilot: Pilot[Any], holds: Any, seconds: float = 10) -> None:
    """Wait until something holds; fail after so many seconds."""
    for _ in range(int(seconds / 0.02)):
        await pilot.pause(0.02)
        if holds():
            return
    raise AssertionError("it did not happen in time")


def seen(screen: Screen[Any]) -> str:
    """Return every character that is on the screen, row by row."""
    width, height = screen.size
    strips = screen._compositor.render_strips()
    assert len(strips) == height
    return "\n".join(strip.crop(0, width).text for strip in strips)


def told(app: SupportdeskApp) -> str:
    """Return the messages that were shown."""
    return "\n".join(notification.message for notification in app._notifications)
