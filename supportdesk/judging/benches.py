"""Engines on which the examples of rules run: each example is a ticket of its own, all of them in one set of tables.

A bench has the facts views of the rules filled once; then any number of SQL expressions are asked of ranges of tickets.
SQLite is the engine of tickets, DuckDB stands for those of an audit and is there when it is installed.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from supportdesk.judging.kleene import Answer
from supportdesk.judging.store import Store
from supportdesk.judging.views import TYPES, Plan, layer_sql, own_facts
from supportdesk.named import NamedTuple

_ANSWERS: dict[Any, Answer] = {1: True, 0: False, None: None}
_CHUNK = 200


class Sample(NamedTuple):
    """One example's ticket: the table that its rule judges, that table's known facts, and the ticket's."""

    table: str
    values: dict[str, Any]
    ticket: dict[str, Any]


class Bench(Protocol):
    """An engine with samples in it, numbered from 0 in the order in which they were given."""

    dialect: str

    def ask(self, table: str, expressions: Sequence[str], first: int, last: int) -> list[tuple[Any, ...]]:
        """Return the values of SQL expressions over `f` for the samples `first` to `last`, one tuple a sample."""


def installed() -> list[str]:
    """Return the dialects of the engines that are there."""
    return ["sqlite", *(["duckdb"] if importlib.util.find_spec("duckdb") else [])]


def make_bench(
    dialect: str, facts: Mapping[str, Mapping[str, Any]], plan: Plan, views: Mapping[str, Any], samples: list[Sample]
) -> Bench:
    """Return the bench of a dialect of `installed()`; `views` are those of a Knowledge, made from `plan`."""
    if dialect == "sqlite":
        return SqliteBench(facts, views, samples)
    return DuckdbBench(facts, plan, samples)


def answers(rows: list[tuple[Any, ...]]) -> list[tuple[Answer, ...]]:
    """Return an engine's 1, 0, TRUE, FALSE and NULL as True, False and None."""
    return [tuple([_ANSWERS[value] for value in row]) for row in rows]


class SqliteBench:
    """The engine of tickets itself."""

    dialect = "sqlite"

    def __init__(self, facts: Mapping[str, Mapping[str, Any]], views: Mapping[str, Any], samples: list[Sample]) -> None:
        self._top = views["top"]
        self._store = Store(facts, views)
        self._store.put("ticket", ((number, None, sample.ticket) for number, sample in enumerate(samples)))
        tables = {sample.table for sample in samples} - {"ticket"}
        for table in tables:
            found = [(number, sample.values) for number, sample in enumerate(samples) if sample.table == table]
            self._store.put(table, ((number, f"L{number}", values) for number, values in found))
        self._store.fill({"ticket", *tables})

    def ask(self, table: str, expressions: Sequence[str], first: int, last: int) -> list[tuple[Any, ...]]:
        """Return the values of the expressions, as SQLite gives them."""
        return _in_chunks(self._store.rows, self._top[table], expressions, first, last)


class DuckdbBench:
    """DuckDB in memory, its layers made tables so that each is computed once."""

    dialect = "duckdb"

    def __init__(self, facts: Mapping[str, Mapping[str, Any]], plan: Plan, samples: list[Sample]) -> None:
        import atexit
        import gc

        import duckdb

        atexit.register(gc.unfreeze)  # objects of DuckDB that no collection sees at the end are reported as leaks
        self._top = plan.top
        self._connection = duckdb.connect(":memory:", config={"threads": 1})
        rows: dict[str, list[tuple[int, str | None, dict[str, Any]]]] = {
            "ticket": [(number, None, sample.ticket) for number, sample in enumerate(samples)]
        }
        for number, sample in enumerate(samples):
            if sample.table != "ticket":
                rows.setdefault(sample.table, []).append((number, f"L{number}", sample.values))
        for table in plan.top:
            self._fill(table, own_facts(facts, table), facts, rows.get(table, []))
        for layer in plan.layers:
            # compiled SQL over names of our own
            self._connection.execute(f"CREATE TABLE {layer.name} AS {layer_sql(layer, plan, facts, 'duckdb')}")

    def ask(self, table: str, expressions: Sequence[str], first: int, last: int) -> list[tuple[Any, ...]]:
        """Return the values of the expressions, as DuckDB gives them."""

        def _rows(sql: str) -> list[tuple[Any, ...]]:
            return list(self._connection.execute(sql).fetchall())

        return _in_chunks(_rows, self._top[table], expressions, first, last)

    def _fill(
        self,
        table: str,
        names: list[str],
        facts: Mapping[str, Mapping[str, Any]],
        rows: list[tuple[int, str | None, dict[str, Any]]],
    ) -> None:
        types = {"n": "BIGINT", "ticket": "BIGINT", "link": "VARCHAR"}
        types |= {name: TYPES["duckdb"][facts[name]["type"]] for name in names}
        columns = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
        self._connection.execute(f"CREATE TABLE {table}_0 ({columns})")
        if not rows:
            return
        known = [name for name in names if any(name in values for _, _, values in rows)]
        lists: list[list[Any]] = [list(range(len(rows))), [row[0] for row in rows], [row[1] for row in rows]]
        lists += [[values.get(name) for _, _, values in rows] for name in known]
        shown = ["n", "ticket", "link", *known]
        places = ", ".join(f"UNNEST(CAST(? AS {types[name]}[]))" for name in shown)
        quoted = ", ".join(f'"{name}"' for name in shown)
        self._connection.execute(f"INSERT INTO {table}_0 ({quoted}) SELECT {places}", lists)


def _in_chunks(rows: Any, view: str, expressions: Sequence[str], first: int, last: int) -> list[tuple[Any, ...]]:
    parts = []
    for at in range(0, len(expressions), _CHUNK):
        shown = ", ".join(expressions[at : at + _CHUNK])
        where = f"f.ticket BETWEEN {first:d} AND {last:d}"
        parts.append(rows(f"SELECT {shown} FROM {view} f WHERE {where} ORDER BY f.ticket"))  # noqa: S608 - compiled SQL
    return [tuple(value for part in parts for value in part[number]) for number in range(len(parts[0]))]
