"""The order of causes that nothing proves, by what the ticket's words are most like; and what leads when no rule holds.

Words are no evidence of a cause, so what they decide is never more than possible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.advising.alike import MOST
from supportdesk.advising.candidates import Candidate

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from supportdesk.advising.alike import Open

POSSIBLE = 1
START = 4.0
"""What the first of a list of open causes is ahead by; the others are by less. The unit is likeness.how_like's."""
AHEAD, AHEAD_WHEN_OPEN = 3.0, 6.0
"""By how much a cause is more like the ticket than the first, which is only possible, to go before it.

The second for a cause for which no rule has enough evidence.
"""
LEAD, LEAD_BY_LOOKS = -1.0, 1.0
"""By how much the first of a list of open causes is more like the ticket than any other cause to be possible.

The second where nothing that was read speaks for it.
"""
FAR = -99.0
"""How like a ticket is to a cause that is not among those compared."""
MONEY = "billing."


def by_words(
    found: list[Candidate],
    open_ones: list[Candidate],
    named: Container[str],
    likeness: Mapping[str, float],
    still_open: Open,
    told: bool,
) -> list[Candidate]:
    """Return the candidates of a ticket that nothing proves, ordered by what its words are like.

    `found` are those of rules that hold, `named` their causes and what they explain; `likeness` is likeness.how_like's;
    empty leaves the order. What is likely stays first. `told` is own_words.is_told's; else nothing leads by words.
    """
    if not likeness:
        return found + open_ones
    is_weak = bool(found) and found[0].level == POSSIBLE
    if is_weak:
        found = _likest_first(found, likeness, AHEAD)
    if len(found) < MOST:
        open_ones = _ordered(open_ones, len(found), named, likeness, still_open)
    if not found:
        return _with_leader(open_ones, likeness, still_open) if told else open_ones
    return _led_by_words(found, open_ones, likeness, still_open) if is_weak else found + open_ones


def _ordered(
    open_ones: list[Candidate],
    found: int,
    named: Container[str],
    likeness: Mapping[str, float],
    still_open: Open,
) -> list[Candidate]:
    """Return the open candidates, the likest first; those that stand before in the list have a start.

    Of the causes that are not listed the `MOST` likest come to them; for its looks alone none stands behind the first
    `MOST` of the whole list, of which `found` stand before.
    """
    listed = {one.cause for one in open_ones}
    wanted = [cause for cause in likeness if cause not in listed and cause not in named]
    wanted = sorted(wanted, key=lambda cause: -likeness[cause])[:MOST]
    start = {id(one): START / (1 + place / 2) for place, one in enumerate(open_ones)}
    ordered = sorted(
        [*open_ones, *still_open.candidates(wanted)],
        key=lambda one: -likeness.get(one.cause, FAR) - start.get(id(one), 0),
    )
    kept = [one for place, one in enumerate(ordered, found) if place < MOST or not one.by_looks]
    return kept if found else _likest_first(kept, likeness, 0)


def _with_leader(open_ones: list[Candidate], likeness: Mapping[str, float], still_open: Open) -> list[Candidate]:
    """Return the open candidates, the first of them possible where the words are clearly like no other cause more."""
    if not open_ones or still_open.is_refuted(open_ones[0].cause):
        return open_ones
    first = open_ones[0]
    rest = max(like for cause, like in likeness.items() if cause != first.cause)
    lead = likeness.get(first.cause, FAR) - rest
    uncharged = first.cause.startswith(MONEY) and still_open.tables.ticket.values.get("claimed_charged") is False
    if uncharged or lead < (LEAD_BY_LOOKS if first.by_looks else LEAD):
        return open_ones
    return [_possible(first), *open_ones[1:]]


def _led_by_words(
    found: list[Candidate], open_ones: list[Candidate], likeness: Mapping[str, float], still_open: Open
) -> list[Candidate]:
    """Return all candidates, an open one first that the words are much more like than the first that was found.

    Whether money was taken or given back is no matter of words; what an answer of the customer speaks against stays.
    """
    able = [one for one in open_ones if not one.cause.startswith(MONEY) and not still_open.is_refuted(one.cause)]
    best = max(able, key=lambda one: likeness.get(one.cause, FAR), default=None)
    if best is None or not _is_ahead(best, found[0], likeness, AHEAD_WHEN_OPEN):
        return found + open_ones
    return [_possible(best), *found, *(one for one in open_ones if one is not best)]


def _likest_first(candidates: list[Candidate], likeness: Mapping[str, float], ahead: float) -> list[Candidate]:
    """Return candidates of which none is better proved, the likest first where it is more than `ahead` of the first."""
    best = max(candidates, key=lambda one: likeness.get(one.cause, FAR), default=None)
    if best is None or not _is_ahead(best, candidates[0], likeness, ahead):
        return candidates
    return [best, *(one for one in candidates if one is not best)]


def _is_ahead(best: Candidate, first: Candidate, likeness: Mapping[str, float], ahead: float) -> bool:
    """Whether the words are so much more like one cause than the first that it goes before it.

    A rule that says which of the two comes first is heeded, and so is one that rests on all that the other rests on and
    more; a dispute about money stays one; what a system answered says more than what a person tells of it.
    """
    if likeness.get(best.cause, FAR) - likeness.get(first.cause, FAR) <= ahead:
        return False
    if best.cause in (first.finding.rule.get("supersedes") or ()):
        return False
    if first.cause.startswith(MONEY) and not best.cause.startswith(MONEY):
        return False
    if set(best.finding.facts) < set(first.finding.facts):
        return False
    return first.rests_on_prose or not best.rests_on_prose


def _possible(candidate: Candidate) -> Candidate:
    return Candidate(candidate.finding, candidate.row, POSSIBLE, by_looks=candidate.by_looks)
