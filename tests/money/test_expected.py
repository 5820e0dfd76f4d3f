from __future__ import annotations

from typing import Any

import pytest

from supportdesk.money.expected import expected_quota, settled_quota
from tests.money.equations import holds

TOKENS: dict[str, Any] = {
    "log_type": "consume", "prompt_tokens": 1200, "completion_tokens": 300, "cached_tokens": 1000,
    "model_price": -1, "model_ratio": 1.25, "completion_ratio": 4, "cache_ratio": 0.5, "group_ratio": 0.8,
}  # fmt: skip
VIDEO: dict[str, Any] = {"log_type": "consume", "is_task": True, "model_price": 0.3, "group_ratio": 1}


def amount(facts: dict[str, Any]) -> int | None:
    charge = expected_quota(facts)
    if charge is None:
        return None
    assert all(holds(line) for line in charge.lines), charge.lines
    return charge.quota


def test_a_token_row_has_the_amount_of_its_own_ratios() -> None:
    assert amount(TOKENS) == 1900
    assert amount({**TOKENS, "quota": 2500}) == 1900


def test_a_special_group_ratio_replaces_the_groups_and_minus_one_is_none() -> None:
    assert amount({**TOKENS, "user_group_ratio": 0.5}) == 1188
    assert amount({**TOKENS, "user_group_ratio": -1}) == 1900


@pytest.mark.parametrize(
    "change",
    [
        {"log_type": "refund"},
        {"price_extras": "web_search"},
        {"group_ratio": None},
        {"prompt_tokens": None},
        {"cache_ratio": None},
        {"completion_ratio": None},
        {"model_ratio": float("inf")},
        {"actual_quota": 5},
    ],
)
def test_what_the_row_does_not_tell_is_not_guessed(change: dict[str, Any]) -> None:
    assert amount({**TOKENS, **change}) is None


def test_one_api_rounding_is_accepted_where_it_fits() -> None:
    row = {"log_type": "consume", "prompt_tokens": 3, "completion_tokens": 0, "model_ratio": 0.4, "group_ratio": 1}
    assert amount({**row, "quota": 2}) == 2
    assert amount({**row, "quota": 1}) == 1
    assert amount({**row, "quota": 7}) == 1


def test_ratios_of_a_text_are_intervals() -> None:
    row = {**TOKENS, "cached_tokens": 0, "ratios_rounded": True, "model_ratio": 0.33, "group_ratio": 1}
    assert amount({**row, "quota": 800}) == 800  # one third of 2400
    assert amount({**row, "quota": 900}) == 792


def test_task_parameters_multiply_the_price() -> None:
    assert amount({**VIDEO, "content": "操作 generate, 计算参数：seconds: 8.00", "quota": 1_200_000}) == 1_200_000
    size = {**VIDEO, "content": "操作 generate, 计算参数：seconds: 8.00, size: 1.67"}
    assert amount({**size, "quota": 2_000_000}) == 2_000_000
    assert amount({**size, "quota": 3_000_000}) == 2_004_000
    assert amount({**VIDEO, "content": "操作 generate，按次计费"}) == 150_000
    assert amount(VIDEO) is None


def test_images_need_their_number() -> None:
    row = {"log_type": "consume", "model_price": 0.04, "group_ratio": 1.5, "prompt_tokens": 1, "completion_tokens": 0}
    assert amount({**row, "content": "大小 1024x1024, 品质 standard, 生成数量 2"}) == 60_000
    assert amount(row) is None
    assert amount({**row, "prompt_tokens": 40}) == 30_000


def test_an_amount_shown_with_two_decimals_is_an_interval() -> None:
    row = {
        **VIDEO,
        "content": "操作 generate，按次计费",
        "model_price": 0.824,
        "quota": 410_000,
        "quota_half_step": 2500,
    }
    assert amount(row) == 410_000
    assert amount({**row, "quota": 400_000}) == 412_000


def test_a_task_of_a_model_ratio_is_submitted_at_half_of_it() -> None:
    row = {"log_type": "consume", "is_task": True, "model_price": -1, "model_ratio": 2, "group_ratio": 1}
    assert amount({**row, "content": "操作 generate"}) == 500_000
    video = {**row, "content": "操作 generate, 计算参数：video_input: 0.61", "quota": 304_347}
    assert amount(video) == 304_347  # 28/46, printed as 0.61
    assert amount({**video, "quota": 350_000}) == 305_000
    assert amount({**row, "model_ratio": None, "content": "操作 generate"}) is None


SETTLED = "token重算：tokens=108900, modelRatio=2.00, groupRatio=1.00, otherMultiplier=0.6087"


def test_a_settlement_follows_its_own_text() -> None:
    row = {"log_type": "refund", "quota": 171_774, "pre_consumed_quota": 304_347, "content": SETTLED}
    charge = settled_quota({**row, "actual_quota": 132_573})
    assert charge is not None
    assert charge.quota == 132_573
    assert all(holds(line) for line in charge.lines), charge.lines
    other = settled_quota({**row, "actual_quota": 150_000})
    assert other is not None
    assert (other.quota, other.lines) == (132_574, ("trunc(108900 * 2 * 1 * 0.6087) = 132574",))
    plain = settled_quota({**row, "actual_quota": 150_000, "content": "adaptor计费调整"})
    assert plain is not None
    assert (plain.quota, plain.lines) == (150_000, ())
    assert settled_quota(row) is None
