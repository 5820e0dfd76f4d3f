"""A candidate: one cause that the material supports, with its rule, certainty and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.telling import VAGUE

if TYPE_CHECKING:
    from supportdesk.judging.finding import Finding
    from supportdesk.reading.evidence import Origin
    from supportdesk.relating.tables import Row

LEVELS = ("undetermined", "possible", "likely", "confirmed")
"""Certainties in ascending order; their index is what candidates are compared by."""

CEILING = {"prose": 1, "screenshot": 2}
"""The highest certainty that evidence of an origin can carry (design, 'Facts'); other origins carry any."""


SENT = frozenset(
    {
        "auth_scheme",
        "boundary_missing",
        "content_type",
        "file_as_text",
        "key_shape",
        "method",
        "orphan_tool_results",
        "param_sent",
        "unanswered_tool_calls",
    }
)
"""Facts of the request shown: where they bear a refusal out, its words need not be those of a single system."""


REPORTED = 5
"""What the words of a program add to the score where a person reports them."""


class Candidate:
    """One cause with the finding that supports it.

    `level` is the index of its certainty in LEVELS; `score` orders candidates (certainty, then specificity, then
    trust; no probability); `explains` are causes that this one explains away. `by_looks`: nothing in the material
    speaks for it but the likeness of its symptom to that of another candidate (advising/alike.py).
    """

    __slots__ = ("by_looks", "cause", "explains", "finding", "level", "row", "score")

    def __init__(self, finding: Finding, row: Row, level: int, *, by_looks: bool = False) -> None:
        self.by_looks = by_looks
        self.cause: str = finding.rule["cause"]
        self.finding = finding
        self.row = row
        self.level = level
        self.score = score(finding, row, level)
        self.explains: list[str] = []

    @property
    def certainty(self) -> str:
        """The certainty as a word of the public contract."""
        return LEVELS[self.level]

    @property
    def rests_on_prose(self) -> bool:
        """Whether nothing but the words of a person speaks for it."""
        return _origins(self.finding, self.row) == {"prose"}


def certainty_of(finding: Finding, row: Row, ticket: Row) -> int:
    """Return how certain a TRUE finding is: its rule's word, no more than its weakest evidence allows."""
    return most_certain(finding.rule, finding.facts, row, ticket)


def most_certain(
    rule: dict[str, Any], facts: Sequence[str], row: Row, ticket: Row, *, assumed: bool | None = None
) -> int:
    """Return how certain a rule is where `facts` are its evidence; what is not known of them bounds nothing.

    `assumed` says whether the definition is assumed; None takes the row's word.

    Prose carries `possible`, screenshots and an assumed definition `likely`; one message with several meanings, wording
    that no single system owns and contradictory evidence `likely`; an operator's own rule is never `confirmed`.
    """
    level = LEVELS.index(rule["certainty"])
    for fact in facts:
        origin = row.origin.get(fact) or ticket.origin.get(fact)
        level = min(level, CEILING.get(origin or "record", 3))
    if assumed is None:
        assumed = bool(row.values.get("definition_assumed"))
    if assumed and any(_needs_definition(fact) for fact in facts):
        level = min(level, 2)
    generic = row.values.get("error_system") == "generic" and "error_kind" in facts
    if (generic or "error_kinds" in facts) and SENT.isdisjoint(facts):
        level = min(level, 2)
    if ticket.values.get("contradictions") or rule.get("operator"):
        level = min(level, 2)
    seen = {piece.origin for piece in row.pieces}
    if "screenshot" in seen and seen <= CEILING.keys():  # facts that were counted have no origin
        level = min(level, CEILING["screenshot"])
    return level


def score(finding: Finding, row: Row, level: int) -> int:
    """Return the number that orders candidates: certainty, then comparisons that are TRUE, then trust.

    Of what rests on prose alone comparisons weigh little: several words of a description say no more than an answer.
    What a person reports of a program's words goes before his own.
    """
    from supportdesk.relating.drafts import TRUST

    origins = _origins(finding, row)
    trust = min((TRUST[origin] for origin in origins), default=4)
    weight = 1 if origins == {"prose"} else 10
    kind = str(row.values.get("error_kind"))
    is_reported = origins == {"prose"} and "error_kind" in finding.facts
    if is_reported and kind not in VAGUE and not kind.startswith("status_"):
        trust += REPORTED
    return level * 1000 + min(finding.true_comparisons, 9) * weight + trust


def _origins(finding: Finding, row: Row) -> set[Origin]:
    """Return where what a finding rests on was read; facts that were counted have no origin."""
    return {row.origin[fact] for fact in finding.facts if fact in row.origin}


def _needs_definition(fact: str) -> bool:
    return fact.startswith(("violations_", "first_")) or fact in ("model_on_endpoint", "unknown_named")
