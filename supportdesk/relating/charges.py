"""What the log rows of a ticket show together: charges that repeat another one, and whether refunds equal the charges.

Rows of one job, or of one model and input within minutes, are the same work booked again: each call counts its own
input, and a conversation grows with every turn. Fixed prices repeat by nature, so rows without tokens prove nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from supportdesk.relating.tables import Fact, Row

AGAIN_WITHIN_S = 900
"""Seconds between two charges of the same input within which the second counts as a repetition of the first."""


def describe_charges(entries: Sequence[Row]) -> dict[str, tuple[Fact, list[Row]]]:
    """Return the ticket's facts `repeated_charges` and `given_back` with the rows that show them; absent: not known."""
    facts: dict[str, tuple[Fact, list[Row]]] = {}
    charges = [row for row in entries if row.values.get("log_type") == "consume"]
    refunds = [row for row in entries if row.values.get("log_type") == "refund"]
    again = _repeated(charges)
    if len(charges) > 1 and any(_work(row) is not None for row in charges):
        facts["repeated_charges"] = len(again), again or charges
    if charges and refunds:
        sums = [_sum(charges, fact) == _sum(refunds, fact) for fact in ("quota", "amount") if _sum(charges, fact)]
        if sums:
            facts["given_back"] = any(sums), refunds
    return facts


def _repeated(charges: Sequence[Row]) -> list[Row]:
    """Return the charges that repeat the one before them of the same work."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in charges:
        work = _work(row)
        if work is not None:
            groups.setdefault(work, []).append(row)
    return [
        later
        for work, rows in groups.items()
        for earlier, later in pairwise(sorted(rows, key=_at))
        if work[0] == "job" or _again(earlier, later)
    ]


def _work(row: Row) -> tuple[object, ...] | None:
    """Return what two charges of the same work have in common, or None where the row does not tell."""
    values = row.values
    if values.get("job_id"):
        return "job", values["job_id"]
    prompt = values.get("prompt_tokens")
    if not isinstance(prompt, int) or prompt <= 1:
        return None
    return "input", values.get("model"), prompt


def _again(earlier: Row, later: Row) -> bool:
    if abs(_at(later) - _at(earlier)) > AGAIN_WITHIN_S:
        return False
    one, other = earlier.values, later.values
    ids = one.get("request_id"), other.get("request_id")
    if None not in ids and ids[0] == ids[1]:
        return False  # one call, which `duplicates` speaks of
    same_output = one.get("completion_tokens") == other.get("completion_tokens")
    return not (same_output and one.get("quota") != other.get("quota"))  # else the price is in question


def _at(row: Row) -> int:
    at = row.values.get("occurred_at")
    return at if isinstance(at, int) else 0


def _sum(rows: Sequence[Row], fact: str) -> float:
    """Return the sum of a fact over rows that all know it, else 0."""
    amounts = [row.values.get(fact) for row in rows]
    numbers = [amount for amount in amounts if isinstance(amount, int | float) and not isinstance(amount, bool)]
    return round(sum(numbers), 9) if len(numbers) == len(rows) else 0
