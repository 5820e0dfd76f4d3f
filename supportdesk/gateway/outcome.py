"""What a submit or poll answer says of a task, read by the same readers as a pasted one (reading.task_answers)."""

from __future__ import annotations

import json
from typing import Any, Literal

from supportdesk.gateway.failures import BadAnswer
from supportdesk.gateway.wire import Reply
from supportdesk.i18n import _
from supportdesk.named import NamedTuple

Phase = Literal["waiting", "running", "completed", "failed"]
DONE = frozenset(("success", "succeeded", "succeed", "successful", "completed", "complete", "done", "finished"))
RUNNING = frozenset(("in_progress", "processing", "progress", "running", "generating", "rendering"))
LINKS = ("url", "video_url", "image_url", "audio_url", "result_url", "output_url", "download_url")
MOST_LINKS = 20
DEEPEST = 12


class TaskState(NamedTuple):
    """A task as one answer shows it.

    `status` is the gateway's word in lower case, `phase` what it means; `progress` percent or None; `links` where the
    result lies; `error` the failure's text or None; `answer` the JSON itself.
    """

    task_id: str | None
    status: str
    phase: Phase
    progress: int | None
    links: tuple[str, ...]
    error: str | None
    answer: Any


def read_state(reply: Reply) -> TaskState:
    """Return what an answer says of its task. Raises BadAnswer where it says nothing of one."""
    answer = reply.json()
    facts = _facts(reply.text)
    word = str(facts.get("task_status", "")).lower()
    task_id = facts.get("task_id")
    if not word and task_id is None:
        raise BadAnswer(_("the gateway's answer names no task"), _("The answer is kept below; look at the path."))
    from supportdesk.reading.task_answers import FAILED

    phase: Phase = "waiting"
    if word in DONE:
        phase = "completed"
    elif word in FAILED:
        phase = "failed"
    elif word in RUNNING:
        phase = "running"
    links = tuple(_links(answer)) if phase == "completed" else ()
    error = _error(answer, facts) if phase == "failed" else None
    name = None if task_id is None else str(task_id)
    return TaskState(name, word or "submitted", phase, _progress(facts.get("task_progress")), links, error, answer)


def _facts(text: str) -> dict[str, Any]:
    from supportdesk.reading.json_text import parse_exact
    from supportdesk.reading.task_answers import find_task, read_task
    from supportdesk.source import Source
    from supportdesk.view import View

    value = parse_exact(View.whole(Source(text.strip())))
    task = find_task(value) if value is not None else None
    if value is None or task is None:
        return {}
    facts: dict[str, Any] = {}
    for reading in read_task(value, task):
        facts.setdefault(reading.fact, reading.value)
    return facts


def _progress(value: object) -> int | None:
    text = str(value).rstrip("%") if value is not None else ""
    try:
        number = float(text)
    except ValueError:
        return None
    return max(0, min(100, int(number))) if number == number else None  # noqa: PLR0124 - NaN alone differs from itself


def _links(answer: Any, depth: int = 0) -> list[str]:
    """Return the addresses of results in the order of the answer."""
    found: list[str] = []
    if depth > DEEPEST:
        return found
    for name, value in (
        answer.items() if isinstance(answer, dict) else enumerate(answer) if isinstance(answer, list) else ()
    ):
        if isinstance(value, str):
            if name in LINKS and value.startswith(("https://", "http://")) and value not in found:
                found.append(value)
        elif isinstance(value, dict | list):
            found += [link for link in _links(value, depth + 1) if link not in found]
    return found[:MOST_LINKS]


def _error(answer: Any, facts: dict[str, Any]) -> str | None:
    if facts.get("fail_reason"):
        return str(facts["fail_reason"])
    inside = answer.get("data", answer) if isinstance(answer, dict) else {}
    error = (answer.get("error") if isinstance(answer, dict) else None) or (
        inside.get("error") if isinstance(inside, dict) else None
    )
    if isinstance(error, dict):
        return str(error.get("message") or json.dumps(error, ensure_ascii=False))
    return str(error) if error else None
