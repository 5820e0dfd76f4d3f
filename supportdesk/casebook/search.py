"""Full-text search of cases: what is indexed, and how a search text becomes conditions.

Two indexes. `case_words` holds words: Latin words and numbers in lower case, Chinese as pairs of neighbouring
characters (余额不足 → 余额 额不 不足 足), so that a word of two characters is one term and one of four a phrase; the
single last character lets any one character be found as a beginning. `case_ids` holds ids (requests, tasks, tickets)
in trigrams, so that any part of three characters or more finds them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from supportdesk.casebook.guard import guarded

INDEXED_CHARACTERS = 200_000
"""Of each source text, so many characters are found by their words; ids are found in all of it."""

MOST_IDS = 5_000
"""Ids of one case that are indexed; the ticket's reference and the diagnosis's own come first."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>[^\W_{_HAN}]+)")
_ID = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z_\-]{0,63}[0-9])[A-Za-z0-9][A-Za-z0-9_\-]{7,127}")


def tokens(text: str) -> str:
    """Return the words of a text as the index holds them, separated by blanks, in their order."""
    found: list[str] = []
    for _is_han, run in _runs(text):
        found.extend(run)
    return " ".join(found)


def ids_in(text: str) -> Iterable[str]:
    """Yield what may be an id, in lower case: 8 characters or more of letters, digits, `_` and `-`, with a digit."""
    for match in _ID.finditer(text):
        yield match.group().lower()


def ids_of(diagnosis: Mapping[str, Any], texts: Iterable[str], ticket_ref: str | None) -> str:
    """Return a case's ids, one a line: its ticket's reference, those of its calls, those in its (masked) texts."""
    found: dict[str, None] = {}
    if ticket_ref:
        found[ticket_ref.lower()] = None
    for row in [*diagnosis.get("calls", ()), *diagnosis.get("money", {}).get("ledger", ())]:
        for name, value in row.items():
            if name in ("request_id", "upstream_request_id", "task_id") and isinstance(value, str):
                found[guarded(value).lower()] = None
    for text in texts:
        for value in ids_in(text):
            if len(found) >= MOST_IDS:
                break
            found[value] = None
    return "\n".join(found)


def conditions(text: str) -> tuple[str, list[str]]:
    """Return an SQL condition on `cases.number`, with its values, for what was typed; ('1', []) for nothing.

    Every term between blanks must be found: by its words (the last one by its beginning), as part of an id, or, where
    it is a number, as a case's; `#12` is case 12 and nothing else. A term of signs only finds no case.
    """
    clauses: list[str] = []
    values: list[str] = []
    for term in text.split():
        ways: list[str] = []
        digits = term.removeprefix("#")
        if digits.isascii() and digits.isdigit() and len(digits) < 16:
            ways.append("number = CAST(? AS INTEGER)")
            values.append(digits)
        if not (ways and term.startswith("#")):
            phrases = _phrases(term)
            if phrases:
                ways.append("number IN (SELECT rowid FROM case_words WHERE case_words MATCH ?)")
                values.append(" AND ".join(phrases))
            if len(term) >= 3 and "\0" not in term:
                ways.append("number IN (SELECT rowid FROM case_ids WHERE case_ids MATCH ?)")
                values.append(_quoted(term.lower()))
        clauses.append("(" + " OR ".join(ways or ["0"]) + ")")
    return " AND ".join(clauses) or "1", values


def _runs(text: str) -> Iterable[tuple[bool, list[str]]]:
    """Yield (is Chinese, words) of each run: a Chinese run's pairs and its last character, or one Latin word."""
    for match in _PIECE.finditer(unicodedata.normalize("NFKC", text)):
        run = match.group()
        if match.lastgroup == "han":
            yield True, [*(run[at : at + 2] for at in range(len(run) - 1)), run[-1]]
        else:
            yield False, [run.lower()]


def _phrases(term: str) -> list[str]:
    """Return the FTS5 phrases of one term; neighbouring Latin words are one phrase, and the last word may go on."""
    phrases: list[list[str]] = []
    goes_on = False
    was_han = True
    for is_han, run in _runs(term):
        # a Chinese run's last single character ends it in the index; what is looked for may go on there
        wanted = run[:-1] if is_han and len(run) > 1 else run
        if is_han or was_han:
            phrases.append(wanted)
        else:
            phrases[-1].extend(wanted)
        was_han, goes_on = is_han, not is_han or len(run) == 1
    quoted = [_quoted(" ".join(words)) for words in phrases]
    if quoted and goes_on:
        quoted[-1] += " *"
    return quoted


def _quoted(phrase: str) -> str:
    doubled = phrase.replace('"', '""')
    return f'"{doubled}"'
