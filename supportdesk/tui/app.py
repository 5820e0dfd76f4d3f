"""The application: screens, the casebook behind them, the language, and quitting without losing a ticket."""

from __future__ import annotations

import os
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from supportdesk import i18n
from supportdesk.casebook import Casebook
from supportdesk.errors import SupportdeskError
from supportdesk.gateway.accounts import SANDBOX, gateway_accounts
from supportdesk.i18n import _, mark
from supportdesk.settings import Settings, load_settings
from supportdesk.tui.diagnoser import diagnose_paste
from supportdesk.tui.ledger_data import LedgerData, ledger_of, read_ledger
from supportdesk.tui.palette import DeskCommands
from supportdesk.tui.rehearsing import Rehearser
from supportdesk.tui.screens.case import CaseScreen
from supportdesk.tui.screens.cases import CasesScreen
from supportdesk.tui.screens.copying import CopyingScreen
from supportdesk.tui.screens.ledger import LedgerScreen
from supportdesk.tui.screens.questions import PathScreen, QuitScreen
from supportdesk.tui.screens.rehearse import RehearseScreen
from supportdesk.tui.screens.triage import TriageScreen
from supportdesk.tui.translated import TranslatedModal, TranslatedScreen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from supportdesk.advising.charge_keys import Charge, Earlier
    from supportdesk.tui.diagnoser import Diagnoser

TOLD_S, PROBLEM_S = 4, 20
"""Seconds that a message and a refusal stay on the screen."""


class SupportdeskApp(App[None]):
    """The desk. `settings` are the operator's; `diagnose` turns a paste into an outcome, in a thread."""

    TITLE = "supportdesk"
    CSS_PATH = "desk.tcss"
    COMMANDS: ClassVar = {DeskCommands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+p",
            "command_palette",
            mark("Commands"),
            tooltip=mark("Find a command, or type a file's path"),
            show=False,
            priority=True,
        ),
        Binding("ctrl+g", "language", mark("中文"), tooltip=mark("Switch to Chinese"), priority=True),
        Binding("f11,alt+r", "rehearse", mark("Rehearse"), tooltip=mark("Try a request"), priority=True, show=False),
        Binding(
            "ctrl+q", "quit", mark("Quit"), tooltip=mark("Quit; asks only where something is not saved"), priority=True
        ),
    ]

    def __init__(self, settings: Settings, diagnose: Diagnoser = diagnose_paste) -> None:
        super().__init__()
        self.zone: tzinfo | None = settings.zone()
        self.settings = settings
        self.gateway = SANDBOX
        """Name of the gateway that was chosen last: the rehearsal's, which cases are fetched from as well."""
        self._path = settings.database_path()
        self._book: Casebook | None = None
        self._opening = threading.Lock()
        self.fault: BaseException | None = None
        if diagnose is diagnose_paste:
            diagnose = partial(diagnose_paste, advised=self._advised)
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

    def action_rehearse(self) -> None:
        """Show the rehearsal of requests; a second press does nothing."""
        if isinstance(self.screen, RehearseScreen):
            return
        accounts = gateway_accounts(self.settings)
        folder = os.path.dirname(os.path.abspath(self._path))
        self.push_screen(RehearseScreen(Rehearser(accounts, folder, os.path.dirname(self.settings.path))))

    def has_ledger(self) -> bool:
        """Whether the diagnosis that is shown has a charge in its material."""
        return self._shown_ledger() is not None

    def open_ledger(self) -> None:
        """Show the ledger of the diagnosis on the screen, or say that it has none."""
        ledger = self._shown_ledger()
        if ledger is None:
            self.tell(_("The material shows no charge."))
        else:
            self.push_screen(LedgerScreen(ledger))

    def ask_for_ledger(self) -> None:
        """Ask for the path of an export and show its ledger."""

        def _take(path: str | None) -> None:
            if path and path.strip():
                self.read_ledger(os.path.expanduser(path.strip()))

        self.push_screen(PathScreen(), _take)

    def read_ledger(self, path: str) -> None:
        """Read a file in a thread and show its ledger."""

        def _read() -> None:
            try:
                ledger = read_ledger(path)
            except SupportdeskError as problem:
                self.call_from_thread(self.tell_problem, problem)
            else:
                self.call_from_thread(self._show_ledger, ledger)

        self.run_worker(_read, thread=True, group="ledger", exclusive=True)

    def _show_ledger(self, ledger: LedgerData) -> None:
        if not ledger.accounts:
            self.tell(_("No charge and no refund was found."))
            return
        if isinstance(self.screen, LedgerScreen):
            self.pop_screen()
        self.push_screen(LedgerScreen(ledger))

    def _shown_ledger(self) -> LedgerData | None:
        shown = next((one for one in reversed(self.screen_stack) if isinstance(one, CopyingScreen)), None)
        outcome = shown.outcome if shown is not None else None
        return None if outcome is None else ledger_of(outcome.data)

    def _advised(self, charge: Charge) -> Sequence[Earlier]:
        """Return what other cases give back of a charge; called in the diagnoser's thread."""
        case = self.triage.ticket.case
        try:
            return self.book().advised(charge, but=0 if case is None else case.number)
        except SupportdeskError as problem:
            self.call_later(self.tell_problem, problem)
            return ()

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
