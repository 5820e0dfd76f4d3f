"""Causes that look like the leading one from outside, for a verdict that is not proved: what an expert rules out next.

`looks_like` of rules/causes.yaml names, per cause, those that show the same symptom, the commonest first. One that the
material rules out is not named: each of its rules is FALSE on every row, or one is by an answer to our question.
Those of `unknown` are what a call most often has whose material shows nothing: they fill a list that no cause leads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.advising.candidates import Candidate
from supportdesk.likeness import how_like

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from supportdesk.judging.finding import Finding, Findings
    from supportdesk.relating.tables import Row, Tables

LEADING = 2
"""Of so many causes at the head of the list those that look like them are named."""
START = 0.3
"""What the first of a list is ahead by where words order it; the others are by less. All likeness is at most 1."""
MOST = 3
"""Causes in the list, from which on no more are named for their looks."""


def alike(
    leading: Sequence[str], named: Container[str], findings: Findings, tables: Tables, knowledge: Any
) -> list[Candidate]:
    """Return candidates, undetermined, that look like the `leading` causes and are not `named`; best first.

    Their finding is the open one of the cause's rules of which most holds.
    """
    wanted = []
    for leader in leading[:LEADING]:
        entry = knowledge.causes.get(leader) or {}
        wanted += [cause for cause in entry.get("looks_like") or () if cause not in named and cause not in wanted]
    return _open(wanted, findings, tables, knowledge)


def _open(wanted: Sequence[str], findings: Findings, tables: Tables, knowledge: Any) -> list[Candidate]:
    """Return a candidate for each wanted cause that the material does not rule out, in their order.

    A call that a server refused has reached it: causes of calls that are `unanswered` are ruled out.
    """
    if _is_refused(tables):
        wanted = [cause for cause in wanted if not knowledge.causes[cause].get("unanswered")]
    if not wanted:
        return []
    best: dict[str, tuple[int, Finding]] = {}
    answered_no = _answered_no(wanted, findings, tables)
    for finding in findings.open_of(wanted):
        cause = finding.rule["cause"]
        if cause not in answered_no:
            holds = finding.true_comparisons if finding.touched else 0
            if cause not in best or holds > best[cause][0]:
                best[cause] = holds, finding
    ordered = [best[cause][1] for cause in wanted if cause in best]
    return [Candidate(finding, _row(finding, tables), 0, by_looks=True) for finding in ordered]


def by_words(
    open_ones: list[Candidate],
    found: int,
    named: Container[str],
    text: str,
    findings: Findings,
    tables: Tables,
    knowledge: Any,
) -> list[Candidate]:
    """Return the open candidates in the order of how like the ticket's words are to what our rules say of each cause.

    What stands before in the list has a start. Of the causes that are not listed the `MOST` likest come to them;
    for its looks alone none stands behind the first `MOST` of the whole list, of which `found` stand before.
    """
    likeness = how_like(knowledge.words["likeness"], text)
    if not likeness:
        return open_ones
    listed = {one.cause for one in open_ones}
    wanted = [cause for cause in likeness if cause not in listed and cause not in named]
    wanted = sorted(wanted, key=lambda cause: -likeness[cause])[:MOST]
    added = _open(wanted, findings, tables, knowledge)
    start = {id(one): START / (1 + place / 2) for place, one in enumerate(open_ones)}
    ordered = sorted([*open_ones, *added], key=lambda one: -likeness.get(one.cause, 0) - start.get(id(one), 0))
    return [one for place, one in enumerate(ordered, found) if place < MOST or not one.by_looks]


def _answered_no(wanted: Sequence[str], findings: Findings, tables: Tables) -> set[str]:
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
