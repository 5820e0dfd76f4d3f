"""Full-text search of cases: what is indexed, and how what is typed becomes one query of the index.

The index is FTS5 used as lists of case numbers by token, newest first; every kind of token stands apart by its first
sign. So each question, a word's beginning too, reads one list a token and stops at the first page of cases:

- words: Latin words and numbers in lower case; Chinese as pairs of neighbouring characters (余额不足 → 余额 额不
  不足 足), so that a word of two characters is one token and one of four a phrase
- beginnings of words, and every Chinese character alone
- a word with the beginning of the one that it is joined to (insufficient_qu)
- ids (requests, tasks, tickets) in grams of three characters, so that any part of three or more finds them, and of
  six for longer parts: ids begin with the time, and three figures of it are in every one
- the case's number, and hashes of what lists filter by (`FACETS`)
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from supportdesk.casebook.guard import guarded

INDEXED_CHARACTERS = 200_000
"""Of each source text, so many characters are found by their words; ids are found in all of it."""

MOST_IDS = 5_000
"""Ids of one case that are indexed; the ticket's reference and the diagnosis's own come first."""

MOST_TERMS = 32
"""Terms of a search that count, and TERM_CHARACTERS of each: more is a paste in the search field."""

TERM_CHARACTERS = 128

FACETS = ("cause", "model", "customer", "gateway")
"""Columns whose value is a token as well, so that a search within one value reads few cases."""

_GRAM, _START, _PAIR, _NUMBER, _FACET, _LONG = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005", "\ue006"
_JOINED = "_"
"""Between two words of the stored text that stand together in the material, with a sign between them."""

_GAP = 3
"""So many signs may stand between two joined words."""

_START_LETTERS = 24
"""Longest beginning of a word of letters; of one with digits so many as an id's are not (they have grams)."""

_START_DIGITS = 7
_START_OF_ID = 2
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>[^\W_{_HAN}]+)")
_IS_HAN = re.compile(rf"[{_HAN}]")
_ID = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z_\-]{0,63}[0-9])[A-Za-z0-9][A-Za-z0-9_\-]{7,127}")


def tokens(text: str) -> str:
    """Return the words of a text as they are stored, in their order: between blanks, or `_` where they are joined."""
    text = unicodedata.normalize("NFKC", text)
    found: list[str] = []
    end, was_word = -1, False
    for match in _PIECE.finditer(text):
        run, is_han = match.group(), match.lastgroup == "han"
        if found:
            gap = text[end : match.start()]
            joined = was_word and not is_han and 0 < len(gap) <= _GAP and not any(map(str.isspace, gap))
            found.append(_JOINED if joined else " ")
        found.append(" ".join(_pairs(run)) if is_han else run.lower())
        end, was_word = match.end(), not is_han
    return "".join(found)


def joined(words: str) -> str:
    """Return words that were stored without what joins them, all neighbouring Latin words joined."""
    return re.sub(rf"(?<=[^\s{_HAN}]) (?=[^\s{_HAN}])", _JOINED, " ".join(words.split()))


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


def document(number: int, texts: Iterable[tuple[str, str]], facets: Iterable[str]) -> str:
    """Return the tokens of a case as the index holds them; `texts` are words (of `tokens`) and ids (one a line).

    What was indexed is taken out again by the same tokens: a change here needs a migration that builds the index anew.
    """
    words: list[str] = []
    starts: dict[str, None] = {}
    grams: list[str] = []
    for text, ids in texts:
        for run in text.split():
            before = ""
            for word in run.split(_JOINED):
                words.append(word)
                for start in _starts(word):
                    starts[_START + start] = None
                if before:
                    starts.update(dict.fromkeys(_PAIR + before + _PAIR + word[:length] for length in (1, 2)))
                before = word
        grams += (_GRAM + gram for gram in _grams(ids, 3))
        grams += (_LONG + gram for gram in _grams(ids, 6))
    return " ".join((*words, *starts, *grams, f"{_NUMBER}{number}", *facets))


def facet(column: str, value: str) -> str:
    """Return the token of a value of one of FACETS."""
    name = _FACET + column[0] + column[1]  # two letters tell them apart
    return name + hashlib.blake2b(value.encode("utf-8", "replace"), digest_size=6).hexdigest()


def facets(values: Mapping[str, str | None]) -> list[str]:
    """Return the tokens of a case's values of FACETS; of a cause `quota.user-exhausted` that of its family too."""
    found = [facet(column, value) for column, value in values.items() if value]
    cause = values.get("cause")
    if cause and "." in cause:
        found.append(facet("cause", cause.partition(".")[0] + ".*"))
    return found


def query(text: str, within: Iterable[Sequence[str]] = ()) -> str | None:
    """Return the index's query for what was typed and the groups of `within`; None for nothing, '' for no case.

    Every term between blanks must be found: by its words (the last one by its beginning), as part of an id, or, where
    it is a number, as a case's; `#12` is case 12 and nothing else. A term of signs only finds no case. `within` are
    tokens of `facet`, one of each group of which the case must have.
    """
    clauses = []
    for term in unicodedata.normalize("NFKC", text).replace("\0", "\ufffd ").split()[:MOST_TERMS]:
        ways = list(_ways(term[:TERM_CHARACTERS]))
        if not ways:
            return ""
        clauses.append("(" + " OR ".join(ways) + ")")
    clauses += ["(" + " OR ".join(map(quoted, group)) + ")" for group in within]
    return " AND ".join(clauses) or None


def phrases(term: str) -> list[str]:
    """Return the phrases of one term for an index of words alone, the last of which may go on."""
    runs = _runs(term)
    found = [quoted(" ".join(run)) for run in runs]
    if found and (len(runs[-1][-1]) == 1 or not _IS_HAN.match(runs[-1][-1])):
        found[-1] += " *"
    return found


def _ways(term: str) -> Iterator[str]:
    digits = term.removeprefix("#")
    is_number = digits.isascii() and digits.isdigit() and len(digits) < 16
    if is_number:
        yield quoted(f"{_NUMBER}{int(digits)}")
        if term.startswith("#"):
            return
    runs = _runs(term)
    if runs:
        yield "(" + " AND ".join([*map(_phrase, runs[:-1]), _beginning(runs[-1])]) + ")"
    if len(term) >= 6:
        yield quoted(" ".join(_LONG + gram for gram in _grams(term.lower(), 6)))
    elif len(term) >= 3:
        yield quoted(" ".join(_GRAM + gram for gram in _grams(term.lower(), 3)))


def _runs(term: str) -> list[list[str]]:
    """Return a term's runs: each the pairs of Chinese that stand together, or the Latin words that do."""
    found: list[list[str]] = []
    was_han = True
    for match in _PIECE.finditer(term):
        run, is_han = match.group(), match.lastgroup == "han"
        if is_han:
            # a run's last single character ends it in the index; what is looked for may go on there
            found.append(_pairs(run)[:-1] or [run])
        elif was_han:
            found.append([run.lower()])
        else:
            found[-1].append(run.lower())
        was_han = is_han
    return found


def _phrase(run: Sequence[str]) -> str:
    if len(run) == 1 and len(run[0]) == 1 and _IS_HAN.match(run[0]):
        return quoted(_START + run[0])
    return quoted(" ".join(run))


def _beginning(run: Sequence[str]) -> str:
    """Return the query of the last run, whose last word may go on."""
    last = run[-1]
    if _IS_HAN.match(last):
        return _phrase(run)
    start = next(reversed(_starts(last)))
    # of a long word with digits the index has no beginnings: as part of an id it is found by its grams
    begins = quoted(_START + start if start == last[:_START_LETTERS] else last)
    if len(run) == 1:
        return begins
    joined = quoted(_PAIR + run[-2] + _PAIR + last[:2])
    return f"({quoted(' '.join(run))} OR ({quoted(' '.join(run[:-1]))} AND {joined} AND {begins}))"


def _starts(word: str) -> dict[str, None]:
    """Return the beginnings of a word that the index holds, the longest last."""
    if _IS_HAN.match(word):
        return dict.fromkeys(word)
    longest = _START_LETTERS
    if not word.isalpha():
        longest = _START_DIGITS if len(word) <= _START_DIGITS else _START_OF_ID
    return dict.fromkeys(word[:length] for length in range(1, min(longest, len(word)) + 1))


def _pairs(run: str) -> list[str]:
    return [*(run[at : at + 2] for at in range(len(run) - 1)), run[-1]]


def _grams(text: str, length: int) -> Iterator[str]:
    text = unicodedata.normalize("NFKC", text)
    kept = "".join(sign if sign.isalnum() else chr(0xE100 + ord(sign) % 0x1700) for sign in text)
    for at in range(len(kept) - length + 1):
        yield kept[at : at + length]


def quoted(phrase: str) -> str:
    """Return a phrase of tokens as the index's query writes it."""
    doubled = phrase.replace('"', '""')
    return f'"{doubled}"'
