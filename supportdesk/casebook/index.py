"""Keeping the search index true: a case's tokens are made anew where a change touches what they are made of.

The index holds the cases that lists show, each with the words and ids of those merged into it, and no text: what is
taken out is made once more from `case_texts` and `cases` as they stood (search.document). All runs inside the
caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from supportdesk.casebook import search
from supportdesk.casebook.filtering import LISTED, SHOWN_CAUSE
from supportdesk.casebook.guard import guarded

if TYPE_CHECKING:
    from sqlite_utils import Database

FILLED = 2
"""`cases.filled` of a case that is in the index; less is one that an older version filed (casebook/filling.py)."""

_CASE = f"SELECT {SHOWN_CAUSE} AS cause, model, customer, gateway, filled FROM cases WHERE number = ? AND {LISTED}"  # noqa: S608 - our own names
_TEXTS = """
WITH RECURSIVE below (one) AS (
    SELECT ? UNION SELECT number FROM cases JOIN below ON merged_into = one
) SELECT words, ids FROM case_texts JOIN below ON number = one ORDER BY number
"""
_OPEN = "INSERT OR IGNORE INTO case_texts (number, words, ids) VALUES (?, '', '')"
_ADD = """
UPDATE case_texts SET words = CASE WHEN words = '' OR ?1 = '' THEN words || ?1 ELSE words || ' ' || ?1 END,
                      ids = CASE WHEN ids = '' OR ?2 = '' THEN ids || ?2 ELSE ids || char(10) || ?2 END
WHERE number = ?3
"""
_PUT = "INSERT INTO case_index (rowid, tokens) VALUES (?, ?)"
_TAKE = "INSERT INTO case_index (case_index, rowid, tokens) VALUES ('delete', ?, ?)"


@contextmanager
def renewed(db: Database, *numbers: int) -> Iterator[None]:
    """Let the cases be found by what they are at the end; at the beginning they are as they are indexed."""
    before = {number: document(db, number) for number in numbers}
    yield
    for number, old in before.items():
        new = document(db, number)
        if new == old:
            continue
        if old is not None:
            db.execute(_TAKE, [number, old])
        if new is not None:
            db.execute(_PUT, [number, new])


def document(db: Database, number: int) -> str | None:
    """Return what the index holds of a case; None of one that is not there."""
    found = next(iter(db.query(_CASE, [number])), None)
    if found is None or found.pop("filled") < FILLED:
        return None
    texts = [(row["words"], row["ids"]) for row in db.query(_TEXTS, [number])]
    return search.document(number, texts, search.facets(found))


def add(db: Database, number: int, words: Sequence[str], ids: str = "") -> None:
    """Let the case be found by these texts' words and these ids (one a line) too; inside `renewed`."""
    found = " ".join(search.tokens(guarded(text[: search.INDEXED_CHARACTERS])) for text in words).strip()
    db.execute(_OPEN, [number])
    if found or ids:
        db.execute(_ADD, [found, ids, number])
