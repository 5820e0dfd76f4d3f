"""What a rule made of a ticket: every comparison's answer follows from the value beside it, on every sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from supportdesk import i18n
from supportdesk.diagnosing import diagnose
from supportdesk.judging.compile import load_knowledge
from supportdesk.judging.condition import Condition, parse_condition
from supportdesk.judging.example_making import answer_of
from supportdesk.judging.views import visible_facts
from supportdesk.render.explanation import RowAnswer, row_answers, verdict_reason
from supportdesk.source import Source

SAMPLES = sorted(
    path
    for path in (Path(__file__).resolve().parents[2] / "sample_logs").rglob("*")
    if path.suffix in (".txt", ".log", ".json", ".md", ".py", ".sh") and not path.name.endswith("expected.json")
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use(None)


def condition_of(rule: dict[str, Any]) -> Condition:
    knowledge = load_knowledge()
    return parse_condition(rule["when"], visible_facts(knowledge.facts, rule["of"]), knowledge.releases)


def explained(identity: str, text: str) -> tuple[list[RowAnswer], str]:
    knowledge = load_knowledge()
    rule = knowledge.rule(identity)
    assert rule is not None
    done = diagnose([Source(text)])
    answers = row_answers(rule, condition_of(rule), done, knowledge)
    return answers, verdict_reason(rule, answers, done)


def test_every_answer_follows_from_the_values_beside_it() -> None:
    knowledge = load_knowledge()
    conditions = {rule["id"]: condition_of(rule) for rule in knowledge.rules}
    count = 0
    for path in SAMPLES[:12]:
        done = diagnose([Source(path.read_text(encoding="utf-8"))])
        for rule in knowledge.rules:
            condition = conditions[rule["id"]]
            for one in row_answers(rule, condition, done, knowledge):
                known = {seen.fact: seen.value for outcome in one.outcomes for seen in outcome.seen}
                known = {fact: value for fact, value in known.items() if value is not None}
                assert answer_of(condition, known) is one.answer, (path.name, rule["id"])
                count += len(one.outcomes)
            assert verdict_reason(rule, row_answers(rule, condition, done, knowledge), done)
    assert count > 1000


def reason(answer: bool | None, causes: list[tuple[str, str, str, list[str]]], *, rows: int = 1) -> str:
    """Return the reason for a rule `a.one` of the cause `a`, beside causes (cause, rule, certainty, explains)."""
    data = {
        "verdict": {"cause": causes[0][0], "certainty": causes[0][2]},
        "causes": [dict(zip(("cause", "rule", "certainty", "explains"), one, strict=True)) for one in causes],
    }
    answers = [RowAnswer("call", 1, answer, [])] * rows
    return verdict_reason({"id": "a.one", "cause": "a"}, answers, SimpleNamespace(data=data))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "causes", "told"),
    [
        (True, [("a", "a.one", "likely", [])], "This rule is the verdict: a, likely."),
        (True, [("a", "a.two", "likely", [])], "Its cause is the verdict; a.two says it with more certainty"),
        (True, [("b", "b.one", "confirmed", ["a"])], "Found, but explained by b (b.one)."),
        (
            True,
            [("b", "b.one", "likely", []), ("a", "a.one", "possible", [])],
            "Found as possible, but b stands before",
        ),
        (True, [("b", "b.one", "confirmed", [])], "Found, but b is confirmed, and what is only possible is not"),
        (True, [("b", "b.one", "confirmed", []), ("a", "a.two", "undetermined", [])], "Found, but b is confirmed"),
        (False, [("b", "b.one", "likely", [])], "Ruled out: the comparisons that are FALSE decide it."),
        (None, [("b", "b.one", "likely", [])], "Not enough evidence: what is not known could still make it hold."),
    ],
)
def test_the_reason_says_why_a_rule_is_or_is_not_the_verdict(
    answer: bool | None, causes: list[tuple[str, str, str, list[str]]], told: str
) -> None:
    assert reason(answer, causes).startswith(told)
    assert reason(answer, causes, rows=0) == "The ticket has no row of the table that this rule judges."


def test_what_is_not_known_is_asked_for_only_where_it_could_change_the_answer() -> None:
    (one,) = explained("endpoint.media-on-chat", "POST https://toapis.com/v1/images/generations\n\n{}")[0]
    asked = {seen.fact: seen.ask for outcome in one.outcomes for seen in outcome.seen}
    assert one.answer is False
    assert asked["model_kind"] == ""  # the endpoint alone rules it out
    (one,) = explained("endpoint.media-on-chat", "POST https://toapis.com/v1/chat/completions\n\n{}")[0]
    asked = {seen.fact: seen.ask for outcome in one.outcomes for seen in outcome.seen}
    assert one.answer is None
    assert "(" in asked["model_kind"]


def test_a_key_in_a_value_is_masked() -> None:
    text = 'HTTP/1.1 401\n\n{"error": {"message": "invalid key sk-abcdefghijklmnopqrstuv123456"}}'
    answers, _reason = explained("auth.key-refused", text)
    assert "abcdefghijkl" not in repr(answers)
