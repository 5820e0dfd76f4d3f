"""What a pattern needs, and that nothing matches without it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import supportdesk
from supportdesk import patterns
from supportdesk.pattern_words import words_needed
from supportdesk.patterns import lazy

SAMPLES = Path(__file__).parents[1] / "sample_logs"


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        (r"refund(?:ed|s)?\b", [["refund"]]),
        (r"re(?:fund|imburse)d", [["refundd", "reimbursed"]]),
        (r"(?i)\bHTTP/\d", [["http/"]]),
        (r"退款|退[费还]", [["退款", "退费", "退还"]]),
        (r"(?:quota)+x?", [["quota"]]),
        (r"(?=.*wallet)[a-z]+", [["wallet"]]),
        (r"(?:wallet)?[a-z]+", []),
        (r"(?!wallet)[a-z]+", []),
        (r"wallet|[a-z]+", []),
        (r"(?:wallet){0,3}", []),
        (r"(?i)Größe\d", [["gr"]]),
    ],
)
def test_words_that_every_match_holds(pattern, sets):
    assert words_needed(pattern, 0)[0] == sets


def test_case_is_folded_as_a_search_without_case_folds_it():
    pattern = lazy("skip in", re.IGNORECASE)
    for text in ("SKIP IN", "\u017fk\u0131p \u0130n", "S\u212aip in"):
        assert pattern.search(text), text
    assert pattern.search("skip") is None
    assert lazy("(?i:K)elvin").search("\u212aelvin")


def test_methods_of_a_pattern_without_its_words_find_nothing():
    pattern = lazy("b+x")
    assert pattern.search("aaa") is None
    assert list(pattern.finditer("aaa")) == pattern.findall("aaa") == []
    assert pattern.sub("-", "aaa") == "aaa"
    assert pattern.findall("abbx", 1, 4) == ["bbx"]
    assert pattern.search("bx", 1) is None


def test_no_pattern_of_the_package_matches_without_its_words():
    for module in pkgutil.walk_packages(supportdesk.__path__, "supportdesk."):
        if not module.name.startswith(patterns.UNREAD):
            importlib.import_module(module.name)
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.iterdir())]
    texts = [part[:3000] for text in texts for part in (text, *text.splitlines()[:20])]
    found = told = 0
    for asked in dict.fromkeys(patterns._State.asked):
        compiled, pattern = re.compile(*asked), patterns._Lazy(*asked)
        told += bool(pattern._words()[0])
        for text in texts:
            at = compiled.search(text)
            found += at is not None
            own = pattern.search(text)
            assert (own and own.span()) == (at and at.span()), asked
    assert found > 1000
    assert told > 300
