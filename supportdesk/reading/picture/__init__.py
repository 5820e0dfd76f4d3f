"""Pictures as sources: a screenshot read offline, its lines and columns rebuilt, each field with confidence and place.

How to use it, without a screen:

    picture = read_picture("shot.png")              # blocks for seconds; raises InputError
    done = diagnose([picture.source(0)])            # facts at most `likely`, places as boxes

In the screen, on the event loop; the work is done in a process of its own, so that no frame waits for it:

    picture = await read_picture_async(path, on_progress)    # cancel the task or worker to end the process
    # on_progress(Progress) is called on the event loop: progress.done of progress.total, progress.step a message id

`Picture.text` is masked and is what the readers see; `Picture.fields` are the recognised cells and lines with
confidence, box and what was read before a correction; `Picture.corrected(number, text)` is the picture with a field as
an operator corrected it. The picture itself is kept nowhere; `redacted_image(data, picture.secrets)` paints the keys
over.

Nothing of the extra `ocr` (rapidocr, onnxruntime, OpenCV, numpy, Pillow) is imported before a picture is read; without
it `read_picture` raises InputError with the command that installs it, and `missing_extra()` says so beforehand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supportdesk.reading.picture.apart import read_picture_async
    from supportdesk.reading.picture.drawing import redacted_image
    from supportdesk.reading.picture.recognise import missing_extra
    from supportdesk.reading.picture.shape import Field, Picture, Progress
    from supportdesk.reading.picture.whole import read_picture

__all__ = [
    "PICTURES",
    "Field",
    "Picture",
    "Progress",
    "is_picture",
    "missing_extra",
    "read_picture",
    "read_picture_async",
    "redacted_image",
]

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp")
"""What the names of picture files end with, for a file dialog or a dropped path; the bytes decide."""

_HOMES = {
    "read_picture_async": "apart",
    "redacted_image": "drawing",
    "missing_extra": "recognise",
    "Field": "shape",
    "Picture": "shape",
    "Progress": "shape",
    "read_picture": "whole",
}


def is_picture(data: bytes) -> bool:
    """Whether bytes begin as a PNG, JPEG, WebP or BMP file does."""
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return True
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return True
    # the size of the header behind the file header: a text that begins with BM has none
    return data.startswith(b"BM") and data[14:18] in (b"\x0c\0\0\0", b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")


def __getattr__(name: str) -> Any:
    """Resolve the functions and classes on first use."""
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(f"supportdesk.reading.picture.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'supportdesk.reading.picture' has no attribute {name!r}")
