"""Bookings listed in JSON: what was taken and what came back, in envelopes of several names."""

from __future__ import annotations

import json

import pytest

from supportdesk import diagnose_text
from supportdesk.reading.paste import read_ticket
from supportdesk.source import Source

BACK = '[{"kind": "hold", "amount": 15}, {"kind": "release", "amount": 15}]'

WORDED = [{"type": "debit", "amount": 8}, {"type": "credit", "amount": 8}]


def booked(text: str) -> list[tuple[str, float]]:
    pieces = [piece for piece in read_ticket([Source(text)]).pieces if piece.kind == "log_row"]
    return [(str(piece.first("log_type")), float(str(piece.first("amount")))) for piece in pieces]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (BACK, [("consume", 15.0), ("refund", 15.0)]),
        (f'{{"ledger": {BACK}}}', [("consume", 15.0), ("refund", 15.0)]),
        (
            json.dumps({"id": "run_77", "status": "failed", "transactions": {"list": WORDED}}),
            [("consume", 8.0), ("refund", 8.0)],
        ),
        (
            '[{"reason": "generation", "delta": -40}, {"reason": "top_up", "delta": 500}]',
            [("consume", 40.0), ("topup", 500.0)],
        ),
        ('[{"type": "text", "amount": 8}]', []),
        ('[{"type": "debit"}]', []),
    ],
)
def test_rows(text: str, rows: list[tuple[str, float]]) -> None:
    assert booked(text) == rows


def test_a_failed_run_whose_hold_was_released_cost_nothing() -> None:
    found = diagnose_text(f'The clip failed, was I charged for it? "transactions": {BACK}')
    assert found["verdict"]["cause"] == "billing.failed-refunded"
