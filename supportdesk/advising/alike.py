"""Causes that look like the leading one from outside, for a verdict that is not proved: what an expert rules out next.

`looks_like` of rules/causes.yaml names, per cause, those that show the same symptom, the commonest first. One that the
material rules out is not named: each of its rules is FALSE on every row, or one is by an answer to our question.
Those of `unknown` are what a call most often has whose material shows nothing: they fill a list that no cause leads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.advising.candidates import Candidate

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from supportdesk.judging.finding import Finding, Findings
    from supportdesk.relating.tables import Row, Tables

LEADING = 2
"""Of so many causes at the head of the list those that look like them are named."""
START = 0.3
"""What the first of a list is ahead by where words order it; the others are by less. All likeness is at most 1."""
AHEAD = 0.4
"""By how much a cause that is only possible is more like the ticket than the first of them to go before it."""
DISPUTES = ("claimed_charged", "claimed_mismatch", "claimed_twice", "claimed_no_refund", "asks_money")
"""Facts of a ticket in which a charge is told of or asked about."""
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


def usual(open_ones: list[Candidate], findings: Findings, tables: Tables, knowledge: Any) -> list[Candidate]:
    """Return the open candidates of a ticket that shows no cause, filled up with what such a ticket most often has.

    A ticket that speaks of money and shows no error most often has what `of_money` of `unknown` names: these stand
    first where a charge is told of or asked about.
    """
    entry, values = knowledge.causes["unknown"], tables.ticket.values
    wanted = list(entry["looks_like"]) if tables.calls else []
    if values.get("about_money") and not values.get("has_error"):
        if any(values.get(fact) for fact in DISPUTES):
            listed = {one.cause: one for one in open_ones}
            first = [listed.get(one.cause, one) for one in _open(entry["of_money"], findings, tables, knowledge)]
            taken = {one.cause for one in first}
            return first + [one for one in open_ones if one.cause not in taken]
        wanted = [*entry["of_money"], *wanted]
    listed_causes = {one.cause for one in open_ones}
    wanted = [cause for cause in wanted if cause not in listed_causes]
    return open_ones + _open(wanted, findings, tables, knowledge)[: max(MOST - len(open_ones), 0)]


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
    likeness: Mapping[str, float],
    findings: Findings,
    tables: Tables,
    knowledge: Any,
) -> list[Candidate]:
    """Return the open candidates in the order of how like the ticket's words are to what our rules say of each cause.

    What stands before in the list has a start, unless it would lead the list. Of the causes that are not listed the
    `MOST` likest come to them; for its looks alone none stands behind the first `MOST` of the whole list, of which
    `found` stand before. `likeness` is likeness.how_like's.
    """
    if not likeness:
        return open_ones
    listed = {one.cause for one in open_ones}
    wanted = [cause for cause in likeness if cause not in listed and cause not in named]
    wanted = sorted(wanted, key=lambda cause: -likeness[cause])[:MOST]
    added = _open(wanted, findings, tables, knowledge)
    start = {id(one): START / (1 + place / 2) for place, one in enumerate(open_ones)}
    ordered = sorted([*open_ones, *added], key=lambda one: -likeness.get(one.cause, 0) - start.get(id(one), 0))
    kept = [one for place, one in enumerate(ordered, found) if place < MOST or not one.by_looks]
    return kept if found else likest_first(kept, likeness, 0)


def likest_first(candidates: list[Candidate], likeness: Mapping[str, float], ahead: float) -> list[Candidate]:
    """Return candidates of which none is better proved, the likest first where it is more than `ahead` of the first."""
    if not candidates:
        return candidates
    best = max(candidates, key=lambda one: likeness.get(one.cause, 0))
    if likeness.get(best.cause, 0) - likeness.get(candidates[0].cause, 0) <= ahead:
        return candidates
    if best.cause in (candidates[0].finding.rule.get("supersedes") or ()):
        return candidates  # a rule says which of the two comes first
    if best.rests_on_prose and not candidates[0].rests_on_prose:
        return candidates  # what a system answered says more than what a person tells of it
    return [best, *(one for one in candidates if one is not best)]


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
