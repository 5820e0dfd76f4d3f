"""What to ask for: the facts that are not known and whose answers would separate the causes that are still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.advising.separating import CONFIRMED, Split, separate

if TYPE_CHECKING:
    from supportdesk.advising.candidates import Candidate
    from supportdesk.judging.finding import Finding
    from supportdesk.relating.tables import Tables

MOST_QUESTIONS = {"likely": 2, "possible": 3}
"""Questions of a verdict that stands already; an open one asks `MOST_OPEN`."""
MOST_OPEN = 4
CHARGE, LISTING = "charged_quota", "listing_complete"
"""What a decision about money may wait for: the charge itself, or all that was booked after it."""
GENERAL = ("error_kind", "symptoms")
"""What to ask for, in this order, where the material touches nothing at all: what makes most rules true."""
USUAL_EFFORT = 2
ANYONE = "customer"

Question = dict[str, Any]


def ask(
    candidates: list[Candidate], findings: list[Finding], tables: Tables, knowledge: Any, money: dict[str, Any]
) -> list[Question]:
    """Return the questions, the most separating first, in the shape of the public contract.

    Before what only some answers to would change the candidates stands what every answer to does. A confirmed verdict
    asks nothing; a likely one what would confirm or overturn it; an open one what leaves the fewest candidates. First
    comes what a decision about money (`money`, in the shape of the public contract) waits for.
    """
    top = candidates[0] if candidates else None
    facts = knowledge.facts
    splits: list[Split] = []
    if top is None or top.level < CONFIRMED:
        closed = _closed(tables, facts)
        if top is not None:
            splits = [split for split in separate(candidates, findings, knowledge, closed) if split.turns]
            splits.sort(key=lambda split: _rank(split, candidates, facts))
        else:
            splits = [Split(fact, 0.0, False, True, []) for fact in GENERAL if fact not in closed]
    most = MOST_QUESTIONS.get(top.certainty, MOST_OPEN) if top else MOST_OPEN
    if money["decision"] == "needs-evidence":
        fact = CHARGE if money["charged_quota"] is None else LISTING
        known = next((split for split in splits if split.fact == fact), None)
        splits.insert(0, known or Split(fact, 0.0, False, True, []))
        most = max(most, MOST_OPEN)
    asked: list[Question] = []
    for split in splits:
        one = _asked(split, facts)
        if len(asked) < most and all(one["question"] != other["question"] for other in asked):
            asked.append(one)
    return asked


def question_of(fact: dict[str, Any]) -> dict[str, str]:
    """Return a fact's question with where to find the answer, in both languages."""
    where = fact["where"]
    return {"en": f"{fact['ask']['en']} (Where: {where['en']}.)", "zh": f"{fact['ask']['zh']}（位置：{where['zh']}）"}


def _asked(split: Split, facts: dict[str, Any]) -> Question:
    about = facts[split.fact]
    return {
        "fact": split.fact,
        "question": question_of(about),
        "separates": split.separates,
        "from_whom": about.get("from_whom", ANYONE),
    }


def _rank(split: Split, candidates: list[Candidate], facts: dict[str, Any]) -> tuple[bool, float, int, int]:
    """Return what questions are ordered by.

    Whether any answer is in vain, the candidates left, the effort of an answer, and the first cause that it is about.
    """
    places = [place for place, candidate in enumerate(candidates) if candidate.cause in split.separates]
    return (
        not split.sure,
        round(split.expected, 1),
        facts[split.fact].get("effort", USUAL_EFFORT),
        min(places, default=0),
    )


def _closed(tables: Tables, facts: dict[str, Any]) -> set[str]:
    """Return the facts not to ask for: known ones, and those whose question has been answered without telling them.

    What a fact without a question of its own is asked by is answered where that fact is known, but for a listing or
    code that is known to be cut short.
    """
    known: set[str] = set(tables.ticket.values)
    cut: set[str] = set()
    for row in (*tables.calls, *tables.tasks):
        known.update(row.values)
    for row in (tables.ticket, *tables.calls):
        cut.update(fact for fact in (LISTING, "code_complete") if row.values.get(fact) is False)
    answered = known - cut
    return known | {fact for fact, about in facts.items() if about.get("ask_as") in answered}
