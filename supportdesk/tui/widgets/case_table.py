"""A table of cases as long as the casebook: only the rows on the screen are drawn, only pages near them are held.

The table asks for a page with `Wanted`, is given it with `take_page`, and shows an ellipsis until then. Cursor and
marks are signs as well as colours.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from supportdesk.i18n import mark
from supportdesk.named import NamedTuple
from supportdesk.tui.widgets.case_columns import HEADER, Columns, columns_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from rich.style import Style
    from textual import events

    from supportdesk.casebook import CaseRow

PAGE = 200
"""Rows of one page."""

MOST_PAGES = 24
"""Pages that are held; those shown longest ago are let go."""

CURSOR, MARKED = "▶", "●"


class Picked(NamedTuple):
    """A case that was selected, as it was then: what a change needs, and what undoing it does."""

    number: int
    revision: int
    status: str
    assignee: str | None
    tags: tuple[str, ...]


def picked(row: CaseRow) -> Picked:
    """Return a row as it is selected."""
    return Picked(row.number, row.revision, row.status, row.assignee, row.tags)


class CaseTable(ScrollView, can_focus=True):
    """Rows of cases, newest first; `zone` is the agent's time zone.

    `marked` holds the cases that bulk changes are for, each as it was on the screen when it was selected: who changed
    the case since is told, and not overwritten.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "case-table--header",
        "case-table--cursor",
        "case-table--cursor-away",
        "case-table--marked",
        "case-table--odd",
        "case-table--even",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", mark("Up"), show=False, id="cases.up"),
        Binding("down", "move(1)", mark("Down"), show=False, id="cases.down"),
        Binding("pageup", "page(-1)", mark("Page up"), show=False, id="cases.page-up"),
        Binding("pagedown", "page(1)", mark("Page down"), show=False, id="cases.page-down"),
        Binding("home,ctrl+home", "first", mark("First"), show=False, id="cases.first"),
        Binding("end,ctrl+end", "last", mark("Last"), show=False, id="cases.last"),
        Binding("enter", "choose", mark("Open the case"), show=False, id="cases.open"),
        Binding("space", "mark", mark("Select"), show=False, tooltip=mark("Select the case or not"), id="cases.select"),
        Binding("shift+up", "mark_move(-1)", mark("Select upwards"), show=False, id="cases.select-up"),
        Binding("shift+down", "mark_move(1)", mark("Select downwards"), show=False, id="cases.select-down"),
    ]

    class Wanted(Message):
        """Page number `page` is on the screen, or will be soon, and is not held."""

        def __init__(self, page: int) -> None:
            super().__init__()
            self.page = page

    class Moved(Message):
        """The cursor is on another row."""

    class Chosen(Message):
        """The case under the cursor is to be opened."""

        def __init__(self, row: CaseRow) -> None:
            super().__init__()
            self.row = row

    class Marked(Message):
        """Other cases are selected."""

    def __init__(self, zone: tzinfo | None, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._zone = zone
        self._columns = Columns((), zone)
        self._pages: OrderedDict[int, Sequence[CaseRow]] = OrderedDict()
        self._asked: set[int] = set()
        self._lines: dict[tuple[int, int], str] = {}
        self.total = 0
        self.cursor = 0
        self.marked: dict[int, Picked] = {}

    def renew(self, total: int, pages: Mapping[int, Sequence[CaseRow]], cursor: int, top: int | None = None) -> None:
        """Show another list: its length, the pages known of it, the row of the cursor and of the top line.

        None for `top` scrolls no farther than the cursor needs.
        """
        self._pages = OrderedDict(pages)
        self._asked.clear()
        self._lines.clear()
        self.set_total(total)
        self.cursor = max(0, min(cursor, self.total - 1))
        if top is not None:
            self.scroll_to(y=max(0, top), animate=False, immediate=True)
        self._show_cursor()
        self._want()
        self.refresh()

    def set_total(self, total: int) -> None:
        """Set the number of rows."""
        self.total = total
        self.virtual_size = Size(self.size.width, total + 1)

    def take_page(self, page: int, rows: Sequence[CaseRow]) -> None:
        """Take a page that was asked for."""
        self._asked.discard(page)
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)
        self._lines.clear()
        self.refresh()

    def row_at(self, index: int) -> CaseRow | None:
        """Return the row at an index, None where it is not held or behind the end."""
        page = self._pages.get(index // PAGE)
        at = index % PAGE
        return page[at] if page is not None and at < len(page) else None

    @property
    def row(self) -> CaseRow | None:
        """The row under the cursor, None where it is not held."""
        return self.row_at(self.cursor)

    @property
    def rows(self) -> list[CaseRow]:
        """The rows that are on the screen and held, top to bottom."""
        top = round(self.scroll_y)
        found = (self.row_at(index) for index in range(top, min(self.total, top + self._room)))
        return [row for row in found if row is not None]

    @property
    def top(self) -> int:
        """The index of the row on the top line."""
        return round(self.scroll_y)

    @property
    def held(self) -> Iterable[int]:
        """The numbers of the pages on the screen."""
        return range(self.top // PAGE, (self.top + self._room) // PAGE + 1)

    def mark_these(self, picked: Iterable[Picked]) -> None:
        """Select these cases and no others."""
        self.marked = {one.number: one for one in picked}
        self.post_message(self.Marked())
        self.refresh()

    def rewrite(self) -> None:
        """Write every row anew: the language or the width is another one."""
        self._columns = columns_for(self.size.width, self._zone)
        self._lines.clear()
        self.refresh()

    def move_to(self, index: int) -> None:
        """Put the cursor on a row and bring it into view."""
        index = max(0, min(index, self.total - 1))
        if index != self.cursor:
            before, self.cursor = self.cursor, index
            self._show_cursor()
            for one in (before, index):
                self.refresh(Region(0, one - self.top + 1, self.size.width, 1))
            self.post_message(self.Moved())
        self._want()

    def render_line(self, y: int) -> Strip:
        """Draw one line: the header, or a row with its signs."""
        width = self.size.width
        if y == 0:
            return _strip(self._columns.line([HEADER[name]() for name in self._columns.names]), width,
                          self.get_component_rich_style("case-table--header"))  # fmt: skip
        index = self.top + y - 1
        if index >= self.total:
            return Strip.blank(width, self.rich_style)
        row = self.row_at(index)
        text = "  …" if row is None else self._text(row)
        is_marked = row is not None and row.number in self.marked
        signs = (CURSOR if index == self.cursor else " ") + (MARKED if is_marked else " ")
        return _strip(signs + text[2:], width, self._style(index, is_marked=is_marked))

    def on_resize(self) -> None:
        """Give the columns the new width."""
        self.set_total(self.total)
        self.rewrite()
        self._show_cursor()
        self._want()

    def on_focus(self) -> None:
        """Draw the cursor as the one that keys move."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw the cursor as one that keys do not move."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row; a second click opens it, Ctrl selects it."""
        index = self.top + event.y - 1
        if event.y < 1 or index >= self.total:
            return
        was = self.cursor
        self.move_to(index)
        if event.ctrl:
            self.action_mark()
        elif event.chain > 1 and was == index:
            self.action_choose()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for what came into view."""
        super().watch_scroll_y(old_value, new_value)
        self._want()

    def action_move(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self.move_to(self.cursor + rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by so many screens."""
        self.move_to(self.cursor + pages * max(1, self._room - 1))

    def action_first(self) -> None:
        """Move the cursor to the newest case."""
        self.move_to(0)

    def action_last(self) -> None:
        """Move the cursor to the oldest case."""
        self.move_to(self.total - 1)

    def action_choose(self) -> None:
        """Open the case under the cursor."""
        if self.row is not None:
            self.post_message(self.Chosen(self.row))

    def action_mark(self) -> None:
        """Select the case under the cursor, or no longer."""
        row = self.row
        if row is None:
            return
        if self.marked.pop(row.number, None) is None:
            self.marked[row.number] = picked(row)
        self.post_message(self.Marked())
        self.refresh()

    def action_mark_move(self, rows: int) -> None:
        """Select the case under the cursor and the next one, and go there."""
        for _step in range(2):
            if self.row is not None:
                self.marked[self.row.number] = picked(self.row)
            if _step == 0:
                self.move_to(self.cursor + rows)
        self.post_message(self.Marked())
        self.refresh()

    @property
    def _room(self) -> int:
        return max(1, self.scrollable_content_region.height - 1)

    def _text(self, row: CaseRow) -> str:
        key = (row.number, row.revision)
        text = self._lines.get(key)
        if text is None:
            text = self._lines[key] = self._columns.line(self._columns.cells(row))
        return text

    def _style(self, index: int, *, is_marked: bool) -> Style:
        if index == self.cursor:
            name = "cursor" if self.has_focus else "cursor-away"
        elif is_marked:
            name = "marked"
        else:
            name = "odd" if index % 2 else "even"
        return self.get_component_rich_style(f"case-table--{name}")

    def _show_cursor(self) -> None:
        top, room = self.top, self._room
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + room:
            self.scroll_to(y=self.cursor - room + 1, animate=False, immediate=True)

    def _want(self) -> None:
        """Ask for the pages on the screen and for those that the next screen needs."""
        first = max(0, self.top - self._room) // PAGE
        last = min(self.total - 1, self.top + 2 * self._room) // PAGE
        for page in range(first, last + 1):
            if page not in self._pages and page not in self._asked and self.total:
                self._asked.add(page)
                self.post_message(self.Wanted(page))


def _strip(text: str, width: int, style: Style) -> Strip:
    return Strip([Segment(text, style)]).adjust_cell_length(width, style)
