"""What checking a request finds."""

from __future__ import annotations

from typing import Any, Literal

from supportdesk.definitions.select import DefinitionInfo
from supportdesk.named import NamedTuple
from supportdesk.source import Span

Kind = Literal["missing", "type", "value", "unknown", "misplaced"]
Severity = Literal["error", "warning", "hint"]
Text = dict[str, str]


class Violation(NamedTuple):
    """One difference between a request and its definition.

    `pointer` is where it stands (for 'missing': where it should); `found` the value there as plain data (None for
    'missing'); `allowed` the values or types that are documented, a {"minimum", "maximum", …} for ranges, or None;
    `expected_pointer` where a misplaced field belongs; `span` the literal as written, for 'missing' the object around
    it, None where no single place states it; `message` {en, zh}.
    """

    pointer: str
    kind: Kind
    severity: Severity
    found: Any
    allowed: Any
    expected_pointer: str | None
    span: Span | None
    message: Text


class Checked:
    """The result of checking one request.

    `definition` is the one that was used (None: there is none, and `violations` is empty); `assumed` whether the
    gateway was not known and the default one's contract was taken; `notes` are sentences {en, zh} about the
    definition itself (an older page with its date, a contradiction that explains the request); `named` are the
    pointers of undocumented fields that an answer names. `envelope` and `placed` are for advice: the definition as
    read, and the body with its fields at their right places.
    """

    __slots__ = ("assumed", "definition", "envelope", "named", "notes", "placed", "violations")

    def __init__(self, definition: DefinitionInfo | None = None, *, assumed: bool = False) -> None:
        self.definition = definition
        self.assumed = assumed
        self.violations: list[Violation] = []
        self.notes: list[Text] = []
        self.named: list[str] = []
        self.envelope: dict[str, Any] | None = None
        self.placed: Any = None

    def errors(self) -> list[Violation]:
        """Return the violations that may be a cause."""
        return [violation for violation in self.violations if violation.severity == "error"]
