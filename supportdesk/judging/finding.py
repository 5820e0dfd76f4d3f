"""What one rule says of one row; its evidence is worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.judging.kleene import Answer, deciding, holding, open_atoms
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.relating.tables import Fact, Row


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
