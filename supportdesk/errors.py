"""The one tree of exceptions, each with what happened, what to do about it and an exit status.

SupportdeskError (2)
├── InputError (2)         the material or an argument cannot be read
├── SettingsError (2)      the settings file is wrong; carries its path
├── RulesError (2)         a file of rules/ is wrong; carries path, line and reason
└── CasebookError (2)      the case database refuses
    ├── StaleRevision      someone else changed the case meanwhile
    └── CaseNotFound
"""

from __future__ import annotations


class SupportdeskError(Exception):
    """Anything that the program refuses, told to a person.

    `message` says what happened and what was kept; `hint` is the next step or None;
    `exit_code` is the command line's status (design, 'The public contract': 2 is usage or unreadable input).
    """

    exit_code = 2

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(SupportdeskError):
    """A file, pipe or argument that cannot be read as a ticket."""


class SettingsError(SupportdeskError):
    """The settings file is refused; `path` names it."""

    def __init__(self, message: str, path: str, hint: str | None = None) -> None:
        super().__init__(f"{path}: {message}", hint)
        self.path = path


class RulesError(SupportdeskError):
    """A file below `rules/` that is refused.

    `path`, 1-based `line` and `column` (None when unknown) name the place; `reason` is the message without them.
    """

    def __init__(
        self, message: str, path: str, line: int | None = None, hint: str | None = None, column: int | None = None
    ) -> None:
        place = path if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {message}", hint)
        self.path = path
        self.line = line
        self.column = column
        self.reason = message
        self.word: str | None = None
        """The word at fault, where the place is that of a longer text which has it."""


class CasebookError(SupportdeskError):
    """The case database refuses: locked, full, corrupt, of a newer schema, or on a network folder."""


class StaleRevision(CasebookError):
    """An update named a revision that is no longer the newest; the message says what changed meanwhile."""


class CaseNotFound(CasebookError):
    """No case has that number."""
