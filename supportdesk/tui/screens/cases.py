"""The list of cases, newest first, searched as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import DataTable, Footer, Input, Static

from supportdesk.casebook.case import STATUSES
from supportdesk.casebook.telling import status_name
from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _, mark, pick
from supportdesk.render.moment import local_short
from supportdesk.tui.translated import TranslatedScreen
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from supportdesk.casebook import CaseRow
    from supportdesk.tui.app import SupportdeskApp

MOST_ROWS = 200
"""Rows that are fetched and shown; a search narrows them."""


class CasesScreen(TranslatedScreen):
    """Cases with a search; Enter opens one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", mark("Back")),
        Binding("f2", "next_status", mark("Status filter")),
        Binding("f5", "reload", mark("Reload")),
        Binding("down", "to_table", mark("To the list"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._status: str | None = None
        self._asked = 0
        self.rows: list[CaseRow] = []

    def compose(self) -> ComposeResult:
        """Lay out the search, the list and what stands in its place when it is empty."""
        with Horizontal(id="head"):
            yield Static("", id="state", markup=False)
            yield Input(id="search", compact=True)
        yield DataTable(id="cases", cursor_type="row", zebra_stripes=True)
        yield Static("", id="none", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    @property
    def desk(self) -> SupportdeskApp:
        """The application."""
        return cast("SupportdeskApp", self.app)

    @property
    def table(self) -> DataTable[Text]:
        """The list."""
        return self.query_one(DataTable)

    def on_mount(self) -> None:
        """Show the newest cases."""
        self.query_one("#none").display = False
        self.relabel()
        self.query_one("#search").focus()

    def on_screen_resume(self) -> None:
        """Show what has changed meanwhile."""
        self.action_reload()

    def relabel(self) -> None:
        """Write every text in the language in use."""
        placeholder = _("Search: words, a request or task id, a ticket reference, #number")
        self.query_one("#search", Input).placeholder = placeholder
        self._fill()

    @on(Input.Changed, "#search")
    def action_reload(self) -> None:
        """Fetch the list again, in a thread; the newest wish wins."""
        self._asked += 1
        asked, text, status = self._asked, self.query_one("#search", Input).value, self._status

        def _fetch() -> None:
            try:
                rows = self.desk.book().search(text, status=status, limit=MOST_ROWS)
            except SupportdeskError as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)
            else:
                self.app.call_from_thread(self._take, asked, rows)

        self.run_worker(_fetch, thread=True, group="search")

    def _take(self, asked: int, rows: list[CaseRow]) -> None:
        if asked == self._asked:
            self.rows = rows
            self._fill()

    def _fill(self) -> None:
        table = self.table
        at = table.cursor_row
        table.clear(columns=True)
        table.add_columns(
            *(
                Text(name)
                for name in ("#", _("Status"), _("Filed"), _("Ticket"), _("Customer"), _("Verdict"), _("Cause"))
            )
        )
        zone = self.desk.zone
        for row in self.rows:
            cells = (
                str(row.number),
                status_name(row.status),
                local_short(row.created_at, zone),
                row.ticket_ref or "–",
                row.customer or "–",
                pick(row.title),
                row.final_cause or row.cause,
            )
            table.add_row(*(_cell(cell) for cell in cells), key=str(row.number))
        if self.rows:
            table.move_cursor(row=min(at, len(self.rows) - 1))
        table.display = bool(self.rows)
        self._fill_empty()

    def _fill_empty(self) -> None:
        searched = self.query_one("#search", Input).value.strip()
        which = status_name(self._status) if self._status else _("all")
        more = "+" if len(self.rows) == MOST_ROWS else ""
        self.query_one("#state", Static).update(f"{_('Cases')} · {which} · {len(self.rows)}{more}")
        none = self.query_one("#none", Static)
        none.display = not self.rows
        if searched or self._status:
            none.update(_("No case is found. Shorten the search, or press F2 for another status."))
        else:
            none.update(_("There is no case yet. Esc goes back; Ctrl+S on a ticket saves it as a case."))

    def action_back(self) -> None:
        """Go back to the ticket."""
        self.dismiss()

    def action_next_status(self) -> None:
        """Show the cases of the next status, or all."""
        order = (None, *STATUSES)
        self._status = order[(order.index(self._status) + 1) % len(order)]
        self.action_reload()

    def action_to_table(self) -> None:
        """Move from the search into the list."""
        if self.rows:
            self.table.focus()

    @on(Input.Submitted, "#search")
    def open_first(self) -> None:
        """Open the case under the cursor."""
        if self.rows:
            self.desk.open_case(self.rows[self.table.cursor_row].number)

    @on(DataTable.RowSelected)
    def open_selected(self, event: DataTable.RowSelected) -> None:
        """Open the case that was chosen."""
        self.desk.open_case(self.rows[event.cursor_row].number)


def _cell(text: str) -> Text:
    return Text(visible_line(text[:60]), no_wrap=True, overflow="ellipsis")
