"""The command line's frame: lazy commands, refusals, interrupts and pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from supportdesk import i18n
from supportdesk.cli import group, main, ticket
from supportdesk.cli.ticket import plain_form
from supportdesk.errors import InputError


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> object:
    monkeypatch.setenv("SUPPORTDESK_LANG", "en")
    monkeypatch.setenv("SUPPORTDESK_CONFIG", str(tmp_path / "settings.toml"))
    yield
    i18n.use(None)


def program(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "supportdesk", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={**os.environ, **environ}, check=False
    )


def with_command(monkeypatch: pytest.MonkeyPatch, callback: object) -> None:
    """Let `supportdesk extract` be a command that calls `callback`."""
    monkeypatch.setattr(group.LazyGroup, "get_command", lambda *_: click.Command("extract", callback=callback))


def test_help_lists_every_command_and_imports_none() -> None:
    script = (
        "import sys; from supportdesk.cli.main import run; run(['--help']);"
        "print(sorted(name for name in sys.modules if name.startswith('supportdesk.cli.') or name in"
        " ('textual', 'sqlite_utils', 'yaml', 'sqlglot', 'httpx', 'jinja2', 'platformdirs', 'tomllib')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "['supportdesk.cli.group', 'supportdesk.cli.main', 'supportdesk.cli.ticket']"
    for name in group.COMMANDS:
        assert f"\n  {name} " in done.stdout


def test_help_speaks_chinese() -> None:
    done = program("--help", SUPPORTDESK_LANG="zh")
    assert "用法：" in done.stdout
    assert "显示本帮助并退出。" in done.stdout
    assert "查看、搜索和维护案例库里的案例。" in done.stdout


def test_the_settings_choose_the_language(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('language = "zh"\n', encoding="utf-8")
    done = program("--help", SUPPORTDESK_LANG="")
    assert "用法：" in done.stdout


def test_a_bad_settings_file_is_one_sentence_and_status_2(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("language = 3\n", encoding="utf-8")
    done = program("--help")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "'language' must be a text" in done.stderr


def test_an_unknown_command_is_status_2_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["diagnos"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "diagnos" in shown.err


def test_a_refusal_is_its_sentence_its_hint_and_its_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise InputError("the file is a folder", "Name a file.")

    with_command(monkeypatch, refuse)
    assert main.run(["extract"]) == 2
    assert capsys.readouterr().err == "Error: the file is a folder\nName a file.\n"


def test_control_c_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with_command(monkeypatch, interrupt)
    assert main.run(["extract"]) == 130


@pytest.mark.parametrize("status", [0, 1, 3])
def test_a_command_gives_its_own_status(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    with_command(monkeypatch, lambda: click.get_current_context().exit(status))
    assert main.run(["extract"]) == status
    with_command(monkeypatch, lambda: status)
    assert main.run(["extract"]) == status


def test_a_fault_names_kind_and_place_but_not_what_was_pasted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise KeyError("sk-proj4rT9wQe2Lm8Vx1Zc6Bn3")

    with_command(monkeypatch, fail)
    assert main.run(["extract"]) == 70
    assert "KeyError" in (shown := capsys.readouterr().err)
    assert "sk-proj" not in shown
    monkeypatch.setenv("SUPPORTDESK_DEBUG", "1")
    assert main.run(["extract"]) == 70
    assert "Traceback" in (shown := capsys.readouterr().err)
    assert "4rT9wQe2Lm8Vx1Zc6B" not in shown


def test_a_closed_pipe_is_quiet() -> None:
    script = (
        "import click, sys; from supportdesk.cli import group, main;"
        "group.LazyGroup.get_command = lambda *_: click.Command('x', callback=lambda: print('y' * 1_000_000));"
        "sys.exit(main.run(['extract']))"
    )
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen([sys.executable, "-c", script], stdout=writing, stderr=subprocess.PIPE) as process:
        os.close(writing)
        _out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (141, b"")


def test_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    from supportdesk import __version__

    assert main.run(["--version"]) == 0
    assert capsys.readouterr().out == f"supportdesk {__version__}\n"


def test_a_character_that_the_terminal_cannot_show_is_escaped() -> None:
    script = (
        "import click, sys; from supportdesk.cli import group, main;"
        "group.LazyGroup.get_command = lambda *_: click.Command('x', callback=lambda: click.echo('a\\udc80b'));"
        "sys.exit(main.run(['extract']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "a\\udc80b\n", "")


@pytest.mark.parametrize(
    ("arguments", "form"),
    [
        (["diagnose"], (False, ())),
        (["diagnose", "--json"], (True, ())),
        (["diagnose", "a.txt", "--json", "-"], (True, ("a.txt", "-"))),
        (["diagnose", "--", "a.txt"], None),
        (["diagnose", "--width", "80"], None),
        (["diagnose", "-h"], None),
        (["diagnose", "*.txt"], None),
        (["extract", "--json"], None),
        ([], None),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="click reads every command line there")
def test_the_main_jobs_plain_form_needs_no_click(arguments: list[str], form: object) -> None:
    assert plain_form(arguments) == form


@pytest.mark.parametrize("options", [[], ["--json"]])
@pytest.mark.parametrize("files", [["sample"], ["sample", "missing.txt"], ["."]])
def test_click_and_the_plain_form_answer_alike(options: list[str], files: list[str], tmp_path: Path) -> None:
    sample = tmp_path / "ticket.txt"
    sample.write_bytes(b"\xef\xbb\xbfinvalid api type: -1\n")
    named = [str(sample) if one == "sample" else one for one in files]
    plain = program("diagnose", *options, *named)
    by_click = program("diagnose", *options, "--", *named)
    assert (plain.returncode, plain.stdout, plain.stderr) == (by_click.returncode, by_click.stdout, by_click.stderr)
    assert plain.stdout or plain.stderr


@pytest.mark.skipif(os.name == "nt", reason="click reads every command line there")
def test_the_plain_form_loads_no_click() -> None:
    script = (
        "import io, sys; sys.stdin = io.TextIOWrapper(io.BytesIO(b'HTTP 401 invalid token'));"
        "from supportdesk.cli.main import run; run(['diagnose']);"
        "print([name for name in ('click', 'inspect', 'dataclasses', 'textual') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_plain_form_is_interrupted_refused_and_fails_as_any_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for problem, status in ((KeyboardInterrupt(), 130), (InputError("no"), 2), (KeyError("sk-x"), 70)):

        def fail(*_arguments: object, raised: BaseException = problem, **_options: object) -> int:
            raise raised

        monkeypatch.setattr(ticket, "print_diagnosis", fail)
        assert main.run(["diagnose", "a.txt"]) == status
    assert "sk-x" not in capsys.readouterr().err
