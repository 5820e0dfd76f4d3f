"""The application: the casebook behind the screens, the language, the look, and quitting without losing a ticket."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from supportdesk.errors import SettingsError, SupportdeskError
from supportdesk.i18n import _, mark
from supportdesk.settings import Settings, load_settings
from supportdesk.tui.alt_keys import read_alt_digits
from supportdesk.tui.layout import Memory, state_path
from supportdesk.tui.paste_parser import take_pastes_whole
from supportdesk.tui.piped import take_pipe
from supportdesk.tui.screens.triage import TriageScreen
from supportdesk.tui.touring import TouringApp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.command import Provider

    from supportdesk.advising.charge_keys import Charge, Earlier
    from supportdesk.casebook import Casebook
    from supportdesk.tui.apart import Cases
    from supportdesk.tui.diagnoser import Diagnoser

SANDBOX = "sandbox"
"""Name of the gateway that is always there: gateway.accounts.SANDBOX, whose import costs the first paint 20 ms."""


def _commands() -> type[Provider]:
    """Return the palette's commands, imported when the palette is opened."""
    from supportdesk.tui.palette import DeskCommands

    return DeskCommands


class SupportdeskApp(TouringApp):
    """The desk. `settings` are the operator's; `diagnose` turns a paste into an outcome, in a thread (None: our way).

    `memory` is what is remembered from one start to the next; None remembers for this run only.
    """

    TITLE = "supportdesk"
    CSS_PATH = "desk.tcss"
    COMMANDS: ClassVar = {_commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+p",
            "command_palette",
            mark("Commands"),
            tooltip=mark("Find a command, or type a file's path"),
            show=False,
            priority=True,
            id="app.commands",
        ),
        Binding(
            "f1", "keys", mark("Help"), tooltip=mark("The keys of this screen"), priority=True, show=False,
            id="app.help",
        ),
        Binding(
            "alt+j", "jump", mark("Jump"), tooltip=mark("Go to a field by a letter"), priority=True, show=False,
            id="app.jump",
        ),
        Binding(
            "ctrl+g", "language", mark("中文"), tooltip=mark("Switch to Chinese"), priority=True, id="app.language"
        ),
        Binding(
            "ctrl+q", "quit", mark("Quit"), tooltip=mark("Quit; asks only where something is not saved"), priority=True,
            id="app.quit",
        ),
    ]  # fmt: skip

    def __init__(self, settings: Settings, diagnose: Diagnoser | None = None, memory: Memory | None = None) -> None:
        super().__init__(settings, Memory() if memory is None else memory)
        self.gateway = SANDBOX
        """Name of the gateway that was chosen last: the rehearsal's, which cases are fetched from as well."""
        self._path = settings.database_path()
        self._book: Casebook | None = None
        self._own_diagnoser: Diagnoser | None = None
        self._opening = threading.Lock()
        self.fault: BaseException | None = None
        self.triage = TriageScreen(self._diagnoser if diagnose is None else lambda: diagnose)

    def on_unmount(self) -> None:
        """Close the casebook, and write what is to be remembered."""
        if self._book is not None:
            self._book.close()
        self.memory.flush()

    def on_mount(self) -> None:
        """Tell what is wrong with what was remembered, and with the operator's keys, behind the first paint."""
        for problem in self.memory.problems:
            self.call_after_refresh(self.tell, problem)
        if self.settings.keys:
            self.call_after_refresh(self.check_keys)

    def check_keys(self) -> None:
        """Look in a thread for keys of the settings that nothing has, that are none, or that clash."""

        def _check() -> None:
            from supportdesk.tui.keymap import keymap_problems

            problems = keymap_problems(self.settings.keys)
            if problems:
                told = SettingsError("\n".join(problems), self.settings.path, _("F1 shows the ids of a screen's keys."))
                self.call_from_thread(self.tell_problem, told)

        self.run_worker(_check, thread=True, group="keys", exclusive=True)

    def book(self) -> Casebook:
        """Return the casebook, opened on first use; called in threads. Raises CasebookError."""
        from supportdesk.casebook import Casebook
        from supportdesk.casebook.agent import agent_name

        with self._opening:
            if self._book is None:
                self._book = Casebook(self._path, by=agent_name())
            return self._book

    def _diagnoser(self) -> Diagnoser:
        """Return what diagnoses a paste, always the same one; called in threads."""
        from supportdesk.tui.apart import PasteDiagnoser

        with self._opening:
            if self._own_diagnoser is None:
                self._own_diagnoser = PasteDiagnoser(self._advised, self._cases, self.keep_loaded)
            return self._own_diagnoser

    def _cases(self) -> Cases:
        """Return where a diagnosis in another process looks up what other cases give back."""
        from supportdesk.tui.apart import Cases

        case = self.triage.ticket.case
        return Cases(self._path, 0 if case is None else case.number)

    def _advised(self, charge: Charge) -> Sequence[Earlier]:
        """Return what other cases give back of a charge; called in the diagnoser's thread."""
        case = self.triage.ticket.case
        try:
            return self.book().advised(charge, but=0 if case is None else case.number)
        except SupportdeskError as problem:
            self.call_later(self.tell_problem, problem)
            return ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer help and jumping where there is a screen to help with."""
        if action in ("keys", "jump"):
            return not isinstance(self.screen, ModalScreen)
        return super().check_action(action, parameters)

    def action_keys(self) -> None:
        """Show the keys of the screen."""
        from supportdesk.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_jump(self) -> None:
        """Put a letter on everything that can be gone to."""
        from supportdesk.tui.jump import JumpScreen, jump_targets

        targets = jump_targets(self.screen)
        if targets:
            self.push_screen(JumpScreen(targets))

    def action_command_palette(self) -> None:
        """Show the command palette, which speaks the language in use; a second press does nothing."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            told = _("Find a command, or type a file's path")
            self.push_screen(CommandPalette(placeholder=told, id="--command-palette"))

    async def action_quit(self) -> None:
        """End, at once where everything is saved; else ask."""
        self.leave()
        if self.triage.is_saved:
            self.exit()
            return
        from supportdesk.tui.screens.questions import QuitScreen

        if not isinstance(self.screen, QuitScreen):
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
    from supportdesk import i18n

    settings, memory = load_settings(), Memory(state_path())
    chosen = memory.chosen("language", settings.language)
    if chosen in i18n.LANGUAGES:
        i18n.use(i18n.detect(setting=chosen) if os.environ.get("SUPPORTDESK_LANG") else chosen)
    read_alt_digits()
    take_pastes_whole()
    app = SupportdeskApp(settings, memory=memory)
    app.triage.piped = take_pipe()
    app.run()
    if app.fault is not None:
        raise app.fault
