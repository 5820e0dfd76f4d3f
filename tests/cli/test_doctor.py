"""`supportdesk doctor`: what it finds, what it leaves alone, what it never shows."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from supportdesk.casebook import Casebook
from supportdesk.cli.doctor import casebook, installed, terminal
from supportdesk.cli.doctor.check import AREAS, STATES
from supportdesk.source import Source
from tests import canned

KEY = "sk-doct0rN3verSh0wsTh1sKeyQz"


def run(folder: Path, *options: str, settings: str = "", **environ: str) -> tuple[int, str]:
    (folder / "settings.toml").write_text(settings, encoding="utf-8")
    known = {
        "SUPPORTDESK_CONFIG": str(folder / "settings.toml"),
        "SUPPORTDESK_DATABASE": str(folder / "cases.db"),
        "SUPPORTDESK_LANG": "en",
        "PYTHONIOENCODING": "utf-8",
        "TERM": "xterm-256color",
    }
    command = [sys.executable, "-m", "supportdesk", "doctor", *options]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, **known, **environ}, check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def found(folder: Path, **environ: Any) -> tuple[int, dict[str, dict[str, str]]]:
    status, text = run(folder, "--json", **environ)
    data = json.loads(text)
    assert text.count("\n") == 1
    assert data["ok"] is (status == 0)
    assert {check["area"] for check in data["checks"]} == set(AREAS)
    assert {check["state"] for check in data["checks"]} <= set(STATES)
    return status, {f"{check['area']}/{check['name']}": check for check in data["checks"]}


def filed(path: Path) -> None:
    with Casebook(str(path)) as book:
        book.save(canned.diagnosis(), [Source(canned.PASTE)])


def test_a_new_machine_has_no_fault_and_nothing_is_made(tmp_path: Path) -> None:
    status, checks = found(tmp_path)
    assert status == 0
    assert checks["casebook/file"]["state"] == "missing"
    assert checks["installed/SQLite"]["value"] == sqlite3.sqlite_version
    assert re.match(r"\d+ rules \(0 of your own\), \d+ causes", checks["rules/rules"]["value"])
    assert checks["terminal/Chinese font"]["state"] == "unknown"
    assert os.listdir(tmp_path) == ["settings.toml"]


def test_a_casebook_is_examined_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "cases.db"
    filed(path)
    before = {name: (tmp_path / name).read_bytes() for name in os.listdir(tmp_path)}
    status, checks = found(tmp_path)
    assert status == 0
    assert checks["casebook/cases"]["value"] == "1 case"
    assert checks["casebook/check"]["value"] == "quick_check ok"
    assert checks["casebook/schema"]["state"] == "ok"
    after = {name: (tmp_path / name).read_bytes() for name in os.listdir(tmp_path) if name != "settings.toml"}
    assert after == before


def test_a_casebook_that_another_program_holds_open_is_counted_with_its_journal(tmp_path: Path) -> None:
    path = tmp_path / "cases.db"
    with Casebook(str(path)) as book:
        book.save(canned.diagnosis(), [Source(canned.PASTE)])
        book.save(canned.diagnosis(), [Source(canned.PASTE)])
        assert (tmp_path / "cases.db-wal").exists()
        assert {check.name: check.value for check in casebook.checks(str(path))}["cases"] == "2 cases"


def test_damage_is_a_fault_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "cases.db"
    filed(path)
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data), 4096):
        data[at : at + 64] = b"\xee" * 64
    path.write_bytes(data)
    status, checks = found(tmp_path)
    assert status == 1
    assert any(check["state"] == "fault" and "recover" in check["hint"] for check in checks.values())
    path.write_text("no database at all, but long enough to be taken for one" * 40, encoding="utf-8")
    assert found(tmp_path)[0] == 1


def test_another_programs_and_a_newer_database_are_faults(tmp_path: Path) -> None:
    path = tmp_path / "cases.db"
    filed(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE _sqlite_migrations SET name = '9999_later' WHERE id = 2")
    connection.close()
    assert {check.state for check in casebook.checks(str(path)) if check.name == "schema"} == {"fault"}
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA application_id = 7")
    connection.close()
    assert next(check.state for check in casebook.checks(str(path))) == "fault"


def test_a_rule_that_does_not_load_is_a_fault_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "own" / "mine").mkdir(parents=True)
    (tmp_path / "own" / "mine" / "x.yaml").write_text("id: mine.x\nwhen: nonsense = 3\n", encoding="utf-8")
    status, checks = found(tmp_path, SUPPORTDESK_RULES=str(tmp_path / "own"), SUPPORTDESK_CACHE=str(tmp_path / "c"))
    assert status == 1
    assert "x.yaml" in checks["rules/rules"]["value"]


def test_a_gateways_key_is_there_or_not_and_never_shown(tmp_path: Path) -> None:
    settings = (
        '[gateways.one]\nurl = "https://user:pa55word@api.example.com:8443/v1"\n'
        '[gateways.two]\nurl = "https://two.example.com"\n[gateways.bad]\nurl = "ftp://x"\n'
    )
    for options in ((), ("--json",)):
        status, text = run(tmp_path, *options, settings=settings, SUPPORTDESK_KEY_ONE=KEY)
        assert status == 1
        assert KEY not in text
        assert KEY[-4:] not in text
        assert "pa55word" not in text
    _status, checks = found(tmp_path, settings=settings, SUPPORTDESK_KEY_ONE=KEY)
    assert checks["gateways/one"]["value"] == "api.example.com:8443 · a key is there"
    assert checks["gateways/two"]["state"] == "missing"
    assert "SUPPORTDESK_KEY_TWO" in checks["gateways/two"]["hint"]
    assert checks["gateways/bad"]["state"] == "fault"


def test_it_speaks_both_languages(tmp_path: Path) -> None:
    filed(tmp_path / "cases.db")
    english, chinese = run(tmp_path)[1], run(tmp_path, SUPPORTDESK_LANG="zh")[1]
    assert "Where things lie" in english
    assert "各项内容的位置" in chinese
    assert "没有发现故障。" in chinese
    assert not re.search(r"(?m)^ +→ [A-Za-z ]+$", chinese)


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "true"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "none"),
        ({"TERM": "dumb"}, "none"),
        ({"TERM": "linux"}, "16"),
        ({}, "none"),
    ],
)
def test_colours_are_what_the_environment_says(environ: dict[str, str], colours: str) -> None:
    assert terminal.colours(environ) == colours


def test_what_stands_around_the_terminal_is_named() -> None:
    names = {check.name for check in terminal.checks({"TERM": "tmux-256color", "TMUX": "x", "SSH_TTY": "y"})}
    assert {"tmux", "ssh"} <= names
    shown = [check.value for check in terminal.checks({"TERM": "x\x1b]52;c;x\x07"})]
    assert not any("\x1b" in value for value in shown)


def test_a_version_is_compared_by_its_numbers() -> None:
    assert installed.parsed("3.14.5rc1") == (3, 14, 5)
    assert installed.parsed("10.0") > installed.parsed("9.9.9")
    assert installed.parsed("none") == ()
    assert installed.version_of("no-such-package-here") is None


def test_what_lacks_names_its_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        installed.metadata,
        "requires",
        lambda _name: ["click>=99", "nowhere-to-be-found>=1", "absent-one>=2; extra == 'web'", "jinja2>=3.1"],
    )
    checks = {check.name: check for check in installed.checks()}
    assert checks["click"].state == checks["nowhere-to-be-found"].state == "fault"
    assert "pip install 'nowhere-to-be-found>=1'" in checks["nowhere-to-be-found"].hint
    assert checks["extra web"].state == "missing"
    assert "supportdesk[web]" in checks["extra web"].hint


def test_settings_that_cannot_be_read_are_a_fault_that_it_tells(tmp_path: Path) -> None:
    status, text = run(tmp_path, settings="language = [broken\n")
    assert status == 1
    assert "no TOML" in text
    assert "Mend the line" in text
    assert "Terminal and clipboard" in text
