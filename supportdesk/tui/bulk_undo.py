"""How a change of many cases is undone: by what they were, and only where nobody changed them since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.casebook.changing import BulkResult, clean_tags

if TYPE_CHECKING:
    from supportdesk.casebook import Casebook
    from supportdesk.tui.widgets.case_table import Picked

Back = Callable[["Casebook", Sequence[tuple[int, int]], Any], BulkResult]
"""Brings cases (numbers and revisions) back to what they were."""


class Undo:
    """Undoes a change of `cases`: `way` gives what a case is brought back to, None where it was so already."""

    def __init__(self, cases: Sequence[Picked], way: Callable[[Picked], Hashable | None], back: Back) -> None:
        self._cases = cases
        self._way = way
        self._back = back

    @classmethod
    def merge(cls, gone: Picked) -> Undo:
        """Undo the merge of a duplicate."""

        def _back(book: Casebook, cases: Sequence[tuple[int, int]], _to: Any) -> BulkResult:
            for number, revision in cases:
                book.unmerge(number, revision)
            return BulkResult([number for number, _revision in cases], [])

        return cls([gone], lambda _case: True, _back)

    def of(self, numbers: Collection[int]) -> Undo:
        """Return what undoes the change of these cases alone."""
        return Undo([one for one in self._cases if one.number in numbers], self._way, self._back)

    def renewed(self, cases: Sequence[Picked]) -> Undo:
        """Return what undoes the change of these cases, as they are now."""
        return Undo(cases, self._way, self._back)

    def run(self, book: Casebook) -> BulkResult:
        """Undo the change. Raises CasebookError; a case that was changed since is among the refused."""
        groups: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)
        for one in self._cases:
            way = self._way(one)
            if way is not None:
                groups[way].append((one.number, one.revision + 1))  # the change made one revision more
        result = BulkResult([], [])
        for way, cases in groups.items():
            part = self._back(book, cases, way)
            result.done.extend(part.done)
            result.refused.extend(part.refused)
        return result


def undo_status(cases: Sequence[Picked], status: str) -> Undo:
    """Return what undoes that cases were set to a status."""
    return Undo(
        cases,
        lambda case: None if case.status == status else case.status,
        lambda book, revisions, was: book.set_status_many(revisions, was),
    )


def undo_assign(cases: Sequence[Picked], assignee: str | None) -> Undo:
    """Return what undoes that cases were given to someone."""
    return Undo(
        cases,
        lambda case: None if case.assignee == assignee else (case.assignee,),
        lambda book, revisions, was: book.assign_many(revisions, was[0]),
    )


def undo_tags(cases: Sequence[Picked], add: Sequence[str], remove: Sequence[str]) -> Undo:
    """Return what undoes that tags were added to cases and others taken away."""
    added, removed = {*clean_tags(add)}, {*clean_tags(remove)}

    def _way(case: Picked) -> Hashable | None:
        after = (set(case.tags) | added) - removed
        gone, new = tuple(sorted(set(case.tags) - after)), tuple(sorted(after - set(case.tags)))
        return (gone, new) if gone or new else None

    return Undo(cases, _way, lambda book, revisions, way: book.tag_many(revisions, add=way[0], remove=way[1]))
