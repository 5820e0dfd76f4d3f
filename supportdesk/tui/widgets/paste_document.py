"""The paste as an editable document: it keeps the characters as they came and shows the hostile ones as pictures.

Rows end at line feeds only, so that offsets of the document are offsets of the source. Each row has two texts of one
length: what came (`text`, and what is copied) and what is shown (`lines`, `get_line`: what wraps and is drawn).
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from textual.document._document import Document, EditResult, Location

from supportdesk.visible import visible


class PasteDocument(Document):
    """A document of `text`, whose line ends are line feeds.

    Textual's own splits at form feeds and Unicode separators as well, and rewrites them as line ends.
    """

    def __init__(self, text: str) -> None:
        super().__init__("")
        self._newline = "\n"
        self._lines = text.split("\n")
        self._shown = [visible(line) for line in self._lines]
        self._starts: list[int] | None = None

    @property
    def lines(self) -> list[str]:
        """The rows as they are shown."""
        return self._shown

    def __getitem__(self, line_index: int | slice) -> Any:
        """Return a row, or rows, as shown."""
        return self._shown[line_index]

    def row_starts(self) -> list[int]:
        """Return the offset of each row in the text."""
        if self._starts is None:
            self._starts = list(accumulate((len(line) + 1 for line in self._lines[:-1]), initial=0))
        return self._starts

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Replace what lies between two (row, column) places; return the place behind `text` and what was replaced."""
        (top, left), (bottom, right) = sorted((start, end))
        replaced = self.get_text_range((top, left), (bottom, right))
        before = self._lines[top][:left] if top < len(self._lines) else ""
        after = self._lines[bottom][right:] if bottom < len(self._lines) else ""
        rows = text.split("\n")
        column = len(rows[-1]) + (len(before) if len(rows) == 1 else 0)
        rows[0] = before + rows[0]
        rows[-1] += after
        self._starts = None
        self._lines[top : bottom + 1] = rows
        self._shown[top : bottom + 1] = [visible(row) for row in rows]
        return EditResult((top + len(rows) - 1, column), replaced)

    def settle(self, text: str) -> None:
        """Take over a text with the same rows and lengths, such as this one masked."""
        self._lines = text.split("\n")
        self._shown = [visible(line) for line in self._lines]
