"""The tab with a case's history: what was filed, noted, decided, and when, by whom; its files and its money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from supportdesk.casebook import Case
from supportdesk.casebook.telling import same_charge, status_name, told
from supportdesk.i18n import _
from supportdesk.render.moment import local_and_utc
from supportdesk.tui.panes.page import DIM, HEAD, Page

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual.content import Content

    from supportdesk.casebook import Event
    from supportdesk.casebook.attachments import Attachment


def timeline_page(case: Case, zone: tzinfo | None, files: Sequence[Attachment] = (), me: str = "") -> Content:
    """Return a case's head and timeline, newest first, times in the agent's zone and UTC.

    Named is who did a thing, unless it was `me`.
    """
    row = case.row
    page = Page().line(f"{_('Case')} {row.number} · {status_name(row.status)}", HEAD)
    if row.merged_into is not None:
        page.line(_("Merged into case {number}; U makes it a case of its own again.").format(number=row.merged_into),
                  "$text-warning")  # fmt: skip
    facts = ((_("Ticket"), row.ticket_ref), (_("Customer"), row.customer), (_("Assignee"), row.assignee),
             (_("Tags"), " ".join(row.tags)), (_("Model"), row.model), (_("Money"), _money(case)))  # fmt: skip
    for name, value in facts:
        if value:
            page.text(f"{name}: ", DIM).line(value)
    for number, file in enumerate(files, 1):
        page.text(f"{_('File')} {number}: ", DIM).line(f"{file.name} ({size_text(file.bytes)})")
    if row.withdrawn_at:
        page.text(f"{_('Filing undone')}: ", DIM).line(local_and_utc(row.withdrawn_at, zone))
    versions = " · ".join(part for part in (f"supportdesk {case.program_version}", case.rules_version) if part)
    page.text(f"{_('Versions')}: ", DIM).line(versions)
    for one in case.earlier:
        page.line(same_charge(one._asdict()), "$text-warning")
    page.heading(_("Timeline"))
    _events(page, case.events, zone, me)
    for duplicate in case.merged:
        page.heading(_("Timeline of case {number}, merged into this one").format(number=duplicate.row.number))
        _events(page, duplicate.events, zone, me)
    return page.content()


def size_text(size: int) -> str:
    """Return a number of bytes as people read it."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def event_line(event: Event, zone: tzinfo | None) -> str:
    """Return an event as one line: when, by whom, what."""
    who = f" · {event.by}" if event.by else ""
    return f"{local_and_utc(event.at, zone)}{who}: {told(event)}"


def _events(page: Page, events: Sequence[Event], zone: tzinfo | None, me: str) -> None:
    for event in reversed(events):
        who = f" · {event.by}" if event.by and event.by != me else ""
        page.line(local_and_utc(event.at, zone) + who, DIM)
        page.line("  " + (event.text if event.kind == "note" else told(event)))


def _money(case: Case) -> str:
    row = case.row
    parts = []
    if row.charged_quota is not None:
        parts.append(_("charged {quota}").format(quota=f"{row.charged_quota:,}"))
    if row.advised_quota is not None:
        parts.append(_("advised to give back {quota}").format(quota=f"{row.advised_quota:,}"))
    if row.refund_quota is not None:
        parts.append(_("decided to give back {quota}").format(quota=f"{row.refund_quota:,}"))
    return " · ".join(parts)
