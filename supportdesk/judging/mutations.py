"""The mutation check: a condition with one thing wrong in it must fail one of its rule's examples.

Mutants are: a comparison replaced by TRUE, by FALSE or by its negation; an AND by OR and the reverse; a literal of a
closed list by another word of it (a boolean's other word is the negation). Of the other words only those are tried
that an example has, and one that none has: the examples cannot tell the rest from that one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from supportdesk.judging.benches import Bench, answers
from supportdesk.judging.condition import Atom, Condition, Tree
from supportdesk.judging.dialects import compose, expression_sql
from supportdesk.judging.examples import Suite
from supportdesk.judging.rule_file import Rule
from supportdesk.named import NamedTuple


class Mutant(NamedTuple):
    """One wrong condition: what was changed, in words, and its SQL."""

    change: str
    sql: str


def survivors(suite: Suite, rule: Rule, bench: Bench | None = None) -> list[str]:
    """Return what was changed in the mutants of a rule that none of its examples notices, on one engine (SQLite)."""
    bench = bench or suite.benches[0]
    if rule.data["id"] not in suite.ranges:
        return ["the rule has no examples"]
    first, last = suite.ranges[rule.data["id"]]
    seen = _seen_words(suite, rule, bench, first, last)
    found = list(mutants(rule.condition, suite.compiled.facts, seen, bench.dialect))
    expected = [example.expected for example in suite.every[first : last + 1]]
    rows = answers(bench.ask(rule.data["of"], [mutant.sql for mutant in found], first, last))
    return [
        mutant.change for mutant, given in zip(found, zip(*rows, strict=True), strict=True) if list(given) == expected
    ]


def mutants(
    condition: Condition, facts: Mapping[str, Mapping[str, Any]], seen: Mapping[str, set[Any]], dialect: str
) -> Iterator[Mutant]:
    """Yield every mutant of a condition; `seen` are the values of each fact in the rule's examples."""
    atoms = [expression_sql(atom.expression, dialect, {None: "f"}) for atom in condition.atoms]
    shown = [atom.expression.sql(dialect="duckdb") for atom in condition.atoms]
    for number, sql in enumerate(atoms):
        for word, other in (("TRUE", "TRUE"), ("FALSE", "FALSE"), ("its negation", f"NOT ({sql})")):
            changed = [*atoms[:number], other, *atoms[number + 1 :]]
            yield Mutant(f"{shown[number]} → {word}", compose(condition.tree, changed))
        for change, other in _other_words(condition.atoms[number], facts, seen, dialect):
            yield Mutant(change, compose(condition.tree, [*atoms[:number], other, *atoms[number + 1 :]]))
    for change, tree in _other_operators(condition.tree, shown):
        yield Mutant(change, compose(tree, atoms))


def _other_words(
    atom: Atom, facts: Mapping[str, Mapping[str, Any]], seen: Mapping[str, set[Any]], dialect: str
) -> Iterator[tuple[str, str]]:
    """Yield the comparison with one literal of a closed list replaced by another word of the list."""
    used = {literal.this for _, literal in atom.literals}
    for fact, literal in atom.literals:
        values: Sequence[Any] = facts[fact].get("values") or ()
        own = literal.this
        others = [word for word in values if word not in used]
        telling = [word for word in others if word in seen.get(fact, ())]
        telling += [word for word in others if word not in seen.get(fact, ())][:1]
        for word in telling:
            literal.set("this", word)
            sql = expression_sql(atom.expression, dialect, {None: "f"})
            literal.set("this", own)
            yield f"{atom.expression.sql(dialect='duckdb')}: {own!r} → {word!r}", sql


def _other_operators(tree: Tree, shown: list[str]) -> Iterator[tuple[str, Tree]]:
    """Yield the tree with one AND written as OR or the reverse, by SQL's precedence and from left to right."""
    if isinstance(tree, int):
        return
    word, parts = tree[0], tree[1:]
    if word == "not":
        for change, inner in _other_operators(parts[0], shown):
            yield change, ["not", inner]
        return
    other = "or" if word == "and" else "and"
    for at in range(1, len(parts)):
        change = f"{word.upper()} before {_brief(parts[at], shown)} → {other.upper()}"
        left, right = _joined(word, parts[:at]), _joined(word, parts[at:])
        if word == "and":
            yield change, ["or", left, right]
        else:
            near = ["and", parts[at - 1], parts[at]]
            yield change, _joined("or", [*parts[: at - 1], near, *parts[at + 1 :]])
        rest = parts[at + 1 :]
        if rest or at > 1:
            yield f"{change} (from the left)", _joined(word, [[other, left, parts[at]], *rest])
    for at, part in enumerate(parts):
        for change, inner in _other_operators(part, shown):
            yield change, [word, *parts[:at], inner, *parts[at + 1 :]]


def _joined(word: str, parts: list[Tree]) -> Tree:
    return parts[0] if len(parts) == 1 else [word, *parts]


def _brief(tree: Tree, shown: list[str]) -> str:
    while not isinstance(tree, int):
        tree = tree[1]
    return shown[tree]


def _seen_words(suite: Suite, rule: Rule, bench: Bench, first: int, last: int) -> dict[str, set[Any]]:
    """Return the words of closed lists that the rule's examples have, derived ones included."""
    closed = [fact for fact in rule.condition.facts if suite.compiled.facts[fact].get("values")]
    if not closed:
        return {}
    rows = bench.ask(rule.data["of"], [f'f."{fact}"' for fact in closed], first, last)
    return {fact: {row[number] for row in rows} - {None} for number, fact in enumerate(closed)}
