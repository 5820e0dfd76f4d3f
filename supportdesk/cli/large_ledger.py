"""`supportdesk ledger` of exports that are too large for a ticket: sums, counts, and the accounts with a flag."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from supportdesk.cli.ticket import read_sources
from supportdesk.i18n import _

if TYPE_CHECKING:
    from supportdesk.advising.large_ledger import LargeLedger
    from supportdesk.eras import Era
    from supportdesk.money.price_list import PriceList
    from supportdesk.reading.evidence import Evidence
    from supportdesk.relating.tables import Tables

LARGE = 1_000_000
"""Bytes of one file from which on an export is streamed; a ticket's sources are read to twice as many characters."""

Print = Callable[[dict[str, Any]], None]
"""Prints one account in the shape of the public contract."""


def is_large(files: tuple[str, ...]) -> bool:
    """Whether one of the files is a large export that can be streamed."""
    large = (name for name in files if name != "-" and os.path.isfile(name) and os.path.getsize(name) > LARGE)
    return any(_opened(name) is not None for name in large)


def print_large(
    files: tuple[str, ...], *, as_json: bool, limit: int, offset: int, show: Print, era: Era | None = None
) -> None:
    """Print the ledger of large exports; `show` prints one account of those with a flag.

    `era` is the gateway's release as somebody names it.
    """
    from supportdesk.advising.large_ledger import LargeLedger
    from supportdesk.diagnosing import admit
    from supportdesk.eras import add_bounds, give_era
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.lookups import Lookups
    from supportdesk.money.price_list import price_list_of
    from supportdesk.reading.paste import read_ticket
    from supportdesk.settings import load_settings

    exports = {number: _opened(name) for number, name in enumerate(files)}
    small = tuple(name for number, name in enumerate(files) if exports[number] is None)
    evidence = read_ticket(admit(read_sources(small))[0]) if small else None
    pieces = evidence.pieces if evidence is not None else []
    prices = price_list_of(pieces)
    settings, knowledge = load_settings(), load_knowledge()
    lookups = Lookups(knowledge, settings.default_gateway, settings.hosts)

    def _bound(tables: Tables) -> None:
        add_bounds(tables, knowledge)
        if era is not None:
            give_era(tables, era)

    with LargeLedger(prices, knowledge, lookups, _bound) as ledger:
        ledger.take_pieces(pieces)
        unread = _unread_of(evidence, files, exports)
        unread_count = len(unread)
        for number, export in exports.items():
            if export is None:
                continue
            ledger.take(export, number)
            unread += [{"span": {"source": number, "line": line}, "reason": why} for line, why in export.faults.kept]
            unread_count += max(export.faults.count, len(export.faults.kept))
        ledger.settle()
        if as_json:
            _print_json(ledger, prices, unread, unread_count, limit, offset)
        else:
            _print_text(ledger, prices, limit, offset, show)
        _name_unread(files, unread, unread_count)


def _opened(name: str) -> Any:
    from supportdesk.reading.large_files import open_rows

    if name == "-" or not os.path.isfile(name):
        return None
    try:
        return open_rows(name)
    except OSError:
        return None  # read_sources says why


def _unread_of(evidence: Evidence | None, files: tuple[str, ...], exports: dict[int, Any]) -> list[dict[str, Any]]:
    """Return what was not read of the small files, by their numbers among all."""
    if evidence is None:
        return []
    numbers = {name: number for number, name in enumerate(files) if exports[number] is None}
    found = []
    for one in evidence.not_read:
        source = evidence.sources[one.span.source]
        number = next((at for name, at in numbers.items() if source.name.startswith(name)), 0)
        place = {"source": number, "line": source.position(one.span.start)[0]}
        found.append({"span": place, "reason": one.reason})
    return found


def _print_json(
    ledger: LargeLedger, prices: PriceList, unread: list[dict[str, Any]], count: int, limit: int, offset: int
) -> None:
    data = {
        "ledger": list(ledger.flagged(limit, offset)),
        **{f"{name}_quota": quota for name, quota in ledger.totals.items()},
        "quota_per_usd": prices.per_usd,
        "contradictory": sorted(prices.contradictory),
        "not_read": unread,
        "not_read_count": count,
        "rows": ledger.rows,
        "repeated": ledger.repeated,
        "accounts": ledger.accounts,
        "flagged": ledger.flagged_count,
        "flags": dict(sorted(ledger.flags.items())),
    }
    click.echo(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _print_text(ledger: LargeLedger, prices: PriceList, limit: int, offset: int, show: Print) -> None:
    from supportdesk.cli.ledger import print_sums
    from supportdesk.render.money_notes import FLAGS

    for account in ledger.flagged(limit, offset):
        show(account)
    more = ledger.flagged_count - offset - limit
    if more > 0:
        told = _("{count} more with a flag: --offset {next} shows the next ones, --limit how many.")
        click.echo(told.format(count=more, next=offset + limit))
    told = _("{rows} rows, {accounts} pieces of work, {flagged} with a flag")
    click.echo(told.format(rows=ledger.rows, accounts=ledger.accounts, flagged=ledger.flagged_count))
    if ledger.repeated:
        told = _("{count} rows stand here more than once and are counted once.")
        click.echo(told.format(count=ledger.repeated))
    for flag, count in ledger.flags.most_common():
        click.echo(f"  {count}  {_(FLAGS[flag])}")
    print_sums(ledger.totals, prices)


def _name_unread(files: tuple[str, ...], unread: list[dict[str, Any]], count: int) -> None:
    """Say on stderr which lines no row was read from."""
    from supportdesk.cli.ledger import UNREAD_SHOWN
    from supportdesk.visible import visible_line

    if not count:
        return
    click.echo(_("Not read: {count} places").format(count=count), err=True)
    for item in unread[:UNREAD_SHOWN]:
        place = item["span"]
        line = _("line {line}: {reason}").format(line=place["line"], reason=_(item["reason"]))
        name = visible_line(files[place["source"]]) + ", " if len(files) > 1 else ""
        click.echo(f"  {name}{line}", err=True)
