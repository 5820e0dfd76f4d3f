"""The commands' group by click: names and help at once, a command's module when it runs."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import click

from supportdesk import __version__
from supportdesk.i18n import _, mark

COMMANDS: dict[str, tuple[str, str]] = {
    "diagnose": (
        "supportdesk.cli.diagnose:diagnose",
        mark("Say what is wrong in a ticket, and who has to act."),
    ),
    "extract": ("supportdesk.cli.extract:extract", mark("Print the HTTP requests that pasted code would send.")),
    "ledger": ("supportdesk.cli.ledger:ledger", mark("Print what was charged and given back, work by work.")),
    "charge": ("supportdesk.cli.charge:charge", mark("Say which way of billing gives a charge.")),
    "cases": ("supportdesk.cli.cases:cases", mark("List, search and keep the cases of the casebook.")),
    "rules": ("supportdesk.cli.rules:rules", mark("List, show, write and test the rules behind the verdicts.")),
    "try": ("supportdesk.cli.rehearse:rehearse", mark("Rehearse a request: check, run, see what comes back.")),
    "rehearsals": ("supportdesk.cli.rehearsals:rehearsals", mark("List and compare the rehearsals that were made.")),
    "sandbox": ("supportdesk.cli.sandbox:sandbox", mark("Serve a local gateway to try requests against.")),
    "serve": ("supportdesk.cli.serve:serve", mark("Open the screen in a browser, behind a token.")),
    "doctor": ("supportdesk.cli.doctor:doctor", mark("Say what is installed, where things lie and what is missing.")),
    "completion": ("supportdesk.cli.completion:completion", mark("Print the script by which a shell completes.")),
    "man": ("supportdesk.cli.man:man", mark("Print the manual page, or write all of them.")),
    "models": ("supportdesk.cli.models:models", mark("Look at the catalogue of models, or import a gateway's own.")),
}
"""Name → (where the command's object lies, its one line of help as a message id)."""


class PipeClosed(Exception):
    """The reader of stdout went away: click would make status 1 of it, which here means a cause to act on."""


class LazyGroup(click.Group):
    """A group that knows its commands' names and help without importing them."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; raise PipeClosed where the reader of stdout goes away meanwhile."""
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as problem:
            raise PipeClosed from problem
        return answer

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the command and return it; None for a name that is not one."""
        if cmd_name not in COMMANDS:
            return None
        module, _colon, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of commands without importing any."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(line)) for name, (_place, line) in COMMANDS.items()])


def command_group() -> click.Group:
    """Return the group `supportdesk`, its help in the language in use."""
    return LazyGroup(
        "supportdesk",
        callback=_open_screen,
        invoke_without_command=True,
        no_args_is_help=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        params=[
            click.Option(
                ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version,
                help=_("Show the version and exit."),
            )
        ],
        help=_(
            "From a pasted support ticket to what is wrong, who acts, the refund, the fix and the reply.\n\n"
            "Without a command, the screen opens."
        ),
    )  # fmt: skip


def run_group(arguments: Sequence[str] | None) -> int:
    """Run the command that `arguments` name (the process's own when None) and return its exit status.

    Click's own refusals are shown here. Raises BrokenPipeError where the reader of stdout went away,
    KeyboardInterrupt on Ctrl-C, and what a command raises.
    """
    if os.environ.get("_SUPPORTDESK_COMPLETE", "").startswith("powershell"):
        importlib.import_module("supportdesk.cli.powershell")  # makes itself known to click
    try:
        answer = command_group().main(args=arguments, prog_name="supportdesk", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except click.Abort as problem:
        raise KeyboardInterrupt from problem
    except PipeClosed as problem:
        raise BrokenPipeError from problem
    return answer if isinstance(answer, int) else 0


def _open_screen() -> None:
    if click.get_current_context().invoked_subcommand is None:
        from supportdesk.cli.screen import open_screen

        open_screen()


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"supportdesk {__version__}")
        ctx.exit()
