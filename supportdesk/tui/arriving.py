"""A paste at any moment: on any screen but an open editor it is the next ticket, and the last one is kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import events
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from supportdesk.i18n import _
from supportdesk.tui.ledger_opening import LedgerApp
from supportdesk.tui.navigation import HOME

if TYPE_CHECKING:
    from textual.widget import Widget

LOOK_AGAIN_S = 0.02
"""Seconds between looks at whether the last ticket is filed."""


class ArrivingApp(LedgerApp):
    """An application that takes a paste as a ticket wherever no editor takes it."""

    async def on_event(self, event: events.Event) -> None:
        """Take a paste that no editor waits for; leave every other event to Textual."""
        is_paste = isinstance(event, events.Paste) and not event.is_forwarded
        if is_paste:
            self.was_pasted()
        if isinstance(event, events.Paste) and is_paste and not self._is_editor(self.focused):
            self.take_paste(event.text)
        else:
            await super().on_event(event)

    def was_pasted(self) -> None:
        """Know that something is pasted, wherever it goes."""

    def take_paste(self, text: str) -> None:
        """Show triage with a pasted text: added to the ticket where triage is shown already, else as the next one."""
        if not text:
            return
        if self.current_mode == HOME:
            self._hand_over(text)
            return
        self.go(HOME)
        if not self.triage.draft.text.strip():
            self._hand_over(text)
            return
        self.triage.action_next_ticket()
        self.run_worker(self._hand_over_when_filed(text), group="arriving")

    async def _hand_over_when_filed(self, text: str) -> None:
        """Wait for the last ticket to be filed; where that is refused, it stays, and the paste is not taken."""
        while self.triage.is_busy:
            await asyncio.sleep(LOOK_AGAIN_S)
        if self.triage.draft.text.strip():
            self.tell(_("The last ticket could not be filed, so nothing was pasted. Save it, then paste again."))
        else:
            self._hand_over(text)

    def _hand_over(self, text: str) -> None:
        self.triage.paste.focus()
        self.triage.paste.post_message(events.Paste(text))

    def _is_editor(self, widget: Widget | None) -> bool:
        """Whether what has the focus takes a paste itself; a question on top of a screen always does."""
        if isinstance(self.screen, ModalScreen) or isinstance(widget, Input):
            return True
        return isinstance(widget, TextArea) and not widget.read_only
