"""What can be said of conditions without any ticket: whether one can hold at all, and whether one implies another.

Each comparison of a fact with constants is the set of values that it lets through; sets of one fact are cut with each
other, and a condition cannot hold where one of them becomes empty. Comparisons that are no such set (of two facts, of
an open text with a pattern) are taken as they stand: true or not. A question that is too large is left open.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from sqlglot import exp

from supportdesk.judging.condition import COMPARISONS, Atom, Condition, Tree

MOST_STEPS = 20_000
"""Branches that one question may take."""

Facts = Mapping[str, Mapping[str, Any]]
Formula = tuple[Condition, Tree, bool]
"""A part of a condition, and whether it is to be TRUE (else FALSE)."""


class Undecided(Exception):
    """The question takes more steps than it is worth."""


class Values:
    """A set of one fact's values: the words that are in it, or all but them, within the bounds of a number."""

    __slots__ = ("bounds", "others", "patterns", "words")

    def __init__(
        self,
        words: frozenset[Any],
        *,
        others: bool,
        bounds: tuple[float, bool, float, bool] = (-math.inf, False, math.inf, False),
        patterns: frozenset[tuple[str, bool]] = frozenset(),
    ) -> None:
        """Take `words`, or with `others` all but them; `bounds` are least, whether it is in, most, whether it is in."""
        self.words = words
        self.others = others
        self.bounds = bounds
        self.patterns = patterns

    def __and__(self, other: Values) -> Values:
        """Return what is in both."""
        if self.others and other.others:
            words, others = self.words | other.words, True
        elif self.others or other.others:
            one, rest = (self, other) if other.others else (other, self)
            words, others = one.words - rest.words, False
        else:
            words, others = self.words & other.words, False
        low = max((self.bounds[0], not self.bounds[1]), (other.bounds[0], not other.bounds[1]))
        high = min((self.bounds[2], self.bounds[3]), (other.bounds[2], other.bounds[3]))
        bounds = (low[0], not low[1], high[0], high[1])
        return Values(words, others=others, bounds=bounds, patterns=self.patterns | other.patterns)

    def is_empty(self, *, integers: bool) -> bool:
        """Tell whether nothing is in it; False where that cannot be told."""
        low, low_in, high, high_in = self.bounds
        if not self.others:
            return not any(self._lets_through(word) for word in self.words)
        if any((pattern, not wanted) in self.patterns for pattern, wanted in self.patterns):
            return True
        if low > high or (low == high and not (low_in and high_in)):
            return True
        if integers and high - low <= 64:
            first, last = math.floor(low) + (0 if low_in and low == math.floor(low) else 1), math.ceil(high)
            inside = [n for n in range(first, last + 1) if n < high or (high_in and n == high)]
            return all(number in self.words for number in inside)
        return low == high and low in self.words

    def _lets_through(self, word: Any) -> bool:
        low, low_in, high, high_in = self.bounds
        if isinstance(word, int | float) and not isinstance(word, bool):
            return (low < word or (low_in and low == word)) and (word < high or (high_in and high == word))
        return all(finds(pattern, word) is wanted for pattern, wanted in self.patterns)


class _Side:
    """The values below or above of what a BETWEEN lets through: where it is FALSE, one of both."""

    __slots__ = ("facts", "values")

    def __init__(self, facts: list[str], values: Values) -> None:
        self.facts = facts
        self.values = values


def can_hold(condition: Condition, facts: Facts) -> bool:
    """Tell whether some facts make a condition TRUE. Raises Undecided."""
    return _satisfiable([(condition, condition.tree, True)], facts)


def can_fail(condition: Condition, facts: Facts) -> bool:
    """Tell whether some facts make a condition FALSE. Raises Undecided."""
    return _satisfiable([(condition, condition.tree, False)], facts)


def implies(one: Condition, other: Condition, facts: Facts) -> bool:
    """Tell whether `other` is TRUE wherever `one` is. Raises Undecided."""
    if not set(one.facts) & set(other.facts):
        return False
    return not _satisfiable([(one, one.tree, True), (other, other.tree, False)], facts)


def _satisfiable(formulas: list[Formula], facts: Facts) -> bool:
    """Look for values that give every formula its wanted answer, by cases."""
    steps = [0]

    def _search(waiting: list[Formula], choices: list[list[Formula]], known: dict[str, Any]) -> bool:
        steps[0] += 1
        if steps[0] > MOST_STEPS:
            raise Undecided
        choices = list(choices)
        while waiting:
            condition, tree, wanted = waiting.pop()
            if isinstance(tree, int) and not wanted and type(condition.atoms[tree].expression) is exp.Between:
                choices.append([(condition, side, True) for side in _beside(condition.atoms[tree])])
            elif isinstance(tree, int | _Side):
                changed = _narrowed(tree if isinstance(tree, _Side) else condition.atoms[tree], wanted, known, facts)
                if changed is None:
                    return False
                known = changed
            elif tree[0] == "not":
                waiting.append((condition, tree[1], not wanted))
            elif (tree[0] == "and") == wanted:
                waiting += [(condition, part, wanted) for part in tree[1:]]
            else:
                choices.append([(condition, part, wanted) for part in tree[1:]])
        if not choices:
            return True
        first, rest = choices[0], choices[1:]
        return any(_search([option], rest, known) for option in first)

    return _search(list(formulas), [], {})


def _narrowed(atom: Atom | _Side, wanted: bool, known: dict[str, Any], facts: Facts) -> dict[str, Any] | None:
    """Return what is known with one more comparison decided; None where that contradicts."""
    values = atom.values if isinstance(atom, _Side) else values_of(atom, wanted)
    if isinstance(atom, Atom) and values is None:
        key = atom.expression.sql(dialect="duckdb")
        return None if known.get(key, wanted) is not wanted else {**known, key: wanted}
    if values is None:
        return known
    fact = atom.facts[0]
    both = values & known[fact] if fact in known else values & _every(facts[fact])
    return None if both.is_empty(integers=facts[fact]["type"] == "integer") else {**known, fact: both}


def values_of(atom: Atom, wanted: bool) -> Values | None:
    """Return the values of a comparison's fact that give it the answer `wanted`; None for a comparison of two facts."""
    node = atom.expression
    if len(atom.facts) > 1:
        return None
    if isinstance(node, exp.RegexpLike):
        return Values(frozenset(), others=True, patterns=frozenset({(node.expression.this, wanted)}))
    words = [constant(literal) for _, literal in atom.literals]
    if isinstance(node, exp.Between):
        low, high = words
        return Values(frozenset(), others=True, bounds=(low, True, high, True)) if wanted else None
    sign = "IN" if isinstance(node, exp.In) else COMPARISONS[type(node)]
    if sign in ("=", "<>", "IN"):
        return Values(frozenset(words), others=(sign != "<>") is not wanted)
    if not wanted:
        sign = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}[sign]
    if isinstance(words[0], str):
        return None
    if sign in ("<", "<="):
        return Values(frozenset(), others=True, bounds=(-math.inf, False, words[0], sign == "<="))
    return Values(frozenset(), others=True, bounds=(words[0], sign == ">=", math.inf, False))


def constant(node: exp.Expr) -> Any:
    """Return a checked literal as the value that it stands for."""
    if isinstance(node, exp.Neg):
        return -constant(node.this)
    if isinstance(node, exp.Boolean):
        return bool(node.this)
    if node.is_string:
        return node.this
    return int(node.this) if str(node.this).isdigit() else float(node.this)


def _beside(atom: Atom) -> list[_Side]:
    low, high = (constant(literal) for _, literal in atom.literals)
    below, above = (-math.inf, False, low, False), (high, False, math.inf, False)
    return [_Side(atom.facts, Values(frozenset(), others=True, bounds=bounds)) for bounds in (below, above)]


def comparisons(tree: Tree) -> Iterator[int]:
    """Yield the numbers of all comparisons in a tree."""
    if isinstance(tree, int):
        yield tree
        return
    for part in tree[1:]:
        yield from comparisons(part)


def _every(fact: Mapping[str, Any]) -> Values:
    if fact["type"] == "boolean":
        return Values(frozenset({True, False}), others=False)
    if fact.get("values"):
        return Values(frozenset(fact["values"]), others=False)
    return Values(frozenset(), others=True)


def finds(pattern: str, word: Any) -> bool:
    """Tell whether a checked pattern finds the word, as the engine of tickets reads it."""
    from supportdesk.judging.dialects import pattern_for
    from supportdesk.judging.store import regexp

    return bool(regexp(pattern_for(pattern, "sqlite"), str(word)))
