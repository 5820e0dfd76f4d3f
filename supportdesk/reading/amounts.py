"""Amounts of money that stand in texts, and the unit of the gateway (gateway.md 1, 2).

500,000 quota are 1 USD unless the gateway's `/api/status` says otherwise (`quota_per_unit`). Integers and `Decimal`
only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy

if TYPE_CHECKING:
    from decimal import Decimal

QUOTA_PER_USD = 500_000
"""The gateway's default unit (gateway.md 2)."""

LARGEST_EXPONENT = 40

Number: TypeAlias = "int | float | str | Decimal"
"""A ratio, price or amount as the material writes it."""


def decimal(value: Number) -> Decimal:
    """Return the number as it is written: a float by its shortest text, so that 0.1 is exactly one tenth.

    Raises ValueError for text that is no finite number, for a boolean, and beyond 10 to the power of LARGEST_EXPONENT,
    which no amount, price, ratio or token count is.
    """
    from decimal import Decimal  # most tickets name no amount, and the module takes two milliseconds

    if isinstance(value, bool):
        raise ValueError("a boolean is no amount")  # noqa: TRY004 - callers catch one exception for what is no amount
    try:
        number = Decimal(repr(value) if isinstance(value, float) else value)
    except ArithmeticError as problem:
        raise ValueError(f"not a number: {value!r}") from problem
    if not number.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    if number and abs(number.adjusted()) > LARGEST_EXPONENT:
        raise ValueError("too large or too small for an amount")
    return number


def round_half_away(number: Decimal) -> int:
    """Round to a whole quota, half away from zero, as new-api settles text, image and audio (gateway.md 2)."""
    from decimal import ROUND_HALF_UP

    return int(number.to_integral_value(ROUND_HALF_UP))


def quota_from_usd(usd: Number, per_usd: int = QUOTA_PER_USD) -> int:
    """Return the quota of an amount in USD, rounded half away from zero."""
    from decimal import localcontext

    with localcontext() as context:
        context.prec = 60
        return round_half_away(decimal(usd) * per_usd)


class Amount(NamedTuple):
    """An amount in a text: `[start, end)` are its offsets there, sign or unit included.

    `unit` is 'usd', 'cny' or 'quota'; `number` is what is written.
    """

    start: int
    end: int
    number: Decimal
    unit: str

    def quota(self, per_usd: int = QUOTA_PER_USD, cny_per_usd: Number | None = None) -> int | None:
        """Return the quota, or None for yuan without a rate (`usd_exchange_rate` in `/api/status`)."""
        if self.unit == "quota":
            return round_half_away(self.number)
        if self.unit == "usd":
            return quota_from_usd(self.number, per_usd)
        if cny_per_usd is None or decimal(cny_per_usd) <= 0:
            return None
        from decimal import localcontext

        with localcontext() as context:
            context.prec = 60
            return quota_from_usd(self.number / decimal(cny_per_usd), per_usd)

    def usd(self, per_usd: int = QUOTA_PER_USD, cny_per_usd: Number | None = None) -> Decimal | None:
        """Return the amount in USD, or None for yuan without a rate."""
        if self.unit == "usd":
            return self.number
        if self.unit == "quota":
            from decimal import localcontext

            with localcontext() as context:
                context.prec = 60
                return self.number / per_usd
        if cny_per_usd is None or decimal(cny_per_usd) <= 0:
            return None
        return self.number / decimal(cny_per_usd)


_NUMBER = r"[0-9]{1,15}(?:,[0-9]{3}){0,5}(?:\.[0-9]{1,20})?"
_AMOUNT = lazy(
    r"(?P<sign>US\$|USD ?|CN¥|RMB ?|[$＄¥￥])\s?(?P<signed>-?" + _NUMBER + r")(?:\s?额度)?"
    r"|(?P<worded>(?<![0-9.])" + _NUMBER + r")\s{0,2}"
    r"(?P<word>点额度|美元|美金|刀|元人民币|人民币|元(?!素)|块钱|块|"
    r"USD|usd|dollars?|bucks|RMB|CNY|yuan|quota(?: units)?)(?![A-Za-z_])"
)
_UNITS = {"点额度": "quota", "quota": "quota", "quota units": "quota"}
_CNY = frozenset(("CN¥", "RMB", "¥", "￥", "元人民币", "人民币", "元", "块钱", "块", "CNY", "yuan"))


def find_amounts(text: str) -> list[Amount]:
    """Return the amounts that stand in a text: `＄0.123456 额度`, `¥1.20 额度`, `$0.82`, `0.82 美元`, `1000 点额度`."""
    found = []
    for match in _AMOUNT.finditer(text):
        from decimal import Decimal

        word = (match["sign"] or match["word"]).strip()
        unit = _UNITS.get(word) or ("cny" if word in _CNY else "usd")
        written = (match["signed"] or match["worded"]).replace(",", "")
        found.append(Amount(match.start(), match.end(), Decimal(written), unit))
    return found
