"""Where the cases of a filter are read from: the table alone, or the search index, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.casebook import earlier_index, index, search
from supportdesk.casebook.filtering import LISTED, CaseFilter, conditions
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.casebook.finder import Finder

SORTED_AT_ONCE = 2_000
"""Cases of several statuses that are sorted by number; more are found on the way through all, newest first."""

_CAPPED = f"""
SELECT count(*) AS cases FROM (SELECT 1 FROM cases WHERE {LISTED} AND status IN ({{marks}}) LIMIT ?)
"""  # noqa: S608 - our own names
_INDEXED = "number IN (SELECT rowid FROM case_index WHERE case_index MATCH ?)"
_UNFILLED = f"SELECT 1 FROM cases WHERE filled < {index.FILLED} LIMIT 1"  # noqa: S608 - our own number


class Scope(NamedTuple):
    """The cases of a filter in SQL: `table` joined as it is read, newest first by `key`; `is_text`: words alone."""

    table: str
    where: str
    values: list[Any]
    key: str = "number"
    is_text: bool = False


def scope(finder: Finder, wanted: CaseFilter) -> Scope:
    """Return where a filter's cases are read from.

    With a text they come from the index, newest first, each with its row; cases of an older version that are not yet
    in it are looked up in the earlier ones.
    """
    is_filled = finder.is_current and not finder.rows(_UNFILLED)
    if not is_filled:
        return _of_older(finder, wanted)
    query = search.query(wanted.text, _within(wanted))
    if query is None:
        where, values = conditions(wanted, _frequent(finder, wanted))
        return Scope("cases", where, values)
    if not query:
        return Scope("cases", "0", [])
    if wanted._replace(text="").is_empty:
        return Scope("case_index", "case_index MATCH ?", [query], "rowid", is_text=True)
    where, values = conditions(wanted, ("status",))
    table = "case_index CROSS JOIN cases ON cases.number = case_index.rowid"
    return Scope(table, f"case_index MATCH ? AND {where}", [query, *values], "case_index.rowid")


def _of_older(finder: Finder, wanted: CaseFilter) -> Scope:
    """Return where cases are read from while some are not in today's index."""
    where, values = conditions(wanted)
    query = search.query(wanted.text)
    if query is None:
        return Scope("cases", where, values)
    ways, more = earlier_index.conditions(wanted.text)
    ways = f"filled < {index.FILLED} AND {ways}"
    if finder.is_current and query:
        ways, more = f"({ways}) OR {_INDEXED}", [*more, query]
    return Scope("cases", f"{where} AND ({ways})", [*values, *more])


def _frequent(finder: Finder, wanted: CaseFilter) -> tuple[str, ...]:
    """Return ('status',) where more cases have one of several statuses than are sorted in no time."""
    if len(wanted.statuses) < 2:
        return ()
    marks = ", ".join("?" * len(wanted.statuses))
    found = finder.rows(_CAPPED.format(marks=marks), [*wanted.statuses, SORTED_AT_ONCE])
    return ("status",) if found[0]["cases"] >= SORTED_AT_ONCE else ()


def _within(wanted: CaseFilter) -> list[list[str]]:
    """Return the index's tokens of what the filter asks for; a cause's family is one of its first word."""
    groups = []
    names = {"cause": wanted.causes, "model": wanted.models, "customer": wanted.customers, "gateway": wanted.gateways}
    for column, values in names.items():
        is_told = column != "cause" or all(value.count(".") == 1 for value in values if value.endswith(".*"))
        if values and is_told:
            groups.append([search.facet(column, value) for value in values])
    return groups
