"""A case as a document: Markdown to read, JSON for machines.

What was pasted stands in fences longer than any run of backticks in it, with its control characters as pictures.
"""

from __future__ import annotations

import json
import re
from typing import Any

from supportdesk.casebook.case import Case
from supportdesk.casebook.telling import status_name, told
from supportdesk.i18n import _, pick
from supportdesk.visible import visible

FORMS = ("markdown", "json")


def exported(case: Case, form: str) -> str:
    """Return the case in one of FORMS, with a line end at its end; ValueError for another form."""
    if form == "json":
        return json.dumps(case.to_dict(), ensure_ascii=False, indent=2) + "\n"
    if form == "markdown":
        return _markdown(case)
    raise ValueError(form)


def _markdown(case: Case) -> str:
    row, verdict = case.row, case.diagnosis.get("verdict") or {}
    lines = [f"# {_('Case')} {row.number}: {plain(pick(row.title))}", ""]
    fields = [
        (_("Status"), status_name(row.status)),
        (_("Ticket"), row.ticket_ref),
        (_("Customer"), row.customer),
        (_("Cause"), f"{row.cause} ({row.certainty})"),
        (_("Model"), row.model),
        (_("Gateway"), row.gateway),
        (_("Filed"), f"{row.created_at} · supportdesk {case.program_version}"),
        (_("Rules"), case.rules_version),
        (_("Decided"), _decision(case)),
    ]
    lines += [f"- {name}: {plain(str(value))}" for name, value in fields if value]
    if row.withdrawn_at:
        lines.append(f"- {_('Filing undone')}: {row.withdrawn_at}")
    sections: list[tuple[str, str]] = [
        (_("Why"), plain(pick(verdict.get("why")))),
        (_("Fix"), "\n".join(f"{n}. {plain(step)}" for n, step in enumerate(_steps(case), 1))),
        (_("Reply"), _fenced(_reply(case))),
        (_("Notes and timeline"), "\n".join(f"- {event.at} {plain(told(event))}" for event in case.events)),
    ]
    sections += [(plain(name), _fenced(text)) for name, text in case.sources]
    for title, text in sections:
        if text:
            lines += ["", f"## {title}", "", text]
    return "\n".join(lines) + "\n"


def _decision(case: Case) -> str | None:
    row = case.row
    if row.decided_at is None:
        return None
    quota = None if row.refund_quota is None else f"{row.refund_quota:,} quota"
    return " · ".join(str(part) for part in (row.final_cause, quota, row.decision_note, row.decided_at) if part)


def _steps(case: Case) -> list[str]:
    steps = pick((case.diagnosis.get("fix") or {}).get("steps"))
    return list(steps) if steps else []


def _reply(case: Case) -> str:
    reply: dict[str, Any] = case.diagnosis.get("reply") or {}
    gate = reply.get("gate") or {}
    if not gate.get("passed", True):
        return "\n".join(_("Held back: {reasons}").format(reasons=pick(reason)) for reason in gate.get("reasons") or ())
    return str(reply.get(reply.get("language") or "en") or "")


def plain(text: str) -> str:
    """Return a text on one line, in which no sign is Markdown's or HTML's."""
    return re.sub(r"([\\`*_{}\[\]()#+!|<>&~])", r"\\\1", visible(" ".join(text.split())))


def _fenced(text: str) -> str:
    if not text:
        return ""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{visible(text).rstrip()}\n{fence}"
