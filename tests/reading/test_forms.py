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

START = 1_750_000_000


def log(
    number: int, at: int, kind: int, model: str, quota: int, other: dict[str, Any] | None = None, **more: Any
) -> Any:
    return {"id": 100 + number, "user_id": 7, "created_at": START + at, "type": kind, "content": "", "username": "lin",
            "token_name": "web", "model_name": model, "quota": quota, "prompt_tokens": 0, "completion_tokens": 0,
            "use_time": 3, "is_stream": 0, "channel_id": 5, "token_id": 11, "group": "default", "ip": "",
            "request_id": f"req-{number}", "other": json.dumps(other, ensure_ascii=False) if other else "",
            "speed": f"fast {number}"} | more  # fmt: skip


TEXT = {"model_ratio": 1.25, "completion_ratio": 4, "cache_tokens": 1000, "cache_ratio": 0.5, "group_ratio": 0.8,
        "model_price": -1, "admin_info": {"use_channel": ["5"]}}  # fmt: skip
VIDEO = {"is_task": True, "model_price": 0.3, "group_ratio": 1, "request_path": "/v1/videos"}
LOGS = [
    log(1, 0, 2, "gpt-4o-mini", 1900, TEXT, prompt_tokens=1200, completion_tokens=300),
    log(2, 10, 2, "sora-2", 1_200_000, VIDEO, content="操作 generate, 计算参数：seconds: 8.00"),
    log(3, 300, 6, "sora-2", 1_200_000, VIDEO | {"task_id": "task_a1", "reason": 'it\'s "blocked",\nby policy; \\'}),
    log(4, 400, 2, "seedance-2", 304_347, {"is_task": True, "model_ratio": 2, "group_ratio": 1}, content="操作 x"),
    log(5, 900, 6, "seedance-2", 171_774,
        {"task_id": "task_b2", "pre_consumed_quota": 304_347, "actual_quota": 132_573}, content="token重算：tokens=9"),
    log(6, 1000, 5, "gpt-image-1", 0, {"error_type": "x", "status_code": 400}, content="status_code=400, bad"),
    log(7, 1100, 2, "mj_imagine", 50_000, {"model_price": 0.1, "group_ratio": 1},
        content="模型固定价格 0.10，分组倍率 1.00，操作 IMAGINE，ID 1750001100"),
    log(8, 1700, 6, "mj_imagine", 50_000, {"task_id": "1750001100", "reason": "banned prompt"}),
    log(9, 1800, 1, "", 500_000, content="使用在线充值成功，充值金额: ＄1.000000 额度"),
    log(10, 1900, 2, "gpt-4o-mini", 0, TEXT | {"cache_tokens": 0}),
]  # fmt: skip


def task(name: str, at: int, quota: int, status: str, model: str, reason: str = "", end: int = 0) -> dict[str, Any]:
    return {"id": at, "created_at": START + at, "updated_at": START + at, "task_id": name, "platform": "55",
            "user_id": 7, "group": "default", "channel_id": 5, "quota": quota, "action": "generate", "status": status,
            "fail_reason": reason, "submit_time": START + at, "start_time": START + at + 2, "finish_time": end,
            "progress": "100%", "properties": json.dumps({"origin_model_name": model}), "node": None}  # fmt: skip


TASKS = [
    task("task_a1", 9, 1_200_000, "FAILURE", "sora-2", 'it\'s "blocked"', START + 290),
    task("task_b2", 399, 132_573, "SUCCESS", "seedance-2", end=START + 880),
    task(
        "task_c3",
        5000,
        800_000,
        "FAILURE",
        "veo-3",
        "任务超时（旧系统遗留任务，不进行退款，请联系管理员）",
        START + 9000,
    ),
]


def drawing(name: str, at: int, quota: int, status: str, reason: str, end: int) -> dict[str, Any]:
    return {"id": at, "code": 1, "user_id": 7, "action": "IMAGINE", "mj_id": name, "prompt": "a, b", "prompt_en": "",
            "description": "", "state": "", "submit_time": (START + at) * 1000 + 123, "start_time": 0,
            "finish_time": (START + end) * 1000, "image_url": "", "status": status, "progress": "100%",
            "fail_reason": reason, "channel_id": 5, "quota": quota, "buttons": "", "properties": ""}  # fmt: skip


DRAWINGS = [drawing("1750001100", 1100, 50_000, "FAILURE", "banned prompt", 1690)]


def told(folder: Path, files: dict[str, bytes]) -> dict[str, Any]:
    """Return what `supportdesk ledger --json` prints of files, without the places."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    argv = ["--json", *(str(folder / name) for name in files)]
    printed: dict[str, Any] = json.loads(CliRunner().invoke(ledger, argv, catch_exceptions=False).stdout)
    for account in printed["ledger"]:
        for entry in account["entries"]:
            del entry["span"]
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


@pytest.mark.parametrize("name", forms.CONSOLE)
def test_what_the_console_shows_books_the_same_amounts(name, wanted, tmp_path):
    found = told(tmp_path, {name: forms.CONSOLE[name]([row for row in LOGS if row["type"] in (2, 6)])})
    assert {one: found[one] for one in ("charged_quota", "refunded_quota", "net_quota")} == {
        one: wanted[one] for one in ("charged_quota", "refunded_quota", "net_quota")
    }


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
