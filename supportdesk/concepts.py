"""What a text speaks of, whatever its words and language: concepts of rules/concepts.yaml, and which stand together.

`refund`, `given back` and `退还` are one concept. Single ones are said of many causes; that two of them are said in one
ticket (`refund` and `duration`, `stream` and `update`) tells causes apart which neither tells alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from supportdesk.phrases import Spoken
from supportdesk.symptom_index import SymptomIndex, index_symptoms

PAIR = "+"
"""Stands between the numbers of two concepts in a feature, and before the number of a single one."""


def index_concepts(rows: Any) -> dict[str, Any]:
    """Return the index (plain JSON data) that `Concepts` reads, of the content of concepts.yaml; None holds none.

    Each row has `words`: phrases in lower case that mean the same, in both languages.
    """
    return index_symptoms({"groups": [row["words"]]} for row in rows or () if row.get("words"))


class Concepts:
    """The concepts of which `index_concepts` made the data."""

    __slots__ = ("_index",)

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._index = SymptomIndex(data)

    def features_of(self, text: str) -> set[str]:
        """Return a feature for each concept of a text in lower case, `+3`, and for each two of them, `3+17`."""
        found = [str(number) for number in self._index.rows_in(Spoken(text))]
        return {*map(PAIR.__add__, found), *map(PAIR.join, combinations(found, 2))}


class _Last:
    """The data that concepts were made of last: a start has one."""

    made: tuple[Mapping[str, Any], Concepts] | None = None


def concepts_of(data: Mapping[str, Any]) -> Concepts:
    """Return the concepts of an index's data, made once."""
    made = _Last.made
    if made is None or made[0] is not data:
        made = _Last.made = data, Concepts(data)
    return made[1]


NO_CONCEPTS = index_concepts(())
"""The data of no concepts at all."""


def is_pair(feature: str) -> bool:
    """Whether a feature is of two concepts."""
    return feature[0].isdigit() and PAIR in feature


def without_rare(spread: Mapping[str, int], least: int, least_paired: int) -> Iterable[str]:
    """Yield the features that stand in at least `least` texts each, of two concepts in at least `least_paired`."""
    return (feature for feature, count in spread.items() if count >= (least_paired if is_pair(feature) else least))
