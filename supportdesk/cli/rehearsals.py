"""`supportdesk rehearsals`: what was tried, and two of them side by side."""

from __future__ import annotations

import json
import os

import click

from supportdesk.i18n import _

as_json = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object on one line."))


def rehearsals_path() -> str:
    """Return where rehearsals are kept: beside the casebook."""
    from supportdesk.gateway.kept import FILE
    from supportdesk.settings import load_settings

    folder = os.path.dirname(os.path.abspath(load_settings().database_path()))
    os.makedirs(folder, exist_ok=True)
    return os.path.join(folder, FILE)


@click.group("rehearsals", help=_("Look at the rehearsals that were made, and compare two."))
def rehearsals() -> None:
    """Hold the commands below."""


@rehearsals.command("list", help=_("List rehearsals, newest first."))
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help=_("At most so many."))
@as_json
def list_rehearsals(limit: int, as_json: bool) -> None:
    """Print a page."""
    from supportdesk.cli.listing import aligned, columns
    from supportdesk.gateway.kept import Rehearsals

    with Rehearsals(rehearsals_path()) as kept:
        found = kept.newest(limit)
    if as_json:
        click.echo(
            json.dumps({"rehearsals": [one._asdict() for one in found]}, ensure_ascii=False, separators=(",", ":"))
        )
        return
    if not found:
        click.echo(_("Nothing was rehearsed yet: supportdesk try gemini_omni"), err=True)
        return
    cells = [
        (f"#{one.id}", one.at[:16].replace("T", " "), one.gateway, one.model, f"{one.mode or '-'}  {one.status}")
        for one in found
    ]
    for line in aligned(cells, columns()):
        click.echo(line)


@rehearsals.command("compare", help=_("Show in what two rehearsals differ, and how each ended."))
@click.argument("one", type=click.IntRange(1))
@click.argument("other", type=click.IntRange(1))
@as_json
def compare(one: int, other: int, as_json: bool) -> None:
    """Print the differences side by side."""
    from supportdesk.cli.listing import aligned, columns
    from supportdesk.gateway.kept import Rehearsals, differences
    from supportdesk.visible import visible_line

    with Rehearsals(rehearsals_path()) as kept:
        rows = differences(kept.get(one), kept.get(other))
    if as_json:
        click.echo(json.dumps({"differences": [list(row) for row in rows]}, ensure_ascii=False, separators=(",", ":")))
        return
    head = ("", f"#{one}", f"#{other}")
    for line in aligned([head, *(tuple(map(visible_line, row)) for row in rows)], columns()):
        click.echo(line)


@rehearsals.command("show", help=_("Show one rehearsal: request, states, what the client did, answer."))
@click.argument("number", type=click.IntRange(1))
def show(number: int) -> None:
    """Print one as JSON over several lines."""
    from supportdesk.gateway.kept import Rehearsals

    with Rehearsals(rehearsals_path()) as kept:
        click.echo(json.dumps(kept.get(number)._asdict(), ensure_ascii=False, indent=2))
