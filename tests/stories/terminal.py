"""The program in a terminal of tmux: keys and bracketed pastes go in, the characters on the screen come out.

Each terminal has a server of its own, and the program a home of its own; nothing of the machine's settings is seen.
"""

from __future__ import annotations

import itertools
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

WAIT_S = 40
"""Seconds in which something has to stand on the screen; long, because machines are busy."""


_NUMBERS = itertools.count()


class Terminal:
    """One terminal; `home` holds settings, state and casebook, which several terminals may share."""

    def __init__(self, home: Path, name: str, *, size: tuple[int, int] = (120, 40), language: str = "en") -> None:
        self.home = home
        self.name = f"supportdesk-{os.getpid()}-{next(_NUMBERS)}-{name}"
        self.keys = 0
        width, height = size
        places = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
        told = {"HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", "SUPPORTDESK_LANG": language}
        kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        self.environment = {**kept, **places, **told}
        self._run("-f", os.devnull, "new-session", "-d", "-s", "main", "-x", str(width), "-y", str(height), "sh")
        self._run("set-option", "-g", "set-clipboard", "on")

    def start(self, *arguments: str) -> None:
        """Start the program in the shell."""
        command = [str(Path(sys.executable).with_name("supportdesk")), *arguments]
        self.type(shlex.join(command))
        self.press("Enter")

    def press(self, *names: str) -> None:
        """Press keys by tmux's names (`C-s`, `F8`, `Enter`, `M-2`); each counts as one."""
        for name in names:
            self.keys += 1
            self._run("send-keys", "-t", "main", name)
            time.sleep(0.1)

    def type(self, text: str) -> None:
        """Type a text, a key a character."""
        self.keys += len(text)
        self._run("send-keys", "-t", "main", "-l", text)

    def paste(self, text: str) -> None:
        """Paste a text as terminals do, between the marks of a bracketed paste."""
        file = self.home / "pasted.txt"
        file.write_text(text, encoding="utf-8")
        self._run("load-buffer", str(file))
        self._run("paste-buffer", "-p", "-t", "main")

    def screen(self) -> str:
        """Return the characters on the screen, row by row."""
        return self._run("capture-pane", "-p", "-t", "main")

    def clipboard(self) -> str:
        """Return what the program put into the clipboard (OSC 52), or nothing."""
        shown = subprocess.run(
            ["tmux", "-L", self.name, "show-buffer"], env=self.environment, capture_output=True, text=True, check=False
        )
        return shown.stdout

    def sees(self, *texts: str, seconds: float = WAIT_S) -> str:
        """Wait until all texts stand on the screen; return the screen. Fail with the screen when they do not come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            screen = self.screen()
            if all(text in screen for text in texts):
                return screen
            time.sleep(0.1)
        missing = [text for text in texts if text not in self.screen()]
        raise AssertionError(f"{missing} did not appear on the screen:\n{self.screen()}")

    def kill(self) -> None:
        """Kill the program as `kill -9` does."""
        shell = int(self._run("display-message", "-p", "-t", "main", "#{pane_pid}").strip())
        children = subprocess.run(["pgrep", "-P", str(shell)], capture_output=True, text=True, check=True)
        for child in children.stdout.split():
            os.kill(int(child), signal.SIGKILL)

    def close(self) -> None:
        """End the terminal and what runs in it."""
        subprocess.run(["tmux", "-L", self.name, "kill-server"], env=self.environment, capture_output=True, check=False)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self.name, *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (arguments, done.stderr)
        return done.stdout


def needs_tmux() -> None:
    """Skip, and say so, where no tmux is installed."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
