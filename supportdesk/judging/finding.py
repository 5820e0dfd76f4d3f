"""What rules say of rows; which of them say something, and on what evidence, is worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

from supportdesk.judging.kleene import Answer, deciding, given, holding, open_atoms
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.relating.tables import Fact, Row

FALSE, TRUE, UNKNOWN = 0, 1, 2
"""The answers of rules as the SELECTs give them."""

_LOOKED_AT = 20
"""Rows of which the most telling one is chosen where a rule is ruled out on all."""

_ANSWERS: tuple[Answer, ...] = (False, True, None)


class Judged(NamedTuple):
    """One row as it was judged.

    Its table and number, the answers of the table's comparisons, the facts that each comparison names, and the rows
    whose facts the conditions see, an earlier one before a later.
    """

    table: str
    number: int
    atoms: Sequence[Answer]
    atom_facts: Sequence[list[str]]
    rows: tuple[Row, ...]


class Finding:
    """One rule's answer.

    `answer` True is found, False ruled out, None not enough evidence; `touched` says whether one comparison holds or
    the rule's cause is found on the same work. `judged` is the row with the answers of all comparisons of its table,
    those of other rules and of proofs among them.
    """

    __slots__ = ("answer", "judged", "rule", "touched")

    def __init__(self, rule: dict[str, Any], answer: Answer, touched: bool, judged: Judged) -> None:
        self.rule = rule
        self.answer = answer
        self.touched = touched
        self.judged = judged

    @property
    def table(self) -> str:
        """The table that the rule judges: 'call', 'task' or 'ticket'."""
        return self.judged.table

    @property
    def index(self) -> int:
        """The row's number in its table, from 0."""
        return self.judged.number

    @property
    def facts(self) -> list[str]:
        """Facts that are evidence, in the order of the condition; for None those of what holds so far."""
        tree, atoms = self.rule["tree"], self.judged.atoms
        return self._names(holding(tree, atoms) if self.answer is None else deciding(tree, atoms, self.answer))

    @property
    def missing(self) -> list[str]:
        """Facts that are not known and could still change the answer; empty for a settled one."""
        known = self.values
        return [fact for fact in self._names(open_atoms(self.rule["tree"], self.judged.atoms)) if fact not in known]

    @property
    def true_comparisons(self) -> int:
        """How many comparisons hold; of a found rule only those in parts that are TRUE."""
        tree, atoms = self.rule["tree"], self.judged.atoms
        return sum(1 for _ in (deciding(tree, atoms, True) if self.answer else holding(tree, atoms)))

    @property
    def partly_true(self) -> bool:
        """Whether any comparison holds, be it in a part that decides nothing."""
        return next(holding(self.rule["tree"], self.judged.atoms), None) is not None

    @property
    def values(self) -> dict[str, Fact]:
        """The known facts that the condition names, with their values; a call's or task's own before the ticket's."""
        known: dict[str, Fact] = {}
        for fact in self.rule["facts"]:
            for row in self.judged.rows:
                if fact in row.values:
                    known[fact] = row.values[fact]
                    break
        return known

    def _names(self, atoms: Iterable[int]) -> list[str]:
        return list(dict.fromkeys(fact for number in atoms for fact in self.judged.atom_facts[number]))

    def __repr__(self) -> str:
        return f"Finding({self.rule['id']}, {self.table} {self.index}: {self.answer})"


class RuleIndex(NamedTuple):
    """The rules of one table, in their order, with the facts that each names.

    `by_sign` has the numbers of the rules of each answer (kleene.given) of which one is enough for a comparison of the
    rule to hold, `by_cause` those of each cause.
    """

    rules: list[dict[str, Any]]
    facts: list[frozenset[str]]
    by_sign: dict[int, list[int]]
    by_cause: dict[str, list[int]]


class Answers:
    """What the rules of one table say of its rows; the findings are made of it.

    `answers` are those of all rules by row, as bytes (FALSE, TRUE, UNKNOWN), `judged` the rows, `near` the causes that
    are found on the same work as each.
    """

    __slots__ = ("_holding", "answers", "index", "judged", "known", "near")

    def __init__(self, index: RuleIndex, answers: list[bytes], judged: list[Judged], near: list[set[str]]) -> None:
        self.index = index
        self.answers = answers
        self.judged = judged
        self.near = near
        self.known = [frozenset(fact for row in one.rows for fact in row.values) for one in judged]
        self._holding: list[set[int]] | None = None

    @property
    def holding(self) -> list[set[int]]:
        """The rules of which a comparison holds, by row: looked up by what the row answers, which touches few."""
        if self._holding is None:
            by_sign = self.index.by_sign
            answered = [by_sign.keys() & given(one.atoms) for one in self.judged]
            self._holding = [{place for sign in signs for place in by_sign[sign]} for signs in answered]
        return self._holding

    def contradicted(self) -> list[str]:
        """Return the causes of the rules that are ruled out on every row although something of them holds."""
        holding_, rules = self.holding, self.index.rules
        places = sorted(set().union(*holding_))
        return [
            rules[place]["cause"]
            for place in places
            if not any(row[place] for row in self.answers) and place in holding_[self._most_telling(place)]
        ]

    def telling(self) -> list[Finding]:
        """Return the findings that are touched."""
        places: set[int] = set()
        for row, found, near, known in zip(self.answers, self.holding, self.near, self.known, strict=True):
            at = row.find(TRUE)
            while at >= 0:
                places.add(at)
                at = row.find(TRUE, at + 1)
            facts = self.index.facts
            places.update(place for place in found if row[place] == UNKNOWN and not facts[place].isdisjoint(known))
            places.update(place for cause in near for place in self.index.by_cause.get(cause, ()))
        return [one for place in sorted(places) for one in self.of(place) if one.touched]

    def of_causes(self, causes: Collection[str]) -> list[Finding]:
        """Return the findings of some causes' rules."""
        by_cause = self.index.by_cause
        places = sorted({place for cause in causes for place in by_cause.get(cause, ())})
        return [one for place in places for one in self.of(place)]

    def every(self) -> Iterator[Finding]:
        """Yield all findings."""
        for place in range(len(self.index.rules)):
            yield from self.of(place)

    def of(self, place: int) -> Iterator[Finding]:
        """Yield the findings of one rule: those of touched rows, else one for all."""
        rule, facts = self.index.rules[place], self.index.facts[place]
        ruled_out, told = True, False
        open_row: int | None = None
        for number, row in enumerate(self.answers):
            answer = row[place]
            if answer == FALSE:
                continue
            ruled_out = False
            idle = place not in self.holding[number] or facts.isdisjoint(self.known[number])
            if answer == UNKNOWN and idle and rule["cause"] not in self.near[number]:
                open_row = number if open_row is None else open_row
                continue
            told = True
            yield Finding(rule, _ANSWERS[answer], True, self.judged[number])
        if ruled_out:
            yield Finding(rule, False, False, self.judged[self._most_telling(place)])
        elif not told and open_row is not None:
            yield Finding(rule, None, False, self.judged[open_row])

    def _most_telling(self, place: int) -> int:
        """Return the row on which most comparisons of a rule hold that is ruled out on all."""
        tree = self.index.rules[place]["tree"]
        looked_at = range(min(len(self.judged), _LOOKED_AT))
        if len(looked_at) == 1:
            return 0
        return max(looked_at, key=lambda number: sum(1 for _ in holding(tree, self.judged[number].atoms)))


class Findings(Sequence[Finding]):
    """The findings of a ticket, with every row that was judged: those of calls and tasks in order of their tables.

    Most rules say nothing of most tickets: their findings are made when all are looked at, and not for `telling`, those
    that are touched, nor for those of some causes.
    """

    def __init__(
        self, findings: Iterable[Finding] | None, judged: list[Judged], tables: Sequence[Answers] = ()
    ) -> None:
        self._whole = None if findings is None else list(findings)
        self._tables = tables
        self.judged = judged

    @property
    def whole(self) -> list[Finding]:
        """All findings in the order of their tables and rules."""
        if self._whole is None:
            self._whole = [one for table in self._tables for one in table.every()]
        return self._whole

    @property
    def telling(self) -> list[Finding]:
        """The findings that are touched, found ones among them."""
        if self._whole is None:
            return [one for table in self._tables for one in table.telling()]
        return [one for one in self._whole if one.touched]

    @property
    def contradicted(self) -> list[str]:
        """The causes of rules that are ruled out although a comparison of theirs holds, each once."""
        return list(dict.fromkeys(cause for table in self._tables for cause in table.contradicted()))

    @property
    def rows(self) -> list[Judged]:
        """The rows in the order in which findings name them."""
        if self._whole is None and all(len(table.judged) == 1 for table in self._tables):
            return [table.judged[0] for table in self._tables if table.index.rules]
        return [one.judged for one in self.whole]

    def of_causes(self, causes: Collection[str]) -> list[Finding]:
        """Return the findings of some causes' rules."""
        if self._whole is None:
            return [one for table in self._tables for one in table.of_causes(causes)]
        return [one for one in self._whole if one.rule["cause"] in causes]

    def open_of(self, causes: Collection[str]) -> list[Finding]:
        """Return the findings of some causes' rules for which there is not enough evidence."""
        return [one for one in self.of_causes(causes) if one.answer is None]

    @overload
    def __getitem__(self, place: int) -> Finding: ...

    @overload
    def __getitem__(self, place: slice) -> list[Finding]: ...

    def __getitem__(self, place: int | slice) -> Finding | list[Finding]:
        """Return one finding, or some."""
        return self.whole[place]

    def __len__(self) -> int:
        """Return how many findings there are."""
        return len(self.whole)

    def __iter__(self) -> Iterator[Finding]:
        """Yield all findings."""
        return iter(self.whole)
