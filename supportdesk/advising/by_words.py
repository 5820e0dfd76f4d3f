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

POSSIBLE, LIKELY = 1, 2
TOUCHED = 1.0
AHEAD = (TOUCHED, 5.0, 9.0)
"""What a cause is ahead by that the material touches, that a rule finds possible, or likely.

The unit is likeness.how_like's. With these three and DECAY most verdicts were right (86.4 %) of 1,181 restated public
threads that neither the rules of that day nor the threads compared with had seen; 85.0 % where a likely cause always
stayed first and others needed set distances. Half or twice of each of them gives one or two points less.
"""
DECAY = 1.0
"""By how much less of it, place by place, the later causes of a list are ahead."""
LEAD, LEAD_BY_LOOKS = 0.0, 2.0
"""By how much the first of a list of open causes is more like the ticket than any other cause to be possible.

The second where nothing that was read speaks for it.
"""
OTHERWISE = 1.5
"""By how much more a ticket is like a cause of another family for what an error proves of a call to be likely only.

Of 331 verdicts that were confirmed of unseen threads (see AHEAD) 5 were wrong; of the 23 that this lowers 3.
"""
FAR = -15.0
"""How like a ticket is at least to any cause."""
MONEY = "billing."
LIMITS = ("quota", "rate")


def by_words(
    found: list[Candidate],
    open_ones: list[Candidate],
    named: Container[str],
    likeness: Mapping[str, float],
    still_open: Open,
    told: bool,
) -> list[Candidate]:
    """Return the candidates of a ticket that nothing proves, ordered by how well rules and words speak for each.

    `found` are those of rules that hold, `named` their causes and what they explain; `likeness` is likeness.how_like's;
    empty leaves the order. A likely cause that another one goes before is possible, as is the other. `told` is
    own_words.is_told's; where it is false nothing leads by words alone.
    """
    if not likeness:
        return found + open_ones
    ordered = _ordered(found, open_ones, named, likeness, still_open)
    leader = next((one for one in ordered if _may_lead(one, found, still_open)), None)
    if leader is None:
        return ordered
    rest = [one for one in ordered if one is not leader]
    if not found:
        is_possible = told and _has_lead(leader, likeness, still_open)
        return [_possible(leader) if is_possible else leader, *rest]
    if leader.level < found[0].level:
        rest = [_possible(one) if one.level > POSSIBLE else one for one in rest]
    return [leader if leader.level else _possible(leader), *rest]


def told_otherwise(ranked: list[Candidate], likeness: Mapping[str, float]) -> list[Candidate]:
    """Return candidates with what an error confirms as only likely where the words clearly tell of something else.

    What rests on other facts too, a request that breaks its definition, a sum that does not fit or a model of another
    kind, stays confirmed, as does everything where `likeness` is empty.
    """
    if not likeness:
        return ranked
    likest = max(likeness, key=lambda cause: likeness[cause])
    sure = [one for one in ranked if one.level > LIKELY]
    if any(_family(one.cause) == _family(likest) or not _is_of_error(one) for one in sure):
        return ranked
    return [_at(LIKELY, one) if one in sure and _like(one, likeness) < -OTHERWISE else one for one in ranked]


def _family(cause: str) -> str:
    return cause.partition(".")[0]


def _is_of_error(candidate: Candidate) -> bool:
    """Whether what an error says is all that a candidate rests on."""
    return all(fact.startswith("error_") for fact in candidate.finding.facts)


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
    one and no words make one; what an answer of the customer speaks against does not lead.
    """
    if found and (candidate is found[0] or (found[0].level > POSSIBLE and not _is_told_by_many(found[0]))):
        return candidate is found[0]
    if not candidate.level and still_open.is_refuted(candidate.cause):
        return False
    if not found:
        return True
    if not candidate.level and _family(candidate.cause) not in LIMITS and _is_limit(found[0]):
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


def _is_limit(first: Candidate) -> bool:
    """Whether the words of an error, not its bare status, say that money or a limit is used up."""
    bare = str(first.row.values.get("error_kind", "")).startswith("status_")
    return _family(first.cause) in LIMITS and _is_of_error(first) and not bare and not _is_told_by_many(first)


def _has_lead(leader: Candidate, likeness: Mapping[str, float], still_open: Open) -> bool:
    """Whether the words are clearly like no other cause more than one that no rule found; no charge is one refused."""
    rest = max(like for cause, like in likeness.items() if cause != leader.cause)
    if leader.cause.startswith(MONEY) and still_open.tables.ticket.values.get("claimed_charged") is False:
        return False
    return _like(leader, likeness) - rest >= (LEAD_BY_LOOKS if leader.by_looks else LEAD)


def _possible(candidate: Candidate) -> Candidate:
    """Return a candidate as only possible, with what it explains."""
    return _at(POSSIBLE, candidate)


def _at(level: int, candidate: Candidate) -> Candidate:
    """Return a candidate at another level of certainty, with what it explains."""
    other = Candidate(candidate.finding, candidate.row, level, by_looks=candidate.by_looks)
    other.explains = candidate.explains
    return other
