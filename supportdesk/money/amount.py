"""Amounts: integer quota and USD as `Decimal` (gateway.md 2); amounts in texts are read by `reading.amounts`.

No float touches money, but for `float_product`, which repeats what the gateway itself does in floats (design,
Promise 5).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, localcontext

from supportdesk.reading.amounts import (
    LARGEST_EXPONENT,
    QUOTA_PER_USD,
    Amount,
    Number,
    decimal,
    find_amounts,
    quota_from_usd,
    round_half_away,
)

__all__ = [
    "LARGEST_EXPONENT",
    "QUOTA_PER_USD",
    "Amount",
    "Number",
    "decimal",
    "find_amounts",
    "float_product",
    "quota_from_usd",
    "round_half_away",
    "round_up",
    "usd_from_quota",
    "usd_text",
]


def round_up(number: Decimal) -> int:
    """Round to a whole quota upwards, as one-api does (gateway.md 8)."""
    return int(number.to_integral_value(ROUND_CEILING))


def float_product(factors: Sequence[Number]) -> int:
    """Multiply float64 from left to right and truncate, as the gateway does for tasks (gateway.md 2, 'Async task').

    `float_product(["0.09", 500000, "0.7"])` is 31499. Raises ValueError where the product is no finite number.
    """
    product = 1.0
    for at, factor in enumerate(factors):
        number = float(decimal(factor))
        product = number if at == 0 else product * number
    if not math.isfinite(product):
        raise ValueError("the product is too large for an amount")
    return math.trunc(product)


def usd_from_quota(quota: int, per_usd: int = QUOTA_PER_USD) -> Decimal:
    """Return the amount in USD, exact for the default unit (gateway.md 2)."""
    with localcontext() as context:
        context.prec = 60
        return Decimal(quota) / per_usd


def usd_text(quota: int, per_usd: int = QUOTA_PER_USD) -> str:
    """Return the amount in USD with six decimals, as the public contract writes it: 1200000 is '2.400000'."""
    with localcontext() as context:
        context.prec = 60
        usd = usd_from_quota(quota, per_usd).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return f"{usd:f}"
