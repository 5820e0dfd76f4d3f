"""Statistics of the cases that the list shows: causes, models, gateways, weeks and money, drawn and as a table."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from supportdesk.casebook import Casebook
from supportdesk.casebook.filtering import CaseFilter
from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _, mark
from supportdesk.tui.case_filter import filter_line
from supportdesk.tui.case_reader import CaseReader
from supportdesk.tui.screens.filtering import FilterScreen
from supportdesk.tui.statistics_views import VIEWS, Bars, table_lines
from supportdesk.tui.watching import Watching
from supportdesk.tui.widgets.bar_plot import BarPlot
from supportdesk.tui.widgets.footer import DeskFooter
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from supportdesk.casebook.news import News
    from supportdesk.casebook.statistics import Statistics


class StatisticsScreen(Watching):
    """Counts the cases that `wanted` shows (all for None); `clock` gives the time in Unix seconds."""

    CSS_PATH = "../cases.tcss"
    HELP_TITLE = mark("Statistics")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", mark("Back"), id="statistics.back"),
        Binding("right", "view(1)", mark("View"), key_display="←→", priority=True, tooltip=mark("Show the next view"),
                id="statistics.next"),
        Binding("left", "view(-1)", mark("View"), show=False, priority=True, tooltip=mark("Show the view before"),
                id="statistics.previous"),
        *(Binding(str(number), f"choose({number - 1})", view.label, show=False, id=f"statistics.{view.name}")
          for number, view in enumerate(VIEWS, 1)),
        Binding("f2,f", "filter", mark("Filter"), tooltip=mark("Count only some: status, cause, model, …"),
                id="statistics.filter"),
        Binding("f3,c", "clear", mark("Clear"), tooltip=mark("Count all cases again"), id="statistics.clear"),
    ]  # fmt: skip

    def __init__(self, wanted: CaseFilter | None = None, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self.wanted = wanted or CaseFilter()
        self._clock = clock
        self._found: Statistics | None = None
        self._view = 0
        self.reader = CaseReader(lambda: Casebook(self.desk.settings.database_path()))

    def compose(self) -> ComposeResult:
        """Lay out the views' names, the filter, the plot and the table."""
        with Horizontal(id="head"):
            yield Static("", id="state", markup=False)
        yield Static("", id="filters", markup=False)
        yield Static("", id="views", markup=False)
        with Horizontal(id="statistics"):
            yield BarPlot(id="plot")
            yield VerticalScroll(Static("", id="table", markup=False), id="numbers")
        yield Static("", id="none", markup=False)
        yield Static("", id="news", markup=False)
        yield DeskFooter(show_command_palette=False)

    def on_mount(self) -> None:
        """Count."""
        for name in ("#none", "#news", "#filters"):
            self.query_one(name).display = False
        self.relabel()
        self.query_one("#numbers").focus()
        self._read()
        self.follow()

    def on_unmount(self) -> None:
        """End the reader's thread."""
        self.reader.end()

    def on_resize(self) -> None:
        """Write the table as wide as it may be now."""
        self.call_after_refresh(self._show)

    def relabel(self) -> None:
        """Write every text in the language in use."""
        names = [f"{number} {_(view.label)}" for number, view in enumerate(VIEWS, 1)]
        names[self._view] = f"[{names[self._view]}]"
        self.query_one("#views", Static).update("  ".join(names))
        filters = self.query_one("#filters", Static)
        line = filter_line(self.wanted, self.desk.zone)
        searched = _("found by: {text}").format(text=self.wanted.text) if self.wanted.text else ""
        filters.update(visible_line(" · ".join(part for part in (line, searched, _("F3: all")) if part)))
        filters.display = bool(line or searched)
        self.show_news()
        self._show()

    def store_changed(self, news: Sequence[News]) -> None:  # noqa: ARG002 - every change may change a count
        """Count again."""
        self._read()

    def _read(self) -> None:
        wanted = self.wanted
        self.reader.ask(
            "statistics", lambda book: book.statistics(wanted), lambda found: self.app.call_later(self._take, found)
        )

    def _take(self, found: Any) -> None:
        if isinstance(found, SupportdeskError):
            self.desk.tell_problem(found)
        elif isinstance(found, Exception):
            raise found
        elif self.is_attached:
            self._found = found
            self._show()

    def _show(self) -> None:
        """Draw the view, and write its table."""
        found, view = self._found, VIEWS[self._view]
        total = "…" if found is None else f"{sum(count for _name, count in found.statuses):,}"
        self.query_one("#state", Static).update(f"{_('Statistics')} · {total} · {_(view.label)}")
        bars: Bars = [] if found is None else view.bars(found)
        none = self.query_one("#none", Static)
        none.display = found is not None and not any(any(values) for _name, values in bars)
        self.query_one("#statistics").display = not none.display
        if none.display:
            text = _("No case has such a value. F2 changes the filters, F3 clears them, → shows another view.")
            none.update(
                text if found and found.statuses else _("There is no case to count. Esc goes back, F3 counts all.")
            )
        columns = max(20, self.query_one("#numbers").scrollable_content_region.width)
        self.query_one("#table", Static).update("\n".join(table_lines(view, bars, columns)))
        self.query_one(BarPlot).draw(bars, [_(series) for series in view.series], is_time=view.is_time)

    def action_view(self, steps: int) -> None:
        """Show the next view, or the one before."""
        self.action_choose((self._view + steps) % len(VIEWS))

    def action_choose(self, number: int) -> None:
        """Show a view."""
        self._view = number
        self.relabel()

    def action_filter(self) -> None:
        """Ask what to count."""
        now = datetime.fromtimestamp(self._clock(), self.desk.zone)
        screen = FilterScreen(self.wanted, self.reader, self.desk.zone, now)

        def _apply(answer: str | None) -> None:
            if answer:
                self._narrow(screen.wanted)

        self.app.push_screen(screen, _apply)

    def action_clear(self) -> None:
        """Count all cases."""
        self._narrow(CaseFilter())

    def _narrow(self, wanted: CaseFilter) -> None:
        self.wanted = wanted
        self.relabel()
        self._read()

    def action_back(self) -> None:
        """Go back to the list."""
        self.dismiss()
