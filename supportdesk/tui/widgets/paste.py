"""The paste: masked at the door, hostile characters as pictures, the evidence underlined.

A text of up to EDITABLE characters is edited in place. A longer one, or one with a very long line, is kept whole and
shown through a window that can be moved, because wrapping two megabytes would freeze the frame.
"""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument
from textual.message import Message
from textual.widgets import TextArea

from supportdesk.diagnosing import readable
from supportdesk.masking import mask
from supportdesk.tui.widgets.colours import KINDS, coloured
from supportdesk.tui.widgets.paste_document import PasteDocument
from supportdesk.tui.wrapping import wrapped_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events

EDITABLE = 100_000
"""Characters up to which a paste is edited in place."""

LONGEST_ROW = 8_000
"""A longer row makes the paste a window, in which it is folded at FOLD characters."""

WINDOW = 60_000
FOLD = 1_000
MASKED_AT_ONCE = 60_000
"""A longer paste is masked in a thread, before anything of it is shown."""


class PasteArea(TextArea):
    """The ticket's text. Posts `Given` when it changes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"paste--{kind}" for kind in KINDS), "paste--evidence", "paste--here"}

    class Given(Message):
        """The text has changed; `PasteArea.source_text` has the new one."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, soft_wrap=True, show_line_numbers=True, highlight_cursor_line=False)
        self._whole: str | None = None
        self._window_starts: list[int] = []
        self._marks: list[tuple[int, int]] = []
        self._here: tuple[int, int] | None = None
        self._hint = ""

    @property
    def source_text(self) -> str:
        """The whole text, masked, with line feeds as line ends; offsets of marks count in it."""
        return self.document.text if self._whole is None else self._whole

    @property
    def is_window(self) -> bool:
        """Whether only a part of the text is shown."""
        return self._whole is not None

    def hint(self, text: str) -> None:
        """Show this text while there is no other."""
        self._hint = text
        self._break_hint()

    def on_resize(self) -> None:
        """Break the hint anew."""
        self._break_hint()

    def _break_hint(self) -> None:
        self.placeholder = wrapped_text(self._hint, self.content_size.width - 1)

    def hold(self, held: bool) -> None:
        """Keep the text as it is while it is being filed, or let it be edited again."""
        self.read_only = held or self.is_window

    def undo(self) -> None:
        """Undo an edit, unless the text is held."""
        if not self.read_only:
            super().undo()

    def give(self, text: str) -> None:
        """Replace the whole text; it is masked here."""
        self._load(mask(cleaned(text))[0])
        self.post_message(self.Given())

    def settle(self, masked: str) -> None:
        """Show `masked` where it differs from the text in nothing but what it hides."""
        if len(masked) != len(self.source_text) or masked == self.source_text:
            return
        if self._whole is not None:
            self._whole = masked
            self._show_window(self._window_starts[0])
        elif isinstance(self.document, PasteDocument):
            self.document.settle(masked)
            self.history.clear()
            self._redraw()

    def mark(self, places: Iterable[tuple[int, int]]) -> None:
        """Underline these (start, end) places, and no others."""
        self._marks = sorted(places)
        self._here = None
        self._redraw()

    def go_to(self, start: int, end: int) -> None:
        """Bring a place into view, with the cursor at its beginning."""
        if self._whole is not None and not self._window_starts[0] <= start < self._window_end():
            self._show_window(max(0, start - WINDOW // 3))
        self._here = (start, end)
        row = max(0, bisect.bisect_right(self._row_starts(), start) - 1)
        self.move_cursor((row, start - self._row_starts()[row]), center=True)
        self._redraw()

    def on_paste(self, event: events.Paste) -> None:
        """Mask what is pasted before it is shown; a long one in a thread."""
        event.stop()
        event.prevent_default()
        if len(event.text) <= MASKED_AT_ONCE:
            self._insert(mask(cleaned(event.text))[0])
            return
        text = event.text
        self.loading = True

        def _hide() -> None:
            masked = mask(cleaned(text))[0]
            self.app.call_from_thread(self._insert, masked)

        self.run_worker(_hide, thread=True, group="masking")

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say that the text has changed."""
        event.stop()
        self.post_message(self.Given())

    def get_line(self, line_index: int) -> Text:
        """Return a row with its colours, and what is evidence underlined."""
        row = self.document.get_line(line_index)
        line = Text(row, end="", no_wrap=True)
        for start, end, kind in coloured(row):
            line.stylize(self.get_component_rich_style(f"paste--{kind}", partial=True), start, end)
        first = self._row_starts()[line_index]
        for start, end in self._marks_between(first, first + len(row)):
            style = "paste--here" if (start, end) == self._here else "paste--evidence"
            line.stylize(self.get_component_rich_style(style, partial=True), max(0, start - first), end - first)
        return line

    def _insert(self, masked: str) -> None:
        """Put a masked text at the cursor, or behind a text of which a window is shown."""
        self.loading = False
        if self._whole is not None:
            self._load(f"{self._whole.rstrip(chr(10))}\n{masked}")
            self.post_message(self.Given())
        elif len(self.source_text) + len(masked) > EDITABLE or _longest(masked.split("\n")) > LONGEST_ROW:
            start, end = sorted(self.selection)
            before = self.document.get_text_range((0, 0), start)
            after = self.document.get_text_range(end, self.document.end)
            self._load(before + masked + after)
            self.post_message(self.Given())
        else:
            was_empty = not self.source_text
            done = self.replace(masked, *self.selection, maintain_selection_offset=False)
            self.move_cursor(done.end_location)
            if was_empty:  # the ticket is read from its beginning, while what follows is still added at its end
                self.call_after_refresh(self.scroll_home, animate=False, immediate=True)
        self.focus()

    def _load(self, masked: str) -> None:
        self._marks, self._here = [], None
        rows = masked.split("\n")
        if len(masked) > EDITABLE or _longest(rows) > LONGEST_ROW:
            self._whole = masked
            self.read_only = True
            self._show_window(0)
        else:
            self._whole = None
            self.read_only = False
            self._show(PasteDocument(masked))

    def _show_window(self, start: int) -> None:
        """Show the rows that begin at or behind `start`, WINDOW characters of them, long ones folded."""
        whole = self._whole or ""
        start = whole.rfind("\n", 0, start) + 1 if start - whole.rfind("\n", 0, start) <= FOLD else start
        starts, rows, at, end = [], [], start, min(len(whole), start + WINDOW)
        while at <= end:
            feed = whole.find("\n", at, at + FOLD)
            stop = feed if feed >= 0 else min(at + FOLD, len(whole))
            starts.append(at)
            rows.append(whole[at:stop])
            if stop >= len(whole):
                break
            at = stop + 1 if feed >= 0 else stop
        self._window_starts = starts
        self._show(PasteDocument("\n".join(rows)))

    def _show(self, document: PasteDocument) -> None:
        self.history.clear()
        self.document = document
        self.wrapped_document = WrappedDocument(document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()
        self.refresh(layout=True)

    def _set_document(self, text: str, language: str | None) -> None:  # noqa: ARG002 - Textual's signature
        """Let Textual's own ways of loading a text make a PasteDocument, too."""
        self._whole = None
        self._show(PasteDocument(text))

    def _row_starts(self) -> Sequence[int]:
        """Return the offset in `source_text` of each row that is shown."""
        if self._whole is None and isinstance(self.document, PasteDocument):
            return self.document.row_starts()
        return self._window_starts

    def _window_end(self) -> int:
        return self._window_starts[-1] + len(self.document.lines[-1])

    def _marks_between(self, first: int, last: int) -> Iterable[tuple[int, int]]:
        return [(start, end) for start, end in self._marks if start < last and end > first]

    def _redraw(self) -> None:
        self._line_cache.clear()
        self.refresh()


def cleaned(text: str) -> str:
    """Return a pasted text with line feeds as line ends (terminals send carriage returns) and no lone surrogates."""
    return readable(text.replace("\r\n", "\n").replace("\r", "\n"))


def _longest(rows: Sequence[str]) -> int:
    return max(map(len, rows), default=0)
