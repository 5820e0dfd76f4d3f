"""A tab's body: one page of text that scrolls, by keys as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from supportdesk.tui.wrapping import wrapped

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Pane(VerticalScroll):
    """Shows one page; it can be focused, so that arrow keys scroll it."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._page = Content("")

    def compose(self) -> ComposeResult:
        """Hold the page's text."""
        yield Static("", markup=False)

    @property
    def shown(self) -> str:
        """The text of the page, before it is broken into lines."""
        return self._page.plain

    def show(self, page: Content) -> None:
        """Show a page, from its top when it is another one."""
        if page == self._page and page.spans == self._page.spans:
            return
        if page.plain != self._page.plain:
            self.scroll_home(animate=False)
        self._page = page
        self._break()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._break()

    def _break(self) -> None:
        columns = self.scrollable_content_region.width
        self.query_one(Static).update(wrapped(self._page, columns))
