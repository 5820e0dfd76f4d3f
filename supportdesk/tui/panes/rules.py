"""The tab with the rules: found, not enough evidence, ruled out; each with the facts that decided and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.i18n import _, pick
from supportdesk.tui.diagnoser import Outcome, RuleAnswer
from supportdesk.tui.panes.page import DIM, Page

if TYPE_CHECKING:
    from textual.content import Content

GROUPS: tuple[tuple[bool | None, str], ...] = ((True, "$text-error"), (None, "$text-warning"), (False, "$text-success"))
SIGNS = {True: "●", None: "?", False: "○"}
VALUE = 60
"""Characters of a value that are shown."""


def rules_page(outcome: Outcome) -> Content:
    """Return the answers of the touched rules as a page, and how many the ticket did not touch.

    A rule is a link that runs `screen.open_rule(number)`, its number among the outcome's answers.
    """
    page = Page()
    headings = {True: _("Found"), None: _("Not enough evidence"), False: _("Ruled out")}
    for answer, style in GROUPS:
        rules = [(number, rule) for number, rule in enumerate(outcome.answers) if rule.answer is answer]
        if rules:
            page.heading(f"{headings[answer]} ({len(rules)})")
            for number, rule in rules:
                _rule(page, number, rule, style)
    page.line().line(_("{count} rules are not touched by this ticket.").format(count=outcome.untouched), DIM)
    return page.content()


def _rule(page: Page, number: int, rule: RuleAnswer, style: str) -> None:
    page.text(f"{SIGNS[rule.answer]} ", style).link(rule.rule, f"screen.open_rule({number})").line()
    title = pick(rule.title)
    if title:
        page.line(f"  {title}", DIM)
    known = dict(rule.values)
    if rule.facts:
        said = _("by: {facts}") if rule.answer is not None else _("holds so far: {facts}")
        page.line("  " + said.format(facts=", ".join(_with_value(fact, known) for fact in rule.facts)), DIM)
    if rule.answer is None and rule.missing:
        page.line("  " + _("missing: {facts}").format(facts=", ".join(rule.missing)), DIM)


def _with_value(fact: str, known: dict[str, Any]) -> str:
    if fact not in known:
        return fact
    value = " ".join(str(known[fact]).split())
    return f"{fact} = {value if len(value) <= VALUE else value[: VALUE - 1] + '…'}"
