"""The ledger: every booking in time order with the running net, and the work under the cursor explained below."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import DataTable, Static

from supportdesk.i18n import _, mark
from supportdesk.render.moment import local_and_utc, local_short
from supportdesk.render.packet import KINDS
from supportdesk.tui.panes.account import account_page
from supportdesk.tui.translated import TranslatedScreen
from supportdesk.tui.widgets.footer import DeskFooter
from supportdesk.tui.widgets.pane import Pane
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from supportdesk.tui.app import SupportdeskApp
    from supportdesk.tui.ledger_data import Booking, LedgerData

MOST_ROWS = 2_000
"""Bookings that are shown; of more the number is said."""

WIDE = 110
"""Columns of the screen from which on times show their zone's date and UTC."""

CELL = 40
"""Signs of an id or a cause in one cell."""

SHORT_FLAGS = {
    "kept": mark("kept"), "doubled": mark("doubled"), "partial": mark("partial"), "late": mark("late"),
    "missing": mark("no refund"), "unlinkable": mark("not linked"), "mismatch": mark("mismatch"),
}  # fmt: skip
"""Flag → the word for it in a cell."""


class LedgerScreen(TranslatedScreen):
    """Shows one ledger; Escape goes back."""

    CSS_PATH = "../work.tcss"
    HELP_TITLE = mark("Ledger")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", mark("Back"), id="ledger.back"),
        Binding("f12", "back", mark("Back"), show=False, id="ledger.back"),
        Binding("ctrl+f", "open_file", mark("File…"), tooltip=mark("Show the ledger of a file"), id="ledger.file"),
    ]

    def __init__(self, ledger: LedgerData) -> None:
        super().__init__()
        self.ledger = ledger
        self.bookings: list[Booking] = ledger.bookings()

    def compose(self) -> ComposeResult:
        """Lay out the sums, the table and the work below."""
        with Horizontal(id="head"):
            yield Static("", id="state", markup=False)
        yield DataTable(id="bookings", cursor_type="row", zebra_stripes=True)
        yield Static("", id="none", markup=False)
        yield Pane(id="account")
        yield DeskFooter(show_command_palette=False)

    @property
    def desk(self) -> SupportdeskApp:
        """The application."""
        return cast("SupportdeskApp", self.app)

    @property
    def table(self) -> DataTable[Text]:
        """The bookings."""
        return self.query_one(DataTable)

    def on_mount(self) -> None:
        """Show the ledger."""
        self.relabel()
        self.table.focus()

    def give(self, ledger: LedgerData) -> None:
        """Show another ledger, from its first booking."""
        self.ledger, self.bookings = ledger, ledger.bookings()
        self.table.move_cursor(row=0)
        self.relabel()

    def on_resize(self) -> None:
        """Write times anew: how much of them fits depends on the width."""
        self._fill()

    def relabel(self) -> None:
        """Write every text in the language in use."""
        charged, refunded, net = self.ledger.totals()
        parts = [_("Ledger"), f"{_('charged')} {charged}", f"{_('refunded')} {refunded}", f"{_('net')} {net}"]
        if len(self.bookings) > MOST_ROWS:
            parts.append(_("{shown} of {count} bookings").format(shown=MOST_ROWS, count=len(self.bookings)))
        if self.ledger.unread:
            parts.append(_("Not read: {count} places").format(count=self.ledger.unread))
        if self.ledger.name:
            parts.append(os.path.basename(self.ledger.name))
        self.query_one("#state", Static).update(visible_line(" · ".join(parts)))
        self.query_one("#none", Static).update(
            _("There is no ledger yet. Paste a ticket with log rows or a task, or press Ctrl+F for an export's file.")
        )
        for name in ("#bookings", "#account"):
            self.query_one(name).display = bool(self.bookings)
        self.query_one("#none").display = not self.bookings
        self._fill()

    def _fill(self) -> None:
        table = self.table
        at = table.cursor_row
        table.clear(columns=True)
        names = (_("Time"), _("Kind"), _("Quota"), _("Net"), _("Flags"), _("Work"), _("Known cause"))
        rows = [self._cells(one) for one in self.bookings[:MOST_ROWS]]
        for column, name in enumerate(names):
            # a width of its own: the table measures new rows later than it is filled anew
            table.add_column(Text(name), width=max(Text(name).cell_len, *(row[column].cell_len for row in rows), 1))
        for number, row in enumerate(rows):
            table.add_row(*row, key=str(number))
        if self.bookings:
            table.move_cursor(row=min(at, table.row_count - 1))
        self._explain()

    def _cells(self, one: Booking) -> list[Text]:
        account = self.ledger.accounts[one.account]
        flags = ", ".join(_(SHORT_FLAGS[flag]) if flag in SHORT_FLAGS else flag for flag in account["flags"])
        known, left = account.get("known_cause"), account.get("known_causes_open") or ()
        cause = known["id"] if known else "? " + ", ".join(one["id"] for one in left) if left else ""
        work = str(account.get("task_id") or account.get("request_id") or "–")
        numbers = (Text(f"{one.quota:+d}", justify="right"), Text(f"{one.net:d}", justify="right"))
        return [_cell(self._moment(one.at)), _cell(_(KINDS[one.kind])), *numbers, *map(_cell, (flags, work, cause))]

    def _moment(self, at: int | None) -> str:
        if at is None:
            return _("no time")
        try:
            moment = datetime.fromtimestamp(at, UTC).isoformat()
        except (OverflowError, ValueError, OSError):
            return str(at)
        return local_and_utc(moment, self.desk.zone) if self.size.width >= WIDE else local_short(moment, self.desk.zone)

    @on(DataTable.RowHighlighted)
    def _explain(self) -> None:
        """Explain the work under the cursor."""
        row = self.table.cursor_row
        if 0 <= row < len(self.bookings):
            self.query_one("#account", Pane).show(account_page(self.ledger, self.bookings[row].account))

    def action_open_file(self) -> None:
        """Ask for a file."""
        self.desk.ask_for_ledger()

    def action_back(self) -> None:
        """Go back to where the ledger was opened."""
        self.dismiss()


def _cell(text: str) -> Text:
    return Text(visible_line(text if len(text) <= CELL else text[: CELL - 1] + "…"), no_wrap=True)
