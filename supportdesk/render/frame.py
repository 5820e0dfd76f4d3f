"""The customer's own lines with carets under the evidence.

7 |     model="gemini_omni",
  |           ^^^^^^^^^^^^^ model
"""

from __future__ import annotations

from typing import Any

from supportdesk.render.width import width
from supportdesk.source import Source
from supportdesk.visible import visible_line

LINE_COLUMNS = 2000
"""Longer lines are shown as a window around the evidence."""


class Mark:
    """A place to underline: 0-based `start` and `end` in the source, and a `label` behind the carets."""

    __slots__ = ("end", "label", "start")

    def __init__(self, start: int, end: int, label: str) -> None:
        self.start = start
        self.end = end
        self.label = label


def marks_of(diagnosis: dict[str, Any], source: int) -> list[Mark]:
    """Return what to underline in one source: the first cause's evidence, then violations; one mark a place."""
    marks: dict[tuple[int, int], Mark] = {}
    for cause in diagnosis["causes"][:1]:
        for item in cause["evidence"]:
            _add(marks, item["span"], source, item["fact"])
    for violation in diagnosis["violations"]:
        if violation["severity"] != "hint":
            _add(marks, violation["span"], source, violation["pointer"] or violation["kind"])
    return sorted(marks.values(), key=lambda mark: (mark.start, mark.end))


def frame(source: Source, marks: list[Mark], columns: int) -> list[str]:
    """Return the lines that hold the marks, each with carets under them, at most `columns` wide."""
    by_line: dict[int, list[Mark]] = {}
    for mark in marks:
        by_line.setdefault(source.position(mark.start)[0], []).append(mark)
    gutter = len(str(max(by_line, default=1)))
    lines: list[str] = []
    for number, found in sorted(by_line.items()):
        start, end = source.line_bounds(number)
        room = max(20, columns - gutter - 3)
        left = _window(source.text[start:end], found[0].start - start, room)
        text = visible_line(source.text[start + left : end])
        shown = _clip(text, room)
        lines.append(f"{number:>{gutter}} | {shown}")
        for mark in found:
            before = width(text[: max(0, mark.start - start - left)])
            size = width(visible_line(source.text[max(mark.start, start + left) : min(mark.end, end)])) or 1
            size = min(size, max(1, room - before))
            if before < room:
                label = mark.label if before + size + 1 + width(mark.label) <= room else ""
                lines.append(f"{'':>{gutter}} | {' ' * before}{'^' * size} {label}".rstrip())
    return lines


def _add(marks: dict[tuple[int, int], Mark], span: dict[str, int] | None, source: int, label: str) -> None:
    if span is None or span.get("source") != source or "start" not in span:
        return
    key = (span["start"], span["end"])
    if key in marks:
        if label not in marks[key].label.split(", "):
            marks[key].label += f", {label}"
    else:
        marks[key] = Mark(span["start"], span["end"], label)


def _window(text: str, at: int, room: int) -> int:
    """Return from which character of a line to show so that the place at `at` is seen."""
    if width(text) <= room or at < room // 2:
        return 0
    return at - room // 3


def _clip(text: str, room: int) -> str:
    used = 0
    for index, sign in enumerate(text):
        used += width(sign)
        if used > room:
            return text[: index - 1] + "…"
    return text
