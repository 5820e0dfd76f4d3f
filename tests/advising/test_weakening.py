"""Evidence against: answers to our questions that rule out what would have proved a cause."""

from __future__ import annotations

from typing import Any

from supportdesk.advising.candidates import Candidate
from supportdesk.advising.weakening import weakened
from supportdesk.judging.finding import Finding, Judged
from supportdesk.judging.kleene import Answer
from supportdesk.relating.tables import Row

FACTS = [["error_kind"], ["path"], ["model_kind"]]


def finding(
    certainty: str, tree: Any, answer: Answer, atoms: list[Answer], cause: str = "endpoint.wrong-path"
) -> Finding:
    """Return a finding of a rule over three comparisons: of error_kind, path and model_kind."""
    rule = {"cause": cause, "certainty": certainty, "tree": tree, "facts": [], "id": f"x.{certainty}"}
    return Finding(rule, answer, True, Judged("call", 0, atoms, FACTS, (Row("a"),)))


def levels(found: list[Finding], others: list[Finding], answered: set[str]) -> list[int]:
    """Return the candidates' levels after the answers."""
    words = ("undetermined", "possible", "likely", "confirmed")
    candidates = [Candidate(one, Row("a"), words.index(one.rule["certainty"])) for one in found]
    return [one.level for one in weakened(candidates, [*found, *others], answered)]


def test_an_answer_that_rules_out_a_stronger_rule_takes_a_level() -> None:
    atoms: list[Answer] = [True, False, None]
    found = finding("likely", 0, True, atoms)
    stronger = finding("confirmed", ["and", 0, 1], False, atoms)
    assert levels([found], [stronger], {"path"}) == [1]


def test_what_was_not_asked_for_takes_nothing() -> None:
    atoms: list[Answer] = [True, False, None]
    found = finding("likely", 0, True, atoms)
    stronger = finding("confirmed", ["and", 0, 1], False, atoms)
    assert levels([found], [stronger], set()) == [2]
    assert levels([found], [stronger], {"model_kind"}) == [2]


def test_a_rule_that_is_no_stronger_or_of_another_cause_takes_nothing() -> None:
    atoms: list[Answer] = [True, False, None]
    found = finding("likely", 0, True, atoms)
    as_strong = finding("likely", ["and", 0, 1], False, atoms)
    other = finding("confirmed", ["and", 0, 1], False, atoms, "auth.invalid-key")
    assert levels([found], [as_strong, other], {"path"}) == [2]


def test_what_the_answer_itself_speaks_for_stays() -> None:
    atoms: list[Answer] = [True, False, True]
    story = finding("possible", 0, True, atoms)
    raised = finding("likely", 2, True, atoms)
    stronger = finding("confirmed", ["and", 0, 1], False, atoms)
    assert levels([story, raised], [stronger], {"path", "model_kind"}) == [1, 2]


def test_what_is_confirmed_stays() -> None:
    atoms: list[Answer] = [True, False, None]
    assert levels([finding("confirmed", 0, True, atoms)], [], {"path"}) == [3]
