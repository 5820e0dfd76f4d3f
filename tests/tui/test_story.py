"""The way of a ticket over the desk: pasted, judged, saved, found again, copied, filed, undone."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from supportdesk.casebook import Casebook
from supportdesk.source import Source
from supportdesk.tui.diagnoser import Outcome
from supportdesk.tui.screens.case import CaseScreen
from supportdesk.tui.screens.cases import CasesScreen
from supportdesk.tui.screens.questions import QuitScreen
from tests import canned
from tests.tui.desk import canned_outcome, desk, paste, seen, told, until


async def test_an_empty_desk_says_what_to_do(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, _pilot):
        shown = seen(app.screen)
    assert "Paste a ticket here" in shown
    assert "1. Paste the ticket on the left" in shown
    assert "^n" in shown


async def test_paste_verdict_save_find_again_copy_the_reply(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        assert "Video model called through chat" in seen(app.screen)
        assert 'model="gemini_omni"' in seen(app.screen)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.triage.is_saved)
        assert "Case 1 · saved" in seen(app.screen)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, CasesScreen))
        await pilot.press(*"9xq2lm")
        await until(pilot, lambda: app.screen.rows and app.screen.query_one("#search").value == "9xq2lm")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CaseScreen))
        await pilot.press("f5")
        assert "请把 gemini_omni 改为调用" in seen(app.screen)
        await pilot.press("ctrl+r")
        assert app.clipboard == "请把 gemini_omni 改为调用 /v1/videos/generations。"
        assert "The reply is copied: Chinese." in told(app)
        await pilot.press("f9")
        assert app.clipboard == "Please send gemini_omni to /v1/videos/generations."
        await pilot.press("escape", "escape")
        assert app.screen is app.triage
    with Casebook(str(tmp_path / "cases.db")) as book:
        assert book.get(1).sources == [("paste", canned.PASTE)]


async def test_the_same_story_with_the_real_diagnosis(tmp_path: Path) -> None:
    async with desk(tmp_path, None) as (app, pilot):
        sample = Path(__file__).resolve().parents[2] / "sample_logs" / "01-video-model-on-chat.txt"
        await paste(app, pilot, sample.read_text(encoding="utf-8"))
        outcome = app.triage.outcome
        assert outcome is not None
        assert outcome.data["verdict"]["cause"] == "endpoint.chat-for-media"
        assert [rule.rule for rule in outcome.answers if rule.answer]
        await pilot.press("ctrl+t")
        assert "/v1/videos/generations" in app.clipboard
        await pilot.press("ctrl+n")
        await until(pilot, lambda: app.triage.paste.source_text == "")
    with Casebook(str(tmp_path / "cases.db")) as book:
        assert book.get(1).diagnosis["verdict"] == outcome.data["verdict"]


async def test_the_fix_is_copied_with_its_request(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("ctrl+t")
        assert app.clipboard == ""
        await paste(app, pilot, canned.PASTE)
        await pilot.press("ctrl+t")
        assert app.clipboard.startswith("1. Send it to /v1/videos/generations.\n2. Poll the task.\n\ncurl ")
        assert '"prompt": "a cat"' in app.clipboard


async def test_a_reply_that_is_held_back_is_not_copied(tmp_path: Path) -> None:
    def held_back(text: str) -> Outcome:
        outcome = canned_outcome(text)
        outcome.data["reply"]["gate"] = {
            "passed": False,
            "reasons": [{"en": "a value was not found", "zh": "有值没有找到"}],
        }
        return outcome

    async with desk(tmp_path, held_back) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await pilot.press("ctrl+r", "f4")
        assert app.clipboard == ""
        assert "Nothing was copied" in told(app)
        assert "a value was not found" in seen(app.screen)
        assert "Held back" in seen(app.screen)
        assert "Please send gemini_omni" in seen(app.screen), "what is held back can be mended"
        await pilot.press("f9")
        assert app.clipboard == "", "the other language's reply asks anew"
        await pilot.press("ctrl+r")
        assert app.clipboard == ""
        await pilot.press("ctrl+r")
        assert app.clipboard == app.triage.outcome.data["reply"]["zh"]
        assert "mend it" in told(app)
        await pilot.press("ctrl+r")
        assert "Nothing was copied" in told(app)


async def test_next_files_clears_and_undo_brings_back(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        app.triage.query_one("#ticket").value = "ZD-7"
        await pilot.press("ctrl+n")
        await until(pilot, lambda: app.triage.paste.source_text == "")
        assert app.triage.query_one("#ticket").value == ""
        assert "New ticket" in seen(app.screen)
        assert "^z Undo" in seen(app.screen)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.triage.outcome is not None)
        assert app.triage.paste.source_text == canned.PASTE
        assert app.triage.query_one("#ticket").value == "ZD-7"
        assert not app.triage.is_saved
    with Casebook(str(tmp_path / "cases.db")) as book:
        assert book.list() == []
        assert book.get(1).row.withdrawn_at is not None
        assert book.get(1).row.ticket_ref == "ZD-7"


async def test_a_ticket_stays_as_it_is_while_it_is_filed(tmp_path: Path) -> None:
    go = threading.Event()

    def slow(text: str) -> Outcome:
        if text:
            go.wait(10)
        return canned_outcome(text)

    async with desk(tmp_path, slow) as (app, pilot):
        app.triage.paste.insert("a ticket")
        await pilot.pause(0.2)
        assert "Reading the ticket" in seen(app.screen)
        await pilot.press("ctrl+n", "x", "ctrl+z", "backspace")
        assert app.triage.paste.source_text == "a ticket"
        assert not app.triage.is_saved
        go.set()
        await until(pilot, lambda: app.triage.paste.source_text == "")
        await pilot.press("y")
        assert app.triage.paste.source_text == "y"
    with Casebook(str(tmp_path / "cases.db")) as book:
        assert book.get(1).sources == [("paste", "a ticket")]


async def test_undo_of_a_ticket_saved_before_keeps_its_case(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.triage.is_saved)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: app.triage.paste.source_text == "")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.triage.paste.source_text != "")
        assert app.triage.is_saved
    with Casebook(str(tmp_path / "cases.db")) as book:
        assert [row.number for row in book.list()] == [1]


async def test_undo_on_a_ticket_undoes_its_typing_not_the_filing(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: app.triage.paste.source_text == "")
        await pilot.press(*"another")
        assert "^z" not in seen(app.screen)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.triage.paste.source_text == "")
        assert len(app.triage.ticket.filings) == 1
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.triage.paste.source_text == canned.PASTE)


async def test_a_changed_ticket_goes_into_its_case(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.triage.is_saved)
        await pilot.press("x")
        assert "Case 1 · changed" in seen(app.screen)
        app.triage.query_one("#customer").value = "Acme"
        await until(pilot, lambda: app.triage.outcome and app.triage.outcome.text.endswith("x"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.triage.is_saved)
        await pilot.press("ctrl+s")
        assert "saved already" in told(app)
    with Casebook(str(tmp_path / "cases.db")) as book:
        case = book.get(1)
        assert (case.verdicts, case.row.customer, len(book.list())) == (2, "Acme", 1)
        assert case.sources[0][1].endswith("x")


async def test_the_verdict_is_there_soon_after_the_last_key(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.pause(0.1)
        await pilot.press("a")
        start = time.perf_counter()
        await until(pilot, lambda: app.triage.outcome is not None)
        assert time.perf_counter() - start < 1.0  # generous: the machine of a test may be busy


async def test_only_the_newest_text_is_shown_and_what_came_between_is_left_out(tmp_path: Path) -> None:
    begun: list[str] = []
    go = threading.Event()

    def slow(text: str) -> Outcome:
        if text:
            begun.append(text)
            go.wait(10)
        return canned_outcome(text)

    async with desk(tmp_path, slow) as (app, pilot):
        await pilot.press("a")
        await until(pilot, lambda: begun == ["a"])
        for letter in "bcd":
            await pilot.press(letter)
            await pilot.pause(0.1)
        go.set()
        await until(pilot, lambda: app.triage.outcome is not None)
        assert app.triage.outcome.text == "abcd"
    assert begun == ["a", "abcd"]


async def test_a_failed_diagnosis_says_so_and_keeps_the_paste(tmp_path: Path) -> None:
    def fail(text: str) -> Outcome:
        raise KeyError("sk-proj4rT9wQe2Lm8Vx1Zc6Bn3")

    async with desk(tmp_path, fail) as (app, pilot):
        await pilot.press("a")
        await until(pilot, lambda: "The diagnosis failed; the paste is kept" in seen(app.screen))
        assert "KeyError" in seen(app.screen)
        assert "4rT9wQe2" not in seen(app.screen)
        assert app.triage.paste.source_text == "a"


async def test_a_casebook_that_refuses_keeps_the_ticket(tmp_path: Path) -> None:
    (tmp_path / "cases.db").write_bytes(b"no database at all " * 100)
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: "damaged or no casebook" in told(app))
        assert app.triage.paste.source_text == canned.PASTE
        assert not app.triage.is_saved


async def test_quitting_asks_only_where_something_would_be_lost(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, QuitScreen))
        assert "is not saved" in seen(app.screen)
        await pilot.press("escape")
        assert app.is_running
        await pilot.press("ctrl+q")
        await pilot.pause()
        await pilot.press("s")
        await until(pilot, lambda: app._exit)
    with Casebook(str(tmp_path / "cases.db")) as book:
        assert len(book.list()) == 1


async def test_quitting_with_nothing_unsaved_is_immediate(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app._exit)


async def test_notes_and_statuses_of_a_case(tmp_path: Path) -> None:
    with Casebook(str(tmp_path / "cases.db")) as book:
        book.save(canned.diagnosis(), [Source(canned.PASTE)])
    async with desk(tmp_path) as (app, pilot):
        app.open_case(1)
        await until(pilot, lambda: isinstance(app.screen, CaseScreen))
        await pilot.press("w")
        await until(pilot, lambda: "waiting" in seen(app.screen))
        await pilot.press("n")
        await pilot.pause()
        await pilot.press(*"asked")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "asked" in seen(app.screen) and isinstance(app.screen, CaseScreen))
    with Casebook(str(tmp_path / "cases.db")) as book:
        assert (book.get(1).status, book.get(1).events[-1].text) == ("waiting", "asked")


async def test_a_change_by_someone_else_is_shown_not_overwritten(tmp_path: Path) -> None:
    with Casebook(str(tmp_path / "cases.db")) as book:
        book.save(canned.diagnosis(), [Source(canned.PASTE)])
        async with desk(tmp_path) as (app, pilot):
            app.open_case(1)
            await until(pilot, lambda: isinstance(app.screen, CaseScreen))
            app.screen._looking = True  # as between two looks at the casebook
            book.add_note(1, "a colleague was here", 1)
            await pilot.press("r")
            await until(pilot, lambda: "a colleague was here" in seen(app.screen))
            assert "Nothing was saved: someone else was faster." in seen(app.screen)
        assert book.get(1).status == "open"


@pytest.mark.parametrize("size", [(80, 24), (160, 48), (60, 15)])
async def test_every_tab_fits_its_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(tmp_path, size=size) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        for key, piece in (("f3", "Steps"), ("f4", "Chinese (Ctrl+R"), ("f5", "Found (1)"), ("f2", "Evidence")):
            await pilot.press(key)
            await pilot.pause()
            assert piece in seen(app.screen), key


async def test_the_rules_stand_in_three_groups(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await pilot.press("f5")
        await pilot.pause()
        shown = seen(app.screen)
    for piece in (
        "Found (1)",
        "Not enough evidence (1)",
        "missing: auth_scheme",
        "Ruled out (1)",
        "100 rules are not touched",
    ):
        assert piece in shown, piece


async def test_the_requests_of_the_code_in_three_forms(tmp_path: Path) -> None:
    code = (
        "import requests\nrequests.post('https://api.example.com/v1/images/generations',"
        " headers={'Authorization': 'Bearer sk-4rT9wQe2Lm8Vx1Zc6Bn3'}, json={'model': 'dall-e-3', 'prompt': 'a cat'})\n"
    )
    async with desk(tmp_path, None, size=(150, 40)) as (app, pilot):
        await pilot.press("f6")
        assert "The requests that the code sends" in seen(app.screen)
        await pilot.press("ctrl+l")
        assert "There is no request to copy." in told(app)
        await paste(app, pilot, code)
        await pilot.press("f6")
        assert "POST /v1/images/generations HTTP/1.1" in seen(app.screen)
        await pilot.press("f7")
        assert "curl https://api.example.com/v1/images/generations" in seen(app.screen)
        await pilot.press("ctrl+l")
        assert app.clipboard.startswith("curl https://api.example.com/v1/images/generations")
        assert "4rT9wQe2" not in app.clipboard
        await pilot.press("f7")
        assert '{"method":"POST"' in seen(app.screen)
        app.triage.paste.give("no code")
        await until(pilot, lambda: app.triage.outcome is not None and app.triage.outcome.text == "no code")
        assert "No request was found in the paste." in seen(app.screen)
