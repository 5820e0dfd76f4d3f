"""The customer's own lines with carets."""

from __future__ import annotations

from supportdesk.render.frame import Mark, frame
from supportdesk.source import Source


def test_carets_stand_under_the_evidence():
    source = Source('a = 1\nmodel = "gemini_omni"\n')
    start = source.text.index('"gemini')
    assert frame(source, [Mark(start, start + 13, "model")], 80) == [
        '2 | model = "gemini_omni"',
        "  |         ^^^^^^^^^^^^^ model",
    ]


def test_wide_characters_before_and_under_the_mark_are_counted_as_two_columns():
    source = Source("提示词：额度不足")
    assert frame(source, [Mark(4, 8, "x")], 80) == ["1 | 提示词：额度不足", "  |         ^^^^^^^^ x"]


def test_a_long_line_is_shown_as_a_window_around_the_mark():
    source = Source("x" * 5000 + "KEY" + "y" * 5000)
    lines = frame(source, [Mark(5000, 5003, "found")], 60)
    assert len(lines[0]) <= 60
    assert lines[0][lines[1].index("^") :][:3] == "KEY"


def test_controls_take_one_column_and_never_reach_the_terminal():
    source = Source("a\x1b[31mb\u202ec = 7")
    start = source.text.index("7")
    lines = frame(source, [Mark(start, start + 1, "v")], 60)
    assert "\x1b" not in lines[0]
    assert lines[0][lines[1].index("^")] == "7"


def test_two_marks_of_one_line_share_it():
    source = Source("aa bb")
    assert frame(source, [Mark(0, 2, "one"), Mark(3, 5, "two")], 40) == ["1 | aa bb", "  | ^^ one", "  |    ^^ two"]


def test_a_mark_over_several_lines_is_underlined_on_its_first():
    source = Source("abc\ndef")
    assert frame(source, [Mark(1, 6, "m")], 40)[0] == "1 | abc"
