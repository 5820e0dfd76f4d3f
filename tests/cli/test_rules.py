"""`supportdesk rules`: list, show, test."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from supportdesk import i18n, paths
from supportdesk.cli.main import run
from supportdesk.judging import compile as compiling
from tests.judging.conftest import RULE, folder, written

__all__ = ["folder", "written"]

Write = Callable[[str, str], Path]


@pytest.fixture(autouse=True)
def _own_rules(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program see the small folder as its rules, and keep its cache to itself."""
    monkeypatch.setattr(paths, "shipped_rules", lambda: str(folder))
    monkeypatch.setenv("SUPPORTDESK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SUPPORTDESK_RULES", str(tmp_path / "own"))
    monkeypatch.setenv("SUPPORTDESK_LANG", "en")
    monkeypatch.setattr(compiling, "LOOK_AGAIN_S", 0)


def test_list_names_each_rule_with_its_cause(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list"]) == 0
    shown = capsys.readouterr()
    first, second = shown.out.splitlines()
    assert first.split()[:3] == ["billing.kept-charge", "likely", "billing.kept"]
    assert second.split()[:3] == ["endpoint.video-on-chat", "confirmed", "endpoint.wrong"]
    assert shown.err == "2 rules\n"


def test_list_as_json_can_be_kept_to_a_cause(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list", "--json", "--cause", "billing.kept"]) == 0
    (rule,) = json.loads(capsys.readouterr().out)["rules"]
    assert rule["id"] == "billing.kept-charge"
    assert rule["facts"] == ["status", "net", "since"]


def test_show_has_condition_facts_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "show", "endpoint.video-on-chat"]) == 0
    out = capsys.readouterr().out
    assert "kind IN ('image', 'video') AND endpoint = 'chat'" in out
    assert 'found: {"kind": "video", "path": "/v1/chat"}' in out
    assert run(["rules", "show", "endpoint.video-on-chat", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert len(shown["examples"]) == 6
    assert "tree" not in shown


def test_show_prints_a_dialects_sql(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "show", "endpoint.video-on-chat", "--sql", "mysql"]) == 0
    assert capsys.readouterr().out == "((`f`.`kind` IN ('image', 'video')) AND (`f`.`endpoint` = 'chat'))\n"


def test_a_rule_that_is_not_there_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "show", "endpoint.video-on-chta"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "There is no rule endpoint.video-on-chta." in shown.err
    assert "endpoint.video-on-chat" in shown.err


def test_test_passes_and_says_what_it_ran(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "test", "--mutations", "--engine", "sqlite"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "2 rules, 13 examples on sqlite: 0 failures\n"


def test_test_prints_what_fails(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    written("endpoint/video-on-chat.yaml", RULE.replace("ruled_out: {kind: chat,", "ruled_out: {kind: image,"))
    assert run(["rules", "test", "endpoint.video-on-chat", "--engine", "sqlite"]) == 1
    out = capsys.readouterr().out
    assert "endpoint.video-on-chat, example 3 on sqlite: found instead of ruled_out" in out
    assert run(["rules", "test", "--engine", "sqlite", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["failures"][0]["number"] == 2


def test_test_prints_changes_that_no_example_notices(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    written(
        "endpoint/video-on-chat.yaml",
        RULE.replace("  - ruled_out: {kind: video, path: /v1/videos}\n", "").replace(
            "  - not_enough: {kind: video}\n", ""
        ),
    )
    assert run(["rules", "test", "--engine", "sqlite"]) == 0
    capsys.readouterr()
    assert run(["rules", "test", "--engine", "sqlite", "--mutations"]) == 1
    assert "endpoint.video-on-chat: no example notices endpoint = 'chat' → TRUE" in capsys.readouterr().out


def test_a_broken_rule_file_names_its_line(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    written("endpoint/video-on-chat.yaml", RULE.replace("endpoint = 'chat'", "endpoint IS NULL"))
    assert run(["rules", "list"]) == 2
    assert "endpoint/video-on-chat.yaml:5: when:" in capsys.readouterr().err


def test_an_operators_unfinished_rule_is_taken_with_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own" / "endpoint"
    own.mkdir(parents=True)
    text = RULE.split("examples:")[0].replace("video-on-chat", "mine")
    (own / "mine.yaml").write_text(text, encoding="utf-8")
    assert run(["rules", "list"]) == 0
    assert "never more than likely" in capsys.readouterr().err


def test_a_cause_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list", "--cause", "nothing.here"]) == 2
    assert "There is no cause nothing.here." in capsys.readouterr().err


def test_show_names_its_fields_in_the_language_in_use(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTDESK_LANG", "zh")
    i18n.use(None)
    assert run(["rules", "show", "endpoint.video-on-chat"]) == 0
    out = capsys.readouterr().out
    i18n.use(None)
    assert "理由: " in out
    assert "针对单次调用" in out


def test_help_names_the_commands_and_where_own_rules_lie(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--help"]) == 0
    out = capsys.readouterr().out
    for name in ("list", "show", "explain", "test", "lint", "new", "docs", "report"):
        assert f"\n  {name} " in out
    assert "SUPPORTDESK_RULES" in out
    assert run(["rules", "nothing"]) == 2


def test_list_shows_which_rules_are_the_operators(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own" / "endpoint"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(RULE.replace("video-on-chat", "mine"), encoding="utf-8")
    assert run(["rules", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if "[own]" in line] == ["endpoint.mine"]
    assert len(lines) == 3
    assert run(["rules", "list", "--own", "--json"]) == 0
    assert [rule["operator"] for rule in json.loads(capsys.readouterr().out)["rules"]] == [True]
