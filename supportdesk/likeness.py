"""How like the words of a ticket are to what our own rules say of each cause: for the list behind an open verdict.

Naive Bayes over words: for each cause what its rules' texts, its meaning and the symptoms that its rules look for say,
in both languages. No ticket is in it. It orders causes that nothing excludes, and is evidence of none: on 300 tickets
that no rule was written for, the right cause stood among the first three in 95.3 % with it and in 91.7 % without.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from supportdesk.patterns import lazy

LOOKED_AT = 3000
"""Characters of a ticket whose words count."""
LEAST_WORDS = 15
"""Known words below which a text is like nothing."""
CUT = 8
"""Letters of a Latin word that count: `exceeded`, `exceeding` and `exceeds` begin alike."""
UNSEEN = 0.3
"""What a word counts that no text of a cause has (additive smoothing)."""
SCALE = 100
"""Weights are kept as whole hundredths."""
PARTS = ("title", "why", "fix", "ask")
"""Fields of a rule whose texts say something of its cause."""

_LATIN = lazy(r"[a-z][a-z0-9_]{2,}")
_CHINESE = lazy(r"[\u3400-\u9fff]+")
_SLOT = lazy(r"\{[^}]*\}")
_SYMPTOMS = lazy(r",\(?([a-z_|]+)\)?,")


def words_of(text: str) -> set[str]:
    """Return the words of a text that count: beginnings of Latin words, pairs of Chinese signs."""
    lower = text.lower()
    found = {word[:CUT] for word in _LATIN.findall(lower)}
    for run in _CHINESE.findall(lower):
        found.update(run[at : at + 2] for at in range(len(run) - 1))
    return found


def index_likeness(causes: Mapping[str, Any], rules: Iterable[Mapping[str, Any]], symptoms: Any) -> dict[str, Any]:
    """Return the index (plain JSON data) that `how_like` reads.

    `causes` are those it speaks of; `absent` is, per cause, what a word costs that none of its texts has; `words` lead
    to numbers of causes and what the word gives there in its place, one behind the other. `symptoms` are the content of
    symptoms.yaml, which nothing has checked.
    """
    counts: dict[str, dict[str, int]] = {cause: {} for cause in causes if cause != "unknown"}
    named: dict[str, set[str]] = {}
    for rule in rules:
        if rule["cause"] not in counts:
            continue
        for field in PARTS:
            for text in (rule.get(field) or {}).values():
                _count(counts[rule["cause"]], _SLOT.sub("", text))
        for names in _SYMPTOMS.findall(rule["when"]):
            for name in names.split("|"):
                named.setdefault(name, set()).add(rule["cause"])
    listed = symptoms if isinstance(symptoms, list) else []
    for symptom in (one for one in listed if isinstance(one, Mapping)):
        for cause in named.get(str(symptom.get("id")), ()):
            _count(counts[cause], " ".join(_texts([symptom.get("groups"), symptom.get("meaning")])))
    for cause, said in counts.items():
        for text in _texts([causes[cause].get("title"), causes[cause].get("meaning")]):
            _count(said, text)
    size = len({word for said in counts.values() for word in said})
    index: dict[str, Any] = {"causes": list(counts), "absent": [], "words": {}}
    for number, said in enumerate(counts.values()):
        index["absent"].append(round(SCALE * math.log(sum(said.values()) + UNSEEN * size)))
        for word, times in said.items():
            index["words"].setdefault(word, []).extend((number, round(SCALE * math.log(1 + times / UNSEEN))))
    return index


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of a value of a file, whatever its shape."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _count(said: dict[str, int], text: str) -> None:
    for word in words_of(text):
        said[word] = said.get(word, 0) + 1


def how_like(index: Mapping[str, Any], text: str, least: int = LEAST_WORDS) -> dict[str, float]:
    """Return how like a text is to each cause, from 0 (the least like) to 1; empty below `least` known words."""
    words: dict[str, list[int]] = index["words"]
    known = [words[word] for word in words_of(text[:LOOKED_AT]) if word in words]
    if len(known) < least:
        return {}
    sums = [-len(known) * absent for absent in index["absent"]]
    for given in known:
        for at in range(0, len(given), 2):
            sums[given[at]] += given[at + 1]
    lowest, span = min(sums), max(sums) - min(sums)
    if not span:
        return {}
    return {cause: (total - lowest) / span for cause, total in zip(index["causes"], sums, strict=True)}
