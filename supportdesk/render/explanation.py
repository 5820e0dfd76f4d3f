"""What a rule made of a ticket: how each comparison came out, where its value stands, and why it is the verdict or not.

Reads a finished Diagnosis and decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.i18n import gettext, mark, pick
from supportdesk.judging.reasoning import comparisons
from supportdesk.masking import mask
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.advising.diagnosis import Diagnosis
    from supportdesk.judging.condition import Condition
    from supportdesk.judging.finding import Finding
    from supportdesk.knowledge import Knowledge
    from supportdesk.relating.tables import Row

ANSWERS = {True: mark("TRUE"), False: mark("FALSE"), None: mark("not known")}
FINDINGS = {True: mark("found"), False: mark("ruled out"), None: mark("not enough evidence")}
LONGEST = 120
"""Characters of a value that are shown."""


class Seen(NamedTuple):
    """A fact as a comparison saw it.

    `value` None: not known; `places` are (source's name, line, column) of where it was read, those of `basis` where it
    rests on another fact; `ask` what would decide it, '' where it is known or could change nothing.
    """

    fact: str
    value: Any
    places: list[tuple[str, int, int]]
    basis: str | None
    ask: str


class Outcome(NamedTuple):
    """One comparison on one row: its number in the condition, its answer, and the facts that it names."""

    atom: int
    answer: bool | None
    seen: list[Seen]


class RowAnswer(NamedTuple):
    """What a rule says of one row: the table, the row's number from 1, the answer and every comparison's outcome."""

    table: str
    number: int
    answer: bool | None
    outcomes: list[Outcome]


def row_answers(
    rule: dict[str, Any], condition: Condition, diagnosis: Diagnosis, knowledge: Knowledge
) -> list[RowAnswer]:
    """Return the answers of a rule on a ticket, one for each row that it has a finding of; none without such rows."""
    places = _Places(diagnosis)
    found = [finding for finding in diagnosis.findings if finding.rule["id"] == rule["id"]]
    return [
        RowAnswer(one.table, one.index + 1, one.answer, _outcomes(one, condition, places, knowledge)) for one in found
    ]


def verdict_reason(rule: dict[str, Any], answers: list[RowAnswer], diagnosis: Diagnosis) -> str:
    """Return in the language in use why a rule is or is not the verdict."""
    verdict = diagnosis.data["verdict"]
    causes = diagnosis.data["causes"]
    mine = next((one for one in causes if one["cause"] == rule["cause"]), None)
    if not answers:
        return gettext("The ticket has no row of the table that this rule judges.")
    if not any(one.answer for one in answers):
        words = mark("Ruled out: the comparisons that are FALSE decide it.")
        if any(one.answer is None for one in answers):
            words = mark("Not enough evidence: what is not known could still make it hold.")
        return gettext(words)
    if verdict["cause"] == rule["cause"] and mine is not None:
        if mine["rule"] == rule["id"]:
            return gettext("This rule is the verdict: {cause}, {certainty}.").format(
                cause=verdict["cause"], certainty=gettext(verdict["certainty"])
            )
        return gettext("Its cause is the verdict; {rule} says it with more certainty or more evidence.").format(
            rule=mine["rule"]
        )
    explaining = next((one for one in causes if rule["cause"] in one["explains"]), None)
    if explaining is not None:
        return gettext("Found, but explained by {cause} ({rule}).").format(
            cause=explaining["cause"], rule=explaining["rule"]
        )
    if mine is not None and mine["certainty"] != "undetermined":
        return gettext("Found as {certainty}, but {cause} stands before it ({other}).").format(
            certainty=gettext(mine["certainty"]), cause=verdict["cause"], other=gettext(verdict["certainty"])
        )
    return gettext("Found, but {cause} is confirmed, and what is only possible is not listed beside it.").format(
        cause=verdict["cause"]
    )


class _Places:
    """The sources of a ticket, by their number."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        self.sources = {source.index: source for source in diagnosis.sources}

    def of(self, row: Row, fact: str) -> list[tuple[str, int, int]]:
        """Return the places of a fact: source's name, line, column."""
        spans = [span for span in row.spans.get(fact, ()) if span.source in self.sources]
        found = [(self.sources[span.source].name, *self.sources[span.source].position(span.start)) for span in spans]
        return list(dict.fromkeys(found))


def _outcomes(finding: Finding, condition: Condition, places: _Places, knowledge: Knowledge) -> list[Outcome]:
    judged = finding.judged
    missing = set(finding.missing)
    numbers = list(comparisons(finding.rule["tree"]))
    found = []
    for atom, number in zip(comparisons(condition.tree), numbers, strict=True):
        facts = condition.atoms[atom].facts
        seen = [_seen(fact, judged.rows, fact in missing, places, knowledge) for fact in facts]
        found.append(Outcome(atom, judged.atoms[number], seen))
    return found


def _seen(fact: str, rows: tuple[Row, ...], is_missing: bool, places: _Places, knowledge: Knowledge) -> Seen:
    for row in rows:
        if fact in row.values:
            value = row.values[fact]
            shown = mask(value[:LONGEST])[0] if isinstance(value, str) else value
            return Seen(fact, shown, places.of(row, fact), row.basis.get(fact), "")
    about = knowledge.facts[fact]
    where = pick(about.get("where"))
    asked = f"{pick(about.get('ask'))} ({where})" if where else str(pick(about.get("ask")))
    return Seen(fact, None, [], None, asked if is_missing else "")
