"""The same invented rows in every form give the same ledger; unknown columns stay, a broken row is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from supportdesk.cli.ledger import ledger
from supportdesk.cli.ticket import read_sources
from supportdesk.reading.paste import read_ticket
from tests.reading import forms
from tests.reading.invented_rows import DRAWINGS, LOGS, TASKS


def _without_places(data: Any) -> None:
    for item in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        _without_places(item)
    if isinstance(data, dict):
        data.pop("span", None)


def told(folder: Path, files: dict[str, bytes]) -> dict[str, Any]:
    """Return what `supportdesk ledger --json` prints of files, without the places."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    argv = ["--json", *(str(folder / name) for name in files)]
    printed: dict[str, Any] = json.loads(CliRunner().invoke(ledger, argv, catch_exceptions=False).stdout)
    _without_places(printed | {"not_read": []})
    return printed


@pytest.fixture(scope="module")
def wanted(tmp_path_factory) -> dict[str, Any]:
    return told(tmp_path_factory.mktemp("wanted"), {"rows.json": forms.bare_array(LOGS)})


@pytest.fixture(scope="module")
def wanted_with_records(tmp_path_factory) -> dict[str, Any]:
    files = {f"{number}.json": forms.bare_array(rows) for number, rows in enumerate((LOGS, TASKS, DRAWINGS))}
    return told(tmp_path_factory.mktemp("wanted"), files)


def need(name: str) -> None:
    if name.endswith(".xlsx"):
        pytest.importorskip("python_calamine", reason="the extra excel is not installed")


def test_the_ledger_of_the_rows(wanted, wanted_with_records):
    nets = {one["task_id"] or one["request_id"]: one["net_quota"] for one in wanted["ledger"]}
    assert nets == {"req-1": 1900, "task_a1": 0, "req-4": 304_347, "task_b2": -171_774, "1750001100": 0, "req-10": 0}
    nets = {one["task_id"] or one["request_id"]: one["net_quota"] for one in wanted_with_records["ledger"]}
    assert nets == {"req-1": 1900, "task_a1": 0, "task_b2": 132_573, "task_c3": 800_000, "1750001100": 0, "req-10": 0}
    flags = {one["task_id"] or one["request_id"]: one["flags"] for one in wanted_with_records["ledger"]}
    assert flags["task_c3"] == ["kept", "missing"]
    assert (flags["task_a1"], flags["task_b2"], flags["1750001100"]) == ([], [], [])


@pytest.mark.parametrize("name", [*forms.FORMS, *forms.OF_LOGS])
def test_log_rows_give_the_same_ledger_in_every_form(name, wanted, tmp_path):
    need(name)
    assert told(tmp_path, {name: (forms.FORMS | forms.OF_LOGS)[name](LOGS)}) == wanted


@pytest.mark.parametrize("name", forms.FORMS)
def test_log_rows_task_records_and_drawings_give_the_same_ledger_in_every_form(name, wanted_with_records, tmp_path):
    need(name)
    tables = {f"{number}-{name}": forms.FORMS[name](rows) for number, rows in enumerate((LOGS, TASKS, DRAWINGS))}
    assert told(tmp_path, tables) == wanted_with_records


def test_a_dump_of_all_three_tables_in_one_file_gives_the_same_ledger(wanted_with_records, tmp_path):
    for name, write in (("my.sql", forms.mysql), ("pg.sql", forms.postgresql), ("copy.sql", forms.copy)):
        assert told(tmp_path, {name: b"".join(map(write, (LOGS, TASKS, DRAWINGS)))}) == wanted_with_records


def works(found: dict[str, Any]) -> list[tuple[int, ...]]:
    """Return what each piece of work booked and its net; the console shows neither ids nor what a refund settles."""
    return sorted((one["net_quota"], *(entry["quota"] for entry in one["entries"])) for one in found["ledger"])


@pytest.mark.parametrize("name", forms.CONSOLE)
def test_what_the_console_shows_books_the_same_amounts(name, wanted, tmp_path):
    found = told(tmp_path, {name: forms.CONSOLE[name]([row for row in LOGS if row["type"] in (2, 6)])})
    assert {one: found[one] for one in ("charged_quota", "refunded_quota", "net_quota")} == {
        one: wanted[one] for one in ("charged_quota", "refunded_quota", "net_quota")
    }
    assert works(found) == works(wanted)


@pytest.mark.parametrize("name", [*forms.FORMS, *(one for one in forms.OF_LOGS if one != "chinese.csv")])
def test_unknown_columns_are_kept_in_every_form(name, tmp_path):
    need(name)
    (tmp_path / name).write_bytes((forms.FORMS | forms.OF_LOGS)[name](LOGS))
    pieces = [one for one in read_ticket(read_sources((str(tmp_path / name),))).pieces if one.kind == "log_row"]
    assert {one.body.plain()["speed"] for one in pieces if one.body} == {row["speed"] for row in LOGS}


def broken(name: str, data: bytes) -> tuple[bytes, int]:
    """Return a file with its third row cut short and the number of that row's line."""
    lines = data.split(b"\n")
    number = next(n for n, line in enumerate(lines) if b"task_a1" in line)
    cut = {".jsonl": b"req-3"}.get(name[name.rindex(".") :], b"lin")
    lines[number] = lines[number].split(cut)[0]
    return b"\n".join(lines), number + 1


@pytest.mark.parametrize("name", ["lines.jsonl", "semicolons.csv", "rows.tsv", "copy.sql"])
def test_a_row_that_cannot_be_read_is_named_with_its_line_and_the_rest_is_used(name, tmp_path):
    rows = [row | {"other": row["other"].replace("\\n", " ")} for row in LOGS]
    data, line = broken(name, forms.FORMS[name](rows))
    found = told(tmp_path, {name: data})
    assert [one["span"]["line"] for one in found["not_read"]] == [line]
    assert found["charged_quota"] == 1_556_247
    assert found["refunded_quota"] == 221_774


def test_one_apis_own_answer_gives_the_same_ledger_of_calls(tmp_path):
    calls = [row for row in LOGS if row["type"] == 2 and "task" not in row["other"] and row["request_id"] == "req-1"]
    assert calls
    columns = ("id", "user_id", "created_at", "type", "username", "token_name", "model_name", "quota", "prompt_tokens")
    columns += ("completion_tokens", "request_id")
    rows = [{name: row[name] for name in columns} for row in calls]
    for row, call in zip(rows, calls, strict=True):
        row |= {"content": "倍率：1.25 × 0.80 × 4.00", "channel": call["channel_id"], "elapsed_time": 2100}
        row |= {"is_stream": False, "system_prompt_reset": False}
    answer = json.dumps({"success": True, "message": "", "data": rows}, ensure_ascii=False).encode()
    found, wanted = told(tmp_path, {"one.json": answer}), told(tmp_path, {"new.json": forms.bare_array(calls)})
    nets = [[(one["request_id"], one["net_quota"]) for one in side["ledger"]] for side in (found, wanted)]
    assert nets[0] == nets[1]
    assert found["charged_quota"] == wanted["charged_quota"]
