"""`supportdesk rules lint`: every problem of rules and tables, with file, line and column."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from supportdesk.cli.rules.looking import as_json, print_json
from supportdesk.errors import InputError
from supportdesk.i18n import _, mark, ngettext

if TYPE_CHECKING:
    from supportdesk.judging.problems import Problem

LEVELS = {"error": mark("error"), "warning": mark("warning"), "note": mark("note")}
HELP = _(
    "Look for everything that is wrong in rules and tables: in ours and your own, or in the files and folders named. "
    "The status is 1 when there are errors, else 0."
)


@click.command("lint", help=HELP)
@click.argument("places", metavar="[DIR|FILE…]", nargs=-1)
@click.option("--notes", is_flag=True, help=_("Also print what is as it should be, but worth knowing."))
@click.option("--sarif", is_flag=True, help=_("Print SARIF 2.1.0, which editors and code reviews show in place."))
@as_json
def command(places: tuple[str, ...], notes: bool, sarif: bool, as_json: bool) -> int:
    """Print what is found; return the status."""
    from supportdesk.judging.linting import lint, within
    from supportdesk.render.sarif import sarif_log

    chosen = [os.path.abspath(place) for place in places]
    for place, path in zip(places, chosen, strict=True):
        if not os.path.exists(path):
            raise InputError(_("{name} is not there.").format(name=place))
    done = lint(_folders(chosen))
    found = [one for one in done.problems if within(one, chosen) and (notes or one.level != "note")]
    counts = {level: sum(one.level == level for one in found) for level in LEVELS}
    if sarif:
        print_json(sarif_log(found))
    elif as_json:
        print_json({"problems": [_plain(one) for one in found], "counts": counts, "rules": done.rules})
    else:
        for one in found:
            click.echo(_line(one))
        told = (
            ngettext("{count} error", "{count} errors", counts["error"]).format(count=counts["error"]),
            ngettext("{count} warning", "{count} warnings", counts["warning"]).format(count=counts["warning"]),
        )
        line = _("{rules} rules and {rows} error rows: {errors}, {warnings}")
        click.echo(line.format(rules=done.rules, rows=done.rows, errors=told[0], warnings=told[1]), err=True)
    return 1 if counts["error"] else 0


def _folders(places: list[str]) -> list[str]:
    """Return the folders to read: the usual ones, or ours with the folder that the places lie in as the operator's."""
    from supportdesk.paths import rules_folders, shipped_rules

    folders = [os.path.abspath(folder) for folder in rules_folders()]
    others = list(dict.fromkeys(_root(place) for place in places if not _inside(place, folders)))
    if len(others) > 1:
        raise InputError(_("The files named lie in several rules directories; name those of one."))
    return [os.path.abspath(shipped_rules()), *others] if others else folders


def _root(place: str) -> str:
    """Return the rules directory of a file: the folder above that of a rule's family."""
    if os.path.isdir(place):
        return place
    folder = os.path.dirname(place)
    return folder if os.path.basename(place) in _tables() else os.path.dirname(folder)


def _tables() -> set[str]:
    from supportdesk.paths import shipped_rules

    return {name for name in os.listdir(shipped_rules()) if name.endswith(".yaml")}


def _inside(place: str, folders: list[str]) -> bool:
    return any(place == folder or place.startswith(folder + os.sep) for folder in folders)


def _shown(path: str) -> str:
    """Return a path below the working folder as it is typed there, any other one whole."""
    here = os.path.relpath(path)
    return path if here.startswith("..") else here


def _line(one: Problem) -> str:
    place = ":".join(str(part) for part in (_shown(one.file), one.line, one.column) if part is not None)
    hint = f" {one.hint}" if one.hint else ""
    return f"{place}: {_(LEVELS[one.level])}: {one.message}{hint} [{one.code}]"


def _plain(one: Problem) -> dict[str, Any]:
    return {"level": one.level, **one._asdict(), "file": _shown(one.file)}
