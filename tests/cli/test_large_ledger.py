"""`supportdesk ledger` of files that are too large for a ticket: what is printed, page by page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from supportdesk.cli import large_ledger
from supportdesk.cli.ledger import ledger
from tests.reading import forms
from tests.reading.invented_rows import DRAWINGS, LOGS, TASKS, log

PRICED = {"model_ratio": 1, "completion_ratio": 1, "group_ratio": 1, "model_price": -1}
WRONG = [log(50 + number, 3000 + number, 2, "gpt-4o", 7, PRICED, prompt_tokens=5) for number in range(5)]


@pytest.fixture
def files(tmp_path, monkeypatch) -> list[str]:
    monkeypatch.setattr(large_ledger, "LARGE", 100)
    for name, rows in (("logs.csv", LOGS + WRONG), ("tasks.csv", TASKS), ("drawings.csv", DRAWINGS)):
        (tmp_path / name).write_bytes(forms.delimited()(rows))
    return [str(tmp_path / name) for name in ("logs.csv", "tasks.csv", "drawings.csv")]


def run(*argv: str):
    done = CliRunner().invoke(ledger, list(argv), catch_exceptions=False)
    assert done.exit_code == 0
    return done


def test_the_object_says_sums_counts_flags_and_the_flagged(files):
    told = json.loads(run("--json", *files).stdout)
    assert (told["rows"], told["accounts"], told["flagged"], told["not_read"]) == (19, 11, 6, [])
    assert told["flags"] == {"kept": 1, "mismatch": 5, "missing": 1}
    assert [one["flags"] for one in told["ledger"]] == [["mismatch"]] * 5 + [["kept", "missing"]]
    assert told["net_quota"] == told["charged_quota"] - told["refunded_quota"]
    assert told["ledger"][0]["entries"][0]["span"] == {"source": 0, "line": 12}


def test_the_sums_are_those_of_a_ticket(files, monkeypatch):
    wanted = json.loads(run("--json", *files).stdout)
    monkeypatch.setattr(large_ledger, "LARGE", 10**9)
    told = json.loads(run("--json", *files).stdout)
    assert len(told["ledger"]) == wanted["accounts"]
    for name in ("charged_quota", "refunded_quota", "net_quota"):
        assert told[name] == wanted[name]


def test_flagged_ones_are_shown_page_by_page(files):
    first, second = (run("--limit", "4", "--offset", offset, *files).stdout for offset in ("0", "4"))
    assert (first.count("req-5"), second.count("req-5")) == (4, 1)
    assert "2 more with a flag: --offset 4" in first
    assert "task_c3" in second
    assert "19 rows, 11 pieces of work, 6 with a flag" in first
    assert "USD" in first


def test_prices_and_units_beside_the_rows_count(files, tmp_path):
    status = {"data": {"version": "v0.12.3", "quota_per_unit": 1000, "quota_display_type": "USD"}}
    pricing = {"data": [{"model_name": "gpt-x", "quota_type": 0, "model_ratio": 2, "completion_ratio": 1}]}
    (tmp_path / "said.json").write_text(json.dumps(status), encoding="utf-8")
    (tmp_path / "prices.json").write_text(json.dumps(pricing), encoding="utf-8")
    (tmp_path / "more.csv").write_bytes(
        forms.delimited()([log(99, 1, 2, "gpt-x", 9, {"group_ratio": 1}, prompt_tokens=4)])
    )
    argv = [files[0], *(str(tmp_path / name) for name in ("said.json", "prices.json", "more.csv"))]
    told = json.loads(run("--json", *argv).stdout)
    assert told["quota_per_usd"] == 1000
    flagged = {one["request_id"]: one["flags"] for one in told["ledger"]}
    assert flagged["req-99"] == ["mismatch"]


def test_lines_that_are_not_read_are_named_with_their_file(files):
    path = Path(files[0])
    path.write_bytes(path.read_bytes() + b"1,2,3\n")
    done = run("--json", *files)
    told = json.loads(done.stdout)
    assert [one["span"] for one in told["not_read"]] == [{"source": 0, "line": 17}]
    assert "logs.csv, line 17" in done.stderr


def test_a_large_file_that_is_no_export_is_read_as_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(large_ledger, "LARGE", 100)
    (tmp_path / "note.txt").write_text("He was charged twice. " * 50, encoding="utf-8")
    assert run(str(tmp_path / "note.txt")).stdout == ""
