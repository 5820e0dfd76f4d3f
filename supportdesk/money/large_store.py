"""The booked rows of a large export in a SQLite file of their own: in memory is only what is looked at.

SQLite, because grouping by id, sorting and the search for candidates are what it does on disk with a bounded cache, and
because it comes with Python. A row of a plain charge is a few dozen bytes; rows that a closer look needs keep their
facts as JSON. The file is removed when the store is closed.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from supportdesk.named import NamedTuple
from supportdesk.source import Span

CACHE_KIB = 65_536
_BATCH = 5_000
_SCHEMA = """
CREATE TABLE booked (seq INTEGER PRIMARY KEY, source INT, line INT, at INT, refund INT, quota INT, model TEXT, user INT,
                     channel INT, request TEXT, task TEXT, expected INT, facts TEXT, number, grp INT);
CREATE TABLE records (seq INTEGER PRIMARY KEY, source INT, line INT, at INT, model TEXT, user INT, channel INT,
                      task TEXT, facts TEXT, grp INT);
CREATE TABLE flagged (begin INT, name TEXT, account TEXT);
"""


class Booked(NamedTuple):
    """A consume or refund row as it is stored; `quota` None where it could not be read, `number` its id as written."""

    source: int
    line: int
    at: int | None
    refund: bool
    quota: int | None
    model: str | None
    user: int | None
    channel: int | None
    request: str | None
    task: str | None
    expected: int | None
    facts: str | None
    number: object = None


class StoredRow:
    """A row as the ledger takes it (`money.ledger.LedgerRow`)."""

    __slots__ = ("link", "spans", "values")

    def __init__(self, link: str, values: dict[str, Any], place: Span) -> None:
        self.link = link
        self.values: Mapping[str, Any] = values
        self.spans = {"quota": [place]}


class Store:
    """The booked rows and task records of one run; a context manager that removes its file."""

    def __init__(self) -> None:
        handle, self.path = tempfile.mkstemp(prefix="supportdesk-ledger-", suffix=".db")
        os.close(handle)
        self.base = sqlite3.connect(self.path, isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE_KIB}", "temp_store=FILE"):
            self.base.execute(f"PRAGMA {pragma}")
        self.base.executescript(_SCHEMA)
        self.base.execute("BEGIN")
        self._booked: list[tuple[Any, ...]] = []
        self._records: list[tuple[Any, ...]] = []

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.base.close()
        os.unlink(self.path)

    def book(self, row: Booked | tuple[Any, ...]) -> None:
        """Keep a booked row."""
        self._booked.append(row)
        if len(self._booked) >= _BATCH:
            self.flush()

    def record(self, source: int, line: int, facts: Mapping[str, Any]) -> None:
        """Keep a task record by its facts."""
        known = (facts.get(name) for name in ("submitted_at", "model", "user_id", "channel_id", "task_id"))
        self._records.append((source, line, *known, json.dumps(facts)))
        if len(self._records) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is still held back."""
        self.base.executemany(
            "INSERT INTO booked (source, line, at, refund, quota, model, user, channel, request, task, expected, "
            "facts, number) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            self._booked,
        )
        self.base.executemany(
            "INSERT INTO records (source, line, at, model, user, channel, task, facts) VALUES (?,?,?,?,?,?,?,?)",
            self._records,
        )
        self._booked.clear()
        self._records.clear()

    def one(self, sql: str, *values: Any) -> tuple[Any, ...]:
        """Return the one row that a query gives."""
        row: tuple[Any, ...] = self.base.execute(sql, values).fetchone()
        return row

    def many(self, sql: str, values: Iterable[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query."""
        return iter(self.base.execute(sql, tuple(values)))

    def groups(self) -> Iterator[tuple[list[StoredRow], list[StoredRow]]]:
        """Yield the booked rows and the records of each group that is looked at, group by group."""
        booked = self.many("SELECT grp, * FROM booked WHERE grp IS NOT NULL ORDER BY grp, seq")
        records = self.many("SELECT grp, seq, source, line, facts FROM records ORDER BY grp, seq")
        entry, record = next(booked, None), next(records, None)
        while entry is not None or record is not None:
            group = min(row[0] for row in (entry, record) if row is not None)
            entries: list[StoredRow] = []
            while entry is not None and entry[0] == group:
                entries.append(_entry(entry))
                entry = next(booked, None)
            tasks: list[StoredRow] = []
            while record is not None and record[0] == group:
                place = Span(record[2], record[3], record[3])
                tasks.append(StoredRow(f"L{group}", json.loads(record[4]), place))
                record = next(records, None)
            yield entries, tasks


def _entry(row: tuple[Any, ...]) -> StoredRow:
    group, _, source, line, at, refund, quota, model, user, channel, request, task, expected, facts, _, _ = row
    values: dict[str, Any] = json.loads(facts) if facts else {}
    columns = {"occurred_at": at, "quota": quota, "model": model, "user_id": user, "channel_id": channel,
               "request_id": request, "task_id": task, "expected_quota": expected}  # fmt: skip
    values |= {name: value for name, value in columns.items() if value is not None}
    values["log_type"] = "refund" if refund else "consume"
    return StoredRow(f"L{group}", values, Span(source, line, line))
