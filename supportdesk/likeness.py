"""How like the words of a ticket are to what our own rules and public threads say of each cause.

Naive Bayes over words: for each cause what its rules' texts, its meaning and the symptoms that its rules look for say,
in both languages, how the errors are worded that they are found by, and what supportdesk.threads learned of threads.
It orders causes that nothing excludes and nothing proves; a cause that something else speaks for as well is possible.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from supportdesk.patterns import lazy
from supportdesk.threads import SCALE, features_of, words_of

LOOKED_AT = 3000
"""Characters of a ticket whose words count."""
LEAST_WORDS = 15
"""Known words below which a text is like nothing."""
UNSEEN = 0.05
"""What a word counts that no text of a cause has (additive smoothing)."""
LEAST_SPOKEN, MOST_SPOKEN = 4, 40
"""Words of an error message within which its kind is looked for by likeness."""
NEAR = 150
"""By how much, in hundredths of a logarithm, a kind may be less like a message than the likest."""
MOST_KINDS = 3
PARTS = ("title", "why", "fix", "ask")
"""Fields of a rule whose texts say something of its cause."""

_SLOT = lazy(r"\{[^}]*\}")
_KINDS = lazy(r"error_kind (?:=|IN) (\([^)]*\)|'[a-z_]+')")
_NAME = lazy(r"[a-z_]+")
_SYMPTOMS = lazy(r",\(?([a-z_|]+)\)?,")


def index_likeness(
    causes: Mapping[str, Any],
    rules: Iterable[Mapping[str, Any]],
    symptoms: Any,
    errors: Iterable[tuple[list[str], str]] = (),
) -> dict[str, Any]:
    """Return the index (plain JSON data) that `how_like` reads.

    `causes` are those it speaks of; `absent` is, per cause, what a word costs that none of its texts has; `words` lead
    to numbers of causes and what the word gives there in its place, one behind the other. `symptoms` are the content of
    symptoms.yaml, which nothing has checked; `errors` are kinds of error and a wording of each row of rules/errors.
    """
    counts: dict[str, dict[str, int]] = {cause: {} for cause in causes if cause != "unknown"}
    by_kind: dict[str, set[str]] = {}
    named: dict[str, set[str]] = {}
    for rule in rules:
        cause = rule["cause"]
        if cause not in counts:
            continue
        for field in PARTS:
            for text in (rule.get(field) or {}).values():
                _count(counts[cause], _SLOT.sub("", text))
        for pattern, heard in ((_KINDS, by_kind), (_SYMPTOMS, named)):
            for names in pattern.findall(rule["when"]):
                for name in _NAME.findall(names):
                    heard.setdefault(name, set()).add(cause)
    for name, text in _said_of_symptoms(symptoms):
        _count_in(counts, named.get(name, ()), text)
    for kinds, text in errors:
        _count_in(counts, {cause for kind in kinds for cause in by_kind.get(kind, ())}, text)
    for cause, said in counts.items():
        for text in _texts([causes[cause].get("title"), causes[cause].get("meaning")]):
            _count(said, text)
    return _indexed(counts)


def index_kinds(errors: Iterable[tuple[list[str], str]]) -> dict[str, Any]:
    """Return the index that `likest_kinds` reads: kinds of error by the wordings that rules/errors has of them."""
    counts: dict[str, dict[str, int]] = {}
    for kinds, text in errors:
        for kind in kinds:
            _count(counts.setdefault(kind, {}), f"{text} {kind.replace('_', ' ')}")
    return _indexed(counts)


def _indexed(counts: dict[str, dict[str, int]]) -> dict[str, Any]:
    size = len({word for said in counts.values() for word in said})
    index: dict[str, Any] = {"causes": list(counts), "absent": [], "words": {}}
    for number, said in enumerate(counts.values()):
        index["absent"].append(round(SCALE * math.log(sum(said.values()) + UNSEEN * size)))
        for word, times in said.items():
            index["words"].setdefault(word, []).extend((number, round(SCALE * math.log(1 + times / UNSEEN))))
    return index


def _said_of_symptoms(symptoms: Any) -> Iterator[tuple[str, str]]:
    """Yield the id of each symptom with its phrases and what it means."""
    for symptom in symptoms if isinstance(symptoms, list) else []:
        if isinstance(symptom, Mapping):
            yield str(symptom.get("id")), " ".join(_texts([symptom.get("groups"), symptom.get("meaning")]))


def _count_in(counts: dict[str, dict[str, int]], causes: Iterable[str], text: str) -> None:
    for cause in causes:
        _count(counts[cause], text)


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


def how_like(
    index: Mapping[str, Any], threads: Mapping[str, Any], text: str, least: int = LEAST_WORDS
) -> dict[str, float]:
    """Return how like a text is to each cause: 0 for the likest, for the others by how much less (negative).

    The unit is a natural logarithm over the square root of the number of words that count, so that short and long
    texts compare. `index` is `index_likeness`'s, `threads` `threads.index_threads`'s. Empty below `least` known words.
    """
    looked_at = text[:LOOKED_AT]
    sums, known = _sums(index, words_of(looked_at))
    if known < least:
        return {}
    taught, counted = _sums(threads, features_of(looked_at, threads["concepts"]))
    whole = [one + other + first for one, other, first in zip(sums, taught, threads["first"], strict=True)]
    likest, unit = max(whole), SCALE * math.sqrt(max(counted, known))
    return {cause: (total - likest) / unit for cause, total in zip(index["causes"], whole, strict=True)}


def _sums(index: Mapping[str, Any], spoken: Iterable[str]) -> tuple[list[int], int]:
    """Return what words give to each cause, and how many of them are known."""
    words: dict[str, list[int]] = index["words"]
    known = [words[word] for word in spoken if word in words]
    sums = [-len(known) * absent for absent in index["absent"]]
    for given in known:
        pairs = iter(given)
        for number, gives in zip(pairs, pairs, strict=True):
            sums[number] += gives
    return sums, len(known)


def likest_kinds(index: Mapping[str, Any], text: str) -> list[str]:
    """Return the kinds of error whose wordings a message is most like, best first; empty where too few words tell.

    More than one are returned where the words do not tell them apart. At least half of the message's words stand in
    wordings of the first.
    """
    words: dict[str, list[int]] = index["words"]
    spoken = words_of(text[:LOOKED_AT])
    known = [words[word] for word in spoken if word in words]
    if not LEAST_SPOKEN <= len(known) <= MOST_SPOKEN or len(known) * 2 < len(spoken):
        return []
    sums = [-len(known) * absent for absent in index["absent"]]
    hits = [0] * len(sums)
    for given in known:
        for at in range(0, len(given), 2):
            sums[given[at]] += given[at + 1]
            hits[given[at]] += 1
    order = sorted(range(len(sums)), key=lambda number: -sums[number])
    if hits[order[0]] * 2 < len(known):
        return []
    near = [number for number in order[:MOST_KINDS] if sums[order[0]] - sums[number] <= NEAR]
    return [index["causes"][number] for number in near]
