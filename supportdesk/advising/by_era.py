"""Money under each era that the rows leave open: both results where the gateway's release changes them.

Adds to `money` of the public contract: `era` {"since", "until", "given", "en", "zh"}, release ids or None, and
`by_era`, empty where every possible release gives the same, else a list of {"since", "until", "en", "zh", "decision",
"refund_quota", "net_quota", "reason", "known_causes"}, the earliest release first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from supportdesk.eras import Era, era_of, era_text, give_era, segments
from supportdesk.money.ledger import FAILED
from supportdesk.relating.tables import Row, Tables

if TYPE_CHECKING:
    from supportdesk.advising.charge_keys import Lookup
    from supportdesk.knowledge import Knowledge

SPLITS = "era_splits"
SAME = ("decision", "refund_quota", "net_quota")
"""Members of `money` that make a result the same."""

Advise = Callable[[Tables], dict[str, Any]]
"""Judges tables and returns their `money`."""


def copied(tables: Tables) -> Tables | None:
    """Return the tables as they are before they are judged; None where no release can change what they say of money."""
    if not tables.tasks and not any(row.values.get("is_task") for row in tables.entries):
        return None
    calls, entries, tasks = ([_copy(row) for row in rows] for rows in (tables.calls, tables.entries, tables.tasks))
    copy = Tables(calls, entries, tasks, _copy(tables.ticket))
    copy.answered, copy.offers = tables.answered, tables.offers
    return copy


def add_eras(
    money: dict[str, Any], tables: Tables, before: Tables | None, given: Era | None, knowledge: Knowledge, again: Advise
) -> None:
    """Set `era` and `by_era`; `tables` were judged, `before` are their copies from before, `again` advises on money."""
    releases = knowledge.releases
    era = era_of((*tables.tasks, *tables.calls))
    money["era"] = _shown(era, releases, given=given is not None)
    money["by_era"] = []
    if before is None or era.contradictory or not any(_may_differ(task) for task in tables.tasks):
        return
    splits = [releases[name] for name in knowledge.refunds["settings"].get(SPLITS) or () if name in releases]
    parts = list(segments(era, splits))
    if len(parts) < 2:
        return
    found: list[dict[str, Any]] = []
    for part in parts:
        tables_of_part = copied(before)
        if tables_of_part is None:
            return
        give_era(tables_of_part, part)
        found.append(_result(part, again(tables_of_part)))
    merged = _merged(found, releases)
    if len(merged) > 1:
        money["by_era"] = merged


def _may_differ(task: Row) -> bool:
    """Whether the release may decide what a failed task's record says of its refund: its rows alone do not."""
    known = task.values
    return known.get("task_status") in FAILED and known.get("quota") is not None and not known.get("covered")


def money_again(knowledge: Knowledge, advised: Lookup | None) -> Advise:
    """Return what judges tables once more and advises on money as the diagnosis does."""

    def _again(tables: Tables) -> dict[str, Any]:
        from supportdesk.advising.rank import rank
        from supportdesk.advising.refund import advise_money
        from supportdesk.advising.verdict import Case
        from supportdesk.judging.engine import judge

        findings = judge(tables, knowledge)
        case = Case(rank(findings, tables, knowledge), tables, knowledge)
        return advise_money(tables, case.rule, case.certainty, knowledge, findings.judged, advised, case.row)

    return _again


def _copy(row: Row) -> Row:
    copy = Row(row.link, row.request)
    copy.values, copy.spans = dict(row.values), dict(row.spans)
    copy.origin, copy.basis, copy.pieces = dict(row.origin), dict(row.basis), row.pieces
    return copy


def _result(part: Era, money: dict[str, Any]) -> dict[str, Any]:
    causes = [account["known_cause"]["id"] for account in money["ledger"] if account["known_cause"]]
    told = {name: money[name] for name in (*SAME, "reason")}
    return {"part": part, **told, "known_causes": list(dict.fromkeys(causes))}


def _merged(found: Sequence[dict[str, Any]], releases: dict[str, int]) -> list[dict[str, Any]]:
    """Return the results with neighbours joined that are the same, each with its bounds."""
    merged: list[dict[str, Any]] = []
    for one in found:
        if merged and all(merged[-1][name] == one[name] for name in SAME):
            merged[-1]["part"] = Era(merged[-1]["part"].since, one["part"].until)
            merged[-1]["known_causes"] = [cause for cause in merged[-1]["known_causes"] if cause in one["known_causes"]]
        else:
            merged.append(dict(one))
    return [{**_shown(one.pop("part"), releases), **one} for one in merged]


def _shown(era: Era, releases: dict[str, int], **more: Any) -> dict[str, Any]:
    names = {ordinal: name for name, ordinal in releases.items()}
    since = None if era.since is None else names.get(era.since)
    until = None if era.until is None else names.get(era.until)
    return {"since": since, "until": until, **more, **era_text(era, releases)}
