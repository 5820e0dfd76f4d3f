"""Mend the field that an answer names, where no definition says what is wrong with it: the answer's own words do."""

from __future__ import annotations

import re
from typing import Any

from supportdesk.advising.correction import Correction
from supportdesk.advising.mend import converted, nearest
from supportdesk.definitions.wording import allowed_values, shown
from supportdesk.patterns import lazy

FIELD_LIMIT = 200
"""Members of a body that are looked at."""

_AND = lazy(r"\s*(?:[,;\u3001]|\band\b|\bor\b|\u548c|\u6216)\s*")
_SIGN = lazy(r"[^0-9a-z]+")


def follow_answer(job: Correction) -> None:
    """Take out, rename or change the one field that the answer names (rules/fixes.yaml, 'answered')."""
    from supportdesk.vocabulary import match_error

    body, values = job.sheet.request["body"].get("json"), job.row.values
    message = values.get("error_message")
    if not isinstance(body, dict) or not isinstance(message, str):
        return
    found = match_error(
        job.knowledge, message, values.get("error_code"), values.get("error_type"), values.get("http_status"), None
    )
    if not found or len({match.kind for match in found}) > 1:
        return
    match = found[0]
    row = job.sheet.words["answered"]["rows"].get(match.row_id, {})
    slots = match.slots or {}
    name = row.get("field") or _field(body, slots)
    if name is None or name not in body:
        return
    operation = job.sheet.words["answered"]["kinds"].get(match.kind)
    if operation == "remove" and name not in job.sheet.words["answered"]["kept"]:
        _remove(job, body, name, row.get("name"))
    elif operation == "convert":
        _convert(job, body, name, slots.get("allowed", ""))
    elif operation == "choose":
        _choose(job, body, name, slots.get("allowed", ""), slots.get("limit", ""))


def _field(body: dict[str, Any], slots: dict[str, str]) -> str | None:
    """Return the member that the answer names, or the only one that holds the value that it quotes."""
    named = slots.get("parameter", "").strip("\"'`$. /").removeprefix("body.")
    if named:
        return named if named in body else None
    quoted = slots.get("found")
    holders = [name for name, value in list(body.items())[:FIELD_LIMIT] if quoted and str(value) == quoted]
    return holders[0] if len(holders) == 1 else None


def _remove(job: Correction, body: dict[str, Any], name: str, other: str | None) -> None:
    span = job.place_of(name)
    if other is not None and other not in body:
        job.sheet.request["body"]["json"] = {other if key == name else key: value for key, value in body.items()}
        job.sheet.step("renamed", span, field=name, place=other)
    else:
        del body[name]
        job.sheet.step("refused", span, field=name)
        job.sheet.drop(f"/{name}", "refused")
    job.sheet.changed = True


def _convert(job: Correction, body: dict[str, Any], name: str, allowed: str) -> None:
    words = job.sheet.words
    types = [kind for word, kind in words["answered"]["types"].items() if re.search(rf"\b{word}", allowed)]
    turns: dict[str, Any] | None = {"properties": {"role": {}, "content": {}}} if name == "messages" else None
    value = converted(body[name], types, turns) if types else None
    if value is not None:
        _set(job, body, name, value, "converted", type=words["types"][types[0]])


def _choose(job: Correction, body: dict[str, Any], name: str, allowed: str, limit: str) -> None:
    old = body[name]
    if limit.isdecimal() and len(limit) < 16 and isinstance(old, int) and old > int(limit):
        _set(job, body, name, int(limit), "most")
        return
    choices = [choice.strip("\"'`() ") for choice in _AND.split(allowed)]
    choices = [choice for choice in choices if choice]
    if isinstance(old, str):
        plain = _SIGN.sub("", old.lower())
        same = [choice for choice in choices if choice != old and _SIGN.sub("", choice.lower()) == plain]
        if len(same) == 1:
            _set(job, body, name, same[0], "letter_case")
        return
    numbers: list[Any] = [int(choice) for choice in choices if choice.isdecimal() and len(choice) < 16]
    value = nearest(old, numbers)
    if value is not None and value != old and len(numbers) == len(choices):
        step = "only" if len(numbers) == 1 else "nearest"
        _set(job, body, name, value, step, allowed=allowed_values(numbers))


def _set(job: Correction, body: dict[str, Any], name: str, value: Any, step: str, **said: Any) -> None:
    old, body[name] = body[name], value
    job.sheet.step(step, job.place_of(name), field=name, new=shown(value), old=shown(old), **said)
    job.sheet.changed = True
