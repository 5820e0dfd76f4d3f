"""Replies: written in both languages, and held back by the gate where a rule's own texts would leak or promise."""

from __future__ import annotations

import pytest

from supportdesk.advising.gate import gate_replies
from supportdesk.advising.gate_known import Known
from supportdesk.advising.reply import write_reply
from supportdesk.diagnosing import diagnose
from supportdesk.judging.compile import load_knowledge
from supportdesk.source import Source

TICKET = "This is what I get: 401\nInvalid token (request id: 20260419010101889977)"


@pytest.fixture
def found():
    return diagnose([Source(TICKET)], now=1_776_600_000)


def gate_of(found) -> dict:
    """Return the gate of the reply that is written of the case as it is now."""
    known = Known(found.case, found.tables, found.evidence, found.checked, load_knowledge())
    return gate_replies(found.case, write_reply(found.case), known).to_dict()


def test_the_contract_has_the_gate_of_both_replies(found):
    assert found.data["reply"]["gate"] == gate_of(found) == {"passed": True, "reasons": []}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ({"en": "Set {first_value}.", "zh": "好。"}, "was not filled"),
        ({"en": "Good.", "zh": "请联系渠道 12。"}, "only the operator may know"),
        ({"en": "Wait 91 minutes.", "zh": "好。"}, "Nothing in the material"),
        ({"en": "Good.", "zh": "我们会退款。"}, "promises money"),
    ],
)
def test_a_text_of_ours_is_held_back_like_any_other(found, text, reason):
    found.case.why = text
    held = gate_of(found)
    assert held["passed"] is False
    assert any(reason in one["en"] and one["zh"] for one in held["reasons"]), held


def test_a_decision_that_grants_nothing_lets_no_amount_pass(found):
    found.case.money = {**found.case.money, "decision": "refund", "charged_quota": 500, "refund_quota": 500}
    found.case.money["refund_usd"] = "0.001000"
    assert gate_of(found)["passed"] is True
    found.case.why = {"en": "We will refund 900 quota.", "zh": "我们会退还 900 额度。"}
    assert gate_of(found)["passed"] is False
