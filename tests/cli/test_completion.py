"""Shells complete commands, options and values; bash for real."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from supportdesk.casebook import Casebook
from supportdesk.cli.completion import SHELLS, script
from supportdesk.source import Source
from tests import canned


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Put a `supportdesk` of this interpreter on the path, with a casebook of two cases."""
    program = tmp_path / "bin" / "supportdesk"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m supportdesk "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    database = tmp_path / "cases.db"
    with Casebook(str(database)) as book:
        for _ in range(2):
            book.save(canned.diagnosis(), [Source(canned.PASTE)])
    return {
        **os.environ,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "SUPPORTDESK_DATABASE": str(database),
        "SUPPORTDESK_CONFIG": str(tmp_path / "settings.toml"),
        "SUPPORTDESK_LANG": "en",
    }


def offered(environ: dict[str, str], line: str) -> list[str]:
    """Return what click answers bash for the line, the last word of which is typed so far."""
    words = line.split(" ")
    asked = {"_SUPPORTDESK_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        [sys.executable, "-m", "supportdesk"], env={**environ, **asked}, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return [one.partition(",")[2] for one in done.stdout.splitlines() if one]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("supportdesk ser", "serve"),
        ("supportdesk cases st", "status"),
        ("supportdesk cases show ", "2"),
        ("supportdesk cases status 1 wa", "waiting"),
        ("supportdesk rules show endpoint.media", "endpoint.media-on-chat"),
        ("supportdesk rules list --cause endpoint.chat", "endpoint.chat-for-media"),
        ("supportdesk try gemini_o", "gemini_omni"),
        ("supportdesk try --gateway san", "sandbox"),
        ("supportdesk models list --gateway toa", "toapis"),
        ("supportdesk serve --to", "--token-file"),
        ("supportdesk completion power", "powershell"),
    ],
)
def test_a_value_is_offered(environ: dict[str, str], line: str, wanted: str) -> None:
    assert wanted in offered(environ, line)


def test_what_cannot_be_had_is_no_error(environ: dict[str, str], tmp_path: Path) -> None:
    assert offered({**environ, "SUPPORTDESK_DATABASE": str(tmp_path / "none.db")}, "supportdesk cases show ") == []
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "bad.db").write_bytes(b"no database" * 100)
    assert offered({**environ, "SUPPORTDESK_DATABASE": str(tmp_path / "bad.db")}, "supportdesk cases show ") == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_by_the_script(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "completion.sh").write_text(script("bash"), encoding="utf-8")
    (tmp_path / "ticket.txt").touch()
    asking = (
        "source completion.sh; complete -p supportdesk >/dev/null || exit 3; "
        'ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _supportdesk_completion supportdesk; '
        'echo "${COMPREPLY[@]}"; compopt 2>/dev/null; }; '
        'compopt() { echo "compopt $*"; }; '
        "ask supportdesk cas; ask supportdesk cases sho; ask supportdesk rules show auth.no-h; "
        "ask supportdesk diagnose tic"
    )
    done = subprocess.run(["bash", "-c", asking], env=environ, cwd=tmp_path, capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if line.strip() != "compopt"]
    assert lines[:2] == ["cases", "show"]
    assert "auth." in lines[2]
    assert "compopt -o default" in done.stdout.replace("\n", " ")
    assert done.stderr == ""


@pytest.mark.skipif(shutil.which("pwsh") is not None, reason="PowerShell itself is asked below")
def test_powershell_is_answered_with_values_and_help(environ: dict[str, str]) -> None:
    asked = {
        "_SUPPORTDESK_COMPLETE": "powershell_complete",
        "SUPPORTDESK_LINE": "supportdesk rules show endpoint.media",
        "SUPPORTDESK_WORD": "endpoint.media",
    }
    done = subprocess.run(
        [sys.executable, "-m", "supportdesk"], env={**environ, **asked}, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    values = dict(line.split("\t", 1) for line in done.stdout.splitlines())
    assert "endpoint.media-on-chat" in values
    assert values["endpoint.media-on-chat"]
    line = {**asked, "SUPPORTDESK_LINE": "supportdesk cases ", "SUPPORTDESK_WORD": ""}
    done = subprocess.run(
        [sys.executable, "-m", "supportdesk"], env={**environ, **line}, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert "show\t" in done.stdout


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_another_shell_takes_its_script(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    path = tmp_path / "script"
    path.write_text(script(shell), encoding="utf-8")
    subprocess.run([shell, "-n", str(path)], check=True)


def test_every_shell_has_a_script_that_asks_this_program() -> None:
    for shell in SHELLS:
        assert f"{shell}_complete" in script(shell)
        assert "supportdesk" in script(shell)
