"""Which answer belongs to which request."""

from __future__ import annotations

import supportdesk


def test_a_connection_that_failed_is_no_part_of_an_exchange_that_was_answered() -> None:
    text = (
        'API Error (529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}) · Retrying\n'
        "API Error (Connection error.) · Retrying in 34 seconds\n"
    )
    calls = supportdesk.diagnose_text(text)["calls"]
    assert [(call.get("http_status"), call.get("error_kind")) for call in calls] == [
        (529, "upstream_overloaded"),
        (None, "connection_failed"),
    ]
