"""Counts and money of the cases that a filter shows: by cause, model, gateway and status, and week by week."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from supportdesk.casebook import filtering
from supportdesk.casebook.answers import Counts, Statistics, Week
from supportdesk.casebook.scope import scope

__all__ = ["Counts", "Statistics", "Week", "statistics", "week_of"]

if TYPE_CHECKING:
    from supportdesk.casebook.filtering import CaseFilter
    from supportdesk.casebook.finder import Finder

MOST_NAMES = 50
"""Names of one kind that are counted; the rest is in no list."""

_COUNTS = """
SELECT {sql} AS name, count(*) AS cases FROM {table} WHERE {where} AND {sql} IS NOT NULL
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?
"""
# decided is what the agent gives back, advised what the verdict does where nobody has decided
_DAYS = """
SELECT substr(created_at, 1, 10) AS day, count(*) AS cases, sum(coalesce(charged_quota, 0)) AS charged,
       sum(coalesce(refund_quota, advised_quota, 0)) AS returned
FROM {table} WHERE {where} GROUP BY 1 ORDER BY 1
"""


def statistics(finder: Finder, wanted: CaseFilter) -> Statistics:
    """Return the statistics of the cases that the filter shows."""
    counts: dict[str, Counts] = {}
    with finder.reading():
        cases = scope(finder, wanted)
        table = f"{cases.table} CROSS JOIN cases ON number = case_index.rowid" if cases.is_text else cases.table
        for column in ("cause", "model", "gateway", "status"):
            sql = _COUNTS.format(sql=filtering.COLUMNS[column], table=table, where=cases.where)
            counts[column] = [(row["name"], row["cases"]) for row in finder.rows(sql, [*cases.values, MOST_NAMES])]
        if wanted.is_empty:
            table = "cases NOT INDEXED"  # all rows as they lie: an index of one column leads to them in its order
        days = finder.rows(_DAYS.format(table=table, where=cases.where), cases.values)
    weeks: dict[str, Week] = {}
    for row in days:
        name = week_of(row["day"])
        known = weeks.get(name, Week(name, 0, 0, 0))
        weeks[name] = Week(
            name, known.cases + row["cases"], known.charged + row["charged"], known.returned + row["returned"]
        )
    if days:
        for name in _weeks(days[0]["day"], days[-1]["day"]):
            weeks.setdefault(name, Week(name, 0, 0, 0))
    return Statistics(
        counts["cause"], counts["model"], counts["gateway"], sorted(weeks.values()), counts["status"]
    )  # fmt: skip


def week_of(day: str) -> str:
    """Return the week of a day: '2026-11-22' is in '2026-W47'."""
    year, week, _weekday = datetime.date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02d}"


def _weeks(first: str, last: str) -> list[str]:
    day, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    names = []
    while day <= end:
        names.append(week_of(day.isoformat()))
        day += datetime.timedelta(days=7)
    return names
