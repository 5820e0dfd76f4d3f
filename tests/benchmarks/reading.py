"""How fast program text is read: `python tests/benchmarks/reading.py SNIPPETS.jsonl [NODE_MODULES]`.

Prints snippets and megabytes a second for each language of a corpus (the second pass, in one process), and for curl
beside it curlconverter's library, warm, and its command line, where NODE_MODULES (the folder of `npm install
curlconverter`) is given. Figures, no verdict: machines differ, so read the ratios of one run.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from supportdesk import extract_requests

HERE = Path(__file__).parent
CLI_RUNS = 10


def seconds(texts: list[str]) -> float:
    """Return how long the second of two passes over the texts takes."""
    for text in texts:
        extract_requests(text)
    started = time.perf_counter()
    for text in texts:
        extract_requests(text)
    return time.perf_counter() - started


def row(name: str, count: int, size: int, took: float) -> None:
    """Print one line of the table."""
    print(f"{name:36}{count:7}{count / took:12.0f} /s{size / took / 1e6:10.2f} MB/s")


def beside_curlconverter(commands: list[str], folder: Path) -> None:
    """Print what curlconverter needs for the same commands."""
    size = sum(len(command.encode()) for command in commands)
    argv = ["node", str(HERE / "curlconverter.mjs"), str(folder.resolve())]
    done = subprocess.run(
        argv, input=json.dumps(commands), capture_output=True, text=True, check=True, encoding="utf-8"
    )
    warm = json.loads(done.stdout)
    row(f"curlconverter, library, warm ({warm['read']} read)", len(commands), size, warm["seconds"])
    times = []
    for command in commands[:CLI_RUNS]:
        started = time.perf_counter()
        subprocess.run(
            [folder / ".bin" / "curlconverter", "-"], input=command.encode(), capture_output=True, check=False
        )
        times.append(time.perf_counter() - started)
    row("curlconverter, command line", 1, size // len(commands), statistics.median(times))


def main() -> None:
    """Print the table."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line]
    languages: dict[str, list[str]] = {}
    for record in records:
        languages.setdefault(record["language"], []).append(record["code"])
    for name, texts in sorted(languages.items()):
        row(name, len(texts), sum(len(text.encode()) for text in texts), seconds(texts))
    commands = [record["code"] for record in records if record["client"] == "curl" and record["language"] == "bash"]
    row("bash, curl alone", len(commands), sum(len(one.encode()) for one in commands), seconds(commands))
    if len(sys.argv) > 2:
        beside_curlconverter(commands, Path(sys.argv[2]))


if __name__ == "__main__":
    main()
