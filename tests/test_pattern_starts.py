"""What the engine is told of how matches begin never loses one."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.pattern_starts import with_starts
from supportdesk.patterns import lazy

HAS_SET = 4
PIECES = (
    "a", "Key", "é", "退", "[0-9]", "[k-s]", "[^a]", ".", r"\b", r"\s", r"\d", r"\w", "^", "$", "(?<![a-z])", "(?=a)",
    "(?:is|ſ)", "(退|返)?", "(?:a|[^b])", "a?", r"\s*", "b{2}", "a++", "(?>i|k)", "(?i:s)", "(?-i:s)", "(?a:é)",
    "(?!退)",
)  # fmt: skip
"""Parts of patterns; a sequence of some of them is one."""

SIGNS = "aAbB kKsSiIıſİK\u212aéÉ退返09\n."


def compiled(pattern: str, flags: int = 0) -> tuple[list[int], list[int]]:
    """Return what CPython compiles a pattern to, before and after it is told what matches begin with."""
    parsed = import_module("re._parser").parse(pattern, flags)
    words = import_module("re._compiler")._code(parsed, flags)
    return words, with_starts(parsed, flags, words)


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join),
    st.sampled_from([0, re.IGNORECASE, re.MULTILINE, re.IGNORECASE | re.MULTILINE, re.ASCII | re.IGNORECASE]),
    st.text(SIGNS, max_size=12),
)
def test_a_pattern_finds_what_it_found(pattern, flags, text):
    told, plain = lazy(pattern, flags), re.compile(pattern, flags)
    assert [match.span() for match in told.finditer(text)] == [match.span() for match in plain.finditer(text)]
    assert told.sub("-", text) == plain.sub("-", text)
    assert (told.match(text) is None) == (plain.match(text) is None)


@given(st.sampled_from("iksIKS"), st.sampled_from([0, re.ASCII]), st.characters())
def test_every_character_that_a_letter_folds_to_is_told(letter, flags, sign):
    pattern = rf"\b{letter}|!"
    found = bool(lazy(pattern, flags | re.IGNORECASE).search(sign))
    assert found == bool(re.search(pattern, sign, flags | re.IGNORECASE))


@pytest.mark.parametrize("pattern", [r"\b(?:error|fail)\b", "(?i)(?:error|fail)", r"(?<!\w)(?:退款|refund)", "a?b"])
def test_what_the_compiler_does_not_tell_is_told(pattern):
    before, after = compiled(pattern)
    assert not before[2] & HAS_SET
    assert after[2] & HAS_SET


@pytest.mark.parametrize(
    "pattern", ["error", "[ab]c", r"\A\s*(?:a|b)", "^(?:a|b)", "a*", r"\w+@", "(?:a|.)b", "(?i)é|a"]
)
def test_other_patterns_stay_as_they_are(pattern):
    before, after = compiled(pattern)
    assert after is before
