"""The verdict on a terminal: what a person reads in ten seconds, best first.

Headline, who and money on top; the customer's own lines with carets; the fix; what to ask for; the reply.
"""

from __future__ import annotations

from typing import Any

from supportdesk.i18n import _, mark, ngettext, pick
from supportdesk.render.frame import frame, marks_of
from supportdesk.render.known_causes import cause_lines
from supportdesk.render.money_context import era_lines, loose_lines
from supportdesk.render.money_notes import decision_text, money_notes
from supportdesk.render.width import wrap
from supportdesk.source import Source
from supportdesk.visible import visible

CERTAINTY = {
    "confirmed": mark("confirmed"),
    "likely": mark("likely"),
    "possible": mark("possible"),
    "undetermined": mark("undetermined"),
}
WHO = {
    "customer": mark("the customer has to act"),
    "operator": mark("the operator has to act"),
    "either": mark("the customer or the operator has to act"),
    "nobody": mark("nobody has to act"),
}
COLOURS = {"confirmed": "31;1", "likely": "33;1", "possible": "36;1", "undetermined": "1", "dim": "2", "head": "1"}
MOST_LINES = 12


class Screen:
    """Collects lines of at most `columns`, with colour only where `colour` is set."""

    def __init__(self, columns: int, *, colour: bool) -> None:
        self.columns = columns
        self.colour = colour
        self.lines: list[str] = []

    def style(self, text: str, style: str) -> str:
        """Return the text in a style of COLOURS, or as it is."""
        return f"\x1b[{COLOURS[style]}m{text}\x1b[0m" if self.colour else text

    def heading(self, text: str) -> None:
        """Add an empty line and a heading."""
        self.lines += ["", self.style(text, "head")]

    def paragraph(self, text: str, indent: str = "  ", style: str | None = None) -> None:
        """Add a wrapped text."""
        for line in wrap(visible(text), self.columns - len(indent)):
            self.lines.append(indent + (self.style(line, style) if style else line))


def render(diagnosis: dict[str, Any], sources: list[Source], *, columns: int = 80, colour: bool = False) -> str:
    """Return the diagnosis as text for a terminal of that many columns, in the interface's language."""
    screen = Screen(max(columns, 40), colour=colour)
    _headline(screen, diagnosis)
    _evidence(screen, diagnosis, sources)
    _other_causes(screen, diagnosis)
    _fix(screen, diagnosis)
    _money(screen, diagnosis["money"])
    _questions(screen, diagnosis["ask"])
    _reply(screen, diagnosis)
    if diagnosis["not_read"]:
        count = len(diagnosis["not_read"])
        screen.lines += ["", screen.style(_("Not read: {count} places").format(count=count), "dim")]
        for item in diagnosis["not_read"][:3]:
            line = item["span"]["line"] if item["span"] else "?"
            screen.lines.append("  " + _("line {line}: {reason}").format(line=line, reason=_(item["reason"])))
    if diagnosis["redacted"]:
        count = diagnosis["redacted"]
        note = ngettext("{count} secret is masked", "{count} secrets are masked", count).format(count=count)
        screen.lines += ["", screen.style(note, "dim")]
    return "\n".join(screen.lines) + "\n"


def _headline(screen: Screen, diagnosis: dict[str, Any]) -> None:
    verdict = diagnosis["verdict"]
    certainty = verdict["certainty"]
    title = pick(verdict["title"]) or _("The material does not decide the cause")
    for line in wrap(visible(title), screen.columns):
        screen.lines.append(screen.style(line, certainty))
    who = _(WHO[verdict["who"]]) if verdict["who"] in WHO else _("not known who has to act")
    facts = [f"{verdict['cause']} ({_(CERTAINTY[certainty])})", who, decision_text(diagnosis["money"])]
    screen.lines += wrap(" · ".join(facts), screen.columns)
    why = pick(verdict["why"])
    if why and why != title:
        screen.lines.append("")
        screen.paragraph(why, indent="")
    for line in excluded(diagnosis)[:2]:
        screen.paragraph(line, indent="", style="dim")


def excluded(diagnosis: dict[str, Any]) -> list[str]:
    """Return one sentence for each reason that clears parties: which ones, and why; nothing where none is cleared."""
    reasons: dict[str, list[str]] = {}
    for entry in diagnosis["verdict"].get("proof") or ():
        if entry["excluded"]:
            reasons.setdefault(pick(entry["because"]), []).append(pick(entry["name"]))
    comma = _(", ")
    return [
        _("Not at fault: {parties}. {reason}").format(parties=comma.join(parties), reason=reason)
        for reason, parties in reasons.items()
    ]


def _evidence(screen: Screen, diagnosis: dict[str, Any], sources: list[Source]) -> None:
    for source in sources:
        marks = marks_of(diagnosis, source.index)
        if not marks:
            continue
        name = f"{_('Evidence')} ({visible(source.name)})" if len(sources) > 1 else _("Evidence")
        screen.heading(name)
        screen.lines += frame(source, marks, screen.columns)[: 2 * MOST_LINES]
    for violation in diagnosis["violations"][:MOST_LINES]:
        place = f"{_('line')} {violation['span']['line']}: " if violation["span"] else ""
        screen.paragraph(f"{_(SEVERITY[violation['severity']])}: {place}{pick(violation['message'])}")


def _other_causes(screen: Screen, diagnosis: dict[str, Any]) -> None:
    rest = diagnosis["causes"] if diagnosis["verdict"]["certainty"] == "undetermined" else diagnosis["causes"][1:]
    found = [cause for cause in rest if cause["certainty"] != "undetermined"]
    still_open = [cause for cause in rest if cause["certainty"] == "undetermined"]
    if found:
        screen.heading(_("Also"))
        screen.lines += [f"  {cause['cause']} ({_(CERTAINTY[cause['certainty']])})" for cause in found]
    if still_open and diagnosis["verdict"]["certainty"] != "confirmed":
        names = ", ".join(cause["cause"] for cause in still_open)
        screen.heading(_("Still open"))
        screen.paragraph(names)


def _fix(screen: Screen, diagnosis: dict[str, Any]) -> None:
    fix = diagnosis["fix"]
    steps = pick(fix["steps"])
    if not steps and not fix["request"]:
        return
    screen.heading(_("Fix"))
    for number, step in enumerate(steps, 1):
        screen.paragraph(f"{number}. {step}")
    if fix["request"]:
        screen.lines.append("")
        screen.lines += ["    " + line for line in _request_lines(diagnosis)]
    if fix["patch"]:
        screen.lines.append("")
        screen.lines += ["    " + line for line in visible(fix["patch"]).rstrip("\n").split("\n")]
    for item in fix["dropped"]:
        screen.paragraph(
            _("left out {pointer}: {reason}").format(pointer=item["pointer"], reason=pick(item["reason"])), style="dim"
        )


def _request_lines(diagnosis: dict[str, Any]) -> list[str]:
    """Return the corrected request as lines of a command, which are never wrapped: they are there to be copied."""
    if not diagnosis["fix"]["request"]:
        return []
    from supportdesk.advising.request_text import as_curl

    return visible(as_curl(diagnosis["fix"]["request"])).split("\n")


def _money(screen: Screen, money: dict[str, Any]) -> None:
    if money["decision"] == "not-applicable":
        return
    screen.heading(_("Money"))
    screen.paragraph(decision_text(money))
    screen.paragraph(pick(money["reason"]))
    for line in (*money_notes(money), *cause_lines(money), *era_lines(money), *loose_lines(money)):
        screen.paragraph(line)
    for line in money["lines"]:
        screen.paragraph(line, indent="    ")


def _questions(screen: Screen, questions: list[dict[str, Any]]) -> None:
    if questions:
        screen.heading(_("Ask for"))
        for number, item in enumerate(questions, 1):
            screen.paragraph(f"{number}. {pick(item['question'])}")


def _reply(screen: Screen, diagnosis: dict[str, Any]) -> None:
    reply = diagnosis["reply"]
    screen.heading(_("Reply ({language})").format(language=reply["language"]))
    if not reply["gate"]["passed"]:
        for reason in reply["gate"]["reasons"]:
            screen.paragraph(_("Held back: {reasons}").format(reasons=pick(reason)))
        return
    code = set(_request_lines(diagnosis))
    for line in visible(reply[reply["language"]]).split("\n"):
        if line in code:
            screen.lines.append("  | " + line)
        else:
            screen.paragraph(line, indent="  | ")


SEVERITY = {"error": mark("error"), "warning": mark("warning"), "hint": mark("hint")}
