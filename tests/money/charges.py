"""Charges with a planted billing hypothesis, made independently of the solver: plain fractions and float64 in order.

`generate(count, seed)` yields `Planted`: what a ticket shows of a charge, and the hypothesis that made its amount.
Arithmetic follows gateway.md 2: text is rounded half away from zero (1 quota where something rounds to nothing),
tasks are float64 products from left to right, truncated. Nothing here imports supportdesk.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

UNIT = 500_000
PRICES = ("0.04", "0.09", "0.1", "0.15", "0.3", "0.4", "0.5", "0.8", "0.0125", "1.2")
MODEL_RATIOS = ("0.075", "0.25", "0.625", "1.25", "1.5", "2", "2.5", "7.5", "15", "37.5")
COMPLETION_RATIOS = ("1", "2", "3", "4", "5", "8")
CACHE_RATIOS = ("0.1", "0.25", "0.5")
GROUPS = ("1", "0.7", "0.8", "0.85", "1.2", "1.5", "2", "0.06")
SECONDS = ("4", "5", "6", "8", "10", "12")
TALL = "1.666667"
"""The ratio of 1792x1024 and 1024x1792."""


class Planted(NamedTuple):
    """`material` are keyword arguments of the solver's Material, `planted` the id of what made `charged`."""

    material: dict[str, Any]
    planted: str
    charged: int


def rounded(number: Fraction) -> int:
    """Return a non-negative fraction rounded half up, 1 where a positive one rounds to nothing."""
    quota = math.floor(number + Fraction(1, 2))
    return 1 if quota == 0 and number > 0 else quota


def floated(*factors: str | int) -> int:
    """Return the float64 product from left to right, truncated."""
    product = float(factors[0])
    for factor in factors[1:]:
        product *= float(factor)
    return math.trunc(product)


def generate(count: int, seed: int = 1) -> Iterator[Planted]:
    """Yield `count` planted charges, the kinds in turn."""
    source = random.Random(seed)
    kinds = (_tokens, _claude, _cached, _call, _task, _task_ratio, _task_tokens, _reservation, _media, _unrecorded)
    made = 0
    while made < count:
        planted = kinds[made % len(kinds)](source)
        if planted is not None and planted.charged > 0:
            made += 1
            yield planted


def corrupted(count: int, seed: int = 2) -> Iterator[Planted]:
    """Yield charges whose amount was changed by a part of itself that no ratio of the gateway gives."""
    source = random.Random(seed)
    for planted in generate(count, seed + 1000):
        off = max(2, int(planted.charged * source.uniform(0.013, 0.31))) | 1
        charged = planted.charged + (off if source.random() < 0.5 or off >= planted.charged else -off)
        yield Planted({**planted.material, "charged": charged}, "", charged)


def _prices(source: random.Random) -> tuple[str, str, str]:
    return source.choice(MODEL_RATIOS), source.choice(COMPLETION_RATIOS), source.choice(GROUPS)


def _facts(model: str, completion: str, group: str, prompt: int, out: int, **more: Any) -> dict[str, Any]:
    return {
        "model_price": -1, "model_ratio": model, "completion_ratio": completion, "group_ratio": group,
        "prompt_tokens": prompt, "completion_tokens": out, **more,
    }  # fmt: skip


def _tokens(source: random.Random) -> Planted:
    model, completion, group = _prices(source)
    prompt, out = source.randrange(1, 60_000), source.randrange(0, 9_000)
    exact = (prompt + out * Fraction(completion)) * Fraction(model) * Fraction(group)
    how = source.choice(("", "", "twice", "ceil", "special-group"))
    facts = _facts(model, completion, group, prompt, out)
    charged = rounded(exact)
    if how == "twice":
        charged *= 2
    elif how == "ceil" and exact.denominator > 1:
        charged = max(1, math.ceil(exact))
    elif how == "ceil":
        how = ""  # nothing is rounded
    elif how == "special-group":
        special = source.choice(GROUPS[1:])
        facts["user_group_ratio"] = special
        # the defect: both ratios; documented is the special one in place of the group's
        charged = rounded(exact * Fraction(special))
    return Planted({"charged": charged, "facts": facts}, "tokens" + (f"+{how}" if how else ""), charged)


def _claude(source: random.Random) -> Planted:
    model, completion, group = _prices(source)
    prompt, out = source.randrange(1, 5_000), source.randrange(1, 4_000)
    read, written = source.randrange(0, 80_000), source.randrange(0, 9_000)
    cache, creation = source.choice(CACHE_RATIOS), "1.25"
    weighed = prompt + read * Fraction(cache) + written * Fraction(creation) + out * Fraction(completion)
    charged = rounded(weighed * Fraction(model) * Fraction(group))
    facts = _facts(
        model, completion, group, prompt, out, cached_tokens=read, cache_creation_tokens=written,
        cache_ratio=cache, cache_creation_ratio=creation, usage_semantic="anthropic",
    )  # fmt: skip
    return Planted({"charged": charged, "facts": facts}, "tokens-claude", charged)


def _cached(source: random.Random) -> Planted:
    """Cached tokens inside of the prompt: at their own ratio, or at the full price where the row records no ratio."""
    model, completion, group = _prices(source)
    prompt, out = source.randrange(2_000, 90_000), source.randrange(1, 4_000)
    read = source.randrange(1, prompt)
    facts = _facts(model, completion, group, prompt, out, cached_tokens=read)
    if source.random() < 0.5:
        cache = source.choice(CACHE_RATIOS)
        facts["cache_ratio"] = cache
        weighed = (prompt - read) + read * Fraction(cache) + out * Fraction(completion)
        planted = "tokens"
    else:
        weighed = prompt + out * Fraction(completion)
        planted = "tokens-cache-full"
    charged = rounded(weighed * Fraction(model) * Fraction(group))
    return Planted({"charged": charged, "facts": facts}, planted, charged)


def _call(source: random.Random) -> Planted:
    price, group, count = source.choice(PRICES), source.choice(GROUPS), source.randrange(1, 7)
    facts: dict[str, Any] = {"model_price": price, "group_ratio": group, "prompt_tokens": 1, "completion_tokens": 0}
    material: dict[str, Any] = {"facts": facts}
    exact = Fraction(price) * UNIT * Fraction(group)
    planted = "call"
    how = source.choice(("", "recorded", "n"))
    if how:
        exact *= count
    if how == "recorded":
        material["other_ratios"] = {"n": count}
    elif how == "n":
        material["request"] = {"n": count}
        planted = "call+n" if count > 1 else "call"
    return Planted({"charged": rounded(exact), **material}, planted, rounded(exact))


def _task(source: random.Random) -> Planted:
    price, group, seconds = source.choice(PRICES), source.choice(GROUPS), source.choice(SECONDS)
    facts: dict[str, Any] = {"model_price": price, "group_ratio": group, "is_task": True}
    material: dict[str, Any] = {"facts": facts}
    submitted = floated(price, UNIT, group)
    how = source.choice(("", "recorded", "recorded-size", "seconds", "seconds+size", "twice"))
    planted, charged = "task", submitted
    if how == "recorded":
        material["other_ratios"] = {"seconds": seconds}
        charged = floated(submitted, seconds)
    elif how == "recorded-size":
        material["other_ratios"] = {"seconds": seconds, "size": TALL}
        charged = floated(submitted, seconds, TALL)
    elif how == "seconds":
        material["request"] = {"seconds": seconds}
        planted, charged = "task+seconds", floated(submitted, seconds)
    elif how == "seconds+size":
        material["request"] = {"seconds": seconds, "size": "1792x1024"}
        planted, charged = "task+seconds+size", floated(submitted, seconds, TALL)
    elif how == "twice":
        planted, charged = "task+twice", 2 * submitted
    return Planted({"charged": charged, **material}, planted, charged)


def _task_ratio(source: random.Random) -> Planted:
    model, group = source.choice(MODEL_RATIOS), source.choice(GROUPS)
    half = Fraction(model) / 2
    charged = math.trunc(float(half) * float(UNIT) * float(group))
    facts = {"model_price": -1, "model_ratio": model, "group_ratio": group, "is_task": True}
    return Planted({"charged": charged, "facts": facts}, "task-ratio", charged)


def _task_tokens(source: random.Random) -> Planted:
    model, group, tokens = source.choice(MODEL_RATIOS), source.choice(GROUPS), source.randrange(2_000, 400_000)
    ratios = source.choice(({}, {"video_input": "0.6086956521739131"}, {"seconds": source.choice(SECONDS)}))
    charged = floated(tokens, model, group, *ratios.values())
    facts = {"model_price": -1, "model_ratio": model, "group_ratio": group, "is_task": True}
    material = {"facts": facts, "usage_tokens": tokens, "other_ratios": ratios}
    return Planted({"charged": charged, **material}, "task-tokens", charged)


def _reservation(source: random.Random) -> Planted:
    model, completion, group = _prices(source)
    prompt, out = source.randrange(1, 20_000), source.randrange(0, 2_000)
    most = source.choice((256, 1024, 4096, 8192, 16_000))
    charged = floated(max(prompt, 500) + most, model, group)
    facts = _facts(model, completion, group, prompt, out)
    return Planted({"charged": charged, "facts": facts, "request": {"max_tokens": most}}, "reservation", charged)


def _media(source: random.Random) -> Planted:
    model, completion, group = _prices(source)
    prompt, out = source.randrange(5, 3_000), source.randrange(5, 9_000)
    charged = rounded((prompt + out * Fraction(completion)) * Fraction(model) * Fraction(group))
    facts = _facts(model, completion, group, prompt, out, model_kind="video")
    return Planted({"charged": charged, "facts": facts}, "media-tokens", charged)


def _unrecorded(source: random.Random) -> Planted:
    """A row without prices, the model's stand in a price list; the group's ratio may not have been applied."""
    model, completion, group = _prices(source)
    prompt, out = source.randrange(50, 60_000), source.randrange(10, 9_000)
    exact = (prompt + out * Fraction(completion)) * Fraction(model)
    prices = {"model_ratio": model, "completion_ratio": completion, "group_ratio": group}
    facts = {"prompt_tokens": prompt, "completion_tokens": out}
    if source.random() < 0.5:
        charged, planted = rounded(exact * Fraction(group)), "tokens"
    else:
        charged, planted = rounded(exact), "tokens+no-group" if group != "1" else "tokens"
    return Planted({"charged": charged, "facts": facts, "prices": prices}, planted, charged)
