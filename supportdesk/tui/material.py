"""From a path or a pipe to what the paste holds; everything here runs in a thread and touches no widget."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO

from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.masking import mask
from supportdesk.reading.files import BYTES_LIMIT, WORKBOOKS, read_file, read_stream
from supportdesk.source import READ_LIMIT, Source
from supportdesk.tui.diagnoser import Material
from supportdesk.tui.long_file import LongFile, Stopped, is_long
from supportdesk.tui.widgets.visible_area import cleaned
from supportdesk.tui.widgets.window import Whole, WholeText

PIECE = 1 << 16
"""Bytes that are taken from a pipe at once."""

NO_MARK = (b"\xff\xfe", b"\xfe\xff")
"""What begins a text whose characters have two bytes, in which a line feed is no byte of its own."""


def read_material(path: str, progress: Callable[[int, int], None], is_cancelled: Callable[[], bool]) -> str | Whole:
    """Return a file as the paste takes it, masked: a text, or what a window is shown of.

    `progress` is told bytes done and in all. Raises InputError for what cannot be read, Stopped when it is cancelled.
    """
    try:
        with open(path, "rb") as file:
            begin = file.read(4)
        if is_long(path) and not begin.startswith((*WORKBOOKS, *NO_MARK)):
            long = LongFile(path)
            long.index(progress, is_cancelled)
            return long
    except OSError as problem:
        raise InputError(
            _("{name} cannot be read: {reason}").format(name=path, reason=problem.strerror or problem),
            _("Name a file that exists."),
        ) from problem
    return _taken(read_file(path))


def read_pipe(pipe: BinaryIO, progress: Callable[[int, int], None], is_cancelled: Callable[[], bool]) -> str | Whole:
    """Return what a pipe gives until its end, as `read_material` does; bytes in all are not known before (0)."""
    import io

    taken = bytearray()
    while piece := pipe.read(PIECE):
        if is_cancelled():
            raise Stopped(_("The reading was cancelled; the screen is as it was."))
        taken += piece
        if len(taken) > BYTES_LIMIT:
            break
        progress(len(taken), 0)
    return _taken(read_stream(io.BytesIO(bytes(taken)), 0, "stdin"))


def _taken(sources: Iterable[Source]) -> str | Whole:
    """Return sources as one masked text; of a long one what is read of it."""
    text = cleaned("\n\n".join(source.text for source in sources))
    if len(text) <= READ_LIMIT:
        return mask(text)[0]
    return WholeText(Material(mask(text[:READ_LIMIT])[0], len(text)))
