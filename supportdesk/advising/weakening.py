"""Evidence against a candidate: an answer to our question that rules out what would have made the cause more certain.

We ask for what would confirm a cause. Where the answer is the other one, the cause is less certain than before we
asked, by one level; what was not asked for counts as ever.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from supportdesk.advising.candidates import LEVELS, Candidate
from supportdesk.judging.kleene import Answer, signs_of, value

if TYPE_CHECKING:
    from supportdesk.judging.finding import Finding

CONFIRMED = 3


def weakened(found: list[Candidate], findings: Sequence[Finding], answered: Container[str]) -> list[Candidate]:
    """Return the candidates with a level less for those that an answer speaks against; level 0 is undetermined.

    `answered` are the facts that answers to our questions told. What an answer itself speaks for stays.
    """
    best: dict[str, Candidate] = {}
    for candidate in found:
        if candidate.cause not in best or candidate.level > best[candidate.cause].level:
            best[candidate.cause] = candidate
    against = {
        cause
        for cause, candidate in best.items()
        if candidate.level < CONFIRMED
        and all(_without(one.finding, answered) is True for one in found if one.cause == cause)
        and any(speaks_against(finding, cause, candidate.level, answered) for finding in findings)
    }
    return [
        Candidate(one.finding, one.row, one.level - 1) if one.cause in against and one.level else one for one in found
    ]


def speaks_against(finding: Finding, cause: str, level: int, answered: Container[str]) -> bool:
    """Whether a rule that would make a cause more certain is ruled out by answers alone."""
    rule = finding.rule
    if finding.answer is not False or rule["cause"] != cause or LEVELS.index(rule["certainty"]) <= level:
        return False
    return _without(finding, answered) is None


def _without(finding: Finding, answered: Container[str]) -> Answer:
    """Return what a rule would say if nothing had been answered."""
    judged, tree = finding.judged, finding.rule["tree"]
    asked = {sign if sign >= 0 else ~sign for sign in signs_of(tree)}
    atoms = {
        number: None if any(fact in answered for fact in judged.atom_facts[number]) else judged.atoms[number]
        for number in asked
    }
    return value(tree, atoms)
