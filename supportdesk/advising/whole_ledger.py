"""The ledger of all the work in the material, not only of what is disputed, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.advising.charge_keys import identify_charges
from supportdesk.advising.known_causes import add_known_causes

if TYPE_CHECKING:
    from supportdesk.advising.diagnosis import Diagnosis
    from supportdesk.money.ledger import Account


def whole_ledger(done: Diagnosis, knowledge: Any) -> list[dict[str, Any]]:
    """Return the accounts of a diagnosis's rows in the shape of `money.ledger`, their entries' places included."""
    from supportdesk.money.ledger import build_ledger
    from supportdesk.money.price_list import price_list_of

    accounts = build_ledger(done.tables.entries, done.tables.tasks, prices=price_list_of(done.tables.offers))
    add_known_causes(accounts, done.findings.judged, knowledge)
    charges = identify_charges(accounts, done.tables)
    ledger = []
    for account, charge in zip(accounts, charges, strict=True):
        told = told_account(account)
        for entry in told["entries"]:
            place = entry["span"]
            entry["span"] = None if place is None else done.sources[place.source].place(place)
        ledger.append({**told, "charge": charge.to_dict(), "idempotency_key": charge.idempotency_key})
    return ledger


def told_account(account: Account) -> dict[str, Any]:
    """Return an account in the shape of the contract, with what its charge should be and the equations to it.

    `expected_quota` is None where the rows do not record a price.
    """
    return {**account.to_dict(), "expected_quota": account.expected, "lines": list(account.lines)}
