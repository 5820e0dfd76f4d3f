"""First paint: from the start of the process to the first frame with words on it, in a terminal of its own.

    python tests/benchmarks/first_paint.py [--runs 9] [--posting PROGRAM] [--harlequin PROGRAM]

Ours is started by this interpreter; posting and harlequin by the programs that are named (or found on the PATH), from
environments of their own, since they want other versions of Textual. `textual` is an application of one line of text in
our environment: no screen can be earlier. The programs take turns, so that a busy moment of the machine meets all of
them. Linux and macOS: a pseudo-terminal is needed.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time

COLUMNS, ROWS = 120, 40
LONGEST_S = 30.0
ESCAPES = re.compile(rb"\x1b\[[0-9;?>=]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>PX^_]|\x1b\\")

PROGRAMS = {
    "supportdesk": (b"Triage", b"Verdict"),
    "textual": (b"one line",),
    "posting": (b"Collection", b"Request"),
    "harlequin": (b"Data Catalog", b"Query Editor"),
}
"""Words that the first whole frame of each program has."""

EMPTY = """
from textual.app import App
from textual.widgets import Static

class OneLine(App):
    def compose(self):
        yield Static("one line")

OneLine().run()
"""


def first_paint(command: list[str], words: tuple[bytes, ...], home: str) -> float:
    """Return the seconds from the start of a program until all of the words are on its screen."""
    environment = {
        **os.environ, "HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8",
        "XDG_CONFIG_HOME": f"{home}/config", "XDG_DATA_HOME": f"{home}/data", "XDG_STATE_HOME": f"{home}/state",
        "XDG_CACHE_HOME": f"{home}/cache", "SUPPORTDESK_LANG": "en", "PYTHONPYCACHEPREFIX": f"{home}/bytecode",
    }  # fmt: skip
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    began = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.chdir(home)
        os.execvpe(command[0], command, environment)
    seen = b""
    try:
        while time.perf_counter() - began < LONGEST_S:
            ready, _, _ = select.select([terminal], [], [], 0.5)
            if ready:
                try:
                    seen += os.read(terminal, 65_536)
                except OSError as problem:  # Linux's word for a program that has ended
                    raise TimeoutError(f"{command[0]} ended: {ESCAPES.sub(b'', seen)[-600:]!r}") from problem
                plain = ESCAPES.sub(b"", seen)
                if all(word in plain for word in words):
                    return time.perf_counter() - began
        raise TimeoutError(f"{command[0]} drew none of {words} within {LONGEST_S} s: {ESCAPES.sub(b'', seen)[-300:]!r}")
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)


def commands(arguments: argparse.Namespace) -> dict[str, list[str]]:
    """Return the command of each program that is installed."""
    found = {"supportdesk": [sys.executable, "-m", "supportdesk"], "textual": [sys.executable, "-c", EMPTY]}
    for name in ("posting", "harlequin"):
        program = getattr(arguments, name) or shutil.which(name)
        if program and os.path.exists(program):
            found[name] = [program]
    return found


def main() -> None:
    """Measure every program in turn and print the figures."""
    parser = argparse.ArgumentParser(description="First paint, beside that of two other Textual applications.")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--posting")
    parser.add_argument("--harlequin")
    arguments = parser.parse_args()
    programs = commands(arguments)
    times: dict[str, list[float]] = {name: [] for name in programs}
    with tempfile.TemporaryDirectory() as folder:
        for run in range(arguments.runs + 1):
            for name, command in programs.items():
                home = os.path.join(folder, name)
                os.makedirs(home, exist_ok=True)
                seconds = first_paint(command, PROGRAMS[name], home)
                if run:  # the first start of each fills caches
                    times[name].append(seconds)
    load = os.getloadavg()[0]
    print(f"first paint of {COLUMNS} x {ROWS}, {arguments.runs} starts each in turn, load {load:.1f}, ms")
    for name, taken in times.items():
        best, median, worst = min(taken), statistics.median(taken), max(taken)
        print(f"{name:12} best {best * 1000:5.0f}  median {median * 1000:5.0f}  worst {worst * 1000:5.0f}")
    for name in ("posting", "harlequin"):
        if name not in programs:
            print(f"{name:12} is not installed: --{name} PROGRAM names it")


if __name__ == "__main__":
    main()
