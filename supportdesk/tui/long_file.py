"""A file too long to be taken into memory: its beginning is diagnosed, and a window shows any place of it.

The file is mapped, and its lines are counted block by block in a thread; only what a window shows is decoded.
"""

from __future__ import annotations

import codecs
import mmap
import os
import time
from bisect import bisect_right
from collections.abc import Callable

from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.masking import mask
from supportdesk.source import READ_LIMIT, is_text
from supportdesk.tui.diagnoser import Material
from supportdesk.tui.widgets.visible_area import masked
from supportdesk.tui.widgets.window import FOLD, SHOWN, Window, begin_of, cut

BLOCK = 1 << 20
"""Bytes that are looked at between two looks at whether somebody has cancelled."""

CONTEXT = 512
"""Bytes around a window that are masked with it, so that a key that is cut in two is still known as one."""

ENCODINGS = ("utf-8", "gb18030")
"""Encodings in which a line feed is a byte of its own, in the order in which they are tried."""


class Stopped(InputError):
    """The operator has cancelled the reading."""


class LongFile:
    """A mapped file; `index` makes it ready, in a thread, before anything else is asked of it.

    Positions behind the head go on as bytes: `len(head) + (byte - bytes of the head)`.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        with open(path, "rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.encoding = "utf-8"
        self.head = Material("", 0)
        self._head_bytes = 0
        self._lines: list[int] = [0]
        """Line feeds before each block."""

    @property
    def length(self) -> int:
        """The position behind the last byte."""
        return len(self.head) + len(self._bytes) - self._head_bytes

    def index(self, progress: Callable[[int, int], None], is_cancelled: Callable[[], bool]) -> None:
        """Count lines and characters, find the encoding, and mask the head.

        `progress` is told bytes done and bytes in all. Raises Stopped, and InputError where the file is no text.
        """
        characters = None
        for name in ENCODINGS:
            characters = self._read_as(name, progress, is_cancelled)
            if characters is not None:
                self.encoding = name
                break
        text = self._bytes[: READ_LIMIT * 4].decode(self.encoding, errors="replace")
        if not is_text(text):
            raise InputError(
                _("{name} is no text").format(name=self.path),
                _("Paste or export the text itself; pictures and archives are not read."),
            )
        text = text[:READ_LIMIT]
        self._head_bytes = min(len(text.encode(self.encoding, errors="replace")), len(self._bytes))
        whole = len(self._bytes) if characters is None else characters
        self.head = Material(masked(text), whole)

    def window(self, start: int) -> Window:
        """Return the rows from the one at `start` on."""
        if start >= len(self.head):
            return self._tail(start - len(self.head) + self._head_bytes)
        begin = begin_of(self.head, start)
        window = cut(self.head, begin, self.head.count("\n", 0, begin) + 1)
        if window.end < len(self.head) or self._head_bytes >= len(self._bytes):
            return window
        behind = self._tail(self._head_bytes)
        return Window([*window.starts, *behind.starts], [*window.rows, *behind.rows], behind.end, window.line)

    def _read_as(self, name: str, progress: Callable[[int, int], None], is_cancelled: Callable[[], bool]) -> int | None:
        """Return the characters of the whole file in an encoding, None where it is not in it."""
        decoder = codecs.getincrementaldecoder(name)()
        size, characters, feeds, lines = len(self._bytes), 0, 0, [0]
        for at in range(0, size, BLOCK):
            if is_cancelled():
                raise Stopped(_("The reading was cancelled; the screen is as it was."))
            block = self._bytes[at : at + BLOCK]
            feeds += block.count(b"\n")
            lines.append(feeds)
            try:
                characters += len(decoder.decode(block, at + BLOCK >= size))
            except UnicodeDecodeError:
                return None
            progress(min(at + BLOCK, size), size)
            time.sleep(0)  # the screen's turn
        self._lines = lines
        return characters

    def _tail(self, at: int) -> Window:
        """Return the rows from the one at a byte on."""
        at = max(self._head_bytes, min(at, len(self._bytes) - 1))
        feed = self._bytes.rfind(b"\n", max(self._head_bytes, at - FOLD * 4), at)
        begin = feed + 1 if feed >= 0 else self._aligned(at)
        end = min(len(self._bytes), begin + SHOWN)
        if end < len(self._bytes):
            last = self._bytes.rfind(b"\n", begin, end)
            end = last if last > begin else self._aligned(end)
        before = self._text(max(0, begin - CONTEXT), begin)
        text, behind = self._text(begin, end), self._text(end, end + CONTEXT)
        masked = mask(before + text + behind)[0][len(before) : len(before) + len(text)]
        starts, rows, shift = [], [], len(self.head) - self._head_bytes
        folded = begin > 0 and self._bytes[begin - 1 : begin] != b"\n"
        place = begin
        for line in masked.split("\n"):
            for piece in [line[cut_at : cut_at + FOLD] for cut_at in range(0, len(line), FOLD)] or [""]:
                starts.append(place + shift)
                rows.append(piece)
                place += len(piece.encode(self.encoding, errors="replace"))
                folded = folded or len(line) > FOLD
            place += 1
        block = min(bisect_right(range(0, len(self._bytes), BLOCK), begin) - 1, len(self._lines) - 1)
        number = self._lines[block] + self._bytes[block * BLOCK : begin].count(b"\n") + 1
        return Window(starts, rows, end + shift, None if folded else number)

    def _text(self, start: int, end: int) -> str:
        return self._bytes[start:end].decode(self.encoding, errors="replace").replace("\r", "\n")

    def _aligned(self, at: int) -> int:
        """Return the next byte at which a character of UTF-8 begins."""
        while at < len(self._bytes) and self._bytes[at] & 0xC0 == 0x80:
            at += 1
        return at


def is_long(path: str) -> bool:
    """Whether a file is longer than what is read of a text."""
    return os.path.getsize(path) > READ_LIMIT
