"""`supportdesk cases`: lists, searches, notes, statuses, decisions and exports; data on stdout, refusals on stderr."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from supportdesk import i18n
from supportdesk.casebook import Casebook
from supportdesk.cli.main import run
from supportdesk.source import Source
from tests import canned

KEY = "sk-proj4rT9wQe2Lm8Vx1Zc6Bn3Yd7Hk5Js0Pa"


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A casebook with three cases, which SUPPORTDESK_DATABASE names."""
    path = str(tmp_path / "cases.db")
    monkeypatch.setenv("SUPPORTDESK_DATABASE", path)
    monkeypatch.setenv("SUPPORTDESK_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("SUPPORTDESK_LANG", "en")
    (tmp_path / "settings.toml").write_text('time_zone = "Asia/Shanghai"\n', encoding="utf-8")
    with Casebook(path, clock=lambda: 1_795_342_095.0) as book:
        for number in range(3):
            book.save(canned.diagnosis(), [Source(canned.PASTE)], ticket_ref=f"ZD-10{number}", customer="Acme")
    yield path
    i18n.use(None)


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command of `cases` and give (status, stdout, stderr)."""

    def asking(*arguments: str) -> tuple[int, str, str]:
        status = run(["cases", *arguments])
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return asking


def test_list_shows_the_newest_first(ask: Any) -> None:
    status, out, err = ask("list")
    assert (status, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == ["#3", "#2", "#1"]
    assert "open" in out
    assert "11-22 18:08" in out
    assert "endpoint.chat-for-media (confirmed)" in out


def test_list_in_chinese_aligns_its_columns(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from supportdesk.render.width import width

    ask("status", "1", "resolved")
    monkeypatch.setenv("SUPPORTDESK_LANG", "zh")
    monkeypatch.setenv("COLUMNS", "100")
    _status, out, _err = ask("list")
    assert "已解决" in out
    assert "待处理" in out
    assert "用聊天接口" in out
    assert {width(line[: line.index("11-22")]) for line in out.splitlines()} == {12}
    assert max(width(line) for line in out.splitlines()) <= 100


def test_json_is_one_object_on_one_line(ask: Any) -> None:
    _status, out, _err = ask("list", "--json", "--limit", "2")
    assert out.count("\n") == 1
    rows = json.loads(out)["cases"]
    assert [row["number"] for row in rows] == [3, 2]
    assert rows[0]["title"]["zh"] == "用聊天接口调用了视频模型"
    _status, out, _err = ask("show", "2", "--json")
    assert json.loads(out)["diagnosis"] == canned.diagnosis()


def test_show_has_history_verdict_and_both_times(ask: Any) -> None:
    ask("note", "2", "asked for the url")
    status, out, _err = ask("show", "2")
    assert status == 0
    for piece in (
        "Case 2",
        "2026-11-22 18:08 (10:08 UTC)",
        "asked for the url",
        "ZD-101",
        "Video model called through",
    ):
        assert piece in out, piece


def test_search_finds_words_ids_and_numbers(ask: Any) -> None:
    for typed, numbers in (("余额", [3, 2, 1]), ("ZD-102", [3]), ("093000aB3", [3, 2, 1]), ("#2", [2])):
        _status, out, _err = ask("search", typed, "--json")
        assert [row["number"] for row in json.loads(out)["cases"]] == numbers, typed
    status, out, err = ask("search", "nothinglikethis")
    assert (status, out, err) == (0, "", "No case found.\n")


def test_a_note_from_stdin_is_kept(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("上游已确认".encode())))
    assert ask("note", "1", "-")[0] == 0
    assert [row["number"] for row in json.loads(ask("search", "上游", "--json")[1])["cases"]] == [1]


def test_an_empty_note_is_refused(ask: Any) -> None:
    status, out, err = ask("note", "1", "  ")
    assert (status, out) == (2, "")
    assert "nothing was saved" in err


def test_status_and_decision_are_stored(ask: Any) -> None:
    assert json.loads(ask("status", "1", "waiting", "--json")[1])["status"] == "waiting"
    decided = json.loads(ask("decide", "1", "--cause", "auth.missing", "--refund", "31499", "--json")[1])
    assert (decided["revision"], decided["decision"]["refund_quota"]) == (3, 31499)
    assert "refund of 31,499 quota" in ask("show", "1")[1]
    assert ask("decide", "1")[0] == 2


def test_a_stale_revision_is_status_2_and_says_what_changed(ask: Any) -> None:
    ask("status", "1", "waiting")
    status, out, err = ask("status", "1", "resolved", "--revision", "1")
    assert (status, out) == (2, "")
    assert "status: open → waiting" in err
    assert json.loads(ask("show", "1", "--json")[1])["status"] == "waiting"


def test_an_unknown_case_is_status_2(ask: Any) -> None:
    status, out, err = ask("show", "99")
    assert (status, out) == (2, "")
    assert "There is no case 99." in err


def test_export_writes_and_never_overwrites(ask: Any, tmp_path: Path) -> None:
    target = tmp_path / "case.md"
    assert ask("export", "1", "-o", str(target))[0] == 0
    first = target.read_text(encoding="utf-8")
    assert first.startswith("# Case 1: Video model called through chat\n")
    status, _out, err = ask("export", "1", "-o", str(target))
    assert status == 2
    assert "never overwritten" in err
    assert target.read_text(encoding="utf-8") == first
    assert json.loads(ask("export", "1", "--format", "json")[1])["number"] == 1


def test_a_locked_or_damaged_casebook_is_status_2(ask: Any, database: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"no database at all" * 100)
    status, out, err = ask("--database", str(bad), "list")
    assert (status, out) == (2, "")
    assert "damaged or no casebook" in err


def test_hostile_text_is_visible_only(ask: Any) -> None:
    esc = "\x1b]52;c;aGk=\x07\u202e[@click=app.quit]"
    ask("note", "1", f"see {esc}")
    for command in (("show", "1"), ("export", "1"), ("list",)):
        out = ask(*command)[1]
        assert "\x1b" not in out
        assert "\x07" not in out
        assert "\u202e" not in out
    assert "␛]52;c;aGk=␇" in ask("show", "1")[1]


def test_a_planted_key_is_on_no_output_of_any_command(ask: Any) -> None:
    everything = ""
    commands = [
        ("note", "1", f"key {KEY}"),
        ("decide", "1", "--cause", KEY, "--note", KEY),
        ("show", "1"),
        ("show", "1", "--json"),
        ("list",),
        ("search", KEY),
        ("export", "1"),
        ("export", "1", "--format", "json"),
    ]
    for command in commands:
        status, out, err = ask(*command)
        assert status == 0, command
        everything += out + err
    assert KEY[8:-6] not in everything
