"""Answers to submitting and polling an asynchronous task, in the shapes that gateways and providers give them.

The guide's `{task_id, model, status}`, ToAPIs' and OpenAI's task objects (toapis.md, 'Task workflow'), the older
`{code, data: [{status, task_id}]}`, new-api's `{code, message, data}` (gateway.md 4), Midjourney's `{code, description,
result}` (gateway.md 5), Kling's, Alibaba's and Google's operations, and the webhook around them.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from supportdesk.patterns import lazy
from supportdesk.reading.evidence import Reading
from supportdesk.reading.members import has_any, member, number_member, reading, text_member
from supportdesk.reading.task_bookings import read_bookings
from supportdesk.source import Span
from supportdesk.value import Value
from supportdesk.view import View

STATUSES = frozenset(
    [
        "queued",
        "queueing",
        "in_queue",
        "in_progress",
        "processing",
        "progress",
        "running",
        "pending",
        "preparing",
        "created",
        "submitted",
        "starting",
        "generating",
        "waiting",
        "throttling",
        "not_start",
        "dispatched",
        "scheduled",
        "initializing",
        "rendering",
        "success",
        "succeeded",
        "succeed",
        "successful",
        "completed",
        "complete",
        "done",
        "finished",
        "failed",
        "fail",
        "failure",
        "error",
        "cancelled",
        "canceled",
        "expired",
        "timeout",
        "timed_out",
        "rejected",
        "unknown",
    ]
)
"""Words that systems use for the state of a task, in lower case with `_` between words."""

FAILED = frozenset(
    {"failed", "fail", "failure", "error", "cancelled", "canceled", "expired", "timeout", "timed_out", "rejected"}
)
"""The words among STATUSES that say a task ended without a result."""

_ENDS = ("_failed", "_error", "_exception", "nsfw")
"""Ends of words that say what failed, as statuses: `generate_audio_failed` (docs.sunoapi.org), `nsfw` (Higgsfield)."""
_REASONS = ("fail_reason", "failReason", "task_status_msg", "failure_reason")
_SAID = ("failure", "failMsg", "fail_msg", "failureReason", "failed_reason", "errorMessage", "error_message", "err_msg",
         "errMsg", "message", "msg", "reason", "status_msg", "status_message", "detail")  # fmt: skip
_CODES = ("failureCode", "failCode", "fail_code", "err_code", "errCode", "errorCode", "error_code", "code")
"""Members of a task that failed: why in words, and the code of it (Runway, DashScope, kie.ai, sunoapi.org)."""
FLAGS = {0: "generating", 1: "success", 2: "failed", 3: "failed"}
LEAST_HTTP = 100
"""From here on a number beside a message is a status of HTTP and no state of a task."""
_NO_REASON = frozenset({"", "0", "1", "200", "10000", "success", "succeed", "succeeded", "ok", "failed", "error"})
"""Words and codes beside a failed task that speak of the query, or say no more than the status."""
_FIELD = lazy(
    r"[ \t>*-]{0,12}(?:\w{1,30}\.)?[\"']?(task_status|status|state|task_id|taskId|"
    r"fail_reason)[\"']?\s?[:：=]\s?[\"']?([^\"',\n]{2,300}?)[\"']?,?\s*",
    re.IGNORECASE,
)
_SPOKEN = lazy(
    r"\b(?:status|state)\b(?: is| was)?\s?[:=]?\s?[\"'`“‘]?"
    r"(queued|in_queue|in[_ ]progress|processing|pending|submitted|running|starting|created|not_start)\b",
    re.IGNORECASE,
)
_ID = ("task_id", "taskId", "task_no", "taskid", "generation_id")
_STATUS = ("task_status", "taskStatus", "status", "state", "job_status")
_TASK_OBJECTS = ("video", "generation.task", "image.generation", "video.generation", "task", "image.task")
_CREATED = ("submit_time", "submitted_at", "created_at", "createdAt", "create_time", "createTime", "submitTime")
_RAN = ("progress", "failReason", "fail_reason", "submitTime", "submit_time", "finishTime", "finish_time",
        "startTime", "start_time", "imageUrl", "task_id", "completed_at", "submitted_at")  # fmt: skip
"""Members by which a task that quotes its own prompt is told from the body of a request."""
_FINISHED = ("finish_time", "finished_at", "completed_at", "completedAt", "end_time", "finishTime", "completeTime")


def find_task(value: Value) -> Value | None:
    """Return the object that speaks of a task, the value itself or inside an envelope; None where there is none."""
    for candidate in _layers(value):
        if _is_task(candidate):
            return candidate
    return None


def read_task(value: Value, task: Value) -> list[Reading]:
    """Return the facts of a task answer; `value` is the whole answer, `task` what `find_task` found in it."""
    name = text_member(task, *_ID) or _plain_id(task) or text_member(value, "result", "data")
    status = _status(task)
    readings = reading("model", text_member(task, "model", "model_name"))
    readings += reading("task_id", name)
    if status is not None and status.span is not None:
        readings.append(Reading("task_status", _word(status), status.span))
    elif (flag := _flag(task)) is not None:
        readings += flag
    elif _is_midjourney(value):
        readings += _accepted(member(value, "code"))
    elif _is_suno(value) and (code := text_member(value, "code")) is not None and code.span is not None:
        readings.append(Reading("task_status", "submitted", code.span))
    readings += _progress(member(task, "progress", "task_progress"))
    readings += reading("fail_reason", text_member(task, *_REASONS))
    readings += read_bookings(task)
    readings += _time("submitted_at", task, _CREATED)
    return readings + _time("finished_at", task, _FINISHED)


def find_reason(task: Value) -> tuple[Value | None, Value | None]:
    """Return why a task failed, in words and as a code, where members beside its status say so; None for what is not.

    Words of a `fail_reason` are a fact of the task and not repeated.
    """
    status = _status(task)
    if _word(status) not in FAILED if status is not None else not _fails_by_number(task):
        return None, None
    words = None if text_member(task, *_REASONS) is not None else text_member(task, *_SAID)
    code = member(task, *_CODES)
    if code is None and status is not None and str(status.data).lower().endswith(_ENDS):
        code = status
    words, code = (
        None if item is None or item.span is None or str(item.data).strip().lower() in _NO_REASON else item
        for item in (words, code)
    )
    if code is None or code.kind not in ("string", "number") or _is_http_status(str(code.data)):
        return words, None
    return words, code


def _is_http_status(code: str) -> bool:
    """Whether a code is one of HTTP: beside a task it is that of its making, not of the answer that tells of it."""
    return len(code) == len("400") and code.isdigit()


def find_filtered(value: Value | None) -> Value | None:
    """Return the first reason for which a video operation gave nothing (Vertex AI: `raiMediaFilteredReasons`), or None.

    Such an operation is done and no error, and its response lists reasons instead of videos.
    """
    for _ in range(4):
        if value is None or value.kind != "object":
            return None
        reasons = member(value, "raiMediaFilteredReasons")
        if reasons is not None and reasons.kind == "array" and reasons.data and reasons.data[0].kind == "string":
            first: Value = reasons.data[0]
            return first
        value = member(value, "response", "generateVideoResponse", "result", "data")
    return None


def read_field(view: View, start: int, end: int) -> list[Reading]:
    """Return task_id, task_status or fail_reason of a line that states one field of a task and nothing else."""
    match = _FIELD.fullmatch(view.text, start, end)
    if match is None:
        return []
    name, value = match[1].lower(), match[2]
    if name in ("status", "task_status", "state"):
        word = value.strip().lower().replace(" ", "_")
        return [Reading("task_status", word, view.span(*match.span(2)))] if word in STATUSES else []
    fact = "fail_reason" if name == "fail_reason" else "task_id"
    return [Reading(fact, value, view.span(*match.span(2)))]


def read_spoken_status(view: View, start: int, end: int) -> list[Reading]:
    """Return the status of a task that has not ended as an exception's message names it (`job status: 'queued'`)."""
    match = _SPOKEN.search(view.text, start, end)
    if match is None:
        return []
    word = match[1].lower().replace(" ", "_")
    return [Reading("task_status", word, view.span(*match.span(1)))] if word in STATUSES - FAILED else []


def to_unix(value: Value | None) -> int | None:
    """Return Unix seconds of a number (seconds or milliseconds) or an ISO 8601 text; None for 0 and anything else.

    A text without a zone is not known: the zone would be guessed.
    """
    if value is None:
        return None
    if value.kind == "number":
        seconds = value.data / 1000 if value.data > 10**11 else value.data
        return int(seconds) if 10**8 < seconds < 10**10 else None
    if value.kind != "string":
        return None
    text = str(value.data).strip()
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        return int(text[:10])
    if len(text) < 16 or not text[:4].isdigit():
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return int(at.astimezone(UTC).timestamp()) if at.tzinfo is not None else None


def _layers(value: Value) -> list[Value]:
    layers = [value]
    for name in ("data", "output", "result", "task", "response"):
        inner = member(value, name)
        if inner is not None and inner.kind == "array":
            inner = inner.data[0]
        if inner is not None and inner.kind == "object":
            layers.append(inner)
            deeper = member(inner, "data", "task", "output")
            if deeper is not None and deeper.kind == "object" and name == "data":
                layers.append(deeper)
    if _is_midjourney(value) or _is_suno(value):
        layers.append(value)
    return layers


def _is_task(value: Value) -> bool:
    if value.kind != "object" or has_any(value, "choices", "candidates", "messages"):
        return False
    if has_any(value, "prompt", "input") and not (_status(value) is not None and has_any(value, *_RAN)):
        return False
    kind = text_member(value, "object")
    if kind is not None and kind.data == "response":
        return False
    named = text_member(value, *_ID) is not None
    status = _status(value)
    if named and (status is not None or not has_any(value, "quota", "log_type", "error")):
        return True
    if kind is not None and kind.data in _TASK_OBJECTS:
        return True
    if status is None and text_member(value, "id") is not None and _fails_by_number(value):
        return True
    if status is None:
        operation = text_member(value, "name")
        return _is_midjourney(value) or _is_suno(value) or (operation is not None and "operations/" in operation.data)
    return text_member(value, "id") is not None or has_any(value, "progress", "fail_reason", "task_status")


def _is_midjourney(value: Value) -> bool:
    return has_any(value, "description") and has_any(value, "result") and has_any(value, "code")


def _accepted(code: Value | None) -> list[Reading]:
    """Return that a Midjourney submit was taken: code 1, or 21 and 22 for one that exists or waits (gateway.md 2)."""
    if code is None or code.span is None or code.data not in (1, 21, 22):
        return []
    return [Reading("task_status", "submitted" if code.data == 1 else "queued", code.span)]


def _is_suno(value: Value) -> bool:
    code, data = text_member(value, "code"), text_member(value, "data")
    return code is not None and data is not None and code.data == "success" and len(data.data) >= 8


def _plain_id(task: Value) -> Value | None:
    return text_member(task, "id", "mj_id") or text_member(task, "name")


def _status(task: Value) -> Value | None:
    status = text_member(task, *_STATUS)
    return status if status is not None and _word(status) in STATUSES else None


def _word(status: Value) -> str:
    word = str(status.data).strip().lower().replace(" ", "_").replace("-", "_").removeprefix("task_status_")
    return "failed" if word.endswith(_ENDS) else word


def _fails_by_number(task: Value) -> bool:
    """Whether a record counts its states and one of its own members says why it failed; numbers are each system's."""
    state = number_member(task, "status", "state", "successFlag", "task_status")
    return state is not None and 0 <= state.data < LEAST_HTTP and member(task, *_SAID[:9]) is not None


def _flag(task: Value) -> list[Reading] | None:
    """Return the state that kie.ai's `successFlag` counts (docs.kie.ai/veo3-api/get-veo-3-video-details), or None."""
    flag = number_member(task, "successFlag")
    if flag is None or flag.span is None or flag.data not in FLAGS:
        return None
    return [Reading("task_status", FLAGS[int(flag.data)], flag.span)]


def _progress(value: Value | None) -> list[Reading]:
    if value is None or value.span is None:
        return []
    if value.kind == "number":
        return [Reading("task_progress", int(value.data), value.span)]
    digits = str(value.data).strip().rstrip("%")
    if value.kind == "string" and digits.isascii() and digits.isdigit() and len(digits) <= 3:
        return [Reading("task_progress", int(digits), value.span)]
    return []


def _time(fact: str, task: Value, names: tuple[str, ...]) -> list[Reading]:
    value = member(task, *names)
    seconds = to_unix(value)
    place: Span | None = None if value is None else value.span
    return [] if seconds is None or place is None else [Reading(fact, seconds, place)]
