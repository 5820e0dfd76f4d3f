"""Reading many cases: lists by a filter, counts, what is like what, statistics; all by the finder's connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.casebook import filling, filtering, news, similarity, statistics
from supportdesk.casebook.case import CaseRow
from supportdesk.casebook.filtering import CaseFilter
from supportdesk.casebook.scope import scope

if TYPE_CHECKING:
    from typing import IO

    from supportdesk.casebook.news import News
    from supportdesk.casebook.similarity import Cluster, Similar
    from supportdesk.casebook.statistics import Statistics
    from supportdesk.casebook.store import Store

CaseRows = list[CaseRow]
"""Cases as a list shows them, newest first."""

COLUMNS = ", ".join(CaseRow._fields)
MOST_VALUES = 200
"""Values of one column that are offered to choose from."""

# the columns are our own names, and a condition carries its values as parameters
_MANY = f"SELECT {COLUMNS} FROM {{table}} WHERE {{where}} ORDER BY {{key}} DESC LIMIT ? OFFSET ?"  # noqa: S608 - see above
_FOUND = f"""
SELECT {COLUMNS} FROM (SELECT rowid AS found FROM case_index WHERE {{where}} ORDER BY rowid DESC LIMIT ? OFFSET ?)
CROSS JOIN cases ON number = found ORDER BY found DESC
"""  # noqa: S608 - see above
_COUNT = "SELECT count(*) AS cases FROM {table} WHERE {where}"
_VALUES = "SELECT {sql} AS value, count(*) AS cases FROM {table} WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?"


class CaseLists:
    """The part of a casebook that reads many cases at once; every method raises CasebookError as Casebook does.

    All may be called from any thread, beside a write; `interrupt` stops those that run.
    """

    _store: Store

    def find(self, wanted: CaseFilter, *, limit: int = 50, offset: int = 0) -> CaseRows:
        """Return `limit` cases from `offset` on that the filter shows, newest first. Raises Interrupted."""
        with self._store.finding.reading():
            cases = scope(self._store.finding, wanted)
            sql = (_FOUND if cases.is_text else _MANY).format(table=cases.table, where=cases.where, key=cases.key)
            found = self._store.finding.rows(sql, [*cases.values, limit, offset])
        return [CaseRow.of(row) for row in found]

    def count(self, wanted: CaseFilter) -> int:
        """Return how many cases the filter shows. Raises Interrupted."""
        return self._count(wanted)

    def values(self, column: str) -> Sequence[tuple[str, int]]:
        """Return the values of a column that listed cases have, with their cases, most frequent first.

        `column` is 'status', 'cause', 'model', 'customer', 'gateway', 'assignee' or 'tag' (KeyError for another); at
        most MOST_VALUES.
        """
        sql = filtering.COLUMNS[column]
        table = "cases JOIN case_tags USING (number)" if column == "tag" else "cases"
        where = f"{filtering.LISTED} AND {sql} IS NOT NULL"
        found = self._store.finding.rows(_VALUES.format(sql=sql, table=table, where=where), [MOST_VALUES])
        return [(row["value"], row["cases"]) for row in found]

    def change_token(self) -> int:
        """Return a number that differs after any commit by any process, this one among them; cheap enough to poll."""
        return self._store.finding.token()

    def news(self, since: int | None = None) -> tuple[int, Sequence[News]]:
        """Return the mark of the newest event, and what others wrote behind the mark `since`, the oldest first.

        None gives the mark alone; each further call takes the mark of the last one.
        """
        return news.news(self._store, since)

    def position(self, wanted: CaseFilter, number: int) -> int:
        """Return at which place a case stands, or would stand, in the list of the filter: 0 is the newest."""
        return self._count(wanted, number)

    def interrupt(self) -> None:
        """Stop the searches that run or wait, from any thread; they raise Interrupted, later ones are not touched."""
        self._store.finding.interrupt()

    def similar(self, number: int, limit: int = 20) -> Sequence[Similar]:
        """Return the cases most like one, best first, then newest, each with the parts that agree; [] for none."""
        return similarity.similar(self._store.finding, number, limit)

    def clusters(self, now: float, window_h: int = 24, least: int = 3) -> Sequence[Cluster]:
        """Return the fingerprints that at least `least` cases of the last `window_h` hours share, largest first.

        `now` is Unix seconds.
        """
        return similarity.clusters(self._store.finding, now, window_h, least)

    def statistics(self, wanted: CaseFilter) -> Statistics:
        """Return counts and money of the cases that the filter shows. Raises Interrupted."""
        return statistics.statistics(self._store.finding, wanted)

    def export_many(self, wanted: CaseFilter, form: str, stream: IO[Any]) -> int:
        """Write all cases that the filter shows, newest first, and return how many.

        `form` is 'markdown', 'html', 'json' or 'csv', which write text, or 'xlsx', which writes bytes to `stream` and
        needs the extra `excel` (CasebookError without it). Raises ValueError for another form.
        """
        from supportdesk.casebook import exporting

        return exporting.export_many(self._store.finding, wanted, form, stream)

    def fill(self, most: int = 200) -> int:
        """Compute what cases of an older version lack (fingerprints, money), `most` of them; return how many are left.

        Each call is one short transaction: a program may call it again and again beside other work.
        """
        return filling.fill(self._store, most)

    def _count(self, wanted: CaseFilter, above: int | None = None) -> int:
        with self._store.finding.reading():
            cases = scope(self._store.finding, wanted)
            where, values = cases.where, cases.values
            if above is not None:
                where, values = f"{where} AND {cases.key} > ?", [*values, above]
            sql = _COUNT.format(table=cases.table, where=where)
            count: int = self._store.finding.rows(sql, values)[0]["cases"]
        return count
