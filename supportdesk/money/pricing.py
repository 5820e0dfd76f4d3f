"""What a call costs, computed as the gateway computes it, with the arithmetic as equations (gateway.md 2).

An equation is `left = right` with `+ - * / ( )`, plain numbers and four functions: `round(x)` half away from zero,
`ceil(x)`, `max(a, b)` and `trunc(x)`, in which every number is a float64 and products go from left to right.
Where the material prints rounded ratios, `low <= amount <= high` is the last line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from typing import NamedTuple

from supportdesk.money.amount import (
    QUOTA_PER_USD,
    Number,
    decimal,
    float_product,
    round_half_away,
    round_up,
    usd_from_quota,
)

DIGITS = 60
"""Digits of the Decimal context: more than any price, ratio and token count together need."""


LEAST_RESERVED = 500
"""Prompt tokens that a reservation counts at least (gateway.md 2, 'Sync flow')."""


class Charge(NamedTuple):
    """An amount in quota and the equations that lead to it, the last of them ending in it."""

    quota: int
    lines: tuple[str, ...]


class Usage(NamedTuple):
    """Tokens of a call. `prompt` includes cache and image tokens unless `claude` (gateway.md 2, 'Tokens')."""

    prompt: int
    completion: int
    cached: int = 0
    cache_writes: int = 0
    images: int = 0
    claude: bool = False


class Ratios(NamedTuple):
    """Ratios of a token-billed model; the defaults are the gateway's for unset ones, `others` multiply the whole."""

    model: Number
    completion: Number = 1
    group: Number = 1
    cache: Number = 1
    cache_creation: Number = "1.25"
    image: Number = 1
    others: tuple[Number, ...] = ()


def written(number: Number) -> str:
    """Return a number as an equation writes it: no exponent, no trailing zeros."""
    text = f"{decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def per_token(usage: Usage, ratios: Ratios, *, rounds_up: bool = False) -> Charge:
    """Return the charge of a token-billed call; `rounds_up` for one-api (gateway.md 8).

    No tokens cost nothing; a result that rounds to nothing although the ratio is not 0 costs 1 quota.
    """
    inside = usage.cached + usage.cache_writes + usage.images
    base = usage.prompt if usage.claude else max(0, usage.prompt - inside)
    terms = [(base, None), (usage.cached, ratios.cache), (usage.cache_writes, ratios.cache_creation)]
    terms += [(usage.images, ratios.image), (usage.completion, ratios.completion)]
    factors = [ratios.model, ratios.group, *ratios.others]
    lines = []
    if inside and not usage.claude:
        parts = [written(part) for part in (usage.cached, usage.cache_writes, usage.images) if part]
        lines.append(f"max(0, {usage.prompt} - {' - '.join(parts)}) = {base}")
    with localcontext() as context:
        context.prec = DIGITS
        weighed = sum((count * (decimal(ratio) if ratio is not None else 1) for count, ratio in terms), Decimal(0))
        total = _product([weighed, *factors])
        shown = [
            str(count) if ratio is None else f"{count} * {written(ratio)}"
            for at, (count, ratio) in enumerate(terms)
            if count or at == 0
        ]
        left = f"({' + '.join(shown)}){_times(factors)}"
    quota = round_up(total) if rounds_up else round_half_away(total)
    if quota == 0 and total > 0:
        return Charge(1, (*lines, f"max(1, {'ceil' if rounds_up else 'round'}({left})) = 1"))
    return Charge(quota, (*lines, _rounded(left, total, quota, "ceil" if rounds_up else "round")))


def per_call(
    price: Number, group: Number = 1, others: Sequence[Number] = (), *, per_usd: int = QUOTA_PER_USD
) -> Charge:
    """Return the charge of a call with a fixed price in USD; `others` are ratios such as the number of images."""
    factors = [price, per_usd, group, *others]
    with localcontext() as context:
        context.prec = DIGITS
        total = _product(factors)
    quota = round_half_away(total)
    return Charge(quota, (_rounded(" * ".join(map(written, factors)), total, quota, "round"),))


def task_submit(
    price: Number, group: Number = 1, others: Sequence[Number] = (), *, per_usd: int = QUOTA_PER_USD
) -> Charge:
    """Return what a task is charged at submit: trunc(trunc(price · unit · group) · Π ratios), all float64."""
    base = [price, per_usd, group]
    return _truncated(base, others)


def task_submit_by_ratio(
    model_ratio: Number, group: Number = 1, others: Sequence[Number] = (), *, per_usd: int = QUOTA_PER_USD
) -> Charge:
    """Return what a task is charged at submit where only a model ratio is set: ratio / 2 stands for the price."""
    with localcontext() as context:
        context.prec = DIGITS
        half = decimal(model_ratio) / 2
    charge = _truncated([half, per_usd, group], others)
    return Charge(charge.quota, (f"{written(model_ratio)} / 2 = {written(half)}", *charge.lines))


def task_settlement(tokens: int, model_ratio: Number, group: Number = 1, others: Sequence[Number] = ()) -> Charge:
    """Return what a finished task costs by its upstream tokens: trunc(tokens · ratio · group · Π ratios), float64."""
    factors: list[Number] = [tokens, model_ratio, group, *others]
    quota = float_product(factors)
    return Charge(quota, (f"trunc({' * '.join(map(written, factors))}) = {quota}",))


def reservation(
    prompt: int, max_tokens: int, model_ratio: Number, group: Number = 1, others: Sequence[Number] = ()
) -> Charge:
    """Return what is taken before a token-billed call is sent: (max(prompt, 500) + max_tokens) · ratios, truncated."""
    tokens = max(prompt, LEAST_RESERVED) + max_tokens
    charge = task_settlement(tokens, model_ratio, group, others)
    return Charge(charge.quota, (f"max({prompt}, {LEAST_RESERVED}) + {max_tokens} = {tokens}", *charge.lines))


def product_of(ratios: Mapping[str, Number]) -> tuple[Number, ...]:
    """Return named ratios (seconds, size, n, …) as factors, in their order, those of 1 left out."""
    return tuple(ratio for ratio in ratios.values() if decimal(ratio) != 1)


def in_usd(quota: int, per_usd: int = QUOTA_PER_USD) -> str:
    """Return the equation from quota to USD, such as `1900 / 500000 = 0.0038`."""
    return f"{quota} / {per_usd} = {written(usd_from_quota(quota, per_usd))}"


def _truncated(base: list[Number], others: Sequence[Number]) -> Charge:
    first = float_product(base)
    line = f"trunc({' * '.join(map(written, base))}) = {first}"
    if not others:
        return Charge(first, (line,))
    quota = float_product([first, *others])
    return Charge(quota, (line, f"trunc({first}{_times(others)}) = {quota}"))


def _product(factors: Sequence[Number]) -> Decimal:
    product = Decimal(1)
    for factor in factors:
        product *= decimal(factor)
    return product


def _times(factors: Sequence[Number]) -> str:
    return "".join(f" * {written(factor)}" for factor in factors)


def _rounded(left: str, total: Decimal, quota: int, how: str) -> str:
    return f"{left} = {quota}" if total == quota else f"{how}({left}) = {quota}"
