"""Reading for lists and searches, on a connection of its own: it neither waits for a write nor holds one up.

A search that a newer one supersedes is interrupted from another thread and raises Interrupted.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from supportdesk.casebook.connecting import complete, connect
from supportdesk.errors import CasebookError
from supportdesk.i18n import _

Refusing = Callable[[], AbstractContextManager[None]]


class Interrupted(CasebookError):
    """A search was stopped because a newer one was wanted."""


class Finder:
    """One reading connection, opened at the first query, and one that watches for commits.

    `refusing` turns SQLite's errors into refusals; `is_current` is False for an older file that may only be read.
    """

    def __init__(self, path: str, refusing: Refusing, *, is_current: bool = True) -> None:
        self._path = path
        self._refusing = refusing
        self.is_current = is_current
        self._lock = threading.RLock()
        self._watching = threading.Lock()
        self._reader: sqlite3.Connection | None = None
        self._watcher: sqlite3.Connection | None = None
        self._asked = 0

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Return the rows of a query. Raises Interrupted, CasebookError."""
        with self.reading() as reader:
            cursor = reader.execute(sql, list(values))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give the connection; queries inside see one state of the file. Raises Interrupted, CasebookError.

        An interrupt that came while this waited for its turn counts: what it asks for is no longer wanted.
        """
        asked = self._asked
        with self._lock:
            if asked != self._asked:
                raise _interrupted()
            with self._refusing(), _interruptible():
                reader = self._open()
                if reader.in_transaction:  # inside another query of this thread, whose state of the file it sees
                    yield reader
                    return
                reader.execute("BEGIN")
                try:
                    yield reader
                finally:
                    reader.rollback()

    def interrupt(self) -> None:
        """Stop the query that runs, and those that wait for it; what is asked for afterwards is not touched."""
        self._asked += 1
        reader = self._reader
        if reader is not None:
            reader.interrupt()

    def token(self) -> int:
        """Return a number that differs after every commit by anyone.

        It is the data_version of a connection that never writes
        (https://www.sqlite.org/pragma.html#pragma_data_version).
        """
        with self._watching, self._refusing():
            if self._watcher is None:
                self._watcher = connect(self._path)
            value: int = self._watcher.execute("PRAGMA data_version").fetchone()[0]
            return value

    def close(self) -> None:
        """Close both connections; a second call does nothing."""
        self.interrupt()
        with self._lock, self._watching:
            for connection in (self._reader, self._watcher):
                if connection is not None:
                    connection.close()
            self._reader = self._watcher = None

    def _open(self) -> sqlite3.Connection:
        if self._reader is None:
            reader = connect(self._path)
            if not self.is_current:
                complete(reader)
            reader.execute("PRAGMA query_only = ON")
            reader.execute("PRAGMA mmap_size = 1073741824")
            self._reader = reader
        return self._reader


@contextmanager
def _interruptible() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as problem:
        if getattr(problem, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise _interrupted() from problem
        raise


def _interrupted() -> Interrupted:
    return Interrupted(_("The search was stopped: a newer one was wanted."))
