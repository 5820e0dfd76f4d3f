"""Changing what a desk needs of cases: assignee, tags, many cases at once, duplicates, attachments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.casebook import attachments, filling, index, merging, rows, search, telling
from supportdesk.errors import CasebookError, CaseNotFound, StaleRevision
from supportdesk.i18n import _
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from sqlite_utils import Database

    from supportdesk.casebook.attachments import Attachment, AttachmentFile
    from supportdesk.casebook.case import Case, CaseRow
    from supportdesk.casebook.store import Store

MOST_TAGS = 20
TAG_CHARACTERS = 40

Revisions = Iterable[tuple[int, int]]
"""Numbers of cases, each with the revision that was read."""

Change = tuple[str, str, dict[str, Any], dict[str, Any]]
"""Kind, text and data of the event, and the columns that change."""


class BulkResult(NamedTuple):
    """What a change of many cases did.

    `done` are the numbers changed (those that were so already among them), `refused` the refusals of the others,
    StaleRevision or CaseNotFound, which were left as they are.
    """

    done: list[int]
    refused: list[CasebookError]


class CaseChanges:
    """The part of a casebook that changes what the desk keeps of cases."""

    _store: Store

    if TYPE_CHECKING:

        def get(self, number: int) -> Case:
            """Return the whole case (Casebook)."""
            raise NotImplementedError

        def _now(self) -> str: ...

        def _current(self, db: Database, number: int, revision: int) -> CaseRow: ...

        def _change(
            self, db: Database, row: CaseRow, kind: str, text: str, data: dict[str, Any], columns: dict[str, Any]
        ) -> None: ...

    def assign(self, number: int, revision: int, assignee: str | None) -> Case:
        """Set who works on a case; None or blanks: nobody. Raises StaleRevision, CaseNotFound."""
        name = rows.short(assignee)
        with self._store.write() as db:
            row = self._current(db, number, revision)
            self._change(db, row, *_assigning(row, name))
        return self.get(number)

    def set_tags(self, number: int, revision: int, tags: Iterable[str]) -> Case:
        """Set a case's tags: blanks in one become hyphens, the same in other case counts once.

        Raises StaleRevision, CaseNotFound, and CasebookError above MOST_TAGS.
        """
        wanted = clean_tags(tags)
        with self._store.write() as db:
            row = self._current(db, number, revision)
            self._set_tags(db, row, wanted)
        return self.get(number)

    def set_status_many(self, cases: Revisions, status: str) -> BulkResult:
        """Set the status of many cases in one transaction. Raises CasebookError for a word that is no status."""
        telling.known_status(status)

        def _set(db: Database, row: CaseRow) -> None:
            if row.status != status:
                self._change(db, row, "status", status, {"was": row.status}, {"status": status})

        return self._many(cases, _set)

    def assign_many(self, cases: Revisions, assignee: str | None) -> BulkResult:
        """Set who works on many cases, in one transaction; None or blanks: nobody."""
        name = rows.short(assignee)

        def _set(db: Database, row: CaseRow) -> None:
            if row.assignee != name:
                self._change(db, row, *_assigning(row, name))

        return self._many(cases, _set)

    def tag_many(self, cases: Revisions, add: Iterable[str] = (), remove: Iterable[str] = ()) -> BulkResult:
        """Add tags to many cases and take others away, in one transaction. Raises CasebookError above MOST_TAGS."""
        added, removed = clean_tags(add), clean_tags(remove)

        def _set(db: Database, row: CaseRow) -> None:
            wanted = clean_tags({*row.tags, *added} - {*removed})
            if wanted != row.tags:
                self._set_tags(db, row, wanted)

        return self._many(cases, _set)

    def merge(self, number: int, into: int, revisions: tuple[int, int]) -> Case:
        """Merge a duplicate into another case, and return that; `revisions` are of `number` and of `into`.

        The duplicate leaves lists and searches; its words find the other case, which shows its timeline. Raises
        StaleRevision, CaseNotFound, and CasebookError where one of both is merged already.
        """
        with self._store.write() as db:
            duplicate = self._current(db, number, revisions[0])
            other = self._current(db, into, revisions[1])
            merging.refuse(duplicate, other)
            with index.renewed(db, number, into):
                self._change(db, duplicate, "merged", str(into), {"into": into}, {"merged_into": into})
            self._change(db, other, "took", str(number), {"number": number}, {})
        return self.get(into)

    def unmerge(self, number: int, revision: int) -> Case:
        """Undo a merge: the duplicate is a case of its own again, and is returned; `revision` is the duplicate's.

        Raises StaleRevision, CaseNotFound, and CasebookError for a case that is not merged.
        """
        with self._store.write() as db:
            row = self._current(db, number, revision)
            into = row.merged_into
            if into is None:
                raise CasebookError(_("Case {number} is not merged into another.").format(number=number))
            with index.renewed(db, number, merging.root(db, row)):
                self._change(db, row, "unmerged", str(into), {"from": into}, {"merged_into": None})
            other = merging.row_of(db, into)
            self._change(db, other, "gave", str(number), {"number": number}, {})
        return self.get(number)

    def attach(self, number: int, revision: int, name: str, media_type: str, data: bytes) -> Attachment:
        """Keep a file with a case: secrets masked where it is text, at most attachments.MOST_BYTES.

        Raises StaleRevision, CaseNotFound, and CasebookError for one that is empty or too large.
        """
        kept = attachments.prepared(name, media_type, data)
        with self._store.write() as db:
            row = self._current(db, number, revision)
            attached = attachments.insert(db, number, self._now(), kept)
            facts = {"id": attached.id, "bytes": attached.bytes, "media_type": attached.media_type}
            self._change(db, row, "attached", attached.name, facts, {})
            with index.renewed(db, merging.root(db, row)):
                index.add(db, number, [attached.name, *kept.words], search.ids_of({}, kept.words, None))
        return attached

    def attachments(self, number: int) -> Sequence[Attachment]:
        """Return a case's attachments without their data, the oldest first."""
        return attachments.listed(self._store, number)

    def attachment(self, attachment: int) -> AttachmentFile:
        """Return an attachment with its data. Raises CaseNotFound for an id that was never given."""
        return attachments.read(self._store, attachment)

    def _set_tags(self, db: Database, row: CaseRow, wanted: tuple[str, ...]) -> None:
        data: Mapping[str, Any] = {"tags": list(wanted), "was": list(row.tags)}
        self._change(db, row, "tagged", " ".join(wanted), dict(data), {"tags": " ".join(wanted)})
        db.execute("DELETE FROM case_tags WHERE number = ?", [row.number])
        for tag in wanted:
            db.execute("INSERT INTO case_tags (tag, number) VALUES (?, ?)", [tag, row.number])

    def _many(self, cases: Revisions, change: Callable[[Database, CaseRow], None]) -> BulkResult:
        result = BulkResult([], [])
        wanted = dict(cases)
        with self._store.write() as db:
            known = rows.read_many(db, wanted) if filling.is_whole(db) else {}
            for number, revision in wanted.items():
                row = known.get(number)
                try:
                    if row is None or row.revision != revision:
                        row = self._current(db, number, revision)
                except (StaleRevision, CaseNotFound) as refused:
                    result.refused.append(refused)
                    continue
                change(db, row)
                result.done.append(number)
        return result


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags as they are stored, in order of the alphabet. Raises CasebookError above MOST_TAGS."""
    found: dict[str, str] = {}
    for tag in tags:
        name = rows.short("-".join(tag.split()).strip("#-")[:TAG_CHARACTERS])
        if name:
            found.setdefault(name.casefold(), name)
    if len(found) > MOST_TAGS:
        raise CasebookError(_("A case has at most {count} tags; nothing was saved.").format(count=MOST_TAGS))
    return tuple(sorted(found.values(), key=str.casefold))


def _assigning(row: CaseRow, name: str | None) -> Change:
    return "assigned", name or "", {"was": row.assignee}, {"assignee": name}
