"""Prices and units that a gateway states: every era of the answers, and what a row takes from them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from supportdesk.diagnosing import diagnose
from supportdesk.judging.compile import load_knowledge
from supportdesk.lookups import version_bounds
from supportdesk.money.price_list import PriceList, price_list_of
from supportdesk.reading.paste import read_ticket
from supportdesk.source import Source

SORA = {"model_name": "sora-2", "quota_type": 1, "model_ratio": 0, "model_price": 0.3, "completion_ratio": 0}
MINI = {"model_name": "gpt-4o-mini", "quota_type": 0, "model_ratio": 1.25, "model_price": 0, "completion_ratio": 4,
        "cache_ratio": 0.5}  # fmt: skip
ERAS = {
    "2025": {"success": True, "data": [SORA | {"enable_group": ["default"], "owner_by": ""}, MINI],
             "group_ratio": {"default": 1, "vip": 0.8}},
    "2026": {"success": True, "data": [SORA | {"enable_groups": ["vip"], "supported_endpoint_types": ["openai-video"]},
                                       MINI | {"create_cache_ratio": 1.25}],
             "group_ratio": {"default": 1, "vip": 0.8}, "usable_group": {}, "supported_endpoint": {}, "vendors": []},
    "exchanged": {"success": True, "data": {"model_ratio": {"gpt-4o-mini": 1.25},
                                            "completion_ratio": {"gpt-4o-mini": 4},
                                            "cache_ratio": {"gpt-4o-mini": 0.5}, "model_price": {"sora-2": 0.3},
                                            "group_ratio": {"vip": 0.8}}},
    "options": {"success": True, "data": [
        {"key": "Notice", "value": "hello"}, {"key": "ModelRatio", "value": '{"gpt-4o-mini": 1.25}'},
        {"key": "CompletionRatio", "value": '{"gpt-4o-mini": 4}'},
        {"key": "CacheRatio", "value": '{"gpt-4o-mini": 0.5}'},
        {"key": "ModelPrice", "value": '{"sora-2": 0.3}'}, {"key": "GroupRatio", "value": '{"vip": 0.8}'}]},
}  # fmt: skip


def listed(*answers: object) -> PriceList:
    sources = [Source(json.dumps(answer, ensure_ascii=False), number) for number, answer in enumerate(answers)]
    return price_list_of(read_ticket(sources).pieces)


def status(**more: object) -> dict[str, object]:
    return {"success": True, "message": "", "data": {"version": "v0.12.3", "quota_per_unit": 500000, **more}}


@pytest.mark.parametrize("era", ERAS)
def test_every_era_states_the_same_prices(era):
    prices = listed(ERAS[era])
    assert prices.of("sora-2", "vip") == {"model_price": Decimal("0.3"), "group_ratio": Decimal("0.8")}
    found = prices.of("GPT-4o-mini", "nobody")
    found.pop("cache_creation_ratio", None)
    assert found == {"model_ratio": Decimal("1.25"), "completion_ratio": 4, "cache_ratio": Decimal("0.5")}
    assert prices.of("unlisted", "vip") == {}
    assert not prices.contradictory


def test_a_list_fills_in_what_a_row_does_not_record_and_replaces_nothing():
    prices = listed(ERAS["2026"])
    bare = {"model": "gpt-4o-mini", "group": "vip", "prompt_tokens": 3}
    assert prices.fill(bare)["model_ratio"] == Decimal("1.25")
    assert prices.fill(bare | {"model_ratio": 2, "group_ratio": 1})["model_ratio"] == 2
    assert prices.fill(bare | {"model_ratio": 2, "group_ratio": 1})["group_ratio"] == 1
    assert "model_ratio" not in prices.fill(bare | {"model_price": 0.1})
    assert "model_price" not in prices.fill({"model": "sora-2", "group": "vip", "model_ratio": 2})
    assert "group_ratio" not in prices.fill(bare | {"user_group_ratio": 0.5})
    assert prices.fill({"model": "unlisted"}) == {"model": "unlisted"}


def test_prices_by_expression_and_absurd_numbers_are_none():
    rows = [MINI | {"model_name": "a", "billing_mode": "tiered_expr"}, MINI | {"model_name": "b", "model_ratio": -1}]
    prices = listed({"data": [*rows, MINI | {"model_name": "c", "model_ratio": 1e300, "completion_ratio": "x"}]})
    assert prices.of("a") == {}
    assert "model_ratio" not in prices.of("b")
    assert prices.of("c") == {"cache_ratio": Decimal("0.5")}


def test_a_model_that_two_lists_price_differently_has_no_price():
    prices = listed(ERAS["2026"], {"data": [SORA | {"model_price": 0.5}, MINI]})
    assert prices.of("sora-2") == {}
    assert prices.of("gpt-4o-mini")["model_ratio"] == Decimal("1.25")
    assert prices.contradictory == {"model_price of sora-2"}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"quota_display_type": "USD"}, "$2.000000"),
        ({"quota_display_type": "CNY", "usd_exchange_rate": 7.3}, "¥14.600000"),
        ({"quota_display_type": "CNY"}, ""),
        ({"quota_display_type": "TOKENS"}, "1000000"),
        ({"quota_display_type": "CUSTOM", "custom_currency_symbol": "€", "custom_currency_exchange_rate": 0.5},
         "€1.000000"),
        ({"display_in_currency": True}, "$2.000000"),
        ({"display_in_currency": False}, "1000000"),
    ],
)  # fmt: skip
def test_amounts_as_the_console_shows_them(said, shown):
    assert listed(status(**said)).shown(1_000_000) == shown


def test_units_that_contradict_or_are_absurd_are_not_used():
    assert listed(status(usd_exchange_rate=7)).cny_per_usd == 7
    assert listed(status() | {"data": {"quota_per_unit": 0, "version": "x"}}).per_usd == 500_000
    both = listed(status(usd_exchange_rate=7.3), status(usd_exchange_rate=7.1, quota_per_unit=1_000_000))
    assert (both.per_usd, both.cny_per_usd) == (500_000, None)
    assert both.contradictory == {"quota_per_unit", "usd_exchange_rate"}


RELEASES = {"2025-04-11": 20, "v0.9.0": 40, "v0.11.0": 60, "v0.11.4": 65, "rc.22": 130, "rc.25": 140, "0f2a2075a": 150,
            "rc.35": 170}  # fmt: skip


@pytest.mark.parametrize(
    ("version", "bounds"),
    [
        ("v0.11.0", (60, 60)), ("v0.11.2", (60, 64)), ("0.12.9", (65, 129)), ("v1.0.0-rc.22", (130, 130)),
        ("rc.24", (130, 139)), ("v1.0.0-rc.27", (140, 169)), ("v1.0.0-rc.40", (170, None)), ("v0.6.10", (None, 39)),
        ("v0.11.2-alpha.3", (60, 64)), ("116255f0", (None, None)), ("", (None, None)),
    ],
)  # fmt: skip
def test_a_stated_version_bounds_the_release(version, bounds):
    found = version_bounds(version, RELEASES)
    assert (found.get("version_since"), found.get("version_until")) == bounds


TASK = {"id": 9, "task_id": "video-9", "platform": "50", "user_id": 7, "channel_id": 5, "quota": 0, "status": "FAILURE",
        "action": "generate", "fail_reason": "x", "submit_time": 1776000100, "finish_time": 1776000400}  # fmt: skip


@pytest.mark.parametrize(("started", "since"), [(1776000000, "v0.12.2"), (1776000200, None)])
def test_a_version_holds_for_work_since_the_gateway_was_started(started, since):
    sources = [Source(json.dumps(TASK)), Source(json.dumps(status(start_time=started)), 1)]
    releases = load_knowledge().releases
    row = diagnose(sources).tables.tasks[0]
    assert row.values.get("gateway_since") == (None if since is None else releases[since])


def test_a_row_without_prices_is_held_against_the_list():
    row = {"id": 1, "created_at": 1776500000, "type": 2, "model_name": "gpt-4o-mini", "quota": 2400, "group": "vip",
           "prompt_tokens": 1200, "completion_tokens": 300, "request_id": "r"}  # fmt: skip
    money = diagnose([Source(json.dumps(row)), Source(json.dumps(ERAS["2026"]), 1)]).to_dict()["money"]
    assert (money["expected_quota"], money["flags"]) == (2400, [])
    assert "(1200 + 300 * 4) * 1.25 * 0.8 = 2400" in money["lines"]


def test_the_gateway_s_own_unit_makes_the_dollars():
    rows = [{"id": 1, "created_at": 1776500000, "type": 2, "model_name": "sora-2", "quota": 600000, "channel": 5,
             "other": json.dumps({"task_id": "task_a", "is_task": True})}]  # fmt: skip
    task = TASK | {
        "task_id": "task_a",
        "quota": 600000,
        "fail_reason": "任务超时（旧系统遗留任务，不进行退款，请联系管理员）",
    }
    sources = [
        Source(json.dumps(one), number) for number, one in enumerate((rows, task, status(quota_per_unit=100_000)))
    ]
    money = diagnose(sources).to_dict()["money"]
    assert (money["refund_quota"], money["refund_usd"]) == (600000, "6.000000")
