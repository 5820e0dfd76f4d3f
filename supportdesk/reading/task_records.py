"""What a task record tells beside its columns: an empty reason, the provider's id, that it is Midjourney's, a span."""

from __future__ import annotations

from supportdesk.reading.evidence import Piece, Reading
from supportdesk.value import Value

MIDJOURNEY = "midjourney"
"""The platform of a record of the table `midjourneys`, which has no such column (gateway.md 3)."""


def describe_record(row: dict[str, Value], private: dict[str, Value]) -> list[Reading]:
    """Return the facts of a record's columns `row` and of its `private_data`, which only a database dump shows."""
    readings = []
    reason = row.get("fail_reason")
    if reason is not None and reason.span is not None and reason.kind == "string" and not str(reason.data).strip():
        readings.append(Reading("fail_reason_empty", True, reason.span))
    theirs = private.get("upstream_task_id")
    if theirs is not None and theirs.known and theirs.span is not None and theirs.kind == "string":
        readings.append(Reading("provider_id_missing", not str(theirs.data).strip(), theirs.span))
    own = row.get("mj_id")
    if own is not None and own.span is not None and "platform" not in row:
        readings.append(Reading("platform", MIDJOURNEY, own.span))
    return readings


def describe_records(rows: list[Piece], total: Reading | None, *, complete: bool) -> list[Reading]:
    """Return what a listing of task records proves: whether it shows all, and the submissions that it spans."""
    if total is None or not rows:
        return []
    times = [reading for row in rows for reading in row.readings if reading.fact == "submitted_at"]
    readings = [Reading("tasks_complete", complete and int(total.value) <= len(rows), total.span)]
    if len(times) == len(rows):
        oldest, newest = min(times, key=lambda one: one.value), max(times, key=lambda one: one.value)
        readings.append(Reading("tasks_from", oldest.value, oldest.span))
        readings.append(Reading("tasks_until", newest.value, newest.span))
    return readings
