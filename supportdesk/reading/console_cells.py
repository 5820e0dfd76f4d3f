"""Cells of a line: how a line of a copied table falls apart, and what a cell without a header is.

A cell is a pair of offsets `(start, end)` in the view, outer space cut.
"""

from __future__ import annotations

import re
from itertools import pairwise

from supportdesk.patterns import lazy
from supportdesk.reading.amounts import find_amounts
from supportdesk.reading.console_columns import LOG_COLUMNS, MODEL
from supportdesk.reading.evidence import Reading
from supportdesk.reading.row_values import LOG_TYPE_WORDS, unix_seconds, whole
from supportdesk.view import View

Cell = tuple[int, int]

LINE_LIMIT = 4000
"""Longer lines are no rows of a copied table."""

TIME = lazy(
    r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?: {1,2}|T)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    r"(?:Z| ?UTC| ?[+-][0-9]{2}:?[0-9]{2})?(?![0-9:.])"
)
_WIDE = lazy(r"[ \u3000\xa0]{2,}|[ \u3000\xa0]*\t[ \u3000\xa0]*")
_SECONDS = lazy(r"[0-9]{1,6}(?:\.[0-9]{1,6})? ?(?:s|秒)(?![A-Za-z0-9])")
_LABELLED_WORDS = (
    r"(提示|补全|输入|输出|prompt|completion|input|output)(?:[ _]tokens?)? ?[:：=]? ?([0-9][0-9,]{0,12})(?: tokens?)?"
)
_LABELLED = lazy(_LABELLED_WORDS, re.IGNORECASE)
_LABELLED_ONLY = lazy(rf"(?:{_LABELLED_WORDS}[ ,，;；/·|]{{0,3}}){{1,4}}", re.IGNORECASE)
"""A cell of nothing but labelled counts: `提示 120 补全 4160`."""
_WORD = lazy(r"\S+")
_REQUEST_ID = lazy(r"20[0-9]{12,30}[A-Za-z0-9]{6,40}")
_TASK_ID = lazy(r"task_[A-Za-z0-9]{6,64}")
_NO_MODEL = frozenset(("default", "vip", "svip", "stream", "non-stream", "auto"))


def split(text: str, start: int, end: int, separator: str) -> list[Cell]:
    """Return the cells of a line: `separator` is a tab, '|', ',' or ' ' (two or more spaces)."""
    if separator == "|":
        while start < end and text[start] in " \t":
            start += 1
        start += text[start:end].startswith("|")
        stripped = text[start:end].rstrip()
        end = start + len(stripped) - stripped.endswith("|")
    if separator == ",":
        edges = _commas(text, start, end)
    elif separator == " ":
        edges = [start, *(edge for match in _WIDE.finditer(text, start, end) for edge in match.span()), end]
        return [trimmed(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if text[a:b].strip()]
    else:
        edges = [start - 1, *(at for at in range(start, end) if text[at] == separator), end]
    return [trimmed(text, a + 1, b) for a, b in pairwise(edges)]


def trimmed(text: str, start: int, end: int) -> Cell:
    """Return `[start, end)` without outer space and without the quotes of a CSV cell."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start >= 2 and text[start] == text[end - 1] == '"':
        start, end = start + 1, end - 1
    return start, end


def words(text: str, start: int, end: int) -> list[Cell]:
    """Return the words of a line in which one space parts the cells; times, durations and amounts stay whole."""
    joined = [match.span() for match in TIME.finditer(text, start, end)]
    joined += [match.span() for match in _SECONDS.finditer(text, start, end)]
    joined += [(start + amount.start, start + amount.end) for amount in find_amounts(text[start:end])]
    cells: list[Cell] = []
    at = start
    for left, right in sorted(joined):
        if left < at:
            continue
        cells += [match.span() for match in _WORD.finditer(text, at, left)]
        cells.append((left, right))
        at = right
    return cells + [match.span() for match in _WORD.finditer(text, at, end)]


def read_unlabelled(view: View, cells: list[Cell]) -> list[Reading]:
    """Return what cells without a header tell of a log row; empty where they are no row.

    A row has a time and a type word, or a time, an amount and two numbers. An English type word, which any log line may
    have, needs an amount or two numbers besides. Behind the type come the model, durations, prompt and completion
    tokens, and the amount.
    """
    text = view.text
    times = [cell for cell in cells if TIME.fullmatch(text, *cell)]
    kinds = [n for n, (a, b) in enumerate(cells) if text[a:b].lower() in LOG_TYPE_WORDS]
    amounts = [n for n, (a, b) in enumerate(cells) if _is_amount(text[a:b])]
    numbers = [n for n, (a, b) in enumerate(cells) if whole(text[a:b]) is not None]
    if not times or len(cells) < 4:
        return []
    typed = bool(kinds) and (not text[cells[kinds[0]][0]].isascii() or bool(amounts) or len(numbers) > 1)
    if not typed and not (amounts and len(numbers) > 1):
        return []
    readings = [Reading("occurred_at", unix_seconds(text[times[0][0] : times[0][1]]) or 0, view.span(*times[0]))]
    first = kinds[0] if kinds else -1
    if kinds:
        readings += _as("类型", view, cells[first])
    model = next((n for n in range(first + 1, len(cells)) if _is_model(text, cells[n])), None)
    if model is not None:
        readings += _as("模型", view, cells[model])
    last = amounts[0] if amounts else len(cells)
    behind = first if model is None else model
    counted = [cell for cell in cells if _LABELLED_ONLY.fullmatch(text, *cell)]
    labelled = [found for cell in counted for found in _LABELLED.finditer(text, *cell)]
    for found in labelled:
        readings += _as(found[1].lower(), view, found.span(2))
    counts = [n for n in numbers if behind < n < last] if not labelled else []
    for n, label in zip(counts, ("提示", "补全", "花费")[: 2 if amounts else 3], strict=False):
        readings += _as(label, view, cells[n])
    for n in range(behind + 1, min(last, len(cells))):
        if _SECONDS.match(text, *cells[n]):
            readings += _as("用时", view, cells[n])
            break
    if amounts:
        readings += _as("花费", view, cells[amounts[0]])
    readings += _ids(view, cells)
    if amounts and last + 1 < len(cells):
        readings += _as("详情", view, (cells[last + 1][0], cells[-1][1]))
    return readings


def _ids(view: View, cells: list[Cell]) -> list[Reading]:
    readings = []
    for start, end in cells:
        word = view.text[start:end]
        if _REQUEST_ID.fullmatch(word):
            readings.append(Reading("request_id", word, view.span(start, end)))
        elif _TASK_ID.fullmatch(word):
            readings.append(Reading("task_id", word, view.span(start, end)))
    return readings


def _is_amount(word: str) -> bool:
    amounts = find_amounts(word)
    return len(amounts) == 1 and len(word) - (amounts[0].end - amounts[0].start) <= 4


def _is_model(text: str, cell: Cell) -> bool:
    word = text[cell[0] : cell[1]]
    if not MODEL.fullmatch(word) or word.lower() in _NO_MODEL or _TASK_ID.fullmatch(word):
        return False
    return any(sign in "-_./:" or sign.isdigit() for sign in word)


def _as(label: str, view: View, cell: Cell) -> list[Reading]:
    return LOG_COLUMNS[label](view.cut(*cell))


def _commas(text: str, start: int, end: int) -> list[int]:
    edges, quoted = [start - 1], False
    for at in range(start, end):
        if text[at] == '"':
            quoted = not quoted
        elif text[at] == "," and not quoted:
            edges.append(at)
    return [*edges, end]
