"""What others have done since one looked: events of timelines that this program did not write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supportdesk.casebook import rows
from supportdesk.casebook.case import Event
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.casebook.store import Store

MOST_NEWS = 200
"""Events that are told at once: the newest."""

_SINCE = "SELECT * FROM timeline WHERE id > ? ORDER BY id DESC LIMIT ?"
_NEWEST = "SELECT coalesce(max(id), 0) AS newest FROM timeline"


class News(NamedTuple):
    """An event of case `number` that someone else wrote."""

    number: int
    event: Event


def news(store: Store, since: int | None) -> tuple[int, list[News]]:
    """Return the mark of the newest event, to be given the next time, and what others wrote behind the mark `since`.

    The oldest first; nothing for None.
    """
    if since is None:
        newest: int = store.finding.rows(_NEWEST)[0]["newest"]
        return newest, []
    found = store.finding.rows(_SINCE, [since, MOST_NEWS])
    told = [News(row["number"], rows.event(row)) for row in found if not store.is_own(row["id"])]
    return (found[0]["id"] if found else since), told[::-1]
