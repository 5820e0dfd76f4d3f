"""JSON lines: log rows or task records, one JSON object a line.

Two or more lines that are rows of one kind are a listing. A line among them that is no JSON is named in `not_read`;
lines of another shape are left alone.
"""

from __future__ import annotations

import re

from supportdesk.i18n import mark
from supportdesk.patterns import lazy
from supportdesk.reading import json_text, log_rows, tasks
from supportdesk.reading.delimited import ROWS_LIMIT, TOO_MANY_ROWS, Table
from supportdesk.reading.evidence import NotRead
from supportdesk.reading.table_cells import fault_of, row_of_json
from supportdesk.value import Value
from supportdesk.view import View

BROKEN = mark("This line is no JSON.")
"""Reason of `not_read`, an English message id."""
EXACT = 1000
"""Rows of one listing in which every value has its own place; in those behind it has its line's."""
LINE_LIMIT = 200_000
"""Characters of one line that are read."""

_START = lazy(r"^[ \t]{0,8}\{\"[a-z_A-Z]{1,40}\"[ \t]?:[^\n]{40,}\n[ \t]{0,8}\{", re.MULTILINE)
_LINE = lazy(r"[ \t]*\{")


def find_tables(view: View, not_read: list[NotRead]) -> list[Table]:
    """Return the listings that stand as JSON lines in a view; lines that are no JSON are added to `not_read`."""
    tables: list[Table] = []
    at = 0
    while (start := _START.search(view.text, at)) is not None:
        found, at = _run(view, start.start(), not_read)
        tables += found
    return tables


def _run(view: View, start: int, not_read: list[NotRead]) -> tuple[list[Table], int]:
    """Return the listings of the lines from an offset on, and the offset behind them."""
    text, at = view.text, start
    rows: dict[str, list[Value]] = {}
    faults: list[NotRead] = []
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        if text[at:stop].strip():
            if not _LINE.match(text, at, stop):
                break
            read = _row(view, at, stop, exact=sum(map(len, rows.values())) < EXACT)
            if read is None:
                faults.append(NotRead(view.span(at, stop), BROKEN))
            elif read[0] and (fault := fault_of(read[1])) is not None:
                faults.append(NotRead(view.span(at, stop), fault))
            elif read[0] == "" or sum(map(len, rows.values())) >= ROWS_LIMIT:
                break
            else:
                rows.setdefault(read[0], []).append(read[1])
        at = stop + 1
    if sum(map(len, rows.values())) < 2:
        return [], max(at, text.find("\n", start) + 1)
    if sum(map(len, rows.values())) >= ROWS_LIMIT and at < len(text):
        not_read.append(NotRead(view.span(at, len(text)), TOO_MANY_ROWS))
        at = len(text)
    not_read += faults
    return [Table(kind, values, False, start, min(at, len(text))) for kind, values in rows.items()], at


def _row(view: View, start: int, stop: int, *, exact: bool) -> tuple[str, Value] | None:
    """Return the kind of a line ('' for a known shape of no row) and its value; None for what is no JSON."""
    if stop - start > LINE_LIMIT:
        return None
    row = _located(view, start, stop) if exact else row_of_json(view.text[start:stop], view.span(start, stop))
    if row is None:
        return None
    kind = log_rows.recognise_json(row) or tasks.recognise_json(row)
    if kind is None or (row.data.keys() & {"data", "items"} and "task_id" not in row.data):
        return "", row
    return kind, row


def _located(view: View, start: int, stop: int) -> Value | None:
    """Return the JSON of a line with the place of every literal; None where the line is none."""
    read = json_text.parse(view.cut(start, stop), lenient=False)
    return None if read is None or view.text[start + read[1] : stop].strip() else read[0]
