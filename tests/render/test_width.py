"""Columns of a terminal, with wide characters."""

from hypothesis import given
from hypothesis import strategies as st

from supportdesk.render.width import cut, width, wrap
from supportdesk.visible import visible, visible_line


def test_chinese_is_two_columns_wide():
    assert width("额度ab") == 6
    assert width("e\u0301") == 1


@given(st.text(alphabet="ab 额度，。x", max_size=80), st.integers(8, 40))
def test_no_line_is_wider_than_asked_and_nothing_is_lost(text, columns):
    lines = wrap(text, columns)
    assert all(width(line) <= columns + 2 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(max_size=40), st.integers(2, 30))
def test_a_cut_line_fits(text, columns):
    assert width(cut(text, columns)) <= columns


@given(st.text(max_size=200))
def test_nothing_shown_controls_a_terminal(text):
    shown = visible(text)
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in shown)
    assert not any(sign in shown for sign in "\x1b\x7f\x9b\u202e\u2066\u200b\ufeff")
    assert len(visible_line(text)) == len(text)
