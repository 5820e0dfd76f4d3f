"""A status line above an error is that error's status and no error of its own, whatever stands between them."""

from __future__ import annotations

import pytest

from supportdesk import diagnose_text

ERROR = """{"error": {"message": "Model 'paint-2' not found", "type": "invalid_request_error", "code": null}}"""
HEADS = (
    "HTTP 404 Not Found",
    "HTTP/1.1 404 Not Found",
    "Status: 404 Not Found",
    "404 Not Found",
    "状态码：404 Not Found",
)
BETWEEN = ("\n", "\n\n", "\n```json\n", "\nContent-Type: application/json\n\n")


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("between", BETWEEN, ids=["line", "blank", "fence", "headers"])
def test_it_is_the_status_of_what_follows(head: str, between: str) -> None:
    found = diagnose_text(f"{head}{between}{ERROR}{chr(10) + '```' if '```' in between else ''}")
    assert found["verdict"]["cause"] == "model.not-found"
    assert len(found["calls"]) == 1


def test_alone_it_is_an_error() -> None:
    assert diagnose_text("HTTP 404 Not Found")["verdict"]["cause"] == "endpoint.wrong-path"
