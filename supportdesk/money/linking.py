"""Work without shared ids: which charges a refund, settlement or task record may belong to (gateway.md 3, 'Linking').

Submit rows carry no task id before E3, and background rows a request id of their own, so that user, model, channel,
amount and time are all that ties them. Candidates are ranked by what agrees; those that nothing tells apart make the
tie ambiguous, and then none is booked as linked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.named import NamedTuple
from supportdesk.source import Span

if TYPE_CHECKING:
    from supportdesk.money.ledger import LedgerRow

SUBMIT_SECONDS = 10
"""How far a submit row's time may lie from the task's submission for the time to agree."""

REFUND_SECONDS = 26 * 3600
"""A task ends, and is refunded, within a day of its submit (gateway.md 3: 1440 minutes); two hours more to be seen."""

FACTS = {"user": "user_id", "model": "model", "channel": "channel_id", "group": "group"}
"""What agrees in all rows of a task, beside amount and time, and the facts that say it; 0 stands for one not shown."""

MOST_LOOSE = 50
"""Loose ends of one ledger whose candidates are looked for."""
MOST_CANDIDATES = 5


class Candidate(NamedTuple):
    """A charge that a loose end may belong to.

    `agrees` and `differs` are words among user, model, channel, group, amount, time; what neither names is not known of
    both. `seconds` lie between the charge and what it is compared with, None where a time is missing.
    """

    row: LedgerRow
    agrees: tuple[str, ...]
    differs: tuple[str, ...]
    seconds: int | None

    def to_dict(self) -> dict[str, Any]:
        """Return the candidate as data; its span is a `Span`, for the caller to place."""
        return {
            "request_id": self.row.values.get("request_id"),
            "quota": self.row.values.get("quota"),
            "at": self.row.values.get("occurred_at"),
            "agrees": list(self.agrees),
            "differs": list(self.differs),
            "seconds": self.seconds,
            "span": _place(self.row),
        }


class Loose(NamedTuple):
    """A refund, a settlement or a task without its charge, with the charges that may be it, the likeliest first.

    `ambiguous` says that nothing tells the first two apart.
    """

    kind: str
    row: LedgerRow
    candidates: tuple[Candidate, ...]
    ambiguous: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the loose end as data; spans are `Span`s, for the caller to place."""
        values = self.row.values
        return {
            "kind": self.kind,
            "task_id": values.get("task_id"),
            "quota": values.get("quota"),
            "at": values.get("submitted_at") if self.kind == "task" else values.get("occurred_at"),
            "span": _place(self.row),
            "ambiguous": self.ambiguous,
            "candidates": [candidate.to_dict() for candidate in self.candidates],
        }


def find_loose(entries: Sequence[LedgerRow], tasks: Sequence[LedgerRow]) -> list[Loose]:
    """Return every refund, settlement and task record that no charge shares a link with, with its candidates."""
    charges = [row for row in entries if row.values.get("log_type") == "consume" and not _settles(row)]
    charged = {row.link for row in charges}
    refunded = {row.link for row in entries if row.values.get("log_type") == "refund"}
    loose: list[Loose] = []
    seen: set[str] = set()
    for kind, row in _ends(entries, tasks):
        if row.link in charged or row.link in seen or len(loose) >= MOST_LOOSE:
            continue
        seen.add(row.link)
        free = [charge for charge in charges if kind == "task" or charge.link not in refunded]
        loose.append(rank(kind, row, free))
    return loose


def rank(kind: str, row: LedgerRow, charges: Sequence[LedgerRow]) -> Loose:
    """Return the charges that a loose end may belong to, by what agrees, then by time."""
    found = [candidate for charge in charges if (candidate := _compared(kind, row, charge)) is not None]
    found.sort(key=_order)
    ambiguous = len(found) > 1 and _order(found[0])[:2] == _order(found[1])[:2]
    return Loose(kind, row, tuple(found[:MOST_CANDIDATES]), ambiguous)


def linked_by(row: LedgerRow, charge: LedgerRow, kind: str = "task") -> tuple[str, ...] | None:
    """Return what agrees between two rows that are linked without an id of both, None where an id does."""
    for fact in ("task_id", "request_id"):
        one = row.values.get(fact)
        if one is not None and one == charge.values.get(fact):
            return None
    candidate = _compared(kind, row, charge)
    return None if candidate is None else candidate.agrees


def _ends(entries: Sequence[LedgerRow], tasks: Sequence[LedgerRow]) -> Iterator[tuple[str, LedgerRow]]:
    for row in entries:
        if row.values.get("log_type") == "refund" or (row.values.get("log_type") == "consume" and _settles(row)):
            yield ("settle" if _settles(row) else "refund"), row
    for task in tasks:
        if task.values.get("submitted_at") is not None or task.values.get("quota") is not None:
            yield "task", task


def _compared(kind: str, row: LedgerRow, charge: LedgerRow) -> Candidate | None:
    """Return how a charge compares with a loose end; None where it cannot be its own."""
    if kind == "task" and charge.values.get("task_id") is not None and row.values.get("task_id") is not None:
        return None  # the charge names another task
    agrees: list[str] = []
    differs: list[str] = []
    for word, fact in FACTS.items():
        mine, theirs = row.values.get(fact), charge.values.get(fact)
        if mine in (None, 0, "") or theirs in (None, 0, ""):
            continue
        (agrees if mine == theirs else differs).append(word)
    if differs or not agrees:
        return None
    amount = _amount(kind, row)
    booked = charge.values.get("quota")
    if isinstance(booked, int) and amount is not None:
        if amount > booked:
            return None  # no more goes back than was taken
        (agrees if amount == booked else differs).append("amount")
    seconds = _seconds(kind, row, charge)
    if seconds is not None:
        in_time = abs(seconds) <= SUBMIT_SECONDS if kind == "task" else 0 <= seconds <= REFUND_SECONDS
        if kind != "task" and not in_time:
            return None  # a refund follows its charge
        (agrees if in_time else differs).append("time")
    return Candidate(charge, tuple(agrees), tuple(differs), seconds)


def _amount(kind: str, row: LedgerRow) -> int | None:
    """Return the charge that a loose end speaks of: its own amount, or what a settlement says was taken before."""
    fact = "pre_consumed_quota" if kind == "settle" else "quota"
    amount = row.values.get(fact)
    if not isinstance(amount, int) or isinstance(amount, bool):
        return None
    return None if kind == "task" and amount == 0 else amount  # a refunded task's record is set to 0 (rc.22)


def _seconds(kind: str, row: LedgerRow, charge: LedgerRow) -> int | None:
    at = row.values.get("submitted_at" if kind == "task" else "occurred_at")
    booked = charge.values.get("occurred_at")
    return at - booked if isinstance(at, int) and isinstance(booked, int) else None


def _order(candidate: Candidate) -> tuple[int, int, int]:
    """Return what ranks a candidate: more that agrees, less that differs, then the nearer time."""
    seconds = candidate.seconds
    return -len(candidate.agrees), len(candidate.differs), abs(seconds) if seconds is not None else REFUND_SECONDS


def _settles(row: LedgerRow) -> bool:
    return row.values.get("actual_quota") is not None


def _place(row: LedgerRow) -> Span | None:
    for fact in ("quota", "task_id", "submitted_at"):
        places = row.spans.get(fact) or ()
        if places:
            return next(iter(places))
    return None
