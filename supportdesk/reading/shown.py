"""What a screenshot of the console shows, read from its text: times, amounts, ids, numbers and words, by row.

The text may come from a person or from recognition: columns are lost, ids are masked or cut (`task_01KV…8MR`), times
have no zone and perhaps no year. Nothing here decides which row it is (`money.matching` does).
"""

from __future__ import annotations

import re

from supportdesk.named import NamedTuple
from supportdesk.patterns import lazy
from supportdesk.reading.amounts import Amount, find_amounts
from supportdesk.reading.row_values import LOG_TYPE_WORDS

TEXT_LIMIT = 40_000
"""Characters of a screenshot's text that are read."""

MOST_ROWS = 200
"""Rows of one screenshot that are told apart."""

DAY = 86_400

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = lazy(
    r"(?:(?P<year>20[0-9]{2})[-/.年](?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})日?[ T,]{0,3}"
    r"|(?P<name>[A-Z][a-z]{2})[a-z]{0,6} {1,2}(?P<day3>[0-9]{1,2}),?(?: (?P<year3>20[0-9]{2}))?,? (?:at )?"
    r"|(?P<month2>[0-9]{1,2})[-/月](?P<day2>[0-9]{1,2})日? {1,3})?"
    r"(?P<noon>[上下]午 ?)?"
    r"(?P<hour>[0-9]{1,2})[:：](?P<minute>[0-9]{2})(?:[:：](?P<second>[0-9]{2}))?(?:[.,][0-9]{1,6})?"
    r"(?P<half> ?[AaPp]\.?[Mm](?![A-Za-z]))?"
    r"(?P<zone> ?Z| ?UTC(?![+-])| ?(?:UTC|GMT)?[+-][0-9]{1,2}:?(?:[0-9]{2})?)?(?![0-9:])"
)
_UNIX = lazy(r"(?<![0-9A-Za-z.])1[0-9]{9}(?:[0-9]{3})?(?![0-9A-Za-z])")
_ID = lazy(r"[A-Za-z0-9][A-Za-z0-9_-]{7,127}")
_CUT_ID = lazy(r"([A-Za-z0-9_-]{0,64})(?:…{1,3}|\.{2,8}|[*＊•·]{2,64})([A-Za-z0-9_-]{0,64})")
_NUMBER = lazy(
    r"(?<![0-9A-Za-z_.,-])[0-9]{1,3}(?:,[0-9]{3}){1,4}(?![0-9,.])|(?<![0-9A-Za-z_.,-])[0-9]{1,12}(?![0-9A-Za-z_.,])"
)
_WORD = lazy(r"[A-Za-z-]{3,12}|[\u4e00-\u9fff]{2,4}")


class Moment(NamedTuple):
    """A time as it is shown: `at` in Unix seconds as if the clock were UTC; without a date only the second of the day.

    `exact` says that seconds are shown, `dated` that a day is and `year` that its year is; `offset` are the minutes of
    a zone that stands beside it, None without one.
    """

    text: str
    at: int
    exact: bool
    dated: bool
    year: bool
    offset: int | None


class Shown(NamedTuple):
    """One row of a screenshot, or the whole of it where it shows one.

    `text` is what was read, `ids` whole ones, `cut` ids of which only (beginning, end) is shown, `numbers` what stands
    alone, `types` the log types that its words name.
    """

    text: str
    moments: tuple[Moment, ...]
    amounts: tuple[Amount, ...]
    ids: tuple[str, ...]
    cut: tuple[tuple[str, str], ...]
    numbers: tuple[int, ...]
    types: frozenset[str]

    @property
    def kinds(self) -> int:
        """How many kinds of fields it has."""
        return sum(map(bool, (self.moments, self.amounts, self.ids or self.cut, self.numbers, self.types)))


def read_shown(text: str) -> list[Shown]:
    """Return the rows of a screenshot's text: each line with a time and more, else the whole text as one."""
    lines = [line for line in text[:TEXT_LIMIT].splitlines() if line.strip()]
    rows = [shown for shown in map(_read, lines[: 20 * MOST_ROWS]) if shown.moments and shown.kinds > 1]
    if len(rows) > 1:
        return rows[:MOST_ROWS]
    whole = _read("\n".join(lines))
    return [whole] if lines else []


def _read(text: str) -> Shown:
    blank = list(text)
    moments = []
    for match in _TIME.finditer(text):
        moment = _moment(match)
        if moment is not None:
            moments.append(moment)
            _cross_out(blank, match.span())
    for match in _UNIX.finditer("".join(blank)):
        seconds = int(match.group())
        at = seconds // 1000 if seconds >= 10**12 else seconds
        moments.append(Moment(match.group(), at, exact=True, dated=True, year=True, offset=0))
    amounts = find_amounts("".join(blank))
    for amount in amounts:
        _cross_out(blank, (amount.start, amount.end))
    cut = []
    for match in _CUT_ID.finditer("".join(blank)):
        if len(match[1]) + len(match[2]) >= 4:
            cut.append((match[1], match[2]))
            _cross_out(blank, match.span())
    found = (match.group() for match in _ID.finditer("".join(blank)))
    ids = [one for one in found if any(sign.isdigit() for sign in one)]
    numbers = [int(match.group().replace(",", "")) for match in _NUMBER.finditer("".join(blank))]
    types = {
        LOG_TYPE_WORDS[word]
        for word in (match.group().lower() for match in _WORD.finditer(text))
        if word in LOG_TYPE_WORDS
    }
    return Shown(text, tuple(moments), tuple(amounts), tuple(ids), tuple(cut), tuple(numbers), frozenset(types))


def _cross_out(signs: list[str], span: tuple[int, int]) -> None:
    start, end = span
    signs[start:end] = " " * (end - start)


def _moment(match: re.Match[str]) -> Moment | None:
    """Return the time, None where a number of it is none of a clock or a calendar."""
    from datetime import UTC, datetime

    year, month = match["year"] or match["year3"], match["month"] or match["month2"]
    day = match["day"] or match["day2"] or match["day3"]
    if match["name"]:
        month = str(_MONTHS.index(match["name"].lower()) + 1) if match["name"].lower() in _MONTHS else None
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    half = (match["half"] or "").strip().lower()[:1] or {"上": "a", "下": "p"}.get((match["noon"] or " ")[0])
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    at = hour * 3600 + minute * 60 + second
    if month:
        try:
            # a leap year stands in where none is shown, so that the 29th of February is a day
            at += int(datetime(int(year or 2024), int(month), int(day), tzinfo=UTC).timestamp())
        except ValueError:
            return None
    text = match.group().strip()
    return Moment(text, at, match["second"] is not None, bool(month), bool(year), _offset(match["zone"]))


def _offset(zone: str | None) -> int | None:
    """Return the minutes of a zone that is written beside a time."""
    if not zone:
        return None
    digits = zone.strip().upper().removeprefix("UTC").removeprefix("GMT").replace(":", "")
    if digits in ("", "Z"):
        return 0
    number = digits[1:]
    hours, minutes = (int(number[:-2]), int(number[-2:])) if len(number) > 2 else (int(number), 0)
    return (-1 if digits[0] == "-" else 1) * (hours * 60 + minutes)
