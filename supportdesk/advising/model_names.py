"""The model that was probably meant by a name that nobody knows: the nearest known one, where one is clearly it."""

from __future__ import annotations

from typing import Any

from supportdesk.definitions.catalogue import LONGEST_NAME

MARKS = "-_. :/@"
"""Signs between the words of a name; one for another, one too many or one too few is half an error."""

DIGIT = 3.0
"""What another digit counts: another version is another model, and no typing error."""

STRANGER, HERE = 0.5, 0.5
"""What a name of another family counts more, and one that the gateway itself documents less."""

CLEARLY = 0.5
"""How much nearer the first name has to be than the second."""


def nearest_model(knowledge: Any, name: str, gateway: str | None) -> str | None:
    """Return the known name that is clearly nearest to `name`, as its source spells it.

    None where the name itself is known exactly (then it is no misspelling), where nothing is near enough (one error in
    six characters) and where two names are about as near.
    """
    wanted = name.strip().lower()
    here = _at_gateway(knowledge, gateway)
    known = _everywhere(knowledge) | here
    if not 3 <= len(wanted) <= min(60, LONGEST_NAME) or wanted in known or wanted.rpartition("/")[2] in known:
        return None
    most = max(1.0, min(3.0, len(wanted) / 6))
    ranked: list[tuple[float, str]] = []
    for other in known:
        if abs(len(other) - len(wanted)) > most * 2 or _unlike(wanted, other) > most * 2 + 2:
            continue
        errors = distance(wanted, other, most)
        if errors <= most:
            weight = errors + STRANGER * (_family(wanted) != _family(other)) - HERE * (other in here)
            ranked.append((weight, other))
    ranked.sort()
    if not ranked or (len(ranked) > 1 and ranked[1][0] - ranked[0][0] < CLEARLY):
        return None
    return known[ranked[0][1]]


def distance(one: str, other: str, most: float) -> float:
    """Return the errors between two names (two letters exchanged are one); more than `most` is not counted exactly."""
    before: list[float] = []
    row = [0.0]
    for sign in other:
        row.append(row[-1] + _cost(sign))
    for at, sign in enumerate(one, 1):
        older, before = before, row
        row = [before[0] + _cost(sign)]
        for to, there in enumerate(other, 1):
            best = min(
                before[to] + _cost(sign), row[to - 1] + _cost(there), before[to - 1] + _exchange(sign, there)
            )  # fmt: skip
            if at > 1 and to > 1 and sign == other[to - 2] and there == one[at - 2] and sign != there:
                best = min(best, older[to - 2] + max(1.0, _cost(sign), _cost(there)))
            row.append(best)
        if min(row) > most:
            return min(row)
    return row[-1]


def _cost(sign: str) -> float:
    return DIGIT if sign.isdigit() else 0.5 if sign in MARKS else 1.0


def _exchange(sign: str, there: str) -> float:
    if sign == there:
        return 0.0
    if sign in MARKS and there in MARKS:
        return 0.5
    return DIGIT if sign.isdigit() or there.isdigit() else 1.0


def _family(name: str) -> str:
    """Return the letters that a name begins with: gpt, claude, gemini."""
    letters = 0
    while letters < len(name) and name[letters].isalpha():
        letters += 1
    return name[:letters]


def _unlike(one: str, other: str) -> int:
    """Return how many characters of two names have no partner in the other, whatever their order."""
    return sum(abs(one.count(sign) - other.count(sign)) for sign in set(one + other))


def _everywhere(knowledge: Any) -> dict[str, str]:
    """Return the exact names that are known in lower case, with their spelling; not those of single gateways alone."""
    own = {name.lower() for row in knowledge.requests for name in row["names"]}
    names = {name: name for name in knowledge.models["names"] if name not in own}
    listed = knowledge.words["fixes"]["model_names"]
    return names | {name.lower(): name for names_of in listed.values() for name in names_of}


def _at_gateway(knowledge: Any, gateway: str | None) -> dict[str, str]:
    """Return the names that a gateway itself documents or lists."""
    own = knowledge.models.get("at", {}).get(gateway or "", {})
    rows = (row["names"] for row in knowledge.requests if row["gateway"] == gateway)
    found = {name.lower(): name for names in rows for name in names if "*" not in name}
    return found | {name: name for name in own if name not in found}
