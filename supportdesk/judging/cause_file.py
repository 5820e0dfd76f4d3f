"""The known causes of rules/refunds.yaml: why a charge stands, or was given back wrongly, as conditions over facts.

A row is read as those of rules/proofs.yaml are; `state` says of which accounts it may be told, `since` and `before`
between which releases it holds.
"""

from __future__ import annotations

from typing import Any

from supportdesk.i18n import gettext
from supportdesk.judging.condition_rows import Place, read_condition_row
from supportdesk.judging.fact_file import check_texts
from supportdesk.judging.rule_file import Rule, Vocabulary
from supportdesk.judging.views import visible_facts
from supportdesk.judging.yaml_text import Document

LIST = "known_causes"
STATES = ("kept", "unsettled", "refunded", "overpaid")
"""Of an account: failed and not given back, not ended or without a record, given back, given back too much."""

NEEDED = ("id", "state", "when", "en", "zh", "decides", "source", "examples")
OPTIONAL = ("of", "since", "before")


def read_causes(document: Document, vocabulary: Vocabulary) -> list[Rule]:
    """Return the known causes of a file in its order, as rules without a cause.

    `since` and `before` are ordinals of releases, None where the row has no such bound. Raises RulesError with line and
    reason.
    """
    rows = (document.data or {}).get(LIST) or []
    return [_read_row(document, (LIST, number), vocabulary) for number in range(len(rows))]


def _read_row(document: Document, at: Place, vocabulary: Vocabulary) -> Rule:
    rule = read_condition_row(document, at, NEEDED, OPTIONAL, vocabulary)
    row = rule.data
    if row["state"] not in STATES:
        words = ", ".join(STATES)
        raise document.error(gettext("{name} is one of {words}").format(name="state", words=words), *at, "state")
    check_texts(document, {language: row[language] for language in ("en", "zh")}, *at, "en")
    bounds: dict[str, int | None] = {}
    for name in ("since", "before"):
        release = row.get(name)
        if release is not None and release not in vocabulary.releases:
            message = gettext("no release {name!r} in gateways.yaml").format(name=release)
            raise document.error(message, *at, name)
        bounds[name] = None if release is None else vocabulary.releases[release]
    _check_decides(document, row, at, vocabulary)
    return Rule({**row, **bounds, "id": f"known.{row['id']}"}, rule.condition, [])


def _check_decides(document: Document, row: dict[str, Any], at: Place, vocabulary: Vocabulary) -> None:
    """Hold `decides` against its shape: both languages and a fact that a row of the table shows."""
    decides = row["decides"] if isinstance(row["decides"], dict) else {}
    check_texts(document, {name: text for name, text in decides.items() if name != "fact"}, *at, "decides")
    fact = decides.get("fact")
    if fact not in visible_facts(vocabulary.facts, row["of"]):
        raise document.error(gettext("no fact {name!r} here").format(name=fact), *at, "decides")
