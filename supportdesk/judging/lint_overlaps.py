"""Lint of rules against each other: what one adds to the others, and what nobody will ever see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from supportdesk.i18n import gettext
from supportdesk.judging.lint_rules import Linted
from supportdesk.judging.problems import Problem
from supportdesk.judging.reasoning import Undecided, implies

Facts = Mapping[str, Mapping[str, Any]]
LEVEL = {"possible": 1, "likely": 2, "confirmed": 3}


def lint_overlaps(rules: list[Linted], facts: Facts) -> Iterator[Problem]:
    """Yield what pairs of rules of one table are to each other."""
    for one, other in combinations(rules, 2):
        if one.data.get("of", "call") != other.data.get("of", "call"):
            continue
        if not set(one.condition.facts) & set(other.condition.facts):
            continue
        try:
            there = implies(one.condition, other.condition, facts)
            back = implies(other.condition, one.condition, facts)
        except Undecided:
            continue
        if there and back:
            yield from _equal(one, other)
        elif there:
            yield from _narrower(one, other)
        elif back:
            yield from _narrower(other, one)


def _equal(one: Linted, other: Linted) -> Iterator[Problem]:
    """Two rules that hold at the same time: of one cause one is too many, of two causes neither is proved."""
    later, earlier = (other, one) if other.operator or not one.operator else (one, other)
    if one.data["cause"] == other.data["cause"]:
        message = gettext("the same condition and cause as {rule}").format(rule=earlier.data["id"])
        yield later.page.problem("twice", message, "when")
        return
    if _explains(one, other) or _explains(other, one):
        return
    both_possible = LEVEL[one.data["certainty"]] == LEVEL[other.data["certainty"]] == 1
    message = gettext("the same condition as {rule}, which says {cause}").format(
        rule=earlier.data["id"], cause=earlier.data["cause"]
    )
    code = "side-by-side" if both_possible else "two-causes"
    yield later.page.problem(code, message, "when", hint=gettext("Let one supersede the other, or tell them apart."))


def _narrower(narrow: Linted, wide: Linted) -> Iterator[Problem]:
    """One rule that holds only where another does."""
    certain, other = LEVEL[narrow.data["certainty"]], LEVEL[wide.data["certainty"]]
    if narrow.data["cause"] == wide.data["cause"]:
        if certain > other:
            message = gettext("more certain than {rule}, which holds wherever this one does")
            yield narrow.page.problem("refined", message.format(rule=wide.data["id"]), "when")
        elif certain < other or len(narrow.condition.atoms) <= len(wide.condition.atoms):
            message = gettext("wherever this holds, {rule} of the same cause holds and is at least as certain")
            yield narrow.page.problem("overlap", message.format(rule=wide.data["id"]), "when")
    elif _explains(wide, narrow) and not _explains(narrow, wide) and other >= certain:
        message = gettext("wherever this holds, {rule} holds and explains {cause} away")
        yield narrow.page.problem(
            "explained-away", message.format(rule=wide.data["id"], cause=narrow.data["cause"]), "when"
        )


def _explains(one: Linted, other: Linted) -> bool:
    return other.data["cause"] in (one.data.get("supersedes") or [])
