"""What the tabs say while there is nothing to show: what to do next, or what went wrong and what was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.errors import SupportdeskError
from supportdesk.i18n import _
from supportdesk.tui.panes.page import DIM, HEAD, Page

if TYPE_CHECKING:
    from textual.content import Content


def paste_hint() -> str:
    """Return what the empty paste says."""
    return _(
        "Paste a ticket here: code, a curl command, an error, log rows, a task record, prose, or all at once.\n\n"
        "Keys and passwords are masked before anything is shown or stored."
    )


def empty_pages() -> dict[str, Content]:
    """Return the pages of the tabs before anything is pasted."""
    verdict = Page().line(_("No ticket yet"), HEAD).line()
    verdict.line(_("1. Paste the ticket on the left; the verdict appears here as you type."))
    verdict.line(_("2. Ctrl+R copies the reply, Ctrl+T the fix."))
    verdict.line(_("3. Ctrl+N files the case and clears the screen for the next ticket."))
    verdict.line().line(_("Ctrl+O finds earlier cases: by words, request ids, task ids, ticket references."), DIM)
    return {
        "verdict": verdict.content(),
        "fix": Page().line(_("The corrected request will stand here."), DIM).content(),
        "reply": Page().line(_("The reply will stand here, in English and Chinese."), DIM).content(),
        "rules": Page().line(_("Here you will see which rules were found, ruled out or lack evidence."), DIM).content(),
        "request": Page().line(_("The requests that the code sends will stand here."), DIM).content(),
    }


def reading_page() -> Content:
    """Return the page while the first diagnosis of a ticket runs."""
    return Page().line(_("Reading the ticket…"), DIM).content()


def failed_page(problem: Exception) -> Content:
    """Return the page for a diagnosis that ended in an exception; its message is shown only where it is ours."""
    page = Page().line(_("The diagnosis failed; the paste is kept."), "bold $text-error").line()
    if isinstance(problem, SupportdeskError):
        page.line(problem.message)
        if problem.hint:
            page.line(problem.hint, DIM)
    else:
        page.line(_("A fault in supportdesk itself: {kind}.").format(kind=type(problem).__name__))
    return page.content()
