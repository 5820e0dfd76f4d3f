"""What to ask for: the facts that are not known and whose answers would separate the causes that are still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.advising.candidates import LEVELS
from supportdesk.advising.separating import CONFIRMED, LIKELY, SETTLED, Split, open_rules, separate, separate_together
from supportdesk.reading.quoted_questions import question_of

if TYPE_CHECKING:
    from supportdesk.advising.candidates import Candidate
    from supportdesk.advising.separating import Waiting
    from supportdesk.judging.finding import Findings
    from supportdesk.relating.tables import Tables

MOST_QUESTIONS = {"likely": 2, "possible": 3}
"""Questions of a verdict that stands already; an open one asks `MOST_OPEN`."""
MOST_OPEN = 4
CHARGE, LISTING, RECORD = "charged_quota", "listing_complete", "task_status"
"""What a decision about money may wait for: the charge itself, or all that was booked after it."""
GENERAL = ("error_kind", "symptoms")
"""What else to ask for where nothing is found: what makes most rules true, whatever the cause."""
USUAL_EFFORT = 2
SAID = "prose"
WHOLE = {"request": "body_kind", "answer": "error_message", "rows": "charged_quota"}
"""The fact whose question asks for the whole of a material (`pasted` of facts.yaml), if no rule has words for it."""
ADDRESS, ASSUMED = "gateway", "definition_assumed"
"""What tells whose contract counts, and that one had to be assumed."""
ROWS = "rows"
"""What a fact's `pasted` is where rows of the log or records answer it."""
ANYONE = "customer"

Question = dict[str, Any]


def ask(
    candidates: list[Candidate], findings: Findings, tables: Tables, knowledge: Any, money: dict[str, Any]
) -> list[Question]:
    """Return the questions, the most separating first, in the shape of the public contract.

    Asked is what every answer to changes the candidates; an open verdict for which there is no such fact asks for one
    that some answer to does. A confirmed verdict asks nothing; a likely one what would confirm or overturn it; an open
    one what leaves the fewest candidates. Where a decision about money waits (`money`,
    in the shape of the public contract), rows come first.
    """
    top = candidates[0] if candidates else None
    facts = knowledge.facts
    splits: list[Split] = []
    if top is None or top.level < CONFIRMED:
        closed = _closed(tables, facts)
        candidates = _rivals(candidates)
        opened = open_rules(candidates, findings, tables, knowledge)
        if top is not None and top.level:
            closed.update(GENERAL[1:])  # his story has been told
            told = [split for split in separate(candidates, opened, knowledge, closed) if split.turns]
            told.sort(key=lambda split: _rank(split, candidates, facts))
            splits = [split for split in told if split.sure]
            shown = {facts[split.fact].get("pasted") for split in splits}
            splits += [
                split for split in _beyond(candidates, opened, knowledge, closed) if _is_new(split, shown, facts)
            ]
            splits = splits or (told[:1] if top.level < LIKELY else [])
        else:
            splits = [split for split in separate(candidates, opened, knowledge, closed) if split.sure]
            left = len(candidates) / SETTLED + 1
            splits += [Split(fact, left, False, True, []) for fact in GENERAL if fact not in closed]
            splits.sort(key=lambda split: _rank(split, candidates, facts))
    most = MOST_QUESTIONS.get(top.certainty, MOST_OPEN) if top else MOST_OPEN
    if money["decision"] == "needs-evidence":
        splits.sort(key=lambda split: facts[split.fact].get("pasted") != ROWS)
        splits = _with_waited(splits, money, tables, facts)
        most = max(most, MOST_OPEN)
    asked: list[Question] = []
    for split in splits:
        one = _asked(split, facts, top)
        if len(asked) < most and all(one["question"] != other["question"] for other in asked):
            asked.append(one)
    return asked


def _with_waited(splits: list[Split], money: dict[str, Any], tables: Tables, facts: dict[str, Any]) -> list[Split]:
    """Return the splits with what a decision about money waits for; a listing that is complete is not asked for."""
    wanted = money.get("waits_for")
    if wanted == RECORD:
        rest = [one for one in splits if one.fact != RECORD]
        rest = [one for one in rest if one.fact not in (LISTING, CHARGE)]
        listing = [] if tables.ticket.values.get(LISTING) is True else [Split(LISTING, 0.0, False, True, [])]
        return [Split(RECORD, 0.0, False, True, []), *listing, *rest]
    if not splits or facts[splits[0].fact].get("pasted") != ROWS:
        return [Split(CHARGE if money["charged_quota"] is None else LISTING, 0.0, False, True, []), *splits]
    return splits


def _rivals(candidates: list[Candidate]) -> list[Candidate]:
    """Return the candidates that an answer could decide between.

    One that is only touched is a rival of a found one where both rest on the same fact, and of a possible one also
    where it rests on more than what the customer says; what is said of money beside an error is none.
    """
    if not candidates or not candidates[0].level:
        return candidates
    told = {fact for one in candidates if one.level for fact in one.finding.facts}
    likely = candidates[0].level >= LIKELY
    return [one for one in candidates if one.level or _is_rival(one, told, only_shared=likely)]


def _is_rival(candidate: Candidate, told: set[str], *, only_shared: bool) -> bool:
    facts = candidate.finding.facts
    return not told.isdisjoint(facts) or not (
        only_shared or all(candidate.row.origin.get(fact, SAID) == SAID for fact in facts)
    )


def _is_new(split: Split, shown: set[str | None], facts: dict[str, Any]) -> bool:
    """Whether nothing of the material that a question asks for is asked for already."""
    return facts[split.fact].get("pasted") not in shown


def _beyond(candidates: list[Candidate], opened: list[Waiting], knowledge: Any, closed: set[str]) -> list[Split]:
    """Return what to ask for beyond single facts.

    That is material that decides several at once, and the address where the verdict rests on an assumed platform.
    """
    together = separate_together(candidates, opened, knowledge, closed)
    splits = [split._replace(fact=WHOLE.get(material, split.fact)) for material, split in together.items()]
    top = candidates[0]
    assumed = top.row.values.get(ASSUMED) is True and top.level < LEVELS.index(top.finding.rule["certainty"])
    if assumed and ADDRESS not in closed:
        splits.append(Split(ASSUMED, 0.0, False, True, [top.cause]))
    return splits


def _asked(split: Split, facts: dict[str, Any], top: Candidate | None) -> Question:
    about = facts[split.fact]
    own = top.finding.rule.get("ask") if top is not None and split.fact in WHOLE.values() else None
    return {
        "fact": split.fact,
        "question": question_of({**about, "ask": own} if own and top and top.cause in split.separates else about),
        "separates": split.separates,
        "from_whom": about.get("from_whom", ANYONE),
    }


def _rank(split: Split, candidates: list[Candidate], facts: dict[str, Any]) -> tuple[float, int, int]:
    """Return what questions are ordered by: candidates left, effort of an answer, the first cause it is about."""
    places = [place for place, candidate in enumerate(candidates) if candidate.cause in split.separates]
    return (
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
    return known | {fact for fact, other in _asked_as(facts) if other in answered}


class _Last:
    """The facts that were looked through last, and those of them that another's question asks for."""

    facts: dict[str, Any] | None = None
    asked_as: list[tuple[str, str]] = []  # noqa: RUF012 - one for the process is what is meant


def _asked_as(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the facts without a question of their own, each with the one whose question asks for it."""
    if _Last.facts is not facts:
        _Last.asked_as = [(fact, about["ask_as"]) for fact, about in facts.items() if about.get("ask_as")]
        _Last.facts = facts
    return _Last.asked_as
