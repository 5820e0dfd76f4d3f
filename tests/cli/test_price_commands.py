"""Price lists and units given beside the rows: `supportdesk ledger` and `supportdesk charge --prices`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from supportdesk.cli.charge import charge
from supportdesk.cli.ledger import ledger
from supportdesk.errors import InputError

PRICING = {"data": [{"model_name": "gpt-4o-mini", "quota_type": 0, "model_ratio": 1.25, "completion_ratio": 4}],
           "group_ratio": {"vip": 0.8}}  # fmt: skip
STATUS = {
    "data": {"version": "v0.12.3", "quota_per_unit": 1000000, "quota_display_type": "CNY", "usd_exchange_rate": 7}
}
ROWS = (
    "id,created_at,type,model_name,quota,prompt_tokens,completion_tokens,group,request_id\n"
    "1,1776500000,2,gpt-4o-mini,1520,1200,300,vip,r1\n2,1776500001,2,gpt-4o-mini,2400,1200,300,vip,r2\n"
)


@pytest.fixture
def files(tmp_path):
    for name, content in (("rows.csv", ROWS), ("pricing.json", PRICING), ("status.json", STATUS)):
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [str(tmp_path / name) for name in ("rows.csv", "pricing.json", "status.json")]


def test_a_ledger_uses_the_list_and_the_unit_beside_the_rows(files):
    told = json.loads(CliRunner().invoke(ledger, ["--json", *files], catch_exceptions=False).stdout)
    assert [one["flags"] for one in told["ledger"]] == [["mismatch"], []]
    assert told["quota_per_usd"] == 1_000_000
    shown = CliRunner().invoke(ledger, files, catch_exceptions=False).stdout
    assert "0.003920 USD" in shown
    assert "¥0.027440" in shown


def test_a_charge_is_computed_from_a_list(files):
    argv = ["--charged", "2400", "--prices", files[1], "--model", "gpt-4o-mini", "--group", "vip", "--json",
            "prompt_tokens=1200", "completion_tokens=300"]  # fmt: skip
    result = CliRunner().invoke(charge, argv, standalone_mode=False)
    assert [one["id"] for one in json.loads(result.stdout)["hypotheses"]] == ["tokens"]
    assert result.return_value == 0


@pytest.mark.parametrize("extra", [["--model", "unlisted"], ["--prices", "rows"]])
def test_what_is_no_list_or_not_in_it_is_refused(files, extra):
    extra = [files[0] if one == "rows" else one for one in extra]
    argv = ["--charged", "1", *(["--prices", files[1]] if "--prices" not in extra else []), *extra, "prompt_tokens=1"]
    assert isinstance(CliRunner().invoke(charge, argv, standalone_mode=False).exception, InputError)
