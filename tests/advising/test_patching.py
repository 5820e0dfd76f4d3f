from __future__ import annotations

from typing import Any

import pytest

from supportdesk.advising.patching import rewritten, write_patch
from supportdesk.advising.repair import Replacement
from supportdesk.source import Source, Span


@pytest.mark.parametrize(
    ("literal", "old", "new", "written"),
    [
        ("7", 7, 6, "6"),
        ('"720p"', "720p", "720P", '"720P"'),
        ("'720p'", "720p", "720P", "'720P'"),
        ("https://a/v1/v1/x", "https://a/v1/v1/x", "https://a/v1/x", "https://a/v1/x"),
        ('"6"', "6", 6, "6"),
        ("6", 6, "6", '"6"'),
        ('\\"6\\"', "6", 6, None),
        ('"a" + "a"', "a", "b", None),
        ('"a"', "a", 'b"c', None),
        ("duration", 7, 6, None),
        ("7", 7, [7], None),
    ],
)
def test_a_literal_is_rewritten_in_its_own_quotes_or_not_at_all(
    literal: str, old: Any, new: Any, written: str | None
) -> None:
    assert rewritten(literal, old, new) == written


def test_a_patch_changes_its_lines_only_and_applies_to_every_source() -> None:
    sources = [Source("a = 7\nb = 8\n", 0, "one"), Source("c = 9", 1, "two")]
    changes = [Replacement(Span(0, 4, 5), 7, 6), Replacement(Span(1, 4, 5), 9, 10)]
    patch = write_patch(changes, sources)
    assert "--- one\n+++ one\n" in patch
    assert "-a = 7\n+a = 6\n b = 8\n" in patch
    assert "-c = 9\n+c = 10\n" in patch


def test_one_change_without_a_place_makes_no_patch() -> None:
    sources = [Source("a = 7")]
    assert write_patch([Replacement(Span(0, 4, 5), 7, 6), Replacement(None, 1, 2)], sources) == ""
