"""Many cases on a terminal: what is similar and why, outages, statistics with bars of signs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from supportdesk.casebook.telling import status_name
from supportdesk.i18n import _, mark, ngettext
from supportdesk.render.case_text import list_text
from supportdesk.render.moment import local_short
from supportdesk.render.width import cut, width
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from supportdesk.casebook.answers import Cluster, Counts, Similar, Statistics

REASONS = {
    "error": mark("same error"),
    "endpoint": mark("same endpoint"),
    "model_family": mark("same model family"),
    "layer": mark("same layer"),
}
"""Message ids of the parts of a fingerprint that agree."""

BAR = 24
"""Longest bar, in signs."""


def reasons_text(reasons: Sequence[str]) -> str:
    """Return what two cases have in common, in the language in use."""
    return _(", ").join(_(REASONS[name]) for name in reasons)


def similar_text(found: Sequence[Similar], zone: tzinfo | None, columns: int) -> str:
    """Return two lines a case: its own, and what it has in common."""
    lines = list_text([one.row for one in found], zone, columns).splitlines()
    told = (cut(f"    {reasons_text(one.reasons)}", columns) for one in found)
    return "".join(f"{line}\n{reasons}\n" for line, reasons in zip(lines, told, strict=True))


def cluster_line(cluster: Cluster, zone: tzinfo | None) -> str:
    """Return '9 cases, gateway toapis, since 11-22 14:02: overloaded' of an outage."""
    head = ngettext("{count} case", "{count} cases", cluster.count).format(count=cluster.count)
    label = cluster.label
    where = [name for name in (cluster.gateway, label.layer, label.endpoint, label.model_family) if name]
    since = _("since {at}").format(at=local_short(cluster.since, zone))
    return visible_line(_(", ").join([head, *where, since]) + f": {label.error or '–'}")


def clusters_text(found: Sequence[Cluster], zone: tzinfo | None) -> str:
    """Return two lines a cluster: what it is, and its newest cases."""
    lines = []
    for cluster in found:
        numbers = " ".join(f"#{number}" for number in cluster.numbers[:20])
        more = " …" if cluster.count > 20 else ""
        lines += [cluster_line(cluster, zone), f"    {numbers}{more}"]
    return "".join(f"{line}\n" for line in lines)


def statistics_text(counted: Statistics, columns: int) -> str:
    """Return the statistics as lists with bars, and a table of the weeks."""
    statuses = [(status_name(name), count) for name, count in counted.statuses]
    parts = [
        (_("Status"), statuses), (_("Cause"), counted.causes), (_("Model"), counted.models),
        (_("Gateway"), counted.gateways),
    ]  # fmt: skip
    lines: list[str] = []
    for title, counts in parts:
        if counts:
            lines += [title, *_bars(counts, columns), ""]
    if counted.weeks:
        names = [_("Week"), _("Cases"), _("Charged quota"), _("Quota to give back")]
        rows = [[week.week, *(f"{value:,}" for value in week[1:])] for week in counted.weeks]
        widths = [max(width(line[at]) for line in (names, *rows)) for at in range(4)]
        for line in (names, *rows):
            cells = (" " * (widths[at] - width(cell)) + cell for at, cell in enumerate(line))
            lines.append("  " + "  ".join(cells))
    return "".join(f"{line}\n" for line in lines) or _("No case found.") + "\n"


def _bars(counts: Counts, columns: int) -> list[str]:
    most = max(count for _name, count in counts)
    room = max(8, columns - BAR - 17)
    names = [cut(visible_line(name), room) for name, _count in counts]
    widest = max(map(width, names))
    lines = []
    for name, (_name, count) in zip(names, counts, strict=True):
        bar = "█" * max(1, round(BAR * count / most))
        lines.append(f"  {name}{' ' * (widest - width(name))}  {count:>11,}  {bar}")
    return lines
