"""A picture from its bytes to its text: found, recognised, laid out, corrected, masked."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from supportdesk.errors import InputError
from supportdesk.i18n import _, mark
from supportdesk.reading.picture import ink, layout, runs
from supportdesk.reading.picture.correcting import corrected
from supportdesk.reading.picture.fields import picture_of
from supportdesk.reading.picture.recognise import LONGEST_SIDE, Glyph, detect, missing_extra, recognise
from supportdesk.reading.picture.shape import Picture, Progress

if TYPE_CHECKING:
    from supportdesk.reading.picture.image import Pixels
    from supportdesk.reading.picture.ink import Edges

MOST_BOXES = 1_500
"""Pieces of text of one picture that are recognised; of more those from the top, and a note says so."""

LOADING, FINDING, READING = mark("Loading the recogniser"), mark("Looking for text"), mark("Reading lines")
"""Steps of the progress."""

LONE_SIGNS = frozenset("{}[]()<>,;:.\"'`)}],;")
"""Signs that are believed where they stand alone: the brackets of programs and JSON."""

Report = Callable[[Progress], None]


class Stopped(InputError):
    """The reading of a picture was cancelled."""


def read_picture(
    source: str | bytes,
    progress: Report | None = None,
    *,
    name: str | None = None,
    cancel: threading.Event | None = None,
) -> Picture:
    """Read a picture by its path or its bytes; takes seconds, and is meant for a thread or a process of its own.

    `progress` is called in the caller's thread as lines are read; `cancel`, once set, ends the reading with `Stopped`.
    Raises InputError for what is no picture within bounds, and where the extra `ocr` is not installed.
    """
    from supportdesk.reading.picture.image import load

    began = time.monotonic()
    name = name or (source if isinstance(source, str) else "picture")
    problem = missing_extra()
    if problem is not None:
        raise InputError(_("{name} is a picture, and pictures cannot be read here.").format(name=name), problem)
    work = _Work(progress or (lambda _step: None), cancel)
    work.tell(0, 1, LOADING)
    data = source if isinstance(source, bytes) else bytes_of(source)
    pixels = load(data, name)
    boxes, notes = _found(pixels, work)
    boxes, scraps = ink.joined(boxes, ink.unfound(pixels, boxes))
    lines = _recognised(pixels, boxes, work)
    lines = [*lines, *_lone(pixels, lines, scraps, work)]
    pitches = runs.Pitches(lines)
    made = [run for line in lines for run in runs.runs_of(line, pitches.of(line.box[3] - line.box[1]))]
    whole, cut = _without_cut(made, pixels.shape[0])
    notes += cut
    parts = corrected(layout.parts_of(whole, pitches))
    seconds = round(time.monotonic() - began, 2)
    return picture_of(name, (pixels.shape[1], pixels.shape[0]), parts, seconds, tuple(notes))


class _Work:
    """Where progress goes, and whether the work shall go on."""

    def __init__(self, report: Report, cancel: threading.Event | None) -> None:
        self.report = report
        self.cancel = cancel

    def tell(self, done: int, total: int, step: str) -> None:
        """Report, and raise Stopped once the work is cancelled."""
        if self.cancel is not None and self.cancel.is_set():
            raise Stopped(_("Reading the picture was cancelled."))
        self.report(Progress(done, total, step))


def bytes_of(path: str) -> bytes:
    """Return a picture file's bytes, one more than are read of it; raises InputError."""
    from supportdesk.reading.picture.image import BYTES_LIMIT

    try:
        with open(path.replace("\0", "\ufffd"), "rb") as file:
            return file.read(BYTES_LIMIT + 1)
    except OSError as problem:
        raise InputError(
            _("{name} cannot be read: {reason}").format(name=path, reason=problem.strerror or problem),
            _("Name a file that exists, or - for standard input."),
        ) from problem


def _found(pixels: Pixels, work: _Work) -> tuple[list[Edges], list[str]]:
    """Return the boxes of the picture's texts, looked for tile by tile."""
    boxes: list[Edges] = []
    tiles = _tiles(pixels)
    for number, (top, bottom) in enumerate(tiles):
        work.tell(number, len(tiles), FINDING)
        boxes += [(left, up + top, right, down + top) for left, up, right, down in detect(pixels[top:bottom])]
    if len(boxes) <= MOST_BOXES:
        return boxes, []
    boxes.sort(key=lambda box: box[1])
    return boxes[:MOST_BOXES], [f"only the first {MOST_BOXES} of {len(boxes)} pieces of text were read"]


def _tiles(pixels: Pixels) -> list[tuple[int, int]]:
    """Return the picture cut into bands that are looked through at full size, each cut in a row without ink."""
    import numpy as np

    height = pixels.shape[0]
    if height <= LONGEST_SIDE:
        return [(0, height)]
    busy = np.abs(np.diff(pixels.astype(np.int16), axis=1)).max(axis=2).mean(axis=1)
    tiles, top = [], 0
    while height - top > LONGEST_SIDE:
        low, high = top + LONGEST_SIDE // 2, top + LONGEST_SIDE
        smooth = np.convolve(busy[low:high], np.ones(9) / 9, mode="same")
        cut = low + int(np.argmin(smooth))
        tiles.append((top, cut))
        top = cut
    return [*tiles, (top, height)]


def _recognised(pixels: Pixels, boxes: Sequence[Edges], work: _Work) -> list[runs.Placed]:
    pieces = []
    kept = []
    for box in boxes:
        left, top, right, bottom = ink.widened(pixels, box, 1)
        pieces.append(_enlarged(pixels[top:bottom, left:right]))
        kept.append((left, top, right, bottom))
    found: list[list[Glyph]] = []
    work.tell(0, len(pieces), READING)
    for batch in recognise(pieces):
        found += batch
        work.tell(min(len(found), len(pieces)), len(pieces), READING)
    return [
        runs.placed(glyphs, box, ink.stretches(pixels[box[1] : box[3], box[0] : box[2]]))
        for glyphs, box in zip(found, kept, strict=True)
        if glyphs
    ]


def _enlarged(piece: Pixels) -> Pixels:
    """Return a piece at least as high as the recogniser's lines are: smooth curves where it would see steps."""
    height = piece.shape[0]
    if height >= 40:
        return piece
    import cv2
    import numpy as np

    return np.asarray(cv2.resize(piece, None, fx=48 / height, fy=48 / height, interpolation=cv2.INTER_CUBIC), np.uint8)


def _lone(pixels: Pixels, lines: Sequence[runs.Placed], found: Sequence[Edges], work: _Work) -> list[runs.Placed]:
    """Return brackets and commas that stand where no text was found."""
    if not found or not lines:
        return []
    usual = statistics.median([line.box[3] - line.box[1] for line in lines])
    boxes = []
    for left, top, right, bottom in found[: ink.LONE]:
        middle = (top + bottom) / 2
        level = [line.box for line in lines if line.box[1] - 2 <= middle <= line.box[3] + 2]
        near = min(level, key=lambda box: max(box[0] - right, left - box[2]), default=None)
        if near is not None and max(near[0] - right, left - near[2]) < usual * 3:
            edges = (left, near[1], right, near[3])
        elif bottom - top < usual * 0.45:
            continue
        else:
            edges = (left, max(0, int(middle - usual / 2)), right, int(middle + usual / 2))
        boxes.append(ink.widened(pixels, edges, max(2, int(usual * 0.15))))
    return [line for line in _recognised(pixels, boxes, work) if all(one[0] in LONE_SIGNS for one in line.signs)]


def _without_cut(made: Sequence[runs.Run], height: int) -> tuple[list[runs.Run], list[str]]:
    """Return the runs without those that the picture's upper or lower edge cuts through."""
    if not made:
        return [], []
    usual = statistics.median([run.height for run in made])
    whole = [run for run in made if run.height >= usual * 0.75 or (run.box[1] > 2 and run.box[3] < height - 2)]
    count = len(made) - len(whole)
    return whole, [f"{count} pieces of text are cut by the picture's edge and were left out"] if count else []
