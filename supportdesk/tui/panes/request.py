"""The tab with the requests that were read from the paste, as raw HTTP, as curl or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.i18n import _, mark
from supportdesk.render.request import repair_line, to_curl, to_http, to_json
from supportdesk.tui.panes.page import DIM, HEAD, Page

if TYPE_CHECKING:
    from textual.content import Content

    from supportdesk.tui.diagnoser import Outcome

FORMS = {"http": (mark("raw HTTP"), to_http), "curl": (mark("curl"), to_curl), "json": (mark("JSON"), to_json)}
"""Form → its name as a message id, and what writes a request in it."""


def request_page(outcome: Outcome, form: str) -> Content:
    """Return the requests as a page in one of FORMS; keys in them are masked, as in the whole paste."""
    page = Page()
    if not outcome.requests:
        return page.line(_("No request was found in the paste."), DIM).content()
    for name, (label, _write) in FORMS.items():
        page.link(f"[{_(label)}]" if name == form else f" {_(label)} ", f"screen.request_form('{name}')", HEAD).text(
            " "
        )
    page.line(_("F7 changes the form, Ctrl+L copies."), DIM)
    for number, request in enumerate(outcome.requests, 1):
        if len(outcome.requests) > 1:
            page.heading(_("Request {number} of {count}").format(number=number, count=len(outcome.requests)))
        else:
            page.line()
        page.line(FORMS[form][1](request), "$text-success")
        for repair in outcome.repairs:
            if repair["request"] == number - 1:
                page.line(repair_line(repair), "$text-warning")
    return page.content()


def request_text(outcome: Outcome, form: str) -> str:
    """Return what is copied: all requests in a form; '' where there is none."""
    separator = "\n" if form == "json" else "\n\n"
    return separator.join(FORMS[form][1](request) for request in outcome.requests)


def next_form(form: str) -> str:
    """Return the form behind one, in a circle."""
    names = list(FORMS)
    return names[(names.index(form) + 1) % len(names)]
