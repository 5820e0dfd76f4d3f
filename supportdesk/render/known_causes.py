"""The known cause of a charge that stands, or those that are left open, as one line of text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportdesk.i18n import _, pick


def cause_line(account: Mapping[str, Any]) -> str:
    """Return the line of one account of `money.ledger`, '' where nothing is known of it."""
    if account.get("known_cause"):
        return pick(account["known_cause"]) or ""
    left = account.get("known_causes_open") or []
    if not left:
        return ""
    causes = " · ".join(dict.fromkeys(pick(cause) or "" for cause in left))
    decides = " · ".join(dict.fromkeys(pick(cause["decides"]) or "" for cause in left))
    return _("Possible, not decided: {causes} What decides: {decides}").format(causes=causes, decides=decides)


def cause_lines(money: Mapping[str, Any]) -> list[str]:
    """Return the different lines of a diagnosis's `money`, in the order of its ledger."""
    lines = dict.fromkeys(cause_line(account) for account in money.get("ledger") or ())
    return [line for line in lines if line]
