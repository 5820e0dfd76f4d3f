"""Cases that an older version filed get what it did not compute: newest first, in short transactions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from supportdesk.casebook import earlier_index, index
from supportdesk.casebook.fingerprint import fingerprint

if TYPE_CHECKING:
    from sqlite_utils import Database

    from supportdesk.casebook.store import Store

_OLD = """
SELECT cases.number, verdicts.diagnosis FROM cases
JOIN verdicts ON verdicts.id = (SELECT max(id) FROM verdicts WHERE verdicts.number = cases.number)
WHERE cases.filled < 2 ORDER BY cases.number DESC LIMIT ?
"""
_THIS = """
SELECT verdicts.diagnosis FROM cases
JOIN verdicts ON verdicts.id = (SELECT max(id) FROM verdicts WHERE verdicts.number = cases.number)
WHERE cases.filled < 2 AND cases.number = ?
"""
_LEFT = "SELECT count(*) AS cases FROM cases WHERE filled < 2"


def computed(diagnosis: Mapping[str, Any]) -> dict[str, str | int | None]:
    """Return the columns of `cases` that are computed from a diagnosis: fingerprint and money."""
    money = diagnosis.get("money") or {}
    decided = money.get("decision") in ("refund", "partial", "already-refunded", "none")
    return {
        "fingerprint": fingerprint(diagnosis),
        "charged_quota": _quota(money.get("charged_quota")),
        "advised_quota": _quota(money.get("refund_quota")) if decided else None,
        "filled": index.FILLED,
    }


def fill(store: Store, most: int) -> int:
    """Compute what at most `most` older cases lack, and return how many are left; none of a file only read."""
    if not store.is_current or not store.rows(_LEFT)[0]["cases"]:
        return 0
    with store.write() as db:
        for row in list(db.query(_OLD, [most])):
            _fill_one(db, row["number"], row["diagnosis"])
    left: int = store.rows(_LEFT)[0]["cases"]
    return left


def is_whole(db: Database) -> bool:
    """Whether no case lacks anything."""
    return not db.execute("SELECT EXISTS (SELECT 1 FROM cases WHERE filled < 2)").fetchone()[0]


def fill_first(db: Database, number: int) -> None:
    """Compute what one older case lacks, before it is changed; nothing where it lacks nothing."""
    for row in list(db.query(_THIS, [number])):
        _fill_one(db, number, row["diagnosis"])


def _fill_one(db: Database, number: int, diagnosis: str) -> None:
    earlier_index.move(db, number)
    with index.renewed(db, number):
        db.table("cases").update(number, computed(json.loads(diagnosis)))


def _quota(value: Any) -> int | None:
    return value if isinstance(value, int) and -(2**63) <= value < 2**63 else None
