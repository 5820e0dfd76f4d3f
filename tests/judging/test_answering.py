"""What facts can be answered with, as the compiled rules tell it."""

from __future__ import annotations

from typing import Any

from supportdesk.judging.answering import RELATIONS
from supportdesk.judging.compile import load_knowledge


def test_every_fact_that_a_rule_compares_has_answers() -> None:
    knowledge = load_knowledge()
    compared = {
        fact for atoms in knowledge.views["atoms"].values() for atom in atoms for fact in atom["facts"]
        if len(atom["facts"]) == 1
    }  # fmt: skip
    ruled = {fact for rule in knowledge.rules for fact in rule["facts"]}
    assert compared & ruled <= set(knowledge.answers)


def test_answers_are_told_apart_by_some_comparison() -> None:
    for fact, answers in load_knowledge().answers.items():
        held = [
            frozenset(
                (table, number)
                for table, atoms in answers["holds"].items()
                for number in atoms
                if index in atoms[number]
            )
            for index in range(len(answers["values"]))
        ]
        assert answers["values"] == list(RELATIONS) or len(set(held)) == len(held), fact


def test_values_are_those_of_the_facts_type_and_list() -> None:
    knowledge = load_knowledge()
    kinds: dict[str, Any] = {"text": str, "integer": int, "real": (int, float), "boolean": bool}
    for fact, answers in knowledge.answers.items():
        about = knowledge.facts[fact]
        if answers["values"] == list(RELATIONS):
            continue
        assert all(isinstance(value, kinds[about["type"]]) for value in answers["values"]), fact
        assert set(answers["values"]) <= set(about.get("values") or answers["values"]), fact


def test_numbers_lie_on_both_sides_of_each_threshold() -> None:
    answers = load_knowledge().answers["http_status"]
    assert 404 in answers["values"]
    assert any(value != 404 for value in answers["values"])


def test_a_fact_that_is_only_held_against_another_one_is_answered_by_how_it_lies_to_it() -> None:
    answers = load_knowledge().answers["expected_quota"]
    assert answers["values"] == list(RELATIONS)
    assert all(indexes for atoms in answers["holds"].values() for indexes in atoms.values())


def test_who_is_asked_and_how_hard_it_is_goes_with_the_question() -> None:
    facts = load_knowledge().facts
    assert facts["error_kind"]["effort"] == facts["error_message"]["effort"] == 1
    assert facts["upstream_status"]["from_whom"] == "operator"
    assert facts["gateway_until"]["from_whom"] == facts["gateway_since"]["from_whom"] == "operator"
    assert facts["charged_quota"]["pasted"] == "rows"
