"""What a terminal sends, with pastes taken out whole: nothing in a paste is ever a key.

Textual's own parser goes through a bracketed paste character by character and, behind an Escape in it, gives the
rest as key presses: a pasted Ctrl+Q would quit (textual/_xterm_parser.py, `reissue_sequence_as_keys`). Here
everything between the terminal's two marks is one Paste, and two megabytes of it cost a search instead of two
million steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message

START, END = "\x1b[200~", "\x1b[201~"
"""Marks of a bracketed paste (xterm's control sequences, "Bracketed Paste Mode")."""

LEAST = 2
"""Characters of a mark at the end of what was read that are kept for the next time: one may be the Escape key."""


class PasteParser(XTermParser):
    """Textual's parser, which sees no paste."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._paste: list[str] | None = None
        self._pasted = ""
        self._held = ""
        self._was_escape = False

    def feed(self, data: str) -> Iterable[Message]:
        """Yield the messages of what was read; '' is the end."""
        if not data:
            yield from super().feed(data)
            return
        data, self._held = self._held + data, ""
        if self._was_escape and data.startswith(START[1:]):
            # the Escape went to Textual's parser as a key may: it is told of a paste without a text
            yield from (one for one in super().feed(START[1:] + END) if not isinstance(one, events.Paste))
            self._paste, data = [], data[len(START) - 1 :]
        self._was_escape = False
        while data:
            if self._paste is not None:
                data = self._take(data)
                if self._paste is None:
                    yield events.Paste(self._pasted)
                continue
            before, mark, data = data.partition(START)
            if mark:
                self._paste = []
            else:
                before, self._held = _parted(before, START, LEAST)
            if before:
                self._was_escape = before.endswith(START[0])
                yield from super().feed(before)

    def _take(self, data: str) -> str:
        """Take what belongs to the paste; return what stands behind its end."""
        parts = self._paste or []
        # the end mark may have come in two pieces
        tail = parts.pop() if parts else ""
        text, mark, behind = (tail + data).partition(END)
        parts.append(text)
        if mark:
            self._pasted = "".join(parts).replace("\x00", "")
            self._paste = None
        else:
            text, held = _parted(parts.pop(), END, 1)
            self._paste = [*parts, text, held] if held else [*parts, text, ""]
        return behind


def _parted(text: str, mark: str, least: int) -> tuple[str, str]:
    """Return a text and what at its end may be the beginning of a mark, from `least` characters on."""
    for size in range(len(mark) - 1, least - 1, -1):
        if text.endswith(mark[:size]):
            return text[:-size], text[-size:]
    return text, ""


def take_pastes_whole() -> None:
    """Let the drivers of this process parse by PasteParser; a second call does nothing."""
    import importlib
    import os
    import sys

    # a browser's driver is named in the environment (serving/session.py)
    name = "web_driver" if os.environ.get("TEXTUAL_DRIVER") else "win32" if sys.platform == "win32" else "linux_driver"
    vars(importlib.import_module(f"textual.drivers.{name}"))["XTermParser"] = PasteParser
