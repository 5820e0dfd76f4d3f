"""`supportdesk charge` and `supportdesk ledger`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from supportdesk.cli.charge import charge
from supportdesk.cli.ledger import ledger
from supportdesk.errors import InputError

NUMBERS = (
    "model_ratio=1.25", "completion_ratio=4", "cache_ratio=0.5", "group_ratio=0.8", "prompt_tokens=1200",
    "cached_tokens=1000", "completion_tokens=300",
)  # fmt: skip
"""The first worked example of gateway.md 2."""


def test_a_charge_is_one_equation() -> None:
    result = CliRunner().invoke(charge, ["--charged", "1900", *NUMBERS], standalone_mode=False)
    assert result.return_value == 0
    assert "(200 + 1000 * 0.5 + 300 * 4) * 1.25 * 0.8 = 1900" in result.stdout
    assert "1900 / 500000 = 0.0038" in result.stdout


def test_none_fits_and_says_by_how_much() -> None:
    result = CliRunner().invoke(charge, ["--json", "--charged", "1901", *NUMBERS], standalone_mode=False)
    data = json.loads(result.stdout)
    assert (result.return_value, data["hypotheses"], data["difference"]) == (1, [], 1)
    assert data["nearest"]["quota"] == 1900


def test_without_a_charge_the_amount_is_computed() -> None:
    result = CliRunner().invoke(
        charge, ["--json", "model_price=0.3", "is_task=true", "group_ratio=1", "other.seconds=8"], standalone_mode=False
    )
    assert [one["quota"] for one in json.loads(result.stdout)["hypotheses"]] == [1_200_000]


@pytest.mark.parametrize(
    ("numbers", "quota"),
    [
        # example 1 with two searches at 10 USD a thousand: 1900 + 20 / 1000 * 0.8 * 500000
        ([*NUMBERS, "tool.web_search=10*2"], 9900),
        (["model_price=0.04", "group_ratio=1.5", "other.n=2", "tool.x=2.5*1"], 61_875),
        (["model_ratio=1", "group_ratio=1", "prompt_tokens=100", "completion_tokens=10", "completion_ratio=5",
          "cached_tokens=1000", "cache_ratio=0.1", "cache_creation_tokens=900", "cache_creation_ratio=1.25",
          "cache_creation_tokens_5m=300", "cache_creation_tokens_1h=200", "usage_semantic=anthropic"], 1525),
        (["model_ratio=1", "group_ratio=1", "prompt_tokens=100", "completion_tokens=0",
          "audio_input_tokens=40", "audio_input_price=5"], 160),
        (["model_ratio=2.5", "completion_ratio=4", "group_ratio=0.8", "text_input=100", "text_output=50",
          "audio_input=30", "audio_output=20", "audio_ratio=16", "audio_completion_ratio=2"], 2840),
        (['billing_expression=tier("base",p*2.5+c*15)', "matched_tier=base", "group_ratio=0.5", "prompt_tokens=1000",
          "completion_tokens=200"], 1375),
    ],
)  # fmt: skip
def test_every_part_of_a_price_can_be_given(numbers: list[str], quota: int) -> None:
    result = CliRunner().invoke(charge, ["--json", *numbers], standalone_mode=False)
    assert quota in [one["quota"] for one in json.loads(result.stdout)["hypotheses"]]
    fits = CliRunner().invoke(charge, ["--json", "--charged", str(quota), *numbers], standalone_mode=False)
    assert json.loads(fits.stdout)["hypotheses"][0]["assumptions"] == 0


def test_a_charge_is_shown_in_a_currency_whose_rate_is_given() -> None:
    result = CliRunner().invoke(charge, ["--charged", "1900", "--rate", "7.3", *NUMBERS], standalone_mode=False)
    assert "1900 / 500000 * 7.3 = 0.02774" in result.stdout


@pytest.mark.parametrize(
    "given",
    ["model_price=x", "tool.x=10", "tool.x=ten*2", "tokens=3", "prompt_tokens=1.5", "model_price", "is_task=maybe"],
)
def test_wrong_numbers_are_refused(given: str) -> None:
    result = CliRunner().invoke(charge, ["--charged", "1", given], standalone_mode=False)
    assert isinstance(result.exception, InputError)


ROWS = [
    {"id": 1, "created_at": 1776500000, "type": 2, "model_name": "sora-2", "quota": 1200000, "prompt_tokens": 0,
     "completion_tokens": 0, "other": json.dumps({"task_id": "task_a", "is_task": True, "model_price": 0.3})},
    {"id": 2, "created_at": 1776500300, "type": 6, "model_name": "sora-2", "quota": 1200000, "prompt_tokens": 0,
     "completion_tokens": 0, "other": json.dumps({"task_id": "task_a", "reason": "upstream returned error"})},
]  # fmt: skip


def test_a_ledger_sums_to_its_net(tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_text(json.dumps({"success": True, "data": {"items": ROWS, "total": 2}}), encoding="utf-8")
    data = json.loads(CliRunner().invoke(ledger, ["--json", str(path)]).stdout)
    (account,) = data["ledger"]
    assert [(entry["kind"], entry["quota"]) for entry in account["entries"]] == [
        ("charge", 1200000),
        ("refund", -1200000),
    ]
    assert (data["charged_quota"], data["refunded_quota"], data["net_quota"]) == (1200000, 1200000, 0)
    assert "net" in CliRunner().invoke(ledger, [str(path)]).stdout


def test_an_empty_ledger_says_so() -> None:
    result = CliRunner().invoke(ledger, ["-"], input="hello")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr
