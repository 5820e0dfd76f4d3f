"""Saving a ticket as a case, filing it, bringing it back: what the triage screen does with the casebook, in threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _
from supportdesk.tui.panes.reply import NAMES
from supportdesk.tui.screens.copying import CopyingScreen
from supportdesk.tui.ticket import Draft, Filing, Ticket

if TYPE_CHECKING:
    from collections.abc import Callable

    from supportdesk.casebook import Case, Casebook
    from supportdesk.tui.diagnoser import Diagnoser, Outcome
    from supportdesk.tui.widgets.paste import PasteArea


class FilingScreen(CopyingScreen):
    """A screen with a ticket that can be filed; where its newest text has no verdict, it is diagnosed in a thread.

    A screen that derives from it has the paste, gives the draft and shows another one.
    """

    def __init__(self, make_diagnoser: Callable[[], Diagnoser]) -> None:
        super().__init__()
        self.ticket = Ticket()
        self._make_diagnoser = make_diagnoser
        self._busy = False
        self._then: Callable[[], None] | None = None

    @property
    def paste(self) -> PasteArea:
        """The paste."""
        raise NotImplementedError

    @property
    def draft(self) -> Draft:
        """What a save would store now."""
        raise NotImplementedError

    def _fill(self, draft: Draft) -> None:
        """Put another draft on the screen."""
        raise NotImplementedError

    def _show_state(self) -> None:
        """Show whether what is on the screen is saved."""
        raise NotImplementedError

    @property
    def is_saved(self) -> bool:
        """Whether the program may end without losing anything."""
        return self.ticket.is_saved(self.draft) and not self._busy

    @property
    def is_busy(self) -> bool:
        """Whether the casebook is at work on the ticket."""
        return self._busy

    def named(self, text: str) -> str:
        """Return the text as it is diagnosed: with the name of its source where that is not the paste."""
        return text

    def action_save(self) -> None:
        """Save the ticket as a case, or its changes into its case."""
        draft = self.draft
        if not draft.text.strip():
            self.desk.tell(_("There is nothing to save: paste a ticket first."))
        elif self.ticket.is_saved(draft) and self.ticket.case:
            self.desk.tell(_("Case {number} is saved already.").format(number=self.ticket.case.number))
        else:
            self._save(draft, clear=False)

    def action_next_ticket(self) -> None:
        """File the ticket as a case and clear the screen for the next one."""
        draft = self.draft
        if not draft.text.strip():
            self.desk.tell(_("The screen is ready for the next ticket."))
            self.paste.focus()
        elif self.ticket.is_saved(draft) and self.ticket.case:
            self._leave(self.ticket.case, draft, by_next=False)
        else:
            self._save(draft, clear=True)

    def action_undo_filing(self) -> None:
        """Bring back the ticket that left the screen last; withdraw its case if leaving had filed it."""
        if self.ticket.filings and not self._busy:
            filing = self.ticket.filings[-1]
            if filing.by_next:
                self._in_thread(lambda: self._withdraw(filing))
            else:
                self._bring_back(filing, filing.case)

    def save_and_quit(self) -> None:
        """Save the ticket, then end the program; a refusal keeps it open."""
        self._save(self.draft, clear=False, then_quit=True)

    def then_clear(self, done: Callable[[], None]) -> None:
        """File what is on the screen, then go on with the next ticket; where the casebook refuses, nothing is done."""
        self._then = done
        self.action_next_ticket()
        if not self._busy:
            self._go_on()

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _save(self, draft: Draft, *, clear: bool, then_quit: bool = False) -> None:
        if not self._busy:
            outcome, case = self.ticket.outcome, self.ticket.case
            self._in_thread(lambda: self._file(draft, outcome, case, clear=clear, then_quit=then_quit))

    def _in_thread(self, work: object) -> None:
        self._set_busy(True)
        self.run_worker(work, thread=True, group="casebook", exit_on_error=False)  # type: ignore[arg-type] # a callable without a result

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.paste.hold(busy)

    def _file(self, draft: Draft, outcome: Outcome | None, case: Case | None, *, clear: bool, then_quit: bool) -> None:
        """Store the draft, in a thread."""
        try:
            if outcome is None or outcome.text != draft.text:
                outcome = self._make_diagnoser()(self.named(draft.text))
            book = self.desk.book()
            ticket_ref, customer = draft.ticket_ref or None, draft.customer or None
            if case is None:
                version = outcome.rules_version
                stored = book.save(outcome.data, outcome.sources, ticket_ref, customer, rules_version=version)
            else:
                stored = case
                if self.ticket.saved is None or draft.text != self.ticket.saved.text:
                    stored = book.refile(
                        case.number,
                        outcome.data,
                        outcome.sources,
                        revision=stored.revision,
                        rules_version=outcome.rules_version,
                    )
                if (stored.row.ticket_ref, stored.row.customer) != (ticket_ref, customer):
                    stored = book.set_details(case.number, stored.revision, ticket_ref=ticket_ref, customer=customer)
            stored = self._file_replies(book, stored, draft)
        except SupportdeskError as problem:
            self.app.call_from_thread(self._refused, problem)
        else:
            self.app.call_from_thread(self._stored, stored, draft, clear=clear, then_quit=then_quit)

    def _file_replies(self, book: Casebook, case: Case, draft: Draft) -> Case:
        """Note the replies that a person has edited, once each, in a thread."""
        known = self.ticket.saved.replies if self.ticket.saved is not None else ()
        for language, text in draft.replies:
            if (language, text) not in known:
                head = _("Reply as edited ({language}):").format(language=_(NAMES[language]))
                case = book.add_note(case.number, f"{head}\n{text}", case.revision)
        return case

    def _stored(self, case: Case, draft: Draft, *, clear: bool, then_quit: bool) -> None:
        self._set_busy(False)
        is_new = self.ticket.case is None
        self.ticket.keep(case, draft)
        if then_quit:
            self.app.exit()
        elif clear and draft == self.draft:
            self._leave(case, draft, by_next=is_new)
        else:
            self.desk.tell(_("Saved as case {number}.").format(number=case.number))
        self._show_state()
        self._go_on()

    def _leave(self, case: Case, draft: Draft, *, by_next: bool) -> None:
        self.ticket.filings.append(Filing(draft, case, by_next))
        self.ticket.clear()
        self._fill(Draft("", "", ""))
        self.desk.tell(_("Case {number} is filed; Ctrl+Z brings it back.").format(number=case.number))

    def _withdraw(self, filing: Filing) -> None:
        """Withdraw a filed case, in a thread."""
        try:
            self.desk.book().withdraw(filing.case.number, filing.case.revision)
        except SupportdeskError as problem:
            self.app.call_from_thread(self._refused, problem)
        else:
            self.app.call_from_thread(self._bring_back, filing, None)

    def _bring_back(self, filing: Filing, case: Case | None) -> None:
        self._set_busy(False)
        self.ticket.filings.remove(filing)
        self._fill(filing.draft)
        if case is not None:
            self.ticket.keep(case, filing.draft)
            self.desk.tell(_("Case {number} is on the screen again.").format(number=case.number))
        else:
            self.desk.tell(_("Filing of case {number} is undone.").format(number=filing.case.number))
        self._show_state()

    def _refused(self, problem: SupportdeskError) -> None:
        self._set_busy(False)
        self._then = None
        self.desk.tell_problem(problem)
        self._show_state()
