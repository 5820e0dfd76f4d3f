"""Between which releases of the gateway a piece of work lies: by the marks of rows, their dates, or as given.

Gateways are updated, never set back: a mark of a release on one row bounds all later work from below, a mark that a
release ended bounds all earlier work from above, and nothing was booked by a release that came after it
(rules/gateways.yaml: `seen`, `gone`, `date`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from supportdesk.lookups import version_bounds
from supportdesk.named import NamedTuple

if TYPE_CHECKING:
    from supportdesk.relating.tables import Row, Tables
    from supportdesk.source import Span
    from supportdesk.value import Value

ONLY_NEW_API = frozenset(("use_time", "other", "token_id", "channel_name", "ip"))
"""Columns of log rows that new-api has and one-api has not (gateway.md 1, 8)."""

NOT_NEW_API = frozenset(("elapsed_time", "system_prompt_reset", "duration", "first_word_latency"))
"""Columns of one-api and of a fork that numbers its releases otherwise (gateway.md 8)."""

MOST_ROWS = 5_000
"""Rows of a ticket whose marks are looked at."""

A_DAY = 86_400
"""Time that a date may lie off by its zone."""


class Era(NamedTuple):
    """Ordinals of the first and the last release that are possible, None where nothing bounds them."""

    since: int | None
    until: int | None

    @property
    def contradictory(self) -> bool:
        """Whether no release lies within both bounds."""
        return self.since is not None and self.until is not None and self.since > self.until


class _Marks(NamedTuple):
    """What rows show: times with the release that they bound later work by from below, earlier from above."""

    since: list[tuple[int, int, Span | None]]
    until: list[tuple[int, int, Span | None]]


def add_bounds(tables: Tables, knowledge: Any) -> None:
    """Set `since_by_rows` and `until_by_rows` of the calls and tasks whose time is known, by all rows of the ticket."""
    marks = _marks(tables.entries, knowledge.gateways["releases"])
    dates = _dates(knowledge.gateways["releases"])
    for row in (*tables.calls, *tables.tasks):
        at = _time(row)
        if at is None:
            continue
        below = max((mark[1:] for mark in marks.since if mark[0] <= at), key=lambda mark: mark[0], default=None)
        above = min((mark[1:] for mark in marks.until if mark[0] >= at), key=lambda mark: mark[0], default=None)
        latest = min((ordinal for begun, ordinal in dates if at < begun - A_DAY), default=None)
        if below is not None:
            _set(row, "since_by_rows", below[0], below[1])
        if latest is not None and (above is None or latest <= above[0]) and (below is None or below[0] < latest):
            above = (latest - 1, None)  # invented or wrong times are no proof against a mark
        if above is not None and (below is None or above[0] >= below[0]):
            _set(row, "until_by_rows", above[0], above[1])


def given_era(text: str, knowledge: Any) -> Era | None:
    """Return the bounds of a release, version or era that somebody names, None where no such one is known."""
    name = text.strip()
    ordinals: dict[str, int] = knowledge.releases
    for era in knowledge.gateways.get("eras") or ():
        if era["id"].lower() == name.lower():
            before = era.get("before")
            return Era(ordinals.get(era.get("since", "")), None if before is None else ordinals[before] - 1)
    if name in ordinals:
        return Era(ordinals[name], ordinals[name])
    bounds = version_bounds(name, ordinals)
    return Era(bounds.get("version_since"), bounds.get("version_until")) if bounds else None


def give_era(tables: Tables, era: Era) -> None:
    """Set the given bounds on every call and task: they stand before all that rows show."""
    for row in (*tables.calls, *tables.tasks):
        for fact, ordinal in (("gateway_since", era.since), ("gateway_until", era.until)):
            if ordinal is not None:
                _set(row, fact, ordinal, None)


def era_of(rows: Iterable[Row]) -> Era:
    """Return the bounds that hold for all rows, after they were judged."""
    since = [row.values["gateway_since"] for row in rows if isinstance(row.values.get("gateway_since"), int)]
    until = [row.values["gateway_until"] for row in rows if isinstance(row.values.get("gateway_until"), int)]
    return Era(max(map(int, since), default=None), min(map(int, until), default=None))


def era_text(era: Era, releases: dict[str, int]) -> dict[str, str]:
    """Return the bounds in words: 'v0.11.0 up to before eb48396d5', 'from rc.22 on', 'not known'."""
    names = {ordinal: name for name, ordinal in releases.items()}
    since = None if era.since is None else _at_most(era.since, names)
    if era.until is None:
        if since is None:
            return {"en": "not known", "zh": "未知"}
        return {"en": f"from {since} on", "zh": f"{since} 及之后"}
    if era.until in names:
        until = names[era.until]
        if since == until:
            return {"en": until, "zh": until}
        last = {"en": f"up to {until}", "zh": f"至 {until}"}
    else:
        following = min((ordinal for ordinal in names if ordinal > era.until), default=None)
        if following is None:
            return {"en": f"from {since} on", "zh": f"{since} 及之后"}
        last = {"en": f"before {names[following]}", "zh": f"{names[following]} 之前"}
    if since is None:
        return last
    return {"en": f"from {since}, {last['en']}", "zh": f"自 {since}，{last['zh']}"}


def _at_most(ordinal: int, names: dict[int, str]) -> str:
    return names[max((known for known in names if known <= ordinal), default=min(names))]


def _marks(entries: list[Row], releases: list[dict[str, Any]]) -> _Marks:
    marked = [release for release in releases if release.get("seen") or release.get("gone")]
    found = _Marks([], [])
    if not marked:
        return found
    for row in entries[:MOST_ROWS]:
        at = row.values.get("occurred_at")
        cells = _cells(row)
        if not isinstance(at, int) or cells is None:
            continue
        for release in marked:
            ordinal = release["ordinal"]
            place = next(iter(row.spans.get("log_type") or row.spans.get("occurred_at") or ()), None)
            if any(_shows(mark, cells) for mark in release.get("seen") or ()):
                found.since.append((at, ordinal, place))
            if any(_shows(mark, cells) for mark in release.get("gone") or ()):
                found.until.append((at, ordinal - 1, place))
    return found


def _cells(row: Row) -> dict[str, Value] | None:
    """Return the columns of a row of new-api's log, None for another row."""
    for piece in row.pieces:
        if piece.kind == "log_row" and piece.body is not None and piece.body.kind == "object":
            cells: dict[str, Value] = piece.body.data
            names = cells.keys()
            return cells if names & ONLY_NEW_API and not names & NOT_NEW_API else None
    return None


def _shows(mark: dict[str, Any], cells: dict[str, Value]) -> bool:
    """Whether all that a mark names holds of a row."""
    if "type" in mark and str(_text(cells.get("type"))) != str(mark["type"]):
        return False
    if "column" in mark and (mark["column"] not in cells or cells[mark["column"]].data is None):
        return False
    if "other" in mark and f'"{mark["other"]}"' not in _other(cells.get("other")):
        return False
    return "content" not in mark or _pattern(mark["content"]).match(_text(cells.get("content"))) is not None


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _text(cell: Value | None) -> str:
    return "" if cell is None or cell.data is None or cell.kind not in ("string", "number") else str(cell.data)


def _other(cell: Value | None) -> str:
    """Return what may hold the keys of `other`: its text as it stands, or the names of its members."""
    if cell is not None and cell.kind == "object":
        return "".join(f'"{name}"' for name in cell.data)
    return _text(cell)


def _dates(releases: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Return when each dated release began, in Unix seconds, with its ordinal."""
    return [
        (int(datetime.fromisoformat(str(release["date"])).replace(tzinfo=UTC).timestamp()), release["ordinal"])
        for release in releases
        if release.get("date")
    ]


def _time(row: Row) -> int | None:
    for fact in ("submitted_at", "occurred_at"):
        at = row.values.get(fact)
        if isinstance(at, int) and not isinstance(at, bool):
            return at
    return None


def _set(row: Row, fact: str, ordinal: int, place: Span | None) -> None:
    row.values[fact] = ordinal
    row.spans[fact] = [] if place is None else [place]
    row.origin[fact] = "record"


def segments(era: Era, splits: Iterable[int]) -> Iterator[Era]:
    """Yield the stretches into which the splits cut what is possible: each begins at one, or where the era does."""
    inside = sorted(
        {at for at in splits if (era.since is None or at > era.since) and (era.until is None or at <= era.until)}
    )
    begins = [era.since, *inside]
    ends = [*(at - 1 for at in inside), era.until]
    for since, until in zip(begins, ends, strict=True):
        yield Era(since, until)
