"""`supportdesk extract`: the HTTP requests that pasted code, commands or raw HTTP would send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from supportdesk.cli.completing import file_names
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
@click.argument("files", nargs=-1, metavar="[FILE…|-]", shell_complete=file_names)
def extract(files: tuple[str, ...], as_json: bool, as_curl: bool, language: str | None) -> None:
    """Print the requests in `files`."""
    sources = read_sources(files)
    for source in sources:
        for note in source.notes:
            click.echo(f"{source.name}: {note}", err=True)
    requests: list[dict[str, Any]] = []
    repairs: list[dict[str, Any]] = []
    for source in sources:
        found = read_requests(source, language)
        repairs += [{**repair, "request": repair["request"] + len(requests)} for repair in found.get("repairs", ())]
        requests += found["requests"]
    if as_json:
        import json

        data = {"requests": requests, "repairs": repairs} if repairs else {"requests": requests}
        click.echo(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
        return
    if not requests:
        click.echo(_("No request was found."), err=True)
    from supportdesk.masking import mask
    from supportdesk.render.request import repair_line, to_curl, to_http

    for repair in repairs:
        click.echo(mask(repair_line(repair))[0], err=True)
    text = "\n\n".join((to_curl if as_curl else to_http)(request) for request in requests)
    if text:
        click.echo(mask(text)[0])


def read_requests(source: Source, language: str | None) -> dict[str, Any]:
    """Return `{"requests", "repairs"}` of one source: of all in it, or read as one `language` (a fence's word)."""
    if language is None:
        from supportdesk import extract_requests

        found: dict[str, Any] = extract_requests(source.text)
        return found
    from supportdesk.reading.code import read
    from supportdesk.reading.code.detecting import HINTS
    from supportdesk.reading.repairs import repairs_of
    from supportdesk.view import View

    requests = read(View.whole(source), HINTS.get(language.lower(), language.lower())).requests
    return {"requests": [request.to_dict() for request in requests], "repairs": repairs_of(requests, [source])}
