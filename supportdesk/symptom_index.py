"""Which symptoms a text can describe at all: its own words lead to phrases, and these to the rows that need them.

The rows of rules/symptoms.yaml have thousands of phrases. Where each of them belongs is written down when the rules are
compiled: to find it out at every start took longer than to judge a ticket.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from supportdesk.folding import BETWEEN, FIELD
from supportdesk.phrases import KINDS, Spoken, looked_up_by

INDEX = "symptom_index"
"""Name of the table among the words of a Knowledge."""

Places = list[tuple[str, list[tuple[int, int]]]]
"""Phrases, each with the rows that have it and the bit of its group there."""


def index_symptoms(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the index of rows with `groups` of phrases, as plain data.

    `groups` has the number of groups of each row; every other table says, by what phrases are looked up by
    (phrases.looked_up_by), a text for each, joined by a FIELD: the phrase, a BETWEEN, and the row and group of each
    place (`3.0 17.1`). A phrase is looked up by what the fewest others have: 'longer' of 'no longer works'.
    """
    places: dict[str, list[str]] = {}
    counts = []
    for number, row in enumerate(rows):
        groups = row.get("groups") or ()
        counts.append(len(groups))
        for group, phrases in enumerate(groups):
            for phrase in phrases:
                places.setdefault(phrase, []).append(f"{number}.{group}")
    tables: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    keys = {phrase: list(looked_up_by(phrase)) for phrase in places}
    shared = Counter(key for own in keys.values() for key in own)
    for phrase, found in places.items():
        kind, key = min(keys[phrase], key=lambda one: (one[0] == "signs", shared[one]))
        before = tables[kind].get(key)
        told = f"{phrase}{BETWEEN}{' '.join(dict.fromkeys(found))}"
        tables[kind][key] = told if before is None else f"{before}{FIELD}{told}"
    return {"groups": counts, **tables}


class SymptomIndex:
    """The index of which `index_symptoms` made the data; a text of it is taken apart when it is first led to."""

    __slots__ = ("_tables", "_wanted")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._wanted = [(1 << count) - 1 for count in data["groups"]]
        self._tables: list[dict[str, str | Places]] = [dict(data[kind]) for kind in KINDS]

    def rows_in(self, spoken: Spoken) -> list[int]:
        """Return the rows of which a phrase of every group stands in a text, in their order.

        A Latin phrase that stands behind a letter alone, within a word, may be left out.
        """
        text, hit = spoken.text, dict[int, int]()
        for table, keys in zip(self._tables, spoken.keys(), strict=True):
            for key in table.keys() & keys:
                for phrase, places in self._places(table, key):
                    if phrase in text:
                        for row, bit in places:
                            hit[row] = hit.get(row, 0) | bit
        return sorted(row for row, bits in hit.items() if bits == self._wanted[row])

    def _places(self, table: dict[str, str | Places], key: str) -> Places:
        found = table[key]
        if isinstance(found, str):
            told = [one.split(BETWEEN) for one in found.split(FIELD)]
            found = table[key] = [(phrase, [_place(one) for one in places.split()]) for phrase, places in told]
        return found


def _place(text: str) -> tuple[int, int]:
    row, _dot, group = text.partition(".")
    return int(row), 1 << int(group)
