"""A gateway's price list and its unit, from the answers of a ticket to `/api/pricing` and `/api/status` (gateway.md 4).

A list holds today's prices: it fills in what a row does not record and never replaces what it does. Where two answers
of one ticket differ, the number in question is not known and its name stands in `contradictory`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from supportdesk.reading.amounts import QUOTA_PER_USD, Number, decimal
from supportdesk.reading.evidence import Piece

if TYPE_CHECKING:
    from decimal import Decimal

    from supportdesk.money.display import Display
    from supportdesk.money.pricing import Charge

RATIOS = {
    "model_ratio": "model_ratio", "completion_ratio": "completion_ratio", "cache_ratio": "cache_ratio",
    "create_cache_ratio": "cache_creation_ratio", "image_ratio": "image_ratio", "model_price": "model_price",
}  # fmt: skip
"""Members of a model's row and the facts that they are."""

OPTIONS = {
    "ModelRatio": "model_ratio", "CompletionRatio": "completion_ratio", "CacheRatio": "cache_ratio",
    "CreateCacheRatio": "create_cache_ratio", "ImageRatio": "image_ratio", "ModelPrice": "model_price",
    "GroupRatio": "group_ratio",
}  # fmt: skip
BY_EXPRESSION = "tiered_expr"
"""The billing mode of models without ratios (gateway.md 1): a list states no number for them."""

DISPLAYS = ("USD", "CNY", "TOKENS", "CUSTOM")
"""Words of quota_display_type."""


class PriceList:
    """Prices by model and group, and the gateway's unit and currency; `of` and `fill` give what a row may use.

    `per_usd` is the quota of one USD; `cny_per_usd` None where no answer states it.
    """

    def __init__(self) -> None:
        self.models: dict[str, dict[str, Decimal]] = {}
        self.groups: dict[str, Decimal] = {}
        self.per_usd = QUOTA_PER_USD
        self.cny_per_usd: Decimal | None = None
        self.display: Display | None = None
        self.contradictory: set[str] = set()
        self._stated: dict[str, object] = {}

    def of(self, model: object, group: object = None) -> dict[str, Number]:
        """Return the list's prices of a model in a group by the facts' names; empty where it has none."""
        found: dict[str, Number] = dict(self.models.get(str(model).lower(), {}))
        ratio = self.groups.get(str(group)) if group else None
        if found and ratio is not None:
            found["group_ratio"] = ratio
        return found

    def fill(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the facts of a row with what the list states beside them.

        A row that records a price of one kind takes none of the other kind from the list.
        """
        listed = self.of(values.get("model"), values.get("group")) if self.models else {}
        if not listed:
            return values
        if any(values.get(name) is not None for name in ("model_price", "model_ratio")):
            own = {"model_price"} if _is_fixed(values) else {"model_ratio"}
            if not own & listed.keys():
                listed = {name: ratio for name, ratio in listed.items() if name == "group_ratio"}
        if values.get("user_group_ratio") is not None and values["user_group_ratio"] != -1:
            listed.pop("group_ratio", None)
        return listed | {name: value for name, value in values.items() if value is not None}

    def expect(self, values: Mapping[str, Any]) -> Charge | None:
        """Return what a consume row should have cost by its own prices, those of the list beside them."""
        from supportdesk.money.expected import expected_quota

        return expected_quota(self.fill(values), per_usd=self.per_usd)

    def shown(self, quota: int) -> str:
        """Return an amount of quota as this gateway's console shows it, or '' where the answers do not tell."""
        if self.display is None:
            return ""
        from supportdesk.money.display import displayed

        return displayed(quota, self.display)

    def state(self, name: str, value: object) -> bool:
        """Note what an answer states; False where another one states something else."""
        if self._stated.setdefault(name, value) == value:
            return name not in self.contradictory
        self.contradictory.add(name)
        return False


def price_list_of(pieces: Iterable[Piece]) -> PriceList:
    """Return what the pieces of kind price_list and status state together."""
    prices = PriceList()
    for piece in pieces:
        if piece.body is None:
            continue
        data = piece.body.plain()
        if piece.kind == "status":
            _take_status(prices, data)
        elif piece.kind == "price_list":
            _take_list(prices, data)
    return prices


def _is_fixed(values: Mapping[str, Any]) -> bool:
    price = values.get("model_price")
    return price is not None and not isinstance(price, str | bool) and price >= 0


def _take_status(prices: PriceList, data: dict[str, Any]) -> None:
    unit = _number(data.get("quota_per_unit"))
    if unit is not None and unit == unit.to_integral_value() and unit > 0:
        prices.per_usd = int(unit) if prices.state("quota_per_unit", unit) else QUOTA_PER_USD
    rate = _number(data.get("usd_exchange_rate"))
    if rate is not None and rate > 0:
        prices.cny_per_usd = rate if prices.state("usd_exchange_rate", rate) else None
    prices.display = _display(prices, data)


def _display(prices: PriceList, data: dict[str, Any]) -> Display | None:
    """Return how amounts are shown, None where a rate is missing.

    Before `quota_display_type` there were dollars or tokens only.
    """
    kind = str(data.get("quota_display_type") or "").upper()
    if kind not in DISPLAYS:
        kind = "TOKENS" if data.get("display_in_currency") is False else "USD"
    rates = {"CNY": prices.cny_per_usd, "CUSTOM": _number(data.get("custom_currency_exchange_rate"))}
    rate = rates.get(kind, 1)
    symbol = str(data.get("custom_currency_symbol") or "") if kind == "CUSTOM" else ""
    if not prices.state("quota_display_type", (kind, rate, symbol)) or not rate:
        return None
    from supportdesk.money.display import Display

    return Display(kind, rate, symbol, prices.per_usd)


def _take_list(prices: PriceList, data: Any) -> None:
    if isinstance(data, list):
        data = {"data": data}
    entries = data.get("data")
    if isinstance(entries, dict):
        data, entries = entries, None
    _take_groups(prices, data.get("group_ratio"))
    for entry in entries or ():
        if not isinstance(entry, dict):
            continue
        if "model_name" in entry:
            _take_model(prices, entry)
        elif entry.get("key") in OPTIONS:
            _take_map(prices, OPTIONS[entry["key"]], _map(entry.get("value")))
    for name in RATIOS:
        _take_map(prices, name, data.get(name))
    for model in list(prices.models):  # a fixed price goes before a ratio (gateway.md 1: model_price -1 is by tokens)
        if "model_price" in prices.models[model]:
            prices.models[model] = {"model_price": prices.models[model]["model_price"]}


def _take_model(prices: PriceList, entry: dict[str, Any]) -> None:
    if entry.get("billing_mode") == BY_EXPRESSION:
        return
    fixed = entry.get("quota_type") == 1
    for name in RATIOS:
        if (name == "model_price") == fixed or name not in ("model_price", "model_ratio", "completion_ratio"):
            _put(prices, str(entry["model_name"]), name, entry.get(name))


def _take_map(prices: PriceList, name: str, numbers: Any) -> None:
    if name == "group_ratio":
        _take_groups(prices, numbers)
    elif isinstance(numbers, dict):
        for model, number in numbers.items():
            _put(prices, str(model), name, number)


def _take_groups(prices: PriceList, numbers: Any) -> None:
    for group, number in (numbers or {}).items() if isinstance(numbers, dict) else ():
        ratio = _number(number)
        if ratio is None:
            continue
        if prices.state(f"group_ratio of {group}", ratio):
            prices.groups[group] = ratio
        else:
            prices.groups.pop(group, None)


def _put(prices: PriceList, model: str, name: str, number: Any) -> None:
    ratio = _number(number)
    if ratio is None:
        return
    if prices.state(f"{name} of {model}", ratio):
        prices.models.setdefault(model.lower(), {})[RATIOS[name]] = ratio
    else:
        prices.models.get(model.lower(), {}).pop(RATIOS[name], None)


def _map(value: Any) -> Any:
    """Return the JSON that an option's text holds; None for any other."""
    import json

    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _number(value: Any) -> Decimal | None:
    """Return a price or ratio, None for what is none: no number, negative, or beyond what a price can be."""
    if not isinstance(value, int | float | str) or isinstance(value, bool):
        return None
    try:
        number = decimal(value)
    except ValueError:
        return None
    return number if number >= 0 else None
