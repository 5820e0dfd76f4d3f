"""Link keys: which calls, log rows and task records speak of one piece of work.

Proof is an equal request id or task id. Without ids a submit row belongs to a task of the same model, channel and user
whose submission lies within seconds (gateway.md 3, 'Linking'); where several fit, none is linked. A ticket of a single
call takes the rows that do not contradict it.
"""

from __future__ import annotations

from collections.abc import Callable

from supportdesk.relating.drafts import Draft

Join = Callable[[int, int], None]
Root = Callable[[int], int]

SUBMIT_SECONDS = 10
"""How far a submit row's time may lie from the task's submission."""


def link(calls: list[Draft], entries: list[Draft], tasks: list[Draft]) -> list[int]:
    """Return a group number for each draft of `calls + entries + tasks`; equal numbers are one piece of work."""
    drafts = calls + entries + tasks
    parent = list(range(len(drafts)))

    def _root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    def _join(one: int, other: int) -> None:
        parent[_root(other)] = _root(one)

    seen: dict[tuple[str, object], int] = {}
    for index, draft in enumerate(drafts):
        for fact in ("request_id", "task_id"):
            for value in draft.values_of(fact):
                first = seen.setdefault((fact, value), index)
                _join(first, index)
    first_entry, first_task = len(calls), len(calls) + len(entries)
    for task in range(first_task, len(drafts)):
        _link_submit(drafts, task, range(first_entry, first_task), _join)
    _link_refunds(drafts, range(first_entry, first_task), _root, _join)
    _link_single(drafts, len(calls), first_task, _join)
    return [_root(index) for index in range(len(drafts))]


def _link_submit(drafts: list[Draft], task: int, entries: range, join: Join) -> None:
    fitting = [
        entry
        for entry in entries
        if _one(drafts[entry], "log_type") == "consume"
        and not drafts[entry].knows("task_id")
        and _same_work(drafts[entry], drafts[task])
        and _near(drafts[entry], drafts[task])
    ]
    if len(fitting) == 1:
        join(task, fitting[0])


def _link_refunds(drafts: list[Draft], entries: range, root: Root, join: Join) -> None:
    """Link a refund row that no charge shares an id with to the one charge of the same model and amount before it.

    Submit rows carry no task id before E3, refund rows do (gateway.md 1): the ids alone never tie them.
    """
    charges = [entry for entry in entries if drafts[entry].values_of("log_type") == {"consume"}]
    refunds = [entry for entry in entries if drafts[entry].values_of("log_type") == {"refund"}]
    charged = {root(charge) for charge in charges}
    taken = {root(refund) for refund in refunds}
    for refund in sorted(refunds, key=lambda number: _when(drafts[number])):  # a listing may begin with its newest row
        draft = drafts[refund]
        if root(refund) in charged:
            continue
        fitting = [
            charge
            for charge in charges
            if drafts[charge].values_of("quota") == draft.values_of("quota")
            and root(charge) not in taken
            and not drafts[charge].knows("task_id")
            and _same_work(drafts[charge], draft)
            and _earlier(drafts[charge], draft)
        ]
        if len(fitting) == 1:
            join(fitting[0], refund)
            charged.add(root(refund))
            taken.add(root(refund))


def _link_single(drafts: list[Draft], calls: int, first_task: int, join: Join) -> None:
    """Link what is left when the ticket shows one call, one task or one charge only, and nothing contradicts."""
    charges = [i for i in range(calls, first_task) if _one(drafts[i], "log_type") in ("consume", "error", None)]
    tasks = list(range(first_task, len(drafts)))
    if calls <= 1 and len(charges) <= 1 and len(tasks) <= 1:
        singles = [*range(calls), *charges, *tasks]
        for other in singles[1:]:
            if _same_work(drafts[singles[0]], drafts[other]) and not _ids_differ(drafts[singles[0]], drafts[other]):
                join(singles[0], other)


def _one(draft: Draft, fact: str) -> object:
    values = draft.values_of(fact)
    return next(iter(values)) if len(values) == 1 else None


def _same_work(one: Draft, other: Draft) -> bool:
    for fact in ("model", "user_id", "channel_id"):
        mine, theirs = _one(one, fact), _one(other, fact)
        if mine is not None and theirs is not None and mine != theirs and 0 not in (mine, theirs):
            return False
    return True


def _ids_differ(one: Draft, other: Draft) -> bool:
    for fact in ("request_id", "task_id"):
        mine, theirs = one.values_of(fact), other.values_of(fact)
        if mine and theirs and not mine & theirs:
            return True
    return False


def _near(entry: Draft, task: Draft) -> bool:
    charged, submitted = _one(entry, "occurred_at"), _one(task, "submitted_at")
    if not isinstance(charged, int | float) or not isinstance(submitted, int | float):
        return False
    return abs(charged - submitted) <= SUBMIT_SECONDS


def _when(draft: Draft) -> tuple[float, str]:
    """Return what refunds are looked at by: their time, and their task."""
    at = _one(draft, "occurred_at")
    return float(at) if isinstance(at, int | float) else float("inf"), str(_one(draft, "task_id") or "")


def _earlier(charge: Draft, refund: Draft) -> bool:
    before, after = _one(charge, "occurred_at"), _one(refund, "occurred_at")
    return not (isinstance(before, int | float) and isinstance(after, int | float)) or before <= after
