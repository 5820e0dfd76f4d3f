"""The ledger: what was charged and given back for each piece of work, in time order (gateway.md 1, 2, 3).

One account per link key of the tables. Amounts carry their sign (a refund is negative), so an account's net is the sum
of its entries. A task record's own quota is booked only where no consume row is shown and the record proves that the
charge stands (from rc.22 on, or a reason that never refunds), and as a refund where the record was set to 0 for it.

Why a charge stands is told beside the flags: `known_cause` {"id", "en", "zh"} where one known cause is proven, else
None; `known_causes_open` a list of {"id", "en", "zh", "decides": {"en", "zh"}} of those that the rows leave open, each
with what would decide it (`advising.known_causes` fills both from rules/refunds.yaml).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from supportdesk.source import Span

if TYPE_CHECKING:
    from supportdesk.money.pricing import Charge

LATE_AFTER_S = 900
"""Refunds are booked by the poller that sees the failure, every 15 seconds (gateway.md 3); later than this is late."""

MOST_COMPARED = 5_000
"""Rows of a ledger of which a record without an id is compared with each."""

FAILED = frozenset(("failure", "failed"))
"""Words for a task that failed, of records and of answers."""

_SIGN = {"consume": 1, "refund": -1}


class LedgerRow(Protocol):
    """What a ledger needs of a table's row: known facts by name, their places, and the link key."""

    @property
    def values(self) -> Mapping[str, Any]:
        """Known facts by name."""

    @property
    def spans(self) -> Mapping[str, Sequence[Span]]:
        """Places of each fact."""

    @property
    def link(self) -> str:
        """Key that ties rows of one piece of work."""


class Prices(Protocol):
    """What says how much a charge should have been: a row's own prices, or a gateway's list beside them."""

    def expect(self, values: Mapping[str, Any]) -> Charge | None:
        """Return what the consume row with these facts should have cost, None where they do not tell."""


class Entry:
    """One booked amount: `kind` reserve, charge, settle or refund; `quota` signed; `at` Unix seconds or None."""

    __slots__ = ("at", "kind", "quota", "span")

    def __init__(self, kind: str, quota: int, at: int | None, span: Span | None) -> None:
        self.kind = kind
        self.quota = quota
        self.at = at
        self.span = span

    def to_dict(self) -> dict[str, Any]:
        """Return the entry in the shape of the public contract."""
        return {"kind": self.kind, "quota": self.quota, "at": self.at, "span": self.span}


class Account:
    """All entries of one piece of work, with what is known of its task.

    `linked_by` says what agrees where rows without a common id were linked (money.linking), None where ids did;
    `failed` and `covered` are None where the material does not tell; `expected` is what the row's own prices give, with
    the equations in `lines`; `unreadable` says that a row's amount could not be read (another currency).
    """

    __slots__ = (
        "covered", "entries", "expected", "fail_reason", "failed", "finished_at", "flags", "known_cause",
        "known_causes_open", "lines", "link", "linked_by", "request_id", "task_id", "unreadable",
    )  # fmt: skip

    def __init__(self, link: str = "") -> None:
        self.link = link
        self.task_id: str | None = None
        self.request_id: str | None = None
        self.entries: list[Entry] = []
        self.failed: bool | None = None
        self.covered: bool | None = None
        self.fail_reason = ""
        self.finished_at: int | None = None
        self.expected: int | None = None
        self.lines: tuple[str, ...] = ()
        self.flags: list[str] = []
        self.unreadable = False
        self.known_cause: dict[str, Any] | None = None
        self.known_causes_open: list[dict[str, Any]] = []
        self.linked_by: tuple[str, ...] | None = None

    @property
    def charged(self) -> int:
        """Sum of what consume rows took."""
        return sum(entry.quota for entry in self.entries if entry.quota > 0)

    @property
    def refunded(self) -> int:
        """Sum of what refund rows gave back, settlements included, as a positive number."""
        return -sum(entry.quota for entry in self.entries if entry.quota < 0)

    @property
    def net(self) -> int:
        """Sum of all entries."""
        return sum(entry.quota for entry in self.entries)

    @property
    def charges(self) -> list[Entry]:
        """The first bookings of the work: submits and plain charges, settlements left out."""
        return [entry for entry in self.entries if entry.kind in ("charge", "reserve")]

    def has(self, kind: str) -> bool:
        """Whether an entry of that kind is booked."""
        return any(entry.kind == kind for entry in self.entries)

    def to_dict(self) -> dict[str, Any]:
        """Return the account in the shape of the public contract."""
        return {
            "task_id": self.task_id,
            "request_id": self.request_id,
            "entries": [entry.to_dict() for entry in self.entries],
            "net_quota": self.net,
            "flags": self.flags,
            "known_cause": self.known_cause,
            "known_causes_open": self.known_causes_open,
            **({"linked_by": list(self.linked_by)} if self.linked_by else {}),
            **({"unreadable": True} if self.unreadable else {}),
        }


def build_ledger(
    entries: Sequence[LedgerRow],
    tasks: Sequence[LedgerRow],
    *,
    late_after_s: int = LATE_AFTER_S,
    prices: Prices | None = None,
) -> list[Account]:
    """Return one account per link key that books anything, in the order of its first entry.

    `prices` fill in what a charge's row does not record of its price, and tell the unit.
    """
    from supportdesk.money.linking import linked_by

    accounts: dict[str, Account] = {}
    charges: dict[str, LedgerRow] = {}
    for row in sorted(entries, key=_booked):  # a listing may begin with its newest row
        if row.values.get("log_type") in _SIGN:
            account = accounts.setdefault(row.link, Account(row.link))
            _book(account, row, prices)
            if row.values["log_type"] == "consume":
                charges.setdefault(row.link, row)
            elif row.link in charges and account.linked_by is None:
                account.linked_by = linked_by(row, charges[row.link], "refund")
    for row in tasks:
        account = accounts.setdefault(row.link, Account(row.link))
        _know(account, row)
        if row.link in charges and account.linked_by is None:
            account.linked_by = linked_by(row, charges[row.link])
        _book_record(account, row, entries, accounts)
    booked = [account for account in accounts.values() if account.entries or account.unreadable]
    for account in booked:
        account.entries.sort(key=lambda entry: (entry.at is None, entry.at or 0, entry.quota < 0))
        _separate_reserves(account)
        if account.failed is None and account.charges and account.has("refund") and account.net == 0:
            account.failed = True  # the whole amount goes back for a failed task only (gateway.md 2)
        account.flags = _flags(account, late_after_s)
    return sorted(booked, key=_begin)


def _book(account: Account, row: LedgerRow, prices: Prices | None) -> None:
    values = row.values
    account.task_id = account.task_id or _text(values.get("task_id"))
    account.request_id = account.request_id or _text(values.get("request_id"))
    quota = values.get("quota")
    if values.get("fail_reason"):
        account.fail_reason = account.fail_reason or str(values["fail_reason"])
        account.failed = True  # refund rows of failed tasks carry the reason (gateway.md 1)
    if not isinstance(quota, int) or isinstance(quota, bool):
        account.unreadable = True
        return
    sign = _SIGN[str(values["log_type"])]
    settles = values.get("actual_quota") is not None
    kind = "settle" if settles else ("charge" if sign > 0 else "refund")
    spans = row.spans.get("quota") or ()
    at = values.get("occurred_at")
    account.entries.append(Entry(kind, sign * quota, at if isinstance(at, int) else None, next(iter(spans), None)))
    if kind == "charge":
        charge = _expected(values) if prices is None else prices.expect(values)
        if charge is not None:
            account.expected = (account.expected or 0) + charge.quota
            account.lines += charge.lines
    elif settles:
        from supportdesk.money.expected import settled_quota

        settled = settled_quota(values)
        if settled is not None:
            account.expected = settled.quota
            account.lines += settled.lines


def _expected(values: Mapping[str, Any]) -> Charge | None:
    from supportdesk.money.expected import expected_quota

    return expected_quota(values)


def _know(account: Account, row: LedgerRow) -> None:
    values = row.values
    account.task_id = account.task_id or _text(values.get("task_id"))
    status = values.get("task_status")
    if status is not None:
        account.failed = status in FAILED
    covered = values.get("covered")
    if covered is not None and account.covered is not False:
        account.covered = bool(covered)
    account.fail_reason = str(values.get("fail_reason") or account.fail_reason)
    finished = values.get("finished_at")
    account.finished_at = finished if isinstance(finished, int) else account.finished_at


def _book_record(
    account: Account, row: LedgerRow, entries: Sequence[LedgerRow], accounts: Mapping[str, Account]
) -> None:
    quota, submitted = row.values.get("quota"), row.values.get("submitted_at")
    if quota == 0 and row.values.get("refunded_quota") == account.charged > 0 == account.refunded:
        place = next(iter(row.spans.get("quota") or ()), None)
        account.entries.append(Entry("refund", -account.charged, account.finished_at, place))
        return
    if account.charges or not account.failed or not account.covered or not isinstance(quota, int) or quota <= 0:
        return
    shown = _one_of_equals(row, entries, accounts)
    if shown is not None:
        account.entries.append(shown.entries.pop())
        return
    place = next(iter(row.spans.get("quota") or ()), None)
    account.entries.append(Entry("charge", quota, submitted if isinstance(submitted, int) else None, place))


def _one_of_equals(row: LedgerRow, entries: Sequence[LedgerRow], accounts: Mapping[str, Account]) -> Account | None:
    """Return the account of a shown charge that is as good as the record's own: of equal parallel jobs any one is.

    Else the record's charge would be booked beside the row that it is.
    """
    if len(entries) > MOST_COMPARED:
        return None
    from supportdesk.money.linking import rank

    free = [
        entry
        for entry in entries
        if entry.values.get("log_type") == "consume"
        and (account := accounts.get(entry.link)) is not None
        and account.task_id is None
        and [one.kind for one in account.entries] == ["charge"]
    ]
    found = rank("task", row, free).candidates
    return accounts[found[0].row.link] if found and {"amount", "time"} <= set(found[0].agrees) else None


def _separate_reserves(account: Account) -> None:
    """Name the submit row of a task that was settled later what it was: a reservation."""
    if account.has("settle"):
        for entry in account.entries:
            if entry.kind == "charge":
                entry.kind = "reserve"


def _flags(account: Account, late_after_s: int) -> list[str]:
    flags = []
    refunds = [entry for entry in account.entries if entry.kind == "refund"]
    charges = account.charges
    stands = account.failed is True and account.net > 0 and bool(charges)
    if stands and account.covered:
        flags.append("kept")
    if len(charges) > 1 or account.net < 0 < account.charged:
        flags.append("doubled")
    if stands and refunds:
        flags.append("partial")
    ended = account.finished_at
    if ended and any(entry.at is not None and entry.at > ended + late_after_s for entry in refunds):
        flags.append("late")
    if stands and account.covered and not refunds:
        flags.append("missing")
    if account.expected is not None and not account.failed and account.net != account.expected and len(charges) == 1:
        flags.append("mismatch")
    if refunds and not charges and not account.unreadable:
        flags.append("unlinkable")  # its charge is not shown, or several fit
    return flags


def _booked(row: LedgerRow) -> tuple[float, bool, str]:
    """Return what rows are booked by: their time, charges before refunds, and their own id."""
    at = row.values.get("occurred_at")
    first = at if isinstance(at, int) else float("inf")
    return first, row.values.get("log_type") == "refund", str(row.values.get("request_id") or "")


def _begin(account: Account) -> tuple[float, str]:
    first = account.entries[0].at if account.entries else None
    return float("inf") if first is None else first, account.request_id or account.task_id or ""


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
