"""Lists on the command line: columns aligned with Chinese counted double, cut to a terminal, whole in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from supportdesk.render.width import cut, width, wrap

LEAST = 20
"""Columns that the last cell needs; on a narrower terminal it goes below, indented."""


def columns() -> int | None:
    """Return the columns of the terminal that the output goes to; None where it goes to a file or a pipe."""
    import shutil

    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else None


def aligned(rows: Sequence[Sequence[str]], room: int | None) -> Iterator[str]:
    """Yield one line a row, its cells padded to the widest of their column; within `room` columns (None: any)."""
    if not rows:
        return
    last = len(rows[0]) - 1
    widths = [max(width(row[column]) for row in rows) for column in range(last)]
    used = sum(widths) + 2 * last
    for row in rows:
        head = "".join(cell + " " * (widths[column] - width(cell) + 2) for column, cell in enumerate(row[:last]))
        if room is None or room - used >= LEAST:
            yield (head + (row[last] if room is None else cut(row[last], room - used))).rstrip()
            continue
        yield cut("  ".join(row[:last]), room)
        if row[last]:
            yield cut(f"  {row[last]}", room)


def indented(text: str, first: str, room: int | None) -> Iterator[str]:
    """Yield a text behind `first`, its further lines indented as far; within `room` columns (None: one line)."""
    lines = [text] if room is None else wrap(text, max(room - width(first), LEAST))
    for number, line in enumerate(lines):
        yield (first if number == 0 else " " * width(first)) + line
