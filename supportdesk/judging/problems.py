"""What `supportdesk rules lint` finds: a problem with its place, its level and what to do about it."""

from __future__ import annotations

import re

from supportdesk.errors import RulesError
from supportdesk.i18n import mark
from supportdesk.judging.sources import File
from supportdesk.judging.yaml_text import Document
from supportdesk.named import NamedTuple

CODES: dict[str, tuple[str, str]] = {
    "schema": ("error", mark("a file or field is not of its form")),
    "unknown-name": ("error", mark("a fact, cause, kind or value that is not there")),
    "todo": ("error", mark("a text still says TODO")),
    "no-source": ("error", mark("nothing says where the knowledge comes from")),
    "no-language": ("error", mark("a text is missing in one language")),
    "never": ("error", mark("a condition that can never hold")),
    "always": ("error", mark("a condition that holds for every value of its facts")),
    "twice": ("error", mark("two rules or rows say the same")),
    "repeated": ("warning", mark("a wording that another row of its kind has, too")),
    "two-causes": ("error", mark("one condition proves two causes, and neither explains the other away")),
    "overlap": ("warning", mark("another rule of the cause says as much wherever this one holds")),
    "explained-away": ("warning", mark("another rule explains this one away wherever it holds")),
    "example-fails": ("error", mark("an example whose answer is not the one that it states")),
    "shadowed": ("error", mark("an error row that its own words do not reach")),
    "unreached": ("warning", mark("a wording that does not reach its own row")),
    "unused": ("warning", mark("nothing refers to it")),
    "no-example": ("warning", mark("an operator's rule without an example of each answer")),
    "side-by-side": ("note", mark("one condition makes two causes possible")),
    "refined": ("note", mark("a more certain rule of the same cause")),
    "go-before": ("note", mark("other rows go before this wording")),
}
"""Code → (level, what it means); errors make the status 1, notes are shown only when they are asked for."""

LEVELS = ("error", "warning", "note")


class Problem(NamedTuple):
    """One problem: its code of CODES, the file, 1-based line and column (None: the whole file), and what to do."""

    code: str
    file: str
    line: int | None
    column: int | None
    message: str
    hint: str | None = None

    @property
    def level(self) -> str:
        """How bad it is: one of LEVELS."""
        return CODES[self.code][0]


class Page:
    """A file of rules/ with its text and its data, from which problems get their places."""

    __slots__ = ("document", "file", "text")

    def __init__(self, file: File, text: str, document: Document) -> None:
        self.file = file
        self.text = text
        self.document = document

    def problem(self, code: str, message: str, *keys: str | int, hint: str | None = None) -> Problem:
        """Return a problem of the value at `keys`."""
        line, column = self.document.place(*keys) or (None, None)
        return Problem(code, self.file.path, line, column, message, hint)

    def refused(self, problem: RulesError) -> Problem:
        """Return what refused the file as a problem, at the word that is at fault where it stands in a longer value."""
        line, column = problem.line, problem.column
        if problem.word is not None and line is not None:
            line, column = self._place_of(problem.word, line) or (line, column)
        code = "unknown-name" if problem.word is not None else "schema"
        return Problem(code, self.file.path, line, column, problem.reason, problem.hint)

    def _place_of(self, word: str, line: int) -> tuple[int, int] | None:
        pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        for number, text in enumerate(self.text.splitlines()[line - 1 :], start=line):
            found = pattern.search(text)
            if found is not None:
                return number, found.start() + 1
        return None


def of_file(file: File, problem: RulesError) -> Problem:
    """Return a refusal of a file that could not be read to its end."""
    return Problem("schema", file.path, problem.line, problem.column, problem.reason, problem.hint)
