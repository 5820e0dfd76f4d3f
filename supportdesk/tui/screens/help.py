"""Help: the keys of the screen below, made from its bindings, searched as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from supportdesk.i18n import _, mark
from supportdesk.named import NamedTuple
from supportdesk.render.width import width
from supportdesk.tui.keymap import Keys, bindings_of, keys_of
from supportdesk.tui.panes.page import DIM, Page
from supportdesk.tui.translated import TranslatedModal, help_title
from supportdesk.tui.widget_keys import WIDGET_NAMES, widget_names
from supportdesk.tui.widgets.footer import DeskFooter
from supportdesk.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from typing import Any

    from textual.app import ComposeResult
    from textual.content import Content

    from supportdesk.tui.app import SupportdeskApp


KEY_CELLS = 12
"""Columns of the keys; longer ones move the rest of their line."""


class Group(NamedTuple):
    """The keys that belong together: a heading in the language in use, and the keys."""

    title: str
    keys: list[Keys]


def key_groups(app: App[Any], screen: Screen[Any], keymap: dict[str, str]) -> list[Group]:
    """Return the keys that work on a screen: its own, those of what has the focus, and those of every screen."""
    groups = [Group(_(help_title(screen)), keys_of(bindings_of(type(screen), Screen), keymap))]
    focused = screen.focused
    if focused is not None:
        stop = Widget if isinstance(focused, Widget) else None
        named = next(
            (name for kind, name in WIDGET_NAMES if kind in widget_names(focused)), mark("Where the cursor is")
        )
        groups.append(Group(_(named), keys_of(bindings_of(type(focused), stop), keymap)))
    moving = [one for one in bindings_of(Screen, None) if one.action in ("app.focus_next", "app.focus_previous")]
    everywhere = [*keys_of(bindings_of(type(app), App), keymap), *keys_of(moving, keymap)]
    return [*groups, Group(_("Everywhere"), everywhere)]


class HelpScreen(TranslatedModal):
    """Shows the keys of `below`; what is typed narrows them, arrows scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "close", mark("Close"), tooltip=mark("Go back to the screen"), id="help.close"),
        Binding("down", "scroll(1)", mark("Down"), show=False, priority=True, id="help.down"),
        Binding("up", "scroll(-1)", mark("Up"), show=False, priority=True, id="help.up"),
        Binding("pagedown", "scroll(10)", mark("Page down"), show=False, priority=True, id="help.page-down"),
        Binding("pageup", "scroll(-10)", mark("Page up"), show=False, priority=True, id="help.page-up"),
    ]

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self.below = below

    def compose(self) -> ComposeResult:
        """Show the heading, the search and the keys."""
        with Vertical(id="keys"):
            yield Static("", id="title", markup=False)
            yield Input(id="search", compact=True)
            yield Pane(id="list")
        yield DeskFooter(show_command_palette=False)

    def on_mount(self) -> None:
        """Show every key."""
        self.relabel()
        self.query_one("#search").focus()

    def relabel(self) -> None:
        """Write every text in the language in use."""
        title = _("Keys of this screen: {name}").format(name=_(help_title(self.below)))
        self.query_one("#title", Static).update(title)
        self.query_one("#search", Input).placeholder = _("Search: what to do, a key, a binding's id")
        self.query_one("#list", Pane).show(self._page())

    @on(Input.Changed)
    def _search(self) -> None:
        self.query_one("#list", Pane).show(self._page())

    def _page(self) -> Content:
        desk = cast("SupportdeskApp", self.app)
        words = self.query_one("#search", Input).value.casefold().split()
        page = Page()
        for group in key_groups(desk, self.below, desk.settings.keys):
            rows = [(one, " ".join(self._texts(one))) for one in group.keys if one.name]
            rows = [(one, text) for one, text in rows if all(word in text.casefold() for word in words)]
            if rows:
                page.heading(group.title)
                for one, _text in rows:
                    self._row(page, one)
        if not page.content().plain:
            page.line(_("No key does that. Ctrl+P searches every command."))
        else:
            page.line().line(_("Keys of your own: [keys] in the settings, by the id in brackets (Alt+6)."), DIM)
        return page.content()

    def _texts(self, one: Keys) -> tuple[str, ...]:
        return (self._shown(one), _(one.name), _(one.tooltip) if one.tooltip else "", one.id)

    def _row(self, page: Page, one: Keys) -> None:
        keys, name, tooltip, identity = self._texts(one)
        page.text(keys + " " * max(1, KEY_CELLS - width(keys)), "bold $text-primary").text(name, "bold")
        if tooltip and tooltip != name:
            page.text(f": {tooltip}")
        page.line(f"  [{identity}]" if identity else "", DIM)

    def _shown(self, one: Keys) -> str:
        return ", ".join(self.app.get_key_display(Binding(key, one.action)) for key in one.keys)

    def action_scroll(self, rows: int) -> None:
        """Scroll the list."""
        self.query_one("#list", Pane).scroll_relative(y=rows, animate=False)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss("")
