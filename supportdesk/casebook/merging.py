"""Duplicates: one case points to another, and what finds it finds the other.

A case may have cases merged into it and be merged itself; what is asked for is then at the end of the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.casebook import rows
from supportdesk.casebook.case import CaseRow, Merged
from supportdesk.errors import CasebookError
from supportdesk.i18n import _

if TYPE_CHECKING:
    from sqlite_utils import Database

    from supportdesk.casebook.store import Store

_COLUMNS = ", ".join(CaseRow._fields)
_ROW = f"SELECT {_COLUMNS} FROM cases WHERE number = ?"  # noqa: S608 - our own names
_BELOW = f"""
WITH RECURSIVE below (one) AS (
    SELECT number FROM cases WHERE merged_into = ? UNION SELECT number FROM cases JOIN below ON merged_into = one
) SELECT {_COLUMNS} FROM cases WHERE number IN (SELECT one FROM below) ORDER BY number
"""  # noqa: S608 - our own names
_EVENTS = "SELECT * FROM timeline WHERE number = ? ORDER BY id"


def refuse(duplicate: CaseRow, other: CaseRow) -> None:
    """Raise CasebookError where the one cannot be merged into the other."""
    if duplicate.number == other.number:
        raise CasebookError(_("A case cannot be merged into itself."))
    for row in (duplicate, other):
        if row.merged_into is not None:
            message = _("Case {number} is merged into case {into}; nothing was changed.")
            raise CasebookError(
                message.format(number=row.number, into=row.merged_into), _("Undo that first, or name the other case.")
            )
        if row.withdrawn_at is not None:
            raise CasebookError(_("The filing of case {number} was undone.").format(number=row.number))


def row_of(db: Database, number: int) -> CaseRow:
    """Return a case's row inside the transaction."""
    return CaseRow.of(next(iter(db.query(_ROW, [number]))))


def merged(store: Store, number: int) -> list[Merged]:
    """Return the cases that were merged into one, those merged into them among them, by number."""
    if not store.is_current:
        return []
    return [
        Merged(CaseRow.of(row), [rows.event(event) for event in store.rows(_EVENTS, [row["number"]])])
        for row in store.rows(_BELOW, [number])
    ]


def root(db: Database, row: CaseRow) -> int:
    """Return the number of the case that shows this one: itself, or the end of the way it was merged along."""
    while row.merged_into is not None:
        row = row_of(db, row.merged_into)
    return row.number
