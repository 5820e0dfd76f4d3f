"""Below the ledger's table: the piece of work under the cursor, why its charge stands, and how it adds up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from supportdesk.i18n import _
from supportdesk.render.known_causes import cause_line
from supportdesk.render.money_notes import FLAGS, decision_text, money_notes
from supportdesk.tui.panes.page import DIM, HEAD, Page

if TYPE_CHECKING:
    from textual.content import Content

    from supportdesk.tui.ledger_data import LedgerData

MOST = 20
"""Equations and ways of billing that are listed."""


def account_page(ledger: LedgerData, number: int) -> Content:
    """Return what is known of the ledger's account `number`."""
    account = ledger.accounts[number]
    page = Page()
    page.line(" · ".join(_ids(account)) or _("work without an id"), HEAD)
    net = f"{_('net')} {account['net_quota']}"
    if account.get("expected_quota") is not None:
        net += f" · {_('should be')} {account['expected_quota']}"
    if account.get("refund_quota"):
        net += f" · {_('to give back')} {account['refund_quota']}"
    page.line(net, "bold")
    for flag in account["flags"]:
        page.line(_(FLAGS[flag]) if flag in FLAGS else flag, "$text-warning")
    cause = cause_line(account)
    if cause:
        page.line(cause)
    lines = [*(account.get("lines") or ()), *_sum(account)]
    for line in dict.fromkeys(lines[:MOST]):
        page.line(f"  {line}", DIM)
    for words, equation in ledger.hypotheses(account)[:MOST]:
        page.line(f"{words}:").line(f"  {equation}", DIM)
    if account.get("idempotency_key"):
        page.line(_("Key of this charge: {key}").format(key=account["idempotency_key"]), DIM)
    if not ledger.name:
        page.heading(decision_text(ledger.money))
        for line in money_notes(ledger.money):
            page.line(line)
    return page.content()


def _ids(account: Mapping[str, Any]) -> list[str]:
    return [str(account[name]) for name in ("task_id", "request_id") if account.get(name)]


def _sum(account: Mapping[str, Any]) -> list[str]:
    """Return the equation of an account's net."""
    quotas = [entry["quota"] for entry in account["entries"]]
    if len(quotas) < 2:
        return []
    first, *rest = quotas
    signed = "".join(f" {'-' if quota < 0 else '+'} {abs(quota)}" for quota in rest)
    return [f"{first}{signed} = {sum(quotas)}"]
