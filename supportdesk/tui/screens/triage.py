"""Triage: the paste on the left, the verdict on the right as one types; saved, filed, undone, copied by one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Footer, Input, Static

from supportdesk.i18n import _, mark
from supportdesk.tui.latest import LatestDiagnoser
from supportdesk.tui.panes.fix import fix_page
from supportdesk.tui.panes.reply import reply_page
from supportdesk.tui.panes.request import next_form, request_page, request_text
from supportdesk.tui.panes.rules import rules_page
from supportdesk.tui.panes.verdict import verdict_page
from supportdesk.tui.panes.waiting import empty_pages, failed_page, paste_hint, reading_page
from supportdesk.tui.screens.copying import LEDGER
from supportdesk.tui.screens.filing import FilingScreen
from supportdesk.tui.ticket import Draft
from supportdesk.tui.widgets.answer_tabs import AnswerTabs
from supportdesk.tui.widgets.paste import PasteArea

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from supportdesk.tui.diagnoser import Diagnoser, Outcome

PAUSE_S = 0.05
"""Seconds without a keystroke before a diagnosis begins: it shall stand within 0.15 s after typing stops."""

TABS = (
    ("verdict", "F2", mark("Verdict")),
    ("fix", "F3", mark("Fix")),
    ("reply", "F4", mark("Reply")),
    ("rules", "F5", mark("Rules")),
    ("request", "F6", mark("Request")),
)


class TriageScreen(FilingScreen):
    """The desk; `diagnose` is called in a thread of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", mark("Save"), tooltip=mark("Save the ticket as a case")),
        Binding("ctrl+n", "next_ticket", mark("Next"), tooltip=mark("File the case and clear the screen")),
        # before the paste's own undo, and only where that has nothing to undo
        Binding(
            "ctrl+z",
            "undo_filing",
            mark("Undo"),
            tooltip=mark("Bring back the ticket that was filed last"),
            priority=True,
        ),
        Binding("ctrl+r", "copy_reply", mark("Reply"), tooltip=mark("Copy the reply in the customer's language")),
        Binding("ctrl+t", "copy_fix", mark("Fix"), tooltip=mark("Copy the steps and the corrected request")),
        Binding("ctrl+o", "cases", mark("Cases"), tooltip=mark("Find earlier cases")),
        Binding("f8", "next_evidence", mark("Evidence"), tooltip=mark("Show the next place the verdict rests on")),
        Binding("f9", "copy_other_reply", mark("Other reply"), show=False),
        Binding("f7", "next_request_form", mark("Form"), show=False, priority=True),
        Binding("ctrl+l", "copy_request", mark("Request"), show=False),
        Binding("f10", "diagnose_again", mark("Again"), show=False),
        LEDGER,
        # before the paste, which would select lines by F6 and F7
        *(Binding(key.lower(), f"show_tab('{name}')", label, show=False, priority=True) for name, key, label in TABS),
    ]

    def __init__(self, diagnose: Diagnoser) -> None:
        super().__init__(diagnose)
        self._diagnoser = LatestDiagnoser(diagnose, self._answered)
        self._asked = self._answer = 0
        self._timer: Timer | None = None
        self._evidence = -1
        self._offered = (False, False, False)
        self._form = "http"

    def compose(self) -> ComposeResult:
        """Lay out the head, the paste and the tabs."""
        with Horizontal(id="head"):
            yield Static("", id="state", markup=False)
            yield Input(id="ticket", compact=True)
            yield Input(id="customer", compact=True)
        with Horizontal(id="desk"):
            yield PasteArea(id="paste")
            yield AnswerTabs(TABS)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Begin with an empty desk, and load what the first diagnosis needs."""
        self.relabel()
        self.paste.focus()
        self.call_after_refresh(self._diagnoser.ask, 0, "")

    def on_unmount(self) -> None:
        """End the diagnoser's thread."""
        self._diagnoser.end()

    @property
    def paste(self) -> PasteArea:
        """The paste."""
        return self.query_one(PasteArea)

    @property
    def tabs(self) -> AnswerTabs:
        """The tabs beside the paste."""
        return self.query_one(AnswerTabs)

    @property
    def draft(self) -> Draft:
        """What a save would store now."""
        values = (self.query_one(name, Input).value.strip() for name in ("#ticket", "#customer"))
        return Draft(self.paste.source_text, *values)

    @property
    def outcome(self) -> Outcome | None:
        """The diagnosis that is shown."""
        return self.ticket.outcome

    def relabel(self) -> None:
        """Write every text in the language in use."""
        self.paste.hint(paste_hint())
        self.query_one("#ticket", Input).placeholder = _("Ticket reference")
        self.query_one("#customer", Input).placeholder = _("Customer")
        self.tabs.relabel()
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer an action only where it does something."""
        if action == "undo_filing":
            return bool(self.ticket.filings) and not self.paste.source_text.strip()
        if action in ("copy_reply", "copy_other_reply", "copy_fix", "next_evidence"):
            return True if self.ticket.outcome is not None else None
        return super().check_action(action, parameters)

    def on_paste_area_given(self) -> None:
        """Diagnose when typing stops."""
        self._asked += 1
        if self._timer is not None:
            self._timer.stop()
        if self.paste.source_text.strip():
            self._timer = self.set_timer(PAUSE_S, self._ask)
            if self.ticket.outcome is None:
                self.tabs.show({"verdict": reading_page()})
        else:
            self.ticket.outcome = None
            self._show()
        self._show_state()
        self._refresh_keys()

    def on_input_changed(self) -> None:
        """Show whether what is typed is saved."""
        self._show_state()

    def action_diagnose_again(self) -> None:
        """Diagnose the paste once more: the rules may have changed meanwhile."""
        self.on_paste_area_given()

    def _ask(self) -> None:
        self._diagnoser.ask(self._asked, self.paste.source_text)

    def _answered(self, number: int, outcome: Outcome | Exception) -> None:
        """Take an answer, in the diagnoser's thread."""
        if self.is_running:
            self.app.call_later(self._take, number, outcome)

    def _take(self, number: int, outcome: Outcome | Exception) -> None:
        if number != self._asked or number == 0:
            return  # something newer is on its way
        self._answer = number
        if isinstance(outcome, Exception):
            self.ticket.outcome = None
            self.paste.mark([])
            self.tabs.show({**empty_pages(), "verdict": failed_page(outcome)})
        else:
            masked = outcome.sources[0].text if outcome.sources else outcome.text
            self.paste.settle(masked)
            self.ticket.outcome = outcome._replace(text=masked)
            self._evidence = -1
            self._show()
            return
        self._show_state()
        self._refresh_keys()

    def _show(self) -> None:
        """Show the diagnosis in the tabs and under the paste, or what to do first."""
        outcome = self.ticket.outcome
        if outcome is None:
            self.paste.mark([])
            self.tabs.show(empty_pages())
        else:
            self.paste.mark(outcome.places())
            pages = {"verdict": verdict_page(outcome), "fix": fix_page(outcome), "reply": reply_page(outcome)}
            pages |= {"rules": rules_page(outcome), "request": request_page(outcome, self._form)}
            self.tabs.show(pages)
        self._show_state()
        self._refresh_keys()

    def _refresh_keys(self) -> None:
        """Let the footer follow what can be done now; only on a change, for it is built anew each time."""
        offered = (self.ticket.outcome is not None, bool(self.ticket.filings), bool(self.paste.source_text.strip()))
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()

    def _show_state(self) -> None:
        draft, case = self.draft, self.ticket.case
        if not draft.text.strip():
            state = _("New ticket")
        elif case is None:
            state = _("Not saved")
        elif self.ticket.is_saved(draft):
            state = _("Case {number} · saved").format(number=case.number)
        else:
            state = _("Case {number} · changed").format(number=case.number)
        if draft.text.strip() and self._answer != self._asked:
            state += " · " + _("reading…")
        if self.paste.is_window:
            state += " · " + _("{size} characters, a part is shown").format(size=f"{len(draft.text):,}")
        self.query_one("#state", Static).update(state)

    def action_show_tab(self, name: str) -> None:
        """Show one of the tabs."""
        self.tabs.active = name

    def action_go_to(self, start: int, end: int) -> None:
        """Show a place of the paste."""
        self.paste.go_to(start, end)

    def action_next_evidence(self) -> None:
        """Show the next place that the verdict rests on."""
        places = self.ticket.outcome.places() if self.ticket.outcome else []
        if places:
            self._evidence = (self._evidence + 1) % len(places)
            self.paste.go_to(*places[self._evidence])

    def action_request_form(self, form: str) -> None:
        """Show the requests that were read in another form."""
        self._form = form
        if self.ticket.outcome is not None:
            self.tabs.show({"request": request_page(self.ticket.outcome, form)})

    def action_next_request_form(self) -> None:
        """Show the requests in the next form."""
        self.tabs.active = "request"
        self.action_request_form(next_form(self._form))

    def action_copy_request(self) -> None:
        """Copy the requests that were read, in the form that is shown."""
        text = request_text(self.ticket.outcome, self._form) if self.ticket.outcome else ""
        if text:
            self.app.copy_to_clipboard(text)
        self.desk.tell(
            _("The request is copied; keys in it are masked.") if text else _("There is no request to copy.")
        )

    def action_cases(self) -> None:
        """Open the list of cases."""
        self.desk.open_cases()

    def _fill(self, draft: Draft) -> None:
        self.query_one("#ticket", Input).value = draft.ticket_ref
        self.query_one("#customer", Input).value = draft.customer
        self.paste.give(draft.text)
        self.paste.focus()
        self.tabs.active = "verdict"
        self._show()
