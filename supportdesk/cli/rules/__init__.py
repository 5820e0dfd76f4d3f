"""`supportdesk rules`: the rules behind the verdicts, looked at, tested, explained and written.

The names and help of the commands stand here; the module of a command is imported when it runs.
"""

from __future__ import annotations

import importlib

import click

from supportdesk.i18n import _, mark

COMMANDS: dict[str, str] = {
    "list": mark("List the rules: id, certainty, cause, title."),
    "show": mark("Show a rule: its condition, its texts, its examples, its facts."),
    "explain": mark("Say in words what a rule asks for, and what it makes of a ticket."),
    "test": mark("Run the examples of the rules (of those named by ID) on every engine that is installed."),
    "lint": mark("Look for everything that is wrong in rules and tables."),
    "new": mark("Write the file of a new rule into your own rules directory."),
    "docs": mark("Write a page about every rule, in both languages."),
    "report": mark("List rules and error rows with their sources, examples and matches."),
}
"""Name → its one line of help as a message id. `supportdesk.cli.rules.<name>` has the command, named `command`."""


class RulesGroup(click.Group):
    """The group `rules`, which imports only the command that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the command and return it; None for a name that is not one."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = importlib.import_module(f"supportdesk.cli.rules.{cmd_name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of commands without importing any."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(line)) for name, line in COMMANDS.items()])


OWN = _(
    "Your own rules lie over ours, in SUPPORTDESK_RULES, rules_dir of the settings, or rules in the configuration "
    "folder: a rule or row of an id of ours takes its place, a new one adds, 'disabled: true' drops one."
)

rules = RulesGroup("rules", help=_("List, show, write and test the rules behind the verdicts.") + "\n\n" + OWN)
