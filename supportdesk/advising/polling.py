"""The request that asks for a submitted task: the step that follows a submit (toapis.md, 'Task workflow')."""

from __future__ import annotations

from typing import Any

from supportdesk.advising.address import NO_KEY
from supportdesk.advising.correction import Correction
from supportdesk.value import UNKNOWN

SLOT = "{task_id}"
POLLS = ("task_poll", "image_poll")
"""Endpoints whose path ends with the task's id (facts.yaml, `endpoint`)."""

LONGEST_ID = 200
"""Characters of a task id that is written into a path."""


def ask_for_task(job: Correction) -> bool:
    """Make the sheet's request the one that asks for the task; return whether it has an address.

    The id is the one that the material shows; else its slot stays in the path. Nothing changes where neither a
    definition nor the path of the submit says where tasks are asked for.
    """
    from supportdesk.advising.address import with_path
    from supportdesk.relating.sent import split_url

    sheet, request = job.sheet, job.sheet.request
    sent = split_url(str(request["url"]))[1]
    template = _template(job, sent)
    if template is None:
        return False
    task = _task_id(job.row.values, sent)
    path = template.replace(SLOT, task) if task else template
    url = str(request["url"])
    new = job.base() + path if url in ("", UNKNOWN) else with_path(url, path)
    if new == url:
        return False
    if job.row.values.get("endpoint") not in POLLS:
        sheet.step("keep_id", task=task)
    sheet.step("ask_again", path=path)
    request["url"] = new
    request["method"] = "GET"
    request["body"] = {"kind": "none"}
    request["headers"].pop("content-type", None)
    if job.request is None:
        request["headers"]["authorization"] = NO_KEY
    sheet.changed = True
    return UNKNOWN not in request["url"]


def _template(job: Correction, sent: str) -> str | None:
    """Return the path with its slot: that of the checked definition, of the submit's path, of the model's own task."""
    from supportdesk.definitions.select import task_definition

    info = job.checked.definition if job.checked is not None else None
    template: str | None = job.sheet.words["poll_paths"].get(sent.rstrip("/"))
    if template is not None and (info is None or info.poll_path is None):
        return template
    if info is None or not info.poll_path:
        info = task_definition(job.knowledge, job.gateway(), job.model()) if job.model() else None
    if info is None or not info.poll_path or SLOT not in info.poll_path:
        return None
    job.sheet.documentation = info.documentation
    return info.poll_path


def _task_id(values: dict[str, Any], sent: str) -> str | None:
    last = sent.rstrip("/").rpartition("/")[2] if values.get("endpoint") in POLLS else ""
    found = str(values.get("task_id") or last)
    plain = all(sign.isascii() and (sign.isalnum() or sign in "-_.:") for sign in found)
    return found if found and plain and len(found) <= LONGEST_ID else None
