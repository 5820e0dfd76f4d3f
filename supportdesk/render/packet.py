"""The dispute packet: one document about a case's money, for who decides it: timeline, arithmetic, evidence, decision.

Markdown, HTML and JSON of the same content. Everything in it is masked, as cases are stored; what was pasted stands as
text and never as markup (Jinja2, sandboxed, HTML escaped). Markdown is escaped sign by sign.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from supportdesk.i18n import _, mark, pick
from supportdesk.render.hypotheses import hypothesis_text
from supportdesk.render.money_context import era_lines, loose_lines
from supportdesk.render.money_notes import FLAGS, decision_text, money_notes
from supportdesk.slots import shown
from supportdesk.visible import visible, visible_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from supportdesk.casebook.case import Case

FORMS = ("markdown", "html", "json")

KINDS = {"reserve": mark("reserved"), "charge": mark("charged"), "settle": mark("settled"), "refund": mark("refunded")}
"""Kind of a ledger's entry → message id."""

QUOTE_LENGTH = 160
"""Signs of a source's line that are quoted as evidence at most."""

QUOTED_BEFORE, QUOTED_BEHIND = 30, 20
"""Signs of the line that are quoted around the literal."""

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|<>&~])")


def packet(case: Case, form: str) -> str:
    """Return the packet of a case in one of FORMS, with a line end at its end; ValueError for another form."""
    if form not in FORMS:
        raise ValueError(form)
    content = packet_data(case)
    if form == "json":
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    return _rendered(content, form)


def packet_data(case: Case) -> dict[str, Any]:
    """Return the content of the packet as plain data, its texts in the interface's language.

    Times are UTC in ISO 8601 or None; amounts are quota (integers) and USD (text). `equations` each hold as written.
    """
    money: Mapping[str, Any] = case.diagnosis.get("money") or {}
    verdict: Mapping[str, Any] = case.diagnosis.get("verdict") or {}
    return {
        "case": case.number,
        "ticket": case.row.ticket_ref,
        "customer": case.row.customer,
        "model": case.row.model,
        "gateway": case.row.gateway,
        "verdict": {"cause": case.row.cause, "certainty": case.row.certainty, "title": pick(case.row.title),
                    "why": pick(verdict.get("why")) or ""},
        "amounts": {name: money.get(name) for name in
                    ("charged_quota", "refunded_quota", "net_quota", "expected_quota", "refund_quota", "refund_usd")},
        "advice": {"decision": money.get("decision"), "text": decision_text(money) if money else "",
                   "reason": pick(money.get("reason")) or "",
                   **{name: money.get(name) for name in ("policy", "goodwill", "idempotency_key")}},
        "notes": [
            *money_notes({**money, "idempotency_key": None,
                          "earlier": [one._asdict() for one in case.earlier] or money.get("earlier")}),
            *era_lines(money), *loose_lines(money),
        ],
        "same_charge": [one._asdict() for one in case.earlier],
        "work": [_work(account) for account in money.get("ledger") or ()],
        "timeline": _timeline(case, money),
        "equations": list(money.get("lines") or ()),
        "hypotheses": [{**one, "text": hypothesis_text(one["id"])} for one in money.get("hypotheses") or ()],
        "evidence": _evidence(case),
        "decision": case.row.to_dict()["decision"],
        "versions": {"program": case.program_version, "rules": case.rules_version},
        "redacted": case.diagnosis.get("redacted") or 0,
    }  # fmt: skip


def _work(account: Mapping[str, Any]) -> dict[str, Any]:
    """Return one piece of work: its ids, net and share, its flags in words, and why its charge is known to stand.

    `open` are the known causes that the rows leave open, each with what would decide it.
    """
    known = account.get("known_cause")
    return {
        **{name: account.get(name) for name in ("task_id", "request_id", "net_quota", "refund_quota")},
        "idempotency_key": account.get("idempotency_key"),
        "flags": [{"id": flag, "text": _(FLAGS[flag]) if flag in FLAGS else flag} for flag in account["flags"]],
        "known_cause": {"id": known["id"], "text": pick(known) or ""} if known else None,
        "open": [
            {"id": one["id"], "text": pick(one) or "", "decides": pick(one["decides"]) or ""}
            for one in account.get("known_causes_open") or ()
        ],
    }


def _timeline(case: Case, money: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what was booked and what was done about it, oldest first; entries without a time stand at the end."""
    from supportdesk.casebook.telling import told

    steps: list[dict[str, Any]] = []
    for account in money.get("ledger") or ():
        work = account["task_id"] or account["request_id"]
        for entry in account["entries"]:
            booked = {"at": _iso(entry["at"]), "what": _(KINDS[entry["kind"]]), "quota": entry["quota"], "work": work}
            steps.append(booked)
    steps += [{"at": event.at, "what": told(event), "quota": None, "work": None} for event in case.events]
    return sorted(steps, key=lambda step: (step["at"] is None, step["at"] or ""))


def _evidence(case: Case) -> list[dict[str, Any]]:
    """Return the facts of the first cause, each with its file, line and the line itself."""
    causes: Sequence[Mapping[str, Any]] = case.diagnosis.get("causes") or ()
    found = []
    for item in causes[0]["evidence"] if causes else ():
        span = item.get("span")
        place = quote = None
        if span and "line" in span and span["source"] < len(case.sources):
            name, text = case.sources[span["source"]]
            place = f"{name}:{span['line']}:{span['column']}"
            quote = _quote(text, span["start"], span["end"])
        found.append({"fact": item["fact"], "value": shown(item["value"]), "place": place, "quote": quote})
    return found


def _quote(text: str, start: int, end: int) -> str:
    """Return the part of a line around a literal."""
    first = max(text.rfind("\n", 0, start) + 1, start - QUOTED_BEFORE)
    last = text.find("\n", start)
    last = min(len(text) if last < 0 else last, max(end, start + 1) + QUOTED_BEHIND, first + QUOTE_LENGTH)
    return text[first:last].strip()


def _iso(at: int | None) -> str | None:
    if at is None:
        return None
    from datetime import UTC, datetime

    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rendered(content: dict[str, Any], form: str) -> str:
    from importlib.resources import files

    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    is_html = form == "html"
    made = SandboxedEnvironment(
        autoescape=is_html, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    made.globals["_"] = _
    made.filters["safe_line"] = visible_line if is_html else _plain
    name = "packet.html.j2" if is_html else "packet.md.j2"
    text = files("supportdesk.render").joinpath("templates", name).read_text(encoding="utf-8")
    return made.from_string(text).render(packet=content)


def _plain(value: object) -> str:
    """Return a value on one line, in which no sign is Markdown's or HTML's."""
    return _MARKUP.sub(r"\\\1", visible(" ".join(str(value).split())))
