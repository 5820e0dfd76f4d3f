"""Tables of a picture: the columns under a header, and cells that are wrapped over several lines put together again."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from typing import NamedTuple

from supportdesk.patterns import lazy
from supportdesk.reading.picture.runs import Run

LEAST_COLUMNS = 4
"""Runs of one line from which on it may be a row or a header."""

_TIME = lazy(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}[月日]|[0-9]{10,13}$")
_SORTED = "：: ↑↓▲▼⇅"
"""What stands behind a column's name."""


class Line(NamedTuple):
    """The runs of one line from left to right."""

    runs: tuple[Run, ...]

    @property
    def top(self) -> int:
        """Its upper edge."""
        return min(run.box[1] for run in self.runs)

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return max(run.box[3] for run in self.runs)

    @property
    def middle(self) -> float:
        """The y of its middle."""
        return statistics.median([run.middle for run in self.runs])

    @property
    def left(self) -> int:
        """Its left edge."""
        return self.runs[0].box[0]

    @property
    def right(self) -> int:
        """Its right edge."""
        return self.runs[-1].box[2]


Cells = list[list[Run]]
"""The cells of one row, each the runs in it in reading order; an empty list is an empty cell."""


def header_at(lines: Sequence[Line], number: int) -> bool:
    """Whether a line is the header of a console's table: most of its runs are names of columns."""
    from supportdesk.reading.console_columns import LOG_COLUMNS, TASK_COLUMNS

    names = [_name(run) for run in lines[number].runs]
    known = sum(name in LOG_COLUMNS or name in TASK_COLUMNS for name in names)
    return len(names) >= 3 and known >= 3 and known * 10 >= len(names) * 6


def rows_under(header: Line, lines: Sequence[Line]) -> tuple[list[Cells], int]:
    """Return the rows below a header, and how many of the lines they take.

    A row's lines stand closer to each other than to the next row's; where all stand alike, each line that has a time
    begins a row, and one that has none belongs to the row whose time is nearest.
    """
    taken = _extent(header, lines)
    body = lines[:taken]
    rows: list[Cells] = []
    for group in _grouped(body):
        cells: Cells = [[] for _ in header.runs]
        for line in group:
            for run in line.runs:
                cells[_column(header.runs, run)].append(run)
        rows.append(cells)
    return rows, taken


def _name(run: Run) -> str:
    return run.text.lower().strip(_SORTED)


def _extent(header: Line, lines: Sequence[Line]) -> int:
    """Return how many lines belong to the table: up to a wide gap, or a line outside the columns."""
    height = statistics.median([run.height for run in header.runs])
    reach = (header.left - height * 2, header.right + height * 40)
    before = header
    for number, line in enumerate(lines):
        if line.top - before.bottom > height * 4.5 or line.left < reach[0] or line.left > reach[1]:
            return number
        if len(line.runs) == 1 and not _fits(header.runs, line.runs[0]) and number:
            return number
        if len(line.runs) == 1 and _is_footer(line.runs[0].text):
            return number
        before = line
    return len(lines)


def _is_footer(text: str) -> bool:
    return text.startswith(("共", "显示第", "总计", "Total", "Showing", "1-", "第")) and any(c.isdigit() for c in text)


def _fits(columns: Sequence[Run], run: Run) -> bool:
    """Whether a run begins or ends where a column does, or stands in its middle."""
    return _distance(columns[_column(columns, run)], run) <= run.height * 1.2


def _column(columns: Sequence[Run], run: Run) -> int:
    return min(range(len(columns)), key=lambda number: _distance(columns[number], run))


def _distance(column: Run, run: Run) -> float:
    (left, _, right, _), (a, _, b, _) = column.box, run.box
    return min(abs(left - a), abs((left + right) - (a + b)) / 2, abs(right - b))


def _grouped(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of a table's body by row."""
    timed = [any(_TIME.search(run.text) for run in line.runs) for line in lines]
    steps = [b.middle - a.middle for a, b in itertools.pairwise(lines)]
    if not steps:
        return [list(lines)] if lines else []
    narrow, wide = min(steps), max(steps)
    if wide > narrow * 1.25:
        edge = (narrow + wide) / 2
        groups: list[list[int]] = [[0]]
        for number, step in enumerate(steps, 1):
            if step > edge:
                groups.append([])
            groups[-1].append(number)
        if all(sum(_begins(lines[number]) for number in group) <= 1 for group in groups):
            return [[lines[number] for number in group] for group in groups]
    begins = [number for number, line in enumerate(lines) if _begins(line)] or [
        number for number, has in enumerate(timed) if has
    ]
    if not begins:
        return [[line] for line in lines]
    by_row: dict[int, list[Line]] = {number: [] for number in begins}
    for number, line in enumerate(lines):
        own = max((one for one in begins if one <= number), default=begins[0])
        by_row[own].append(line)
    return list(by_row.values())


def _begins(line: Line) -> bool:
    """Whether a line has the day of a row's time, or most of a row's cells."""
    return len(line.runs) >= LEAST_COLUMNS or any(_DAY.match(run.text) for run in line.runs[:2])


_DAY = lazy(r"\s*(?:[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}|[0-9]{1,2}[-/][0-9]{1,2}\s)")
