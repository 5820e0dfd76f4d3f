"""How material comes to the ticket on the screen: added, pasted beside a case, from a file, a picture or a pipe."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO

from textual import on
from textual.worker import get_current_worker

from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _, pick
from supportdesk.tui.panes.reply import ordered
from supportdesk.tui.screens.replying import ReplyingScreen
from supportdesk.tui.ticket import Draft
from supportdesk.tui.widgets.paste import PasteArea
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from supportdesk.reading.picture import Picture, Progress
    from supportdesk.tui.widgets.window import Whole

OFFERED = 80
"""Characters, or a line end, that make a paste beside a saved case material that is asked about."""

READING = "reading"
"""Group of the workers that read a file, a picture or a pipe."""


class ReceivingScreen(ReplyingScreen):
    """A screen that takes material for its ticket."""

    piped: BinaryIO | None = None
    """What stands in for standard input and is read when the screen opens, None where nothing does."""

    picture: Picture | None = None
    """The picture whose text is in the paste, None where there is none."""

    _progress = ""

    @property
    def is_reading_file(self) -> bool:
        """Whether a file, a picture or a pipe is being read."""
        return any(worker.group == READING and not worker.is_finished for worker in self.workers)

    def action_open_picture(self) -> None:
        """Show the fields of the ticket's picture, to be corrected."""
        if self.picture is None:
            self.desk.tell(_("The ticket has no picture. Open one's file, or take the clipboard's."))
            return
        from supportdesk.tui.screens.picture import PictureScreen

        self.app.push_screen(PictureScreen(self.picture, self._corrected))

    def _corrected(self, picture: Picture) -> None:
        """Put the text of a picture that was corrected in place of the one before."""
        before = self.picture.text if self.picture is not None else ""
        text = self.paste.source_text
        if before and before in text:
            self.paste.give_masked(text.replace(before, picture.text, 1))
        else:
            self.desk.tell(_("The picture's text was changed in the ticket since; correct it there as well."))
        self.picture = picture

    def action_clipboard_picture(self) -> None:
        """Read the picture on the system's clipboard."""
        self._tell_progress(_("reading {name}…").format(name=_("the clipboard")))
        self.run_worker(self._read_clipboard(), group=READING, exclusive=True, exit_on_error=False)

    async def _read_clipboard(self) -> None:
        import asyncio

        from supportdesk.tui.clipboard_image import clipboard_image

        try:
            data = await asyncio.to_thread(clipboard_image)
        except SupportdeskError as problem:
            self.desk.tell_problem(problem)
            self._tell_progress("")
        else:
            await self._read_picture(data)

    def action_add_material(self) -> None:
        """Ask for more material and add it behind the paste."""
        outcome = self.outcome
        data = outcome.data if outcome is not None else None
        asked = pick(data["ask"][0]["question"], ordered(data)[0]) if data and data["ask"] else ""

        def _add(text: str | None) -> None:
            if text and text.strip():
                self.add_material(text)

        from supportdesk.tui.screens.adding import MaterialScreen

        self.app.push_screen(MaterialScreen(asked), _add)

    def add_material(self, masked: str) -> None:
        """Add a masked text to the ticket; the verdict then shows what it changed."""
        self.ticket.add_to()
        self.paste.add(masked)

    @on(PasteArea.Pasted)
    def _pasted(self, event: PasteArea.Pasted) -> None:
        """Open a file that was dropped; ask whether a paste beside a case is more of it."""
        from supportdesk.tui.dropped import dropped_path

        event.stop()
        path = dropped_path(event.text)
        if path is not None:
            self.open_file(path)
            return
        case, text = self.ticket.case, event.text.strip()
        if case is None or not (len(text) > OFFERED or "\n" in text or "\r" in text):
            if self.paste.source_text.strip():
                self.ticket.add_to()
            self.paste.take(event.text)
            return

        def _answered(answer: str | None) -> None:
            if answer == "add":
                self.ticket.add_to()
                self.paste.move_cursor(self.paste.document.end)
                gap = "\n\n" if not self.paste.is_window and self.paste.source_text.strip() else ""
                self.paste.take(gap + event.text)
            elif answer == "new":
                self.then_clear(lambda: self.paste.take(event.text))

        from supportdesk.tui.screens.adding import AddOrNewScreen

        self.app.push_screen(AddOrNewScreen(case.number), _answered)

    def named(self, text: str) -> str:
        """Return the text as it is diagnosed: what a picture gave is at most likely, whatever stands around it."""
        if self.picture is None:
            return text
        from supportdesk.source import SCREENSHOT
        from supportdesk.tui.diagnoser import Material

        return Material(text, name=self.picture.name + SCREENSHOT)

    def action_open_file(self) -> None:
        """Ask for a file's path and read it."""
        from supportdesk.tui.dropped import dropped_path

        def _take(path: str | None) -> None:
            if path and path.strip():
                named = path.strip()
                self.open_file(dropped_path(named) or os.path.expanduser(named))

        from supportdesk.tui.screens.adding import FileScreen

        self.app.push_screen(FileScreen(), _take)

    def open_file(self, path: str) -> None:
        """Read a file's text or picture in place of an empty paste, else behind what is there."""
        from supportdesk.reading.picture import is_picture

        try:
            with open(path, "rb") as file:
                begin = file.read(32)
        except OSError as problem:
            reason = problem.strerror or type(problem).__name__
            self.desk.tell(_("{name} cannot be read: {reason}").format(name=visible_line(path), reason=reason))
            return
        self._tell_progress(_("reading {name}…").format(name=os.path.basename(path)))
        if is_picture(begin):
            self.run_worker(self._read_picture(path), group=READING, exclusive=True, exit_on_error=False)
        else:
            self.run_worker(lambda: self._read(path), thread=True, group=READING, exclusive=True, exit_on_error=False)

    def open_pipe(self, pipe: BinaryIO) -> None:
        """Read what a pipe gives until its end."""
        self._tell_progress(_("reading {name}…").format(name="stdin"))
        self.run_worker(lambda: self._read(pipe), thread=True, group=READING, exclusive=True, exit_on_error=False)

    def action_cancel(self) -> None:
        """End what is being read or diagnosed; without either, go back to the paste."""
        if self.is_reading_file or self.paste.loading:
            self.workers.cancel_group(self, READING)
            self.paste.stop_taking()
            self._tell_progress("")
            self.desk.tell(_("The reading was cancelled; the screen is as it was."))
        elif not self.cancel_diagnosis():
            self.paste.focus()

    def cancel_diagnosis(self) -> bool:
        """End a diagnosis that runs elsewhere; return whether there was one."""
        raise NotImplementedError

    def _read(self, source: str | BinaryIO) -> None:
        """Read a file or a pipe, in a thread."""
        from supportdesk.tui.material import read_material, read_pipe

        worker = get_current_worker()
        told = -1

        def _progress(done: int, whole: int) -> None:
            nonlocal told
            percent = done * 100 // whole if whole else done >> 20
            if percent // 5 != told:
                told = percent // 5
                unit = "%" if whole else "MB"
                self.app.call_from_thread(self._tell_progress, _("reading… {done}").format(done=f"{percent} {unit}"))

        def _cancelled() -> bool:
            return worker.is_cancelled

        try:
            if isinstance(source, str):
                text = read_material(source, _progress, _cancelled)
            else:
                text = read_pipe(source, _progress, _cancelled)
        except SupportdeskError as problem:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.desk.tell_problem, problem)
                self.app.call_from_thread(self._tell_progress, "")
        else:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._take_material, text, None)

    async def _read_picture(self, path: str | bytes) -> None:
        """Read a picture, by its path or its bytes, in another process."""
        from supportdesk.reading.picture import read_picture_async

        def _progress(step: Progress) -> None:
            percent = step.done * 100 // max(1, step.total)
            self._tell_progress(f"{_(step.step)} {percent} %")

        try:
            name = None if isinstance(path, str) else _("clipboard")
            picture = await read_picture_async(path, _progress, name=name)
        except SupportdeskError as problem:
            self.desk.tell_problem(problem)
            self._tell_progress("")
        else:
            self._take_material(picture.text, picture)

    def _take_material(self, text: str | Whole, picture: Picture | None) -> None:
        """Put what was read into the paste."""
        self._tell_progress("")
        if picture is not None:
            self.picture = picture
            for note in picture.notes:
                self.desk.tell(visible_line(note))
        if not self.paste.source_text.strip():
            self.paste.give_masked(text)
        else:
            self.add_material(text if isinstance(text, str) else text.head)
        self.paste.focus()

    def _tell_progress(self, text: str) -> None:
        self._progress = visible_line(text)
        self._show_state()

    def _fill(self, draft: Draft) -> None:
        self.picture = None
        self.replies.fill(dict(draft.replies))
        self.paste.give(draft.text)
