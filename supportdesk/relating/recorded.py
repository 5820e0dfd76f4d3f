"""Whether the task that a charge was booked for has a record in the material."""

from __future__ import annotations

from collections.abc import Iterable

from supportdesk.relating.linking import SUBMIT_SECONDS
from supportdesk.relating.tables import Row, Tables

ABOUT = ("model", "user_id", "channel_id")


def find_records(tables: Tables) -> None:
    """Set `task_recorded` of each charge of a task.

    True where a record is tied to it, False where the listing of records spans its time and none is near; it stays
    unknown where one that is tied to no charge may be its own.
    """
    ticket = tables.ticket.values
    first, last = ticket.get("tasks_from"), ticket.get("tasks_until")
    tied = {row.link for row in tables.tasks}
    charged = {row.link for row in tables.entries if row.values.get("log_type") == "consume"}
    free = [row for row in tables.tasks if row.link not in charged]
    for entry in tables.entries:
        at = entry.values.get("occurred_at")
        if not entry.values.get("is_task") or entry.values.get("log_type") != "consume":
            continue
        if entry.link in tied:
            _tell(entry, True)
        elif ticket.get("tasks_complete") and _between(first, at, last) and not _may_be(entry, free):
            _tell(entry, False)


def _tell(entry: Row, recorded: bool) -> None:
    entry.values["task_recorded"] = recorded
    entry.spans["task_recorded"] = entry.spans.get("is_task") or []
    entry.origin["task_recorded"] = entry.origin.get("is_task", "record")


def _between(first: object, at: object, last: object) -> bool:
    return isinstance(first, int) and isinstance(at, int) and isinstance(last, int) and first <= at <= last


def _may_be(entry: Row, tasks: Iterable[Row]) -> bool:
    for task in tasks:
        at, submitted = entry.values.get("occurred_at"), task.values.get("submitted_at")
        known = [
            fact for fact in ABOUT if fact in entry.values and fact in task.values and task.values[fact] not in (0, "0")
        ]
        same = all(entry.values[fact] == task.values[fact] for fact in known)
        near = not isinstance(at, int) or not isinstance(submitted, int) or abs(at - submitted) <= SUBMIT_SECONDS
        if same and near:
            return True
    return False
