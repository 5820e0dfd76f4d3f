"""`supportdesk rules lint`: plain, JSON and SARIF, over everything, a folder or a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from supportdesk import i18n, paths
from supportdesk.cli.main import run
from supportdesk.judging.problems import CODES
from tests.judging.conftest import RULE, folder, written

__all__ = ["folder", "written"]

Write = Callable[[str, str], Path]
SOURCED = RULE + "references: [a page]\n"


@pytest.fixture(autouse=True)
def _own_rules(folder: Path, written: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written("endpoint/video-on-chat.yaml", SOURCED)
    kept = folder / "billing" / "kept-charge.yaml"
    kept.write_text(kept.read_text(encoding="utf-8") + "references: [a page]\n", encoding="utf-8")
    monkeypatch.setattr(paths, "shipped_rules", lambda: str(folder))
    monkeypatch.setenv("SUPPORTDESK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SUPPORTDESK_RULES", str(tmp_path / "own"))
    monkeypatch.setenv("SUPPORTDESK_LANG", "en")
    monkeypatch.chdir(tmp_path)


def test_clean_rules_print_nothing_and_end_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "lint"]) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "2 rules and 0 error rows: 0 errors, 0 warnings\n")


def test_an_error_names_file_line_and_column_and_ends_with_1(
    written: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    written("endpoint/video-on-chat.yaml", SOURCED.replace("kind IN", "knid IN"))
    assert run(["rules", "lint"]) == 1
    out = capsys.readouterr().out
    line = "rules/endpoint/video-on-chat.yaml:5:7: error: when: no fact 'knid' here (did you mean kind?) [unknown-name]"
    assert line in out.splitlines()


def test_a_folder_named_is_laid_over_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "mine" / "endpoint"
    mine.mkdir(parents=True)
    (mine / "mine.yaml").write_text(SOURCED.split("examples:")[0].replace("video-on-chat", "mine"), encoding="utf-8")
    assert run(["rules", "lint", str(tmp_path / "mine")]) == 1
    out = capsys.readouterr().out
    assert {line.rpartition(" ")[2] for line in out.splitlines()} == {"[no-example]", "[no-source]", "[twice]"}
    assert run(["rules", "lint", str(mine / "mine.yaml"), "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["counts"] == {"error": 2, "warning": 1, "note": 0}
    assert {one["file"] for one in data["problems"]} == {"mine/endpoint/mine.yaml"}


def test_a_file_named_alone_is_read_without_what_lies_around_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "desk" / "endpoint").mkdir(parents=True)
    (tmp_path / "desk" / "other").mkdir()
    (tmp_path / "desk" / "other" / "broken.yaml").write_text("[", encoding="utf-8")
    place = tmp_path / "desk" / "endpoint" / "mine.yaml"
    place.write_text(SOURCED.replace("video-on-chat", "mine").replace("kind IN", "knid IN"), encoding="utf-8")
    table = tmp_path / "desk" / "causes.yaml"
    table.write_text("- {who: nobody}\n", encoding="utf-8")
    assert run(["rules", "lint", str(place), str(table), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [(one["code"], one["file"]) for one in problems] == [
        ("schema", "desk/causes.yaml"),
        ("unknown-name", "desk/endpoint/mine.yaml"),
    ]


def test_files_of_two_rules_directories_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    assert run(["rules", "lint", "a", "b"]) == 2
    assert "one rules directory at a time" in capsys.readouterr().err
    assert run(["rules", "lint", "nowhere"]) == 2
    assert "nowhere is not there." in capsys.readouterr().err


def test_sarif_has_every_problem_in_place(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    written("endpoint/video-on-chat.yaml", SOURCED.replace("wrong place", "TODO"))
    assert run(["rules", "lint", "--sarif"]) == 1
    (one,) = json.loads(capsys.readouterr().out)["runs"]
    assert [rule["id"] for rule in one["tool"]["driver"]["rules"]] == list(CODES)
    (result,) = one["results"]
    assert (result["ruleId"], result["level"]) == ("todo", "error")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "rules/endpoint/video-on-chat.yaml"
    assert place["region"] == {"startLine": 7, "startColumn": 7}


def test_sarif_is_of_its_schema(written: Write, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    written("endpoint/video-on-chat.yaml", "id: [\n")
    assert run(["rules", "lint", "--sarif", str(tmp_path / "rules")]) == 1
    log = json.loads(capsys.readouterr().out)
    assert (log["version"], log["$schema"][-16:]) == ("2.1.0", "sarif-2.1.0.json")
    for result in log["runs"][0]["results"]:
        assert result["message"]["text"]
        assert result["ruleIndex"] == list(CODES).index(result["ruleId"])


def test_notes_are_shown_when_asked_for(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    text = SOURCED.replace("video-on-chat", "more").replace(
        "endpoint = 'chat'", "endpoint = 'chat' AND http_status = 404"
    )
    examples = "{kind: video, path: /v1/chat, http_status: 404}"
    text = text.partition("examples:")[0] + f"examples:\n  - found: {examples}\n  - ruled_out: {{kind: chat}}\n"
    written("endpoint/more.yaml", text + "  - not_enough: {kind: video}\nreferences: [a page]\n")
    written("endpoint/video-on-chat.yaml", SOURCED.replace("confirmed", "possible"))
    assert run(["rules", "lint"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["rules", "lint", "--notes"]) == 0
    assert "[refined]" in capsys.readouterr().out


def test_lint_speaks_chinese(
    written: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTDESK_LANG", "zh")
    i18n.use(None)
    written("endpoint/video-on-chat.yaml", SOURCED.replace("wrong place", "TODO"))
    assert run(["rules", "lint"]) == 1
    out = capsys.readouterr().out
    i18n.use(None)
    assert "错误: why.en 尚待撰写 [todo]" in out
