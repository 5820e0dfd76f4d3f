"""Casebooks of the version before: they open at once, are found in, and are filled in short steps."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlite_utils import Database

from supportdesk.casebook import Casebook, CaseFilter, schema
from tests import canned

ROOT = Path(__file__).resolve().parents[2]
OLD = [
    ("余额 额不 不足 足 refund gpt 5 mini", "zd-1001\n20261122093000ab3de5fg"),
    ("渠道 道暂 暂无 无 timeout", "zd-1002\ntask_9xq2lm8vx1zc"),
    ("余额 额 insufficient quota", "zd-1003"),
]


def old_casebook(path: str) -> None:
    """Write a casebook as the program before 0003 left it."""
    db = Database(path)
    schema.migrations().apply(db, stop_before=schema.KNOWN[2])
    for number, (words, ids) in enumerate(OLD, 1):
        at = f"2026-11-2{number}T10:00:00Z"
        case = {"number": number, "revision": 1, "status": "open", "created_at": at, "updated_at": at,
                "cause": "auth.missing", "certainty": "likely", "title_en": "a", "title_zh": "b", "model": "gpt-5",
                "ticket_ref": f"ZD-100{number}"}  # fmt: skip
        db.table("cases").insert(case)
        money = {"decision": "refund", "charged_quota": 900, "refund_quota": 500, "ledger": []}
        calls = [{"error_message": f"Overloaded {number}", "endpoint": "chat", "model": "gpt-5"}]
        diagnosis = canned.diagnosis(calls=calls, money=money)
        db.table("verdicts").insert({"number": number, "at": at, "diagnosis": json.dumps(diagnosis),
                                     "rules_version": "", "program_version": "0"})  # fmt: skip
        db.table("timeline").insert(
            {"number": number, "revision": 1, "at": at, "kind": "filed", "text": "", "data": "{}"}
        )
        db.table("case_words").insert({"rowid": number, "tokens": " " + words})
        db.table("case_ids").insert({"rowid": number, "ids": "\n" + ids})
    db.close()


@pytest.fixture
def old(path: str) -> str:
    old_casebook(path)
    return path


SEARCHES = {
    "余额": [3, 1], "余额不足": [1], "gpt-5-mi": [1], "timeo": [2], "insufficient_quo": [3], "zd-100": [3, 2, 1],
    "Lm8Vx": [2], "#2": [2], "nothing": [], "": [3, 2, 1],
}  # fmt: skip


def found(book: Casebook) -> dict[str, list[int]]:
    return {text: [row.number for row in book.search(text)] for text in SEARCHES}


def test_an_old_case_is_found_before_and_after_it_is_filled(old: str) -> None:
    with Casebook(old) as book:
        assert found(book) == SEARCHES
        assert [book.fill(1), book.fill(1)] == [2, 1]
        assert found(book) == SEARCHES
        assert book.count(CaseFilter(text="余额")) == 2
        assert book.fill() == 0
        assert found(book) == SEARCHES
        assert book._store.rows("SELECT count(*) AS left FROM case_words")[0]["left"] == 0


def test_filling_computes_fingerprint_and_money(old: str) -> None:
    with Casebook(old) as book:
        assert book.get(1).row.fingerprint is None
        assert book.similar(1) == []
        while book.fill(2):
            continue
        assert [one.row.number for one in book.similar(1)] == [3, 2]
        assert (book.get(2).row.charged_quota, book.get(2).row.advised_quota) == (900, 500)
        assert {row.revision for row in book.list()} == {1}


def test_a_change_of_an_old_case_fills_it_first(old: str) -> None:
    with Casebook(old) as book:
        book.add_note(1, "unicorn", 1)
        assert [row.number for row in book.search("unicorn")] == [1]
        assert [row.number for row in book.search("余额不足")] == [1]
        book.merge(2, 3, (1, 1))
        assert [row.number for row in book.search("timeout")] == [3]
        assert book.fill() == 0


def test_a_new_case_stands_beside_old_ones(old: str) -> None:
    from supportdesk.source import Source

    with Casebook(old) as book:
        book.save(canned.diagnosis(), [Source("余额 again")])
        assert [row.number for row in book.search("余额")] == [4, 3, 1]
        assert [row.number for row in book.find(CaseFilter(text="余额", models=("gpt-5",)))] == [3, 1]
        assert [row.number for row in book.find(CaseFilter(models=("gpt-5",)))] == [3, 2, 1]


READER = """
import os, sys
import sqlite_utils, sqlite_utils.migrations
from supportdesk.casebook import Casebook, CaseFilter
from supportdesk import masking
masking.mask("x")
if os.geteuid() == 0:  # the superuser may write everything: be the overflow user
    os.setgid(65534)
    os.setuid(65534)
with Casebook(sys.argv[1]) as book:
    print([row.number for row in book.list()], [row.number for row in book.search("余额")], book.get(1).row.tags)
    weeks = book.statistics(CaseFilter()).weeks
    print(book.count(CaseFilter(tag="x")), list(book.attachments(1)), book.fill(), len(weeks))
"""


def test_an_old_file_that_may_only_be_read_is_read_as_it_is() -> None:
    if not hasattr(os, "geteuid"):
        pytest.skip("Windows has no such modes")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.db"
        old_casebook(str(path))
        before = path.read_bytes()
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", READER, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        Path(folder).chmod(0o755)
        assert done.stdout.splitlines() == ["[3, 2, 1] [3, 1] ()", "0 [] 0 2"], done.stderr
        assert path.read_bytes() == before


def test_the_index_says_that_it_is_whole(old: str) -> None:
    with Casebook(old) as book:
        book.fill()
        for number in (1, 2):
            book.add_note(number, "word", 1)
        book.withdraw(1, 2)
    plain = sqlite3.connect(old)
    plain.execute("INSERT INTO case_index (case_index) VALUES ('integrity-check')")
    listed = plain.execute("SELECT count(*) FROM case_index WHERE case_index MATCH 'refund'").fetchone()
    plain.close()
    assert listed == (0,)
