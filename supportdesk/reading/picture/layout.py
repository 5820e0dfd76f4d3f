"""From runs to lines, panes and tables: the text of a picture as somebody would have copied it.

Runs of one height are a line. A gutter that runs through many lines with text of its own on both sides parts two panes,
which are read one after the other; under a header of a console the runs are cells, tabs between them; else a line has
the blanks that its gaps are wide, and the indentation of its left edge. A line that fills its pane and goes on below is
joined where it was wrapped.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from supportdesk.reading.picture.runs import EM, Pitches, Run
from supportdesk.reading.picture.tables import Cells, Line, header_at, rows_under

LEAST_PANE = 3
"""Lines that each of two panes has at least."""

MOST_BLANKS = 60
"""Blanks that a gap or an indentation is written with at most."""


class Part(NamedTuple):
    """A piece of the text: a run, or what stands between runs (`run` None)."""

    text: str
    run: Run | None


def parts_of(runs: Sequence[Run], pitches: Pitches) -> list[Part]:
    """Return the text of a picture's runs in reading order; `pitches` are its characters' widths."""
    parts: list[Part] = []
    for pane in panes_of(runs):
        if parts:
            parts.append(Part("\n\n", None))
        parts += _pane(lines_of(pane), pitches)
    return parts


def lines_of(runs: Sequence[Run]) -> list[Line]:
    """Return the runs by line, from the top: of one line are runs whose middles lie within each other's height."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: one.middle):
        home = next((line for line in reversed(lines[-3:]) if _level(line, run)), None)
        if home is None:
            lines.append([run])
        else:
            home.append(run)
    made = [Line(tuple(sorted(line, key=lambda one: one.box[0]))) for line in lines]
    return sorted(made, key=lambda line: line.middle)


def _level(line: Sequence[Run], run: Run) -> bool:
    near = min(line, key=lambda one: max(one.box[0] - run.box[2], run.box[0] - one.box[2]))
    if near.box[0] < run.box[2] - 2 and run.box[0] < near.box[2] - 2:
        return abs(near.middle - run.middle) < min(near.height, run.height) * 0.3  # one above the other
    return abs(near.middle - run.middle) < min(near.height, run.height) * 0.5


def panes_of(runs: Sequence[Run]) -> list[list[Run]]:
    """Return the runs by pane, the left one first; one pane where no gutter parts the picture."""
    lines = lines_of(runs)
    if any(header_at(lines, number) for number in range(len(lines))):
        return [list(runs)]
    gutter = _gutter(runs, lines)
    if gutter is None:
        return [list(runs)]
    left = [run for run in runs if run.box[2] <= gutter]
    right = [run for run in runs if run.box[2] > gutter]
    return [*panes_of(left), *panes_of(right)]


def _gutter(runs: Sequence[Run], lines: Sequence[Line]) -> float | None:
    """Return the x of the widest gutter with enough lines of running text on both sides."""
    if len(runs) < 2 * LEAST_PANE:
        return None
    height = statistics.median([run.height for run in runs])
    edges = sorted((run.box[0], run.box[2]) for run in runs)
    best, at, reach = None, 0.0, edges[0][1]
    for left, right in edges[1:]:
        if left - reach > max(height * 1.2, at):
            middle = (left + reach) / 2
            sides = [[run for run in runs if (run.box[2] <= middle) is side] for side in (True, False)]
            if all(_running(side) for side in sides) and not _aligned(sides[0], sides[1]):
                best, at = middle, left - reach
        reach = max(reach, right)
    return best if len(lines) >= LEAST_PANE else None


def _running(runs: Sequence[Run]) -> bool:
    """Whether runs are lines of text, not the cells of a column."""
    long = sum(len(run.signs) >= 16 for run in runs)
    return len(runs) >= LEAST_PANE and long * 10 >= len(runs) * 3 and long >= 2


def _aligned(left: Sequence[Run], right: Sequence[Run]) -> bool:
    """Whether the runs on both sides stand in the same lines, as the cells of a table do: labels before values."""
    short = sum(len(run.signs) <= 12 for run in left)
    pairs = sum(any(abs(one.middle - other.middle) < one.height * 0.3 for other in right) for one in left)
    return pairs * 10 >= len(left) * 9 and short * 10 >= len(left) * 7


def _pane(lines: Sequence[Line], pitches: Pitches) -> list[Part]:
    parts: list[Part] = []
    number = 0
    left = min((line.left for line in lines), default=0)
    before: Line | None = None
    while number < len(lines):
        if header_at(lines, number):
            header = lines[number]
            rows, taken = rows_under(header, lines[number + 1 :])
            cells: list[Cells] = [[[run] for run in header.runs], *rows]
            for row in cells:
                parts += [*([Part("\n", None)] if parts else []), *_row(row)]
            number += 1 + taken
            before = None
            continue
        line = lines[number]
        if parts:
            parts.append(Part(_between(before, line), None))
        parts += _line(line, left, pitches)
        before = line
        number += 1
    return parts


def _between(before: Line | None, line: Line) -> str:
    """Return the line ends between two lines: a blank line where the gap is as high as one."""
    if before is None:
        return "\n"
    height = statistics.median([run.height for run in (*before.runs, *line.runs)])
    return "\n\n" if line.middle - before.middle > height * 2.1 else "\n"


def _row(cells: Cells) -> Iterator[Part]:
    for number, cell in enumerate(cells):
        if number:
            yield Part("\t", None)
        for at, run in enumerate(sorted(cell, key=lambda one: (round(one.middle), one.box[0]))):
            if at:
                yield Part(" ", None)
            yield Part(run.text, run)


def _line(line: Line, left: int, pitches: Pitches) -> Iterator[Part]:
    """Yield a line with its indentation, and the blanks that its gaps are wide."""
    at = float(left)
    for number, run in enumerate(line.runs):
        pitch = pitches.of(run.height)
        step = pitch or run.height * EM * 0.5
        blanks = round((run.box[0] - at) / step)
        if number:
            blanks = max(2, blanks) if pitch else 2
        elif blanks < 2:
            blanks = 0
        if blanks > 0:
            yield Part(" " * min(MOST_BLANKS, blanks), None)
        yield Part(run.text, run)
        at = run.box[2]
