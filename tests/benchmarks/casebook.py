"""Lists and searches of many cases: `python -m tests.benchmarks.casebook [CASES] [FILE]` (100,000 in a temporary file).

Fills a casebook by plain SQL with invented cases, their index made by the casebook's own functions; a FILE that is
there is used as it is. Prints for every kind of question how long it takes (median, 99th percentile, worst, in
milliseconds, by the clock and by the processor's time): the first page of a search after each key of what is typed,
lists by filters, counts, similar cases. Figures, no verdict: machines differ, and a busy one has less time a second.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from supportdesk.casebook import Casebook, CaseFilter, fingerprint, index, search
from tests.benchmarks import invented_cases

CASES = 100_000
BATCH = 2_000
PAGE = 100

Row = tuple[dict[str, object], str, str, str, str, str]
"""A case's row, its diagnosis, its text, and the words, ids and tokens that find it."""


def rows(span: tuple[int, int]) -> list[Row]:
    """Return the cases of a span of numbers, made without a database."""
    made: list[Row] = []
    for number in range(*span):
        case = invented_cases.case(number)
        diagnosis = {"calls": [case.call], "money": case.money}
        row = {**case.row, "fingerprint": fingerprint.fingerprint(diagnosis), "filled": index.FILLED}
        words = f"{invented_cases.tokens(case.text)} {search.tokens(str(row['customer']))}"
        ids = search.ids_of(diagnosis, [case.text], str(row["ticket_ref"]))
        facets = search.facets({name: row[name] for name in search.FACETS})  # type: ignore[misc]
        made.append(
            (row, json.dumps(diagnosis), case.text, words, ids, search.document(number, [(words, ids)], facets))
        )
    return made


def fill(path: str, cases: int) -> None:
    """Fill a casebook that has none yet."""
    Casebook(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    spans = [(first, min(first + BATCH, cases + 1)) for first in range(1, cases + 1, BATCH)]
    begun = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        for batch in pool.imap(rows, spans):
            connection.execute("BEGIN")
            _insert(connection, batch)
            connection.execute("COMMIT")
            done = batch[-1][0]["number"]
            if done % 100_000 == 0:  # type: ignore[operator]
                print(f"{done:,} cases after {time.monotonic() - begun:,.0f} s", flush=True)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _insert(connection: sqlite3.Connection, batch: list[Row]) -> None:
    names = list(batch[0][0])
    marks = ", ".join("?" * len(names))
    connection.executemany(
        f"INSERT INTO cases ({', '.join(names)}) VALUES ({marks})", [list(one[0].values()) for one in batch]
    )
    numbered = [(one[0]["number"], one[0]["created_at"], *one[1:]) for one in batch]
    connection.executemany(
        "INSERT INTO verdicts (id, number, at, diagnosis, rules_version, program_version) VALUES (?, ?, ?, ?, '', '')",
        [(one[0], one[0], one[1], one[2]) for one in numbered],
    )
    connection.executemany(
        "INSERT INTO sources (verdict, position, name, text) VALUES (?, 0, 'paste', ?)",
        [(one[0], one[3]) for one in numbered],
    )
    connection.executemany(
        "INSERT INTO timeline (number, revision, at, kind, text, data) VALUES (?, 1, ?, 'filed', '', '{}')",
        [one[:2] for one in numbered],
    )
    connection.executemany(
        "INSERT INTO case_texts (number, words, ids) VALUES (?, ?, ?)", [(one[0], one[4], one[5]) for one in numbered]
    )
    connection.executemany(
        "INSERT INTO case_index (rowid, tokens) VALUES (?, ?)", [(one[0], one[6]) for one in numbered]
    )


def questions(cases: int) -> Iterator[tuple[str, list[Callable[[Casebook], object]]]]:
    """Yield each kind of question with its questions."""
    typed: dict[str, None] = {}
    for text in invented_cases.searches(cases):
        typed.update(dict.fromkeys(text[:length] for length in range(1, len(text) + 1)))
    yield "search as one types", [_finding(CaseFilter(text=text)) for text in typed]
    chance = random.Random(3)
    few = chance.sample([*typed], 300)
    yield "typed, open only", [_finding(CaseFilter(text=text, statuses=("open",))) for text in few]
    yield "typed, one model", [_finding(CaseFilter(text=text, models=(_model(chance),))) for text in few]
    yield "typed, one customer", [_finding(CaseFilter(text=text, customers=(_customer(chance),))) for text in few]
    yield "newest page", [_finding(CaseFilter())] * 50
    yield "one status", [_finding(CaseFilter(statuses=(status,))) for status in ("open", "waiting", "resolved")] * 10
    yield "two models", [_finding(CaseFilter(models=(_model(chance), _model(chance)))) for _ in range(50)]
    yield (
        "a family of causes",
        [_finding(CaseFilter(causes=(cause,))) for cause in ("quota.*", "auth.*", "billing.*")] * 5,
    )
    yield (
        "customer and status",
        [_finding(CaseFilter(customers=(_customer(chance),), statuses=("open",))) for _ in range(100)],
    )
    yield (
        "model, status, gateway",
        [
            _finding(CaseFilter(models=(_model(chance),), statuses=("waiting",), gateways=("apimart",)))
            for _ in range(50)
        ],
    )
    yield "last seven days", [_finding(CaseFilter(since=invented_cases.moment(cases)[:10]))] * 20
    yield "similar", [_similar(chance.randrange(1, cases)) for _ in range(100)]
    yield "count of what is typed", [_counting(CaseFilter(text=text)) for text in few[:100]]
    yield "count of all", [_counting(CaseFilter())] * 3
    yield "values of a column", [_values(name) for name in ("status", "cause", "model", "customer", "gateway")]
    yield "statistics of all", [lambda book: book.statistics(CaseFilter())] * 2


def measure(path: str, cases: int) -> None:
    """Ask all questions, and print what they take."""
    slowest: list[tuple[float, str]] = []
    with Casebook(path) as book:
        book.find(CaseFilter(text="warm"))
        for name, asked in questions(cases):
            taken, worked = [], []
            for question in asked:
                begun, working = time.perf_counter(), time.thread_time()
                question(book)
                taken.append((time.perf_counter() - begun) * 1000)
                worked.append((time.thread_time() - working) * 1000)
                slowest.append((worked[-1], f"{name}: {getattr(question, 'told', '')}"))
            print(f"{name:24} n {len(taken):5}   clock {_spread(taken)}   processor {_spread(worked)}", flush=True)
    slowest.sort(reverse=True)
    for took, question in [one for one in slowest if one[1].startswith("search as")][:12]:
        print(f"  {took:8.2f} ms  {question}")


def _spread(taken: list[float]) -> str:
    taken.sort()
    at_99 = taken[min(len(taken) - 1, int(len(taken) * 0.99))]
    return f"p50 {taken[len(taken) // 2]:8.2f} p99 {at_99:8.2f} worst {taken[-1]:8.2f}"


def _finding(wanted: CaseFilter) -> Callable[[Casebook], object]:
    def _ask(book: Casebook) -> object:
        return book.find(wanted, limit=PAGE)

    _ask.told = wanted.text  # type: ignore[attr-defined]
    return _ask


def _counting(wanted: CaseFilter) -> Callable[[Casebook], object]:
    return lambda book: book.count(wanted)


def _similar(number: int) -> Callable[[Casebook], object]:
    return lambda book: book.similar(number)


def _values(name: str) -> Callable[[Casebook], object]:
    return lambda book: book.values(name)


def _model(chance: random.Random) -> str:
    return chance.choice(invented_cases.MODELS)


def _customer(chance: random.Random) -> str:
    return invented_cases.customer(chance.randrange(invented_cases.CUSTOMERS))


def main(arguments: list[str]) -> None:
    """Fill and measure."""
    cases = int(arguments[0]) if arguments else CASES
    with tempfile.TemporaryDirectory() as folder:
        path = arguments[1] if len(arguments) > 1 else str(Path(folder) / "cases.db")
        if not Path(path).exists():
            fill(path, cases)
        size = Path(path).stat().st_size
        print(f"{cases:,} cases, {size / 1e9:.2f} GB, SQLite {sqlite3.sqlite_version}")
        measure(path, cases)


if __name__ == "__main__":
    main(sys.argv[1:])
