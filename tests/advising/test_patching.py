"""Diffs: what `patch -p0` makes of them is what the edits make of the text, byte for byte."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.advising.edits import Edit, UnwritableError, edited, patched
from supportdesk.advising.patching import MASKED, UNFAITHFUL, UNNAMED, file_name, write_patch
from supportdesk.source import Source, Span
from tests.advising.applying import applied


def edit(text: str, old: str, new: str, source: int = 0) -> Edit:
    """Return the edit of the only place where `old` stands."""
    start = text.index(old)
    return Edit(Span(source, start, start + len(old)), new)


def test_a_patch_changes_its_lines_only_and_has_a_part_for_every_source() -> None:
    sources = [Source("a = 7\nb = 8\n", 0, "one"), Source("c = 9", 1, "two")]
    patch = write_patch([edit("a = 7", "7", "6"), edit("c = 9", "9", "10", 1)], sources).text
    assert "--- one\n+++ one\n" in patch
    assert "-a = 7\n+a = 6\n b = 8\n" in patch
    assert "-c = 9\n\\ No newline at end of file\n+c = 10\n\\ No newline at end of file\n" in patch


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("a\nb\nc\n", [("b", "B")]),
        ("a\r\nb\r\nc\r\n", [("b", "B")]),
        ("a\r\nb\r\nc", [("c", "c\r\nd")]),
        ("a\nb\nc", [("c", "C")]),
        ("a\nb\nc", [("\nc", "")]),
        ("a\nb\nc\n", [("b\n", "")]),
        ("a\nb\nc\nd\n", [("a\n", ""), ("d", "D\nE")]),
        ("one", [("one", "two\n")]),
        ("-- a\n++ b\n-- c\n", [("++ b", "-- b")]),
        ("\u6587\u5b57\n  \u952e\n", [("\u952e", "\u503c")]),
        ("".join(f"{number}.\n" for number in range(40)), [("\n3.", "\nx"), ("\n20.", "\ny"), ("\n21.", "\nz\nw")]),
    ],
)
@pytest.mark.parametrize("name", ["paste", "my code.py", 'odd"name', "a/b.txt"])
def test_the_patch_program_makes_of_the_text_what_the_edits_make(
    tmp_path: Path, text: str, changes: list[tuple[str, str]], name: str
) -> None:
    edits = [edit(text, old, new) for old, new in changes]
    source = Source(text, 0, name)
    assert applied(write_patch(edits, [source]).text, {name: text}, tmp_path) == {name: edited(text, sorted(edits))}


LINES = st.lists(
    st.sampled_from(["", "aa", "b b", "c\u2022\u2022d", "-- x", "++ y", "  {", "\t}", "\u4e2d"]), max_size=12
)


@given(lines=LINES, end=st.sampled_from(["\n", "\r\n"]), cut=st.booleans(), data=st.data())
@settings(max_examples=150, deadline=None)
def test_any_edits_of_any_text_apply_or_are_refused_for_a_masked_line(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str, cut: bool, data: st.DataObject
) -> None:
    text = "".join(line + end for line in lines)
    text = text.rstrip("\r\n") if cut else text
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
    news = st.sampled_from(["", "Z", "Z\nY", "\nQ", "K\n"])
    edits = [
        Edit(Span(0, start, stop), data.draw(news)) for start, stop in zip(places[::2], places[1::2], strict=False)
    ]
    try:
        wanted = patched([Source(text)], edits)[0].text
    except UnwritableError:
        return
    patch = write_patch(edits, [Source(text)])
    if not patch.text:
        assert patch.why == MASKED or wanted == text
        return
    assert "\u2022" not in patch.text
    folder = tmp_path_factory.mktemp("patch")
    # the masked lines of the original say something else
    original, result = text.replace("\u2022", "k"), wanted.replace("\u2022", "k")
    assert applied(patch.text, {"paste": original}, folder) == {"paste": result}


def test_a_line_with_a_masked_secret_is_no_context_and_never_changed() -> None:
    text = "a\nkey = sk-\u2022\u2022\u2022\nb\nc\nd\ne\n"
    near = write_patch([edit(text, "b", "B")], [Source(text)]).text
    assert near.splitlines()[2:] == ["@@ -3,1 +3,1 @@", "-b", "+B"]
    assert write_patch([edit(text, "key", "KEY")], [Source(text)])[:2] == ("", MASKED)


def test_a_source_whose_characters_are_not_the_files_bytes_gets_no_patch_that_would_not_apply() -> None:
    text = "a = \u4e2d\nb = 7\nc\n"
    marked = Source(text, notes=("decoded as utf-8 by its byte order mark",))
    assert write_patch([edit(text, "7", "8")], [marked]).text.splitlines()[2] == "@@ -2,1 +2,1 @@"
    chinese = Source(text, notes=("decoded as gb18030",))
    assert "\u4e2d" not in write_patch([edit(text, "7", "8")], [chinese]).text
    assert write_patch([edit(text, "a", "A")], [chinese])[:2] == ("", UNFAITHFUL)
    wide = Source(text, notes=("decoded as utf-16-le by its byte order mark",))
    assert write_patch([edit(text, "7", "8")], [wide])[:2] == ("", UNFAITHFUL)
    assert write_patch([edit(text, "7", "8")], [Source(text, length=99)])[:2] == ("", UNFAITHFUL)


def test_two_sources_of_one_name_get_no_patch() -> None:
    sources = [Source("a\n", 0, "/x/code.py"), Source("b\n", 1, "code.py")]
    assert write_patch([edit("a\n", "a", "A")], sources)[:2] == ("", UNNAMED)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("code.py", "code.py"),
        ("a b.py", "a b.py\t"),
        ("/home/x/code.py", "code.py"),
        ("../code.py", "code.py"),
        ("C:\\x\\code.py", "code.py"),
        ("a\nb", '"a\\012b"'),
        ("", "paste"),
    ],
)
def test_a_file_is_named_so_that_patch_takes_the_name(name: str, written: str) -> None:
    assert file_name(Source("", 0, name)) == written


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(UnwritableError):
        write_patch([Edit(Span(0, 0, 2), "x"), Edit(Span(0, 1, 3), "y")], [Source("abc")])


def test_a_big_source_is_patched_at_once() -> None:
    text = "x\n" * 300_000 + "d = 7"
    started = time.perf_counter()
    patch = write_patch([Edit(Span(0, len(text) - 1, len(text)), "6")], [Source(text)]).text
    assert patch.endswith("+d = 6\n\\ No newline at end of file\n")
    assert time.perf_counter() - started < 5
