"""Tables of a picture: the columns under a header, and cells that are wrapped over several lines put together again."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading.picture.runs import Run

LEAST_COLUMNS = 4
"""Runs of one line from which on it may be a row or a header."""

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

    names = [_name(run) for run in headed(lines[number]).runs]
    known = sum(name in LOG_COLUMNS or name in TASK_COLUMNS for name in names)
    return len(names) >= 3 and known >= 3 and known * 10 >= len(names) * 6


def headed(line: Line) -> Line:
    """Return a header with the names of columns that were recognised as one run each a run of its own."""
    from supportdesk.reading.console_columns import LOG_COLUMNS, TASK_COLUMNS

    runs: list[Run] = []
    for run in line.runs:
        names = list(_NAMES.finditer(run.text))
        known = [match[0].lower() in LOG_COLUMNS or match[0].lower() in TASK_COLUMNS for match in names]
        if len(names) < 2 or not all(known) or _name(run) in LOG_COLUMNS or _name(run) in TASK_COLUMNS:
            runs.append(run)
            continue
        for match in names:
            signs = run.signs[match.start() : match.end()]
            runs.append(Run(signs, (round(signs[0].left), run.box[1], round(signs[-1].right), run.box[3])))
    return Line(tuple(runs))


_NAMES = lazy(r"[A-Za-z_/\u4e00-\u9fff]+(?: [Ii][Dd]|ID)?")


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
            for run in (piece for whole in line.runs for piece in parted(whole, header.runs)):
                cells[_column(header.runs, run)].append(run)
        rows.append(cells)
    return rows, taken


def parted(run: Run, columns: Sequence[Run]) -> list[Run]:
    """Return a run that reaches over several columns as its cells: a word under a column's name begins one."""
    words: list[list[int]] = [[]]
    for number, one in enumerate(run.signs):
        if one.sign == " ":
            words.append([])
        else:
            words[-1].append(number)
    starts = [0]
    column = -1
    for word in filter(None, words):
        left, right = run.signs[word[0]].left, run.signs[word[-1]].right
        own = next((n for n, one in enumerate(columns) if _under(one, left, right, run.height)), -1)
        if own > column and word[0]:
            starts.append(word[0])
        column = max(column, own)
    pieces = [run.signs[a:b] for a, b in itertools.pairwise([*starts, len(run.signs)])]
    if len(pieces) == 1:
        return [run]
    made = []
    for piece in pieces:
        signs = piece[:-1] if piece[-1].sign == " " else piece
        made.append(Run(signs, (round(signs[0].left), run.box[1], round(signs[-1].right), run.box[3])))
    return made


def _under(column: Run, left: float, right: float, height: int) -> bool:
    """Whether a word begins where a column's name does, or stands in its middle."""
    begins, _, ends, _ = column.box
    middle = abs((left + right) - (begins + ends)) / 2 < height * 0.35 and left < ends and right > begins
    return abs(left - begins) < height * 0.55 or middle


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
    dated = any(map(_has_day, lines))
    begins = [number for number, line in enumerate(lines) if (_has_day(line) if dated else _is_full(line))]
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
        if all(sum(number in begins for number in group) <= 1 for group in groups):
            return [[lines[number] for number in group] for group in groups]
    if not begins:
        return [[line] for line in lines]
    by_row: dict[int, list[Line]] = {number: [] for number in begins}
    for number, line in enumerate(lines):
        own = max((one for one in begins if one <= number), default=begins[0])
        by_row[own].append(line)
    return list(by_row.values())


def _has_day(line: Line) -> bool:
    """Whether a line has the day of a row's time."""
    return any(_DAY.match(run.text) for run in line.runs[:2])


def _is_full(line: Line) -> bool:
    """Whether a line has as many cells as a row of a console has at least."""
    return len(line.runs) >= LEAST_COLUMNS


_DAY = lazy(r"\s*(?:[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}|[0-9]{1,2}[-/][0-9]{1,2}\s)")
