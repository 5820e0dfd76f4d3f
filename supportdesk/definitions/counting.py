"""Violations as facts: counts by kind and the first pointer of each kind, for the rules to judge."""

from __future__ import annotations

from typing import Any

from supportdesk.relating.tables import Row

KINDS = ("missing", "type", "value", "unknown", "misplaced")


def count_violations(row: Row, checked: Any) -> None:
    """Write a call's check into its row: `violations_<kind>`, `first_<kind>` and `definition_assumed`.

    Counted are violations of severity error, and of kind 'unknown' the hints. Without a definition nothing is
    written: the counts stay not known. `checked` is the result of `definitions.check.check_request`.
    """
    if checked.definition is None:
        return
    row.values["definition_assumed"] = bool(checked.assumed)
    for kind in KINDS:
        severity = "hint" if kind == "unknown" else "error"
        found = [one for one in checked.violations if one.kind == kind and one.severity == severity]
        spans = [one.span for one in found if one.span is not None]
        place = spans or ([row.request.span] if row.request is not None else [])
        _put(row, f"violations_{kind}", len(found), place)
        if found:
            _put(row, f"first_{kind}", found[0].pointer, place)
    unknown = [one for one in checked.violations if one.kind == "unknown"]
    if unknown and checked.named is not None:
        _put(row, "unknown_named", bool(checked.named), [one.span for one in unknown if one.span is not None])


def _put(row: Row, fact: str, value: str | int | bool, spans: list[Any]) -> None:
    row.values[fact] = value
    row.spans[fact] = spans[:3]
    row.origin[fact] = row.origin.get("body_kind", "code")
