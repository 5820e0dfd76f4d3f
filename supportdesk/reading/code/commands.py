"""A shell command as its program gets it: name, arguments, standard input; and the programs whose commands are read."""

from __future__ import annotations

from importlib import import_module

from supportdesk.reading.code.words import Word
from supportdesk.reading.evidence import NotRead, Request
from supportdesk.reading.repairs import Repair
from supportdesk.source import Span

PROGRAMS: dict[str, str] = {
    "curl": "supportdesk.reading.code.curl.reader",
    "wget": "supportdesk.reading.code.wget",
    "postman": "supportdesk.reading.code.wget",
    "http": "supportdesk.reading.code.httpie",
    "https": "supportdesk.reading.code.httpie",
    "xh": "supportdesk.reading.code.httpie",
    "xhs": "supportdesk.reading.code.httpie",
}
"""Name of a program → the module whose `read_command(command)` reads its commands; imported when one is met."""


class Command:
    """One simple command.

    `name` is the program without its folder and `.exe`; `stdin` what is piped or redirected into it, None when nothing;
    `span` its place; `repairs` what was mended to read it; `complete` whether it was read whole.
    """

    __slots__ = ("arguments", "complete", "name", "repairs", "span", "stdin")

    def __init__(self, name: str, arguments: list[Word], span: Span, stdin: Word | None = None) -> None:
        self.name = name
        self.arguments = arguments
        self.span = span
        self.stdin = stdin
        self.repairs: list[Repair] = []
        self.complete = True


class CommandReading:
    """The requests that one command sends, in order, and the arguments that were not understood."""

    __slots__ = ("not_read", "requests")

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.not_read: list[NotRead] = []


def program_name(word: str) -> str:
    """Return the program that a command word names: without folder, `.exe`, quotes and letter case of Windows."""
    name = word.replace("\\", "/").rpartition("/")[2]
    return name[:-4].lower() if name.lower().endswith(".exe") else name


def read_command(command: Command) -> CommandReading:
    """Read a command whose name is in PROGRAMS."""
    reading: CommandReading = import_module(PROGRAMS[command.name]).read_command(command)
    return reading
