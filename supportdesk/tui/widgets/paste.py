"""The paste: masked at the door, hostile characters as pictures, the evidence underlined.

A text of up to EDITABLE characters is edited in place. A longer one, or one with a very long line, is kept whole and
shown through a window that moves, because wrapping two megabytes would freeze the frame.
"""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import get_current_worker

from supportdesk.i18n import mark
from supportdesk.tui.widgets.colours import KINDS, coloured
from supportdesk.tui.widgets.paste_document import PasteDocument
from supportdesk.tui.widgets.visible_area import VisibleArea, masked
from supportdesk.tui.widgets.window import SHOWN, Whole, WholeText
from supportdesk.tui.wrapping import wrapped_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.widgets import TextArea

EDITABLE = 60_000
"""Characters up to which a paste is edited in place: all of them are wrapped in one frame."""

LONGEST_ROW = 8_000
"""A longer row makes the paste a window, in which it is folded."""

MASKED_AT_ONCE = 40_000
"""A longer paste is masked in a thread, before anything of it is shown."""

MASKING = "masking"
"""Group of the worker that masks."""

FORMER = 20
"""Former texts that an undo brings back, besides the edits in place."""


class PasteArea(VisibleArea):
    """The ticket's text. Posts `Given` when it changes, `OnPlaces` when the cursor comes to evidence."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"paste--{kind}" for kind in KINDS), "paste--evidence", "paste--here"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "text_start", mark("Start of the text"), show=False, id="paste.start"),
        Binding("ctrl+end", "text_end", mark("End of the text"), show=False, id="paste.end"),
    ]

    class Given(Message):
        """The text has changed; `PasteArea.source_text` has the new one."""

    class OnPlaces(Message):
        """The cursor stands on these underlined (start, end) places, or on none any more."""

        def __init__(self, places: tuple[tuple[int, int], ...]) -> None:
            super().__init__()
            self.places = places

    class Pasted(Message):
        """A text is pasted, not in the paste yet and not masked: the screen decides, and calls `take`."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, soft_wrap=True, show_line_numbers=True, highlight_cursor_line=False)
        self._whole: Whole | None = None
        self._window_starts: list[int] = []
        self._window_end = 0
        self._marks: list[tuple[int, int]] = []
        self._here: tuple[tuple[int, int], ...] = ()
        self._hint = ""
        self._former: list[str | Whole] = []
        self._held = False
        self.is_asked = False
        """Whether a paste is handed to the screen (`Pasted`) instead of being inserted."""

    @property
    def source_text(self) -> str:
        """The whole text, masked, with line feeds as line ends; offsets of marks count in it."""
        return self.document.text if self._whole is None else self._whole.head

    @property
    def is_window(self) -> bool:
        """Whether only a part of the text is shown."""
        return self._whole is not None

    @property
    def length(self) -> int:
        """Characters of the text; of a file that is not read whole, its bytes behind what is read count as well."""
        return len(self.document.text) if self._whole is None else self._whole.length

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
        self._held = held
        self.read_only = held or self.is_window

    @property
    def can_undo(self) -> bool:
        """Whether an undo brings a former text back."""
        return not self._held and bool(self._former or self._edits)

    @property
    def _edits(self) -> bool:
        return bool(self.history._undo_stack)  # noqa: SLF001 - Textual has no other way to ask

    def undo(self) -> None:
        """Undo an edit, or what was pasted into a long text, unless the text is held."""
        if self._held:
            return
        if self._edits:
            super().undo()
        elif self._former:
            self._load(self._former.pop())
            self.post_message(self.Given())

    def give(self, text: str) -> None:
        """Replace the whole text, with nothing to undo; it is masked here."""
        self.give_masked(masked(text))

    def give_masked(self, text: str | Whole) -> None:
        """Replace the whole text, with nothing to undo, by one that is masked already."""
        self._former.clear()
        self._load(text)
        self.post_message(self.Given())

    def add(self, masked: str) -> None:
        """Put a masked text behind all others, an empty line between; an undo takes it away."""
        before = self.source_text.rstrip("\n")
        if self._whole is None and len(before) + len(masked) <= EDITABLE and _longest(masked) <= LONGEST_ROW:
            self.history.checkpoint()
            gap = "\n\n" if before else ""
            done = self.replace(gap + masked, self._location(len(before)), self.document.end)
            self.history.checkpoint()
            self.move_cursor(done.end_location)
        else:
            self._keep()
            self._load(f"{before}\n\n{masked}")
            self.go_to(len(before) + 2, len(before) + 2)
            self.post_message(self.Given())

    def settle(self, masked: str) -> None:
        """Show `masked` where it differs from the text in nothing but what it hides."""
        if len(masked) != len(self.source_text) or masked == self.source_text:
            return
        if isinstance(self._whole, WholeText):
            self._whole = WholeText(masked)
            self._show_window(self._window_starts[0])
        elif self._whole is None and isinstance(self.document, PasteDocument):
            self.document.settle(masked)
            self.history.clear()
            self._redraw()

    def mark(self, places: Iterable[tuple[int, int]]) -> None:
        """Underline these (start, end) places, and no others."""
        self._marks = sorted(places)
        self._find_here()
        self._redraw()

    def go_to(self, start: int, end: int) -> None:
        """Bring a place into view, with the cursor at its beginning."""
        if self._whole is not None and not self._window_starts[0] <= start < self._window_end:
            self._show_window(max(0, start - SHOWN // 3))
        self.move_cursor(self._location(start), center=True)
        self._set_here(((start, end),))

    def on_paste(self, event: events.Paste) -> None:
        """Hand a paste to the screen where it decides; else take it."""
        event.stop()
        event.prevent_default()
        if self.is_asked:
            self.post_message(self.Pasted(event.text))
        else:
            self.take(event.text)

    def take(self, text: str) -> None:
        """Insert a text at the cursor, or behind a text of which a window is shown; masked before it is shown."""
        if len(text) <= MASKED_AT_ONCE:
            self._insert(masked(text))
            return
        self.loading = True

        def _hide() -> None:
            shown = masked(text)
            if not get_current_worker().is_cancelled:
                self.app.call_from_thread(self._insert, shown)

        self.run_worker(_hide, thread=True, group=MASKING)

    def stop_taking(self) -> None:
        """Leave out a long paste that is still being masked."""
        self.workers.cancel_group(self, MASKING)
        self.loading = False

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say that the text has changed."""
        event.stop()
        self.post_message(self.Given())

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """Find the evidence under the cursor."""
        event.stop()
        self._find_here()

    def get_line(self, line_index: int) -> Text:
        """Return a row with its colours, and what is evidence underlined."""
        row = self.document.get_line(line_index)
        line = Text(row, end="", no_wrap=True)
        for start, end, kind in coloured(row):
            line.stylize(self.get_component_rich_style(f"paste--{kind}", partial=True), start, end)
        first = self._row_starts()[line_index]
        for start, end in self._marks_between(first, first + len(row)):
            style = "paste--here" if (start, end) in self._here else "paste--evidence"
            line.stylize(self.get_component_rich_style(style, partial=True), max(0, start - first), end - first)
        return line

    def action_text_start(self) -> None:
        """Go to the beginning of the whole text."""
        if self._whole is not None:
            self._show_window(0)
        self.move_cursor((0, 0))

    def action_text_end(self) -> None:
        """Go to the end of the whole text."""
        if self._whole is not None:
            self._show_window(max(0, self._whole.length - SHOWN // 2))
        self.move_cursor(self.document.end)

    def action_cursor_down(self, select: bool = False) -> None:
        """Go down; behind the last row of a window, move the window."""
        if not self._move_window(forward=True, at_edge=self.cursor_at_last_line):
            super().action_cursor_down(select)

    def action_cursor_up(self, select: bool = False) -> None:
        """Go up; before the first row of a window, move the window."""
        if not self._move_window(forward=False, at_edge=self.cursor_at_first_line):
            super().action_cursor_up(select)

    def action_cursor_page_down(self) -> None:
        """Go a page down; at the last row of a window, move the window."""
        if not self._move_window(forward=True, at_edge=self.cursor_at_last_line):
            super().action_cursor_page_down()

    def action_cursor_page_up(self) -> None:
        """Go a page up; at the first row of a window, move the window."""
        if not self._move_window(forward=False, at_edge=self.cursor_at_first_line):
            super().action_cursor_page_up()

    def on_mouse_scroll_down(self) -> None:
        """Move the window where the wheel has come to its end."""
        self._move_window(forward=True, at_edge=self.scroll_y >= self.max_scroll_y)

    def on_mouse_scroll_up(self) -> None:
        """Move the window where the wheel has come to its beginning."""
        self._move_window(forward=False, at_edge=self.scroll_y <= 0)

    def _move_window(self, *, forward: bool, at_edge: bool) -> bool:
        """Show the rows around the window's edge, the cursor on the row that it was on; False where there are none."""
        if self._whole is None or not at_edge:
            return False
        edge = self._window_starts[-1] if forward else self._window_starts[0]
        if (forward and self._window_end >= self._whole.length) or (not forward and edge == 0):
            return False
        self._show_window(max(0, edge - SHOWN // 3 if forward else edge - SHOWN * 2 // 3))
        self.move_cursor(self._location(edge), center=True)
        return True

    def _insert(self, masked: str) -> None:
        """Put a masked text at the cursor, or behind a text of which a window is shown."""
        self.loading = False
        if self._held:
            return
        if self._whole is not None:
            self.add(masked)
        elif len(self.source_text) + len(masked) > EDITABLE or _longest(masked) > LONGEST_ROW:
            start, end = sorted(self.selection)
            before = self.document.get_text_range((0, 0), start)
            after = self.document.get_text_range(end, self.document.end)
            self._keep()
            self._load(before + masked + after)
            self.post_message(self.Given())
        else:
            was_empty = not self.source_text
            self.history.checkpoint()
            done = self.replace(masked, *self.selection, maintain_selection_offset=False)
            self.history.checkpoint()
            self.move_cursor(done.end_location)
            if was_empty:  # the ticket is read from its beginning, while what follows is still added at its end
                self.call_after_refresh(self.scroll_home, animate=False, immediate=True)
        self.focus()

    def _keep(self) -> None:
        """Keep the text for an undo; edits in place before it are forgotten."""
        self._former = [*self._former, self.document.text if self._whole is None else self._whole][-FORMER:]

    def _load(self, text: str | Whole) -> None:
        self._marks, self._here = [], ()
        if isinstance(text, str) and len(text) <= EDITABLE and _longest(text) <= LONGEST_ROW:
            self._whole = None
            self.show_line_numbers, self.line_number_start = True, 1
            self.show_document(PasteDocument(text))
        else:
            self._whole = WholeText(text) if isinstance(text, str) else text
            self._show_window(0)
        self.read_only = self._held or self.is_window

    def _show_window(self, start: int) -> None:
        if self._whole is None:
            return
        window = self._whole.window(start)
        self._window_starts, self._window_end = window.starts, window.end
        self.show_line_numbers = window.line is not None
        self.line_number_start = window.line or 1
        self.show_document(PasteDocument("\n".join(window.rows)))

    def _set_document(self, text: str, language: str | None) -> None:
        self._whole = None
        super()._set_document(text, language)

    def _row_starts(self) -> Sequence[int]:
        """Return the position in the whole text of each row that is shown."""
        if self._whole is None and isinstance(self.document, PasteDocument):
            return self.document.row_starts()
        return self._window_starts

    def _location(self, at: int) -> tuple[int, int]:
        """Return the (row, column) of a position that is shown."""
        starts = self._row_starts()
        row = max(0, bisect.bisect_right(starts, at) - 1)
        return row, max(0, at - starts[row])

    def _find_here(self) -> None:
        """Find the underlined places under the cursor, and tell where they are others than before."""
        row, column = self.cursor_location
        starts = self._row_starts()
        if row >= len(starts):
            return
        at = starts[row] + column
        self._set_here(tuple((start, end) for start, end in self._marks if start <= at < max(end, start + 1)))

    def _set_here(self, here: tuple[tuple[int, int], ...]) -> None:
        if here != self._here:
            self._here = here
            self._redraw()
            self.post_message(self.OnPlaces(here))

    def _marks_between(self, first: int, last: int) -> Iterable[tuple[int, int]]:
        return [(start, end) for start, end in self._marks if start < last and end > first]

    def _redraw(self) -> None:
        self._line_cache.clear()
        self.refresh()


def _longest(text: str) -> int:
    return max(map(len, text.split("\n")), default=0)
