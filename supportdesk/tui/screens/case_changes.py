"""What an agent does with an open case: notes, status, assignee, tags, decision, files, merge; undone where it can be.

Every change names the revision that was on the screen when it began; a change that comes too late shows what
happened meanwhile, and is applied to the newest or dropped as the agent says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from supportdesk.casebook.agent import agent_name
from supportdesk.casebook.changing import clean_tags
from supportdesk.casebook.telling import status_name
from supportdesk.errors import StaleRevision, SupportdeskError
from supportdesk.i18n import _, mark
from supportdesk.named import NamedTuple
from supportdesk.tui.panes.timeline import event_line
from supportdesk.tui.screens.cases_bulk import tag_words
from supportdesk.tui.screens.copying import CopyingScreen
from supportdesk.tui.screens.deciding import DecideScreen
from supportdesk.tui.screens.dialogs import LineScreen, StaleScreen, Told
from supportdesk.tui.screens.questions import NoteScreen
from supportdesk.tui.watching import Watching

if TYPE_CHECKING:
    from supportdesk.casebook import Case, Casebook, CaseRow
    from supportdesk.casebook.attachments import Attachment

Work = Callable[["Casebook", int], object]
"""Changes the case, whose revision is given; its result is not looked at."""


class CaseUndo(NamedTuple):
    """Brings a case back: `work` does, as long as `holds` says that the case is still as the change left it."""

    told: Told
    holds: Callable[[CaseRow], bool]
    work: Work


class CaseChanges(CopyingScreen, Watching):
    """A screen on one case, `case` with its `files`; subclasses show both in `relabel`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", mark("Back"), id="case.back"),
        Binding("n", "note", mark("Note"), id="case.note"),
        Binding("o", "status('open')", mark("Open"), show=False, id="case.open"),
        Binding("w", "status('waiting')", mark("Waiting"), id="case.waiting"),
        Binding("r", "status('resolved')", mark("Resolved"), id="case.resolved"),
        Binding("a", "assign", mark("Assign"), id="case.assign"),
        Binding("t", "tags", mark("Tags"), id="case.tags"),
        Binding("d", "decide", mark("Decide"), tooltip=mark("Store the final cause and the refund"), id="case.decide"),
        Binding("ctrl+z", "undo", mark("Undo"), tooltip=mark("Undo your last change of this case"), id="case.undo"),
    ]

    case: Case
    files: Sequence[Attachment] = ()

    def __init__(self) -> None:
        super().__init__()
        self._undo: list[CaseUndo] = []

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer undo only where there is something to undo."""
        if action == "undo":
            return bool(self._undo)
        return super().check_action(action, parameters)

    def action_note(self) -> None:
        """Ask for a note and store it."""
        number, revision = self.case.number, self.case.revision

        def _store(text: str | None) -> None:
            if text and text.strip():
                self.change(lambda: _("note: {text}").format(text=" ".join(text.split())[:80]),
                            lambda book, now: book.add_note(number, text, now), revision)  # fmt: skip

        self.app.push_screen(NoteScreen(), _store)

    def action_status(self, status: str) -> None:
        """Set the status."""
        number, was = self.case.number, self.case.status
        if status == was:
            return
        undo = CaseUndo(lambda: status_name(was), lambda row: row.status == status,
                        lambda book, now: book.set_status(number, was, now))  # fmt: skip
        self.change(
            lambda: f"{_('Status')}: {status_name(status)}",
            lambda book, now: book.set_status(number, status, now),
            undo=undo,
        )

    def action_assign(self) -> None:
        """Ask who works on the case."""
        number, revision, was = self.case.number, self.case.revision, self.case.row.assignee

        def _assign(name: str | None) -> None:
            wanted = " ".join(name.split())[:200] or None if name is not None else was
            if wanted != was:
                undo = CaseUndo(lambda: was or _("nobody"), lambda row: row.assignee == wanted,
                                lambda book, now: book.assign(number, now, was))  # fmt: skip
                self.change(
                    lambda: f"{_('Assignee')}: {wanted or _('nobody')}",
                    lambda book, now: book.assign(number, now, wanted),
                    revision,
                    undo,
                )

        heading = LineScreen(lambda: _("Who works on case {number}?").format(number=number),
                             lambda: _("Empty: nobody"), was or agent_name())  # fmt: skip
        self.app.push_screen(heading, _assign)

    def action_tags(self) -> None:
        """Ask for the case's tags."""
        number, revision, was = self.case.number, self.case.revision, self.case.row.tags

        def _tag(line: str | None) -> None:
            try:
                wanted = clean_tags(tag_words(line)[0]) if line is not None else was
            except SupportdeskError as problem:
                self.desk.tell_problem(problem)
                return
            if set(wanted) != set(was):
                undo = CaseUndo(lambda: " ".join(was) or "–", lambda row: set(row.tags) == set(wanted),
                                lambda book, now: book.set_tags(number, now, was))  # fmt: skip
                self.change(
                    lambda: f"{_('Tags')}: {' '.join(wanted) or '–'}",
                    lambda book, now: book.set_tags(number, now, wanted),
                    revision,
                    undo,
                )

        heading = LineScreen(lambda: _("Tags of case {number}").format(number=number),
                             lambda: _("Words, between blanks"), " ".join(was))  # fmt: skip
        self.app.push_screen(heading, _tag)

    def action_decide(self) -> None:
        """Ask for the agent's own decision."""
        number, revision = self.case.number, self.case.revision
        screen = DecideScreen(self.case.row)

        def _decide(answer: str | None) -> None:
            if not answer:
                return
            cause, quota, note = screen.cause, screen.quota, screen.note

            def _work(book: Casebook, now: int) -> object:
                return book.decide(number, now, final_cause=cause, refund_quota=quota, note=note)

            self.change(lambda: _("decided: {what}").format(what=cause or "–"), _work, revision)

        self.app.push_screen(screen, _decide)

    def action_undo(self) -> None:
        """Undo the last change, unless someone has changed the same thing since."""
        if not self._undo:
            return
        undo = self._undo.pop()
        self.refresh_bindings()
        if undo.holds(self.case.row):
            self.change(lambda: _("Undone: {what} again").format(what=undo.told()), undo.work, is_told=True)
        else:
            self.desk.tell(_("That has been changed since by someone else; nothing was undone."))

    def change(
        self,
        told: Told,
        work: Work,
        revision: int | None = None,
        undo: CaseUndo | None = None,
        *,
        is_told: bool = False,
    ) -> None:
        """Change the case in a thread, by the revision that is on the screen where none is given."""
        number = self.case.number
        seen = self.case.revision if revision is None else revision

        def _work() -> None:
            try:
                book = self.desk.book()
                try:
                    work(book, seen)
                except StaleRevision:
                    newest, files = book.get(number), book.attachments(number)
                    self.app.call_from_thread(self._stale, newest, files, told, work, seen, undo)
                else:
                    changed, files = book.get(number), book.attachments(number)
                    self.app.call_from_thread(self._changed, changed, files, undo, told if is_told else None)
            except SupportdeskError as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)

        self.run_worker(_work, thread=True, group="casebook")

    def take(self, case: Case, files: Sequence[Attachment]) -> None:
        """Show the case as it is now."""
        raise NotImplementedError

    def _changed(self, case: Case, files: Sequence[Attachment], undo: CaseUndo | None, told: Told | None) -> None:
        if undo is not None:
            self._undo.append(undo)
        if told is not None:
            self.desk.tell(told())
        self.take(case, files)
        self.refresh_bindings()

    def _stale(
        self, case: Case, files: Sequence[Attachment], told: Told, work: Work, seen: int, undo: CaseUndo | None
    ) -> None:
        """Show the newest and what happened meanwhile; ask what is to become of the change."""
        self.take(case, files)
        events = [event for event in case.events if event.revision > seen]

        def _again(answer: str | None) -> None:
            if answer:
                self.change(told, work, case.revision, undo)

        self.app.push_screen(StaleScreen(told, lambda: [event_line(one, self.desk.zone) for one in events]), _again)
