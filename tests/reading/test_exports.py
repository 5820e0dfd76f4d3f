"""Exports of rows: the same six rows give the same ledger whatever their form, and what cannot be read is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from supportdesk.cli.ledger import ledger
from supportdesk.cli.ticket import read_sources
from supportdesk.errors import InputError
from supportdesk.reading import delimited, exports, json_lines, sql_rows, table_cells
from supportdesk.reading.paste import read_ticket
from supportdesk.source import Source
from supportdesk.view import View

FORMS = Path(__file__).parents[1] / "corpus" / "exports"
CONSOLE = ["console-en.txt", "console-spaces.txt", "console-zh.txt"]
SAME = sorted(path.name for path in FORMS.iterdir() if path.name not in ("rows.json", "key-tool.csv", *CONSOLE))
HEADER = "id,created_at,type,model_name,quota,prompt_tokens,completion_tokens,other"
FIRST = '1,1750000000,2,gpt-4o,1900,10,20,"{""model_price"":-1}"'
SECOND = "2,1750000009,6,sora-2,300,0,0,"


def accounts(name: str) -> dict[str, Any]:
    """Return what `supportdesk ledger --json` prints of a sample, without the places."""
    done = CliRunner().invoke(ledger, ["--json", str(FORMS / name)], catch_exceptions=False)
    told: dict[str, Any] = json.loads(done.stdout)
    for account in told["ledger"]:
        for entry in account["entries"]:
            entry.pop("span")
    return told


def rows(text: str) -> list[dict[str, object]]:
    evidence = read_ticket([Source(text)])
    return [{one.fact: one.value for one in piece.readings} for piece in evidence.pieces if piece.kind == "log_row"]


def unread(text: str) -> list[tuple[int, str]]:
    evidence = read_ticket([Source(text)])
    return [(evidence.sources[0].position(one.span.start)[0], one.reason) for one in evidence.not_read]


@pytest.fixture(scope="module")
def told_as_json() -> dict[str, Any]:
    return accounts("rows.json")


def test_the_rows_as_json_give_their_ledger(told_as_json):
    nets = {(one["task_id"], one["request_id"]): one["net_quota"] for one in told_as_json["ledger"]}
    assert nets == {(None, "req-one"): 1900, ("task_a1", "req-two"): 0, ("task_b2", "req-four"): 5000}
    assert told_as_json["net_quota"] == 6900


@pytest.mark.parametrize("name", SAME)
def test_the_same_rows_give_the_same_ledger(name, told_as_json):
    if name.endswith(".xlsx"):
        pytest.importorskip("python_calamine", reason="the extra excel is not installed")
    assert accounts(name) == told_as_json


@pytest.mark.parametrize("name", CONSOLE)
def test_the_same_rows_as_the_console_shows_them_give_the_same_ledger_without_ids(name, told_as_json):
    told = accounts(name)
    # the console shows no ids, and of a settlement not what was reserved: it stands there as a charge
    booked, wanted = (
        [[(entry["quota"], entry["at"]) for entry in one["entries"]] for one in ledger_["ledger"]]
        for ledger_ in (told, told_as_json)
    )
    assert booked == wanted
    assert [one["flags"] for one in told["ledger"]] == [one["flags"] for one in told_as_json["ledger"]]
    assert told["net_quota"] == told_as_json["net_quota"]


@pytest.mark.parametrize("name", [name for name in SAME if not name.endswith(".xlsx")])
def test_every_row_has_the_same_facts_in_every_form(name):
    told, wanted = (rows((FORMS / one).read_bytes().decode().lstrip("\ufeff")) for one in (name, "rows.json"))
    assert [sorted(one.items(), key=str) for one in told] == [sorted(one.items(), key=str) for one in wanted]
    assert len(told) == 6
    assert unread((FORMS / name).read_text(encoding="utf-8")) == []


def test_a_fact_knows_the_cell_that_it_was_read_from():
    source = Source((FORMS / "rows.csv").read_text(encoding="utf-8"))
    pieces = [piece for piece in read_ticket([source]).pieces if piece.kind == "log_row"]
    spans = {one.fact: one.span for one in pieces[2].readings}
    assert source.slice(spans["quota"]) == "1200000"
    assert source.slice(spans["task_id"]).startswith('"{""task_id""')
    assert source.slice(spans["request_id"]) == "req-three"


def test_the_export_of_the_key_tool_is_read_with_its_mark_and_its_chinese_header():
    told = rows((FORMS / "key-tool.csv").read_bytes().decode("utf-8-sig"))
    assert [one["quota"] for one in told] == [1900, 1200000]
    assert told[0] | {"model": "gpt-4o-mini", "prompt_tokens": 1200, "log_type": "consume", "use_time_s": 4} == told[0]
    assert told[0]["occurred_at"] == 1750000000
    assert told[0]["model_ratio"] == 1.25


def test_an_amount_that_is_displayed_is_no_quota():
    text = "时间,模型,用时,提示,补全,花费,详情\n2025-06-15 15:06:40,gpt-4o,4,1200,300,$0.0038,\n"
    assert [one["quota"] for one in rows(text)] == [1900]


def test_a_header_of_english_words_is_read():
    text = "Time,Type,Model,Prompt,Completion,Quota,Note\n1750000000,Consume,gpt-4o,10,20,1900,x\n"
    assert [(one["log_type"], one["quota"], one["completion_tokens"]) for one in rows(text)] == [("consume", 1900, 20)]


def test_unknown_columns_are_kept():
    text = f"speed,{HEADER}\nfast,{FIRST}\nslow,{SECOND}\n"
    kept = [
        piece.body.plain() for piece in read_ticket([Source(text)]).pieces if piece.kind == "log_row" and piece.body
    ]
    assert [one["speed"] for one in kept] == ["fast", "slow"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("3,1750000010,2,gpt-4o", delimited.WIDTH),
        ("3,1750000010,2,gpt-4o,many,0,0,", table_cells.NO_NUMBER),
        ('3,1750000010,2,gpt-4o,9,0,0,"{', delimited.UNCLOSED),
    ],
)
def test_a_row_of_csv_that_cannot_be_read_is_named_with_its_line(bad, reason):
    text = "\n".join((HEADER, FIRST, bad, SECOND)) + "\n"
    assert unread(text) == [(3, reason)]
    assert [one["quota"] for one in rows(text)] == [1900, 300]


def test_the_ledger_says_which_rows_it_has_not_read(tmp_path):
    (tmp_path / "cut.csv").write_text("\n".join((HEADER, FIRST, "3,1750000010,2,gpt-4o", SECOND)), encoding="utf-8")
    done = CliRunner().invoke(ledger, ["--json", str(tmp_path / "cut.csv")], catch_exceptions=False)
    told = json.loads(done.stdout)
    assert (told["net_quota"], [one["span"]["line"] for one in told["not_read"]]) == (1600, [3])
    assert "3" in done.stderr


def test_a_cut_last_row_is_named_and_words_below_are_prose():
    text = "\n".join((HEADER, FIRST, SECOND, "3,1750000010,2,gpt-4o,19", "", "He was charged twice, he says."))
    assert unread(text)[0] == (4, delimited.WIDTH)
    kinds = [piece.kind for piece in read_ticket([Source(text)]).pieces]
    assert kinds.count("log_row") == 2
    assert "prose" in kinds


def test_a_broken_line_among_json_lines_is_named():
    lines = (FORMS / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    lines.insert(2, lines[1][:90])
    assert unread("\n".join(lines)) == [(3, json_lines.BROKEN)]
    assert len(rows("\n".join(lines))) == 6


def test_rows_far_down_say_the_same(monkeypatch):
    text = (FORMS / "rows.jsonl").read_text(encoding="utf-8")
    wanted = [sorted(one.items(), key=str) for one in rows(text)]
    monkeypatch.setattr(json_lines, "EXACT", 0)
    assert [sorted(one.items(), key=str) for one in rows(text)] == wanted
    pieces = [piece for piece in read_ticket([Source(text)]).pieces if piece.kind == "log_row"]
    assert {Source(text).position(one.span.start)[0] for one in pieces[4].readings} == {5}


def test_a_row_of_sql_that_cannot_be_read_is_named_with_its_line():
    head = f"INSERT INTO logs ({HEADER}) VALUES\n"
    rest = "(1, 1750000000, 2, 'gpt-4o', 1900, 1, 2, '{}'),\n(2, 1750000000, 2, 'gpt'),\n(3, oops oops, 2, ),\n"
    text = head + rest + "(4, 1750000000, 6, 'it''s', 5, 0, 0, NULL);\n"
    assert unread(text) == [(3, delimited.WIDTH), (4, sql_rows.BROKEN)]
    assert [(one["model"], one["quota"]) for one in rows(text)] == [("gpt-4o", 1900), ("it's", 5)]


def test_rows_without_names_of_their_columns_are_named():
    text = "INSERT INTO logs VALUES (1, 1750000000, 2, 'gpt-4o', 1900, 1, 2, '{}');\n"
    assert unread(text)[0] == (1, sql_rows.NO_COLUMNS)
    assert rows(text) == []


def test_other_tables_of_a_dump_are_named_once_and_not_read():
    other = "INSERT INTO `users` VALUES (1,'root','$2a$10$x;y)','logs'),(2,'b','',NULL);\n"
    text = other + (FORMS / "mysql.sql").read_text(encoding="utf-8") + other
    assert unread(text) == [(1, sql_rows.OTHER_TABLE)]
    assert len(rows(text)) == 6


def test_a_program_that_writes_to_such_a_table_stays_a_program():
    text = (
        "import requests\n"
        "answer = requests.post('https://api.example.com/v1/videos', json={'model': 'sora-2'})\n"
        "db.execute('INSERT INTO tasks (name, done) VALUES (?, ?)', ('x', 1))\n"
    )
    assert exports.read_exports(View.whole(Source(text))) is None
    assert [request.url.plain() for request in read_ticket([Source(text)]).requests()] == [
        "https://api.example.com/v1/videos"
    ]


def test_task_records_are_read_from_an_export():
    text = (
        "task_id,platform,user_id,channel_id,quota,action,status,fail_reason,submit_time,finish_time,progress,properties\n"
        'task_a1,sora,7,5,1200000,generate,FAILURE,"blocked, by policy",1750000010,1750000390,100%,'
        '"{""origin_model_name"":""sora-2""}"\n'
    )
    piece = next(one for one in read_ticket([Source(text)]).pieces if one.kind == "task_row")
    told = {one.fact: one.value for one in piece.readings}
    assert told["task_status"] == "failure"
    assert told["submitted_at"] == 1750000010
    assert told["model"] == "sora-2"


def test_milliseconds_of_midjourney_records_become_seconds():
    columns = "mj_id, user_id, action, status, progress, fail_reason, submit_time, finish_time, quota, channel_id"
    values = "'17', 7, 'IMAGINE', 'FAILURE', '100%', 'no\\'t', 1750000010123, 0, 50000, 2"
    text = f"INSERT INTO `midjourneys` ({columns}) VALUES ({values});"
    piece = next(one for one in read_ticket([Source(text)]).pieces if one.kind == "task_row")
    told = {one.fact: one.value for one in piece.readings}
    assert (told["submitted_at"], told["fail_reason"], told["quota"]) == (1750000010, "no't", 50000)


def test_a_sheet_tells_rows_and_fields():
    pytest.importorskip("python_calamine", reason="the extra excel is not installed")
    sources = read_sources((str(FORMS / "rows.xlsx"),))
    assert [source.name.rpartition("/")[2] for source in sources] == ["rows.xlsx [logs]"]
    piece = [one for one in read_ticket(sources).pieces if one.kind == "log_row"][2]
    place = sources[0].place(next(one.span for one in piece.readings if one.fact == "quota"))
    assert (place["source"], place["row"], place["field"]) == (0, 4, "quota")


def test_an_archive_that_is_no_workbook_is_refused(tmp_path):
    pytest.importorskip("python_calamine", reason="the extra excel is not installed")
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(InputError, match="no workbook"):
        read_sources((str(tmp_path / "x.xlsx"),))


def test_no_row_of_a_long_export_is_lost():
    count = 21_000
    lines = (f"{1750000000 + number},2,gpt-4o,{number}" for number in range(count))
    view = View.whole(Source("created_at,type,model_name,quota\n" + "\n".join(lines)))
    exported = exports.read_exports(view)
    assert exported is not None
    quotas = [piece.first("quota") for piece in exported.found.pieces if piece.kind == "log_row"]
    assert quotas == list(range(count))
    assert exported.not_read == []
    assert exported.rest.text == ""


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "\n" + FIRST + "\n" + '9,"""",""""\n' * 20_000,
        f"INSERT INTO logs ({HEADER}) VALUES\n" + "(1, ''''\n" * 20_000,
        "INSERT INTO logs VALUES /* " * 20_000,
        '{"quota": "' + "\\" * 50 + '\n{"' * 20_000,
        HEADER + "\n" + "[" * 100_000,
    ],
    ids=["quotes", "strings", "comments", "lines", "brackets"],
)
def test_hostile_exports_come_to_an_end(text):
    exports.read_exports(View.whole(Source(text)))
