"""What one log row should have cost by its own prices: the fact `expected_quota` (gateway.md 2).

Only prices that the row itself states are used. A row whose price has a part that is not modelled here (tools, audio,
expressions, fees: the reading `price_extras` names them) has no expected amount.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import product

from supportdesk.money.amount import QUOTA_PER_USD, Number, decimal
from supportdesk.money.pricing import Charge, Ratios, Usage, per_call, per_token, task_submit
from supportdesk.patterns import lazy

Facts = Mapping[str, object]
"""Facts of one entry row by name (rules/facts.yaml); absent or None is not known."""

_PARAMETERS = "计算参数："
_PARAMETER = lazy(r"([A-Za-z_0-9-]{1,40}): ([0-9]{1,9}(?:\.[0-9]{1,6})?)(?:, |$)")
_IMAGES = lazy(r"生成数量 ([0-9]{1,3})(?![0-9])")
_STEP = Decimal("0.005")  # texts print ratios with two decimals


def expected_quota(entry: Facts, *, per_usd: int = QUOTA_PER_USD) -> Charge | None:
    """Return what a consume row should have cost, with its equations, or None where its facts do not tell.

    Where the row's own quota fits one of the ways that the facts leave open (rounding of one-api, ratios printed with
    two decimals), that quota is the expected one.
    """
    if entry.get("log_type") != "consume" or entry.get("price_extras") or entry.get("actual_quota") is not None:
        return None
    group = _group(entry)
    if group is None:
        return None
    try:
        price = _number(entry, "model_price")
        if price is not None and decimal(price) >= 0:
            return _fixed(entry, price, group, per_usd)
        if entry.get("is_task"):
            return None  # settled by upstream tokens that the submit row does not have
        return _by_tokens(entry, group)
    except ValueError:
        return None  # a price that is no finite number in the material


def printed_ratios(content: str) -> dict[str, Decimal]:
    """Return the named ratios in the text of a task's submit row, such as `计算参数：seconds: 8.00`, as printed."""
    return {name: decimal(ratio) for name, ratio in _PARAMETER.findall(content.partition(_PARAMETERS)[2])}


def _fixed(entry: Facts, price: Number, group: Number, per_usd: int) -> Charge | None:
    content = str(entry.get("content") or "")
    if not entry.get("is_task"):
        images = _IMAGES.search(content)
        if images is None and entry.get("completion_tokens") in (0, None) and entry.get("prompt_tokens") == 1:
            return None  # an image call that does not say how many images
        return _closest([per_call(price, group, (images[1],) if images else (), per_usd=per_usd)], entry)
    if _PARAMETERS not in content:
        return _closest([task_submit(price, group, per_usd=per_usd)], entry) if content else None
    printed = list(printed_ratios(content).values())
    if not printed or len(printed) > 6:
        return None
    return _within(printed, entry, lambda ratios: task_submit(price, group, ratios, per_usd=per_usd))


def _by_tokens(entry: Facts, group: Number) -> Charge | None:
    model = _number(entry, "model_ratio")
    prompt, completion = entry.get("prompt_tokens"), entry.get("completion_tokens")
    if model is None or not isinstance(prompt, int) or not isinstance(completion, int):
        return None
    completion_ratio = _number(entry, "completion_ratio")
    if completion_ratio is None:
        if completion:
            return None
        completion_ratio = 1
    usage = Usage(
        prompt,
        completion,
        _count(entry, "cached_tokens"),
        _count(entry, "cache_creation_tokens"),
        _count(entry, "image_tokens"),
        entry.get("usage_semantic") == "anthropic",
    )
    cache, creation, image = (_number(entry, name) for name in ("cache_ratio", "cache_creation_ratio", "image_ratio"))
    if (usage.cached and cache is None) or (usage.images and image is None):
        return None

    def _charge(ratios: tuple[Decimal, ...], *, up: bool = False) -> Charge:
        return per_token(
            usage,
            Ratios(
                ratios[0], ratios[1], ratios[2],
                1 if cache is None else cache, "1.25" if creation is None else creation, 1 if image is None else image,
            ),
            rounds_up=up,
        )  # fmt: skip

    stated = (decimal(model), decimal(completion_ratio), decimal(group))
    if entry.get("ratios_rounded"):
        return _within(list(stated), entry, _charge)
    return _closest([_charge(stated), _charge(stated, up=True)], entry)


def _within(printed: list[Decimal], entry: Facts, charge: Callable[[tuple[Decimal, ...]], Charge]) -> Charge:
    """Return the row's own quota where it lies in the interval that ratios with two decimals leave open."""
    nominal: Charge = charge(tuple(printed))
    quota = entry.get("quota")
    corners = product(*((max(Decimal(0), ratio - _STEP), ratio + _STEP) for ratio in printed))
    amounts = [charge(corner).quota for corner in corners]
    if isinstance(quota, int) and min(amounts) <= quota <= max(amounts):
        return Charge(quota, (*nominal.lines, f"{min(amounts)} <= {quota} <= {max(amounts)}"))
    return nominal


def _closest(charges: list[Charge], entry: Facts) -> Charge:
    """Return the charge that the row's own quota agrees with, as far as the decimals it was shown with tell."""
    quota, half = entry.get("quota"), _count(entry, "quota_half_step")
    for charge in charges:
        if isinstance(quota, int) and abs(charge.quota - quota) <= half:
            lines = charge.lines if charge.quota == quota else (*charge.lines, _between(charge.quota, quota, half))
            return Charge(quota, lines)
    return charges[0]


def _between(exact: int, shown: int, half: int) -> str:
    return f"{shown - half} <= {exact} <= {shown + half}"


def _group(entry: Facts) -> Number | None:
    special = _number(entry, "user_group_ratio")
    if special is not None and decimal(special) >= 0:
        return special  # replaces the group's ratio, and repeats it in the row: applied once
    return _number(entry, "group_ratio")


def _number(entry: Facts, name: str) -> Number | None:
    value = entry.get(name)
    return value if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None


def _count(entry: Facts, name: str) -> int:
    value = entry.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
