"""Stories of a day at the desk, told by the keyboard in a real terminal."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from supportdesk.casebook import Casebook
from tests.reading.picture.drawn import Shot, draw, needs_fonts
from tests.stories.terminal import Terminal, needs_tmux

SAMPLES = Path(__file__).parents[2] / "sample_logs"
TICKET = (SAMPLES / "01-video-model-on-chat.txt").read_text(encoding="utf-8")
KEY = next(word for word in TICKET.split('"') if word.startswith("sk-"))
CAUSE = "endpoint.chat-for-media"
pytestmark = pytest.mark.slow

Open = Callable[..., Terminal]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Give a function that opens a terminal; all of them share one home, and end with the test."""
    needs_tmux()
    terminals: list[Terminal] = []

    def _open(name: str = "one", **options: object) -> Terminal:
        terminal = Terminal(tmp_path, name, **options)  # type: ignore[arg-type] # passed on as they are
        terminals.append(terminal)
        return terminal

    yield _open
    for terminal in terminals:
        terminal.close()


def casebook(terminal: Terminal) -> Casebook:
    """Open the casebook that the terminals wrote."""
    return Casebook(str(terminal.home / "data" / "supportdesk" / "cases.db"))


@pytest.mark.parametrize(
    ("language", "empty", "size"), [("en", "No ticket yet", (120, 40)), ("zh", "还没有工单", (80, 24))]
)
def test_triage_to_sent_reply(opened: Open, language: str, empty: str, size: tuple[int, int]) -> None:
    """Paste, verdict, reply in the clipboard, case saved, its status set; nothing by mouse."""
    desk = opened(language=language, size=size)
    desk.start()
    desk.sees(empty)
    desk.paste(TICKET)
    desk.sees(CAUSE)
    desk.keys = 0
    desk.press("C-r")
    desk.press("C-s")
    _until((desk.home / "data" / "supportdesk" / "cases.db").exists)
    assert desk.keys <= 12
    _until(lambda: "gemini_omni" in desk.clipboard())
    assert "您好" in desk.clipboard(), "the reply is in the customer's language, whatever the screen's"
    desk.press("M-2")
    desk.sees("▶ 1")
    desk.press("Down", "w")
    with casebook(desk) as book:
        _until(lambda: [row.status for row in book.list()] == ["waiting"])
        assert book.get(1).row.cause == CAUSE


def test_two_agents_on_one_case(opened: Open) -> None:
    """What one changes the other sees; what the other then writes on the old state is not written over it silently."""
    one, other = opened("one"), opened("other")
    one.start()
    one.sees("No ticket yet")
    one.paste(TICKET)
    one.sees(CAUSE)
    one.press("C-s")
    one.sees("Saved as case 1")
    other.start()
    other.sees("No ticket yet")
    other.press("M-2")
    other.sees("▶ 1")
    other.press("Enter")
    other.sees("Case 1 · open")
    one.press("M-2")
    one.sees("▶ 1")
    one.press("Down", "w")
    other.sees("Case 1 · waiting", "open → waiting")
    other.press("r")
    other.sees("Case 1 · resolved")
    one.sees("resolved")
    with casebook(one) as book:
        case = book.get(1)
        assert case.row.status == "resolved"
        assert [event.kind for event in case.events] == ["filed", "status", "status"]


def test_resume_after_kill(opened: Open) -> None:
    """A ticket that was not saved when the program was killed is offered at the next start, its key masked."""
    desk = opened()
    desk.start()
    desk.sees("No ticket yet")
    desk.paste(TICKET)
    desk.sees(CAUSE)
    _until(lambda: any(desk.home.rglob("unsaved-*.json")))
    desk.kill()
    kept = [file.read_text(encoding="utf-8") for file in desk.home.rglob("unsaved-*.json")]
    assert len(kept) == 1
    assert KEY not in kept[0]
    assert "gemini_omni" in kept[0]
    again = opened("again")
    again.start()
    again.sees("alt+z", seconds=60)
    again.press("M-z")
    again.sees(CAUSE, "gemini_omni")


def test_screenshot_to_dispute_decision(opened: Open) -> None:
    """A picture of a task's record, the log pasted as the answer to what is asked, the refund decided."""
    pytest.importorskip("rapidocr", reason="the extra 'ocr' is not installed")
    needs_fonts()
    whole = json.loads((SAMPLES / "04-failed-task-charge-kept.json").read_text(encoding="utf-8"))
    task = whole["tasks"]["data"]["items"][0]
    shown = {name: task[name] for name in ("task_id", "status", "fail_reason", "quota", "submit_time", "finish_time")}
    desk = opened()
    picture = desk.home / "record.png"
    picture.write_bytes(draw(Shot("record", json.dumps(shown, indent=1), way="editor", size=20)))
    desk.start()
    desk.sees("No ticket yet")
    desk.press("M-o")
    desk.sees("Cancel")
    desk.type(str(picture))
    desk.press("Enter")
    desk.sees("task_status = failure", "not decided: evidence is missing", seconds=120)
    desk.press("M-m")
    desk.sees("More material")
    desk.paste(json.dumps(whole["logs"]))
    desk.sees("gpt-5-mini")
    desk.press("C-s")
    desk.sees("to give back: – → 1200000", "billing.failed-not-refunded")
    desk.press("C-s")
    desk.sees("Saved as case 1")
    desk.press("M-2")
    desk.sees("▶ 1")
    desk.press("Enter")
    desk.sees("Case 1 · open")
    desk.press("d")
    desk.sees("Decision on case 1")
    desk.press("C-s")
    with casebook(desk) as book:
        _until(lambda: book.get(1).row.refund_quota == 1_200_000)
        assert book.get(1).row.final_cause == "billing.failed-not-refunded"


def _until(holds: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
