"""The order of causes that nothing proves, by rules and words together; and what leads when no rule holds.

Words are no evidence of a cause, so what they decide is never more than possible, and what is confirmed they leave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.advising.alike import MOST
from supportdesk.advising.candidates import Candidate

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from supportdesk.advising.alike import Open

POSSIBLE = 1
TOUCHED = 1.5
AHEAD = (TOUCHED, 6.0, 11.0)
"""What a cause is ahead by that the material touches, that a rule finds possible, or likely.

The unit is likeness.how_like's. With these three and DECAY most verdicts were right of 1,181 restated public threads
that neither the rules of that day nor the threads compared with had seen (87.6 %), and of 945 others (76.2 %); weights
a fifth away, alone or together, gave up to half a point less.
"""
DECAY = 0.5
"""By how much less of it, place by place, the later causes of a list are ahead."""
LEAD, LEAD_BY_LOOKS = 0.0, 2.0
"""By how much the first of a list of open causes is more like the ticket than any other cause to be possible.

The second where nothing that was read speaks for it, or all is prose of which nothing is understood: half of such
verdicts on unseen threads were right, and where there was none a tenth.
"""
FAR = -15.0
"""How like a ticket is at least to any cause."""
MONEY = "billing."
LIMITS = ("quota.", "rate.")


def by_words(
    found: list[Candidate],
    open_ones: list[Candidate],
    named: Container[str],
    likeness: Mapping[str, float],
    still_open: Open,
    told: bool | None,
) -> list[Candidate]:
    """Return the candidates of a ticket that nothing proves, ordered by how well rules and words speak for each.

    `found` are those of rules that hold, `named` their causes and what they explain; `likeness` is likeness.how_like's;
    empty leaves the order. A likely cause that another one goes before is possible, as is the other. `told` is
    own_words.is_told's; where it is false nothing leads by words alone, and where it is None they have to be clearer.
    """
    if not likeness:
        return found + open_ones
    ordered = _ordered(found, open_ones, named, likeness, still_open)
    leader = next((one for one in ordered if _may_lead(one, found, still_open)), None)
    if leader is None:
        return ordered
    rest = [one for one in ordered if one is not leader]
    if not found:
        is_possible = told is not False and _has_lead(leader, likeness, still_open, bool(told))
        return [_possible(leader) if is_possible else leader, *rest]
    if leader.level < found[0].level:
        rest = [_possible(one) if one.level > POSSIBLE else one for one in rest]
    return [leader if leader.level else _possible(leader), *rest]


def _ordered(
    found: list[Candidate],
    open_ones: list[Candidate],
    named: Container[str],
    likeness: Mapping[str, float],
    still_open: Open,
) -> list[Candidate]:
    """Return all candidates and of the causes not among them the `MOST` likest, the best first.

    For its looks alone none stands behind the first `MOST`.
    """
    listed = {one.cause for one in open_ones}
    wanted = [cause for cause in likeness if cause not in listed and cause not in named]
    wanted = sorted(wanted, key=lambda cause: -likeness[cause])[:MOST]
    ahead = {**_ahead(found), **_ahead(one for one in open_ones if not one.by_looks)}
    ordered = sorted(
        [*found, *open_ones, *still_open.candidates(wanted)],
        key=lambda one: -_like(one, likeness) - ahead.get(id(one), 0),
    )
    return [one for place, one in enumerate(ordered) if place < MOST or not one.by_looks]


def _ahead(candidates: Iterable[Candidate]) -> dict[int, float]:
    """Return by how much each candidate of a list is ahead of what only words speak for, by its id."""
    return {id(one): AHEAD[one.level] / (1 + DECAY * place) for place, one in enumerate(candidates)}


def _like(candidate: Candidate, likeness: Mapping[str, float]) -> float:
    return max(likeness.get(candidate.cause, FAR), FAR)


def _may_lead(candidate: Candidate, found: list[Candidate], still_open: Open) -> bool:
    """Whether words may put a candidate before the first that was found.

    What is likely stays first, but by the words of an error that anybody may have said; where a rule says which comes
    first it is heeded, and so is one that rests on all that the other rests on and more; a dispute about money stays
    one and no words make one; what an error says of money or a limit yields to no other family by words alone; what an
    answer of the customer speaks against does not lead.
    """
    if found and (candidate is found[0] or (found[0].level > POSSIBLE and not _is_told_by_many(found[0]))):
        return candidate is found[0]
    if not candidate.level and still_open.is_refuted(candidate.cause):
        return False
    if not found:
        return True
    if not candidate.level and not candidate.cause.startswith(LIMITS) and _is_limit(found[0]):
        return False
    is_money = candidate.cause.startswith(MONEY)
    if (found[0].cause.startswith(MONEY) and not is_money) or (is_money and not candidate.level):
        return False
    first, other = found[0].finding, candidate.finding
    if candidate.level and set(other.facts) < set(first.facts):
        return False
    behind = [*(first.rule.get("supersedes") or ()), *(first.rule.get("doubts") or ())]
    return candidate.cause not in behind and other.rule.get("id") not in behind


def _is_told_by_many(first: Candidate) -> bool:
    """Whether the words of an error are all that a cause rests on, and no single system owns their wording."""
    return _is_of_error(first) and first.row.values.get("error_system") == "generic"


def _is_of_error(candidate: Candidate) -> bool:
    """Whether what an error says is all that a candidate rests on."""
    return all(fact.startswith("error_") for fact in candidate.finding.facts)


def _is_limit(first: Candidate) -> bool:
    """Whether the words of an error, not its bare status, say that money or a limit is used up."""
    bare = str(first.row.values.get("error_kind", "")).startswith("status_")
    return first.cause.startswith(LIMITS) and _is_of_error(first) and not bare and not _is_told_by_many(first)


def _has_lead(leader: Candidate, likeness: Mapping[str, float], still_open: Open, told: bool) -> bool:
    """Whether the words are clearly like no other cause more than one that no rule found; no charge is one refused."""
    rest = max(like for cause, like in likeness.items() if cause != leader.cause)
    if leader.cause.startswith(MONEY) and still_open.tables.ticket.values.get("claimed_charged") is False:
        return False
    least = LEAD if told and not leader.by_looks else LEAD_BY_LOOKS
    return _like(leader, likeness) - rest >= least


def _possible(candidate: Candidate) -> Candidate:
    """Return a candidate as only possible, with what it explains."""
    possible = Candidate(candidate.finding, candidate.row, POSSIBLE, by_looks=candidate.by_looks)
    possible.explains = candidate.explains
    return possible
