"""Why a request is at fault, in the words of its violations: every field, its value, what is allowed, the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.advising.texts import LANGUAGES, Text
from supportdesk.slots import fill

if TYPE_CHECKING:
    from supportdesk.advising.verdict import Case
    from supportdesk.definitions.violation import Checked, Violation
    from supportdesk.source import Source

MOST = 3
"""Violations that the sentence tells; the others are counted."""

COUNTED = "violations_"
"""Beginning of the facts that count violations of a kind (facts.yaml)."""


def explain_violations(case: Case, checked: Checked, sources: list[Source], words: dict[str, Any]) -> Text | None:
    """Return the sentence for a verdict that rests on violations, None for any other one.

    Those of the kinds that the rule counts come first, then the other errors. `words` is `why` of rules/fixes.yaml.
    """
    if case.top is None or checked.definition is None:
        return None
    kinds = {fact.removeprefix(COUNTED) for fact in case.top.finding.facts if fact.startswith(COUNTED)}
    counted = [one for one in checked.violations if one.severity == "error" or one.pointer in checked.named]
    found = sorted(counted, key=lambda one: one.kind not in kinds)
    if not kinds or not found:
        return None
    model = case.values.get("model") or checked.definition.model
    said: Text = {}
    for language in LANGUAGES:
        parts = [fill(words["one"][language], _slots(one, sources, language)) for one in found[:MOST]]
        if len(found) > MOST:
            parts.append(fill(words["more"][language], {"count": len(found) - MOST}))
        listed = words["joined"][language].join(parts)
        said[language] = fill(words["violations"][language], {"model": model, "list": listed})
    return said


def _slots(one: Violation, sources: list[Source], language: str) -> dict[str, Any]:
    span = one.span
    line = None
    if span is not None and span.source < len(sources):
        line = sources[span.source].position(span.start)[0]
    return {"message": one.message[language], "line": line}
