"""What one rule says of one row; its evidence is worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.judging.kleene import Answer, deciding, holding, open_atoms

if TYPE_CHECKING:
    from supportdesk.relating.tables import Fact, Row


class Finding:
    """One rule's answer.

    `answer` True is found, False ruled out, None not enough evidence; `table` is 'call', 'task' or 'ticket' and `index`
    the row's number in it; `touched` whether one comparison holds or the rule's cause is found on the same work.
    """

    __slots__ = ("_atom_facts", "_atoms", "_rows", "answer", "index", "rule", "table", "touched")

    def __init__(
        self,
        rule: dict[str, Any],
        table: str,
        index: int,
        answer: Answer,
        *,
        atoms: Sequence[Answer],
        atom_facts: Sequence[list[str]],
        rows: tuple[Row, ...],
        touched: bool,
    ) -> None:
        self.rule = rule
        self.table = table
        self.index = index
        self.answer = answer
        self.touched = touched
        self._atoms = atoms
        self._atom_facts = atom_facts
        self._rows = rows

    @property
    def facts(self) -> list[str]:
        """Facts that are evidence, in the order of the condition; for None those of what holds so far."""
        return self._names(self._evidence())

    @property
    def missing(self) -> list[str]:
        """Facts that are not known and could still change the answer; empty for a settled one."""
        known = self.values
        return [fact for fact in self._names(open_atoms(self.rule["tree"], self._atoms)) if fact not in known]

    @property
    def true_comparisons(self) -> int:
        """How many comparisons hold; of a found rule only those in parts that are TRUE."""
        tree = self.rule["tree"]
        return sum(1 for _ in (deciding(tree, self._atoms, True) if self.answer else holding(tree, self._atoms)))

    @property
    def values(self) -> dict[str, Fact]:
        """The known facts that the condition names, with their values; a call's or task's own before the ticket's."""
        known: dict[str, Fact] = {}
        for fact in self.rule["facts"]:
            for row in self._rows:
                if fact in row.values:
                    known[fact] = row.values[fact]
                    break
        return known

    def _evidence(self) -> Iterable[int]:
        if self.answer is None:
            return holding(self.rule["tree"], self._atoms)
        return deciding(self.rule["tree"], self._atoms, self.answer)

    def _names(self, atoms: Iterable[int]) -> list[str]:
        return list(dict.fromkeys(fact for number in atoms for fact in self._atom_facts[number]))

    def __repr__(self) -> str:
        return f"Finding({self.rule['id']}, {self.table} {self.index}: {self.answer})"
