"""`supportdesk serve` on the command line: what it refuses and warns of; tests/serving has the server itself."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving.served import served


def run(script: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "SUPPORTDESK_LANG": "en", "SUPPORTDESK_CONFIG": str(tmp_path / "settings.toml")}
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environ, check=False, timeout=60
    )


def test_without_the_web_stack_it_says_how_to_get_it(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['aiohttp'] = None; from supportdesk.cli.main import run;"
        "sys.exit(run(['serve', '--port', '0']))"
    )
    done = run(script, tmp_path)
    assert done.returncode == 2
    assert "pip install 'supportdesk[web]'" in done.stderr
    assert done.stdout == ""


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    pytest.importorskip("textual_serve", reason="the extra `web` is not installed")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        script = f"import sys; from supportdesk.cli.main import run; sys.exit(run(['serve', '--port', '{port}']))"
        done = run(script, tmp_path)
    assert done.returncode == 2
    assert f"127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_another_host_is_warned_of(tmp_path: Path) -> None:
    pytest.importorskip("textual_serve", reason="the extra `web` is not installed")
    with served(tmp_path, "--host", "0.0.0.0"):
        pass
    talk = (tmp_path / "talk.txt").read_text(encoding="utf-8")
    assert "0.0.0.0 is reached from other machines" in talk


def test_loopback_is_not_warned_of_and_listened_at_alone(tmp_path: Path) -> None:
    pytest.importorskip("textual_serve", reason="the extra `web` is not installed")
    with served(tmp_path) as server:
        assert server.address.startswith("http://127.0.0.1:")
    assert "Warning" not in (tmp_path / "talk.txt").read_text(encoding="utf-8")
