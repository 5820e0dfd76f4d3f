"""The tab that is read first: what is wrong, who acts, the money, the evidence; the next question on top when open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.i18n import _, ngettext, pick
from supportdesk.render.known_causes import cause_lines
from supportdesk.render.money_context import era_lines, loose_lines
from supportdesk.render.money_notes import decision_text, money_notes
from supportdesk.render.terminal import CERTAINTY, SEVERITY, WHO, excluded
from supportdesk.tui.diagnoser import Outcome
from supportdesk.tui.panes.changed import add_changes
from supportdesk.tui.panes.page import CERTAINTY_STYLES, DIM, HEAD, Page

if TYPE_CHECKING:
    from textual.content import Content

MOST = 40
"""Places, violations and lines of a kind that are listed."""

LONGEST = 2_000
"""Characters of a calculation's line that are shown: the ledger has all of it."""


def verdict_page(outcome: Outcome, before: Outcome | None = None, *, asks: bool = False) -> Content:
    """Return the verdict as a page; places are links that run `screen.go_to(start, end)`.

    `before` is the diagnosis without the material that was added last, None where none was; `asks` puts the next
    question of an open verdict on top, with the key that copies it.
    """
    page, data = Page(), outcome.data
    verdict = data["verdict"]
    certainty = verdict["certainty"]
    if before is not None:
        add_changes(page, before, outcome)
    if asks and is_open(data):
        page.link(_("Ask next (Alt+Q copies it)"), "screen.copy_question", HEAD).line()
        page.line(pick(data["ask"][0]["question"]), "bold").line()
    title = pick(verdict["title"]) or _("The material does not decide the cause")
    page.line(title, CERTAINTY_STYLES[certainty])
    who = _(WHO[verdict["who"]]) if verdict["who"] in WHO else _("not known who has to act")
    page.line(f"{verdict['cause']} · {_(CERTAINTY[certainty])} · {who}", DIM)
    page.line(decision_text(data["money"]), "bold" if data["money"]["refund_quota"] else DIM)
    if certainty != "confirmed":
        _questions(page, data)
    why = pick(verdict["why"])
    if why and why != title:
        page.line().line(why)
    for line in excluded(data):
        page.line(line, DIM)
    _evidence(page, data)
    _money(page, data["money"])
    _other_causes(page, data)
    if certainty == "confirmed":
        _questions(page, data)
    change = pick(verdict["would_change"])
    if change:
        page.heading(_("What would change this")).line(change)
    _left(page, data)
    return page.content()


def is_open(data: dict[str, Any]) -> bool:
    """Whether a verdict waits for the answer to a question."""
    return bool(data["ask"]) and data["verdict"]["certainty"] in ("undetermined", "possible")


def _questions(page: Page, data: dict[str, Any]) -> None:
    if data["ask"]:
        page.heading(_("Ask for"))
        for number, item in enumerate(data["ask"], 1):
            page.line(f"{number}. {pick(item['question'])}")


def _evidence(page: Page, data: dict[str, Any]) -> None:
    evidence = [item for cause in data["causes"][:1] for item in cause["evidence"]]
    if evidence:
        page.heading(_("Evidence"))
        for item in evidence[:MOST]:
            _place(page, item["span"])
            page.text(f"{item['fact']} = ", DIM).line(_shown(item["value"]))
    if data["violations"]:
        page.heading(_("In the request"))
        for item in data["violations"][:MOST]:
            _place(page, item["span"])
            page.text(f"{_(SEVERITY[item['severity']])}: ", "bold" if item["severity"] == "error" else DIM)
            page.line(pick(item["message"]))


def _place(page: Page, span: dict[str, Any] | None) -> None:
    if span and "start" in span and span.get("source") == 0:
        place = f"{span['line']}:{span['column']}"
        page.text("  ").link(place, f"screen.go_to({int(span['start'])}, {int(span['end'])})").text("  ")
    else:
        page.text("  ")


def _shown(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 200 else text[:199] + "…"


def _money(page: Page, money: dict[str, Any]) -> None:
    if money["decision"] == "not-applicable":
        return
    page.heading(_("Money")).line(pick(money["reason"]))
    if money["ledger"]:
        page.link(_("F12: ledger"), "screen.ledger", DIM).line()
    for line in (*money_notes(money), *cause_lines(money)[:MOST], *era_lines(money), *loose_lines(money)[:MOST]):
        page.line(line)
    for line in money["lines"][:MOST]:
        page.line(f"  {_short(line)}", DIM)


def _short(line: str) -> str:
    """Return a line with its middle left out where nobody would read it: a sum over each row of an export."""
    return line if len(line) <= LONGEST else f"{line[: LONGEST // 2]} … {line[-LONGEST // 2 :]}"


def _other_causes(page: Page, data: dict[str, Any]) -> None:
    open_verdict = data["verdict"]["certainty"] == "undetermined"
    rest = data["causes"] if open_verdict else data["causes"][1:]
    found = [cause for cause in rest if cause["certainty"] != "undetermined"]
    still_open = [cause["cause"] for cause in rest if cause["certainty"] == "undetermined"]
    if found:
        page.heading(_("Also"))
        for cause in found[:MOST]:
            page.line(f"  {cause['cause']} · {_(CERTAINTY[cause['certainty']])}")
    if still_open and data["verdict"]["certainty"] != "confirmed":
        page.heading(_("Still open")).line(f"  {', '.join(still_open[:MOST])}")


def _left(page: Page, data: dict[str, Any]) -> None:
    if data["not_read"]:
        page.heading(_("Not read: {count} places").format(count=len(data["not_read"])))
        for item in data["not_read"][:5]:
            _place(page, item["span"])
            page.line(_(item["reason"]), DIM)
    if data["redacted"]:
        count = data["redacted"]
        note = ngettext("{count} secret is masked", "{count} secrets are masked", count)
        page.line().line(note.format(count=count), DIM)
