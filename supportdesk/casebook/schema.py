"""The casebook's schema, as named migrations of sqlite-utils: recorded, in order, each in one transaction.

cases      one row a case: its state now, what its list shows, and the decision that was made
verdicts   one row a diagnosis of the case, newest last: the tool's own verdict is never overwritten
sources    the masked texts that a diagnosis was made from
timeline   what happened, in order; like verdicts and sources it only grows, which triggers in plain SQL hold
charges    one row a key of a charge that a diagnosis is about, with what goes back of it (casebook/charges.py)
case_tags  one row a tag of a case; `cases.tags` repeats them for lists
attachments   files that belong to a case, as they were stored (casebook/attachments.py); they are never changed
case_texts   words and ids of each case, from which its part of the index is made (casebook/index.py)
case_index   the full-text index by case number (casebook/search.py); it holds no text
case_words, case_ids   the indexes before 0004, emptied as their cases are moved (casebook/filling.py)

A published migration is never edited: a change is a new function below the others.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

APPLICATION_ID = 0x53444B42
"""'SDKB' in the file's header: tells a casebook from another program's database."""

MIGRATION_SET = "supportdesk"
KNOWN = ("0001_cases_verdicts_timeline_search", "0002_charges", "0003_desk", "0004_search")
"""Names of all migrations; a casebook that records another one is of a newer version."""

DESK_COLUMNS = {
    "assignee": "NULL", "tags": "''", "fingerprint": "NULL", "merged_into": "NULL", "charged_quota": "NULL",
    "advised_quota": "NULL", "filled": "0",
}  # fmt: skip
"""Columns of `cases` that came with 0003, with what stands for them in an older file that may only be read."""

DESK_TABLES = {"case_tags": "tag, number", "attachments": "id, number, at, name, media_type, bytes, data"}
"""Tables that came with 0003, with their columns."""

_CASES = """
CREATE TABLE cases (
    number INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'waiting', 'resolved')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    withdrawn_at TEXT,
    ticket_ref TEXT,
    customer TEXT,
    cause TEXT NOT NULL,
    certainty TEXT NOT NULL,
    who TEXT,
    title_en TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    model TEXT,
    gateway TEXT,
    final_cause TEXT,
    refund_quota INTEGER,
    decision_note TEXT,
    decided_at TEXT
);
CREATE INDEX cases_status ON cases (status, number);
CREATE INDEX cases_cause ON cases (cause, number);
CREATE INDEX cases_model ON cases (model, number);
CREATE INDEX cases_customer ON cases (customer, number);
CREATE INDEX cases_gateway ON cases (gateway, number);
CREATE INDEX cases_ticket_ref ON cases (ticket_ref, number);
CREATE INDEX cases_created_at ON cases (created_at, number);
"""

_HISTORY = """
CREATE TABLE verdicts (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL REFERENCES cases (number),
    at TEXT NOT NULL,
    diagnosis TEXT NOT NULL,
    rules_version TEXT NOT NULL,
    program_version TEXT NOT NULL
);
CREATE INDEX verdicts_number ON verdicts (number, id);
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    verdict INTEGER NOT NULL REFERENCES verdicts (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (verdict, position)
);
CREATE TABLE timeline (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL REFERENCES cases (number),
    revision INTEGER NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX timeline_number ON timeline (number, id);
"""

_SEARCH = """
CREATE VIRTUAL TABLE case_words USING fts5(tokens, tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE case_ids USING fts5(ids, tokenize = "trigram");
"""

_CHARGES = """
CREATE TABLE charges (
    id INTEGER PRIMARY KEY,
    verdict INTEGER NOT NULL REFERENCES verdicts (id),
    number INTEGER NOT NULL REFERENCES cases (number),
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    named INTEGER NOT NULL,
    gateway TEXT,
    model TEXT,
    quota INTEGER,
    at INTEGER,
    refund_quota INTEGER NOT NULL
);
CREATE INDEX charges_key ON charges (key);
CREATE INDEX charges_verdict ON charges (verdict);
CREATE INDEX charges_quota ON charges (quota, at);
"""

_DESK = """
ALTER TABLE cases ADD COLUMN assignee TEXT;
ALTER TABLE cases ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN fingerprint TEXT;
ALTER TABLE cases ADD COLUMN merged_into INTEGER REFERENCES cases (number);
ALTER TABLE cases ADD COLUMN charged_quota INTEGER;
ALTER TABLE cases ADD COLUMN advised_quota INTEGER;
ALTER TABLE cases ADD COLUMN filled INTEGER NOT NULL DEFAULT 0;
CREATE INDEX cases_unfilled ON cases (number) WHERE filled = 0;
CREATE INDEX cases_assignee ON cases (assignee, number);
CREATE INDEX cases_fingerprint ON cases (fingerprint, number);
CREATE INDEX cases_kin ON cases (substr(fingerprint, 10), number);
CREATE INDEX cases_shown_cause ON cases (coalesce(final_cause, cause), number);
CREATE INDEX cases_merged ON cases (merged_into, number) WHERE merged_into IS NOT NULL;
ALTER TABLE timeline ADD COLUMN author TEXT;
CREATE TABLE case_tags (
    tag TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES cases (number),
    PRIMARY KEY (tag, number)
) WITHOUT ROWID;
CREATE INDEX case_tags_number ON case_tags (number);
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL REFERENCES cases (number),
    at TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    data BLOB NOT NULL
);
CREATE INDEX attachments_number ON attachments (number, id);
"""

_INDEX = (
    """
CREATE TABLE case_texts (
    number INTEGER PRIMARY KEY REFERENCES cases (number),
    words TEXT NOT NULL,
    ids TEXT NOT NULL
);
CREATE VIRTUAL TABLE case_index USING fts5(tokens, content = '', tokenize = "unicode61 remove_diacritics 2");
DROP INDEX cases_unfilled;
CREATE INDEX cases_unfilled ON cases (number) WHERE filled < 2;
DROP INDEX cases_fingerprint;
CREATE INDEX cases_error ON cases (substr(fingerprint, 1, 8), number);
"""
    + "".join(
        f"DROP INDEX cases_{name};\nCREATE INDEX cases_{name} ON cases ({sql}, number) "
        "WHERE withdrawn_at IS NULL AND merged_into IS NULL;\n"
        for name, sql in {
            "status": "status",
            "shown_cause": "coalesce(final_cause, cause)",
            "model": "model",
            "customer": "customer",
            "gateway": "gateway",
            "assignee": "assignee",
            "created_at": "created_at",
        }.items()
    )
    + """
CREATE INDEX cases_fingerprint ON cases (fingerprint, number) WHERE withdrawn_at IS NULL AND merged_into IS NULL;
"""
)

_APPEND_ONLY = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} only grows'); END;
"""


def migrations() -> Migrations:
    """Return the migrations that this version knows, in order."""
    from sqlite_utils.migrations import Migrations

    known = Migrations(MIGRATION_SET)

    @known(name=KNOWN[0])
    def _first(db: Database) -> None:
        for script in (_CASES, _HISTORY, _SEARCH):
            db.executescript(script)
        for table in ("verdicts", "sources", "timeline"):
            for verb in ("UPDATE", "DELETE"):
                db.executescript(_APPEND_ONLY.format(table=table, verb=verb))
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    @known(name=KNOWN[1])
    def _second(db: Database) -> None:
        from supportdesk.casebook import charges

        db.executescript(_CHARGES)
        for row in list(db.query("SELECT id, number, diagnosis FROM verdicts ORDER BY id")):
            charges.keep(db, row["id"], row["number"], json.loads(row["diagnosis"]))
        for verb in ("UPDATE", "DELETE"):
            db.executescript(_APPEND_ONLY.format(table="charges", verb=verb))

    @known(name=KNOWN[2])
    def _third(db: Database) -> None:
        db.executescript(_DESK)
        for verb in ("UPDATE", "DELETE"):
            db.executescript(_APPEND_ONLY.format(table="attachments", verb=verb))

    @known(name=KNOWN[3])
    def _fourth(db: Database) -> None:
        db.executescript(_INDEX)

    return known
