"""Going between the screens: each is a mode of the application, so that a switch keeps what is on it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from supportdesk.errors import SupportdeskError
from supportdesk.i18n import mark
from supportdesk.named import NamedTuple
from supportdesk.settings import Settings
from supportdesk.tui.painting import PaintingApp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.screen import Screen

    from supportdesk.casebook import Case, Casebook
    from supportdesk.tui.screens.cases import CasesScreen
    from supportdesk.tui.screens.rehearse import RehearseScreen
    from supportdesk.tui.screens.rules import RulesScreen
    from supportdesk.tui.screens.settings import SettingsScreen
    from supportdesk.tui.screens.triage import TriageScreen

HOME = "triage"
"""The mode that the desk begins in and that a screen without a predecessor goes back to."""


class Place(NamedTuple):
    """A screen that has a key: its mode's name, its keys, its name and what it is for as message ids."""

    name: str
    keys: str
    title: str
    purpose: str


PLACES = (
    Place("triage", "alt+1", mark("Triage"), mark("From a pasted ticket to the verdict")),
    Place("cases", "alt+2", mark("Cases"), mark("Find earlier cases")),
    Place("rehearse", "alt+3,f11,alt+r", mark("Rehearse"), mark("Try a request")),
    Place("ledger", "alt+4", mark("Ledger"), mark("Show what the ticket's material books, in time order")),
    Place("rules", "alt+5", mark("Rules"), mark("Read what the verdicts rest on")),
    Place("settings", "alt+6", mark("Settings"), mark("See and change how the desk is set up")),
)
"""The screens in the order of their keys."""


def place_bindings() -> list[BindingType]:
    """Return the keys of the screens, which work wherever no question is open."""
    bindings: list[BindingType] = [
        Binding(
            place.keys, f"go('{place.name}')", place.title, tooltip=place.purpose, priority=True, show=False,
            id=f"app.{place.name}",
        )
        for place in PLACES
    ]  # fmt: skip
    also = Binding(
        "ctrl+o", "go('cases')", mark("Cases"), tooltip=mark("Find earlier cases"), show=False, id="app.cases-too"
    )
    return [*bindings, also]


class NavigatingApp(PaintingApp):
    """An application of the screens of PLACES; `settings` are the operator's, `coloured` whether there are colours."""

    DEFAULT_MODE = HOME
    BINDINGS: ClassVar[list[BindingType]] = place_bindings()

    triage: TriageScreen

    def __init__(self, settings: Settings, *, coloured: bool = True) -> None:
        # a theme of the terminal's own colours lets Textual leave colours out, where it would make them grey
        super().__init__(ansi_color=None if coloured else True)
        self.settings = settings
        self._before: list[str] = []
        self._wanted_rule = ""
        self.add_mode("triage", lambda: self.triage)
        for name in ("cases", "rehearse", "rules", "settings"):
            self.add_mode(name, getattr(self, f"_{name}_screen"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the screen only where no question waits for its answer."""
        if action == "go":
            return not isinstance(self.screen, ModalScreen)
        return super().check_action(action, parameters)

    def action_go(self, name: str) -> None:
        """Show a screen of PLACES."""
        self.go(name)

    def go(self, name: str) -> None:
        """Show a screen of PLACES as it was left; nothing where it is shown already."""
        if name == self.current_mode:
            return
        self._before = [mode for mode in self._before if mode != name]
        self._before.append(self.current_mode)
        self.leave()
        self.switch_mode(name)

    def leave(self) -> None:
        """Keep what is to be remembered of the screens that are open."""

    def go_back(self) -> None:
        """Show the screen that this one was opened from."""
        before = [mode for mode in self._before if mode != self.current_mode]
        to = before.pop() if before else HOME
        self._before = before
        if to != self.current_mode:
            self.leave()
            self.switch_mode(to)

    def open_modes(self) -> list[str]:
        """Return the names of the screens that were opened, in the order of PLACES."""
        return [place.name for place in PLACES if place.name in self._screen_stacks]

    def every_screen(self) -> Iterator[Screen[Any]]:
        """Yield the screens that are open, hidden ones too."""
        for mode in self.open_modes():
            yield from self.get_screen_stack(mode)

    def own_bindings(self) -> list[Binding]:
        """Return the application's own bindings, with the operator's keys."""
        own = self._bindings.copy()
        own.apply_keymap(self._keymap)
        return [binding for _key, binding in own]

    def open_cases(self) -> None:
        """Show the list of cases."""
        self.go("cases")

    def open_statistics(self) -> None:
        """Show what happened how often, on top of the cases."""
        from supportdesk.tui.screens.statistics import StatisticsScreen

        self.go("cases")
        if not isinstance(self.screen, StatisticsScreen):
            self.push_screen(StatisticsScreen())

    def open_rules(self) -> None:
        """Show the rules."""
        self.go("rules")

    def open_rule(self, identity: str) -> None:
        """Show the page of a rule, and what it says of the ticket."""
        from supportdesk.tui.screens.rules import RulesScreen

        self._wanted_rule = identity
        self.go("rules")
        if isinstance(self.screen, RulesScreen):
            self.screen.open_rule(identity)

    def open_settings(self) -> None:
        """Show the settings."""
        self.go("settings")

    def action_rehearse(self) -> None:
        """Show the rehearsal of requests."""
        self.go("rehearse")

    def open_case(self, number: int) -> None:
        """Read a case in a thread and show it on top of the cases; Escape leads back to where it was asked for."""

        def _read() -> None:
            try:
                case = self.book().get(number)
            except SupportdeskError as problem:
                self.call_from_thread(self.tell_problem, problem)
            else:
                self.call_from_thread(self._show_case, case)

        self.run_worker(_read, thread=True, group="casebook")

    def book(self) -> Casebook:
        """Return the casebook; called in threads. Raises CasebookError."""
        raise NotImplementedError

    def tell_problem(self, problem: SupportdeskError) -> None:
        """Show a refusal with its hint."""
        raise NotImplementedError

    def _show_case(self, case: Case) -> None:
        from supportdesk.tui.screens.case import CaseScreen

        origin = self.current_mode

        def _leave(_answer: object) -> None:
            if origin != "cases":
                self.call_later(self.go_back)

        self.go("cases")
        self.push_screen(CaseScreen(case), _leave)

    def _cases_screen(self) -> CasesScreen:
        from supportdesk.tui.screens.cases import CasesScreen

        return CasesScreen()

    def _rehearse_screen(self) -> RehearseScreen:
        from supportdesk.gateway.accounts import gateway_accounts
        from supportdesk.tui.rehearsing import Rehearser
        from supportdesk.tui.screens.rehearse import RehearseScreen

        folder = os.path.dirname(os.path.abspath(self.settings.database_path()))
        return RehearseScreen(Rehearser(gateway_accounts(self.settings), folder, os.path.dirname(self.settings.path)))

    def _rules_screen(self) -> RulesScreen:
        from supportdesk.tui.screens.rules import RulesScreen

        return RulesScreen(self._wanted_rule)

    def _settings_screen(self) -> SettingsScreen:
        from supportdesk.tui.screens.settings import SettingsScreen

        return SettingsScreen()
