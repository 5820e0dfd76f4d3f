from __future__ import annotations

import json

import pytest

from supportdesk.reading import records
from tests.reading.pieces import facts, read_with
from tests.reading.test_log_rows import ROW
from tests.reading.test_tasks import TASK


def test_a_bundle_of_listings_is_read_whole() -> None:
    text = json.dumps({"tasks": {"data": {"total": 1, "items": [TASK]}}, "logs": {"success": True, "data": [ROW, ROW]}})
    kind, pieces = read_with(records, text)
    assert kind == "bundle"
    assert [(piece.kind, piece.inside) for piece in pieces] == [
        ("listing", None), ("task_row", 0), ("listing", None), ("log_row", 2), ("log_row", 2),
    ]  # fmt: skip
    assert facts(pieces[1])["task_id"] == "task_Zx81"


@pytest.mark.parametrize(("value", "kind"), [(ROW, "log_rows"), ([TASK], "task_rows"), ({"answer": {"id": 1}}, None)])
def test_single_kinds_keep_their_name(value: object, kind: str | None) -> None:
    found, pieces = read_with(records, json.dumps(value))
    assert found == kind
    assert bool(pieces) == (kind is not None)
