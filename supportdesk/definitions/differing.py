"""In what two request definitions differ: the call itself, and each field's type, values, bounds and default."""

from __future__ import annotations

import json
from typing import Any

from supportdesk.named import NamedTuple

SAID = (
    "type",
    "enum",
    "x-known-values",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "maxLength",
    "default",
    "pattern",
)
"""What of a field is compared; texts about it are not."""
CALL = ("method", "path", "poll_path", "content_type", "modes", "status", "as_of")


class Difference(NamedTuple):
    """One difference: `where` a dotted field or a word of CALL, `what` of it, both sides as JSON ('' for absent)."""

    where: str
    what: str
    here: str
    there: str


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[Difference]:
    """Return the differences of two definitions as load_definition gives them, the call's first."""
    found = [Difference(name, "", _text(one[name]), _text(other[name])) for name in CALL if one[name] != other[name]]
    here, there = dict(fields_of(one["body"])), dict(fields_of(other["body"]))
    for name in dict.fromkeys([*here, *there]):
        if name not in here or name not in there:
            found.append(Difference(name, "", *("" if name not in side else "+" for side in (here, there))))
            continue
        mine, theirs = here[name], there[name]
        found += [
            Difference(name, what, _text(mine.get(what)), _text(theirs.get(what)))
            for what in (*SAID, "required")
            if mine.get(what) != theirs.get(what)
        ]
    return found


def fields_of(schema: dict[str, Any], prefix: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Return the fields below a schema by dotted name, items of lists as `[]`, each with whether it is required."""
    found: list[tuple[str, dict[str, Any]]] = []
    for name, inner in schema.get("properties", {}).items():
        here = f"{prefix}{name}"
        found.append((here, {**inner, "required": name in schema.get("required", [])}))
        found += fields_of(inner, f"{here}.")
        if isinstance(inner.get("items"), dict):
            found += fields_of(inner["items"], f"{here}[].")
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
