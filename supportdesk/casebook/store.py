"""The database file: opened, migrated, and written in transactions that are whole or not there at all.

WAL with `synchronous = FULL`: an acknowledged transaction survives a kill and a power cut. Every write begins with
BEGIN IMMEDIATE, so that what it reads is still true when it writes; another writer is waited for, five seconds long.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.casebook import refusals, schema
from supportdesk.casebook.connecting import BUSY_TIMEOUT_S, complete, connect
from supportdesk.casebook.finder import Finder
from supportdesk.errors import CasebookError
from supportdesk.i18n import _

if TYPE_CHECKING:
    from sqlite_utils import Database

OLDEST_SQLITE = (3, 34, 0)
"""The first release with FTS5's trigram tokenizer (https://www.sqlite.org/releaselog/3_34_0.html)."""


class Store:
    """One open casebook file, usable from several threads, one at a time.

    `path` is the file; it and its folder are made, for the owner only, where they do not exist. Raises CasebookError
    for a file that is locked, damaged, another program's, of a newer schema, or on a network folder; such a file is
    left as it is. A file that may only be read is opened for reading, and refuses at the first write; `is_current` is
    False where it is of an older schema, which then stays. `finding` reads for lists and searches.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.is_current = True
        self._lock = threading.RLock()
        self._own: list[tuple[int, int]] = []
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            message = _("This Python's SQLite is {version}; the casebook needs 3.34 or newer.")
            raise CasebookError(message.format(version=sqlite3.sqlite_version))
        refusals.refuse_network_folder(path)
        with self._refusing():
            self._db = _connect(path)
        try:
            with self._refusing():
                self._prepare()
        except BaseException:
            self._db.close()
            raise
        self.finding = Finder(path, self._refusing, is_current=self.is_current)

    @contextlib.contextmanager
    def write(self) -> Iterator[Database]:
        """Give the database inside one BEGIN IMMEDIATE transaction; commit at the end, roll back on any exception."""
        with self._lock, self._refusing():
            self._db.conn.execute("BEGIN IMMEDIATE")
            try:
                before = self._newest()
                yield self._db
                after = self._newest()
                self._db.conn.execute("COMMIT")
            except BaseException:
                self._db.rollback()
                raise
            if after > before:
                self._own.append((before, after))

    def is_own(self, event: int) -> bool:
        """Whether this store wrote the event of the timeline that has this id."""
        return any(before < event <= after for before, after in reversed(self._own))

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Return the rows of a query."""
        with self._lock, self._refusing():
            return list(self._db.query(sql, list(values)))

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all `rows` inside see one state of the database."""
        with self._lock, self._refusing():
            self._db.conn.execute("BEGIN")
            try:
                yield
            finally:
                self._db.rollback()

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self.finding.close()
        with self._lock:
            self._db.close()

    @contextlib.contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as problem:
            refused = refusals.refusal(problem, self.path)
            if refused is None:
                raise
            raise refused from problem
        except OSError as problem:
            message = _("The casebook {path} cannot be opened ({reason}).")
            raise CasebookError(message.format(path=self.path, reason=problem.strerror)) from problem

    def _newest(self) -> int:
        if not self._db.table("timeline").exists():
            return 0  # the file is being made
        newest: int = self._db.execute("SELECT coalesce(max(id), 0) FROM timeline").fetchone()[0]
        return newest

    def _prepare(self) -> None:
        known = schema.migrations()
        tables = set(self._db.table_names())
        application = self._db.conn.execute("PRAGMA application_id").fetchone()[0]
        if tables and application != schema.APPLICATION_ID:
            raise refusals.foreign_database(self.path)
        if any(migration.name not in schema.KNOWN for migration in known.applied(self._db)):
            raise refusals.newer_schema(self.path)
        if not known.pending(self._db):
            return
        if tables and not os.access(self.path, os.W_OK):
            self.is_current = False
            complete(self._db.conn)
            return
        self._enable_wal()
        with self.write() as db:
            known.apply(db)

    def _enable_wal(self) -> None:
        """Switch to WAL, waiting for others: SQLite does not call its busy handler for this switch."""
        deadline = time.monotonic() + BUSY_TIMEOUT_S
        while True:
            try:
                self._db.enable_wal()
            except sqlite3.OperationalError as problem:
                if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return


def _connect(path: str) -> Database:
    from sqlite_utils import Database

    return Database(connect(path, BUSY_TIMEOUT_S), execute_plugins=False)
