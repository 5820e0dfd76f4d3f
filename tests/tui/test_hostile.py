"""Nothing pasted is markup or terminal control, on any screen; keys are on none."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from supportdesk.casebook import Casebook
from supportdesk.source import Source
from supportdesk.tui.app import SupportdeskApp
from supportdesk.tui.diagnoser import Outcome
from supportdesk.tui.screens.case import CaseScreen
from supportdesk.tui.screens.cases import CasesScreen
from tests import canned
from tests.tui.desk import canned_outcome, desk, paste, seen, until

KEY = "sk-proj4rT9wQe2Lm8Vx1Zc6Bn3Yd7Hk5Js0Pa"
HOSTILE = {
    "action": "[@click=app.quit]click[/]",
    "rich": "[bold red]x[/bold red] [link=http://x]y[/link] [/]",
    "unclosed": "[[[/nothing",
    "csi": "\x1b[31mred\x1b[0m",
    "osc8": "\x1b]8;;http://x\x1b\\y\x1b]8;;\x1b\\",
    "osc52": "\x1b]52;c;aGVsbG8=\x07",
    "c1": "\x9b31m\x9d52;c;aGk=\x9c",
    "rtl": "\u202egpj.exe\u2066x\u2069",
    "zero": "a\u200bb\ufeffc\u2060d\u00ade",
    "nul": "a\x00b\x08c\x0bd\x0ce\x85f\u2028g",
}
FORBIDDEN = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) != "\n"} | set(
    "\u202e\u2066\u2069\u200b\ufeff\u2060\u00ad\u2028"
)

_SENT = re.compile(r"\x1b\[[0-9;]*[mH]")
"""What a frame consists of besides its text: colours and places of the cursor."""


def everywhere(text: str) -> Outcome:
    """A diagnosis that quotes the paste in every text of every tab."""
    hostile = text.strip()
    both = {"en": hostile, "zh": hostile}
    data = canned.diagnosis()
    data["verdict"] |= {"title": both, "why": both, "would_change": both}
    data["causes"][0]["evidence"][0]["value"] = hostile
    data["ask"][0]["question"] = both
    data["fix"] |= {"steps": {"en": [hostile], "zh": [hostile]}, "patch": f"+{hostile}", "dropped": []}
    data["fix"]["request"]["body"]["json"]["prompt"] = hostile
    data["reply"] |= both
    data["escalation"] = both
    data["money"] |= {"decision": "refund", "refund_quota": 7, "reason": both, "lines": [hostile]}
    data["not_read"] = [{"span": None, "reason": hostile}]
    return canned_outcome(text)._replace(data=data)


@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_text_is_plain_in_the_paste_and_every_tab(tmp_path: Path, kind: str) -> None:
    async with desk(tmp_path, everywhere, size=(160, 60)) as (app, pilot):
        await paste(app, pilot, f"before {HOSTILE[kind]} behind")
        for key in ("f2", "f3", "f4", "f5"):
            await pilot.press(key)
            await pilot.pause()
            shown = seen(app.screen)
            assert not FORBIDDEN & set(shown), key
            assert shown.count("before") >= (1 if key == "f5" else 2), key
        assert app.is_running
        for piece in ("[@click=app.quit]", "[bold red]x[/bold red]", "[[[/nothing", "␛[31mred␛[0m", "␛]52;c;aGVsbG8=␇"):
            if piece.replace("␛", "\x1b").replace("␇", "\x07") in HOSTILE[kind]:
                assert piece in shown, piece


async def test_hostile_text_is_plain_in_the_list_and_in_each_case(tmp_path: Path) -> None:
    with Casebook(str(tmp_path / "cases.db")) as book:
        for hostile in HOSTILE.values():
            case = book.save(everywhere(hostile).data, [Source(hostile)], hostile, hostile, hostile)
            book.decide(case.number, 1, final_cause=hostile, refund_quota=1, note=hostile)
    async with desk(tmp_path, size=(160, 60)) as (app, pilot):
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, CasesScreen) and app.screen.rows)
        await pilot.pause()
        assert not FORBIDDEN & set(seen(app.screen))
        assert "[@click=app.quit]" in seen(app.screen)
        for number, kind in enumerate(HOSTILE, 1):
            app.open_case(number)
            await until(pilot, lambda: isinstance(app.screen, CaseScreen))
            for key in ("f2", "f3", "f4", "f5"):
                await pilot.press(key)
                await pilot.pause()
                assert not FORBIDDEN & set(seen(app.screen)), (kind, key)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, CasesScreen))
        assert app.is_running


async def test_a_pasted_action_does_nothing_when_it_is_clicked(tmp_path: Path) -> None:
    async with desk(tmp_path, everywhere) as (app, pilot):
        await paste(app, pilot, "[@click=app.quit]here[/]")
        rows = seen(app.screen).splitlines()
        for y, row in enumerate(rows):
            for piece in ("click=app", "here"):
                if piece in row:
                    await pilot.click(offset=(row.index(piece) + 1, y))
        await pilot.pause()
        assert app.is_running
        assert not app._exit


async def test_a_place_in_the_verdict_leads_to_the_paste_by_mouse_and_by_key(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        rows = seen(app.screen).splitlines()
        y, row = next((y, row) for y, row in enumerate(rows) if "6:24" in row)
        await pilot.click(offset=(row.index("6:24"), y))
        await pilot.pause()
        assert app.triage.paste.cursor_location == (5, 23)
        await pilot.press("f8")
        assert app.triage.paste.cursor_location == (2, 10)


async def test_a_key_is_never_on_the_screen_or_the_clipboard(tmp_path: Path) -> None:
    async with desk(tmp_path, None, size=(160, 60)) as (app, pilot):
        url = "https://toapis.com/v1/chat/completions"
        code = f"curl {url} -H 'Authorization: Bearer {KEY}' -d '{{\"model\": \"gemini_omni\"}}'"
        await paste(app, pilot, code)
        for key in ("f2", "f3", "f4", "f5"):
            await pilot.press(key)
            await pilot.pause()
            assert KEY[8:-6] not in seen(app.screen)
        for key in ("ctrl+r", "ctrl+t", "f9"):
            await pilot.press(key)
            assert KEY[8:-6] not in app.clipboard
        app.triage.paste.select_all()
        await pilot.press("ctrl+c")
        assert "Bearer sk-" in app.clipboard
        assert KEY[8:-6] not in app.clipboard


async def test_a_key_that_is_typed_is_masked_when_typing_stops(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        app.triage.paste.insert(f"key {KEY} end")
        await until(pilot, lambda: app.triage.outcome is not None)
        assert KEY[8:-6] not in app.triage.paste.source_text
        assert len(app.triage.paste.source_text) == len(f"key {KEY} end")
        assert KEY[8:-6] not in seen(app.screen)


async def test_a_fault_prints_nothing_that_was_pasted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(text: str) -> Outcome:
        outcome = canned_outcome(text)
        return outcome._replace(data={"verdict": KEY})

    with pytest.raises(KeyError):  # noqa: PT012 - the fault ends the whole session
        async with desk(tmp_path, broken) as (app, pilot):
            app.triage.paste.insert(f"key {KEY}")
            await until(pilot, lambda: app.fault is not None)
    shown = capsys.readouterr()
    assert KEY[8:-6] not in shown.out + shown.err


def terminal_bytes(app: SupportdeskApp) -> str:
    """Return what a terminal is sent for the whole screen: the bytes of every strip, as the driver writes them."""
    return "".join(strip.render(app.console) for strip in app.screen._compositor.render_strips())


Show = Callable[[SupportdeskApp, Pilot[Any]], Awaitable[None]]


def by_keys(*keys: str) -> Show:
    """Return what shows a screen by keys."""

    async def _show(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
        for key in keys:
            await pilot.press(key)
        await pilot.pause(0.3)

    return _show


async def case_screen(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
    """Show the saved case."""
    await pilot.press("ctrl+s")
    await until(pilot, lambda: app.triage.is_saved)
    app.open_case(1)
    await until(pilot, lambda: isinstance(app.screen, CaseScreen))
    await pilot.pause(0.2)


async def cases_screen(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
    """Show the list with the saved case."""
    await pilot.press("ctrl+s")
    await until(pilot, lambda: app.triage.is_saved)
    await pilot.press("alt+2")
    await until(pilot, lambda: isinstance(app.screen, CasesScreen))
    await pilot.pause(0.5)


async def statistics_screen(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
    """Show the statistics of the saved case."""
    await cases_screen(app, pilot)
    app.open_statistics()
    await pilot.pause(0.7)


async def adding_screen(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
    """Show the question for more material, with the hostile text pasted once more."""
    text = app.triage.paste.source_text
    await pilot.press("alt+m")
    await pilot.pause(0.2)
    app.screen.query_one("#more").post_message(events.Paste(text))
    await pilot.pause(0.3)


async def message(app: SupportdeskApp, pilot: Pilot[Any]) -> None:
    """Show a message that quotes the text, and the refusal of a file of that name."""
    app.tell(app.triage.paste.source_text)
    app.triage.open_file(app.triage.paste.source_text.replace("\x00", ""))
    await pilot.pause(0.3)


SCREENS: dict[str, Show] = {
    "verdict": by_keys("f2"),
    "fix": by_keys("f3"),
    "reply": by_keys("f4"),
    "rules tab": by_keys("f5"),
    "request": by_keys("f6"),
    "evidence": by_keys("f8"),
    "adding": adding_screen,
    "messages": message,
    "cases": cases_screen,
    "case": case_screen,
    "statistics": statistics_screen,
    "ledger": by_keys("f12"),
    "rehearse": by_keys("alt+3"),
    "rules": by_keys("alt+5"),
    "settings": by_keys("alt+6"),
    "help": by_keys("f1"),
    "palette": by_keys("ctrl+p"),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("screen", SCREENS)
async def test_no_kind_of_hostile_text_reaches_the_terminal_from_any_screen(
    tmp_path: Path, screen: str, kind: str
) -> None:
    async with desk(tmp_path, everywhere, size=(120, 40)) as (app, pilot):
        app.triage.query_one("#customer").value = HOSTILE[kind].replace("\n", " ")
        await paste(app, pilot, f"before {HOSTILE[kind]} behind")
        await SCREENS[screen](app, pilot)
        assert app.is_running
        assert not app._exit
        assert not FORBIDDEN & set(seen(app.screen))
        sent = terminal_bytes(app)
        assert not _SENT.sub("", sent).count("\x1b"), "only our own colours are sent"
        assert not FORBIDDEN & set(_SENT.sub("", sent).replace("\x1b", ""))


async def test_an_edited_reply_and_a_changed_block_show_hostile_text_as_plain(tmp_path: Path) -> None:
    def growing(text: str) -> Outcome:
        outcome = everywhere(text)
        outcome.data["calls"][0] |= {"url": text, "model": text[-9:]}
        return outcome

    async with desk(tmp_path, growing, size=(160, 60)) as (app, pilot):
        await paste(app, pilot, "a ticket")
        for hostile in HOSTILE.values():
            app.triage.add_material(hostile)
            await until(pilot, lambda: not app.triage.is_reading)
            await pilot.pause(0.1)
            assert "Changed by what was added" in app.triage.tabs.pane("verdict").shown
            assert not FORBIDDEN & set(seen(app.screen))
            await pilot.press("f4")
            app.triage.query_one("#reply-en").post_message(events.Paste(hostile))
            await pilot.pause(0.2)
            assert not FORBIDDEN & set(seen(app.screen))
            await pilot.press("f2")
        assert app.is_running
