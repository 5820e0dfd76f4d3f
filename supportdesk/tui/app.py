"""The application: screens, the casebook behind them, the language, and quitting without losing a ticket."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from supportdesk import i18n
from supportdesk.casebook import Casebook
from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _, mark
from supportdesk.settings import Settings, load_settings
from supportdesk.tui.diagnoser import diagnose_paste
from supportdesk.tui.screens.case import CaseScreen
from supportdesk.tui.screens.cases import CasesScreen
from supportdesk.tui.screens.questions import QuitScreen
from supportdesk.tui.screens.triage import TriageScreen
from supportdesk.tui.translated import TranslatedModal, TranslatedScreen

if TYPE_CHECKING:
    from datetime import tzinfo

    from supportdesk.tui.diagnoser import Diagnoser

TOLD_S, PROBLEM_S = 4, 20
"""Seconds that a message and a refusal stay on the screen."""


class SupportdeskApp(App[None]):
    """The desk. `settings` are the operator's; `diagnose` turns a paste into an outcome, in a thread."""

    TITLE = "supportdesk"
    CSS_PATH = "desk.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g", "language", mark("中文"), tooltip=mark("Switch to Chinese"), priority=True),
        Binding(
            "ctrl+q", "quit", mark("Quit"), tooltip=mark("Quit; asks only where something is not saved"), priority=True
        ),
    ]

    def __init__(self, settings: Settings, diagnose: Diagnoser = diagnose_paste) -> None:
        super().__init__()
        self.zone: tzinfo | None = settings.zone()
        self._path = settings.database_path()
        self._book: Casebook | None = None
        self._opening = threading.Lock()
        self.fault: BaseException | None = None
        self.triage = TriageScreen(diagnose)

    def on_mount(self) -> None:
        """Open the desk."""
        self.push_screen(self.triage)

    def on_unmount(self) -> None:
        """Close the casebook."""
        if self._book is not None:
            self._book.close()

    def book(self) -> Casebook:
        """Return the casebook, opened on first use; called in threads. Raises CasebookError."""
        with self._opening:
            if self._book is None:
                self._book = Casebook(self._path)
            return self._book

    def tell(self, message: str) -> None:
        """Show a message for a moment; what it quotes is never markup."""
        self.notify(message, timeout=TOLD_S, markup=False)

    def tell_problem(self, problem: SupportdeskError) -> None:
        """Show a refusal with its hint, long enough to be read."""
        text = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
        self.notify(text, severity="error", timeout=PROBLEM_S, markup=False)

    def open_cases(self) -> None:
        """Show the list of cases."""
        self.push_screen(CasesScreen())

    def open_case(self, number: int) -> None:
        """Read a case in a thread and show it."""

        def _read() -> None:
            try:
                case = self.book().get(number)
            except SupportdeskError as problem:
                self.call_from_thread(self.tell_problem, problem)
            else:
                self.call_from_thread(self.push_screen, CaseScreen(case))

        self.run_worker(_read, thread=True, group="casebook")

    def action_language(self) -> None:
        """Switch between English and Chinese, on every open screen."""
        i18n.use("en" if i18n.language() == "zh" else "zh")
        for screen in self.screen_stack:
            if isinstance(screen, TranslatedScreen | TranslatedModal):
                screen.relabel()
                screen.refresh_bindings()

    async def action_quit(self) -> None:
        """End, at once where everything is saved; else ask."""
        if self.triage.is_saved:
            self.exit()
        elif not isinstance(self.screen, QuitScreen):
            self.push_screen(QuitScreen(), self._quit)

    def action_help_quit(self) -> None:
        """Say which key quits, where Ctrl+C had nothing to copy."""
        self.tell(_("Ctrl+Q quits."))

    def _fatal_error(self) -> None:
        """End after a fault without Textual's traceback, whose local variables would show what was pasted."""
        self.fault = sys.exception()
        self.bell()
        self._close_messages_no_wait()

    def _quit(self, answer: str | None) -> None:
        if answer == "quit":
            self.exit()
        elif answer == "save":
            self.triage.save_and_quit()


def open_app() -> None:
    """Open the screen, until it is quit. Raises SettingsError, and whatever fault ended it."""
    app = SupportdeskApp(load_settings())
    app.run()
    if app.fault is not None:
        raise app.fault
