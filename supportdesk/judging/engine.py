"""judge(): the rules held against a ticket's tables, with TRUE, FALSE and NULL kept apart.

The conditions run as SQL, one SELECT a table, and the comparisons in a second one, which tells what an answer rests on.
What the facts views compute is written back into the rows, with the places and the trust of what it rests on.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from supportdesk.judging.finding import Finding, Judged
from supportdesk.judging.kleene import Answer, holding
from supportdesk.judging.store import Store
from supportdesk.judging.writing_back import write_back

if TYPE_CHECKING:
    from supportdesk.knowledge import Knowledge
    from supportdesk.relating.tables import Row, Tables

RULE_TABLES = ("ticket", "call", "task")
"""Tables that rules judge, in this order."""

_CHUNK = 150
"""Expressions in one SELECT; SQLite allows 2,000 columns and a million characters."""

_LOOKED_AT = 20
"""Rows of which the most telling one is chosen where a rule is ruled out on all."""

_NONE: frozenset[str] = frozenset()
_ANSWERS: dict[int | None, Answer] = {1: True, 0: False, None: None}


def judge(tables: Tables, knowledge: Knowledge) -> list[Finding]:
    """Return what the rules say of a ticket, and write the computed facts into its rows.

    Listed are each rule's found rows and each touched row of a rule without enough evidence; a rule with neither has
    one finding: not enough evidence where that holds for any row, else ruled out. A rule of a table without rows has
    none. Judging the same tables again gives the same.
    """
    own: Judge | None = getattr(_LOCAL, "judge", None)
    if own is None or own.knowledge is not knowledge:
        own = _LOCAL.judge = Judge(knowledge)
    return own.run(tables)


class _Answers(NamedTuple):
    """The answers of one table: by row those of each rule, and those of each comparison."""

    table: str
    rows: list[Row]
    rules: list[tuple[int | None, ...]]
    atoms: list[tuple[Answer, ...]]


CIRCUMSTANCES = frozenset({"gateway", "gateway_software", "model_known"})
"""Facts that hold for every call of a customer: that they fit a rule's condition does not touch the rule."""


class Judge:
    """A knowledge's rules, ready to judge any number of tickets, one at a time and in one thread."""

    def __init__(self, knowledge: Knowledge) -> None:
        views = knowledge.views
        self.knowledge = knowledge
        self.store = Store(knowledge.facts, views)
        self.rules = {table: [rule for rule in knowledge.rules if rule["of"] == table] for table in RULE_TABLES}
        self._facts = {table: [frozenset(rule["facts"]) for rule in self.rules[table]] for table in RULE_TABLES}
        self.atom_facts = {table: [atom["facts"] for atom in views["atoms"][table]] for table in RULE_TABLES}
        spread = CIRCUMSTANCES | {name for name, fact in knowledge.facts.items() if fact["tables"] == ["ticket"]}
        self._tells = {
            table: [table == "ticket" or not spread.issuperset(facts) for facts in self.atom_facts[table]]
            for table in RULE_TABLES
        }
        self._conditions = {
            table: _selects([rule["sql"] for rule in self.rules[table]], views["top"][table]) for table in RULE_TABLES
        }
        self._atoms = {
            table: _selects([atom["sql"] for atom in views["atoms"][table]], views["top"][table])
            for table in RULE_TABLES
        }

    def run(self, tables: Tables) -> list[Finding]:
        """Return the findings of a ticket; `judge` says which."""
        rows = {"ticket": [tables.ticket], "call": tables.calls, "entry": tables.entries, "task": tables.tasks}
        store = self.store
        try:
            for table, found in rows.items():
                if found:
                    store.put(table, ((0, row.link or None, row.values) for row in found))
            store.fill({table for table, found in rows.items() if found})
            write_back(store, self.knowledge, rows)
            answers = [self._ask(table, rows[table]) for table in RULE_TABLES if rows[table]]
        finally:
            store.clear()
        causes = self._found_causes(answers)
        return [finding for answer in answers for finding in self._findings(answer, tables.ticket, causes)]

    def _ask(self, table: str, rows: list[Row]) -> _Answers:
        rules = self._columns(self._conditions[table], len(rows))
        atoms = self._columns(self._atoms[table], len(rows))
        return _Answers(table, rows, rules, [tuple([_ANSWERS[one] for one in row]) for row in atoms])

    def _columns(self, selects: list[str], count: int) -> list[tuple[int | None, ...]]:
        """Return one tuple a row from all SELECTs of a table side by side."""
        if len(selects) == 1:
            return self.store.rows(selects[0])
        parts = [self.store.rows(select) for select in selects]
        return [tuple(value for part in parts for value in part[number]) for number in range(count)]

    def _found_causes(self, answers: list[_Answers]) -> dict[str, set[str]]:
        """Return the causes that are found, by link key; '' has all of them."""
        causes: dict[str, set[str]] = {"": set()}
        for table, rows, found, _ in answers:
            rules = self.rules[table]
            for number, row in enumerate(found):
                for place, answer in enumerate(row):
                    if answer == 1:
                        cause = rules[place]["cause"]
                        causes[""].add(cause)
                        causes.setdefault(rows[number].link, set()).add(cause)
        return causes

    def _findings(self, answers: _Answers, ticket: Row, causes: dict[str, set[str]]) -> Iterator[Finding]:
        table, rows = answers.table, answers.rows
        atom_facts = self.atom_facts[table]
        judged = [
            Judged(table, number, answers.atoms[number], atom_facts, (row,) if row is ticket else (row, ticket))
            for number, row in enumerate(rows)
        ]
        known = [row.values.keys() | ticket.values.keys() for row in rows]
        near = [causes.get("" if table == "ticket" else row.link, _NONE) for row in rows]
        for place, rule in enumerate(self.rules[table]):
            facts = self._facts[table][place]
            open_row: int | None = None
            told = False
            for number, row_answers in enumerate(answers.rules):
                answer = row_answers[place]
                if answer == 0:
                    continue
                if answer is None:
                    held = not facts.isdisjoint(known[number]) and _holds(rule, answers.atoms[number])
                    if not held and rule["cause"] not in near[number]:
                        open_row = number if open_row is None else open_row
                        continue
                told = True
                yield Finding(rule, _ANSWERS[answer], True, judged[number])
            if not told and open_row is not None:
                yield Finding(rule, None, False, judged[open_row])
            elif not told:
                yield Finding(rule, False, False, judged[_most_telling(rule, answers)])


class _Local(threading.local):
    """The judge of each thread: a SQLite connection belongs to the thread that made it."""

    judge: Judge | None = None


_LOCAL = _Local()


def _selects(expressions: list[str], view: str) -> list[str]:
    """Return SELECTs that give the expressions' values by row, in order of the rows."""
    chunks = [expressions[at : at + _CHUNK] for at in range(0, len(expressions), _CHUNK)] or [["NULL"]]
    # compiled conditions over a view of our own: nothing of the material is in the text
    return [f"SELECT {', '.join(chunk)} FROM {view} f ORDER BY f.n" for chunk in chunks]  # noqa: S608 - as above


def _holds(rule: dict[str, Any], atoms: tuple[Answer, ...]) -> bool:
    return next(holding(rule["tree"], atoms), None) is not None


def _most_telling(rule: dict[str, Any], answers: _Answers) -> int:
    """Return the row on which most comparisons of a rule hold that is ruled out on all."""
    if len(answers.rows) == 1:
        return 0
    looked_at = range(min(len(answers.rows), _LOOKED_AT))
    return max(looked_at, key=lambda number: sum(1 for _ in holding(rule["tree"], answers.atoms[number])))
