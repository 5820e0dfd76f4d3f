"""SQL of each dialect: what portable-sql.md says that a generator has to do."""

from __future__ import annotations

import pytest

from supportdesk.judging.condition import parse_condition
from supportdesk.judging.dialects import condition_sql, pattern_for

FACTS = {"model": {"type": "text"}, "group": {"type": "text"}, "status": {"type": "integer"}, "b": {"type": "boolean"}}


def sql(text: str, dialect: str) -> str:
    return condition_sql(parse_condition(text, FACTS, {}), dialect)


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        ("sqlite", """("f"."model" REGEXP '(?s)^a$')"""),
        ("duckdb", """(REGEXP_MATCHES("f"."model", '(?s)^a$'))"""),
        ("clickhouse", """(match("f"."model", '^a$'))"""),
        ("postgres", """("f"."model" ~ '(?s)^a$')"""),
        ("mysql", r"""(`f`.`model` RLIKE '(?s)^a\\z')"""),
        ("spark", r"""(`f`.`model` RLIKE '(?s)^a\\z')"""),
    ],
)
def test_a_pattern_crosses_line_ends_and_ends_at_the_very_end(dialect: str, expected: str) -> None:
    assert sql("regexp_matches(model, '^a$')", dialect) == expected


def test_a_dollar_in_a_class_or_behind_a_backslash_stays() -> None:
    assert pattern_for(r"[$]\$a$", "spark") == r"(?s)[$]\$a\z"
    assert pattern_for("(?i)a$", "mysql") == r"(?is)a\z"
    assert pattern_for("(?i)a$", "clickhouse") == "(?i)a$"
    assert pattern_for("(?i)a$", "sqlite") == "(?is)a$"


@pytest.mark.parametrize("dialect", ["sqlite", "duckdb", "clickhouse", "postgres", "mysql", "spark"])
def test_names_are_quoted_and_operands_stand_in_parentheses(dialect: str) -> None:
    text = sql("\"group\" = 'it''s' AND NOT (status IN (1, 2) OR b = TRUE)", dialect)
    sign = "`" if dialect in ("mysql", "spark") else '"'
    assert f"f{sign}.{sign}group{sign}" in text
    assert text.startswith("((")
    assert " AND (NOT ((" in text
    assert "--" not in text


def test_sqlite_gets_no_list_for_which_it_would_make_an_index() -> None:
    assert sql("status NOT IN (1, 2, 3)", "sqlite") == (
        '(NOT (("f"."status" = 1 OR "f"."status" = 2 OR "f"."status" = 3)))'
    )
    assert sql("status IN (1, 2, 3)", "duckdb") == '("f"."status" IN (1, 2, 3))'
