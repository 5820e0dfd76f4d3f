"""Screens that write cases to a file whose path is typed."""

from __future__ import annotations

import os
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _, mark, ngettext
from supportdesk.tui.delivery import deliver
from supportdesk.tui.exporting import FORMS, export_path, write_export
from supportdesk.tui.screens.dialogs import ChoiceScreen, LineScreen, Told
from supportdesk.tui.translated import TranslatedScreen

if TYPE_CHECKING:
    from supportdesk.casebook.filtering import CaseFilter
    from supportdesk.tui.app import SupportdeskApp


class Exporting(TranslatedScreen):
    """A screen that asks for a path and writes cases to it, in a thread."""

    @property
    def desk(self) -> SupportdeskApp:
        """The application."""
        return cast("SupportdeskApp", self.app)

    def ask_export(self, wanted: CaseFilter, name: str, heading: Told) -> None:
        """Ask for a path and write what the filter shows."""

        def _hint() -> str:
            return _("The ending says the form: {names}").format(names=" ".join(FORMS))

        def _take(typed: str | None) -> None:
            if not typed or not typed.strip():
                return
            try:
                path = export_path(typed)
            except SupportdeskError as problem:
                self.desk.tell_problem(problem)
                return
            if self.app.is_web:
                self._hand_over(wanted, os.path.basename(path))
            elif os.path.exists(path):
                options = (("yes", mark("Replace it")), ("", mark("Keep it")))
                self.app.push_screen(
                    ChoiceScreen(
                        lambda: _("{path} is there already.").format(path=path),
                        lambda: [(value, _(label)) for value, label in options],
                    ),
                    lambda answer: self._export(wanted, path) if answer else None,
                )
            else:
                self._export(wanted, path)

        self.app.push_screen(LineScreen(heading, _hint, name), _take)

    def _hand_over(self, wanted: CaseFilter, name: str) -> None:
        """Hand the cases to the browser: what is typed there names a download, not a path of the server's."""

        def _work() -> None:
            try:
                with TemporaryDirectory(prefix="supportdesk-") as folder:
                    path = os.path.join(folder, name)
                    write_export(self.desk.book(), wanted, path)
                    with open(path, "rb") as file:
                        data = file.read()
            except SupportdeskError as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)
            else:
                self.app.call_from_thread(deliver, self.app, data, name)

        self.run_worker(_work, thread=True, group="export")

    def _export(self, wanted: CaseFilter, path: str) -> None:
        def _work() -> None:
            try:
                count = write_export(self.desk.book(), wanted, path)
            except SupportdeskError as problem:
                self.app.call_from_thread(self.desk.tell_problem, problem)
            else:
                message = ngettext("{count} case is written to {path}.", "{count} cases are written to {path}.", count)
                self.app.call_from_thread(self.desk.tell, message.format(count=f"{count:,}", path=path))

        self.run_worker(_work, thread=True, group="export")
