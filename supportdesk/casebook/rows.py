"""Rows as the casebook writes them; every text goes through the guard on its way.

All functions run inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from supportdesk import __version__
from supportdesk.casebook import charges, filling
from supportdesk.casebook.case import CaseRow, Event
from supportdesk.casebook.guard import guarded, guarded_json, guarded_word

if TYPE_CHECKING:
    from sqlite_utils import Database

    from supportdesk.source import Source

SHORT_TEXT = 200
"""Longest ticket reference, customer or cause that is kept, in characters."""


AT_ONCE = 500
"""Cases that one query asks for."""

_THESE = f"SELECT {', '.join(CaseRow._fields)} FROM cases WHERE number IN ({{marks}})"  # noqa: S608 - our own names
_EVENT = """
INSERT INTO timeline (number, revision, at, kind, author, text, data) VALUES (?, ?, ?, ?, ?, ?, ?)
"""


def short(text: str | None) -> str | None:
    """Return a one-line text as it may be stored: blanks collapsed, cut to SHORT_TEXT, guarded; None when empty."""
    if text is None:
        return None
    return guarded(" ".join(text.split())[:SHORT_TEXT]) or None


def summary(diagnosis: Mapping[str, Any]) -> dict[str, str | int | None]:
    """Return the columns of `cases` that repeat the verdict for lists."""
    verdict = diagnosis.get("verdict") or {}
    title = verdict.get("title") or {}
    cause = verdict.get("cause") or "unknown"
    return {
        "cause": cause,
        "certainty": verdict.get("certainty") or "undetermined",
        "who": verdict.get("who"),
        "title_en": guarded(title.get("en") or cause),
        "title_zh": guarded(title.get("zh") or title.get("en") or cause),
        "model": short(_first(diagnosis, "model")),
        "gateway": short(_first(diagnosis, "gateway")),
        **filling.computed(diagnosis),
    }


def append(
    db: Database,
    number: int,
    revision: int,
    at: str,
    kind: str,
    text: str,
    data: Mapping[str, Any],
    author: str | None = None,
) -> None:
    """Add one event to the timeline; `author` is who did it, None where that is not known."""
    # plain SQL: of thousands of cases changed at once, the table would be looked at anew for each
    db.execute(_EVENT, [number, revision, at, kind, author, guarded_word(text), guarded_json(data)])


def file_verdict(
    db: Database,
    number: int,
    at: str,
    diagnosis: Mapping[str, Any],
    sources: Sequence[Source],
    rules_version: str,
) -> list[str]:
    """Add a diagnosis with its source texts; return the texts as they were stored."""
    verdict = {
        "number": number,
        "at": at,
        "diagnosis": guarded_json(diagnosis),
        "rules_version": rules_version,
        "program_version": __version__,
    }
    verdict_id = db.table("verdicts").insert(verdict).last_pk
    charges.keep(db, cast("int", verdict_id), number, diagnosis)
    texts = []
    for position, source in enumerate(sources):
        text = guarded(source.text)
        name = guarded(source.name)
        db.table("sources").insert({"verdict": verdict_id, "position": position, "name": name, "text": text})
        texts.append(text)
    return texts


def read_many(db: Database, numbers: Iterable[int]) -> dict[int, CaseRow]:
    """Return the rows of those cases that are there, by number."""
    found: dict[int, CaseRow] = {}
    asked = list(numbers)
    for at in range(0, len(asked), AT_ONCE):
        part = asked[at : at + AT_ONCE]
        for values in db.execute(_THESE.format(marks=", ".join("?" * len(part))), part):
            row = CaseRow.of(dict(zip(CaseRow._fields, values, strict=True)))
            found[row.number] = row
    return found


def event(row: Mapping[str, Any]) -> Event:
    """Return the event of a row of the timeline."""
    return Event(row["at"], row["revision"], row["kind"], row["text"], json.loads(row["data"]), row.get("author"))


def _first(diagnosis: Mapping[str, Any], fact: str) -> str | None:
    """Return a fact of what the verdict rests on, else of the first call that has it."""
    undecided = (diagnosis.get("verdict") or {}).get("certainty") in (None, "undetermined")
    for cause in () if undecided else (diagnosis.get("causes") or ())[:1]:
        for item in cause.get("evidence") or ():
            if item["fact"] == fact and isinstance(item["value"], str):
                return item["value"]
    for call in diagnosis.get("calls") or ():
        value = call.get(fact)
        if isinstance(value, str) and value:
            return value
    return None
