"""The casebook examined without writing: opened for reading only, no migration, no file made beside it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from urllib.parse import quote

from supportdesk.casebook.schema import APPLICATION_ID, KNOWN
from supportdesk.cli.doctor.check import Check
from supportdesk.i18n import _, ngettext

CHECK_S = 20.0
"""Seconds that the check of a large file may take."""

STEPS = 100_000
LEAST_FREE = 100 * 1024 * 1024


def checks(path: str) -> Iterator[Check]:
    """Yield what the file at `path` is: there, ours, whole, of which schema, how large."""
    if not os.path.exists(path):
        yield Check("casebook", _("file"), path, "missing", _("It is made when the first case is saved."))
        return
    try:
        connection = _open(path)
    except sqlite3.Error as problem:
        yield Check("casebook", _("file"), path, "fault", _refused(problem))
        return
    try:
        yield from _examined(connection, path)
    except sqlite3.Error as problem:
        yield Check("casebook", _("file"), path, "fault", _refused(problem))
    finally:
        connection.close()
    yield from _room(path)


def _open(path: str) -> sqlite3.Connection:
    """Open for reading. Without a journal beside it the file is taken as unchanging, so that none is made."""
    whole = os.path.abspath(path)
    how = "mode=ro" if os.path.exists(f"{whole}-wal") else "mode=ro&immutable=1"
    connection = sqlite3.connect(f"file:{quote(whole)}?{how}", uri=True, timeout=2.0)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _examined(connection: sqlite3.Connection, path: str) -> Iterator[Check]:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if application != APPLICATION_ID and tables:
        yield Check("casebook", _("file"), path, "fault", _("This is another program's database; name another file."))
        return
    yield Check("casebook", _("file"), f"{path} · {_size(path)}")
    yield _schema(connection, tables)
    if "cases" in tables:
        yield _counted(connection)
    yield _whole(connection)


def _schema(connection: sqlite3.Connection, tables: set[str]) -> Check:
    applied = []
    if "_sqlite_migrations" in tables:
        applied = [name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
    newer = [name for name in applied if name not in KNOWN]
    if newer:
        hint = _("A newer supportdesk has made it; update this one.")
        return Check("casebook", _("schema"), newer[-1], "fault", hint)
    if len(applied) < len(KNOWN):
        value = applied[-1] if applied else _("empty")
        hint = _("It is brought up to {name} when it is next opened.").format(name=KNOWN[-1])
        return Check("casebook", _("schema"), value, "note", hint)
    return Check("casebook", _("schema"), applied[-1])


def _counted(connection: sqlite3.Connection) -> Check:
    listed, withdrawn = connection.execute(
        "SELECT count(*) FILTER (WHERE withdrawn_at IS NULL), count(withdrawn_at) FROM cases"
    ).fetchone()
    value = ngettext("{count} case", "{count} cases", listed).format(count=listed)
    if withdrawn:
        value += " · " + _("{count} withdrawn").format(count=withdrawn)
    return Check("casebook", _("cases"), value)


def _whole(connection: sqlite3.Connection) -> Check:
    """Let SQLite check the file's structure, for CHECK_S at most."""
    until = time.monotonic() + CHECK_S
    connection.set_progress_handler(lambda: int(time.monotonic() > until), STEPS)
    try:
        found = [line for (line,) in connection.execute("PRAGMA quick_check(5)")]
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return Check(
            "casebook",
            _("check"),
            _("not finished within 20 s"),
            "unknown",
            _("Run: sqlite3 FILE 'PRAGMA quick_check'"),
        )
    finally:
        connection.set_progress_handler(None, 0)
    if found == ["ok"]:
        return Check("casebook", _("check"), "quick_check ok")
    hint = _("Copy it away, then restore a backup, or try: sqlite3 FILE .recover")
    return Check("casebook", _("check"), "; ".join(found)[:200], "fault", hint)


def _room(path: str) -> Iterator[Check]:
    import shutil

    free = shutil.disk_usage(os.path.dirname(os.path.abspath(path))).free
    short = free < LEAST_FREE
    hint = _("Free some space on the disk: a change that finds none is not saved.") if short else ""
    yield Check("casebook", _("room on the disk"), f"{free // 1024**2:,} MiB", "fault" if short else "ok", hint)


def _size(path: str) -> str:
    size = sum(os.path.getsize(path + end) for end in ("", "-wal") if os.path.exists(path + end))
    return f"{size / 1024**2:,.1f} MiB"


def _refused(problem: sqlite3.Error) -> str:
    from supportdesk.casebook.refusals import refusal

    refused = refusal(problem, "")
    return str(problem) if refused is None else (refused.hint or refused.message)
