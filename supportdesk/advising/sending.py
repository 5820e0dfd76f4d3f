"""Mend how a request is sent: its method, its Content-Type, the name of its model, and a body that is no JSON yet."""

from __future__ import annotations

from itertools import islice

from supportdesk.advising.correction import Correction
from supportdesk.advising.edits import Edit, UnwritableError
from supportdesk.reading.evidence import Request
from supportdesk.source import Source
from supportdesk.value import UNKNOWN

ATTEMPTS = 4
"""Ways to encode a body that are tried."""


def mend_method(job: Correction) -> None:
    """Send by the method that the endpoint takes (rules/fixes.yaml, 'methods')."""
    request, sheet = job.request, job.sheet
    wanted = sheet.words["methods"].get(job.row.values.get("endpoint"))
    old = sheet.request["method"]
    if not isinstance(request, Request) or wanted is None or old in ("", UNKNOWN, wanted):
        return
    if (sheet.request["body"]["kind"] == "none") == (wanted == "POST"):
        return
    sheet.request["method"] = wanted
    sheet.step("method", request.method.place() or request.span, old=old, new=wanted)
    sheet.changed = True


def mend_model(job: Correction) -> None:
    """Write the nearest known name of a model; where it stands in no request, say so alone."""
    from supportdesk.advising.model_names import nearest_model

    sheet, old = job.sheet, job.model()
    new = nearest_model(job.knowledge, old, job.gateway()) if old else None
    if new is None:
        return
    body = sheet.request["body"].get("json")
    url = str(sheet.request["url"])
    span = None
    if isinstance(body, dict) and body.get("model") == old:
        body["model"] = new
        span = job.place_of("model")
        sheet.changed = True
    elif f"/{old}:" in url:
        sheet.request["url"] = url.replace(f"/{old}:", f"/{new}:")
        sheet.changed = True
    sheet.step("model_name", span, old=old, new=new)


def mend_type(job: Correction) -> None:
    """Name the Content-Type of a JSON body, where the path takes JSON."""
    from supportdesk.relating.sent import split_url

    sheet, request = job.sheet, job.request
    headers = sheet.request["headers"]
    old = headers.get("content-type")
    path = split_url(str(sheet.request["url"]).replace(UNKNOWN, ""))[1]
    if not isinstance(request, Request) or sheet.request["body"]["kind"] != "json" or not path.strip("/"):
        return
    if isinstance(old, str) and ("json" in old.lower() or UNKNOWN in old):
        return
    if any(path.endswith(known) for known in sheet.words["multipart_paths"]) or (old is None and not request.complete):
        return
    headers["content-type"] = sheet.headers["content-type"] = "application/json"
    value = request.header("content-type")
    place = value.place() if value is not None else None
    sheet.step("json_type", place or request.span)
    sheet.changed = True


def mend_syntax(job: Correction) -> bool:
    """Send the body as JSON that the other side reads; return whether a way was found that is read back clean.

    What the customer meant is not guessed from data that is none: the text is changed first, and what is read of it
    then is the corrected request.
    """
    from supportdesk.advising.diffing import is_addressed, read_again, reads_worse
    from supportdesk.advising.syntax_edits import edit_syntax

    sheet, request = job.sheet, job.request
    if not isinstance(request, Request) or not sheet.sources:
        return False
    for edits in islice(edit_syntax(sheet.sources, request, sheet.words["encoders"]), ATTEMPTS):
        if not _changes(sheet.sources, edits):
            continue
        try:
            found = read_again(sheet.sources, edits, request.span)
        except UnwritableError:
            continue
        for again in found:
            if again.body.kind != "json" or reads_worse(request, again) or not job.is_clean(again):
                continue
            made = again.to_dict()
            sheet.request["body"] = made["body"]
            if is_addressed(request):
                sheet.request["headers"] = made["headers"]
            sheet.body_edits = edits
            place = request.body.value.place() if request.body.value is not None else None
            sheet.step("encoded" if request.body.kind in ("form", "multipart") else "syntax", place or request.span)
            sheet.changed = True
            return True
    return False


def _changes(sources: list[Source], edits: list[Edit]) -> bool:
    return any(sources[edit.span.source].slice(edit.span) != edit.new for edit in edits)
