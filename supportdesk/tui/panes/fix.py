"""The tab with the fix: steps, the corrected request, what was left out, and when to try again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.advising.request_text import as_curl
from supportdesk.i18n import _, mark, pick
from supportdesk.tui.diagnoser import Outcome
from supportdesk.tui.panes.page import DIM, HEAD, Page

if TYPE_CHECKING:
    from textual.content import Content

AFTER = {
    "fix": mark("Try again after the fix."),
    "backoff": mark("Try again after a pause that grows."),
    "operator": mark("Try again when the operator has acted."),
    "never": mark("Trying again does not help."),
}
"""Message ids of `fix.retry.strategy.after`."""


def fix_page(outcome: Outcome) -> Content:
    """Return the fix as a page."""
    page, fix = Page(), outcome.data["fix"]
    steps = pick(fix["steps"])
    if not steps and not fix["request"]:
        page.line(_("There is nothing to correct in the request."), DIM)
    if steps:
        page.heading(_("Steps"))
        for number, step in enumerate(steps, 1):
            page.line(f"{number}. {step}")
    if fix["request"]:
        page.line().link(_("Corrected request (Ctrl+T copies it)"), "screen.copy_fix", HEAD)
        page.line().line(as_curl(fix["request"]), "$text-success")
    for item in fix["dropped"]:
        reason = pick(item["reason"])
        page.line(_("left out {pointer}: {reason}").format(pointer=item["pointer"], reason=reason), DIM)
    if fix["patch"]:
        page.heading(_("Change"))
        _patch(page, fix["patch"])
    _retry(page, fix["retry"])
    return page.content()


def fix_text(data: dict[str, Any]) -> str:
    """Return what is copied as the fix: the steps and the corrected request; '' where there is neither."""
    fix = data["fix"]
    steps = [f"{number}. {step}" for number, step in enumerate(pick(fix["steps"]) or [], 1)]
    request = [as_curl(fix["request"])] if fix["request"] else []
    return "\n\n".join(part for part in ("\n".join(steps), *request) if part)


def _patch(page: Page, patch: str) -> None:
    styles = {"+": "$text-success", "-": "$text-error", "@": "$text-accent"}
    for line in patch.rstrip("\n").split("\n"):
        page.line(line, styles.get(line[:1], DIM))


def _retry(page: Page, retry: dict[str, Any] | None) -> None:
    strategy = (retry or {}).get("strategy") or {}
    if strategy.get("after") not in AFTER:
        return
    page.heading(_("Retry")).line(_(AFTER[strategy["after"]]))
    if strategy.get("delays_s"):
        delays = ", ".join(str(delay) for delay in strategy["delays_s"])
        page.line(_("At most {attempts} attempts, pauses of {delays} seconds.").format(
            attempts=strategy.get("attempts"), delays=delays
        ))  # fmt: skip
    if strategy.get("honour_retry_after"):
        page.line(_("A Retry-After header comes first."), DIM)
    if strategy.get("collect"):
        page.line(_("Keep: {names}").format(names=", ".join(strategy["collect"])), DIM)
    escalate = pick(strategy.get("escalate"))
    if escalate:
        page.line(escalate, DIM)
