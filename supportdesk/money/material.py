"""What a ticket shows of one charge: the numbers that a billing hypothesis may use (issue of the charge solver)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from supportdesk.money.amount import QUOTA_PER_USD, Number, decimal
from supportdesk.named import NamedTuple

MEDIA = frozenset(("image", "video", "audio", "music"))
"""Kinds of models that are charged by call or task, not by chat tokens (gateway.md 6)."""

TALL = "1.666667"
"""The ratio of the sizes in TALL_SIZES (gateway.md 2, 'Ratios')."""

TALL_SIZES = frozenset(("1792x1024", "1024x1792"))


class Material(NamedTuple):
    """What is known of a charge. Nothing here is guessed: an absent number is not known.

    `charged` is quota, None where only `shown`, an amount as displayed, is known; `facts` are those of the charge's row
    (rules/facts.yaml, entry; a model_price of -1 says billed by tokens, a user_group_ratio of -1 that there is none);
    `other_ratios` the extra ratios as the row names them; `request` what the request states (n, seconds or duration,
    size, max_tokens); `prices` the model's in an imported price list, by the same names; `usage_tokens` the upstream's
    total of a finished task; `exchange_rate` CNY of one USD; `per_usd` quota of one USD; `defaults` the gateway's own
    prices of the model, which are an assumption (money.defaults).
    """

    charged: int | None
    facts: Mapping[str, object] = {}
    other_ratios: Mapping[str, Number] = {}
    request: Mapping[str, object] = {}
    prices: Mapping[str, Number] = {}
    usage_tokens: int | None = None
    shown: Decimal | None = None
    exchange_rate: Number | None = None
    per_usd: int = QUOTA_PER_USD
    defaults: Mapping[str, Number] = {}

    def number(self, name: str) -> Decimal | None:
        """Return a price or ratio, of the row or else of the price list; None where neither states a usable one."""
        for where in (self.facts, self.prices):
            found = _usable(where.get(name))
            if found is not None:
                return found
        return None

    def recorded(self, name: str) -> Decimal | None:
        """Return a price or ratio that the row itself states, or None."""
        return _usable(self.facts.get(name))

    def tokens(self, name: str) -> int | None:
        """Return a count of tokens that the row states, or None where it is not known or negative."""
        value = self.facts.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None

    def asked(self, *names: str) -> Decimal | None:
        """Return a number that the request states under one of these names, if it is above 0."""
        for name in names:
            found = _usable(self.request.get(name))
            if found:
                return found
        return None

    @property
    def has_no_price(self) -> bool:
        """Whether neither the row nor the list names a price or ratio, not even an unusable one."""
        names = ("model_price", "model_ratio")
        return not any(where.get(name) not in (None, -1) for where in (self.facts, self.prices) for name in names)

    @property
    def is_media(self) -> bool:
        """Whether the charge is for a model that makes images, video, audio or music."""
        return self.facts.get("model_kind") in MEDIA


def _usable(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = decimal(value)
    except (ValueError, InvalidOperation):
        return None
    return number if number.is_finite() and number >= 0 else None
