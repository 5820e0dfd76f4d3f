"""Apply a diff to files: with the patch program where there is one, with a strict applier of our own everywhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

PATCH = shutil.which("patch")


def applied(patch: str, files: dict[str, str], folder: Path) -> dict[str, str]:
    """Return the files after the diff, by name; fails where it does not apply cleanly at its own line numbers.

    `patch -p0` really runs in `folder`, without fuzz, and must come to the same bytes as the applier below; a system
    without it is held to the applier alone.
    """
    result = {name: apply_strictly(patch, name, text) for name, text in files.items()}
    if PATCH is None:
        return result
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    run = subprocess.run(
        [PATCH, "-p0", "--fuzz=0"],
        input=patch.encode(), cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    said = run.stdout.decode() + run.stderr.decode()
    assert run.returncode == 0, said
    assert "fuzz" not in said, said
    assert "offset" not in said, said
    made = {name: (folder / name).read_bytes().decode() if (folder / name).exists() else "" for name in files}
    assert made == result
    return made


def apply_strictly(patch: str, name: str, text: str) -> str:
    """Return the text after the hunks of its file; every context and removed line must stand where its hunk says."""
    lines = text.split("\n")
    before = [line + "\n" for line in lines[:-1]] + lines[-1:] * bool(lines[-1])
    after: list[str] = []
    at, mine = 0, False
    hunk: list[str] = []
    rows = patch.split("\n")[:-1] if patch else []
    number = 0
    while number < len(rows):
        row = rows[number]
        if row.startswith("--- "):
            mine = _named(row[4:]) == name
            number += 2
            continue
        head = re.fullmatch(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@", row)
        assert head is not None, row
        start, old, new = int(head[1]) - bool(int(head[2])), int(head[2]), int(head[4])
        number += 1
        hunk = []
        while old or new or (number < len(rows) and rows[number].startswith("\\")):
            row = rows[number]
            if row.startswith("\\"):
                hunk[-1] = hunk[-1][:-1]
            else:
                hunk.append(row + "\n")
                old -= row[:1] in (" ", "-")
                new -= row[:1] in (" ", "+")
            number += 1
        if not mine:
            continue
        after += before[at:start]
        at = start
        for line in hunk:
            if line[0] in " -":
                assert before[at] == line[1:], (before[at], line)
                at += 1
            if line[0] in " +":
                after.append(line[1:])
    return "".join([*after, *before[at:]])


def _named(text: str) -> str:
    text = text.rstrip("\t")
    if text.startswith('"'):
        return re.sub(r"\\(\d{3}|.)", lambda m: chr(int(m[1], 8)) if len(m[1]) == 3 else m[1], text[1:-1])
    return text
