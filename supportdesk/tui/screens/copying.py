"""What the triage screen and an opened case share: copying the reply and the fix of the diagnosis that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from supportdesk.i18n import _
from supportdesk.tui.panes.fix import fix_text
from supportdesk.tui.panes.reply import NAMES, ordered, reply_text
from supportdesk.tui.translated import TranslatedScreen

if TYPE_CHECKING:
    from supportdesk.tui.app import SupportdeskApp
    from supportdesk.tui.diagnoser import Outcome


class CopyingScreen(TranslatedScreen):
    """A screen with a diagnosis on it."""

    @property
    def outcome(self) -> Outcome | None:
        """The diagnosis that is shown, None where there is none yet."""
        raise NotImplementedError

    @property
    def desk(self) -> SupportdeskApp:
        """The application."""
        return cast("SupportdeskApp", self.app)

    def action_copy_reply(self) -> None:
        """Copy the reply in the customer's language."""
        self._copy_reply(other=False)

    def action_copy_other_reply(self) -> None:
        """Copy the reply in the other language."""
        self._copy_reply(other=True)

    def action_copy_fix(self) -> None:
        """Copy the steps and the corrected request."""
        text = fix_text(self.outcome.data) if self.outcome else ""
        if text:
            self.app.copy_to_clipboard(text)
            self.desk.tell(_("The fix is copied."))
        else:
            self.desk.tell(_("There is no fix to copy."))

    def _copy_reply(self, *, other: bool) -> None:
        data = self.outcome.data if self.outcome else None
        text = reply_text(data, other=other) if data else ""
        if data and text:
            self.app.copy_to_clipboard(text)
            language = _(NAMES[ordered(data)[1 if other else 0]])
            self.desk.tell(_("The reply is copied: {language}.").format(language=language))
        elif data:
            self.desk.tell(_("The reply is held back; the Reply tab says why. Nothing was copied."))
        else:
            self.desk.tell(_("There is no reply to copy yet."))
