"""One row written as labels and values: `模型：sora-2`, `quota: 1200000`, each on its line or several in one."""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.console_cells import LINE_LIMIT, Cell, trimmed
from supportdesk.reading.console_columns import LOG_COLUMNS, TASK_COLUMNS, ReadCell
from supportdesk.reading.console_rows import build_piece
from supportdesk.reading.evidence import Piece, Reading
from supportdesk.view import View

_SEPARATOR = lazy(r"[,，;；|、]\s*|\t\s*|\s{2,}")
_LABEL = lazy(r"[\s>*•·-]{0,8}(?P<label>[A-Za-z_()/\u4e00-\u9fff][A-Za-z_()/ \u4e00-\u9fff]{0,23}?)\s{0,3}[:：=]")
_BLOCK_LINES = 30

Pair = tuple[str, Cell]


def read_labelled(view: View, lines: list[Cell], n: int) -> tuple[list[tuple[int, int, Piece]], int]:
    """Return the row that the labels from line `n` on tell, and the line behind it; no row: nothing, and line n + 1."""
    pairs: list[Pair] = []
    at = n
    while at < len(lines) and at - n < _BLOCK_LINES:
        found = _pairs(view.text, *lines[at])
        if not found or {label for label, _ in found} & {label for label, _ in pairs}:
            break
        pairs += found
        at += 1
    if not pairs:
        return [], n + 1
    names = {label for label, _ in pairs}
    readings = _read(view, pairs, TASK_COLUMNS)
    if not {"task_id", "task_status"} <= {reading.fact for reading in readings}:
        readings = _read(view, pairs, LOG_COLUMNS)
        kind = "log_row"
    else:
        kind = "task_row"
    piece = build_piece(view, kind, lines[n][0], lines[at - 1][1], readings) if len(names) >= 3 else None
    return ([], at) if piece is None else ([(lines[n][0], lines[at - 1][1], piece)], at)


def _pairs(text: str, start: int, end: int) -> list[Pair]:
    """Return the labels that a console has and the places of their values in one line; empty for any other line."""
    if end - start > LINE_LIMIT or not _LABEL.match(text, start, end):
        return []
    pairs: list[Pair] = []
    at = start
    edges = [match.span() for match in _SEPARATOR.finditer(text, start, end)]
    for left, right in [*edges, (end, end)]:
        label = _LABEL.match(text, at, left)
        name = label["label"].lower().strip() if label else ""
        if label and (name in LOG_COLUMNS or name in TASK_COLUMNS):
            pairs.append((name, trimmed(text, label.end(), left)))
        elif pairs:
            pairs[-1] = (pairs[-1][0], trimmed(text, pairs[-1][1][0], left))
        at = right
    return pairs


def _read(view: View, pairs: list[Pair], columns: dict[str, ReadCell]) -> list[Reading]:
    readings: list[Reading] = []
    for name, (start, end) in pairs:
        read = columns.get(name)
        if read is not None and start < end:
            readings += read(view.cut(start, end))
    return readings
