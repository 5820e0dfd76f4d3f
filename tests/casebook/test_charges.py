"""One refund is not advised in two cases: charges are kept by key, compared when a case is filed, and migrated."""

from __future__ import annotations

import copy
import json
import os
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from supportdesk.advising.charge_keys import Charge, Earlier
from supportdesk.casebook import Casebook, schema
from supportdesk.casebook.filing import file_ticket
from supportdesk.casebook.telling import told
from supportdesk.source import Source
from tests import canned

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "sample_logs" / "04-failed-task-charge-kept.json").read_text(encoding="utf-8")
TASK = "task_Qm7sampleSAMPLEsample00000000001"
KEYS = (f"task:{TASK}", "request:202604180813201122334455AaSsDdFf")
KEPT = Charge(KEYS, True, None, "sora-2", 1_200_000, 1_776_500_001)
ADVISED = Earlier(1, 1_200_000, False, True)


def add(book: Casebook, text: str = TEXT) -> Any:
    return file_ticket(book, [Source(text, 0, "rows.json")])


def test_the_second_case_of_a_charge_says_so_and_advises_nothing(book: Casebook) -> None:
    first = add(book)
    assert (first.earlier, first.diagnosis["money"]["refund_quota"]) == ((), 1_200_000)
    second = add(book)
    assert second.earlier == (ADVISED,)
    assert second.diagnosis["money"]["refund_quota"] == 0
    assert second.diagnosis["money"]["earlier"] == [ADVISED._asdict()]
    lines = [told(event) for event in second.events]
    assert lines == ["filed", "Already advised in case 1: 1200000 quota of the same charge go back there."]
    assert second.to_dict()["earlier"] == [ADVISED._asdict()]
    assert book.get(1).earlier == ()


def test_a_diagnosis_that_was_made_before_is_compared_when_it_is_saved(book: Casebook) -> None:
    diagnosis = add(book).diagnosis
    second = book.save(copy.deepcopy(diagnosis), [Source(TEXT)])
    assert second.diagnosis["money"]["refund_quota"] == 1_200_000
    assert second.earlier == (ADVISED,)
    assert second.events[-1].kind == "same-charge"


def test_of_two_cases_that_advise_the_same_the_first_gives_it(book: Casebook) -> None:
    diagnosis = add(book).diagnosis
    book.save(copy.deepcopy(diagnosis), [Source(TEXT)])
    assert (book.get(1).earlier, book.get(2).earlier) == ((), (ADVISED,))
    assert (book.advised(KEPT, but=1), book.advised(KEPT, but=2)) == ([], [ADVISED])
    assert [one.case for one in book.advised(KEPT)] == [1, 2]
    book.decide(2, 1, final_cause=None, refund_quota=1_200_000)
    assert book.advised(KEPT, but=1) == [Earlier(2, 1_200_000, True, True)]


def test_the_same_charge_in_other_material_is_found_by_any_of_its_keys(book: Casebook) -> None:
    add(book)
    for key in KEYS:
        assert book.advised(Charge((key,), True, None, None, None, None)) == [ADVISED]
    assert book.advised(Charge(("task:other",), True, None, None, None, None)) == []
    assert book.advised(KEPT, but=1) == []


def test_an_undone_filing_counts_no_more_and_a_restored_one_again(book: Casebook) -> None:
    case = book.withdraw(1, add(book).revision)
    assert book.advised(KEPT) == []
    book.restore(1, case.revision)
    assert book.advised(KEPT) == [ADVISED]


def test_a_decision_takes_the_place_of_the_advice(book: Casebook) -> None:
    case = add(book)
    case = book.decide(1, case.revision, final_cause=None, refund_quota=500_000)
    assert book.advised(KEPT) == [Earlier(1, 500_000, True, True)]
    assert add(book).diagnosis["money"]["refund_quota"] == 700_000
    book.decide(1, case.revision, final_cause=None, refund_quota=0)
    assert book.advised(KEPT)[0] == Earlier(1, 0, True, True)


def test_a_note_without_an_amount_is_no_decision_about_money(book: Casebook) -> None:
    book.decide(1, add(book).revision, final_cause="billing.other", refund_quota=None)
    assert book.advised(KEPT) == [ADVISED]


def test_the_newest_diagnosis_of_a_case_counts(book: Casebook) -> None:
    case = add(book)
    book.refile(1, canned.diagnosis(), [Source("x")], revision=case.revision)
    assert book.advised(KEPT) == []


@pytest.mark.parametrize(
    ("charge", "found"),
    [
        (Charge((), False, None, "sora-2", 1_200_000, 1_776_500_001), True),
        (Charge(("charge::sora-2:1776500005:1200000",), False, None, "sora-2", 1_200_000, 1_776_500_005), True),
        (Charge(("charge::sora-2:1776500031:1200000",), False, None, "sora-2", 1_200_000, 1_776_500_031), False),
        (Charge((), False, None, "sora-2-pro", 1_200_000, 1_776_500_001), False),
        (Charge((), False, None, "sora-2", 1_200_001, 1_776_500_001), False),
        (Charge(("request:another",), True, None, "sora-2", 1_200_000, 1_776_500_001), True),
    ],
)
def test_without_an_id_in_common_a_charge_is_perhaps_the_same(book: Casebook, charge: Charge, found: bool) -> None:
    add(book)
    assert book.advised(charge) == ([ADVISED._replace(certain=False)] if found else [])


def test_equal_parallel_work_with_ids_of_its_own_is_another_charge(book: Casebook) -> None:
    add(book)
    keys = (f"task:{TASK[:-1]}2", "request:202604180813201122334455AaSsDdFg")
    twin = KEPT._replace(keys=keys)
    assert book.advised(twin) == []
    other = add(book, TEXT.replace(TASK, f"{TASK[:-1]}2").replace("AaSsDdFf", "AaSsDdFg"))
    assert other.diagnosis["money"]["refund_quota"] == 1_200_000


def test_the_same_short_id_of_another_gateway_is_another_charge(book: Casebook) -> None:
    diagnosis = copy.deepcopy(add(book).diagnosis)
    book.withdraw(1, 1)
    told_charge = diagnosis["money"]["ledger"][0]["charge"]
    told_charge |= {"keys": ["task:1745"], "gateway": "toapis", "at": None}
    book.save(diagnosis, [Source("x")])
    charge = Charge(("task:1745",), True, None, None, None, None)
    assert [book.advised(charge._replace(gateway=name)) != [] for name in ("toapis", "anyfast", None)] == [
        True,
        False,
        True,
    ]


def test_kept_charges_only_grow(book: Casebook) -> None:
    add(book)
    for change in ("DELETE FROM charges", "UPDATE charges SET refund_quota = 0"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"), book._store.write() as db:
            db.execute(change)


def before(path: str) -> None:
    """Write a casebook of the first schema with one case, whose diagnosis knows no keys."""
    db = sqlite_utils.Database(path)
    schema.migrations().apply(db, stop_before=schema.KNOWN[1])
    money = {
        "decision": "refund", "refund_quota": 1_200_000,
        "ledger": [{"task_id": TASK, "request_id": None, "net_quota": 1_200_000, "flags": [], "known_cause": None,
                    "entries": [{"kind": "charge", "quota": 1_200_000, "at": 1_776_500_001, "span": None}]}],
    }  # fmt: skip
    diagnosis = {**canned.diagnosis(), "money": {**canned.diagnosis()["money"], **money}}
    at = "2026-11-01T00:00:00Z"
    row = {"number": 1, "revision": 1, "status": "open", "created_at": at, "updated_at": at, "cause": "unknown",
           "certainty": "undetermined", "title_en": "t", "title_zh": "t"}  # fmt: skip
    db.table("cases").insert(row)
    verdict = {"number": 1, "at": at, "diagnosis": json.dumps(diagnosis), "rules_version": "", "program_version": "0"}
    db.table("verdicts").insert(verdict)
    db.close()


def test_cases_of_the_first_schema_are_taken_over(path: str) -> None:
    before(path)
    with Casebook(path) as book:
        assert book.get(1).diagnosis["money"]["refund_quota"] == 1_200_000
        assert book.advised(KEPT) == [ADVISED]
        assert add(book).earlier == (ADVISED,)
        names = [row["name"] for row in book._store.rows("SELECT name FROM _sqlite_migrations ORDER BY id")]
        assert names == list(schema.KNOWN)
    with Casebook(path) as book:
        assert book.advised(KEPT) == [ADVISED]


def test_a_migration_that_fails_leaves_the_first_schema_whole(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before(path)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "_CHARGES", schema._CHARGES + "CREATE TABLE broken (")
        with pytest.raises(sqlite3.Error):
            Casebook(path)
    with sqlite3.connect(path) as plain:
        tables = {name for (name,) in plain.execute("SELECT name FROM sqlite_master")}
    plain.close()
    assert "cases" in tables
    assert "charges" not in tables
    with Casebook(path) as book:
        assert book.advised(KEPT) == [ADVISED]


def test_an_older_file_that_may_only_be_read_is_still_read(path: str) -> None:
    before(path)
    os.chmod(path, stat.S_IRUSR)
    if os.access(path, os.W_OK):
        pytest.skip("the superuser may write everything")
    with Casebook(path) as book:
        assert (book.get(1).number, book.advised(KEPT)) == (1, [])


def test_a_paste_without_ids_that_is_filed_twice_is_perhaps_the_same_charge(book: Casebook) -> None:
    text = TEXT.replace(f'"task_id": "{TASK}", ', "").replace('"request_id": "202604180813201122334455AaSsDdFf",', "")
    first, second = add(book, text), add(book, text)
    assert first.diagnosis["money"]["ledger"][0]["charge"]["named"] is False
    assert first.diagnosis["money"]["refund_quota"] == second.diagnosis["money"]["refund_quota"] == 1_200_000
    assert second.earlier == (ADVISED._replace(certain=False),)
