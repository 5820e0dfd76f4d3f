"""Rows of tables whose condition is judged like a rule's: rules/proofs.yaml, the known causes of rules/refunds.yaml.

A row's condition is held against the facts, and without a found, a ruled-out and a not-enough example it is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportdesk.i18n import gettext
from supportdesk.judging.condition import ConditionError, parse_condition
from supportdesk.judging.rule_file import OF, OUTCOMES, Rule, Vocabulary
from supportdesk.judging.views import visible_facts
from supportdesk.judging.yaml_text import Document

Place = tuple[str | int, ...]


def read_condition_row(
    document: Document, at: Place, needed: tuple[str, ...], optional: tuple[str, ...], vocabulary: Vocabulary
) -> Rule:
    """Return the row at a place of the document as a rule without a cause, its `id` as the row gives it.

    `needed` and `optional` name its fields; `of` is 'call' where absent. Raises RulesError with line and reason.
    """
    row = document.data
    for key in at:
        row = row[key]
    if not isinstance(row, dict):
        raise document.error(gettext("a row is a mapping"), *at)
    for name in row:
        if name not in needed and name not in optional:
            raise document.error(gettext("no such field: {name}{hint}").format(name=name, hint=""), *at, name)
    for name in needed:
        if not row.get(name):
            raise document.error(gettext("the field {name} is missing").format(name=name), *at)
    of = row.get("of", "call")
    if of not in OF:
        raise document.error(gettext("{name} is one of {words}").format(name="of", words=", ".join(OF)), *at, "of")
    facts = visible_facts(vocabulary.facts, of)
    try:
        condition = parse_condition(str(row["when"]), facts, vocabulary.releases)
    except ConditionError as problem:
        raise document.error(gettext("when: {problem}").format(problem=problem), *at, "when") from problem
    _check_examples(document, row["examples"], at, facts)
    return Rule({**row, "of": of, "file": document.path, "facts": condition.facts}, condition, [])


def _check_examples(document: Document, examples: Any, at: Place, facts: Mapping[str, Any]) -> None:
    found = set()
    for number, example in enumerate(examples if isinstance(examples, list) else []):
        outcome, values = next(iter(example.items())) if isinstance(example, dict) and example else (None, None)
        if outcome not in OUTCOMES or not isinstance(values, dict):
            raise document.error(
                gettext("an example is one of {words} with its facts").format(words=", ".join(OUTCOMES)),
                *at, "examples", number,
            )  # fmt: skip
        found.add(outcome)
        for fact, value in values.items():
            allowed = (facts.get(fact) or {}).get("values")
            if fact not in facts or (allowed and value not in allowed):
                refusal = gettext("{name} is never {value!r}") if fact in facts else gettext("no fact {name!r} here")
                raise document.error(refusal.format(name=fact, value=value), *at, "examples", number, outcome, fact)
    absent = [outcome for outcome in OUTCOMES if outcome not in found]
    if absent:
        raise document.error(gettext("no example of {words}").format(words=", ".join(absent)), *at, "examples")
