"""From runs to lines, panes and tables: the text of a picture as somebody would have copied it.

Runs of one height are a line. A gutter that runs through many lines with text of its own on both sides parts two panes,
which are read one after the other; under a header of a console the runs are cells, tabs between them; else a line has
the blanks that its gaps are wide, and the indentation of its left edge. A line that fills its pane and goes on below is
joined where it was wrapped.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from supportdesk.named import NamedTuple
from supportdesk.reading.picture.runs import EM, Pitches, Run
from supportdesk.reading.picture.tables import Cells, Line, headed, header_at, rows_under

LEAST_PANE = 3
"""Lines that each of two panes has at least."""

LONG_LINE = 50
"""Characters from which on a line may be one that is wrapped at the edge of a window."""

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
    window = _Window(lines)
    before: Line | None = None
    while number < len(lines):
        if header_at(lines, number):
            header = headed(lines[number])
            rows, taken = rows_under(header, lines[number + 1 :])
            cells: list[Cells] = [[[run] for run in header.runs], *rows]
            for row in cells:
                parts += [*([Part("\n", None)] if parts else []), *_row(row)]
            number += 1 + taken
            before = None
            continue
        line = lines[number]
        whole = "".join(part.text for part in parts).rpartition("\n")[2] if before is not None else ""
        joint = None if before is None else window.goes_on(whole, before, line)
        if joint is not None:
            parts += [*([Part(joint, None)] if joint else []), *_line(line, line.left, pitches)]
        else:
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


def _is_broken(before: str, after: str) -> bool:
    """Whether what a cell wraps goes on without a blank: Chinese, and a word as long and mixed as only ids are."""
    last, first = before.rsplit(" ", 1)[-1], after.split(" ", 1)[0]
    if last[-1:] >= "\u2e80" and first[:1] >= "\u2e80":
        return True
    random = any(sign.isdigit() or sign == "_" for sign in last)
    return len(last) >= 12 and random and (last[-1] + first[0]).isalnum() and first.isascii()


class _Window:
    """Where the lines of a pane begin and are wrapped: `left` and `edge`; `full` lines end at the edge."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.edge = max((line.right for line in lines), default=0)
        long = [line for line in lines if sum(len(run.signs) for run in line.runs) >= LONG_LINE]
        self.left = min((line.left for line in long), default=0)
        self.full = sum(self.edge - line.right < _step(line) * 1.6 for line in long)

    def goes_on(self, before: str, line: Line, after: Line) -> str | None:
        """Return what joins a line to the next one where it was wrapped at the edge; None where it was not.

        It ends there inside quotes, or several lines do, and it goes on at the left.
        """
        step = _step(line)
        open_end = self.edge - line.right
        if len(before) < LONG_LINE or open_end > step * 1.6 or abs(after.left - self.left) > step:
            return None
        height = statistics.median([run.height for run in line.runs])
        if after.middle - line.middle > height * 2 or not (self.full > 1 or _in_quotes(before)):
            return None
        return " " if open_end > step * 0.7 else ""


def _step(line: Line) -> float:
    """How wide a character of a line is, on the whole."""
    return (line.right - line.left) / max(1, sum(len(run.signs) for run in line.runs))


def _in_quotes(text: str) -> bool:
    """Whether a text ends inside quotes; a sign between two letters is an apostrophe."""
    quote = ""
    for at, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote and text[at - 1] != "\\" and not _apostrophe(text, at) else quote
        elif sign in "\"'" and not _apostrophe(text, at):
            quote = sign
    return bool(quote)


def _apostrophe(text: str, at: int) -> bool:
    return text[at] == "'" and text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha()


def _row(cells: Cells) -> Iterator[Part]:
    for number, cell in enumerate(cells):
        if number:
            yield Part("\t", None)
        before = ""
        for run in [run for line in lines_of(cell) for run in line.runs]:
            if before and not _is_broken(before, run.text):
                yield Part(" ", None)
            yield Part(run.text, run)
            before = run.text


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
