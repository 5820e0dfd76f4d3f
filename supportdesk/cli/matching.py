"""`supportdesk ledger --match`: the rows of a screenshot, or of its text, found among the rows of an export."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from supportdesk.i18n import _, mark

if TYPE_CHECKING:
    from supportdesk.money.matching import Candidate, Match
    from supportdesk.money.price_list import PriceList
    from supportdesk.relating.tables import Tables

VERDICTS = {
    "certain": mark("this row, by a whole id"),
    "likely": mark("most likely this row"),
    "ambiguous": mark("ambiguous: other rows fit as well, something differs, or the clock is not known"),
    "none": mark("no row fits"),
}
FIELDS = {
    "id": mark("id"), "id_like": mark("id, but for signs that look alike"), "masked_id": mark("masked id"),
    "time": mark("time"), "amount": mark("amount"), "tokens": mark("tokens"), "model": mark("model"),
    "log_type": mark("type"), "use_time_s": mark("duration"),
}  # fmt: skip


def print_matches(file: str, tables: Tables, prices: PriceList, hours: float | None, *, as_json: bool) -> None:
    """Read the screenshot, or its text, in `file`, masked at the door, and print what its rows may be.

    `hours` are those from UTC of its clock, None where they are not known.
    """
    from supportdesk.cli.ticket import read_sources
    from supportdesk.diagnosing import admit
    from supportdesk.money.amount import decimal
    from supportdesk.money.matching import match_dict, match_rows
    from supportdesk.reading.shown import read_shown

    shown = [row for source in admit(read_sources((file,)))[0] for row in read_shown(source.text)]
    offset = None if hours is None else round(hours * 60)
    rate = None if prices.cny_per_usd is None else decimal(prices.cny_per_usd)
    found = match_rows(shown, tables.entries, tables.tasks, offset=offset, per_usd=prices.per_usd, cny_per_usd=rate)
    if as_json:
        data = {"matches": [match_dict(match) for match in found]}
        click.echo(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
        return
    if not found:
        click.echo(_("Nothing to match was found in {name}.").format(name=file), err=True)
    for match in found:
        _print(match)


def _print(match: Match) -> None:
    from supportdesk.cli.listing import columns
    from supportdesk.render.width import cut
    from supportdesk.visible import visible_line

    line = visible_line(" ".join(match.shown.text.split()))
    room = columns()
    click.echo(line if room is None else cut(line, room))
    click.echo("  " + _(VERDICTS[match.verdict]))
    for candidate in match.candidates:
        click.echo("  " + _named(candidate))
        for title, fields in ((_("agrees"), candidate.agrees), (_("differs"), candidate.differs)):
            if fields:
                told = "; ".join(f"{_(FIELDS[field.name])} {_pair(field.shown, field.row)}" for field in fields)
                click.echo(f"    {title}: {visible_line(told)}")
    click.echo("")


def _pair(shown: str, row: str) -> str:
    return shown if shown == row else f"{shown} = {row}" if shown and row else shown or row


def _named(candidate: Candidate) -> str:
    """Return the line of one row: its place in the export, ids, model, quota, time and the clock that is shown."""
    from datetime import UTC, datetime

    from supportdesk.render.moment import local_and_utc
    from supportdesk.visible import visible_line

    values = candidate.row.values
    place = _("log row {number}") if candidate.table == "entry" else _("task record {number}")
    parts = [place.format(number=candidate.number + 1)]
    parts += [str(values[name]) for name in ("task_id", "request_id", "model") if values.get(name)]
    if values.get("quota") is not None:
        parts.append(f"{values['quota']} {_('quota')}")
    at = values.get("occurred_at") or values.get("submitted_at")
    if isinstance(at, int):
        parts.append(local_and_utc(datetime.fromtimestamp(at, UTC).isoformat(), None))
    if candidate.offset is not None:
        hours, minutes = divmod(abs(candidate.offset), 60)
        sign = "-" if candidate.offset < 0 else "+"
        parts.append(_("shown at UTC{offset}").format(offset=f"{sign}{hours:02}:{minutes:02}"))
    return visible_line(" · ".join(parts))
