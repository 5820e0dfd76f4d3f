"""The request that asks for a submitted task: the step that follows a submit (toapis.md, 'Task workflow')."""

from __future__ import annotations

from typing import Any

from supportdesk.advising.correction import Correction
from supportdesk.value import UNKNOWN

SLOT = "{task_id}"
POLLS = ("task_poll", "image_poll")
"""Endpoints whose path ends with the task's id (facts.yaml, `endpoint`)."""


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
    sheet.step("keep_id", task=task)
    sheet.step("ask_again", path=path)
    url = str(request["url"])
    request["url"] = job.base() + path if url in ("", UNKNOWN) else with_path(url, path)
    request["method"] = "GET"
    request["body"] = {"kind": "none"}
    request["headers"].pop("content-type", None)
    sheet.only_replacements = False
    return UNKNOWN not in request["url"]


def _template(job: Correction, sent: str) -> str | None:
    """Return the path with its slot: the definition's, else that of the submit's path."""
    from supportdesk.definitions.select import task_definition

    info = job.checked.definition if job.checked is not None else None
    if info is None or not info.poll_path:
        info = task_definition(job.knowledge, job.gateway(), job.model()) if job.model() else None
    if info is not None and info.poll_path and SLOT in info.poll_path:
        job.sheet.documentation = info.documentation
        return info.poll_path
    template: str | None = job.sheet.words["poll_paths"].get(sent.rstrip("/"))
    return template


def _task_id(values: dict[str, Any], sent: str) -> str | None:
    stated = values.get("task_id")
    if stated is not None and UNKNOWN not in str(stated):
        return str(stated)
    last = sent.rstrip("/").rpartition("/")[2]
    return last if values.get("endpoint") in POLLS and last and UNKNOWN not in last else None
