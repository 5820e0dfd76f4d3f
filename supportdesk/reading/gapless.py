"""Whether rows are a piece of a table without a gap, by their ids: then no row between the first and last is missing.

Rows that a filter left out would leave gaps. The positions that a user's view has for ids (gateway.md 1) count from the
newest row, so that their times run back; only ids and times that run the same way prove anything.
"""

from __future__ import annotations

from typing import Any

FEWEST = 3
"""Rows from which on their ids prove something."""


class Ids:
    """Whether ids follow each other without a gap, upwards or downwards, while times run the same way."""

    __slots__ = ("count", "gapless", "last", "last_at", "moved", "step")

    def __init__(self) -> None:
        self.count = 0
        self.gapless = True
        self.last: int | None = None
        self.last_at: int | None = None
        self.step = 0
        self.moved = False

    def add(self, cell: Any, at: int | None) -> None:
        """Take the id and time of the next row."""
        self.count += 1
        if not self.gapless:
            return
        number = cell if type(cell) is int else int(cell) if type(cell) is str and cell.isdigit() else None
        if number is None or at is None:
            self.gapless = False
            return
        if self.last is not None and self.last_at is not None:
            step = number - self.last
            self.step = self.step or step
            self.moved = self.moved or at != self.last_at
            self.gapless = step == self.step and step in (1, -1) and (at - self.last_at) * step >= 0
        self.last, self.last_at = number, at

    @property
    def whole(self) -> bool:
        """Whether no row between the first and the last is missing."""
        return self.gapless and self.count >= FEWEST and self.moved
