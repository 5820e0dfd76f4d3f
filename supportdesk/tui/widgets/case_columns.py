"""The columns of the table of cases: which of them fit, what stands in each, and one row as one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from supportdesk.casebook.telling import status_name
from supportdesk.i18n import _, pick
from supportdesk.render.moment import local_short
from supportdesk.render.width import cut, width
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from datetime import tzinfo

    from supportdesk.casebook import CaseRow

HEADER: dict[str, Callable[[], str]] = {
    "number": lambda: "#",
    "status": lambda: _("Status"),
    "filed": lambda: _("Filed"),
    "ticket": lambda: _("Ticket"),
    "customer": lambda: _("Customer"),
    "assignee": lambda: _("Assignee"),
    "verdict": lambda: _("Verdict"),
    "cause": lambda: _("Cause"),
    "tags": lambda: _("Tags"),
}
"""Column → its heading in the language in use."""

LAYOUTS: tuple[tuple[int, tuple[tuple[str, int], ...]], ...] = (
    (150, (("number", 7), ("status", 9), ("filed", 11), ("ticket", 14), ("customer", 16), ("assignee", 10),
           ("verdict", 0), ("cause", 28), ("tags", 16))),
    (110, (("number", 7), ("status", 9), ("filed", 11), ("ticket", 12), ("customer", 12), ("assignee", 8),
           ("verdict", 0), ("cause", 24))),
    (0, (("number", 6), ("status", 8), ("filed", 11), ("ticket", 9), ("customer", 9), ("verdict", 0))),
)  # fmt: skip
"""(least width, ((column, cells), …)): what is shown from that width on; 0 cells is the rest."""

LONGEST = 120
"""Signs of a value that are looked at, so that a line's cost does not follow its text."""


class Columns:
    """Columns as (name, cells); `zone` is the agent's time zone."""

    def __init__(self, columns: Sequence[tuple[str, int]], zone: tzinfo | None) -> None:
        self.names = tuple(name for name, _cells in columns)
        self._cells = tuple(cells for _name, cells in columns)
        self._zone = zone

    def cells(self, row: CaseRow) -> list[str]:
        """Return what stands in each column of a row, in the language in use."""
        return [self._cell(name, row) for name in self.names]

    def line(self, cells: Sequence[str]) -> str:
        """Return one line behind two places for signs; each cell is cut and padded to its column."""
        return "  " + " ".join(_fitted(cell, size) for cell, size in zip(cells, self._cells, strict=True))

    def _cell(self, name: str, row: CaseRow) -> str:
        if name == "status":
            return status_name(row.status)
        if name == "filed":
            return local_short(row.created_at, self._zone)
        values = {
            "number": str(row.number),
            "ticket": row.ticket_ref,
            "customer": row.customer,
            "assignee": row.assignee,
            "verdict": pick(row.title),
            "cause": row.final_cause or row.cause,
            "tags": " ".join(row.tags),
        }
        return values[name] or "–"


def columns_for(columns: int, zone: tzinfo | None) -> Columns:
    """Return the columns of a table so many cells wide."""
    layout = next(layout for least, layout in LAYOUTS if columns >= least)
    used = 2 + sum(cells + 1 for _name, cells in layout)
    return Columns([(name, cells or max(8, columns - used)) for name, cells in layout], zone)


def _fitted(text: str, size: int) -> str:
    shown = cut(visible_line(text[:LONGEST]), size)
    return shown + " " * (size - width(shown))
