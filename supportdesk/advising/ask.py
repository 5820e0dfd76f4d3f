"""What to ask for: the facts that are not known and whose answer would separate the causes that are still open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from supportdesk.advising.candidates import LEVELS

if TYPE_CHECKING:
    from supportdesk.advising.candidates import Candidate
    from supportdesk.judging.finding import Finding

MOST_QUESTIONS = {"likely": 2, "possible": 3}
"""Questions of a verdict that stands already; an open one asks `MOST_OPEN`."""
MOST_OPEN = 4
CHARGE, LISTING = "charged_quota", "listing_complete"
"""What a decision about money may wait for: the charge itself, or all that was booked after it."""
SETTLES = ("billing.failed-not-refunded", "billing.failed-refunded")
GENERAL = ("url", "model", "error_message", "request_id")
"""What to ask for, in this order, where the material touches nothing at all."""


def ask(
    candidates: list[Candidate], findings: list[Finding], facts: dict[str, Any], known: set[str]
) -> list[dict[str, Any]]:
    """Return the questions, the most separating first, in the shape of the public contract.

    `facts` is the compiled rules/facts.yaml, `known` the facts that some row already knows. A confirmed verdict asks
    nothing. One that stands asks its rule's own question and what would make it more certain; one that is open asks
    what separates the candidates.
    """
    top = candidates[0] if candidates else None
    if top is not None and top.certainty == "confirmed":
        return []
    most = MOST_QUESTIONS.get(top.certainty, MOST_OPEN) if top else MOST_OPEN
    asked: list[dict[str, Any]] = []
    own = top.finding.rule.get("ask") if top else None
    if top is not None and own:
        fact = next(iter([*top.finding.missing, *top.finding.facts]), "url")
        asked.append({"fact": fact, "question": own, "separates": [one.cause for one in candidates[:4]]})
    separates: dict[str, list[str]] = {}
    for cause, missing in _open(candidates, findings):
        for fact in missing:
            if fact not in known and (facts.get(fact) or {}).get("ask"):
                separates.setdefault(fact, []).append(cause)
    if not separates and not asked and (not candidates or candidates[0].certainty == "possible"):
        separates = {fact: [] for fact in GENERAL if fact not in known and (facts.get(fact) or {}).get("ask")}
    for fact in sorted(separates, key=lambda fact: -len(set(separates[fact]))):
        if len(asked) >= most:
            break
        question = question_of(facts[fact])
        if any(one["fact"] == fact or one["question"] == question for one in asked):
            continue
        asked.append({"fact": fact, "question": question, "separates": list(dict.fromkeys(separates[fact]))})
    return asked


def _open(candidates: list[Candidate], findings: list[Finding]) -> Iterator[tuple[str, list[str]]]:
    """Yield causes with the facts that would decide them.

    Of a verdict that stands: what other rules of its cause, that would make it more certain, still miss.
    """
    if candidates and candidates[0].level > 0:
        top = candidates[0]
        for finding in findings:
            rule = finding.rule
            better = rule["cause"] == top.cause and LEVELS.index(rule["certainty"]) > top.level
            if better and finding.answer is None and finding.touched:
                yield top.cause, finding.missing
    else:
        for candidate in candidates:
            yield candidate.cause, candidate.finding.missing


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
