"""RapidOCR behind one door: where text stands in a picture, and what its characters are.

The models are those in the package (PP-OCRv6 small for Chinese and English, found and read on the processor); any
other would be fetched from the network, so that a package without them is refused instead. The direction of lines is
not asked for (`use_cls=False`): screenshots are upright.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.reading.picture.image import Pixels

MODELS = ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx")
LONGEST_SIDE = 2048
"""Pixels of the side of a tile in which text is looked for."""

BATCH = 6
"""Pieces that are recognised between two reports of progress."""

_lock = threading.Lock()
_engine: list[Any] = []


class Glyph(NamedTuple):
    """One recognised character: its sign, the x of its middle in the piece (0 to 1), and the confidence (0 to 1)."""

    sign: str
    middle: float
    confidence: float


def missing_extra() -> str | None:
    """Return the sentence on what to install where pictures cannot be read; None where they can."""
    import importlib.util

    if all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime")):
        return None
    return _("Reading pictures needs the extra ocr: pip install 'supportdesk[ocr]'")


def detect(pixels: Pixels) -> list[tuple[int, int, int, int]]:
    """Return the upright boxes (left, top, right, bottom) in which text stands, in no order."""
    import numpy as np

    with _lock:
        found = _loaded()(pixels, use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(found, "boxes", None)
    if boxes is None:
        return []
    height, width = pixels.shape[:2]
    upright = []
    for corners in boxes:
        (left, top), (right, bottom) = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
        box = max(0, int(left)), max(0, int(top)), min(width, int(right)), min(height, int(bottom))
        if box[2] - box[0] > 2 and box[3] - box[1] > 2:
            upright.append(box)
    return upright


def recognise(pieces: Sequence[Pixels]) -> Iterator[list[list[Glyph]]]:
    """Yield the characters of pieces of a picture, each one line of text, BATCH pieces at a time."""
    for at in range(0, len(pieces), BATCH):
        batch = list(pieces[at : at + BATCH])
        with _lock:
            found = _loaded().recognize_txt(batch)
        yield [_glyphs(text, words) for text, words in zip(found.txts or (), found.word_results or (), strict=True)]


def _glyphs(text: str, words: Any) -> list[Glyph]:
    """Return the characters of a piece; blanks have no place of their own and stand between their neighbours."""
    columns = [column for word in words.word_cols for column in word]
    confidences = list(words.confs)
    total = float(words.line_txt_len) or 1.0
    glyphs: list[Glyph] = []
    at = 0
    for number, sign in enumerate(text):
        confidence = float(confidences[number]) if number < len(confidences) else 0.0
        if sign.isspace() or at >= len(columns):
            middle = glyphs[-1].middle if glyphs else 0.0
            glyphs.append(Glyph(" ", middle, confidence))
            continue
        glyphs.append(Glyph(sign, min(1.0, (columns[at] + 0.5) / total), confidence))
        at += 1
    return glyphs


def _loaded() -> Any:
    """Return the recogniser, loaded on first use."""
    if not _engine:
        problem = missing_extra()
        if problem is not None:
            raise InputError(_("Pictures cannot be read here."), problem)
        _engine.append(_load())
    return _engine[0]


def _load() -> Any:
    import os

    import rapidocr

    folder = os.path.join(os.path.dirname(rapidocr.__file__), "models")
    absent = [name for name in MODELS if not os.path.isfile(os.path.join(folder, name))]
    if absent:  # the package would fetch them
        raise InputError(
            _("The package rapidocr lacks its models: {names}").format(names=", ".join(absent)),
            _("Install it anew: pip install --force-reinstall rapidocr"),
        )
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.0,
            "Global.use_preprocess_img": False,
            "Global.return_word_box": True,
            "Det.limit_type": "max",
            "Det.limit_side_len": LONGEST_SIDE,
            "Det.model_path": os.path.join(folder, MODELS[0]),
            "Rec.model_path": os.path.join(folder, MODELS[1]),
            "Rec.rec_batch_num": BATCH,
            "EngineConfig.onnxruntime.intra_op_num_threads": min(4, os.cpu_count() or 1),
        }
    )
