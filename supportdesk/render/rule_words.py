"""A rule in words: its condition as a tree of sentences, where each fact comes from, and the rules beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlglot import exp

from supportdesk.i18n import gettext, mark, pick
from supportdesk.judging.condition import COMPARISONS, Atom, Condition, Tree
from supportdesk.judging.reasoning import constant
from supportdesk.named import NamedTuple
from supportdesk.slots import tokens

Facts = Mapping[str, Mapping[str, Any]]

SIGNS = {
    "=": mark("{fact} is {value}"),
    "<>": mark("{fact} is not {value}"),
    ">": mark("{fact} is more than {value}"),
    ">=": mark("{fact} is {value} or more"),
    "<": mark("{fact} is less than {value}"),
    "<=": mark("{fact} is {value} or less"),
}
ORIGINS = {
    "read": mark("read in the material"),
    "looked_up": mark("looked up in the tables of the rules"),
    "derived": mark("worked out of other facts of the same row"),
    "related": mark("counted over the rows of the same work"),
    "computed": mark("computed by a function of the program"),
}
GROUPS = {
    ("and", True): mark("all of these hold:"),
    ("or", True): mark("at least one of these holds:"),
    ("and", False): mark("these do not all hold:"),
    ("or", False): mark("none of these holds:"),
}


class Line(NamedTuple):
    """One line of a condition's tree: its depth, its text, and the number of its comparison (None: a group)."""

    depth: int
    text: str
    atom: int | None


def condition_lines(condition: Condition) -> list[Line]:
    """Return a condition as lines of a tree in the language in use, comparisons in the order in which they stand."""
    return list(_lines(condition, condition.tree, 0, True))


def _lines(condition: Condition, tree: Tree, depth: int, wanted: bool) -> Iterator[Line]:
    if isinstance(tree, int):
        text = comparison_text(condition.atoms[tree])
        yield Line(depth, text if wanted else gettext("not: {text}").format(text=text), tree)
    elif tree[0] == "not":
        yield from _lines(condition, tree[1], depth, not wanted)
    else:
        yield Line(depth, gettext(GROUPS[tree[0], wanted]), None)
        for part in tree[1:]:
            yield from _lines(condition, part, depth + 1, True)


def comparison_text(atom: Atom) -> str:
    """Return one comparison as a sentence in the language in use."""
    node = atom.expression
    fact = atom.facts[0]
    if isinstance(node, exp.RegexpLike):
        return gettext("{fact} has what the pattern finds: {value}").format(fact=fact, value=node.expression.this)
    values = [_shown(constant(literal)) for _, literal in atom.literals]
    if isinstance(node, exp.Between):
        return gettext("{fact} is from {low} to {high}").format(fact=fact, low=values[0], high=values[1])
    if isinstance(node, exp.In):
        return gettext("{fact} is one of {values}").format(fact=fact, values=", ".join(values))
    value = values[0] if values else atom.facts[1]
    return gettext(SIGNS[COMPARISONS[type(node)]]).format(fact=fact, value=value)


def origin_text(fact: Mapping[str, Any]) -> str:
    """Return where a fact comes from, in the language in use."""
    return gettext(ORIGINS[fact["from"]])


def plain_text(text: str) -> str:
    """Return a rule's text with its slots as ‹fact› and its clauses in their brackets."""
    shown: dict[str, Callable[[str], str]] = {"slot": lambda word: f"‹{word}›"}
    return "".join(shown.get(kind, str)(word) for kind, word in tokens(text))


class Neighbours(NamedTuple):
    """The rules and causes beside a rule: of the same cause, that it explains away, that explain it away, roots."""

    same_cause: list[str]
    supersedes: list[str]
    superseded_by: list[str]
    consequence_of: list[str]
    consequences: list[str]


def neighbours(rule: Mapping[str, Any], rules: list[dict[str, Any]], causes: Mapping[str, Any]) -> Neighbours:
    """Return a rule's neighbours: ids of rules, and of causes in `supersedes`, `consequence_of` and `consequences`."""
    cause = rule["cause"]
    return Neighbours(
        [one["id"] for one in rules if one["cause"] == cause and one["id"] != rule["id"]],
        list(rule.get("supersedes") or ()),
        [one["id"] for one in rules if cause in (one.get("supersedes") or ()) and one["id"] != rule["id"]],
        list((causes.get(cause) or {}).get("consequence_of") or ()),
        [name for name, entry in causes.items() if cause in (entry.get("consequence_of") or ())],
    )


def policy_text(rule: Mapping[str, Any], refunds: Mapping[str, Any]) -> str:
    """Return what the refund policy of a rule says, '' where it has none."""
    policy = (refunds.get("policies") or {}).get(rule.get("refund")) or {}
    return f"{rule['refund']}: {pick(policy.get('reason'))}" if policy else str(rule.get("refund") or "")


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool) else str(value)
