"""What the ledger's screen shows: accounts of a diagnosis, or of a file; read in a thread, touches no widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from supportdesk.named import NamedTuple
from supportdesk.render.hypotheses import hypothesis_text
from supportdesk.source import Source


class Booking(NamedTuple):
    """One line of the ledger.

    `at` are Unix seconds or None, `kind` and signed `quota` the entry's, `net` the sum of all up to it, and `account`
    the number of the one that it belongs to.
    """

    at: int | None
    kind: str
    quota: int
    net: int
    account: int


class LedgerData(NamedTuple):
    """A ledger.

    `name` is the file's ('' for the ticket's), `accounts` have the shape of `money.ledger`, `money` is the diagnosis's;
    `unread` counts the places that no row was read from.
    """

    name: str
    accounts: Sequence[Mapping[str, Any]]
    money: Mapping[str, Any]
    unread: int = 0

    def bookings(self) -> list[Booking]:
        """Return all entries in time order, those without a time at the end, with the running net."""
        entries = [
            (entry["at"] is None, entry["at"] or 0, number, at, entry)
            for number, account in enumerate(self.accounts)
            for at, entry in enumerate(account["entries"])
        ]
        net, found = 0, []
        for _untimed, _at, number, _place, entry in sorted(entries, key=lambda one: one[:4]):
            net += entry["quota"]
            found.append(Booking(entry["at"], entry["kind"], entry["quota"], net, number))
        return found

    def totals(self) -> tuple[int, int, int]:
        """Return what was charged, given back, and the net."""
        quotas = [entry["quota"] for account in self.accounts for entry in account["entries"]]
        charged = sum(quota for quota in quotas if quota > 0)
        return charged, charged - sum(quotas), sum(quotas)

    def hypotheses(self, account: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return the (words, equation) of the ways of billing that give one of an account's charges."""
        charges = {entry["quota"] for entry in account["entries"] if entry["quota"] > 0}
        told = self.money.get("hypotheses") or ()
        return [
            (hypothesis_text(one["id"]), one["equation"]) for one in told if one["quota"] in charges and one["fits"]
        ]


def ledger_of(data: Mapping[str, Any]) -> LedgerData | None:
    """Return the ledger of a diagnosis, None where its material shows no charge."""
    money = data.get("money") or {}
    accounts = [account for account in money.get("ledger") or () if account["entries"]]
    return LedgerData("", accounts, money) if accounts else None


def read_ledger(path: str) -> LedgerData:
    """Return the ledger of a file, masked at the door; raises InputError for what cannot be read."""
    from supportdesk.advising.whole_ledger import whole_ledger
    from supportdesk.diagnosing import diagnose
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.reading.files import read_file

    sources: list[Source] = read_file(path)
    done = diagnose(sources)
    data = done.to_dict()
    accounts = [account for account in whole_ledger(done, load_knowledge()) if account["entries"]]
    return LedgerData(path, accounts, data["money"], len(data["not_read"]))
