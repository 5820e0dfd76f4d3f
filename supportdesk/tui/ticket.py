"""The ticket on the desk: its text, its diagnosis, the case it was saved as, and what was filed before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.casebook import Case
    from supportdesk.tui.diagnoser import Outcome


class Draft(NamedTuple):
    """What a save stores.

    The masked text, the ticket's reference and customer ('' when not given), and the replies that a person has edited,
    as (language, text), in the order of the languages.
    """

    text: str
    ticket_ref: str
    customer: str
    replies: tuple[tuple[str, str], ...] = ()


class Filing(NamedTuple):
    """A ticket that left the screen: `by_next` when that filed it, so that an undo withdraws the case as well."""

    draft: Draft
    case: Case
    by_next: bool


class Ticket:
    """The state behind the triage screen.

    `outcome` is the newest diagnosis (None before the first), `before` the one without the material that was added last
    (None where none was), `case` what the ticket was saved as (None before), with
    `saved` the draft that is in it; `filings` the tickets that left the screen, newest last.
    """

    def __init__(self) -> None:
        self.outcome: Outcome | None = None
        self.before: Outcome | None = None
        self.case: Case | None = None
        self.saved: Draft | None = None
        self.filings: list[Filing] = []

    def is_saved(self, draft: Draft) -> bool:
        """Whether nothing would be lost if this draft left the screen."""
        return not draft.text.strip() or draft == self.saved

    def keep(self, case: Case, draft: Draft) -> None:
        """Remember that the draft is stored in the case."""
        self.case, self.saved = case, draft

    def clear(self) -> None:
        """Forget the ticket, not the filings."""
        self.outcome = self.before = self.case = self.saved = None

    def add_to(self) -> None:
        """Remember the diagnosis that more material is about to change."""
        self.before = self.outcome

    def answer(self, outcome: Outcome | None) -> None:
        """Take a newer diagnosis, None where the text is gone; what was added may have been taken back by an undo."""
        self.outcome = outcome
        if outcome is None or (self.before is not None and outcome.text == self.before.text):
            self.before = None
