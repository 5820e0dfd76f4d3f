"""A planted key is nowhere in the database's files, whatever way it came."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supportdesk.casebook import Casebook
from supportdesk.casebook.guard import guarded_json
from supportdesk.source import Source
from tests import canned

KEY = "sk-proj4rT9wQe2Lm8Vx1Zc6Bn3Yd7Hk5Js0Pa"
MIDDLE = KEY[8:-6]
SAMPLES = Path(__file__).resolve().parents[2] / "sample_logs"


def files_of(path: str) -> dict[str, bytes]:
    return {found.name: found.read_bytes() for found in Path(path).parent.iterdir()}


def test_a_key_in_any_field_is_in_no_file(book: Casebook, path: str) -> None:
    fix = {**canned.diagnosis()["fix"], "request": {"headers": {"authorization": f"Bearer {KEY}"}}, "patch": f"+{KEY}"}
    case = book.save(
        canned.diagnosis(fix=fix, calls=[{"model": KEY, "gateway": "g"}]),
        [Source(f"curl -H 'Authorization: Bearer {KEY}'", name=f"{KEY}.txt")],
        ticket_ref=f"ref {KEY}",
        customer=KEY,
        note=f"his key is {KEY}",
    )
    case = book.add_note(case.number, f"again {KEY}", case.revision)
    case = book.set_details(case.number, case.revision, ticket_ref=KEY, customer=KEY)
    case = book.decide(case.number, case.revision, final_cause=KEY, refund_quota=1, note=KEY)
    book.refile(case.number, canned.diagnosis(), [Source(KEY)], revision=case.revision)
    written = files_of(path)
    assert {"cases.db", "cases.db-wal"} <= set(written)
    for name, data in written.items():
        assert MIDDLE.encode() not in data, name
        assert MIDDLE.lower().encode() not in data, name
    for form in ("json", "markdown"):
        assert MIDDLE not in book.export(case.number, form)


def test_masking_keeps_every_length_and_what_is_no_secret() -> None:
    data = canned.diagnosis()
    assert json.loads(guarded_json(data)) == data
    secret = {
        "headers": {"x-api-key": "Zk83hfPq27xMw91LsT", "authorization": f"Bearer {KEY}"},
        "deep": [[{"key": KEY}]],
    }
    got = json.loads(guarded_json(secret))
    assert len(got["headers"]["x-api-key"]) == 18
    assert "hfPq27" not in got["headers"]["x-api-key"]
    assert MIDDLE not in json.dumps(got)
    assert len(got["headers"]["authorization"]) == len(KEY) + 7


def test_our_own_ids_are_no_keys() -> None:
    ids = {"cause": "auth.key-disabled", "error_kind": "key_limit", "error_kinds": ",model_name_missing,key_invalid,"}
    assert json.loads(guarded_json(ids)) == ids


def test_the_diagnosis_of_every_sample_is_stored_as_it_is() -> None:
    from supportdesk.diagnosing import diagnose_text

    samples = [path for path in SAMPLES.iterdir() if not path.name.endswith(".expected.json")]
    assert samples
    for path in samples:
        diagnosis = json.loads(json.dumps(diagnose_text(path.read_text(encoding="utf-8"))))
        assert json.loads(guarded_json(diagnosis)) == diagnosis, path.name


@pytest.mark.parametrize("value", [None, True, 7, 1.5, [], {}])
def test_what_is_no_text_stays(value: object) -> None:
    assert json.loads(guarded_json({"a": value})) == {"a": value}
