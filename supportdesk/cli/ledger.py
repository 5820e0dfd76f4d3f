"""`supportdesk ledger`: what was charged and given back for each piece of work, from log rows and task records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from supportdesk.cli.completing import file_names
from supportdesk.cli.diagnose import RELEASE_HELP
from supportdesk.cli.listing import aligned, columns
from supportdesk.cli.ticket import read_era, read_sources
from supportdesk.i18n import _
from supportdesk.render.money_notes import FLAGS

if TYPE_CHECKING:
    from supportdesk.money.price_list import PriceList

HELP = _(
    "Print the ledger of log rows and task records in FILE: reservation, charge, settlement and refund of each task "
    "and request in time order, with the net. - is stdin."
)
MATCH_HELP = _("A screenshot, or a file with its text: say which rows of FILE it shows, what agrees and what differs.")
OFFSET_HELP = _("Hours from UTC of the screenshot's clock, such as 8 or 5.5; found out where it is left out.")
LIMIT_HELP = _("Of a large export: how many flagged ones are shown.")
UNREAD_SHOWN = 10
"""Places that were not read and are named one by one; of more the number is said."""


@click.command("ledger", help=HELP)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object on one line."))
@click.option("--gateway-version", "release", metavar="NAME", default=None, help=RELEASE_HELP)
@click.option("--match", "screenshot", metavar="TEXT", default=None, help=MATCH_HELP)
@click.option("--utc-offset", type=click.FloatRange(-12, 14), default=None, help=OFFSET_HELP)
@click.option("--limit", type=click.IntRange(0), default=50, help=LIMIT_HELP)
@click.option("--offset", type=click.IntRange(0), default=0, help=_("Of a large export: how many are passed over."))
@click.argument("files", nargs=-1, metavar="[FILE…|-]", shell_complete=file_names)
def ledger(
    files: tuple[str, ...],
    as_json: bool,
    release: str | None,
    screenshot: str | None,
    utc_offset: float | None,
    limit: int,
    offset: int,
) -> None:
    """Print one block a piece of work, and the sum of all; of a large export those with a flag.

    Or print which rows a screenshot shows.
    """
    from supportdesk.cli.large_ledger import is_large, print_large

    if screenshot is None and is_large(files):
        print_large(files, as_json=as_json, limit=limit, offset=offset, show=_print, era=read_era(release))
    else:
        _print_all(files, as_json, release, screenshot, utc_offset)


def _print_all(
    files: tuple[str, ...], as_json: bool, release: str | None, screenshot: str | None, utc_offset: float | None
) -> None:
    from supportdesk.advising.known_causes import add_known_causes
    from supportdesk.diagnosing import diagnose
    from supportdesk.judging.compile import load_knowledge
    from supportdesk.money.ledger import build_ledger
    from supportdesk.money.price_list import price_list_of

    done = diagnose(read_sources(files), era=read_era(release))
    prices = price_list_of(done.tables.offers)
    if screenshot is not None:
        from supportdesk.cli.matching import print_matches

        print_matches(screenshot, done.tables, prices, utc_offset, as_json=as_json)
        return
    accounts = build_ledger(done.tables.entries, done.tables.tasks, prices=prices)
    add_known_causes(accounts, done.findings.judged, load_knowledge())
    found = [account.to_dict() for account in accounts]
    totals = {name: sum(getattr(account, name) for account in accounts) for name in ("charged", "refunded", "net")}
    money, unread = done.to_dict()["money"], done.to_dict()["not_read"]
    _name_unread(unread, [source.name for source in done.sources])
    if as_json:
        for told in found:
            for entry in told["entries"]:
                place = entry["span"]
                entry["span"] = None if place is None else done.sources[place.source].place(place)
        data = {"ledger": found, **{f"{name}_quota": quota for name, quota in totals.items()}}
        data |= {"quota_per_usd": prices.per_usd, "contradictory": sorted(prices.contradictory), "not_read": unread}
        data |= {name: money.get(name) for name in ("era", "by_era", "unlinked")}
        click.echo(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
        return
    if not accounts:
        click.echo(_("No charge and no refund was found."), err=True)
        return
    for told in found:
        _print(told)
    print_sums(totals, prices)
    from supportdesk.render.money_context import era_lines, loose_lines

    for line in (*era_lines(money), *loose_lines(money)):
        click.echo(line)


def print_sums(totals: dict[str, int], prices: PriceList) -> None:
    """Print the sums of all accounts, the net also in USD and as the gateway's console shows amounts."""
    from supportdesk.money.amount import usd_text
    from supportdesk.visible import visible_line

    sums = _("Charged {charged}, refunded {refunded}, net {net} quota ({usd} USD)")
    click.echo(sums.format(**totals, usd=usd_text(totals["net"], prices.per_usd)))
    if prices.display is not None and prices.display.kind != "USD" and prices.shown(totals["net"]):
        shown = _("The console shows the net as {amount}.")
        click.echo(shown.format(amount=visible_line(prices.shown(totals["net"]))))
    for name in sorted(prices.contradictory):
        click.echo(_("Two answers state another {name}: it is not used.").format(name=visible_line(name)), err=True)


def _name_unread(unread: list[dict[str, Any]], names: list[str]) -> None:
    """Say on stderr which places no row was read from: a sum without them is not the whole."""
    if not unread:
        return
    from supportdesk.visible import visible_line

    click.echo(_("Not read: {count} places").format(count=len(unread)), err=True)
    for item in unread[:UNREAD_SHOWN]:
        place = item["span"]
        line = _("line {line}: {reason}").format(line=place["line"] if place else "?", reason=_(item["reason"]))
        name = visible_line(names[place["source"]]) + ", " if place and len(names) > 1 else ""
        click.echo(f"  {name}{line}", err=True)


def _print(told: dict[str, Any]) -> None:
    from datetime import UTC, datetime

    from supportdesk.render.known_causes import cause_line
    from supportdesk.render.moment import local_and_utc
    from supportdesk.render.money_context import link_line
    from supportdesk.render.packet import KINDS
    from supportdesk.visible import visible_line

    name = told["task_id"] or told["request_id"] or _("work without an id")
    click.echo(visible_line(name))
    cells = []
    for entry in told["entries"]:
        at = "" if entry["at"] is None else local_and_utc(datetime.fromtimestamp(entry["at"], UTC).isoformat(), None)
        cells.append(("  " + at, _(KINDS[entry["kind"]]), f"{entry['quota']:+d}"))
    for line in aligned([*cells, ("", _("net"), f"{told['net_quota']:d}")], columns()):
        click.echo(line)
    for flag in told["flags"]:
        click.echo("  " + _(FLAGS[flag]))
    if told.get("unreadable"):
        click.echo("  " + _("an amount of it cannot be read and is not in the sum"))
    for line in (link_line(told), cause_line(told)):
        if line:
            click.echo("  " + line)
    click.echo("")
