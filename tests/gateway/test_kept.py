"""Rehearsals that are kept: masked, one row a task, differences told."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportdesk.errors import InputError
from supportdesk.gateway.kept import Rehearsals, differences
from supportdesk.gateway.rehearsal import plan
from supportdesk.gateway.running import Run
from supportdesk.judging.compile import load_knowledge

SECRET = "sk-plantedPlantedPlantedPlantedPlanted0000"


def _run(prompt: str, task_id: str | None, **values: object) -> Run:
    return Run(plan(load_knowledge(), "toapis", "gemini_omni", {"prompt": prompt, **values}), task_id)


def test_rehearsals_are_kept_masked_and_compared(tmp_path: Path) -> None:
    path = tmp_path / "rehearsals.db"
    with Rehearsals(str(path)) as kept:
        first = kept.keep(_run(f"a kite {SECRET}", "task_1"), "sandbox", "lost")
        second = kept.keep(_run("a kite", "task_2", duration=10), "work")
        assert kept.keep(_run("a kite again", "task_2"), "work") == second
        assert [one.id for one in kept.newest()] == [second, first]
        rows = {name: (here, there) for name, here, there in differences(kept.get(first), kept.get(second))}
        with pytest.raises(InputError):
            kept.get(99)
    assert rows["gateway"] == ("sandbox", "work")
    assert rows["status"] == ("lost", "")
    assert rows["prompt"][1] == "a kite again"
    assert "model" not in rows
    assert all(SECRET.encode() not in file.read_bytes() for file in tmp_path.iterdir())
