"""Rules of the operator's own that change while the screen is open are used without a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportdesk.judging import compile as compiling
from tests.tui.desk import desk, paste, seen, until

TICKET = 'HTTP/1.1 400\n\n{"error": {"message": "The owl in the tower is asleep again"}}\n'
ROW = (
    "- {id: tower.owl, system: tower, template: {en: the owl in the tower is asleep}, kind: upstream_overloaded,\n"
    "   layer: gateway, source: our own gateway}\n"
)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the operator's error rows, which is looked at each time."""
    folder = tmp_path / "own" / "errors"
    folder.mkdir(parents=True)
    monkeypatch.setenv("SUPPORTDESK_RULES", str(tmp_path / "own"))
    monkeypatch.setenv("SUPPORTDESK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(compiling, "LOOK_AGAIN_S", 0)
    return folder


async def test_a_rule_written_meanwhile_is_used_at_the_next_diagnosis(tmp_path: Path, own: Path) -> None:
    async with desk(tmp_path, None) as (app, pilot):
        await paste(app, pilot, TICKET)
        first = app.triage.outcome
        assert first is not None
        assert first.data["verdict"]["cause"] != "upstream.overloaded"
        (own / "tower.yaml").write_text(ROW, encoding="utf-8")
        await pilot.press("f10")
        await until(pilot, lambda: app.triage.outcome is not None and app.triage.outcome is not first, 60)
        second = app.triage.outcome
        assert second is not None
        assert second.rules_version != first.rules_version
        assert second.data["verdict"]["cause"] == "upstream.overloaded"
        assert app.triage.paste.source_text == TICKET


async def test_rules_that_are_broken_meanwhile_are_told_with_their_place(tmp_path: Path, own: Path) -> None:
    async with desk(tmp_path, None) as (app, pilot):
        await paste(app, pilot, TICKET)
        (own / "tower.yaml").write_text(ROW.replace("kind: upstream", "knd: upstream"), encoding="utf-8")
        await pilot.press("f10")
        await until(pilot, lambda: "errors/tower.yaml:1" in seen(app.screen), 60)
        (own / "tower.yaml").write_text(ROW, encoding="utf-8")
        await pilot.press("f10")
        await until(pilot, lambda: app.triage.outcome is not None, 60)
        assert app.triage.outcome is not None
        assert app.triage.outcome.data["verdict"]["cause"] == "upstream.overloaded"
