"""Contradictions lower certainty, two causes are both reported, a customer's theory is noted and never believed."""

from __future__ import annotations

import json

import pytest

from supportdesk import diagnose_text
from supportdesk.diagnosing import diagnose
from supportdesk.source import Source
from tests.acceptance.desk import command
from tests.acceptance.test_money import CHARGE, LATER, page, task

SUBMIT = "https://toapis.com/v1/videos/generations"
REFUSED = {"error": {"message": "该令牌状态不可用", "type": "new_api_error", "code": ""}}
INVALID = command(SUBMIT, {"model": "gemini-omni-flash", "prompt": "a cat", "duration": 7})
BLAMING = "My video fails. I think your gateway is broken and the upstream is down, it is your servers.\n\n"
BLAMING_ZH = "视频一直失败，我觉得是你们网关坏了，上游挂了，不是我的问题！\n\n"


def found(text: str) -> dict:
    return diagnose_text(text)


def test_evidence_that_agrees_confirms():
    agreed = f"HTTP 401\n{json.dumps(REFUSED, ensure_ascii=False)}\nmodel: gpt-5-mini"
    assert found(agreed)["verdict"]["certainty"] == "confirmed"


def test_two_records_of_one_task_that_contradict_each_other_confirm_nothing():
    log = page(*LATER, CHARGE)
    assert found(page(task()) + "\n" + log)["verdict"]["certainty"] == "confirmed"
    ticket = diagnose([Source(page(task()) + "\n" + page(task(quota=900_000, status="SUCCESS")) + "\n" + log)])
    assert ticket.tables.ticket.values["contradictions"] >= 1
    assert ticket.data["verdict"]["certainty"] != "confirmed"


def test_a_contradiction_lowers_what_would_be_confirmed():
    from supportdesk.advising.candidates import LEVELS, certainty_of

    ticket = diagnose([Source(f"HTTP 401\n{json.dumps(REFUSED, ensure_ascii=False)}")])
    top = ticket.case.top
    assert LEVELS[certainty_of(top.finding, top.row, ticket.tables.ticket)] == "confirmed"
    ticket.tables.ticket.values["contradictions"] = 1
    assert LEVELS[certainty_of(top.finding, top.row, ticket.tables.ticket)] == "likely"


def test_two_causes_of_one_ticket_are_both_reported():
    text = f"HTTP 401\n{json.dumps(REFUSED, ensure_ascii=False)}\n\nAnd another call of mine:\n\n{INVALID}\n"
    causes = {one["cause"]: one["certainty"] for one in found(text)["causes"]}
    assert causes.get("auth.key-disabled") in ("confirmed", "likely")
    assert causes.get("request.invalid-value") in ("confirmed", "likely")


@pytest.mark.parametrize("blame", [BLAMING, BLAMING_ZH])
def test_the_customers_theory_is_noted_and_not_believed_against_the_body(blame):
    plain, blaming = found(INVALID), found(blame + INVALID)
    assert blaming["verdict"]["cause"] == plain["verdict"]["cause"] == "request.invalid-value"
    assert blaming["verdict"]["certainty"] == plain["verdict"]["certainty"]
    assert blaming["verdict"]["who"] == "customer"
    assert blaming["verdict"]["proof"][0]["party"] == "request"
    assert all(not one["cause"].startswith(("gateway.", "upstream.")) for one in blaming["causes"])


def test_the_theory_is_kept_as_the_customers_claim():
    ticket = diagnose([Source(BLAMING + INVALID)])
    assert ticket.tables.ticket.values.get("claimed_cause")
    assert ticket.tables.ticket.origin["claimed_cause"] == "prose"
    assert "claimed_cause" not in ticket.case.top.finding.facts
