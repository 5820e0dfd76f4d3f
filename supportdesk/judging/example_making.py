"""Examples made of a condition alone: facts for which it holds, for which it does not, and too few to tell.

What they are tried on is the condition's logic; what the tables look up besides is tried by running them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlglot import exp

from supportdesk.judging.condition import COMPARISONS, Atom, Condition
from supportdesk.judging.kleene import Answer, value
from supportdesk.judging.matching_text import matching_texts
from supportdesk.judging.reasoning import constant, finds

Facts = Mapping[str, Mapping[str, Any]]
Values = dict[str, Any]
Example = tuple[str, Values]

MOST_STEPS = 20_000
OTHER = "zz-other"


def make_examples(condition: Condition, facts: Facts) -> list[Example]:
    """Return (outcome, facts) pairs: found ones for each word of a list, then ruled-out and not-enough ones.

    Each comparison decides one found and one ruled-out example, where it can; each fact of a found one is left out in a
    not-enough one. Empty where no facts were found for which the condition holds.
    """
    choices = {fact: _choices(fact, condition, facts) for fact in condition.facts}
    base = _search(condition, choices, True)
    if base is None:
        return []
    base = _needed(condition, base)
    made: list[Example] = [("found", base)]
    for fact, words in choices.items():
        made += [("found", _needed(condition, changed)) for changed in _changed(condition, base, fact, words, True)]
    for wanted, outcome in ((True, "found"), (False, "ruled_out")):
        for atom in range(len(condition.atoms)):
            known = _search(condition, choices, wanted, atom)
            if known is not None:
                made.append((outcome, _needed(condition, known)))
    if not any(outcome == "ruled_out" for outcome, _ in made):
        other = _search(condition, choices, False)
        made += [] if other is None else [("ruled_out", other)]
    for found in [known for outcome, known in made if outcome == "found"]:
        for fact in found:
            fewer = {name: word for name, word in found.items() if name != fact}
            if answer_of(condition, fewer) is None:
                made.append(("not_enough", fewer))
    return list({(outcome, tuple(sorted(known.items()))): (outcome, known) for outcome, known in made}.values())


def answer_of(condition: Condition, known: Values) -> Answer:
    """Return a condition's answer to known facts, what is not known left open."""
    return value(condition.tree, [_holds(atom, known) for atom in condition.atoms])


def _holds(atom: Atom, known: Values) -> Answer:
    if any(fact not in known for fact in atom.facts):
        return None
    node, mine = atom.expression, known[atom.facts[0]]
    if isinstance(node, exp.RegexpLike):
        return finds(node.expression.this, mine)
    words = [constant(literal) for _, literal in atom.literals] or [known[atom.facts[1]]]
    if isinstance(node, exp.In):
        return mine in words
    if isinstance(node, exp.Between):
        return bool(words[0] <= mine <= words[1])
    sign = COMPARISONS[type(node)]
    if sign in ("=", "<>"):
        return bool((mine == words[0]) == (sign == "="))
    return bool({"<": mine < words[0], "<=": mine <= words[0], ">": mine > words[0], ">=": mine >= words[0]}[sign])


def _choices(fact: str, condition: Condition, facts: Facts) -> list[Any]:
    """Return values of a fact worth trying: those that its comparisons name, those beside them, and others."""
    about = facts[fact]
    named: list[Any] = []
    for atom in condition.atoms:
        if fact in atom.facts:
            named += [constant(literal) for name, literal in atom.literals if name == fact]
    named += _matching(fact, condition)
    if about["type"] == "boolean":
        others: list[Any] = [True, False]
    elif about["type"] in ("integer", "real"):
        others = [near for word in named for near in (word + 1, word - 1)] + [7, 8]
    else:
        others = list(about.get("values") or (OTHER, "zz"))
    return list(dict.fromkeys([*named, *others]))


def _matching(fact: str, condition: Condition) -> list[str]:
    """Return texts that patterns of a fact match; of a list of names (`,a,b,`) what several of them match together."""
    patterns = [atom.expression.expression.this for atom in condition.atoms if _is_matched(atom, fact)]
    texts = [list(matching_texts(pattern)) for pattern in patterns]
    together = [
        one + other[1:]
        for place, ones in enumerate(texts)
        for one in ones
        for others in texts[place + 1 :]
        for other in others
        if one.startswith(",") and one.endswith(",") and other.startswith(",") and one != other
    ]
    return [*(text for ones in texts for text in ones), *together]


def _is_matched(atom: Atom, fact: str) -> bool:
    return fact in atom.facts and isinstance(atom.expression, exp.RegexpLike)


def _search(
    condition: Condition, choices: Mapping[str, list[Any]], wanted: bool, atom: int | None = None
) -> Values | None:
    """Return facts that give the condition the answer `wanted`, all of them known; None where none were found.

    With `atom` the answer hangs on that comparison: were it otherwise, the answer were, too.
    """
    names = list(choices)
    steps = 0

    def _try(known: Values) -> Values | None:
        nonlocal steps
        steps += 1
        answer = answer_of(condition, known)
        if answer is (not wanted) or steps > MOST_STEPS:
            return None
        if len(known) == len(names):
            return known if answer is wanted and (atom is None or _decides(condition, known, atom)) else None
        name = names[len(known)]
        for word in choices[name]:
            found = _try({**known, name: word})
            if found is not None:
                return found
        return None

    return _try({})


def _decides(condition: Condition, known: Values, atom: int) -> bool:
    answers = [_holds(one, known) for one in condition.atoms]
    before = value(condition.tree, answers)
    answers[atom] = not answers[atom]
    return value(condition.tree, answers) is not before


def _needed(condition: Condition, known: Values) -> Values:
    """Return the facts without those whose absence leaves the answer as it is."""
    answer = answer_of(condition, known)
    for fact in reversed(list(known)):
        fewer = {name: word for name, word in known.items() if name != fact}
        if answer_of(condition, fewer) is answer:
            known = fewer
    return known


def _changed(condition: Condition, base: Values, fact: str, words: list[Any], wanted: bool) -> Iterator[Values]:
    """Yield the facts with another word of one fact for which the answer is `wanted`."""
    for word in words:
        if base.get(fact) != word:
            changed = {**base, fact: word}
            if answer_of(condition, changed) is wanted:
                yield changed
