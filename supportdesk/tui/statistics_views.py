"""What the statistics screen shows, one view at a time: bars to draw and the same numbers as a plain table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from supportdesk.casebook.telling import status_name
from supportdesk.i18n import _, mark
from supportdesk.named import NamedTuple
from supportdesk.render.width import cut, width
from supportdesk.visible import visible_line

if TYPE_CHECKING:
    from supportdesk.casebook.statistics import Statistics

SIGNS = ("█", "░")
"""The sign that each series is drawn with, which differ without a colour."""

Bars = list[tuple[str, tuple[int, ...]]]
"""(name, a value for each series)."""


class View(NamedTuple):
    """One view: its id, its label, the series' names, the bars, and whether they stand in time order."""

    name: str
    label: str
    series: tuple[str, ...]
    bars: Callable[[Statistics], Bars]
    is_time: bool = False


def _counts(field: str) -> Callable[[Statistics], Bars]:
    return lambda found: [(name, (count,)) for name, count in getattr(found, field)]


VIEWS = (
    View("causes", mark("Causes"), (mark("cases"),), _counts("causes")),
    View("models", mark("Models"), (mark("cases"),), _counts("models")),
    View("gateways", mark("Gateways"), (mark("cases"),), _counts("gateways")),
    View("statuses", mark("Status"), (mark("cases"),),
         lambda found: [(status_name(name), (count,)) for name, count in found.statuses]),
    View("weeks", mark("Weeks"), (mark("cases"),),
         lambda found: [(week.week, (week.cases,)) for week in found.weeks], True),
    View("money", mark("Money"), (mark("charged"), mark("given back")),
         lambda found: [(week.week, (week.charged, week.returned)) for week in found.weeks], True),
)  # fmt: skip
"""In the order of their keys."""


def table_lines(view: View, bars: Bars, columns: int) -> list[str]:
    """Return a heading and a line a bar, at most `columns` wide: its number, its name, its values and their share."""
    values = [[f"{value:,}" for value in one] for _name, one in bars]
    heads = [f"{sign} {_(series)}" for sign, series in zip(SIGNS, view.series, strict=False)]
    first = _("Weeks") if view.is_time else _(view.label)
    sizes = [max([width(head), *(len(row[at]) for row in values)]) for at, head in enumerate(heads)]
    total = sum(one[0] for _name, one in bars)
    shares = [] if len(heads) > 1 else [f"{100 * one[0] / total:.0f} %" if total else "" for _name, one in bars]
    room = max(6, columns - 4 - sum(size + 1 for size in sizes) - (6 if shares else 0))
    lines = [_line("#", first, heads, sizes, "", room)]
    for at, (name, _values) in enumerate(bars):
        lines.append(_line(str(at + 1), name, values[at], sizes, shares[at] if shares else "", room))
    return lines


def _line(number: str, name: str, values: list[str], sizes: list[int], share: str, room: int) -> str:
    shown = cut(visible_line(name), room)
    cells = "".join(f" {' ' * (size - width(value))}{value}" for value, size in zip(values, sizes, strict=True))
    return f"{number:>3} {shown}{' ' * (room - width(shown))}{cells} {share:>5}".rstrip()
