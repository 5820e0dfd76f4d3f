"""`supportdesk diagnose`: files or stdin in, a verdict out."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

import click

from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.source import Source, decode, is_text

BYTES_LIMIT = 64_000_000
"""Bytes of one input that are taken into memory; more is refused with a sentence."""


HELP = _("Say what is wrong in a ticket, and who has to act. All FILEs together are one ticket; - is stdin.")
WIDTH_HELP = _("Columns to use; the terminal's by default.")


@click.command("diagnose", help=HELP)
@click.option("--json", "as_json", is_flag=True, help=_("Print the diagnosis as one JSON object on one line."))
@click.option("--language", type=click.Choice(["en", "zh"]), default=None, help=_("Language of the verdict's texts."))
@click.option("--width", type=click.IntRange(40, 500), default=None, help=WIDTH_HELP)
@click.argument("files", nargs=-1, metavar="[FILE…|-]")
@click.pass_context
def diagnose(
    ctx: click.Context, files: tuple[str, ...], as_json: bool, language: str | None, width: int | None
) -> None:
    """Diagnose the ticket in `files` and end with the contract's exit status."""
    from supportdesk.diagnosing import diagnose as run

    sources = read_sources(files)
    for source in sources:
        for note in source.notes:
            click.echo(f"{source.name}: {note}", err=True)
    diagnosis = run(sources)
    if as_json:
        import json

        click.echo(json.dumps(diagnosis.to_dict(), ensure_ascii=False, separators=(",", ":")))
    else:
        from supportdesk import i18n
        from supportdesk.render.terminal import render

        if language:
            i18n.use(language)
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        text = render(diagnosis.to_dict(), diagnosis.sources, columns=width or _columns(), colour=colour)
        click.echo(text, nl=False, color=colour)
    ctx.exit(diagnosis.exit_status)


def read_sources(files: tuple[str, ...]) -> list[Source]:
    """Read files (or stdin for '-' or none) into sources; raises InputError for what cannot be read."""
    return [_read(name, number) for number, name in enumerate(files or ("-",))]


def _read(name: str, number: int) -> Source:
    if name == "-":
        if sys.stdin.isatty():
            click.echo(_("Paste the ticket, then end it with Ctrl-D (on Windows Ctrl-Z and Enter)."), err=True)
        return _source(sys.stdin.buffer, number, "stdin")
    try:
        with open(name, "rb") as file:
            return _source(file, number, name)
    except OSError as problem:
        raise InputError(
            _("{name} cannot be read: {reason}").format(name=name, reason=problem.strerror or problem),
            _("Name a file that exists, or - for standard input."),
        ) from problem


def _source(file: BinaryIO, number: int, name: str) -> Source:
    data = file.read(BYTES_LIMIT + 1)
    if len(data) > BYTES_LIMIT:
        raise InputError(
            _("{name} is larger than {limit} MB").format(name=name, limit=BYTES_LIMIT // 1_000_000),
            _("Cut the part around the failing call, or use a log export's own command."),
        )
    text, notes = decode(data)
    if not is_text(text):
        raise InputError(
            _("{name} is no text").format(name=name),
            _("Paste or export the text itself; pictures and archives are not read."),
        )
    return Source(text, number, name, notes)


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size((80, 24)).columns
