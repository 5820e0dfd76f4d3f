"""The cases, newest first: filtered, searched as one types, selected and changed many at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from supportdesk.casebook import Casebook
from supportdesk.casebook.filtering import CaseFilter
from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _, mark
from supportdesk.tui.case_filter import FACETS, cluster_line, filter_line, narrowed
from supportdesk.tui.case_reader import CaseReader
from supportdesk.tui.screens.cases_bulk import BulkChanges
from supportdesk.tui.screens.filtering import FilterScreen
from supportdesk.tui.widgets.case_table import PAGE, CaseTable
from supportdesk.tui.widgets.footer import DeskFooter
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from supportdesk.casebook import CaseRow
    from supportdesk.casebook.news import News
    from supportdesk.casebook.similarity import Cluster

FILL_PAUSE_S = 0.02
"""Seconds between two short transactions that fill older cases: others write in between."""

Pages = Mapping[int, Sequence["CaseRow"]]


class CasesScreen(BulkChanges):
    """Cases with a search and filters; Enter opens one. `clock` gives the time in Unix seconds."""

    CSS_PATH = "../cases.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", mark("Back"), id="cases.back"),
        Binding("f2,f", "filter", mark("Filter"), tooltip=mark("Show only some: status, cause, model, …"),
                id="cases.filter"),
        Binding("f3,c", "clear", mark("Clear"), tooltip=mark("Show all cases again"), id="cases.clear"),
        Binding("f4", "statistics", mark("Statistics"), tooltip=mark("Count the cases that are shown"),
                id="cases.statistics"),
        Binding("f5", "reload", mark("Reload"), show=False, id="cases.reload"),
        Binding("f6", "next_cluster", mark("Outage"), show=False, tooltip=mark("Show the tickets of one failure"),
                id="cases.cluster"),
        Binding("slash", "to_search", mark("Search"), show=False, id="cases.search"),
        Binding("down", "to_table", mark("To the list"), show=False, id="cases.to-list"),
        Binding("f7,x", "export", mark("Export"), tooltip=mark("Write the cases that are shown to a file"),
                id="cases.export"),
        Binding("f8", "change", mark("Change…"), tooltip=mark("Change the selected cases"), id="cases.change"),
        Binding("ctrl+z", "undo", mark("Undo"), tooltip=mark("Undo the last change of the selected cases"),
                id="cases.undo"),
    ]  # fmt: skip

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._clock = clock
        self._wanted = CaseFilter()
        self._total: int | None = None
        self._asked = 0
        self._is_coming = False
        self._open_when_there = False
        self._clusters: Sequence[Cluster] = ()
        self.reader = CaseReader(lambda: Casebook(self.desk.settings.database_path()))

    def compose(self) -> ComposeResult:
        """Lay out the search, what is filtered, the list, and what stands in its place when it is empty."""
        with Horizontal(id="head"):
            yield Static("", id="state", markup=False)
            yield Input(id="search", compact=True)
        yield Static("", id="filters", markup=False)
        yield Static("", id="clusters", markup=False)
        yield CaseTable(self.desk.zone, id="cases")
        yield Static("", id="none", markup=False)
        yield Static("", id="news", markup=False)
        yield DeskFooter(show_command_palette=False)

    @property
    def table(self) -> CaseTable:
        """The list."""
        return self.query_one(CaseTable)

    @property
    def rows(self) -> list[CaseRow]:
        """The rows that are on the screen."""
        return self.table.rows

    @property
    def wanted(self) -> CaseFilter:
        """What the list is narrowed to, with what is typed."""
        return self._wanted._replace(text=self.query_one("#search", Input).value.strip())

    def on_mount(self) -> None:
        """Show the newest cases."""
        for name in ("#none", "#news", "#filters", "#clusters"):
            self.query_one(name).display = False
        self.relabel()
        self.query_one("#search").focus()
        self._view()
        self._read_clusters()
        self.follow()
        self.run_worker(self._fill_older, thread=True, group="filling")

    def on_unmount(self) -> None:
        """End the reader's thread."""
        self.reader.end()

    def on_screen_resume(self) -> None:
        """Show what has changed meanwhile."""
        if self._total is not None:
            self.action_reload()

    def relabel(self) -> None:
        """Write every text in the language in use."""
        placeholder = _("Search: words, a request or task id, a ticket reference, #number")
        self.query_one("#search", Input).placeholder = placeholder
        self.table.rewrite()
        self.show_news()
        self._show_state()

    def store_changed(self, news: Sequence[News]) -> None:  # noqa: ARG002 - every change may move rows
        """Show the list anew, with the cursor on its case."""
        self.action_reload()
        self._read_clusters()

    @on(Input.Changed, "#search")
    def search(self) -> None:
        """Search for what is typed now."""
        if self._total is not None or self._is_coming:
            self._view()

    def action_reload(self) -> None:
        """Read the list again; the cursor stays on its case."""
        if self._is_coming:
            self._view()
            return
        table, wanted = self.table, self.wanted
        row, offset, index = table.row, table.cursor - table.top, table.cursor
        span = max(1, table.size.height)

        def _work(book: Casebook) -> tuple[int, Pages, int, int]:
            total = book.count(wanted)
            at = index if row is None else book.position(wanted, row.number)
            at = max(0, min(at, total - 1))
            top = max(0, at - offset)
            first, last = top // PAGE, (top + span) // PAGE
            pages = {page: book.find(wanted, limit=PAGE, offset=page * PAGE) for page in range(first, last + 1)}
            return total, pages, at, top

        self._ask("view", _work, self._renewed)

    def _view(self) -> None:
        """Show another list, from its beginning; the newest wish wins."""
        self._is_coming = True
        wanted = self.wanted
        self._ask("view", lambda book: book.find(wanted, limit=PAGE), self._begun)

    def _ask(self, kind: str, work: Callable[[Casebook], object], take: Callable[..., None]) -> None:
        """Read in the reader's thread, and take what belongs to the newest list."""
        if kind == "view":
            self._asked += 1
            self.reader.drop("view", "count", "page")
        asked = self._asked

        def _take(result: object) -> None:
            if (asked != self._asked and kind != "clusters") or not self.is_attached:
                return
            if isinstance(result, SupportdeskError):
                self._is_coming = False
                self.desk.tell_problem(result)
            elif isinstance(result, Exception):
                raise result
            else:
                take(result)

        self.reader.ask(kind, work, lambda result: self.app.call_later(_take, result))

    def _begun(self, rows: list[CaseRow]) -> None:
        """Show the first page of another list; how long it is comes later where it is longer."""
        if self._total is None and not self.table.total:
            self.desk.keep_loaded()
        self._is_coming = False
        self._total = len(rows)
        self.table.renew(len(rows), {0: rows}, 0, 0)
        if len(rows) == PAGE:
            wanted = self.wanted
            self._total = None
            self._ask("count", lambda book: book.count(wanted), self._counted)
        self._show_state()
        if self._open_when_there:
            self._open_when_there = False
            self.table.action_choose()

    def _counted(self, total: int) -> None:
        self._total = total
        self.table.set_total(total)
        self._show_state()

    def _renewed(self, result: tuple[int, Pages, int, int]) -> None:
        total, pages, at, top = result
        self._is_coming = False
        self._total = total
        self.table.renew(total, pages, at, top)
        self._show_state()

    def _fill_older(self) -> None:
        """Compute what cases of an older version lack, a few at a time, in a thread; the list follows by itself."""
        worker = get_current_worker()
        try:
            while not worker.is_cancelled and self.desk.book().fill():
                time.sleep(FILL_PAUSE_S)
        except SupportdeskError as problem:
            self.app.call_from_thread(self.desk.tell_problem, problem)

    def _read_clusters(self) -> None:
        now = self._clock()
        self._ask("clusters", lambda book: book.clusters(now), self._take_clusters)

    def _take_clusters(self, clusters: Sequence[Cluster]) -> None:
        self._clusters = clusters
        self._show_state()

    @on(CaseTable.Wanted)
    def read_page(self, event: CaseTable.Wanted) -> None:
        """Read a page of the list."""
        wanted, page = self.wanted, event.page
        self._ask(
            f"page {page}",
            lambda book: book.find(wanted, limit=PAGE, offset=page * PAGE),
            lambda rows: self.table.take_page(page, rows),
        )

    @on(CaseTable.Marked)
    def _show_state(self) -> None:
        """Write the lines above the list, and what stands in its place when it is empty."""
        total = "…" if self._total is None else f"{self._total:,}"
        state = f"{_('Cases')} · {total}"
        if self.table.marked:
            state += " · " + _("{count} selected").format(count=f"{len(self.table.marked):,}")
        self.query_one("#state", Static).update(state)
        filters, clusters = self.query_one("#filters", Static), self.query_one("#clusters", Static)
        narrowed_to = filter_line(self._wanted, self.desk.zone)
        filters.update(visible_line(narrowed_to) + " · " + _("F3: all"))
        filters.display = bool(narrowed_to)
        clusters.display = bool(self._clusters)
        if self._clusters:
            clusters.update(visible_line(cluster_line(self._clusters, self._wanted.fingerprint, self._now())))
        is_empty = self._total == 0
        self.table.display = not is_empty
        self.query_one("#none").display = is_empty
        if is_empty:
            self.query_one("#none", Static).update(self._empty())

    def _empty(self) -> str:
        """Say why nothing is listed, and what to do."""
        if self.wanted.text:
            return _("No case is found. Shorten the search; F3 clears it and every filter.")
        if narrowed(self._wanted):
            return _("No case fits the filters. F2 changes them, F3 clears them.")
        return _("There is no case yet. Esc goes back; Ctrl+S on a ticket saves it as a case.")

    def narrow(self, wanted: CaseFilter) -> None:
        """Filter by this; what is typed stays."""
        self._wanted = wanted._replace(text="")
        self.table.marked.clear()
        self._view()
        self._show_state()

    def action_filter(self) -> None:
        """Ask what to filter by."""
        screen = FilterScreen(self._wanted, self.reader, self.desk.zone, self._now(), self._facet())

        def _apply(answer: str | None) -> None:
            if answer:
                self.narrow(screen.wanted)

        self.app.push_screen(screen, _apply)

    def _now(self) -> datetime:
        """Return the time in the agent's zone."""
        return datetime.fromtimestamp(self._clock(), self.desk.zone).astimezone(self.desk.zone)

    def _facet(self) -> int:
        """Return the facet to begin with: the first that is filtered by."""
        line = [facet for facet in FACETS if getattr(self._wanted, facet.field) not in ((), None)]
        return FACETS.index(line[0]) if line else 0

    def action_clear(self) -> None:
        """Show all cases again."""
        self._wanted = CaseFilter()
        self.table.marked.clear()
        self.query_one("#search", Input).value = ""
        self._view()
        self._show_state()

    def action_next_cluster(self) -> None:
        """Filter by the next outage, behind the last by none."""
        if not self._clusters:
            self.desk.tell(_("No failure repeats in the last 24 hours."))
            return
        prints = [one.fingerprint for one in self._clusters]
        here = self._wanted.fingerprint
        at = prints.index(here) + 1 if here in prints else 0
        if at < len(prints):
            self.narrow(self._wanted._replace(fingerprint=prints[at], since=self._clusters[at].since))
        else:
            self.narrow(self._wanted._replace(fingerprint=None, since=None))

    def on_click(self, event: object) -> None:
        """Choose the outage by mouse."""
        if getattr(getattr(event, "widget", None), "id", None) == "clusters":
            self.action_next_cluster()

    def action_statistics(self) -> None:
        """Show statistics of the cases that are shown."""
        from supportdesk.tui.screens.statistics import StatisticsScreen

        self.app.push_screen(StatisticsScreen(self.wanted, self._clock))

    def action_back(self) -> None:
        """Select nothing any more, or go back to the ticket."""
        if self.table.marked:
            self.table.mark_these(())
        else:
            self.dismiss()

    def action_to_search(self) -> None:
        """Move from the list into the search."""
        self.query_one("#search").focus()

    def action_to_table(self) -> None:
        """Move from the search into the list."""
        if self._total != 0:
            self.table.focus()

    @on(Input.Submitted, "#search")
    def open_first(self) -> None:
        """Open the case under the cursor, as soon as what is typed has been found."""
        if self._is_coming:
            self._open_when_there = True
        else:
            self.table.action_choose()

    @on(CaseTable.Chosen)
    def open_chosen(self, event: CaseTable.Chosen) -> None:
        """Open the case that was chosen."""
        self.desk.open_case(event.row.number)
