"""What an unsaved ticket is kept in: masked, for its owner only, and offered when its desk is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from supportdesk.tui.recovery import Recovery
from supportdesk.tui.ticket import Draft
from tests import canned
from tests.tui.desk import desk, paste, seen, until

KEY = "sk-proj4rT9wQe2Lm8Vx1Zc6Bn3Yd7Hk5Js0Pa"
DRAFT = Draft(f"a ticket with {KEY}", "ZD-7", "Acme", (("en", "Dear customer"),))
CHILD = f"""
import os
from supportdesk.tui.recovery import Recovery
from supportdesk.tui.ticket import Draft
recovery = Recovery(os.environ["FOLDER"])
recovery.keep({DRAFT!r})
print("kept", flush=True)
import time
time.sleep(60)
"""


def left_by_a_killed_process(folder: Path) -> None:
    """Let a process keep a ticket, and kill it."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD], env={**os.environ, "FOLDER": str(folder)}, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "kept\n"
    assert Recovery(str(folder)).find() is None, "a desk that runs keeps its own"
    child.kill()
    child.wait()
    child.stdout.close()


def test_a_killed_desk_leaves_its_ticket_masked_and_private(tmp_path: Path) -> None:
    left_by_a_killed_process(tmp_path)
    path = next(tmp_path.glob("unsaved-*.json"))
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600
    assert KEY not in path.read_text(encoding="utf-8")
    kept = Recovery(str(tmp_path)).find()
    assert kept is not None
    assert kept.draft._replace(text="") == DRAFT._replace(text="")
    assert len(kept.draft.text) == len(DRAFT.text)
    Recovery.forget(kept)
    assert list(tmp_path.iterdir()) == []


def test_what_is_saved_is_kept_no_longer(tmp_path: Path) -> None:
    recovery = Recovery(str(tmp_path))
    recovery.keep(DRAFT)
    recovery.keep(DRAFT._replace(text="another"))
    assert len(list(tmp_path.glob("*.json"))) == 1
    recovery.keep(Draft("", "", ""))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"at": 1}'])
def test_a_damaged_file_is_none_of_ours(tmp_path: Path, damage: str) -> None:
    (tmp_path / "unsaved-0.json").write_text(damage, encoding="utf-8")
    assert Recovery(str(tmp_path)).find() is None


async def test_the_desk_offers_what_was_left_and_brings_it_back(tmp_path: Path) -> None:
    left_by_a_killed_process(tmp_path)
    async with desk(tmp_path) as (app, pilot):
        await until(pilot, lambda: app.triage.left is not None)
        await until(pilot, lambda: "Alt+Z" in seen(app.screen))
        app.triage.action_recover()
        await until(pilot, lambda: app.triage.outcome is not None)
        assert app.triage.draft.ticket_ref == "ZD-7"
        assert app.triage.draft.customer == "Acme"
        assert app.triage.replies.text("en") == "Dear customer"


async def test_a_ticket_is_kept_while_it_is_unsaved_and_forgotten_when_saved(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await until(pilot, lambda: list(tmp_path.glob("unsaved-*.json")))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.triage.is_saved)
        await until(pilot, lambda: not list(tmp_path.glob("unsaved-*.json")))
