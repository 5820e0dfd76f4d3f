"""Lines break at blanks and between Chinese characters, never before a full stop, and hang under lists."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from supportdesk.render.width import width
from supportdesk.tui.wrapping import NOT_FIRST, breaks, wrapped, wrapped_text


def test_chinese_breaks_between_characters_and_keeps_its_punctuation() -> None:
    assert wrapped_text("在左侧粘贴工单，判断会随输入出现在这里。", 14).split("\n") == [
        "在左侧粘贴工",
        "单，判断会随输",
        "入出现在这里。",
    ]
    assert all(line[0] not in NOT_FIRST for line in wrapped_text("一二三四五。六七八九，十" * 5, 10).split("\n"))


def test_words_stay_whole_and_lists_hang() -> None:
    text = "1. send it to the other endpoint\n  by: model, endpoint and more"
    assert wrapped_text(text, 20).split("\n") == [
        "1. send it to the",
        "   other endpoint",
        "  by: model,",
        "  endpoint and more",
    ]


def test_a_word_that_is_too_long_is_cut() -> None:
    assert wrapped_text("x" * 25, 10).split("\n") == ["x" * 10, "x" * 10, "x" * 5]


def test_styles_stay_on_their_characters() -> None:
    page = Content.assemble(("plain plain ", ""), ("bold", "bold"), (" plain plain", ""))
    result = wrapped(page, 12)
    assert [result.plain[span.start : span.end] for span in result.spans if span.style == "bold"] == ["bold"]


@given(st.text(st.sampled_from("ab 余额。，(1.\n"), max_size=80), st.integers(10, 30))
def test_no_character_is_lost_and_no_line_is_too_wide(text: str, columns: int) -> None:
    result = wrapped_text(text, columns)
    assert [sign for sign in result if not sign.isspace()] == [sign for sign in text if not sign.isspace()]
    assert all(width(line) <= columns for line in result.split("\n"))


@given(st.text(max_size=200), st.integers(10, 40))
def test_breaks_go_up(text: str, columns: int) -> None:
    found = breaks(text.replace("\n", " "), columns)
    assert found == sorted(set(found))
    assert all(0 < at < len(text) for at in found)
