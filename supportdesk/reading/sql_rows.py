"""SQL dumps: rows of `logs`, `tasks` and `midjourneys` in INSERT statements and COPY blocks, read and never executed.

One walk over the text. A statement without a column list has the columns of the CREATE TABLE that stands in the same
text; without one its rows are named in `not_read`, for no two versions of the gateway have the same order.
"""

from __future__ import annotations

import re

from supportdesk.i18n import mark
from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading import log_rows, tasks
from supportdesk.reading.delimited import ROWS_LIMIT, TOO_MANY_ROWS, WIDTH, Table
from supportdesk.reading.evidence import NotRead
from supportdesk.reading.sql_literals import copied, read_literal
from supportdesk.reading.table_cells import NEGATIVE, NO_NUMBER, Cell, fault_of, row_of
from supportdesk.value import Value
from supportdesk.view import View

NO_COLUMNS = mark("These rows do not name their columns, and their CREATE TABLE is not here.")
BROKEN = mark("This row of SQL cannot be read.")
OTHER_TABLE = mark("The rows of this table are not read: read are logs, tasks and midjourneys.")
"""Reasons of `not_read`, English message ids."""

_NAME = r"(?:[`\"\[]?\w{1,64}[`\"\]]?\s?\.\s?){0,2}[`\"\[]?(?P<table>\w{1,64})[`\"\]]?"
_INTO = r"(?P<insert>(?:INSERT|REPLACE)\s+(?:OR\s+\w{1,10}\s+|IGNORE\s+|DELAYED\s+|LOW_PRIORITY\s+){0,2}INTO\s+)"
HEAD = lazy(
    rf"(?<![\w'])(?:{_INTO}|(?P<copy>COPY\s+)|(?P<create>CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?)){_NAME}\s*",
    re.IGNORECASE,
)
HINT = lazy(
    r"(?:INTO|COPY)\s+(?:[`\"\[]?\w{1,64}[`\"\]]?\s?\.\s?){0,2}[`\"\[]?(?:logs|tasks|midjourneys)\b", re.IGNORECASE
)
COLUMNS = lazy(r"\(\s*((?:[`\"\[]?\w{1,64}[`\"\]]?\s*,\s*){0,200}[`\"\[]?\w{1,64}[`\"\]]?)\s*\)\s*")
VALUES = lazy(r"(?:OVERRIDING\s+\w+\s+VALUE\s+)?VALUES\s*", re.IGNORECASE)
FROM_STDIN = lazy(r"FROM\s+stdin[^\n]{0,200}\n", re.IGNORECASE)
_COLUMN = lazy(r"[`\"\[]?(\w{1,64})[`\"\]]?")
_GAP = lazy(r"(?:\s+|--[^\n]*|/\*[^*]{0,500}\*/)*+")
_NO_COLUMN = frozenset(
    ("primary", "unique", "key", "index", "constraint", "foreign", "fulltext", "check", "exclude", "like", "projection")
)
_NOISE = lazy(
    r"^[ \t]*(?:--|/\*!|SET |LOCK TABLES|UNLOCK TABLES|BEGIN|COMMIT|START TRANSACTION|PRAGMA |DROP TABLE"
    r"|SELECT pg_catalog|ALTER TABLE|CREATE (?:UNIQUE )?INDEX|CREATE SEQUENCE|USE )[^\n]*(?:\n|\Z)",
    re.IGNORECASE | re.MULTILINE,
)
KINDS = {"logs": "log_rows", "tasks": "task_rows", "midjourneys": "task_rows"}
MYSQL = lazy(r"-- (?:MySQL|MariaDB) dump|ENGINE\s?=|`logs`|`tasks`|`midjourneys`|\{\\\"", re.IGNORECASE)
BEGUN = lazy(r"^(?:-- (?:MySQL|MariaDB|PostgreSQL)|BEGIN TRANSACTION)", re.MULTILINE)
ENDED = lazy(r"^(?:-- Dump completed|-- PostgreSQL database dump complete|COMMIT;)", re.MULTILINE)
FILTERED = "-- WHERE:"
"""What a dump's program writes before, behind, and where it left rows out."""
_OF_A_DUMP = (NO_COLUMNS, WIDTH, NO_NUMBER, NEGATIVE, TOO_MANY_ROWS)
_BAD = 1000  # faults behind which a dump is given up
_SCHEMA = 20_000  # characters of one CREATE TABLE


class Dump(NamedTuple):
    """The tables of a dump, and the view offsets of all that was read or passed over.

    `whole` says that the dump shows itself to be of whole tables, all rows of which were read.
    """

    tables: list[Table]
    places: list[tuple[int, int]]
    whole: bool = False


def read_dump(view: View, not_read: list[NotRead]) -> Dump:
    """Return the rows of log rows and task records in a view's SQL; rows that cannot be read join `not_read`."""
    faults: list[NotRead] = []
    dump = _Dump(view, faults)
    dump.walk()
    if not any(dump.rows.values()) and not any(fault.reason in _OF_A_DUMP for fault in faults):
        return Dump([], [])  # a program that writes to a table of such a name
    not_read += faults
    whole = says_whole(view.text) and all(fault.reason == OTHER_TABLE for fault in faults)
    noise = [match.span() for match in _NOISE.finditer(view.text)]
    return Dump(dump.tables(), sorted([*dump.places, *noise]), whole and bool(dump.schemas.keys() & KINDS.keys()))


def column_list(text: str) -> list[str]:
    """Return the names of a list of columns, without their quotation marks, lower case."""
    return [name.strip(' \t\r\n`"[]').lower() for name in text.split(",")]


def read_schema(view: View, table: str) -> list[str]:
    """Return the columns of the CREATE TABLE that a view holds."""
    dump = _Dump(view, [])
    dump.walk()
    return dump.schemas.get(table, [])


def read_tuple(view: View, *, escapes: bool) -> tuple[list[Cell] | None, int]:
    """Return the cells of the row whose bracket begins a view, None where it cannot be read, and the offset behind."""
    dump = _Dump(view, [])
    dump.escapes = escapes
    return dump.read_tuple(0)


def says_whole(text: str) -> bool:
    """Whether the comments and statements around a dump's rows say that it is of whole tables, read to its end."""
    return BEGUN.search(text) is not None and ENDED.search(text) is not None and FILTERED not in text


class _Dump:
    """One walk over the SQL of a text."""

    def __init__(self, view: View, not_read: list[NotRead]) -> None:
        self.view = view
        self.text = view.text
        self.not_read = not_read
        self.faults = 0
        self.rows: dict[str, list[Value]] = {}
        self.bounds: dict[str, tuple[int, int]] = {}
        self.schemas: dict[str, list[str]] = {}
        self.others: set[str] = set()
        self.places: list[tuple[int, int]] = []
        self.escapes = MYSQL.search(view.text) is not None

    def walk(self) -> None:
        """Read every statement in order."""
        at = 0
        while self.faults < _BAD and (head := HEAD.search(self.text, at)) is not None:
            table = head["table"].lower()
            if head["create"]:
                at = self._schema(table, head)
            elif head["copy"]:
                at = self._copy(table, head)
            else:
                at = self._insert(table, head)
            at = max(at, head.end())

    def tables(self) -> list[Table]:
        """Return the rows of each table that is known."""
        return [Table(KINDS[name], rows, False, *self.bounds[name]) for name, rows in self.rows.items() if rows]

    def _schema(self, table: str, head: re.Match[str]) -> int:
        """Keep the columns of a CREATE TABLE; return the offset behind it."""
        at = head.end()
        if not self.text.startswith("(", at):
            return at
        names: list[str] = []
        depth, starts, limit = 0, False, min(len(self.text), at + _SCHEMA)
        while at < limit:
            sign = self.text[at]
            if sign == "'":
                literal = read_literal(self.text, at, escapes=self.escapes)
                at = literal.end if literal is not None else limit
                continue
            depth += (sign == "(") - (sign == ")")
            if depth == 0:
                break
            if depth == 1 and sign in "(,":
                starts = True
            elif starts and not sign.isspace():
                column = _COLUMN.match(self.text, at)
                if column is not None and column[1].lower() not in _NO_COLUMN:
                    names.append(column[1].lower())
                at, starts = (column.end() if column is not None else at + 1), False
                continue
            at += 1
        self.schemas[table] = names
        stop = self.text.find(";", at)
        stop = at if stop < 0 else stop + 1
        self.places.append((head.start(), stop))
        return stop

    def _columns(self, table: str, at: int) -> tuple[list[str] | None, int]:
        """Return the columns of a statement, None where nothing tells them, and the offset behind their list."""
        named = COLUMNS.match(self.text, at)
        if named is None:
            return self.schemas.get(table), at
        return column_list(named[1]), named.end()

    def _insert(self, table: str, head: re.Match[str]) -> int:
        columns, at = self._columns(table, head.end())
        values = VALUES.match(self.text, at)
        if values is None:
            return at
        at = values.end()
        first, wanted = at, table in KINDS
        while self.text.startswith("(", at):
            cells, stop = self.read_tuple(at)
            if cells is None:
                if wanted:
                    self._fault(at, self._line_end(at), BROKEN)
                at = self._resume(at, stop)
                continue
            if wanted and columns is not None:
                self._keep(table, columns, cells, at, stop)
            at = self._past(stop)
            if not self.text.startswith(",", at):
                break
            at = self._past(at + 1)
        stop = self._statement_end(at)
        if not wanted:
            self._other(table, head.start(), stop)
        elif columns is None:
            self._fault(first, stop, NO_COLUMNS)
        self.places.append((head.start(), stop))
        return stop

    def _copy(self, table: str, head: re.Match[str]) -> int:
        columns, at = self._columns(table, head.end())
        stdin = FROM_STDIN.match(self.text, at)
        if stdin is None:
            return at
        at = start = stdin.end()
        stop = self.text.find("\n\\.", at - 1)
        stop = len(self.text) if stop < 0 else stop + 1
        if table not in KINDS:
            self._other(table, head.start(), stop)
        elif columns is None:
            self._fault(start, stop, NO_COLUMNS)
        else:
            while at < stop:
                end = self._line_end(at)
                self._keep(table, columns, self._copied(at, end - self.text.startswith("\r", end - 1)), at, end)
                at = end + 1
        end = self._line_end(stop)
        self.places.append((head.start(), end))
        return end

    def _copied(self, start: int, end: int) -> list[Cell]:
        cells = []
        while True:
            tab = self.text.find("\t", start, end)
            stop = end if tab < 0 else tab
            cells.append(copied(self.text, start, stop))
            if tab < 0:
                return cells
            start = tab + 1

    def read_tuple(self, at: int) -> tuple[list[Cell] | None, int]:
        """Return the cells of the row whose bracket opens at an offset and the offset behind it.

        Where it cannot be read its cells are None, and the offset is the one that reading came to.
        """
        cells: list[Cell] = []
        at += 1
        while True:
            cell = read_literal(self.text, at, escapes=self.escapes)
            if cell is None or self._next(cell.end) not in (",", ")"):
                cell = self._expression(at)
                if cell is None:
                    return None, at
            cells.append(cell)
            at = self._past(cell.end)
            if self.text.startswith(")", at):
                return cells, at + 1
            at += 1

    def _next(self, at: int) -> str:
        return self.text[(past := self._past(at)) : past + 1]

    def _expression(self, at: int) -> Cell | None:
        """Return an expression that only the database could work out, as a cell that is not known."""
        start = at = self._past(at)
        depth, limit = 0, min(len(self.text), at + 2000)
        while at < limit:
            sign = self.text[at]
            if sign == "'":
                literal = read_literal(self.text, at, escapes=self.escapes)
                if literal is None:
                    return None
                at = literal.end
                continue
            if depth == 0 and sign in ",)":
                return Cell(None, start, at, known=False) if at > start else None
            if sign in ";\n":
                return None
            depth += (sign == "(") - (sign == ")")
            at += 1
        return None

    def _keep(self, table: str, columns: list[str], cells: list[Cell], start: int, stop: int) -> None:
        rows = self.rows.setdefault(table, [])
        if len(cells) != len(columns):
            self._fault(start, stop, WIDTH)
            return
        if len(rows) >= ROWS_LIMIT:
            self._fault(start, stop, TOO_MANY_ROWS)
            return
        row = row_of(self.view, columns, cells, start, stop)
        fault = fault_of(row)
        if fault is not None:
            self._fault(start, stop, fault)
        elif (log_rows.recognise_json(row) or tasks.recognise_json(row)) != KINDS[table]:
            self._fault(start, stop, BROKEN)
        else:
            rows.append(row)
            self.bounds[table] = (self.bounds.get(table, (start, stop))[0], stop)

    def _fault(self, start: int, stop: int, reason: str) -> None:
        self.faults += 1
        self.not_read.append(NotRead(self.view.span(start, stop), reason))

    def _other(self, table: str, start: int, stop: int) -> None:
        """Name a table whose rows are passed over, once."""
        if table not in self.others:
            self.others.add(table)
            self.not_read.append(NotRead(self.view.span(start, stop), OTHER_TABLE))

    def _resume(self, at: int, stop: int) -> int:
        """Return where the next row begins behind one that cannot be read, or where its statement ends."""
        newline = self._line_end(stop)
        row = self.text.find("),(", at, newline)
        if row >= 0:
            return row + 2
        following = self._past(min(newline + 1, len(self.text)))
        return following if self.text.startswith("(", following) else newline

    def _statement_end(self, at: int) -> int:
        """Return the offset behind the semicolon that ends a statement, or behind its line."""
        line = self._line_end(at)
        stop = self.text.find(";", at, line)
        return line if stop < 0 else stop + 1

    def _past(self, at: int) -> int:
        """Return the offset behind the space and comments that stand at one."""
        if self.text[at : at + 1] in ("(", ")", ",", ";"):
            return at
        gap = _GAP.match(self.text, at)
        return at if gap is None else gap.end()

    def _line_end(self, at: int) -> int:
        stop = self.text.find("\n", at)
        return len(self.text) if stop < 0 else stop
