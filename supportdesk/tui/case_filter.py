"""What a list of cases is narrowed to: facets, values chosen of them, spans of time, and all of it as one line.

No widget and no database here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from supportdesk.casebook.filtering import CaseFilter
from supportdesk.casebook.telling import status_name
from supportdesk.i18n import _, mark
from supportdesk.named import NamedTuple
from supportdesk.render.moment import local_short

if TYPE_CHECKING:
    from supportdesk.casebook.similarity import Cluster


class Facet(NamedTuple):
    """A way to narrow: `name` as Casebook.values has it, the `field` of CaseFilter, its label, whether several go."""

    name: str
    field: str
    label: str
    several: bool


FACETS = (
    Facet("status", "statuses", mark("Status"), True),
    Facet("cause", "causes", mark("Cause"), True),
    Facet("model", "models", mark("Model"), True),
    Facet("customer", "customers", mark("Customer"), True),
    Facet("gateway", "gateways", mark("Gateway"), True),
    Facet("assignee", "assignee", mark("Assignee"), False),
    Facet("tag", "tag", mark("Tag"), False),
    Facet("time", "since", mark("Filed"), False),
)
"""In the order in which they are offered; `time` has spans instead of values."""

SPANS = (
    ("today", mark("today")),
    ("24h", mark("the last 24 hours")),
    ("7d", mark("the last 7 days")),
    ("30d", mark("the last 30 days")),
    ("month", mark("this month")),
)
"""Spans of time that are offered."""

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def chosen(wanted: CaseFilter, facet: Facet) -> tuple[str, ...]:
    """Return the values of a facet that are chosen; of time, nothing."""
    if facet.name == "time":
        return ()
    value = getattr(wanted, facet.field)
    if facet.several:
        return tuple(value)
    return () if value is None else (value,)


def toggled(wanted: CaseFilter, facet: Facet, value: str) -> CaseFilter:
    """Return the filter with a value of a facet chosen, or no longer; where one goes only, in place of the other."""
    before = chosen(wanted, facet)
    after: Any
    if facet.several:
        after = tuple(one for one in before if one != value) if value in before else (*before, value)
    else:
        after = None if value in before else value
    return wanted._replace(**{facet.field: after})


def narrowed(wanted: CaseFilter) -> bool:
    """Whether the filter leaves anything out."""
    return wanted != CaseFilter()


def with_families(values: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return causes with, before them, each family ('quota.*') that several of them are of, by their counts."""
    families: dict[str, list[int]] = {}
    for cause, count in values:
        family, dot, _rest = cause.partition(".")
        if dot:
            families.setdefault(f"{family}.*", []).append(count)
    several = [(family, sum(counts)) for family, counts in families.items() if len(counts) > 1]
    return [*sorted(several, key=lambda one: -one[1]), *values]


def span_of(name: str, now: datetime) -> tuple[str, str | None]:
    """Return (since, until) of one of SPANS as seen at `now`, which has the agent's zone."""
    if name == "24h":
        return _utc(now - timedelta(hours=24)), None
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if name == "month":
        return _utc(midnight.replace(day=1)), None
    days = {"today": 0, "7d": 6, "30d": 29}[name]
    return _utc(midnight - timedelta(days=days)), None


def typed_span(text: str, zone: tzinfo | None) -> tuple[str, str | None] | None:
    """Return (since, until) of '2026-11', '2026-11-20' or '2026-11-01..2026-11-20' (the last day counts), else None."""
    first, dots, last = (part.strip() for part in text.partition(".."))
    begin = _days(first, zone)
    end = _days(last, zone) if last else begin
    if begin is None or end is None or begin[0] >= end[1]:
        return None
    return _utc(begin[0]), None if dots and not last else _utc(end[1])


def filter_line(wanted: CaseFilter, zone: tzinfo | None) -> str:
    """Return what is filtered by, as one line; '' for nothing. Values stand as they are."""
    parts = []
    for facet in FACETS:
        values = [value_name(facet, value) for value in chosen(wanted, facet)]
        if values:
            parts.append(f"{_(facet.label)}: {', '.join(values)}")
    if wanted.since and wanted.until:
        span = _("{since} to {until}")
    else:
        span = _("since {since}") if wanted.since else _("until {until}") if wanted.until else ""
    if span:
        times = {name: local_short(at, zone) if at else "" for name, at in _times(wanted)}
        parts.append(f"{_('Filed')}: {span.format(**times)}")
    if wanted.fingerprint:
        parts.append(_("one and the same failure"))
    return " · ".join(parts)


def value_name(facet: Facet, value: str) -> str:
    """Return a value as it is shown."""
    if facet.name == "status":
        return status_name(value)
    return value or _("nobody") if facet.name == "assignee" else value


def _times(wanted: CaseFilter) -> list[tuple[str, str | None]]:
    return [("since", wanted.since), ("until", wanted.until)]


def _days(text: str, zone: tzinfo | None) -> tuple[datetime, datetime] | None:
    """Return the first moment of a year, month or day and that behind it."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        begin = datetime(year or 1, month or 1, day or 1, tzinfo=zone)
        if day is not None:
            return begin, begin + timedelta(days=1)  # by the clock of the zone
        if month is None:
            return begin, begin.replace(year=begin.year + 1)
        return begin, begin.replace(year=begin.year + month // 12, month=month % 12 + 1)
    except (ValueError, OverflowError):
        return None


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def cluster_line(clusters: Sequence[Cluster], shown: str | None, now: datetime) -> str:
    """Return '9 tickets, one upstream, since 14:02' of the largest outage, or of the one that is `shown` (a print).

    `now` has the agent's zone; a time of another day has its date.
    """
    at = next((at for at, one in enumerate(clusters) if one.fingerprint == shown), 0)
    one = clusters[at]
    begun = datetime.fromisoformat(one.since.replace("Z", "+00:00")).astimezone(now.tzinfo)
    since = f"{begun:%H:%M}" if begun.date() == now.date() else f"{begun:%m-%d %H:%M}"
    told = _("{count} tickets, one upstream, since {since}")
    if one.label.layer not in ("upstream", "next_gateway"):
        told = _("{count} tickets, one failure, since {since}")
    facts = [one.gateway, one.label.endpoint, one.label.model_family, one.label.error]
    line = told.format(count=one.count, since=since) + ": " + " · ".join(fact for fact in facts if fact)
    if shown == one.fingerprint:
        more = _("F6: next") if at + 1 < len(clusters) else _("F6: all cases")
    else:
        others = len(clusters) - 1
        more = _("F6 shows them") + (f" (+{others})" if others else "")
    return f"{more} · {line}"
