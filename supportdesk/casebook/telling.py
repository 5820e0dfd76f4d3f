"""Events and refusals told in the language in use, for lists, timelines and messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from supportdesk.casebook.case import STATUS_NAMES, STATUSES, CaseRow, Event
from supportdesk.errors import CasebookError, CaseNotFound, StaleRevision
from supportdesk.i18n import _

TOLD_CHARACTERS = 120
"""Of a note, so much is told in one line."""


def told(event: Event) -> str:
    """Return one line that says what happened."""
    data, was = event.data, event.data.get("was")
    if event.kind == "filed":
        return _("filed")
    if event.kind == "verdict":
        return _("diagnosed again: {old} → {new}").format(old=(was or {}).get("cause", ""), new=event.text)
    if event.kind == "note":
        return _("note: {text}").format(text=_line(event.text))
    if event.kind == "status":
        return _("status: {old} → {new}").format(old=status_name(str(was)), new=status_name(event.text))
    if event.kind == "details":
        values = [str(data[name]) for name in ("ticket_ref", "customer") if data.get(name)]
        return _("ticket and customer: {values}").format(values=", ".join(values) or "–")
    if event.kind == "same-charge":
        return same_charge(event.data)
    if event.kind == "decision":
        return _decision(event)
    if event.kind == "withdrawn":
        return _("filing undone")
    if event.kind == "restored":
        return _("filed again")
    return _told_of_the_desk(event)


def _told_of_the_desk(event: Event) -> str:
    text = _line(event.text)
    if event.kind == "assigned":
        return _("assigned to {name}").format(name=text) if text else _("assigned to nobody")
    if event.kind == "tagged":
        return _("tags: {tags}").format(tags=text or "–")
    if event.kind == "attached":
        return _("attached: {name}").format(name=text)
    merged = {
        "merged": _("merged into case {number}"), "unmerged": _("no longer merged into case {number}"),
        "took": _("case {number} merged into this one"), "gave": _("case {number} taken out of this one"),
    }  # fmt: skip
    if event.kind in merged:
        return merged[event.kind].format(number=text)
    return f"{event.kind}: {text}"


def same_charge(told: Mapping[str, Any]) -> str:
    """Return the line about another case with the same charge; `told` is an `Earlier` as a dict."""
    if told["certain"] and told["decided"]:
        line = _("Already decided in case {case}: {quota} quota of the same charge go back there.")
    elif told["certain"]:
        line = _("Already advised in case {case}: {quota} quota of the same charge go back there.")
    elif told["decided"]:
        line = _("Compare case {case}, perhaps of the same charge: {quota} quota go back there by decision.")
    else:
        line = _("Compare case {case}, perhaps of the same charge: {quota} quota are advised to go back there.")
    return line.format(case=told["case"], quota=told["quota"])


def status_name(status: str) -> str:
    """Return a status in the language in use; a word that is none as it is."""
    return _(STATUS_NAMES[status]) if status in STATUS_NAMES else status


def known_status(status: str) -> str:
    """Return `status` itself; raise CasebookError for a word that is none of STATUSES."""
    if status not in STATUSES:
        message = _("There is no status '{status}'.").format(status=status)
        raise CasebookError(message, _("Known: {names}.").format(names=", ".join(STATUSES)))
    return status


def not_found(number: int) -> CaseNotFound:
    """Return the refusal of a number that was never given."""
    return CaseNotFound(
        _("There is no case {number}.").format(number=number), _("supportdesk cases list shows the newest.")
    )


def stale(row: CaseRow, revision: int, events: Sequence[Event]) -> StaleRevision:
    """Return the refusal of an update that read an older revision, with what changed since."""
    changes = "; ".join(f"{event.at} {told(event)}" for event in events)
    message = _(
        "Case {number} has changed since you read it (revision {read}, now {now}): {changes}. Nothing was saved."
    )
    return StaleRevision(
        message.format(number=row.number, read=revision, now=row.revision, changes=changes or "–"),
        _("Look at the case again, then repeat your change."),
    )


def _decision(event: Event) -> str:
    parts = [event.text] if event.text else []
    if event.data.get("refund_quota") is not None:
        parts.append(_("refund of {quota} quota").format(quota=f"{event.data['refund_quota']:,}"))
    if event.data.get("decision_note"):
        parts.append(_line(event.data["decision_note"]))
    return _("decided: {what}").format(what=", ".join(parts) or "–")


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TOLD_CHARACTERS else line[: TOLD_CHARACTERS - 1] + "…"
