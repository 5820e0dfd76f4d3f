"""The tabs beside a paste: each a pane of text, its key in its label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import TabbedContent, TabPane

from supportdesk.i18n import _
from supportdesk.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult


class AnswerTabs(TabbedContent):
    """Tabs with a pane each; `labels` are (id, key, message id of the label) in their order."""

    def __init__(self, labels: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__(id="answer")
        self._labels = labels

    def compose(self) -> ComposeResult:
        """Make the tabs."""
        for name, key, label in self._labels:
            self.compose_add_child(TabPane(Content(f"{key} {_(label)}"), Pane(id=f"pane-{name}"), id=name))
        yield from super().compose()

    def relabel(self) -> None:
        """Write the labels in the language in use."""
        for name, key, label in self._labels:
            self.get_tab(name).label = Content(f"{key} {_(label)}")

    def show(self, pages: Mapping[str, Content]) -> None:
        """Show a page in each of the named tabs."""
        for name, page in pages.items():
            self.pane(name).show(page)

    def pane(self, name: str) -> Pane:
        """Return a tab's pane."""
        return self.query_one(f"#pane-{name}", Pane)
