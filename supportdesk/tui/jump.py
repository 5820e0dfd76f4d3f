"""Jump mode: a letter on everything that can be gone to; the letter goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.widgets import Static, Tab, TabbedContent, Tabs
from textual.widgets._tabbed_content import ContentTab

from supportdesk.i18n import mark
from supportdesk.named import NamedTuple
from supportdesk.tui.translated import TranslatedModal

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.screen import Screen
    from textual.widget import Widget

LETTERS = "asdfghjklqwertyuiopzxcvbnm1234567890"
"""The letters in the order in which they are given out: those under the fingers first."""


class Target(NamedTuple):
    """Something to go to: its letter, where that stands on the screen, and the widget or the tab of a TabbedContent."""

    letter: str
    place: Offset
    widget: Widget


def jump_targets(screen: Screen[object]) -> list[Target]:
    """Return what can be gone to on a screen, from the top left to the bottom right; at most one for each letter."""
    found: list[tuple[Offset, Widget]] = []
    for widget in screen.focus_chain:
        if isinstance(widget, Tabs):
            found += [(tab.region.offset, tab) for tab in widget.query(Tab) if _is_seen(tab)]
        elif _is_seen(widget):
            found.append((widget.region.offset, widget))
    found.sort(key=lambda one: (one[0].y, one[0].x))
    taken: set[Offset] = set()
    targets: list[Target] = []
    for place, widget in found:
        while place in taken:  # two widgets that begin at one place get letters beside each other
            place = Offset(place.x + 1, place.y)  # noqa: PLW2901 - the free place beside it is what is wanted
        if len(targets) < len(LETTERS):
            taken.add(place)
            targets.append(Target(LETTERS[len(targets)], place, widget))
    return targets


def _is_seen(widget: Widget) -> bool:
    region = widget.region
    return bool(region) and widget.screen.region.contains_point(region.offset)


class JumpScreen(TranslatedModal):
    """Shows the letters over the screen below; any other key goes back to it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+j", "call_off", mark("Cancel"), id="jump.cancel"),
    ]

    def __init__(self, targets: list[Target]) -> None:
        super().__init__()
        self.targets = targets

    def compose(self) -> ComposeResult:
        """Put each letter at its place."""
        for target in self.targets:
            label = Static(target.letter, classes="letter", markup=False)
            label.styles.offset = target.place
            yield label

    def on_key(self, event: events.Key) -> None:
        """Go where a letter says."""
        wanted = next((one for one in self.targets if one.letter == event.character), None)
        if wanted is not None:
            event.stop()
            self.dismiss("")
            _go_to(wanted.widget)
        elif event.is_printable:
            event.stop()
            self.dismiss("")

    def action_call_off(self) -> None:
        """Stay where one was."""
        self.dismiss("")


def _go_to(widget: Widget) -> None:
    """Focus a widget; of a tab, show it and focus what it shows."""
    tabbed = next((one for one in widget.ancestors if isinstance(one, TabbedContent)), None)
    if not isinstance(widget, ContentTab) or tabbed is None:
        widget.screen.set_focus(widget)
        return
    pane = tabbed.get_pane(widget)
    tabbed.active = pane.id or ""
    inside = next((one for one in pane.query("*") if one.can_focus), None)
    if inside is not None:
        # what was hidden until now can be focused when it is laid out
        widget.screen.call_after_refresh(widget.screen.set_focus, inside)
