"""The charge solver: which way of billing gives exactly the amount that was charged (gateway.md 2).

A hypothesis uses only numbers that stand in the material, in a price list or in the gateway's own defaults, and says
how many assumptions it makes. Several may fit; where none does, the nearest is told with its difference.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

from supportdesk.money.amount import decimal, usd_from_quota
from supportdesk.money.display import in_currency
from supportdesk.money.hypotheses import MOST_ASSUMED, Candidate, candidates
from supportdesk.money.material import Material
from supportdesk.money.pricing import DIGITS
from supportdesk.named import NamedTuple


class Hypothesis(NamedTuple):
    """A way of billing that was tried.

    `id` is its base formula with its modifiers behind `+`; `lines` are the equations, the last of them ending in
    `quota`; `assumptions` counts what nothing records; `fits` says whether it gives the charged amount.
    """

    id: str
    quota: int
    lines: tuple[str, ...]
    assumptions: int
    fits: bool

    @property
    def equation(self) -> str:
        """The last equation: the whole formula in numbers."""
        return self.lines[-1]


class Solution(NamedTuple):
    """What the solver found: all that fit, fewest assumptions first; else the nearest and charged minus its amount."""

    fits: tuple[Hypothesis, ...]
    nearest: Hypothesis | None
    difference: int | None


def solve(material: Material) -> Solution:
    """Return the ways of billing that reproduce the charge exactly, or the nearest one."""
    fits: list[Hypothesis] = []
    nearest: tuple[int, int, Candidate] | None = None
    charged = material.charged
    for one in candidates(material):
        fit = _fit(one, material)
        if fit is not None and not one.contradicts and fit.assumptions <= MOST_ASSUMED:
            fits.append(fit)
        elif charged is not None:
            key = (abs(one.charge.quota - charged), one.assumptions)
            if nearest is None or key < nearest[:2]:
                nearest = (*key, one)
    if fits or nearest is None or charged is None:
        return Solution(_distinct(fits), None, None)
    one = nearest[2]
    told = Hypothesis(one.id, one.charge.quota, one.charge.lines, one.assumptions, fits=False)
    return Solution((), told, charged - told.quota)


def computed(material: Material) -> tuple[Hypothesis, ...]:
    """Return what the charge should be, by every base that needs no assumption here."""
    plain = [one for one in candidates(material) if not one.assumptions and not one.contradicts]
    return _distinct([Hypothesis(one.id, one.charge.quota, one.charge.lines, 0, fits=True) for one in plain])


def _fit(one: Candidate, material: Material) -> Hypothesis | None:
    """Return the hypothesis where the candidate's amount is the charged one, or the one that is shown."""
    quota, lines = one.charge
    if material.charged is not None:
        half = material.tokens("quota_half_step") or 0
        if abs(quota - material.charged) > half:
            return None
        if quota != material.charged:
            lines = (*lines, f"{material.charged - half} <= {quota} <= {material.charged + half}")
        return Hypothesis(one.id, quota, lines, one.assumptions, fits=True)
    if material.shown is None:
        return None
    with localcontext() as context:
        context.prec = DIGITS
        usd = usd_from_quota(quota, material.per_usd)
        if _shows(usd, material.shown):
            return Hypothesis(one.id, quota, lines, one.assumptions, fits=True)
        rate = None if material.exchange_rate is None else decimal(material.exchange_rate)
        if rate is None or not _shows(usd * rate, material.shown):
            return None
        equation = in_currency(quota, rate, material.per_usd)
    return Hypothesis(f"{one.id}+cny", quota, (equation, *lines), one.assumptions + 1, fits=True)


def _shows(amount: Decimal, shown: Decimal) -> bool:
    """Whether an amount is displayed as `shown`, with the decimals that this has."""
    return amount.quantize(shown, ROUND_HALF_UP) == shown


def _distinct(fits: list[Hypothesis]) -> tuple[Hypothesis, ...]:
    """Return the hypotheses with the fewest assumptions first; of equal equations the first."""
    seen: dict[tuple[str, ...], Hypothesis] = {}
    for fit in sorted(fits, key=lambda fit: fit.assumptions):
        seen.setdefault(fit.lines, fit)
    return tuple(seen.values())
