"""Link keys in a store: what `relating.linking` says of a ticket's rows, by searches over an index.

Rows with one request id or task id are one piece of work; a submit row belongs to the one record of its model, user and
channel within seconds, a refund row without a charge to the one earlier charge of its model and amount that has none.
Rows that nothing ties and nothing puts in question have no group: each is an account of its own.
"""

from __future__ import annotations

from array import array
from typing import Any

from supportdesk.money.large_store import Store
from supportdesk.relating.linking import SUBMIT_SECONDS

_REPEATED = """
DELETE FROM booked WHERE number IS NOT NULL AND number NOT IN (0, '0', '') AND EXISTS (
    SELECT 1 FROM booked AS above WHERE above.number = booked.number AND above.seq < booked.seq
    AND above.number IS NOT NULL AND above.at IS booked.at AND above.refund = booked.refund
    AND above.quota IS booked.quota AND above.request IS booked.request AND above.model IS booked.model
    AND above.user IS booked.user AND above.facts IS booked.facts
)
"""
_LOOKED_AT = "SELECT seq FROM booked WHERE refund OR task IS NOT NULL OR quota IS NULL OR expected <> quota"
_OF_REQUEST = """
SELECT request, seq FROM booked WHERE request IN (
    SELECT request FROM booked WHERE request IS NOT NULL GROUP BY request HAVING count(*) > 1
) ORDER BY request
"""
_OF_TASK = """
SELECT task, seq FROM booked WHERE task IS NOT NULL
UNION ALL SELECT task, seq + (SELECT coalesce(max(seq), 0) FROM booked) FROM records WHERE task IS NOT NULL ORDER BY 1
"""
_NEAR = """
SELECT seq FROM booked WHERE at BETWEEN ?4 AND ?5 AND NOT refund AND task IS NULL
AND (model IS NULL OR ?1 IS NULL OR model = ?1) AND (user IS NULL OR ?2 IS NULL OR user = ?2)
AND (channel IS NULL OR ?3 IS NULL OR channel = ?3) LIMIT 2
"""
_NEAR_OF_MODEL = """
SELECT seq FROM booked WHERE model = ?1 AND at BETWEEN ?4 AND ?5 AND NOT refund AND task IS NULL
AND (user IS NULL OR ?2 IS NULL OR user = ?2) AND (channel IS NULL OR ?3 IS NULL OR channel = ?3)
UNION ALL SELECT seq FROM booked WHERE model IS NULL AND at BETWEEN ?4 AND ?5 AND NOT refund AND task IS NULL
AND (user IS NULL OR ?2 IS NULL OR user = ?2) AND (channel IS NULL OR ?3 IS NULL OR channel = ?3) LIMIT 2
"""
_EQUAL = """
SELECT booked.seq FROM records JOIN booked ON booked.quota = json_extract(records.facts, '$.quota')
WHERE records.seq = ?1 AND json_extract(records.facts, '$.task_status') = 'failure' AND booked.quota > 0
AND booked.at BETWEEN ?5 AND ?6 AND NOT booked.refund AND booked.task IS NULL
AND (booked.model IS NULL OR ?2 IS NULL OR booked.model = ?2)
AND (booked.user IS NULL OR ?3 IS NULL OR booked.user = ?3)
AND (booked.channel IS NULL OR ?4 IS NULL OR booked.channel = ?4)
ORDER BY abs(booked.at - (?5 + ?6) / 2), booked.seq
"""
_FREE = """
INSERT INTO free SELECT seq, quota, model, user, channel, at FROM booked
WHERE NOT refund AND task IS NULL AND quota IN (SELECT quota FROM booked WHERE refund)
"""
_FITTING = """
SELECT seq FROM free WHERE quota = ?5 AND (at IS NULL OR ?4 IS NULL OR at <= ?4)
AND (model IS NULL OR ?1 IS NULL OR model = ?1) AND (user IS NULL OR ?2 IS NULL OR user = ?2)
AND (channel IS NULL OR ?3 IS NULL OR channel = ?3)
"""
_FITTING_NAMED = """
SELECT seq FROM free WHERE quota = ?5 AND model = ?1 AND user = ?2 AND (at IS NULL OR ?4 IS NULL OR at <= ?4)
AND (channel IS NULL OR ?3 IS NULL OR channel = ?3)
UNION ALL SELECT seq FROM free WHERE quota = ?5 AND (model IS NULL OR user IS NULL)
AND (at IS NULL OR ?4 IS NULL OR at <= ?4) AND (model IS NULL OR model = ?1) AND (user IS NULL OR user = ?2)
AND (channel IS NULL OR ?3 IS NULL OR channel = ?3)
"""
_REFUNDS = """
SELECT seq, model, user, channel, at, quota FROM booked WHERE refund AND quota IS NOT NULL
ORDER BY at IS NULL, at, task, seq
"""


class _Groups:
    """Sets of rows that grow together; records stand behind the booked rows."""

    def __init__(self, count: int) -> None:
        self.parent = array("q", range(count))

    def root(self, row: int) -> int:
        """Return the first row of a set."""
        parent = self.parent
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    def join(self, one: int, other: int) -> None:
        """Make two sets one."""
        self.parent[self.root(other)] = self.root(one)


def link_rows(store: Store, *, distinct: bool) -> int:
    """Write the group of every row that is looked at into the store; return how many rows stood there once more.

    Those are left out first (`relating.repeated`), unless the rows are known to be `distinct`.
    """
    store.flush()
    repeated = 0 if distinct else _leave_out(store)
    booked = store.one("SELECT coalesce(max(seq), 0) FROM booked")[0]
    records = store.one("SELECT coalesce(max(seq), 0) FROM records")[0]
    groups = _Groups(booked + records + 1)
    looked_at = bytearray(booked + 1)
    _by_ids(store, groups, looked_at)
    if records:
        _by_submit(store, groups, looked_at)
    _by_refund(store, groups, looked_at)
    rows = ((groups.root(row), row) for row, looked in enumerate(looked_at) if looked)
    store.base.executemany("UPDATE booked SET grp = ? WHERE seq = ?", rows)
    rows = ((groups.root(booked + row), row) for row in range(1, records + 1))
    store.base.executemany("UPDATE records SET grp = ? WHERE seq = ?", rows)
    return repeated


def _leave_out(store: Store) -> int:
    """Delete the rows that stand above already, and return their number."""
    store.base.execute("CREATE INDEX numbers ON booked (number) WHERE number IS NOT NULL")
    left: int = store.base.execute(_REPEATED).rowcount
    store.base.execute("DROP INDEX numbers")
    return left


def _by_ids(store: Store, groups: _Groups, looked_at: bytearray) -> None:
    """Join rows of one id; all are looked at but charges that stand alone and are as expected."""
    booked = len(looked_at) - 1
    for (row,) in store.many(_LOOKED_AT):
        looked_at[row] = 1
    for query in (_OF_REQUEST, _OF_TASK):
        first: tuple[str, int] | None = None
        for name, row in store.many(query):
            if first is None or first[0] != name:
                first = name, row
            groups.join(first[1], row)
            if row <= booked:
                looked_at[row] = 1


def _by_submit(store: Store, groups: _Groups, looked_at: bytearray) -> None:
    """Join each record with the one submit row near it that names no task."""
    store.base.execute("CREATE INDEX submits ON booked (model, at) WHERE NOT refund AND task IS NULL")
    adopted: set[int] = set()
    for row, model, user, channel, at in store.many("SELECT seq, model, user, channel, at FROM records"):
        if at is None:
            continue
        about = (model, user, channel, at - SUBMIT_SECONDS, at + SUBMIT_SECONDS)
        fitting = list(store.many(_NEAR if model is None else _NEAR_OF_MODEL, about))
        if len(fitting) == 1:
            groups.join(len(looked_at) - 1 + row, fitting[0][0])
            looked_at[fitting[0][0]] = 1
        elif fitting:
            _adopt(store, groups, looked_at, (row, *about), adopted)


def _adopt(store: Store, groups: _Groups, looked_at: bytearray, about: tuple[Any, ...], adopted: set[int]) -> None:
    """Join a record whose charge stands with one of several equal charges near it: of equal jobs any one is as good.

    Else the record's own quota would be booked beside the row that it is (`money.ledger`).
    """
    row = about[0]
    for (charge,) in store.many(_EQUAL, about):
        if charge not in adopted and groups.root(charge) == charge and not looked_at[charge]:
            groups.join(len(looked_at) - 1 + row, charge)
            looked_at[charge] = 1
            adopted.add(charge)
            return


def _by_refund(store: Store, groups: _Groups, looked_at: bytearray) -> None:
    """Join each refund that shares no id with a charge with the one earlier charge of its amount that has none."""
    taken = {groups.root(row) for (row,) in store.many("SELECT seq FROM booked WHERE refund")}
    if not taken:
        return
    charges = (row for (row,) in store.many("SELECT seq FROM booked WHERE NOT refund") if looked_at[row])
    charged = {groups.root(row) for row in charges}
    store.base.execute("CREATE TABLE free (seq INTEGER PRIMARY KEY, quota, model, user, channel, at)")
    store.base.execute(_FREE)
    store.base.execute("CREATE INDEX free_by_quota ON free (quota, model, user, at)")
    store.base.execute("CREATE INDEX free_unnamed ON free (quota) WHERE model IS NULL OR user IS NULL")
    for row, *about in store.many(_REFUNDS):
        if groups.root(row) in charged:
            continue
        fitting = []
        for (charge,) in store.many(_FITTING if None in about[:2] else _FITTING_NAMED, about):
            if groups.root(charge) not in taken:
                fitting.append(charge)
            if len(fitting) == 2:
                break
        if len(fitting) == 1:
            groups.join(fitting[0], row)
            root = groups.root(row)
            charged.add(root)
            taken.add(root)
            looked_at[fitting[0]] = 1
            store.base.execute("DELETE FROM free WHERE seq = ?", fitting)
