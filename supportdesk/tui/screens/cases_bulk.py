"""Many cases changed at once from their list: status, assignee, tags, merge, export, and all of it undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from supportdesk.casebook.agent import agent_name
from supportdesk.casebook.case import STATUSES
from supportdesk.casebook.telling import status_name
from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _, mark, ngettext
from supportdesk.tui.bulk_undo import Undo, undo_assign, undo_status, undo_tags
from supportdesk.tui.screens.dialogs import ChoiceScreen, LineScreen, MergeScreen, StaleScreen, Told
from supportdesk.tui.screens.exports import Exporting
from supportdesk.tui.watching import Watching
from supportdesk.tui.widgets.case_table import CaseTable, Picked, picked

if TYPE_CHECKING:
    from supportdesk.casebook import Casebook
    from supportdesk.casebook.changing import BulkResult
    from supportdesk.casebook.filtering import CaseFilter
    from supportdesk.tui.case_reader import CaseReader

Work = Callable[["Casebook", Sequence[tuple[int, int]]], "BulkResult"]
"""Changes cases, given as numbers and revisions."""

MOST_SELECTED = 100_000
"""Cases that can be selected at once."""

AT_ONCE = 5_000
"""Cases that are read at once to select all."""


class BulkChanges(Watching, Exporting):
    """A screen with a CaseTable whose selected cases, or the one under the cursor, are changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a", "select_all", mark("Select all"), show=False, id="cases.select-all"),
        Binding("o", "status('open')", mark("Open"), show=False, id="cases.open-status"),
        Binding("w", "status('waiting')", mark("Waiting"), show=False, id="cases.waiting"),
        Binding("r", "status('resolved')", mark("Resolved"), show=False, id="cases.resolved"),
        Binding("a", "assign", mark("Assign"), show=False, id="cases.assign"),
        Binding("t", "tags", mark("Tags"), show=False, id="cases.tags"),
        Binding("m", "merge", mark("Merge"), show=False, tooltip=mark("Merge two cases that are one"),
                id="cases.merge"),
    ]  # fmt: skip

    reader: CaseReader

    def __init__(self) -> None:
        super().__init__()
        self._undo: list[Undo] = []

    @property
    def table(self) -> CaseTable:
        """The list."""
        raise NotImplementedError

    @property
    def wanted(self) -> CaseFilter:
        """What the list is narrowed to."""
        raise NotImplementedError

    def action_reload(self) -> None:
        """Read the list again."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer undo only where there is something to undo."""
        if action == "undo":
            return bool(self._undo)
        return super().check_action(action, parameters)

    def action_select_all(self) -> None:
        """Select every case that is listed."""
        wanted = self.wanted

        def _work(book: Casebook) -> list[Picked]:
            found: list[Picked] = []
            while len(found) < MOST_SELECTED:
                rows = book.find(wanted, limit=AT_ONCE, offset=len(found))
                found += map(picked, rows)
                if len(rows) < AT_ONCE:
                    break
            return found

        self.reader.ask("select", _work, lambda result: self.app.call_later(self._selected, result))

    def _selected(self, result: list[Picked] | Exception) -> None:
        if isinstance(result, SupportdeskError):
            self.desk.tell_problem(result)
        elif isinstance(result, Exception):
            raise result
        elif self.is_attached:
            self.table.mark_these(result)
            if len(result) >= MOST_SELECTED:
                self.desk.tell(_("The newest {count} cases are selected.").format(count=f"{len(result):,}"))

    def chosen(self) -> list[Picked]:
        """Return the selected cases, else the one under the cursor; says so where there is none."""
        cases = list(self.table.marked.values())
        if not cases and self.table.row is not None and self.table.display:
            cases = [picked(self.table.row)]
        if not cases:
            self.desk.tell(_("There is no case to change."))
        return cases

    def action_change(self) -> None:
        """Ask what to change."""
        cases = self.chosen()
        if not cases:
            return

        def _options() -> list[tuple[str, str]]:
            names = [(f"status('{one}')", f"{_('Status')}: {status_name(one)}") for one in STATUSES]
            more = [
                ("assign", _("Assign…")),
                ("tags", _("Tags…")),
                ("merge", _("Merge…")),
                ("select_all", _("Select all")),
            ]
            return names + more

        def _do(action: str | None) -> None:
            if action:
                self.call_later(self.run_action, action)

        count = len(cases)
        self.app.push_screen(ChoiceScreen(lambda: _("Change {count} cases").format(count=count), _options), _do)

    def action_status(self, status: str) -> None:
        """Set the status of the chosen cases."""
        cases = self.chosen()

        def _work(book: Casebook, revisions: Sequence[tuple[int, int]]) -> BulkResult:
            return book.set_status_many(revisions, status)

        self.change_many(cases, lambda: f"{_('Status')}: {status_name(status)}", _work, undo_status(cases, status))

    def action_assign(self) -> None:
        """Ask who is to work on the chosen cases."""
        cases = self.chosen()
        if not cases:
            return

        def _assign(name: str | None) -> None:
            if name is not None:
                wanted = " ".join(name.split()) or None
                self.change_many(
                    cases,
                    lambda: f"{_('Assignee')}: {wanted or _('nobody')}",
                    lambda book, revisions: book.assign_many(revisions, wanted),
                    undo_assign(cases, wanted),
                )

        same = {one.assignee for one in cases}
        value = (same.pop() if len(same) == 1 else None) or agent_name()
        self.app.push_screen(
            LineScreen(lambda: _("Who works on {count} cases?").format(count=len(cases)),
                       lambda: _("Empty: nobody"), value), _assign
        )  # fmt: skip

    def action_tags(self) -> None:
        """Ask for tags to add to the chosen cases, and to take away."""
        cases = self.chosen()
        if not cases:
            return

        def _tag(line: str | None) -> None:
            add, remove = tag_words(line or "")
            if add or remove:
                told = " ".join([*(f"+{tag}" for tag in add), *(f"-{tag}" for tag in remove)])
                self.change_many(
                    cases,
                    lambda: f"{_('Tags')}: {told}",
                    lambda book, revisions: book.tag_many(revisions, add, remove),
                    undo_tags(cases, add, remove),
                )

        self.app.push_screen(
            LineScreen(lambda: _("Tags of {count} cases").format(count=len(cases)),
                       lambda: _("Words are added; -word takes one away")), _tag
        )  # fmt: skip

    def change_many(self, cases: Sequence[Picked], told: Told, work: Work, undo: Undo) -> None:
        """Change cases in a thread, by the revisions that were on the screen."""
        if not cases:
            return
        revisions = [(one.number, one.revision) for one in cases]

        def _work() -> None:
            try:
                result = work(self.desk.book(), revisions)
            except SupportdeskError as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)
            else:
                self.app.call_from_thread(self._changed, cases, result, told, work, undo)

        self.run_worker(_work, thread=True, group="casebook")

    def _changed(self, cases: Sequence[Picked], result: BulkResult, told: Told, work: Work, undo: Undo) -> None:
        done = set(result.done)
        for number in done:
            self.table.marked.pop(number, None)
        if done:
            self._undo.append(undo.of(done))
            message = ngettext(
                "{count} case changed. {what}. Ctrl+Z undoes it.",
                "{count} cases changed. {what}. Ctrl+Z undoes it.",
                len(done),
            )
            self.desk.tell(message.format(count=f"{len(done):,}", what=told()))
        self.refresh_bindings()
        self.action_reload()
        left = [one for one in cases if one.number not in done]
        if result.refused:
            lines = [problem.message for problem in result.refused]

            def _again(answer: str | None) -> None:
                if answer:
                    self._apply_again(left, told, work, undo)

            self.app.push_screen(StaleScreen(told, lambda: lines), _again)

    def _apply_again(self, left: Sequence[Picked], told: Told, work: Work, undo: Undo) -> None:
        """Change cases as they are now, since who asked has seen what happened meanwhile."""

        def _work() -> None:
            try:
                newest = [picked(self.desk.book().get(one.number).row) for one in left]
            except SupportdeskError as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)
            else:
                self.app.call_from_thread(self.change_many, newest, told, work, undo.renewed(newest))

        self.run_worker(_work, thread=True, group="casebook")

    def action_undo(self) -> None:
        """Undo the last change; a case that someone changed since stays as it is, and is told."""
        if not self._undo:
            return
        undo = self._undo.pop()
        self.refresh_bindings()

        def _work() -> None:
            try:
                result = undo.run(self.desk.book())
            except SupportdeskError as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)
            else:
                self.app.call_from_thread(self._undone, result)

        self.run_worker(_work, thread=True, group="casebook")

    def _undone(self, result: BulkResult) -> None:
        self.desk.tell(_("Undone in {count} cases.").format(count=f"{len(result.done):,}"))
        for problem in result.refused[:3]:
            self.desk.tell_problem(problem)
        self.action_reload()

    def action_merge(self) -> None:
        """Merge the two selected cases; ask which one stays."""
        cases = list(self.table.marked.values())
        if len(cases) != 2:
            self.desk.tell(_("Select the two cases that are one (Space), then press M."))
            return
        first, second = cases

        def _read() -> None:
            try:
                rows = (self.desk.book().get(first.number).row, self.desk.book().get(second.number).row)
            except SupportdeskError as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)
            else:
                self.app.call_from_thread(self.app.push_screen, MergeScreen(rows, self.desk.zone), _merge)

        def _merge(stays: str | None) -> None:
            if stays:
                into, gone = (first, second) if str(first.number) == stays else (second, first)
                self._merge(gone, into)

        self.run_worker(_read, thread=True, group="casebook")

    def _merge(self, gone: Picked, into: Picked) -> None:
        def _work() -> None:
            try:
                self.desk.book().merge(gone.number, into.number, (gone.revision, into.revision))
            except SupportdeskError as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)
            else:
                self.app.call_from_thread(self._merged, gone, into)

        self.run_worker(_work, thread=True, group="casebook")

    def _merged(self, gone: Picked, into: Picked) -> None:
        self.table.mark_these(())
        self._undo.append(Undo.merge(gone))
        self.refresh_bindings()
        message = _("Case {gone} is merged into case {into}. Ctrl+Z undoes it.")
        self.desk.tell(message.format(gone=gone.number, into=into.number))
        self.action_reload()

    def action_export(self) -> None:
        """Ask for a path and write the cases that are listed."""
        wanted = self.wanted
        self.ask_export(wanted, "cases.csv", lambda: _("Write the cases that are shown to which file?"))


def tag_words(line: str) -> tuple[list[str], list[str]]:
    """Return the tags to add and those to take away of a line such as 'vip -old'."""
    words = line.replace(",", " ").replace("，", " ").split()
    removed = [word[1:] for word in words if word.startswith("-") and len(word) > 1]
    added = [word.removeprefix("+") for word in words if not word.startswith("-")]
    return [word for word in added if word], removed
