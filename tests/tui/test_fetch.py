"""A case's task is fetched and its fix proved from the screen, by one key each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supportdesk.casebook import Casebook
from supportdesk.casebook.filing import file_ticket
from supportdesk.cli.main import run
from supportdesk.source import Source
from supportdesk.tui.screens.case import CaseScreen
from tests.tui.desk import desk, told, until


@pytest.mark.slow
async def test_fetch_and_prove(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SUPPORTDESK_DATABASE", str(tmp_path / "cases.db"))
    monkeypatch.setenv("SUPPORTDESK_CONFIG", str(tmp_path / "none.toml"))
    import asyncio

    await asyncio.to_thread(run, ["try", "gemini_omni", "--set", "prompt=x", "--fault", "failed-kept", "--json"])
    task_id = json.loads(capsys.readouterr().out)["task_id"]
    with Casebook(str(tmp_path / "cases.db")) as book:
        file_ticket(book, [Source(f"任务 {task_id} 失败了还扣了费，请退款")])
        body = '{"model": "gemini_omni", "prompt": "x", "duration": "6"}'
        file_ticket(book, [Source(f"curl https://toapis.com/v1/videos/generations -d '{body}'")])
    async with desk(tmp_path) as (app, pilot):
        app.open_case(1)
        await until(pilot, lambda: isinstance(app.screen, CaseScreen))
        screen = app.screen
        assert isinstance(screen, CaseScreen)
        await pilot.press("f")
        await until(pilot, lambda: screen.case.diagnosis["money"]["decision"] == "refund", 30)
        assert "1 task records" in told(app)
        await pilot.press("escape")
        app.open_case(2)
        await until(pilot, lambda: isinstance(app.screen, CaseScreen) and app.screen.case.number == 2)
        await pilot.press("p")
        await until(pilot, lambda: "completed" in told(app), 30)
