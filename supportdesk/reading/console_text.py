"""Log rows and task records as text copied from the console's tables, in both languages (gateway.md 1, 3, 7).

For the splitter: `read_text(view) -> list[tuple[int, int, Piece]]`: view offsets `[start, end)` of what the piece took
and the piece ('log_row', 'task_row', or 'listing' that holds rows; a row's `inside` is the position of its listing in
the returned list; a listing's own place overlaps its rows). Reads tables (tabs, two or more spaces, `|` or commas
between the cells, with or without a header), rows of words, cells of one line each, and "label: value" blocks of one
row. Lines that are no row are left alone, so the whole paste may be given; JSON and code in it are better cut out
before.
"""

from __future__ import annotations

import re

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading.console_cells import LINE_LIMIT, TIME, Cell, read_unlabelled, split, trimmed, words
from supportdesk.reading.console_columns import LOG_COLUMNS, TASK_COLUMNS, ReadCell
from supportdesk.reading.console_labels import read_labelled
from supportdesk.reading.console_rows import build_piece
from supportdesk.reading.counted_lines import read_charge
from supportdesk.reading.evidence import Piece, Reading
from supportdesk.reading.ledger_lines import read_booking
from supportdesk.view import View

_RULE = lazy(r"[\s|+:-]*-[\s|+:-]*")
_TOTAL = lazy(r"(?:共|总计|合计|[Tt]otal:?|of) {0,2}([0-9]{1,7})(?: {0,2}(?:条|项|rows?|items?|records?))?\s*$")
_TASK_ID = frozenset(("任务id", "任务 id", "task id", "task_id", "taskid", "mj_id"))
_TASK_STATUS = frozenset(("任务状态", "状态", "status", "task status", "task_status"))
_LOG_FIRST = frozenset(
    (
        "时间",
        "日期",
        "time",
        "date",
        "created_at",
        "created at",
        "模型",
        "model",
        "model_name",
        "timestamp",
        "ts",
        "start_time",
    )
)
_LOGGER = lazy(
    r"[.,:0-9Z+ \t|\]-]{0,24}(?:\[[\w./-]{1,40}\] ?)?\[?"
    r"(?:error|err|warn(?:ing)?|info|debug|trace|fatal|critical|notice)(?:\]|\s?:)",
    re.IGNORECASE,
)
"""The level of a program's log behind a time: its words are a sentence, no cells."""
_SHORTEST, _LONGEST = 6, 600  # of a line that states a booking
_CELL_LINES = 18  # lines of one row whose cells stand one a line


class _Header(NamedTuple):
    separator: str
    columns: list[ReadCell | None]
    kind: str


class _Lines:
    """The lines of a view as offsets, line ends left out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[Cell] = []
        at = 0
        for line in text.splitlines(keepends=True):
            self.spans.append((at, at + len(line.rstrip("\r\n"))))
            at += len(line)

    def line(self, n: int) -> str:
        """Return line number `n` from 0, without its line end."""
        start, end = self.spans[n]
        return self.text[start:end]


def read_text(view: View) -> list[tuple[int, int, Piece]]:
    """Return the rows of copied tables in the view, in its order (see the module's own text)."""
    lines = _Lines(view.text)
    found: list[tuple[int, int, Piece]] = []
    n = 0
    while n < len(lines.spans):
        rows, after = _table(view, lines, n)
        if not rows:
            rows, after = read_labelled(view, lines.spans, n)
        if not rows and after == n + 1:
            rows, after = _bookings(view, lines, n)
        if rows:
            total, after = _footer(view, lines, after)
            _append(view, found, rows, total)
        n = max(after, n + 1)
    return found


def _table(view: View, lines: _Lines, n: int) -> tuple[list[tuple[int, int, Piece]], int]:
    start, end = lines.spans[n]
    if end - start > LINE_LIMIT or start == end:
        return [], n + 1
    header = _header(lines.text, start, end)
    if header is not None:
        rows, after = _headed_rows(view, lines, n + 1, header)
        if rows:
            return rows, after
    if TIME.search(lines.text, start, end) is None:
        return [], n + 1
    return _unheaded_rows(view, lines, n)


def _header(text: str, start: int, end: int) -> _Header | None:
    line = text[start:end]
    for separator, mark in (("\t", "\t"), ("|", "|"), (",", ","), (" ", "  ")):
        if mark not in line:
            continue
        names = [text[a:b].lower().strip("：: \ufeff") for a, b in split(text, start, end, separator)]
        table, kind = LOG_COLUMNS, "log_row"
        if _TASK_ID & set(names) and _TASK_STATUS & set(names):
            table, kind = TASK_COLUMNS, "task_row"
        elif not _LOG_FIRST & set(names):
            continue
        columns = [table.get(name) for name in names]
        known = sum(column is not None for column in columns)
        if known >= 3 and known * 10 >= len(names) * 6:
            return _Header(separator, columns, kind)
    return None


def _headed_rows(view: View, lines: _Lines, n: int, header: _Header) -> tuple[list[tuple[int, int, Piece]], int]:
    rows: list[tuple[int, int, Piece]] = []
    width = len(header.columns)
    while n < len(lines.spans):
        start, end = lines.spans[n]
        if _RULE.fullmatch(lines.text, start, min(end, start + LINE_LIMIT)):
            n += 1
            continue
        if end - start > LINE_LIMIT or start == end:
            break
        cells = split(lines.text, start, end, header.separator)
        readings: list[Reading] = []
        if width - 2 <= len(cells) <= width and (header.separator != " " or len(cells) == width):
            for (a, b), column in zip(cells, header.columns, strict=False):
                if column is not None and a < b:
                    readings += column(view.cut(a, b))
        elif header.kind == "log_row":
            readings = read_unlabelled(view, cells)
        piece = build_piece(view, header.kind, start, end, readings)
        if piece is None:
            break
        rows.append((start, end, piece))
        n += 1
    return rows, n


def _unheaded_rows(view: View, lines: _Lines, n: int) -> tuple[list[tuple[int, int, Piece]], int]:
    rows: list[tuple[int, int, Piece]] = []
    while n < len(lines.spans):
        start, end = lines.spans[n]
        after = n + 1
        if end - start > LINE_LIMIT or TIME.search(lines.text, start, end) is None:
            break
        readings: list[Reading] = []
        for separator in ("|", " "):
            if not readings and (separator == " " or lines.text.count("|", start, end) >= 3):
                readings = read_unlabelled(view, split(lines.text, start, end, separator))
        worded = TIME.search(lines.text, start, min(end, start + 40)) if not readings else None
        if worded is not None and _LOGGER.match(lines.text, worded.end(), end) is None:
            readings = read_unlabelled(view, words(lines.text, start, end))
        if not readings and TIME.fullmatch(lines.line(n).strip()):
            cells, after = _cells_of_lines(lines, n)
            readings = read_unlabelled(view, cells)
            end = cells[-1][1]
        piece = build_piece(view, "log_row", start, end, readings)
        if piece is None:
            break
        rows.append((start, end, piece))
        n = after
        while n < len(lines.spans) and not lines.line(n).strip() and n - after < 2:
            n += 1
    return rows, n


def _bookings(view: View, lines: _Lines, n: int) -> tuple[list[tuple[int, int, Piece]], int]:
    """Return the bookings that stand one a line from line `n` on."""
    rows: list[tuple[int, int, Piece]] = []
    while n < len(lines.spans):
        start, end = lines.spans[n]
        if not _SHORTEST <= end - start <= _LONGEST:
            break
        piece = read_charge(view, start, end) or read_booking(view, start, end)
        if piece is None:
            break
        rows.append((start, end, piece))
        n += 1
    return rows, max(n, 1) if rows else n + 1


def _cells_of_lines(lines: _Lines, n: int) -> tuple[list[Cell], int]:
    """Return the cells of a row whose cells stand one a line, from its time to the next, and the line behind it."""
    cells: list[Cell] = []
    at = n
    while at < len(lines.spans) and at - n < _CELL_LINES:
        start, end = trimmed(lines.text, *lines.spans[at])
        if end - start > 80 or (at > n and TIME.fullmatch(lines.text, start, end)):
            break
        if start < end:
            cells.append((start, end))
        elif at - n > 1 and lines.spans[at][0] == lines.spans[at][1] and not lines.line(at - 1).strip():
            break
        at += 1
    return cells, at


def _footer(view: View, lines: _Lines, n: int) -> tuple[Reading | None, int]:
    """Return the total that stands below a table, and the line behind it."""
    for at in range(n, min(n + 2, len(lines.spans))):
        start, end = lines.spans[at]
        found = _TOTAL.search(lines.text, start, end) if end - start < 80 else None
        if found:
            return Reading("listing_total", int(found[1]), view.span(*found.span(1))), at + 1
        if lines.line(at).strip():
            break
    return None, n


def _append(
    view: View, found: list[tuple[int, int, Piece]], rows: list[tuple[int, int, Piece]], total: Reading | None
) -> None:
    if len(rows) > 1 or total is not None:
        from supportdesk.reading.listings import describe_listing

        start, end = rows[0][0], rows[-1][1]
        listing = Piece("listing", "console", view.span(start, end))
        listing.readings = describe_listing([piece for _, _, piece in rows], total)
        for _, _, piece in rows:
            piece.inside = len(found)
        found.append((start, end, listing))
    found += rows
