"""`supportdesk cases`: the casebook on the command line; with --json, one JSON object on one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from supportdesk.casebook.case import STATUSES
from supportdesk.cli.from_gateway import add_commands
from supportdesk.errors import InputError
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.casebook import Case, Casebook, CaseRow

Command = Callable[..., Any]

as_json = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object on one line."))
of_status = click.option("--status", type=click.Choice(STATUSES), default=None, help=_("Only cases of this status."))
at_most = click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help=_("At most so many."))
skipping = click.option("--offset", type=click.IntRange(0), default=0, help=_("Leave out the newest so many."))
at_revision = click.option(
    "--revision", type=click.IntRange(1), default=None, help=_("Refuse where the case has changed since this revision.")
)
case_number = click.argument("number", type=click.IntRange(1))


@click.group("cases", help=_("List, search and keep the cases of the casebook."))
@click.option("--database", metavar="FILE", default=None, help=_("The casebook; the settings' one by default."))
@click.pass_context
def cases(ctx: click.Context, database: str | None) -> None:
    """Hold the file's name for the commands below."""
    ctx.obj = database


@cases.command("list", help=_("List cases, newest first."))
@of_status
@at_most
@skipping
@as_json
def list_cases(status: str | None, limit: int, offset: int, as_json: bool) -> None:
    """Print a page of cases."""
    with _book() as book:
        _print_rows(book.list(status, limit, offset), as_json)


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
    with _book() as book:
        _print_rows(book.search(" ".join(words), status=status, limit=limit, offset=offset), as_json)


@cases.command("show", help=_("Show a case: its verdict, its texts, its history."))
@case_number
@as_json
def show(number: int, as_json: bool) -> None:
    """Print a whole case."""
    with _book() as book:
        _print_case(book.get(number), as_json, whole=True)


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
    with _book() as book:
        _print_case(book.add_note(number, text, revision or book.get(number).revision), as_json)


@cases.command("status", help=_("Set a case's status: open, waiting or resolved."))
@case_number
@click.argument("status", type=click.Choice(STATUSES))
@at_revision
@as_json
def status(number: int, status: str, revision: int | None, as_json: bool) -> None:
    """Set the status."""
    with _book() as book:
        _print_case(book.set_status(number, status, revision or book.get(number).revision), as_json)


@cases.command("decide", help=_("Store your own decision beside the tool's verdict."))
@case_number
@click.option("--cause", default=None, help=_("The final cause, an id of the list of causes."))
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
    with _book() as book:
        read = revision or book.get(number).revision
        _print_case(book.decide(number, read, final_cause=cause, refund_quota=refund, note=note), as_json)


@cases.command("add", help=_("Diagnose FILEs (- is standard input) as one ticket and file it as a case."))
@click.argument("files", nargs=-1, metavar="[FILE…|-]")
@click.option("--ticket", default=None, help=_("The ticket's reference in your help desk."))
@click.option("--customer", default=None, help=_("The customer's name."))
@click.option("--note", default=None, help=_("A first note."))
@as_json
def add(files: tuple[str, ...], ticket: str | None, customer: str | None, note: str | None, as_json: bool) -> None:
    """Diagnose and file."""
    from supportdesk.casebook.filing import file_ticket
    from supportdesk.cli.ticket import read_sources

    sources = read_sources(files)
    with _book() as book:
        _print_case(file_ticket(book, sources, ticket_ref=ticket, customer=customer, note=note), as_json)


@cases.command("export", help=_("Write a case as a document, masked as it is stored."))
@case_number
@click.option("--format", "form", type=click.Choice(["markdown", "json"]), default="markdown", show_default=True)
@click.option("--output", "-o", metavar="FILE", default="-", help=_("Where to write it; standard output by default."))
def export(number: int, form: str, output: str) -> None:
    """Write a case to a file or stdout."""
    with _book() as book:
        text = book.export(number, form)
    _write(text, output)


@cases.command("packet", help=_("Write the dispute packet of a case: timeline, arithmetic, evidence, decision."))
@case_number
@click.option(
    "--format", "form", type=click.Choice(["markdown", "html", "json"]), default="markdown", show_default=True
)
@click.option("--output", "-o", metavar="FILE", default="-", help=_("Where to write it; standard output by default."))
def packet(number: int, form: str, output: str) -> None:
    """Write a case's dispute packet to a file or stdout."""
    from supportdesk.render.packet import packet as packet_text

    with _book() as book:
        text = packet_text(book.get(number), form)
    _write(text, output)


def _write(text: str, output: str) -> None:
    if output == "-":
        click.echo(text, nl=False)
        return
    try:
        with open(output, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as problem:
        message = _("{name} cannot be written: {reason}").format(name=output, reason=problem.strerror or problem)
        raise InputError(message, _("An existing file is never overwritten.")) from problem


@contextmanager
def _book() -> Iterator[Casebook]:
    from supportdesk.casebook import Casebook
    from supportdesk.settings import load_settings

    chosen: str | None = click.get_current_context().obj
    with Casebook(chosen or load_settings().database_path()) as book:
        yield book


def _typed(text: str) -> str:
    from supportdesk.source import decode

    return decode(sys.stdin.buffer.read())[0] if text == "-" else text


def _print_rows(rows: list[CaseRow], as_json: bool) -> None:
    if as_json:
        _print_json({"cases": [row.to_dict() for row in rows]})
    elif rows:
        from supportdesk.render.case_text import list_text
        from supportdesk.settings import load_settings

        click.echo(list_text(rows, load_settings().zone(), _columns()), nl=False)
    else:
        click.echo(_("No case found."), err=True)


def _print_case(case: Case, as_json: bool, *, whole: bool = False) -> None:
    if as_json:
        _print_json(case.to_dict() if whole else case.row.to_dict())
        return
    from supportdesk.render.case_text import case_text, list_text
    from supportdesk.render.money_notes import money_notes
    from supportdesk.settings import load_settings

    zone = load_settings().zone()
    if not whole:
        click.echo(list_text([case.row], zone, _columns()), nl=False)
        for line in money_notes({"earlier": [one._asdict() for one in case.earlier]}):
            click.echo(line, err=True)
        return
    from supportdesk.render.terminal import render
    from supportdesk.source import Source

    click.echo(case_text(case, zone, _columns()))
    sources = [Source(text, number, name) for number, (name, text) in enumerate(case.sources)]
    click.echo(render(case.diagnosis, sources, columns=_columns()), nl=False)


def _print_json(data: dict[str, Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size((80, 24)).columns


add_commands(cases, _book)
