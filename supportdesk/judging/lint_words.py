"""Lint of words inside of longer texts: a pattern or example over a list of kinds names only kinds that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlglot import exp

from supportdesk.i18n import gettext
from supportdesk.judging.condition import Condition
from supportdesk.judging.nearest import nearest
from supportdesk.judging.problems import Page, Problem

LISTS = {"error_kinds": "error_kind", "model_endpoints": "endpoint", "model_endpoints_open": "endpoint"}
"""Facts that are lists of words in one text → the fact whose closed list has the words."""

_WORD = re.compile(r"(?<![a-z_\\\[-])[a-z][a-z_]{2,}(?![a-z_\]?*+{-])")


def lint_words(page: Page, condition: Condition, facts: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    """Yield words of a rule's patterns and examples that no list has."""
    for atom in condition.atoms:
        fact = atom.facts[0]
        if fact in LISTS and isinstance(atom.expression, exp.RegexpLike):
            for word in _WORD.findall(atom.expression.expression.this):
                yield from _unknown(page, fact, word, facts, "when")
    for number, example in enumerate(page.document.data.get("examples") or []):
        for outcome, values in example.items() if isinstance(example, dict) else ():
            for fact in LISTS.keys() & (values or {}).keys() if isinstance(values, dict) else ():
                for word in str(values[fact]).strip(",").split(","):
                    if word:
                        yield from _unknown(page, fact, word, facts, "examples", number, outcome, fact)


def _unknown(
    page: Page, fact: str, word: str, facts: Mapping[str, Mapping[str, Any]], *keys: str | int
) -> Iterator[Problem]:
    known = (facts.get(LISTS[fact]) or {}).get("values")
    if known and word not in known:
        message = gettext("{name} is never {value!r}{hint}")
        yield page.problem("unknown-name", message.format(name=fact, value=word, hint=nearest(word, known)), *keys)
