"""Where the cases of a filter are read from: the table alone, or the search index, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from supportdesk.casebook import earlier_index, index, search
from supportdesk.casebook.filtering import CaseFilter, conditions

if TYPE_CHECKING:
    from supportdesk.casebook.finder import Finder

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
    where, values = conditions(wanted)
    query = search.query(wanted.text, _within(wanted))
    if query is None:
        return Scope("cases", where, values)
    if not finder.is_current or finder.rows(_UNFILLED):
        ways, more = earlier_index.conditions(wanted.text)
        ways = f"filled < {index.FILLED} AND {ways}"
        if finder.is_current and query:
            ways, more = f"({ways}) OR {_INDEXED}", [*more, query]
        return Scope("cases", f"{where} AND ({ways})", [*values, *more])
    if not query:
        return Scope("cases", "0", [])
    if wanted._replace(text="").is_empty:
        return Scope("case_index", "case_index MATCH ?", [query], "rowid", is_text=True)
    table = "case_index CROSS JOIN cases ON cases.number = case_index.rowid"
    return Scope(table, f"case_index MATCH ? AND {where}", [query, *values], "case_index.rowid")


def _within(wanted: CaseFilter) -> list[list[str]]:
    """Return the index's tokens of what the filter asks for; a cause's family is one of its first word."""
    groups = []
    names = {"cause": wanted.causes, "model": wanted.models, "customer": wanted.customers, "gateway": wanted.gateways}
    for column, values in names.items():
        is_told = column != "cause" or all(value.count(".") == 1 for value in values if value.endswith(".*"))
        if values and is_told:
            groups.append([search.facet(column, value) for value in values])
    return groups
