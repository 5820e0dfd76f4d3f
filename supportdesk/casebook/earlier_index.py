"""The search indexes of version 0001, for cases that are not yet in today's: read, copied from, and emptied.

`case_words` held Latin words in lower case and Chinese as pairs of neighbouring characters; `case_ids` ids in trigrams.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.casebook import search

if TYPE_CHECKING:
    from sqlite_utils import Database

_READ = """
SELECT tokens, ids FROM case_words JOIN case_ids ON case_ids.rowid = case_words.rowid WHERE case_words.rowid = ?
"""
_WRITE = "INSERT OR REPLACE INTO case_texts (number, words, ids) VALUES (?, ?, ?)"


def conditions(text: str) -> tuple[str, list[str]]:
    """Return an SQL condition on `cases.number`, with its values, for what was typed; ('1', []) for nothing."""
    clauses: list[str] = []
    values: list[str] = []
    for term in text.split()[: search.MOST_TERMS]:
        ways: list[str] = []
        digits = term.removeprefix("#")
        if digits.isascii() and digits.isdigit() and len(digits) < 16:
            ways.append("number = CAST(? AS INTEGER)")
            values.append(digits)
        if not (ways and term.startswith("#")):
            phrases = search.phrases(term)
            if phrases:
                ways.append("number IN (SELECT rowid FROM case_words WHERE case_words MATCH ?)")
                values.append(" AND ".join(phrases))
            if len(term) >= 3 and "\0" not in term:
                ways.append("number IN (SELECT rowid FROM case_ids WHERE case_ids MATCH ?)")
                values.append(search.quoted(term.lower()))
        clauses.append("(" + " OR ".join(ways or ["0"]) + ")")
    return " AND ".join(clauses) or "1", values


def move(db: Database, number: int) -> None:
    """Copy a case's words and ids to where today's index is made from, and take them from here."""
    for row in list(db.query(_READ, [number])):
        db.execute(_WRITE, [number, search.joined(row["tokens"]), row["ids"].strip("\n")])
    for table in ("case_words", "case_ids"):
        db.execute(f"DELETE FROM {table} WHERE rowid = ?", [number])  # noqa: S608 - our own names
