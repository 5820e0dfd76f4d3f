"""facts.yaml: what an entry needs, and the expressions of derived and related facts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from supportdesk.errors import RulesError
from supportdesk.judging.compiling import compile_parts
from supportdesk.judging.sources import scan
from supportdesk.paths import shipped_rules
from tests.judging.conftest import SMALL_FACTS, fact

Write = Callable[[str, str], Path]


def with_fact(entry: str) -> str:
    return SMALL_FACTS + entry


def test_every_shipped_fact_has_its_texts_in_both_languages() -> None:
    data, _ = compile_parts(scan([shipped_rules()]))
    for name, entry in data["facts"].items():
        for text in ("meaning", "ask", "where"):
            assert set(entry[text]) == {"en", "zh"}, name
            assert any("\u4e00" <= sign <= "\u9fff" for sign in entry[text]["zh"]), name


def test_a_closed_list_is_lower_case_ascii() -> None:
    data, _ = compile_parts(scan([shipped_rules()]))
    words = [word for entry in data["facts"].values() for word in entry.get("values", ())]
    assert words
    assert [word for word in words if word != word.lower() or not word.isascii()] == []


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (fact("a", "number"), "type is one of"),
        (fact("a", "text", "calls"), "tables are some of"),
        (fact("a", "text", **{"from": "guessed"}), "from is one of"),
        (fact("a", "text", unit="s"), "no such field: unit"),
        (fact("a", "text", values="[Chat]"), "lower-case ASCII"),
        (fact("path", "text"), "stands twice"),
        (fact("a", "text", **{"from": "derived"}), "needs its expression"),
        (fact("a", "text", **{"from": "related"}), "needs its related"),
        ("  - {name: a, type: text, tables: [call], from: read, meaning: {en: x}, ask_as: path}\n", "meaning needs"),
        ("  - {name: a, type: text, tables: [call], from: read, meaning: {en: x, zh: y}}\n", "ask needs"),
        (
            "  - {name: a, type: text, tables: [call], from: read, meaning: {en: x, zh: y}, ask_as: b}\n",
            "ask_as: b is no fact",
        ),
        ("  - nothing\n", "mapping with a name"),
    ],
)
def test_an_entry_that_is_wrong_is_refused(written: Write, entry: str, reason: str) -> None:
    with pytest.raises(RulesError, match=reason):
        compile_parts(scan([written("facts.yaml", with_fact(entry))]))


def test_a_question_can_be_borrowed(written: Write) -> None:
    entry = "  - {name: a, type: text, tables: [call], from: read, meaning: {en: x, zh: y}, ask_as: path}\n"
    data, _ = compile_parts(scan([written("facts.yaml", with_fact(entry))]))
    assert data["facts"]["a"]["ask"] == data["facts"]["path"]["ask"]


@pytest.mark.parametrize(
    ("kind", "expression", "reason"),
    [
        ("text", "lower(nofact)", "differ in Lower"),
        ("text", "path || 1", "mixes"),
        ("integer", "path", "gives text, but the fact is integer"),
        ("integer", "quota", "no fact 'quota' here"),
        ("integer", "since / 2", "differ in Div"),
        ("integer", "since % 2", "differ in Mod"),
        ("integer", "CAST(path AS BIGINT)", "differ in Cast"),
        ("boolean", "path LIKE 'a'", "differ in Like"),
        ("boolean", "CASE path WHEN 'a' THEN TRUE END", "CASE WHEN"),
        ("boolean", "since AND stream", "is no condition"),
        ("boolean", "since IN (SELECT 1)", "list of constants"),
        ("boolean", "since IN (1, NULL)", "list of constants"),
        ("boolean", r"regexp_matches(path, '\d')", "digits"),
        ("integer", "SUM(since)", "aggregate"),
        ("integer", "GREATEST(since, 1)", "differ in Greatest"),
        ("text", "(SELECT path)", "differ in Subquery"),
        ("boolean", "since >= release('rc.7')", "no release"),
        ("text", "CASE WHEN stream THEN 'a' ELSE 1 END", "mixes"),
        ("boolean", "stream -- AND more", "comments"),
    ],
)
def test_an_expression_that_engines_read_differently_is_refused(
    written: Write, kind: str, expression: str, reason: str
) -> None:
    entry = fact("a", kind, **{"from": "derived"}, expression=f'"{expression}"'.replace("\\", "\\\\"))
    with pytest.raises(RulesError, match=reason):
        compile_parts(scan([written("facts.yaml", with_fact(entry))]))


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("quota", "outside of an aggregate"),
        ("SUM(SUM(quota))", "not in another one"),
        ("SUM(log_type)", "aggregates of text"),
        ("MAX(quota = 1)", "aggregates of boolean"),
        ("AVG(quota)", "differ in Avg"),
        ("SUM(status)", "no fact"),
    ],
)
def test_an_aggregate_that_engines_read_differently_is_refused(written: Write, sql: str, reason: str) -> None:
    entry = fact("a", "integer", **{"from": "related"}, related=f'{{over: entry, sql: "{sql}"}}')
    with pytest.raises(RulesError, match=reason):
        compile_parts(scan([written("facts.yaml", with_fact(entry))]))


def test_facts_computed_from_each_other_are_refused(written: Write) -> None:
    entries = fact("a", "integer", **{"from": "derived"}, expression="b + 1")
    entries += fact("b", "integer", **{"from": "derived"}, expression="a + 1")
    with pytest.raises(RulesError, match="a ← b ← a"):
        compile_parts(scan([written("facts.yaml", with_fact(entries))]))
