"""The tab with the reply in both languages, the customer's first, and the note for colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.i18n import LANGUAGES, _, mark, pick
from supportdesk.tui.panes.page import DIM, HEAD, Page

if TYPE_CHECKING:
    from textual.content import Content

    from supportdesk.tui.diagnoser import Outcome

NAMES = {"en": mark("English"), "zh": mark("Chinese")}
"""Message ids of the languages' names."""


def reply_page(outcome: Outcome) -> Content:
    """Return the replies as a page; one that the gate holds back is not shown, only why."""
    page, data = Page(), outcome.data
    reply = data["reply"]
    if not reply["gate"]["passed"]:
        page.heading(_("Held back"))
        for reason in reply["gate"]["reasons"]:
            page.line(f"  {pick(reason)}")
    else:
        first, second = ordered(data)
        copies = _("{language} ({key} copies it)").format(language=_(NAMES[first]), key="Ctrl+R")
        page.link(copies, "screen.copy_reply", HEAD).line().line(reply[first]).line()
        copies = _("{language} ({key} copies it)").format(language=_(NAMES[second]), key="F9")
        page.link(copies, "screen.copy_other_reply", HEAD).line().line(reply[second], DIM)
    if data["escalation"]:
        page.heading(_("For colleagues, never for the customer")).line(pick(data["escalation"]))
    return page.content()


def ordered(data: dict[str, Any]) -> tuple[str, str]:
    """Return the customer's language and the other one."""
    first = data["reply"]["language"]
    first = first if first in LANGUAGES else LANGUAGES[0]
    return first, next(name for name in LANGUAGES if name != first)
