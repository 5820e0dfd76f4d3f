"""`supportdesk cases`: the casebook on the command line; with --json, one JSON object on one line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from supportdesk.casebook.case import STATUSES
from supportdesk.cli import case_desk, case_export, from_gateway
from supportdesk.cli.case_options import (
    as_json,
    at_most,
    at_revision,
    case_number,
    casebook,
    filtered,
    print_case,
    print_rows,
    skipping,
)
from supportdesk.cli.completing import cause_ids, file_names
from supportdesk.errors import InputError
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.casebook import CaseFilter

of_status = click.option("--status", type=click.Choice(STATUSES), default=None, help=_("Only cases of this status."))


@click.group("cases", help=_("List, search and keep the cases of the casebook."))
@click.option(
    "--database",
    metavar="FILE",
    default=None,
    help=_("The casebook; the settings' one by default."),
    shell_complete=file_names,
)
@click.pass_context
def cases(ctx: click.Context, database: str | None) -> None:
    """Hold the file's name for the commands below."""
    ctx.obj = database


@cases.command("list", help=_("List cases, newest first."))
@filtered
@at_most
@skipping
@as_json
def list_cases(wanted: CaseFilter, limit: int, offset: int, as_json: bool) -> None:
    """Print a page of cases."""
    with casebook() as book:
        print_rows(book.find(wanted, limit=limit, offset=offset), as_json)


@cases.command(
    "search",
    help=_(
        "Find cases by words (Chinese from two characters on), by any part of a request, task or ticket id, or #number."
    ),
)
@click.argument("words", nargs=-1, required=True)
@of_status
@at_most
@skipping
@as_json
def search(words: tuple[str, ...], status: str | None, limit: int, offset: int, as_json: bool) -> None:
    """Print the cases in which every word is found."""
    with casebook() as book:
        print_rows(book.search(" ".join(words), status=status, limit=limit, offset=offset), as_json)


@cases.command("show", help=_("Show a case: its verdict, its texts, its history."))
@case_number
@as_json
def show(number: int, as_json: bool) -> None:
    """Print a whole case."""
    with casebook() as book:
        print_case(book.get(number), as_json, whole=True)


@cases.command("note", help=_("Add a note to a case; - reads it from standard input."))
@case_number
@click.argument("text")
@at_revision
@as_json
def note(number: int, text: str, revision: int | None, as_json: bool) -> None:
    """Add a note."""
    text = _typed(text)
    if not text.strip():
        raise InputError(_("The note is empty; nothing was saved."))
    with casebook() as book:
        print_case(book.add_note(number, text, revision or book.get(number).revision), as_json)


@cases.command("status", help=_("Set a case's status: open, waiting or resolved."))
@case_number
@click.argument("status", type=click.Choice(STATUSES))
@at_revision
@as_json
def status(number: int, status: str, revision: int | None, as_json: bool) -> None:
    """Set the status."""
    with casebook() as book:
        print_case(book.set_status(number, status, revision or book.get(number).revision), as_json)


@cases.command("decide", help=_("Store your own decision beside the tool's verdict."))
@case_number
@click.option(
    "--cause", default=None, help=_("The final cause, an id of the list of causes."), shell_complete=cause_ids
)
@click.option("--refund", type=click.IntRange(0), default=None, metavar="QUOTA", help=_("Quota to give back."))
@click.option("--note", default=None, help=_("Why."))
@at_revision
@as_json
def decide(
    number: int, cause: str | None, refund: int | None, note: str | None, revision: int | None, as_json: bool
) -> None:
    """Store a decision."""
    if cause is None and refund is None and note is None:
        raise InputError(_("Name a cause, a refund or a note; nothing was saved."))
    with casebook() as book:
        read = revision or book.get(number).revision
        print_case(book.decide(number, read, final_cause=cause, refund_quota=refund, note=note), as_json)


@cases.command("add", help=_("Diagnose FILEs (- is standard input) as one ticket and file it as a case."))
@click.argument("files", nargs=-1, metavar="[FILE…|-]", shell_complete=file_names)
@click.option("--ticket", default=None, help=_("The ticket's reference in your help desk."))
@click.option("--customer", default=None, help=_("The customer's name."))
@click.option("--note", default=None, help=_("A first note."))
@as_json
def add(files: tuple[str, ...], ticket: str | None, customer: str | None, note: str | None, as_json: bool) -> None:
    """Diagnose and file."""
    from supportdesk.casebook.filing import file_ticket
    from supportdesk.cli.ticket import read_sources

    sources = read_sources(files)
    with casebook() as book:
        print_case(file_ticket(book, sources, ticket_ref=ticket, customer=customer, note=note), as_json)


def _typed(text: str) -> str:
    from supportdesk.source import decode

    return decode(sys.stdin.buffer.read())[0] if text == "-" else text


case_desk.add_commands(cases)
case_export.add_commands(cases)
from_gateway.add_commands(cases, casebook)
