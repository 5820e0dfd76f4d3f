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
