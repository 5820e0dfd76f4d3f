"""Conditions in words, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from supportdesk import i18n
from supportdesk.judging.condition import parse_condition
from supportdesk.render.rule_words import condition_lines, neighbours, plain_text, policy_text

FACTS: dict[str, dict[str, Any]] = {
    "kind": {"type": "text", "values": ["image", "video"]},
    "status": {"type": "integer"},
    "other": {"type": "integer"},
    "stream": {"type": "boolean"},
    "path": {"type": "text"},
}


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    yield
    i18n.use(None)


def told(text: str, language: str = "en") -> list[str]:
    i18n.use(language)
    return ["  " * line.depth + line.text for line in condition_lines(parse_condition(text, FACTS, {}))]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("kind = 'image'", 'kind is "image"'),
        ("kind <> 'image'", 'kind is not "image"'),
        ("kind IN ('image', 'video')", 'kind is one of "image", "video"'),
        ("NOT kind IN ('image', 'video')", 'not: kind is one of "image", "video"'),
        ("status < 400", "status is less than 400"),
        ("status >= 400", "status is 400 or more"),
        ("status BETWEEN 500 AND 599", "status is from 500 to 599"),
        ("status > other", "status is more than other"),
        ("stream = TRUE", "stream is true"),
        ("regexp_matches(path, '^/v1')", "path has what the pattern finds: ^/v1"),
    ],
)
def test_a_comparison_is_a_sentence(text: str, line: str) -> None:
    assert told(text) == [line]


def test_groups_are_a_tree() -> None:
    assert told("stream = TRUE AND (status = 1 OR NOT (status = 2 AND kind = 'image'))") == [
        "all of these hold:",
        "  stream is true",
        "  at least one of these holds:",
        "    status is 1",
        "    these do not all hold:",
        "      status is 2",
        '      kind is "image"',
    ]
    assert told("NOT (status = 1 OR status = 2)", "zh") == ["以下均不成立：", "  status 为 1", "  status 为 2"]


def test_slots_and_neighbours() -> None:
    assert plain_text("The {model}[ at {path}] {{x}}") == "The ‹model›[ at ‹path›] {x}"
    rules = [
        {"id": "a.one", "cause": "a", "supersedes": ["b"]},
        {"id": "b.one", "cause": "b"},
        {"id": "b.two", "cause": "b", "supersedes": []},
    ]
    causes = {"a": {}, "b": {"consequence_of": ["a"]}, "c": {"consequence_of": ["b"]}}
    found = neighbours(rules[1], rules, causes)
    assert found == (["b.two"], [], ["a.one"], ["a"], ["c"])


def test_a_policy_is_told_with_its_reason() -> None:
    i18n.use("zh")
    refunds = {"policies": {"due": {"gives": "full", "reason": {"en": "because", "zh": "因为"}}}}
    assert policy_text({"refund": "due"}, refunds) == "due: 因为"
    assert policy_text({"refund": "gone"}, refunds) == "gone"
    assert policy_text({}, refunds) == ""
