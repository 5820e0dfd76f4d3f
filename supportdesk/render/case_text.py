"""Cases on a terminal: a list with aligned columns, Chinese counted double, and one case with its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from supportdesk.casebook.case import Case, CaseRow
from supportdesk.casebook.telling import same_charge, status_name, told
from supportdesk.i18n import _, pick
from supportdesk.render.moment import local_and_utc, local_short
from supportdesk.render.width import cut, width, wrap
from supportdesk.visible import visible_line


def list_text(rows: Sequence[CaseRow], zone: tzinfo | None, columns: int) -> str:
    """Return one line a case: number, status, time, ticket, cause, title; the title is cut to `columns`."""
    cells = [
        (
            f"#{row.number}",
            status_name(row.status),
            local_short(row.created_at, zone),
            cut(visible_line(row.ticket_ref or "–"), 14),
            f"{row.cause} ({row.certainty})",
            visible_line(pick(row.title)),
        )
        for row in rows
    ]
    widths = [max((width(line[column]) for line in cells), default=0) for column in range(5)]
    lines = []
    for line in cells:
        head = "  ".join(cell + " " * (widths[column] - width(cell)) for column, cell in enumerate(line[:5]))
        room = columns - width(head) - 2
        lines.append(head.rstrip() if room < 8 else f"{head}  {cut(line[5], room)}")
    return "".join(f"{line}\n" for line in lines)


def case_text(case: Case, zone: tzinfo | None, columns: int) -> str:
    """Return a case's head and timeline; its verdict is rendered by render.terminal."""
    row = case.row
    revision = _("revision {revision}").format(revision=row.revision)
    head = [f"{_('Case')} {row.number} · {status_name(row.status)} · {revision}"]
    fields = [
        (_("Filed"), local_and_utc(row.created_at, zone)),
        (_("Filing undone"), local_and_utc(row.withdrawn_at, zone) if row.withdrawn_at else None),
        (_("Ticket"), row.ticket_ref),
        (_("Customer"), row.customer),
        (_("Decided"), _decision(row)),
        (
            _("Versions"),
            " · ".join(part for part in (f"supportdesk {case.program_version}", case.rules_version) if part),
        ),
    ]
    head += [f"{name}: {visible_line(value)}" for name, value in fields if value]
    head += [same_charge(one._asdict()) for one in case.earlier]
    lines = [line for text in head for line in wrap(text, columns)]
    lines += ["", _("Timeline")]
    for event in case.events:
        lines += [
            f"  {line}" for line in wrap(f"{local_and_utc(event.at, zone)}  {visible_line(told(event))}", columns - 2)
        ]
    return "".join(f"{line}\n" for line in lines)


def _decision(row: CaseRow) -> str | None:
    if row.decided_at is None:
        return None
    quota = None if row.refund_quota is None else _("refund of {quota} quota").format(quota=f"{row.refund_quota:,}")
    return ", ".join(part for part in (row.final_cause, quota, row.decision_note) if part) or "–"
