"""Connections to the casebook's file: made for its owner only, careful with files that may only be read."""

from __future__ import annotations

import os
import sqlite3

from supportdesk.casebook import schema

BUSY_TIMEOUT_S = 5.0


def connect(path: str, timeout_s: float = BUSY_TIMEOUT_S) -> sqlite3.Connection:
    """Open a casebook's file, made where it does not exist, usable from several threads, one at a time.

    Raises sqlite3.Error, OSError.
    """
    folder = os.path.dirname(os.path.abspath(path))
    os.makedirs(folder, mode=0o700, exist_ok=True)
    if not os.path.exists(path):
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    name = path
    if not os.access(path, os.W_OK) and not os.access(folder, os.W_OK) and not os.path.exists(f"{path}-wal"):
        # a WAL database needs a file beside it even for reading; where none can be made, nobody here writes either
        from urllib.parse import quote

        name = f"file:{quote(os.path.abspath(path))}?immutable=1"
    connection = sqlite3.connect(
        name, timeout=timeout_s, isolation_level=None, check_same_thread=False, uri=name is not path
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except BaseException:
        connection.close()
        raise
    return connection


def complete(connection: sqlite3.Connection) -> None:
    """Let an older file, which may only be read, look like one of this version: with what it lacks as empty.

    Temporary views and tables stand before those of the file; the file stays as it is.
    """
    here = {row[1] for row in connection.execute("PRAGMA main.table_info(cases)")}
    lacking = [f"{default} AS {name}" for name, default in schema.DESK_COLUMNS.items() if name not in here]
    if here and lacking:
        columns = ", ".join(("*", *lacking))
        connection.execute(f"CREATE TEMP VIEW cases AS SELECT {columns} FROM main.cases")  # noqa: S608 - our own names
    for table, columns in schema.DESK_TABLES.items():
        if not connection.execute("SELECT 1 FROM main.sqlite_master WHERE name = ?", [table]).fetchone():
            connection.execute(f"CREATE TEMP TABLE {table} ({columns})")
