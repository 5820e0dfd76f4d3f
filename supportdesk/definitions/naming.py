"""Whether the field that an error names stands in the request: what was never sent, somebody else added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from supportdesk.patterns import lazy

if TYPE_CHECKING:
    from supportdesk.reading.evidence import Request
    from supportdesk.value import Value

DEEPEST = 8
"""Levels of a body that are looked through."""

_STEP = lazy(r"[A-Za-z_][\w-]*")
_MADE_OF = {"width": "size", "height": "size"}
"""Fields that gateways and services make of another one: OpenAI's `size` is a width and a height elsewhere."""
_AROUND = frozenset({"body", "request", "input", "parameters"})
"""Steps of a validator's path that are no fields (`body.model`), or hold all of them."""


def note_named(row: Any, request: Request) -> None:
    """Write the computed fact `param_sent` into a call's row.

    It is not written where no error names a field, where the body is no object of JSON, or where a part of it is not
    known: what code builds elsewhere may hold the field.
    """
    named, body = row.values.get("error_param"), request.body.value
    if not named or body is None or body.kind != "object":
        return
    steps = [step for step in _STEP.findall(str(named)) if step not in _AROUND]
    sent = names_in(body) if request.complete else None
    if steps and sent is not None:
        row.values["param_sent"] = any(step.lower() in sent or _MADE_OF.get(step.lower(), "") in sent for step in steps)
        row.basis["param_sent"] = "error_param"


def names_in(value: Value, depth: int = 0) -> set[str] | None:
    """Return the names of all fields at any depth, in lower case; None where something of it is not known."""
    if depth > DEEPEST or value.kind == "unknown" or (value.kind in ("object", "array") and value.is_open):
        return None
    if value.kind not in ("object", "array"):
        return set()
    named = {str(name).lower() for name in value.data} if value.kind == "object" else set()
    for item in value.data.values() if value.kind == "object" else value.data:
        inner = names_in(item, depth + 1)
        if inner is None:
            return None
        named |= inner
    return named
