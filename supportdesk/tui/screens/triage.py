"""Triage: the paste on the left, the verdict on the right as one types; saved, filed, undone, copied by one key."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from supportdesk.i18n import _, mark
from supportdesk.tui.latest import LatestDiagnoser
from supportdesk.tui.panes.waiting import empty_pages, failed_page, paste_hint, reading_page
from supportdesk.tui.screens.copying import LEDGER
from supportdesk.tui.screens.recovering import RecoveringScreen
from supportdesk.tui.ticket import Draft
from supportdesk.tui.widgets.answer_tabs import AnswerTabs
from supportdesk.tui.widgets.footer import DeskFooter
from supportdesk.tui.widgets.line_input import LineInput
from supportdesk.tui.widgets.paste import PasteArea
from supportdesk.tui.widgets.reply_editor import ReplyEditor

if TYPE_CHECKING:
    from collections.abc import Callable

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


class TriageScreen(RecoveringScreen):
    """The desk; the diagnoser is made and called in a thread of its own, its `cancel`, where it has one, in any."""

    AUTO_FOCUS = "#paste"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", mark("Save"), tooltip=mark("Save the ticket as a case"), id="triage.save"),
        Binding(
            "ctrl+n", "next_ticket", mark("Next"), tooltip=mark("File the case and clear the screen"), id="triage.next"
        ),
        # before the paste's own undo, and only where that has nothing to undo
        Binding(
            "ctrl+z", "undo_filing", mark("Undo"), tooltip=mark("Bring back the ticket that was filed last"),
            priority=True, id="triage.undo-filing",
        ),
        Binding(
            "ctrl+z", "undo_paste", mark("Undo"), tooltip=mark("Take back what was typed or added last"), show=False,
            id="triage.undo",
        ),
        Binding(
            "ctrl+r", "copy_reply", mark("Reply"), tooltip=mark("Copy the reply in the customer's language"),
            id="triage.copy-reply",
        ),
        Binding(
            "ctrl+t", "copy_fix", mark("Fix"), tooltip=mark("Copy the steps and the corrected request"),
            id="triage.copy-fix",
        ),
        Binding(
            "alt+q", "copy_question", mark("Question"), tooltip=mark("Copy the next question to the customer"),
            id="triage.copy-question",
        ),
        Binding(
            "alt+m", "add_material", mark("Add"), tooltip=mark("Add more material to this ticket"), id="triage.add"
        ),
        Binding(
            "f8", "next_evidence", mark("Evidence"), tooltip=mark("Show the next place the verdict rests on"),
            id="triage.evidence",
        ),
        Binding(
            "alt+o", "open_file", mark("File"), tooltip=mark("Read a ticket from a file or a picture"), show=False,
            id="triage.open",
        ),
        Binding(
            "alt+i", "open_picture", mark("Picture"), tooltip=mark("Show what was read in the picture, to correct it"),
            show=False, id="triage.picture",
        ),
        Binding(
            "alt+v", "clipboard_picture", mark("Clipboard's picture"), show=False, id="triage.clipboard-picture",
            tooltip=mark("Read the picture on the clipboard"),
        ),
        Binding(
            "alt+z", "recover", mark("Bring back"), tooltip=mark("Bring back the ticket that was not saved"),
            id="triage.recover",
        ),
        Binding(
            "escape", "cancel", mark("Cancel"), tooltip=mark("End what is being read, or go back to the paste"),
            show=False, id="triage.cancel",
        ),
        Binding(
            "f9", "copy_other_reply", mark("Other reply"), tooltip=mark("Copy the reply in the other language"),
            show=False, id="triage.copy-other-reply",
        ),
        Binding(
            "f7", "next_request_form", mark("Form"), tooltip=mark("Show the request in the next form"), show=False,
            priority=True, id="triage.form",
        ),
        Binding(
            "ctrl+l", "copy_request", mark("Request"), tooltip=mark("Copy the request that the code sends"), show=False,
            id="triage.copy-request",
        ),
        Binding(
            "f10", "diagnose_again", mark("Again"), tooltip=mark("Diagnose once more"), show=False, id="triage.again"
        ),
        LEDGER,
        # before the paste, which would select lines by F6 and F7
        *(
            Binding(key.lower(), f"show_tab('{name}')", label, show=False, priority=True, id=f"triage.{name}")
            for name, key, label in TABS
        ),
    ]  # fmt: skip

    def __init__(self, make_diagnoser: Callable[[], Diagnoser]) -> None:
        super().__init__(make_diagnoser)
        self._diagnoser = LatestDiagnoser(make_diagnoser, self._answered)
        self._asked = self._answer = 0
        self._timer: Timer | None = None
        self._evidence = -1
        self._offered: tuple[bool, ...] = ()
        self._form = "http"

    def compose(self) -> ComposeResult:
        """Lay out the head, the paste and the tabs."""
        with Horizontal(id="head"):
            yield Static("", id="state", markup=False)
            yield LineInput(id="ticket", compact=True)
            yield LineInput(id="customer", compact=True)
        with Horizontal(id="desk"):
            yield PasteArea(id="paste")
            yield AnswerTabs(TABS, {"reply": ReplyEditor()})
        yield DeskFooter(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin with an empty desk, and load what the first diagnosis needs."""
        self.paste.is_asked = True
        self.relabel()
        self.paste.focus()
        self.desk.when_painted(self._warm_up)
        self.desk.when_painted(self.begin_recovery)
        if self.piped is not None:
            self.call_after_refresh(self.open_pipe, self.piped)

    def on_unmount(self) -> None:
        """End the diagnoser's thread."""
        self.cancel_diagnosis()
        self._diagnoser.end()
        self.end_recovery()

    @property
    def paste(self) -> PasteArea:
        """The paste."""
        return self.query_one("#paste", PasteArea)

    @property
    def tabs(self) -> AnswerTabs:
        """The tabs beside the paste."""
        return self.query_one(AnswerTabs)

    @property
    def draft(self) -> Draft:
        """What a save would store now."""
        ticket_ref, customer = (self.query_one(name, Input).value.strip() for name in ("#ticket", "#customer"))
        return Draft(self.paste.source_text, ticket_ref, customer, self.edited_replies())

    @property
    def outcome(self) -> Outcome | None:
        """The diagnosis that is shown."""
        return self.ticket.outcome

    @property
    def is_reading(self) -> bool:
        """Whether the verdict of what is on the screen is still to come."""
        return self.paste.loading or self.is_reading_file or self._answer != self._asked

    def relabel(self) -> None:
        """Write every text in the language in use."""
        self.paste.hint("\n\n".join(part for part in (self.recovery_line(), paste_hint()) if part))
        self.query_one("#ticket", Input).placeholder = _("Ticket reference")
        self.query_one("#customer", Input).placeholder = _("Customer")
        self.tabs.relabel()
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer an action only where it does something."""
        blank = self.is_mounted and not self.paste.source_text.strip()
        if action == "undo_filing":
            return bool(self.ticket.filings) and blank and not self.paste.can_undo
        if action == "recover":
            return self.left is not None and blank
        if action == "add_material":
            return True if not blank else None
        if action == "copy_question":
            return bool(self.ticket.outcome and self.ticket.outcome.data["ask"])
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
            self._answer = self._asked
            self.cancel_diagnosis()
            self.ticket.answer(None)
            self.picture = None
            self.replies.edits = {}
            self._show()
        self._show_state()
        self._refresh_keys()

    @on(PasteArea.OnPlaces)
    def _on_places(self, event: PasteArea.OnPlaces) -> None:
        """Mark the evidence in the verdict that rests on the place under the cursor."""
        event.stop()
        self.tabs.pane("verdict").mark_places(event.places)

    def on_input_changed(self) -> None:
        """Show whether what is typed is saved."""
        self._show_state()

    def action_diagnose_again(self) -> None:
        """Diagnose the paste once more: the rules may have changed meanwhile."""
        self.on_paste_area_given()

    def action_undo_paste(self) -> None:
        """Take back what was typed or added last, wherever the focus is."""
        self.paste.undo()

    def cancel_diagnosis(self) -> bool:
        """End a diagnosis that runs elsewhere; return whether there was one."""
        return self._diagnoser.cancel()

    def _warm_up(self) -> None:
        """Load what a diagnosis and its pages need; the diagnosis, unless one is under way already."""
        self.replies.hold_areas()
        self.run_worker(partial(import_module, "supportdesk.tui.panes.answer"), thread=True, group="loading")
        if not self._asked:
            self._diagnoser.ask(0, "")

    def _ask(self) -> None:
        self._diagnoser.ask(self._asked, self.named(self.paste.source_text))

    def _answered(self, number: int, outcome: Outcome | Exception) -> None:
        """Take an answer, in the diagnoser's thread."""
        if self.is_running:
            self.app.call_later(self._take, number, outcome)

    def _take(self, number: int, outcome: Outcome | Exception) -> None:
        if number == 0:
            self.desk.keep_loaded()  # rules and readers are there now
        if number != self._asked or number == 0:
            return  # something newer is on its way
        self._answer = number
        if isinstance(outcome, Exception):
            self.ticket.answer(None)
            self.paste.mark([])
            self.replies.show(None)
            self.tabs.show({**empty_pages(), "verdict": failed_page(outcome)})
        else:
            masked = outcome.sources[0].text if outcome.sources else outcome.text
            self.paste.settle(masked)
            self.ticket.answer(outcome._replace(text=masked))
            self._evidence = -1
            self._show()
            self.check_edits()
            return
        self._show_state()
        self._refresh_keys()

    def _show(self) -> None:
        """Show the diagnosis in the tabs and under the paste, or what to do first."""
        outcome = self.ticket.outcome
        self.replies.show(outcome)
        if outcome is None:
            self.paste.mark([])
            self.tabs.show(empty_pages())
        else:
            self.paste.mark(outcome.places())
            from supportdesk.tui.panes.answer import answer_pages

            self.tabs.show(answer_pages(outcome, self.ticket.before, self.picture, self._form))
        self._show_state()
        self._refresh_keys()

    def _refresh_keys(self) -> None:
        """Let the footer follow what can be done now; only on a change, for it is built anew each time."""
        outcome, blank = self.ticket.outcome, not self.paste.source_text.strip()
        offered = (
            outcome is not None, bool(outcome and outcome.data["ask"]), bool(self.ticket.filings), blank,
            self.left is not None, blank and self.paste.can_undo,
        )  # fmt: skip
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
        if self._progress:
            state += f" · {self._progress}"
        elif draft.text.strip() and self._answer != self._asked:
            state += " · " + _("reading…")
        if self.paste.is_window:
            state += " · " + _("{size} characters, a part is shown").format(size=f"{self.paste.length:,}")
        self.query_one("#state", Static).update(state)
        self.keep_later()

    def action_show_tab(self, name: str) -> None:
        """Show one of the tabs; the key of the one that is shown moves the focus into it."""
        if self.tabs.active != name:
            self.tabs.active = name
        elif name == "reply":
            self.replies.focus_reply()
        else:
            self.tabs.pane(name).focus()

    def action_go_to(self, start: int, end: int) -> None:
        """Show a place of the paste."""
        self.paste.go_to(start, end)

    def action_next_evidence(self) -> None:
        """Show the next place that the verdict rests on."""
        places = self.ticket.outcome.places() if self.ticket.outcome else []
        if places:
            self._evidence = (self._evidence + 1) % len(places)
            self.paste.go_to(*places[self._evidence])

    def action_open_rule(self, number: int) -> None:
        """Show the page of a rule that has answered."""
        outcome = self.ticket.outcome
        if outcome is not None and 0 <= number < len(outcome.answers):
            self.desk.open_rule(outcome.answers[number].rule)

    def action_request_form(self, form: str) -> None:
        """Show the requests that were read in another form."""
        from supportdesk.tui.panes.request import request_page

        self._form = form
        if self.ticket.outcome is not None:
            self.tabs.show({"request": request_page(self.ticket.outcome, form)})

    def action_next_request_form(self) -> None:
        """Show the requests in the next form."""
        from supportdesk.tui.panes.request import next_form

        self.tabs.active = "request"
        self.action_request_form(next_form(self._form))

    def action_copy_request(self) -> None:
        """Copy the requests that were read, in the form that is shown."""
        from supportdesk.tui.panes.request import request_text

        text = request_text(self.ticket.outcome, self._form) if self.ticket.outcome else ""
        if text:
            self.app.copy_to_clipboard(text)
        self.desk.tell(
            _("The request is copied; keys in it are masked.") if text else _("There is no request to copy.")
        )

    def _fill(self, draft: Draft) -> None:
        super()._fill(draft)
        self.query_one("#ticket", Input).value = draft.ticket_ref
        self.query_one("#customer", Input).value = draft.customer
        self.paste.focus()
        self.tabs.active = "verdict"
        self._show()
