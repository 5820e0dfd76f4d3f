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


@pytest.mark.parametrize("given", ["model_price=x", "tokens=3", "prompt_tokens=1.5", "model_price", "is_task=maybe"])
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
