"""`supportdesk diagnose`: files or stdin in, a verdict out."""

from __future__ import annotations

import click

from supportdesk.cli.completing import file_names
from supportdesk.cli.ticket import print_diagnosis
from supportdesk.i18n import _

HELP = _("Say what is wrong in a ticket, and who has to act. All FILEs together are one ticket; - is stdin.")
DATABASE_HELP = _("A casebook: a refund that a case of it advises already is not advised again.")
RELEASE_HELP = _("Release of the gateway, such as rc.22, v0.11.3 or E2; by default what the rows show.")
WIDTH_HELP = _("Columns to use; the terminal's by default.")


@click.command("diagnose", help=HELP)
@click.option("--json", "as_json", is_flag=True, help=_("Print the diagnosis as one JSON object on one line."))
@click.option("--language", type=click.Choice(["en", "zh"]), default=None, help=_("Language of the verdict's texts."))
@click.option("--width", type=click.IntRange(40, 500), default=None, help=WIDTH_HELP)
@click.option("--database", metavar="FILE", default=None, help=DATABASE_HELP, shell_complete=file_names)
@click.option("--gateway-version", "release", metavar="NAME", default=None, help=RELEASE_HELP)
@click.argument("files", nargs=-1, metavar="[FILE…|-]", shell_complete=file_names)
@click.pass_context
def diagnose(
    ctx: click.Context,
    files: tuple[str, ...],
    as_json: bool,
    language: str | None,
    width: int | None,
    database: str | None,
    release: str | None,
) -> None:
    """Diagnose the ticket in `files` and end with the contract's exit status."""
    ctx.exit(
        print_diagnosis(files, as_json=as_json, language=language, width=width, database=database, release=release)
    )
