"""An unsaved ticket is kept in a file while it is on the screen, and offered again after a kill or a crash."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

from supportdesk.i18n import _
from supportdesk.tui.screens.receiving import ReceivingScreen

if TYPE_CHECKING:
    from textual.timer import Timer

    from supportdesk.tui.recovery import Kept, Recovery
    from supportdesk.tui.ticket import Draft

KEEP_AFTER_S = 0.8
"""Seconds without a change after which the ticket is kept."""


class RecoveringScreen(ReceivingScreen):
    """A screen whose ticket outlives the process."""

    _recovery: Recovery | None = None
    _keep_timer: Timer | None = None
    _kept: Draft | None = None
    left: Kept | None = None
    """A ticket that a desk which is gone left unsaved, None where there is none."""

    def begin_recovery(self) -> None:
        """Look for a ticket that was left unsaved, in a thread."""
        from supportdesk.tui.recovery import Recovery

        folder = os.path.dirname(os.path.abspath(self.desk.settings.database_path()))
        self._recovery = Recovery(folder)
        self._disk = threading.Lock()
        self.run_worker(self._look, thread=True, group="recovery", exit_on_error=False)

    def keep_later(self) -> None:
        """Keep what is on the screen when it has stopped changing."""
        if self._recovery is not None:
            if self._keep_timer is not None:
                self._keep_timer.stop()
            self._keep_timer = self.set_timer(KEEP_AFTER_S, self._keep)

    def action_recover(self) -> None:
        """Bring the ticket back that was left unsaved."""
        left = self.left
        if left is None or self.paste.source_text.strip():
            return
        self.left = None
        self._fill(left.draft)
        self._kept = None
        self.run_worker(lambda: self._forget(left), thread=True, group="recovery", exit_on_error=False)
        self.desk.tell(_("The ticket that was not saved is on the screen again."))

    def recovery_line(self) -> str:
        """Return what the empty desk says of a ticket that was left, '' where there is none."""
        if self.left is None:
            return ""
        at = time.strftime("%Y-%m-%d %H:%M", time.localtime(self.left.at))
        size = len(self.left.draft.text)
        return _("A ticket of {at} with {size} characters was not saved. Alt+Z brings it back.").format(
            at=at, size=f"{size:,}"
        )

    def _keep(self) -> None:
        draft = self.draft
        wanted = None if self.ticket.is_saved(draft) else draft
        if wanted != self._kept:
            self._kept = wanted
            self.run_worker(lambda: self._write(wanted), thread=True, group="recovery-write", exit_on_error=False)

    def _write(self, draft: Draft | None) -> None:
        """Write or remove the file, in a thread."""
        with self._disk:
            if self._recovery is None or draft is not self._kept:
                return  # a newer one is on its way
            try:
                if draft is None:
                    self._recovery.drop()
                else:
                    self._recovery.keep(draft)
            except OSError as problem:
                self._kept = None
                self.app.call_from_thread(
                    self.desk.tell,
                    _("The unsaved ticket cannot be kept on the disk: {reason}").format(reason=problem.strerror),
                )

    def _look(self) -> None:
        if self._recovery is None:
            return
        left = self._recovery.find()
        if left is not None:
            self.app.call_from_thread(self._offer, left)

    def _forget(self, left: Kept) -> None:
        """Remove the file of the ticket that is on the screen, once it is kept under our own name."""
        with self._disk:
            if self._recovery is not None:
                self._recovery.keep(left.draft)
                self._recovery.forget(left)

    def _offer(self, left: Kept) -> None:
        self.left = left
        self.relabel()

    def end_recovery(self) -> None:
        """Remove the file at a regular end: what is unsaved then was left by its owner's will."""
        if self._recovery is not None:
            with self._disk:
                self._kept = None
                self._recovery.drop()
            self._recovery = None
