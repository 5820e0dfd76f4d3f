"""A question that is answered by one line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from supportdesk.i18n import mark
from supportdesk.tui.translated import TranslatedModal
from supportdesk.tui.widgets.footer import DeskFooter

if TYPE_CHECKING:
    from textual.app import ComposeResult


class AskScreen(TranslatedModal):
    """Asks `question`, with `value` to begin from; gives the line, '' when it is called off."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "call_off", mark("Cancel"), id="ask.cancel")]

    def __init__(self, question: str, value: str = "") -> None:
        super().__init__()
        self._question = question
        self._value = value

    def compose(self) -> ComposeResult:
        """Show the question and a field."""
        with Vertical(id="question"):
            yield Static(self._question, markup=False)
            yield Input(self._value, id="line")
        yield DeskFooter()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line."""
        self.dismiss(event.value)

    def action_call_off(self) -> None:
        """Give nothing."""
        self.dismiss("")
