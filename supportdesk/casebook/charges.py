"""Which charges a case is about, so that one refund is not advised in two cases.

One row a key of a charge of a verdict (`advising.charge_keys`); the newest verdict of each case counts. All functions
run inside the caller's transaction or snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.advising.charge_keys import NEAR_S, Charge, Earlier
from supportdesk.casebook.guard import guarded

if TYPE_CHECKING:
    from sqlite_utils import Database

    from supportdesk.casebook.store import Store

MOST_CHARGES = 1_000
"""Charges of one case that are kept; an export of a month is no dispute."""

MOST_COMPARED = 50
"""Charges of one case that are compared with other cases' when it is shown."""

_SAME = """
SELECT charges.number, charges.key, charges.gateway, charges.refund_quota, charges.verdict, charges.position,
       cases.refund_quota AS decided_quota, cases.decided_at
FROM charges JOIN cases ON cases.number = charges.number
WHERE charges.verdict = (SELECT max(id) FROM verdicts WHERE verdicts.number = charges.number)
  AND cases.withdrawn_at IS NULL AND charges.number <> ? AND {which}
ORDER BY charges.number, charges.position
"""
_BY_KEY = "charges.key IN ({marks})"
_BY_AMOUNT = "charges.quota = ? AND charges.at BETWEEN ? AND ? AND charges.model = ?"
_OF_VERDICT = "SELECT position, max(refund_quota) AS refund_quota FROM charges WHERE verdict = ? GROUP BY position"


def charges_in(diagnosis: Mapping[str, Any]) -> Iterator[tuple[Charge, int]]:
    """Yield each charge of a diagnosis with the quota that goes back of it.

    Diagnoses that were made before charges had keys are told by the ids of their ledger.
    """
    money = diagnosis.get("money") or {}
    ledger = money.get("ledger") or ()
    for account in ledger:
        told = account.get("charge")
        if told is None:
            yield _without_keys(account), _share(account, money, alone=len(ledger) == 1)
            continue
        names = ("gateway", "model", "quota", "at")
        yield Charge(tuple(told["keys"]), told["named"], *(told[name] for name in names)), account["refund_quota"] or 0


def keep(db: Database, verdict: int, number: int, diagnosis: Mapping[str, Any]) -> None:
    """Store the charges of a verdict that was just added."""
    rows = []
    for position, (charge, refund) in enumerate(charges_in(diagnosis)):
        if position >= MOST_CHARGES:
            break
        about = {
            "verdict": verdict, "number": number, "position": position, "named": charge.named,
            "gateway": _text(charge.gateway), "model": _text(charge.model), "quota": charge.quota, "at": charge.at,
            "refund_quota": refund,
        }  # fmt: skip
        rows += [{**about, "key": guarded(key)} for key in charge.keys]
    if rows:
        db.table("charges").insert_all(rows)


def earlier_of(store: Store, diagnosis: Mapping[str, Any], *, but: int) -> list[Earlier]:
    """Return what other cases give back of the charges of a diagnosis, one entry a case, the oldest first."""
    found: dict[int, Earlier] = {}
    for position, (charge, _refund) in enumerate(charges_in(diagnosis)):
        if position >= MOST_COMPARED:
            break
        for one in earlier(store, charge, but=but):
            found[one.case] = one.joined(found.get(one.case))
    return [found[number] for number in sorted(found)]


def earlier(store: Store, charge: Charge, *, but: int) -> Sequence[Earlier]:
    """Return what cases other than number `but` give back, or decided to, of a charge; the oldest case first.

    What is only advised counts in the cases filed before number `but` alone: of two cases one gives the refund.
    Certain is an equal id of the gateway's; an equal model, amount and second, or a time near it, may be another work.
    """
    found: dict[int, Earlier] = {}
    if not store.is_current:
        return []  # an older file that may only be read keeps no charges
    keys = [guarded(key) for key in charge.keys]
    if keys:
        rows = store.rows(_SAME.format(which=_BY_KEY.format(marks=", ".join("?" * len(keys)))), [but, *keys])
        for row in rows:
            if charge.gateway and row["gateway"] and row["gateway"] != guarded(charge.gateway):
                continue
            _add(found, row, store, but, certain=charge.named)
    if charge.quota and charge.at is not None and charge.model:
        values = [but, charge.quota, charge.at - NEAR_S, charge.at + NEAR_S, guarded(charge.model)]
        for row in store.rows(_SAME.format(which=_BY_AMOUNT), values):
            if not _differs(row["key"], keys):
                _add(found, row, store, but, certain=False)
    return [found[number] for number in sorted(found)]


def _differs(key: str, keys: Iterable[str]) -> bool:
    """Whether two charges have ids of one kind, which are not the same."""
    kind = key.partition(":")[0]
    return any(one.partition(":")[0] == kind and one != key for one in keys if kind != "charge")


def _add(found: dict[int, Earlier], row: Mapping[str, Any], store: Store, but: int, *, certain: bool) -> None:
    number, decided = row["number"], row["decided_at"] is not None and row["decided_quota"] is not None
    if number in found:
        return
    quota = row["refund_quota"]
    if decided:
        shares = store.rows(_OF_VERDICT, [row["verdict"]])
        if len(shares) == 1:
            quota = row["decided_quota"]
        elif sum(share["refund_quota"] for share in shares) != row["decided_quota"]:
            quota, certain = min(row["decided_quota"], quota or row["decided_quota"]), False  # of which charge is open
    if decided or (quota and not 0 < but < number):
        found[number] = Earlier(number, quota, decided, certain)


def _without_keys(account: Mapping[str, Any]) -> Charge:
    keys = [
        f"{kind}:{account[name]}"
        for kind, name in (("task", "task_id"), ("request", "request_id"))
        if account.get(name)
    ]
    first: Mapping[str, Any] = next((entry for entry in account.get("entries") or () if entry["quota"] > 0), {})
    return Charge(tuple(keys), bool(keys), None, None, first.get("quota"), first.get("at"))


def _share(account: Mapping[str, Any], money: Mapping[str, Any], *, alone: bool) -> int:
    refund = money.get("refund_quota") or 0
    return refund if alone else min(refund, max(0, account.get("net_quota") or 0))


def _text(value: str | None) -> str | None:
    return None if value is None else guarded(value)
