"""What an answer would do: for each fact that is not known, the candidates under each of its possible answers.

An answer makes comparisons TRUE or FALSE, and by Kleene's tables rules found, ruled out or still open; what else the
answer would tell (a URL its host, an error its layer) is left out, so that the work stays small.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from supportdesk.advising.candidates import most_certain
from supportdesk.judging.kleene import Answer, value

if TYPE_CHECKING:
    from supportdesk.advising.candidates import Candidate
    from supportdesk.judging.finding import Finding

WEIGHTS = (1, 4, 16, 64)
"""How much a candidate counts by its level; one that is ruled out counts nothing."""
RULED_OUT = -1
ELSEWHERE, SETTLED = 1, 16
"""How much causes count that are no candidates: as a rest of doubt, and where an answer makes a rule of theirs true."""
SAYING, LIKELY, CONFIRMED = 1, 2, 3
"""The level that a customer's word carries; those of verdicts that stand."""

NOTHING: dict[str, Any] = {"holds": {}}
Levels = tuple[int, ...]


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


class _Use(NamedTuple):
    """A finding that waits for a fact, with the numbers of the comparisons of that fact."""

    finding: Finding
    numbers: list[int]


def separate(
    candidates: list[Candidate], findings: list[Finding], knowledge: Any, closed: Container[str]
) -> list[Split]:
    """Return what each fact that an open rule of a candidate's cause waits for would tell; `closed` are left out."""
    levels = {candidate.cause: candidate.level for candidate in candidates}
    touched: dict[str, list[Finding]] = {cause: [] for cause, level in levels.items() if level == 0}
    uses: dict[str, dict[int, _Use]] = {}
    for finding in (*findings, *_of_absent_rows(findings, knowledge, levels)):
        cause = finding.rule["cause"]
        if finding.answer is not None or cause not in levels:
            continue
        if finding.touched and cause in touched:
            touched[cause].append(finding)
        judged = finding.judged
        for number in _leaves(finding.rule["tree"]):
            if judged.atoms[number] is not None:
                continue
            for fact in judged.atom_facts[number]:
                if fact not in closed and number in _holds(fact, judged.table, knowledge):
                    of_fact = uses.setdefault(fact, {})
                    of_fact.setdefault(id(finding), _Use(finding, [])).numbers.append(number)
    case = _Case(levels, touched, knowledge)
    splits = [case.split(fact, list(of_fact.values())) for fact, of_fact in uses.items()]
    return [split for split in splits if split is not None]


def _holds(fact: str, table: str, knowledge: Any) -> Container[int]:
    """Return the comparisons that the answers to a fact decide."""
    held: Container[int] = (knowledge.answers.get(fact) or NOTHING)["holds"].get(table, ())
    return held


def _of_absent_rows(findings: list[Finding], knowledge: Any, causes: Container[str]) -> Iterator[Finding]:
    """Yield the causes' rules of tables that have no row: an answer would make one."""
    from supportdesk.judging.finding import Finding, Judged

    present = {finding.table: finding for finding in findings}
    ticket = present["ticket"].judged.rows[-1:] if "ticket" in present else ()
    absent: dict[str, Judged] = {}
    for table in ("call", "task"):
        if table not in present and ticket:
            facts = [atom["facts"] for atom in knowledge.views["atoms"][table]]
            absent[table] = Judged(table, 0, [None] * len(facts), facts, ticket)
    if absent:
        for rule in knowledge.rules:
            if rule["of"] in absent and rule["cause"] in causes:
                yield Finding(rule, None, False, absent[rule["of"]])


class _Case:
    """The candidates of one ticket as they stand; `touched` are the open findings that alone make one a candidate."""

    def __init__(self, levels: dict[str, int], touched: dict[str, list[Finding]], knowledge: Any) -> None:
        self.levels = levels
        self.touched = touched
        self.facts = knowledge.facts
        self.answers = knowledge.answers

    def split(self, fact: str, uses: list[_Use]) -> Split | None:
        """Return what the answers to a fact do; None where all of them do the same."""
        about = self.answers[fact]
        told: dict[int, list[_Use]] = {}
        for use in uses:
            holds = about["holds"][use.finding.table]
            for index in dict.fromkeys(index for number in use.numbers for index in holds[number]):
                told.setdefault(index, []).append(use)
        plain = {id(use.finding): (use.finding, _answered(use, set())) for use in uses}
        outcomes: dict[Levels, list[int]] = {}
        others = [index for index in range(len(about["values"])) if index not in told]
        if others:
            outcomes[self._outcome(fact, plain)] = others
        for index, of_index in told.items():
            results = dict(plain)
            for use in of_index:
                holds = about["holds"][use.finding.table]
                true = {number for number in use.numbers if index in holds[number]}
                results[id(use.finding)] = use.finding, _answered(use, true)
            outcomes.setdefault(self._outcome(fact, results), []).append(index)
        if len(outcomes) < 2:
            return None
        return self._weighed(fact, outcomes, set(about["brings"]))

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

    def _outcome(self, fact: str, results: dict[int, tuple[Finding, Answer]]) -> Levels:
        """Return the candidates' levels where rules have been answered anew."""
        after = dict(self.levels)
        for cause, findings in self.touched.items():
            if all(results[id(one)][1] is not None if id(one) in results else False for one in findings):
                after[cause] = RULED_OUT
        for finding, answer in results.values():
            if answer is not True:
                continue
            rule = finding.rule
            rows = finding.judged.rows
            level = most_certain(rule, rule["facts"], rows[0], rows[-1])
            if not self.facts[fact].get("pasted"):
                level = min(level, SAYING)
            after[rule["cause"]] = max(after[rule["cause"]], level)
            for cause in rule["supersedes"]:
                if cause in after and cause != rule["cause"] and after[cause] <= level:
                    after[cause] = RULED_OUT
        return tuple(after.values())


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


def _answered(use: _Use, true: set[int]) -> Answer:
    """Return the answer of a use's rule where its comparisons of the fact are FALSE but for those in `true`."""
    tree = use.finding.rule["tree"]
    if isinstance(tree, int):
        return tree in true
    atoms = list(use.finding.judged.atoms)
    for number in use.numbers:
        atoms[number] = number in true
    return value(tree, atoms)


def _leaves(tree: Any) -> Iterator[int]:
    if isinstance(tree, int):
        yield tree
        return
    for part in tree[1:]:
        yield from _leaves(part)
