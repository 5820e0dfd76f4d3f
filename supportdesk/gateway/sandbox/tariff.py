"""What a call costs in the sandbox: the default prices and ratios of gateway.md 2, charged by `money.pricing`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportdesk.money.amount import Number
from supportdesk.money.pricing import Charge, Ratios, Usage, per_call, per_token, task_submit
from supportdesk.named import NamedTuple

GROUP_RATIO: Number = 1
"""Ratio of the sandbox's one group."""

USD_PER_CALL: tuple[tuple[str, Number], ...] = (
    ("sora-2-pro", "0.5"),
    ("sora-2", "0.3"),
    ("veo", "0.4"),
    ("suno", "0.1"),
    ("mj_", "0.1"),
)
"""Prices of a call by the beginning of the model's name, the longer name first (gateway.md 2)."""

USD_OF_KIND: Mapping[str, Number] = {"video": "0.3", "image": "0.04", "music": "0.1", "audio": "0.02"}
"""The sandbox's own prices of other media models by their kind."""

MODEL_RATIO, COMPLETION_RATIO, CACHE_RATIO = "1.25", 4, "0.5"
"""Ratios of every token-billed model here: those of the first example in gateway.md 2."""

SECONDS_DEFAULT: tuple[tuple[str, int], ...] = (("sora-2", 4), ("veo", 8))
"""Models billed by the second, with the seconds of a request that names none (gateway.md 2, 'Ratios')."""

WIDE_SIZES = ("1792x1024", "1024x1792")
WIDE_RATIO = "1.666667"


class TaskPrice(NamedTuple):
    """What a task is reserved and charged: the price in USD, the extra ratios by name, and the charge of both."""

    model_price: Number
    ratios: dict[str, Number]
    charge: Charge

    def other(self) -> dict[str, Any]:
        """Return the price as the log row's `other` states it (gateway.md 1)."""
        return {
            "model_price": float(self.model_price),
            "model_ratio": 0,
            "group_ratio": float(GROUP_RATIO),
            "user_group_ratio": -1,
        }


def usd_per_call(model: str, kind: str) -> Number:
    """Return the price of one call of a media model in USD."""
    name = model.lower()
    return next((price for start, price in USD_PER_CALL if name.startswith(start)), USD_OF_KIND.get(kind, "0.1"))


def task_price(model: str, kind: str, body: Mapping[str, Any]) -> TaskPrice:
    """Return what a task costs: its price, by seconds and size where the model is billed so, and by n for images."""
    name, ratios = model.lower(), dict[str, Number]()
    default = next((seconds for start, seconds in SECONDS_DEFAULT if name.startswith(start)), None)
    if default is not None:
        ratios["seconds"] = _whole(body.get("seconds", body.get("duration"))) or default
        if name.startswith("sora-2"):
            ratios["size"] = WIDE_RATIO if body.get("size") in WIDE_SIZES else 1
    elif kind == "image":
        ratios["n"] = _whole(body.get("n")) or 1
    price = usd_per_call(model, kind)
    others = [ratio for ratio in ratios.values() if ratio != 1]
    return TaskPrice(price, ratios, task_submit(price, GROUP_RATIO, others))


def images_price(model: str, body: Mapping[str, Any]) -> tuple[Charge, dict[str, Any]]:
    """Return what images that are answered at once cost, and the log row's `other`."""
    price = usd_per_call(model, "image")
    count = _whole(body.get("n")) or 1
    other = {
        "model_price": float(price),
        "model_ratio": 0,
        "completion_ratio": 0,
        "group_ratio": float(GROUP_RATIO),
        "user_group_ratio": -1,
    }
    return per_call(price, GROUP_RATIO, [count] if count != 1 else []), other


def tokens_price(usage: Usage) -> tuple[Charge, dict[str, Any]]:
    """Return what a token-billed call costs, and the log row's `other`."""
    ratios = Ratios(model=MODEL_RATIO, completion=COMPLETION_RATIO, group=GROUP_RATIO, cache=CACHE_RATIO)
    other = {
        "model_ratio": float(MODEL_RATIO),
        "completion_ratio": COMPLETION_RATIO,
        "group_ratio": float(GROUP_RATIO),
        "user_group_ratio": -1,
        "model_price": -1,
        "cache_tokens": usage.cached,
        "cache_ratio": float(CACHE_RATIO),
        "frt": -1000,
    }
    return per_token(usage, ratios), other


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if value > 0 else None
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value[:6]) or None
    return None
