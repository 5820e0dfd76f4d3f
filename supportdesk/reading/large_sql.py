"""SQL dumps as a stream: INSERT statements and COPY blocks of logs, tasks and midjourneys, statement by statement.

The literals and heads are those of `sql_rows`; a row of plain literals is taken by one expression, any other by the
same walk. A dump shows that it is a whole table where its program says so at its end (`Dump completed`) and nothing
was left out (`-- WHERE:`), or where SQLite's stands between BEGIN and COMMIT.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TextIO

from supportdesk.patterns import lazy
from supportdesk.reading import sql_rows
from supportdesk.reading.delimited import WIDTH
from supportdesk.reading.large_files import LONGEST_ROW, Export, Faults, Row
from supportdesk.reading.sql_literals import copied, unescaped
from supportdesk.source import Source
from supportdesk.view import View

_CELL = r"\s*(?:NULL|-?[0-9]{1,40}(?:\.[0-9]{1,40})?|'[^'\\]*+(?:(?:''|\\[\s\S])[^'\\]*+)*+')\s*"
_CELL_PLAIN = r"\s*(?:NULL|-?[0-9]{1,40}(?:\.[0-9]{1,40})?|'[^']*+(?:''[^']*+)*+')\s*"
_TUPLE = lazy(rf"\({_CELL}(?:,{_CELL})*+\)")
_TUPLE_PLAIN = lazy(rf"\({_CELL_PLAIN}(?:,{_CELL_PLAIN})*+\)")
_CELLS = lazy(r"(NULL|-?[0-9][0-9.]*)|'([^'\\]*+(?:(?:''|\\[\s\S])[^'\\]*+)*+)'")
_CELLS_PLAIN = lazy(r"(NULL|-?[0-9][0-9.]*)|'([^']*+(?:''[^']*+)*+)'")


class _Form(Export):
    """A dump; `escapes` says that a backslash escapes in its strings."""

    escapes = False


def recognise(path: str, sample: str, *, whole: bool) -> Export | None:  # noqa: ARG001 - every form takes it
    """Return the export where a statement of one of the tables, or a dump's beginning, stands in a text."""
    if sql_rows.HINT.search(sample) is None and not sample.lstrip().startswith(("-- MySQL dump", "-- PostgreSQL")):
        return None
    form = _Form(path, iter(()), Faults(), labelled=False, texts=True)
    form.escapes = sql_rows.MYSQL.search(sample) is not None
    return form


def read(stream: TextIO, export: Any) -> Iterator[Row]:
    """Yield the rows of a dump; rows that cannot be read are named."""
    return _Walk(stream, export).rows()


def _pieces(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Yield the lines of a stream with their numbers; a long one (a statement of a whole table) piece by piece."""
    number = 1
    while piece := stream.readline(LONGEST_ROW):
        yield number, piece
        number += piece.endswith("\n")


class _Walk:
    """One walk over the lines of a dump."""

    def __init__(self, stream: TextIO, export: _Form) -> None:
        self.lines = _pieces(stream)
        self.export = export
        self.faults = export.faults
        self.schemas: dict[str, tuple[str, ...]] = {}
        self.others: set[str] = set()
        self.lists: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.begun = False
        self.filtered = False

    def rows(self) -> Iterator[Row]:
        """Yield every row in order."""
        ended = False
        for number, line in self.lines:
            if line.startswith("--") or not line.strip():
                self.filtered = self.filtered or line.startswith(sql_rows.FILTERED)
                self.begun = self.begun or sql_rows.BEGUN.match(line) is not None
                ended = ended or sql_rows.ENDED.match(line) is not None
                continue
            self.begun = self.begun or sql_rows.BEGUN.match(line) is not None
            ended = ended or sql_rows.ENDED.match(line) is not None
            head = sql_rows.HEAD.search(line)
            if head is None:
                continue
            table = head["table"].lower()
            if head["create"]:
                self._schema(table, line)
            elif head["copy"]:
                yield from self._copy(table, number, line, head)
            else:
                yield from self._insert(table, number, line, head)
        known = bool(self.schemas.keys() & sql_rows.KINDS.keys())
        self.export.whole = self.begun and ended and known and not self.filtered and not self.faults.count

    def _schema(self, table: str, line: str) -> None:
        text = line
        while ";" not in line and len(text) < LONGEST_ROW:
            number, line = next(self.lines, (0, ""))
            if not number:
                break
            text += line
        self.schemas[table] = tuple(sql_rows.read_schema(View.whole(Source(text)), table))

    def _columns(self, table: str, line: str, at: int) -> tuple[tuple[str, ...] | None, int]:
        named = sql_rows.COLUMNS.match(line, at)
        if named is None:
            return self.schemas.get(table), at
        columns = tuple(sql_rows.column_list(named[1]))
        return self.lists.setdefault(columns, columns), named.end()

    def _wanted(self, table: str, number: int, columns: tuple[str, ...] | None) -> bool:
        if table in sql_rows.KINDS and columns is not None:
            return True
        if table in sql_rows.KINDS:
            self.faults.add(number, sql_rows.NO_COLUMNS)
        elif table not in self.others:
            self.others.add(table)
            self.faults.kept.append((number, sql_rows.OTHER_TABLE))  # another table's rows are no fault of these
        return False

    def _copy(self, table: str, number: int, line: str, head: re.Match[str]) -> Iterator[Row]:
        columns, at = self._columns(table, line, head.end())
        if sql_rows.FROM_STDIN.match(line, at) is None:
            return
        wanted = self._wanted(table, number, columns)
        for at, row in self.lines:
            if row.startswith("\\."):
                return
            if not wanted or columns is None:
                continue
            cells: list[Any] = row.rstrip("\r\n").split("\t")
            if len(cells) != len(columns):
                self.faults.add(at, WIDTH)
                continue
            if "\\" in row:
                cells = [copied(cell, 0, len(cell)).text if "\\" in cell else cell for cell in cells]
            yield sql_rows.KINDS[table], at, cells, columns

    def _insert(self, table: str, number: int, line: str, head: re.Match[str]) -> Iterator[Row]:
        columns, at = self._columns(table, line, head.end())
        while len(line) - at < 200 and sql_rows.VALUES.match(line, at) is None and not line.rstrip().endswith(";"):
            following = next(self.lines, None)
            if following is None:
                return
            line += following[1]
            if columns is None or at == head.end():
                columns, at = self._columns(table, line, head.end())
        values = sql_rows.VALUES.match(line, at)
        if values is None:
            return
        wanted = self._wanted(table, number, columns)
        yield from self._tuples(table, columns if wanted else None, number, line, values.end())

    def _tuples(self, table: str, columns: tuple[str, ...] | None, number: int, line: str, at: int) -> Iterator[Row]:
        """Yield the rows of a statement up to its end; without columns they are passed over."""
        pattern = _TUPLE if self.export.escapes else _TUPLE_PLAIN
        counted = 0
        while True:
            while line[at : at + 1] in (" ", "\t", ",", "\r", "\n") and at < len(line):
                at += 1
            found = pattern.match(line, at)
            place = number + line.count("\n", counted, at)
            if found is None and line[at : at + 1] != ";":
                walked = self._walked(line, at) if line.startswith("(", at) else None
                if walked is not None and columns is not None:
                    if len(walked[0]) == len(columns):
                        named = zip(columns, walked[0], strict=True)
                        known = {name: cell.text for name, cell in named if cell.known}
                        yield sql_rows.KINDS[table], place, known, None
                    else:
                        self.faults.add(place, WIDTH)
                    at = walked[1]
                    continue
                if len(line) - at > LONGEST_ROW or (line.endswith(";\n") and line[at:].strip()):
                    self._fault(columns, place)
                    row = line.find("),(", at)
                    if row < 0:
                        return
                    at = row + 2
                    continue
                following = next(self.lines, None)
                if following is None:
                    if line[at:].strip():
                        self._fault(columns, place)
                    return
                number, line, at, counted = place, line[at:] + following[1], 0, 0
                continue
            if found is None:
                return
            number, counted = place, at
            if columns is not None:
                cells = self._plain(found[0])
                if len(cells) == len(columns):
                    yield sql_rows.KINDS[table], place, cells, columns
                else:
                    self.faults.add(place, WIDTH)
            at = found.end()

    def _fault(self, columns: tuple[str, ...] | None, place: int) -> None:
        if columns is not None:
            self.faults.add(place, sql_rows.BROKEN)

    def _plain(self, row: str) -> list[Any]:
        """Return the cells of a row of plain literals."""
        found = (_CELLS if self.export.escapes else _CELLS_PLAIN).findall(row)
        cells: list[Any] = []
        for bare, text in found:
            if bare:
                cells.append(None if bare == "NULL" else bare)
            elif "''" in text or (self.export.escapes and "\\" in text):
                pieces = unescaped(text, 0, len(text), escapes=self.export.escapes)
                cells.append("".join(piece[0] for piece in pieces))
            else:
                cells.append(text)
        return cells

    def _walked(self, line: str, at: int) -> tuple[list[Any], int] | None:
        """Return the cells of a row with casts, calls or expressions, and the offset behind it."""
        stop = line.find("\n", at)
        text = line[at : stop if stop >= 0 else len(line)]
        cells, end = sql_rows.read_tuple(View.whole(Source(text)), escapes=self.export.escapes)
        return None if cells is None else (cells, at + end)
