"""`try`, `cases fetch` and `cases prove` against the embedded sandbox: a dispute from its making to its decision."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from supportdesk.cli.main import run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUPPORTDESK_DATABASE", str(tmp_path / "cases.db"))
    monkeypatch.setenv("SUPPORTDESK_CONFIG", str(tmp_path / "settings.toml"))
    return tmp_path


def _tried(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    status = run(["try", "gemini_omni", "--set", "prompt=a lighthouse", "--json", *arguments])
    return status, json.loads(capsys.readouterr().out)


@pytest.mark.slow
def test_a_dispute_made_in_the_sandbox_is_fetched_and_decided(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, tried = _tried(capsys, "--fault", "failed-kept")
    assert (status, tried["states"][-1][1]) == (1, "failed")  # type: ignore[index]  # a list of triples
    ticket = folder / "ticket.txt"
    ticket.write_text(f"任务 {tried['task_id']} 失败了还扣了费，请退款", encoding="utf-8")
    assert run(["cases", "add", str(ticket)]) == 0
    assert run(["cases", "fetch", "1"]) == 0
    capsys.readouterr()
    assert run(["cases", "show", "1", "--json"]) == 0
    money = json.loads(capsys.readouterr().out)["diagnosis"]["money"]
    with sqlite3.connect(folder / "sandbox.db") as books:
        net = books.execute("SELECT SUM(CASE type WHEN 2 THEN quota ELSE -quota END) FROM logs").fetchone()[0]
    assert (money["decision"], money["refund_quota"], money["net_quota"]) == ("refund", net, net)


@pytest.mark.slow
def test_a_corrected_request_is_proved(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ticket = folder / "ticket.py"
    body = '{"model": "gemini_omni", "prompt": "a lighthouse", "duration": "6"}'
    ticket.write_text(
        f"curl https://toapis.com/v1/videos/generations -H 'Authorization: Bearer sk-x' -d '{body}'", encoding="utf-8"
    )
    assert run(["cases", "add", str(ticket)]) == 0
    assert run(["cases", "prove", "1"]) == 0
    assert "completed" in capsys.readouterr().out


def test_what_would_be_refused_is_said_and_not_sent(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, tried = _tried(capsys, "--set", "duration=7", "--set", "resolution=4k")
    assert (status, tried["task_id"]) == (1, None)
    assert {item["pointer"] for item in tried["violations"]} == {"/duration", "/resolution"}  # type: ignore[attr-defined]  # a list of objects
    assert not (folder / "sandbox.db").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["try", "gemini_onmi"], "gemini_omni"),
        (["try", "gemini_omni", "--mode", "opera"], "text-to-video"),
        (["try", "gemini_omni", "--set", "prompt"], "NAME=VALUE"),
        (["try", "gemini_omni", "--gateway", "nowhere"], "sandbox"),
        (["sandbox", "--fault", "earthquake"], "429"),
    ],
)
def test_wrong_input_is_told_with_what_is_known(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert run(arguments) == 2
    assert told in capsys.readouterr().err
    assert list(folder.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent as a signal of POSIX systems")
def test_ctrl_c_leaves_the_task_which_is_followed_again_and_never_sent_twice(folder: Path) -> None:
    environment = {**os.environ, "SUPPORTDESK_LANG": "en"}
    command = [sys.executable, "-m", "supportdesk", "try", "gemini_omni"]
    with subprocess.Popen(
        [*command, "--set", "prompt=x", "--fault", "429;retry-after=0"], env=environment, stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        assert process.stderr is not None
        line = next(line for line in process.stderr if "task_" in line)
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    task_id = line.split()[-1]
    assert process.returncode == 130
    assert f"--resume {task_id}" in rest
    done = subprocess.run([*command, "--resume", task_id], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "completed" in done.stdout) == (0, True)
    with sqlite3.connect(folder / "sandbox.db") as books:
        assert books.execute("SELECT status FROM calls WHERE method = 'POST' ORDER BY id").fetchall() == [
            (429,),
            (200,),
        ]
        assert books.execute("SELECT COUNT(*) FROM tasks").fetchone() == (1,)


def test_a_corrected_request_is_handed_over_as_code_and_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ticket = folder / "ticket.sh"
    body = '{"model": "gemini_omni", "prompt": "a lighthouse", "duration": 7}'
    ticket.write_text(f"curl https://toapis.com/v1/videos/generations -H 'Authorization: Bearer sk-x' -d '{body}'")
    assert run(["cases", "add", str(ticket)]) == 0
    capsys.readouterr()
    assert run(["cases", "handoff", "1", "php"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("<?php")
    assert "'duration' => 6" in told
    assert run(["cases", "show", "1", "--json"]) == 0
    assert "'duration' => 6" in json.dumps(json.loads(capsys.readouterr().out)["timeline"][-1])
    ticket.write_text("invalid apitype: -1")
    assert run(["cases", "add", str(ticket)]) == 0
    assert run(["cases", "handoff", "2"]) == 2
