"""The small YAML of rules/: what is read, with which line, and what is refused."""

from __future__ import annotations

import pytest

from supportdesk.errors import RulesError
from supportdesk.judging.yaml_text import read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("-7", -7),
        ("0", 0),
        ("1.5", 1.5),
        ("-1.0e3", -1000.0),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ('"7"', "7"),
        ("'true'", "true"),
        # texts here, though YAML 1.1 makes booleans, dates, octal and base-60 numbers of them
        ("no", "no"),
        ("On", "On"),
        ("2025-01-02", "2025-01-02"),
        ("010", "010"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        (".inf", ".inf"),
        ("tRuE", "tRuE"),
        ("rc.22", "rc.22"),
    ],
)
def test_a_scalar_is_what_yaml_1_2_says(text: str, value: object) -> None:
    found = read_yaml(f"key: {text}", "a.yaml").data["key"]
    assert found == value
    assert type(found) is type(value)


def test_every_value_knows_its_line_and_a_missing_one_that_of_its_owner() -> None:
    document = read_yaml("# head\na: 1\nb:\n  - x\n  - c: 2\n", "a.yaml")
    assert document.line("a") == 2
    assert document.line("b", 1, "c") == 5
    assert document.line("b", 1, "nothing", "here") == 5
    assert str(document.error("wrong", "b", 0)) == "a.yaml:4: wrong"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: &x {b: 1}\nc: *x", 1, "aliases"),
        ("&a [*a]", 1, "aliases"),
        ("a: 1\nb: 2\na: 3", 3, "stands twice"),
        ("a: !!python/object:os.system x", 1, "tag"),
        ("a: !local x", 1, "tag"),
        ("a: [1, 2", 2, "not YAML"),
        ("? [a, b]\n: 1", 1, "plain text"),
        ("a: 1\n---\nb: 2", 2, "one document"),
        ("a: \x01", None, "not YAML"),
        ("[" * 60 + "]" * 60, 1, "deeper"),
    ],
)
def test_what_is_refused_names_its_line(text: str, line: int | None, reason: str) -> None:
    with pytest.raises(RulesError, match=reason) as caught:
        read_yaml(text, "a.yaml")
    if reason != "not YAML":
        assert caught.value.line == line


def test_a_hundred_thousand_brackets_are_refused_too() -> None:
    with pytest.raises(RulesError):
        read_yaml("[" * 100_000, "a.yaml")


def test_an_empty_text_is_none() -> None:
    assert read_yaml("# nothing\n", "a.yaml").data is None
