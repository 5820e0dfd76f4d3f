"""Exports of any size, row by row: a file's encoding and form are told from its beginning, then it is read as a stream.

Read are CSV and its kin, JSON lines, JSON arrays with or without an envelope, SQL dumps and workbooks; copied tables
and texts that are no export are left to `paste`, which holds a whole source in memory. `open_rows` gives cells as the
form has them; `large_cells` turns them into what the readers of log rows and task records take.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Any, TextIO

from supportdesk.patterns import lazy
from supportdesk.reading.files import WORKBOOKS
from supportdesk.source import decode, is_text

Row = tuple[str, int, Any, tuple[str, ...] | None]
"""The kind (log_rows, task_rows), the 1-based line, the cells, and the columns as the database names them.

The cells are a list in the order of the columns, or an object by column (then the columns are its names, or None where
they are not told). A cell is a text, a number, a truth value, a JSON container or None; what only the database could
tell is left out. Rows of the same columns have the same tuple of them.
"""

SAMPLE = 262_144
"""Bytes by which a file's encoding and form are told."""

FAULTS_KEPT = 200
"""Places that could not be read and are kept one by one; of more the number is told."""

LONGEST_ROW = 1_000_000
"""Characters of one row."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_JSON_START = lazy(r"\s*[\[{]")


class Faults:
    """What could not be read: `kept` are (line, reason) of the first ones, `count` is their number."""

    __slots__ = ("count", "kept")

    def __init__(self) -> None:
        self.kept: list[tuple[int, str]] = []
        self.count = 0

    def add(self, line: int, reason: str) -> None:
        """Note a place by its line; the reason is an English message id."""
        self.count += 1
        if len(self.kept) < FAULTS_KEPT:
            self.kept.append((line, reason))


class Export:
    """One file as rows. `rows` may be gone through once; `whole` tells behind it whether the form shows that it is all.

    `faults` grows while the rows are read; `labelled` says that the columns had words for names; `texts` that an empty
    text is no value (every form but JSON).
    """

    def __init__(self, name: str, rows: Iterator[Row], faults: Faults, *, labelled: bool, texts: bool) -> None:
        self.name = name
        self.rows = rows
        self.faults = faults
        self.labelled = labelled
        self.texts = texts
        self.whole = False


def open_rows(path: str) -> Export | None:
    """Return a file's rows as a stream, None where it is no export that can be streamed. Raises OSError."""
    with open(path, "rb") as raw:
        sample = raw.read(SAMPLE)
    if sample.startswith(WORKBOOKS):
        from supportdesk.reading.large_workbook import open_book

        return open_book(path)
    encoding = _encoding(sample)
    text = sample.decode(encoding, errors="replace")
    if not is_text(text):
        return None
    text = text.removeprefix("\ufeff")
    whole = len(sample) < SAMPLE
    from supportdesk.reading import large_delimited, large_json, large_sql

    forms = (large_json, large_sql, large_delimited) if _JSON_START.match(text) else (large_sql, large_delimited)
    for form in forms:
        export: Export | None = form.recognise(path, text, whole=whole)
        if export is not None:
            export.rows = _closing(path, encoding, form.read, export)
            return export
    return None


def _closing(path: str, encoding: str, read: Any, export: Export) -> Iterator[Row]:
    with open(path, encoding=encoding, errors="replace", newline="\n") as stream:
        yield from read(stream, export)


def numbered(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Yield the lines of a stream with their numbers; of a line that is too long only the beginning."""
    number = 0
    while line := stream.readline(LONGEST_ROW):
        number += 1
        yield number, line
        while line and not line.endswith("\n") and len(line) == LONGEST_ROW:
            line = stream.readline(LONGEST_ROW)


def _encoding(sample: bytes) -> str:
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    _, notes = decode(sample[: sample.rfind(b"\n") + 1] or sample)
    said = notes[0].split() if notes else []
    return said[2] if said[:2] == ["decoded", "as"] else "utf-8"
