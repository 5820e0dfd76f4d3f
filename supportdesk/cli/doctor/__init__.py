"""`supportdesk doctor`: what is installed, where things lie, what is missing and how to get it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.cli.doctor.check import Check

HELP = _(
    "Say what is installed, where things lie, what is missing and how to get it. Nothing is written but the rules' "
    "cache, nothing is sent, no key is shown. The status is 1 where something is at fault, else 0."
)


@click.command("doctor", help=HELP)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object on one line."))
def doctor(as_json: bool) -> int:
    """Examine everything; return 1 where something is at fault."""
    found = list(examine())
    faults = sum(check.state == "fault" for check in found)
    if as_json:
        data = {"version": 1, "ok": not faults, "checks": [check._asdict() for check in found]}
        click.echo(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    else:
        _print(found, faults)
    return 1 if faults else 0


def examine() -> Iterator[Check]:
    """Yield every line of the report, in order; of settings that cannot be read only that, and what needs none."""
    from supportdesk.cli.doctor import casebook, gateways, installed, places, rules, terminal
    from supportdesk.cli.doctor.check import Check
    from supportdesk.errors import SettingsError
    from supportdesk.settings import load_settings

    yield from installed.checks()
    try:
        settings = load_settings()
    except SettingsError as problem:
        yield Check("places", _("settings"), problem.message, "fault", problem.hint or "")
        yield from terminal.checks()
        return
    yield from places.checks(settings)
    yield from terminal.checks()
    yield from rules.checks()
    yield from casebook.checks(settings.database_path())
    yield from gateways.checks(settings)


def _print(found: list[Check], faults: int) -> None:
    from supportdesk.cli.doctor.check import AREAS, STATES
    from supportdesk.cli.listing import columns, indented
    from supportdesk.i18n import ngettext
    from supportdesk.render.width import width

    room = columns()
    names = max(width(check.name) for check in found) + 2
    states = max(width(_(state)) for state in STATES.values()) + 2
    for area, heading in AREAS.items():
        click.echo(f"{_(heading)}")
        for check in (one for one in found if one.area == area):
            state = _(STATES[check.state])
            head = f"  {state}{' ' * (states - width(state))}{check.name}{' ' * (names - width(check.name))}"
            for line in indented(check.value, head, room):
                click.echo(line.rstrip())
            if check.hint:
                for line in indented(check.hint, " " * (width(head) - 2) + "→ ", room):
                    click.echo(line)
        click.echo()
    if faults:
        click.echo(ngettext("{count} fault", "{count} faults", faults).format(count=faults))
    else:
        click.echo(_("No fault was found."))
