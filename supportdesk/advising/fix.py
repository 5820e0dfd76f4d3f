"""The corrected request: the customer's own call, mended, checked again, and shown only when it is clean.

Which repairs a cause asks for stands in rules/fixes.yaml; what a model takes stands in its definition.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from supportdesk.advising.correction import Correction
from supportdesk.advising.edits import Edit
from supportdesk.advising.repair import Sheet
from supportdesk.definitions.violation import Checked
from supportdesk.reading.evidence import Request
from supportdesk.source import Source
from supportdesk.value import Value

MADE_BY_CLIENT = ("host", "content-length", "transfer-encoding", "connection", "accept-encoding")
"""Headers of a pasted request that the client works out itself for the request that it sends."""


class Fix:
    """What to change.

    `request` is the corrected request in the shape of the request-code corpus, keys masked, or None where none can be
    shown clean; `dropped` lists `{"pointer", "reason": {en, zh}}`; `steps` {en: […], zh: […]} in order; `patch` is a
    unified diff of the customer's text or ''; `patch_note` {en, zh} says why there is none that could be applied, None
    where there is one or where no change of the text was read back as the corrected request; `edits` are the
    diff's; `documentation` the URL of the page that it follows, or None.
    """

    __slots__ = ("documentation", "dropped", "edits", "patch", "patch_note", "request", "steps")

    def __init__(self) -> None:
        self.request: dict[str, Any] | None = None
        self.dropped: list[dict[str, Any]] = []
        self.steps: dict[str, list[str]] = {"en": [], "zh": []}
        self.patch = ""
        self.edits: list[Edit] = []
        self.patch_note: dict[str, str] | None = None
        self.documentation: str | None = None


def correct(
    request: Request | Value | None,
    row: Any,
    cause: str | None,
    knowledge: Any,
    checked: Checked | None,
    sources: list[Source] | None = None,
) -> Fix:
    """Return the fix of one call for the cause that was found.

    `request` is the located request or a bare body; `row` the call's row (`values` with its facts); `checked` the
    result of checking it, or None. `sources` (the masked ones) give line numbers and the patch.
    """
    words = knowledge.words["fixes"]
    repairs = _repairs(words, cause)
    if not repairs or (request is None and not {"poll", "model", "address"} & set(repairs)):
        return Fix()
    sheet = Sheet(_plain(request), words, sources)
    job = Correction(sheet, request, row, knowledge, checked)
    if "poll" in repairs:
        from supportdesk.advising.polling import ask_for_task

        asked = ask_for_task(job)
        if asked:
            job.mend_credentials(required=request is not None)
        fix = _fix_of(sheet, shown=asked)
        if isinstance(request, Request) and request.method.data == sheet.request["method"] == "GET":
            _add_patch(fix, sheet, request, lambda again: again.body.kind == "none")
        return fix  # of a submit nothing becomes the poll: that is another request
    if request is None:
        return _without_request(sheet, job, repairs)
    target = job.task_target() if "task" in repairs else None
    clean = True
    if target is not None:
        clean = job.become_task(target)
    elif "task" in repairs:
        from supportdesk.advising.other_endpoint import go_to_endpoint

        if not go_to_endpoint(job):
            return _fix_of(sheet, shown=False)
    else:
        clean = _send(job, repairs)
        if "body" in repairs:
            clean = job.mend_body()
        if "answer" in repairs and not sheet.changed:
            from supportdesk.advising.answered import follow_answer

            follow_answer(job)
    if "credentials" in repairs and isinstance(request, Request):
        job.mend_credentials(required=cause == "auth.missing-credentials" or target is not None)
    job.give_address()
    fix = _fix_of(sheet, shown=sheet.changed and clean and job.is_clean())
    if request is not None:
        _add_patch(fix, sheet, request, job.is_clean)
    return fix


def _without_request(sheet: Sheet, job: Correction, repairs: list[str]) -> Fix:
    """Return the fix of a ticket that shows no request: steps, and the diff of the settings."""
    if "model" in repairs:
        from supportdesk.advising.sending import mend_model

        mend_model(job)
    fix = _fix_of(sheet, shown=False)
    if "address" in repairs and "base_url" in job.row.values:
        from supportdesk.advising.settings_fix import mend_settings

        fix.patch, why, _edits = mend_settings(sheet, job.row, job.knowledge, job.known_paths())
        fix.patch_note = sheet.words["no_patch"].get(why)
    return fix


def _add_patch(fix: Fix, sheet: Sheet, request: Request | Value, is_clean: Callable[[Request], bool]) -> None:
    """Add the diff of a corrected request, or why there is none."""
    if fix.request is None or not sheet.sources:
        return
    from supportdesk.advising.diffing import make_patch

    fix.patch, why, edits = make_patch(sheet, request, is_clean)
    fix.edits = list(edits)
    fix.patch_note = sheet.words["no_patch"].get(why)


def _send(job: Correction, repairs: list[str]) -> bool:
    """Mend how and where the request is sent; return whether its body is clean as far as that was looked at."""
    from supportdesk.advising import sending

    clean, encoded = True, "syntax" in repairs and sending.mend_syntax(job)
    if "method" in repairs:
        sending.mend_method(job)
    if "model" in repairs:
        sending.mend_model(job)
    if "address" in repairs and isinstance(job.request, Request):
        job.mend_address()
    if "type" in repairs:
        sending.mend_type(job)
    if "json" in repairs and not encoded:
        clean = job.send_as_json()
    return clean


def _repairs(words: dict[str, Any], cause: str | None) -> list[str]:
    if cause is None:
        return []
    table = words["repairs"]
    found: list[str] = table.get(cause) or table.get(cause.partition(".")[0] + ".*") or []
    return found


def _plain(request: Request | Value | None) -> dict[str, Any]:
    if request is None:
        return {"method": "", "url": "", "headers": {}, "body": {"kind": "none"}}
    if isinstance(request, Request):
        return request.to_dict()
    body = {"kind": "json", "json": request.plain()}
    return {"method": "POST", "url": "", "headers": {"content-type": "application/json"}, "body": body}


def _fix_of(sheet: Sheet, *, shown: bool) -> Fix:
    from supportdesk.advising.address import hide_keys
    from supportdesk.masking import mask

    fix = Fix()
    fix.steps, fix.dropped, fix.documentation = sheet.steps, sheet.dropped, sheet.documentation
    if shown:
        url, headers = mask(str(sheet.request["url"]))[0], hide_keys(sheet.request["headers"])
        for name in MADE_BY_CLIENT:
            headers.pop(name, None)
        if sheet.request["body"]["kind"] == "json":
            headers.setdefault("content-type", "application/json")
        fix.request = {**sheet.request, "url": url, "headers": headers}
    return fix
