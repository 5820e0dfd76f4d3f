"""A picture with its secrets painted over: the only form in which one may be kept or passed on."""

from __future__ import annotations

import io
from collections.abc import Sequence

from supportdesk.reading.picture.image import load
from supportdesk.source import Box

MARGIN = 3
"""Pixels around a secret that are painted as well."""


def redacted_image(data: bytes, boxes: Sequence[Box]) -> bytes:
    """Return the picture as PNG, each box painted over; raises InputError for what is no picture.

    The picture is written anew from its pixels: comments, thumbnails and places that cameras write do not come along.
    """
    from PIL import Image

    pixels = load(data, "picture")
    for x, y, w, h in boxes:
        pixels[max(0, y - MARGIN) : y + h + MARGIN, max(0, x - MARGIN) : x + w + MARGIN] = 0
    written = io.BytesIO()
    Image.fromarray(pixels[:, :, ::-1].copy()).save(written, "PNG")
    return written.getvalue()
