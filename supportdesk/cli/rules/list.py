"""`supportdesk rules list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from supportdesk.cli.completing import cause_ids
from supportdesk.cli.listing import aligned, columns
from supportdesk.cli.rules import COMMANDS
from supportdesk.cli.rules.looking import as_json, known_rules, near, print_json
from supportdesk.errors import InputError
from supportdesk.i18n import _, ngettext, pick

if TYPE_CHECKING:
    from typing import Any


@click.command("list", help=_(COMMANDS["list"]))
@click.option("--cause", default=None, help=_("Only rules of this cause."), shell_complete=cause_ids)
@click.option("--own", is_flag=True, help=_("Only rules of your own rules directory."))
@as_json
def command(cause: str | None, own: bool, as_json: bool) -> None:
    """Print one line a rule."""
    knowledge = known_rules()
    found = [rule for rule in knowledge.rules if cause in (None, rule["cause"]) and (rule["operator"] or not own)]
    if cause is not None and cause not in knowledge.causes:
        message = _("There is no cause {name}.").format(name=cause)
        raise InputError(message, near(cause, list(knowledge.causes)))
    if as_json:
        names = ("id", "of", "cause", "certainty", "title", "when", "facts", "operator")
        print_json({"rules": [{name: rule[name] for name in names} for rule in found]})
        return
    cells = [(rule["id"], _(rule["certainty"]), rule["cause"], _titled(rule)) for rule in found]
    for line in aligned(cells, columns()):
        click.echo(line)
    count = len(found)
    click.echo(ngettext("{count} rule", "{count} rules", count).format(count=count), err=True)


def _titled(rule: dict[str, Any]) -> str:
    """Return a rule's title, an operator's marked as such."""
    return f"[{_('own')}] {pick(rule['title'])}" if rule["operator"] else str(pick(rule["title"]))
