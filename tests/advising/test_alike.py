"""Causes that look like the leading one are named behind a verdict that is not proved, and never else."""

from __future__ import annotations

import pytest

from supportdesk.diagnosing import diagnose
from supportdesk.judging.compile import load_knowledge
from supportdesk.source import Source

OPEN = 'HTTP 401\n{"error": {"message": "Unauthorized"}}\n'
PROVED = """curl https://toapis.com/v1/chat/completions \\
  -H "authorization: Bearer sk-EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE00" \\
  -d '{"model": "gemini_omni", "messages": [{"role": "user", "content": "A paper boat"}]}'
invalid apitype: -1
"""


def causes(text: str) -> list[tuple[str, str]]:
    return [(one["cause"], one["certainty"]) for one in diagnose([Source(text)]).data["causes"]]


def test_a_verdict_that_is_not_proved_names_what_shows_the_same_symptom() -> None:
    found = causes(OPEN)
    first = found[0]
    assert first[1] in ("possible", "likely")
    looks = load_knowledge().causes[first[0]]["looks_like"]
    undetermined = [cause for cause, certainty in found if certainty == "undetermined"]
    assert undetermined
    assert undetermined[0] in looks
    assert len(found) >= 3


def test_a_proved_verdict_names_none() -> None:
    found = causes(PROVED)
    assert found[0][1] == "confirmed"
    assert all(certainty != "undetermined" for _, certainty in found)


def test_material_without_a_cause_names_none() -> None:
    assert causes("Hello, is anybody there?") == []


def test_what_an_answer_speaks_against_is_not_named_for_its_looks() -> None:
    text = 'HTTP 200\n{"data": [{"url": "x"}]}\nKeyError: \'choices\' when I read the stream of the chat call\n'
    before = diagnose([Source(text)])
    after = diagnose([Source(text), Source("task_waits: no\n", 1)])
    assert "endpoint.no-polling" in [one["cause"] for one in before.data["causes"]]
    assert "endpoint.no-polling" not in [one["cause"] for one in after.data["causes"]]


@pytest.mark.parametrize("cause", [name for name in load_knowledge().causes if name != "unknown"])
def test_each_cause_says_what_looks_like_it(cause: str) -> None:
    looks = load_knowledge().causes[cause]["looks_like"]
    assert looks
    assert cause not in looks
    assert set(looks) <= set(load_knowledge().causes)


def test_a_call_whose_material_shows_nothing_is_left_with_what_is_usual() -> None:
    text = 'ServerError: Encountered exception: <class "oai_errors.ServerError">\nthe image tool, twice in a row'
    found = causes(text)
    usual = load_knowledge().causes["unknown"]["looks_like"]
    assert len(found) >= 3
    assert all(certainty == "undetermined" for _, certainty in found)
    assert {cause for cause, _ in found} & set(usual)
