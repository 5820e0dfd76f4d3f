"""One case: its text, its verdict, its history; noted, set to another status, its reply copied again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Footer, Static

from supportdesk.casebook.telling import status_name
from supportdesk.errors import StaleRevision, SupportdeskError
from supportdesk.i18n import _, mark, pick
from supportdesk.source import Source
from supportdesk.tui.diagnoser import Outcome
from supportdesk.tui.panes.fix import fix_page
from supportdesk.tui.panes.reply import reply_page
from supportdesk.tui.panes.timeline import timeline_page
from supportdesk.tui.panes.verdict import verdict_page
from supportdesk.tui.screens.copying import LEDGER, CopyingScreen
from supportdesk.tui.screens.questions import NoteScreen
from supportdesk.tui.widgets.answer_tabs import AnswerTabs
from supportdesk.tui.widgets.paste import PasteArea
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from supportdesk.casebook import Case, Casebook

TABS = (
    ("timeline", "F2", mark("History")),
    ("verdict", "F3", mark("Verdict")),
    ("fix", "F4", mark("Fix")),
    ("reply", "F5", mark("Reply")),
)


class CaseScreen(CopyingScreen):
    """Shows `case`; every change names the revision that is on the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", mark("Back")),
        Binding("n", "note", mark("Note")),
        Binding("o", "status('open')", mark("Open")),
        Binding("w", "status('waiting')", mark("Waiting")),
        Binding("r", "status('resolved')", mark("Resolved")),
        Binding("ctrl+r", "copy_reply", mark("Reply"), tooltip=mark("Copy the reply in the customer's language")),
        Binding("ctrl+t", "copy_fix", mark("Fix"), tooltip=mark("Copy the steps and the corrected request")),
        Binding(
            "f", "fetch", mark("Fetch"), tooltip=mark("Fetch the case's task and its log rows, and diagnose again")
        ),
        Binding("p", "prove", mark("Prove"), tooltip=mark("Run the corrected request in the sandbox")),
        Binding("f9", "copy_other_reply", mark("Other reply"), show=False),
        LEDGER,
        *(Binding(key.lower(), f"show_tab('{name}')", label, show=False) for name, key, label in TABS),
    ]

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case

    def compose(self) -> ComposeResult:
        """Lay out the head, the text and the tabs."""
        with Horizontal(id="head"):
            yield Static("", id="state", markup=False)
        with Horizontal(id="desk"):
            yield PasteArea(id="paste")
            yield AnswerTabs(TABS)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show the case."""
        self.query_one(PasteArea).give(self._outcome().text)
        self.query_one(PasteArea).read_only = True
        self.relabel()
        self.query_one(AnswerTabs).pane("timeline").focus()

    @property
    def outcome(self) -> Outcome:
        """The case's newest diagnosis."""
        return self._outcome()

    def _outcome(self) -> Outcome:
        sources = [Source(text, number, name) for number, (name, text) in enumerate(self.case.sources)]
        return Outcome(sources[0].text if sources else "", self.case.diagnosis, sources, [], 0)

    def relabel(self) -> None:
        """Write every text in the language in use."""
        row, outcome = self.case.row, self._outcome()
        state = f"{_('Case')} {row.number} · {status_name(row.status)} · {visible_line(pick(row.title))}"
        self.query_one("#state", Static).update(state)
        tabs = self.query_one(AnswerTabs)
        tabs.relabel()
        self.query_one(PasteArea).mark(outcome.places())
        tabs.show(
            {
                "timeline": timeline_page(self.case, self.desk.zone),
                "verdict": verdict_page(outcome),
                "fix": fix_page(outcome),
                "reply": reply_page(outcome),
            }
        )

    def action_back(self) -> None:
        """Go back to where the case was opened."""
        self.dismiss()

    def action_show_tab(self, name: str) -> None:
        """Show one of the tabs."""
        self.query_one(AnswerTabs).active = name

    def action_go_to(self, start: int, end: int) -> None:
        """Show a place of the text."""
        self.query_one(PasteArea).go_to(start, end)

    def action_note(self) -> None:
        """Ask for a note and store it."""

        def _store(text: str | None) -> None:
            if text and text.strip():
                self._change(lambda book: book.add_note(self.case.number, text, self.case.revision))

        self.app.push_screen(NoteScreen(), _store)

    def action_status(self, status: str) -> None:
        """Set the status."""
        if status != self.case.status:
            self._change(lambda book: book.set_status(self.case.number, status, self.case.revision))

    def action_fetch(self) -> None:
        """Fetch the case's task and its rows from the gateway that was chosen last, and diagnose again."""
        from supportdesk.fetching import fetch_into, told

        def _fetch(book: Casebook) -> Case:
            case, fetched = fetch_into(book, self.case.number, self.desk.gateway)
            self.app.call_from_thread(self.desk.tell, told(fetched))
            return case

        self._change(_fetch)

    def action_prove(self) -> None:
        """Run the corrected request in the sandbox and note what came of it."""
        from supportdesk.fetching import prove_fix

        def _prove(book: Casebook) -> Case:
            case, line, _accepted = prove_fix(book, self.case.number)
            self.app.call_from_thread(self.desk.tell, line)
            return case

        self._change(_prove)

    def _change(self, change: Callable[[Casebook], Case]) -> None:
        """Change the case in a thread; where it has changed meanwhile, say what and show that."""

        def _work() -> None:
            try:
                changed = change(self.desk.book())
            except StaleRevision as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)
                self.app.call_from_thread(self._take, self.desk.book().get(self.case.number))
            except SupportdeskError as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)
            else:
                self.app.call_from_thread(self._take, changed)

        self.run_worker(_work, thread=True, group="casebook")

    def _take(self, case: Case) -> None:
        self.case = case
        self.query_one(PasteArea).give(self._outcome().text)
        self.relabel()
