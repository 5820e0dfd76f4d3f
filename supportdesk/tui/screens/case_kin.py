"""An open case and what belongs to it: its files, cases like it, the one it repeats, its export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from supportdesk.casebook.filtering import CaseFilter
from supportdesk.casebook.telling import status_name
from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _, mark, pick
from supportdesk.tui.delivery import deliver
from supportdesk.tui.files import path_to_save, read_file_to_attach, save_new
from supportdesk.tui.panes.timeline import size_text
from supportdesk.tui.screens.case_changes import CaseChanges, CaseUndo
from supportdesk.tui.screens.dialogs import ChoiceScreen, LineScreen, MergeScreen
from supportdesk.tui.screens.exports import Exporting

if TYPE_CHECKING:
    from supportdesk.casebook import Case, Casebook, CaseRow
    from supportdesk.casebook.attachments import Attachment
    from supportdesk.casebook.similarity import Similar

REASONS = {
    "error": mark("the same error"),
    "endpoint": mark("endpoint"),
    "model_family": mark("model family"),
    "layer": mark("layer"),
}
"""Part of a fingerprint that agrees → its name."""


class CaseKin(CaseChanges, Exporting):
    """A screen on one case, with its files and its kin."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "similar", mark("Similar"), tooltip=mark("Cases like this one, and why"), id="case.similar"),
        Binding("m", "merge", mark("Merge"), show=False, tooltip=mark("Merge this case with another"), id="case.merge"),
        Binding("u", "unmerge", mark("Unmerge"), show=False, tooltip=mark("Take merged cases apart"),
                id="case.unmerge"),
        Binding("plus", "attach", mark("Attach"), show=False, tooltip=mark("Keep a file with the case"),
                id="case.attach"),
        Binding("e", "save_file", mark("Save a file"), show=False, tooltip=mark("Write an attached file to disk"),
                id="case.save-file"),
        Binding("x", "export", mark("Export"), show=False, tooltip=mark("Write the case to a file"), id="case.export"),
    ]  # fmt: skip

    def in_thread(self, work: Callable[[Casebook], object], done: Callable[..., object]) -> None:
        """Do something with the casebook in a thread; `done` takes the result, a refusal is told."""

        def _work() -> None:
            try:
                result = work(self.desk.book())
            except SupportdeskError as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)
            else:
                self.app.call_from_thread(done, result)

        self.run_worker(_work, thread=True, group="casebook")

    def action_similar(self) -> None:
        """List the cases that are like this one."""
        number = self.case.number
        self.in_thread(lambda book: book.similar(number), self._show_similar)

    def _show_similar(self, similar: Sequence[Similar]) -> None:
        if not similar:
            self.desk.tell(_("No case is like this one."))
            return

        def _options() -> list[tuple[str, str]]:
            return [(str(one.row.number), similar_line(one)) for one in similar]

        number = self.case.number
        self.app.push_screen(
            ChoiceScreen(lambda: _("Cases like case {number}; Enter opens one").format(number=number), _options),
            lambda chosen: self.desk.open_case(int(chosen)) if chosen else None,
        )

    def action_merge(self) -> None:
        """Ask which case is the same as this one, and which of both stays."""

        def _take(typed: str | None) -> None:
            digits = (typed or "").strip().removeprefix("#")
            if digits.isascii() and digits.isdigit() and len(digits) < 16:
                self.in_thread(lambda book: book.get(int(digits)).row, self._ask_merge)
            elif digits:
                self.desk.tell(_("That is no case number."))

        number = self.case.number
        heading = _("Which case is the same as case {number}?")
        self.app.push_screen(LineScreen(lambda: heading.format(number=number), lambda: _("Its number")), _take)

    def _ask_merge(self, other: CaseRow) -> None:
        row = self.case.row

        def _merge(stays: str | None) -> None:
            if stays:
                into, gone = (row, other) if str(row.number) == stays else (other, row)
                revisions = (gone.revision, into.revision)
                self.in_thread(lambda book: self._merged(book, gone, into, revisions), self._show_merged)

        self.app.push_screen(MergeScreen((row, other), self.desk.zone), _merge)

    def _merged(self, book: Casebook, gone: CaseRow, into: CaseRow, revisions: tuple[int, int]) -> tuple[Case, CaseRow]:
        return book.merge(gone.number, into.number, revisions), gone

    def _show_merged(self, result: tuple[Case, CaseRow]) -> None:
        case, gone = result

        def _apart(book: Casebook, _now: int) -> object:
            return book.unmerge(gone.number, gone.revision + 1)

        def _holds(_row: CaseRow) -> bool:
            return any(one.row.number == gone.number for one in self.case.merged)

        self._undo.append(
            CaseUndo(lambda: _("case {number} taken out of this one").format(number=gone.number), _holds, _apart)
        )
        message = _("Case {gone} is merged into case {into}. Ctrl+Z undoes it.")
        self.desk.tell(message.format(gone=gone.number, into=case.number))
        self.in_thread(lambda book: (case, book.attachments(case.number)), lambda both: self.take(*both))
        self.refresh_bindings()

    def action_unmerge(self) -> None:
        """Make this case one of its own again, or a case that was merged into it."""
        if self.case.row.merged_into is not None:
            self._unmerge(self.case.row)
        elif not self.case.merged:
            self.desk.tell(_("No case is merged here."))
        elif len(self.case.merged) == 1:
            self._unmerge(self.case.merged[0].row)
        else:
            rows = {str(one.row.number): one.row for one in self.case.merged}
            self.app.push_screen(
                ChoiceScreen(
                    lambda: _("Which case is to be one of its own again?"),
                    lambda: [(number, f"{number} · {pick(row.title)}") for number, row in rows.items()],
                ),
                lambda chosen: self._unmerge(rows[chosen]) if chosen else None,
            )

    def _unmerge(self, row: CaseRow) -> None:
        number = self.case.number

        def _work(book: Casebook) -> tuple[Case, Sequence[Attachment]]:
            book.unmerge(row.number, row.revision)
            return book.get(number), book.attachments(number)

        def _done(both: tuple[Case, Sequence[Attachment]]) -> None:
            self.desk.tell(_("Case {number} is one of its own again.").format(number=row.number))
            self.take(*both)

        self.in_thread(_work, _done)

    def action_attach(self) -> None:
        """Ask for a path and keep the file with the case."""
        number, revision = self.case.number, self.case.revision

        def _take(typed: str | None) -> None:
            if typed and typed.strip():
                self.change(
                    lambda: _("attached: {name}").format(name=typed.strip()),
                    lambda book, now: book.attach(number, now, *read_file_to_attach(typed)),
                    revision,
                )

        heading = LineScreen(lambda: _("Path of a file to keep with case {number}").format(number=number),
                             lambda: _("At most 10 MB; secrets in a text are masked"))  # fmt: skip
        self.app.push_screen(heading, _take)

    def action_save_file(self) -> None:
        """Ask which attached file is to be written, and where to."""
        files = {str(one.id): one for one in self.files}
        if not files:
            self.desk.tell(_("The case has no file; + attaches one."))
        elif len(files) == 1:
            self._ask_where(next(iter(files.values())))
        else:
            self.app.push_screen(
                ChoiceScreen(
                    lambda: _("Which file is to be written?"),
                    lambda: [(id_, f"{one.name} ({size_text(one.bytes)})") for id_, one in files.items()],
                ),
                lambda chosen: self._ask_where(files[chosen]) if chosen else None,
            )

    def _ask_where(self, file: Attachment) -> None:
        if self.app.is_web:
            self.in_thread(lambda book: book.attachment(file.id).data, lambda data: deliver(self.app, data, file.name))
            return

        def _take(typed: str | None) -> None:
            if typed and typed.strip():
                self.in_thread(lambda book: self._write(book, file, typed), self._written)

        heading = LineScreen(lambda: _("Write {name} to which path?").format(name=file.name), value=file.name)
        self.app.push_screen(heading, _take)

    def _write(self, book: Casebook, file: Attachment, typed: str) -> str:
        path = path_to_save(typed, file.name)
        save_new(path, book.attachment(file.id).data)
        return path

    def _written(self, path: str) -> None:
        self.desk.tell(_("The file is written to {path}.").format(path=path))

    def action_export(self) -> None:
        """Ask for a path and write the case."""
        number = self.case.number
        self.ask_export(
            CaseFilter(text=f"#{number}"),
            f"case-{number}.md",
            lambda: _("Write case {number} to which file?").format(number=number),
        )


def similar_line(similar: Similar) -> str:
    """Return a similar case as one line: its number, status and title, and in what it is alike."""
    row = similar.row
    reasons = ", ".join(_(REASONS[name]) for name in similar.reasons if name in REASONS)
    return f"#{row.number} · {status_name(row.status)} · {pick(row.title)} · {reasons}"
