"""`cases assign`, `tag`, `merge`, `unmerge`, `similar`, `clusters`, `stats`, `attach` and `attachments`."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from supportdesk.cli.case_options import (
    as_json,
    at_revision,
    case_number,
    case_numbers,
    casebook,
    columns,
    filtered,
    print_case,
    print_json,
    write,
)
from supportdesk.cli.completing import numbers_of_cases
from supportdesk.errors import InputError
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.casebook import Casebook, CaseFilter
    from supportdesk.casebook.changing import BulkResult

REFUSED = 2
"""Exit status where some of several cases were refused."""


def add_commands(group: click.Group) -> None:
    """Add the commands to the group `cases`."""
    for command in (assign, tag, merge, unmerge, similar, clusters, stats, attach, attachments):
        group.add_command(command)


@click.command("assign", help=_("Say who works on cases; an empty NAME is nobody."))
@case_numbers
@click.option("--to", "name", required=True, metavar="NAME", help=_("Who works on them."))
@at_revision
@as_json
def assign(numbers: tuple[int, ...], name: str, revision: int | None, as_json: bool) -> int:
    """Assign cases."""
    with casebook() as book:
        return _told(book, book.assign_many(_revisions(book, numbers, revision), name), as_json)


@click.command("tag", help=_("Add tags to cases, or take them away."))
@case_numbers
@click.option("--add", "added", multiple=True, metavar="TAG", help=_("A tag to add."))
@click.option("--remove", "removed", multiple=True, metavar="TAG", help=_("A tag to take away."))
@at_revision
@as_json
def tag(
    numbers: tuple[int, ...], added: tuple[str, ...], removed: tuple[str, ...], revision: int | None, as_json: bool
) -> int:
    """Tag cases."""
    if not added and not removed:
        raise InputError(_("Name a tag to add or to remove; nothing was saved."))
    with casebook() as book:
        return _told(book, book.tag_many(_revisions(book, numbers, revision), added, removed), as_json)


@click.command("merge", help=_("Merge case NUMBER, a duplicate, into case INTO."))
@case_number
@click.argument("into", type=click.IntRange(1), shell_complete=numbers_of_cases)
@as_json
def merge(number: int, into: int, as_json: bool) -> None:
    """Merge a duplicate."""
    with casebook() as book:
        revisions = book.get(number).revision, book.get(into).revision
        print_case(book.merge(number, into, revisions), as_json)


@click.command("unmerge", help=_("Make a merged case one of its own again."))
@case_number
@at_revision
@as_json
def unmerge(number: int, revision: int | None, as_json: bool) -> None:
    """Undo a merge."""
    with casebook() as book:
        print_case(book.unmerge(number, revision or book.get(number).revision), as_json)


@click.command("similar", help=_("List the cases most like one, with what they have in common."))
@case_number
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help=_("At most so many."))
@as_json
def similar(number: int, limit: int, as_json: bool) -> None:
    """Print similar cases."""
    from supportdesk.render.case_lists import similar_text
    from supportdesk.settings import load_settings

    with casebook() as book:
        _fill(book)
        found = book.similar(number, limit)
    if as_json:
        print_json({"similar": [{**one.row.to_dict(), "reasons": one.reasons, "score": one.score} for one in found]})
    elif found:
        click.echo(similar_text(found, load_settings().zone(), columns()), nl=False)
    else:
        click.echo(_("No case found."), err=True)


@click.command("clusters", help=_("Tell errors that several cases of the last hours share: an outage."))
@click.option(
    "--hours", type=click.IntRange(1, 24 * 366), default=24, show_default=True, help=_("Hours back from now.")
)
@click.option("--least", type=click.IntRange(2), default=3, show_default=True, help=_("So many cases at least."))
@as_json
def clusters(hours: int, least: int, as_json: bool) -> None:
    """Print clusters of cases."""
    from supportdesk.render.case_lists import clusters_text
    from supportdesk.settings import load_settings

    with casebook() as book:
        _fill(book)
        found = book.clusters(time.time(), hours, least)
    if as_json:
        print_json({"clusters": [{**one._asdict(), "label": one.label._asdict()} for one in found]})
    elif found:
        click.echo(clusters_text(found, load_settings().zone()), nl=False)
    else:
        click.echo(_("No error is shared by so many cases."), err=True)


@click.command("stats", help=_("Count cases by cause, model, gateway and status, and money by week."))
@filtered
@as_json
def stats(wanted: CaseFilter, as_json: bool) -> None:
    """Print statistics."""
    from supportdesk.render.case_lists import statistics_text

    with casebook() as book:
        _fill(book)
        counted = book.statistics(wanted)
    if as_json:
        data: dict[str, Any] = counted._asdict()
        weeks = [week._asdict() for week in counted.weeks]
        print_json({**{name: dict(counts) for name, counts in data.items() if name != "weeks"}, "weeks": weeks})
    else:
        click.echo(statistics_text(counted, columns()), nl=False)


@click.command("attach", help=_("Keep FILE with a case, masked where it is text."))
@case_number
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--type", "media_type", default=None, metavar="TYPE", help=_("Its media type; by its name by default."))
@at_revision
@as_json
def attach(number: int, file: str, media_type: str | None, revision: int | None, as_json: bool) -> None:
    """Attach a file."""
    import mimetypes

    from supportdesk.casebook.attachments import MOST_BYTES

    kind = media_type or mimetypes.guess_type(file)[0] or "application/octet-stream"
    try:
        with open(file, "rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as problem:
        message = _("{name} cannot be read: {reason}").format(name=file, reason=problem.strerror or problem)
        raise InputError(message) from problem
    with casebook() as book:
        kept = book.attach(number, revision or book.get(number).revision, os.path.basename(file), kind, data)
    if as_json:
        print_json(kept._asdict())
    else:
        click.echo(f"{kept.id}  {kept.name}  {kept.media_type}  {kept.bytes:,}")


@click.command("attachments", help=_("List a case's attachments, or write one with --get."))
@case_number
@click.option("--get", "wanted", type=click.IntRange(1), default=None, metavar="ID", help=_("Write this one."))
@click.option("--output", "-o", metavar="FILE", default=None, help=_("Where to write it; its own name by default."))
@as_json
def attachments(number: int, wanted: int | None, output: str | None, as_json: bool) -> None:
    """List attachments, or write one."""
    from supportdesk.visible import visible_line

    with casebook() as book:
        kept = book.attachments(number)
        if wanted is not None:
            if wanted not in [one.id for one in kept]:
                raise InputError(_("Case {number} has no attachment {wanted}.").format(number=number, wanted=wanted))
            got = book.attachment(wanted)
            write(got.data, output or got.attachment.name)
            return
        book.get(number)
    if as_json:
        print_json({"attachments": [one._asdict() for one in kept]})
        return
    for one in kept:
        click.echo(f"{one.id}  {visible_line(one.name)}  {one.media_type}  {one.bytes:,}")


def _revisions(book: Casebook, numbers: Sequence[int], revision: int | None) -> list[tuple[int, int]]:
    if revision is not None and len(numbers) > 1:
        raise InputError(_("--revision is of one case; name one number."))
    return [(number, revision or book.get(number).revision) for number in dict.fromkeys(numbers)]


def _told(book: Casebook, result: BulkResult, as_json: bool) -> int:
    if as_json:
        refused = [problem.message for problem in result.refused]
        print_json({"cases": [book.get(number).row.to_dict() for number in result.done], "refused": refused})
    else:
        for number in result.done:
            print_case(book.get(number), as_json=False)
        for problem in result.refused:
            click.echo(problem.message, err=True)
    return REFUSED if result.refused else 0


def _fill(book: Casebook) -> None:
    """Let older cases count: what they lack is computed now."""
    while book.fill(1_000):
        continue
