"""`cases` for a desk: filters, assign, tag, merge, similar, clusters, stats, attach, export of many."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from supportdesk.casebook import Casebook
from supportdesk.cli import case_options
from supportdesk.errors import InputError
from tests.cli.test_cases import KEY, ask, database

__all__ = ["ask", "database"]


def listed(ask: Any, *arguments: str) -> list[int]:
    status, out, _err = ask("list", "--json", *arguments)
    assert status == 0
    return [case["number"] for case in json.loads(out)["cases"]]


def test_lists_are_filtered(ask: Any) -> None:
    ask("assign", "1", "2", "--to", "Li")
    ask("tag", "2", "3", "--add", "vip", "--add", "late")
    ask("status", "3", "waiting")
    assert listed(ask, "--assignee", "Li") == [2, 1]
    assert listed(ask, "--assignee", "") == [3]
    assert listed(ask, "--tag", "vip") == [3, 2]
    assert listed(ask, "--status", "open", "--status", "waiting", "--tag", "vip", "--assignee", "Li") == [2]
    assert listed(ask, "--cause", "endpoint.*", "--model", "gemini_omni", "--gateway", "toapis") == [3, 2, 1]
    assert listed(ask, "--customer", "Acme", "--text", "余额 101") == [2]
    assert listed(ask, "--since", "2026-11-22T18:08") == [3, 2, 1]  # the agent's zone is UTC+8
    assert listed(ask, "--since", "2026-11-22T18:09") == []
    assert listed(ask, "--until", "2026-11-22T18:08") == []


def test_a_time_that_is_none_is_refused(ask: Any) -> None:
    status, out, err = ask("list", "--since", "yesterday")
    assert (status, out) == (2, "")
    assert "'yesterday' is no time" in err


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22", "2026-11-21T16:00:00Z"),
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
        ("2026-11-22T10:00+02:00", "2026-11-22T08:00:00Z"),
    ],
)
def test_times_are_of_the_agents_zone(text: str, moment: str) -> None:
    assert case_options.moment(text) == moment


@pytest.mark.parametrize("text", ["999999w", "", "2026-13-01", "9h ago"])
def test_odd_times_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        case_options.moment(text)


def test_a_stale_revision_is_named_and_the_status_says_so(ask: Any) -> None:
    ask("note", "1", "meanwhile")
    status, out, err = ask("assign", "1", "--to", "Li", "--revision", "1")
    assert (status, out) == (2, "")
    assert "note: meanwhile" in err
    assert ask("tag", "1", "2", "--add", "x", "--revision", "1")[0] == 2
    assert ask("tag", "1")[0] == 2


def test_merge_and_unmerge(ask: Any) -> None:
    assert ask("merge", "2", "1")[0] == 0
    assert listed(ask) == [3, 1]
    assert listed(ask, "--text", "ZD-101") == [1]
    status, _out, err = ask("merge", "3", "2")
    assert status == 2
    assert "merged into case 1" in err
    assert ask("unmerge", "2")[0] == 0
    assert listed(ask, "--text", "ZD-101") == [2]


def test_similar_says_why(ask: Any) -> None:
    status, out, _err = ask("similar", "1")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()[::2]] == ["#3", "#2"]
    assert "same endpoint, same model family" in out
    assert json.loads(ask("similar", "1", "--json")[1])["similar"][0]["reasons"] == ["endpoint", "model_family"]


def test_clusters_and_none(ask: Any) -> None:
    status, out, err = ask("clusters")
    assert (status, out) == (0, "")
    assert "No error is shared" in err
    assert json.loads(ask("clusters", "--json")[1]) == {"clusters": []}


def test_statistics(ask: Any) -> None:
    status, out, _err = ask("stats")
    assert status == 0
    assert "endpoint.chat-for-media" in out
    assert "2026-W47" in out
    assert json.loads(ask("stats", "--json", "--status", "open")[1])["statuses"] == {"open": 3}


def test_a_file_is_attached_listed_and_written(ask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "log.txt").write_text(f"Bearer {KEY}\n", encoding="utf-8")
    status, out, _err = ask("attach", "1", str(tmp_path / "log.txt"))
    assert (status, out) == (0, f"1  log.txt  text/plain  {len(f'Bearer {KEY}') + 1 + 2 * (len(KEY) - 7):,}\n")
    assert "log.txt" in ask("attachments", "1")[1]
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    assert ask("attachments", "1", "--get", "1")[0] == 0
    assert KEY not in (tmp_path / "out" / "log.txt").read_text(encoding="utf-8")
    assert ask("attachments", "1", "--get", "1")[0] == 2  # never overwritten
    assert ask("attachments", "2", "--get", "1")[0] == 2  # of another case


def test_many_are_exported_to_a_file(ask: Any, tmp_path: Path, database: str) -> None:
    with Casebook(database) as book:
        book.set_details(2, 1, ticket_ref="=1+1", customer="@x")
    target = tmp_path / "cases.csv"
    status, _out, err = ask("export", "--format", "csv", "-o", str(target), "--status", "open")
    assert status == 0
    assert "3 cases written" in err
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows[1:]] == ["3", "2", "1"]
    assert rows[2][4:6] == ["'=1+1", "'@x"]
    assert ask("export", "--format", "csv", "-o", str(target))[0] == 2
    for form in ("markdown", "html", "json"):
        status, out, _err = ask("export", "--format", form)
        assert status == 0
        assert "ZD-102" in out.replace("\\", "")
    assert ask("export", "--format", "xlsx", "-o", str(tmp_path / "cases.xlsx"))[0] == 0
    assert (tmp_path / "cases.xlsx").read_bytes().startswith(b"PK")


def test_one_case_is_exported_as_a_page(ask: Any) -> None:
    status, out, _err = ask("export", "1", "--format", "html")
    assert status == 0
    assert out.startswith("<!doctype html>")
    assert ask("export", "1", "--format", "csv")[0] == 2
    assert ask("export", "1", "--status", "open")[0] == 2
