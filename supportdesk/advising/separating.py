"""What an answer would do: for each fact that is not known, the candidates under each of its possible answers.

An answer makes comparisons TRUE or FALSE, and by Kleene's tables rules found, ruled out or still open; what else the
answer would tell (a URL its host, an error its layer) is left out, so that the work stays small.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, Any

from supportdesk.advising.candidates import LEVELS, most_certain
from supportdesk.judging.kleene import Answer, signs_of, value
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.advising.candidates import Candidate
    from supportdesk.judging.finding import Finding, Findings
    from supportdesk.relating.tables import Tables

WEIGHTS = (1, 4, 16, 64)
"""How much a candidate counts by its level; one that is ruled out counts nothing."""
RULED_OUT = -1
ELSEWHERE, SETTLED = 1, 16
"""How much causes count that are no candidates: as a rest of doubt, and where an answer makes a rule of theirs true."""
REQUEST = "request"
SAYING, LIKELY, CONFIRMED = 1, 2, 3
"""The level that a customer's word carries; those of verdicts that stand."""

NOTHING: dict[str, Any] = {"holds": {}}
Levels = tuple[int, ...]
Results = dict[int, Answer]
"""Answers of rules by the identity of their findings."""


class Split(NamedTuple):
    """What the answers to one fact do to the candidates.

    `expected` is how many candidates, weighed by their certainty, remain on the average; `sure` says that every answer
    changes the candidates; `turns` that one confirms or overturns the first, or tells those apart that are found;
    `separates` are the causes, in their order, that two answers leave with different certainties.
    """

    fact: str
    expected: float
    sure: bool
    turns: bool
    separates: list[str]


class Waiting(NamedTuple):
    """An open rule on one row, with the numbers of the comparisons that are not known, or of one fact's among them."""

    finding: Finding
    numbers: list[int]


def open_rules(candidates: list[Candidate], findings: Findings, tables: Tables, knowledge: Any) -> list[Waiting]:
    """Return the rules of the candidates' causes that are open, those of tables without rows among them."""
    causes = {candidate.cause for candidate in candidates if not candidate.by_looks}
    opened: list[Waiting] = []
    for finding in (*findings.open_of(causes), *_of_absent_rows(tables, knowledge, causes)):
        atoms = finding.judged.atoms
        leaves = dict.fromkeys(_leaves(finding.rule["tree"]))
        opened.append(Waiting(finding, [number for number in leaves if atoms[number] is None]))
    return opened


def separate(candidates: list[Candidate], opened: list[Waiting], knowledge: Any, closed: Container[str]) -> list[Split]:
    """Return what each fact that an open rule waits for would tell; `closed` are left out."""
    levels = {candidate.cause: candidate.level for candidate in candidates if not candidate.by_looks}
    touched: dict[str, list[Finding]] = {cause: [] for cause, level in levels.items() if level == 0}
    uses: dict[str, dict[int, Waiting]] = {}
    for finding, numbers in opened:
        cause = finding.rule["cause"]
        if finding.touched and cause in touched:
            touched[cause].append(finding)
        judged = finding.judged
        for number in numbers:
            for fact in judged.atom_facts[number]:
                if fact not in closed and number in _holds(fact, judged.table, knowledge):
                    of_fact = uses.setdefault(fact, {})
                    of_fact.setdefault(id(finding), Waiting(finding, [])).numbers.append(number)
    case = _Case(levels, touched, knowledge)
    splits = [case.split(fact, list(of_fact.values())) for fact, of_fact in uses.items()]
    return [split for split in splits if split is not None]


def separate_together(
    candidates: list[Candidate], opened: list[Waiting], knowledge: Any, closed: Container[str]
) -> dict[str, Split]:
    """Return by kind of material (`pasted` of facts.yaml) what it would prove of the candidates, all of it at once.

    That is where a rule waits for several facts that one material shows, so that no single answer decides it.
    """
    levels = {candidate.cause: candidate.level for candidate in candidates if not candidate.by_looks}
    now = tuple(levels.values())
    found: dict[str, Split] = {}
    for finding, numbers in opened:
        judged, rule = finding.judged, finding.rule
        facts = dict.fromkeys(fact for number in numbers for fact in judged.atom_facts[number])
        shown = {knowledge.facts[fact].get("pasted") for fact in facts} if len(facts) > 1 else ()
        material = next(iter(shown), None)
        if len(shown) != 1 or material is None or any(fact in closed for fact in facts):
            continue
        assumed = None if material != REQUEST else False  # a request shows whose contract counts
        level = most_certain(rule, rule["facts"], judged.rows[0], judged.rows[-1], assumed=assumed)
        after = tuple(max(old, level) if cause == rule["cause"] else old for cause, old in levels.items())
        if not _turns(now, after):
            continue
        weights = [WEIGHTS[one] for one in after]
        split = Split(next(iter(facts)), (sum(weights) + ELSEWHERE) / max(weights), False, True, [rule["cause"]])
        known = found.setdefault(material, split)
        if rule["cause"] not in known.separates:
            known.separates.append(rule["cause"])
    return found


def _holds(fact: str, table: str, knowledge: Any) -> Container[int]:
    """Return the comparisons that the answers to a fact decide."""
    held: Container[int] = (knowledge.answers.get(fact) or NOTHING)["holds"].get(table, ())
    return held


def _of_absent_rows(tables: Tables, knowledge: Any, causes: Container[str]) -> Iterator[Finding]:
    """Yield the causes' rules of tables that have no row: an answer would make one."""
    from supportdesk.judging.finding import Finding, Judged

    absent: dict[str, Judged] = {}
    for table, rows in (("call", tables.calls), ("task", tables.tasks)):
        if not rows:
            facts = _atom_facts(knowledge.views, table)
            absent[table] = Judged(table, 0, [None] * len(facts), facts, (tables.ticket,))
    if absent:
        for rule in knowledge.rules:
            if rule["cause"] in causes and rule["of"] in absent:
                yield Finding(rule, None, False, absent[rule["of"]])


class _Last:
    """The views that were asked last, and the facts of each table's comparisons."""

    views: dict[str, Any] | None = None
    facts: dict[str, list[list[str]]] = {}  # noqa: RUF012 - one for the process is what is meant


def _atom_facts(views: dict[str, Any], table: str) -> list[list[str]]:
    if _Last.views is not views:
        _Last.facts = {name: [atom["facts"] for atom in atoms] for name, atoms in views["atoms"].items()}
        _Last.views = views
    return _Last.facts[table]


class _Case:
    """The candidates of one ticket as they stand; `touched` are the open findings that alone make one a candidate."""

    def __init__(self, levels: dict[str, int], touched: dict[str, list[Finding]], knowledge: Any) -> None:
        self.levels = levels
        self.touched = touched
        self.facts = knowledge.facts
        self.answers = knowledge.answers

    def split(self, fact: str, uses: list[Waiting]) -> Split | None:
        """Return what the answers to a fact do; None where all of them do the same."""
        about = self.answers[fact]
        told: dict[int, list[Waiting]] = {}
        for use in uses:
            holds = about["holds"][use.finding.table]
            for index in dict.fromkeys(index for number in use.numbers for index in holds[number]):
                told.setdefault(index, []).append(use)
        answer = _Answer(self, fact, uses)
        outcomes: dict[Levels, list[int]] = {}
        others = [index for index in range(len(about["values"])) if index not in told]
        if others:
            outcomes[answer.outcome({}, [])] = others
        for index, of_index in told.items():
            results = _answered_by(index, of_index, about["holds"])
            outcomes.setdefault(answer.outcome(results, [use.finding for use in of_index]), []).append(index)
        if len(outcomes) < 2:
            return None
        return self._weighed(fact, outcomes, set(about["brings"]) - told.keys())

    def _weighed(self, fact: str, outcomes: dict[Levels, list[int]], brings: set[int]) -> Split:
        now = tuple(self.levels.values())
        total, sure, turns = 0.0, True, False
        for after, indexes in outcomes.items():
            elsewhere = ELSEWHERE
            if after == now:
                brought = brings.issuperset(indexes)
                sure = sure and brought
                elsewhere = SETTLED if brought else ELSEWHERE
            weights = [WEIGHTS[level] for level in after if level != RULED_OUT]
            total += (sum(weights) + elsewhere) / max([*weights, elsewhere])
            turns = turns or _turns(now, after)
        separates = [cause for place, cause in enumerate(self.levels) if len({after[place] for after in outcomes}) > 1]
        return Split(fact, total / len(outcomes), sure, turns, separates)


class _Answer:
    """One fact's answers: what the rules that wait for it say where all comparisons of the fact are FALSE, by cause."""

    def __init__(self, case: _Case, fact: str, uses: list[Waiting]) -> None:
        self.case = case
        self.pasted = bool(case.facts[fact].get("pasted"))
        self.plain: Results = {id(use.finding): _answered(use, set()) for use in uses}
        self.by_cause: dict[str, list[Finding]] = {}
        for use in uses:
            self.by_cause.setdefault(use.finding.rule["cause"], []).append(use.finding)
        self.base: dict[str, int] = {cause: self._level(cause, {}) for cause in case.levels}

    def outcome(self, results: Results, findings: list[Finding]) -> Levels:
        """Return the candidates' levels where some rules (`findings`) answer otherwise than in `plain`."""
        after = dict(self.base)
        for cause in {finding.rule["cause"] for finding in findings}:
            after[cause] = self._level(cause, results)
        for finding in findings:
            own = finding.rule["cause"]
            if results[id(finding)] is True and after[own] >= LIKELY:
                for cause in finding.rule["supersedes"]:
                    if cause != own and 0 < after.get(cause, 0) <= after[own]:
                        after[cause] = RULED_OUT
        return tuple(after.values())

    def _level(self, cause: str, results: Results) -> int:
        now = level = self.case.levels[cause]
        stronger_fell = supported = False
        for finding in self.by_cause.get(cause, ()):
            answer = results.get(id(finding), self.plain[id(finding)])
            if answer is True:
                supported, level = True, max(level, self._certainty(finding))
            elif answer is False:
                stronger_fell = stronger_fell or LEVELS.index(finding.rule["certainty"]) > now
        if now == 0 == level and cause in self.case.touched:
            known = {**self.plain, **results}
            return 0 if any(known.get(id(finding)) is None for finding in self.case.touched[cause]) else RULED_OUT
        return level - 1 if now > 0 and stronger_fell and not supported else level  # advising.weakening

    def _certainty(self, finding: Finding) -> int:
        rule, rows = finding.rule, finding.judged.rows
        level = most_certain(rule, rule["facts"], rows[0], rows[-1])
        return level if self.pasted else min(level, SAYING)


def _turns(now: Levels, after: Levels) -> bool:
    """Whether an answer bears on the verdict.

    A likely one falls, is confirmed or met by another; of a possible one any found cause moves or another passes it; of
    an open one, anything.
    """
    if now[0] == LIKELY:
        return after[0] == CONFIRMED or after[0] < now[0] or max(after[1:], default=0) >= now[0]
    return max(after) > now[0] or any(
        before != then for before, then in zip(now, after, strict=True) if before >= now[0]
    )


def _answered_by(index: int, uses: list[Waiting], holds: dict[str, dict[int, list[int]]]) -> Results:
    """Return what the rules say that a value makes a comparison of TRUE."""
    results: Results = {}
    for use in uses:
        held = holds[use.finding.table]
        results[id(use.finding)] = _answered(use, {number for number in use.numbers if index in held[number]})
    return results


def _answered(use: Waiting, true: set[int]) -> Answer:
    """Return the answer of a use's rule where its comparisons of the fact are FALSE but for those in `true`."""
    tree = use.finding.rule["tree"]
    if isinstance(tree, int):
        return tree in true
    atoms = list(use.finding.judged.atoms)
    for number in use.numbers:
        atoms[number] = number in true
    return value(tree, atoms)


def _leaves(tree: Any) -> Iterator[int]:
    return (sign if sign >= 0 else ~sign for sign in signs_of(tree))
