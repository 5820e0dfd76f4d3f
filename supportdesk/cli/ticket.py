"""From files to a printed verdict: what `supportdesk diagnose` does once its arguments are read."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from supportdesk.errors import InputError
from supportdesk.i18n import _
from supportdesk.source import Source, decode, is_text

if TYPE_CHECKING:
    from supportdesk.advising.diagnosis import Diagnosis

BYTES_LIMIT = 64_000_000
"""Bytes of one input that are taken into memory; more is refused with a sentence."""

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""What the files of spreadsheet programs begin with: a zip archive, or the older compound file."""

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
) -> int:
    """Diagnose the ticket in `files`, print the verdict and return the contract's exit status.

    `language` and `width` are those of the verdict for people; None is the interface's and the terminal's. `database`
    is a casebook that the charges are looked up in, None for none.
    """
    sources = read_sources(files)
    for source in sources:
        for note in source.notes:
            sys.stderr.write(f"{source.name}: {note}\n")
    diagnosis = _diagnosed(sources, database)
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


def _diagnosed(sources: list[Source], database: str | None) -> Diagnosis:
    from supportdesk.diagnosing import diagnose

    if database is None:
        return diagnose(sources)
    if not os.path.exists(database):
        raise InputError(_("There is no casebook {path}.").format(path=database))
    from supportdesk.casebook import Casebook

    with Casebook(database) as book:
        return diagnose(sources, advised=book.advised)


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
        return _source(sys.stdin.buffer, number, "stdin")
    try:
        with open(name, "rb") as file:
            return _source(file, number, name)
    except OSError as problem:
        raise InputError(
            _("{name} cannot be read: {reason}").format(name=name, reason=problem.strerror or problem),
            _("Name a file that exists, or - for standard input."),
        ) from problem


def _source(file: BinaryIO, number: int, name: str) -> list[Source]:
    """Return a text as one source, or each sheet of a workbook as its own."""
    data = file.read(BYTES_LIMIT + 1)
    if len(data) > BYTES_LIMIT:
        raise InputError(
            _("{name} is larger than {limit} MB").format(name=name, limit=BYTES_LIMIT // 1_000_000),
            _("Cut the part around the failing call, or use a log export's own command."),
        )
    if data.startswith(WORKBOOKS):
        from supportdesk.reading.workbooks import read_sheets

        return read_sheets(data, number, name)
    text, notes = decode(data)
    if not is_text(text):
        raise InputError(
            _("{name} is no text").format(name=name),
            _("Paste or export the text itself; pictures and archives are not read."),
        )
    return [Source(text, number, name, notes)]


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size((80, 24)).columns
