"""The facts views: base tables, then layer upon layer of derived and related facts, each over the one below.

`plan_views` works out the order once; a layer is one SELECT. Other engines make views or tables of them; SQLite, which
judges tickets, fills the columns of one table by one UPDATE a layer (a fact that fifty rules name is computed once, and
no row is copied). Both say the same expressions.

A base table has the columns `n` (number of the row), `ticket` (number of the ticket), `link` (link key, NULL when
nothing ties the row to another) and every fact of its table. A value that stands in the material is kept:
derived and related facts fill only what is NULL.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportdesk.judging.dialects import expression_sql
from supportdesk.judging.expressions import Expression
from supportdesk.named import NamedTuple

TABLES = ("ticket", "call", "entry", "task")
KEYS = ("n", "ticket", "link")
SEES_TICKET = frozenset({"call", "task"})
"""Tables whose rows also show the ticket's facts (design, 'Facts')."""

TYPES: dict[str, dict[str, str]] = {
    "sqlite": {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "boolean": "INTEGER"},
    "duckdb": {"text": "VARCHAR", "integer": "BIGINT", "real": "DOUBLE", "boolean": "BOOLEAN"},
}
"""Column types of the base tables by dialect."""


class Node(NamedTuple):
    """One fact of one table that is not read: its expression, and the table that it aggregates (None: its own row)."""

    table: str
    fact: str
    expression: Expression
    over: str | None


class Layer(NamedTuple):
    """One SELECT: `name` of the view, the table it belongs to, the view below, and the facts that it fills."""

    name: str
    table: str
    below: str
    nodes: tuple[Node, ...]
    over: dict[str, str]
    ticket: str | None


class Plan(NamedTuple):
    """The layers in order, the topmost view of each table, and the columns of each table's rows at the top."""

    layers: list[Layer]
    top: dict[str, str]
    columns: dict[str, list[str]]


class CycleError(ValueError):
    """Facts that are computed from each other; the message names them."""


def own_facts(facts: Mapping[str, Mapping[str, Any]], table: str) -> list[str]:
    """Return the names of a table's own facts, in the order of facts.yaml."""
    return [name for name, fact in facts.items() if table in fact["tables"]]


def visible_facts(facts: Mapping[str, Mapping[str, Any]], table: str) -> dict[str, Mapping[str, Any]]:
    """Return the facts that a row of a table shows: its own, and the ticket's for calls and tasks."""
    tables = {table, "ticket"} if table in SEES_TICKET else {table}
    return {name: fact for name, fact in facts.items() if tables & set(fact["tables"])}


def plan_views(facts: Mapping[str, Mapping[str, Any]], nodes: list[Node]) -> Plan:
    """Return the order in which `nodes` are computed; raises CycleError."""
    levels = _levels(nodes)
    top = {table: f"{table}_0" for table in TABLES}
    columns = {table: own_facts(facts, table) for table in TABLES}
    layers: list[Layer] = []
    numbers = dict.fromkeys(TABLES, 0)

    def _add(table: str, found: tuple[Node, ...], over: dict[str, str], ticket: str | None = None) -> None:
        numbers[table] += 1
        name = f"{table}_{numbers[table]}"
        layers.append(Layer(name, table, top[table], found, over, ticket))

    def _add_levels(tables: tuple[str, ...]) -> None:
        for level in range(1, max(levels.values(), default=0) + 1):
            below = dict(top)
            for table in tables:
                found = tuple(node for node in nodes if node.table == table and levels[table, node.fact] == level)
                if found:
                    _add(table, found, {node.over: below[node.over] for node in found if node.over})
            top.update({layer.table: layer.name for layer in layers})

    _add_levels(("ticket",))
    for table in sorted(SEES_TICKET):
        _add(table, (), {}, top["ticket"])
        columns[table] = columns[table] + [name for name in columns["ticket"] if name not in columns[table]]
    top.update({layer.table: layer.name for layer in layers})
    _add_levels(("call", "entry", "task"))
    return Plan(layers, top, columns)


def layer_sql(layer: Layer, plan: Plan, facts: Mapping[str, Mapping[str, Any]], dialect: str) -> str:
    """Return the SELECT of one layer in a dialect that TYPES has."""
    types = TYPES[dialect]
    own = own_facts(facts, layer.table)
    new: dict[str, str] = {}
    joins: list[str] = []
    for node in layer.nodes:
        kind = types[facts[node.fact]["type"]]
        if node.over is None:
            value = expression_sql(node.expression.tree, dialect, {None: "p"})
        else:
            value = f'{node.over}_rows."{node.fact}"'
        new[node.fact] = f'COALESCE(p."{node.fact}", CAST({value} AS {kind})) AS "{node.fact}"'
    for over, view in layer.over.items():
        sums = ", ".join(
            f'{expression_sql(node.expression.tree, dialect, {None: "e"})} AS "{node.fact}"'
            for node in layer.nodes
            if node.over == over
        )
        joins.append(
            # the parts are names of our own tables and expressions that were checked node by node
            f" LEFT JOIN (SELECT e.ticket, e.link, {sums} FROM {view} e WHERE e.link IS NOT NULL"  # noqa: S608 - as the line above says
            f" GROUP BY e.ticket, e.link) {over}_rows ON {over}_rows.ticket = p.ticket AND {over}_rows.link = p.link"
        )
    shown = [new.get(name, f'p."{name}"') for name in own]
    more = [name for name in plan.columns[layer.table] if name not in own]
    if layer.ticket is not None:
        shown += [f't."{name}"' for name in more]
        joins.append(f" LEFT JOIN {layer.ticket} t ON t.ticket = p.ticket")
    else:
        shown += [f'p."{name}"' for name in more]
    return f"SELECT p.n, p.ticket, p.link, {', '.join(shown)} FROM {layer.below} p{''.join(joins)}"  # noqa: S608 - as above


def layer_updates(layer: Layer, plan: Plan, facts: Mapping[str, Mapping[str, Any]]) -> list[dict[str, str | None]]:
    """Return a layer as SQLite's statements over the base tables, which have the columns of the topmost views.

    Each is {"table", "from", "sql"}: what it fills, and without whose rows it changes nothing (None: its own).
    """
    types = TYPES["sqlite"]
    made: list[dict[str, str | None]] = []

    def _add(over: str | None, pairs: list[tuple[str, str]], behind: str) -> None:
        shown = ", ".join(f'"{name}" = {value}' for name, value in pairs)
        # the parts are names of our own tables and expressions that were checked node by node
        sql = f"UPDATE {layer.table}_0 AS p SET {shown}{behind}"  # noqa: S608 - as the line above says
        made.append({"table": layer.table, "from": over, "sql": sql})

    def _filled(node: Node, value: str) -> tuple[str, str]:
        return node.fact, f'COALESCE(p."{node.fact}", CAST({value} AS {types[facts[node.fact]["type"]]}))'

    if layer.ticket is not None:
        own = set(own_facts(facts, layer.table))
        more = [(name, f't."{name}"') for name in plan.columns[layer.table] if name not in own]
        _add("ticket", more, " FROM ticket_0 t WHERE t.ticket = p.ticket")
    pairs = [
        _filled(node, expression_sql(node.expression.tree, "sqlite", {None: "p"}))
        for node in layer.nodes
        if node.over is None
    ]
    if pairs:
        _add(None, pairs, "")
    for over in layer.over:
        nodes = [node for node in layer.nodes if node.over == over]
        sums = ", ".join(
            f'{expression_sql(node.expression.tree, "sqlite", {None: "e"})} AS "{node.fact}"' for node in nodes
        )
        rows = (
            f" FROM (SELECT e.ticket, e.link, {sums} FROM {over}_0 e WHERE e.link IS NOT NULL"  # noqa: S608 - as above
            f" GROUP BY e.ticket, e.link) o WHERE o.ticket = p.ticket AND o.link = p.link"
        )
        _add(over, [_filled(node, f'o."{node.fact}"') for node in nodes], rows)
    return made


def _levels(nodes: list[Node]) -> dict[tuple[str, str], int]:
    """Return for each (table, fact) how many layers lie below it, at least 1."""
    by_key = {(node.table, node.fact): node for node in nodes}
    levels: dict[tuple[str, str], int] = {}

    def _level(key: tuple[str, str], path: tuple[tuple[str, str], ...]) -> int:
        if key in levels:
            return levels[key]
        if key in path:
            raise CycleError(" ← ".join(fact for _table, fact in (*path, key)))
        node = by_key[key]
        table = node.over or node.table
        below = [(table, fact) for fact in node.expression.facts if (table, fact) in by_key]
        levels[key] = 1 + max((_level(one, (*path, key)) for one in below), default=0)
        return levels[key]

    for node in nodes:
        _level((node.table, node.fact), ())
    return levels
