"""`cases export` and `cases packet`: one case as a document, or all that a filter shows as a table."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import click

from supportdesk.cli.case_options import case_number, casebook, filtered, write
from supportdesk.cli.completing import numbers_of_cases
from supportdesk.errors import InputError
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.casebook import Casebook, CaseFilter

FORMS = ("markdown", "html", "json", "csv", "xlsx")

_to_file = click.option(
    "--output", "-o", metavar="FILE", default="-", help=_("Where to write it; standard output by default.")
)


def add_commands(group: click.Group) -> None:
    """Add the commands to the group `cases`."""
    group.add_command(export)
    group.add_command(packet)


@click.command(
    "export",
    help=_(
        "Write a case as a document, or without NUMBER all cases that the options leave, masked as they are stored."
    ),
)
@click.argument("number", type=click.IntRange(1), required=False, shell_complete=numbers_of_cases)
@filtered
@click.option(
    "--format", "form", type=click.Choice(FORMS), default="markdown", show_default=True, help=_("Form of the document.")
)
@_to_file
def export(wanted: CaseFilter, number: int | None, form: str, output: str) -> None:
    """Write a case, or many, to a file or stdout."""
    if number is not None and not wanted.is_empty:
        raise InputError(_("Name one case, or options of a filter, not both."))
    if number is not None and form in ("csv", "xlsx"):
        raise InputError(_("One case is written as markdown, html or json; csv and xlsx are of many."))
    if form == "xlsx" and output == "-" and sys.stdout.isatty():
        raise InputError(_("A workbook is no text; name a file with --output."))
    with casebook() as book:
        if number is not None:
            write(book.export(number, form), output)
        else:
            _write_many(book, wanted, form, output)


@click.command("packet", help=_("Write the dispute packet of a case: timeline, arithmetic, evidence, decision."))
@case_number
@click.option(
    "--format", "form", type=click.Choice(["markdown", "html", "json"]), default="markdown", show_default=True,
    help=_("Form of the document."),
)  # fmt: skip
@_to_file
def packet(number: int, form: str, output: str) -> None:
    """Write a case's dispute packet to a file or stdout."""
    from supportdesk.render.packet import packet as packet_text

    with casebook() as book:
        text = packet_text(book.get(number), form)
    write(text, output)


def _write_many(book: Casebook, wanted: CaseFilter, form: str, output: str) -> None:
    if output == "-":
        binary = io.BytesIO()
        text = io.TextIOWrapper(binary, encoding="utf-8", newline="")
        book.export_many(wanted, form, binary if form == "xlsx" else text)
        text.flush()
        write(binary.getvalue(), output)
        return
    # a mark of its encoding lets a spreadsheet read Chinese in a CSV
    encoding = None if form == "xlsx" else "utf-8-sig" if form == "csv" else "utf-8"
    try:
        with open(output, "xb" if encoding is None else "x", encoding=encoding, newline=encoding and "") as file:
            try:
                count = book.export_many(wanted, form, file)
            except BaseException:
                os.unlink(output)  # half a document is none
                raise
    except OSError as problem:
        message = _("{name} cannot be written: {reason}").format(name=output, reason=problem.strerror or problem)
        raise InputError(message, _("An existing file is never overwritten.")) from problem
    click.echo(_("{count} cases written to {name}").format(count=count, name=output), err=True)
