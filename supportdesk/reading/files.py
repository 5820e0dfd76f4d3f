"""Files as sources: texts, workbooks sheet by sheet, pictures as what stands in them.

What the command line and the screen both read.
"""

from __future__ import annotations

from typing import BinaryIO

from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.source import Source, decode, is_text

BYTES_LIMIT = 64_000_000
"""Bytes of one input that are taken into memory; more is refused with a sentence."""

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""What the files of spreadsheet programs begin with: a zip archive, or the older compound file."""


def read_file(name: str, number: int = 0) -> list[Source]:
    """Return the sources of a file, numbered from `number` on; raises InputError for what cannot be read."""
    try:
        with open(name.replace("\0", "\ufffd"), "rb") as file:
            return read_stream(file, number, name)
    except OSError as problem:
        raise InputError(
            _("{name} cannot be read: {reason}").format(name=name, reason=problem.strerror or problem),
            _("Name a file that exists, or - for standard input."),
        ) from problem


def read_stream(file: BinaryIO, number: int, name: str) -> list[Source]:
    """Return a text or a picture as one source, or each sheet of a workbook as its own."""
    data = file.read(BYTES_LIMIT + 1)
    if len(data) > BYTES_LIMIT:
        raise InputError(
            _("{name} is larger than {limit} MB").format(name=name, limit=BYTES_LIMIT // 1_000_000),
            _("Cut the part around the failing call, or use a log export's own command."),
        )
    if data.startswith(WORKBOOKS):
        from supportdesk.reading.workbooks import read_sheets

        return read_sheets(data, number, name)
    from supportdesk.reading.picture import is_picture

    if is_picture(data):
        from supportdesk.reading.picture import read_picture

        return [read_picture(data, name=name).source(number)]
    text, notes = decode(data)
    if not is_text(text):
        raise InputError(
            _("{name} is no text").format(name=name),
            _("Paste or export the text itself; archives are not read."),
        )
    return [Source(text, number, name, notes)]
