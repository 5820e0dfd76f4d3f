"""`models check` and `models diff`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from supportdesk.cli.main import run

if TYPE_CHECKING:
    import pytest


def test_a_body_is_checked_with_its_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "body.json"
    file.write_text('{\n "model": "gemini_omni",\n "prompt": "x",\n "duration": 7\n}', encoding="utf-8")
    assert run(["models", "check", str(file)]) == 1
    assert capsys.readouterr().out.startswith("4: error: /duration: ")
    file.write_text('{"model": "gemini_omni", "prompt": "x", "duration": 6}', encoding="utf-8")
    assert run(["models", "check", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"definition": "toapis/gemini_omni", "violations": []}
    file.write_text("no json", encoding="utf-8")
    assert run(["models", "check", str(file)]) == 2


def test_two_pages_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "diff", "gemini_omni", "gemini-omni-flash", "--json"]) == 1
    found = {
        (one["where"], one["what"]): (one["here"], one["there"])
        for one in json.loads(capsys.readouterr().out)["differences"]
    }
    assert found["resolution", "enum"][0] == '["720P"]'
    assert ("duration", "enum") in found
    assert run(["models", "diff", "gemini_omni", "toapis/gemini_omni"]) == 0
    assert run(["models", "diff", "gemini_omni", "gemini_onmi"]) == 2
    assert "gemini_omni" in capsys.readouterr().err
