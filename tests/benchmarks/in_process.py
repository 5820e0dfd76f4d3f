"""How long one ticket takes in a warm process: `python tests/benchmarks/in_process.py TICKETS.jsonl`.

Without a file the shipped samples are used. Prints p50, p95 and the slowest, by stage where it can be told.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from supportdesk import diagnose_text

SAMPLES = Path(__file__).parents[2] / "sample_logs"


def texts() -> list[str]:
    """Return the tickets' texts."""
    if len(sys.argv) > 1:
        lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines if line.strip()]
    return [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.iterdir()) if "expected" not in path.name]


def main() -> None:
    """Print the figures of the second pass; the first one warms what a long-running program has warm."""
    tickets = texts()
    for text in tickets:
        diagnose_text(text)
    times = []
    for text in tickets:
        started = time.perf_counter()
        diagnose_text(text)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    p95 = times[int(len(times) * 0.95) - 1]
    print(f"{len(times)} tickets: p50 {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, slowest {times[-1]:.1f} ms")


if __name__ == "__main__":
    main()
