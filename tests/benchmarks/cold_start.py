"""How long a cold start takes: `python tests/benchmarks/cold_start.py`.

Prints medians of 20 runs: a bare interpreter, `supportdesk --help`, `supportdesk diagnose` of a 2 KB ticket, and
curlconverter's command line where it is installed. Figures, no verdict: machines differ, so read the ratios.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 20
TICKET = Path(__file__).parents[2] / "sample_logs" / "01-video-model-on-chat.txt"


def median_ms(argv: list[str], text: bytes = b"") -> float:
    """Return the median wall time of a command in milliseconds."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run(argv, input=text, capture_output=True, check=False)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    ticket = TICKET.read_bytes()
    ticket = ((ticket + b"\n") * (2048 // len(ticket) + 1))[:2048]
    program = str(Path(sys.executable).with_name("supportdesk"))
    bare = median_ms([sys.executable, "-c", "pass"])
    rows = [
        ("bare interpreter", bare),
        ("supportdesk --help", median_ms([program, "--help"])),
        (f"supportdesk diagnose, {len(ticket)} bytes", median_ms([program, "diagnose", "--json", "-"], ticket)),
    ]
    curlconverter = shutil.which("curlconverter")
    if curlconverter:
        command = b"curl https://x.example/v1/chat/completions -H 'Authorization: Bearer k' -d '{\"model\": \"m\"}'"
        rows.append(("curlconverter -", median_ms([curlconverter, "-"], command)))
    else:
        print("curlconverter is not on the PATH: npm install -g curlconverter")
    for name, value in rows:
        print(f"{name:<40}{value:8.1f} ms {value / bare:6.1f} x bare")


if __name__ == "__main__":
    main()
