"""A case as the casebook gives it: one row of a list, or the whole with its texts and its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.i18n import mark
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.advising.charge_keys import Earlier

STATUSES = ("open", "waiting", "resolved")
"""open: someone of ours has to act; waiting: for the customer or the upstream; resolved: nothing is left to do."""

STATUS_NAMES = {"open": mark("open"), "waiting": mark("waiting"), "resolved": mark("resolved")}
"""Message ids of the statuses."""


class Event(NamedTuple):
    """One thing that happened to a case.

    `at` is UTC in ISO 8601 with seconds ('2026-11-22T10:08:15Z'), `revision` the case's revision after it, `kind` one
    of filed, verdict, note, status, details, decision, same-charge, withdrawn, restored, assigned, tagged, attached,
    merged (into another), took (another in), unmerged, gave (another back); `text` the note or the new value, `data`
    what else belongs to it (old values under `was`); `by` who did it, None where that is not known.
    """

    at: str
    revision: int
    kind: str
    text: str
    data: dict[str, Any]
    by: str | None = None


class CaseRow(NamedTuple):
    """What a list shows of a case.

    `cause`, `certainty`, `who` and the titles are the newest verdict's; `model` and `gateway` those that it
    rests on, else the first call's that has one, None without; `final_cause`, `refund_quota` (integer quota),
    `decision_note` and `decided_at` are the agent's own decision, None before it; `withdrawn_at` is when the filing was
    undone, None for a case that stands. Times as in Event.

    `assignee` is who works on it, None nobody; `tags` its tags in order of the alphabet; `fingerprint` what makes it
    like others (casebook/fingerprint.py), None where the material shows nothing to compare; `merged_into` the case that
    it repeats, None for one of its own; `charged_quota` what the verdict saw charged and `advised_quota` what it gives
    back, None where it says nothing of either.
    """

    number: int
    revision: int
    status: str
    created_at: str
    updated_at: str
    withdrawn_at: str | None
    ticket_ref: str | None
    customer: str | None
    cause: str
    certainty: str
    who: str | None
    title_en: str
    title_zh: str
    model: str | None
    gateway: str | None
    final_cause: str | None
    refund_quota: int | None
    decision_note: str | None
    decided_at: str | None
    assignee: str | None = None
    tags: tuple[str, ...] = ()
    fingerprint: str | None = None
    merged_into: int | None = None
    charged_quota: int | None = None
    advised_quota: int | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> CaseRow:
        """Return the case of a row of the table, whose tags are one text."""
        return cls(**{**row, "tags": tuple((row["tags"] or "").split())})

    @property
    def shown_cause(self) -> str:
        """The cause as it was decided, else the verdict's."""
        return self.final_cause or self.cause

    @property
    def title(self) -> dict[str, str]:
        """The verdict's title in both languages."""
        return {"en": self.title_en, "zh": self.title_zh}

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain data, as `cases list --json` prints it."""
        decision = None
        if self.decided_at is not None:
            decision = {
                "final_cause": self.final_cause,
                "refund_quota": self.refund_quota,
                "note": self.decision_note,
                "decided_at": self.decided_at,
            }
        names = ("number", "revision", "status", "created_at", "updated_at", "withdrawn_at", "ticket_ref", "customer")
        shown = {name: getattr(self, name) for name in (*names, "cause", "certainty", "who")}
        desk = ("model", "gateway", "assignee", "fingerprint", "merged_into", "charged_quota", "advised_quota")
        more = {name: getattr(self, name) for name in desk}
        return {**shown, "title": self.title, **more, "tags": list(self.tags), "decision": decision}


class Merged(NamedTuple):
    """A case that was merged into another: its row and its own timeline, oldest first."""

    row: CaseRow
    events: list[Event]


class Case:
    """A whole case.

    `row` is what a list shows (number, revision, status, …); `diagnosis` the newest diagnosis in the shape of the
    public contract, with `rules_version` and `program_version` that made it; `sources` its masked texts as (name,
    text); `events` the timeline, oldest first; `verdicts` the number of diagnoses so far; `earlier` what other cases
    give back of the same charges now; `merged` the cases that were merged into it, each with its own timeline.
    """

    __slots__ = (
        *("diagnosis", "earlier", "events", "merged", "program_version", "row", "rules_version", "sources"),
        "verdicts",
    )

    def __init__(
        self,
        row: CaseRow,
        diagnosis: dict[str, Any],
        sources: list[tuple[str, str]],
        events: list[Event],
        *,
        rules_version: str,
        program_version: str,
        verdicts: int = 1,
        earlier: Sequence[Earlier] = (),
        merged: Sequence[Merged] = (),
    ) -> None:
        self.row = row
        self.diagnosis = diagnosis
        self.sources = sources
        self.events = events
        self.rules_version = rules_version
        self.program_version = program_version
        self.verdicts = verdicts
        self.earlier = tuple(earlier)
        self.merged = tuple(merged)

    @property
    def number(self) -> int:
        """The case's number, from 1 on; never given twice."""
        return self.row.number

    @property
    def revision(self) -> int:
        """The case's revision, which an update has to name."""
        return self.row.revision

    @property
    def status(self) -> str:
        """One of STATUSES."""
        return self.row.status

    def to_dict(self) -> dict[str, Any]:
        """Return the case as plain data, as `cases show --json` prints it."""
        return {
            **self.row.to_dict(),
            "diagnosis": self.diagnosis,
            "rules_version": self.rules_version,
            "program_version": self.program_version,
            "verdicts": self.verdicts,
            "earlier": [one._asdict() for one in self.earlier],
            "sources": [{"name": name, "text": text} for name, text in self.sources],
            "timeline": [event._asdict() for event in self.events],
            "merged": [
                {**one.row.to_dict(), "timeline": [event._asdict() for event in one.events]} for one in self.merged
            ],
        }
