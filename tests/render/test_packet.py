"""The dispute packet of a case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from supportdesk import i18n
from supportdesk.casebook import Casebook
from supportdesk.casebook.filing import file_ticket
from supportdesk.render.packet import FORMS, packet
from supportdesk.source import Source

ROOT = Path(__file__).resolve().parents[2]
KEY = "sk-abcdEFGH1234abcdEFGH1234abcdEFGH"
HOSTILE = f"\n<script>alert(1)</script> {{{{ 7919 * 7907 }}}} Bearer {KEY} [x](javascript:1)\n"


@pytest.fixture
def book(tmp_path: Path) -> Casebook:
    return Casebook(tmp_path / "cases.db")


def written(book: Casebook, form: str, *, customer: str = "Anna <b>") -> str:
    text = (ROOT / "sample_logs" / "04-failed-task-charge-kept.json").read_text(encoding="utf-8")
    case = file_ticket(book, [Source(text, 0, "rows.json"), Source(HOSTILE, 1, "prose.txt")], customer=customer)
    book.decide(case.number, case.revision, final_cause="billing.failed-not-refunded", refund_quota=1200000, note="ok")
    return packet(book.get(case.number), form)


def test_the_json_has_timeline_arithmetic_evidence_and_decision(book: Casebook) -> None:
    content = json.loads(written(book, "json"))
    assert content["amounts"]["refund_quota"] == 1200000
    assert "1200000 / 500000 = 2.4" in content["equations"]
    booked = [step for step in content["timeline"] if step["quota"] is not None]
    assert [(step["at"], step["quota"]) for step in booked] == [("2026-04-18T08:13:21Z", 1200000)]
    assert {item["fact"]: item["place"] for item in content["evidence"]}["task_status"] == "rows.json:4:93"
    assert content["decision"]["refund_quota"] == 1200000
    assert [one["equation"] for one in content["hypotheses"]] == ["trunc(150000 * 8) = 1200000"]


@pytest.mark.parametrize("form", FORMS)
def test_no_form_has_a_key_or_lets_a_paste_act(book: Casebook, form: str) -> None:
    text = written(book, form, customer="[click](javascript:1)<script>{{ 7919 * 7907 }}")
    assert KEY not in text
    assert "62615533" not in text
    if form != "json":
        assert "<script>" not in text
    if form == "markdown":
        assert "](javascript" not in text


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_both_languages(book: Casebook, form: str) -> None:
    try:
        i18n.use("zh")
        text = written(book, form)
    finally:
        i18n.use(None)
    assert "争议材料" in text
    assert "时间线" in text
    assert "任务失败，扣费未退" in text


def test_another_form_is_refused(book: Casebook) -> None:
    with pytest.raises(ValueError, match="pdf"):
        written(book, "pdf")


def test_a_case_without_money_says_so(book: Casebook) -> None:
    case = file_ticket(book, [Source("401 Invalid token, what now?", 0, "a.txt")])
    content = json.loads(packet(book.get(case.number), "json"))
    assert content["equations"] == []
    assert content["decision"] is None
    assert "not known" in packet(book.get(case.number), "markdown")


def test_it_says_why_the_charge_stands_and_which_ways_of_billing_give_it(book: Casebook) -> None:
    content = json.loads(written(book, "json"))
    (work,) = content["work"]
    assert (work["task_id"], work["net_quota"], work["refund_quota"]) == (
        "task_Qm7sampleSAMPLEsample00000000001", 1200000, 1200000,
    )  # fmt: skip
    assert [flag["id"] for flag in work["flags"]] == ["kept", "missing"]
    assert work["known_cause"] is None
    assert [(one["id"], bool(one["text"]), bool(one["decides"])) for one in work["open"]] == [
        ("refund-error", True, True)
    ]
    assert content["hypotheses"][0]["text"] == "the price of one task"
    assert content["advice"]["idempotency_key"] == "refund:task:task_Qm7sampleSAMPLEsample00000000001"


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_documents_carry_causes_hypotheses_and_the_key(book: Casebook, form: str) -> None:
    text = written(book, form).replace("\\", "")
    for piece in ("the charge of failed work stands", "Possible, not decided: The refund itself raised an error",
                  "What decides: The gateway", "Ways of billing that give the charge", "trunc(150000 * 8) = 1200000",
                  "refund:task:task_Qm7sampleSAMPLEsample00000000001", "refund in full"):  # fmt: skip
        assert piece in text.replace("&#39;", "'"), piece


PROVEN = "Failed to get channel info, channel ID: 31"


@pytest.mark.parametrize("form", FORMS)
def test_a_proven_cause_is_named(book: Casebook, form: str) -> None:
    text = (ROOT / "sample_logs" / "04-failed-task-charge-kept.json").read_text(encoding="utf-8")
    text = text.replace("upstream returned error", PROVEN).replace('"finish_time": 1776500400', '"finish_time": 0')
    case = file_ticket(book, [Source(text, 0, "rows.json")])
    assert "channel-removed" in packet(book.get(case.number), form).replace("\\", "")


@pytest.mark.parametrize("form", FORMS)
def test_another_case_of_the_same_charge_is_named(book: Casebook, form: str) -> None:
    written(book, form)
    text = (ROOT / "sample_logs" / "04-failed-task-charge-kept.json").read_text(encoding="utf-8")
    second = file_ticket(book, [Source(text, 0, "rows.json")])
    told = packet(book.get(second.number), form)
    assert "Already decided in case 1" in told
    assert "case 1" in told


@pytest.mark.parametrize("form", FORMS)
def test_hostile_ids_are_plain_in_every_form(book: Casebook, form: str) -> None:
    hostile = "task_<script>alert(1)</script>](javascript:1)"
    text = (ROOT / "sample_logs" / "04-failed-task-charge-kept.json").read_text(encoding="utf-8")
    text = text.replace("task_Qm7sampleSAMPLEsample00000000001", hostile)
    case = file_ticket(book, [Source(text, 0, "rows.json")])
    told = packet(book.get(case.number), form)
    if form != "json":
        assert "<script>" not in told
    if form == "markdown":
        assert "](javascript" not in told
