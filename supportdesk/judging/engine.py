"""judge(): the rules held against a ticket's tables, with TRUE, FALSE and NULL kept apart.

One SELECT a table answers the comparisons and, over their answers, the conditions: both tell what an answer rests on.
What the facts views compute is written back into the rows, with the places and the trust of what it rests on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from supportdesk.judging.finding import TRUE, UNKNOWN, Answers, Findings, Judged, RuleIndex
from supportdesk.judging.kleene import Answer, signs
from supportdesk.judging.store import Store
from supportdesk.judging.writing_back import write_back
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.knowledge import Knowledge
    from supportdesk.relating.tables import Row, Tables

RULE_TABLES = ("ticket", "call", "task")
"""Tables that rules judge, in this order."""

_CHUNK = 400
"""Rules in one SELECT; SQLite allows 2,000 columns, of which comparisons take one each, and a million characters."""

_PACKED = 100
"""Answers in one text; SQLite's functions take 127 arguments."""

_Take = Callable[[bytes], tuple[int, ...]]
_ANSWERS: tuple[Answer, ...] = (False, True, None)
_NONE: set[str] = set()


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
    rules: list[bytes]
    atoms: list[list[Answer]]


class _Select(NamedTuple):
    """A SELECT and the numbers of the comparisons whose answers come first; those of rules stand behind.

    A row of it is texts: one character an answer, whose code point is FALSE, TRUE or UNKNOWN.
    """

    sql: str
    atoms: list[int]


class _Rules:
    """The rules of one table and what they are answered by, made when the table first has a row.

    `of_atoms` and `of_rules` take the answers of all comparisons and all rules out of a row of all SELECTs.
    """

    def __init__(self, knowledge: Knowledge, table: str) -> None:
        views = knowledge.views
        rules = [rule for rule in knowledge.rules if rule["of"] == table]
        signs_ = [frozenset(signs(rule["tree"])) for rule in rules]
        self.index = RuleIndex(rules, [frozenset(rule["facts"]) for rule in rules], {}, {})
        for place, (rule, own) in enumerate(zip(rules, signs_, strict=True)):
            self.index.by_cause.setdefault(rule["cause"], []).append(place)
            for sign in own:
                self.index.by_sign.setdefault(sign, []).append(place)
        self.atom_facts = [atom["facts"] for atom in views["atoms"][table]]
        advised = [
            *(knowledge.words.get("proofs") or {"rows": ()})["rows"], *(knowledge.refunds.get("known_causes") or ()),
        ]  # fmt: skip
        more = _numbers(frozenset(signs(row["tree"])) for row in advised if row["of"] == table)
        self.selects = _selects(rules, signs_, views, table, more)
        self.of_atoms, self.of_rules = _places(self.selects, len(self.atom_facts), len(rules))


class Judge:
    """A knowledge's rules, ready to judge any number of tickets, one at a time and in one thread."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.store = Store(knowledge.facts, knowledge.views)
        self._rules: dict[str, _Rules] = {}

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
        said = [self._said(answer, tables.ticket, causes) for answer in answers]
        return Findings(None, [one for table in said for one in table.judged], said)

    def _of(self, table: str) -> _Rules:
        if table not in self._rules:
            self._rules[table] = _Rules(self.knowledge, table)
        return self._rules[table]

    def _ask(self, table: str, rows: list[Row]) -> _Answers:
        own = self._of(table)
        told = [self.store.rows(select.sql) for select in own.selects]
        if not told:
            return _Answers(table, rows, [b"" for _ in rows], [[None] * len(own.atom_facts) for _ in rows])
        behind = chr(UNKNOWN)
        values = ["".join([*map("".join, of_row), behind]).encode() for of_row in zip(*told, strict=True)]
        atoms = [[*map(_ANSWERS.__getitem__, own.of_atoms(of_row))] for of_row in values]
        return _Answers(table, rows, [bytes(own.of_rules(of_row)) for of_row in values], atoms)

    def _found_causes(self, answers: list[_Answers]) -> dict[str, set[str]]:
        """Return the causes that are found, by link key; '' has all of them."""
        causes: dict[str, set[str]] = {"": set()}
        for table, rows, found, _ in answers:
            rules = self._of(table).index.rules
            for number, row in enumerate(found):
                at = row.find(TRUE)
                while at >= 0:
                    causes[""].add(rules[at]["cause"])
                    causes.setdefault(rows[number].link, set()).add(rules[at]["cause"])
                    at = row.find(TRUE, at + 1)
        return causes

    def _said(self, answers: _Answers, ticket: Row, causes: dict[str, set[str]]) -> Answers:
        table, own = answers.table, self._of(answers.table)
        judged = [
            Judged(table, number, answers.atoms[number], own.atom_facts, (row,) if row is ticket else (row, ticket))
            for number, row in enumerate(answers.rows)
        ]
        near = [causes.get("" if table == "ticket" else row.link, _NONE) for row in answers.rows]
        return Answers(own.index, answers.rules, judged, near)


class _Local(threading.local):
    """The judge of each thread: a SQLite connection belongs to the thread that made it."""

    judge: Judge | None = None


_LOCAL = _Local()


def _selects(
    rules: list[dict[str, Any]], signs_: list[frozenset[int]], views: dict[str, Any], table: str, more: set[int]
) -> list[_Select]:
    """Return SELECTs that give the answers of a table's comparisons and rules by row, in order of the rows.

    Each comparison is worked out once a row; the rules' conditions stand over the answers, in SQL's own logic.
    `signs_` are those of each rule, `more` comparisons that are answered beside the rules': the advice reads them
    (proofs.yaml, refunds.yaml).
    """
    made = []
    for at in range(0, len(rules), _CHUNK):
        asked = _numbers(signs_[at : at + _CHUNK])
        atoms = sorted(asked | more if at == 0 else asked)
        inner = ", ".join(f"{views['atoms'][table][number]['sql']} AS a{number}" for number in atoms)
        conditions = (_condition(rule["tree"]) for rule in rules[at : at + _CHUNK])
        outer = _packed([*(f"a{number}" for number in atoms), *conditions])
        source = f"SELECT f.n, {inner} FROM {views['top'][table]} f"  # noqa: S608 - compiled conditions over a view of our own: nothing of the material is in the text
        made.append(_Select(f"WITH c AS MATERIALIZED ({source}) SELECT {outer} FROM c ORDER BY n", atoms))  # noqa: S608 - as above
    return made


def _packed(answers: list[str]) -> str:
    """Return columns that give answers as texts: a value of SQLite each costs more than what it is worked out by."""
    coded = [f"ifnull({answer}, {UNKNOWN})" for answer in answers]
    return ", ".join(f"char({', '.join(coded[at : at + _PACKED])})" for at in range(0, len(coded), _PACKED))


def _places(selects: list[_Select], atoms: int, rules: int) -> tuple[_Take, _Take]:
    """Return what takes the answers of comparisons, and of rules, out of what all SELECTs say of a row and one UNKNOWN.

    That UNKNOWN is the answer of a comparison that no SELECT asks for.
    """
    of_atoms: dict[int, int] = {}
    of_rules: list[int] = []
    width = 0
    for select in selects:
        of_atoms.update((atom, width + column) for column, atom in enumerate(select.atoms))
        width += len(select.atoms)
        behind = width + min(_CHUNK, rules - len(of_rules))
        of_rules += range(width, behind)
        width = behind
    return _taking([of_atoms.get(atom, width) for atom in range(atoms)]), _taking(of_rules)


def _taking(columns: list[int]) -> _Take:
    """Return what takes some columns of a row, by one call of C for all of them."""
    if len(columns) > 1:
        return itemgetter(*columns)
    return lambda row: tuple(row[column] for column in columns)


def _numbers(signs_: Iterable[frozenset[int]]) -> set[int]:
    """Return the numbers of comparisons, however they have to be answered."""
    return {sign if sign >= 0 else ~sign for own in signs_ for sign in own}


def _condition(tree: Any) -> str:
    """Return a condition's tree as SQL over the columns of its comparisons' answers."""
    if isinstance(tree, int):
        return f"a{tree}"
    if tree[0] == "not":
        return f"(NOT {_condition(tree[1])})"
    return f"({f' {tree[0]} '.join(map(_condition, tree[1:]))})"
