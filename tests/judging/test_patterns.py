"""Regular expressions of rules: what all engines read alike, and why anything else is refused."""

from __future__ import annotations

import pytest

from supportdesk.judging.patterns import PatternError, check_pattern


@pytest.mark.parametrize(
    "pattern",
    [
        "abc",
        "(?i)invalid api ?type",
        "(^|[^0-9])429([^0-9]|$)",
        "额度[：:]?不足",
        "额度+",
        "a{3}b{2,}c{1,255}",
        r"\.\*\(\[\\\/",
        r"[^\]\[a-z\-]",
        r"[ \t\r\n]",
        "(?:a|b)c?",
        "^$",
        "[一-龥]{2}",
        "(?i)中文",
    ],
)
def test_an_allowed_pattern_passes(pattern: str) -> None:
    check_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("", "empty"),
        (r"\b429\b", "backspace"),
        (r"\d+", r"\[0-9\]"),
        (r"\w", r"0-9A-Za-z_"),
        (r"\S", "differs"),
        (r"\p{Han}", "refused"),
        (r"\1", "refused"),
        (r"\x41", "refused"),
        (r"a\z", "refused"),
        ("a\\", "at the end"),
        ("a*?", "lazy"),
        ("a++", "lazy and possessive"),
        ("*a", "nothing"),
        ("^*", "nothing"),
        ("(?=a)", r"\(\?=… is refused"),
        ("(?i:a)", r"\(\?i… is refused"),
        ("a(?i)", r"\(\?i… is refused"),
        ("(?P<n>a)", r"\(\?P… is refused"),
        ("额?", "ClickHouse"),
        ("：*", "ClickHouse"),
        ("额{2}", "ClickHouse"),
        ("(?i)ß", "Spark folds"),
        ("(?i)[а]", "Spark folds"),
        ("[[:alpha:]]", "set operator"),
        ("[a&&b]", "set operator"),
        ("[]a]", "begin with"),
        ("[a", "not closed"),
        ("(a", "not closed"),
        ("a)", "without its group"),
        ("a{", "lone {"),
        ("a{,3}", "lone {"),
        ("a}", "lone }"),
        ("a{256}", "255"),
        ("a{3,2}", "smaller"),
        ("a||b", "empty branch"),
        ("()", "empty branch"),
        ("(|a)", "empty branch"),
        ("[z-a]", "RE2 refuses"),
        ("((a{200}){200}){9}", "RE2 refuses"),
    ],
)
def test_a_pattern_that_engines_read_differently_is_refused_with_the_reason(pattern: str, reason: str) -> None:
    with pytest.raises(PatternError, match=reason):
        check_pattern(pattern)


def test_a_megabyte_of_pattern_is_answered_in_time() -> None:
    with pytest.raises(PatternError):
        check_pattern("(" * 1_000_000)
