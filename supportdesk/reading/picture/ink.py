"""What is written on, told from its ground: the exact extent of text, the gaps in it, and signs that were not found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from supportdesk.reading.picture.image import Pixels

Edges = tuple[int, int, int, int]
"""Left, top, right and bottom of a piece of a picture, in its pixels; right and bottom are outside."""

FAINT = 28
"""Least difference from the ground, of 255, that counts as ink."""

NEAR, TOUCHING = 0.8, 0.4
"""Heights of a line that a scrap and another piece of it stand apart at most to be recognised as one."""

LONG = 45
"""Heights that a piece is long at most."""

LONE = 40
"""Signs without a line of their own that are looked at."""


def stretches(piece: Pixels) -> list[tuple[int, int]]:
    """Return the stretches of columns `[left, right)` in which a piece with one line of text has ink."""
    import numpy as np

    gray = piece.astype(np.int16).mean(axis=2)
    ground = float(np.median(gray))
    away = np.abs(gray - ground)
    level = max(FAINT, float(away.max()) * 0.3)
    inked = (away > level).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inked.astype(np.int8), [0]))))
    return [(int(left), int(right)) for left, right in zip(edges[::2], edges[1::2], strict=True)]


def widened(pixels: Pixels, box: Edges, margin: int = 2) -> Edges:
    """Return a box with a margin, inside the picture."""
    height, width = pixels.shape[:2]
    left, top, right, bottom = box
    return max(0, left - margin), max(0, top - margin), min(width, right + margin), min(height, bottom + margin)


def unfound(pixels: Pixels, boxes: Sequence[Edges]) -> list[Edges]:
    """Return the places of ink outside the boxes that may be a sign or two of a line: brackets, commas, numbers."""
    import cv2
    import numpy as np

    if not boxes:
        return []
    usual = float(np.median([bottom - top for _, top, _, bottom in boxes]))
    gray = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    size = max(15, int(usual * 1.5) | 1)
    inked = (cv2.absdiff(gray, cv2.medianBlur(gray, min(size, 255))) > FAINT + 12).astype(np.uint8)
    for left, top, right, bottom in boxes:
        inked[top:bottom, left:right] = 0
    near = cv2.dilate(inked, np.ones((1, max(3, int(usual * 0.35))), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(near)
    found: list[Edges] = []
    left_most, right_most = min(box[0] for box in boxes), max(box[2] for box in boxes)
    for number in range(1, count):
        left, top, width, height, area = (int(one) for one in stats[number])
        if not usual * 0.15 <= height <= usual * 1.25 or width > usual * 3 or area < 6:
            continue
        if left < left_most - usual * 4 or left + width > right_most + usual * 8:
            continue
        found.append((left, top, left + width, top + height))
    return found if len(found) <= LONE * 8 else []


def joined(boxes: Sequence[Edges], scraps: Sequence[Edges]) -> tuple[list[Edges], list[Edges]]:
    """Return the boxes with those of one line that nearly touch made one, and the scraps that belong to none.

    `scraps` are places of ink outside the boxes: the ends of lines, and quotes and commas between two boxes.
    """
    import statistics

    if not boxes:
        return [], list(scraps)
    usual = statistics.median([bottom - top for _, top, _, bottom in boxes])
    lines: list[list[Edges]] = []
    for box in sorted(boxes, key=lambda one: (one[1] + one[3], one[0])):
        home = next((line for line in reversed(lines[-6:]) if any(_level(one, box) for one in line)), None)
        if home is None:
            lines.append([box])
        else:
            home.append(box)
    left: list[Edges] = []
    for scrap in scraps:
        middle = (scrap[1] + scrap[3]) / 2
        near = [
            (max(one[0] - scrap[2], scrap[0] - one[2]), number)
            for number, line in enumerate(lines)
            for one in line
            if one[1] <= middle <= one[3] and scrap[3] - scrap[1] <= (one[3] - one[1]) * 1.15
        ]
        gap, number = min(near, default=(usual, -1))
        if gap < usual * NEAR:
            lines[number].append(scrap)
        else:
            left.append(scrap)
    return [box for line in lines for box in _merged(line)], left


def _level(one: Edges, other: Edges) -> bool:
    """Whether two boxes are of one height and stand side by side."""
    high, low = one[3] - one[1], other[3] - other[1]
    apart = max(other[0] - one[2], one[0] - other[2])
    beside = apart > -min(high, low) * 0.6
    return (
        beside
        and abs(one[1] + one[3] - other[1] - other[3]) < min(high, low) * 0.5
        and max(high, low) < min(high, low) * 1.5
    )


def _merged(line: list[Edges]) -> list[Edges]:
    """Return the pieces of one line, those that nearly touch made one as long as the recogniser reads well."""
    done: list[Edges] = []
    for box in sorted(line):
        if done:
            left, top, right, bottom = done[-1]
            height = bottom - top
            if box[0] - right < height * TOUCHING and max(right, box[2]) - left < height * LONG:
                up, down = (top, bottom) if box[3] - box[1] < height * 0.7 else (min(top, box[1]), max(bottom, box[3]))
                done[-1] = (left, up, max(right, box[2]), down)
                continue
        done.append(box)
    return done
