"""What the triage screen and an opened case share: copying the reply and the fix of the diagnosis that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.binding import Binding

from supportdesk.i18n import _, mark, pick
from supportdesk.tui.panes.reply import NAMES, ordered
from supportdesk.tui.translated import TranslatedScreen

if TYPE_CHECKING:
    from supportdesk.tui.app import SupportdeskApp
    from supportdesk.tui.diagnoser import Outcome

LEDGER = Binding("f12", "ledger", mark("Ledger"), show=False, priority=True, id="screen.ledger")
"""The key that opens the ledger of the diagnosis on the screen; the verdict's part about money names it."""

TOLD = 3
"""Objections of the gate that a message names."""


class CopyingScreen(TranslatedScreen):
    """A screen with a diagnosis on it."""

    _objected: tuple[str, str] | None = None
    """The language and text of the reply whose objections were told last."""

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

    def reply_to_copy(self, language: str) -> tuple[str, list[dict[str, str]]]:
        """Return a reply, and the gate's objections to it."""
        reply = self.outcome.data["reply"] if self.outcome else {}
        return str(reply.get(language) or ""), list(reply["gate"]["reasons"]) if reply else []

    def action_copy_reply(self) -> None:
        """Copy the reply in the customer's language."""
        self._copy_reply(0)

    def action_copy_other_reply(self) -> None:
        """Copy the reply in the other language."""
        self._copy_reply(1)

    def action_copy_fix(self) -> None:
        """Copy the steps and the corrected request."""
        from supportdesk.tui.panes.fix import fix_text

        text = fix_text(self.outcome.data) if self.outcome else ""
        if text:
            self.app.copy_to_clipboard(text)
            self.desk.tell(_("The fix is copied."))
        else:
            self.desk.tell(_("There is no fix to copy."))

    def _copy_reply(self, number: int) -> None:
        """Copy the reply in the customer's language (0) or the other one (1).

        One that the gate objects to is copied when the same key is pressed again: first its objections are told.
        """
        data: dict[str, Any] | None = self.outcome.data if self.outcome else None
        language = ordered(data)[number] if data else ""
        text, reasons = self.reply_to_copy(language) if data else ("", [])
        told, self._objected = self._objected, None
        if not text:
            self.desk.tell(_("There is no reply to copy yet."))
        elif reasons and told != (language, text):
            self._objected = (language, text)
            self.desk.tell(
                "\n".join(
                    (
                        _("Nothing was copied: the reply is held back. The same key copies it all the same."),
                        *(f"• {pick(reason)}" for reason in reasons[:TOLD]),
                    )
                )
            )
        elif reasons:
            from supportdesk.masking import mask

            self.app.copy_to_clipboard(mask(text)[0])
            self.desk.tell(_("The reply that is held back is copied: mend it before it is sent."))
        else:
            self.app.copy_to_clipboard(text)
            self.desk.tell(_("The reply is copied: {language}.").format(language=_(NAMES[language])))
