"""How a task runs in the sandbox: submitted and charged, in progress by the clock, ended and refunded or not.

Statuses, progress, reasons and refunds are those of gateway.md 3. The charge that a failed task keeps is that of its
second known cause: the channel was deleted, and the poller's bulk update touches neither quota nor finish time.
"""

from __future__ import annotations

import json
import secrets
import string
from typing import Any, Literal

from supportdesk.gateway.sandbox.books import Account, Books, Entry
from supportdesk.gateway.sandbox.tariff import TaskPrice
from supportdesk.named import NamedTuple

Ending = Literal["success", "stuck", "failed-refunded", "failed-kept"]
CHANNEL = 7
PLATFORM = "55"
REASON = "upstream returned error"
REASON_KEPT = f"Failed to get channel info, channel ID: {CHANNEL}"
LETTERS = string.ascii_letters + string.digits
FINISHED = ("SUCCESS", "FAILURE")


class Submitted(NamedTuple):
    """A task as it is handed in: `kind` of media, `action` as gateway.md 3 names it, `ratios` beside the price."""

    model: str
    kind: str
    action: str
    prompt: str
    price: TaskPrice
    path: str
    request_id: str


def new_task_id() -> str:
    """Return a fresh public id: `task_` and 32 characters (gateway.md 3)."""
    return "task_" + "".join(secrets.choice(LETTERS) for _ in range(32))


def submit(
    books: Books, account: Account, task: Submitted, now: float, *, lasts: float, ending: Ending
) -> dict[str, Any]:
    """Charge a task, write its consume row and its record, and return the record."""
    at, task_id = int(now), new_task_id()
    ratios = {name: float(ratio) for name, ratio in task.price.ratios.items()}
    texts = [f"{name}: {ratio:.2f}" for name, ratio in ratios.items() if ratio != 1]
    other = {"is_task": True, "request_path": task.path, **task.price.other(), "task_id": task_id}
    content = f"操作 {task.action}" + (f", 计算参数：{', '.join(texts)}" if texts else "")
    entry = Entry(task.model, task.request_id, at, other, content, channel=CHANNEL)
    quota = task.price.charge.quota
    books.charge(account, quota, entry)
    books.db.execute(
        'INSERT INTO tasks (created_at, updated_at, task_id, platform, user_id, token_id, "group", channel_id, quota,'
        " action, status, submit_time, progress, properties, data, kind, began, ends, ending, prices)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'SUBMITTED', ?, '10%', ?, '{}', ?, ?, ?, ?, ?)",
        (
            at, at, task_id, PLATFORM, account.user_id, account.token_id, account.group, CHANNEL, quota,
            task.action, at,
            json.dumps({"input": task.prompt, "origin_model_name": task.model, "upstream_model_name": task.model}),
            task.kind, now, None if ending == "stuck" else now + lasts, ending,
            json.dumps({**task.price.other(), **ratios}),
        ),
    )  # fmt: skip
    return books.rows("SELECT * FROM tasks WHERE task_id = ?", (task_id,))[0]


def advance(books: Books, now: float) -> None:
    """Bring every unfinished task to where the clock has it; a task that ends is settled in the same step."""
    for task in books.rows("SELECT * FROM tasks WHERE status NOT IN ('SUCCESS', 'FAILURE')"):
        if task["ends"] is not None and task["ends"] <= now:
            _end(books, task, now)
            continue
        lasts = (task["ends"] - task["began"]) if task["ends"] is not None else 30.0
        share = min(1.0, (now - task["began"]) / lasts) if lasts > 0 else 1.0
        status, progress = ("QUEUED", 20) if share < 0.25 else ("IN_PROGRESS", 30 + int(min(share, 0.99) * 65))
        books.db.execute(
            "UPDATE tasks SET status = ?, progress = ?, updated_at = ?, start_time = ? WHERE id = ?",
            (status, f"{progress}%", int(now), int(task["began"]) if status == "IN_PROGRESS" else 0, task["id"]),
        )


def find(books: Books, task_id: str, user_id: int) -> dict[str, Any] | None:
    """Return a task of a user; None for an unknown id and for another account's (gateway.md 5, task_not_exist)."""
    found = books.rows("SELECT * FROM tasks WHERE task_id = ? AND user_id = ?", (task_id, user_id))
    return found[0] if found else None


def cancel(books: Books, task: dict[str, Any], now: float) -> bool:
    """Fail a task that has not ended, with its refund; False where it has ended already."""
    if task["status"] in FINISHED:
        return False
    _fail(books, task, now, "cancelled by the user")
    return True


def _end(books: Books, task: dict[str, Any], now: float) -> None:
    if task["ending"] == "success":
        books.db.execute(
            "UPDATE tasks SET status = 'SUCCESS', progress = '100%', updated_at = ?, start_time = ?, finish_time = ?"
            " WHERE id = ?",
            (int(now), int(task["began"]), int(task["ends"]), task["id"]),
        )
    elif task["ending"] == "failed-kept":
        books.db.execute(
            "UPDATE tasks SET status = 'FAILURE', progress = '100%', updated_at = ?, fail_reason = ? WHERE id = ?",
            (int(now), REASON_KEPT, task["id"]),
        )
    else:
        _fail(books, task, now, REASON)


def _fail(books: Books, task: dict[str, Any], now: float, reason: str) -> None:
    other = {"task_id": task["task_id"], "reason": reason, **json.loads(task["prices"])}
    model = json.loads(task["properties"])["origin_model_name"]
    background = secrets.token_hex(16)
    at = int(now if task["ends"] is None else min(now, task["ends"]))
    if task["quota"]:
        entry = Entry(model, background, at, other, channel=CHANNEL)
        books.refund(task["user_id"], task["token_id"], task["quota"], entry)
    books.db.execute(
        "UPDATE tasks SET status = 'FAILURE', progress = '100%', quota = 0, updated_at = ?, finish_time = ?,"
        " fail_reason = ? WHERE id = ?",
        (int(now), at, reason, task["id"]),
    )
