"""Hand-off code: run against the sandbox where its toolchain is there, and read back to the same request."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from supportdesk import extract_requests
from supportdesk.gateway.rehearsal import plan
from supportdesk.gateway.sandbox.server import serving
from supportdesk.judging.compile import load_knowledge
from supportdesk.render.handoff import LANGUAGES, Handoff, handoff, write
from tests.gateway.sandbox.calls import KEY, sandbox

NASTY = "a `lighthouse`, \"quoted\" 'twice' \\ $HOME ${x} #{y} \"\"\" ''' {{ z }} <?php %s\nsecond line, 灯塔 🗼\tend\\"
BODY = {"model": "gemini_omni", "prompt": NASTY, "duration": 6, "image_urls": ["https://example.com/a.png?x=1&y=2"]}
FILES = {"java": "Main.java", "go": "main.go", "javascript": "main.mjs", "php": "main.php", "curl": "main.sh"}
TOOLS = {
    "curl": ("bash", "curl"),
    "python-httpx": (),
    "python-openai": (),
    "javascript": ("node",),
    "go": ("go",),
    "java": ("java", "javac"),
    "php": ("php",),
    "python": (),
}


def _what(origin: str, body: dict[str, Any] | None = None) -> Handoff:
    made = plan(load_knowledge(), "toapis", "gemini_omni", BODY if body is None else body)
    return handoff(made, origin)._replace(first=0.2, every=0.2, give_up=30.0)


def _command(language: str, file: Path) -> list[str]:
    if language.startswith("python"):
        return [sys.executable, str(file)]
    return {
        "curl": ["bash", str(file)],
        "javascript": ["node", str(file)],
        "go": ["go", "run", str(file)],
        "java": ["java", str(file)],
        "php": ["php", str(file)],
    }[language]


def _missing(language: str) -> str | None:
    if language == "python" and importlib.util.find_spec("requests") is None:
        return "requests"
    if language == "php" and shutil.which("php"):
        loaded = subprocess.run(["php", "-m"], capture_output=True, text=True, check=False).stdout.split()
        return None if "curl" in loaded else "php's curl"
    return next((tool for tool in TOOLS[language] if shutil.which(tool) is None), None)


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(TOOLS))
async def test_the_program_runs_end_to_end(language: str, tmp_path: Path) -> None:
    pytest.importorskip("aiohttp", reason="the extra `web` is not installed")
    missing = _missing(language)
    if missing is not None:
        pytest.skip(f"{missing} is not installed")
    box = sandbox(task_seconds=1.0, clock=time.time, faults=("429;retry-after=1;on=submit", "500;on=poll"))
    async with serving(box) as origin:
        file = tmp_path / FILES.get(language, "main.py")
        file.write_text(write(_what(origin), language), encoding="utf-8")
        environment = {**os.environ, "GATEWAY_API_KEY": KEY, "NO_PROXY": "*", "no_proxy": "*"}
        ran = await asyncio.to_thread(
            subprocess.run, _command(language, file), capture_output=True, encoding="utf-8", env=environment,
            cwd=tmp_path, check=False, timeout=120,
        )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "completed" in ran.stdout
    task = box.books.rows("SELECT status, properties FROM tasks")
    assert [row["status"] for row in task] == ["SUCCESS"]
    assert json.loads(task[0]["properties"])["input"] == NASTY
    calls = box.books.rows("SELECT method, status FROM calls")
    assert [row["status"] for row in calls if row["method"] == "POST"] == [429, 200]
    assert box.books.imbalance() == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["curl", "python-httpx", "javascript"])
async def test_a_refusal_and_a_failed_task_end_the_program(language: str, tmp_path: Path) -> None:
    pytest.importorskip("aiohttp", reason="the extra `web` is not installed")
    missing = _missing(language)
    if missing is not None:
        pytest.skip(f"{missing} is not installed")
    wrong = {**BODY, "duration": 7}
    for body, faults, told in (
        (wrong, (), "duration must be 6 or 10"),
        (BODY, ("failed-refunded",), "upstream returned error"),
    ):
        box = sandbox(task_seconds=0.3, clock=time.time, faults=faults)
        async with serving(box) as origin:
            file = tmp_path / FILES.get(language, "main.py")
            file.write_text(write(_what(origin, body), language), encoding="utf-8")
            environment = {**os.environ, "GATEWAY_API_KEY": KEY, "NO_PROXY": "*", "no_proxy": "*"}
            ran = await asyncio.to_thread(
                subprocess.run, _command(language, file), capture_output=True, encoding="utf-8", env=environment,
                cwd=tmp_path, check=False, timeout=60,
            )  # fmt: skip
        assert ran.returncode == 1
        assert told in ran.stderr
        assert len(box.books.rows("SELECT * FROM calls WHERE method = 'POST'")) == 1


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("prompt", ["a red kite at dawn", NASTY], ids=["plain", "nasty"])
def test_the_program_is_read_back_to_the_same_request(language: str, prompt: str) -> None:
    body = {**BODY, "prompt": prompt}
    text = write(_what("https://toapis.com", body), language)
    requests = [one for one in extract_requests(text)["requests"] if one["method"] == "POST"]
    assert [(one["url"], one["body"].get("json")) for one in requests] == [
        ("https://toapis.com/v1/videos/generations", body)
    ]


def test_a_call_without_a_task_is_made_once() -> None:
    made = plan(load_knowledge(), "toapis", "gpt-5.4", {"messages": [{"role": "user", "content": "hello"}]})
    for language in LANGUAGES:
        text = write(handoff(made, "https://toapis.com"), language)
        assert "/v1/chat/completions" in text.replace('"/chat/completions"', '"/v1/chat/completions"')
        assert "task_id" not in text
