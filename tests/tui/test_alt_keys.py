"""Alt and a digit reach the application as terminals send them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser

from supportdesk.tui.alt_keys import read_alt_digits


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = dict(ANSI_SEQUENCES_KEYS)
    yield
    ANSI_SEQUENCES_KEYS.clear()
    ANSI_SEQUENCES_KEYS.update(before)


@pytest.mark.parametrize("digit", "0123456789")
def test_escape_and_a_digit_are_alt_and_the_digit(digit: str) -> None:
    read_alt_digits()
    parser = XTermParser()
    read = list(parser.feed(f"\x1b{digit}"))
    while not read:  # whether Escape stands alone shows when nothing follows it
        read = list(parser.tick())
    assert [event.key for event in read if isinstance(event, events.Key)] == [f"alt+{digit}"]


@pytest.mark.parametrize(("sign", "name"), [("£", "pound_sign"), ("§", "section_sign"), ("™", "trade_mark_sign")])
def test_the_signs_can_still_be_typed(sign: str, name: str) -> None:
    read_alt_digits()
    events_of = [event for event in XTermParser().feed(sign) if isinstance(event, events.Key)]
    assert [(event.key, event.character) for event in events_of] == [(name, sign)]
