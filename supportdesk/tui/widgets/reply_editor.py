"""The tab with the replies: both languages, edited in place, each with what the gate says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, TextArea

from supportdesk.i18n import LANGUAGES, _, mark, pick
from supportdesk.tui.panes.page import DIM, HEAD, Page
from supportdesk.tui.panes.reply import NAMES, ordered
from supportdesk.tui.widgets.pane import Pane
from supportdesk.tui.widgets.visible_area import VisibleArea, masked

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content

    from supportdesk.tui.diagnoser import Outcome

REASONS = 3
"""Objections of the gate that are listed below a heading; of the others the number."""


class ReplyArea(VisibleArea):
    """One reply; what is pasted into it is masked."""

    def __init__(self, language: str) -> None:
        super().__init__(id=f"reply-{language}", soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False)
        self.reply_language = language

    def on_paste(self, event: events.Paste) -> None:
        """Insert what is pasted, masked."""
        event.stop()
        event.prevent_default()
        done = self.replace(masked(event.text), *self.selection, maintain_selection_offset=False)
        self.move_cursor(done.end_location)


class ReplyEditor(Vertical):
    """The replies of a diagnosis; what a person changes is kept over newer diagnoses until it is reset.

    `edits` are the changed texts by language, `gates` the newest gate of each. Posts `Edited` on every change of one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "alt+u", "reset", mark("As written"), tooltip=mark("Take back the edits of this reply"), id="reply.reset"
        ),
    ]

    class Edited(Message):
        """A reply has another text."""

        def __init__(self, language: str, text: str) -> None:
            super().__init__()
            self.language = language
            self.text = text

    def __init__(self) -> None:
        super().__init__(id="replies")
        self.edits: dict[str, str] = {}
        self.gates: dict[str, dict[str, Any] | None] = {}
        self._outcome: Outcome | None = None
        self._areas: list[ReplyArea] = []

    def compose(self) -> ComposeResult:
        """Hold the note for colleagues; the areas join it when they are needed."""
        yield Pane(id="pane-reply")

    def hold_areas(self) -> None:
        """Hold a heading and an area a language as well, hidden until there is a reply; a second call does nothing.

        Two editors that nobody sees yet would take their time of the first frame.
        """
        if not self._areas:
            self._areas = [ReplyArea(language) for language in LANGUAGES]
            held = [(Static("", id=f"gate-{area.reply_language}", markup=False), area) for area in self._areas]
            self.mount_all([widget for pair in held for widget in pair], before=0)
            self.display_areas(self._outcome is not None)

    def show(self, outcome: Outcome | None) -> None:
        """Show the replies of a diagnosis, the customer's language first; edits stay, and their gate is unknown."""
        self._outcome = outcome
        self.display_areas(outcome is not None)
        if outcome is None:
            self.gates = {}
            self.query_one(Pane).show(
                Page().line(_("The reply will stand here, in English and Chinese."), DIM).content()
            )
            return
        self.hold_areas()
        for language in LANGUAGES:
            if language in self.edits:
                self.gates[language] = None
                self._write(language, self.edits[language])
            else:
                self.gates[language] = outcome.data["reply"]["gate"]
                self._write(language, str(outcome.data["reply"][language] or ""))
        first = ordered(outcome.data)[0]
        self.move_child(self.query_one(f"#gate-{first}"), before=0)
        self.move_child(self.query_one(f"#reply-{first}"), after=0)
        note = Page()
        if outcome.data["escalation"]:
            note.line(_("For colleagues, never for the customer"), HEAD).line(pick(outcome.data["escalation"]))
        self.query_one(Pane).show(note.content())
        self.relabel()

    def display_areas(self, shown: bool) -> None:
        """Show or hide what is for replies only."""
        for area in self._areas:
            self.query_one(f"#gate-{area.reply_language}").display = shown
            area.display = shown

    def relabel(self) -> None:
        """Write the headings in the language in use."""
        if self._outcome is not None:
            for number, language in enumerate(ordered(self._outcome.data)):
                self.query_one(f"#gate-{language}", Static).update(self._heading(number, language))

    def tell_gate(self, language: str, text: str, gate: dict[str, Any]) -> None:
        """Take what the gate says of a text, unless the text has changed since."""
        if self.text(language) == text:
            self.gates[language] = gate
            self.relabel()

    def text(self, language: str) -> str:
        """Return a reply as it is on the screen, '' where none is shown yet."""
        return "" if not self._areas else self.query_one(f"#reply-{language}", ReplyArea).document.text

    def fill(self, edits: dict[str, str]) -> None:
        """Take over edits that were made before, such as those of a ticket that is brought back."""
        self.edits = dict(edits)
        self.show(self._outcome)
        for language, text in edits.items():
            self.post_message(self.Edited(language, text))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell of a text that a person has changed."""
        event.stop()
        area = event.text_area
        if not isinstance(area, ReplyArea) or self._outcome is None:
            return
        text, language = area.document.text, area.reply_language
        if text == self.edits.get(language, self._own(language)):
            return
        if text == self._own(language):
            self.edits.pop(language, None)
            self.gates[language] = self._outcome.data["reply"]["gate"]
        else:
            self.edits[language] = text
            self.gates[language] = None
        self.relabel()
        self.post_message(self.Edited(language, text))

    def action_reset(self) -> None:
        """Take back the edits of the reply that has the focus, of both where none has."""
        focused = self.screen.focused
        languages = [focused.reply_language] if isinstance(focused, ReplyArea) else list(LANGUAGES)
        for language in languages:
            if self.edits.pop(language, None) is not None:
                self.show(self._outcome)
                self.post_message(self.Edited(language, self.text(language)))

    def focus_reply(self) -> None:
        """Begin to edit the customer's language."""
        if self._outcome is not None:
            self.query_one(f"#reply-{ordered(self._outcome.data)[0]}").focus()

    def _own(self, language: str) -> str:
        return str(self._outcome.data["reply"][language] or "") if self._outcome else ""

    def _write(self, language: str, text: str) -> None:
        area = self.query_one(f"#reply-{language}", ReplyArea)
        if area.document.text != text:
            area.load_text(text)

    def _heading(self, number: int, language: str) -> Content:
        page, gate = Page(), self.gates.get(language)
        key = ("Ctrl+R", "F9")[number]
        title = _("{language} ({key} copies it)").format(language=_(NAMES[language]), key=key)
        page.link(title, ("screen.copy_reply", "screen.copy_other_reply")[number], HEAD)
        if language in self.edits:
            page.text(" · " + _("edited, Alt+U takes it back"), DIM)
        if gate is None:
            page.text(" · " + _("being checked…"), DIM)
        elif gate["passed"]:
            page.text(" · ✓ " + _("the gate lets it pass"), "$text-success")
        else:
            page.text(" · ✗ " + _("Held back"), "bold $text-error")
            for reason in gate["reasons"][:REASONS]:
                page.line().text(f"  {pick(reason)}", "$text-error")
            if len(gate["reasons"]) > REASONS:
                page.line().text("  " + _("and {count} more").format(count=len(gate["reasons"]) - REASONS), DIM)
        return page.content()
