"""Many cases as one document: a table as CSV or XLSX, pages as Markdown or HTML, JSON for machines.

Every text was masked when it was stored; here its controls become visible, and no cell of a table is a formula.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from typing import IO, TYPE_CHECKING, Any

from supportdesk.casebook.case import CaseRow
from supportdesk.casebook.scope import scope
from supportdesk.casebook.telling import status_name
from supportdesk.errors import CasebookError
from supportdesk.i18n import _, language, pick
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from supportdesk.casebook.filtering import CaseFilter
    from supportdesk.casebook.finder import Finder

FORMS = ("markdown", "html", "json", "csv", "xlsx")

BATCH = 500
"""Cases that are read at once; a change by others between two batches is seen in the later one."""

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes a text for a formula by, at its first sign (https://owasp.org/www-community/attacks/CSV_Injection)."""

CELL_CHARACTERS = 32_767
"""Longest text of a spreadsheet's cell (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3)."""

_COLUMNS = ", ".join(CaseRow._fields)
_PAGE = f"SELECT {_COLUMNS} FROM {{table}} WHERE {{where}} AND {{key}} < ? ORDER BY {{key}} DESC LIMIT ?"  # noqa: S608 - our own names

_STYLE = (
    "body{font-family:sans-serif;margin:2em}table{border-collapse:collapse}th,td{border:1px solid #999;"
    "padding:.2em .5em;text-align:left;vertical-align:top;unicode-bidi:isolate}.n{text-align:right}"
)


def export_many(finder: Finder, wanted: CaseFilter, form: str, stream: IO[Any]) -> int:
    """Write the cases that the filter shows in one of FORMS, and return how many; ValueError for another form."""
    if form not in FORMS:
        raise ValueError(form)
    writers: dict[str, Callable[[Iterator[CaseRow], IO[Any]], int]] = {
        "markdown": _markdown, "html": _html, "json": _json, "csv": _csv, "xlsx": _xlsx,
    }  # fmt: skip
    return writers[form](_cases(finder, wanted), stream)


def _cases(finder: Finder, wanted: CaseFilter) -> Iterator[CaseRow]:
    before = 2**62
    while True:
        with finder.reading():
            part = scope(finder, wanted)
            table = f"{part.table} CROSS JOIN cases ON number = case_index.rowid" if part.is_text else part.table
            sql = _PAGE.format(table=table, where=part.where, key="case_index.rowid" if part.is_text else part.key)
            found = finder.rows(sql, [*part.values, before, BATCH])
        for row in found:
            yield CaseRow.of(row)
        if len(found) < BATCH:
            return
        before = found[-1]["number"]


def heads() -> list[str]:
    """Return the names of a table's columns, in the language in use."""
    return [
        _("Case"), _("Status"), _("Filed"), _("Changed"), _("Ticket"), _("Customer"), _("Assignee"), _("Tags"),
        _("Cause"), _("Certainty"), _("Verdict"), _("Model"), _("Gateway"), _("Charged quota"), _("Advised quota"),
        _("Decided quota"), _("Decision note"),
    ]  # fmt: skip


def cells(row: CaseRow) -> list[str | int | None]:
    """Return a case's cells, one a column of `heads`; every text is one visible line."""
    values: list[str | int | None] = [
        row.number, status_name(row.status), row.created_at, row.updated_at, row.ticket_ref, row.customer,
        row.assignee, " ".join(row.tags), row.shown_cause, row.certainty, pick(row.title), row.model, row.gateway,
        row.charged_quota, row.advised_quota, row.refund_quota, row.decision_note,
    ]  # fmt: skip
    return [visible_line(" ".join(value.split())) if isinstance(value, str) else value for value in values]


def defused(text: str) -> str:
    """Return a text of a CSV's cell that no spreadsheet takes for a formula: an apostrophe goes before it."""
    return f"'{text}" if text.lstrip(" \u00a0\u3000").startswith(FORMULA_SIGNS) or text.startswith("'") else text


def _csv(cases: Iterator[CaseRow], stream: IO[str]) -> int:
    import csv

    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(heads())
    count = 0
    for count, row in enumerate(cases, 1):  # noqa: B007 - the count is returned
        writer.writerow([defused(cell) if isinstance(cell, str) else cell for cell in cells(row)])
    return count


def _xlsx(cases: Iterator[CaseRow], stream: IO[bytes]) -> int:
    try:
        import xlsxwriter
    except ImportError as problem:
        raise CasebookError(_("Writing XLSX needs the extra `excel`."), "pip install 'supportdesk[excel]'") from problem
    # constant memory, and every text a plain string: no formula, no number, no link is made of what it looks like
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
               "strings_to_urls": False}  # fmt: skip
    count = 0
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet(_("Cases")[:31])
        bold = book.add_format({"bold": True})
        for column, name in enumerate(heads()):
            sheet.write_string(0, column, name, bold)
        sheet.freeze_panes(1, 0)
        for count, row in enumerate(cases, 1):
            for column, cell in enumerate(cells(row)):
                if isinstance(cell, int):
                    sheet.write_number(count, column, cell)
                elif cell:
                    sheet.write_string(count, column, cell[:CELL_CHARACTERS])
    return count


def _json(cases: Iterator[CaseRow], stream: IO[str]) -> int:
    stream.write('{"cases": [')
    count = 0
    for count, row in enumerate(cases, 1):
        stream.write("\n" if count == 1 else ",\n")
        stream.write(json.dumps(row.to_dict(), ensure_ascii=False))
    stream.write("\n]}\n")
    return count


def _html(cases: Iterator[CaseRow], stream: IO[str]) -> int:
    title = escape(_("Cases"))
    stream.write(f'<!doctype html>\n<html lang="{escape(language())}">\n<head>\n<meta charset="utf-8">\n')
    stream.write(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    )
    stream.write(
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<table>\n<thead><tr>"
    )
    stream.write("".join(f'<th scope="col">{escape(name)}</th>' for name in heads()))
    stream.write("</tr></thead>\n<tbody>\n")
    count = 0
    for count, row in enumerate(cases, 1):  # noqa: B007 - the count is returned
        line = "".join(
            f'<td class="n">{cell}</td>' if isinstance(cell, int) else f"<td>{escape(cell or '')}</td>"
            for cell in cells(row)
        )
        stream.write(f"<tr>{line}</tr>\n")
    stream.write("</tbody>\n</table>\n</body>\n</html>\n")
    return count


def _markdown(cases: Iterator[CaseRow], stream: IO[str]) -> int:
    from supportdesk.casebook.export import plain

    names = heads()
    stream.write(f"# {_('Cases')}\n\n| {' | '.join(map(plain, names))} |\n|{' --- |' * len(names)}\n")
    count = 0
    for count, row in enumerate(cases, 1):  # noqa: B007 - the count is returned
        line = ("" if cell is None else plain(str(cell)) for cell in cells(row))
        stream.write(f"| {' | '.join(line)} |\n")
    return count
