"""Refusals of a pool without accounts behind failures of its upstream: the failures took the accounts out of it."""

from __future__ import annotations

from supportdesk.relating.tables import Row, Tables

FAILED = frozenset(
    {
        "upstream_failed",
        "upstream_opaque",
        "upstream_refused",
        "upstream_bad_response",
        "status_server_error",
        "status_bad_gateway",
        "status_unavailable",
    }
)
"""Kinds of errors (rules/error_kinds.yaml) after which gateways cool an account or channel down."""
_WORDS = ("error_message", "http_status")


def add_failed_before(tables: Tables) -> None:
    """Set `failed_before` of a call for which no channel was left: the failures of an upstream shown above it.

    An absence is not known: the text may not show what went before.
    """
    empty = [row for row in tables.calls if ",no_channel," in str(row.values.get("error_kinds", ""))]
    if not empty or len(tables.calls) == len(empty):
        return
    failures = [row for row in tables.calls if row not in empty and row.values.get("error_kind") in FAILED]
    for row in empty:
        place = _place(row)
        before = [
            one for one in failures if place is not None and (_place(one) or place) < place and not _retells(one, row)
        ]
        if before:
            row.values["failed_before"] = len(before)
            row.spans["failed_before"] = [span for one in before for span in one.spans.get("error_message", [])[:1]]


def _retells(failure: Row, row: Row) -> bool:
    """Whether a failure says no more than the status of the refusal: a client's own word for the same answer."""
    same = failure.values.get("http_status") == row.values.get("http_status")
    return same and str(failure.values.get("error_kind")).startswith("status_")


def _place(row: Row) -> tuple[int, int] | None:
    """Return the source and offset of a call's error; None where it has no place."""
    return min(((span.source, span.start) for fact in _WORDS for span in row.spans.get(fact, ())), default=None)
