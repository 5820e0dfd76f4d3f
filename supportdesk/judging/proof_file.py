"""rules/proofs.yaml: what a known fact proves about the parties that might be at fault, as conditions over facts.

A row is read like a rule: its condition is held against the facts, its slots against what the condition makes known,
and without a found, a ruled-out and a not-enough example it is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportdesk.i18n import gettext
from supportdesk.judging.condition_rows import Place, read_condition_row
from supportdesk.judging.fact_file import check_texts
from supportdesk.judging.rule_file import Rule, Vocabulary, known_when
from supportdesk.judging.yaml_text import Document
from supportdesk.slots import SlotError, slot_names

NEEDED = ("id", "excludes", "when", "because", "source", "examples")


def read_proofs(document: Document, vocabulary: Vocabulary) -> list[Rule]:
    """Return the rows of the file in its order, as rules without a cause; raises RulesError with line and reason."""
    rows = (document.data or {}).get("rows")
    parties = (document.data or {}).get("parties")
    if not isinstance(rows, list) or not isinstance(parties, dict):
        raise document.error(gettext("the file has parties and rows"))
    for name in parties:
        check_texts(document, {word: parties[name].get(word) for word in ("en", "zh")}, "parties", name)
    return [_read_row(document, ("rows", number), parties, vocabulary) for number in range(len(rows))]


def _read_row(document: Document, at: Place, parties: Mapping[str, Any], vocabulary: Vocabulary) -> Rule:
    rule = read_condition_row(document, at, NEEDED, ("of",), vocabulary)
    row = rule.data
    for party in row["excludes"]:
        if party not in parties:
            words = ", ".join(parties)
            raise document.error(gettext("{name} is one of {words}").format(name="excludes", words=words), *at)
    check_texts(document, row["because"], *at, "because")
    _check_slots(document, row, at, known_when(rule.condition, answer=True))
    return Rule({**row, "id": f"proof.{row['id']}"}, rule.condition, [])


def _check_slots(document: Document, row: dict[str, Any], at: Place, known: set[str]) -> None:
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
