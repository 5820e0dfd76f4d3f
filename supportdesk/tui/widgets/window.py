"""The part of a long text that is shown: rows around a place, long ones folded, with the place of each."""

from __future__ import annotations

from typing import Protocol

from supportdesk.named import NamedTuple

SHOWN = 24_000
"""Characters of a window: what is wrapped in one frame."""

FOLD = 1_000
"""A longer row is folded at so many characters."""


class Window(NamedTuple):
    """Rows and the position at which each begins; `end` is behind the last row.

    `line` is the first row's line number from 1 on, None where rows are folded and are no lines any more.
    """

    starts: list[int]
    rows: list[str]
    end: int
    line: int | None


class Whole(Protocol):
    """A text too long to be edited in place.

    A position is an offset in `head`, and behind it a number that grows with the place; `length` is that of the end.
    """

    @property
    def head(self) -> str:
        """What is diagnosed: the beginning, masked, as far as it is read at all."""

    @property
    def length(self) -> int:
        """The position behind the last character."""

    def window(self, start: int) -> Window:
        """Return the rows from the one at `start` on."""


class WholeText:
    """A long text in memory; all of it is its head."""

    def __init__(self, text: str) -> None:
        self.head = text
        self.length = len(text)

    def window(self, start: int) -> Window:
        """Return the rows from the one at `start` on."""
        begin = begin_of(self.head, start)
        return cut(self.head, begin, self.head.count("\n", 0, begin) + 1)


def begin_of(text: str, start: int) -> int:
    """Return where the row at `start` begins, or `start` itself inside of a row that is folded."""
    start = max(0, min(start, len(text) - 1))
    begin = text.rfind("\n", 0, start) + 1
    return begin if start - begin <= FOLD else start


def cut(text: str, start: int, line: int, shift: int = 0) -> Window:
    """Return the window of a text that begins at `start`, in line number `line`; positions are moved by `shift`."""
    starts, rows, at, end = [], [], start, min(len(text), start + SHOWN)
    folded = start > 0 and text[start - 1] != "\n"
    while at <= end:
        feed = text.find("\n", at, at + FOLD)
        stop = feed if feed >= 0 else min(at + FOLD, len(text))
        starts.append(at + shift)
        rows.append(text[at:stop])
        folded = folded or (feed < 0 and stop < len(text))
        if stop >= len(text):
            break
        at = stop + 1 if feed >= 0 else stop
    behind = starts[-1] + len(rows[-1])
    return Window(starts, rows, behind, None if folded else line)
