"""The lines that every screen has: the screens' keys above, the tour's step and, in plain mode, a message below."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from supportdesk.i18n import _
from supportdesk.tui.navigation import PLACES
from supportdesk.visible import visible

if TYPE_CHECKING:
    from textual.binding import Binding

    from supportdesk.tui.app import SupportdeskApp

LEAST_HEIGHT = 16
"""Rows of a screen below which the line of keys gives its row to the work."""


class NavigationLine(Static):
    """One row: each screen's key and name, the one that is shown marked; takes no focus."""

    def __init__(self) -> None:
        super().__init__("", id="navigation", markup=False)

    def on_mount(self) -> None:
        """Show the keys."""
        self.show()

    def on_resize(self) -> None:
        """Shorten the line, or leave it out."""
        self.show()

    def show(self) -> None:
        """Write the line in the language in use, with the keys in use."""
        desk = cast("SupportdeskApp", self.app)
        self.display = self.screen.size.height >= LEAST_HEIGHT
        keys = {binding.id: desk.get_key_display(binding) for binding in _first_keys(desk)}
        parts: list[Content] = []
        here = mode_of(desk, self)
        used = ""
        for place in PLACES:
            key = keys.get(f"app.{place.name}", "")
            modifier, _plus, short = key.rpartition("+")
            shown = short if modifier and modifier == used else key
            used = modifier
            text = f"[{shown} {_(place.title)}]" if place.name == here else f" {shown} {_(place.title)} "
            style = "bold $text-primary" if place.name == here else ""
            parts.append(_link(text, f"app.go('{place.name}')", style))
        parts.append(_link(f" {keys.get('app.help', 'F1')} {_('Help')} ", "app.keys"))
        self.update(Content.assemble(*parts))


class TourLine(Static):
    """What the tour says now, beside the work; empty and gone where it says nothing. Takes no focus."""

    def __init__(self) -> None:
        super().__init__("", id="tour", markup=False)

    def on_mount(self) -> None:
        """Show the step."""
        self.show()

    def show(self) -> None:
        """Write the tour's step in the language in use."""
        text = cast("SupportdeskApp", self.app).tour_text()
        self.display = bool(text)
        self.update(Content(text))


class MessageLine(Static):
    """The last message of plain mode: a line of text, which stays."""

    def __init__(self) -> None:
        super().__init__("", id="message", markup=False)

    def on_mount(self) -> None:
        """Begin without a message."""
        self.display = False

    def show(self, message: str) -> None:
        """Show a message; what it quotes is no markup, and its control characters are pictures."""
        self.display = True
        self.update(Content(visible(message)))


def mode_of(desk: SupportdeskApp, widget: Static) -> str:
    """Return the mode that a widget's screen is in."""
    for place in PLACES:
        if place.name in desk.open_modes() and widget.screen in desk.get_screen_stack(place.name):
            return place.name
    return desk.current_mode


def _first_keys(desk: SupportdeskApp) -> list[Binding]:
    """Return the application's bindings with their first key each, as the operator's keymap has them."""
    seen: dict[str, Binding] = {}
    for binding in desk.own_bindings():
        if binding.id and binding.id not in seen:
            seen[binding.id] = binding
    return list(seen.values())


def _link(text: str, action: str, style: str = "") -> Content:
    part = Content.assemble((text, Style.from_meta({"@click": action})))
    return part.stylize_before(style) if style else part
