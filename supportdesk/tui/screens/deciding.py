"""A dialog for the agent's own decision on a case: the final cause, the quota to give back, a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from supportdesk.i18n import _, mark
from supportdesk.tui.translated import TranslatedModal
from supportdesk.tui.widgets.footer import DeskFooter

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from supportdesk.casebook import CaseRow

MOST_QUOTA = 2**63 - 1


class DecideScreen(TranslatedModal):
    """Asks for a decision on the case of `row`; gives 'save' or None, and `cause`, `quota` and `note` hold it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "store", mark("Save"), id="decide.save"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("escape", "call_off", mark("Cancel"), id="decide.cancel"),
    ]

    def __init__(self, row: CaseRow) -> None:
        super().__init__()
        self._row = row
        self.cause: str | None = None
        self.quota: int | None = None
        self.note: str | None = None

    def compose(self) -> ComposeResult:
        """Show three fields, filled with what was decided before, else with the verdict."""
        row = self._row
        quota = row.refund_quota if row.refund_quota is not None else row.advised_quota
        with Vertical(id="question"):
            yield Static("", id="heading", markup=False)
            yield Static("", id="label-cause", markup=False)
            yield Input(row.final_cause or row.cause, id="cause", compact=True)
            yield Static("", id="label-quota", markup=False)
            yield Input("" if quota is None else str(quota), id="quota", compact=True)
            yield Static("", id="label-note", markup=False)
            yield Input(row.decision_note or "", id="decision-note", compact=True)
            yield Static("", id="hint", markup=False)
        yield DeskFooter()

    def on_mount(self) -> None:
        """Write the texts."""
        self.relabel()

    def relabel(self) -> None:
        """Write every text in the language in use."""
        texts = {
            "#heading": _("Decision on case {number} (Ctrl+S saves it)").format(number=self._row.number),
            "#label-cause": _("Final cause"),
            "#label-quota": _("Quota to give back, a whole number; empty: not decided"),
            "#label-note": _("Note"),
            "#hint": "",
        }
        for name, text in texts.items():
            self.query_one(name, Static).update(text)

    def on_input_submitted(self) -> None:
        """Save by Enter as well."""
        self.action_store()

    def action_store(self) -> None:
        """Give the decision, if the quota is a number."""
        cause, quota, note = (
            self.query_one(name, Input).value.strip() for name in ("#cause", "#quota", "#decision-note")
        )
        digits = quota.replace(",", "").replace("_", "")
        if digits and not (digits.isascii() and digits.isdigit() and int(digits) <= MOST_QUOTA):
            self.query_one("#hint", Static).update(_("The quota is no whole number; nothing is saved yet."))
            self.query_one("#quota").focus()
            return
        self.cause, self.quota, self.note = cause or None, int(digits) if digits else None, note or None
        self.dismiss("save")

    def action_call_off(self) -> None:
        """Decide nothing."""
        self.dismiss(None)
