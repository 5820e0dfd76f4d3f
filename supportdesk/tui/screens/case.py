"""One case: its text, its verdict, its history; changed, compared, merged, its reply copied again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from supportdesk.casebook.agent import agent_name
from supportdesk.casebook.telling import status_name
from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _, mark, pick
from supportdesk.source import Source
from supportdesk.tui.diagnoser import Outcome
from supportdesk.tui.panes.fix import fix_page
from supportdesk.tui.panes.reply import reply_page
from supportdesk.tui.panes.timeline import timeline_page
from supportdesk.tui.panes.verdict import verdict_page
from supportdesk.tui.screens.case_kin import CaseKin
from supportdesk.tui.screens.copying import LEDGER
from supportdesk.tui.widgets.answer_tabs import AnswerTabs
from supportdesk.tui.widgets.footer import DeskFooter
from supportdesk.tui.widgets.paste import PasteArea
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from supportdesk.casebook import Case, Casebook
    from supportdesk.casebook.attachments import Attachment
    from supportdesk.casebook.news import News

TABS = (
    ("timeline", "F2", mark("History")),
    ("verdict", "F3", mark("Verdict")),
    ("fix", "F4", mark("Fix")),
    ("reply", "F5", mark("Reply")),
)


class CaseScreen(CaseKin):
    """Shows `case`; every change names the revision that is on the screen."""

    CSS_PATH = "../cases.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "copy_reply", mark("Reply"), tooltip=mark("Copy the reply in the customer's language"),
                id="case.copy-reply"),
        Binding("ctrl+t", "copy_fix", mark("Fix"), tooltip=mark("Copy the steps and the corrected request"),
                id="case.copy-fix"),
        Binding("f", "fetch", mark("Fetch"), show=False,
                tooltip=mark("Fetch the case's task and its log rows, and diagnose again"), id="case.fetch"),
        Binding("p", "prove", mark("Prove"), show=False, tooltip=mark("Run the corrected request in the sandbox"),
                id="case.prove"),
        Binding("f9", "copy_other_reply", mark("Other reply"), show=False, id="case.copy-other-reply"),
        LEDGER,
        *(Binding(key.lower(), f"show_tab('{name}')", label, show=False, id=f"case.tab-{name}")
          for name, key, label in TABS),
    ]  # fmt: skip

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
        yield Static("", id="news", markup=False)
        yield DeskFooter(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the case."""
        self.query_one(PasteArea).give(self.outcome.text)
        self.query_one(PasteArea).read_only = True
        self.query_one("#news").display = False
        self.relabel()
        self.query_one(AnswerTabs).pane("timeline").focus()
        self._read_files()
        self.follow()

    @property
    def outcome(self) -> Outcome:
        """The case's newest diagnosis."""
        sources = [Source(text, number, name) for number, (name, text) in enumerate(self.case.sources)]
        return Outcome(sources[0].text if sources else "", self.case.diagnosis, sources, [], 0)

    def relabel(self) -> None:
        """Write every text in the language in use."""
        row, outcome = self.case.row, self.outcome
        parts = [f"{_('Case')} {row.number}", status_name(row.status), row.assignee, pick(row.title)]
        self.query_one("#state", Static).update(visible_line(" · ".join(part for part in parts if part)))
        tabs = self.query_one(AnswerTabs)
        tabs.relabel()
        self.query_one(PasteArea).mark(outcome.places())
        history = tabs.pane("timeline")
        at = history.scroll_y
        tabs.show(
            {
                "timeline": timeline_page(self.case, self.desk.zone, self.files, agent_name()),
                "verdict": verdict_page(outcome),
                "fix": fix_page(outcome),
                "reply": reply_page(outcome),
            }
        )
        if at:  # what others do meanwhile does not take the place away that is read
            history.scroll_to(y=at, animate=False)
        self.show_news()

    def store_changed(self, news: Sequence[News]) -> None:  # noqa: ARG002 - one's own changes elsewhere count as well
        """Show the case as it is now."""
        self._read()

    def take(self, case: Case, files: Sequence[Attachment]) -> None:
        """Show the case as it is now; a text that is the same keeps its cursor."""
        is_other = case.sources != self.case.sources
        self.case, self.files = case, files
        if is_other:
            self.query_one(PasteArea).give(self.outcome.text)
        self.relabel()

    def _read_files(self) -> None:
        case = self.case
        self.in_thread(lambda book: book.attachments(case.number), lambda files: self._read_anew(case, files))

    def _read(self) -> None:
        number = self.case.number

        def _work() -> None:
            try:
                book = self.desk.book()
                case, files = book.get(number), book.attachments(number)
            except SupportdeskError as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)
            else:
                self.app.call_from_thread(self._read_anew, case, files)

        self.run_worker(_work, thread=True, group="reading")

    def _read_anew(self, case: Case, files: Sequence[Attachment]) -> None:
        is_same = (case.number, case.revision, len(case.merged)) == (
            self.case.number, self.case.revision, len(self.case.merged),
        )  # fmt: skip
        is_old = case.number != self.case.number or case.revision < self.case.revision
        if self.is_attached and not is_old and not (is_same and list(files) == list(self.files)):
            self.take(case, files)

    def action_back(self) -> None:
        """Go back to where the case was opened."""
        self.dismiss()

    def action_show_tab(self, name: str) -> None:
        """Show one of the tabs."""
        self.query_one(AnswerTabs).active = name

    def action_go_to(self, start: int, end: int) -> None:
        """Show a place of the text."""
        self.query_one(PasteArea).go_to(start, end)

    def action_fetch(self) -> None:
        """Fetch the case's task and its rows from the gateway that was chosen last, and diagnose again."""
        from supportdesk.fetching import fetch_into, told

        number = self.case.number

        def _fetch(book: Casebook, _now: int) -> None:
            _case, fetched = fetch_into(book, number, self.desk.gateway)
            self.app.call_from_thread(self.desk.tell, told(fetched))

        self.change(lambda: _("Fetch"), _fetch)

    def action_prove(self) -> None:
        """Run the corrected request in the sandbox and note what came of it."""
        from supportdesk.fetching import prove_fix

        number = self.case.number

        def _prove(book: Casebook, _now: int) -> None:
            _case, line, _accepted = prove_fix(book, number)
            self.app.call_from_thread(self.desk.tell, line)

        self.change(lambda: _("Prove"), _prove)
