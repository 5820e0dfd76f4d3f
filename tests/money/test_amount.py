from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.money.amount import (
    decimal,
    find_amounts,
    float_product,
    quota_from_usd,
    round_half_away,
    round_up,
    usd_text,
)


@pytest.mark.parametrize(
    ("quota", "text"),
    [(1_200_000, "2.400000"), (0, "0.000000"), (-1, "-0.000002"), (1900, "0.003800"), (1, "0.000002")],
)
def test_usd_has_six_decimals(quota: int, text: str) -> None:
    assert usd_text(quota) == text


def test_another_unit_per_usd() -> None:
    assert usd_text(1000, per_usd=1000) == "1.000000"
    assert quota_from_usd("1.5", per_usd=1000) == 1500


def test_task_amounts_are_truncated_float_products_in_the_gateways_order() -> None:
    assert float_product(["0.09", 500_000, "0.7"]) == 31_499
    assert float_product(["0.09", "0.7", 500_000]) == 31_500  # another order gives another amount


@pytest.mark.parametrize(("number", "rounded"), [("0.5", 1), ("-0.5", -1), ("1.5", 2), ("2.5", 3), ("2.4999", 2)])
def test_halves_are_rounded_away_from_zero(number: str, rounded: int) -> None:
    assert round_half_away(Decimal(number)) == rounded


def test_one_api_rounds_up() -> None:
    assert round_up(Decimal("1.01")) == 2


@pytest.mark.parametrize("bad", ["nan", "Infinity", "twelve", True, "1e400", 10**60])
def test_what_is_no_amount_is_refused(bad: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the type is the contract, not its wording
        decimal(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("补偿 ＄0.123456 额度", [("＄0.123456 额度", "0.123456", "usd", 61728)]),
        ("退还 ¥1.20 额度", [("¥1.20 额度", "1.20", "cny", None)]),
        ("补偿 12345 点额度", [("12345 点额度", "12345", "quota", 12345)]),
        ("it cost me $0.82 today", [("$0.82", "0.82", "usd", 410_000)]),
        ("扣了 0.82 美元，又扣 3 块", [("0.82 美元", "0.82", "usd", 410_000), ("3 块", "3", "cny", None)]),
        ("$1,234.50", [("$1,234.50", "1234.50", "usd", 617_250_000)]),
        ("5 dollars", [("5 dollars", "5", "usd", 2_500_000)]),
        ("3 元素 at 10 点, model gpt-5 usdt 7 usdt", []),
    ],
)
def test_amounts_in_texts(text: str, found: list[tuple[str, str, str, int | None]]) -> None:
    amounts = find_amounts(text)
    assert [(text[a.start : a.end], str(a.number), a.unit, a.quota()) for a in amounts] == found


def test_yuan_need_the_gateways_rate() -> None:
    (amount,) = find_amounts("¥7.3 额度")
    assert amount.quota(cny_per_usd="7.3") == 500_000
    assert amount.usd(cny_per_usd="7.3") == 1
    assert amount.usd() is None


@given(st.decimals(-(10**12), 10**12, places=6))
def test_rounding_is_the_nearest_whole_and_ties_go_away_from_zero(number: Decimal) -> None:
    rounded = round_half_away(number)
    assert abs(rounded - number) <= Decimal("0.5")
    if abs(rounded - number) == Decimal("0.5"):
        assert abs(rounded) > abs(number)


ratio = st.floats(0.001, 1000, allow_nan=False).map(lambda x: round(x, 6))


@given(ratio, st.integers(0, 10**7), ratio, ratio)
def test_the_task_path_is_float64_in_order(price: float, tokens: int, group: float, other: float) -> None:
    assert float_product([price, tokens, group, other]) == math.trunc(price * tokens * group * other)


@given(st.integers(-(10**15), 10**15))
def test_usd_and_back_is_the_same_quota(quota: int) -> None:
    assert quota_from_usd(usd_text(quota)) == quota
