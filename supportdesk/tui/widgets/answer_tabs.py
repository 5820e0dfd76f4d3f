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
    from textual.widget import Widget


class AnswerTabs(TabbedContent):
    """Tabs with a pane each, or a body of its own; `labels` are (id, key, message id of the label) in their order."""

    def __init__(self, labels: tuple[tuple[str, str, str], ...], bodies: Mapping[str, Widget] | None = None) -> None:
        super().__init__(id="answer")
        self._labels = labels
        self._bodies = bodies or {}

    def compose(self) -> ComposeResult:
        """Make the tabs."""
        for name, key, label in self._labels:
            body = self._bodies.get(name) or Pane(id=f"pane-{name}")
            self.compose_add_child(TabPane(Content(f"{key} {_(label)}"), body, id=name))
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
