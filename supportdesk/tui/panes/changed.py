"""The block on top of the verdict that says what added material has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.i18n import _, mark, pick
from supportdesk.render.money_notes import decision_text
from supportdesk.render.terminal import CERTAINTY
from supportdesk.tui.changes import MOST, changes
from supportdesk.tui.panes.page import DIM, HEAD, Page

if TYPE_CHECKING:
    from supportdesk.tui.diagnoser import Outcome

SUMS = {
    "charged_quota": mark("charged"),
    "refunded_quota": mark("refunded"),
    "net_quota": mark("net"),
    "refund_quota": mark("to give back"),
}
"""Message ids of the sums that are compared."""

VALUE = 60
"""Characters of a value that are shown."""


def add_changes(page: Page, before: Outcome, after: Outcome) -> None:
    """Add the block to a page."""
    found = changes(before.data, after.data)
    page.line(_("Changed by what was added (Ctrl+Z takes it back)"), HEAD)
    if not found.any:
        page.line("  " + _("nothing: it tells nothing new about the cause or the money"), DIM).line()
        return
    if found.certainty:
        words = [_(CERTAINTY[name]) for name in found.certainty]
        page.line(f"  {_('certainty')}: {words[0]} → {words[1]}", "bold")
    if found.cause:
        page.line(f"  {_('cause')}: {found.cause[0]} → {found.cause[1]}", "bold")
    if "decision" in found.money:
        texts = [decision_text(one.data["money"]) for one in (before, after)]
        page.line(f"  {_('money')}: {texts[0]} → {texts[1]}", "bold")
    for name, label in SUMS.items():
        if name in found.money:
            old, new = ("–" if value is None else str(value) for value in found.money[name])
            page.line(f"  {_(label)}: {old} → {new}")
    for question in found.answered:
        page.line(f"  ✓ {_('answered')}: {pick(question)}")
    for name, old, value in found.changed[:MOST]:
        page.line(f"  ~ {name}: {_short(old)} → {_short(value)}")
    for name, value in found.new[:MOST]:
        page.line(f"  + {name} = {_short(value)}")
    more = len(found.changed[MOST:]) + len(found.new[MOST:])
    if more:
        page.line("  " + _("and {count} more").format(count=more), DIM)
    page.line()


def _short(value: str) -> str:
    text = " ".join(value.split())
    return text if len(text) <= VALUE else text[: VALUE - 1] + "…"
