"""The sandbox's database: users, keys, tasks and log rows, in the columns of gateway.md 1 and 3.

Every movement of quota is one transaction that changes the user, the key and the log together, so that at any moment
quota + used = granted for the user and for each key, and what was used is the sum of consume rows less that of refunds.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from supportdesk.named import NamedTuple

CONSUME, ERROR, REFUND = 2, 5, 6
"""Types of log rows (gateway.md 1)."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS users (
  id INTEGER PRIMARY KEY, username TEXT NOT NULL, role INTEGER NOT NULL, "group" TEXT NOT NULL,
  granted INTEGER NOT NULL, quota INTEGER NOT NULL, used_quota INTEGER NOT NULL DEFAULT 0, access_token TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (
  id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  status INTEGER NOT NULL DEFAULT 1, granted INTEGER, used_quota INTEGER NOT NULL DEFAULT 0,
  created_time INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS tasks (
  id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, task_id TEXT NOT NULL UNIQUE,
  platform TEXT NOT NULL, user_id INTEGER NOT NULL, token_id INTEGER NOT NULL, "group" TEXT NOT NULL,
  channel_id INTEGER NOT NULL, quota INTEGER NOT NULL, action TEXT NOT NULL, status TEXT NOT NULL,
  fail_reason TEXT NOT NULL DEFAULT '', submit_time INTEGER NOT NULL, start_time INTEGER NOT NULL DEFAULT 0,
  finish_time INTEGER NOT NULL DEFAULT 0, progress TEXT NOT NULL, properties TEXT NOT NULL, data TEXT NOT NULL,
  kind TEXT NOT NULL, began REAL NOT NULL, ends REAL, ending TEXT NOT NULL, prices TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS logs (
  id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, created_at INTEGER NOT NULL, type INTEGER NOT NULL,
  content TEXT NOT NULL DEFAULT '', username TEXT NOT NULL, token_name TEXT NOT NULL, model_name TEXT NOT NULL,
  quota INTEGER NOT NULL DEFAULT 0, prompt_tokens INTEGER NOT NULL DEFAULT 0,
  completion_tokens INTEGER NOT NULL DEFAULT 0, use_time INTEGER NOT NULL DEFAULT 0,
  is_stream INTEGER NOT NULL DEFAULT 0, channel_id INTEGER NOT NULL, token_id INTEGER NOT NULL, "group" TEXT NOT NULL,
  ip TEXT NOT NULL DEFAULT '', request_id TEXT NOT NULL DEFAULT '', upstream_request_id TEXT NOT NULL DEFAULT '',
  other TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS logs_request ON logs (request_id);
CREATE TABLE IF NOT EXISTS calls (id INTEGER PRIMARY KEY, at REAL NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
  status INTEGER, fault TEXT, request_id TEXT NOT NULL);
"""


class Account(NamedTuple):
    """Who calls: the key's row and its user's. `remaining` is the key's own limit, None for an unlimited key."""

    user_id: int
    username: str
    group: str
    quota: int
    token_id: int
    token_name: str
    remaining: int | None


class Entry(NamedTuple):
    """What a log row says besides who and how much (columns of gateway.md 1); `other` becomes its JSON text."""

    model: str
    request_id: str
    at: int
    other: Mapping[str, Any]
    content: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    use_time: int = 0
    stream: bool = False
    channel: int = 1


class Books:
    """The database of one sandbox."""

    def __init__(self, database: str) -> None:
        self.db = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.executescript(SCHEMA)

    def close(self) -> None:
        """Close the database."""
        self.db.close()

    def add_user(self, username: str, granted: int, access_token: str, *, role: int = 1, group: str = "default") -> int:
        """Add a user who owns `granted` quota and return the id; a user of that name keeps what he has."""
        found = self.db.execute("SELECT id FROM users WHERE username = ?", (username,)).fetchone()
        if found is not None:
            self.db.execute("UPDATE users SET access_token = ? WHERE id = ?", (access_token, found["id"]))
            return int(found["id"])
        added = self.db.execute(
            'INSERT INTO users (username, role, "group", granted, quota, access_token) VALUES (?, ?, ?, ?, ?, ?)',
            (username, role, group, granted, granted, access_token),
        )
        return int(added.lastrowid or 0)

    def add_key(
        self, user_id: int, key: str, name: str, at: int, *, granted: int | None = None, status: int = 1
    ) -> None:
        """Add a key of a user, with a limit of its own unless `granted` is None; a known key keeps what it has."""
        self.db.execute(
            "INSERT OR IGNORE INTO tokens (user_id, key, name, status, granted, created_time)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (user_id, key, name, status, granted, at),
        )

    def set_key_status(self, key: str, status: int) -> None:
        """Set a key's status: 1 enabled, 2 disabled, 3 expired, 4 exhausted (toapis.md, 'Hosts and auth')."""
        self.db.execute("UPDATE tokens SET status = ? WHERE key = ?", (status, key))

    def account(self, key: str) -> Account | None:
        """Return whose key this is, None for one that is unknown or not enabled."""
        row = self.db.execute(
            'SELECT u.id, u.username, u."group", u.quota, t.id, t.name, t.granted - t.used_quota'
            " FROM tokens t JOIN users u ON u.id = t.user_id WHERE t.key = ? AND t.status = 1",
            (key,),
        ).fetchone()
        return Account(*row) if row is not None else None

    def charge(self, account: Account, quota: int, entry: Entry) -> int:
        """Take quota from user and key and write the consume row; return the row's id."""
        with self._transaction():
            self._move(account.user_id, account.token_id, quota)
            return self._log(account.user_id, account.token_id, CONSUME, quota, entry)

    def refund(self, user_id: int, token_id: int, quota: int, entry: Entry) -> int:
        """Give quota back to user and key and write the refund row; return the row's id."""
        with self._transaction():
            self._move(user_id, token_id, -quota)
            return self._log(user_id, token_id, REFUND, quota, entry)

    def note_error(self, account: Account, entry: Entry) -> int:
        """Write an error row, which moves nothing."""
        return self._log(account.user_id, account.token_id, ERROR, 0, entry)

    def note_call(
        self, at: float, method: str, path: str, request_id: str, status: int | None, fault: str | None
    ) -> None:
        """Write down that a call was made, for whoever asks how often something was sent."""
        self.db.execute(
            "INSERT INTO calls (at, method, path, status, fault, request_id) VALUES (?, ?, ?, ?, ?, ?)",
            (at, method, path, status, fault, request_id),
        )

    def rows(self, query: str, parameters: tuple[object, ...] = ()) -> list[dict[str, Any]]:
        """Return the rows of a query as dictionaries."""
        return [dict(row) for row in self.db.execute(query, parameters)]

    def imbalance(self) -> list[str]:
        """Return what does not add up, nothing when the books balance."""
        wrong = []
        for user in self.rows("SELECT * FROM users"):
            if user["quota"] + user["used_quota"] != user["granted"]:
                wrong.append(f"user {user['id']}: {user['quota']} + {user['used_quota']} is not {user['granted']}")
            if self._net("user_id", user["id"]) != user["used_quota"]:
                wrong.append(
                    f"user {user['id']}: rows say {self._net('user_id', user['id'])}, not {user['used_quota']}"
                )
        for key in self.rows("SELECT * FROM tokens"):
            net = self._net("token_id", key["id"])
            wrong += [f"key {key['id']}: rows say {net}, not {key['used_quota']}"] * (net != key["used_quota"])
        return wrong

    def _net(self, column: str, owner: int) -> int:
        sum_of_rows = "SELECT COALESCE(SUM(CASE type WHEN 2 THEN quota WHEN 6 THEN -quota ELSE 0 END), 0) FROM logs"
        query = f"{sum_of_rows} WHERE {column} = ?"
        return int(self.db.execute(query, (owner,)).fetchone()[0])

    def _move(self, user_id: int, token_id: int, quota: int) -> None:
        self.db.execute(
            "UPDATE users SET quota = quota - ?, used_quota = used_quota + ? WHERE id = ?", (quota, quota, user_id)
        )
        self.db.execute("UPDATE tokens SET used_quota = used_quota + ? WHERE id = ?", (quota, token_id))

    def _log(self, user_id: int, token_id: int, kind: int, quota: int, entry: Entry) -> int:
        added = self.db.execute(
            'INSERT INTO logs (user_id, created_at, type, content, username, token_name, model_name, quota,'
            ' prompt_tokens, completion_tokens, use_time, is_stream, channel_id, token_id, "group", request_id, other)'
            ' SELECT u.id, ?, ?, ?, u.username, t.name, ?, ?, ?, ?, ?, ?, ?, t.id, u."group", ?, ?'
            " FROM users u JOIN tokens t ON t.user_id = u.id WHERE u.id = ? AND t.id = ?",
            (
                entry.at, kind, entry.content, entry.model, quota, entry.prompt_tokens, entry.completion_tokens,
                entry.use_time, int(entry.stream), entry.channel, entry.request_id, json.dumps(dict(entry.other)),
                user_id, token_id,
            ),
        )  # fmt: skip
        return int(added.lastrowid or 0)

    def _transaction(self) -> _Transaction:
        return _Transaction(self.db)


class _Transaction:
    """All or nothing of what is done inside."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def __enter__(self) -> None:
        self.db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        self.db.execute("COMMIT" if kind is None else "ROLLBACK")
