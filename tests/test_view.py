"""Every character of a decoded view knows its place in the source."""

import json

from hypothesis import given
from hypothesis import strategies as st

from supportdesk.source import Source
from supportdesk.view import View


def unescape(view: View) -> View:
    """Decode backslash escapes of one sign each, as a reader of strings does."""
    pieces, at = [], 0
    while at < len(view.text):
        if view.text[at] == "\\" and at + 1 < len(view.text):
            pieces.append((view.text[at + 1], at, at + 2))
            at += 2
        else:
            pieces.append((view.text[at], at, at + 1))
            at += 1
    return view.decoded(pieces)


def escape(text: str, levels: int) -> str:
    for _ in range(levels):
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return text


@given(st.text(alphabet='ab"额', min_size=1), st.integers(0, 4), st.text(alphabet="xyz", max_size=5))
def test_spans_survive_any_number_of_decodings(text, levels, before):
    source = Source(before + escape(text, levels))
    view = View.whole(source).cut(len(before))
    for _ in range(levels):
        view = unescape(view)
    assert view.text == text
    for start in range(len(text)):
        span = view.span(start, len(text))
        assert span.end == len(source.text)
        assert source.slice(span) == escape(text[start:], levels)


def test_dropped_prompts_leave_the_rest_in_place():
    source = Source(">>> a = 1\n... b\n")
    view = View.whole(source)
    stripped = view.decoded([("", 0, 4), ("a = 1\n", 4, 10), ("", 10, 14), ("b\n", 14, 16)])
    assert stripped.text == "a = 1\nb\n"
    assert source.slice(stripped.span(6, 7)) == "b"
    assert source.slice(stripped.span(0, 7)) == "a = 1\n... b"


def test_a_cut_of_an_escape_is_the_whole_escape():
    source = Source('"\\u0041bc"')
    view = View.whole(source).decoded([("Ab", 1, 7), ("bc", 7, 9)])
    assert source.slice(view.cut(1, 3).span(0, 1)) == "\\u0041"
    assert source.slice(view.cut(1, 3).span(0, 2)) == "\\u0041b"


def test_an_empty_span_stands_at_its_place():
    view = View.whole(Source("abc"))
    assert view.span(2, 2)[1:] == (2, 2)
    assert view.span(3, 3)[1:] == (3, 3)
    assert View.whole(Source("")).span(0, 0)[1:] == (0, 0)


def test_json_string_by_hand_agrees_with_json():
    source = Source(json.dumps('say "hi"'))
    view = unescape(View.whole(source).cut(1, len(source.text) - 1))
    assert view.text == json.loads(source.text)
