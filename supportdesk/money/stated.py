"""Which way of billing gives an amount that a text states, from the counts and prices that the same text states.

A small closed family of equations is tried on every usage that the material shows (gateway.md 2; the vendors' rules on
what a count includes): the documented formula, and the known ways to get it wrong. Only numbers of the material are
used, and the multiples of the documented prices: a cache read of Claude is a tenth of the input, a cache write 1.25 of
it or 2 for an hour, a long context twice the input and one and a half of the output.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext

from supportdesk.money.stated_terms import Prices, Usage, long_context, parts_of, prices_of, usages_of
from supportdesk.money.stated_units import Fit, balance_fit, plain, unit_fits
from supportdesk.named import NamedTuple
from supportdesk.reading.amounts import QUOTA_PER_USD
from supportdesk.reading.stated_prices import Stated

CLOSE = Decimal("0.01")
"""How coarse, as a share of the amount, the last digit shown may be for the documented equation to count; for another
half of it. An equation that is exact counts whatever digits are shown."""
APART = Decimal("0.02")
"""Share by which two amounts of one thing differ that are not one amount, rounded."""
MOST_TIMES = 12
SLIPS = (100, 1000, 1_000_000)
"""Cents for dollars, and the units of a price list mistaken for each other."""
MOST_EQUATIONS = 3
DIGITS = 50
Terms = list[tuple[Decimal, Decimal]]


class Explained(NamedTuple):
    """What a charge follows, with its arithmetic.

    `follows` is documented, a way to get it wrong, or 'other': the documented formula gives another amount that the
    text states, and nothing gives the charge. `fits` counts the ways that give the charged amount, `expected` is what
    the documented one gives where it is another, `times` how often a charge is in it, `amount` where
    the charge stands and `charged` its value.
    """

    follows: str
    equations: tuple[str, ...]
    fits: int
    amount: Stated
    expected: Decimal | None = None
    times: int = 1
    charged: Decimal | None = None


def explain_stated(stated: Sequence[Stated]) -> Explained | None:
    """Return what the charged amount among the numbers of a text follows, or None where they do not tell."""
    with localcontext() as context:
        context.prec = DIGITS
        moved = balance_fit(stated)
        if moved is not None:
            return Explained(moved[0].id, (moved[0].line,), 1, moved[1], None, moved[0].times)
        again = _cached_again(stated)
        if again is not None:
            return again
        amounts = [one for one in stated if one.kind == "amount" and one.value > 0]
        prices = prices_of(stated)
        usages = usages_of(stated)
        found = [(one, [*_fits(one, usages, prices), *unit_fits(one, stated)]) for one in amounts]
        return (_concluded(found) if found else None) or _counted(stated, usages)


def _cached_again(stated: Sequence[Stated]) -> Explained | None:
    """Return that cached tokens are booked in the input and besides: the input booked is the reported one and they."""
    booked = {one.role[1:] for one in stated if one.kind == "price" and one.role.startswith("=")}
    counts = [one for one in stated if one.kind == "count" and one.value > 0]
    for cached in (one for one in counts if one.role == "cached" and str(one.value) in booked):
        inputs = {one.value: one for one in counts if one.role == "prompt"}
        for reported in inputs:
            both = inputs.get(reported + cached.value)
            if both is not None and str(both.value) in booked and str(reported) not in booked:
                line = f"{plain(reported)} + {plain(cached.value)} = {plain(both.value)}"
                return Explained("cached-twice", (line,), 1, both)
    return None


def _counted(stated: Sequence[Stated], usages: Sequence[Usage]) -> Explained | None:
    """Return that the output counts what the model thought, where the counts say so: thoughts are billed as output."""
    for usage in usages:
        visible, thought = usage.of("candidates"), usage.of("reasoning")
        output = next((one for one in stated if one.role == "completion" and one.value == visible + thought), None)
        if thought > 0 and visible > 0 and output is not None:
            line = f"{plain(visible)} + {plain(thought)} = {plain(output.value)}"
            return Explained("documented", (line,), 1, output)
        output = next((one for one in stated if one.role == "completion" and one.value == visible), None)
        if thought > 0 and visible > 0 and output is not None and usage.of("total") > visible + usage.of("prompt"):
            line = f"{plain(visible)} + {plain(thought)} = {plain(visible + thought)}"
            return Explained("reasoning-unread", (line,), 1, output)
    return None


def _concluded(found: list[tuple[Stated, list[Fit]]]) -> Explained | None:
    """Return the conclusion on the charged amount by what each amount follows."""
    charged = [one for one in found if one[0].role == "charged"]
    owed = [one for one in found if one[0].role == "owed"]
    rest = [one for one in found if not one[0].role]
    for amount, fits in charged or (rest if not owed or any(fits for _, fits in rest) else []):
        if fits:
            return _explained(amount, fits, found)
    for amount, fits in (*owed, *rest):
        documented = next((fit for fit in fits if fit.id == "documented"), None)
        if documented is None:
            continue
        for booked, _ in charged:
            if _is_other(booked, amount):
                return Explained("other", (documented.line,), 0, booked, documented.value, 1, booked.value)
    return None


def _explained(amount: Stated, fits: list[Fit], found: list[tuple[Stated, list[Fit]]]) -> Explained:
    ids = list(dict.fromkeys(fit.id for fit in fits))
    best = next((fit for fit in fits if fit.id == "documented"), fits[0])
    alike = [fit.line for one, fits in found if one.role == amount.role for fit in fits if fit.id == best.id]
    equations = tuple(dict.fromkeys(alike))[:MOST_EQUATIONS]
    expected = None
    if best.id != "documented":
        others = [fit for one, fits in found for fit in fits if fit.id == "documented" and one.part == amount.part]
        expected = others[0].value if others else best.documented
        if others:
            equations += (others[0].line,)
    return Explained(best.id, equations, len(ids), amount, expected, best.times, amount.value)


def _is_other(booked: Stated, owed: Stated) -> bool:
    same = booked.part == owed.part and (booked.unit == owed.unit or "" in (booked.unit, owed.unit))
    return same and abs(booked.value - owed.value) > APART * max(booked.value, owed.value)


def _fits(amount: Stated, usages: Sequence[Usage], prices: Prices) -> list[Fit]:
    """Return the ways of billing that give an amount, the documented first."""
    if prices.unit and amount.unit in ("usd", "cny") and prices.unit != amount.unit:
        return []
    scale = Decimal(QUOTA_PER_USD if amount.unit == "quota" else 1)
    found: list[Fit] = []
    for usage in usages:
        documented: Decimal | None = None
        for name, terms in _ways(usage, prices, amount.part):
            value = sum((count * price for count, price in terms), Decimal(0)) * scale
            if name == "documented" and documented is None:
                documented = value * prices.group
            for how, factor in _groups(prices, name):
                if not _gives(value * factor, amount, CLOSE if name == "documented" else CLOSE / 2):
                    continue
                as_text = name == "documented" and usage.media and prices.media
                kind = how or ("media-as-text" if as_text else name)
                due = None if kind in ("documented", "media-as-text") else documented
                found.append(Fit(kind, value * factor, _line(terms, factor * scale, value * factor), 1, due))
    known = [fit for fit in found if fit.id == "documented"]
    return known + [fit for fit in found if fit.id != "documented"] or _multiples(amount, usages, prices, scale)


def _gives(value: Decimal, amount: Stated, near: Decimal) -> bool:
    """Whether a value is shown as the amount, whose digits are fine enough to tell; an exact one always is."""
    if value <= 0 or abs(value - amount.value) > amount.step / 2 + amount.step / 1000:
        return False
    return value == amount.value or amount.step / 2 <= near * amount.value


def _groups(prices: Prices, name: str) -> Iterator[tuple[str, Decimal]]:
    yield "", prices.group
    if prices.group != 1 and name == "documented":
        yield "no-group", Decimal(1)


def _ways(usage: Usage, prices: Prices, part: str) -> Iterator[tuple[str, Terms]]:
    """Yield the ways of billing a usage, or one part of it, as counts and prices; the documented first."""
    if part == "other" or (part and part not in ("input", "output", "cached", "writes", "writes_1h", "reasoning")):
        return
    for name, one in (("documented", prices), ("documented", long_context(usage, prices))):
        if one is None:
            continue
        for number, (kind, terms) in enumerate(parts_of(usage, one, part)):
            if terms and (one is prices or number == 0):
                yield name if kind == "documented" else kind, [term for term in terms if term[0]]


def _multiples(amount: Stated, usages: Sequence[Usage], prices: Prices, scale: Decimal) -> list[Fit]:
    """Return the documented amount taken several times, where the charge is exactly that."""
    for usage in usages:
        for name, terms in _ways(usage, prices, amount.part):
            if name != "documented":
                continue
            value = sum((count * price for count, price in terms), Decimal(0)) * prices.group * scale
            for times in (*range(2, MOST_TIMES + 1), *SLIPS) if value > 0 else ():
                if abs(value * times - amount.value) <= amount.step / 2 and amount.step <= amount.value / 1000:
                    line = _line(terms, prices.group * scale * times, value * times)
                    return [Fit("times", value * times, line, times, value)]
    return []


def _line(terms: Terms, factor: Decimal, value: Decimal) -> str:
    total = " + ".join(f"{plain(count)} * {plain(price)}" for count, price in terms)
    if factor != 1:
        total = f"({total}) * {plain(factor)}" if len(terms) > 1 else f"{total} * {plain(factor)}"
    return f"{total} = {plain(value)}"
