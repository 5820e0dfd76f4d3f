"""words_needed(): what a text must hold before a regular expression can match in it, read off the parsed expression.

Of a sequence every part is needed, of branches one. A part that is not understood needs nothing, so what is needed is
never more than what a match holds. Imported where patterns are compiled: a wheel ships what it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

MOST_EXACT = 48
"""Texts up to which all that a part of a pattern matches is written out."""

MOST_WORDS = 32
"""Words up to which looking for them costs less than the search."""

FEW_WORDS = 3
"""Words of a second set up to which it is worth being looked for as well."""

MOST_COMMON = 0.6
"""Words that stand in texts more often than this are not worth looking for."""

_LETTERS = {
    "e": 0.1, "t": 0.08, "a": 0.07, "o": 0.07, "i": 0.065, "n": 0.065, "s": 0.06, "r": 0.06, "h": 0.045, "l": 0.04,
    "d": 0.035, "c": 0.035, "u": 0.027, "m": 0.025, "p": 0.022, "f": 0.02, "g": 0.02, "y": 0.017, "w": 0.017,
    "b": 0.015, "v": 0.01, "k": 0.008, "x": 0.003, "j": 0.002, "q": 0.002, "z": 0.002, " ": 0.15, "\n": 0.04, "_": 0.02,
}  # fmt: skip
_OTHER_ASCII, _OTHER, _LENGTH = 0.015, 0.004, 60
"""How often a character stands at a place of a text, and how many places a text has, about."""

Exact = frozenset[str]
"""All texts that a part of a pattern matches, letters of ASCII in lower case where the pattern folds case."""

Needs = list[Exact]
"""Sets of words; of each set one word stands in whatever the part of a pattern matches."""


def words_needed(pattern: str, flags: int) -> tuple[list[list[str]], bool]:
    """Return sets of words, and whether they are in lower case because the pattern folds case somewhere.

    Of each set at least one word stands in every text in which the pattern matches; no set where none is known.
    Raises re.error where the pattern is wrong.
    """
    parsed = import_module("re._parser").parse(pattern, flags)
    folds = bool(parsed.state.flags & re.IGNORECASE) or "(?i" in pattern
    exact, needs = _Reader(folds).sequence(parsed)
    needs = [_shortest(words) for words in (*needs, *_of(exact))]
    telling = sorted(
        (words for words in needs if len(words) <= MOST_WORDS and _common(words) <= MOST_COMMON), key=_worth
    )
    best = telling[:1]
    best += [words for words in telling[1:] if len(words) <= FEW_WORDS and not _implied(best[0], words)][:1]
    return [sorted(words) for words in sorted(best, key=len)], folds


class _Reader:
    """Reads the parts of one parsed pattern."""

    def __init__(self, folds: bool) -> None:
        self.folds = folds

    def sequence(self, parts: Iterable[tuple[Any, Any]]) -> tuple[Exact | None, Needs]:
        """Return all that a sequence matches, None if that is much, and what it needs."""
        needs: Needs = []
        whole: Exact | None = frozenset({""})
        run = frozenset({""})
        for operation, given in parts:
            name = str(operation)
            repeated = name in _REPEATS and given[0] > 0 and tuple(given[:2]) != (1, 1)
            own, found = self.sequence(given[2]) if repeated else self._part(name, given)
            needs += found
            whole = None if repeated else _joined(whole, own)
            longer = _joined(run, own)
            if longer is None:
                needs += [*_of(run), *_of(own)]
            elif repeated:
                needs += _of(longer)
            else:
                run = longer
                continue
            run = own or frozenset({""})
        return whole, [*needs, *_of(run)]

    def _part(self, name: str, given: Any) -> tuple[Exact | None, Needs]:
        """Return the same of one part."""
        if name in ("LITERAL", "IN"):
            return self._exact([given] if name == "LITERAL" else _members(given)), []
        if name in ("SUBPATTERN", "ATOMIC_GROUP"):
            return self.sequence(given[-1] if name == "SUBPATTERN" else given)
        if name == "ASSERT":
            return frozenset({""}), _either([self.sequence(given[1])])
        if name in ("AT", "ASSERT_NOT"):
            return frozenset({""}), []
        if name == "BRANCH":
            found = [self.sequence(branch) for branch in given[1]]
            every = [exact for exact, _needs in found if exact is not None]
            together = frozenset().union(*every)
            known = len(every) == len(found) and len(together) <= MOST_EXACT
            return together if known else None, _either(found)
        if name in _REPEATS and given[1] == 1:
            exact, needs = self.sequence(given[2])
            return (exact, needs) if given[0] else (None if exact is None else exact | {""}, [])
        return None, []

    def _exact(self, points: list[int] | None) -> Exact | None:
        signs = [chr(point) for point in points or ()]
        if not signs or len(signs) > MOST_EXACT:
            return None
        if not self.folds:
            return frozenset(signs)
        return frozenset(sign.lower() for sign in signs) if all(map(_folds_simply, signs)) else None


_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


def _members(given: list[tuple[Any, Any]]) -> list[int] | None:
    """Return the code points of a class; None for one with too many."""
    points: list[int] = []
    for operation, own in given:
        name = str(operation)
        if name == "LITERAL":
            points.append(own)
        elif name == "RANGE" and own[1] - own[0] < MOST_EXACT:
            points += range(own[0], own[1] + 1)
        else:
            return None
    return points


def _folds_simply(sign: str) -> bool:
    """Whether only its own upper and lower case equal a character when case is folded: ASCII, and what has no case."""
    return sign.isascii() or sign == sign.lower() == sign.upper() == sign.casefold()


def _either(found: list[tuple[Exact | None, Needs]]) -> Needs:
    """Return words of which one stands in what any of some parts matches; nothing where a part needs none."""
    together: set[str] = set()
    for exact, needs in found:
        best = min((*needs, *_of(exact)), key=_worth, default=None)
        if best is None:
            return []
        together |= best
    return [frozenset(together)]


def _joined(before: Exact | None, behind: Exact | None) -> Exact | None:
    """Return all texts of one part with all of the next behind them; None where those are too many."""
    if before is None or behind is None or len(before) * len(behind) > MOST_EXACT:
        return None
    return frozenset(one + other for one in before for other in behind)


def _of(exact: Exact | None) -> Needs:
    """Return the words of a part that matches these texts alone."""
    return [exact] if exact and "" not in exact else []


def _shortest(words: Exact) -> Exact:
    """Return the words without those that hold another of them."""
    return frozenset(word for word in words if not any(other != word and other in word for other in words))


def _implied(words: Exact, others: Exact) -> bool:
    """Whether a text that holds one of the words holds one of the others as well."""
    return all(any(other in word for other in others) for word in words)


def _worth(words: Exact) -> tuple[float, list[str]]:
    """Sort sets by how well they tell and how little they cost."""
    return _common(words) + 0.002 * len(words), sorted(words)


def _common(words: Exact) -> float:
    """Return how often one of the words stands in a text, about."""
    return sum(map(_share, words))


def _share(word: str) -> float:
    share = float(_LENGTH)
    for sign in word:
        share *= _LETTERS.get(sign.lower(), _OTHER_ASCII if sign.isascii() else _OTHER)
    return min(share, 1.0)
