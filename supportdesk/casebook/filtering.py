"""Which cases a list shows: a filter, as SQL conditions on the table of cases."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from supportdesk.casebook import telling
from supportdesk.named import NamedTuple

SHOWN_CAUSE = "coalesce(final_cause, cause)"
"""The cause that a list shows and filters by: the decided one, else the verdict's."""

LISTED = "withdrawn_at IS NULL AND merged_into IS NULL"
"""Cases that lists show: filed, and not merged into another."""

COLUMNS = {
    "status": "status", "cause": SHOWN_CAUSE, "model": "model", "customer": "customer", "gateway": "gateway",
    "assignee": "assignee", "tag": "tag",
}  # fmt: skip
"""What `Casebook.values` counts, with the SQL of each."""


class CaseFilter(NamedTuple):
    """Which cases to show; an empty tuple or None restricts nothing.

    `text` as `Casebook.search` reads it; `statuses` of STATUSES; `causes` are ids, the decided one where there is one,
    `quota.*` a family; `assignee` "" is nobody; `since` (inclusive) and `until` (exclusive) are of the time of filing,
    UTC in ISO 8601; `fingerprint` is equal as a whole.
    """

    text: str = ""
    statuses: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    gateways: tuple[str, ...] = ()
    assignee: str | None = None
    tag: str | None = None
    since: str | None = None
    until: str | None = None
    fingerprint: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it shows every case."""
        return self._replace(text=self.text.strip()) == CaseFilter()


def conditions(wanted: CaseFilter, by_number: Collection[str] = ()) -> tuple[str, list[Any]]:
    """Return the condition on `cases`, with its values, of the filter without its text.

    `by_number` are columns whose values are looked at while the cases are gone through in the order of their numbers:
    SQLite is kept from going through an index of theirs, and sorting. Raises CasebookError for a status that there is
    none of.
    """
    clauses, values = [LISTED], []
    for status in wanted.statuses:
        telling.known_status(status)
    for column in ("statuses", "models", "customers", "gateways"):
        names = getattr(wanted, column)
        if names:
            sql = "status" if column == "statuses" else column[:-1]
            sign = "+" if sql in by_number else ""
            clauses.append(f"{sign}{sql} IN ({', '.join('?' * len(names))})")
            values += names
    if wanted.causes:
        clauses.append("(" + " OR ".join(map(_of_cause, wanted.causes)) + ")")
        for cause in wanted.causes:
            values += _family_of(cause) or [cause]
    if wanted.assignee is not None:
        clauses.append("assignee = ?" if wanted.assignee else "assignee IS NULL")
        values += [wanted.assignee] if wanted.assignee else []
    if wanted.tag is not None:
        clauses.append("number IN (SELECT number FROM case_tags WHERE tag = ?)")
        values.append(wanted.tag)
    for sign, value in ((">=", wanted.since), ("<", wanted.until)):
        if value is not None:
            edge = "min" if sign == ">=" else "max"
            # a sum, lest SQLite looks for the least number by going through the cases from the first one on
            within = f"{LISTED} AND created_at {sign} ?"
            clauses.append(
                f"+created_at {sign} ? AND number {sign[0]}= (SELECT {edge}(number + 0) FROM cases WHERE {within})"  # noqa: S608 - our own words
            )
            values += [value, value]
    if wanted.fingerprint is not None:
        clauses.append("fingerprint = ?")
        values.append(wanted.fingerprint)
    return " AND ".join(clauses), values


def _family_of(cause: str) -> list[str] | None:
    """Return the bounds of a family's ids: `quota.*` is from 'quota.' up to 'quota/', the next sign."""
    return [cause[:-1], cause[:-2] + "/"] if cause.endswith(".*") else None


def _of_cause(cause: str) -> str:
    return f"({SHOWN_CAUSE} >= ? AND {SHOWN_CAUSE} < ?)" if _family_of(cause) else f"{SHOWN_CAUSE} = ?"
