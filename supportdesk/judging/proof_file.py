"""rules/proofs.yaml: what a known fact proves about the parties that might be at fault, as conditions over facts.

A row is read like a rule: its condition is held against the facts, its slots against what the condition makes known,
and without a found, a ruled-out and a not-enough example it is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportdesk.i18n import gettext
from supportdesk.judging.condition import ConditionError, parse_condition
from supportdesk.judging.fact_file import check_texts
from supportdesk.judging.rule_file import OF, OUTCOMES, Rule, Vocabulary, known_when
from supportdesk.judging.views import visible_facts
from supportdesk.judging.yaml_text import Document
from supportdesk.slots import SlotError, slot_names

FIELDS = frozenset({"id", "of", "excludes", "when", "because", "source", "examples"})
NEEDED = ("id", "excludes", "when", "because", "source", "examples")


def read_proofs(document: Document, vocabulary: Vocabulary) -> list[Rule]:
    """Return the rows of the file in its order, as rules without a cause; raises RulesError with line and reason."""
    rows = (document.data or {}).get("rows")
    parties = (document.data or {}).get("parties")
    if not isinstance(rows, list) or not isinstance(parties, dict):
        raise document.error(gettext("the file has parties and rows"))
    for name in parties:
        check_texts(document, {word: parties[name].get(word) for word in ("en", "zh")}, "parties", name)
    return [_read_row(document, number, row, parties, vocabulary) for number, row in enumerate(rows)]


def _read_row(document: Document, number: int, row: Any, parties: Mapping[str, Any], vocabulary: Vocabulary) -> Rule:
    at = ("rows", number)
    if not isinstance(row, dict):
        raise document.error(gettext("a row is a mapping"), *at)
    for name in row:
        if name not in FIELDS:
            raise document.error(gettext("no such field: {name}{hint}").format(name=name, hint=""), *at, name)
    for name in NEEDED:
        if not row.get(name):
            raise document.error(gettext("the field {name} is missing").format(name=name), *at)
    of = row.get("of", "call")
    if of not in OF:
        raise document.error(gettext("{name} is one of {words}").format(name="of", words=", ".join(OF)), *at, "of")
    for party in row["excludes"]:
        if party not in parties:
            words = ", ".join(parties)
            raise document.error(gettext("{name} is one of {words}").format(name="excludes", words=words), *at)
    check_texts(document, row["because"], *at, "because")
    facts = visible_facts(vocabulary.facts, of)
    try:
        condition = parse_condition(str(row["when"]), facts, vocabulary.releases)
    except ConditionError as problem:
        raise document.error(gettext("when: {problem}").format(problem=problem), *at, "when") from problem
    _check_slots(document, row, at, known_when(condition, answer=True))
    _check_examples(document, row, at, facts)
    data = {**row, "of": of, "id": f"proof.{row['id']}", "file": document.path, "facts": condition.facts}
    return Rule(data, condition, [])


def _check_slots(document: Document, row: dict[str, Any], at: tuple[str | int, ...], known: set[str]) -> None:
    for language, text in row["because"].items():
        try:
            required, optional = slot_names(text)
        except SlotError as problem:
            raise document.error(f"because.{language}: {problem}", *at, "because", language) from problem
        for slot in sorted((required | optional) - known):
            raise document.error(
                gettext("{name}.{language}: {{{slot}}} may be not known when the rule is found").format(
                    name="because", language=language, slot=slot
                ),
                *at, "because", language,
            )  # fmt: skip


def _check_examples(
    document: Document, row: dict[str, Any], at: tuple[str | int, ...], facts: Mapping[str, Any]
) -> None:
    found = set()
    for number, example in enumerate(row["examples"]):
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
