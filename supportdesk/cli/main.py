"""The command line's frame: one group whose commands are imported only when they run.

stdout is data, stderr is talk. Every refusal of the program (errors.SupportdeskError) is one sentence and a hint on
stderr; Ctrl-C is 130, a reader that goes away (`| head`) 141 without a word, a fault of the program itself 70.
"""

from __future__ import annotations

import errno
import gc
import importlib
import os
import sys
from collections.abc import Sequence

import click

from supportdesk import __version__, i18n
from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _, mark

COMMANDS: dict[str, tuple[str, str]] = {
    "diagnose": (
        "supportdesk.cli.diagnose:diagnose",
        mark("Say what is wrong in a ticket, and who has to act."),
    ),
    "extract": ("supportdesk.cli.extract:extract", mark("Print the HTTP requests that pasted code would send.")),
    "cases": ("supportdesk.cli.cases:cases", mark("List, search and keep the cases of the casebook.")),
    "rules": ("supportdesk.cli.rules:rules", mark("List, show and test the rules behind the verdicts.")),
    "models": ("supportdesk.cli.models:models", mark("Look at the catalogue of models, or import a gateway's own.")),
}
"""Name → (where the command's object lies, its one line of help as a message id)."""

OUTPUT_ERRORS = (errno.ENOSPC, errno.EBADF, errno.EIO, errno.EFBIG)
"""What the system says of a standard output that takes nothing more."""

COLLECT_AFTER = 100_000
"""New objects after which a command looks for garbage in cycles. Looking as often as Python does, after 700, costs a
tenth of a short command's time and finds nothing."""

_USUAL = gc.get_threshold()

INTERRUPTED, PIPE_CLOSED, PROGRAM_FAULT = 130, 141, 70


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


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with `arguments` (the process's own when None) and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        _set_language()
        answer = command_group().main(args=arguments, prog_name="supportdesk", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except SupportdeskError as problem:
        return _refuse(problem)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except (PipeClosed, BrokenPipeError):
        # what is still buffered would fail again, loudly, when the interpreter closes stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return PIPE_CLOSED
    except OSError as problem:
        if problem.errno not in OUTPUT_ERRORS:
            return _fault(problem)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        click.echo(_("Error: the output cannot be written: {reason}").format(reason=problem.strerror), err=True)
        return SupportdeskError.exit_code
    except Exception as problem:
        # the last frame: a traceback would print what was pasted, keys and all
        return _fault(problem)
    return answer if isinstance(answer, int) else 0


def main() -> None:
    """Be the program `supportdesk`."""
    gc.set_threshold(COLLECT_AFTER, *_USUAL[1:])
    status = run()
    gc.freeze()  # what the process is about to give back as a whole need not be looked through once more
    sys.exit(status)


def _open_screen() -> None:
    if click.get_current_context().invoked_subcommand is None:
        from supportdesk.tui.app import open_app

        gc.set_threshold(*_USUAL)  # the screen stays open for days

        open_app()


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"supportdesk {__version__}")
        ctx.exit()


def _set_language() -> None:
    """Choose the language, and hand click, which speaks by gettext's own domain, the same catalogue."""
    from supportdesk import settings

    i18n.use(i18n.detect())
    i18n.use(i18n.detect(setting=settings.load_settings().language))
    if i18n.language() != "en":
        import gettext

        os.environ["LANGUAGE"] = i18n.language()
        gettext.bindtextdomain("supportdesk", i18n.locale_folder())
        gettext.textdomain("supportdesk")


def _refuse(problem: SupportdeskError) -> int:
    click.echo(_("Error: {message}").format(message=problem.message), err=True)
    if problem.hint:
        click.echo(problem.hint, err=True)
    return problem.exit_code


def _fault(problem: Exception) -> int:
    """Name a fault's kind and place; its message, which may quote the ticket, only where SUPPORTDESK_DEBUG is set."""
    frame = problem.__traceback__
    place = ""
    while frame is not None:
        name = frame.tb_frame.f_code.co_filename
        if "supportdesk" in name:
            place = f"{os.path.basename(name)}:{frame.tb_lineno}"
        frame = frame.tb_next
    click.echo(
        _("A fault in supportdesk itself: {kind} at {place}. Nothing that was saved is lost.").format(
            kind=type(problem).__name__, place=place
        ),
        err=True,
    )
    if os.environ.get("SUPPORTDESK_DEBUG"):
        import traceback

        from supportdesk.masking import mask

        click.echo(mask("".join(traceback.format_exception(problem)))[0], err=True)
    else:
        click.echo(_("SUPPORTDESK_DEBUG=1 shows where it happened; keys are masked in it."), err=True)
    return PROGRAM_FAULT
