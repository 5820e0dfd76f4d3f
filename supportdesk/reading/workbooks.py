"""Workbooks of spreadsheet programs (xlsx, xls, xlsb, ods): each sheet becomes a text of rows, tabs between the cells.

python-calamine reads them; it is the extra `excel` and imported only for such a file. The rows are then read like any
export (`delimited`), and the source remembers where each row starts, so that a place is a row and a field.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any, BinaryIO

from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.reading.delimited import sheet_text
from supportdesk.source import Sheet, Source

UNPACKED_LIMIT = 500_000_000
"""Bytes that the parts of one workbook may unpack to."""
_FEWEST = 3  # cells of a row that can be the header


def read_sheets(data: bytes, number: int, name: str) -> list[Source]:
    """Return every sheet with cells as a source, numbered from `number` on, named after the file and the sheet.

    Raises InputError where the bytes are no workbook, unpack to too much, or the reader is not installed.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as problem:
        raise InputError(
            _("{name} is a workbook, and what reads workbooks is not installed").format(name=name),
            _("Install it with: pip install 'supportdesk[excel]', or save the sheet as CSV."),
        ) from problem
    if unpacked_size(io.BytesIO(data)) > UNPACKED_LIMIT:
        raise InputError(
            _("{name} is larger than {limit} MB").format(name=name, limit=UNPACKED_LIMIT // 1_000_000),
            _("Cut the part around the failing call, or use a log export's own command."),
        )
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(title, book.get_sheet_by_name(title).to_python(skip_empty_area=False)) for title in book.sheet_names]
    except (CalamineError, OSError, ValueError) as problem:
        raise InputError(
            _("{name} is no text and no workbook that can be read").format(name=name),
            _("Paste or export the text itself; pictures and archives are not read."),
        ) from problem
    sources: list[Source] = []
    for title, values in sheets:
        rows = [[cell_text(value) for value in row] for row in values]
        if not any(any(row) for row in rows):
            continue
        text, starts = sheet_text(rows)
        header = next((row for row in rows if sum(map(bool, row)) >= _FEWEST), rows[0])
        sheet = Sheet(tuple(starts), tuple(header))
        sources.append(Source(text, number + len(sources), f"{name} [{title}]", sheet=sheet))
    return sources or [Source("", number, name)]


def cell_text(value: Any) -> str:
    """Return a cell as the database writes it: whole numbers without a point, times as year-month-day."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return "" if value is None else str(value)


def unpacked_size(book: str | BinaryIO) -> int:
    """Return the bytes that an archive, by its path or opened, says it unpacks to; 0 for what is none."""
    try:
        with zipfile.ZipFile(book) as archive:
            return sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        return 0
