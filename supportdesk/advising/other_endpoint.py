"""From a call at the wrong endpoint to that of the model's kind, where only the catalogue says what the model is."""

from __future__ import annotations

from typing import Any

from supportdesk.advising.conversation import HOLDERS, last_words
from supportdesk.advising.correction import Correction
from supportdesk.advising.repair import Sheet
from supportdesk.value import UNKNOWN

WORDS = ("prompt", *HOLDERS)
"""Fields that hold what is said."""


def go_to_endpoint(job: Correction) -> bool:
    """Say where the model belongs, and make the request that goes there; return whether one was made.

    Only for endpoints whose words stand in one field everywhere (rules/fixes.yaml, 'endpoint_fields'), and for models
    that somebody knows: of a guessed kind the step alone is said.
    """
    from supportdesk.advising.address import with_path

    found = job.name_endpoint()
    sheet, request = job.sheet, job.sheet.request
    body, url = request["body"].get("json"), str(request["url"])
    fields = sheet.words["endpoint_fields"].get(found[0]) if found is not None else None
    if found is None or fields is None or not isinstance(body, dict) or url in ("", UNKNOWN):
        return False
    made = _body(sheet, body, fields)
    if made is None:
        return False
    request["url"] = with_path(url, found[1])
    request["method"] = "POST"
    request["body"] = {"kind": "json", "json": made}
    sheet.changed = True
    return True


def _body(sheet: Sheet, body: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any] | None:
    """Return the body with its words in the endpoint's own field, and the fields that the endpoint has as well."""
    holder: str = fields["words"]
    here = next((name for name in WORDS if body.get(name)), None)
    words: Any = body[here] if here is not None else None
    if holder == "messages":
        words = [{"role": "user", "content": words}] if isinstance(words, str) else words
    elif not (fields.get("turns") and isinstance(words, list)):
        said = last_words(body) if here != "prompt" else None
        if said is not None and said.media:
            return None  # which field takes pictures and films is on the model's own page
        words = said.text if said is not None else words
        if said is not None:
            for pointer in said.rest:
                sheet.drop(pointer, "not_taken", path=fields["path"])
    if not words or not isinstance(words, str | list) or (holder == "messages") > isinstance(words, list):
        return None
    made = {}
    for name, value in body.items():
        if name == here:
            made[holder] = words
        elif name == "model" or name in fields["also"]:
            made[name] = value
        else:
            sheet.drop(f"/{name}", "not_taken", path=fields["path"])
    if here is not None and here != holder:
        sheet.step("words", field=here, place=holder)
    return made
