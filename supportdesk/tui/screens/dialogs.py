"""Small questions of the case screens: a line of text, one of several, which of two stays, what to do when stale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from supportdesk.casebook.telling import status_name
from supportdesk.i18n import _, mark, pick
from supportdesk.render.moment import local_short
from supportdesk.tui.panes.page import DIM, HEAD, Page
from supportdesk.tui.translated import TranslatedModal
from supportdesk.tui.widgets.footer import DeskFooter
from supportdesk.visible import visible, visible_line

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual.app import ComposeResult

    from supportdesk.casebook import CaseRow

Told = Callable[[], str]
"""A text in the language in use."""


class LineScreen(TranslatedModal):
    """Asks for one line, `value` before it is changed; gives it, None when it is called off.

    `heading` and `hint` say what for; `known` are values that are offered while one types.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give", mark("Save"), priority=True, id="line.save"),
        Binding("escape", "call_off", mark("Cancel"), id="line.cancel"),
    ]

    def __init__(self, heading: Told, hint: Told | None = None, value: str = "", known: Sequence[str] = ()) -> None:
        super().__init__()
        self._heading = heading
        self._hint = hint
        self._value = value
        self._known = known

    def compose(self) -> ComposeResult:
        """Show a heading, a hint and a field."""
        with Vertical(id="question"):
            yield Static("", id="heading", markup=False)
            suggester = SuggestFromList(self._known, case_sensitive=False) if self._known else None
            yield Input(self._value, id="line", suggester=suggester)
            yield Static("", id="hint", markup=False)
        yield DeskFooter()

    def on_mount(self) -> None:
        """Write the texts."""
        self.relabel()

    def relabel(self) -> None:
        """Write every text in the language in use."""
        self.query_one("#heading", Static).update(visible(self._heading()))
        self.query_one("#hint", Static).update(visible(self._hint()) if self._hint else "")

    def action_give(self) -> None:
        """Give the line."""
        self.dismiss(self.query_one(Input).value)

    def action_call_off(self) -> None:
        """Give nothing."""
        self.dismiss(None)


class ChoiceScreen(TranslatedModal):
    """Asks for one of `options` (value, its name), a digit or Enter chooses; gives the value, None when called off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give", mark("Choose"), priority=True, id="choice.choose"),
        Binding("escape", "call_off", mark("Cancel"), id="choice.cancel"),
        *(Binding(str(number), f"number({number})", show=False) for number in range(1, 10)),
    ]

    def __init__(self, heading: Told, options: Callable[[], Sequence[tuple[str, str]]]) -> None:
        super().__init__()
        self._heading = heading
        self._options = options

    def compose(self) -> ComposeResult:
        """Show a heading and the options."""
        with Vertical(id="question"):
            yield Static("", id="heading", markup=False)
            yield OptionList(id="values", markup=False)
        yield DeskFooter()

    def on_mount(self) -> None:
        """Write the texts."""
        self.query_one(OptionList).focus()
        self.relabel()

    def relabel(self) -> None:
        """Write every text in the language in use."""
        self.query_one("#heading", Static).update(visible(self._heading()))
        values = self.query_one(OptionList)
        before = values.highlighted or 0
        values.clear_options()
        values.add_options(
            [
                Option(Content(f"{number}  {visible_line(name)}"))
                for number, (_value, name) in enumerate(self._options(), 1)
            ]
        )
        values.highlighted = before

    def on_option_list_option_selected(self) -> None:
        """Choose by mouse."""
        self.action_give()

    def action_number(self, number: int) -> None:
        """Choose by a digit."""
        if number <= len(self._options()):
            self.dismiss(self._options()[number - 1][0])

    def action_give(self) -> None:
        """Give what is under the cursor."""
        at = self.query_one(OptionList).highlighted
        self.dismiss(None if at is None else self._options()[at][0])

    def action_call_off(self) -> None:
        """Give nothing."""
        self.dismiss(None)


class StaleScreen(TranslatedModal):
    """Tells that a change was not saved since the case is another one now; gives 'again' or None to drop the change.

    `wanted` is what was to be changed, `changes` a line for each thing that happened meanwhile.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "again", mark("Apply to the newest"), id="stale.again"),
        Binding("escape", "drop", mark("Drop my change"), id="stale.drop"),
    ]

    def __init__(self, wanted: Told, changes: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._wanted = wanted
        self._changes = changes

    def compose(self) -> ComposeResult:
        """Show what was wanted and what happened."""
        with Vertical(id="question"):
            yield VerticalScroll(Static("", id="changes", markup=False), id="told")
        yield DeskFooter()

    def on_mount(self) -> None:
        """Write the texts."""
        self.relabel()
        self.query_one("#told").focus()

    def relabel(self) -> None:
        """Write every text in the language in use."""
        page = Page().line(_("Nothing was saved: someone else was faster."), HEAD)
        page.text(_("Your change:") + " ", DIM).line(self._wanted())
        page.line(_("Meanwhile:"), DIM)
        for line in self._changes():
            page.line(f"  {line}")
        page.line()
        page.line(_("A applies your change to the newest; Esc drops it. What others did stays in the history."))
        self.query_one("#changes", Static).update(page.content())

    def action_again(self) -> None:
        """Ask for another try."""
        self.dismiss("again")

    def action_drop(self) -> None:
        """Give the change up."""
        self.dismiss(None)


class MergeScreen(TranslatedModal):
    """Shows two cases side by side and asks which one stays; gives its number as text, None when it is called off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "stay(0)", mark("Which stays"), key_display="←→", id="merge.left"),
        Binding("right", "stay(1)", mark("Which stays"), show=False, id="merge.right"),
        Binding("enter", "give", mark("Merge"), id="merge.merge"),
        Binding("escape", "call_off", mark("Cancel"), id="merge.cancel"),
    ]

    def __init__(self, cases: tuple[CaseRow, CaseRow], zone: tzinfo | None) -> None:
        super().__init__()
        self._cases = cases
        self._zone = zone
        self._stays = min(range(2), key=lambda at: cases[at].number)

    def compose(self) -> ComposeResult:
        """Show both cases."""
        with Vertical(id="question", classes="wide"):
            yield Static("", id="heading", markup=False)
            with Horizontal(id="two"):
                yield Static("", id="left", markup=False)
                yield Static("", id="right", markup=False)
            yield Static("", id="hint", markup=False)
        yield DeskFooter()

    def on_mount(self) -> None:
        """Write the texts."""
        self.relabel()

    def relabel(self) -> None:
        """Write every text in the language in use."""
        self.query_one("#heading", Static).update(_("Merge: which case stays?"))
        for at, name in enumerate(("#left", "#right")):
            self.query_one(name, Static).update(self._page(at))
        gone, stays = self._cases[1 - self._stays].number, self._cases[self._stays].number
        hint = _(
            "Case {gone} leaves the lists; it is found through case {stays}, whose history tells it. It can be undone."
        )
        self.query_one("#hint", Static).update(hint.format(gone=gone, stays=stays))

    def _page(self, at: int) -> Content:
        row = self._cases[at]
        stays = at == self._stays
        page = Page().line(f"{'▶' if stays else ' '} {_('Case')} {row.number} · {_('stays') if stays else _('goes')}",
                           HEAD if stays else DIM)  # fmt: skip
        facts = (
            (_("Status"), status_name(row.status)), (_("Filed"), local_short(row.created_at, self._zone)),
            (_("Ticket"), row.ticket_ref), (_("Customer"), row.customer), (_("Assignee"), row.assignee),
            (_("Model"), row.model), (_("Cause"), row.shown_cause), (_("Verdict"), pick(row.title)),
            (_("Tags"), " ".join(row.tags)),
        )  # fmt: skip
        for name, value in facts:
            page.text(f"{name}: ", DIM).line(value or "–")
        return page.content()

    def action_stay(self, at: int) -> None:
        """Let this one stay."""
        self._stays = at
        self.relabel()

    def action_give(self) -> None:
        """Give the one that stays."""
        self.dismiss(str(self._cases[self._stays].number))

    def action_call_off(self) -> None:
        """Merge nothing."""
        self.dismiss(None)
