"""gateway.md 2 paragraph by paragraph: every rule with the amount that follows from its text, and properties.

Amounts are written out or come from tests/money/formulas.py, which repeats the section in fractions and float64.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.money.amount import float_product, round_half_away, round_up
from supportdesk.money.display import Display, displayed, in_display
from supportdesk.money.expression import Counts, by_expression
from supportdesk.money.pricing import (
    AudioUsage,
    Charge,
    Ratios,
    Tool,
    Usage,
    in_usd,
    per_audio,
    per_call,
    per_token,
    reservation,
    task_settlement,
    task_submit,
    task_submit_by_ratio,
)
from tests.money import formulas
from tests.money.equations import holds


def check(charge: Charge | None, quota: int) -> None:
    assert charge is not None
    assert charge.quota == quota
    assert charge.lines
    assert all(holds(line) for line in charge.lines), charge.lines
    assert charge.lines[-1].endswith(f"= {quota}")


def usage_of(row: formulas.Row) -> tuple[Usage, Ratios, tuple[Tool, ...]]:
    usage = Usage(
        row.prompt,
        row.completion,
        row.cache,
        row.writes,
        row.image,
        row.claude,
        row.writes_5m,
        row.writes_1h,
        row.audio,
    )
    ratios = Ratios(
        str(row.model), str(row.completion_ratio), str(row.group), str(row.cache_ratio), str(row.creation_ratio),
        str(row.image_ratio), tuple(str(other) for other in row.others),
        audio_price=None if row.audio_price is None else str(row.audio_price),
    )  # fmt: skip
    return usage, ratios, tuple(Tool(str(price), calls) for price, calls in row.tools)


def of_row(row: formulas.Row) -> Charge:
    usage, ratios, tools = usage_of(row)
    return per_token(usage, ratios, tools=tools)


# The six worked examples ----------------------------------------------------------------------------------------------


def test_example_1_cached_prompt() -> None:
    row = formulas.Row(1200, 300, cache=1000, model="1.25", completion_ratio=4, cache_ratio="0.5", group="0.8")
    assert formulas.text_quota(row) == 1900
    check(of_row(row), 1900)
    assert in_usd(1900) == "1900 / 500000 = 0.0038"


def test_example_2_claude() -> None:
    row = formulas.Row(
        400, 500, cache=10_000, writes=2000, model="1.5", completion_ratio=5, cache_ratio="0.1", claude=True
    )
    assert formulas.text_quota(row) == 9600
    check(of_row(row), 9600)
    assert in_usd(9600).endswith("= 0.0192")


def test_example_3_images() -> None:
    assert formulas.call_quota("0.04", "1.5", [2]) == 60_000
    check(per_call("0.04", "1.5", [2]), 60_000)
    assert in_usd(60_000).endswith("= 0.12")


def test_example_4_a_failed_video() -> None:
    assert formulas.submit_quota("0.3", "1", [8]) == 1_200_000
    check(task_submit("0.3", 1, [8]), 1_200_000)


def test_example_5_a_settled_video() -> None:
    ratio = 28 / 46
    assert repr(ratio) == "0.6086956521739131"
    assert formulas.float64(formulas.float64(1, 500_000, 1), ratio) == 304_347
    assert formulas.float64(108_900, 2, 1, ratio) == 132_573
    submitted, settled = task_submit_by_ratio(2, 1, [ratio]), task_settlement(108_900, 2, 1, [ratio])
    check(submitted, 304_347)
    check(settled, 132_573)
    assert submitted.quota - settled.quota == 171_774


def test_example_6_an_expression() -> None:
    assert formulas.expression_quota(Fraction(5500), "0.5") == 1375
    charge = by_expression('tier("base",p*2.5+c*15)', "base", Counts(1000, 200), "0.5")
    check(charge, 1375)
    assert charge is not None
    assert charge.lines == ("1000 * 2.5 + 200 * 15 = 5500", "5500 / 1000000 * 500000 * 0.5 = 1375")
    assert in_usd(1375).endswith("= 0.00275")


# Unit and display -----------------------------------------------------------------------------------------------------


def test_a_model_ratio_of_1_is_two_dollars_a_million_prompt_tokens() -> None:
    check(per_token(Usage(1_000_000, 0), Ratios(1)), 1_000_000)
    assert in_usd(1_000_000) == "1000000 / 500000 = 2"


@pytest.mark.parametrize(
    ("display", "shown", "equation"),
    [
        (Display(), "$0.003800", "1900 / 500000 = 0.0038"),
        (Display("CNY", "7.3"), "¥0.027740", "1900 / 500000 * 7.3 = 0.02774"),
        (Display("TOKENS"), "1900", "1900 = 1900"),
        (Display("CUSTOM", "0.92", "€"), "€0.003496", "1900 / 500000 * 0.92 = 0.003496"),
        (Display("CUSTOM", 2), "¤0.007600", "1900 / 500000 * 2 = 0.0076"),
        (Display(per_usd=1000), "$1.900000", "1900 / 1000 = 1.9"),
        (Display("USD", "7.3", decimals=2), "$0.00", "1900 / 500000 = 0.0038"),
        (Display(per_usd=300_000), "$0.006333", "0.006333 <= 1900 / 300000 <= 0.006334"),
        (Display("CNY", "7.3", per_usd=300_000), "¥0.046233", "0.046233 <= 1900 * 7.3 / 300000 <= 0.046234"),
    ],
)
def test_display(display: Display, shown: str, equation: str) -> None:
    assert displayed(1900, display) == shown
    assert in_display(1900, display) == equation
    assert holds(equation)


def test_a_refund_is_displayed_with_its_sign() -> None:
    assert displayed(-60_000, Display("CNY", "7.3")) == "-¥0.876000"


@given(
    st.integers(-(2**31), 2**31), st.decimals("0.0001", "200", places=4), st.sampled_from([500_000, 1000, 300_000, 7])
)
def test_every_equation_of_a_display_holds(quota: int, rate: Decimal, unit: int) -> None:
    for kind in ("USD", "CNY", "TOKENS", "CUSTOM"):
        assert holds(in_display(quota, Display(kind, rate, per_usd=unit)))


# Tokens ---------------------------------------------------------------------------------------------------------------


def test_openai_usage_takes_every_part_out_of_the_prompt() -> None:
    row = formulas.Row(
        10_000, 50, cache=4000, writes=1000, image=800, audio=200, model=2, completion_ratio=3, cache_ratio="0.25",
        image_ratio="1.5", audio_price=1, group=1,
    )  # fmt: skip
    # base 4000; (4000 + 1000 + 1250 + 1200 + 150) * 2 = 15200; sound 200 / 1e6 * 500000 = 100
    assert formulas.text_quota(row) == 15_300
    check(of_row(row), 15_300)


def test_the_base_is_never_negative() -> None:
    check(of_row(formulas.Row(100, 0, cache=80, writes=60)), 155)  # 80 + 60 * 1.25


def test_sound_without_a_price_of_its_own_stays_in_the_base() -> None:
    check(per_token(Usage(100, 0, audio=40), Ratios(1)), 100)
    check(per_token(Usage(100, 0, audio=40), Ratios(1, audio_price=0)), 60)


def test_claude_usage_keeps_its_base_and_has_three_kinds_of_writes() -> None:
    row = formulas.Row(
        100, 10, cache=1000, writes=900, writes_5m=300, writes_1h=200, model=1, completion_ratio=5, cache_ratio="0.1",
        claude=True,
    )  # fmt: skip
    # 100 + 100 + 400 * 1.25 + 300 * 1.25 + 200 * 2 + 50
    assert formulas.text_quota(row) == 1525
    check(of_row(row), 1525)
    assert "1.25 * 1.6 = 2" in of_row(row).lines


def test_claude_s_own_ratios_of_writes_replace_the_derived_ones() -> None:
    usage = Usage(0, 0, cache_writes=300, claude=True, writes_5m=100, writes_1h=200)
    check(per_token(usage, Ratios(1, creation_5m=2, creation_1h=3)), 800)


def test_openai_writes_have_one_ratio_however_they_are_split() -> None:
    check(per_token(Usage(300, 0, cache_writes=200, writes_5m=100, writes_1h=100), Ratios(1)), 350)


def test_defaults_of_unset_ratios() -> None:
    check(per_token(Usage(200, 0, cached=100), Ratios(1)), 200)  # cache 1
    check(per_token(Usage(200, 0, cache_writes=100), Ratios(1)), 225)  # cache creation 1.25
    check(per_token(Usage(2, 0), Ratios("37.5")), 75)


@pytest.mark.parametrize(
    ("tokens", "model", "rounded", "up"),
    [(1, "0.5", 1, 1), (3, "0.5", 2, 2), (5, "0.5", 3, 3), (1, "1.4", 1, 2), (1, "1.5", 2, 2), (1, "2.4999", 2, 3),
     (1, "0.0001", 1, 1), (7, "1", 7, 7)],
)  # fmt: skip
def test_halves_go_away_from_zero_and_one_api_goes_up(tokens: int, model: str, rounded: int, up: int) -> None:
    check(per_token(Usage(tokens, 0), Ratios(model)), rounded)
    check(per_token(Usage(tokens, 0), Ratios(model), rounds_up=True), up)


@pytest.mark.parametrize(
    ("row", "quota"),
    [
        (formulas.Row(1, 0, model="0.1"), 1),
        (formulas.Row(50, 0, cache=50, cache_ratio=0), 1),  # all of it at a ratio of 0, but the model's is none
        (formulas.Row(5, 5, model=0), 0),
        (formulas.Row(5, 5, group=0), 0),
        (formulas.Row(0, 0), 0),
        (formulas.Row(0, 0, tools=[("0.0001", 1)]), 1),  # a fee alone can be billed
        (formulas.Row(0, 0, model=0, tools=[("0.0001", 1)]), 0),
        (formulas.Row(0, 0, tools=[(10, 1)]), 5000),
        (formulas.Row(0, 0, model=0, tools=[(10, 1)]), 5000),
        (formulas.Row(3, 0, model="0.5"), 2),
    ],
)
def test_the_minimum_is_one_quota_and_nothing_costs_nothing(row: formulas.Row, quota: int) -> None:
    assert formulas.text_quota(row) == quota
    check(of_row(row), quota)


def test_other_ratios_multiply_tokens_and_sound_but_no_tools() -> None:
    row = formulas.Row(100, 0, audio=40, audio_price=5, others=[3], tools=[(10, 2)], group="0.5")
    # ((60 * 0.5) + 40 * 5 / 1e6 * 0.5 * 500000) * 3 + 20 / 1000 * 0.5 * 500000
    assert formulas.text_quota(row) == 240 + 5000
    check(of_row(row), 5240)


TOOLS = {
    "web_search": ("10", 5000), "web_search_preview": ("25", 12_500), "file_search": ("2.5", 1250),
    "google_search": ("14", 7000), "image_generation": ("150", 75_000),
}  # fmt: skip


@pytest.mark.parametrize("name", TOOLS)
def test_one_call_of_each_tool(name: str) -> None:
    price, quota = TOOLS[name]
    check(per_token(Usage(0, 0), Ratios(1), tools=[Tool(price, 1)]), quota)
    check(per_call("0.1", "0.5", tools=[Tool(price, 2)]), 25_000 + quota)


amounts = st.decimals("0", "40", places=4).map(str)
few = st.integers(0, 200_000)


@st.composite
def rows(draw: st.DrawFn) -> formulas.Row:
    claude = draw(st.booleans())
    five, hour = draw(st.tuples(st.integers(0, 5000), st.integers(0, 5000))) if claude else (0, 0)
    priced = draw(st.booleans())
    return formulas.Row(
        draw(few), draw(few), draw(few), five + hour + draw(st.integers(0, 5000)), five, hour,
        0 if claude else draw(st.integers(0, 5000)), draw(st.integers(1, 5000)) if priced and not claude else 0,
        draw(amounts), draw(amounts), draw(amounts), draw(amounts), draw(amounts), draw(amounts),
        draw(amounts) if priced and not claude else None, draw(st.lists(amounts, max_size=2)),
        draw(st.lists(st.tuples(amounts, st.integers(1, 9)), max_size=2)), claude,
    )  # fmt: skip


@given(rows())
def test_the_text_path_is_the_section_s_formula_half_away_from_zero(row: formulas.Row) -> None:
    usage, ratios, tools = usage_of(row)
    for up in (False, True):
        check(per_token(usage, ratios, rounds_up=up, tools=tools), formulas.text_quota(row, up=up))


@given(st.fractions(0, 10**9, max_denominator=1).map(int), st.integers(0, 9999))
def test_rounding_agrees_with_fractions(whole: int, part: int) -> None:
    number = Fraction(whole) + Fraction(part, 10_000)
    exact = Decimal(whole) + Decimal(part) / 10_000
    assert round_half_away(exact) == formulas.half_away(number)
    assert round_up(exact) == math.ceil(number)


# Audio ----------------------------------------------------------------------------------------------------------------


def test_audio_has_its_own_ratios() -> None:
    # (100 + 50 * 4 + 30 * 16 + 20 * 16 * 2) * 2.5 * 0.8 = 1420 * 2
    charge = per_audio(AudioUsage(100, 50, 30, 20), Ratios("2.5", 4, "0.8"), 16, 2)
    check(charge, 2840)
    assert charge.lines == ("(100 + 50 * 4 + 30 * 16 + 20 * 16 * 2) * 2.5 * 0.8 = 2840",)
    check(per_audio(AudioUsage(0, 0, 0, 0), Ratios(1), 1, 1), 0)
    check(per_audio(AudioUsage(1, 0, 0, 0), Ratios("0.2"), 1, 1), 1)


@given(st.tuples(few, few, few, few), amounts, amounts, amounts, amounts, amounts)
def test_audio_is_the_section_s_formula(
    tokens: tuple[int, int, int, int], model: str, group: str, completion: str, audio: str, back: str
) -> None:
    expected = formulas.audio_quota(
        *tokens, model=model, group=group, completion=completion, audio=audio, audio_completion=back
    )
    check(per_audio(AudioUsage(*tokens), Ratios(model, completion, group), audio, back), expected)


# Per call, group, reservation -----------------------------------------------------------------------------------------


@given(amounts, amounts, st.lists(amounts, max_size=3))
def test_a_fixed_price_is_decimal(price: str, group: str, others: list[str]) -> None:
    check(per_call(price, group, others), formulas.call_quota(price, group, others))


def test_a_reservation_counts_500_prompt_tokens_at_least_and_is_truncated() -> None:
    check(reservation(20, 100, "1.1", "0.7"), 461)  # 600 * 1.1 * 0.7 is a little below 462
    check(reservation(501, 100, "1.1", 1), formulas.float64(601, "1.1", 1))
    check(reservation(20, 0, "0.333", 1), 166)  # 166.5


@given(few, few, st.floats(0.001, 50).map(lambda x: f"{x:.4f}"), st.floats(0.05, 3).map(lambda x: f"{x:.2f}"))
def test_a_reservation_is_float64_in_order(prompt: int, most: int, model: str, group: str) -> None:
    check(reservation(prompt, most, model, group), formulas.float64(max(prompt, 500) + most, model, group))


# Tasks ----------------------------------------------------------------------------------------------------------------

DIFFERING = [
    ("0.09", "0.7", 31_499, 31_500), ("0.17", "0.7", 59_499, 59_500), ("0.18", "0.7", 62_999, 63_000),
    ("0.33", "0.7", 115_499, 115_500), ("0.34", "0.7", 118_999, 119_000), ("0.35", "0.7", 122_499, 122_500),
    ("0.36", "0.7", 125_999, 126_000), ("0.37", "0.7", 129_499, 129_500), ("0.66", "0.7", 230_999, 231_000),
    ("0.67", "0.7", 234_499, 234_500), ("0.68", "0.7", 237_999, 238_000), ("0.69", "0.7", 241_499, 241_500),
]  # fmt: skip
"""Price, group ratio, the task's float64 amount, the exact one of a call: the prices where the two paths differ."""

DIFFERING_TOKENS = [
    (100, "2.3", "0.7", 160, 161), (100, "2.3", "1", 229, 230), (100, "0.29", "1", 28, 29),
    (200, "0.29", "1", 57, 58), (300, "1.1", "0.7", 230, 231), (500, "0.7", "0.7", 244, 245),
]  # fmt: skip
"""Tokens, model ratio, group ratio, the settlement's float64 amount, the exact one."""


@pytest.mark.parametrize(("price", "group", "task", "call"), DIFFERING)
def test_prices_where_float64_and_decimal_differ(price: str, group: str, task: int, call: int) -> None:
    assert (formulas.submit_quota(price, group), formulas.call_quota(price, group)) == (task, call)
    check(task_submit(price, group), task)
    check(per_call(price, group), call)


@pytest.mark.parametrize(("tokens", "model", "group", "task", "text"), DIFFERING_TOKENS)
def test_settlements_where_float64_and_decimal_differ(
    tokens: int, model: str, group: str, task: int, text: int
) -> None:
    assert formulas.float64(tokens, model, group) == task
    assert formulas.text_quota(formulas.Row(tokens, 0, model=model, group=group)) == text
    check(task_settlement(tokens, model, group), task)
    check(per_token(Usage(tokens, 0), Ratios(model, 1, group)), text)


def test_the_price_is_truncated_before_and_after_its_ratios() -> None:
    # 0.333333 * 500000 = 166666.5: without the first truncation three of them were 499999
    check(task_submit("0.333333", 1, [3]), 499_998)
    check(task_submit("0.5", 1, ["1.666667"]), 416_666)


def test_half_the_model_ratio_stands_for_the_price() -> None:
    check(task_submit_by_ratio("0.3", "0.7"), formulas.submit_quota(0.15, "0.7"))
    assert task_submit_by_ratio("0.3").lines[0] == "0.3 / 2 = 0.15"


RATIOS = [
    ("0.3", (8,), 1_200_000), ("0.3", (4,), 600_000), ("0.3", (4, "1.666667"), 1_000_000),
    ("0.4", (8, "1.5"), 2_400_000),
    ("0.4", (8, "2.333"), 3_732_800), ("0.15", (8,), 600_000), ("0.1", (), 50_000), ("0.8", (), 400_000),
    ("0.05", (), 25_000), ("0.5", (4, "1.666667"), 1_666_667),
]  # fmt: skip
"""Default prices with the ratios of section 2: Sora's seconds and size, Veo's seconds and 4k, Suno, Midjourney."""


@pytest.mark.parametrize(("price", "others", "quota"), RATIOS)
def test_default_prices_with_their_ratios(price: str, others: tuple[str | int, ...], quota: int) -> None:
    assert formulas.submit_quota(price, "1", others) == quota
    check(task_submit(price, 1, others), quota)


@pytest.mark.parametrize(("over", "under"), [(28, 46), (22, 37), (14, 23)])
def test_seedance_ratios_as_floats(over: int, under: int) -> None:
    ratio = over / under
    check(task_settlement(108_900, 2, "0.8", [ratio]), formulas.float64(108_900, 2, "0.8", ratio))


floats = st.floats(0.001, 900).map(lambda x: round(x, 6))


@given(floats, floats, st.lists(floats, max_size=3))
def test_a_submit_is_float64_in_order_truncated_twice(price: float, group: float, others: list[float]) -> None:
    first = math.trunc(price * 500_000 * group)
    product = float(first)
    for other in others:
        product = product * other
    check(task_submit(price, group, others), math.trunc(product) if others else first)


@given(st.integers(0, 10**8), floats, floats, st.lists(floats, max_size=3))
def test_a_settlement_is_float64_in_order(tokens: int, model: float, group: float, others: list[float]) -> None:
    product = float(tokens) * model * group
    for other in others:
        product = product * other
    check(task_settlement(tokens, model, group, others), math.trunc(product))


def test_the_order_of_the_factors_counts() -> None:
    assert float_product(["0.09", 500_000, "0.7"]) == 31_499
    assert float_product(["0.09", "0.7", 500_000]) == 31_500


# Expressions ----------------------------------------------------------------------------------------------------------

TIERS = 'len <= 200000 ? tier("standard", p * 3 + c * 15 + cr * 0.3) : tier("long", p * 6 + c * 22.5 + cr * 0.6)'


def test_the_tier_that_matched_is_priced() -> None:
    counts = Counts(1000, 100, {"cr": 400})
    check(by_expression(TIERS, "standard", counts), formulas.expression_quota(Fraction(1800 + 1500 + 120), 1))
    check(by_expression(TIERS, "long", counts), formulas.expression_quota(Fraction(3600 + 2250 + 240), 1))
    assert by_expression(TIERS, None, counts) is None
    assert by_expression(TIERS, "other", counts) is None


def test_what_has_no_variable_stays_in_prompt_and_completion() -> None:
    plain = 'tier("a", p * 2 + c * 8)'
    check(by_expression(plain, "a", Counts(1000, 0, {"cr": 400})), 1000)
    check(by_expression(plain, "a", Counts(1000, 0, {"cr": 400, "cc": 100}, claude=True)), 1500)
    own = 'tier("a", p * 2 + cr * 1 + img * 4)'
    check(by_expression(own, "a", Counts(1000, 0, {"cr": 400, "img": 100})), 900)
    check(by_expression(own, "a", Counts(1000, 0, {"cr": 400}, claude=True)), 1200)


def test_rules_that_matched_multiply_the_price() -> None:
    text = '(tier("base", p * 5)) * (param("service_tier") == "fast-mode" ? 6 : 1)'
    check(by_expression(text, "base", Counts(1000, 0), 1, [6], rules=1), 15_000)
    check(by_expression(text, "base", Counts(1000, 0), 1, [], rules=1), 2500)
    assert by_expression(text, "base", Counts(1000, 0)) is None  # a factor that no rule explains


@pytest.mark.parametrize(
    "text",
    ["", "p * 2", 'tier("a", p * 2', 'tier("a", fixed(0.01))', 'tier("a", p * 2) + tier("b", c * 2)',
     'tier("a", p ** 2)',
     'tier("a", p / 0)', 'tier("a", p / 7)', 'tier("a", p * x)', 'tier("a", p * 2) * 1.5', 'tier("a", p * 2 c)',
     'tier("a", tier("b", p))', 'tier("a", ' + "(" * 3000 + ")" * 3000 + ")", 'tier("a", -p)', 'tier("a", 1 - p)'],
)  # fmt: skip
def test_other_forms_have_no_price(text: str) -> None:
    assert by_expression(text, "a", Counts(1000, 5)) is None


@given(st.integers(0, 10**7), st.integers(0, 10**6), amounts, amounts, amounts)
def test_an_expression_is_rounded_once(prompt: int, out: int, a: str, b: str, group: str) -> None:
    cost = prompt * Fraction(a) + out * Fraction(b)
    charge = by_expression(f'tier("base",p*{a}+c*{b})', "base", Counts(prompt, out), group)
    check(charge, formulas.expression_quota(cost, group))
