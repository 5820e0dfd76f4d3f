"""The tab with the rules: found, not enough evidence, ruled out; each with the facts that decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.i18n import _, pick
from supportdesk.tui.diagnoser import Outcome, RuleAnswer
from supportdesk.tui.panes.page import DIM, Page

if TYPE_CHECKING:
    from textual.content import Content

GROUPS: tuple[tuple[bool | None, str], ...] = ((True, "$text-error"), (None, "$text-warning"), (False, "$text-success"))


def rules_page(outcome: Outcome) -> Content:
    """Return the answers of the touched rules as a page, and how many the ticket did not touch."""
    page = Page()
    headings = {True: _("Found"), None: _("Not enough evidence"), False: _("Ruled out")}
    for answer, style in GROUPS:
        rules = [rule for rule in outcome.answers if rule.answer is answer]
        if rules:
            page.heading(f"{headings[answer]} ({len(rules)})")
            for rule in rules:
                _rule(page, rule, style)
    page.line().line(_("{count} rules are not touched by this ticket.").format(count=outcome.untouched), DIM)
    return page.content()


def _rule(page: Page, rule: RuleAnswer, style: str) -> None:
    signs = {True: "●", None: "?", False: "○"}
    page.text(f"{signs[rule.answer]} ", style).line(rule.rule)
    title = pick(rule.title)
    if title:
        page.line(f"  {title}", DIM)
    if rule.facts:
        page.line("  " + _("by: {facts}").format(facts=", ".join(rule.facts)), DIM)
    if rule.answer is None and rule.missing:
        page.line("  " + _("missing: {facts}").format(facts=", ".join(rule.missing)), DIM)
