"""Words before patterns: whatever a pattern matches has one of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.judging.literals import needed_words
from supportdesk.judging.patterns import PatternError, check_pattern


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (",rate_limited,", [",rate_limited,"]),
        (",(chat|responses),[a-z]|[a-z],(messages),", ["chat", "messages", "responses"]),
        ("/chat/completions/?$", ["/chat/completions"]),
        ("^/(v1|v1beta)/files", ["/files"]),
        ("abcd*e", ["abc"]),
        ("abcd+e", ["abcd"]),
        ("abcd{0,2}efgh", ["efgh"]),
        ("(abcd)?(efgh)+", ["efgh"]),
        (r"a\.b\[c", ["a.b[c"]),
        (r"x\ny\tz", ["x\ny\tz"]),
        ("额度不足|余额不足", ["余额不足", "额度不足"]),
        ("(?i)abcdef", []),
        ("abcdef|[a-z]", []),
        ("ab", []),
        ("^20[0-9]{12}", []),
        (r"[\]|(]abc", ["abc"]),
        (".*", []),
    ],
)
def test_the_words_of_a_pattern(pattern: str, words: list[str]) -> None:
    check_pattern(pattern)
    assert needed_words(pattern) == words


PIECES = [
    "a",
    "bc",
    "def",
    "(",
    "(?:",
    ")",
    "|",
    "[a-c]",
    "[^b]",
    "?",
    "*",
    "+",
    "{2}",
    "{0,1}",
    ".",
    "^",
    "$",
    r"\.",
    "de",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), st.text("abcdef.", max_size=12))
def test_no_text_matches_without_one_of_the_words(pieces: list[str], text: str) -> None:
    pattern = "".join(pieces)
    try:
        check_pattern(pattern)
    except PatternError:
        return
    words = needed_words(pattern)
    if words and re.search(pattern, text, re.DOTALL):
        assert any(word in text for word in words)
