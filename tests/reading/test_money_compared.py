"""Amounts that stand apart in a text and say together that a charge is wrong, or that it came back."""

from __future__ import annotations

import time

import pytest

from supportdesk.reading.money_compared import LOOKED_AT, read_compared

WRONG, BACK, KEPT, TAKEN = (
    ("claimed_mismatch", True),
    ("claimed_no_refund", False),
    ("claimed_no_refund", True),
    ("claimed_charged", True),
)


def told(text: str) -> set[tuple[str, bool]]:
    return {(one.fact, one.value) for one in read_compared(text)}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("预期合计：¥0.0715\n缓存写入没算\n实际扣费：¥0.0604", WRONG),
        ("| 官方账单 | 1.20 元 |\n| 网关扣款 | 2.75 元 |", WRONG),
        ("The log says cost $0.42. The correct cost would be $0.07.", WRONG),
        ("spend: 118.50\nby my own calculation: 290.10", WRONG),
        ("Helicone has 0.31 USD for it, Azure's cost explorer 0.19 USD", WRONG),
        ("one-api 算的是 0.88 元，火山引擎账单里是 0.44 元", WRONG),
        ("720p 说好 0.3 元，应该 ¥3，扣了 ¥6", WRONG),
        ("流水：-45 提交，后面又来一条 +45", BACK),
        ("wallet 7.30 before, 6.10 while it ran, 7.30 now", BACK),
        ("cost: 30 credits\nstatus: failed\nrefund: 30 credits", BACK),
        ("charged 18 points, refunded 0 points", KEPT),
        ("credits went from 940 to 900", TAKEN),
        ("余额 12.5 -> 11.3", TAKEN),
    ],
)
def test_numbers_claim(text: str, fact: tuple[str, bool]) -> None:
    assert fact in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "charged $0.20, and the list price is $0.20",
        "the price list says $0.10 per second, charged $2.40 for 24 s",
        "expected in 3 days, we were charged $4",
        "version 1.2 works, 1.3 was charged",
        "balance 10 to 20 after the top-up",
        "-30 degrees",
    ],
)
def test_numbers_that_claim_nothing(text: str) -> None:
    assert told(text) == set()


def test_time_grows_with_what_is_looked_at_and_no_more() -> None:
    begun = time.perf_counter()
    told("charged $0.20 expected 1.5 -3 +3 from 9 to 8 " * 40_000)
    assert time.perf_counter() - begun < 60 * LOOKED_AT / 1000


def test_what_is_left_in_an_account_is_no_charge() -> None:
    assert WRONG not in told("OpenAI's dashboard shows $20.00 left, our gateway shows $5")
