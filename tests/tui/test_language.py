"""English and Chinese switch while the screen is open: every text of it, on every screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportdesk.casebook import Casebook
from supportdesk.source import Source
from supportdesk.tui.screens.case import CaseScreen
from supportdesk.tui.screens.cases import CasesScreen
from tests import canned
from tests.tui.desk import desk, paste, seen, until


async def test_one_key_switches_every_text_and_back(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await pilot.pause(0.5)
        english = seen(app.screen)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "下一单" in seen(app.screen))
        chinese = seen(app.screen)
        for piece in ("用聊天接口调用了视频模型", "由客户处理", "证据", "F2 判断", "未保存", "工单编号", "保存"):
            assert piece in chinese, piece
        for piece in ("Verdict", "Evidence", "Not saved", "Ticket reference", "Next", "the customer"):
            assert piece in english, piece
            assert piece not in chinese, piece
        await pilot.press("ctrl+g")
        await pilot.pause(1)
        assert seen(app.screen) == english


async def test_an_empty_desk_speaks_chinese(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "还没有工单" in seen(app.screen))
        assert "在这里粘贴工单" in seen(app.screen)


async def test_the_list_and_a_case_speak_chinese(tmp_path: Path) -> None:
    with Casebook(str(tmp_path / "cases.db")) as book:
        book.save(canned.diagnosis(), [Source(canned.PASTE)], ticket_ref="ZD-1")
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, CasesScreen) and app.screen.rows)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "待处理" in seen(app.screen))
        assert "用聊天接口调用了视频模型" in seen(app.screen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CaseScreen))
        await pilot.pause()
        assert "时间线" in seen(app.screen)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "Timeline" in seen(app.screen))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "F2 Verdict" in seen(app.screen))


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_every_key_of_the_desk_is_in_the_footer_in_both_languages(tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(tmp_path, size=size) as (app, pilot):
        await paste(app, pilot, canned.PASTE)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: app.triage.paste.source_text == "")
        for _ in range(2):
            await pilot.pause(0.1)
            first, *_rows, footer = seen(app.screen).splitlines()
            for key in ("^s", "^n", "^z", "^r", "^t", "alt+m", "f8", "^q", "^g"):
                assert key in footer, (key, footer)
            for key in ("alt+1", " 2 ", " 3 ", " 4 ", " 5 ", " 6 ", "f1"):
                assert key in first, (key, first)
            await pilot.press("ctrl+g")
