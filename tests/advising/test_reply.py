"""Replies: what the gate holds back, and that each reason is told in both languages."""

from __future__ import annotations

import pytest

from supportdesk.advising.reply import gate
from supportdesk.diagnosing import diagnose
from supportdesk.source import Source

TICKET = (
    "HTTP 401\n" + '{"error":{"message":"Invalid token (request id: 20260419010101889977)","type":"new_api_error"}}'
)


@pytest.fixture
def case():
    return diagnose([Source(TICKET)], now=1_776_600_000).case


def reasons(case, text: str) -> list[str]:
    found = gate(case, {"en": text, "zh": "好"})
    assert found["passed"] is (not found["reasons"])
    assert all(reason["en"] and reason["zh"] for reason in found["reasons"])
    return [reason["en"] for reason in found["reasons"]]


def test_a_plain_reply_passes(case):
    assert reasons(case, "Please check the key.") == []


def test_a_secret_is_held_back(case):
    assert reasons(case, "Your key is sk-a1B2c3D4e5F6g7H8i9J0k1L2m3N4") == ["the reply holds a secret"]


def test_an_open_slot_is_held_back(case):
    assert reasons(case, "Set {first_value} to 6.") == ["the reply holds an empty slot"]


def test_a_channels_name_is_held_back(case):
    case.internal_names = ["azure-backup-7"]
    assert reasons(case, "It went through azure-backup-7.") == ["the reply names a channel or an upstream host"]


def test_money_that_was_not_granted_is_held_back(case):
    case.money = {**case.money, "decision": "needs-evidence", "refund_quota": 500}
    assert reasons(case, "We give 500 back.") == ["the reply promises money that the decision does not grant"]
