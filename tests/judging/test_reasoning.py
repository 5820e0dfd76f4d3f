"""What is said of conditions without a ticket holds for every ticket: conditions are tried on all values there are."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from supportdesk.judging.condition import parse_condition
from supportdesk.judging.kleene import value
from supportdesk.judging.reasoning import Undecided, can_fail, can_hold, comparisons, constant, finds, implies

FACTS: dict[str, dict[str, Any]] = {
    "kind": {"type": "text", "values": ["image", "video", "chat"]},
    "stream": {"type": "boolean"},
    "status": {"type": "integer"},
    "seconds": {"type": "real"},
    "model": {"type": "text"},
    "other": {"type": "text"},
}


def parsed(text: str) -> Any:
    return parse_condition(text, FACTS, {})


@pytest.mark.parametrize(
    "text",
    [
        "kind = 'image' AND kind = 'video'",
        "kind = 'image' AND NOT kind IN ('image', 'chat')",
        "kind <> 'image' AND kind <> 'video' AND kind <> 'chat'",
        "stream = TRUE AND stream <> TRUE",
        "status > 4 AND status < 5",
        "status >= 5 AND status < 5",
        "status BETWEEN 1 AND 3 AND status > 3",
        "status BETWEEN 1 AND 2 AND status <> 1 AND status NOT IN (2, 7)",
        "seconds > 2.5 AND seconds <= 2.5",
        "model = 'a' AND model = 'b'",
        "model = 'gpt' AND regexp_matches(model, '^claude')",
        "regexp_matches(model, 'a') AND NOT regexp_matches(model, 'a')",
        "model = other AND model <> 'x' AND NOT model = other",
        "(kind = 'image' OR kind = 'video') AND kind = 'chat'",
        "NOT (kind = 'image' OR kind <> 'image')",
    ],
)
def test_a_condition_whose_comparisons_contradict_each_other_never_holds(text: str) -> None:
    assert not can_hold(parsed(text), FACTS)
    assert not can_fail(parsed(f"NOT ({text})"), FACTS)


@pytest.mark.parametrize(
    "text",
    [
        "kind = 'image' OR kind = 'video'",
        "status > 4 AND status < 6",
        "seconds > 4 AND seconds < 4.5",
        "model <> 'a' AND model <> 'b'",
        "model = 'claude-3' AND regexp_matches(model, '^claude')",
        "regexp_matches(model, 'a') AND regexp_matches(model, 'b')",
        "NOT status BETWEEN 1 AND 3 AND status = 4",
    ],
)
def test_a_condition_that_can_hold_is_left_alone(text: str) -> None:
    assert can_hold(parsed(text), FACTS)


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("kind = 'image'", "kind IN ('image', 'video')", True),
        ("kind IN ('image', 'video')", "kind = 'image'", False),
        ("kind = 'image' AND status = 404", "status >= 400", True),
        ("kind = 'image' AND status = 404", "status > 404", False),
        ("NOT kind = 'chat'", "kind IN ('image', 'video')", True),
        ("status BETWEEN 500 AND 503", "status BETWEEN 400 AND 599", True),
        ("stream = TRUE", "kind = 'image' OR stream <> FALSE", True),
        ("model = 'gpt-5'", "regexp_matches(model, '^GPT')", False),
        ("model = 'gpt-5'", "regexp_matches(model, '(?i)^GPT')", True),
        ("kind = 'image'", "stream = TRUE", False),
    ],
)
def test_one_condition_implies_another(one: str, other: str, answer: bool) -> None:
    assert implies(parsed(one), parsed(other), FACTS) is answer


ATOMS = ("kind = 'image'", "kind <> 'video'", "status > 4", "status = 5", "stream = TRUE")
SHAPES = ("{0} AND {1}", "{0} OR {1}", "NOT {0} AND {1}", "NOT ({0} AND NOT {1})", "{0} AND ({1} OR {2})")


def test_the_answers_are_those_of_trying_every_value() -> None:
    rows = [
        {"kind": kind, "status": status, "stream": stream}
        for kind, status, stream in product(["image", "video", "chat"], [3, 4, 5, 6], [True, False])
    ]
    tests = {
        "kind = 'image'": lambda row: row["kind"] == "image",
        "kind <> 'video'": lambda row: row["kind"] != "video",
        "status > 4": lambda row: row["status"] > 4,
        "status = 5": lambda row: row["status"] == 5,
        "stream = TRUE": lambda row: row["stream"],
    }

    def answers(condition: Any) -> list[bool]:
        shown = [atom.expression.sql(dialect="duckdb") for atom in condition.atoms]
        return [value(condition.tree, [tests[text](row) for text in shown]) is True for row in rows]

    conditions = [parsed(shape.format(*chosen)) for shape in SHAPES for chosen in product(ATOMS, repeat=3)]
    known = [(condition, answers(condition)) for condition in conditions[:: len(conditions) // 60]]
    assert len(known) > 50
    for one, mine in known:
        assert can_hold(one, FACTS) is any(mine), one.text
        assert can_fail(one, FACTS) is not all(mine), one.text
        for other, theirs in known:
            if set(one.facts) & set(other.facts):
                wanted = all(there or not here for here, there in zip(mine, theirs, strict=True))
                assert implies(one, other, FACTS) is wanted, (one.text, other.text)


def test_a_question_that_is_too_large_stays_open() -> None:
    wide = " AND ".join(f"(model <> 'm{n}' OR seconds > {n}.5)" for n in range(24))
    with pytest.raises(Undecided):
        can_hold(parsed(f"(status = 1 OR status = 2) AND (status = 3 OR status = 4) AND {wide}"), FACTS)


def test_constants_and_patterns_mean_what_the_engine_reads() -> None:
    atoms = parsed("status = -4 OR seconds > 2.5 OR stream = FALSE OR model = '7'").atoms
    assert [constant(literal) for atom in atoms for _, literal in atom.literals] == [-4, 2.5, False, "7"]
    assert finds("a.c", "a\nc")
    assert list(comparisons(["and", 0, ["not", ["or", 2, 1]]])) == [0, 2, 1]
