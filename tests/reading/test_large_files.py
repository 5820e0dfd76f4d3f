"""Exports read as streams: every form gives the rows that were written, whatever the pieces that it is read in."""

from __future__ import annotations

import json

import pytest

from supportdesk.reading import large_delimited, large_files, large_json, large_sql
from supportdesk.reading.delimited import UNCLOSED, WIDTH
from supportdesk.reading.json_lines import BROKEN
from supportdesk.reading.large_files import open_rows
from supportdesk.reading.sql_rows import BROKEN as BROKEN_SQL
from tests.reading import forms
from tests.reading.invented_rows import DRAWINGS, LOGS, TASKS

STREAMED = forms.FORMS | forms.OF_LOGS


def written(path, data: bytes, name: str = "rows"):
    (path / name).write_bytes(data)
    return str(path / name)


def read(path: str):
    """Return the rows of a file as texts by column, with their kinds and lines, and the export."""
    export = open_rows(path)
    assert export is not None
    rows = []
    for kind, line, cells, columns in export.rows:
        named = cells if isinstance(cells, dict) else dict(zip(columns, cells, strict=True))
        rows.append((kind, line, named))
    return rows, export


def as_texts(rows) -> list[dict[str, str]]:
    """Rows as the database names their columns, as texts; nothing and an empty text are one."""
    return [
        {{"channel": "channel_id"}.get(name, name): "" if cell is None else str(cell) for name, cell in row.items()}
        for row in rows
    ]


@pytest.mark.parametrize("name", STREAMED)
@pytest.mark.parametrize("rows", [LOGS, TASKS, DRAWINGS], ids=["logs", "tasks", "drawings"])
@pytest.mark.parametrize("chunk", [50, 1_000_000])
def test_every_form_gives_its_rows(name, rows, chunk, tmp_path, monkeypatch):
    if name in forms.OF_LOGS and rows is not LOGS:
        pytest.skip("a form of log rows alone")
    if name.endswith(".xlsx"):
        pytest.importorskip("python_calamine", reason="the extra excel is not installed")
    monkeypatch.setattr(large_delimited, "_CHUNK", chunk)
    monkeypatch.setattr(large_json, "_CHUNK", max(chunk, 4000))
    found, export = read(written(tmp_path, STREAMED[name](rows)))
    wanted = list(reversed(forms.user_rows(rows)))[::-1] if name in ("user.json", "key.json") else rows
    wanted = list(reversed(rows)) if name == "admin.json" else wanted
    assert as_texts(cells for _, _, cells in found) == as_texts(wanted)
    assert {kind for kind, _, _ in found} == {"log_rows" if rows is LOGS else "task_rows"}
    assert export.faults.count == 0


def test_a_dump_of_several_tables_gives_all_rows_and_names_the_others(tmp_path):
    other = b"INSERT INTO `users` VALUES (1,'root; x'),(2,'b');\n"
    data = other + b"".join(map(forms.mysql, (LOGS, TASKS, DRAWINGS))) + other
    found, export = read(written(tmp_path, data))
    assert len(found) == len(LOGS) + len(TASKS) + len(DRAWINGS)
    assert (export.faults.count, len(export.faults.kept)) == (0, 1)


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (forms.delimited(";")(LOGS[:2]) + b"1;2;3\n" + forms.delimited(";")(LOGS[2:4]).split(b"\n", 1)[1], 4, WIDTH),
        (forms.delimited()(LOGS[:2]) + b'9,"open\n' + forms.delimited()(LOGS[:2]).split(b"\n", 1)[1], 4, UNCLOSED),
        (forms.json_lines(LOGS[:2]) + b'{"id": 1, "quota"\n' + forms.json_lines(LOGS[3:5]), 3, BROKEN),
        (b"[" + forms.dumped(LOGS[0]) + b',\n{"id": 3,,},\n' + forms.dumped(LOGS[1]) + b"]", 2, BROKEN),
        (forms.postgresql(LOGS[:1]) + b"INSERT INTO logs (id, quota) VALUES\n(1, ),\n(2, 6);\n", 3, BROKEN_SQL),
        (forms.copy(LOGS[:2]).replace(b"\\.\n", b"1\t2\n\\.\n"), 4, WIDTH),
    ],
    ids=["csv", "quote", "lines", "array", "insert", "copy"],
)
@pytest.mark.parametrize("chunk", [50, 1_000_000])
def test_what_cannot_be_read_is_named_with_its_line_and_the_rest_is_read(
    data, line, reason, chunk, tmp_path, monkeypatch
):
    monkeypatch.setattr(large_delimited, "_CHUNK", chunk)
    found, export = read(written(tmp_path, data))
    assert export.faults.kept == [(line, reason)]
    assert len(found) >= 1


def test_a_statement_of_a_whole_table_on_one_line_is_read_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(large_sql, "LONGEST_ROW", 2000)
    rows = [LOGS[0] | {"id": number, "content": "a;" * (number % 50)} for number in range(500)]
    found, export = read(written(tmp_path, forms.mysql(rows)))
    assert [int(cells["id"]) for _, _, cells in found] == list(range(500))
    assert export.faults.count == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_files_of_other_encodings_are_read(encoding, tmp_path):
    text = forms.delimited(labels=forms.CHINESE)(LOGS).decode()
    found, _ = read(written(tmp_path, text.encode(encoding)))
    assert [cells["quota"] for _, _, cells in found] == [str(row["quota"]) for row in LOGS]


@pytest.mark.parametrize(
    "text",
    ["hello\nworld\n", '{"messages": [{"role": "user", "content": "x"}]}', "import requests\nprint(1)\n", "",
     "a,b,c\n1,2,3\n", json.dumps({"data": [{"model_name": "a", "model_ratio": 1, "quota_type": 0}]})],
)  # fmt: skip
def test_what_is_no_export_is_none(text, tmp_path):
    assert open_rows(written(tmp_path, text.encode())) is None


def test_a_dump_that_says_it_is_whole_is_a_complete_listing(tmp_path):
    dump = forms.mysql(LOGS)
    cases = {
        True: dump + b"-- Dump completed on 2025-06-16\n",
        False: dump,
        None: dump.replace(b"LOCK", b"-- WHERE:  user_id=7\nLOCK") + b"-- Dump completed\n",
    }
    for wanted, data in cases.items():
        _, export = read(written(tmp_path, data))
        assert export.whole is bool(wanted)


@pytest.mark.parametrize(("total", "whole"), [(len(LOGS), True), (4000, False)])
def test_a_page_that_holds_its_total_is_a_complete_listing(total, whole, tmp_path):
    data = forms.api_admin(LOGS).replace(b'"total": 4000', b'"total": %d' % total)
    assert read(written(tmp_path, data))[1].whole is whole


@pytest.mark.parametrize(
    "data",
    [
        forms.delimited()(LOGS[:2]) + b'"' * 400_000,
        forms.delimited()(LOGS[:2]) + b"x" * 3_000_000,
        b"[" + forms.dumped(LOGS[0]) + b"," + b"[" * 500_000,
        b"[" + forms.dumped(LOGS[0]) + b"," + b'{"a":' * 200_000,
        forms.mysql(LOGS[:1]) + b"INSERT INTO logs (id, quota) VALUES " + b"(1," * 100_000,
        forms.mysql(LOGS[:1]) + b"INSERT INTO logs (id, quota) VALUES (1, '" + b"\\" * 300_000,
    ],
    ids=["quotes", "line", "brackets", "objects", "tuples", "string"],
)
def test_hostile_files_come_to_an_end(data, tmp_path, monkeypatch):
    monkeypatch.setattr(large_files, "LONGEST_ROW", 1_000_000)
    rows, export = read(written(tmp_path, data))
    assert rows
    assert export.faults.count <= 2
