"""What to ask for: the facts that are not known and whose answer would separate the causes that are still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supportdesk.advising.candidates import Candidate

MOST_QUESTIONS = {"likely": 2, "possible": 3}
"""Questions of a verdict that stands already; an open one asks `MOST_OPEN`."""
MOST_OPEN = 4
CHARGE, LISTING = "charged_quota", "listing_complete"
"""What a decision about money may wait for: the charge itself, or all that was booked after it."""
SETTLES = ("billing.failed-not-refunded", "billing.failed-refunded")
GENERAL = ("url", "model", "error_message", "request_id")
"""What to ask for, in this order, where the material touches nothing at all."""


def ask(candidates: list[Candidate], facts: dict[str, Any], known: set[str]) -> list[dict[str, Any]]:
    """Return the questions, the most separating first, in the shape of the public contract.

    `facts` is the compiled rules/facts.yaml, `known` the facts that some row already knows. A confirmed verdict asks
    nothing; a rule's own question overrides those of its facts.
    """
    if candidates and candidates[0].certainty == "confirmed":
        return []
    most = MOST_QUESTIONS.get(candidates[0].certainty, MOST_OPEN) if candidates else MOST_OPEN
    separates: dict[str, list[str]] = {}
    asked: list[dict[str, Any]] = []
    for place, candidate in enumerate(candidates):
        own = candidate.finding.rule.get("ask")
        if own and place == 0:
            fact = next(iter([*candidate.finding.missing, *candidate.finding.facts]), "url")
            asked.append({"fact": fact, "question": own, "separates": _causes(candidates)})
        for fact in candidate.finding.missing:
            if fact not in known and (facts.get(fact) or {}).get("ask"):
                separates.setdefault(fact, []).append(candidate.cause)
    if not candidates:
        separates = {fact: [] for fact in GENERAL if fact not in known and (facts.get(fact) or {}).get("ask")}
    order = sorted(separates, key=lambda fact: -len(set(separates[fact])))
    for fact in order:
        if len(asked) >= most:
            break
        question = question_of(facts[fact])
        if any(one["fact"] == fact or one["question"] == question for one in asked):
            continue
        asked.append({"fact": fact, "question": question, "separates": list(dict.fromkeys(separates[fact]))})
    return asked


def ask_of_money(money: dict[str, Any], asked: list[dict[str, Any]], facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the questions with the one first that a decision about money waits for; unchanged where it is made.

    `money` has the shape of the public contract.
    """
    if money["decision"] != "needs-evidence":
        return asked
    fact = CHARGE if money["charged_quota"] is None else LISTING
    question = question_of(facts[fact])
    first = {"fact": fact, "question": question, "separates": list(SETTLES)}
    others = [one for one in asked if one["question"] != question]
    return [first, *others[: MOST_OPEN - 1]]


def question_of(fact: dict[str, Any]) -> dict[str, str]:
    """Return a fact's question with where to find the answer, in both languages."""
    where = fact.get("where") or {}
    asked: dict[str, str] = dict(fact["ask"])
    if where.get("en") and where.get("zh"):
        asked["en"] += f" (Where: {where['en']}.)"
        asked["zh"] += f"（位置：{where['zh']}）"
    return asked


def _causes(candidates: list[Candidate]) -> list[str]:
    return [candidate.cause for candidate in candidates[:4]]
