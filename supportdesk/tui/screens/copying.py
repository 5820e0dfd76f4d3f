"""What the triage screen and an opened case share: copying the reply and the fix of the diagnosis that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.binding import Binding

from supportdesk.i18n import _, mark
from supportdesk.tui.panes.fix import fix_text
from supportdesk.tui.panes.reply import NAMES, ordered, reply_text
from supportdesk.tui.translated import TranslatedScreen

if TYPE_CHECKING:
    from supportdesk.tui.app import SupportdeskApp
    from supportdesk.tui.diagnoser import Outcome

LEDGER = Binding("f12", "ledger", mark("Ledger"), show=False, priority=True)
"""The key that opens the ledger of the diagnosis on the screen; the verdict's part about money names it."""


class CopyingScreen(TranslatedScreen):
    """A screen with a diagnosis on it."""

    _held: tuple[dict[str, Any] | None, bool] | None = None
    """The diagnosis whose held-back reply was asked for last, and whether the other language's."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the ledger only where the material shows a charge."""
        if action == "ledger":
            return self.desk.has_ledger()
        return super().check_action(action, parameters)

    def action_ledger(self) -> None:
        """Show what the material books, in time order."""
        self.desk.open_ledger()

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
        """Copy a reply; one that is held back only when the same key is pressed again for the same diagnosis."""
        data = self.outcome.data if self.outcome else None
        asked, self._held = self._held, (data, other)
        again = data is not None and asked is not None and asked[0] is data and asked[1] is other
        text = reply_text(data, other=other, held=again) if data else ""
        if data and text and not data["reply"]["gate"]["passed"]:
            self.app.copy_to_clipboard(text)
            self._held = None
            self.desk.tell(_("The reply that is held back is copied: mend it before it is sent."))
        elif data and text:
            self.app.copy_to_clipboard(text)
            language = _(NAMES[ordered(data)[1 if other else 0]])
            self.desk.tell(_("The reply is copied: {language}.").format(language=language))
        elif data:
            self.desk.tell(
                _("Nothing was copied: the reply is held back, the Reply tab says why. Again copies it anyway.")
            )
        else:
            self.desk.tell(_("There is no reply to copy yet."))
