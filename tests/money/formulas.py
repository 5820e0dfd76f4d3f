"""The formulas of gateway.md 2 once more, with plain fractions and float64; nothing here imports supportdesk."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

UNIT = 500_000
Amount = str | int | Fraction


class Row(NamedTuple):
    """Tokens and ratios of one call, named as gateway.md 2 names them."""

    prompt: int
    completion: int
    cache: int = 0
    writes: int = 0
    writes_5m: int = 0
    writes_1h: int = 0
    image: int = 0
    audio: int = 0
    model: Amount = 1
    completion_ratio: Amount = 1
    group: Amount = 1
    cache_ratio: Amount = 1
    creation_ratio: Amount = "1.25"
    image_ratio: Amount = 1
    audio_price: Amount | None = None
    others: Sequence[Amount] = ()
    tools: Sequence[tuple[Amount, int]] = ()
    claude: bool = False


def half_away(number: Fraction) -> int:
    """Round a non-negative number, halves upwards."""
    return math.floor(number + Fraction(1, 2))


def text_quota(row: Row, *, up: bool = False) -> int:
    """Return Q of a token-billed call."""
    priced_apart = row.audio if row.audio_price is not None else 0
    r = Fraction(row.creation_ratio)
    if row.claude:
        base = row.prompt
        rest = max(0, row.writes - row.writes_5m - row.writes_1h)
        written = rest * r + row.writes_5m * r + row.writes_1h * r * Fraction("1.6")
    else:
        base = max(0, row.prompt - row.cache - row.writes - row.image - priced_apart)
        written = row.writes * r
    weighed = (
        base
        + row.cache * Fraction(row.cache_ratio)
        + row.image * Fraction(row.image_ratio)
        + written
        + row.completion * Fraction(row.completion_ratio)
    )
    ratio = Fraction(row.model) * Fraction(row.group)
    total = weighed * ratio
    if row.audio_price is not None:
        total += row.audio * Fraction(row.audio_price) / 10**6 * Fraction(row.group) * UNIT
    for other in row.others:
        total *= Fraction(other)
    fee = sum((Fraction(price) / 1000 * count * Fraction(row.group) * UNIT for price, count in row.tools), Fraction(0))
    total += fee
    tokens = (
        row.prompt + row.completion + row.cache + row.writes + row.writes_5m + row.writes_1h + row.image + row.audio
    )
    if not tokens and not fee:
        return 0
    quota = math.ceil(total) if up else half_away(total)
    return 1 if quota == 0 and ratio != 0 else quota


def tool_fee(tools: Sequence[tuple[Amount, int]], group: Amount) -> Fraction:
    """Return the quota of tool calls: USD of a thousand, calls."""
    return sum((Fraction(price) / 1000 * calls * Fraction(group) * UNIT for price, calls in tools), Fraction(0))


def call_quota(
    price: Amount, group: Amount, others: Sequence[Amount] = (), tools: Sequence[tuple[Amount, int]] = ()
) -> int:
    """Return the price of a call of a fixed price."""
    total = Fraction(price) * UNIT * Fraction(group)
    for other in others:
        total *= Fraction(other)
    return half_away(total + tool_fee(tools, group))


def audio_quota(
    text_in: int, text_out: int, audio_in: int, audio_out: int, *,
    model: Amount, group: Amount, completion: Amount, audio: Amount, audio_completion: Amount,
) -> int:  # fmt: skip
    """Return what an audio or realtime call costs."""
    weighed = text_in + text_out * Fraction(completion) + audio_in * Fraction(audio)
    weighed += audio_out * Fraction(audio) * Fraction(audio_completion)
    quota = half_away(weighed * Fraction(model) * Fraction(group))
    tokens = text_in + text_out + audio_in + audio_out
    return 1 if tokens and quota == 0 and Fraction(model) * Fraction(group) else quota


def float64(*factors: str | int | float) -> int:
    """Return a float64 product from left to right, truncated."""
    product = float(factors[0])
    for factor in factors[1:]:
        product *= float(factor)
    return math.trunc(product)


def submit_quota(price: str | float, group: str, others: Sequence[str | float | int] = ()) -> int:
    """Return what a task is charged at submit: two products, each truncated."""
    return float64(float64(price, UNIT, group), *others)


def expression_quota(usd_per_million: Fraction, group: Amount) -> int:
    """Return the quota of a cost by expression, rounded once."""
    return half_away(usd_per_million / 10**6 * UNIT * Fraction(group))
