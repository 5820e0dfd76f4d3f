"""A case as a document: Markdown and HTML to read, JSON for machines.

What was pasted stands in fences longer than any run of backticks in it, or escaped, with its control characters as
pictures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from typing import Any

from supportdesk.casebook.case import Case
from supportdesk.casebook.telling import status_name, told
from supportdesk.i18n import _, language, pick
from supportdesk.named import NamedTuple
from supportdesk.visible import visible

FORMS = ("markdown", "html", "json")

_STYLE = (
    "body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em}pre{white-space:pre-wrap;"
    "border:1px solid #999;padding:.5em;unicode-bidi:isolate}li,p{unicode-bidi:isolate}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class _Section(NamedTuple):
    """A titled part of the document: `lines` of a list (numbered or not) or of a paragraph, or `pasted` as it is."""

    title: str
    lines: Sequence[str] = ()
    pasted: str = ""
    kind: str = "list"


def exported(case: Case, form: str) -> str:
    """Return the case in one of FORMS, with a line end at its end; ValueError for another form."""
    if form == "json":
        return json.dumps(case.to_dict(), ensure_ascii=False, indent=2) + "\n"
    if form == "markdown":
        return _markdown(case)
    if form == "html":
        return _html(case)
    raise ValueError(form)


def _title(case: Case) -> str:
    return f"{_('Case')} {case.number}: {pick(case.row.title)}"


def _fields(case: Case) -> list[tuple[str, str]]:
    row = case.row
    fields = [
        (_("Status"), status_name(row.status)),
        (_("Ticket"), row.ticket_ref),
        (_("Customer"), row.customer),
        (_("Assignee"), row.assignee),
        (_("Tags"), " ".join(row.tags)),
        (_("Cause"), f"{row.cause} ({row.certainty})"),
        (_("Model"), row.model),
        (_("Gateway"), row.gateway),
        (_("Filed"), f"{row.created_at} · supportdesk {case.program_version}"),
        (_("Rules"), case.rules_version),
        (_("Decided"), _decision(case)),
        (_("Merged into case"), row.merged_into),
        (_("Filing undone"), row.withdrawn_at),
    ]
    return [(name, str(value)) for name, value in fields if value]


def _sections(case: Case) -> list[_Section]:
    why = pick((case.diagnosis.get("verdict") or {}).get("why"))
    sections = [
        _Section(_("Why"), [why] if why else [], kind="paragraph"),
        _Section(_("Fix"), _steps(case), kind="numbered"),
        _Section(_("Reply"), pasted=_reply(case)),
        _Section(_("Notes and timeline"), [f"{event.at} {told(event)}" for event in case.events]),
    ]
    for one in case.merged:
        lines = [f"{event.at} {told(event)}" for event in one.events]
        sections.append(_Section(_("Merged case {number}").format(number=one.row.number), lines))
    sections += [_Section(name, pasted=text) for name, text in case.sources]
    return [section for section in sections if section.lines or section.pasted]


def _markdown(case: Case) -> str:
    lines = [f"# {plain(_title(case))}", "", *(f"- {name}: {plain(value)}" for name, value in _fields(case))]
    for section in _sections(case):
        lines += ["", f"## {plain(section.title)}", ""]
        if section.pasted:
            lines.append(_fenced(section.pasted))
            continue
        for at, line in enumerate(section.lines, 1):
            sign = {"list": "- ", "numbered": f"{at}. ", "paragraph": ""}[section.kind]
            lines.append(sign + plain(line))
    return "\n".join(lines) + "\n"


def _html(case: Case) -> str:
    title = _escaped(_title(case))
    lines = [
        f'<!doctype html>\n<html lang="{escape(language())}">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<ul>",
        *(f"<li>{_escaped(name)}: {_escaped(value)}</li>" for name, value in _fields(case)),
        "</ul>",
    ]
    for section in _sections(case):
        lines.append(f"<h2>{_escaped(section.title)}</h2>")
        if section.pasted:
            lines.append(f"<pre>{escape(visible(section.pasted).rstrip())}</pre>")
            continue
        outer, inner = {"list": ("ul", "li"), "numbered": ("ol", "li"), "paragraph": ("div", "p")}[section.kind]
        items = "".join(f"<{inner}>{_escaped(line)}</{inner}>\n" for line in section.lines)
        lines.append(f"<{outer}>\n{items}</{outer}>")
    return "\n".join([*lines, "</body>", "</html>"]) + "\n"


def _escaped(text: str) -> str:
    return escape(visible(" ".join(text.split())))


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
