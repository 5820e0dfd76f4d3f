"""A tab's body: one page of text that scrolls; its links are walked by the arrow keys and followed by Enter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from supportdesk.i18n import mark
from supportdesk.named import NamedTuple
from supportdesk.tui.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.app import ComposeResult

_GO_TO = re.compile(r"screen\.go_to\((\d+), (\d+)\)")
SIGN = "▸"
"""What stands before a line that rests on the place under the paste's cursor."""


class Link(NamedTuple):
    """A link of the page as it is broken into lines: its row, its columns, and the action that it runs."""

    row: int
    start: int
    end: int
    action: str

    @property
    def place(self) -> tuple[int, int] | None:
        """The (start, end) place of the paste that it leads to, None where it leads elsewhere."""
        found = _GO_TO.fullmatch(self.action)
        return (int(found[1]), int(found[2])) if found else None


class Pane(VerticalScroll):
    """Shows one page; Down and Up go from link to link as far as they are in sight, and scroll where none is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "next_link(1)", mark("Next place"), show=False, id="pane.next-link"),
        Binding("up", "next_link(-1)", mark("Previous place"), show=False, id="pane.previous-link"),
        Binding("enter", "follow", mark("Show"), tooltip=mark("Show what the line rests on"), id="pane.follow"),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._page = Content("")
        self._lines: list[Content] = []
        self._links: list[Link] = []
        self._chosen: int | None = None
        self._marked: Collection[tuple[int, int]] = ()

    def compose(self) -> ComposeResult:
        """Hold the page's text."""
        yield Static("", markup=False)

    @property
    def shown(self) -> str:
        """The text of the page, before it is broken into lines."""
        return self._page.plain

    @property
    def chosen(self) -> Link | None:
        """The link that Enter follows."""
        return None if self._chosen is None else self._links[self._chosen]

    def show(self, page: Content) -> None:
        """Show a page, from its top when it is another one."""
        if page == self._page and page.spans == self._page.spans:
            return
        if page.plain != self._page.plain:
            self.scroll_home(animate=False)
            self._chosen = None
        self._page = page
        self._break()

    def mark_places(self, places: Collection[tuple[int, int]]) -> None:
        """Mark the lines whose links lead to one of these places of the paste, and bring the first into view."""
        if set(places) == set(self._marked):
            return
        self._marked = tuple(places)
        self._draw()
        rows = self._marked_rows()
        if rows:
            self._bring(min(rows))

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._break()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to follow a link only where one is chosen."""
        if action == "follow":
            return self._chosen is not None
        return super().check_action(action, parameters)

    def action_next_link(self, step: int) -> None:
        """Choose the next link in a direction where it is in sight, else scroll a line."""
        if self._chosen is None:
            ahead = range(len(self._links)) if step > 0 else range(len(self._links) - 1, -1, -1)
        else:
            ahead = range(self._chosen + step, len(self._links) if step > 0 else -1, step)
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        for number in ahead:
            row = self._links[number].row
            if top - 1 <= row <= bottom if self._chosen is not None else top <= row < bottom:
                self._chosen = number
                self._draw()
                self._bring(row)
                self.refresh_bindings()
                return
        self.scroll_relative(y=step, animate=False)

    async def action_follow(self) -> None:
        """Run the chosen link's action."""
        link = self.chosen
        if link is not None:
            await self.app.run_action(link.action, self.screen)

    def _break(self) -> None:
        columns = self.scrollable_content_region.width
        self._lines = wrapped(self._page, columns).split("\n", allow_blank=True)
        self._links = [
            Link(row, span.start, span.end, str(span.style.meta["@click"]))
            for row, line in enumerate(self._lines)
            for span in line.spans
            if isinstance(span.style, Style) and "@click" in span.style.meta
        ]
        if self._chosen is not None and self._chosen >= len(self._links):
            self._chosen = None
        self._draw()

    def _marked_rows(self) -> set[int]:
        return {link.row for link in self._links if link.place in self._marked}

    def _draw(self) -> None:
        lines = list(self._lines)
        for row in self._marked_rows():
            line = lines[row]
            if line.plain.startswith(" "):
                lines[row] = (Content(SIGN) + line[1:]).stylize("bold")
        chosen = self.chosen
        if chosen is not None:
            lines[chosen.row] = lines[chosen.row].stylize("reverse", chosen.start, chosen.end)
        self.query_one(Static).update(Content("\n").join(lines))

    def _bring(self, row: int) -> None:
        """Scroll so that a row is in sight."""
        top, height = self.scroll_offset.y, self.size.height
        if not top <= row < top + height:
            self.scroll_to(y=max(0, row - height // 3), animate=False)
