"""Runs: what stands in one line without a wide gap, as characters each with its place; blanks set by the ink.

The recogniser gives characters with a rough place and loses blanks; the ink between two characters says how wide their
gap is. In a font of fixed width the gap is so many characters wide, in others a blank is a quarter of an em.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence

from supportdesk.named import NamedTuple
from supportdesk.reading.picture.ink import Edges
from supportdesk.reading.picture.recognise import Glyph

EM = 0.74
"""Part of a detected box's height that is the size of its font."""

BLANK = 0.27
"""Ems of a gap between two characters of a proportional font from which on it is a blank."""

EVEN = 0.72
"""Part of the steps between characters that are alike in a font of one width."""

WIDE = 1.25
"""Ems of a gap that ends a run: what stands behind it is another cell, or deeper in the line."""


class Sign(NamedTuple):
    """One character with its left and right in the picture and its confidence; `read` is what was read in its place."""

    sign: str
    left: float
    right: float
    confidence: float
    read: str | None = None
    reason: str | None = None


class Run(NamedTuple):
    """Characters of one line without a wide gap; `box` is where they stand."""

    signs: tuple[Sign, ...]
    box: Edges

    @property
    def text(self) -> str:
        """The characters as a text."""
        return "".join(one.sign for one in self.signs)

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> float:
        """The y of its middle."""
        return (self.box[1] + self.box[3]) / 2


class Placed(NamedTuple):
    """The characters of one detected box with the middles of their ink, before blanks are set."""

    signs: list[tuple[str, float, float, bool]]
    box: Edges
    inks: list[tuple[int, int]]


def placed(glyphs: Sequence[Glyph], box: Edges, inks: Sequence[tuple[int, int]]) -> Placed:
    """Return the characters of a box: (sign, x of its middle in the picture, confidence, blank before).

    A middle is that of the stretch of ink it falls into, where that is as narrow as one character.
    """
    width = max(1, box[2] - box[0])
    em = (box[3] - box[1]) * EM
    middles = [glyph.middle * width for glyph in glyphs if glyph.sign != " "]
    owned = [[n for n, (a, b) in enumerate(inks) if a - em * 0.12 <= middle < b + em * 0.12] for middle in middles]
    owners = Counter(number for own in owned for number in own)
    signs: list[tuple[str, float, float, bool]] = []
    blank = False
    for glyph in glyphs:
        if glyph.sign == " ":
            blank = True
            continue
        number = len(signs)
        middle, own = middles[number], owned[number]
        if len(own) == 1 and owners[own[0]] == 1 and not _is_wide(glyph.sign):
            left, right = inks[own[0]]
            middle = (left + right) / 2 if right - left <= em * 0.75 else middle
        signs.append((glyph.sign, box[0] + middle, glyph.confidence, blank and bool(signs)))
        blank = False
    return Placed(signs, box, [(box[0] + a, box[0] + b) for a, b in inks])


class Pitches:
    """The width of a character in a picture whose font has one width, by the height of the line."""

    def __init__(self, lines: Sequence[Placed]) -> None:
        found: list[tuple[int, float, float, int]] = []
        for line in lines:
            steps = [
                (b[1] - a[1]) / (2 if b[3] else 1)
                for a, b in zip(line.signs, line.signs[1:], strict=False)
                if a[0].isascii() and b[0].isascii()
            ]
            if len(steps) >= 6:
                usual = statistics.median(steps)
                even = sum(abs(step - usual) < usual * 0.2 for step in steps) / len(steps)
                found.append((line.box[3] - line.box[1], usual, even, len(steps)))
        every = sum(one[3] for one in found)
        self.fixed = every > 0 and sum(one[2] * one[3] for one in found) / every > EVEN
        self._known = [(height, usual) for height, usual, even, _ in found if even > EVEN] if self.fixed else []

    def of(self, height: float) -> float | None:
        """Return the width of a character in a line so high, None for a proportional font."""
        if not self._known:
            return None
        near = [usual for known, usual in self._known if abs(known - height) <= known * 0.3]
        return statistics.median(near or [usual / known * height for known, usual in self._known])


def runs_of(line: Placed, pitch: float | None) -> list[Run]:
    """Return the runs of a box; `pitch` is a character's width in pixels, None for a proportional font."""
    em = (line.box[3] - line.box[1]) * EM
    runs: list[list[Sign]] = [[]]
    for number, (sign, middle, confidence, blank) in enumerate(line.signs):
        half = (em if _is_wide(sign) else (pitch or em * 0.5)) / 2
        one = Sign(sign, middle - half, middle + half, confidence)
        if number:
            before = line.signs[number - 1]
            gap = _gap(line.inks, before[1], middle)
            blanks = _blanks(before, line.signs[number], gap, em, pitch)
            if gap > em * WIDE and blanks != 0 and (blanks >= 2 or not pitch):
                runs.append([])
            elif blanks > 0 or (blank and blanks < 0):
                runs[-1].append(Sign(" ", runs[-1][-1].right, one.left, 1.0))
        runs[-1].append(one)
    inks = line.inks
    made = []
    for signs in runs:
        if signs:
            inside = [(a, b) for a, b in inks if b > signs[0].left and a < signs[-1].right]
            left = min((a for a, _ in inside), default=int(signs[0].left))
            right = max((b for _, b in inside), default=int(signs[-1].right))
            signs[0] = signs[0]._replace(left=left)
            signs[-1] = signs[-1]._replace(right=max(right, left + 1))
            made.append(Run(tuple(signs), (left, line.box[1], max(right, left + 1), line.box[3])))
    return made


def _gap(inks: Sequence[tuple[int, int]], left: float, right: float) -> float:
    """Return the widest gap without ink between two characters' middles."""
    widest, at = 0.0, left
    for a, b in inks:
        if a >= right:
            break
        if b > at:
            widest = max(widest, a - at)
            at = b
    return max(widest, right - at)


def _blanks(
    before: tuple[str, float, float, bool],
    after: tuple[str, float, float, bool],
    gap: float,
    em: float,
    pitch: float | None,
) -> int:
    """Return how many blanks stand between two characters, -1 where only the recogniser can say."""
    if _is_wide(before[0]) or _is_wide(after[0]):
        if gap > em * 1.1:
            return 2
        return 1 if after[3] and gap > em * 0.2 else 0
    if pitch:
        columns = round((after[1] - before[1]) / pitch)
        exact = (after[1] - before[1]) / pitch - columns
        if after[3] and columns <= 1 and abs(exact) > 0.3:
            return 1
        return max(0, columns - 1) if gap > pitch * 0.55 else 0
    if gap > em * BLANK:
        return 2 if gap > em * WIDE else 1
    return -1


def _is_wide(sign: str) -> bool:
    """Whether a character is as wide as an em: Chinese and full-width signs."""
    return sign >= "\u2e80" and not "\uff61" <= sign <= "\uffdc"
