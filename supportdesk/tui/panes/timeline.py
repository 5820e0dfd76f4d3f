"""The tab with a case's history: what was filed, noted, decided, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.casebook import Case
from supportdesk.casebook.telling import same_charge, status_name, told
from supportdesk.i18n import _
from supportdesk.render.moment import local_and_utc
from supportdesk.tui.panes.page import DIM, HEAD, Page

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual.content import Content


def timeline_page(case: Case, zone: tzinfo | None) -> Content:
    """Return a case's head and timeline, newest first, times in the agent's zone and UTC."""
    row = case.row
    page = Page().line(f"{_('Case')} {row.number} · {status_name(row.status)}", HEAD)
    for name, value in ((_("Ticket"), row.ticket_ref), (_("Customer"), row.customer), (_("Model"), row.model)):
        if value:
            page.text(f"{name}: ", DIM).line(value)
    if row.withdrawn_at:
        page.text(f"{_('Filing undone')}: ", DIM).line(local_and_utc(row.withdrawn_at, zone))
    versions = " · ".join(part for part in (f"supportdesk {case.program_version}", case.rules_version) if part)
    page.text(f"{_('Versions')}: ", DIM).line(versions)
    for one in case.earlier:
        page.line(same_charge(one._asdict()), "$text-warning")
    page.heading(_("Timeline"))
    for event in reversed(case.events):
        page.line(local_and_utc(event.at, zone), DIM)
        page.line("  " + (event.text if event.kind == "note" else told(event)))
    return page.content()
