"""The ledger's screen: by a key, from the palette, by a path; both languages, narrow, with hostile text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import DataTable, Input

from supportdesk import i18n
from supportdesk.casebook import Casebook
from supportdesk.source import Source
from supportdesk.tui.diagnoser import Outcome, diagnose_paste
from supportdesk.tui.ledger_data import LedgerData, ledger_of, read_ledger
from supportdesk.tui.screens.case import CaseScreen
from supportdesk.tui.screens.ledger import LedgerScreen
from supportdesk.tui.widgets.pane import Pane
from tests import canned
from tests.tui.desk import canned_outcome, desk, paste, seen, told, until
from tests.tui.test_hostile import FORBIDDEN, HOSTILE

SAMPLE = Path(__file__).resolve().parents[2] / "sample_logs" / "04-failed-task-charge-kept.json"
TASK = "task_Qm7sampleSAMPLEsample00000000001"


def account(**more: Any) -> dict[str, Any]:
    return {
        "task_id": "task_a", "request_id": "r1", "net_quota": 0, "flags": [], "known_cause": None,
        "known_causes_open": [], "lines": [], "expected_quota": None, "idempotency_key": None, "refund_quota": 0,
        "entries": [{"kind": "charge", "quota": 500, "at": 1_776_500_001, "span": None},
                    {"kind": "refund", "quota": -500, "at": 1_776_500_301, "span": None}], **more,
    }  # fmt: skip


def test_bookings_stand_in_time_order_with_the_running_net() -> None:
    late = account(entries=[{"kind": "charge", "quota": 7, "at": None, "span": None}])
    middle = account(entries=[{"kind": "charge", "quota": 40, "at": 1_776_500_100, "span": None}])
    ledger = LedgerData("", [late, account(), middle], {})
    assert [(one.quota, one.net, one.account) for one in ledger.bookings()] == [
        (500, 500, 1), (40, 540, 2), (-500, 40, 1), (7, 47, 0),
    ]  # fmt: skip
    assert ledger.totals() == (547, 500, 47)


def test_the_ledger_of_a_file_has_all_of_its_work() -> None:
    ledger = read_ledger(str(SAMPLE))
    assert [one["task_id"] or one["request_id"] for one in ledger.accounts] == [
        TASK,
        "202604181100001122334455QqWwEeRr",
    ]
    assert ledger.totals() == (1_200_210, 0, 1_200_210)
    assert ledger.accounts[1]["lines"]


async def test_one_key_opens_it_from_a_diagnosis_and_escape_leads_back(tmp_path: Path) -> None:
    async with desk(tmp_path, None, size=(160, 50)) as (app, pilot):
        await paste(app, pilot, SAMPLE.read_text(encoding="utf-8"))
        await until(pilot, lambda: "F12: ledger" in seen(app.screen))
        await pilot.press("f12")
        await opened(app, pilot)
        shown = seen(app.screen)
        pieces = (
            "charged 1200000", "refunded 0", "net 1200000", "+1200000", TASK, "kept, no refund", "? refund-error",
            "2026-04-18 16:13 (08:13 UTC)", "the charge of failed work stands", "trunc(150000 * 8) = 1200000",
            f"refund:task:{TASK}", "refund in full",
        )  # fmt: skip
        for piece in pieces:
            assert piece in shown, piece
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.triage


async def test_without_a_charge_there_is_no_key_and_the_palette_does_not_offer_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        assert "F12" not in seen(app.screen)
        await pilot.press("f12")
        await pilot.pause()
        assert app.screen is app.triage
        app.open_ledger()
        await pilot.pause()
        assert "The material shows no charge." in told(app)


def rows_of(screen: LedgerScreen) -> int:
    return sum(table.row_count for table in screen.query(DataTable))


async def opened(app: Any, pilot: Any) -> LedgerScreen:
    """Wait for the ledger; the first diagnosis of a session may compile the rules."""
    await until(pilot, lambda: isinstance(app.screen, LedgerScreen) and rows_of(app.screen), seconds=90)
    await pilot.pause()
    return app.screen


async def palette(app: Any, pilot: Any, text: str) -> None:
    await pilot.press("ctrl+p")
    await until(pilot, lambda: app.screen.has_class("--textual-command-palette"))
    app.screen.query_one(Input).value = text
    await pilot.pause(0.3)
    await pilot.press("enter")


async def test_the_palette_opens_it(tmp_path: Path) -> None:
    async with desk(tmp_path, None) as (app, pilot):
        await paste(app, pilot, SAMPLE.read_text(encoding="utf-8"))
        await palette(app, pilot, "Ledger")
        await opened(app, pilot)
        assert app.screen.ledger.name == ""


async def test_a_path_that_is_typed_into_the_palette_opens_its_ledger(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await palette(app, pilot, str(SAMPLE))
        await opened(app, pilot)
        assert app.screen.ledger.name == str(SAMPLE)
        assert "1200210" in seen(app.screen)


async def test_a_path_is_asked_for_and_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        for path, message in ((str(tmp_path / "none.csv"), "cannot be read"), (str(tmp_path), "cannot be read")):
            app.ask_for_ledger()
            await pilot.pause()
            app.screen.query_one("#path", Input).value = path
            await pilot.press("enter")
            await until(pilot, lambda message=message: message in told(app), seconds=90)
        empty = tmp_path / "empty.txt"
        empty.write_text("hello", encoding="utf-8")
        app.read_ledger(str(empty))
        await until(pilot, lambda: "No charge and no refund was found." in told(app), seconds=90)
        assert app.screen is app.triage
        app.ask_for_ledger()
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.triage


async def test_the_cursor_explains_another_work_and_a_file_replaces_the_ledger(tmp_path: Path) -> None:
    async with desk(tmp_path, None) as (app, pilot):
        app.read_ledger(str(SAMPLE))
        await opened(app, pilot)
        first = app.screen.query_one("#account", Pane).shown
        await pilot.press("down")
        await pilot.pause()
        second = app.screen.query_one("#account", Pane).shown
        assert TASK in first
        assert "(120 + 60 * 8) * 0.125 * 1 = 75" in second
        old = app.screen.ledger
        app.read_ledger(str(SAMPLE))
        await until(pilot, lambda: app.screen.ledger is not old and app.screen.query("#account"), seconds=90)
        assert (await opened(app, pilot)).table.cursor_row == 0
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.triage


async def test_a_case_opens_its_ledger(tmp_path: Path) -> None:
    outcome = diagnose_paste(SAMPLE.read_text(encoding="utf-8"))
    with Casebook(str(tmp_path / "cases.db")) as book:
        book.save(outcome.data, outcome.sources)
    async with desk(tmp_path) as (app, pilot):
        app.open_case(1)
        await until(pilot, lambda: isinstance(app.screen, CaseScreen))
        await pilot.press("f12")
        await opened(app, pilot)
        assert TASK in seen(app.screen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, CaseScreen)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_it_is_whole_on_80_by_24(tmp_path: Path, language: str) -> None:
    async with desk(tmp_path, None, size=(80, 24)) as (app, pilot):
        app.read_ledger(str(SAMPLE))
        await opened(app, pilot)
        if language == "zh":
            await pilot.press("ctrl+g")
        await pilot.pause()
        shown = seen(app.screen)
        rows = {
            "en": ("04-18 16:13", "charged 1200210", "+1200000", "kept", "the charge of failed work stands", "Back"),
            "zh": ("04-18 16:13", "扣费 1200210", "+1200000", "未退", "失败任务的扣费仍在", "返回"),
        }
        for piece in rows[language]:
            assert piece in shown, (piece, shown)
        assert app.screen.query_one(DataTable).size.height >= 6
        assert app.screen.query_one("#account", Pane).size.height >= 5
        i18n.use("en")


@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_text_is_plain_in_the_ledger(tmp_path: Path, kind: str) -> None:
    hostile = HOSTILE[kind]
    both = {"id": hostile, "en": hostile, "zh": hostile}

    def diagnosed(text: str) -> Outcome:
        outcome = canned_outcome(text)
        told_account = account(task_id=hostile, request_id=hostile, flags=[hostile], known_cause=both, lines=[hostile],
                               idempotency_key=hostile)  # fmt: skip
        left = account(known_causes_open=[{**both, "decides": both}])
        hypotheses = [{"id": hostile, "equation": hostile, "quota": 500, "fits": True}]
        more = {"ledger": [told_account, left], "idempotency_key": hostile, "goodwill": hostile, "earlier": []}
        money = {**outcome.data["money"], **more, "hypotheses": hypotheses}
        return outcome._replace(data={**outcome.data, "money": money})

    async with desk(tmp_path, diagnosed, size=(160, 60)) as (app, pilot):
        await paste(app, pilot, "x")
        await pilot.press("f12")
        await opened(app, pilot)
        for _turn in range(4):
            await pilot.pause()
            assert not FORBIDDEN & set(seen(app.screen))
            await pilot.press("down")
        for piece in ("[@click=app.quit]", "[bold red]x[/bold red]", "[[[/nothing"):
            if piece in hostile:
                assert piece in seen(app.screen)
        assert app.is_running


@pytest.mark.parametrize("kind", ["action", "rich", "unclosed", "csi"])
async def test_a_hostile_path_is_plain_in_the_palette(tmp_path: Path, kind: str) -> None:
    path = tmp_path / HOSTILE[kind].replace("/", "").replace("\x00", "")
    path.write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    async with desk(tmp_path, size=(160, 40)) as (app, pilot):
        await palette(app, pilot, str(path))
        await opened(app, pilot)
        assert not FORBIDDEN & set(seen(app.screen))
        assert app.is_running


async def test_the_palette_speaks_chinese(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("ctrl+g", "ctrl+p")
        await until(pilot, lambda: app.screen.has_class("--textual-command-palette"))
        await pilot.pause(0.3)
        assert "打开文件的账目" in seen(app.screen)
        app.screen.query_one(Input).value = "没有的东西"
        await until(pilot, lambda: "没有这样的命令" in seen(app.screen))
        i18n.use("en")


def test_a_times_that_no_calendar_has_is_shown_as_it_is() -> None:
    data = {"money": {"ledger": [account(entries=[{"kind": "charge", "quota": 1, "at": 10**17, "span": None}])]}}
    ledger = ledger_of(json.loads(json.dumps(data)))
    assert ledger is not None
    assert ledger.bookings()[0].at == 10**17


async def test_the_screen_does_not_advise_a_refund_that_another_case_advises(tmp_path: Path) -> None:
    outcome = diagnose_paste(SAMPLE.read_text(encoding="utf-8"))
    with Casebook(str(tmp_path / "cases.db")) as book:
        book.save(outcome.data, [Source("x")])
    async with desk(tmp_path, None, size=(160, 60)) as (app, pilot):
        await paste(app, pilot, SAMPLE.read_text(encoding="utf-8"))
        await until(pilot, lambda: "no refund: it is case 1's already" in seen(app.screen))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.triage.is_saved)
        await pilot.press("f10")
        await until(pilot, lambda: app.triage.outcome is not None and app.triage._answer == app.triage._asked)
        assert [one["case"] for one in app.triage.outcome.data["money"]["earlier"]] == [1]
