"""judge(): the rules held against a ticket's tables, with TRUE, FALSE and NULL kept apart.

One SELECT a table answers the comparisons and, over their answers, the conditions: both tell what an answer rests on.
What the facts views compute is written back into the rows, with the places and the trust of what it rests on.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
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

_CHUNK = 250
"""Rules in one SELECT; SQLite allows 2,000 columns and a million characters."""

_LOOKED_AT = 20
"""Rows of which the most telling one is chosen where a rule is ruled out on all."""

_NONE: frozenset[str] = frozenset()
_ANSWERS: dict[int | None, Answer] = {1: True, 0: False, None: None}


class Findings(list[Finding]):
    """The findings of a ticket, with every row that was judged: those of calls and tasks in order of their tables."""

    def __init__(self, findings: Iterable[Finding], judged: list[Judged]) -> None:
        super().__init__(findings)
        self.judged = judged


def judge(tables: Tables, knowledge: Knowledge) -> Findings:
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
    atoms: list[list[Answer]]


class _Select(NamedTuple):
    """A SELECT and the numbers of the comparisons whose answers are its first columns; those of rules stand behind."""

    sql: str
    atoms: list[int]


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
        advised = [
            *(knowledge.words.get("proofs") or {"rows": ()})["rows"], *(knowledge.refunds.get("known_causes") or ()),
        ]  # fmt: skip
        self._selects = {
            table: _selects(self.rules[table], views, table, {
                number for row in advised if row["of"] == table for number in _numbers(row["tree"])
            })
            for table in RULE_TABLES
        }  # fmt: skip

    def run(self, tables: Tables) -> Findings:
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
        judged = [self._judged(answer, tables.ticket) for answer in answers]
        findings = (
            finding
            for answer, own in zip(answers, judged, strict=True)
            for finding in self._findings(answer, tables.ticket, causes, own)
        )
        return Findings(findings, [one for own in judged for one in own])

    def _ask(self, table: str, rows: list[Row]) -> _Answers:
        atoms: list[list[Answer]] = [[None] * len(self.atom_facts[table]) for _ in rows]
        rules: list[tuple[int | None, ...]] = [() for _ in rows]
        for select in self._selects[table]:
            behind = len(select.atoms)
            for number, values in enumerate(self.store.rows(select.sql)):
                for atom, value in zip(select.atoms, values, strict=False):
                    atoms[number][atom] = _ANSWERS[value]
                rules[number] += values[behind:]
        return _Answers(table, rows, rules, atoms)

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

    def _judged(self, answers: _Answers, ticket: Row) -> list[Judged]:
        table, atom_facts = answers.table, self.atom_facts[answers.table]
        return [
            Judged(table, number, answers.atoms[number], atom_facts, (row,) if row is ticket else (row, ticket))
            for number, row in enumerate(answers.rows)
        ]

    def _findings(
        self, answers: _Answers, ticket: Row, causes: dict[str, set[str]], judged: list[Judged]
    ) -> Iterator[Finding]:
        table, rows = answers.table, answers.rows
        known = [row.values.keys() | ticket.values.keys() for row in rows]
        near = [causes.get("" if table == "ticket" else row.link, _NONE) for row in rows]
        ruled_out = (0,) * len(rows)
        columns = zip(*answers.rules, strict=True)
        for rule, facts, column in zip(self.rules[table], self._facts[table], columns, strict=True):
            if column == ruled_out:
                yield Finding(rule, False, False, judged[_most_telling(rule, answers)])
                continue
            open_row: int | None = None
            told = False
            for number, answer in enumerate(column):
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


class _Local(threading.local):
    """The judge of each thread: a SQLite connection belongs to the thread that made it."""

    judge: Judge | None = None


_LOCAL = _Local()


def _selects(rules: list[dict[str, Any]], views: dict[str, Any], table: str, more: set[int]) -> list[_Select]:
    """Return SELECTs that give the answers of a table's comparisons and rules by row, in order of the rows.

    Each comparison is worked out once a row; the rules' conditions stand over the answers, in SQL's own logic. `more`
    are comparisons that are answered beside those of the rules: the advice reads them (proofs.yaml, refunds.yaml).
    """
    made = []
    for at in range(0, len(rules), _CHUNK):
        chunk = rules[at : at + _CHUNK]
        atoms = sorted({number for rule in chunk for number in _numbers(rule["tree"])} | (more if at == 0 else set()))
        inner = ", ".join(f"{views['atoms'][table][number]['sql']} AS a{number}" for number in atoms)
        outer = ", ".join([*(f"a{number}" for number in atoms), *(_condition(rule["tree"]) for rule in chunk)])
        source = f"SELECT f.n, {inner} FROM {views['top'][table]} f"  # noqa: S608 - compiled conditions over a view of our own: nothing of the material is in the text
        made.append(_Select(f"WITH c AS MATERIALIZED ({source}) SELECT {outer} FROM c ORDER BY n", atoms))  # noqa: S608 - as above
    return made


def _numbers(tree: Any) -> Iterator[int]:
    if isinstance(tree, int):
        yield tree
        return
    for part in tree[1:]:
        yield from _numbers(part)


def _condition(tree: Any) -> str:
    """Return a condition's tree as SQL over the columns of its comparisons' answers."""
    if isinstance(tree, int):
        return f"a{tree}"
    if tree[0] == "not":
        return f"(NOT {_condition(tree[1])})"
    return f"({f' {tree[0]} '.join(map(_condition, tree[1:]))})"


def _holds(rule: dict[str, Any], atoms: list[Answer]) -> bool:
    return next(holding(rule["tree"], atoms), None) is not None


def _most_telling(rule: dict[str, Any], answers: _Answers) -> int:
    """Return the row on which most comparisons of a rule hold that is ruled out on all."""
    if len(answers.rows) == 1:
        return 0
    looked_at = range(min(len(answers.rows), _LOOKED_AT))
    return max(looked_at, key=lambda number: sum(1 for _ in holding(rule["tree"], answers.atoms[number])))
