"""Opening the ledger: of the diagnosis that is shown, or of a file; read in a thread."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _
from supportdesk.settings import Settings
from supportdesk.tui.navigation import NavigatingApp

if TYPE_CHECKING:
    from supportdesk.tui.diagnoser import Outcome
    from supportdesk.tui.ledger_data import LedgerData
    from supportdesk.tui.screens.ledger import LedgerScreen


class LedgerApp(NavigatingApp):
    """An application whose ledger is that of what is on the screen, or of a file."""

    def __init__(self, settings: Settings, *, coloured: bool = True) -> None:
        super().__init__(settings, coloured=coloured)
        self._ledger: LedgerData | None = None
        self.add_mode("ledger", self._ledger_screen)

    def action_go(self, name: str) -> None:
        """Show a screen; the ledger is that of the diagnosis that is shown, where that has one."""
        if name == "ledger":
            shown = self._shown_ledger()
            if shown is not None:
                self._show_ledger(shown)
                return
        self.go(name)

    def has_ledger(self) -> bool:
        """Whether the diagnosis that is shown has a charge in its material."""
        return self._shown_ledger() is not None

    def open_ledger(self) -> None:
        """Show the ledger of the diagnosis on the screen, or say that it has none."""
        ledger = self._shown_ledger()
        if ledger is None:
            self.tell(_("The material shows no charge."))
        else:
            self._show_ledger(ledger)

    def ask_for_ledger(self) -> None:
        """Ask for the path of an export and show its ledger."""
        from supportdesk.tui.screens.questions import PathScreen

        def _take(path: str | None) -> None:
            if path and path.strip():
                self.read_ledger(os.path.expanduser(path.strip()))

        self.push_screen(PathScreen(), _take)

    def read_ledger(self, path: str) -> None:
        """Read a file in a thread and show its ledger."""

        def _read() -> None:
            from supportdesk.tui.ledger_data import read_ledger

            try:
                ledger = read_ledger(path)
            except SupportdeskError as problem:
                self.call_from_thread(self.tell_problem, problem)
            else:
                self.call_from_thread(self._show_read, ledger)

        self.run_worker(_read, thread=True, group="ledger", exclusive=True)

    def tell(self, message: str) -> None:
        """Show a message for a moment."""
        raise NotImplementedError

    def shown_outcome(self) -> Outcome | None:
        """Return the diagnosis on the screen, or the one that a screen without any was opened from."""
        from supportdesk.tui.screens.copying import CopyingScreen

        for mode in (self.current_mode, *reversed(self._before)):
            stack = self.get_screen_stack(mode)
            shown = next((one for one in reversed(stack) if isinstance(one, CopyingScreen)), None)
            if shown is not None:
                return shown.outcome
        return None

    def _shown_ledger(self) -> LedgerData | None:
        outcome = self.shown_outcome()
        if outcome is None:
            return None
        from supportdesk.tui.ledger_data import ledger_of

        return ledger_of(outcome.data)

    def _show_read(self, ledger: LedgerData) -> None:
        if ledger.accounts:
            self._show_ledger(ledger)
        else:
            self.tell(_("No charge and no refund was found."))

    def _show_ledger(self, ledger: LedgerData) -> None:
        """Show a ledger; one that is shown already stays as it was left."""
        from supportdesk.tui.screens.ledger import LedgerScreen

        before, self._ledger = self._ledger, ledger
        is_open = "ledger" in self._screen_stacks
        self.go("ledger")
        if is_open and isinstance(self.screen, LedgerScreen) and not (before is not None and _same(before, ledger)):
            self.screen.give(ledger)

    def _ledger_screen(self) -> LedgerScreen:
        from supportdesk.tui.ledger_data import LedgerData
        from supportdesk.tui.screens.ledger import LedgerScreen

        return LedgerScreen(LedgerData("", [], {}) if self._ledger is None else self._ledger)


def _same(one: LedgerData, other: LedgerData) -> bool:
    """Whether two ledgers are of one diagnosis: a file that is read again is another."""
    return not one.name and not other.name and one.money is other.money
