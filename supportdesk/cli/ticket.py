"""From files to a printed verdict: what `supportdesk diagnose` does once its arguments are read."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.reading.files import read_file, read_stream
from supportdesk.source import Source

if TYPE_CHECKING:
    from supportdesk.advising.diagnosis import Diagnosis
    from supportdesk.eras import Era

ELSEWHERE = ("*", "?", "[", "~", "$", "%")
"""Characters of a file's name that a shell or click may still have to expand."""


def plain_form(arguments: Sequence[str]) -> tuple[bool, tuple[str, ...]] | None:
    """Return (whether JSON, the files) of `diagnose [--json] [FILE…|-]`; None for any other form of the command line.

    That form is what editors, hooks and pipes call all day: it needs no more of a parser than this, and click costs a
    fifth of the whole answer's time. On Windows click expands wildcards and speaks to the console, so it reads all.
    """
    if os.name == "nt" or "_SUPPORTDESK_COMPLETE" in os.environ or list(arguments[:1]) != ["diagnose"]:
        return None
    files = tuple(one for one in arguments[1:] if one != "--json")
    if any((one.startswith("-") and one != "-") or any(sign in one for sign in ELSEWHERE) for one in files):
        return None
    return len(files) + 1 < len(arguments), files


def print_diagnosis(
    files: tuple[str, ...],
    *,
    as_json: bool,
    language: str | None = None,
    width: int | None = None,
    database: str | None = None,
    release: str | None = None,
) -> int:
    """Diagnose the ticket in `files`, print the verdict and return the contract's exit status.

    `language` and `width` are those of the verdict for people; None is the interface's and the terminal's. `database`
    is a casebook that the charges are looked up in, None for none; `release` names the gateway's, None for what the
    rows show.
    """
    sources = read_sources(files)
    for source in sources:
        for note in source.notes:
            sys.stderr.write(f"{source.name}: {note}\n")
    diagnosis = _diagnosed(sources, database, read_era(release))
    if as_json:
        import json

        text = json.dumps(diagnosis.to_dict(), ensure_ascii=False, separators=(",", ":")) + "\n"
    else:
        from supportdesk import i18n
        from supportdesk.render.terminal import render

        if language:
            i18n.use(language)
        colour = (
            sys.stdout is not None
            and sys.stdout.isatty()
            and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM") != "dumb"
        )
        text = render(diagnosis.to_dict(), diagnosis.sources, columns=width or _columns(), colour=colour)
    if sys.stdout is None:  # started with a closed standard output
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    sys.stdout.write(text)
    sys.stdout.flush()
    return diagnosis.exit_status


def read_era(release: str | None) -> Era | None:
    """Return the bounds of a release, version or era that an option names; raises InputError for an unknown one."""
    if release is None:
        return None
    from supportdesk.eras import given_era
    from supportdesk.judging.compile import load_knowledge

    knowledge = load_knowledge()
    era = given_era(release, knowledge)
    if era is None:
        known = (*(one["id"] for one in knowledge.gateways.get("eras") or ()), *knowledge.releases)
        raise InputError(
            _("There is no release {release}.").format(release=release),
            _("Known: {names}").format(names=", ".join(known)),
        )
    return era


def _diagnosed(sources: list[Source], database: str | None, era: Era | None) -> Diagnosis:
    from supportdesk.diagnosing import diagnose

    if database is None:
        return diagnose(sources, era=era)
    if not os.path.exists(database):
        raise InputError(_("There is no casebook {path}.").format(path=database))
    from supportdesk.casebook import Casebook

    with Casebook(database) as book:
        return diagnose(sources, advised=book.advised, era=era)


def read_sources(files: tuple[str, ...]) -> list[Source]:
    """Read files (or stdin for '-' or none) into sources; raises InputError for what cannot be read."""
    sources: list[Source] = []
    for name in files or ("-",):
        sources += _read(name, len(sources))
    return sources


def _read(name: str, number: int) -> list[Source]:
    if name == "-":
        if sys.stdin.isatty():
            sys.stderr.write(_("Paste the ticket, then end it with Ctrl-D (on Windows Ctrl-Z and Enter).") + "\n")
        return read_stream(sys.stdin.buffer, number, "stdin")
    return read_file(name, number)


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size((80, 24)).columns
