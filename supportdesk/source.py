"""A source: one pasted text or file, as characters, and the places in it.

Offsets are 0-based code points of the decoded text with its line ends kept; lines and columns are 1-based and
derived here and nowhere else (design, 'The public contract').
"""

from __future__ import annotations

import bisect
import codecs
from typing import Any

from supportdesk.named import NamedTuple

READ_LIMIT = 2_000_000
"""Characters of one source that the readers look at; what lies behind is named in `not_read`."""


class Span(NamedTuple):
    """A half-open piece `[start, end)` of source number `source`, in 0-based code points."""

    source: int
    start: int
    end: int


class Sheet(NamedTuple):
    """Where the rows of a workbook's sheet start in the text made of it, and the names of its columns."""

    starts: tuple[int, ...]
    columns: tuple[str, ...]


class Box(NamedTuple):
    """A rectangle of a picture, in its pixels: left, top, width, height."""

    x: int
    y: int
    w: int
    h: int


class Drawn(NamedTuple):
    """Where the characters of a picture's text stand in it, by field.

    `starts` are the fields' offsets in ascending order, `boxes` their places; `edges` the left of each of a field's
    characters and the right of the last. `redacted` is the number of secrets that were masked as it was read.
    """

    starts: tuple[int, ...]
    boxes: tuple[Box, ...]
    edges: tuple[tuple[int, ...], ...]
    redacted: int = 0

    def box(self, start: int, end: int) -> Box | None:
        """Return the rectangle around the characters `[start, end)`; None where none of them stands in the picture."""
        first = max(0, bisect.bisect_right(self.starts, start) - 1)
        found = []
        for number in range(first, len(self.starts)):
            at, edges = self.starts[number], self.edges[number]
            if at >= end:
                break
            left, right = max(start - at, 0), min(end - at, len(edges) - 1)
            if left < right:
                box = self.boxes[number]
                found.append((edges[left], box.y, edges[right], box.y + box.h))
        if not found:
            return None
        x, y = min(one[0] for one in found), min(one[1] for one in found)
        return Box(x, y, max(one[2] for one in found) - x, max(one[3] for one in found) - y)


SCREENSHOT = " [screenshot]"
"""What the name of a picture's text ends with, so that a stored text is still known to come from one."""


class Source:
    """One text of a ticket.

    `index` is its number in the ticket, `name` what the user calls it ('paste', a file name), `text` its characters,
    `notes` what the decoder had to do (English sentences for stderr; empty when nothing), `length` how many characters
    it had before it was cut to READ_LIMIT (those of `text` when None). `sheet` is set for a sheet of a workbook, whose
    text is its rows, tabs between the cells; `drawn` for a picture, whose text is what was recognised in it.
    """

    __slots__ = ("_starts", "drawn", "index", "length", "name", "notes", "sheet", "text")

    def __init__(
        self,
        text: str,
        index: int = 0,
        name: str = "paste",
        notes: tuple[str, ...] = (),
        length: int | None = None,
        sheet: Sheet | None = None,
        drawn: Drawn | None = None,
    ) -> None:
        self.sheet = sheet
        self.drawn = drawn
        self.length = len(text) if length is None else length
        self.index = index
        self.name = name
        self.text = text
        self.notes = notes
        self._starts: list[int] | None = None

    @property
    def is_screenshot(self) -> bool:
        """Whether the text was recognised in a picture: what is read of it is at most `likely`."""
        return self.drawn is not None or self.name.endswith(SCREENSHOT)

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of a 0-based offset (CRLF, LF and a lone CR each end a line)."""
        starts = self._line_starts()
        line = bisect.bisect_right(starts, offset) - 1
        return line + 1, offset - starts[line] + 1

    def line_bounds(self, line: int) -> tuple[int, int]:
        """Return start and end offsets of the 1-based `line`, its line end left out; (len, len) past the last."""
        starts = self._line_starts()
        if line > len(starts):
            return len(self.text), len(self.text)
        start = starts[line - 1]
        end = starts[line] if line < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return start, end

    def slice(self, span: Span) -> str:
        """Return the characters at `span`."""
        return self.text[span.start : span.end]

    def place(self, span: Span) -> dict[str, Any]:
        """Return the span in the shape of the public contract.

        A place in a sheet also has its row and field, one in a picture its box and the text as it was read there.
        """
        line, column = self.position(span.start)
        place = {"source": span.source, "start": span.start, "end": span.end, "line": line, "column": column}
        if self.drawn is not None:
            box = self.drawn.box(span.start, span.end)
            return place | {"box": None if box is None else list(box), "text": self.slice(span)}
        return place if self.sheet is None else place | self._cell(self.sheet, span.start)

    def _cell(self, sheet: Sheet, offset: int) -> dict[str, Any]:
        """Return the 1-based row of the sheet, and its column's name, at an offset."""
        row = max(1, bisect.bisect_right(sheet.starts, offset))
        before = self.text[sheet.starts[row - 1] : offset] if sheet.starts else ""
        outside = before.split('"')[::2]  # quotation marks inside cells are doubled
        number = sum(part.count("\t") for part in outside)
        name = sheet.columns[number] if number < len(sheet.columns) else ""
        return {"row": row, "field": name or str(number + 1)}

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            starts, text, at = [0], self.text, 0
            while True:
                newline, carriage = text.find("\n", at), text.find("\r", at)
                if newline < 0 and carriage < 0:
                    break
                if carriage >= 0 and (newline < 0 or carriage < newline):
                    at = carriage + (2 if newline == carriage + 1 else 1)
                else:
                    at = newline + 1
                starts.append(at)
            self._starts = starts
        return self._starts


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode a file's bytes; return the text and what was noticed on the way.

    Tried are a byte order mark (UTF-8, UTF-16, UTF-32), UTF-8, UTF-16 without a mark (by its NULs) and GB18030, which
    holds GBK. What fits none is UTF-8 with U+FFFD in the places that do not decode, which a note names. Never raises.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            return text, (f"decoded as {encoding} by its byte order mark",)
    sample = data[:4096]
    half = max(2, len(sample) // 2)
    for encoding, nuls in (("utf-16-le", sample[1::2].count(0)), ("utf-16-be", sample[0::2].count(0))):
        if nuls * 3 > half and nuls > 1:
            return data.decode(encoding, errors="replace"), (f"decoded as {encoding} by its NULs",)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as problem:
        bad = problem.start
    try:
        return data.decode("gb18030"), ("decoded as gb18030",)
    except UnicodeDecodeError:
        note = f"byte {bad} fits neither UTF-8 nor GB18030; undecodable bytes are shown as \ufffd"
        return data.decode("utf-8", errors="replace"), (note,)


def is_text(text: str) -> bool:
    """Whether decoded bytes are a text at all: at most one sign in twenty is a control or did not decode."""
    sample = text[:20_000]
    strange = sum(1 for sign in sample if (sign < " " and sign not in "\t\n\r\x1b") or sign == "\ufffd")
    return strange * 20 <= len(sample)
