"""What one log row should have cost by its own prices: the fact `expected_quota` (gateway.md 2).

Only prices that the row itself states are used. A row whose price has a part without a formula (fees, an expression of
another form: the reading `price_extras` names it) has no expected amount.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from itertools import product

from supportdesk.money.amount import QUOTA_PER_USD, Number, decimal
from supportdesk.money.pricing import (
    Charge,
    Ratios,
    per_call,
    per_token,
    task_settlement,
    task_submit,
    task_submit_by_ratio,
)
from supportdesk.money.row_parts import (
    Facts,
    audio_charge,
    count_of,
    expression_charge,
    number_of,
    ratios_of,
    tools_of,
    usage_of,
)
from supportdesk.patterns import lazy

LARGEST_QUOTA = 2**31 - 1
"""The quota of a row is an int32 (gateway.md 1); a charge beyond it is booked as this (admin_info.quota_saturation)."""

_PARAMETERS = "计算参数："
_PARAMETER = lazy(r"([A-Za-z_0-9-]{1,40}): ([0-9]{1,9}(?:\.[0-9]{1,6})?)(?:, |$)")
_IMAGES = lazy(r"生成数量 ([0-9]{1,3})(?![0-9])")
_STEP = Decimal("0.005")  # texts print ratios with two decimals
_SMALL_STEP = Decimal("0.00005")  # and the product of the extra ones with four
_SETTLED = lazy(
    r"^token重算：tokens=([0-9]{1,15}), modelRatio=([0-9]{1,9}\.[0-9]{2}), groupRatio=([0-9]{1,9}\.[0-9]{2}), "
    r"otherMultiplier=([0-9]{1,9}\.[0-9]{4})$"
)


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
        if entry.get("billing_expression"):
            # a group of 0 is what such rows record for ratios that are not theirs (gateway.md 1, 'expression')
            return _chosen([expression_charge(entry, group, per_usd=per_usd)], entry) if decimal(group) else None
        price = number_of(entry, "model_price")
        if price is not None and decimal(price) >= 0:
            return _fixed(entry, price, group, per_usd)
        if entry.get("is_task"):
            ratio = number_of(entry, "model_ratio")
            submit = partial(task_submit_by_ratio, ratio, group, per_usd=per_usd) if ratio else None
            return None if submit is None else _submitted(entry, submit)
        return _by_tokens(entry, group, per_usd)
    except (ValueError, ArithmeticError):
        return None  # a price that is no finite number in the material


def printed_ratios(content: str) -> dict[str, Decimal]:
    """Return the named ratios in the text of a task's submit row, such as `计算参数：seconds: 8.00`, as printed."""
    return {name: decimal(ratio) for name, ratio in _PARAMETER.findall(content.partition(_PARAMETERS)[2])}


def _fixed(entry: Facts, price: Number, group: Number, per_usd: int) -> Charge | None:
    content = str(entry.get("content") or "")
    if not entry.get("is_task"):
        if entry.get("audio_tokens"):
            # the routine of audio is not told the price (gateway.md 2, 'Audio'): such a call costs nothing
            return _chosen([Charge(0, ("0 = 0",)), per_call(price, group, per_usd=per_usd)], entry)
        images = _IMAGES.search(content)
        if images is None and entry.get("completion_tokens") in (0, None) and entry.get("prompt_tokens") == 1:
            return None  # an image call that does not say how many images
        others = (images[1],) if images else ()
        return _chosen([per_call(price, group, others, tools=tools_of(entry), per_usd=per_usd)], entry)
    return _submitted(entry, partial(task_submit, price, group, per_usd=per_usd))


def _submitted(entry: Facts, submit: Callable[..., Charge]) -> Charge | None:
    """Return what a task's submit costs with the ratios that its row's text names; None where the row has no text."""
    content = str(entry.get("content") or "")
    if _PARAMETERS not in content:
        return _chosen([submit()], entry) if content else None
    printed = list(printed_ratios(content).values())
    return _within(printed, entry, lambda ratios: submit(others=ratios)) if 0 < len(printed) <= 6 else None


def settled_quota(entry: Facts) -> Charge | None:
    """Return what a settled task costs in all, None for other rows.

    That is what the row says, unless its own text with the tokens gives another amount (gateway.md 2, 'Async task').
    """
    actual = entry.get("actual_quota")
    if not isinstance(actual, int) or isinstance(actual, bool):
        return None
    stated = _SETTLED.search(str(entry.get("content") or ""))
    if stated is None:
        return Charge(actual, ())
    tokens = int(stated[1])
    model, group, other = (decimal(number) for number in stated.groups()[1:])
    try:
        nominal = task_settlement(tokens, model, group, [other])
        low, high = (
            task_settlement(tokens, model + sign * _STEP, group + sign * _STEP, [other + sign * _SMALL_STEP]).quota
            for sign in (-1, 1)
        )
    except ValueError:
        return Charge(actual, ())
    if low <= actual <= high:
        return Charge(actual, (*nominal.lines, f"{low} <= {actual} <= {high}"))
    return nominal


def _by_tokens(entry: Facts, group: Number, per_usd: int) -> Charge | None:
    model = number_of(entry, "model_ratio")
    usage = usage_of(entry, claude=entry.get("usage_semantic") == "anthropic")
    if model is None or usage is None or decimal(model) < 0:
        return None
    completion_ratio = number_of(entry, "completion_ratio")
    if completion_ratio is None:
        if usage.completion:
            return None
        completion_ratio = 1
    if entry.get("audio_tokens"):
        both = [audio_charge(entry, model, completion_ratio, group, up=up) for up in (False, True)]
        return _chosen(both, entry)
    cache, creation, image = (number_of(entry, name) for name in ("cache_ratio", "cache_creation_ratio", "image_ratio"))
    if (usage.cached and cache is None) or (usage.images and image is None):
        return None
    apart, tools = ratios_of(entry), tools_of(entry)

    def _charge(ratios: tuple[Decimal, ...], *, up: bool = False) -> Charge:
        priced = Ratios(
            ratios[0], ratios[1], ratios[2],
            1 if cache is None else cache, "1.25" if creation is None else creation, 1 if image is None else image,
            (), apart.get("creation_5m"), apart.get("creation_1h"), apart.get("audio_price"),
        )  # fmt: skip
        return per_token(usage, priced, rounds_up=up, tools=tools, per_usd=per_usd)

    stated = (decimal(model), decimal(completion_ratio), decimal(group))
    if entry.get("ratios_rounded"):
        return _within(list(stated), entry, _charge)
    return _chosen([_charge(stated), _charge(stated, up=True)], entry)


def _within(printed: list[Decimal], entry: Facts, charge: Callable[[tuple[Decimal, ...]], Charge]) -> Charge:
    """Return the row's own quota where it lies in the interval that ratios with two decimals leave open."""
    nominal: Charge = charge(tuple(printed))
    quota = entry.get("quota")
    corners = product(*((max(Decimal(0), ratio - _STEP), ratio + _STEP) for ratio in printed))
    amounts = [charge(corner).quota for corner in corners]
    if isinstance(quota, int) and min(amounts) <= quota <= max(amounts):
        return Charge(quota, (*nominal.lines, f"{min(amounts)} <= {quota} <= {max(amounts)}"))
    return nominal


def _chosen(charges: list[Charge | None], entry: Facts) -> Charge | None:
    """Return the charge that the row's own quota agrees with, as far as the decimals it was shown with tell."""
    quota, half = entry.get("quota"), count_of(entry, "quota_half_step")
    known = [_saturated(charge, quota) for charge in charges if charge is not None]
    for charge in known:
        if isinstance(quota, int) and abs(charge.quota - quota) <= half:
            lines = charge.lines if charge.quota == quota else (*charge.lines, _between(charge.quota, quota, half))
            return Charge(quota, lines)
    return known[0] if known else None


def _saturated(charge: Charge, quota: object) -> Charge:
    """Return the largest amount that a row can hold where the charge is above it and the row says so."""
    if quota != LARGEST_QUOTA or charge.quota <= LARGEST_QUOTA:
        return charge
    return Charge(LARGEST_QUOTA, (*charge.lines, f"min({charge.quota}, {LARGEST_QUOTA}) = {LARGEST_QUOTA}"))


def _between(exact: int, shown: int, half: int) -> str:
    return f"{shown - half} <= {exact} <= {shown + half}"


def _group(entry: Facts) -> Number | None:
    special = number_of(entry, "user_group_ratio")
    if special is not None and decimal(special) >= 0:
        return special  # replaces the group's ratio, and repeats it in the row: applied once
    own = number_of(entry, "group_ratio")
    return own if own is not None and decimal(own) >= 0 else None
