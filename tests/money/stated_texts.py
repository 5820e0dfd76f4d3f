"""Texts that state a usage, prices and a charge: the same numbers in many wordings of both languages."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

MILLION = Decimal(1_000_000)


class Planted(NamedTuple):
    """Numbers of one call: counts (prompt, cached, completion, reasoning), prices of a million tokens."""

    prompt: int
    cached: int
    completion: int
    reasoning: int
    input: Decimal
    cache: Decimal
    output: Decimal


def planted(seed: int) -> Planted:
    """Return numbers of a call, with cached and reasoning tokens that matter to its price."""
    draw = random.Random(seed)
    prompt = draw.randint(2_000, 150_000)
    completion = draw.randint(300, 9_000)
    price = Decimal(draw.randint(20, 500)) / 100
    return Planted(
        prompt, int(prompt * draw.uniform(0.3, 0.9)), completion, int(completion * draw.uniform(0.3, 0.9)),
        price, price / 10, price * draw.choice((4, 5, 6, 8)),
    )  # fmt: skip


def charge(one: Planted, follows: str) -> Decimal:
    """Return what a way of billing charges for a call, in the prices' currency."""
    fresh = one.prompt - one.cached
    inputs = {
        "cached-twice": one.prompt * one.input + one.cached * one.cache,
        "cached-full": one.prompt * one.input,
        "cached-unread": fresh * one.input,
    }.get(follows, fresh * one.input + one.cached * one.cache)
    outputs = {
        "reasoning-twice": (one.completion + one.reasoning) * one.output,
        "reasoning-unread": (one.completion - one.reasoning) * one.output,
        "output-as-input": one.completion * one.input,
    }.get(follows, one.completion * one.output)
    if follows == "output-only":
        inputs = Decimal(0)
    return (inputs + outputs) / MILLION


def shown(amount: Decimal) -> str:
    """Return an amount with six decimals, as consoles show it."""
    return str(amount.quantize(Decimal("0.000001"), ROUND_HALF_UP))


def _openai(one: Planted) -> str:
    return (
        f'"usage": {{"prompt_tokens": {one.prompt}, "completion_tokens": {one.completion}, '
        f'"total_tokens": {one.prompt + one.completion}, "prompt_tokens_details": {{"cached_tokens": {one.cached}}}, '
        f'"completion_tokens_details": {{"reasoning_tokens": {one.reasoning}}}}}'
    )


def _responses(one: Planted) -> str:
    return (
        f"input_tokens={one.prompt} input_tokens_details.cached_tokens={one.cached} "
        f"output_tokens={one.completion} output_tokens_details.reasoning_tokens={one.reasoning}"
    )


def _gemini(one: Planted) -> str:
    return (
        f'usageMetadata: {{"promptTokenCount": {one.prompt}, "cachedContentTokenCount": {one.cached}, '
        f'"candidatesTokenCount": {one.completion - one.reasoning}, "thoughtsTokenCount": {one.reasoning}}}'
    )


def _words(one: Planted) -> str:
    return (
        f"{one.prompt:,} input tokens, {one.cached:,} of them cached, "
        f"{one.completion:,} output tokens ({one.reasoning:,} reasoning tokens)."
    )


def _chinese(one: Planted) -> str:
    return f"输入 {one.prompt}，缓存命中 {one.cached}，输出 {one.completion}，其中推理 {one.reasoning}。"


def _prices_m(one: Planted) -> str:
    return f"Prices: input ${one.input}/M, cached input ${one.cache}/M, output ${one.output}/M."


def _prices_mtok(one: Planted) -> str:
    return (
        f"input is ${one.input} per million tokens, cache reads are ${one.cache} per million, "
        f"output is ${one.output} per 1M tokens"
    )


def _prices_keys(one: Planted) -> str:
    return (
        f'"input_cost_per_token": {float(one.input / MILLION)!r}, '
        f'"cache_read_input_token_cost": {float(one.cache / MILLION)!r}, '
        f'"output_cost_per_token": {float(one.output / MILLION)!r}'
    )


def _prices_chinese(one: Planted) -> str:
    return f"价格：输入 ¥{one.input}/百万 tokens，缓存 ¥{one.cache}/百万 tokens，输出 ¥{one.output}/百万 tokens。"


def _prices_thousand(one: Planted) -> str:
    prices = (one.input / 1000, one.cache / 1000, one.output / 1000)
    return "输入 {} 元/千 token，缓存命中 {} 元/千 token，输出 {} 元/千 token".format(*prices)


WORDINGS = {
    "usage JSON": (_openai, _prices_m, "The gateway charged ${} for this call. Why?"),
    "flat names": (_responses, _prices_mtok, "response_cost: {}"),
    "Gemini": (_gemini, _prices_m, "We were billed ${}."),
    "words": (_words, _prices_m, "The dashboard shows a cost of ${}."),
    "price map": (_openai, _prices_keys, 'spend log: {{"spend": {}}}'),
    "Chinese": (_chinese, _prices_chinese, "实际扣费 ¥{}，这样对吗？"),
    "Chinese, thousands": (_chinese, _prices_thousand, "后台扣了 {} 元。"),
}


def text_of(wording: str, one: Planted, amount: str) -> str:
    """Return the text that states a call's usage, its prices and the amount that was charged."""
    usage, prices, charged = WORDINGS[wording]
    return f"{usage(one)}\n\n{prices(one)}\n\n{charged.format(amount)}\n"
