"""A rule's page: what it says of the ticket, its title, why, fix, condition, facts, examples, sources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from supportdesk.i18n import _, mark, pick
from supportdesk.render.explanation import FINDINGS
from supportdesk.render.rule_words import condition_lines, neighbours, origin_text, plain_text, policy_text
from supportdesk.render.terminal import WHO
from supportdesk.tui.panes.page import DIM, Page

if TYPE_CHECKING:
    from textual.content import Content

    from supportdesk.render.explanation import RowAnswer, Seen
    from supportdesk.tui.rule_reader import RulePage

TABLES = {"call": mark("rule of a call"), "task": mark("rule of a task"), "ticket": mark("rule of the ticket")}
ROWS = {"call": mark("call {number}"), "task": mark("task {number}"), "ticket": mark("the ticket")}
SECTIONS = (
    ("why", mark("Why")), ("fix", mark("Fix")), ("not_when", mark("Not when")),
    ("would_change", mark("Would change it")), ("ask", mark("Question")), ("escalate", mark("Escalation")),
)  # fmt: skip
OUTCOMES = {"found": mark("found"), "ruled_out": mark("ruled out"), "not_enough": mark("not enough evidence")}
SIGNS = {True: "●", None: "?", False: "○"}
STYLES = {True: "$text-error", None: "$text-warning", False: "$text-success"}
MOST_ROWS = 5
"""Rows of the ticket whose comparisons are shown."""


def rule_page(page: RulePage) -> Content:
    """Return the page of a rule, in the language in use."""
    shown, rule = Page(), page.rule
    cause = page.knowledge.causes.get(rule["cause"]) or {}
    who = rule.get("who") or cause.get("who")
    shown.line(plain_text(pick(rule["title"])), "bold")
    about = [rule["cause"], _(rule["certainty"]), _(TABLES[rule["of"]]), _(WHO[who]) if who else "", rule["file"]]
    shown.line(" · ".join(part for part in about if part), DIM)
    if page.reason:
        _ticket(shown, page)
    for name, label in SECTIONS:
        if rule.get(name):
            shown.heading(_(label)).line(plain_text(pick(rule[name])))
    shown.heading(_("It holds when"))
    for line in condition_lines(page.condition):
        shown.line("  " * line.depth + line.text)
    shown.heading(_("Its facts"))
    for name in rule["facts"]:
        fact = page.knowledge.facts[name]
        shown.text(name, "$text-accent").line(f": {pick(fact['meaning'])} ({origin_text(fact)})")
    if rule.get("refund"):
        shown.heading(_("Refund policy")).line(policy_text(rule, page.knowledge.refunds))
    if page.examples:
        shown.heading(_("Examples"))
        for example in page.examples:
            outcome, values = next(iter(example.items()))
            shown.line(f"{_(OUTCOMES.get(outcome, outcome))}: {json.dumps(values or {}, ensure_ascii=False)}")
    _beside(shown, page)
    shown.heading(_("Sources"))
    for source in rule.get("references") or [_("none")]:
        shown.line(str(source))
    return shown.content()


def _ticket(shown: Page, page: RulePage) -> None:
    shown.heading(_("In this ticket"))
    for one in page.answers[:MOST_ROWS]:
        _row(shown, one, page)
    if len(page.answers) > MOST_ROWS:
        shown.line(_("and {count} more").format(count=len(page.answers) - MOST_ROWS), DIM)
    shown.line(page.reason)


def _row(shown: Page, one: RowAnswer, page: RulePage) -> None:
    row = _(ROWS[one.table]).format(number=one.number)
    shown.text(f"{SIGNS[one.answer]} ", STYLES[one.answer]).line(f"{row}: {_(FINDINGS[one.answer])}")
    outcomes = {outcome.atom: outcome for outcome in one.outcomes}
    for line in condition_lines(page.condition):
        indent = "  " * (line.depth + 1)
        outcome = None if line.atom is None else outcomes.get(line.atom)
        if outcome is None:
            shown.line(indent + line.text, DIM)
            continue
        shown.text(f"{indent}{SIGNS[outcome.answer]} ", STYLES[outcome.answer]).line(line.text)
        for seen in outcome.seen:
            shown.line(f"{indent}    {_told(seen)}", DIM)


def _told(seen: Seen) -> str:
    """Return what a comparison saw of a fact: its value and places, or what would decide it."""
    if seen.value is None:
        asked = f": {seen.ask}" if seen.ask else ""
        return _("{fact} is not known{asked}").format(fact=seen.fact, asked=asked)
    value = str(seen.value).lower() if isinstance(seen.value, bool) else str(seen.value)
    where = ", ".join(f"{line}:{column}" for _name, line, column in seen.places[:3])
    return f"{seen.fact} = {value}" + (f" ({where})" if where else "")


def _beside(shown: Page, page: RulePage) -> None:
    found: Any = neighbours(page.rule, page.knowledge.rules, page.knowledge.causes)
    labels = {
        "same_cause": _("Rules of the same cause"), "supersedes": _("Explains away"),
        "superseded_by": _("Explained away by"), "consequence_of": _("Its cause may follow from"),
        "consequences": _("Its cause may lead to"),
    }  # fmt: skip
    told = [(label, getattr(found, name)) for name, label in labels.items() if getattr(found, name)]
    if told:
        shown.heading(_("Beside it"))
        for label, names in told:
            shown.line(f"{label}: {', '.join(names)}")
