"""The violations of a call as facts: counts by kind and the first pointer of each (design, 'Facts': checked)."""

from __future__ import annotations

from typing import Any

from supportdesk.definitions.violation import Checked

KINDS = ("missing", "type", "value", "misplaced")


def count_violations(row: Any, checked: Checked) -> None:
    """Write the computed facts of a checked request into its row (`values` and `spans`).

    Counted are errors; for `violations_unknown` the hints. `unknown_named` is true when an answer of the ticket names
    an undocumented field. Nothing is written where there was no definition: not checked is not clean.
    """
    if checked.definition is None:
        return
    row.values["definition_assumed"] = checked.assumed
    row.values["documented_body"] = _body_kind(checked.definition.content_type)
    for kind in KINDS:
        found = [violation for violation in checked.errors() if violation.kind == kind]
        _write(row, kind, found)
    _write(row, "unknown", [violation for violation in checked.violations if violation.kind == "unknown"])
    row.values["unknown_named"] = bool(checked.named)


def _body_kind(content_type: str) -> str:
    """Return the kind of body (facts.yaml, `body_kind`) that a documented Content-Type means."""
    if content_type == "multipart/form-data":
        return "multipart"
    return "json" if "json" in content_type else "form"


def _write(row: Any, kind: str, found: list[Any]) -> None:
    row.values[f"violations_{kind}"] = len(found)
    if found:
        row.values[f"first_{kind}"] = found[0].pointer
        spans = [violation.span for violation in found if violation.span is not None]
        if spans:
            row.spans[f"violations_{kind}"] = spans
            row.spans[f"first_{kind}"] = spans[:1]
