"""What the facts that rules compare can be answered with, worked out once while the rules are compiled.

    {fact: {"values": [value, …], "brings": [number of a value, …], "holds": {table: {comparison: [number, …]}}}}

`values` tells apart every answer that any comparison tells apart and no more; `holds` are the comparisons of that fact
alone, each with the values for which it is TRUE; `brings` the values that make some rule TRUE by themselves, rules of
tasks left out (an answer makes no task). A fact that is only held against other facts has the values of RELATIONS.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterator
from typing import Any

from supportdesk.judging.dialects import expression_sql
from supportdesk.judging.kleene import value as answer_of
from supportdesk.judging.rule_file import OF, Rule
from supportdesk.judging.store import regexp

RELATIONS = ("less", "equal", "more")
"""How a fact may lie to the one that it is compared with."""

OTHER = "other"
"""A text that no comparison expects."""

Answers = dict[str, dict[str, Any]]


def list_answers(facts: dict[str, dict[str, Any]], rules: list[Rule]) -> Answers:
    """Return the answers of every fact that rules compare with a literal or a pattern; trees must be set."""
    connection = sqlite3.connect(":memory:")
    connection.create_function("regexp", 2, regexp, deterministic=True)
    try:
        alone = _comparisons(rules)
        found = {fact: _answers(fact, facts[fact], alone[fact], rules, connection) for fact in alone}
        return {**found, **_related(rules, alone, connection)}
    finally:
        connection.close()


def _comparisons(rules: list[Rule]) -> dict[str, dict[tuple[str, int], str]]:
    """Return by fact the SQL of each comparison that names no other fact, by its table and number."""
    found: dict[str, dict[tuple[str, int], str]] = {}
    for rule in rules:
        numbers = list(_leaves(rule.data["tree"]))
        own = list(_leaves(rule.condition.tree))
        for number, place in zip(numbers, own, strict=True):
            atom = rule.condition.atoms[place]
            if len(atom.facts) == 1:
                sql = expression_sql(atom.expression, "sqlite", {None: "f"})
                found.setdefault(atom.facts[0], {})[rule.data["of"], number] = sql
    return found


def _related(rules: list[Rule], alone: Container[str], connection: sqlite3.Connection) -> Answers:
    """Return the answers of facts that are only compared with other facts."""
    found: Answers = {}
    for rule in rules:
        for number, place in zip(_leaves(rule.data["tree"]), _leaves(rule.condition.tree), strict=True):
            names = rule.condition.atoms[place].facts
            fact = next((name for name in names if name not in alone), None)
            if len(names) != 2 or fact is None:
                continue
            other = names[0] if names[1] == fact else names[1]
            condition = expression_sql(rule.condition.atoms[place].expression, "sqlite", {None: "f"})
            # a condition of a rule over names of facts
            sql = f'SELECT {condition} FROM (SELECT ? AS "{fact}", 1 AS "{other}") f'  # noqa: S608 - as the line above says
            true = [index for index in range(len(RELATIONS)) if connection.execute(sql, (index,)).fetchone()[0]]
            entry = found.setdefault(fact, {"values": list(RELATIONS), "brings": [], "holds": {}})
            entry["holds"].setdefault(rule.data["of"], {})[number] = true
    return found


def _answers(
    fact: str, about: dict[str, Any], atoms: dict[tuple[str, int], str], rules: list[Rule],
    connection: sqlite3.Connection,
) -> dict[str, Any]:  # fmt: skip
    columns = ", ".join(atoms.values())
    # conditions of rules over a fact's name; the value is a parameter
    sql = f'SELECT {columns} FROM (SELECT ? AS "{fact}") f'  # noqa: S608 - as the line above says
    values: list[Any] = []
    truths: list[tuple[Any, ...]] = []
    for one in _values(fact, about, rules):
        truth = connection.execute(sql, (one,)).fetchone()
        if truth not in truths:
            values.append(one)
            truths.append(truth)
    holds: dict[str, dict[int, list[int]]] = {table: {} for table in OF}
    for place, (table, number) in enumerate(atoms):
        holds[table][number] = [index for index, truth in enumerate(truths) if truth[place]]
    brings = [index for index in range(len(values)) if _brings(fact, index, holds, rules)]
    return {"values": values, "brings": brings, "holds": {table: known for table, known in holds.items() if known}}


def _brings(fact: str, index: int, holds: dict[str, dict[int, list[int]]], rules: list[Rule]) -> bool:
    """Whether a value makes a rule TRUE of which nothing else is known."""
    for rule in rules:
        known = holds[rule.data["of"]]
        tree = rule.data["tree"]
        numbers = list(_leaves(tree))
        if rule.data["of"] == "task" or fact not in rule.data["facts"] or known.keys().isdisjoint(numbers):
            continue
        atoms: list[bool | None] = [None] * (max(numbers) + 1)
        for number in numbers:
            if number in known:
                atoms[number] = index in known[number]
        if answer_of(tree, atoms) is True:
            return True
    return False


def _values(fact: str, about: dict[str, Any], rules: list[Rule]) -> Iterator[Any]:
    """Yield what the fact may be: each of a closed list, else what rules and examples name, and what lies beside."""
    if about["type"] == "boolean":
        yield from (True, False)
        return
    if about.get("values"):
        yield from about["values"]
        return
    named = list(_named(fact, rules))
    if about["type"] == "text":
        yield from named
        yield OTHER
        return
    numbers = sorted({near for number in named for near in (number - 1, number, number + 1)} | {0})
    yield from (number for number in numbers if number >= 0)


def _named(fact: str, rules: list[Rule]) -> Iterator[Any]:
    for rule in rules:
        if fact not in rule.data["facts"]:
            continue
        for atom in rule.condition.atoms:
            for name, node in atom.literals:
                if name == fact:
                    yield node.to_py()
        for example in rule.data["examples"]:
            yield from (values[fact] for values in example.values() if values and fact in values)


def _leaves(tree: Any) -> Iterator[int]:
    if isinstance(tree, int):
        yield tree
        return
    for part in tree[1:]:
        yield from _leaves(part)
