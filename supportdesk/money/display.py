"""How the gateway shows an amount: USD, CNY, tokens or a currency of its own (gateway.md 2, 'Unit'; /api/status)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, Inexact, localcontext

from supportdesk.money.amount import QUOTA_PER_USD, Number, decimal
from supportdesk.money.pricing import DIGITS, exactly_or_between, in_usd, written
from supportdesk.named import NamedTuple

USD, CNY, TOKENS, CUSTOM = "USD", "CNY", "TOKENS", "CUSTOM"
TYPES = (USD, CNY, TOKENS, CUSTOM)
"""Words of quota_display_type in the answer of /api/status."""

_SYMBOLS = {USD: "$", CNY: "¥", CUSTOM: "¤"}


class Display(NamedTuple):
    """The gateway's settings of the display: `rate` units of the shown currency for one USD, `per_usd` quota of one.

    `symbol` stands before amounts of a custom currency, '' where it has none; `decimals` is how many are shown.
    """

    kind: str = USD
    rate: Number = 1
    symbol: str = ""
    per_usd: int = QUOTA_PER_USD
    decimals: int = 6


def displayed(quota: int, display: Display) -> str:
    """Return the amount as that gateway shows it: '$2.400000', '¥17.520000', '1200000'; ValueError for a bad rate."""
    if display.kind == TOKENS:
        return str(quota)
    with localcontext() as context:
        context.prec = DIGITS
        amount = _amount(quota, display).quantize(Decimal(1).scaleb(-display.decimals), ROUND_HALF_UP)
    sign = "-" if amount < 0 else ""
    symbol = display.symbol if display.kind == CUSTOM and display.symbol else _SYMBOLS[display.kind]
    return f"{sign}{symbol}{abs(amount):f}"


def in_display(quota: int, display: Display) -> str:
    """Return the equation from quota to the shown amount, such as `1900 / 500000 * 7.3 = 0.02774`.

    Where it cannot be written exactly, bounds of the last shown digit: `low <= … <= high`.
    """
    if display.kind == TOKENS:
        return f"{quota} = {quota}"
    if display.kind == USD:
        return in_usd(quota, display.per_usd)
    return in_currency(quota, display.rate, display.per_usd)


def in_currency(quota: int, rate: Number, per_usd: int = QUOTA_PER_USD) -> str:
    """Return the equation from quota to a currency of which `rate` are one USD; bounds where it has no end."""
    with localcontext() as context:
        context.prec = DIGITS
        context.clear_flags()
        Decimal(quota) / per_usd
        divides = not context.flags[Inexact]
        amount = quota * decimal(rate)
    left = f"{quota} / {per_usd} * {written(rate)}" if divides else f"{quota} * {written(rate)} / {per_usd}"
    return exactly_or_between(left, amount, per_usd)


def _amount(quota: int, display: Display) -> Decimal:
    rate = Decimal(1) if display.kind == USD else decimal(display.rate)
    return Decimal(quota) * rate / display.per_usd
