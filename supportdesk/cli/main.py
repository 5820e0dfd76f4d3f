"""The command line's frame: what a run returns, refuses and survives.

stdout is data, stderr is talk. Every refusal of the program (errors.SupportdeskError) is one sentence and a hint on
stderr; Ctrl-C is 130, a reader that goes away (`| head`) 141 without a word, a fault of the program itself 70.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence

from supportdesk import i18n
from supportdesk.errors import SettingsError, SupportdeskError
from supportdesk.i18n import _

OUTPUT_ERRORS = (errno.ENOSPC, errno.EBADF, errno.EIO, errno.EFBIG)
"""What the system says of a standard output that takes nothing more."""

COLLECT_AFTER = 100_000
"""New objects after which a command looks for garbage in cycles. Looking as often as Python does, after 700, costs a
tenth of a short command's time and finds nothing."""

INTERRUPTED, PIPE_CLOSED, PROGRAM_FAULT = 130, 141, 70


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with `arguments` (the process's own when None) and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        _set_language()
        return _run(arguments)
    except SupportdeskError as problem:
        return _refuse(problem)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # what is still buffered would fail again, loudly, when the interpreter closes stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return PIPE_CLOSED
    except OSError as problem:
        if problem.errno not in OUTPUT_ERRORS:
            return _fault(problem)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        _say(_("Error: the output cannot be written: {reason}").format(reason=problem.strerror))
        return SupportdeskError.exit_code
    except Exception as problem:
        # the last frame: a traceback would print what was pasted, keys and all
        return _fault(problem)


def main() -> None:
    """Be the program `supportdesk`."""
    gc.set_threshold(COLLECT_AFTER, *gc.get_threshold()[1:])  # the screen, which stays for days, undoes it
    status = run()
    gc.freeze()  # what the process is about to give back as a whole need not be looked through once more
    if "click" not in sys.modules and sys.gettrace() is None:
        # the plain form has read files and printed; taking the interpreter apart would cost a twentieth of its time
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(status)
    sys.exit(status)


def _run(arguments: Sequence[str] | None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    if not given and "_SUPPORTDESK_COMPLETE" not in os.environ:  # click has nothing to read, and costs the first paint
        from supportdesk.cli.screen import open_screen

        open_screen()
        return 0
    from supportdesk.cli.ticket import plain_form, print_diagnosis

    plain = plain_form(given)
    if plain is not None:
        as_json, files = plain
        return print_diagnosis(files, as_json=as_json)
    from supportdesk.cli.group import run_group

    return run_group(arguments)


def _say(text: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(text + "\n")


def _set_language() -> None:
    """Choose the language, and hand click, which speaks by gettext's own domain, the same catalogue."""
    from supportdesk import settings

    i18n.use(i18n.detect())
    try:
        i18n.use(i18n.detect(setting=settings.load_settings().language))
    except SettingsError:
        if sys.argv[1:2] != ["doctor"]:  # which tells what is broken
            raise
    if i18n.language() != "en":
        import gettext

        os.environ["LANGUAGE"] = i18n.language()
        gettext.bindtextdomain("supportdesk", i18n.locale_folder())
        gettext.textdomain("supportdesk")


def _refuse(problem: SupportdeskError) -> int:
    _say(_("Error: {message}").format(message=problem.message))
    if problem.hint:
        _say(problem.hint)
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
    _say(
        _("A fault in supportdesk itself: {kind} at {place}. Nothing that was saved is lost.").format(
            kind=type(problem).__name__, place=place
        )
    )
    if os.environ.get("SUPPORTDESK_DEBUG"):
        import traceback

        from supportdesk.masking import mask

        _say(mask("".join(traceback.format_exception(problem)))[0])
    else:
        _say(_("SUPPORTDESK_DEBUG=1 shows where it happened; keys are masked in it."))
    return PROGRAM_FAULT
