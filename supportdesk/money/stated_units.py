"""Charges by unit: so much a second, an image or a call, times how many; and how a balance sank by such charges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from supportdesk.named import NamedTuple
from supportdesk.reading.stated_prices import Stated

MOST_OF_A_KIND = 4
ONE = Decimal(1)


class Fit(NamedTuple):
    """A way of billing that gives an amount: its id, the amount it gives and the equation; `times` of `documented`."""

    id: str
    value: Decimal
    line: str
    times: int = 1
    documented: Decimal | None = None


def unit_fits(amount: Stated, stated: Sequence[Stated]) -> list[Fit]:
    """Return the ways in which prices by unit give exactly an amount, the documented first."""
    prices = _first(one for one in stated if one.kind == "price" and one.unit in ("second", "image", "call"))
    if not prices:
        return []
    seconds = _values(stated, "seconds")
    images = _values(stated, "images")
    groups = [one.value for one in stated if one.kind == "ratio" and one.role == "group"][:1]
    found: list[Fit] = []
    for price in prices:
        for second, image, group in product([ONE, *seconds], [ONE, *images], [ONE, *groups]):
            factors = [factor for factor in (second, image, group) if factor != ONE]
            value = price.value * second * image * group
            if value != amount.value or not factors or price.span == amount.span:
                continue
            kind = _kind(price.unit, second != ONE, group != ONE or not groups or groups[0] == ONE)
            line = " * ".join(map(plain, (price.value, *factors))) + f" = {plain(value)}"
            found.append(Fit(kind, value, line, documented=None if kind == "documented" else price.value))
    return sorted(found, key=lambda fit: fit.id != "documented")


def balance_fit(stated: Sequence[Stated]) -> tuple[Fit, Stated] | None:
    """Return how the drop of a balance follows from the price of one piece of work, or None where it does not.

    'only-successes': the failed ones cost nothing. 'failures-too': they were charged as well. 'charged-again': one
    piece of work was charged several times.
    """
    by_kind = {kind: [one for one in stated if one.kind == kind] for kind in ("moved", "each", *COUNTED)}
    for moved, each in product(by_kind["moved"], by_kind["each"]):
        if each.value <= 0 or moved.value <= 0 or moved.span.start <= each.span.start < moved.span.end:
            continue
        times, rest = divmod(moved.value, each.value)
        if rest or times > MOST_PIECES:
            continue
        line = f"{plain(times)} * {plain(each.value)} = {plain(moved.value)}"
        kind = _pieces(times, *({one.value for one in by_kind[kind]} for kind in COUNTED))
        if kind:
            return Fit(kind, moved.value, line, int(times)), moved
    return None


COUNTED = ("submits", "succeeded", "failed")
MOST_PIECES = 1000


def _pieces(times: Decimal, submits: set[Decimal], succeeded: set[Decimal], failed: set[Decimal]) -> str:
    """Return what as many charges as these are, by how much was sent, succeeded and failed."""
    if failed or succeeded:
        sums = {one + other for one, other in product(succeeded, failed)}
        rests = {one - other for one, other in product(submits, failed) if one > other}
        if times in succeeded or (times in rests and not succeeded):
            return "only-successes"
        if times in sums or (times in submits and failed):
            return "failures-too"
        return ""
    return "charged-again" if times > 1 and (not submits or submits == {Decimal(1)}) else ""


def _kind(unit: str, of_seconds: bool, of_group: bool) -> str:
    if not of_group:
        return "no-group"
    if unit == "second":
        return "documented" if of_seconds else "no-seconds"
    if unit == "image":
        return "documented" if not of_seconds else "seconds"
    return "documented"


def _first(found: Iterator[Stated]) -> list[Stated]:
    known: dict[tuple[Decimal, str], Stated] = {}
    for one in found:
        known.setdefault((one.value, one.unit), one)
    return list(known.values())[:MOST_OF_A_KIND]


def _values(stated: Sequence[Stated], kind: str) -> list[Decimal]:
    return list(dict.fromkeys(one.value for one in stated if one.kind == kind and one.value > 1))[:MOST_OF_A_KIND]


def plain(number: Decimal) -> str:
    """Return a number in plain digits without trailing zeros."""
    text = f"{number.normalize():f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
