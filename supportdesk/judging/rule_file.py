"""One rule, one file: read, held against the facts and causes, and made ready for SQLite.

Of ours a rule without a found, a ruled-out and a not-enough example is refused; an operator's is taken with a warning
and is never `confirmed` (design, 'A rule').
"""

from __future__ import annotations

from typing import Any

from supportdesk.i18n import mark
from supportdesk.judging.condition import Condition
from supportdesk.judging.dialects import expression_sql
from supportdesk.judging.rule_checks import OF, OUTCOMES, TEXTS, TODO, Checked, Vocabulary, known_when
from supportdesk.judging.yaml_text import Document
from supportdesk.knowledge import Warned
from supportdesk.named import NamedTuple

__all__ = ["OF", "OUTCOMES", "Rule", "Vocabulary", "atom_rows", "known_when", "read_rule"]

UNPROVEN = mark("{file}: no example of {words}; the rule is never more than likely")


UNWRITTEN = mark("{file}: its texts still say TODO; the rule is never more than possible")


class Rule(NamedTuple):
    """A read rule: `data` as the cache keeps it, its parsed condition, and what was noticed (English sentences)."""

    data: dict[str, Any]
    condition: Condition
    warnings: list[Warned]


def read_rule(document: Document, vocabulary: Vocabulary, *, operator: bool) -> Rule:
    """Return the rule of a file; raises RulesError with the line and the reason of the first thing that is wrong.

    `operator` says that the file lies in the operator's own directory.
    """
    checked = Checked(document, vocabulary, operator=operator)
    if checked.problems or checked.condition is None:
        raise checked.problems[0]
    return rule_of(document, checked.condition, checked.absent, operator=operator)


def rule_of(document: Document, condition: Condition, absent: list[str], *, operator: bool) -> Rule:
    """Return the rule of a file that was found right; `absent` are the outcomes that no example shows."""
    data = document.data
    rule = {name: data[name] for name in data if name not in ("examples", "disabled")}
    rule |= {
        "of": data.get("of", "call"),
        "supersedes": data.get("supersedes") or [],
        "doubts": data.get("doubts") or [],
        "file": document.path,
        "operator": operator,
        "facts": condition.facts,
        "examples": [{outcome: values or {} for outcome, values in one.items()} for one in data.get("examples") or []],
    }
    warnings: list[Warned] = []
    if absent:
        warnings = [(UNPROVEN, {"file": document.path, "words": ", ".join(absent)})]
        if rule["certainty"] == "confirmed":
            rule["certainty"] = "likely"
    if operator and any(TODO in text for name in TEXTS for text in (data.get(name) or {}).values()):
        warnings.append((UNWRITTEN, {"file": document.path}))
        rule["certainty"] = "possible"
    return Rule(rule, condition, warnings)


def atom_rows(condition: Condition) -> list[dict[str, Any]]:
    """Return the condition's comparisons for the cache: `sql` of SQLite and the `facts` that each names."""
    return [
        {"sql": expression_sql(atom.expression, "sqlite", {None: "f"}), "facts": atom.facts} for atom in condition.atoms
    ]
