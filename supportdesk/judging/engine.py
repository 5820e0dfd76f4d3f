"""judge(): the rules held against a ticket's tables, with TRUE, FALSE and NULL kept apart.

One SELECT a table answers the comparisons and, over their answers, the conditions: both tell what an answer rests on.
What the facts views compute is written back into the rows, with the places and the trust of what it rests on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, compress
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from supportdesk.judging.finding import Finding, Judged
from supportdesk.judging.kleene import Answer, given, holding, signs
from supportdesk.judging.store import Store
from supportdesk.judging.writing_back import write_back
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.knowledge import Knowledge
    from supportdesk.relating.tables import Row, Tables

RULE_TABLES = ("ticket", "call", "task")
"""Tables that rules judge, in this order."""

_CHUNK = 250
"""Rules in one SELECT; SQLite allows 2,000 columns and a million characters."""

_LOOKED_AT = 20
"""Rows of which the most telling one is chosen where a rule is ruled out on all."""

_Take = Callable[[tuple[int | None, ...]], tuple[int | None, ...]]
_NONE: frozenset[str] = frozenset()
_ANSWERS: dict[int | None, Answer] = {1: True, 0: False, None: None}


class Findings(list[Finding]):
    """The findings of a ticket, with every row that was judged: those of calls and tasks in order of their tables.

    `contradicted` are the causes of rules that are ruled out although a comparison of theirs holds, each once.
    """

    def __init__(self, findings: Iterable[Finding], judged: list[Judged], contradicted: Iterable[str] = ()) -> None:
        super().__init__(findings)
        self.judged = judged
        self.contradicted = list(dict.fromkeys(contradicted))


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


class _Rules:
    """The rules of one table and what they are answered by, made when the table first has a row.

    `facts` and `signs` stand beside `rules`: the facts that a rule names, and the answers (kleene.given) of which one
    is enough for a comparison of the rule to hold; `by_sign` has the numbers of the rules of each such answer.
    `of_atoms` and `of_rules` take the answers of all comparisons and all rules out of a row of all SELECTs.
    """

    def __init__(self, knowledge: Knowledge, table: str) -> None:
        views = knowledge.views
        self.rules = [rule for rule in knowledge.rules if rule["of"] == table]
        self.facts = [frozenset(rule["facts"]) for rule in self.rules]
        self.signs = [frozenset(signs(rule["tree"])) for rule in self.rules]
        self.by_sign: dict[int, list[int]] = {}
        for place, own in enumerate(self.signs):
            for sign in own:
                self.by_sign.setdefault(sign, []).append(place)
        self.atom_facts = [atom["facts"] for atom in views["atoms"][table]]
        advised = [
            *(knowledge.words.get("proofs") or {"rows": ()})["rows"], *(knowledge.refunds.get("known_causes") or ()),
        ]  # fmt: skip
        more = _numbers(frozenset(signs(row["tree"])) for row in advised if row["of"] == table)
        self.selects = _selects(self.rules, self.signs, views, table, more)
        self.of_atoms, self.of_rules = _places(self.selects, len(self.atom_facts), len(self.rules))


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
        findings: list[Finding] = []
        judged: list[Judged] = []
        contradicted: list[str] = []
        for answer in answers:
            own = self._judged(answer, tables.ticket)
            judged += own
            findings += self._findings(answer, tables.ticket, causes, own, contradicted)
        return Findings(findings, judged, contradicted)

    def _of(self, table: str) -> _Rules:
        if table not in self._rules:
            self._rules[table] = _Rules(self.knowledge, table)
        return self._rules[table]

    def _ask(self, table: str, rows: list[Row]) -> _Answers:
        own = self._of(table)
        told = [self.store.rows(select.sql) for select in own.selects]
        if not told:
            return _Answers(table, rows, [() for _ in rows], [[None] * len(own.atom_facts) for _ in rows])
        values = [(*chain.from_iterable(of_row), None) for of_row in zip(*told, strict=True)]
        atoms = [[_ANSWERS[answer] for answer in own.of_atoms(of_row)] for of_row in values]
        return _Answers(table, rows, [own.of_rules(of_row) for of_row in values], atoms)

    def _found_causes(self, answers: list[_Answers]) -> dict[str, set[str]]:
        """Return the causes that are found, by link key; '' has all of them."""
        causes: dict[str, set[str]] = {"": set()}
        for table, rows, found, _ in answers:
            rules = self._of(table).rules
            for number, row in enumerate(found):
                for rule in compress(rules, row):
                    causes[""].add(rule["cause"])
                    causes.setdefault(rows[number].link, set()).add(rule["cause"])
        return causes

    def _judged(self, answers: _Answers, ticket: Row) -> list[Judged]:
        table, atom_facts = answers.table, self._of(answers.table).atom_facts
        return [
            Judged(table, number, answers.atoms[number], atom_facts, (row,) if row is ticket else (row, ticket))
            for number, row in enumerate(answers.rows)
        ]

    def _findings(
        self, answers: _Answers, ticket: Row, causes: dict[str, set[str]], judged: list[Judged], contradicted: list[str]
    ) -> Iterator[Finding]:
        """Yield the findings of one table; causes that are ruled out although something of them holds are added."""
        table, rows, own = answers.table, answers.rows, self._of(answers.table)
        known = [row.values.keys() | ticket.values.keys() for row in rows]
        near = [causes.get("" if table == "ticket" else row.link, _NONE) for row in rows]
        # what a row answers touches few of all rules: they are looked up by it, and the others never looked at
        answered = [own.by_sign.keys() & given(atoms) for atoms in answers.atoms]
        holding_ = [{place for sign in signs_ for place in own.by_sign[sign]} for signs_ in answered]
        ruled_out = (0,) * len(rows)
        columns = zip(*answers.rules, strict=True)
        for place, (rule, column) in enumerate(zip(own.rules, columns, strict=True)):
            if column == ruled_out:
                telling = _most_telling(rule, answers) if len(rows) > 1 else 0
                if place in holding_[telling]:
                    contradicted.append(rule["cause"])
                yield Finding(rule, False, False, judged[telling])
                continue
            open_row: int | None = None
            told = False
            for number, answer in enumerate(column):
                if answer == 0:
                    continue
                idle = place not in holding_[number] or own.facts[place].isdisjoint(known[number])
                if answer is None and idle and rule["cause"] not in near[number]:
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
        outer = ", ".join([*(f"a{number}" for number in atoms), *conditions])
        source = f"SELECT f.n, {inner} FROM {views['top'][table]} f"  # noqa: S608 - compiled conditions over a view of our own: nothing of the material is in the text
        made.append(_Select(f"WITH c AS MATERIALIZED ({source}) SELECT {outer} FROM c ORDER BY n", atoms))  # noqa: S608 - as above
    return made


def _places(selects: list[_Select], atoms: int, rules: int) -> tuple[_Take, _Take]:
    """Return what takes the answers of comparisons, and of rules, out of what all SELECTs say of a row and one None.

    That None is the answer of a comparison that no SELECT asks for.
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


def _most_telling(rule: dict[str, Any], answers: _Answers) -> int:
    """Return the row on which most comparisons of a rule hold that is ruled out on all."""
    looked_at = range(min(len(answers.rows), _LOOKED_AT))
    return max(looked_at, key=lambda number: sum(1 for _ in holding(rule["tree"], answers.atoms[number])))
