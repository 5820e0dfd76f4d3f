"""The replies of the ticket on the screen: edited in both languages, held against the gate after each edit, copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import on

from supportdesk.errors import SupportdeskError
from supportdesk.i18n import LANGUAGES, _, pick
from supportdesk.tui.panes.reply import ordered
from supportdesk.tui.screens.filing import FilingScreen
from supportdesk.tui.widgets.reply_editor import ReplyEditor

if TYPE_CHECKING:
    from textual.timer import Timer

    from supportdesk.tui.diagnoser import Outcome

CHECK_AFTER_S = 0.25
"""Seconds without a keystroke before an edited reply is held against the gate."""


class ReplyingScreen(FilingScreen):
    """A screen with a ticket whose replies can be edited."""

    _checking: dict[str, Timer] | None = None

    @property
    def replies(self) -> ReplyEditor:
        """The editor of the replies."""
        return self.query_one(ReplyEditor)

    def edited_replies(self) -> tuple[tuple[str, str], ...]:
        """Return the edited replies as a draft keeps them."""
        edits = self.replies.edits
        return tuple((language, edits[language]) for language in LANGUAGES if language in edits)

    def reply_to_copy(self, language: str) -> tuple[str, list[dict[str, str]]]:
        """Return a reply as it is edited, and the gate's objections to that."""
        if self.outcome is None:
            return "", []
        gate = self.replies.gates.get(language)
        if gate is None:
            gate = {"reasons": [{"en": "the gate has not read the edit yet", "zh": "闸门还没有检查这处改动"}]}
        return self.replies.text(language), list(gate["reasons"])

    def action_copy_question(self) -> None:
        """Copy the next question in the customer's language."""
        data: dict[str, Any] | None = self.outcome.data if self.outcome else None
        if not data or not data["ask"]:
            self.desk.tell(_("There is nothing to ask."))
            return
        self.app.copy_to_clipboard(pick(data["ask"][0]["question"], ordered(data)[0]))
        self.desk.tell(_("The question is copied."))

    @on(ReplyEditor.Edited)
    def _reply_edited(self, event: ReplyEditor.Edited) -> None:
        """Hold an edited reply against the gate when typing stops."""
        self._show_state()
        self._checking = self._checking or {}
        timer = self._checking.pop(event.language, None)
        if timer is not None:
            timer.stop()
        if event.language in self.replies.edits:
            self._checking[event.language] = self.set_timer(CHECK_AFTER_S, lambda: self._check(event.language))

    def check_edits(self) -> None:
        """Hold the edits against a diagnosis that is new."""
        for language in self.replies.edits:
            self._check(language)

    def _check(self, language: str) -> None:
        outcome, text = self.outcome, self.replies.text(language)
        if outcome is not None and language in self.replies.edits:
            self.run_worker(
                lambda: self._hold_against(outcome, language, text), thread=True, group=f"gate-{language}",
                exit_on_error=False,
            )  # fmt: skip

    def _hold_against(self, outcome: Outcome, language: str, text: str) -> None:
        """Ask the gate, in a thread."""
        from supportdesk.tui.diagnoser import check_again

        try:
            gate = check_again(outcome, text)
        except SupportdeskError as problem:
            self.app.call_from_thread(self.desk.tell_problem, problem)
        else:
            self.app.call_from_thread(self.replies.tell_gate, language, text, gate)
