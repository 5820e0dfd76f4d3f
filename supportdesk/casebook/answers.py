"""What questions about many cases give: similar cases, outages, statistics."""

from __future__ import annotations

from supportdesk.casebook.case import CaseRow
from supportdesk.casebook.fingerprint import Facts
from supportdesk.named import NamedTuple

Counts = list[tuple[str, int]]
"""Names with their cases, most frequent first."""


class Week(NamedTuple):
    """One week: `week` as ISO 8601 writes it ('2026-W47').

    `cases` were filed in it; `charged` is quota charged, `returned` quota decided, else advised, to go back.
    """

    week: str
    cases: int
    charged: int
    returned: int


class Statistics(NamedTuple):
    """What `Casebook.statistics` counts: cases by name, most frequent first, and weeks, oldest first, none left out."""

    causes: Counts
    models: Counts
    gateways: Counts
    weeks: list[Week]
    statuses: Counts


class Similar(NamedTuple):
    """A case that is like another: `reasons` are names of fingerprint.PARTS that agree, `score` orders them."""

    row: CaseRow
    reasons: tuple[str, ...]
    score: int


class Cluster(NamedTuple):
    """Cases of one fingerprint within a short time.

    `label` are its facts as the newest case shows them, `gateway` the one that most of them name (None where none
    does), `count` all its cases, `since` the filing of the first (as in Event), `numbers` the newest first.
    """

    fingerprint: str
    label: Facts
    gateway: str | None
    count: int  # type: ignore[assignment] # a list's method of that name is not wanted of a cluster
    since: str
    numbers: list[int]
