"""What a call costs, computed as the gateway computes it, with the arithmetic as equations (gateway.md 2).

An equation is `left = right` with `+ - * / ( )`, plain numbers and five functions: `round(x)` half away from zero,
`ceil(x)`, `max(a, b)`, `min(a, b)` and `trunc(x)`, in which every number is a float64 and products go from left to
right.
Where the material prints rounded ratios, `low <= amount <= high` is the last line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal, Inexact, localcontext

from supportdesk.money.amount import (
    QUOTA_PER_USD,
    Number,
    decimal,
    float_product,
    round_half_away,
    round_up,
)
from supportdesk.named import NamedTuple

DIGITS = 60
"""Digits of the Decimal context: more than any price, ratio and token count together need."""

MICRO = Decimal("0.000001")
"""The last decimal of an amount in a currency, as gateways show it."""


LEAST_RESERVED = 500
"""Prompt tokens that a reservation counts at least (gateway.md 2, 'Sync flow')."""

HOUR_WRITES = "1.6"
"""How much more a cache write that lives for an hour costs than another (gateway.md 2, 'Tokens')."""


class Charge(NamedTuple):
    """An amount in quota and the equations that lead to it, the last of them ending in it."""

    quota: int
    lines: tuple[str, ...]


class Usage(NamedTuple):
    """Tokens of a call. `prompt` includes all the others but `completion` unless `claude` (gateway.md 2, 'Tokens').

    `cache_writes` are all writes, those of five minutes and of an hour included; only Claude's usage tells them apart.
    `audio` counts only where it has a price of its own.
    """

    prompt: int
    completion: int
    cached: int = 0
    cache_writes: int = 0
    images: int = 0
    claude: bool = False
    writes_5m: int = 0
    writes_1h: int = 0
    audio: int = 0


class Ratios(NamedTuple):
    """Ratios of a token-billed model; the defaults are the gateway's for unset ones, `others` multiply the whole.

    `creation_5m` and `creation_1h` are None where they follow from `cache_creation`; `audio_price` is USD of a million
    audio tokens, None where they have no price of their own.
    """

    model: Number
    completion: Number = 1
    group: Number = 1
    cache: Number = 1
    cache_creation: Number = "1.25"
    image: Number = 1
    others: tuple[Number, ...] = ()
    creation_5m: Number | None = None
    creation_1h: Number | None = None
    audio_price: Number | None = None


class AudioUsage(NamedTuple):
    """Tokens of an audio or realtime call, text and sound apart."""

    text_in: int
    text_out: int
    audio_in: int
    audio_out: int


class Tool(NamedTuple):
    """Calls of a tool that the upstream ran: USD of a thousand of them, and how many."""

    price: Number
    calls: int


def written(number: Number) -> str:
    """Return a number as an equation writes it: no exponent, no trailing zeros."""
    text = f"{decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def per_token(
    usage: Usage,
    ratios: Ratios,
    *,
    rounds_up: bool = False,
    tools: Sequence[Tool] = (),
    per_usd: int = QUOTA_PER_USD,
) -> Charge:
    """Return the charge of a token-billed call; `rounds_up` for one-api (gateway.md 8).

    Neither tokens nor a tool's fee cost nothing; a result of nothing although the ratio is not 0 costs 1 quota.
    """
    lines: list[str] = []
    terms = _terms(usage, ratios, lines)
    factors = [ratios.model, ratios.group]
    with localcontext() as context:
        context.prec = DIGITS
        weighed = sum((count * (decimal(ratio) if ratio is not None else 1) for count, ratio in terms), Decimal(0))
        ratio = _product(factors)
        total = weighed * ratio
        left = f"({_weights(terms)}){_times(factors)}"
        if usage.audio and ratios.audio_price is not None:
            sound = [usage.audio, ratios.group, per_usd]
            total += decimal(ratios.audio_price) / 1_000_000 * _product(sound)
            left = f"{left} + {written(ratios.audio_price)} / 1000000{_times(sound)}"
            left = f"({left})" if ratios.others else left
        total *= _product(ratios.others)
        left += _times(ratios.others)
        fee = _fee(tools, ratios.group, per_usd)
        total += fee
        left += _fees(tools, ratios.group, per_usd)
    counted = usage.prompt or usage.completion or usage.audio or any(count for count, _ in terms)
    if not counted and not fee:
        return Charge(0, (*lines, _rounded(left, total, 0, "round")))
    return _at_least_one(left, total, ratio, lines, "ceil" if rounds_up else "round")


def per_audio(
    usage: AudioUsage, ratios: Ratios, audio: Number, audio_completion: Number, *, rounds_up: bool = False
) -> Charge:
    """Return the charge of an audio or realtime call; sound that comes back has both audio ratios (gateway.md 2)."""
    factors = [ratios.model, ratios.group, *ratios.others]
    parts = (
        ([usage.text_in], True),
        ([usage.text_out, ratios.completion], usage.text_out),
        ([usage.audio_in, audio], usage.audio_in),
        ([usage.audio_out, audio, audio_completion], usage.audio_out),
    )
    with localcontext() as context:
        context.prec = DIGITS
        weighed = sum((_product(part) for part, _ in parts), Decimal(0))
        total = weighed * _product(factors)
        ratio = _product(factors[:2])
    left = f"({' + '.join(' * '.join(map(written, part)) for part, shown in parts if shown)}){_times(factors)}"
    if not any(usage):
        return Charge(0, (_rounded(left, total, 0, "round"),))
    return _at_least_one(left, total, ratio, [], "ceil" if rounds_up else "round")


def per_call(
    price: Number,
    group: Number = 1,
    others: Sequence[Number] = (),
    *,
    tools: Sequence[Tool] = (),
    per_usd: int = QUOTA_PER_USD,
) -> Charge:
    """Return the charge of a call with a fixed price in USD; `others` are ratios such as the number of images."""
    factors = [price, per_usd, group, *others]
    with localcontext() as context:
        context.prec = DIGITS
        total = _product(factors) + _fee(tools, group, per_usd)
    quota = round_half_away(total)
    left = " * ".join(map(written, factors)) + _fees(tools, group, per_usd)
    return Charge(quota, (_rounded(left, total, quota, "round"),))


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
    """Return the equation from quota to USD, such as `1900 / 500000 = 0.0038`; bounds where it does not divide."""
    return exactly_or_between(f"{quota} / {per_usd}", Decimal(quota), per_usd)


def exactly_or_between(left: str, amount: Decimal, unit: int) -> str:
    """Return the equation of an amount divided by a unit; where it has no end, the bounds of its sixth decimal."""
    with localcontext() as context:
        context.prec = DIGITS
        context.clear_flags()
        whole = amount / unit
        if not context.flags[Inexact]:
            return f"{left} = {written(whole)}"
        low = whole.quantize(MICRO, ROUND_FLOOR)
        return f"{written(low)} <= {left} <= {written(low + MICRO)}"


def _terms(usage: Usage, ratios: Ratios, lines: list[str]) -> list[tuple[int, Number | None]]:
    """Return the counts with their ratios (None: 1), the base first; equations that lead to them go to `lines`."""
    writes: list[tuple[int, Number | None]]
    if usage.claude:
        base = usage.prompt
        rest = max(0, usage.cache_writes - usage.writes_5m - usage.writes_1h)
        hour = ratios.creation_1h
        if hour is None and usage.writes_1h:
            hour = decimal(ratios.cache_creation) * decimal(HOUR_WRITES)
            lines.append(f"{written(ratios.cache_creation)} * {HOUR_WRITES} = {written(hour)}")
        five = ratios.cache_creation if ratios.creation_5m is None else ratios.creation_5m
        writes = [(rest, ratios.cache_creation), (usage.writes_5m, five), (usage.writes_1h, hour)]
        if rest and (usage.writes_5m or usage.writes_1h):
            lines.append(f"max(0, {usage.cache_writes} - {usage.writes_5m} - {usage.writes_1h}) = {rest}")
    else:
        audio = usage.audio if ratios.audio_price is not None else 0
        parts = [part for part in (usage.cached, usage.cache_writes, usage.images, audio) if part]
        base = max(0, usage.prompt - sum(parts))
        writes = [(usage.cache_writes, ratios.cache_creation)]
        if parts:
            lines.append(f"max(0, {usage.prompt} - {' - '.join(map(str, parts))}) = {base}")
    return [
        (base, None),
        (usage.cached, ratios.cache),
        *writes,
        (usage.images, ratios.image),
        (usage.completion, ratios.completion),
    ]


def _weights(terms: Sequence[tuple[int, Number | None]]) -> str:
    return " + ".join(
        str(count) if ratio is None else f"{count} * {written(ratio)}"
        for at, (count, ratio) in enumerate(terms)
        if count or at == 0
    )


def _fee(tools: Sequence[Tool], group: Number, per_usd: int) -> Decimal:
    return sum((decimal(tool.price) / 1000 * tool.calls * decimal(group) * per_usd for tool in tools), Decimal(0))


def _fees(tools: Sequence[Tool], group: Number, per_usd: int) -> str:
    return "".join(f" + {written(tool.price)} / 1000{_times([tool.calls, group, per_usd])}" for tool in tools)


def _at_least_one(left: str, total: Decimal, ratio: Decimal, lines: Sequence[str], how: str) -> Charge:
    quota = round_up(total) if how == "ceil" else round_half_away(total)
    if quota == 0 and ratio > 0:
        return Charge(1, (*lines, f"max(1, {how}({left})) = 1"))
    return Charge(quota, (*lines, _rounded(left, total, quota, how)))


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
