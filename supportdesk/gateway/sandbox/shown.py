"""How the sandbox shows tasks and log rows: to a key, in OpenAI's shape, in the console (gateway.md 1, 3, 4)."""

from __future__ import annotations

import json
from typing import Any

OPENAI_STATUS = {
    "NOT_START": "queued",
    "SUBMITTED": "queued",
    "QUEUED": "queued",
    "IN_PROGRESS": "in_progress",
    "SUCCESS": "completed",
    "FAILURE": "failed",
}
"""The record's status as the relay's answers word it (gateway.md 3)."""

LINK_SECONDS = 86_400
"""How long a result's link is said to last (toapis.md, 'Task workflow')."""

PAGE_SIZE, LARGEST_PAGE = 10, 100
MOST_OF_SELF = 10_000
"""Rows that a user's own log counts at most (gateway.md 4)."""


def model_of(task: dict[str, Any]) -> str:
    """Return the model that the caller named."""
    return str(json.loads(task["properties"])["origin_model_name"])


def generation_task(task: dict[str, Any], base: str) -> dict[str, Any]:
    """Return a task as ToAPIs answers submit and poll (toapis.md, 'Task workflow')."""
    answer: dict[str, Any] = {
        "id": task["task_id"],
        "object": "generation.task",
        "model": model_of(task),
        "status": OPENAI_STATUS[task["status"]],
        "progress": int(task["progress"].rstrip("%")),
        "created_at": task["submit_time"],
        "metadata": {},
    }
    if task["status"] == "SUCCESS":
        answer["completed_at"] = task["finish_time"]
        answer["expires_at"] = task["finish_time"] + LINK_SECONDS
        answer["result"] = {
            "type": task["kind"],
            "data": [{"url": result_url(task, base), "format": suffix(task["kind"])}],
        }
    if task["status"] == "FAILURE":
        answer["error"] = {"code": "generation_failed", "message": task["fail_reason"]}
    return answer


def openai_video(task: dict[str, Any]) -> dict[str, Any]:
    """Return a task as OpenAI's /v1/videos shows it."""
    prices = json.loads(task["prices"])
    failed = task["status"] == "FAILURE"
    return {
        "id": task["task_id"],
        "object": "video",
        "model": model_of(task),
        "status": OPENAI_STATUS[task["status"]],
        "progress": int(task["progress"].rstrip("%")),
        "created_at": task["submit_time"],
        "completed_at": task["finish_time"] or None,
        "expires_at": task["finish_time"] + LINK_SECONDS if task["status"] == "SUCCESS" else None,
        "prompt": json.loads(task["properties"])["input"],
        "seconds": str(int(prices.get("seconds", 4))),
        "size": "1280x720",
        "remixed_from_video_id": None,
        "error": {"code": "generation_failed", "message": task["fail_reason"]} if failed else None,
    }


def console_task(task: dict[str, Any], base: str) -> dict[str, Any]:
    """Return a task record as the console lists it: without private columns, channel 0 for users (gateway.md 3)."""
    hidden = ("id", "token_id", "kind", "began", "ends", "ending", "prices")
    shown = {name: value for name, value in task.items() if name not in hidden}
    shown["properties"] = json.loads(task["properties"])
    shown["data"] = json.loads(task["data"])
    shown["channel_id"] = 0
    shown["result_url"] = result_url(task, base) if task["status"] == "SUCCESS" else ""
    return {"id": task["id"], **shown}


def log_row(row: dict[str, Any], position: int) -> dict[str, Any]:
    """Return a log row as user and key see it: `id` is the position, the channel's column is `channel`."""
    shown = {name: value for name, value in row.items() if name not in ("channel_id", "id")}
    shown["is_stream"] = bool(row["is_stream"])
    if not shown["upstream_request_id"]:
        del shown["upstream_request_id"]
    return {"id": position, "channel": row["channel_id"], "channel_name": "", **shown}


def page(items: list[dict[str, Any]], number: int, size: int, total: int) -> dict[str, Any]:
    """Return the console's page (gateway.md 4)."""
    data = {"page": number, "page_size": size, "total": total, "items": items}
    return {"success": True, "message": "", "data": data}


def result_url(task: dict[str, Any], base: str) -> str:
    """Return where the result lies: a small file that the sandbox itself serves."""
    return f"{base}/files/{task['task_id']}.{suffix(task['kind'])}"


def suffix(kind: str) -> str:
    """Return the file name's ending of a kind of media."""
    return {"image": "png", "video": "mp4", "audio": "mp3", "music": "mp3"}.get(kind, "bin")
