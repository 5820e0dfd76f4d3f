"""`supportdesk extract`: the HTTP requests that pasted code, commands or raw HTTP would send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from supportdesk.cli.ticket import read_sources
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.source import Source

HELP = _(
    "Print the HTTP requests that code, commands or raw HTTP in FILE would send; nothing is run. - is stdin.\n\n"
    "For people, keys are masked. --json prints the requests unmasked, as data for a machine: keep it out of tickets."
)


@click.command("extract", help=HELP)
@click.option(
    "--json", "as_json", is_flag=True, help=_("Print one JSON object on one line, unmasked: data for a machine.")
)
@click.option("--curl", "as_curl", is_flag=True, help=_("Print curl commands instead of raw HTTP."))
@click.option(
    "--language", default=None, help=_("Read everything as this language: python, bash, http or another's name.")
)
@click.argument("files", nargs=-1, metavar="[FILE…|-]")
def extract(files: tuple[str, ...], as_json: bool, as_curl: bool, language: str | None) -> None:
    """Print the requests in `files`."""
    sources = read_sources(files)
    for source in sources:
        for note in source.notes:
            click.echo(f"{source.name}: {note}", err=True)
    requests = [request for source in sources for request in requests_of(source, language)]
    if as_json:
        import json

        click.echo(json.dumps({"requests": requests}, ensure_ascii=False, separators=(",", ":")))
        return
    if not requests:
        click.echo(_("No request was found."), err=True)
    from supportdesk.masking import mask
    from supportdesk.render.request import to_curl, to_http

    text = "\n\n".join((to_curl if as_curl else to_http)(request) for request in requests)
    if text:
        click.echo(mask(text)[0])


def requests_of(source: Source, language: str | None) -> list[dict[str, Any]]:
    """Return the plain requests of one source: of everything in it, or read as one `language` (a fence's word)."""
    if language is None:
        from supportdesk import extract_requests

        found: list[dict[str, Any]] = extract_requests(source.text)["requests"]
        return found
    from supportdesk.reading.code import read
    from supportdesk.reading.code.detecting import HINTS
    from supportdesk.view import View

    name = HINTS.get(language.lower(), language.lower())
    return [request.to_dict() for request in read(View.whole(source), name).requests]
