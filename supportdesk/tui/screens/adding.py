"""Questions about material: what to add to a ticket, and whether a paste is more of the case or a ticket of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Static

from supportdesk.i18n import _, mark
from supportdesk.tui.translated import TranslatedModal
from supportdesk.tui.widgets.footer import DeskFooter
from supportdesk.tui.widgets.line_input import LineInput
from supportdesk.tui.widgets.paste import PasteArea
from supportdesk.visible import visible

if TYPE_CHECKING:
    from textual.app import ComposeResult


class MaterialScreen(TranslatedModal):
    """Asks for more material of a ticket; gives it masked, '' when it is called off.

    `question` is what was asked last, '' for nothing; with `alt+enter` the text is its answer, and stands under it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "add", mark("Add"), priority=True, id="material.add"),
        Binding("alt+a", "answer", mark("Add as the answer"), priority=True, id="material.answer"),
        Binding("escape", "call_off", mark("Cancel"), id="material.cancel"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Show a heading, the question and a field."""
        with Vertical(id="question", classes="wide"):
            yield Static(_("More material for this ticket (Ctrl+S adds it, Ctrl+Z takes it back)"), markup=False)
            if self._question:
                told = _("Asked last (Alt+A adds the text as its answer): {question}")
                yield Static(told.format(question=visible(self._question)), id="asked", markup=False)
            yield PasteArea(id="more")
        yield DeskFooter()

    def on_mount(self) -> None:
        """Begin in the field."""
        self.query_one(PasteArea).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer an answer only where something is asked."""
        if action == "answer":
            return bool(self._question)
        return super().check_action(action, parameters)

    def action_add(self) -> None:
        """Give the text."""
        self.dismiss(self.query_one(PasteArea).source_text)

    def action_answer(self) -> None:
        """Give the text below the question that it answers."""
        text = self.query_one(PasteArea).source_text
        self.dismiss(f"{self._question}\n{text}" if text.strip() else "")

    def action_call_off(self) -> None:
        """Give nothing."""
        self.dismiss("")


class AddOrNewScreen(TranslatedModal):
    """Asks whether a paste belongs to the case on the screen; gives 'add', 'new' or ''."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,enter", "choose('add')", mark("Add to the case"), id="pasted.add"),
        Binding("n", "choose('new')", mark("New ticket"), id="pasted.new"),
        Binding("escape", "choose('')", mark("Cancel"), id="pasted.cancel"),
    ]

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def compose(self) -> ComposeResult:
        """Show the question and a button for each answer."""
        with Vertical(id="question"):
            told = _("Case {number} is on the screen. Is what was pasted more of it, or a ticket of its own?")
            yield Static(told.format(number=self._number), markup=False)
            with Horizontal():
                yield Button(_("Add to the case"), id="add", variant="primary")
                yield Button(_("New ticket"), id="new")
                yield Button(_("Cancel"), id="cancel")
        yield DeskFooter()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer by mouse."""
        self.action_choose({"add": "add", "new": "new"}.get(event.button.id or "", ""))

    def action_choose(self, answer: str) -> None:
        """Give the answer."""
        self.dismiss(answer)


class FileScreen(TranslatedModal):
    """Asks for the path of a ticket's file; gives it, '' when it is called off."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "call_off", mark("Cancel"), id="file.cancel")]

    def compose(self) -> ComposeResult:
        """Show a heading and a field."""
        with Vertical(id="question"):
            yield Static(_("Path of a text, a workbook or a picture; a file may be dropped here as well"), markup=False)
            yield LineInput(id="path")
        yield DeskFooter()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the path."""
        self.dismiss(event.value)

    def action_call_off(self) -> None:
        """Give nothing."""
        self.dismiss("")
