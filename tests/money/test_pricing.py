"""The worked examples are those of gateway.md 2."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.money.pricing import (
    Charge,
    Ratios,
    Usage,
    in_usd,
    per_call,
    per_token,
    product_of,
    task_settlement,
    task_submit,
    task_submit_by_ratio,
)
from tests.money.equations import holds


def check(charge: Charge, quota: int) -> None:
    assert charge.quota == quota
    assert charge.lines
    assert all(holds(line) for line in charge.lines), charge.lines
    assert charge.lines[-1].endswith(f"= {quota}")


def test_cached_openai_usage() -> None:
    charge = per_token(Usage(1200, 300, cached=1000), Ratios("1.25", 4, "0.8", cache="0.5"))
    check(charge, 1900)
    assert charge.lines == (
        "max(0, 1200 - 1000) = 200",
        "(200 + 1000 * 0.5 + 300 * 4) * 1.25 * 0.8 = 1900",
    )
    assert in_usd(1900) == "1900 / 500000 = 0.0038"
    assert holds(in_usd(1900))


def test_claude_usage_has_its_cache_besides_the_prompt() -> None:
    usage = Usage(400, 500, cached=10_000, cache_writes=2000, claude=True)
    check(per_token(usage, Ratios("1.5", 5, cache="0.1", cache_creation="1.25")), 9600)


def test_two_images_at_a_fixed_price() -> None:
    check(per_call("0.04", "1.5", [2]), 60_000)


def test_seconds_of_a_video_task() -> None:
    check(task_submit("0.3", 1, product_of({"seconds": 8, "size": 1})), 1_200_000)


def test_a_ratio_task_and_its_settlement() -> None:
    ratio = 28 / 46
    submitted = task_submit_by_ratio(2, 1, [ratio])
    settled = task_settlement(108_900, 2, 1, [ratio])
    check(submitted, 304_347)
    check(settled, 132_573)
    assert submitted.quota - settled.quota == 171_774


def test_the_task_path_truncates_what_the_text_path_would_round() -> None:
    check(task_submit("0.09", "0.7"), 31_499)
    check(per_call("0.09", "0.7"), 31_500)


def test_a_cost_that_rounds_to_nothing_is_one_quota_and_no_tokens_cost_nothing() -> None:
    check(per_token(Usage(1, 0), Ratios("0.1")), 1)
    check(per_token(Usage(0, 0), Ratios("0.1")), 0)
    check(per_token(Usage(1, 0), Ratios(0)), 0)


def test_one_api_rounds_up_where_new_api_rounds_to_the_nearest() -> None:
    check(per_token(Usage(3, 0), Ratios("0.4")), 1)
    check(per_token(Usage(3, 0), Ratios("0.4"), rounds_up=True), 2)


ratios = st.decimals("0.01", "50", places=4)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), ratios, ratios, ratios, ratios)
def test_the_text_path_is_decimal_rounded_half_away(
    prompt: int, cached: int, completion: int, model: Decimal, out: Decimal, group: Decimal, cache: Decimal
) -> None:
    charge = per_token(Usage(prompt, completion, cached=cached), Ratios(model, out, group, cache))
    with localcontext() as context:
        context.prec = 50
        total = (max(0, prompt - cached) + cached * cache + completion * out) * model * group
        expected = int(total.to_integral_value(ROUND_HALF_UP))
    assert charge.quota == (expected or int(total > 0))
    assert all(holds(line) for line in charge.lines)


@pytest.mark.parametrize("bad", ["nan", "x"])
def test_a_price_that_is_no_number_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        per_call(bad)
