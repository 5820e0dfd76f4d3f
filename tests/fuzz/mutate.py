"""Mutated snippets through the readers: `python tests/fuzz/mutate.py SNIPPETS.jsonl COUNT [--seed N] [--slow S]`.

Takes snippets in turn, breaks each in one to four ways and reads what is left. Prints how many were read, the slowest,
and the peak of memory; an exception or a snippet that takes the processor more than `--slow` seconds (1) is written to
`failures/` in the
working directory and makes the exit status 1. A seed makes the same run again.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from supportdesk import extract_requests

SIGNS = "\"'`{}[]()<>\\$#%^&|;:,=+-*/!?@\t\n\r\0 \u00a0\u200b\u201c\u201d\uff1a\uff0c\u4f60\U0001f600\ud800"
WORDS = (
    "curl ",
    "-d @",
    "<<EOF\n",
    "${",
    "`",
    '"""',
    "'''",
    "/*",
    "*/",
    "//",
    "# ",
    "<?php ",
    "new ",
    "await ",
    "=> ",
    "\\u",
    "%s",
    "...",
)


def cut(text: str, rng: random.Random) -> str:
    """Cut the text off at either end."""
    at = rng.randrange(len(text) + 1)
    return text[:at] if rng.random() < 0.7 else text[at:]


def drop(text: str, rng: random.Random) -> str:
    """Leave a stretch out."""
    at = rng.randrange(len(text) + 1)
    return text[:at] + text[at + rng.randrange(1, 40) :]


def repeat(text: str, rng: random.Random) -> str:
    """Repeat a stretch, sometimes many times."""
    at = rng.randrange(len(text) + 1)
    stretch = text[at : at + rng.randrange(1, 30)]
    return text[:at] + stretch * rng.choice((2, 2, 3, 10, 60)) + text[at:]


def insert(text: str, rng: random.Random) -> str:
    """Put signs or words of some language somewhere."""
    at = rng.randrange(len(text) + 1)
    new = "".join(rng.choice(SIGNS) for _ in range(rng.randrange(1, 4))) if rng.random() < 0.6 else rng.choice(WORDS)
    return text[:at] + new + text[at:]


def replace(text: str, rng: random.Random) -> str:
    """Replace one kind of sign by another everywhere."""
    return text.replace(rng.choice(SIGNS[:24]), rng.choice(SIGNS))


def shuffle(text: str, rng: random.Random) -> str:
    """Move one line to another place."""
    lines = text.split("\n")
    line = lines.pop(rng.randrange(len(lines)))
    lines.insert(rng.randrange(len(lines) + 1), line)
    return "\n".join(lines)


MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (cut, drop, repeat, insert, replace, shuffle)


def broken(texts: list[str], number: int, seed: int) -> str:
    """Return the mutated snippet of a number; sometimes two snippets grown together."""
    rng = random.Random(f"{seed}:{number}")
    text = texts[number % len(texts)]
    if rng.random() < 0.1:
        other = rng.choice(texts)
        text = text[: rng.randrange(len(text) + 1)] + other[rng.randrange(len(other) + 1) :]
    for _ in range(rng.randrange(1, 5)):
        text = rng.choice(MUTATIONS)(text, rng)
    return text


def peak_mib() -> float | None:
    """Return the peak of this process's memory in MiB; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024 / 1024


def keep(number: int, text: str, why: str) -> None:
    """Write a failure down."""
    folder = Path("failures")
    folder.mkdir(exist_ok=True)
    (folder / f"{number}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
    (folder / f"{number}.why").write_text(why, encoding="utf-8")


def main() -> int:
    """Run and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("snippets", type=Path)
    arguments.add_argument("count", type=int)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--slow", type=float, default=1.0)
    given = arguments.parse_args()
    texts = [json.loads(line)["code"] for line in given.snippets.read_text(encoding="utf-8").splitlines() if line]
    failures, slowest, requests = 0, 0.0, 0
    for number in range(given.first, given.first + given.count):
        text = broken(texts, number, given.seed)
        started = time.process_time()
        try:
            requests += len(extract_requests(text)["requests"])
        except Exception:
            failures += 1
            keep(number, text, traceback.format_exc())
        took = time.process_time() - started
        slowest = max(slowest, took)
        if took > given.slow:
            failures += 1
            keep(number, text, f"{took:.2f} s")
    peak = peak_mib()
    memory = "unknown" if peak is None else f"{peak:.0f} MiB"
    print(f"{given.count} snippets, {requests} requests, {failures} failures, slowest {slowest:.2f} s, peak {memory}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
