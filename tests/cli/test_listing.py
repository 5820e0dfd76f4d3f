"""Lists of the command line: aligned by what a terminal shows, cut to it, whole in a pipe."""

from __future__ import annotations

import pytest

from supportdesk.cli.listing import aligned, indented
from supportdesk.render.width import width

ROWS = [("auth.forbidden", "可能", "the key may not do this"), ("a", "很可能", "另一个更长的标题，写满整行")]


def test_columns_are_aligned_with_wide_signs_counted_double() -> None:
    lines = list(aligned(ROWS, None))
    starts = {width(line[: line.index(row[2])]) for line, row in zip(lines, ROWS, strict=True)}
    assert len(starts) == 1
    assert all(line.endswith(row[2]) for line, row in zip(lines, ROWS, strict=True))


@pytest.mark.parametrize("room", [60, 45, 30, 24])
def test_no_line_is_wider_than_the_terminal(room: int) -> None:
    lines = list(aligned(ROWS, room))
    assert all(width(line) <= room for line in lines)
    assert sum(row[2][:3] in "".join(lines) for row in ROWS) == 2


def test_no_rows_are_no_lines() -> None:
    assert list(aligned([], 80)) == []


def test_a_text_is_wrapped_behind_its_label() -> None:
    lines = list(indented("one two three four five six", "Why: ", 26))
    assert lines[0].startswith("Why: one")
    assert all(line.startswith("     ") for line in lines[1:])
    assert " ".join(line[5:] for line in lines) == "one two three four five six"
    assert list(indented("one two", "Why: ", None)) == ["Why: one two"]
