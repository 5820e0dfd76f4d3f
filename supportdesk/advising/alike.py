"""Causes that look like the leading one from outside, for a verdict that is not proved: what an expert rules out next.

`looks_like` of rules/causes.yaml names, per cause, those that show the same symptom, the commonest first. One that the
material rules out is not named: each of its rules is FALSE on every row, or one is by an answer to our question.
Those of `unknown` are what a call most often has whose material shows nothing: they fill a list that no cause leads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.advising.candidates import Candidate

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping, Sequence

    from supportdesk.judging.finding import Finding, Findings
    from supportdesk.relating.tables import Row, Tables

LEADING = 2
"""Of so many causes at the head of the list those that look like them are named."""
DISPUTES = ("claimed_charged", "claimed_mismatch", "claimed_twice", "claimed_no_refund", "asks_money")
"""Facts of a ticket in which a charge is told of or asked about."""
MOST = 3
"""Causes in the list, from which on no more are named for their looks."""


class Open:
    """What a ticket leaves open: makes candidates, undetermined, of causes that nothing rules out."""

    def __init__(self, findings: Findings, tables: Tables, knowledge: Any) -> None:
        self.findings = findings
        self.tables = tables
        self.causes: Mapping[str, Any] = knowledge.causes

    def candidates(self, wanted: Sequence[str]) -> list[Candidate]:
        """Return a candidate for each wanted cause that the material does not rule out, in their order.

        Its finding is the open one of the cause's rules of which most holds. A call that a server refused has reached
        it: causes of calls that are `unanswered` are ruled out.
        """
        if _is_refused(self.tables):
            wanted = [cause for cause in wanted if not self.causes[cause].get("unanswered")]
        if not wanted:
            return []
        best: dict[str, tuple[int, Finding]] = {}
        against = answered_no(wanted, self.findings, self.tables)
        for finding in self.findings.open_of(wanted):
            cause = finding.rule["cause"]
            if cause not in against:
                holds = finding.true_comparisons if finding.touched else 0
                if cause not in best or holds > best[cause][0]:
                    best[cause] = holds, finding
        ordered = [best[cause][1] for cause in wanted if cause in best]
        return [Candidate(finding, _row(finding, self.tables), 0, by_looks=True) for finding in ordered]

    def is_refuted(self, cause: str) -> bool:
        """Whether an answer to one of our questions speaks against a cause."""
        return bool(answered_no([cause], self.findings, self.tables))


def alike(leading: Sequence[str], named: Container[str], still_open: Open) -> list[Candidate]:
    """Return candidates, undetermined, that look like the `leading` causes and are not `named`; best first."""
    wanted = []
    for leader in leading[:LEADING]:
        entry = still_open.causes.get(leader) or {}
        wanted += [cause for cause in entry.get("looks_like") or () if cause not in named and cause not in wanted]
    return still_open.candidates(wanted)


def usual(open_ones: list[Candidate], still_open: Open) -> list[Candidate]:
    """Return the open candidates of a ticket that shows no cause, filled up with what such a ticket most often has.

    A ticket that speaks of money and shows no error most often has what `of_money` of `unknown` names: these stand
    first where a charge is told of or asked about.
    """
    entry, tables = still_open.causes["unknown"], still_open.tables
    values = tables.ticket.values
    wanted = list(entry["looks_like"]) if tables.calls else []
    if values.get("about_money") and not values.get("has_error"):
        if any(values.get(fact) for fact in DISPUTES):
            listed = {one.cause: one for one in open_ones}
            first = [listed.get(one.cause, one) for one in still_open.candidates(entry["of_money"])]
            taken = {one.cause for one in first}
            return first + [one for one in open_ones if one.cause not in taken]
        wanted = [*entry["of_money"], *wanted]
    listed_causes = {one.cause for one in open_ones}
    wanted = [cause for cause in wanted if cause not in listed_causes]
    return open_ones + still_open.candidates(wanted)[: max(MOST - len(open_ones), 0)]


def answered_no(wanted: Collection[str], findings: Findings, tables: Tables) -> set[str]:
    """Return the causes that answers to our questions speak against."""
    if not tables.answered:
        return set()
    from supportdesk.advising.weakening import speaks_against

    return {
        finding.rule["cause"]
        for finding in findings.of_causes(wanted)
        if speaks_against(finding, finding.rule["cause"], 0, tables.answered)
    }


def _is_refused(tables: Tables) -> bool:
    """Whether every call shown was refused by a server that was reached (4xx; a 5xx may tell of a call behind it)."""
    statuses = [row.values.get("http_status") for row in tables.calls]
    return bool(statuses) and all(isinstance(status, int) and 400 <= status < 500 for status in statuses)


def _row(finding: Finding, tables: Tables) -> Row:
    from supportdesk.advising.rank import row_of

    return row_of(finding, tables)
