"""Parts of a price in the `other` of log rows, and the amounts that they lead to (gateway.md 1 and 2)."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from supportdesk.money.expected import expected_quota
from supportdesk.money.material import Material
from supportdesk.money.solver import solve
from supportdesk.reading import log_rows
from tests.money import formulas
from tests.money.equations import holds
from tests.reading.pieces import read_with, written

ROW = {
    "created_at": 1776254400, "type": 2, "content": "", "model_name": "gpt-5-mini", "quota": 0, "use_time": 1,
    "prompt_tokens": 1000, "completion_tokens": 100, "group": "default", "token_id": 3,
}  # fmt: skip
PRICES = {
    "model_ratio": 1.25, "completion_ratio": 4, "group_ratio": 0.8, "user_group_ratio": -1, "model_price": -1,
    "cache_tokens": 0, "cache_ratio": 0.5,
}  # fmt: skip


def facts(other: dict[str, Any], **columns: Any) -> dict[str, Any]:
    text = json.dumps({**ROW, **columns, "other": json.dumps({**PRICES, **other})})
    _, (piece,) = read_with(log_rows, text)
    assert all(written(piece, text).values())
    return {reading.fact: reading.value for reading in piece.readings}


def amount(other: dict[str, Any], **columns: Any) -> int | None:
    row = facts(other, **columns)
    charge = expected_quota(row)
    if charge is None:
        return None
    assert all(holds(line) for line in charge.lines), charge.lines
    booked = {**row, "quota": charge.quota}
    fits = solve(Material(charge.quota, booked)).fits
    assert fits, charge
    assert fits[0].assumptions == 0
    return charge.quota


def test_tools_by_their_list_and_by_their_old_keys() -> None:
    listed = [{"name": "web_search", "count": 2, "price": 10}, {"name": "file_search", "count": 1, "price": 2.5}]
    row = formulas.Row(1000, 100, model="1.25", completion_ratio=4, group="0.8", tools=[("10", 2), ("2.5", 1)])
    assert amount({"tool_surcharges": listed}) == formulas.text_quota(row) == 1400 + 8000 + 1000
    old = {
        "web_search": True, "web_search_call_count": 2, "web_search_price": 10, "file_search": True,
        "file_search_call_count": 1, "file_search_price": 2.5,
    }  # fmt: skip
    assert amount(old) == 10_400
    fixed = amount({"model_price": 0.04, "tool_surcharges": listed}, content="生成数量 1")
    assert fixed == formulas.call_quota("0.04", "0.8", (), row.tools)


def test_claude_s_writes_of_an_hour() -> None:
    other = {
        "claude": True, "usage_semantic": "anthropic", "cache_tokens": 2000, "cache_ratio": 0.1,
        "cache_creation_tokens": 900, "cache_creation_ratio": 1.25, "cache_creation_tokens_5m": 300,
        "cache_creation_ratio_5m": 1.25, "cache_creation_tokens_1h": 200, "cache_creation_ratio_1h": 2,
        "cache_write_tokens": 900,
    }  # fmt: skip
    row = formulas.Row(
        1000, 100, cache=2000, writes=900, writes_5m=300, writes_1h=200, cache_ratio="0.1", model="1.25",
        completion_ratio=4, group="0.8", claude=True,
    )  # fmt: skip
    assert amount(other) == formulas.text_quota(row)
    other.pop("usage_semantic")
    assert amount(other) == formulas.text_quota(row)


def test_image_tokens_and_sound_of_its_own_price() -> None:
    other = {
        "image": True, "image_ratio": 2, "image_output": 300, "audio_input_seperate_price": True,
        "audio_input_token_count": 200, "audio_input_price": 3.81,
    }  # fmt: skip
    row = formulas.Row(
        1000,
        100,
        image=300,
        image_ratio=2,
        audio=200,
        audio_price="3.81",
        model="1.25",
        completion_ratio=4,
        group="0.8",
    )
    assert amount(other) == formulas.text_quota(row)


@pytest.mark.parametrize("key", ["audio", "ws"])
def test_sound_rows(key: str) -> None:
    other = {
        key: True, "text_input": 700, "text_output": 60, "audio_input": 300, "audio_output": 40, "audio_ratio": 16,
        "audio_completion_ratio": 2,
    }  # fmt: skip
    expected = formulas.audio_quota(
        700, 60, 300, 40, model="1.25", group="0.8", completion=4, audio=16, audio_completion=2
    )
    assert amount(other) == expected


def test_a_sound_row_of_a_fixed_price_costs_nothing_or_its_price() -> None:
    sound = {"audio": True, "text_input": 7, "audio_ratio": 1, "audio_completion_ratio": 1, "model_price": 0.1}
    for booked, expected in ((0, 0), (40_000, 40_000), (5, 0)):
        charge = expected_quota(facts(sound, quota=booked))
        assert charge is not None
        assert charge.quota == expected


def encoded(text: str) -> dict[str, Any]:
    zero = dict.fromkeys(("model_ratio", "completion_ratio", "model_price", "cache_ratio"), 0)
    return {**zero, "billing_mode": "tiered_expr", "expr_b64": base64.b64encode(text.encode()).decode()}


def test_an_expression_with_its_tier_and_rules() -> None:
    other = {**encoded('tier("base",p*2.5+c*15)'), "matched_tier": "base", "group_ratio": 0.5}
    assert amount(other, prompt_tokens=1000, completion_tokens=200) == 1375
    rules = [
        {"cond": 'param("speed") == "fast"', "multiplier": 6, "matched": True},
        {"cond": "hour() > 20", "multiplier": 0.5, "matched": False},
    ]
    text = '(tier("base",p*2.5+c*15)) * (param("speed") == "fast" ? 6 : 1) * (hour() > 20 ? 0.5 : 1)'
    both = {**encoded(text), "matched_tier": "base", "group_ratio": 0.5, "request_rules": rules}
    assert amount(both, prompt_tokens=1000, completion_tokens=200) == 8250
    assert amount({**encoded(text), "group_ratio": 0.5}) is None
    assert amount({**other, "group_ratio": 0}) is None


@pytest.mark.parametrize(
    ("other", "name"),
    [
        ({"violation_fee": True}, "violation_fee"),
        ({"image_generation_call": True, "image_generation_call_price": 0.04}, "image_generation_call"),
        ({"web_search": True, "web_search_call_count": 1}, "web_search"),
        ({"tool_surcharges": [{"name": "x", "count": -1, "price": 3}]}, "tool_surcharges"),
        ({"audio": True, "audio_input": 30}, "audio"),
        ({"audio_input_seperate_price": True}, "audio_input_seperate_price"),
        ({"billing_mode": "tiered_expr"}, "billing_mode"),
        ({"billing_mode": "tiered_expr", "expr_b64": "%%%"}, "billing_mode"),
        ({**encoded("p"), "request_rules": [{"cond": "x"}]}, "request_rules"),
    ],
)
def test_a_part_without_a_formula_leaves_the_amount_open(other: dict[str, Any], name: str) -> None:
    assert facts(other)["price_extras"] == name
    assert amount(other) is None


def test_keys_that_change_no_price() -> None:
    plain = amount({})
    assert plain == 1400
    idle = {"web_search": False, "tool_surcharges": [], "audio": False, "input_tokens_total": 1000, "frt": -1000,
            "billing_mode": "", "billing_source": "wallet"}  # fmt: skip
    assert amount(idle) == plain


@pytest.mark.parametrize("columns", [{"prompt_tokens": -5}, {"completion_tokens": -1}])
def test_negative_tokens_have_no_amount(columns: dict[str, int]) -> None:
    assert amount({}, **columns) is None


@pytest.mark.parametrize("other", [{"model_ratio": -2}, {"group_ratio": -1}, {"cache_creation_tokens": -4}])
def test_absurd_ratios_have_no_amount(other: dict[str, Any]) -> None:
    assert amount(other) is None


def test_a_charge_beyond_int32_is_the_largest_only_where_the_row_says_so() -> None:
    huge = {"model_ratio": 4_000_000}
    most = 2**31 - 1
    assert expected_quota(facts(huge, quota=most)).quota == most  # type: ignore[union-attr]
    exact = formulas.text_quota(formulas.Row(1000, 100, model=4_000_000, completion_ratio=4, group="0.8"))
    assert expected_quota(facts(huge, quota=7)).quota == exact > most  # type: ignore[union-attr]
