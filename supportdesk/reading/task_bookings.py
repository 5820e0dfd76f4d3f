"""What a task's own record says of its charge and of its refund, in the unit of the system that answers."""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Reading
from supportdesk.reading.members import member, number_member
from supportdesk.value import Value

_HUMPS = lazy(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_BACK_WORDS = frozenset(("refund", "refunded", "refunds", "returned", "released", "reversed", "reimbursed"))
_TAKEN_WORDS = frozenset(
    ("charge", "charged", "cost", "costs", "consume", "consumed", "debit", "debited", "deducted", "spent", "billed",
     "paid", "used")
)  # fmt: skip
_UNIT_WORDS = frozenset(
    ("credit", "credits", "point", "points", "amount", "quota", "usd", "cents", "coins", "buzz", "pollen", "total")
)
_ALONE = frozenset(("charge", "charged", "cost", "consume", "consumed", "debited", "deducted", "billed"))
"""Words that tell a charge without any unit beside them."""
_FLAG_WORDS = frozenset(("is", "was", "has", "been", "fully", "status", "state", "auto"))
"""Words of a name that says whether something came back: `isRefunded`, `refund_status`."""
_DONE = frozenset(("refunded", "success", "succeeded", "completed", "done", "full", "returned", "yes"))
_OPEN = frozenset(("none", "not_refunded", "no", "failed", "unrefunded"))


def read_bookings(task: Value) -> list[Reading]:
    """Return charged_amount and refunded_amount; a flag that says that all or nothing came back counts as an amount."""
    readings: list[Reading] = []
    for name, value in [*task.data.items(), *_usage_of(task)]:
        fact = _booked(str(name))
        if fact is not None and value.kind == "number" and value.span is not None:
            readings.append(Reading(fact, abs(value.data), value.span))
    if {item.fact for item in readings} <= {"refunded_amount"}:
        price = number_member(task, "quota", "amount", "price", "fee")
        if price is not None and price.span is not None and (readings or _flag(task) is not None):
            readings.append(Reading("charged_amount", abs(price.data), price.span))
    flag = _flag(task) if {item.fact for item in readings} == {"charged_amount"} else None
    if flag is not None and flag[1].span is not None:
        readings.append(Reading("refunded_amount", readings[0].value if flag[0] else 0, flag[1].span))
    return readings[:4]


def _booked(name: str) -> str | None:
    """Return which amount a member's name tells: `creditsRefunded`, `refund_amount`; `costCredits`, `charged`."""
    if len(name) > 40:
        return None
    words = {word.lower() for word in _HUMPS.findall(name)}
    back, taken = words & _BACK_WORDS, words & _TAKEN_WORDS
    if words - _BACK_WORDS - _TAKEN_WORDS - _UNIT_WORDS or not (back or taken):
        return None
    if back:
        return "refunded_amount"
    return "charged_amount" if words & _UNIT_WORDS or words <= _ALONE else None


def _flag(task: Value) -> tuple[bool, Value] | None:
    """Return whether a member says that the charge came back, and the member; None where none speaks of it."""
    for name, value in task.data.items():
        words = {word.lower() for word in _HUMPS.findall(str(name)[:40])}
        if not words & _BACK_WORDS or words - _BACK_WORDS - _UNIT_WORDS - _FLAG_WORDS:
            continue
        said = value.data if value.kind == "boolean" else None
        if value.kind == "string":
            word = str(value.data).strip().lower()
            said = True if word in _DONE else False if word in _OPEN else None
        if isinstance(said, bool):
            return said, value
    return None


def _usage_of(task: Value) -> list[tuple[str, Value]]:
    """Return the members of `meta.usage` (PiAPI: what a task consumed)."""
    usage = member(member(task, "meta"), "usage")
    return list(usage.data.items()) if usage is not None and usage.kind == "object" else []
