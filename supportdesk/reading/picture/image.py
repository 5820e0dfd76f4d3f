"""A picture's bytes made pixels, within bounds: its format, its size in bytes, its sides and its pixels.

Sides are read from the header and held against the bounds before a pixel is unpacked, so that a small file that would
unpack to gigabytes is refused; of an animation the first picture counts.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from supportdesk.errors import InputError
from supportdesk.i18n import _

if TYPE_CHECKING:
    import numpy as np

    Pixels = np.ndarray[Any, np.dtype[np.uint8]]

BYTES_LIMIT = 20_000_000
"""Bytes of one picture file."""

SIDE_LIMIT, PIXEL_LIMIT = 20_000, 40_000_000
"""Pixels of one side, and of the whole picture."""

FORMATS = ("PNG", "JPEG", "WEBP", "BMP")


def load(data: bytes, name: str) -> Pixels:
    """Return the picture as rows of blue, green and red bytes; raises InputError for what is no picture in bounds."""
    if len(data) > BYTES_LIMIT:
        raise InputError(
            _("{name} is larger than {limit} MB").format(name=name, limit=BYTES_LIMIT // 1_000_000),
            _("Cut the picture to the part that shows the failing call."),
        )
    import struct
    import warnings
    import zlib

    import numpy as np
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the bounds below are stricter than the library's warning
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                width, height = opened.size
                if max(width, height) > SIDE_LIMIT or width * height > PIXEL_LIMIT or not width * height:
                    raise InputError(
                        _("{name} has {width} x {height} pixels, more than are read").format(
                            name=name, width=width, height=height
                        ),
                        _("Cut the picture to the part that shows the failing call."),
                    )
                flat = _flat(ImageOps.exif_transpose(opened))
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        struct.error,
        zlib.error,
        Image.DecompressionBombError,
    ) as fault:
        raise InputError(
            _("{name} cannot be read as a picture").format(name=name),
            _("PNG, JPEG, WebP and BMP are read; take the picture again, or paste its text."),
        ) from fault
    return np.ascontiguousarray(np.asarray(flat, dtype=np.uint8)[:, :, ::-1])


def _flat(image: Any) -> Any:
    """Return the picture in RGB; what is see-through lies on white, or on black where all that is not is light."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        from PIL import Image, ImageStat

        layered = image.convert("RGBA")
        alpha = layered.getchannel("A")
        if alpha.getextrema() != (255, 255):
            light = ImageStat.Stat(layered.convert("L"), mask=alpha).mean[0] if alpha.getbbox() else 0
            ground = Image.new("RGBA", layered.size, "black" if light > 160 else "white")
            return Image.alpha_composite(ground, layered).convert("RGB")
    return image.convert("RGB")
