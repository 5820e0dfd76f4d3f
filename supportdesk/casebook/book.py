"""The casebook: cases filed, found, changed and decided.

    with Casebook(path) as book:
        case = book.save(diagnosis, sources, ticket_ref="ZD-1042")
        case = book.set_status(case.number, "waiting", revision=case.revision)

Every change names the revision that it read; one that is no longer the newest is refused with what changed meanwhile.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.casebook import charges, filling, index, merging, rows, search, telling
from supportdesk.casebook.case import Case, CaseRow
from supportdesk.casebook.changing import CaseChanges
from supportdesk.casebook.filtering import CaseFilter
from supportdesk.casebook.guard import guarded
from supportdesk.casebook.lists import COLUMNS, CaseLists, CaseRows
from supportdesk.casebook.store import Store

if TYPE_CHECKING:
    from sqlite_utils import Database

    from supportdesk.advising.charge_keys import Charge, Earlier
    from supportdesk.source import Source

_ONE = f"SELECT {COLUMNS} FROM cases WHERE number = ?"  # noqa: S608 - the columns are our own names
_SOURCES = "SELECT name, text FROM sources WHERE verdict = ? ORDER BY position"
_SINCE = "SELECT * FROM timeline WHERE number = ? AND revision > ? ORDER BY id"


class Casebook(CaseLists, CaseChanges):
    """The cases in the database at `path`, which is made where it does not exist.

    `clock` gives the time in Unix seconds (the system's when None); `by` is who changes cases, as timelines name them
    (None: not said), and may be set later. Raises CasebookError, as every method does, where
    the file is locked, full, damaged, of a newer schema or on a network folder; what was saved stays.
    """

    def __init__(self, path: str, clock: Callable[[], float] | None = None, by: str | None = None) -> None:
        self._store = Store(path)
        self.by = rows.short(by)
        self._clock = clock or time.time

    def __enter__(self) -> Casebook:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.close()

    @property
    def path(self) -> str:
        """The database file."""
        return self._store.path

    def close(self) -> None:
        """Close the database; a second call does nothing."""
        self._store.close()

    def save(
        self,
        diagnosis: Mapping[str, Any],
        sources: Sequence[Source],
        ticket_ref: str | None = None,
        customer: str | None = None,
        note: str | None = None,
        *,
        rules_version: str = "",
    ) -> Case:
        """File a new case, open, and return it; its number is taken inside the transaction.

        `diagnosis` has the shape of the public contract, `sources` are its masked texts; `note` is the first note.
        """
        at = self._now()
        with self._store.write() as db:
            number: int = db.execute("SELECT coalesce(max(number), 0) + 1 FROM cases").fetchone()[0]
            details = {"ticket_ref": rows.short(ticket_ref), "customer": rows.short(customer)}
            row = {"number": number, "revision": 1, "status": "open", "created_at": at, "updated_at": at, **details}
            db.table("cases").insert({**row, **rows.summary(diagnosis), "filled": 0})
            rows.append(db, number, 1, at, "filed", "", {}, self.by)
            texts = rows.file_verdict(db, number, at, diagnosis, sources, rules_version)
            words = [*(text for text in details.values() if text), *texts]
            if note:
                note = guarded(note)
                rows.append(db, number, 1, at, "note", note, {}, self.by)
                words.append(note)
            self._tell_earlier(db, diagnosis, number, 1, at)
            with index.renewed(db, number):
                index.add(db, number, words, search.ids_of(diagnosis, texts, details["ticket_ref"]))
                db.execute("UPDATE cases SET filled = ? WHERE number = ?", [index.FILLED, number])
        return self.get(number)

    def refile(
        self,
        number: int,
        diagnosis: Mapping[str, Any],
        sources: Sequence[Source],
        *,
        revision: int,
        rules_version: str = "",
    ) -> Case:
        """Add a newer diagnosis of a case, with its texts; the earlier ones stay.

        Raises StaleRevision, CaseNotFound.
        """
        with self._store.write() as db:
            row = self._current(db, number, revision)
            at = self._now()
            summary = rows.summary(diagnosis)
            texts = rows.file_verdict(db, number, at, diagnosis, sources, rules_version)
            was = {"cause": row.cause, "certainty": row.certainty}
            with index.renewed(db, merging.root(db, row)):
                index.add(db, number, texts, search.ids_of(diagnosis, texts, None))
                self._change(db, row, "verdict", str(summary["cause"]), {"was": was}, summary)
            self._tell_earlier(db, diagnosis, number, row.revision + 1, at)
        return self.get(number)

    def get(self, number: int) -> Case:
        """Return the whole case; raise CaseNotFound for a number that was never given."""
        with self._store.snapshot():
            found = self._store.rows(_ONE, [number])
            if not found:
                raise telling.not_found(number)
            verdicts = self._store.rows("SELECT * FROM verdicts WHERE number = ? ORDER BY id", [number])
            newest = verdicts[-1]
            sources = self._store.rows(_SOURCES, [newest["id"]])
            events = self._store.rows("SELECT * FROM timeline WHERE number = ? ORDER BY id", [number])
            diagnosis = json.loads(newest["diagnosis"])
            earlier = charges.earlier_of(self._store, diagnosis, but=number)
            merged = merging.merged(self._store, number)
        return Case(
            CaseRow.of(found[0]),
            diagnosis,
            [(source["name"], source["text"]) for source in sources],
            [rows.event(event) for event in events],
            rules_version=newest["rules_version"],
            program_version=newest["program_version"],
            verdicts=len(verdicts),
            earlier=earlier,
            merged=merged,
        )

    def advised(self, charge: Charge, *, but: int = 0) -> Sequence[Earlier]:
        """Return what cases other than number `but` give back, or decided to, of a charge; the oldest case first.

        Cases whose filing was undone do not count.
        """
        with self._store.snapshot():
            return charges.earlier(self._store, charge, but=but)

    def list(self, status: str | None = None, limit: int = 50, offset: int = 0) -> CaseRows:
        """Return `limit` cases from `offset` on, newest first, of one status or of all; not those withdrawn."""
        return self.search("", status=status, limit=limit, offset=offset)

    def search(self, text: str, *, status: str | None = None, limit: int = 50, offset: int = 0) -> CaseRows:
        """Return the cases in which every term of `text` is found (casebook/search.py), newest first; all for none.

        `limit`, `offset` and `status` as for `list`.
        """
        wanted = CaseFilter(text=text, statuses=() if status is None else (status,))
        return self.find(wanted, limit=limit, offset=offset)

    def add_note(self, number: int, text: str, revision: int) -> Case:
        """Add a note to the timeline. Raises StaleRevision, CaseNotFound."""
        text = guarded(text)
        with self._store.write() as db:
            row = self._current(db, number, revision)
            with index.renewed(db, merging.root(db, row)):
                index.add(db, number, [text])
            self._change(db, row, "note", text, {}, {})
        return self.get(number)

    def set_status(self, number: int, status: str, revision: int) -> Case:
        """Set one of STATUSES. Raises StaleRevision, CaseNotFound, and CasebookError for another word."""
        telling.known_status(status)
        with self._store.write() as db:
            row = self._current(db, number, revision)
            self._change(db, row, "status", status, {"was": row.status}, {"status": status})
        return self.get(number)

    def set_details(self, number: int, revision: int, *, ticket_ref: str | None, customer: str | None) -> Case:
        """Set the ticket's reference and the customer; None empties them. Raises StaleRevision, CaseNotFound."""
        details = {"ticket_ref": rows.short(ticket_ref), "customer": rows.short(customer)}
        with self._store.write() as db:
            row = self._current(db, number, revision)
            words = [value for value in details.values() if value]
            was = {"ticket_ref": row.ticket_ref, "customer": row.customer}
            with index.renewed(db, merging.root(db, row)):
                index.add(db, number, words, (details["ticket_ref"] or "").lower())
                self._change(db, row, "details", details["ticket_ref"] or "", {**details, "was": was}, details)
        return self.get(number)

    def decide(
        self, number: int, revision: int, *, final_cause: str | None, refund_quota: int | None, note: str | None = None
    ) -> Case:
        """Store the agent's own decision beside the tool's verdict: final cause, quota to give back, note.

        None is not decided; a later decision replaces all three. Raises StaleRevision, CaseNotFound.
        """
        note = None if note is None else guarded(note)
        decision = {"final_cause": rows.short(final_cause), "refund_quota": refund_quota, "decision_note": note}
        with self._store.write() as db:
            row = self._current(db, number, revision)
            was = {name: getattr(row, name) for name in decision}
            columns = {**decision, "decided_at": self._now()}
            with index.renewed(db, merging.root(db, row)):
                index.add(db, number, [note] if note else [])
                self._change(db, row, "decision", final_cause or "", {**decision, "was": was}, columns)
        return self.get(number)

    def withdraw(self, number: int, revision: int) -> Case:
        """Undo a filing: the case leaves lists and searches, and stays readable by its number.

        Raises StaleRevision, CaseNotFound.
        """
        with self._store.write() as db:
            row = self._current(db, number, revision)
            with index.renewed(db, number):
                self._change(db, row, "withdrawn", "", {}, {"withdrawn_at": self._now()})
        return self.get(number)

    def restore(self, number: int, revision: int) -> Case:
        """Undo a withdrawal. Raises StaleRevision, CaseNotFound."""
        with self._store.write() as db:
            row = self._current(db, number, revision)
            with index.renewed(db, number):
                self._change(db, row, "restored", "", {}, {"withdrawn_at": None})
        return self.get(number)

    def export(self, number: int, form: str) -> str:
        """Return the case as text: `form` is 'markdown', 'html' or 'json'. Raises CaseNotFound, ValueError."""
        from supportdesk.casebook import export

        return export.exported(self.get(number), form)

    def _now(self) -> str:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._clock()))

    def _current(self, db: Database, number: int, revision: int) -> CaseRow:
        """Return the case's row inside the transaction; refuse a revision that is not its newest."""
        found = list(db.query(_ONE, [number]))
        if not found:
            raise telling.not_found(number)
        filling.fill_first(db, number)
        row = CaseRow.of(found[0])
        if row.revision != revision:
            events = [rows.event(event) for event in db.query(_SINCE, [number, revision])]
            raise telling.stale(row, revision, events)
        return row

    def _tell_earlier(self, db: Database, diagnosis: Mapping[str, Any], number: int, revision: int, at: str) -> None:
        """Tell in a case's timeline which cases give back the same charge, as they stand inside the transaction."""
        for one in charges.earlier_of(self._store, diagnosis, but=number):
            rows.append(db, number, revision, at, "same-charge", "", one._asdict())

    def _change(
        self, db: Database, row: CaseRow, kind: str, text: str, data: dict[str, Any], columns: dict[str, Any]
    ) -> None:
        at = self._now()
        changed = {**columns, "revision": row.revision + 1, "updated_at": at}
        names = ", ".join(f"{name} = ?" for name in changed)  # columns are our own names
        db.execute(f"UPDATE cases SET {names} WHERE number = ?", [*changed.values(), row.number])  # noqa: S608 - see above
        rows.append(db, row.number, row.revision + 1, at, kind, text, data, self.by)
