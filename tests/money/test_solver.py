"""The charge solver against charges that were made independently of it (tests/money/charges.py)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from supportdesk.money.material import Material
from supportdesk.money.solver import solve
from tests.money.charges import corrupted, generate
from tests.money.equations import holds

COUNT = 10_000
WRONG = 1_000


def test_the_planted_hypothesis_is_found_alone_or_among_those_that_tie() -> None:
    missed = []
    for planted in generate(COUNT):
        solution = solve(Material(**planted.material))
        assert all(fit.fits and fit.quota == planted.charged for fit in solution.fits)
        if planted.planted not in [fit.id for fit in solution.fits]:
            missed.append((planted, solution.fits))
    assert len(missed) * 100 <= COUNT, missed[:3]


def test_a_corrupted_charge_has_none_but_what_truly_fits() -> None:
    fitting = 0
    for planted in corrupted(WRONG):
        solution = solve(Material(**planted.material))
        for fit in solution.fits:
            assert holds(fit.equation), fit
            assert fit.quota == planted.charged
        fitting += bool(solution.fits)
        if not solution.fits:
            assert solution.nearest is not None
            assert solution.difference == planted.charged - solution.nearest.quota
    assert fitting * 50 <= WRONG


def test_every_line_is_an_equation_that_holds() -> None:
    for planted in generate(400, seed=7):
        for fit in solve(Material(**planted.material)).fits:
            assert all(holds(line) for line in fit.lines), fit.lines


FACTS = {
    "model_price": -1, "model_ratio": "1.25", "completion_ratio": "4", "group_ratio": "0.8",
    "prompt_tokens": 1200, "completion_tokens": 300, "cached_tokens": 1000, "cache_ratio": "0.5",
}  # fmt: skip
"""The first worked example of gateway.md 2: 1,900 quota."""


def test_the_worked_example_fits_without_an_assumption() -> None:
    solution = solve(Material(1900, FACTS))
    assert (solution.fits[0].id, solution.fits[0].assumptions) == ("tokens", 0)


def test_what_contradicts_the_row_is_only_the_nearest() -> None:
    # cached tokens at the full price although the row records their ratio
    solution = solve(Material(2400, FACTS))
    assert solution.fits == ()
    assert solution.nearest is not None
    assert (solution.nearest.id, solution.difference) == ("tokens-cache-full", 0)


def test_booked_twice_assumes_one_thing() -> None:
    (fit,) = solve(Material(3800, FACTS)).fits
    assert (fit.id, fit.assumptions, fit.lines[-1]) == ("tokens+twice", 1, "2 * 1900 = 3800")


def test_a_special_ratio_replaces_that_of_the_group() -> None:
    facts = {**FACTS, "user_group_ratio": "0.5"}
    assert solve(Material(1188, facts)).fits[0].id == "tokens"
    assert solve(Material(950, facts)).fits[0].id == "tokens+special-group"


@pytest.mark.parametrize(
    ("shown", "rate", "found"),
    [
        ("0.0038", None, "tokens"),
        ("0.02774", "7.3", "tokens+cny"),
        ("0.0277", "7.3", "tokens+cny"),
        ("0.5", "7.3", None),
    ],
)
def test_an_amount_as_displayed(shown: str, rate: str | None, found: str | None) -> None:
    solution = solve(Material(None, FACTS, shown=Decimal(shown), exchange_rate=rate))
    assert (solution.fits[0].id if solution.fits else None) == found


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"model_price": "nan", "model_ratio": "1e400", "prompt_tokens": 10, "completion_tokens": 1},
        {"model_price": -1, "model_ratio": -3, "prompt_tokens": -5, "completion_tokens": 10**30},
        {"model_price": "1e300", "group_ratio": "1e300", "is_task": True},
        {"model_price": True, "prompt_tokens": "12"},
    ],
)
def test_absurd_numbers_give_no_wrong_answer(facts: dict[str, object]) -> None:
    solution = solve(Material(500, facts, request={"n": "x", "seconds": -1, "max_tokens": "1e99"}, usage_tokens=10**25))
    assert solution.fits == ()


def test_a_task_without_a_price_costs_what_old_gateways_take() -> None:
    assert [fit.id for fit in solve(Material(500, {"is_task": True})).fits] == ["default-500"]
