"""Evidence linked both ways, rules opened, material added and taken back, replies edited under the gate."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from supportdesk.casebook import Casebook
from supportdesk.tui.changes import changes
from supportdesk.tui.diagnoser import Outcome
from supportdesk.tui.screens.adding import AddOrNewScreen, MaterialScreen
from supportdesk.tui.widgets.pane import SIGN
from tests import canned
from tests.tui.desk import canned_outcome, desk, paste, seen, told, until

SAMPLES = Path(__file__).resolve().parents[2] / "sample_logs"
ANSWERED = "The URL was https://toapis.com/v1/chat/completions"


def outgrowing(text: str) -> Outcome:
    """A diagnosis that is open until the answer to its question stands in the text."""
    outcome = canned_outcome(text)
    verdict, calls = outcome.data["verdict"], outcome.data["calls"]
    if ANSWERED in text:
        outcome.data["ask"] = []
        calls[0]["url"] = "https://toapis.com/v1/chat/completions"
        outcome.data["money"] |= {"decision": "refund", "refund_quota": 700}
    else:
        verdict["certainty"] = "possible"
    return outcome


async def test_the_cursor_on_a_place_marks_the_evidence_that_rests_on_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        app.triage.paste.move_cursor((2, 14))
        await until(pilot, lambda: f"{SIGN} 3:11" in seen(app.screen))
        assert f"{SIGN} 6:24" not in seen(app.screen)
        app.triage.paste.move_cursor((5, 30))
        await until(pilot, lambda: f"{SIGN} 6:24" in seen(app.screen))
        assert f"{SIGN} 3:11" not in seen(app.screen)
        app.triage.paste.move_cursor((0, 0))
        await until(pilot, lambda: SIGN not in seen(app.screen))


async def test_a_click_on_a_place_marks_its_evidence(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        rows = seen(app.screen).splitlines()
        y = next(y for y, row in enumerate(rows) if "model=" in row)
        await pilot.click(offset=(rows[y].index('"gemini_omni"') + 3, y))
        await until(pilot, lambda: f"{SIGN} 3:11" in seen(app.screen))


async def test_enter_on_evidence_shows_its_place_and_f8_the_next(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await pilot.press("f2", "down", "enter")
        await until(pilot, lambda: app.triage.paste.cursor_location == (2, 10))
        assert app.screen.focused is app.triage.tabs.pane("verdict")
        assert f"{SIGN} 3:11" in seen(app.screen)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.triage.paste.cursor_location == (5, 23))
        await pilot.press("f8")
        assert app.triage.paste.cursor_location == (2, 10)


async def test_rules_tell_values_and_enter_opens_their_page(tmp_path: Path) -> None:
    async with desk(tmp_path, None, size=(140, 50)) as (app, pilot):
        await paste(app, pilot, (SAMPLES / "01-video-model-on-chat.txt").read_text(encoding="utf-8"))
        await pilot.press("f5")
        shown = app.triage.tabs.pane("rules").shown
        assert "by: model_kind = video" in shown
        for heading in ("Found (", "Not enough evidence ("):
            assert heading in shown
        await pilot.press("f5", "down", "enter")
        await until(pilot, lambda: app.current_mode == "rules")


async def test_an_open_verdict_has_its_question_on_top_copied_in_the_customers_language(tmp_path: Path) -> None:
    async with desk(tmp_path, outgrowing) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        assert app.triage.tabs.pane("verdict").shown.startswith("Ask next (Alt+Q copies it)\nWhich URL was called?")
        await pilot.press("alt+q")
        assert app.clipboard == "调用的完整 URL 是什么？"


async def test_more_material_updates_the_verdict_says_what_changed_and_is_taken_back(tmp_path: Path) -> None:
    async with desk(tmp_path, outgrowing) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        before = app.triage.outcome
        await pilot.press("alt+m")
        await until(pilot, lambda: isinstance(app.screen, MaterialScreen))
        assert "调用的完整 URL 是什么？" in seen(app.screen)
        await pilot.press(*"The URL was https://toapis.com/v1/chat/completions", "ctrl+s")
        await until(pilot, lambda: app.triage.outcome is not before and not app.triage.is_reading)
        shown = app.triage.tabs.pane("verdict").shown
        for line in (
            "Changed by what was added",
            "certainty: possible → confirmed",
            "money: ",
            "to give back: – → 700",
            "✓ answered: Which URL was called?",
            "+ url = https://toapis.com/v1/chat/completions",
        ):
            assert line in shown, line
        assert app.triage.paste.source_text == f"{canned.PASTE.rstrip()}\n\n{ANSWERED}"
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.triage.paste.source_text == canned.PASTE and not app.triage.is_reading)
        assert "Changed by" not in app.triage.tabs.pane("verdict").shown
        assert app.triage.outcome.data["verdict"] == before.data["verdict"]


async def test_an_answer_stands_under_its_question(tmp_path: Path) -> None:
    async with desk(tmp_path, outgrowing) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await pilot.press("alt+m")
        await until(pilot, lambda: isinstance(app.screen, MaterialScreen))
        await pilot.press(*"yes", "alt+a")
        await until(pilot, lambda: app.triage.paste.source_text.endswith("\n\n调用的完整 URL 是什么？\nyes"))


@pytest.mark.parametrize(("key", "cases"), [("a", 1), ("n", 2)])
async def test_a_paste_beside_a_case_is_more_of_it_or_a_new_ticket(tmp_path: Path, key: str, cases: int) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.triage.is_saved)
        app.triage.paste.post_message(events.Paste("line one\rline two"))
        await until(pilot, lambda: isinstance(app.screen, AddOrNewScreen))
        await pilot.press(key)
        await until(pilot, lambda: "line two" in app.triage.paste.source_text and not app.triage.is_reading)
        assert (canned.PASTE.strip() in app.triage.paste.source_text) is (cases == 1)
        assert (app.triage.ticket.case is None) is (cases == 2)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.triage.is_saved)
    with Casebook(str(tmp_path / "cases.db")) as book:
        assert len(book.list()) == cases


async def test_an_edited_reply_is_held_against_the_gate_kept_with_the_case_and_reset(tmp_path: Path) -> None:
    async with desk(tmp_path, None) as (app, pilot):
        await paste(app, pilot, (SAMPLES / "01-video-model-on-chat.txt").read_text(encoding="utf-8"))
        written = app.triage.outcome.data["reply"]["zh"]
        editor = app.triage.replies
        await pilot.press("f4", "f4")
        await until(pilot, lambda: app.screen.focused is app.triage.query_one("#reply-zh"))
        await pilot.press(*"we refund $9999 now. ")
        await until(pilot, lambda: (editor.gates["zh"] or {}).get("passed") is False)
        assert "Held back" in seen(app.screen)
        assert editor.gates["en"]["passed"]
        await pilot.press("ctrl+r")
        assert app.clipboard == ""
        assert "9999" in told(app)
        await pilot.press("ctrl+r")
        assert app.clipboard == f"we refund $9999 now. {written}"
        assert not app.triage.is_saved
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.triage.is_saved)
        await pilot.press("alt+u")
        await until(pilot, lambda: not editor.edits)
        assert app.triage.query_one("#reply-zh").document.text == written
        assert editor.gates["zh"]["passed"]
    with Casebook(str(tmp_path / "cases.db")) as book:
        notes = [event.text for event in book.get(1).events if event.kind == "note"]
        assert notes == [f"Reply as edited (Chinese):\nwe refund $9999 now. {written}"]


async def test_a_filed_ticket_comes_back_with_its_edited_reply(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await pilot.press("f4", "f4", *"Hi ")
        await until(pilot, lambda: app.triage.replies.edits)
        app.triage.paste.focus()
        await pilot.press("ctrl+n")
        await until(pilot, lambda: app.triage.paste.source_text == "")
        assert app.triage.replies.edits == {}
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.triage.outcome is not None)
        assert app.triage.replies.text("zh").startswith("Hi ")


async def test_from_a_paste_to_a_saved_case_with_a_copied_reply_in_at_most_twelve_keys(tmp_path: Path) -> None:
    keys = ["ctrl+r", "ctrl+s"]
    async with desk(tmp_path, None) as (app, pilot):
        await paste(app, pilot, (SAMPLES / "01-video-model-on-chat.txt").read_text(encoding="utf-8"))
        footer = seen(app.screen)
        assert "^r Reply" in footer
        assert "^s Save" in footer, "a newcomer reads the keys on the screen"
        for key in keys:
            await pilot.press(key)
        await until(pilot, lambda: app.triage.is_saved)
        assert app.clipboard == app.triage.outcome.data["reply"]["zh"]
    assert len(keys) <= 12
    with Casebook(str(tmp_path / "cases.db")) as book:
        assert book.get(1).row.cause == "endpoint.chat-for-media"


async def test_an_undo_of_a_long_text_brings_the_former_one_back(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        long = "row with words\n" * 9_000
        await paste(app, pilot, "short")
        app.triage.paste.post_message(events.Paste(long))
        await until(pilot, lambda: app.triage.paste.is_window)
        app.triage.paste.post_message(events.Paste("the end"))
        await until(pilot, lambda: app.triage.paste.source_text.endswith("the end"))
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.triage.paste.source_text == f"short{long}")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.triage.paste.source_text == "short")
        assert not app.triage.paste.is_window
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.triage.paste.source_text == "short")


def test_changes_between_two_diagnoses() -> None:
    before, after = canned.diagnosis(), canned.diagnosis()
    assert not changes(before, after).any
    after["calls"][0] |= {"model": "sora-2", "http_status": 400}
    after["verdict"] = {**after["verdict"], "cause": "auth.missing"}
    after["ask"] = []
    found = changes(before, after)
    assert found.cause == ("endpoint.chat-for-media", "auth.missing")
    assert found.certainty is None
    assert ("http_status", "400") in found.new
    assert ("model", "gemini_omni", "sora-2") in found.changed
    assert found.answered == [before["ask"][0]["question"]]
