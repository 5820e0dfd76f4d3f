"""Questions on top of a screen: a note's text, and whether to quit with an unsaved ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Static, TextArea

from supportdesk.i18n import _, mark
from supportdesk.tui.translated import TranslatedModal
from supportdesk.tui.widgets.footer import DeskFooter

if TYPE_CHECKING:
    from textual.app import ComposeResult


class NoteScreen(TranslatedModal):
    """Asks for a note; gives its text, '' when it is called off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "store", mark("Save")),
        Binding("escape", "call_off", mark("Cancel")),
    ]

    def compose(self) -> ComposeResult:
        """Show a heading and a field."""
        with Vertical(id="question"):
            yield Static(_("Note (Ctrl+S saves it; it can never be changed)"), markup=False)
            yield TextArea(id="note")
        yield DeskFooter()

    def action_store(self) -> None:
        """Give the note."""
        self.dismiss(self.query_one(TextArea).text)

    def action_call_off(self) -> None:
        """Give nothing."""
        self.dismiss("")


class PathScreen(TranslatedModal):
    """Asks for a file's path; gives it, '' when it is called off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "call_off", mark("Cancel")),
    ]

    def compose(self) -> ComposeResult:
        """Show a heading and a field."""
        with Vertical(id="question"):
            yield Static(_("Path of an export: JSON, JSON lines, CSV, Excel or SQL"), markup=False)
            yield Input(id="path")
        yield DeskFooter()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the path."""
        self.dismiss(event.value)

    def action_call_off(self) -> None:
        """Give nothing."""
        self.dismiss("")


class QuitScreen(TranslatedModal):
    """Asks before an unsaved ticket is lost; gives 'save', 'quit' or ''."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "answer('save')", mark("Save and quit")),
        Binding("q", "answer('quit')", mark("Quit without saving")),
        Binding("escape", "answer('')", mark("Stay")),
    ]

    def compose(self) -> ComposeResult:
        """Show the question and a button for each answer."""
        with Vertical(id="question"):
            yield Static(_("The ticket on the screen is not saved."), markup=False)
            with Horizontal():
                yield Button(_("Save and quit"), id="save", variant="primary")
                yield Button(_("Quit without saving"), id="quit", variant="error")
                yield Button(_("Stay"), id="stay")
        yield DeskFooter()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer by mouse or Enter."""
        self.action_answer({"save": "save", "quit": "quit"}.get(event.button.id or "", ""))

    def action_answer(self, answer: str) -> None:
        """Give the answer."""
        self.dismiss(answer)
