"""What the commands of `supportdesk cases` share: options, the casebook, how cases are printed and written."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from supportdesk.casebook.case import STATUSES
from supportdesk.cli.completing import numbers_of_cases
from supportdesk.errors import InputError
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.casebook import Case, Casebook, CaseFilter, CaseRow

Command = Callable[..., Any]

as_json = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object on one line."))
at_most = click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help=_("At most so many."))
skipping = click.option("--offset", type=click.IntRange(0), default=0, help=_("Leave out the newest so many."))
at_revision = click.option(
    "--revision", type=click.IntRange(1), default=None, help=_("Refuse where the case has changed since this revision.")
)
case_number = click.argument("number", type=click.IntRange(1), shell_complete=numbers_of_cases)
case_numbers = click.argument(
    "numbers", type=click.IntRange(1), nargs=-1, required=True, metavar="NUMBER…", shell_complete=numbers_of_cases
)

_AGO = re.compile(r"([0-9]{1,6})\s*([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def filtered(command: Command) -> Command:
    """Give a command the options of a filter; it takes them as one `CaseFilter`, its first argument."""

    @functools.wraps(command)
    def _filtered(*arguments: Any, **options: Any) -> Any:
        return command(_filter(options), *arguments, **options)

    several: tuple[tuple[str, str, str], ...] = (
        ("--cause", "causes", _("Only of this cause; quota.* is a family. May be given several times.")),
        ("--model", "models", _("Only of this model.")),
        ("--customer", "customers", _("Only of this customer.")),
        ("--gateway", "gateways", _("Only of this gateway.")),
    )
    single = (
        ("--text", "text", _("Only those in which every word is found, as `cases search` finds them.")),
        ("--assignee", "assignee", _("Only of this person; '' is nobody.")),
        ("--tag", "tag", _("Only with this tag.")),
        ("--since", "since", _("Only filed from this time on: 2026-11-22, 2026-11-22T14:02, or 24h, 7d, 2w ago.")),
        ("--until", "until", _("Only filed before this time.")),
        ("--fingerprint", "fingerprint", _("Only of this fingerprint.")),
    )
    for name, key, told in reversed(single):
        _filtered = click.option(name, key, default=None, help=told)(_filtered)
    for name, key, told in reversed(several):
        _filtered = click.option(name, key, multiple=True, help=told)(_filtered)
    status = click.option(
        "--status", "statuses", type=click.Choice(STATUSES), multiple=True, help=_("Only cases of this status.")
    )
    return status(_filtered)


def _filter(options: dict[str, Any]) -> CaseFilter:
    from supportdesk.casebook import CaseFilter

    given = {name: options.pop(name) for name in CaseFilter._fields}
    given["text"] = given["text"] or ""
    for name in ("since", "until"):
        given[name] = None if given[name] is None else moment(given[name])
    return CaseFilter(**given)


def moment(text: str) -> str:
    """Return a time as the casebook writes it, UTC; one without a zone is the agent's. Raises InputError."""
    from supportdesk.settings import load_settings

    ago = _AGO.fullmatch(text.strip().lower())
    try:
        if ago:
            at = datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        else:
            at = datetime.fromisoformat(text.strip())
            if at.tzinfo is None:
                zone = load_settings().zone()
                at = at.astimezone() if zone is None else at.replace(tzinfo=zone)
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError) as problem:
        message = _("'{text}' is no time.").format(text=text)
        raise InputError(message, _("Write 2026-11-22, 2026-11-22T14:02, 24h, 7d or 2w.")) from problem


@contextmanager
def casebook() -> Iterator[Casebook]:
    """Open the casebook that the command names, else the settings' one."""
    from supportdesk.casebook import Casebook
    from supportdesk.casebook.agent import agent_name
    from supportdesk.settings import load_settings

    chosen: str | None = click.get_current_context().obj
    with Casebook(chosen or load_settings().database_path(), by=agent_name()) as book:
        yield book


def print_rows(rows: list[CaseRow], as_json: bool) -> None:
    """Print a list of cases."""
    if as_json:
        print_json({"cases": [row.to_dict() for row in rows]})
    elif rows:
        from supportdesk.render.case_text import list_text
        from supportdesk.settings import load_settings

        click.echo(list_text(rows, load_settings().zone(), columns()), nl=False)
    else:
        click.echo(_("No case found."), err=True)


def print_case(case: Case, as_json: bool, *, whole: bool = False) -> None:
    """Print a case: its line, or the whole of it."""
    if as_json:
        print_json(case.to_dict() if whole else case.row.to_dict())
        return
    from supportdesk.render.case_text import case_text, list_text
    from supportdesk.render.money_notes import money_notes
    from supportdesk.settings import load_settings

    zone = load_settings().zone()
    if not whole:
        click.echo(list_text([case.row], zone, columns()), nl=False)
        for line in money_notes({"earlier": [one._asdict() for one in case.earlier]}):
            click.echo(line, err=True)
        return
    from supportdesk.render.terminal import render
    from supportdesk.source import Source

    click.echo(case_text(case, zone, columns()))
    sources = [Source(text, number, name) for number, (name, text) in enumerate(case.sources)]
    click.echo(render(case.diagnosis, sources, columns=columns()), nl=False)


def print_json(data: Mapping[str, Any]) -> None:
    """Print one JSON object on one line."""
    click.echo(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def write(data: str | bytes, output: str) -> None:
    """Write to a new file, or to standard output for '-'. Raises InputError where the file is there or cannot be."""
    if output == "-":
        click.echo(data, nl=False)
        return
    try:
        with open(output, "xb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
    except OSError as problem:
        message = _("{name} cannot be written: {reason}").format(name=output, reason=problem.strerror or problem)
        raise InputError(message, _("An existing file is never overwritten.")) from problem


def columns() -> int:
    """Return the columns of the terminal."""
    import shutil

    return shutil.get_terminal_size((80, 24)).columns
