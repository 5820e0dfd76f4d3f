"""Offsets, lines and columns; decoding of what files hold."""

from hypothesis import given
from hypothesis import strategies as st

from supportdesk.source import Source, Span, decode, is_text


def test_lines_end_at_lf_crlf_and_a_lone_cr():
    source = Source("ab\r\ncd\refg\nh")
    places = [source.position(offset) for offset in (0, 1, 4, 5, 7, 10, 11)]
    assert places == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 4), (4, 1)]
    assert [source.text[slice(*source.line_bounds(line))] for line in (1, 2, 3, 4)] == ["ab", "cd", "efg", "h"]


def test_a_span_in_the_shape_of_the_contract():
    source = Source("x\n额度不足", index=3)
    assert source.place(Span(3, 2, 4)) == {"source": 3, "start": 2, "end": 4, "line": 2, "column": 1}
    assert source.slice(Span(3, 2, 4)) == "额度"


@given(st.text(alphabet="a\r\n额"))
def test_every_offset_lies_in_the_bounds_of_its_line(text):
    source = Source(text)
    for offset in range(len(text)):
        line, column = source.position(offset)
        start, end = source.line_bounds(line)
        assert start + column - 1 == offset
        assert offset <= end + 1


def test_encodings_are_recognised():
    text = "额度 quota"
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert decode(text.encode(encoding))[0] == text
    assert decode("plain text of a log".encode("utf-16-le"))[0] == "plain text of a log"
    assert decode("用户额度不足".encode("gbk")) == ("用户额度不足", ("decoded as gb18030",))
    assert decode(b"") == ("", ())


def test_undecodable_bytes_are_named_not_raised():
    text, notes = decode(b"ok \xff\xff\xff")
    assert text.startswith("ok ")
    assert "fits neither" in notes[0]


@given(st.binary(max_size=300))
def test_any_bytes_decode(data):
    assert isinstance(decode(data)[0], str)


def test_a_picture_is_no_text_and_a_text_with_some_controls_is():
    assert not is_text(decode(bytes(range(256)) * 40)[0])
    assert is_text("a\x00b" + "some words " * 20)
    assert is_text("")
