"""Conditions: what is allowed, and each construct of portable-sql.md that is refused with its reason."""

from __future__ import annotations

import pytest

from supportdesk.judging.condition import ConditionError, parse_condition

FACTS = {
    "model": {"type": "text"},
    "endpoint": {"type": "text", "values": ["chat", "images", "other"]},
    "http_status": {"type": "integer"},
    "upstream_status": {"type": "integer"},
    "seconds": {"type": "real"},
    "stream": {"type": "boolean"},
    "sent": {"type": "boolean"},
    "group": {"type": "text"},
    "since": {"type": "integer"},
}
RELEASES = {"rc.1": 10, "rc.22": 220}


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("model = 'x'", 0),
        ("model <> 'it''s %'", 0),
        ("400 <= http_status", 0),
        ("http_status BETWEEN 400 AND 499", 0),
        ("endpoint IN ('chat', 'images')", 0),
        ("endpoint NOT IN ('chat')", ["not", 0]),
        ("seconds > 60", 0),
        ("seconds >= -0.5", 0),
        ("stream = TRUE", 0),
        ("stream <> sent", 0),
        ("http_status <> upstream_status", 0),
        ("since >= release('rc.22')", 0),
        ("since BETWEEN release('rc.1') AND release('rc.22')", 0),
        ("regexp_matches(model, '^gpt-[0-9]')", 0),
        ("group = 'vip'", 0),
        ("\"group\" = 'vip'", 0),
        ("model = 'a' AND stream = TRUE AND http_status = 1", ["and", 0, 1, 2]),
        ("model = 'a' OR stream = TRUE AND NOT http_status = 1", ["or", 0, ["and", 1, ["not", 2]]]),
        ("((model = 'a' AND (stream = TRUE AND http_status = 1)))", ["and", 0, 1, 2]),
    ],
)
def test_an_allowed_condition_has_the_tree_of_its_operators(text: str, tree: object) -> None:
    assert parse_condition(text, FACTS, RELEASES).tree == tree


def test_a_literal_on_the_left_turns_the_sign() -> None:
    condition = parse_condition("400 < http_status", FACTS, RELEASES)
    assert condition.atoms[0].expression.sql("duckdb") == "http_status > 400"


def test_a_release_is_its_ordinal() -> None:
    condition = parse_condition("since < release('rc.22')", FACTS, RELEASES)
    assert condition.atoms[0].expression.sql("duckdb") == "since < 220"


def test_the_facts_stand_in_the_order_of_the_condition() -> None:
    condition = parse_condition("stream = TRUE AND (model = 'a' OR stream = sent)", FACTS, RELEASES)
    assert condition.facts == ["stream", "model", "sent"]


REFUSED = [
    # what turns not known into no
    ("model IS NULL", "not known"),
    ("model IS NOT NULL", "not known"),
    ("stream IS TRUE", "not known"),
    ("model IS DISTINCT FROM 'x'", "not known"),
    ("model IS NOT DISTINCT FROM 'x'", "not known"),
    ("COALESCE(model, 'x') = 'x'", "not known"),
    ("NULLIF(model, '') = 'x'", "not known"),
    ("IFNULL(model, 'x') = 'x'", "not known"),
    ("CASE WHEN stream = TRUE THEN TRUE END", "not known"),
    ("if(stream = TRUE, TRUE, FALSE)", "not known"),
    ("(stream = TRUE) IS NOT FALSE", "not known"),
    ("model = NULL", "never be known"),
    ("endpoint IN ('chat', NULL)", "never be known"),
    ("NULL", "never be known"),
    # types
    ("http_status = '400'", "is text, but http_status is integer"),
    ("model = 4", "is integer, but model is text"),
    ("stream = 1", "is integer, but stream is boolean"),
    ("http_status = 1.5", "is real, but http_status is integer"),
    ("model = http_status", "is text and http_status is integer"),
    ("http_status = 99999999999999", "reach to"),
    ("http_status > 9223372036854775808", "reach to"),
    ("stream", "write stream = TRUE"),
    ("NOT stream", "write stream = TRUE"),
    ("stream AND model = 'x'", "write stream = TRUE"),
    ("http_status AND stream = TRUE", "is no comparison"),
    ("stream > FALSE", "no order"),
    ("endpoint < 'images'", "no order"),
    ("model BETWEEN 'a' AND 'b'", "takes numbers"),
    ("(model = 'x') = (model = 'y')", "no comparison"),
    ("model = 'x' = TRUE", "no comparison"),
    ("TRUE", "constant"),
    ("1 = 1", "constant"),
    ("model = 'x' AND TRUE", "constant"),
    # names and lists
    ("nofact = 1", "no fact 'nofact'"),
    ("modle = 'x'", "did you mean model"),
    ("Model = 'x'", "did you mean model"),
    ("f.model = 'x'", "no table"),
    ("model = model", "with itself"),
    ("endpoint = 'video'", "never 'video'"),
    ("endpoint = 'Chat'", "did you mean chat"),
    ("endpoint IN ('chat', 'image')", "did you mean images"),
    ("model IN ('a', 'a')", "twice"),
    ("model IN ()", "list of constants"),
    ("model IN (group)", "no comparison|functions|refused|is"),
    ("model IN (SELECT 'x')", "list of constants"),
    ("http_status = (SELECT 1)", "one row"),
    ("EXISTS (SELECT 1)", "one row"),
    ("(model, endpoint) = ('a', 'b')", "no comparison"),
    ("model = ANY(['a'])", "no comparison"),
    ("http_status BETWEEN SYMMETRIC 1 AND 2", "SYMMETRIC"),
    ("http_status BETWEEN 5 AND 1", "smaller"),
    # functions, casts, arithmetic, other operators
    ("CAST(http_status AS TEXT) = '4'", "casts"),
    ("http_status::text = '4'", "casts"),
    ("TRY_CAST(model AS INT) = 1", "casts"),
    ("DATE '2020-01-01' = model", "casts"),
    ("http_status + 1 = 5", "derived fact"),
    ("http_status - upstream_status = 0", "derived fact"),
    ("http_status * 2 = 4", "derived fact"),
    ("http_status / 2 = 1", "derived fact"),
    ("http_status // 2 = 1", "derived fact"),
    ("http_status % 2 = 0", "derived fact"),
    ("-http_status = 1", "derived fact"),
    ("model || 'x' = 'y'", "derived fact"),
    ("lower(model) = 'x'", "functions"),
    ("upper(model) = 'x'", "functions"),
    ("length(model) > 1", "functions"),
    ("trim(model) = 'x'", "functions"),
    ("substr(model, 1) = 'x'", "functions"),
    ("abs(http_status) = 1", "functions"),
    ("round(seconds) = 1", "functions"),
    ("greatest(http_status, 1) = 1", "functions"),
    ("contains(model, 'x')", "functions"),
    ("starts_with(model, 'x')", "functions"),
    ("strpos(model, 'x') = 1", "functions"),
    ("random() = 1", "functions"),
    ("now() > 1", "functions"),
    ("json_extract(model, '$.a') = 'x'", "functions"),
    ("my_own(model)", "functions"),
    ("model[1] = 'x'", "no comparison"),
    ("http_status & 1 = 1", "no comparison"),
    ("model LIKE 'x%'", "regexp_matches"),
    ("model NOT LIKE 'x%'", "regexp_matches"),
    ("model ILIKE 'x%'", "regexp_matches"),
    ("model SIMILAR TO 'x'", "regexp_matches"),
    ("model GLOB 'x*'", "regexp_matches"),
    ("model ~ 'x'", "regexp_matches"),
    ("model !~ 'x'", "regexp_matches"),
    ("model = 'x' COLLATE nocase", "functions|no comparison"),
    # regular expressions
    ("regexp_matches(model, 'x', 'i')", "flags"),
    (r"regexp_matches(model, '\d')", "digits"),
    ("regexp_matches(model, endpoint)", "as a literal"),
    ("regexp_matches(endpoint, 'c')", "closed list"),
    ("regexp_matches(http_status, '4')", "texts"),
    ("regexp_full_match(model, 'x')", "functions|flags"),
    # texts that are no single plain expression
    ("model = 'x' -- AND stream = TRUE", "comments"),
    ("model = 'x' /* c */", "comments"),
    ("model = /*! 'y' */ 'x'", "comments"),
    ("model = 'x'; DROP TABLE f", "not a condition"),
    ("model = 'x' AS y", "not a condition"),
    ("http_status = 0x10", "not a condition"),
    ("model = 'x' AND", "not a condition"),
    ("", "not a condition"),
    ("model = 'x' XOR stream = TRUE", "not a condition"),
    ("model = E'x'", "no comparison"),
    ("model = $$x$$", "no comparison"),
    ("model = 'a' 'b'", "functions"),
    ("model = ?", "no comparison"),
    ("model = :name", "no comparison"),
    # releases
    ("since >= release('rc.9')", "no release 'rc.9'"),
    ("since >= release(22)", "in quotes"),
    ("since >= release('rc.22') + 1", "derived fact"),
    ("release('rc.22') = 220", "constant"),
    ("model = release('rc.22')", "is integer, but model is text"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[text for text, _ in REFUSED])
def test_a_forbidden_construct_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(ConditionError, match=reason):
        parse_condition(text, FACTS, RELEASES)


@pytest.mark.parametrize("text", ["(" * 5000 + "model = 'x'" + ")" * 5000, "NOT " * 5000 + "model = 'x'"])
def test_deep_nesting_is_refused_and_not_a_crash(text: str) -> None:
    with pytest.raises(ConditionError, match="too deeply"):
        parse_condition(text, FACTS, RELEASES)


def test_a_long_chain_is_no_deep_nesting() -> None:
    condition = parse_condition(" OR ".join(f"http_status = {number}" for number in range(300)), FACTS, RELEASES)
    assert condition.tree == ["or", *range(300)]
