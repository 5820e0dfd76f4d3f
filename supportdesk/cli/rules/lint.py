"""`supportdesk rules lint`: every problem of rules and tables, with file, line and column."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from supportdesk.cli.completing import file_names
from supportdesk.cli.rules.looking import as_json, print_json
from supportdesk.errors import InputError
from supportdesk.i18n import _, mark, ngettext

if TYPE_CHECKING:
    from supportdesk.judging.problems import Problem
    from supportdesk.judging.sources import File

LEVELS = {"error": mark("error"), "warning": mark("warning"), "note": mark("note")}
HELP = _(
    "Look for everything that is wrong in rules and tables: in ours and your own, or in the files and folders named. "
    "The status is 1 when there are errors, else 0."
)


@click.command("lint", help=HELP)
@click.argument("places", metavar="[DIR|FILE…]", nargs=-1, shell_complete=file_names)
@click.option("--notes", is_flag=True, help=_("Also print what is as it should be, but worth knowing."))
@click.option("--sarif", is_flag=True, help=_("Print SARIF 2.1.0, which editors and code reviews show in place."))
@as_json
def command(places: tuple[str, ...], notes: bool, sarif: bool, as_json: bool) -> int:
    """Print what is found; return the status."""
    from supportdesk.judging.linting import lint_files, within
    from supportdesk.render.sarif import sarif_log

    chosen = [os.path.abspath(place) for place in places]
    for place, path in zip(places, chosen, strict=True):
        if not os.path.exists(path):
            raise InputError(_("{name} is not there.").format(name=place))
    done = lint_files(_files(chosen))
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


def _files(places: list[str]) -> list[File]:
    """Return the files to read: the usual ones, or ours with those that are named laid over as the operator's."""
    from supportdesk.judging.sources import scan
    from supportdesk.paths import rules_folders, shipped_rules

    folders = [os.path.abspath(folder) for folder in rules_folders()]
    others = [place for place in places if not _inside(place, folders)]
    if not others:
        return scan(folders)
    roots = [place for place in others if os.path.isdir(place)]
    if len(roots) > 1:
        raise InputError(_("Name one rules directory at a time."))
    ours = os.path.abspath(shipped_rules())
    return [*scan([ours, *roots]), *(_file(place, ours) for place in others if place not in roots)]


def _file(place: str, ours: str) -> File:
    """Return a file that is named alone: one of the tables at the top of rules/, else one in its family's folder."""
    from supportdesk.judging.sources import File

    name = os.path.basename(place)
    relative = (
        name if os.path.isfile(os.path.join(ours, name)) else f"{os.path.basename(os.path.dirname(place))}/{name}"
    )
    state = os.stat(place)
    return File(relative, 1, place, state.st_size, state.st_mtime_ns)


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
