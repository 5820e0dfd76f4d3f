"""One meaning on every engine: random allowed conditions over random rows, on SQLite, DuckDB and by Kleene's tables."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supportdesk.judging.condition import parse_condition
from supportdesk.judging.dialects import condition_sql
from supportdesk.judging.kleene import value
from supportdesk.judging.store import regexp

duckdb = pytest.importorskip("duckdb", reason="the second engine is not installed")

WORDS = ["chat", "images", "other"]
FACTS: dict[str, dict[str, Any]] = {
    "t1": {"type": "text"},
    "t2": {"type": "text"},
    "e1": {"type": "text", "values": WORDS},
    "i1": {"type": "integer"},
    "i2": {"type": "integer"},
    "r1": {"type": "real"},
    "r2": {"type": "real"},
    "b1": {"type": "boolean"},
    "b2": {"type": "boolean"},
}
COLUMNS = {"text": ("TEXT", "VARCHAR"), "integer": ("INTEGER", "BIGINT"), "real": ("REAL", "DOUBLE")}
TEXTS = ["", "a", "A", "a ", "ab", "额度不足", "额度：不足", "it's", "100%", "a\nb", "b\n", "é", "Ⅳ", "😀", "\\", "a_b"]
INTEGERS = [-1, 0, 1, 2, 400, 429, 10**12]
REALS = [-1.0, 0.0, 0.1, 0.5, 1.0, 60.0, 1e9]
PATTERNS = [
    "a",
    "^a$",
    "^a",
    "b$",
    "(?i)AB?",
    "a.b",
    "额度[：]?不足",
    "(^|[^0-9])429([^0-9]|$)",
    "[^a-z]",
    "^.$",
    "\\\\",
    "%|_",
]
POOL: dict[str, list[Any]] = {"text": TEXTS, "integer": INTEGERS, "real": REALS, "boolean": [True, False]}


def quoted(item: Any) -> str:
    if isinstance(item, str):
        return "'" + item.replace("'", "''") + "'"
    return str(item).upper() if isinstance(item, bool) else repr(item)


@st.composite
def comparison(draw: st.DrawFn) -> tuple[str, Any]:
    """Return the text of a comparison and a function from a row to its answer, written here a second time."""
    name = draw(st.sampled_from(sorted(FACTS)))
    kind, words = FACTS[name]["type"], FACTS[name].get("values")
    pool = words or POOL[kind]
    forms = ["equal", "in"]
    forms += ["between"] if kind in ("integer", "real") else []
    forms += ["order"] if kind != "boolean" and not words else []
    forms += ["regexp"] if kind == "text" and not words else []
    forms += ["two"] if not words else []
    form = draw(st.sampled_from(forms))
    sign = draw(st.sampled_from(["=", "<>"] if form in ("equal", "two") else ["<", "<=", ">", ">="]))
    compare = {
        "=": lambda a, b: a == b,
        "<>": lambda a, b: a != b,
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
    }[sign]
    if form in ("equal", "order"):
        item = draw(st.sampled_from(pool))
        return f"{name} {sign} {quoted(item)}", lambda row: None if row[name] is None else compare(row[name], item)
    if form == "two":
        other = {"t1": "t2", "t2": "t1", "i1": "i2", "i2": "i1", "r1": "r2", "r2": "r1", "b1": "b2", "b2": "b1"}[name]
        return (
            f"{name} {sign} {other}",
            lambda row: None if row[name] is None or row[other] is None else compare(row[name], row[other]),
        )
    if form == "in":
        items = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=3, unique=True))
        negated = draw(st.booleans())
        text = f"{name} {'NOT ' if negated else ''}IN ({', '.join(map(quoted, items))})"
        return text, lambda row: None if row[name] is None else (row[name] in items) != negated
    if form == "between":
        low, high = sorted(draw(st.lists(st.sampled_from(pool), min_size=2, max_size=2)))
        return (
            f"{name} BETWEEN {quoted(low)} AND {quoted(high)}",
            lambda row: None if row[name] is None else low <= row[name] <= high,
        )
    pattern = draw(st.sampled_from(PATTERNS))
    folds = re.IGNORECASE if pattern.startswith("(?i)") else 0
    own = re.compile(pattern.removeprefix("(?i)").replace("$", r"\Z"), re.DOTALL | re.ASCII | folds)
    return (
        f"regexp_matches({name}, {quoted(pattern)})",
        lambda row: None if row[name] is None else own.search(row[name]) is not None,
    )


def kleene_and(answers: list[Any]) -> Any:
    return False if False in answers else None if None in answers else True


def combined(word: str, parts: list[tuple[str, Any]]) -> tuple[str, Any]:
    text = "(" + f" {word} ".join(part for part, _ in parts) + ")"
    if word == "AND":
        return text, lambda row: kleene_and([judge(row) for _, judge in parts])

    def some(row: Any) -> Any:
        inner = kleene_and([None if (one := judge(row)) is None else not one for _, judge in parts])
        return None if inner is None else not inner

    return text, some


def negated(part: tuple[str, Any]) -> tuple[str, Any]:
    text, judge = part
    return f"NOT ({text})", lambda row: None if (answer := judge(row)) is None else not answer


conditions = st.recursive(
    comparison(),
    lambda inner: st.one_of(
        inner.map(negated),
        st.tuples(st.sampled_from(["AND", "OR"]), st.lists(inner, min_size=2, max_size=3)).map(lambda p: combined(*p)),
    ),
    max_leaves=8,
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            name: st.one_of(st.none(), st.sampled_from(fact.get("values") or POOL[fact["type"]]))
            for name, fact in FACTS.items()
        }
    ),
    min_size=1,
    max_size=12,
)


@pytest.fixture(scope="module")
def engines() -> Any:
    sqlite = sqlite3.connect(":memory:")
    sqlite.create_function("regexp", 2, regexp, deterministic=True)
    duck = duckdb.connect(":memory:", config={"threads": 1})
    for connection, place in ((sqlite, 0), (duck, 1)):
        columns = ", ".join(
            f'"{name}" {"BOOLEAN" if fact["type"] == "boolean" else COLUMNS[fact["type"]][place]}'
            for name, fact in FACTS.items()
        )
        connection.execute(f"CREATE TABLE f (n INTEGER, {columns})")
    yield {"sqlite": sqlite, "duckdb": duck}
    sqlite.close()
    duck.close()


@given(condition=conditions, found=rows)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_a_condition_has_one_answer_everywhere(engines: Any, condition: tuple[str, Any], found: list[Any]) -> None:
    text, judge = condition
    parsed = parse_condition(text, FACTS, {})
    expected = [judge(row) for row in found]
    for dialect, connection in engines.items():
        connection.execute("DELETE FROM f")
        places = ", ".join("?" * (1 + len(FACTS)))
        connection.executemany(
            f"INSERT INTO f VALUES ({places})", [[n, *(row[name] for name in FACTS)] for n, row in enumerate(found)]
        )
        given_back = connection.execute(f"SELECT {condition_sql(parsed, dialect)} FROM f ORDER BY n").fetchall()
        assert [None if row[0] is None else bool(row[0]) for row in given_back] == expected, (dialect, text)


@given(condition=conditions, found=rows)
@settings(max_examples=60, deadline=None)
def test_the_tree_of_the_comparisons_says_the_same(condition: tuple[str, Any], found: list[Any]) -> None:
    text, judge = condition
    parsed = parse_condition(text, FACTS, {})
    connection = sqlite3.connect(":memory:")
    connection.create_function("regexp", 2, regexp, deterministic=True)
    from supportdesk.judging.dialects import expression_sql

    selects = [expression_sql(atom.expression, "sqlite", {None: "f"}) for atom in parsed.atoms]
    view = ", ".join(f'? AS "{name}"' for name in FACTS)
    for row in found:
        shown = connection.execute(
            f"SELECT {', '.join(selects)} FROM (SELECT {view}) f", [row[name] for name in FACTS]
        ).fetchone()
        answers = [None if one is None else bool(one) for one in shown]
        assert value(parsed.tree, answers) is judge(row), text
    connection.close()
