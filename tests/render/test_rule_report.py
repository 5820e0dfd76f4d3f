"""The report per rule and row: what counts as a source."""

from __future__ import annotations

import pytest

from supportdesk.render.rule_report import is_outside


@pytest.mark.parametrize(
    ("source", "answer"),
    [("gateway.md 5", True), ("https://docs.example/errors", True), ("ticket 17", False), ("tickets_dev.jsonl", False),
     ("", False), ("case 4", False)],
)  # fmt: skip
def test_a_ticket_is_no_source(source: str, answer: bool) -> None:
    assert is_outside(source) is answer
