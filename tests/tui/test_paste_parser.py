"""Nothing in a bracketed paste is a key, however it is cut into reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from supportdesk.tui.paste_parser import END, START, PasteParser

if TYPE_CHECKING:
    from textual.message import Message

CONTROLS = "before \x1b[31mred\x1b[0m \x1b]52;c;aGVsbG8=\x07 \x11\x03 [x] \x1bOP\x1b[A \x1b[200 \x1b[201 end"


def fed(pieces: list[str]) -> list[Message]:
    """Return what a parser says of pieces that are read one after the other."""
    parser = PasteParser()
    return [message for piece in pieces for message in parser.feed(piece)]


@given(st.lists(st.integers(len(START), 40), min_size=1, max_size=12), st.integers(0, 12))
def test_a_paste_with_terminal_control_is_one_paste_and_no_key(sizes: list[int], shift: int) -> None:
    data = f"{'a' * shift}{START}{CONTROLS}{END}b"
    pieces, at = [], 0
    while at < len(data):
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(data[at : at + size])
        at += size
    messages = fed(pieces)
    assert [message.text for message in messages if isinstance(message, events.Paste)] == [CONTROLS]
    assert [message.key for message in messages if isinstance(message, events.Key)] == [*"a" * shift, "b"]


@pytest.mark.parametrize("size", [7, 64, 4096])
def test_what_is_pasted_comes_back_whole(size: int) -> None:
    text = CONTROLS * 300
    data = START + text + END
    messages = fed([data[at : at + size] for at in range(0, len(data), size)])
    assert [message.text for message in messages if isinstance(message, events.Paste)] == [text]
    assert len(messages) == 1


def test_keys_are_those_of_textuals_parser() -> None:
    messages = fed(["q", "\x1b[A", "\x11", f"{START}x{END}", "\x1bOP"])
    named = [message.key if isinstance(message, events.Key) else message.text for message in messages]  # type: ignore[attr-defined] # nothing else comes
    assert named == ["q", "up", "ctrl+q", "x", "f1"]
