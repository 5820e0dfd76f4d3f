"""`supportdesk serve` as a process of its own, on a casebook of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

STARTS_S = 30


class Served(NamedTuple):
    """A server that runs: its address without the token, the address that was printed, and its process."""

    address: str
    printed: str
    process: subprocess.Popen[str]
    folder: Path


@contextmanager
def served(folder: Path, *options: str, **environ: str) -> Iterator[Served]:
    """Serve at a free port with the casebook `cases.db` in `folder`; end it as Ctrl-C does."""
    known = {
        "SUPPORTDESK_DATABASE": str(folder / "cases.db"),
        "SUPPORTDESK_CONFIG": str(folder / "settings.toml"),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_DATA_HOME": str(folder / "data"),
        "SUPPORTDESK_LANG": "en",
        "TMPDIR": str(folder / "tmp"),
        "PYTHONUNBUFFERED": "1",
    }
    (folder / "tmp").mkdir(exist_ok=True)
    with (folder / "talk.txt").open("w", encoding="utf-8") as talk:
        process = subprocess.Popen(
            [sys.executable, "-m", "supportdesk", "serve", "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=talk,
            text=True,
            env={**os.environ, **known, **environ},
            start_new_session=True,
        )
        try:
            assert process.stdout is not None
            printed = process.stdout.readline().strip()
            assert printed.startswith("http://"), (folder / "talk.txt").read_text(encoding="utf-8")
            yield Served(printed.partition("/?")[0].rstrip("/"), printed, process, folder)
        finally:
            end(process)


def end(process: subprocess.Popen[str], how: int = signal.SIGINT) -> str:
    """End a server and return what it still printed."""
    if process.poll() is None:
        process.send_signal(how)
    try:
        return process.communicate(timeout=STARTS_S)[0] or ""
    except subprocess.TimeoutExpired:
        process.kill()
        raise


def children(process: subprocess.Popen[str]) -> list[int]:
    """Return the processes that a server has started (Linux)."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(one) for one in listed.read_text(encoding="ascii").split()]


def in_time(holds: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether something comes to hold in time."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def gone(pids: list[int]) -> bool:
    """Whether these processes end in time."""
    return in_time(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


def emptied(folder: Path, pattern: str) -> bool:
    """Whether nothing that matches stands in the folder in time: the server removes it behind the process."""
    return in_time(lambda: not any(folder.glob(pattern)))
