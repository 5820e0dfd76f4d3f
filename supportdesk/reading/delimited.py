"""Exports as CSV or TSV: rows of cells between commas, semicolons or tabs, with quotation marks doubled inside them.

A table begins where a line is a header of `logs`, `tasks` or `midjourneys`, in the database's names or in a console's
words, and the row below it reads plainly. Quoted cells may run over lines. A row of another width, or whose amount is
no number, is named in `not_read`; the table ends where no row follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from supportdesk.i18n import mark
from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading import log_rows, tasks
from supportdesk.reading.evidence import NotRead
from supportdesk.reading.row_values import unix_seconds, whole
from supportdesk.reading.table_cells import TIMES, Cell, column_names, fault_of, row_of
from supportdesk.value import Value
from supportdesk.view import View

ROWS_LIMIT = 200_000
"""Rows of one table that are read."""
WIDTH = mark("This row has another number of cells than its table has columns.")
UNCLOSED = mark("A quotation mark of this row is never closed.")
TOO_MANY_ROWS = mark("These rows were not read: the table is too long.")
"""Reasons of `not_read`, English message ids."""

HINT = lazy(r"created_at|submit_time|model_name|mj_id|quota|task_id|花费|额度|时间", re.IGNORECASE)
_LINE_LIMIT = 4000  # of a header
_ROW_LIMIT = 200_000  # characters of one row
_BAD_RUN = 50  # rows in a row that cannot be read end a table
_SEPARATORS = (",", "\t", ";")


class Table(NamedTuple):
    """Rows of one table of an export, and the view offsets that it takes.

    `kind` is log_rows or task_rows; `labelled` says that its header is of words rather than of the database's names.
    """

    kind: str
    rows: list[Value]
    labelled: bool
    start: int
    end: int


def find_tables(view: View, not_read: list[NotRead]) -> Iterator[Table]:
    """Yield the delimited tables of a view in its order; rows that cannot be read are added to `not_read`."""
    text, at = view.text, 0
    while (hint := HINT.search(text, at)) is not None:
        start = text.rfind("\n", 0, hint.start()) + 1
        stop = _line_end(text, hint.end())
        at = stop + 1
        if stop - start > _LINE_LIMIT:
            continue
        table = _table_at(view, start, stop, not_read)
        if table is not None:
            yield table
            at = table.end


def sheet_text(rows: list[list[str]]) -> tuple[str, list[int]]:
    """Return rows of cells as a text that this module reads, tabs between the cells, and where each row starts."""
    lines, starts, at = [], [], 0
    for row in rows:
        line = "\t".join(_written(cell) for cell in row) + "\n"
        lines.append(line)
        starts.append(at)
        at += len(line)
    return "".join(lines), starts


def _written(cell: str) -> str:
    if any(sign in cell for sign in '\t\n\r"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


class Header(NamedTuple):
    """The header of a table: what separates its cells, its columns as the database names them, and where it ends."""

    kind: str
    labelled: bool
    separator: str
    columns: list[str]
    end: int


def find_header(view: View, start: int, stop: int) -> Header | None:
    """Return the header that stands on the line `[start, stop)` of a view, if the row below it reads like one."""
    text = view.text
    for separator in _SEPARATORS:
        if text.count(separator, start, stop) < 3:
            continue
        read = _cells(text, start, separator)
        if isinstance(read, str) or read[1] < stop:
            continue
        header, after = read
        columns, labelled = column_names([cell.text or "" for cell in header])
        first = _cells(text, after, separator) if after < len(text) else "nothing follows"
        if isinstance(first, str) or not first[0]:
            continue
        sample = row_of(view, columns, first[0], after, first[1])
        kind = log_rows.recognise_json(sample) or tasks.recognise_json(sample)
        if kind is None or (labelled and not _reads_plainly(sample)):
            continue
        return Header(kind, labelled, separator, columns, after)
    return None


def _table_at(view: View, start: int, stop: int, not_read: list[NotRead]) -> Table | None:
    header = find_header(view, start, stop)
    if header is None:
        return None
    place = (header.kind, header.labelled, start, header.end)
    return _read_table(view, header.separator, header.columns, place, not_read)


def _reads_plainly(row: Value) -> bool:
    """Whether a row under words is written as the database has it: then its amount is quota and no display."""
    for name, cell in row.data.items():
        if cell.kind != "string" or name not in ("quota", "prompt_tokens", "completion_tokens", "use_time", *TIMES):
            continue
        if (unix_seconds if name in TIMES else whole)(cell.data) is None:
            return False
    return True


def _read_table(
    view: View, separator: str, columns: list[str], found: tuple[str, bool, int, int], not_read: list[NotRead]
) -> Table | None:
    kind, labelled, start, at = found
    text, width = view.text, len(columns)
    rows: list[Value] = []
    faults: list[NotRead] = []  # those since the last row: they count once another row follows
    end = at
    while at < len(text) and len(faults) < _BAD_RUN:
        if len(rows) >= ROWS_LIMIT:
            not_read.append(NotRead(view.span(at, len(text)), TOO_MANY_ROWS))
            end = len(text)
            break
        read = _cells(text, at, separator)
        if isinstance(read, str):
            stop = _line_end(text, at)
            faults.append(NotRead(view.span(at, stop), read))
            at = stop + 1
            continue
        cells, after = read
        stop = cells[-1].end
        if len(cells) == 1 and not text[at:stop].strip():
            at = after
            continue
        row = row_of(view, columns, cells, at, stop) if len(cells) == width else None
        fault = WIDTH if row is None else fault_of(row)
        if row is None or fault is not None:
            faults.append(NotRead(view.span(at, stop), fault or WIDTH))
        else:
            not_read += faults
            faults.clear()
            rows.append(row)
            end = after
        at = after
    for last_fault in faults:  # behind the last row: a cut row belongs to the table, words below it do not
        first, last = view.offsets(last_fault.span)
        if text.count(separator, first, last) * 2 < width - 1:
            break
        not_read.append(last_fault)
        end = min(len(text), last + 1)
    return Table(kind, rows, labelled, start, end) if rows else None


def _cells(text: str, at: int, separator: str) -> tuple[list[Cell], int] | str:
    """Return the cells of the row at an offset and the offset behind it, or why it has none."""
    stop = _line_end(text, at)
    if text.find('"', at, stop) < 0:
        line = text[at:stop]
        cells = []
        for part in line.removesuffix("\r").split(separator):
            end = at + len(part)
            cells.append(Cell(part, at, end))
            at = end + 1
        return cells, stop + 1
    return _quoted_cells(text, at, separator)


def _quoted_cells(text: str, at: int, separator: str) -> tuple[list[Cell], int] | str:
    cells: list[Cell] = []
    limit = min(len(text), at + _ROW_LIMIT)
    stop = _line_end(text, at)
    while True:
        if text.startswith('"', at):
            cell = _quoted(text, at, limit)
            if cell is None:
                return UNCLOSED
            cells.append(cell)
            at = cell.end
            stop = _line_end(text, at)
            rest = text[at : min(stop, at + 1)]
            if rest not in ("", "\r", separator):
                return UNCLOSED
        else:
            end = text.find(separator, at, stop)
            end = end if end >= 0 else stop - (text.startswith("\r", stop - 1) and stop - 1 >= at)
            part = text[at:end]
            cells.append(Cell(part, at, end))
            at = end
        if not text.startswith(separator, at) or at >= stop:
            return cells, stop + 1
        at += 1


def _quoted(text: str, at: int, limit: int) -> Cell | None:
    """Return the quoted cell at an offset; None where it is not closed."""
    pieces: list[tuple[str, int, int]] = []
    first = at + 1
    while True:
        close = text.find('"', first, limit)
        if close < 0:
            return None
        pieces.append((text[first:close], first, close))
        if not text.startswith('"', close + 1):
            return Cell("".join(piece[0] for piece in pieces), at, close + 1, pieces)
        pieces.append(('"', close, close + 2))
        first = close + 2


def _line_end(text: str, at: int) -> int:
    stop = text.find("\n", at)
    return len(text) if stop < 0 else stop
