"""What the mutation check changes in a condition."""

from __future__ import annotations

from supportdesk.judging.condition import parse_condition
from supportdesk.judging.mutations import mutants

FACTS = {
    "kind": {"type": "text", "values": ["image", "video", "audio", "chat"]},
    "status": {"type": "integer"},
    "stream": {"type": "boolean"},
}


def changed(when: str, seen: dict[str, set[object]] | None = None) -> list[str]:
    condition = parse_condition(when, FACTS, {})
    return [
        mutant.sql.replace('"f".', "").replace('"', "") for mutant in mutants(condition, FACTS, seen or {}, "duckdb")
    ]


def test_a_comparison_becomes_true_false_and_its_negation() -> None:
    assert changed("status = 1") == ["(TRUE)", "(FALSE)", "(NOT (status = 1))"]


def test_a_word_becomes_each_that_an_example_has_and_one_that_none_has() -> None:
    found = changed("kind IN ('image', 'video')", {"kind": {"chat", "image"}})[3:]
    assert found == [
        "(kind IN ('chat', 'video'))",
        "(kind IN ('audio', 'video'))",
        "(kind IN ('image', 'chat'))",
        "(kind IN ('image', 'audio'))",
    ]


def test_each_and_of_a_chain_becomes_or_as_sql_binds_and_from_the_left() -> None:
    found = changed("status = 1 AND status = 2 AND stream = TRUE")[9:]
    assert found == [
        "((status = 1) OR ((status = 2) AND (stream = TRUE)))",
        "(((status = 1) OR (status = 2)) AND (stream = TRUE))",
        "(((status = 1) AND (status = 2)) OR (stream = TRUE))",
        "(((status = 1) AND (status = 2)) OR (stream = TRUE))",
    ]


def test_each_or_becomes_and_inside_of_not_too() -> None:
    found = changed("NOT (status = 1 OR status = 2 OR stream = TRUE)")[9:]
    assert found == [
        "(NOT (((status = 1) AND (status = 2)) OR (stream = TRUE)))",
        "(NOT (((status = 1) AND (status = 2)) OR (stream = TRUE)))",
        "(NOT ((status = 1) OR ((status = 2) AND (stream = TRUE))))",
        "(NOT (((status = 1) OR (status = 2)) AND (stream = TRUE)))",
    ]
