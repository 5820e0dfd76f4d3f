"""The ledger of exports of any size: rows are streamed into a store, linked there, and looked at group by group.

A charge that stands alone and is what its own prices give is counted and summed, and no more. Every other group is put
through `money.ledger`; where a failed or hanging task's charge stands, the group is also judged like a ticket of its
own, so that coverage and known causes are those that a ticket of the same rows would have.
"""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from operator import itemgetter
from typing import Any

from supportdesk.advising.known_causes import add_known_causes
from supportdesk.masking import mask
from supportdesk.money.large_linking import link_rows
from supportdesk.money.large_store import Booked, Store, StoredRow
from supportdesk.money.ledger import FAILED, Account, build_ledger
from supportdesk.money.plain_rows import INTERPRETED, MOST_STORED, UNBOOKED, WANTED, PlainReader
from supportdesk.money.price_list import PriceList
from supportdesk.money.pricing import Charge
from supportdesk.reading.evidence import Evidence, Piece, Reading
from supportdesk.reading.large_cells import piece_of
from supportdesk.reading.large_coverage import Coverage
from supportdesk.reading.large_files import Export
from supportdesk.reading.table_cells import fault_in
from supportdesk.relating.drafts import Draft, settle
from supportdesk.relating.relate import relate
from supportdesk.relating.tables import Tables
from supportdesk.source import Span
from supportdesk.value import Value

_ALONE = """
SELECT count(*), coalesce(sum(quota / 1000), 0), coalesce(sum(quota % 1000), 0) FROM booked WHERE grp IS NULL
"""  # in two parts: the sum of large amounts would not fit

ENDED = frozenset(("success", *FAILED))


class _Stored:
    """The expected amounts that were computed when the rows were read (`money.ledger.Prices`)."""

    def expect(self, values: Any) -> Charge | None:
        """Return the stored amount of a row."""
        expected = values.get("expected_quota")
        return None if expected is None else Charge(expected, ())


def _number(cell: Value | None) -> object:
    return None if cell is None or cell.kind not in ("number", "string") else cell.data


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Look for no garbage meanwhile: rows by the million, none in a cycle."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@lru_cache(maxsize=5_000)
def _masked(text: str) -> str:
    return mask(text)[0]


def _values(piece: Piece) -> dict[str, Any]:
    """Return the facts of a row; where readings of one fact differ, as `relating` settles them."""
    values: dict[str, Any] = {}
    for reading in piece.readings:
        if values.setdefault(reading.fact, reading.value) != reading.value:
            draft = Draft()
            draft.add(piece.readings, piece.origin)
            return dict(settle(draft, "")[0].values)
    return values


def _picker(columns: tuple[str, ...] | None, cells: Any) -> Callable[[Any], Sequence[Any]] | None:
    """Return what takes the cells named by WANTED out of a row with these columns, None where rows are not plain."""
    if columns is None or "type" not in columns or INTERPRETED & set(columns):
        return None
    own = ["channel" if name == "channel_id" and "channel" in columns else name for name in WANTED]
    if isinstance(cells, dict):
        return lambda row: [*map(row.get, own)]
    places = [columns.index(name) if name in columns else len(columns) for name in own]
    take = itemgetter(*places)
    return take if max(places) < len(columns) else lambda row: take([*row, ""])


class LargeLedger:
    """Sums, counts and flagged accounts of large exports; a context manager, as its rows lie in a file.

    `bound` bounds the gateway's release in the tables of a group that is judged.
    """

    def __init__(
        self, prices: PriceList, knowledge: Any, lookups: Any, bound: Callable[[Tables], None] | None = None
    ) -> None:
        self.bound = bound
        self.prices = prices
        self.knowledge = knowledge
        self.lookups = lookups
        self.store = Store()
        self.coverage = Coverage()
        self.rows = 0
        self.repeated = 0
        self.accounts = 0
        self.totals = {"charged": 0, "refunded": 0, "net": 0}
        self.flags: Counter[str] = Counter()

    def __enter__(self) -> LargeLedger:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.__exit__()

    def take(self, export: Export, source: int) -> None:
        """Read one export; rows that hold no number where one must stand join its faults."""
        with _no_garbage():
            self._take(export, source)

    def _take(self, export: Export, source: int) -> None:
        seen = self.coverage.listing(export)
        reader, book = PlainReader(self.prices).read, self.store.book
        last: tuple[str, ...] | None = ()
        pick = None
        for kind, line, cells, columns in export.rows:
            self.rows += 1
            if columns is not last:
                last, pick = columns, _picker(columns, cells) if kind == "log_rows" and not export.labelled else None
            if pick is not None:
                wanted = pick(cells)
                plain = reader(wanted)
                if plain is not None:
                    seen.plain(plain.at, wanted[12], wanted[13], refund=plain.refund)
                    book((source, line, *plain, wanted[13]))
                    continue
                if wanted[0] in UNBOOKED and seen.unbooked(UNBOOKED[wanted[0]], wanted[1], wanted[12], wanted[13]):
                    continue
            named = cells if isinstance(cells, dict) else dict(zip(columns or (), cells, strict=True))
            self._read(kind, line, named, export, source, seen)
        seen.close()

    def take_pieces(self, pieces: Sequence[Piece]) -> None:
        """Take the rows of a small file, read as ever."""
        self.coverage.take(pieces)
        for piece in pieces:
            if piece.kind in ("log_row", "task_row"):
                self.rows += 1
                self._keep(piece)

    def _read(self, kind: str, line: int, cells: dict[str, Any], export: Export, source: int, seen: Any) -> None:
        fault = fault_in(cells) if kind == "log_rows" else None
        if fault is not None:
            export.faults.add(line, fault)
            return
        piece = piece_of(kind, cells, Span(source, line, line), texts=export.texts)
        seen.read(cells, piece)
        self._keep(piece)

    def _keep(self, piece: Piece) -> None:
        """Store what a reader read of a row."""
        values = _values(piece)
        place = piece.span
        for name in ("fail_reason", "content", "error_message"):
            if name in values:
                values[name] = _masked(str(values[name]))
        if piece.kind == "task_row":
            self.store.record(place.source, place.start, values)
            return
        if values.get("log_type") not in ("consume", "refund"):
            return
        known = (values.get(name) for name in ("quota", "model", "user_id", "channel_id", "request_id", "task_id"))
        quota, model, user, channel, request, task = known
        expected = self.prices.expect(values)
        self.store.book(
            Booked(
                place.source, place.start, values.get("occurred_at"), values["log_type"] == "refund", quota, model,
                user, channel, request, task, None if expected is None else min(expected.quota, MOST_STORED),
                json.dumps(values), None if piece.body is None else _number(piece.body.data.get("id")),
            )
        )  # fmt: skip

    def settle(self) -> None:
        """Link what was taken, sum it, and put the accounts with a flag or a known cause aside."""
        self.repeated = link_rows(self.store, distinct=self.coverage.distinct)
        self.accounts, thousands, units = self.store.one(_ALONE)
        charged = thousands * 1000 + units
        self.totals["charged"] = self.totals["net"] = charged
        kept: list[tuple[int | None, str, str]] = []
        for entries, tasks in self.store.groups():
            for account in self._accounts(entries, tasks):
                self.accounts += 1
                for name in self.totals:
                    self.totals[name] += getattr(account, name)
                self.flags.update(account.flags)
                if account.flags or account.known_cause or account.unreadable:
                    begin = account.entries[0].at if account.entries else None
                    name = account.request_id or account.task_id or ""
                    kept.append((begin, name, json.dumps(_told(account), ensure_ascii=False)))
            if len(kept) >= 5_000:
                self.store.base.executemany("INSERT INTO flagged VALUES (?, ?, ?)", kept)
                kept.clear()
        self.store.base.executemany("INSERT INTO flagged VALUES (?, ?, ?)", kept)

    def flagged(self, limit: int, offset: int = 0) -> Iterator[dict[str, Any]]:
        """Yield the accounts with a flag or a known cause by their time, in the shape of the public contract.

        No secret is in them: an id that looks like one is masked.
        """
        query = "SELECT account FROM flagged ORDER BY begin IS NULL, begin, name LIMIT ? OFFSET ?"
        for (account,) in self.store.many(query, (limit, offset)):
            told = json.loads(account)
            for name in ("task_id", "request_id"):
                told[name] = None if told[name] is None else _masked(told[name])
            yield told

    @property
    def flagged_count(self) -> int:
        """How many accounts have a flag or a known cause."""
        count: int = self.store.one("SELECT count(*) FROM flagged")[0]
        return count

    def _accounts(self, entries: list[StoredRow], tasks: list[StoredRow]) -> list[Account]:
        accounts = build_ledger(entries, tasks, prices=_Stored())
        return self._judged(entries, tasks) if _needs_judging(accounts, tasks) else accounts

    def _judged(self, entries: list[StoredRow], tasks: list[StoredRow]) -> list[Account]:
        """Return the accounts of one group, judged like a ticket that holds nothing else."""
        from supportdesk.judging.engine import judge

        pieces = [self.coverage.piece(recorded=bool(tasks))]
        pieces += [_piece("log_row", row) for row in entries] + [_piece("task_row", row) for row in tasks]
        tables = relate(Evidence([], pieces, []), self.knowledge.facts)
        for row in (*tables.calls, *tables.tasks, *tables.entries):
            self.lookups.fill(row)
        self.lookups.fill_ticket(tables.ticket)
        if self.bound is not None:
            self.bound(tables)
        findings = judge(tables, self.knowledge)
        accounts = build_ledger(tables.entries, tables.tasks, prices=self.prices)
        add_known_causes(accounts, findings.judged, self.knowledge)
        return accounts


def _needs_judging(accounts: list[Account], tasks: list[StoredRow]) -> bool:
    """Whether coverage or a known cause may change what the rows say alone."""
    if len({row.values.get("task_id") for row in tasks}) < len(tasks):
        return True  # two records of one task
    if any(account.net < 0 < account.charged or (account.failed and account.net > 0) for account in accounts):
        return True
    stands = not accounts or any(account.net > 0 or not account.charges for account in accounts)
    return stands and any(
        row.values.get("task_status") in FAILED or row.values.get("task_status") not in ENDED for row in tasks
    )


def _piece(kind: Any, row: StoredRow) -> Piece:
    place = row.spans["quota"][0]
    readings = [Reading(name, value, place) for name, value in row.values.items() if name != "expected_quota"]
    return Piece(kind, "record", place, readings)


def _told(account: Account) -> dict[str, Any]:
    """Return the account with its places as file and line."""
    told = account.to_dict()
    for entry in told["entries"]:
        place = entry["span"]
        entry["span"] = None if place is None else {"source": place.source, "line": place.start}
    return told
