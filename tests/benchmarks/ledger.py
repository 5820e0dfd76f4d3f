"""Rows to ledgers: `python tests/benchmarks/ledger.py [ROWS] [FOLDER]` (one million rows in a temporary folder).

Writes an export of that many invented log rows as CSV, makes their ledgers as `supportdesk ledger` does, and lets
DuckDB, where it is installed, read and aggregate the same file in the same run. Prints rows a second, by the clock and
by the processor's time (a busy machine has less of it a second), and the peak of memory; each step runs in a process of
its own. Figures, no verdict: machines differ, so read the ratio.
"""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 1_000_000
COLUMNS = ("id", "user_id", "created_at", "type", "content", "username", "token_name", "model_name", "quota",
           "prompt_tokens", "completion_tokens", "use_time", "is_stream", "channel_id", "token_id", "group", "ip",
           "request_id", "other")  # fmt: skip
TEXT = (
    ("gpt-4o-mini", 0.075, 4, 0.5),
    ("claude-x", 1.5, 5, 0.1),
    ("gemini-y", 0.625, 8, 0.25),
    ("deep-z", 0.14, 2, 0.25),
)
GROUPS = (("default", 1), ("vip", 0.8), ("svip", 0.65))
AGGREGATE = """
SELECT count(*), sum(CASE WHEN type = 2 THEN quota ELSE 0 END), sum(CASE WHEN type = 6 THEN quota ELSE 0 END)
FROM (SELECT request_id, json_extract_string(other, '$.task_id') AS task, type, sum(quota) AS quota
      FROM read_csv('{path}', header = true) WHERE type IN (2, 6) GROUP BY ALL)
"""


def write(path: Path, rows: int) -> None:
    """Write the export: text calls, images, tasks of which some fail and are refunded, errors, a few wrong amounts."""
    chance = random.Random(5)
    failed: list[tuple[int, str, int, int]] = []
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(COLUMNS)
        for number in range(1, rows + 1):
            at = 1_750_000_000 + number // 8
            user, channel = chance.randrange(1, 400), chance.randrange(1, 30)
            group, ratio = chance.choice(GROUPS)
            kind, model, quota, tokens, other, content = _row(chance, number, ratio)
            if failed and at - failed[0][0] > 240:
                _, model, quota, user = failed.pop(0)
                kind, tokens, content = 6, (0, 0), ""
                other = {"task_id": f"task_{number:032d}", "reason": "upstream returned error", "model_price": 0.3}
            elif other.get("is_task") and chance.random() < 0.3:
                failed.append((at, model, quota, user))
            out.writerow(
                (number, user, at, kind, content, f"user{user}", "web", model, quota, *tokens, chance.randrange(1, 60),
                 1, channel if kind != 6 else 0, user * 3, group, "", f"20250615{number:024d}",
                 json.dumps(other) if other else "")
            )  # fmt: skip


def _row(chance: random.Random, number: int, ratio: float) -> tuple[int, str, int, tuple[int, int], dict, str]:
    drawn = chance.random()
    if drawn < 0.88:
        model, base, completion, cache = chance.choice(TEXT)
        prompt, cached, out = chance.randrange(1000, 40_000), chance.choice((0, 0, 768)), chance.randrange(1, 2000)
        total = ((prompt - cached) + cached * cache + out * completion) * base * ratio
        quota = int(total + 0.5) + (1000 if chance.random() < 0.0005 else 0)
        return 2, model, quota, (prompt, out), {
            "model_ratio": base, "completion_ratio": completion, "group_ratio": ratio, "user_group_ratio": -1,
            "model_price": -1, "cache_tokens": cached, "cache_ratio": cache, "frt": chance.randrange(100, 5000),
            "request_path": "/v1/chat/completions",
        }, ""  # fmt: skip
    if drawn < 0.95:
        return 2, "image-q", int(0.04 * 500_000 * ratio + 0.5), (20, 1), {"model_price": 0.04, "group_ratio": ratio}, ""
    if drawn < 0.99:
        seconds = chance.choice((4, 8, 12))
        quota = int(int(0.3 * 500_000 * ratio) * seconds)
        other = {"is_task": True, "model_price": 0.3, "group_ratio": ratio, "request_path": "/v1/videos"}
        return 2, "sora-2", quota, (0, 0), other, f"操作 generate, 计算参数：seconds: {seconds:.2f}"
    return 5, "gpt-4o-mini", 0, (0, 0), {"error_type": "openai_error", "status_code": 500}, "status_code=500, upstream"


def ours(path: Path) -> str:
    """Make the ledgers; return what was found."""
    from supportdesk.advising.large_ledger import LargeLedger
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.lookups import Lookups
    from supportdesk.money.price_list import PriceList
    from supportdesk.reading.large_files import open_rows

    knowledge = load_knowledge()
    with LargeLedger(PriceList(), knowledge, Lookups(knowledge)) as ledger:
        export = open_rows(str(path))
        assert export is not None
        ledger.take(export, 0)
        ledger.settle()
        return f"{ledger.rows} rows, {ledger.accounts} accounts, {ledger.flagged_count} flagged, {ledger.totals}"


def theirs(path: Path) -> str:
    """Let DuckDB read and aggregate the file; return what it found."""
    import duckdb

    return str(duckdb.sql(AGGREGATE.format(path=path)).fetchall())


def peak() -> str:
    """Return the peak of this process's memory, '' where the system does not tell (Windows)."""
    try:
        import resource
    except ImportError:
        return ""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{size / (1 << 20 if sys.platform == 'darwin' else 1 << 10):.0f} MB"


def step(name: str, path: Path, rows: int) -> None:
    """Run one step in this process and print its line."""
    started, worked = time.perf_counter(), time.process_time()
    found = {"supportdesk": ours, "duckdb": theirs}[name](path)
    took, worked = time.perf_counter() - started, time.process_time() - worked
    of_processor = f"({worked:.2f} s of processor, {rows / worked:.0f} rows/s of it)"
    print(f"{name:12}{took:8.2f} s{rows / took:12.0f} rows/s {of_processor}{peak():>10}  {found}", flush=True)


def main() -> None:
    """Write the file and run both steps."""
    if sys.argv[1:2] in (["supportdesk"], ["duckdb"]):
        step(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as made:
        path = Path(sys.argv[2] if len(sys.argv) > 2 else made) / "logs.csv"
        if not path.exists():
            write(path, rows)
        print(f"{rows} rows, {path.stat().st_size / 1e6:.0f} MB", flush=True)
        for name in ("supportdesk", "duckdb"):
            done = subprocess.run([sys.executable, __file__, name, str(path), str(rows)], check=False)
            if done.returncode:
                print(f"{name}: not run (status {done.returncode})")


if __name__ == "__main__":
    main()
