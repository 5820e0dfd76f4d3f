"""Examples made of conditions alone, and the texts that their patterns find."""

from __future__ import annotations

from typing import Any

import pytest

from supportdesk.judging.compile import load_knowledge
from supportdesk.judging.condition import parse_condition
from supportdesk.judging.example_making import answer_of, make_examples
from supportdesk.judging.matching_text import matching_texts
from supportdesk.judging.rule_file import OUTCOMES
from supportdesk.judging.views import visible_facts

FACTS: dict[str, dict[str, Any]] = {
    "kind": {"type": "text", "values": ["image", "video"]},
    "status": {"type": "integer"},
    "least": {"type": "integer"},
    "stream": {"type": "boolean"},
}


def made(text: str) -> list[tuple[str, dict[str, Any]]]:
    return make_examples(parse_condition(text, FACTS, {}), FACTS)


def test_each_alternative_has_an_example_of_its_own() -> None:
    found = [values for outcome, values in made("kind = 'image' OR status > 499") if outcome == "found"]
    assert {"kind": "image"} in found
    assert any(values.get("status", 0) > 499 and values.get("kind") != "image" for values in found)


def test_two_facts_are_compared_with_each_other() -> None:
    examples = dict(made("status >= least AND status BETWEEN 400 AND 499"))
    assert examples["found"]["least"] <= examples["found"]["status"] <= 499
    assert set(examples) == set(OUTCOMES)


def test_what_can_never_hold_has_no_examples() -> None:
    assert made("kind = 'image' AND kind = 'video'") == []


def test_what_always_holds_has_none_that_rules_it_out() -> None:
    assert {outcome for outcome, _ in made("stream = TRUE OR stream = FALSE")} == {"found", "not_enough"}


def test_examples_are_made_for_every_condition_of_ours_and_answer_as_they_say() -> None:
    knowledge = load_knowledge()
    for rule in knowledge.rules:
        facts = visible_facts(knowledge.facts, rule["of"])
        condition = parse_condition(rule["when"], facts, knowledge.releases)
        made = make_examples(condition, facts)
        assert {outcome for outcome, _ in made} == set(OUTCOMES), rule["id"]
        for outcome, values in made:
            assert answer_of(condition, values) is OUTCOMES[outcome], (rule["id"], outcome, values)


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("^/v2/(old|older)$", ["/v2/old", "/v2/older"]),
        ("(?i)seat|table", ["seat", "table"]),
        (r"[0-9]{3}\.x+y*", ["000.x"]),
        ("^[^a-z ]+(?:ab)?$", ["A"]),
        ("a.c", ["aac"]),
        (",(one|two),[a-z]|[a-z],(one|two),", [",one,a", ",two,a", "a,one,", "a,two,"]),
    ],
)
def test_texts_that_a_pattern_finds(pattern: str, texts: list[str]) -> None:
    assert list(matching_texts(pattern)) == texts
