"""Which row of an export a screenshot shows: candidates in order, each with what agrees and what differs.

The clock of a screenshot is the viewer's, whole or half hours from UTC; its amounts are rounded, its ids may be masked,
and what was read by a machine takes 0 for O. So no field decides alone but a whole id, and where two rows agree in the
same fields it is said that they do.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from supportdesk.money.amount import QUOTA_PER_USD, Amount
from supportdesk.named import NamedTuple
from supportdesk.reading.shown import DAY, Moment, Shown
from supportdesk.relating.tables import Row

MOST_CANDIDATES = 5
"""Candidates that are given for one row of a screenshot."""

LEAST_OFFSET, MOST_OFFSET, STEP = -12 * 60, 14 * 60, 30
"""Zones that a clock may show, in minutes from UTC."""

SLACK_S = 2
"""Seconds that a shown time may differ by."""

ID_NAMES = ("task_id", "request_id", "upstream_request_id")
TIME_NAMES = ("occurred_at", "submitted_at", "started_at", "finished_at")
WEIGHTS = {
    "id": 100, "id_like": 60, "masked_id": 40, "time": 12, "amount": 10, "tokens": 8, "model": 6, "log_type": 3,
    "use_time_s": 2,
}  # fmt: skip
"""What a field that agrees counts; one that differs takes twice as much away."""

MOST_BY_CHANCE = 0.02
"""Rows that may fit by chance where the screenshot's clock is not known, for one row to be the likely one."""

CERTAIN, LIKELY, AMBIGUOUS, NONE = "certain", "likely", "ambiguous", "none"

_CONFUSED = str.maketrans("OoIl|", "00111")


class Field(NamedTuple):
    """One field that agrees or differs: its name, what is shown, and what the row has (both as text)."""

    name: str
    shown: str
    row: str


class Candidate(NamedTuple):
    """One row: `table` ('entry' or 'task') and `number` in it, from 0, its `score`, what `agrees` and what `differs`.

    `offset` are the minutes from UTC of the clock that the screenshot shows if it is this row, None where no time does.
    """

    table: str
    number: int
    row: Row
    score: int
    agrees: tuple[Field, ...]
    differs: tuple[Field, ...]
    offset: int | None


class Match(NamedTuple):
    """What one row of a screenshot may be.

    `verdict` is 'certain' (a whole id of the row is shown and nothing differs), 'likely' (one row agrees best, in two
    kinds of fields or more, and differs in none), 'ambiguous' (several agree as well, or would by another clock where
    the screenshot's is not known) or 'none'.
    """

    shown: Shown
    verdict: str
    candidates: tuple[Candidate, ...]


def match_rows(
    shown: Sequence[Shown],
    entries: Sequence[Row],
    tasks: Sequence[Row] = (),
    *,
    offset: int | None = None,
    per_usd: int = QUOTA_PER_USD,
    cny_per_usd: Decimal | None = None,
) -> list[Match]:
    """Return a match for each row of a screenshot, in its order.

    `offset` are the minutes from UTC of the screenshot's clock where they are known. Otherwise all of its rows are
    taken to show one clock: the one by which most of them find a row.
    """
    rows = [("entry", at, row) for at, row in enumerate(entries)] + [("task", at, row) for at, row in enumerate(tasks)]
    index = _Index(rows)
    scale = _Scale(per_usd, cny_per_usd)
    if offset is None:
        offset = _common_offset([_compared(one, index, None, scale) for one in shown])
    return [_judged(one, _compared(one, index, offset, scale), offset is not None, len(rows)) for one in shown]


class _Scale(NamedTuple):
    per_usd: int
    cny_per_usd: Decimal | None


class _Index:
    """The rows by second of the half hour, by quota and by the model's name: most rows are never compared."""

    def __init__(self, rows: Sequence[tuple[str, int, Row]]) -> None:
        self.rows = rows
        self.by_second: dict[int, list[int]] = {}
        self.by_quota: list[tuple[int, int]] = []
        self.by_id: dict[str, list[int]] = {}
        for number, (_table, _index, row) in enumerate(rows):
            for second in {at % (STEP * 60) for at in _times(row).values()}:
                self.by_second.setdefault(second, []).append(number)
            quota = row.values.get("quota")
            if isinstance(quota, int) and not isinstance(quota, bool):
                self.by_quota.append((quota, number))
            for value in _ids(row):
                self.by_id.setdefault(value.translate(_CONFUSED), []).append(number)

        self.by_quota.sort()

    def near(self, shown: Shown, scale: _Scale) -> list[tuple[str, int, Row]]:
        """Return the rows that may be shown: those of its ids, times and amounts; all where none has any of them."""
        found: set[int] = set()
        for value in shown.ids:
            found.update(self.by_id.get(value.translate(_CONFUSED), ()))
        for moment in shown.moments:
            slack = SLACK_S if moment.exact else 60
            for second in range(moment.at - slack, moment.at + slack + 1):
                found.update(self.by_second.get(second % (STEP * 60), ()))
        for amount in shown.amounts:
            least, most = _quotas(amount, scale)
            begin = bisect_left(self.by_quota, (least, -1))
            found.update(number for _quota, number in self.by_quota[begin : bisect_left(self.by_quota, (most + 1, -1))])
        return [self.rows[number] for number in sorted(found)] if found else list(self.rows)


def _compared(shown: Shown, index: _Index, offset: int | None, scale: _Scale) -> list[Candidate]:
    found = [_candidate(shown, *row, offset, scale) for row in index.near(shown, scale)]
    found = [one for one in found if one.agrees]
    return sorted(found, key=lambda one: (-one.score, one.table, one.number))


def _candidate(shown: Shown, table: str, index: int, row: Row, offset: int | None, scale: _Scale) -> Candidate:
    agrees: list[Field] = []
    differs: list[Field] = []
    clock = _compare_times(shown, row, offset, agrees, differs)
    _compare_ids(shown, row, agrees, differs)
    _compare_amounts(shown, row, scale, agrees, differs)
    _compare_words(shown, row, agrees, differs)
    score = sum(WEIGHTS[field.name] for field in agrees) - 2 * sum(WEIGHTS[field.name] for field in differs)
    return Candidate(table, index, row, score, tuple(agrees), tuple(differs), clock)


def _compare_times(shown: Shown, row: Row, offset: int | None, agrees: list[Field], differs: list[Field]) -> int | None:
    """Compare the times; return the clock's minutes from UTC where one agrees."""
    times = _times(row)
    if not shown.moments or not times:
        return None
    fitting: list[tuple[int, int, Moment, int]] = []
    for moment in shown.moments:
        for at in times.values():
            minutes = _clock(moment, at)
            if minutes is not None and (offset is None or minutes == offset):
                fitting.append((abs(minutes - 480), minutes, moment, at))  # most of the field's clocks show +8
    if not fitting:
        differs.append(Field("time", shown.moments[0].text, str(next(iter(times.values())))))
        return None
    _far, minutes, moment, at = min(fitting, key=lambda one: one[:2])
    agrees.append(Field("time", moment.text, str(at)))
    return minutes


def _clock(moment: Moment, at: int) -> int | None:
    """Return the minutes from UTC of a clock that shows `moment` at `at`, None where no zone's does."""
    slack = SLACK_S if moment.exact else 60
    apart = moment.at - at
    if not moment.year:
        # only the day of the year or the second of the day is shown: the nearest one counts
        apart = _within(moment.at, at, dated=moment.dated)
    minutes = round(apart / (STEP * 60)) * STEP
    left = apart - minutes * 60
    if not (-slack <= left <= SLACK_S if moment.exact else -slack < left <= 0):
        return None
    if moment.offset is not None:
        return minutes if minutes == moment.offset else None
    return minutes if LEAST_OFFSET <= minutes <= MOST_OFFSET else None


def _within(shown: int, at: int, *, dated: bool) -> int:
    """Return how far a shown time without its year, or without its day, is from `at` at least."""
    if not dated:
        apart = (shown - at) % DAY
        return apart if apart <= MOST_OFFSET * 60 + 60 else apart - DAY
    from datetime import UTC, datetime

    there = datetime.fromtimestamp(shown, UTC)
    years = {datetime.fromtimestamp(at + days * DAY, UTC).year for days in (-2, 0, 2)}
    found: list[int] = []
    for year in years:
        try:
            found.append(int(there.replace(year=year).timestamp()) - at)
        except ValueError:
            continue
    return min(found, key=abs, default=shown - at)


def _compare_ids(shown: Shown, row: Row, agrees: list[Field], differs: list[Field]) -> None:
    for name in ID_NAMES:
        value = row.values.get(name)
        if not isinstance(value, str) or not value:
            continue
        like = value.translate(_CONFUSED)
        cut = next((one for one in shown.cut if _is_cut_of(one, value)), None)
        if value in shown.ids:
            agrees.append(Field("id", value, value))
        elif any(one.translate(_CONFUSED) == like for one in shown.ids):
            agrees.append(Field("id_like", next(one for one in shown.ids if one.translate(_CONFUSED) == like), value))
        elif cut is not None:
            agrees.append(Field("masked_id", "…".join(cut), value))
        else:
            other = next((one for one in shown.ids if _is_kind_of(one, value)), None)
            masked = next(
                ("…".join(one) for one in shown.cut if len(one[0]) > 4 and one[0][:5] == value[:5] == "task_"), None
            )
            if other or masked:
                differs.append(Field("id" if other else "masked_id", other or masked or "", value))


def _is_cut_of(cut: tuple[str, str], value: str) -> bool:
    begin, end = cut
    if len(begin) + len(end) >= len(value):
        return False
    begins = value.startswith(begin) or value.removeprefix("task_").startswith(begin)
    return begins and value.endswith(end) and len(begin.removeprefix("task_")) + len(end) >= 4


def _is_kind_of(one: str, value: str) -> bool:
    """Whether an id that is shown is of the kind of a row's: then one of them is not this row's."""
    if value.startswith("task_"):
        return one.startswith("task_")
    return len(one) == len(value) and one[:2].isdigit() and value[:2].isdigit()


def _compare_amounts(shown: Shown, row: Row, scale: _Scale, agrees: list[Field], differs: list[Field]) -> None:
    quota = row.values.get("quota")
    if not isinstance(quota, int) or isinstance(quota, bool):
        return
    told = [one for one in shown.amounts if _unit(one, scale) is not None]
    fits = next((one for one in told if _rounds_to(quota, one, scale)), None)
    if fits is not None:
        agrees.append(Field("amount", f"{fits.number:f} {fits.unit}", str(quota)))
    elif quota and quota in shown.numbers:
        agrees.append(Field("amount", str(quota), str(quota)))
    elif told:
        differs.append(Field("amount", f"{told[0].number:f} {told[0].unit}", str(quota)))


def _unit(amount: Amount, scale: _Scale) -> Decimal | None:
    """Return the quota of one unit of a shown amount, None for yuan without a rate."""
    if amount.unit == "quota":
        return Decimal(1)
    if amount.unit == "usd":
        return Decimal(scale.per_usd)
    return Decimal(scale.per_usd) / scale.cny_per_usd if scale.cny_per_usd else None


def _rounds_to(quota: int, amount: Amount, scale: _Scale) -> bool:
    """Whether an amount is shown as that, rounded either way or cut."""
    least, most = _quotas(amount, scale)
    return least <= quota <= most


def _quotas(amount: Amount, scale: _Scale) -> tuple[int, int]:
    """Return the least and the most quota that are shown as an amount: less than one of its last digit apart."""
    unit = _unit(amount, scale)
    if unit is None:
        return 1, 0
    exponent = amount.number.as_tuple().exponent
    last = max(unit.scaleb(min(exponent, 0) if isinstance(exponent, int) else 0), Decimal(1))
    shown = abs(amount.number) * unit
    if last == 1:
        return int(shown.to_integral_value(ROUND_FLOOR)), int(shown.to_integral_value(ROUND_CEILING))
    least = int((shown - last).to_integral_value(ROUND_FLOOR)) + 1
    return least, int((shown + last).to_integral_value(ROUND_CEILING)) - 1


def _compare_words(shown: Shown, row: Row, agrees: list[Field], differs: list[Field]) -> None:
    values, low = row.values, shown.text.lower()
    model = values.get("model")
    if isinstance(model, str) and model and model.lower() in low:
        agrees.append(Field("model", model, model))
    tokens = [values.get(name) for name in ("prompt_tokens", "completion_tokens")]
    counted = [one for one in tokens if isinstance(one, int) and one > 1]
    if counted and len(shown.numbers) > 1:
        fits = [one in shown.numbers for one in counted]
        if any(fits):  # a screenshot without these columns says nothing of them
            field = Field("tokens", " ".join(map(str, shown.numbers[:6])), " ".join(map(str, counted)))
            (agrees if all(fits) else differs).append(field)
    use_time = values.get("use_time_s")
    if isinstance(use_time, int) and use_time and any(f"{use_time}{unit}" in low for unit in ("s", " s", "秒", " 秒")):
        agrees.append(Field("use_time_s", str(use_time), str(use_time)))
    kind = values.get("log_type")
    if len(shown.types) == 1 and isinstance(kind, str):
        (told,) = shown.types
        (agrees if told == kind else differs).append(Field("log_type", told, kind))


def _common_offset(found: Sequence[Sequence[Candidate]]) -> int | None:
    """Return the clock by which most rows of a screenshot find their row; None for a single one, or for a tie."""
    if len(found) < 2:
        return None
    votes: Counter[int] = Counter()
    for candidates in found:
        votes.update({one.offset for one in candidates if one.offset is not None and len(one.agrees) > 1})
    best = votes.most_common(2)
    if not best or best[0][1] < 2 or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][0]


def _judged(shown: Shown, found: Sequence[Candidate], is_clock_known: bool, rows: int) -> Match:
    if not found:
        return Match(shown, NONE, ())
    best = found[0]
    names = {field.name for field in best.agrees}
    if best.score <= 0:
        return Match(shown, NONE, tuple(found[:MOST_CANDIDATES]))
    tied = [one for one in found if one.score == best.score]
    if "id" in names and not best.differs and len(tied) == 1:
        verdict = CERTAIN
    elif len(tied) > 1:
        verdict = AMBIGUOUS
    elif len(names - {"log_type", "use_time_s"}) < 2 and not names & {"id", "id_like", "masked_id"}:
        verdict = NONE if len(found) > 1 else AMBIGUOUS
    else:
        by_chance = not is_clock_known and _by_chance(shown, found, rows) > MOST_BY_CHANCE
        verdict = AMBIGUOUS if best.differs or by_chance else LIKELY
    return Match(shown, verdict, tuple(found[:MOST_CANDIDATES]))


def _by_chance(shown: Shown, found: Sequence[Candidate], rows: int) -> float:
    """Return how many rows some clock would fit by chance: those that agree in all but the time, by half hours."""
    best = found[0]
    names = {field.name for field in best.agrees}
    moment = next((one for one in shown.moments if any(field.shown == one.text for field in best.agrees)), None)
    if moment is None or moment.offset is not None or names & {"id", "id_like", "masked_id"}:
        return 0.0
    rest = names - {"time"}
    alike = sum(rest <= {field.name for field in one.agrees} for one in found) if "amount" in rest else rows
    return (alike - 1) * (2 * SLACK_S + 1 if moment.exact else 61) / (STEP * 60)


def _times(row: Row) -> Mapping[str, int]:
    values = ((name, row.values.get(name)) for name in TIME_NAMES)
    return {name: at for name, at in values if isinstance(at, int) and not isinstance(at, bool) and at > 0}


def _ids(row: Row) -> list[str]:
    return [value for value in (row.values.get(name) for name in ID_NAMES) if isinstance(value, str) and value]


def match_dict(match: Match) -> dict[str, Any]:
    """Return a match as plain data: the text that is shown, the verdict, and each candidate's fields."""
    return {
        "shown": match.shown.text,
        "verdict": match.verdict,
        "candidates": [
            {
                "table": one.table, "number": one.number, "score": one.score, "utc_offset_minutes": one.offset,
                "task_id": one.row.values.get("task_id"), "request_id": one.row.values.get("request_id"),
                "model": one.row.values.get("model"), "quota": one.row.values.get("quota"),
                "at": next(iter(_times(one.row).values()), None),
                "agrees": [field._asdict() for field in one.agrees],
                "differs": [field._asdict() for field in one.differs],
            }
            for one in match.candidates
        ],
    }  # fmt: skip
