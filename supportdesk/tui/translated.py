"""Screens whose texts follow the language while they are open, with the lines that all of them have."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

from supportdesk.i18n import _

if TYPE_CHECKING:
    from textual import events
    from textual.binding import ActiveBinding

    from supportdesk.tui.app import SupportdeskApp


def _translated(bindings: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    return {
        key: active._replace(
            binding=replace(active.binding, description=_(active.binding.description)), tooltip=_(active.tooltip)
        )
        for key, active in bindings.items()
    }


class TranslatedScreen(Screen[None]):
    """A screen whose bindings' descriptions are message ids; `relabel` writes its other texts anew.

    It has the line of the screens' keys above, and below, where there is something to say, the tour's and a message's.
    """

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The bindings, described in the language in use."""
        return _translated(super().active_bindings)

    def _on_mount(self, event: events.Mount) -> None:
        """Add the lines that every screen has."""
        super()._on_mount(event)
        from supportdesk.tui.widgets.lines import MessageLine, NavigationLine, TourLine

        desk = cast("SupportdeskApp", self.app)
        self.mount(NavigationLine(), before=0)
        self.mount(TourLine())
        if desk.plain:
            self.mount(MessageLine())
        desk.split(self)

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Leave the styles as they are in front of the first frame: every widget was given its own a moment ago."""
        event.refresh_styles = event.refresh_styles and cast("SupportdeskApp", self.app).is_painted

    def _compositor_refresh(self) -> None:
        """Draw what has changed; before the first frame, in whose batch nothing is shown, it is left for that one."""
        if not self.app._batch_count or cast("SupportdeskApp", self.app).is_painted:  # noqa: SLF001 - Textual tells no other way
            super()._compositor_refresh()

    def relabel(self) -> None:
        """Write every text of the screen in the language in use."""

    def tell_language(self) -> None:
        """Write everything that is on the screen in the language in use."""
        from supportdesk.tui.widgets.lines import NavigationLine, TourLine

        self.relabel()
        for line in (*self.query(NavigationLine), *self.query(TourLine)):
            line.show()
        self.refresh_bindings()

    def tell_line(self, message: str) -> None:
        """Show a message as a line that stays until the next one."""
        from supportdesk.tui.widgets.lines import MessageLine

        for line in self.query(MessageLine):
            line.show(message)

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave the screen: what it was opened on comes back; a mode's own screen is kept for the next visit."""
        if len(self.app.screen_stack) > 1:
            return super().dismiss(result)
        cast("SupportdeskApp", self.app).go_back()
        return AwaitComplete()


class TranslatedModal(ModalScreen[str]):
    """A question on top of a screen, answered by a word; otherwise as TranslatedScreen."""

    CSS_PATH = os.path.join(os.path.dirname(__file__), "modal.tcss")

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The bindings, described in the language in use."""
        return _translated(super().active_bindings)

    def relabel(self) -> None:
        """Write every text of the question in the language in use."""

    def tell_language(self) -> None:
        """Write everything that is on the question in the language in use."""
        self.relabel()
        self.refresh_bindings()


def help_title(screen: Screen[Any]) -> str:
    """Return a screen's name for its help, as a message id: its class's HELP_TITLE, else the class's own name."""
    return str(getattr(screen, "HELP_TITLE", type(screen).__name__.removesuffix("Screen")))
