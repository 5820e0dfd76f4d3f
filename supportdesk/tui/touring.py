"""The tour: offered once in a line that takes no focus, its steps beside the work, never in its way."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from supportdesk.i18n import _, mark
from supportdesk.settings import Settings
from supportdesk.tui.layout import Memory
from supportdesk.tui.look import LookingApp
from supportdesk.tui.navigation import HOME

OFFER = mark("New here? Alt+T shows the desk in five steps, beside your work. Esc, or a paste, puts this line away.")

STEPS = (
    mark(
        "1/5 Paste a ticket on the left: code, an error, log rows, prose, all at once. The verdict comes on the right."
    ),
    mark("2/5 F2 to F6 turn over the answer: verdict, fix, reply, rules, request. F8 shows the evidence in the paste."),
    mark(
        "3/5 Ctrl+R copies the reply, Ctrl+T the fix. Ctrl+S saves the ticket as a case, Ctrl+N files it for the next."
    ),
    mark("4/5 Alt+2 finds earlier cases, Alt+3 tries a request, Alt+4 adds up the money. Each stays as you left it."),
    mark("5/5 F1 lists the keys of a screen, Ctrl+P finds every command, Alt+J jumps to a field."),
)
"""The steps as message ids; a paste takes the first one."""

DONE = "done"
"""What is remembered of a tour that was taken or put away."""


class TouringApp(LookingApp):
    """An application with a tour, which is offered until it was taken or put away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "alt+t", "tour", mark("Tour"), tooltip=mark("Begin the tour, or go on in it"), show=False, priority=True,
            id="app.tour",
        ),
        Binding(
            "escape", "end_tour", mark("End the tour"), tooltip=mark("Put the tour's line away"), show=False,
            priority=True,
            id="app.end-tour",
        ),
    ]  # fmt: skip

    def __init__(self, settings: Settings, memory: Memory) -> None:
        super().__init__(settings, memory)
        self._step: int | None = None
        # an offer that cannot be put away for good is not made
        self._is_offered = memory.path is not None and memory.get("tour", "") == ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Take Escape only on Triage, where the tour has something to put away: elsewhere it leads back."""
        if action == "end_tour":
            is_free = self.current_mode == HOME and not isinstance(self.screen, ModalScreen)
            return is_free and bool(self.tour_text())
        return super().check_action(action, parameters)

    def tour_text(self) -> str:
        """Return what the tour says now in the language in use, '' where it says nothing."""
        if self._step is not None:
            last = self._step + 1 == len(STEPS)
            return _(STEPS[self._step]) + " " + (_("Alt+T ends the tour.") if last else _("Alt+T goes on."))
        return _(OFFER) if self._is_offered and self.current_mode == HOME else ""

    def action_tour(self) -> None:
        """Begin the tour, go on in it, or end it behind its last step."""
        step = 0 if self._step is None else self._step + 1
        if step == len(STEPS):
            self.action_end_tour()
        else:
            self._go_to(step)

    def action_end_tour(self) -> None:
        """Put the tour, or its offer, away for good."""
        self._go_to(None)

    def was_pasted(self) -> None:
        """Put the offer away: a ticket is there, and the work begins; in the tour, that was the first step."""
        if self._step == 0:
            self._go_to(1)
        elif self._step is None and self._is_offered:
            self._go_to(None)

    def _go_to(self, step: int | None) -> None:
        from supportdesk.tui.widgets.lines import TourLine

        self._step, self._is_offered = step, False
        self.memory.put("tour", DONE)
        for screen in self.every_screen():
            for line in screen.query(TourLine):
                line.show()
