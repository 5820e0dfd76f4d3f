"""What the facts of a log row say of its price beside tokens and ratios (reading.price_parts), for the formulas."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from supportdesk.money.amount import Number, decimal
from supportdesk.money.expression import Counts, by_expression
from supportdesk.money.pricing import AudioUsage, Charge, Ratios, Tool, Usage, per_audio

Facts = Mapping[str, object]
"""Facts of one entry row by name; absent or None is not known."""

PARTS = {
    "cr": "cached_tokens", "cc": "cache_creation_tokens", "cc1h": "cache_creation_tokens_1h", "img": "image_tokens",
    "ai": "audio_input_tokens",
}  # fmt: skip
"""Variables of a billing expression and the facts that they are."""


def tools_of(facts: Facts) -> tuple[Tool, ...]:
    """Return the tool calls of a row. Raises ValueError where a price is no number."""
    stated = facts.get("tool_calls")
    pairs = [one.partition("*") for one in stated.split()] if isinstance(stated, str) else []
    return tuple(Tool(decimal(price), int(calls)) for price, _, calls in pairs)


def usage_of(facts: Facts, *, claude: bool) -> Usage | None:
    """Return the tokens of a row, None where prompt or completion are not known or a count is negative."""
    prompt, completion = facts.get("prompt_tokens"), facts.get("completion_tokens")
    if not _is_count(prompt) or not _is_count(completion):
        return None
    five, hour = (count_of(facts, f"cache_creation_tokens_{span}") for span in ("5m", "1h"))
    cached, writes, images, sound = (
        count_of(facts, name)
        for name in ("cached_tokens", "cache_creation_tokens", "image_tokens", "audio_input_tokens")
    )
    if min(cached, writes, images, five, hour, sound) < 0:
        return None
    counts = (cached, max(writes, five + hour), images)
    return Usage(int(str(prompt)), int(str(completion)), *counts, claude, five, hour, sound)


def ratios_of(facts: Facts) -> dict[str, Number | None]:
    """Return the ratios of `Ratios` that only some rows state, by its names, those that the row has."""
    stated = {
        "creation_5m": number_of(facts, "cache_creation_ratio_5m"),
        "creation_1h": number_of(facts, "cache_creation_ratio_1h"),
        "audio_price": number_of(facts, "audio_input_price"),
    }
    return {name: ratio for name, ratio in stated.items() if ratio is not None}


def audio_charge(facts: Facts, model: Number, completion: Number, group: Number, *, up: bool = False) -> Charge | None:
    """Return what an audio or realtime row costs, None for other rows."""
    stated = facts.get("audio_tokens")
    audio, back = number_of(facts, "audio_ratio"), number_of(facts, "audio_completion_ratio")
    if not isinstance(stated, str) or audio is None or back is None:
        return None
    return per_audio(AudioUsage(*map(int, stated.split())), Ratios(model, completion, group), audio, back, rounds_up=up)


def expression_charge(facts: Facts, group: Number, *, per_usd: int) -> Charge | None:
    """Return what a row billed by expression costs, None for another row or a form that is not described."""
    text, tier = facts.get("billing_expression"), facts.get("matched_tier")
    claude = facts.get("usage_semantic") == "anthropic"
    usage = usage_of(facts, claude=claude)
    if not isinstance(text, str) or usage is None:
        return None
    hour = {"cc": usage.cache_writes - usage.writes_1h} if usage.writes_1h else {}
    counts = Counts(
        usage.prompt, usage.completion, {name: count_of(facts, fact) for name, fact in PARTS.items()} | hour, claude
    )
    stated = facts.get("request_multipliers")
    factors = [decimal(one) for one in stated.split()] if isinstance(stated, str) else []
    rules = count_of(facts, "request_rules")
    name = tier if isinstance(tier, str) else None
    return by_expression(text, name, counts, group, factors, rules=rules, per_usd=per_usd)


def number_of(facts: Facts, name: str) -> Number | None:
    """Return a price or ratio of a row, None where it states none."""
    value = facts.get(name)
    return value if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None


def count_of(facts: Facts, name: str) -> int:
    """Return a count of a row, 0 where it states none."""
    value = facts.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
