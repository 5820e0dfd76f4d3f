"""The usages and prices that a text states, and the terms that each way of billing makes of them.

What a count includes: OpenAI's and Gemini's prompt tokens hold what was read from the cache, Anthropic's input tokens
do not; OpenAI's output holds the reasoning, Gemini's candidates do not hold the thoughts
(platform.openai.com/docs/api-reference, docs.anthropic.com/en/docs/build-with-claude/prompt-caching,
ai.google.dev/api/generate-content).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from supportdesk.named import NamedTuple
from supportdesk.reading.stated_prices import ANY, PART_OF, Stated
from supportdesk.reading.stated_words import INCLUSIVE

MOST_USAGES = 8
USD_OF_RATIO = Decimal("0.000002")
"""USD of one input token at a model ratio of 1 (gateway.md 2)."""
CACHE_READ, CACHE_WRITE, HOUR_WRITE = Decimal("0.1"), Decimal("1.25"), Decimal(2)
"""Prices of Claude's cache as shares of the input's (docs.anthropic.com/en/docs/about-claude/pricing)."""
LONG_FROM = 200_000
LONG_INPUT, LONG_OUTPUT = Decimal(2), Decimal("1.5")
"""A context from here on is priced higher, of input and output (ai.google.dev/gemini-api/docs/pricing,
docs.anthropic.com/en/docs/about-claude/pricing, platform.openai.com/docs/pricing: from 272,000)."""
ZERO = Decimal(0)
Terms = list[tuple[Decimal, Decimal]]
Way = tuple[str, Terms]


class Usage(NamedTuple):
    """Tokens of one call as stated. `apart` is Anthropic's way of counting; `media` are tokens of sound and images."""

    counts: dict[str, Decimal]
    apart: bool
    media: Decimal = ZERO

    def of(self, role: str) -> Decimal:
        """Return a count, 0 where it is not stated."""
        return self.counts.get(role, ZERO)


class Prices(NamedTuple):
    """Prices of one token by part, the group's ratio, the currency, and whether they come from ratios.

    `media` says that sound or images have a price of their own.
    """

    of: dict[str, Decimal]
    group: Decimal
    unit: str
    of_ratio: bool
    media: bool = False


def usages_of(stated: Sequence[Stated]) -> list[Usage]:
    """Return the usages of a text: a kind of tokens that is counted again, differently, begins another one."""
    found: list[Usage] = []
    counts: dict[str, Decimal] = {}
    labels: set[str] = set()
    media = ZERO
    bare = {one.value for one in stated if one.kind == "count" and one.role == ANY}
    for one in stated:
        if one.kind != "count" or one.role == ANY:
            continue
        if one.role == "other":
            media += ZERO if one.label.lower().startswith("text") else one.value
            continue
        if counts.get(one.role, one.value) != one.value:
            found.append(_usage(counts, labels, media))
            counts, labels, media = {}, set(), ZERO
        counts[one.role] = one.value
        labels.add(one.label.lower())
    if counts:
        found.append(_usage(counts, labels, media))
    if not found and len(bare) == 1:
        found.append(_usage({"prompt": bare.pop()}, labels, media))
    return [usage for usage in found if any(usage.counts.values())][:MOST_USAGES]


def _usage(counts: dict[str, Decimal], labels: set[str], media: Decimal) -> Usage:
    prompt, cached = counts.get("prompt"), counts.get("cached", ZERO)
    apart = bool(labels & INCLUSIVE) or (prompt is not None and cached > prompt)
    return Usage(counts, apart, media)


def prices_of(stated: Sequence[Stated]) -> Prices:
    """Return the token prices that a text states, of a part the first; ratios give prices where there are none."""
    found: dict[str, Decimal] = {}
    counts: dict[Decimal, str] = {}
    ratios: dict[str, Decimal] = {}
    unit = ""
    for one in stated:
        if one.kind == "count" and one.role not in ("other", ANY):
            counts.setdefault(one.value, one.role)
        elif one.kind == "ratio":
            ratios.setdefault(one.role, one.value)
        elif one.kind == "price" and one.unit in ("", "usd", "cny", "credits"):
            role = one.role
            if role.startswith("="):
                role = PART_OF.get(counts.get(Decimal(role[1:]), ""), "")
            found.setdefault(role, one.value)
            unit = unit or one.unit
    bare = found.pop("", None)
    if bare is not None and not found and "model" not in ratios:
        found["input"] = bare
    of_ratio = "input" not in found and "model" in ratios
    if of_ratio:
        found["input"] = ratios["model"] * USD_OF_RATIO
        if "output" not in found and "completion" in ratios:
            found["output"] = found["input"] * ratios["completion"]
        if "cached" not in found and "cache" in ratios:
            found["cached"] = found["input"] * ratios["cache"]
    media = found.pop("other", None) is not None
    return Prices(found, ratios.get("group", Decimal(1)), unit, of_ratio, media)


def long_context(usage: Usage, prices: Prices) -> Prices | None:
    """Return the prices of a long context, or None where the usage is none."""
    counted = usage.of("prompt") + (usage.of("cached") + usage.of("writes") if usage.apart else ZERO)
    if counted < LONG_FROM:
        return None
    of = {part: price * (LONG_OUTPUT if part == "output" else LONG_INPUT) for part, price in prices.of.items()}
    return prices._replace(of=of)


def parts_of(usage: Usage, prices: Prices, part: str) -> Iterator[Way]:
    """Yield the ways of billing a part of a usage ('' all of it): names and terms, the documented first."""
    inputs, outputs = list(_inputs(usage, prices)), list(_outputs(usage, prices))
    if part in ("writes", "writes_1h"):
        yield from _writes(usage, prices)
    elif part == "cached":
        price = _cache_price(usage, prices)
        if price is not None:
            yield "documented", [(usage.of("cached"), price)]
    elif part == "input":
        yield from inputs
    elif part in ("output", "reasoning"):
        yield from outputs
    else:
        yield from _together(inputs, outputs, usage)


def _together(inputs: list[Way], outputs: list[Way], usage: Usage) -> Iterator[Way]:
    """Yield the ways of a whole call: at most one of its two sides wrong, or both where both are known."""
    spent, counted = bool(_output(usage)), usage.of("prompt") or usage.of("miss") or usage.of("cached")
    if not spent or not counted:
        yield from inputs if counted else outputs
        return
    for one, terms in inputs:
        for other, more in outputs:
            if one == "documented" or other == "documented":
                yield (other if one == "documented" else one), [*terms, *more]
            elif one == "cached-twice" and other == "reasoning-twice":
                yield "cached-and-reasoning-twice", [*terms, *more]
    if inputs and outputs:
        yield "input-only", inputs[0][1]
        yield "output-only", outputs[0][1]


def _inputs(usage: Usage, prices: Prices) -> Iterator[Way]:
    price = prices.of.get("input")
    prompt, cached = usage.of("prompt"), usage.of("cached")
    fresh = usage.of("miss") if "miss" in usage.counts else prompt if usage.apart else prompt - cached
    if price is None or fresh < 0:
        return
    written: Terms = next(_writes(usage, prices), ("", []))[1]
    read = _cache_price(usage, prices)
    if not cached:
        yield "documented", [(fresh, price), *written]
    elif read is not None:
        yield "documented", [(fresh, price), (cached, read), *written]
    whole = prompt or fresh + cached
    if cached and not usage.apart:
        if read is not None and read != price:
            yield "cached-twice", [(whole, price), (cached, read), *written]
            yield "cached-unread", [(fresh, price), *written]
        if read != price:
            yield "cached-full", [(whole, price), *written]
    elif cached:
        yield "cached-full", [(fresh + cached, price), *written]
        yield "cached-unread", [(fresh, price), *written]
    if written:
        yield "writes-unread", [(fresh, price), *([(cached, read)] if cached and read is not None else [])]
        for kind, terms in list(_writes(usage, prices))[1:]:
            yield kind, [(fresh, price), *([(cached, read)] if cached and read is not None else []), *terms]


def _cache_price(usage: Usage, prices: Prices) -> Decimal | None:
    price = prices.of.get("input")
    if "cached" in prices.of or price is None:
        return prices.of.get("cached")
    return price * CACHE_READ if usage.apart else None


def _writes(usage: Usage, prices: Prices) -> Iterator[Way]:
    """Yield the ways of billing what was written to the cache."""
    price = prices.of.get("input")
    five = prices.of.get("writes", None if price is None else price * CACHE_WRITE)
    hour = prices.of.get("writes_1h", None if price is None else price * HOUR_WRITE)
    of_hour, all_writes = usage.of("writes_1h"), max(usage.of("writes"), usage.of("writes_1h") + usage.of("writes_5m"))
    if not all_writes or five is None or (of_hour and hour is None):
        return
    hours: Terms = [(of_hour, hour)] if of_hour and hour is not None else []
    yield "documented", [(all_writes - of_hour, five), *hours]
    if of_hour:
        yield "hour-as-five-minutes", [(all_writes, five)]
        if hour is not None:
            yield "writes-twice", [(all_writes, five), (of_hour, hour)]
    elif hour is not None:
        yield "five-minutes-as-hour", [(all_writes, hour)]
    if price is not None:
        yield "writes-as-input", [(all_writes, price)]


def _output(usage: Usage) -> Decimal:
    if "completion" in usage.counts:
        return usage.of("completion")
    return usage.of("candidates") + usage.of("reasoning") if "candidates" in usage.counts else ZERO


def _outputs(usage: Usage, prices: Prices) -> Iterator[Way]:
    price, output, reasoning = prices.of.get("output"), _output(usage), usage.of("reasoning")
    if price is not None:
        yield "documented", [(output, price)]
        if reasoning:
            yield "reasoning-twice", [(output, price), (reasoning, price)]
            if output > reasoning:
                yield "reasoning-unread", [(output - reasoning, price)]
        total = usage.of("total") or usage.of("prompt") + output
        if total > output and usage.of("prompt"):
            yield "total-as-output", [(total, price)]
    if "input" in prices.of and prices.of["input"] != price:
        yield "output-as-input", [(output, prices.of["input"])]
