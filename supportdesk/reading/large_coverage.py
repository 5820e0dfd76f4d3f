"""What large exports prove by being whole: the time that their log rows and task records cover, and the types in them.

An export is a complete listing where its form shows it: a dump says that it is a whole table, an API's page states a
total, or the rows' ids follow each other without a gap (`gapless`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from supportdesk.reading.evidence import Piece, Reading
from supportdesk.reading.gapless import Ids
from supportdesk.reading.large_files import Export
from supportdesk.reading.listings import WRITTEN_AFTER
from supportdesk.source import Span

_NOWHERE = Span(0, 0, 0)
_LATEST = 100_000_000_000


class Listing:
    """The rows of one file while they pass: spans of time, types, and whether the ids follow each other."""

    def __init__(self, export: Export | None) -> None:
        self.export = export
        self.oldest: int | None = None
        self.newest: int | None = None
        self.used = 0
        self.timed = True
        self.types: set[str] = set()
        self.consumed = False
        self.first_task: int | None = None
        self.last_task: int | None = None
        self.tasks_timed = True
        self.logs, self.tasks = Ids(), Ids()
        self.whole: bool | None = None

    def plain(self, at: int, used: Any, number: Any, *, refund: bool) -> None:
        """Note a plain row by its time, its duration and its id."""
        if refund:
            self.types.add("refund")
        else:
            self.consumed = True
        if self.oldest is None or self.newest is None or at <= self.oldest or at > self.newest:
            self._at(at, used)
        if self.logs.gapless:
            self.logs.add(number, at)

    def unbooked(self, kind: str, at: Any, used: Any, number: Any) -> bool:
        """Note a row that books nothing; False where its time is not plain, so that it must be read."""
        if not isinstance(at, int | str) or not str(at).isdigit() or not 0 < int(at) < _LATEST:
            return False
        self.types.add(kind)
        self._at(int(at), used)
        self.logs.add(number, int(at))
        return True

    def read(self, cells: dict[str, Any], piece: Piece) -> None:
        """Note a row that was read in full."""
        if piece.kind == "task_row":
            at = piece.first("submitted_at")
            self.tasks.add(cells.get("id"), at if isinstance(at, int) else None)
            if not isinstance(at, int):
                self.tasks_timed = False
                return
            self.first_task = at if self.first_task is None else min(self.first_task, at)
            self.last_task = at if self.last_task is None else max(self.last_task, at)
            return
        at, kind = piece.first("occurred_at"), piece.first("log_type")
        self.logs.add(cells.get("id"), at if isinstance(at, int) else None)
        if kind is not None:
            self.types.add(str(kind))
        if isinstance(at, int):
            self._at(at, piece.first("use_time_s"))
        else:
            self.timed = False

    def close(self) -> None:
        """Take over, behind the last row, whether the form shows that this is all."""
        self.whole = self.export is not None and self.export.whole

    def _at(self, at: int, used: Any) -> None:
        if self.oldest is None or at <= self.oldest:
            seconds = int(used) if isinstance(used, int) or str(used or "").isdigit() else 0
            self.used = max(self.used, seconds) if at == self.oldest else seconds
            self.oldest = at
        if self.newest is None or at > self.newest:
            self.newest = at


class Coverage:
    """What all files together cover."""

    def __init__(self) -> None:
        self.listings: list[Listing] = []
        self.stated: list[Reading] = []
        self.listed = False

    def listing(self, export: Export) -> Listing:
        """Begin the listing of a file."""
        self.listings.append(Listing(export))
        return self.listings[-1]

    def take(self, pieces: Sequence[Piece]) -> None:
        """Take what the listings and answers of a small file prove."""
        self.listed = self.listed or any(piece.kind == "log_row" for piece in pieces)
        self.stated += [
            reading for piece in pieces if piece.kind in ("listing", "status") for reading in piece.readings
        ]

    @property
    def distinct(self) -> bool:
        """Whether no row can stand here twice: there is one listing of log rows, and its ids follow each other."""
        listings = [one for one in self.listings if one.logs.count]
        return len(listings) == 1 and listings[0].logs.gapless and not self.listed

    def piece(self, *, recorded: bool) -> Piece:
        """Return the listing's facts as a piece; those of the task records only for work that has one."""
        readings = list(self.stated)
        for one in self.listings:
            readings += _logs(one)
            readings += _tasks(one) if recorded else []
        return Piece("listing", "record", _NOWHERE, readings)


def _logs(one: Listing) -> list[Reading]:
    facts: dict[str, Any] = {}
    if one.consumed:
        one.types.add("consume")
    if not one.logs.count:
        return []
    if one.timed and one.oldest is not None and one.newest is not None:
        facts = {"listing_from": one.oldest - one.used - WRITTEN_AFTER, "listing_until": one.newest}
    if len(one.types) > 1:
        facts["listing_one_type"] = False
    if _is_whole(one, one.logs):
        facts["listing_complete"] = True
    return [Reading(name, value, _NOWHERE) for name, value in facts.items()]


def _tasks(one: Listing) -> list[Reading]:
    if not one.tasks.count or not one.tasks_timed or one.first_task is None or one.last_task is None:
        return []
    facts: dict[str, Any] = {"tasks_from": one.first_task, "tasks_until": one.last_task}
    if _is_whole(one, one.tasks):
        facts["tasks_complete"] = True
    return [Reading(name, value, _NOWHERE) for name, value in facts.items()]


def _is_whole(one: Listing, ids: Ids) -> bool:
    unread = one.export is not None and one.export.faults.count > 0
    return not unread and (bool(one.whole) or ids.whole)
