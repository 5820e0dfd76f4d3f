"""Bars by plotext: named by the numbers of the table beside them, so that neither width nor signs of a name matter."""

from __future__ import annotations

from collections.abc import Sequence

from textual_plotext import PlotextPlot

from supportdesk.tui.statistics_views import SIGNS

MOST_BARS = 12
"""Bars that are drawn, if there is room for so many; the table has all."""

ROWS_A_BAR = 2
CELLS_A_BAR = 6


class BarPlot(PlotextPlot):
    """Draws bars: counts from left to right, most first; times upright, oldest first."""

    _bars: Sequence[tuple[str, tuple[int, ...]]] = ()
    _series: Sequence[str] = ()
    _is_time = False

    def draw(self, bars: Sequence[tuple[str, tuple[int, ...]]], series: Sequence[str], *, is_time: bool) -> None:
        """Draw these bars: (name, a value for each of `series`); of times the newest, else the first ones."""
        self._bars, self._series, self._is_time = bars, series, is_time
        self._plot_bars()

    def on_resize(self) -> None:
        """Draw as many bars as fit now."""
        self._plot_bars()

    def _plot_bars(self) -> None:
        self.plt.clear_figure()
        if self._is_time:
            self._upright()
        else:
            self._across()
        self.refresh()

    def _across(self) -> None:
        room = max(1, min(MOST_BARS, (self.size.height - 3) // ROWS_A_BAR))
        values = [one[0] for _name, one in self._bars[:room]]
        if values:
            names = [str(number) for number in range(1, len(values) + 1)]
            self.plt.bar(names[::-1], values[::-1], orientation="horizontal", width=0.5, marker=SIGNS[0])
            self._ticks(self.plt.xticks, max(values))

    def _upright(self) -> None:
        room = max(1, min(MOST_BARS, (self.size.width - 10) // CELLS_A_BAR))
        shown = self._bars[-room:]
        if not shown:
            return
        names = [name.rpartition("-")[2] for name, _values in shown]
        for at in range(len(self._series)):
            values = [one[at] for _name, one in shown]
            places = [number + 0.4 * at for number in range(1, len(shown) + 1)]
            self.plt.bar(places, values, width=0.35, marker=SIGNS[at])
        self.plt.xticks([float(number) for number in range(1, len(shown) + 1)], names)
        self._ticks(self.plt.yticks, max(max(values) for _name, values in shown))

    def _ticks(self, write: object, most: int) -> None:
        """Write whole numbers at an axis, short ones."""
        if callable(write):
            at = sorted({0, most // 2, most})
            write(at, [short_number(value) for value in at])


def short_number(value: int) -> str:
    """Return a whole number in at most six signs: 950, 12k, 3.4M."""
    for least, sign in ((10**9, "G"), (10**6, "M"), (10**4, "k")):
        if value >= least:
            scaled = value / (10**3 if sign == "k" else least)
            return f"{scaled:.1f}{sign}" if scaled < 100 and sign != "k" else f"{scaled:.0f}{sign}"
    return str(value)
