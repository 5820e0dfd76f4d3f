"""Rehearsals that were made, kept in a file of their own beside the casebook, masked, to be compared side by side."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.masking import mask
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.gateway.running import Run

FILE = "rehearsals.db"
"""Name of the file, which lies beside the casebook."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS rehearsals (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, gateway TEXT NOT NULL, model TEXT NOT NULL, mode TEXT, path TEXT NOT NULL,
  body TEXT NOT NULL, task_id TEXT, status TEXT NOT NULL, seconds REAL, states TEXT NOT NULL, steps TEXT NOT NULL,
  answer TEXT NOT NULL)
"""


class Kept(NamedTuple):
    """One rehearsal as it was kept: `at` UTC in ISO 8601, `seconds` to its last state, None where none came.

    `states` are [seconds, status, progress], `steps` [call, attempt, outcome, wait].
    """

    id: int
    at: str
    gateway: str
    model: str
    mode: str | None
    path: str
    body: dict[str, Any]
    task_id: str | None
    status: str
    seconds: float | None
    states: list[list[Any]]
    steps: list[list[Any]]
    answer: Any


class Rehearsals:
    """The file of rehearsals; a context manager."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(SCHEMA)

    def __enter__(self) -> Rehearsals:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _problem: BaseException | None, _tb: TracebackType | None
    ) -> None:
        self._db.close()

    def keep(self, run: Run, gateway: str, outcome: str = "") -> int:
        """Keep a run, whatever came of it, and return its number; a run that was kept before is written anew.

        `outcome` says how it ended where no state does, such as a refusal.
        """
        last = run.last()
        states = [[round(at, 3), state.status, state.progress] for at, state in run.states]
        row = (
            datetime.now(UTC).isoformat(timespec="seconds"), gateway, run.plan.info.model, run.plan.mode, run.plan.path,
            _masked(run.plan.body), run.task_id, mask(outcome or (last.status if last is not None else ""))[0],
            round(run.states[-1][0], 1) if run.states else None, json.dumps(states),
            _masked([list(step) for step in run.steps]), _masked(last.answer if last is not None else None),
        )  # fmt: skip
        found = None
        if run.task_id is not None:
            found = self._db.execute("SELECT id FROM rehearsals WHERE task_id = ?", (run.task_id,)).fetchone()
        added = self._db.execute(
            "INSERT OR REPLACE INTO rehearsals (id, at, gateway, model, mode, path, body, task_id, status, seconds,"
            " states, steps, answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (found[0] if found else None, *row),
        )
        return int(added.lastrowid or 0)

    def newest(self, limit: int = 50) -> list[Kept]:
        """Return the newest rehearsals, newest first."""
        return [_kept(row) for row in self._db.execute("SELECT * FROM rehearsals ORDER BY id DESC LIMIT ?", (limit,))]

    def get(self, number: int) -> Kept:
        """Return one. Raises InputError for a number that was never given."""
        row = self._db.execute("SELECT * FROM rehearsals WHERE id = ?", (number,)).fetchone()
        if row is None:
            raise InputError(_("There is no rehearsal {number}.").format(number=number))
        return _kept(row)


def differences(one: Kept, other: Kept) -> list[tuple[str, str, str]]:
    """Return (what, here, there) for everything in which two rehearsals differ, fields of the body by dotted name."""
    rows = [
        (name, _text(getattr(one, name)), _text(getattr(other, name))) for name in ("gateway", "model", "mode", "path")
    ]
    here, there = dict(_flat(one.body)), dict(_flat(other.body))
    rows += [(name, here.get(name, "–"), there.get(name, "–")) for name in dict.fromkeys([*here, *there])]
    rows.append((_("status"), one.status, other.status))
    rows.append((_("seconds"), _text(one.seconds), _text(other.seconds)))
    rows.append((_("attempts"), str(len(one.steps)), str(len(other.steps))))
    return [row for row in rows if row[1] != row[2]]


def _flat(value: Any, prefix: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict) and value:
        return [pair for name, inner in value.items() for pair in _flat(inner, f"{prefix}{name}.")]
    return [(prefix.rstrip("."), _text(value))]


def _text(value: Any) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _masked(value: Any) -> str:
    return mask(json.dumps(value, ensure_ascii=False))[0]


def _kept(row: tuple[Any, ...]) -> Kept:
    made = Kept(*row)
    return made._replace(
        body=json.loads(row[6]), states=json.loads(row[10]), steps=json.loads(row[11]), answer=json.loads(row[12])
    )
