"""The in-memory SQLite in which one ticket is judged: tables made once, rows put in, layers filled, answers read.

Base tables are typed by facts.yaml (portable-sql.md, 'Two rules carry it'): a value that does not fit its type, an
integer beyond 10^12 and what is no number are not known there. Texts go in without NULs, lone surrogates and the three
letters that fold into ASCII.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

LARGEST_INTEGER = 10**12
REMEMBERED_TEXT = 300
"""Characters up to which the answer of a pattern on a text is remembered: rows of a log repeat their values."""

STATEMENTS = 256
_COLUMN_TYPES = {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "boolean": "INTEGER"}
_FOLDING = {0x212A: "K", 0x0130: "I", 0x017F: "s", 0: "\ufffd"}
"""U+212A, U+0130 and U+017F fold into ASCII letters on some engines and not on others."""

Cell = str | int | float | None
Columns = dict[str, tuple[int, Callable[[Any], Cell]]]
"""The facts of a base table: the place of each in a row, and what makes a cell of its value."""


class Store:
    """One connection with the tables of `views` (a compiled Knowledge's) over `facts`.

    A table is made when it first has rows; its columns are those of its topmost view.
    """

    def __init__(self, facts: Mapping[str, Mapping[str, Any]], views: Mapping[str, Any]) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=STATEMENTS)
        self.connection.create_function("regexp", 2, regexp, deterministic=True)
        self._facts = facts
        self._tables: Mapping[str, list[str]] = views["tables"]
        self._shown: Mapping[str, list[str]] = views["columns"]
        self._columns: dict[str, Columns] = {}
        self._inserts: dict[str, str] = {}
        self._clears: dict[str, str] = {}
        self._filled: list[str] = []
        self._over = {entry["over"] for facts_ in views["computed"].values() for entry in facts_.values()}
        # compiled SQL over names of our own; whole texts, so that SQLite's statements are found again by identity
        self._fills = [(layer["table"], layer["from"], layer["sql"]) for layer in views["layers"]]

    def put(self, table: str, rows: Iterable[tuple[int, str | None, Mapping[str, Any]]]) -> None:
        """Put rows into a base table: (number of the ticket, link key or None, known values); numbered from 0."""
        if table not in self._inserts:
            self._make(table)
        self.connection.executemany(self._inserts[table], _cells(rows, self._columns[table]))
        self._filled.append(table)

    def fill(self, tables: set[str]) -> None:
        """Compute the facts of the tables that have rows, layer by layer."""
        for table, other, sql in self._fills:
            if table in tables and (other is None or other in tables):
                self.connection.execute(sql)

    def rows(self, sql: str, values: Sequence[Cell] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a compiled SELECT."""
        return self.connection.execute(sql, values).fetchall()

    def clear(self) -> None:
        """Forget all rows and every remembered text: nothing of a ticket outlives its judging."""
        for table in self._filled:
            self.connection.execute(self._clears[table])
        self._filled.clear()

    def _make(self, table: str) -> None:
        """Make the table of some rows, with an index where rows of others are looked up in it."""
        # table and column names are those of the compiled views, never of the material
        own, shown = self._tables[table], self._shown[table]
        name, behind = f"{table}_0", len(shown) - len(own)
        self._columns[table] = {fact: (at, _CELLS[self._facts[fact]["type"]]) for at, fact in enumerate(own, 3)}
        typed = ", ".join(f'"{fact}" {_COLUMN_TYPES[self._facts[fact]["type"]]}' for fact in shown)
        self.connection.execute(f"CREATE TABLE {name} (n INTEGER, ticket INTEGER, link TEXT, {typed})")
        if table in self._over:
            self.connection.execute(f"CREATE INDEX {name}_link ON {name} (ticket, link)")
        places = ", ".join(["?"] * (3 + len(own)) + ["NULL"] * behind)
        self._inserts[table] = f"INSERT INTO {name} VALUES ({places})"  # noqa: S608 - as the line above says
        self._clears[table] = f"DELETE FROM {name}"  # noqa: S608 - as above


def _cells(rows: Iterable[tuple[int, str | None, Mapping[str, Any]]], columns: Columns) -> Iterator[list[Cell]]:
    """Yield the rows as they go into their table; a tenth of the columns is known, and only those are looked at."""
    for number, (ticket, link, values) in enumerate(rows):
        row: list[Cell] = [number, ticket, link, *(None,) * len(columns)]
        for name, value in values.items():
            if value is not None and name in columns:
                place, cell = columns[name]
                row[place] = cell(value)
        yield row


def regexp(pattern: str, text: str | None) -> bool | None:
    """Tell whether RE2 finds the pattern in the text; None for None (SQLite's function behind `regexp_matches`)."""
    if text is None:
        return None
    if len(text) <= REMEMBERED_TEXT:
        return _found(pattern, text)
    return _compiled(pattern)(text) is not None


@lru_cache(maxsize=2048)
def _found(pattern: str, text: str) -> bool:
    return _compiled(pattern)(text) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> Callable[[str], Any]:
    import re2

    search: Callable[[str], Any] = re2.compile(pattern).search
    return search


def _text(value: Any) -> Cell:
    if not isinstance(value, str):
        return None if isinstance(value, bool | float) else str(value)
    if value.isascii() and "\0" not in value:
        return value
    clean = value.translate(_FOLDING)
    try:
        clean.encode()
    except UnicodeEncodeError:
        return clean.encode("utf-8", "replace").decode()
    return clean


def _integer(value: Any) -> Cell:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if -LARGEST_INTEGER <= value <= LARGEST_INTEGER else None


def _real(value: Any) -> Cell:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = float(value) if abs(value) <= LARGEST_INTEGER else None
    return number if number is not None and number == number else None  # noqa: PLR0124 - only NaN differs from itself


def _boolean(value: Any) -> Cell:
    return int(value) if isinstance(value, bool) else None


_CELLS: dict[str, Callable[[Any], Cell]] = {"text": _text, "integer": _integer, "real": _real, "boolean": _boolean}
